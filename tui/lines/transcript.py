"""The transcript of a conversation in line mode as plain text, HTML or JSON, without secrets."""

import hashlib
import html
import json
import os
import re
import stat
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tui.lines.wrapping import wrapped
from tui.locale import Words

SHORTEST_SECRET = 4
"""Words of a secret are hidden elsewhere only from this many characters on: shorter ones may be any word."""

_WORD = re.compile(r"\w+")


class CannotKeep(Exception):
    """The transcript cannot be written to `path`; `reason` is "exists" or "unwritable"."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path


class Said(Struct, frozen=True):
    """A text of the program, or an answer of the citizen. `heading`: a page begins here."""

    who: Literal["program", "citizen"]
    text: str
    heading: bool = False


class Transcript:
    """Keeps the conversation in memory and writes it at the end, in the format of the file's suffix.

    The file is opened at once, so that a problem shows before the conversation. Raises CannotKeep when it
    cannot be written or is not empty.
    """

    def __init__(self, path: Path, words: Words) -> None:
        self.path = path
        self._words = words
        self._said: list[Said] = []
        # Only a keyed hash of each secret is kept: enough to recognise the secret elsewhere.
        self._key = os.urandom(16)  # noqa: TID251 - in memory alone
        self._secrets: set[bytes] = set()
        self._file = _opened(path)

    def said(self, text: str, *, heading: bool) -> None:
        """Add a text of the program."""
        self._said.append(Said("program", text, heading))

    def answered(self, text: str) -> None:
        """Add an answer."""
        self._said.append(Said("citizen", text))

    def answered_in_secret(self, text: str) -> None:
        """Add a placeholder for an answer that must stay secret."""
        self._secrets |= {
            self._hash(word) for word in _WORD.findall(text) if len(word) >= SHORTEST_SECRET
        }
        self._said.append(Said("citizen", self._words("transcript.secret")))

    def save(self) -> None:
        """Write the file, once. Raises OSError."""
        text = FORMATS[self.path.suffix.casefold()](self._without_secrets(), self._words)
        with os.fdopen(self._file, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)

    def _without_secrets(self) -> list[Said]:
        """The conversation with every secret hidden: a later page may have shown it."""
        if not self._secrets:
            return self._said
        return [replace(said, text=_WORD.sub(self._hidden, said.text)) for said in self._said]

    def _hidden(self, word: re.Match[str]) -> str:
        known = self._hash(word[0]) in self._secrets
        return self._words("transcript.secret") if known else word[0]

    def _hash(self, word: str) -> bytes:
        return hashlib.blake2b(word.encode(errors="replace"), key=self._key).digest()


def _opened(path: Path) -> int:
    """The descriptor of the file, opened for writing, its owner's only."""
    try:
        # Without O_NONBLOCK this would wait for somebody to read, if it is a named pipe.
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK, 0o600)
    except (OSError, ValueError):
        raise CannotKeep("unwritable", path) from None
    found = os.fstat(file)
    if stat.S_ISREG(found.st_mode) and not found.st_size:
        return file
    os.close(file)
    raise CannotKeep("exists", path)


# --- the three formats ------------------------------------------------------------------------


def as_text(talk: list[Said], words: Words) -> str:
    """The conversation as the terminal showed it: each answer on the line of its question."""
    lines = [words("transcript.title"), words("transcript.about"), ""]
    for said in talk:
        if said.who == "citizen":
            lines[-1] = f"{lines[-1]} {said.text}".rstrip()
        else:
            lines.append(said.text)
    return "".join(f"{line}\n" for text in lines for line in wrapped(text))


def as_json(talk: list[Said], words: Words) -> str:
    """The conversation as a list of who said what, with its title and language."""
    document = {
        "title": words("transcript.title"),
        "language": words.language,
        "mode": "lines",
        "talk": [
            {"who": said.who, "text": said.text}
            for said in talk
            if said.text.strip() or said.who == "citizen"
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_html(talk: list[Said], words: Words) -> str:
    """The conversation as an ordered list of turns; each page begins with a heading."""
    title = html.escape(words("transcript.title"))
    turns: list[list[str]] = [[]]
    for said in talk:
        turns[-1] += _answer_html(said, words) if said.who == "citizen" else _program_html(said)
        if said.who == "citizen":
            turns.append([])
    items = [line for turn in turns if turn for line in ("<li>", *turn, "</li>")]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{words.language}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{title}</title>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{title}</h1>",
            f"<p>{html.escape(words('transcript.about'))}</p>",
            f"<p>{html.escape(words('transcript.turns'))}</p>",
            "<ol>",
            *items,
            "</ol>",
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _program_html(said: Said) -> list[str]:
    tag = "h2" if said.heading else "p"
    lines = [line for line in said.text.split("\n") if line.strip()]
    return [f"<{tag}>{html.escape(line)}</{tag}>" for line in lines]


def _answer_html(said: Said, words: Words) -> list[str]:
    label = html.escape(words("transcript.you"))
    text = html.escape(said.text if said.text.strip() else words("transcript.nothing"))
    return [f"<p><strong>{label}</strong> {text}</p>"]


FORMATS = {".txt": as_text, ".html": as_html, ".json": as_json}
"""The writer for each file suffix; `tui.options.TRANSCRIPTS` has the same suffixes."""
