"""What was said and answered in line mode, kept for a file: plain text, HTML or JSON, and no secret in it."""

import hashlib
import html
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tui.lines.terminal import wrapped
from tui.locale import Words

SHORTEST_SECRET = 4
"""Characters from which a secret is looked for in all that was said; a shorter one is a word of the page."""

_WORD = re.compile(r"\w+")


class CannotKeep(Exception):
    """There can be no transcript in the file `path`; `reason` is "exists" or "unwritable"."""

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path


@dataclass(frozen=True)
class Said:
    """One thing that was said or answered. A page begins with a `heading`."""

    who: Literal["program", "citizen"]
    text: str
    heading: bool = False


class Transcript:
    """Keeps a talk in memory, and writes it when it ends, in the form that the file's name asks for.

    The file is opened at once, so that whoever cannot have it hears so before the talk. Raises CannotKeep
    when it cannot be written, or when something stands in it already.
    """

    def __init__(self, path: Path, words: Words) -> None:
        self.path = path
        self._words = words
        self._said: list[Said] = []
        # Of a secret only a keyed print is kept: enough to know it by when it stands elsewhere.
        self._key = os.urandom(16)
        self._secrets: set[bytes] = set()
        self._file = _opened(path)

    def said(self, text: str, *, heading: bool) -> None:
        """The program said this."""
        self._said.append(Said("program", text, heading))

    def answered(self, text: str) -> None:
        """The citizen answered this."""
        self._said.append(Said("citizen", text))

    def answered_in_secret(self, text: str) -> None:
        """The citizen answered something that nobody may read."""
        self._secrets |= {
            self._print(word) for word in _WORD.findall(text) if len(word) >= SHORTEST_SECRET
        }
        self._said.append(Said("citizen", self._words("transcript.secret")))

    def save(self) -> None:
        """Write the file, once. Raises OSError."""
        text = FORMS[self.path.suffix.casefold()](self._told(), self._words)
        with os.fdopen(self._file, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)

    def _told(self) -> list[Said]:
        """All that was said, and no secret in it: a page may show what was typed in secret later on."""
        if not self._secrets:
            return self._said
        return [Said(one.who, _WORD.sub(self._hidden, one.text), one.heading) for one in self._said]

    def _hidden(self, word: re.Match[str]) -> str:
        known = self._print(word[0]) in self._secrets
        return self._words("transcript.secret") if known else word[0]

    def _print(self, word: str) -> bytes:
        return hashlib.blake2b(word.encode(errors="replace"), key=self._key).digest()


def _opened(path: Path) -> int:
    """The file, open for writing, for its owner only. Never waits, as it would for a pipe's reader."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK, 0o600)
    except (OSError, ValueError):
        raise CannotKeep("unwritable", path) from None
    found = os.fstat(file)
    if stat.S_ISREG(found.st_mode) and not found.st_size:
        return file
    os.close(file)
    raise CannotKeep("exists", path)


# --- the three forms --------------------------------------------------------------------------


def as_text(talk: list[Said], words: Words) -> str:
    """The talk as the terminal had it: an answer behind its question."""
    lines = [words("transcript.title"), words("transcript.about"), ""]
    for one in talk:
        if one.who == "citizen":
            lines[-1] = f"{lines[-1]} {one.text}".rstrip()
        else:
            lines.append(one.text)
    return "".join(f"{line}\n" for text in lines for line in wrapped(text))


def as_json(talk: list[Said], words: Words) -> str:
    """The talk as a list, and what is known of it."""
    whole = {
        "title": words("transcript.title"),
        "language": words.language,
        "mode": "lines",
        "talk": [
            {"who": one.who, "text": one.text}
            for one in talk
            if one.text.strip() or one.who == "citizen"
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_html(talk: list[Said], words: Words) -> str:
    """The talk as one ordered list of turns; each page begins with a heading."""
    title = html.escape(words("transcript.title"))
    turns: list[list[str]] = [[]]
    for one in talk:
        turns[-1] += _citizens(one, words) if one.who == "citizen" else _programs(one)
        if one.who == "citizen":
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


def _programs(one: Said) -> list[str]:
    tag = "h2" if one.heading else "p"
    lines = [line for line in one.text.split("\n") if line.strip()]
    return [f"<{tag}>{html.escape(line)}</{tag}>" for line in lines]


def _citizens(one: Said, words: Words) -> list[str]:
    label = html.escape(words("transcript.you"))
    text = html.escape(one.text if one.text.strip() else words("transcript.nothing"))
    return [f"<p><strong>{label}</strong> {text}</p>"]


FORMS = {".txt": as_text, ".html": as_html, ".json": as_json}
"""How a talk is written, by the end of the file's name. `tui.options.TRANSCRIPTS` names the same."""
