"""OpenID Connect for every party: which tokens are accepted, and how a party signs citizens in."""
