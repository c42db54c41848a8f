"""What a terminal sends for each key, a byte at a time: letters, keys that edit, and pastes."""

from typing import NamedTuple

LONGEST = 64 * 1024
"""The most letters of an answer that are kept; the rest of it is dropped."""

ALONE = 0.5
"""Seconds after which Escape was pressed alone, and what follows is no part of a longer key."""

PASTE_CUT = 2.0
"""Seconds of silence after which a paste has ended whose end never came: slow lines pause for less."""

_CONTROLS = {
    "\r": "enter",
    "\n": "enter",
    "\x7f": "delete-left",
    "\x08": "delete-left",
    "\x01": "home",
    "\x02": "left",
    "\x04": "end-of-input",
    "\x05": "end",
    "\x06": "right",
    "\x0b": "cut-right",
    "\x0c": "redraw",
    "\x15": "cut-left",
    "\x17": "cut-word",
    "\x19": "put-back",
}
_AFTER_ESCAPE = {
    "b": "word-left",
    "f": "word-right",
    "d": "delete-word-right",
    "\x7f": "delete-word-left",
    "\x08": "delete-word-left",
    "\r": "new-line",
    "\n": "new-line",
}
_ENDS = {
    "D": "left",
    "C": "right",
    "H": "home",
    "F": "end",
}
_ENDS_WITH_CTRL = {"d": "word-left", "c": "word-right"}
"""As rxvt sends the arrows with Ctrl, after Escape and "O"."""

_NUMBERS = {"1": "home", "7": "home", "4": "end", "8": "end", "3": "delete-right"}
_WITH_CTRL_OR_ALT = {
    "left": "word-left",
    "right": "word-right",
    "delete-right": "delete-word-right",
}
_TYPED_TOO = "\u00a0\u202f\u200c\u200d"
"""Spaces of French, and what joins or parts letters: not printable to Python, but typed."""

_ANSWERS = {"]": "0123456789", "P": "0123456789>!", "_": "G"}
"""How the answers begin, after Escape, that a terminal gives to a program, maybe to one that ended before:
its colours (OSC), its settings and its name (DCS), its pictures (APC). They are no keys.
"""

PASTE, PASTE_ENDS = "200", "\x1b[201~"


class Key(NamedTuple):
    """A key by what it does ("left"), or a "text" or "paste" with its letters."""

    does: str
    text: str = ""


class Keys:
    """Reads keys from bytes, of which a long key or letter takes several.

    `encoding` is what letters are in that are not UTF-8. Keys that have no meaning here are left out.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._letter = b""
        self._sequence = ""
        self._pasted: list[str] | None = None
        self._since = 0.0

    def feed(self, byte: bytes, now: float = 0.0) -> list[Key]:
        """The keys that this byte completes. `now` is a time in seconds."""
        before = self.overdue(now)
        if self._sequence[1:2] not in ("[", "O") and now - self._since > ALONE:
            self._sequence = ""
        self._since = now
        return before + [key for sign in self._decoded(byte) for key in self._taken(sign)]

    @property
    def pasting(self) -> bool:
        """Whether a paste has begun, and its end has not come."""
        return self._pasted is not None

    def overdue(self, now: float) -> list[Key]:
        """The paste whose end never came, once nothing has followed it for so long."""
        if self._pasted is None or now - self._since < PASTE_CUT:
            return []
        return self._paste_ended(self._pasted)

    def _decoded(self, byte: bytes) -> str:
        """The letters that are whole with this byte."""
        whole = self._letter + byte
        self._letter = b""
        try:
            return whole.decode()
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                self._letter = whole
                return ""
        if len(whole) == 1:
            return whole.decode(self._encoding, "replace")
        # What came before was no UTF-8: each byte of it is a letter of the terminal's own encoding.
        return whole[:-1].decode(self._encoding, "replace") + self._decoded(byte)

    def _taken(self, sign: str) -> list[Key]:
        if self._pasted is not None:
            return self._in_paste(self._pasted, sign)
        if sign == "\x1b":
            # Escape before an arrow is Alt.
            self._sequence = "\x1b\x1b" if self._sequence == "\x1b" else sign
            return []
        if self._sequence.lstrip("\x1b")[:1] in _ANSWERS:
            return self._in_answer(sign)
        if self._sequence:
            return self._in_sequence(sign)
        if sign in _CONTROLS:
            return [Key(_CONTROLS[sign])]
        return [Key("text", sign)] if sign.isprintable() or sign in _TYPED_TOO else []

    def _in_sequence(self, sign: str) -> list[Key]:
        before = self._sequence
        alt = before.startswith("\x1b\x1b")
        start = before.lstrip("\x1b")
        if not start:
            self._sequence = before + sign if sign in "[O" or sign in _ANSWERS else ""
            does = _AFTER_ESCAPE.get(sign.lower())
            return [Key(does)] if does and not self._sequence else []
        if (start[0] == "[" and not "@" <= sign <= "~") or (start, sign) == ("[", "["):
            self._sequence = before + sign  # the Linux console sends "[[A" for F1
            return []
        self._sequence = ""
        number, _, modifier = start[1:].partition(";")
        if sign == "~" and number == PASTE:
            self._pasted = []
            return []
        if sign == "~":
            does = _NUMBERS.get(number)
        elif start == "O":
            does = _ENDS.get(sign) or _ENDS_WITH_CTRL.get(sign)
        else:
            does = None if start == "[[" else _ENDS.get(sign)
        if does and (alt or modifier in ("3", "5", "7")):
            does = _WITH_CTRL_OR_ALT.get(does, does)
        return [Key(does)] if does else []

    def _in_answer(self, sign: str) -> list[Key]:
        """Drop what a terminal answers, up to BEL or Escape; what follows Alt and a letter is typed."""
        begun = self._sequence.lstrip("\x1b")
        kind = begun[0]
        if sign < " " or (begun == kind and sign not in _ANSWERS[kind]):
            self._sequence = ""
            return [] if sign == "\x07" else self._taken(sign)
        self._sequence = f"\x1b{kind}{sign}"
        return []

    def _in_paste(self, pasted: list[str], sign: str) -> list[Key]:
        pasted.append(sign)
        del pasted[LONGEST : -len(PASTE_ENDS)]
        if sign != PASTE_ENDS[-1] or "".join(pasted[-len(PASTE_ENDS) :]) != PASTE_ENDS:
            return []
        del pasted[-len(PASTE_ENDS) :]
        return self._paste_ended(pasted)

    def _paste_ended(self, pasted: list[str]) -> list[Key]:
        self._pasted = None
        text = "".join(pasted)
        return [Key("paste", text)] if text else []
