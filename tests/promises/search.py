"""Looks for canaries in bytes, in every form in which a program may have left them there. Pure.

All canaries of a run begin with the same random marker, so one search for each form finds them all: 100 MB
cost a second or two, however many canaries there are.
"""

import re
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

ALPHABET = "abcdefghipqrstuvwxy0123456789"
"""What canaries are made of. Their hexadecimal form has digits alone, so it is the same in both cases, and
their base64 form has neither of the two signs in which the URL-safe alphabet differs."""

LENGTH = 32
"""Signs of a canary, the marker included."""

LARGEST = 1 << 20
"""Bytes that are looked at of a compressed stream, and of what it holds."""

STEP = 4096
"""Bytes that are unpacked at once: of a spoilt stream, what stands before the spoilt part is looked at."""

COMPRESSED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08")
"""How a zlib (RFC 1950 section 2.2) or gzip (RFC 1952 section 2.3) stream begins."""


_CODED = re.compile(rb"[A-Za-z0-9+/_-]*")
_STANDARD = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True)
class Secrets:
    """What is looked for: values of equal length that begin with `marker`, and the kind of each.

    `piece` is the kind of a value of which only the beginning is left: memory that was used again in part.
    """

    marker: str
    kinds: Mapping[str, str]
    piece: str


@dataclass(frozen=True)
class Hit:
    """A value that was found, in which form. `value` is "" where only its beginning is left."""

    kind: str
    value: str
    form: str


@dataclass(frozen=True)
class _Form:
    """A way to write text: the bytes of its beginning, and the text at such bytes.

    `text` is given content, place and length; it may raise ValueError.
    """

    pattern: Callable[[str], bytes]
    text: Callable[[bytes, int, int], str]


def _spread(width: int) -> _Form:
    """One sign in `width` bytes, of either byte order: the zeros at the ends are left out."""
    codec = {2: "utf-16-le", 4: "utf-32-le"}[width]
    return _Form(
        lambda text: text.encode(codec)[: 1 - width],
        lambda content, at, length: _ascii(content[at : at + length * width : width]),
    )


def _base64(shift: int) -> _Form:
    """Base64 of a text before which there are `shift` bytes, modulo three.

    Signs at the ends depend on the bytes next to them, those between do not.
    """
    skipped = (0, 2, 3)[shift]

    def pattern(text: str) -> bytes:
        coded = b64encode(bytes(shift) + text.encode())
        return coded[skipped : (shift + len(text)) // 3 * 4]

    def text(content: bytes, at: int, length: int) -> str:
        start, size = max(at - skipped, 0), -(-(shift + length) // 3) * 4
        coded = _CODED.match(content, start, start + size)
        whole = coded[0].translate(_STANDARD) if coded else b""
        return _ascii(b64decode(whole.ljust(size, b"A"))[shift : shift + length])

    return _Form(pattern, text)


def _ascii(raw: bytes) -> str:
    return raw.decode("ascii", "replace")


FORMS: Mapping[str, _Form] = {
    "utf-8": _Form(str.encode, lambda content, at, length: _ascii(content[at : at + length])),
    "utf-16": _spread(2),
    "utf-32": _spread(4),
    "hex": _Form(
        lambda text: text.encode().hex().encode(),
        lambda content, at, length: _ascii(bytes.fromhex(_ascii(content[at : at + 2 * length]))),
    ),
    "base64+0": _base64(0),
    "base64+1": _base64(1),
    "base64+2": _base64(2),
}
"""Every form. Python keeps a text with signs beyond Latin-1 in two or four bytes a sign."""


def hits(content: bytes, secrets: Iterable[Secrets]) -> Counter[Hit]:
    """Every copy of a secret in `content`, also within compressed streams; how often each was found."""
    found: Counter[Hit] = Counter()
    streams = tuple(inflated(content))
    for one in secrets:
        found += _plain(content, one)
        for stream in streams:
            for hit, copies in _plain(stream, one).items():
                found[Hit(hit.kind, hit.value, f"zlib {hit.form}")] += copies
    return found


def _plain(content: bytes, secrets: Secrets) -> Counter[Hit]:
    length = len(next(iter(secrets.kinds)))
    found: Counter[Hit] = Counter()
    for name, form in FORMS.items():
        for match in re.finditer(re.escape(form.pattern(secrets.marker)), content):
            try:
                value = form.text(content, match.start(), length)
            except ValueError:
                value = ""
            kind = secrets.kinds.get(value)
            found[Hit(kind, value, name) if kind else Hit(secrets.piece, "", name)] += 1
    return found


def inflated(content: bytes) -> Iterator[bytes]:
    """What zlib and gzip streams in `content` hold, whole, cut off or spoilt: up to LARGEST bytes of each."""
    view = memoryview(content)
    for start in COMPRESSED:
        for match in re.finditer(re.escape(start), content):
            if stream := _unpacked(view[match.start() : match.start() + LARGEST]):
                yield stream


def _unpacked(packed: memoryview) -> bytes:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    found = bytearray()
    with suppress(zlib.error):
        for start in range(0, len(packed), STEP):
            found += unpacking.decompress(packed[start : start + STEP], LARGEST)
            if unpacking.eof or len(found) > LARGEST:
                break
    return bytes(found)
