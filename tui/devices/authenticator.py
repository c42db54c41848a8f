"""What an authenticator app computes: a code for each half minute (RFC 6238)."""

import hmac
from base64 import b32decode
from datetime import UTC, datetime
from urllib.parse import quote

STEP_SECONDS = 30
DIGITS = 6


def code_at(secret: str, moment: datetime) -> tuple[str, datetime]:
    """The code of an aware moment, and until when it is shown.

    `secret` is base32 in capitals. HMAC-SHA-1, truncated as in RFC 4226 section 5.3.
    """
    step = int(moment.timestamp()) // STEP_SECONDS
    key = b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 0xF
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    until = datetime.fromtimestamp((step + 1) * STEP_SECONDS, UTC)
    return str(number % 10**DIGITS).zfill(DIGITS), until


def address(issuer: str, user_name: str, secret: str) -> str:
    """What the QR code of a secret says, for an authenticator app (Google's "Key Uri Format").

    Algorithm, digits and period are the format's defaults, and left out; so is the parameter `issuer`, which
    would say again what the label begins with. The picture then fits a window of 24 lines.
    """
    return f"otpauth://totp/{quote(issuer)}:{quote(user_name)}?secret={secret}"
