"""The two sides of an identity card, drawn as pictures: what a copier would make of it (Pillow).

After a Belgian card, in its languages and its size (ISO/IEC 7810 ID-1), but drawn for this simulator, and it
says so across each side. The photo is the card's own, which shows nobody.
"""

from __future__ import annotations

import unicodedata
from binascii import a2b_base64
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from tui.devices.card_files import ADDRESS, IDENTITY, entries_of
from tui.devices.machine_readable import lines

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from tui.portal.models import CardFiles

Side = Literal["front", "back"]
SIDES: tuple[Side, ...] = ("front", "back")

WIDE, HIGH = 640, 404
"""Points: 85.6 by 54 mm."""

MARK = "SPECIMEN / SIMULATIE"
NO_DOCUMENT = "Getekend door een simulator: geen geldig document, van niemand"

_PAPER, _INK, _PALE, _LABEL = "#e6efe9", "#1b2420", "#cfdfd6", "#3d5a4d"
_RED, _GOLD, _BLACK = "#c8102e", "#fdda24", "#1c1c1c"
_OTHERWISE = (("°", "o"), ("’", "'"), ("–", "-"), ("ß", "ss"), ("Ø", "O"), ("ø", "o"))
"""What stands in the place of signs that the font does not have."""

_COLOURS = 48
"""How many colours the picture is reduced to: a few, so that it stays small."""

_MONTHS = (
    *(("JAN",), ("FEB", "FEV"), ("MAAR", "MARS", "MÄR"), ("APR", "AVR"), ("MEI", "MAI")),
    *(("JUN", "JUIN"), ("JUL", "JUIL"), ("AUG", "AOUT"), ("SEP", "SEPT")),
    *(("OKT", "OCT"), ("NOV",), ("DEC", "DEZ")),
)
"""As cards write them, in Dutch, French and German."""


def drawn(files: CardFiles) -> dict[Side, bytes]:
    """Both sides of the card with these files, as PNG. Raises NotACard."""
    known = entries_of(a2b_base64(files.identity)).named(IDENTITY)
    known |= entries_of(a2b_base64(files.address)).named(ADDRESS)
    return {
        "front": _written(_front(known, a2b_base64(files.photo))),
        "back": _written(_back(known)),
    }


def _front(known: dict[str, str], photo: bytes) -> Image:
    from PIL import Image, ImageDraw

    side = _ground()
    draw = ImageDraw.Draw(side)
    for at, colour in enumerate((_BLACK, _GOLD, _RED)):
        draw.rectangle((24 + 16 * at, 18, 39 + 16 * at, 50), fill=colour)
    _write(draw, 90, 16, "BELGIË   BELGIQUE   BELGIEN   BELGIUM", 18)
    titles = "IDENTITEITSKAART   CARTE D'IDENTITÉ   PERSONALAUSWEIS   IDENTITY CARD"
    _write(draw, 90, 39, titles, 11, _LABEL)
    with Image.open(BytesIO(photo), formats=("JPEG",)) as portrait:
        side.paste(portrait.convert("RGB").resize((147, 210)), (24, 84))
    draw.rectangle((23, 83, 171, 294), outline=_LABEL)
    _chip(draw, 548, 92)
    names = f"{known['firstnames']} {known.get('first_letter_of_third_given_name', '')}".strip()
    period = f"{known['validity_begin_date']} - {known['validity_end_date']}"
    _field(draw, 196, 82, "Naam / Nom / Name", known["surname"].upper(), 24)
    _field(draw, 196, 134, "Voornamen / Prénoms / Vornamen / Given names", names.upper(), 20)
    _field(draw, 196, 184, "Geslacht / Sexe / Sex", known["gender"], 18)
    _field(draw, 360, 184, "Nationaliteit / Nationalité", known["nationality"].upper(), 18)
    _field(draw, 196, 232, "Geboortedatum / Né(e) le / Born", known["date_of_birth"], 18)
    _field(draw, 420, 232, "Kaartnr. / N° carte", _card_number(known), 18)
    _field(draw, 196, 280, "Geldig / Valable / Gültig / Valid", period, 18)
    draw.rectangle((0, 358, WIDE, HIGH), fill="#f5f8f5")
    _write(draw, 24, 370, NO_DOCUMENT, 14, _RED)
    _mark(side)
    return side


def _back(known: dict[str, str]) -> Image:
    from PIL import ImageDraw

    side = _ground()
    draw = ImageDraw.Draw(side)
    number = known["national_number"]
    number = f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"
    labels = "Identificatienr. van het Rijksregister / N° d'identification"
    _field(draw, 32, 24, labels, number, 22)
    _field(draw, 32, 78, "Geboorteplaats / Lieu de naissance", known["location_of_birth"], 18)
    issuer = known["issuing_municipality"]
    _field(draw, 32, 128, "Afgegeven te / Délivrée à / Issued at", issuer, 18)
    _field(draw, 32, 178, "Kaartnr. / N° carte / Card No", _card_number(known), 18)
    _bars(draw, 470, 30, number)
    draw.rectangle((0, 268, WIDE, HIGH), fill="#f5f8f5")
    for at, line in enumerate(_machine_readable(known)):
        for place, sign in enumerate(line):
            _write(draw, 32 + 19.9 * place - _length(sign, 24) / 2, 282 + 38 * at, sign, 24)
    _mark(side)
    return side


def _machine_readable(known: dict[str, str]) -> tuple[str, str, str]:
    day, month, year = known["validity_end_date"].split(".")
    return lines(
        card_number=known["card_number"],
        national_number=known["national_number"],
        born=_born(known["date_of_birth"]),
        sex={"V": "F", "W": "F"}.get(known["gender"], known["gender"]),
        expires=year[2:] + month + day,
        nationality="BEL" if known["document_type"] in ("1", "6") else "XXX",
        surname=known["surname"],
        given_names=known["firstnames"],
    )


