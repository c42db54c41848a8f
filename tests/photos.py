"""Invented photos: a drawing of nobody, as files of each kind, and as the profile keeps it."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from tui.portal.photo_decoding import decoded

SEEN = "een vrouw met bruin haar"
"""What is to be seen on `kept()`."""

SKY, HAIR, SKIN, COAT = "#cfe2ec", "#5a3a22", "#e8b890", "#22706a"


def drawing(size: tuple[int, int] = (440, 440), mode: str = "RGB") -> Image.Image:
    """Head and shoulders before a pale wall."""
    picture = Image.new(mode, size, SKY)
    draw = ImageDraw.Draw(picture)
    across, down = size[0] / 22, size[1] / 22

    def box(*edges: float) -> tuple[float, float, float, float]:
        left, top, right, bottom = edges
        return left * across, top * down, right * across, bottom * down

    draw.rounded_rectangle(box(5, 2, 17, 17), radius=5 * across, fill=HAIR)
    draw.rectangle(box(9, 14, 13, 18), fill=SKIN)
    draw.rounded_rectangle(box(2, 18, 20, 26), radius=4 * across, fill=COAT)
    draw.ellipse(box(7, 5, 15, 16), fill=SKIN)
    for left in (8, 12):
        draw.rectangle(box(left, 9, left + 2, 10), fill="#2b1d14")
    draw.rectangle(box(10, 13, 12, 14), fill="#b03a3a")
    return picture


def as_file(kind: str, picture: Image.Image | None = None, **notes: Any) -> bytes:
    """A picture file of this kind, with these notes in it."""
    out = BytesIO()
    (picture or drawing()).save(out, kind, **notes)
    return out.getvalue()


@cache
def kept() -> bytes:
    """The drawing as the profile keeps it."""
    return decoded(as_file("PNG"))
