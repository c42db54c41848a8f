"""The controllers that hold source data: one app, many controllers, described by data."""
