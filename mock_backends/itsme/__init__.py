"""itsme, the OpenID provider of Belgian Mobile ID, as its documentation describes it."""
