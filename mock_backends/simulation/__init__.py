"""The tester's hand: issues devices, moves the clock, makes a register fail, resets."""
