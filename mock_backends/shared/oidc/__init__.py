"""OpenID Connect, said once for every party: which tokens are believed, and how a party signs citizens in."""
