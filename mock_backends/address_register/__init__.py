"""The Flemish address register (Adressenregister), one of the base registers: finds addresses."""
