"""Mijn Burgerprofiel itself, run by Digitaal Vlaanderen."""
