"""A photo of the profile: made of a picture file, or refused; what the portal takes; how it is drawn."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from PIL import Image, ImageChops

from mock_backends.profile_service.photo import LARGEST, fault
from tests.photos import SKIN, as_file, drawing, kept
from tui.devices import picture_files
from tui.devices.picture_files import PictureFiles, typed_path
from tui.locale import Words
from tui.page.parts import Facts
from tui.portal import photos
from tui.portal.photo_decoding import PhotoRefused, decoded
from tui.widgets.facts import draw_facts
from tui.widgets.photo import POINT

PLACE = b"51 2 39.0 N"


def noted() -> Image.Exif:
    """Where and when a photo was taken, by what; lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "A telephone"
    exif.get_ifd(0x8825)[29] = PLACE.decode()
    return exif


def lying() -> Image.Image:
    """The drawing as a telephone on its side keeps it."""
    return drawing().transpose(Image.Transpose.ROTATE_90)


FILES: dict[str, bytes] = {
    "png": as_file("PNG"),
    "jpeg": as_file("JPEG", quality=95),
    "progressive": as_file("JPEG", progressive=True, comment=PLACE),
    "webp": as_file("WEBP", quality=95),
    "lying": as_file("JPEG", lying(), exif=noted(), quality=95),
    "lying webp": as_file("WEBP", lying(), exif=noted(), quality=95),
    "wide": as_file("PNG", Image.new("RGB", (2000, 440))),
    "palette": as_file("PNG", drawing().quantize(64)),
    "veiled": as_file("PNG", drawing(mode="RGBA")),
    "cmyk": as_file("JPEG", drawing().convert("CMYK"), quality=95),
    "grey": as_file("PNG", drawing().convert("L")),
    "deep grey": as_file(
        "PNG", drawing().convert("L").convert("I").point(lambda grey: grey * 257).convert("I;16")
    ),
    "small": as_file("PNG", drawing((60, 60))),
    "point": as_file("PNG", Image.new("RGB", (1, 1))),
}


