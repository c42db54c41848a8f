"""The client of the services: typed calls that return frozen models or raise PortalError."""

DEADLINE = 20.0
"""Seconds of real time that one call may take, beside what it was asked to wait for."""
