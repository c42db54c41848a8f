"""What the portal takes for a profile photo: a small square JPEG that says nothing beside the picture.

The citizen's program makes it (`tui/portal/photo_decoding.py`); this only looks whether it is so, without
decoding anything: nothing that could hold where and when a photo was taken comes in (ITU-T T.81, annex B).
"""

from itertools import pairwise

LARGEST = 40_000
"""Bytes; as base64 they fit a request's largest body."""

SIDE = 240
"""Points of the longest side."""

_START, _END = b"\xff\xd8", b"\xff\xd9"
_JFIF, _TABLES, _SCAN = 0xE0, (0xDB, 0xC4, 0xDD), 0xDA
"""Marker codes: the JFIF header; tables of quantisation and of Huffman, restart interval; the scan."""

_BASELINE = 0xC0
_DENSITY = 14
"""Bytes of a JFIF header that carries no thumbnail (ITU-T T.871 section 10.1), without its length."""


def fault(image: bytes) -> str:
    """The code of what is wrong with a photo; "" if nothing is."""
    if len(image) > LARGEST:
        return "photoTooLarge"
    if not image.startswith(_START) or not image.endswith(_END):
        return "photoInvalid"
    side, at = 0, len(_START)
    while at + 4 <= len(image) and image[at] == 0xFF:
        code, length = image[at + 1], int.from_bytes(image[at + 2 : at + 4], "big")
        content = image[at + 4 : at + 2 + length]
        if code == _JFIF and content.startswith(b"JFIF\0") and len(content) == _DENSITY:
            pass
        elif code == _BASELINE:
            side = _side(content)
        elif code == _SCAN:
            # Within a scan 0xFF is only stuffed or a restart, so that nothing can stand behind the picture.
            scan = image[at + 2 + length : -len(_END)]
            ends = any(a == 0xFF and b != 0 and not 0xD0 <= b <= 0xD7 for a, b in pairwise(scan))
            return "" if side and not ends else "photoInvalid"
        elif code in _TABLES:
            pass
        elif code == 0xFE or 0xE0 <= code <= 0xEF:
            return "photoSaysMore"
        else:
            return "photoInvalid"
        at += 2 + length
    return "photoInvalid"


def _side(frame: bytes) -> int:
    """The side of a square of one or three components of 8 bits that is not too large; 0 for any other."""
    high, wide = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    square = len(frame) > 5 and frame[0] == 8 and high == wide <= SIDE and frame[5] in (1, 3)
    return wide if square else 0
