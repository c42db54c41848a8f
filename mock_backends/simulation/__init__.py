"""The tester's party: issues devices, moves the clock, makes parties fail, and resets the world."""
