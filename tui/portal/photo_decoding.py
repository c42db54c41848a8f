"""Makes of any picture file the small square JPEG that a profile keeps, and says nothing else (Pillow).

Run as a program it reads a picture and writes the photo, or a complaint with exit code 1: what a hostile file
can use up, or break in a decoder, is then the memory of a process of its own, and keys never wait for it.
"""

import contextlib
import sys
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from tui.process import refuse_readers

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP")

SIDE = 240
"""Points of the square that is kept; a smaller picture is not made larger."""

MOST_POINTS = 50_000_000
"""Of a picture file: as many as a telephone takes. Known from its head, before anything is decoded."""

LARGEST = 40_000
"""Bytes of the photo, as the portal's interface has it."""

_QUALITIES = (88, 75, 55, 30)

_MEMORY = 1 << 30
_SECONDS = 20
"""What the program may use: for fifty million points with a veil, and their copy."""

_ORIENTATION = 0x0112
"""Exif's tag that says which way up a picture is (Exif 2.32 section 4.6.4)."""


class PhotoRefused(Exception):
    """A file cannot be the photo; the argument is the code of the reason."""


def decoded(content: bytes) -> bytes:
    """The photo out of a picture file, from its middle. Raises PhotoRefused."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_POINTS:
            raise PhotoRefused("fileTooManyPoints")
        side = min(SIDE, picture.width, picture.height)
        picture.draft("RGB", (2 * side, 2 * side))  # of a JPEG, decodes no more than that
        turned, profile = picture.getexif().get(_ORIENTATION), picture.info.get("icc_profile")
        veiled = "A" in picture.getbands() or "transparency" in picture.info
        if picture.mode.startswith("I"):  # 16 bits of grey: `convert` would make all of it white
            picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
        mode = "RGBA" if veiled else "RGB"
        whole = picture if picture.mode == mode else picture.convert(mode)
        square = whole.resize((side, side), box=_middle(*whole.size), reducing_gap=3.0)
    except UnidentifiedImageError as error:
        raise PhotoRefused("fileNoPicture") from error
    except Image.DecompressionBombError as error:
        raise PhotoRefused("fileTooManyPoints") from error
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, MemoryError) as error:
        # What its decoders raise for a file that is cut off, spoiled, or made up.
        raise PhotoRefused("fileBroken") from error
    if veiled:
        ground = Image.new("RGBA", square.size, "white")
        square = Image.alpha_composite(ground, square).convert("RGB")
    return _written(_upright(_plain(square, profile), turned))


def _middle(width: int, height: int) -> tuple[float, float, float, float]:
    """The largest square in the middle."""
    side = min(width, height)
    left, top = (width - side) / 2, (height - side) / 2
    return left, top, left + side, top + side


def _plain(square: "Image", profile: object) -> "Image":
    """The same colours without the profile that says how they are meant; they stay where that is unusable."""
    if isinstance(profile, bytes):
        from PIL import ImageCms

        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = ImageCms.profileToProfile(square, meant, ImageCms.createProfile("sRGB"))
            return plain or square
    return square


def _upright(square: "Image", turned: object) -> "Image":
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(turned) if isinstance(turned, int) else None
    return square if turn is None else square.transpose(turn)


def _written(square: "Image") -> bytes:
    from PIL import Image

    bare = Image.new("RGB", square.size)
    bare.paste(square)  # an image of its own: nothing of the file's notes goes along
    for quality in _QUALITIES:
        out = BytesIO()
        bare.save(out, "JPEG", quality=quality)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def main() -> int:
    """Read a picture from the standard input, write the photo to the standard output."""
    with contextlib.suppress(OSError):
        refuse_readers()
    with contextlib.suppress(ImportError, OSError, ValueError):  # a system without such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        sys.stdout.buffer.write(decoded(sys.stdin.buffer.read()))
    except PhotoRefused as refused:
        print(refused)
        return 1
    except MemoryError:
        print("fileTooManyPoints")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