@pytest.mark.requirement("R33")
@pytest.mark.parametrize("file", FILES)
def test_of_any_picture_there_comes_a_small_upright_square_that_says_nothing_else(
    file: str,
) -> None:
    photo = decoded(FILES[file])
    assert fault(photo) == ""
    assert PLACE not in photo
    shown = Image.open(BytesIO(photo))
    side = {"small": 60, "point": 1}.get(file, 240)
    assert (shown.size, dict(shown.getexif())) == ((side, side), {})
    if file == "deep grey":
        assert (
            ImageChops.difference(shown, Image.open(BytesIO(decoded(FILES["grey"])))).getbbox()
            is None
        )
    elif file not in ("wide", "point", "grey"):
        skin = shown.convert("RGB").getpixel((side // 2, side * 8 // 22))
        wanted = tuple(bytes.fromhex(SKIN[1:]))
        assert isinstance(skin, tuple)
        assert all(abs(a - b) < 24 for a, b in zip(skin, wanted, strict=True)), skin


def bomb(wide: int, high: int) -> bytes:
    """The head of a PNG that would be so large."""
    head = b"IHDR" + wide.to_bytes(4, "big") + high.to_bytes(4, "big") + b"\x08\2\0\0\0"
    png = as_file("PNG", Image.new("RGB", (1, 1)))
    return png[:12] + head + crc32(head).to_bytes(4, "big") + png[33:]


REFUSED: dict[str, tuple[bytes, str]] = {
    "text": (b"Dit is geen foto.\n" * 100, "fileNoPicture"),
    "gif": (as_file("GIF"), "fileNoPicture"),
    "tiff": (as_file("TIFF"), "fileNoPicture"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "fileNoPicture"),
    "large": (bomb(8000, 7000), "fileTooManyPoints"),
    "bomb": (bomb(60_000, 60_000), "fileTooManyPoints"),
    **{
        f"half a {kind}": (FILES[kind][: len(FILES[kind]) // 2], "fileBroken")
        for kind in ("png", "jpeg")
    },
    "half a webp": (FILES["webp"][:900], "fileBroken"),
    "spoiled": (FILES["png"][:60] + bytes(40) + FILES["png"][100:], "fileBroken"),
}


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_no_sound_picture_is_refused_for_what_it_is(file: str) -> None:
    content, code = REFUSED[file]
    with pytest.raises(PhotoRefused, match=f"^{code}$"):
        decoded(content)


async def test_a_file_is_looked_at_before_it_is_read_and_decoded_in_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tui.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    for name, content in (("ik.jpg", FILES["lying"]), ("bomb.png", bomb(60_000, 60_000))):
        (tmp_path / name).write_bytes(content)
    chosen = await photos.chosen(tmp_path / "ik.jpg", photos.in_own_process)
    assert (chosen.image, chosen.side) == (decoded(FILES["lying"]), 240)
    assert [len(points) for points in chosen.sizes] == list(photos.SIDES)
    with pytest.raises(PhotoRefused, match="fileTooManyPoints"):
        await photos.chosen(tmp_path / "bomb.png", photos.in_own_process)


def make_large(path: Path) -> None:
    path.touch()
    os.truncate(path, 50_000_000)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "fileMissing"),
        (Path.mkdir, "fileNoFile"),
        (os.mkfifo, "fileNoFile"),
        (make_large, "fileTooLarge"),
        (Path.touch, "fileNoPicture"),
        (lambda path: path.symlink_to(path), "fileUnreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(tmp_path: Path, make: Any, code: str) -> None:
    make(tmp_path / "x.png")
    first = os.dup(0)
    os.close(first)
    with pytest.raises(PhotoRefused, match=code):
        photos.content_of(tmp_path / "x.png")
    after = os.dup(0)
    os.close(after)
    assert after == first, "nothing is left open"


def frame(photo: bytes, at: int, value: int) -> bytes:
    """The photo with another byte in its frame header, which begins at the marker."""
    place = photo.index(b"\xff\xc0") + at
    return photo[:place] + bytes((value,)) + photo[place + 1 :]


@pytest.mark.requirement("R33", "R49")
def test_the_portal_takes_nothing_but_a_bare_small_square() -> None:
    photo = kept()
    exif = as_file("JPEG", drawing((240, 240)), exif=noted())
    wrong = {
        "photoTooLarge": [photo + bytes(LARGEST)],
        "photoSaysMore": [exif, as_file("JPEG", drawing((240, 240)), comment=PLACE)],
        "photoInvalid": [
            b"",
            photo[:-2],
            photo[:200],
            photo + PLACE,
            photo + PLACE + b"\xff\xd9",  # behind the end, and an end of its own
            photo[:-2] + b"\xff\xe1\0\x0d" + PLACE + b"\xff\xd9",
            frame(photo, 1, 0xC2),  # progressive
            frame(photo, 4, 12),  # 12 bits
            frame(photo, 6, 100),  # no square
            frame(photo, 9, 4),
            as_file("JPEG", drawing((250, 250))),
            FILES["png"],
        ],
    }
    assert [(code, fault(one)) for code, all_ in wrong.items() for one in all_] == [
        (code, code) for code, all_ in wrong.items() for _ in all_
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("foto/ik.png", "foto/ik.png"),
        ("~/ik.png", str(Path.home() / "ik.png")),
        ("'/een map/ik.png'", "/een map/ik.png"),
        ('"ik.png"', "ik.png"),
        ("/een\\ map/ik.png", "/een map/ik.png"),
        ("file:///een%20map/ik.png", "/een map/ik.png"),
        ("'", "'"),
    ],
)
def test_a_path_is_taken_as_people_and_terminals_write_it(typed: str, meant: str) -> None:
    assert typed_path(typed) == Path(meant)


@pytest.mark.parametrize("typed", ["", "''", "~nobody-of-this-name/x", "a\0b"])
def test_what_is_no_path_is_none(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        typed_path(typed)


def test_folders_come_first_then_the_newest_pictures_and_a_closed_folder_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("oud.JPG", "a.txt", ".b.png", "nieuw.webp")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (number, number))
    (tmp_path / "vakantie").mkdir()
    (tmp_path / "weg.png").symlink_to(tmp_path / "nergens")
    pictures = PictureFiles(tmp_path)
    pictures.look_into(tmp_path)
    assert [one.path.name for one in pictures.found or ()] == ["vakantie", "nieuw.webp", "oud.JPG"]
    with pytest.raises(OSError, match="nergens"):
        pictures.look_into(tmp_path / "nergens")
    assert pictures.folder == tmp_path
    monkeypatch.setattr(picture_files, "MOST", 2)
    assert len(picture_files.listed(tmp_path)) == 2


async def test_it_is_drawn_where_there_is_room_and_colour_and_beside_it_all_that_is_said() -> None:
    sizes = await photos.drawn(kept())
    part = Facts(id="photo", title="Foto", note="Van niemand", photo=sizes)
    drawn = {
        (width, shown): draw_facts(
            part, width, None, True, Words("nl"), lambda room: [], shown
        ).lines
        for width in (36, 74, 86)
        for shown in (True, False)
    }
    points = {case: sum(POINT in line.plain for line in lines) for case, lines in drawn.items()}
    assert points == {
        (36, True): 0,
        (36, False): 0,
        (74, True): 7,
        (74, False): 0,
        (86, True): 11,
        (86, False): 0,
    }
    for (width, _), lines in drawn.items():
        assert "Van niemand" in "\n".join(line.plain for line in lines)
        assert {line.cell_length for line in lines} <= {width} or width < 40
    assert await photos.drawn(b"no photo") == ()
    assert await photos.drawn(frame(frame(kept(), 5, 0xFF), 7, 0xFF)) == (), "a bomb"
    assert await photos.drawn(as_file("JPEG", drawing((300, 300)))) == (), "not what is kept"
