"""The widgets of a page: an accessible widget class for each kind of part."""
