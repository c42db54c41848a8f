"""A file of people or authorities: what it says, where, and what of it can be used."""

import re
import tomllib
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

import msgspec

from mock_backends.people.finding import Finding, Mistake, Path, in_words
from mock_backends.people.form import mistakes_of_form
from mock_backends.people.loader import (
    Categories,
    Category,
    Controller,
    File,
    Persona,
    Records,
    prepared,
)
from mock_backends.people.toml_lines import line_of, lines_of

Entry = Category | Controller | Persona

_PARTS = ("category", "blocks", "data", "errors", "messages")
"""What a file holds several of; if one of them is wrong, the others can be used."""

_AT = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)$")
"""How tomllib says where a mistake is; before Python 3.14 its errors have no other place for it."""


class SourceFile:
    """A file, read. `left_out` are the parts of it that cannot be used: () is all of it."""

    def __init__(self, path: FilePath, kind: File) -> None:
        self.path = path
        self.kind = kind
        self.left_out: set[Path] = set()
        self._there: dict[str, list[int]] = {}
        self.findings: list[Finding] = []
        self._raw: dict[str, Any] = {}
        self._text = ""
        if not path.is_file():  # a pipe would be waited for
            self._refuse(0, "is no file")
            return
        try:
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            self._raw = prepared(tomllib.loads(text), path, kind)
            self._text = text
            msgspec.convert(self._raw, kind)
        except msgspec.ValidationError as error:
            for mistake in mistakes_of_form(self._raw, kind):
                self.tell(mistake)
            if not self.findings:
                self._refuse(1, str(error))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._refuse(line, f"byte {error.object[error.start]:#04x} is no UTF-8", "UTF-8")
        except tomllib.TOMLDecodeError as error:
            what, last = str(error), text.count("\n") + 1
            at = _AT.search(what)
            line = int(at[1]) if at and at[1] else last
            self._refuse(line, f"this is no TOML: {_AT.sub('', what)}")
        except (RecursionError, ValueError):
            self._refuse(0, "this is too deeply nested, or a number in it too long")
        except OSError as error:
            self._refuse(0, f"cannot be read: {error.strerror}")

    def entries(self) -> list[tuple[Entry, Path]]:
        """What can be used, each with its place in the file."""
        if () in self.left_out:
            return []
        try:
            read = msgspec.convert(self._kept(), self.kind)
        except msgspec.ValidationError as error:  # more than the types say by themselves
            self._refuse(1, str(error))
            return []
        if isinstance(read, Categories):
            return [(entry, ("category", place)) for place, entry in enumerate(read.category)]
        return [(read, ())]

    def tell(self, mistake: Mistake) -> None:
        """Keep a mistake as a finding; what cannot be used because of it is left out from now on."""
        if not mistake.harmless:
            self.left_out.add(_part(mistake.path))
        self.findings.append(
            Finding(
                file=str(self.path),
                line=line_of(self._lines, mistake.path),
                path=in_words(mistake.path),
                what=mistake.what,
                allowed=mistake.allowed,
                left_out=not mistake.harmless,
            )
        )

    def place(self, path: Path) -> Path:
        """The path in the file of a path in what `entries` gave, whose lists lack what was left out."""
        match path:
            case (str(part), int(position), *rest) if part in self._there:
                return (part, self._there[part][position], *rest)
        return path

    def records_apart(self) -> Records:
        """The records of a person of whom something else is wrong, as far as they can be read."""
        if self.kind is not Persona or () not in self.left_out:
            return {}
        try:
            return msgspec.convert(self._kept().get("data", {}), Records)
        except msgspec.ValidationError:
            return {}

    @property
    def name(self) -> str:
        """What it holds, as mistakes name it: "personas/noor-peeters"; "categories" for several."""
        if self.kind is Categories:
            return "categories"
        return f"{self.path.parent.name}/{self._raw.get('id', self.path.stem)}"

    def names_left_out(self) -> list[str]:
        """What cannot be used, as an author reads it; "personas/an.toml: data.residence" for a part."""
        name = "/".join(self.path.parts[-1 if self.kind is Categories else -2 :])
        if () in self.left_out:
            return [name]
        return [f"{name}: {part}" for part in sorted(map(in_words, self.left_out))]

    @cached_property
    def _lines(self) -> dict[Path, int]:
        """Where each name stands; a file in which nothing is wrong needs none."""
        return lines_of(self._text)

    def _refuse(self, line: int, what: str, allowed: str = "") -> None:
        self.left_out.add(())
        self.findings.append(
            Finding(file=str(self.path), line=line, what=what, allowed=allowed, left_out=True)
        )

    def _kept(self) -> dict[str, Any]:
        kept = dict(self._raw)
        self._there = {}
        for part in {str(path[0]) for path in self.left_out if path}:
            members = kept[part]
            if isinstance(members, dict):
                kept[part] = {n: m for n, m in members.items() if (part, n) not in self.left_out}
            else:
                there = [n for n in range(len(members)) if (part, n) not in self.left_out]
                self._there[part] = there
                kept[part] = [members[n] for n in there]
        return kept


def _part(path: Path) -> Path:
    return path[:2] if len(path) > 1 and path[0] in _PARTS else ()
