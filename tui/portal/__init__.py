"""The client of the services: typed calls that return frozen models or raise PortalError."""
