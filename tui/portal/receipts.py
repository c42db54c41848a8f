"""Receipts of signing out, outside the session: kept in a file, read again, and checked.

The portal's `proof` is a compact JWS (RFC 7515, ES256) over the receipt. A receipt holds if it says what its
proof says, and a key that the portal publishes has signed that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tui.locale import in_brussels
from tui.portal.cleaning import clean_all
from tui.portal.models import Model, Receipt, SignedOut
from tui.portal.saving import save_beside

LARGEST = 1024 * 1024
"""Bytes of the largest file that is read; a receipt has some thousands."""

Verdict = Literal["holds", "changed", "unproven"]

_TYPE = "receipt+jwt"
# An ES256 signature is 64 bytes: 86 characters, whose last one has four bits that mean nothing and are zero.
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]")


class NotAReceipt(Exception):
    """A file holds no receipt of ours."""


class Program(Model, frozen=True, forbid_unknown_fields=True):
    """What this program says beside the portal: how many eBox messages it held. Nobody signs that."""

    messages: Annotated[int, Meta(ge=0)]


class ReceiptFile(Model, frozen=True, forbid_unknown_fields=True):
    """A receipt as it is kept in a file."""

    receipt: dict[str, Any]
    proof: str
    program: Program


class Checked(Model, frozen=True, omit_defaults=True):
    """What a file is worth.

    `receipt` is what the portal signed, which the file also says if the verdict is "holds"; None if no key of
    this portal signed it.
    """

    verdict: Verdict
    messages: int
    receipt: Receipt | None = None


def save(signed_out: SignedOut, folder: Path) -> Path:
    """Write the receipt to a new file in `folder`, readable by its owner only; returns its full path.

    Raises NotSaved; then there is no file.
    """
    receipt = msgspec.convert(signed_out, Receipt, from_attributes=True)
    content = ReceiptFile(
        receipt=_as_json(receipt),
        proof=signed_out.proof,
        program=Program(messages=signed_out.messages),
    )
    text = msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
    day = in_brussels(signed_out.signed_out_at).date()
    return save_beside(text, folder, f"burgerprofiel-bewijs-{day}", ".json")


def read(path: Path) -> ReceiptFile:
    """The receipt in a file, just as it stands there. Raises OSError or NotAReceipt."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NotAReceipt("too large")
    try:
        return msgspec.json.decode(content, type=ReceiptFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAReceipt(str(error)) from error


def check(file: ReceiptFile, keys: Iterable[Mapping[str, Any]]) -> Checked:
    """What a file is worth, according to the `keys` that the portal publishes (JWKs)."""
    verdict: Verdict = "unproven"
    signed = _signed(file.proof, keys)
    if signed is not None:
        # What is signed and in no file of ours (a newer portal's) is no change; what was added is one.
        verdict = "holds" if file.receipt == _as_json(signed) else "changed"
    return Checked(verdict=verdict, messages=file.program.messages, receipt=signed)


def _as_json(receipt: Receipt) -> Any:
    return msgspec.json.decode(msgspec.json.encode(receipt))


def _signed(proof: str, keys: Iterable[Mapping[str, Any]]) -> Receipt | None:
    """The receipt in a proof, its texts cleaned; None if none of these keys has signed it as a receipt."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey

    if not _COMPACT.fullmatch(proof):
        return None
    try:
        header = jws.extract_compact(proof.encode()).headers()
        key = next((key for key in keys if key.get("kid") == header.get("kid")), None)
        if key is None or header.get("typ") != _TYPE:
            return None
        signed = jws.deserialize_compact(proof, ECKey.import_key(dict(key)), algorithms=["ES256"])
        return msgspec.convert(clean_all(msgspec.json.decode(signed.payload)), Receipt)
    except (JoseError, msgspec.MsgspecError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # whatever it is, no portal of ours has made it
