"""Keys on any keyboard layout: a shortcut is the key where its letter stands, whatever that key types."""

import re
from collections.abc import Iterable
from time import monotonic

from textual import events
from textual._xterm_parser import (
    SPECIAL_SEQUENCES,
    XTermParser,
    _re_cursor_position,
    _re_in_band_window_resize,
    _re_mouse_event,
    _re_terminal_mode_response,
)
from textual.drivers import linux_driver
from textual.keys import Keys
from textual.message import Message

from tui.textual_fixes.ground import GroundTold
from tui.textual_fixes.incoming import ESCAPE, Incoming, Piece

_KEY = re.compile(r"\x1b\[(\d*)(?::(\d*))?(?::(\d*))?((?:;[\d:]*)*)([u~ABCDEFHPQRS])")
"""A key of the kitty protocol: its code, with Shift, and on a standard layout; the rest; the end."""

_READ = (
    _re_cursor_position,
    _re_in_band_window_resize,
    _re_mouse_event,
    _re_terminal_mode_response,
)
"""What Textual reads besides keys."""

_PLACES = (
    # In reading order: Russian, what Ukrainian and Belarusian add, Greek, Hebrew, Arabic.
    ("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm"),
    ("іў", "so"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("קראטוןםפשדגכעיחלךזסבהנמצ", "ertyuiopasdfghjklzxcvbnm"),
    ("ضصثقفغعهخحشسيبلاتنمئءؤرىة", "qwertyuiopasdfghjklzxcvnm"),
)
"""Where letters stand that are not Latin, for terminals that do not tell the place of a key."""

_LATIN = {typed: key for letters, keys in _PLACES for typed, key in zip(letters, keys, strict=True)}


_SHIFT_AND_LOCKS = 1 | 64 | 128
"""Modifiers that make no shortcut of a letter."""


def on_any_layout(sequence: str) -> str:
    """The same key in the short form that Textual reads, by its place where it types no Latin letter.

    With Ctrl or Alt a key that types neither a Latin letter nor a digit is the one that stands there on a
    standard layout: Ctrl+с is Ctrl+C, and on a French keyboard Ctrl+& is Ctrl+1.

    Upstream: not reported.
    """
    if (match := _KEY.fullmatch(sequence)) is None:
        return sequence
    code, _, standard, rest, end = match.groups()
    rest = re.sub(r"^;(\d*):\d*", r";\1", rest)  # the kind of event, which is not asked for
    modifiers = int(rest.removeprefix(";").partition(";")[0] or "1") - 1
    if end == "u" and code and modifiers & ~_SHIFT_AND_LOCKS:
        letter = chr(int(code))
        if not (letter.isascii() and letter.isalnum()):
            place = chr(int(standard)) if standard else _LATIN.get(letter.lower(), "")
            if place.isascii() and place.isalnum():
                code = str(ord(place))
    return f"\x1b[{code}{rest}{end}"


class AnyLayoutParser(XTermParser):
    """Textual's parser, except that shortcuts work on any layout, and a terminal's answers are no keys.

    Textual asks for no key on a standard layout, and reads none: its parser ends at a second code.

    Upstream: not reported.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._incoming = Incoming(self._is_known)

    def feed(self, data: str) -> Iterable[Message]:
        """Read keys and pastes, and tell what the terminal has answered; "" is the end."""
        if not data:
            yield from super().feed(data)
            return
        for piece in self._incoming.read(data, monotonic()):
            yield from self._read(piece)

    def tick(self) -> Iterable[Message]:
        """Read what was held back for what it did not become."""
        for piece in self._incoming.overdue(monotonic()):
            yield from self._read(piece)
        yield from super().tick()

    def _read(self, piece: Piece) -> Iterable[Message]:
        if piece.kind == "answer":
            if (told := GroundTold.by(piece.text)) is not None:
                yield told
        elif piece.kind == "paste":
            yield events.Paste(piece.text)
        elif piece.text == ESCAPE:
            yield events.Key("escape", ESCAPE)
        elif len(piece.text) == 2 and not self._is_known(piece.text):
            yield from self._sequence_to_key_events(piece.text[1], alt=True)
        else:
            yield from super().feed(piece.text)

    def _is_known(self, sequence: str) -> bool:
        """Whether Textual reads something in this sequence."""
        return (
            sequence in SPECIAL_SEQUENCES
            or any(reads.fullmatch(sequence) for reads in _READ)
            or any(True for _ in self._sequence_to_key_events(sequence))
        )

    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        try:
            return super()._parse_extended_key(on_any_layout(sequence))
        except (ValueError, OverflowError):  # a code that is no character's: no key
            return [events.Key(Keys.Ignore, sequence)]

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        for event in super()._sequence_to_key_events(sequence, alt):
            modifiers, plus, letter = event.key.rpartition("+")
            place = _LATIN.get(letter.lower(), "")
            if place:
                # What is typed stays; only as a shortcut it is the key of that place.
                key = place.upper() if letter.isupper() else place
                event = events.Key(modifiers + plus + key, event.character)
            yield event


vars(linux_driver)["XTermParser"] = AnyLayoutParser
# Textual adds up the flags that it asks for (kitty keyboard protocol); this also asks for the place of a key.
vars(linux_driver)["KITTY_DISAMBIGUATE_ESCAPE_CODES"] |= linux_driver.KITTY_REPORT_ALTERNATE_KEYS
