"""The federal eBox."""
