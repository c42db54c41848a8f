"""Signing in: the page on which a method is chosen, and a module for each method."""

METHOD_IDS = ("itsme", "eid")
"""The methods that this program knows, from the lowest level of assurance to the highest.

Each is the name of a module here, whose `METHOD` is a `tui.journey.sign_in_method.SignInMethod`. Only the
ids stand here, so that `--help` can name them without loading the modules.
"""
