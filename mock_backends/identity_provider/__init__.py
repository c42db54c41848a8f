"""The Flemish access management (ACM/IDM): an OpenID provider, its method chooser and methods."""