def _born(said: str) -> str:
    """YYMMDD of a date as it stands on a card: "03 MEI 2001", "03.MAI.2001", or the year alone."""
    *day_and_month, year = said.replace(".", " ").split()
    if len(day_and_month) != 2:
        return f"{year[2:]}<<<<"
    day, name = day_and_month
    month = next((at for at, names in enumerate(_MONTHS, 1) if name in names), 0)
    return f"{year[2:]}{month:02}{day}" if month else f"{year[2:]}<<{day}"


def _card_number(known: dict[str, str]) -> str:
    number = known["card_number"]
    return f"{number[:3]}-{number[3:10]}-{number[10:]}"


# --- drawing ----------------------------------------------------------------------------------


def _ground() -> Image:
    """A pale card with waves on it."""
    from math import sin

    from PIL import Image, ImageDraw

    side = Image.new("RGB", (WIDE, HIGH), _PAPER)
    draw = ImageDraw.Draw(side)
    for top in range(-10, HIGH + 20, 14):
        wave = [(x, top + 9 * sin((x + 3 * top) / 46)) for x in range(0, WIDE + 8, 8)]
        draw.line(wave, fill=_PALE)
    return side


def _field(draw: ImageDraw, x: int, y: int, label: str, value: str, size: int) -> None:
    _write(draw, x, y, label, 11, _LABEL)
    room = WIDE - 20 - x
    while size > 10 and _length(value, size) > room:
        size -= 1
    _write(draw, x, y + 14, value, size)


def _chip(draw: ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x, y, x + 66, y + 54), 8, fill="#d9b44a", outline="#8c6d1f")
    for line in (18, 36):
        draw.line((x, y + line, x + 66, y + line), fill="#8c6d1f")
    draw.line((x + 22, y, x + 22, y + 54), fill="#8c6d1f")
    draw.line((x + 44, y, x + 44, y + 54), fill="#8c6d1f")


def _bars(draw: ImageDraw, x: int, y: int, text: str) -> None:
    """Bars that stand for a bar code: nobody can read them."""
    for sign in text.encode():
        for width in (1 + sign % 3, 1 + sign // 3 % 4):
            draw.rectangle((x, y, x + width - 1, y + 44), fill=_INK)
            x += width + 2


def _mark(side: Image) -> None:
    """Say across the whole side, and at its foot, what this is."""
    from PIL import Image, ImageDraw, ImageFont

    over = Image.new("L", (WIDE, 60))
    font = ImageFont.load_default(50)
    written = ImageDraw.Draw(over)
    written.text(((WIDE - written.textlength(MARK, font)) / 2, 2), MARK, 105, font)
    over = over.rotate(24, expand=True, resample=Image.Resampling.BILINEAR)
    place = ((WIDE - over.width) // 2, (HIGH - over.height) // 2 - 18)
    side.paste(Image.new("RGB", over.size, _RED), place, over)


def _write(draw: ImageDraw, x: float, y: float, text: str, size: int, colour: str = _INK) -> None:
    """Write a line. The font has no letters with accents: they are put on those that it has."""
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    if text.isascii():
        draw.text((x, y), text, colour, font)
        return
    for sign in _signs(text):
        parts = unicodedata.normalize("NFD", sign)
        letter, accents = parts[0], parts[1:]
        draw.text((x, y), letter, colour, font)
        width = font.getlength(letter)
        for accent in accents:
            _accent(draw, x + width / 2, y, size, (letter.isupper(), accent), colour)
        x += width


def _length(text: str, size: int) -> float:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    return sum(font.getlength(unicodedata.normalize("NFD", sign)[0]) for sign in _signs(text))


def _signs(text: str) -> str:
    """The text in signs that can be drawn: any letter that is none of the font's, with or without accent."""
    for sign, otherwise in _OTHERWISE:
        text = text.replace(sign, otherwise)
    plain = unicodedata.normalize("NFC", text)
    return "".join(
        sign if unicodedata.normalize("NFD", sign)[0].isascii() else "?" for sign in plain
    )


def _accent(
    draw: ImageDraw, x: float, y: float, size: int, over: tuple[bool, str], colour: str
) -> None:
    """An accent over, or a cedilla under, the letter whose middle is at `x`."""
    capital, accent = over
    unit = size / 12
    top, thick = y + size * (0.02 if capital else 0.2), max(1, round(unit))
    strokes = {
        "\u0300": ((-2, 0, 1, 2),),
        "\u0301": ((2, 0, -1, 2),),
        "\u0302": ((-2, 2, 0, 0), (0, 0, 2, 2)),
        "\u0303": ((-2, 2, 0, 1), (0, 1, 2, 0)),
        "\u0308": ((-2, 1, -1, 1), (1, 1, 2, 1)),
        "\u030a": ((-1, 0, 1, 0), (1, 0, 1, 2), (1, 2, -1, 2), (-1, 2, -1, 0)),
        "\u030c": ((-2, 0, 0, 2), (0, 2, 2, 0)),
        "\u0327": ((0, 11, 1, 12), (1, 12, -1, 13)),
    }
    for a, b, c, d in strokes.get(accent, ()):
        points = (x + a * unit, top + b * unit, x + c * unit, top + d * unit)
        draw.line(points, fill=colour, width=thick)


def _written(side: Image) -> bytes:
    from PIL.Image import Dither, Quantize

    out = BytesIO()
    few = side.quantize(_COLOURS, method=Quantize.MEDIANCUT, dither=Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()
