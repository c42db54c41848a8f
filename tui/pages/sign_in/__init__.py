"""Signing in: the page on which a method is chosen, and a module for each method."""

METHOD_IDS = ("itsme", "eid", "app", "sms")
"""The methods that this program knows, in the order in which they are offered.

Each is the name of a module here, whose `METHOD` is a `tui.journey.sign_in_method.SignInMethod`. Only the
ids stand here, so that `--help` can name them without loading the modules.
"""
