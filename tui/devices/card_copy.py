"""A copy of one side of an identity card: its picture, and what a machine can read of it.

Nothing here reads a picture's points. The simulated card writes what stands on it into a text chunk of the
PNG (third edition, section 11.3.3) and signs that together with the picture, so that neither can be changed
apart from the other. That stands for what a clerk reads; a picture without it is one that cannot be read.
"""

from __future__ import annotations

import zlib
from binascii import Error as NotBase64
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from tui.devices.card_picture import SIDES, Side
from tui.portal.photo_decoding import MOST_POINTS, PhotoRefused

if TYPE_CHECKING:
    from tui.devices.identity_card import IdentityCard

KEYWORD = b"burgerprofiel-card"
LARGEST = 40_000
"""Bytes of a side, as the desks' interface has it."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"IEND"


class CardCopy(Struct, frozen=True):
    """A side that can be read: its file, and what its own words are, unchecked."""

    picture: bytes
    side: Side
    holder: str
    card: str


class _Said(Struct, frozen=True):
    side: str
    holder: str
    card: str


def copied(card: IdentityCard) -> dict[Side, CardCopy]:
    """Both sides of this card, as it draws and signs them. Raises NotACard."""
    from tui.devices.card_picture import drawn

    return {side: _signed(card, side, picture) for side, picture in drawn(card.files).items()}


def read(content: bytes, side: Side) -> CardCopy:
    """This file as that side of a card. Raises PhotoRefused with the code of why not; decodes no picture."""
    if not content.startswith(_SIGNATURE):
        raise PhotoRefused("copyNoPng")
    try:
        chunks = tuple(_chunks(content))
    except ValueError as error:
        raise PhotoRefused("fileBroken") from error
    kind, head = chunks[0] if chunks else (b"", b"")
    if kind != b"IHDR" or len(head) != 13:
        raise PhotoRefused("fileBroken")
    if int.from_bytes(head[:4], "big") * int.from_bytes(head[4:8], "big") > MOST_POINTS:
        raise PhotoRefused("fileTooManyPoints")
    said = _said(chunks)
    if len(content) > LARGEST or said is None or said.side not in SIDES:
        raise PhotoRefused("copyNotRead")
    if said.side != side:
        raise PhotoRefused("copyOtherSide")
    return CardCopy(content, side, said.holder, said.card)


def side_of(content: bytes) -> Side | None:
    """Which side of a card this file says that it is; None for any other file."""
    for side in SIDES:
        try:
            return read(content, side).side
        except PhotoRefused:
            continue
    return None


def _signed(card: IdentityCard, side: Side, picture: bytes) -> CardCopy:
    said = {
        "side": side,
        "holder": card.holder,
        "card": card.number,
        "picture": sha256(picture).hexdigest(),
    }
    end = _chunk(_END, b"")
    words = _chunk(b"tEXt", KEYWORD + b"\0" + card.signed_words(said).encode("ascii"))
    return CardCopy(picture.removesuffix(end) + words + end, side, card.holder, card.number)


def _said(chunks: tuple[tuple[bytes, bytes], ...]) -> _Said | None:
    """What the picture's own words are: the claims of a JWS (RFC 7515 section 3.1), which a desk checks."""
    from base64 import urlsafe_b64decode

    for kind, content in chunks:
        keyword, _, words = content.partition(b"\0")
        if kind == b"tEXt" and keyword == KEYWORD:
            claims = words.partition(b".")[2].partition(b".")[0]
            try:
                return msgspec.json.decode(
                    urlsafe_b64decode(claims + b"=" * (-len(claims) % 4)), type=_Said
                )
            except (NotBase64, ValueError, RecursionError):
                return None
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each chunk (section 5.3). Raises ValueError for what is no whole PNG."""
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, inside = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if content[at : at + 12 + length] != _chunk(kind, inside):
            raise ValueError("cut off, or changed")
        yield kind, inside
        at += 12 + length
    if at != len(content) or content[-8:-4] != _END:
        raise ValueError("cut off, or with something behind it")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        len(content).to_bytes(4, "big")
        + kind
        + content
        + zlib.crc32(kind + content).to_bytes(4, "big")
    )
