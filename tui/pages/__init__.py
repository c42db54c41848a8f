"""What every page says, shows, asks and can do: one module a place; no terminal."""
