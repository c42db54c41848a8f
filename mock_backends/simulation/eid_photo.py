"""The photo on an identity card: a drawing of nobody, as a small JPEG.

A card has 140 by 200 grey pixels. Ours are drawn in squares of eight, so that each square is one shade: then
a baseline JPEG (ITU-T T.81) needs nothing but the first coefficient of each, and no library.
"""

from hashlib import sha256

WIDE, HIGH = 18, 25
"""In squares of eight pixels; the last column is cut at the edge."""
PIXELS = (140, 200)
COMMENT = b"Invented drawing: nobody looks like this"

_STEP = 8
"""The quantisation of every coefficient: with it, a square's first coefficient is its shade less 128."""

_COUNTS = bytes((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0))
_SIZES = bytes(range(12))
"""The usual Huffman table of first coefficients (T.81, table K.3)."""


def photo(seed: str) -> bytes:
    """The photo of whoever has this national number, as JPEG: the same each time."""
    return _jpeg(drawn(seed))


def drawn(seed: str) -> tuple[tuple[int, ...], ...]:
    """Rows of shades from 0 (black) to 255: a head and shoulders before a pale wall."""
    look = sha256(seed.encode()).digest()
    hair, skin, coat = 30 + look[0] % 120, 150 + look[1] % 70, 40 + look[2] % 140
    fringe, broad = 5 + look[3] % 2, 4 + look[4] % 2
    centre = (WIDE - 1) / 2

    def shade(x: int, y: int) -> int:
        aside = abs(x - centre)
        if y >= HIGH - 7:
            return coat if aside <= 3 + (y - (HIGH - 8)) * 1.2 else 235
        round_ = (aside / broad) ** 2 + ((y - 10) / 7) ** 2
        if round_ <= 1:
            return hair if y < fringe + 1 else _face(x, y, skin)
        if round_ <= 1.5 and y < 13:
            return hair
        return coat if y >= HIGH - 9 and aside <= 1.5 else 235

    return tuple(tuple(shade(x, y) for x in range(WIDE)) for y in range(HIGH))


def _face(x: int, y: int, skin: int) -> int:
    if y == 9 and x in (7, 10):
        return 45
    return skin - 55 if y == 14 and x in (8, 9) else skin


def _jpeg(rows: tuple[tuple[int, ...], ...]) -> bytes:
    width, height = PIXELS
    return b"".join(
        (
            b"\xff\xd8",  # start of image
            _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xFE, COMMENT),
            _segment(0xDB, b"\0" + bytes((_STEP,)) * 64),
            # Baseline, 8 bits, one component, not sampled down (T.81 section B.2.2).
            _segment(
                0xC0,
                b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\1\1\x11\0",
            ),
            _segment(0xC4, b"\0" + _COUNTS + _SIZES),
            # The other coefficients have a single word: "the rest is zero", in one bit.
            _segment(0xC4, b"\x10" + b"\1" + bytes(15) + b"\0"),
            _segment(0xDA, b"\1\1\0\0\x3f\0"),
            _scan([shade for row in rows for shade in row]),
            b"\xff\xd9",  # end of image
        )
    )


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def _scan(shades: list[int]) -> bytes:
    """The squares: how each differs from the one before, with a Huffman word for the number of its bits."""
    words, bits, before = _words(), "", 128
    for shade in shades:
        change, before = shade - before, shade
        size = abs(change).bit_length()
        bits += words[size]
        if size:
            bits += f"{change if change > 0 else change + (1 << size) - 1:0{size}b}"
        bits += "0"
    bits += "1" * (-len(bits) % 8)
    # A byte FF is followed by a zero, so that it is no marker (T.81 section B.1.1.5).
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


def _words() -> dict[int, str]:
    """The Huffman word of each size (T.81 annex C)."""
    words: dict[int, str] = {}
    sizes, code = iter(_SIZES), 0
    for length, count in enumerate(_COUNTS, start=1):
        for _ in range(count):
            words[next(sizes)] = f"{code:0{length}b}"
            code += 1
        code <<= 1
    return words
