"""Which language is spoken, and its messages by key: what `--help` needs; `tui.locale` adds the rest."""

from __future__ import annotations

import os
import struct
from bisect import bisect_left
from functools import lru_cache

TYPE_CHECKING = False  # as in typing, whose import alone would cost half of what --help may take
if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import GNUTranslations

LANGUAGES: tuple[str, ...] = ("nl", "en", "fr", "de")
"""Complete languages, Dutch first."""

FOLDER = os.path.join(os.path.dirname(__file__), "locale")
"""Where the compiled catalogues stand."""

_DAMAGED = (OSError, ValueError, LookupError, struct.error)
"""What reading a compiled catalogue raises that is not as it was made."""


class NoCatalogue(Exception):
    """The words of a language are not there, or cannot be read."""

    def __init__(self, language: str, why: str) -> None:
        # In English: there are no other words.
        super().__init__(
            f"burgerprofiel: the words of language {language!r} cannot be read ({why});"
            " `make words` makes them."
        )

    def __str__(self) -> str:
        return str(self.args[0])


class NoWords(NoCatalogue, KeyError):
    """A catalogue has no words for a key: it was compiled before the program asked for them."""

    def __init__(self, language: str, key: str) -> None:
        super().__init__(language, f"it is too old: {key!r} is missing")


class Catalogue:
    """The messages of one language: `say("cli.help.lines")`, `say.count("lines.blocks", 3)`.

    Raises NoCatalogue where they are not there, and NoWords for a key that one of them lacks.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _read(language)

    def __call__(self, key: str, **values: object) -> str:
        """The message for `key`, its named places filled. Raises NoWords where there is none."""
        try:
            text = self._messages.find(key)
        except _DAMAGED as error:
            raise NoCatalogue(self.language, str(error)) from None
        if text is None:
            raise NoWords(self.language, key)
        return text.format(**values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The message for `n` things, in the language's own plural form; `{n}` is filled."""
        try:
            text = self._messages.plurals.ngettext(key, key, n)
        except _DAMAGED as error:
            raise NoCatalogue(self.language, str(error)) from None
        if text == key:
            raise NoWords(self.language, key)
        return text.format(n=n, **values)


class _Messages:
    """A compiled catalogue in which a message is looked up when it is said: its ids are sorted.

    The standard library's reader takes in all of them at each start, which is a third of what --help may
    take; it is asked where there are plural forms. Format: GNU gettext manual, 10.3. Raises ValueError or
    struct.error where this is no such file.
    """

    def __init__(self, content: bytes) -> None:
        magic, _, size, ids, texts = struct.unpack_from("<5I", content)
        if magic != 0x950412DE:
            raise ValueError("no compiled catalogue")
        table = struct.Struct(f"<{2 * size}I")  # of each its length and its place
        self._content = content
        self._ids = table.unpack_from(content, ids)
        self._texts = table.unpack_from(content, texts)
        if not size or sum(self._texts[-2:]) > len(content):
            raise ValueError("its end is missing")
        self._places = range(0, 2 * size, 2)
        self._plurals: GNUTranslations | None = None

    def find(self, key: str) -> str | None:
        """The message with this id; None where there is none, or only plural forms of it."""
        wanted, content, ids = key.encode(), self._content, self._ids

        def id_at(at: int) -> bytes:
            return content[(begin := ids[at + 1]) : begin + ids[at]]

        found = bisect_left(self._places, wanted, key=id_at)
        if found == len(self._places) or id_at(at := self._places[found]) != wanted:
            return None
        length, begin = self._texts[at : at + 2]
        return content[begin : begin + length].decode()

    @property
    def plurals(self) -> GNUTranslations:
        """The same, read by the standard library, which knows which plural form is meant."""
        if self._plurals is None:
            import gettext
            import io

            self._plurals = gettext.GNUTranslations(io.BytesIO(self._content))
        return self._plurals


@lru_cache
def _read(language: str) -> _Messages:
    try:
        with open(os.path.join(FOLDER, f"{language}.mo"), "rb") as file:
            return _Messages(file.read())
    except _DAMAGED as error:
        raise NoCatalogue(language, getattr(error, "strerror", None) or str(error)) from None


def language_of(asked: str, stored: str, environment: Mapping[str, str]) -> str:
    """The language to speak: as asked, else as stored, else the locale's, else Dutch."""
    for name in (asked, stored, _of_locale(environment)):
        if name in LANGUAGES:
            return name
    return LANGUAGES[0]


def _of_locale(environment: Mapping[str, str]) -> str:
    # POSIX.1-2017, 8.2: the first of these that is set and not empty decides.
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return value.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return ""
