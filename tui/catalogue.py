"""Chooses the language and reads its messages: all that `--help` needs; `tui.locale` adds the rest."""

from __future__ import annotations

import gettext
import os
import struct
import warnings
from functools import lru_cache

TYPE_CHECKING = False  # as in typing, whose import alone would cost half of what --help may take
if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: tuple[str, ...] = ("nl", "en", "fr", "de")
"""The languages that have every message, Dutch first."""

FOLDER = os.path.join(os.path.dirname(__file__), "locale")
"""The folder of the compiled catalogues."""

_DAMAGED = (OSError, ValueError, LookupError, struct.error)
"""What the standard library raises for a compiled catalogue that is missing or damaged."""


class NoCatalogue(Exception):
    """The catalogue of a language is missing or cannot be read."""

    def __init__(self, language: str, why: str) -> None:
        # In English, for lack of the catalogue.
        super().__init__(
            f"burgerprofiel: the words of language {language!r} cannot be read ({why});"
            " `make words` makes them."
        )


class MissingWords(UserWarning):
    """A catalogue has no message for a key: it was compiled before the key was added.

    A test fails on this warning; a citizen sees the key, and the program goes on.
    """

    def __init__(self, language: str, key: str) -> None:
        super().__init__(
            f"burgerprofiel: language {language!r} has no words for {key!r}; `make words` makes them."
        )


class Catalogue:
    """The messages of one language: `say("cli.help.lines")`, `say.count("lines.blocks", 3)`.

    Raises NoCatalogue if they cannot be read. For a key without a message it returns the key itself, with a
    MissingWords warning.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._messages = _read(language)

    def __contains__(self, key: str) -> bool:
        """Whether there is a message for `key`; those with plural forms do not count."""
        return self._messages.gettext(key) != key

    def __call__(self, key: str, **values: object) -> str:
        """The message for `key`, with its named fields filled in."""
        text = self._messages.gettext(key)
        if text == key:
            self._warn(key)
        return text.format(**values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The message for `n` things, in the right plural form, with `{n}` filled in."""
        text = self._messages.ngettext(key, key, n)
        if text == key:
            self._warn(key)
        return text.format(n=n, **values)

    def _warn(self, key: str) -> None:
        warnings.warn(MissingWords(self.language, key), stacklevel=3)


@lru_cache
def _read(language: str) -> gettext.GNUTranslations:
    try:
        with open(os.path.join(FOLDER, f"{language}.mo"), "rb") as file:
            return gettext.GNUTranslations(file)
    except _DAMAGED as error:
        raise NoCatalogue(language, getattr(error, "strerror", None) or str(error)) from None


def language_of(asked: str, stored: str, environment: Mapping[str, str]) -> str:
    """The language to use: as asked, else as stored, else as the locale says, else Dutch."""
    for name in (asked, stored, _of_locale(environment)):
        if name in LANGUAGES:
            return name
    return LANGUAGES[0]


def _of_locale(environment: Mapping[str, str]) -> str:
    # POSIX.1-2017, 8.2: the first of these that is set and not empty counts.
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(variable):
            return value.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return ""
