"""The ways to prove who you are, one module a method."""
