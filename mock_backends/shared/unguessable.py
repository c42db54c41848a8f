"""What stays random in every run: keys, tokens, cookies, nonces and ids, none of which a screen shows.

What a screen shows follows from the world's seed (`shared/turns.py`). No other module draws at random: ruff
refuses it (`pyproject.toml`).
"""

from os import urandom
from secrets import token_urlsafe
from uuid import uuid4

octets = urandom
"""So many random bytes."""

token = token_urlsafe
"""So many random bytes (32 unless told otherwise), in base64url."""


def identifier() -> str:
    """A random UUID (RFC 9562 section 5.4)."""
    return str(uuid4())
