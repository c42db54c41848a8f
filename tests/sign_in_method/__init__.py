"""A sign-in method that only tests have: one module on each side, and nothing else names it."""
