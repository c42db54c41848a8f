"""What every page says, shows, asks and can do; knows no Textual and no terminal."""
