"""What a terminal sends, cut into keys, pastes and answers, so that no answer is ever typed into a field.

A terminal answers the way keys come: late, in pieces, or never, and perhaps to a program that ended before.
ECMA-48, 5.4 and 5.6: a control sequence (CSI) ends by itself, a control string (OSC, DCS, APC, PM, SOS) at
ST, of xterm also at BEL. Their beginnings are also what Alt and one key send.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

ESCAPE, BELL = "\x1b", "\x07"
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_STRINGS = "]P_^X"
_SURE = {
    # How answers go on that terminals are known to give: colours, clipboard and titles; settings and names;
    # pictures. What goes on like this is an answer, and never Alt and a key.
    "]": re.compile(r"\d|[lL]"),
    "P": re.compile(r"[ -?]"),
    "_": re.compile("G"),
}
_GROUND = re.compile(r"11;(r?g?b?|rgba?(:[0-9a-f/]{0,19})?)", re.IGNORECASE)
"""The answer that we ask for ourselves, so far: what breaks this form is a key again."""

_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[]P_^X](?P<string>[^\x07\x1b]*)(?:\x07|\x1b\\))?"
)
"""An escape sequence in a paste, where keys have no meaning."""

HELD = 0.1
"""Seconds of silence after which what could become an answer is a key: Escape, or Alt with what followed."""

CUT = 0.5
"""Seconds of silence after which nothing more comes of an answer that has begun."""

PASTE_CUT = 2.0
"""Seconds of silence after which a paste has ended whose end never came: slow lines pause for less."""

LONGEST = 4096
"""The most letters of an answer that are kept."""


class Piece(NamedTuple):
    """What came: a "key" (a letter, or the whole sequence of a key), a "paste", or an "answer".

    Of a control string the `text` is what is in it, after the sign of its kind ("]" of OSC).

    Upstream: as `Incoming`.
    """

    kind: Literal["key", "paste", "answer"]
    text: str


class Incoming:
    """Reads what comes, a piece after the other. `known` says whether a control sequence is a key's (or the
    mouse's, or whatever else is read elsewhere); one that is not is an answer that nobody waits for.

    Times are in seconds. Upstream: not reported; Textual's parser types what it does not know, and waits for
    ever for the end of a paste.
    """

    def __init__(self, known: Callable[[str], bool]) -> None:
        self._known = known
        self._held = ""
        self._pasted: list[str] | None = None
        self._since = 0.0

    def read(self, data: str, now: float) -> Iterator[Piece]:
        """The pieces that are whole with `data`."""
        yield from self.overdue(now)
        self._since = now
        for sign in data:
            yield from self._taken(sign)

    def overdue(self, now: float) -> Iterator[Piece]:
        """What was held and is whole after all, since nothing has followed it."""
        silent = now - self._since
        if self._pasted is not None:
            if silent >= PASTE_CUT:
                yield from self._paste_ended()
        elif self._held and silent >= (CUT if self._is_answer() else HELD):
            yield from self._let_go()

    def _taken(self, sign: str) -> Iterator[Piece]:
        if self._pasted is not None:
            self._pasted.append(sign)
            if sign == "~" and "".join(self._pasted[-len(_PASTE_ENDS) :]) == _PASTE_ENDS:
                del self._pasted[-len(_PASTE_ENDS) :]
                yield from self._paste_ended()
        elif not self._held:
            if sign == ESCAPE:
                self._held = sign
            else:
                yield Piece("key", sign)
        elif self._held == ESCAPE:
            if sign == ESCAPE:
                yield Piece("key", sign)
            elif sign in "[O" or sign in _STRINGS:
                self._held += sign
            else:
                self._held = ""
                yield Piece("key", ESCAPE + sign)
        elif self._held[1] in _STRINGS:
            yield from self._in_string(sign)
        else:
            yield from self._in_sequence(sign)

    def _in_sequence(self, sign: str) -> Iterator[Piece]:
        held = self._held + sign
        mouse = held.startswith("\x1b[M")  # and three signs, of terminals that know no other manner
        if not mouse and (not " " <= sign <= "~" or len(held) > LONGEST):
            yield from self._let_go()
            yield from self._taken(sign)
        elif held == _PASTE_BEGINS:
            self._held, self._pasted = "", []
        elif mouse:
            self._held = held if len(held) < 6 else ""
            if not self._held:
                yield Piece("key", held)
        elif ("@" <= sign <= "~" or sign == "$") and self._known(held):
            self._held = ""
            yield Piece("key", held)
        elif held[1] == "O" and not sign.isdigit():
            self._held = ""
            yield from (Piece("key", key) for key in (held[:2], *held[2:]))
        elif held[1] == "[" and "@" <= sign <= "~" and held != "\x1b[[":
            self._held = ""
        else:
            self._held = held

    def _in_string(self, sign: str) -> Iterator[Piece]:
        held = self._held
        closing = held[-1] == ESCAPE
        if (closing and sign == "\\") or (len(held) > 2 and not closing and sign in "\x07\x9c"):
            self._held = ""
            yield Piece("answer", held[1:].removesuffix(ESCAPE))
        elif closing:
            self._held = held[:-1]
            yield from self._let_go()
            yield from self._taken(ESCAPE)
            yield from self._taken(sign)
        elif sign != ESCAPE and (
            sign < " " or (held.startswith("\x1b]11;") and not _GROUND.fullmatch(held[2:] + sign))
        ):
            yield from self._let_go()
            yield from self._taken(sign)
        elif sign == ESCAPE or len(held) < LONGEST:
            self._held += sign

    def _is_answer(self) -> bool:
        """Whether what is held can be no key any more."""
        kind, begun = self._held[1:2], self._held[2:3]
        if kind == "[":
            return bool(begun)
        return kind in _SURE and bool(_SURE[kind].match(begun))

    def _let_go(self) -> Iterator[Piece]:
        """End what is held: an answer that was cut off is dropped, all else is keys."""
        held, answer = self._held, self._is_answer()
        self._held = ""
        if not answer:
            yield from (Piece("key", key) for key in (held[:2], *held[2:]))

    def _paste_ended(self) -> Iterator[Piece]:
        """The paste, without the sequences in it; an answer may have come in between."""
        text = "".join(self._pasted or ())
        self._pasted = None
        for found in _SEQUENCE.finditer(text):
            if found["string"] is not None:
                yield Piece("answer", found[0][1] + found["string"])
        if plain := _SEQUENCE.sub("", text).replace("\x00", ""):
            yield Piece("paste", plain)
