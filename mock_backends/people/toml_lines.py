"""On which line of a TOML file each name stands. tomllib reads the file; it tells no positions.

A scan for what is needed here: headers, and names before an equals sign at the beginning of a line. What
stands inside a value (an inline table, a list over several lines) has the line of that value's name.
"""

import re
import tomllib

from mock_backends.people.finding import Path

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")'
    r"|'''.*?'''(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\n\[\]{}=.,]"
    r"|[^\s\[\]{}=.,\"'#]+",
    re.DOTALL,
)


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path or, where it is not there, of the nearest name around it; 1 for none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table and name in this text, which is valid TOML."""
    scan = _Scan()
    for token in _TOKEN.finditer(text):
        scan.take(token.group())
    return scan.found


class _Scan:
    """Reads the tokens of a file, one after the other."""

    def __init__(self) -> None:
        self.found: dict[Path, int] = {}
        self._line = 1
        self._table: Path = ()
        self._last: dict[Path, int] = {}
        self._begin()

    def _begin(self) -> None:
        """A new line, outside any value."""
        self._names: list[str] = []
        self._opened = 0
        self._state = "name"

    def take(self, token: str) -> None:
        """Read one token."""
        if token == "\n":
            self._line += 1
            if self._state != "value" or not self._opened:
                self._begin()
        elif token.startswith("#"):
            pass
        elif self._state == "value":
            self._opened += (token in "[{") - (token in "]}")
        elif token == "[" and not self._names:
            self._opened, self._state = self._opened + 1, "header"
        elif token == "]":
            self._header()
        elif token == "=":
            self._keep(self._table, tuple(self._names))
            self._state, self._opened = "value", 0
        elif token != ".":
            self._names.append(_name(token))
        self._line += token.count("\n") if len(token) > 1 else 0

    def _header(self) -> None:
        *around, last = self._names
        path: Path = ()
        for name in around:
            path = self._inside((*path, name))
        path = (*path, last)
        self._keep((), path)
        if self._opened == 2:  # one more of a list of tables
            self._last[path] = self._last.get(path, -1) + 1
            path = (*path, self._last[path])
            self._keep((), path)
        self._table = path
        # The second bracket of a list's header belongs to no value.
        self._state, self._opened = "value", self._opened - 1

    def _inside(self, path: Path) -> Path:
        return (*path, self._last[path]) if path in self._last else path

    def _keep(self, table: Path, names: Path) -> None:
        for count in range(1, len(names) + 1):
            self.found.setdefault((*table, *names[:count]), self._line)


def _name(token: str) -> str:
    if token[0] in "\"'":
        return str(tomllib.loads(f"name = {token}")["name"])
    return token
