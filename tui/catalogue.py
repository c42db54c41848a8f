"""Which language is spoken, and its messages by key: what `--help` needs; `tui.locale` adds the rest."""

from __future__ import annotations

import gettext
import os
from functools import lru_cache

TYPE_CHECKING = False  # as in typing, whose import alone would cost half of what --help may take
if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: tuple[str, ...] = ("nl", "en", "fr", "de")
"""Complete languages, Dutch first."""

FOLDER = os.path.join(os.path.dirname(__file__), "locale")
"""Where the compiled catalogues stand."""


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
        text = self._messages.gettext(key)
        if text == key:
            raise NoWords(self.language, key)
        return text.format(**values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The message for `n` things, in the language's own plural form; `{n}` is filled."""
        text = self._messages.ngettext(key, key, n)
        if text == key:
            raise NoWords(self.language, key)
        return text.format(n=n, **values)


@lru_cache
def _read(language: str) -> gettext.GNUTranslations:
    try:
        with open(os.path.join(FOLDER, f"{language}.mo"), "rb") as file:
            return gettext.GNUTranslations(file)
    except Exception as error:  # of a broken file gettext says what struct, codecs and itself say
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
