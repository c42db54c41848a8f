"""What every page says, shows, asks and can do: a module for each place. No terminal is known here."""
