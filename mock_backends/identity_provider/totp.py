"""Time-based one-time passwords, as an authenticator app computes them (RFC 6238, over RFC 4226)."""

import hmac
from datetime import datetime

STEP_SECONDS = 30
"""X, the time step (RFC 6238 section 5.2 recommends 30 s); T0 is the Unix epoch, so no DST night matters."""

DIGITS = 6
DRIFT = 1
"""How many steps early or late a code may be: one "network delay" each way (RFC 6238 sections 5.2 and 6)."""


def step_of(moment: datetime) -> int:
    """T, the number of time steps until this aware moment (RFC 6238 section 4.2)."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step: HOTP with HMAC-SHA-1 (RFC 4226 section 5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_with(secret: bytes, code: str, now: datetime) -> int | None:
    """The latest time step near `now` whose code this is; None if there is none."""
    at = step_of(now)
    found = None
    for step in range(at - DRIFT, at + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found
