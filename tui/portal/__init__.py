"""The client of the services: typed calls that return frozen models or raise PortalError."""

DEADLINE = 10.0
"""Seconds of real time that a call may take, in addition to a wait that was asked for."""
