"""What a folder has of people and authorities, and what stands there that is not read."""

from collections.abc import Iterator
from pathlib import Path

from mock_backends.people.finding import Finding
from mock_backends.people.loader import FILES, files_in
from mock_backends.people.nearest import nearest

_KNOWN = tuple(dict.fromkeys(pattern.partition("/")[0] for pattern in FILES))
_LIKE = (".yaml", ".yml", ".json", ".toml")
"""How files end in which an author may have written people, in whatever case."""


def findings_in(folder: Path) -> Iterator[Finding]:
    """What is looked for and not there, and what looks as if it were meant to be read."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        yield Finding(file=str(folder), what=f"cannot be read: {error.strerror}")
        return
    nothing = not any(files_in(folder))
    hint = _elsewhere(folder) if nothing else ""
    if nothing:
        yield Finding(
            file=str(folder),
            what="no people and no authorities here" + (f", did you mean {hint}?" if hint else ""),
            allowed=", ".join(FILES),
        )
    for path in inside:
        # An editor's own, and the schemas that it reads.
        if path.name.startswith(".") or path.name.endswith(".schema.json"):
            continue
        if path.name in _KNOWN:
            yield from _unread(path)
        elif (path.is_dir() or path.suffix.casefold() in _LIKE) and (
            close := nearest(path.name, _KNOWN)
        ):
            yield Finding(file=str(path), what=f"is not read, did you mean {close}?")
        elif nothing and not hint and path.is_dir() and any(path.glob("*.toml")):
            yield Finding(file=str(path), what="is not read", allowed="personas, controllers")
        elif nothing and not hint and path.suffix.casefold() in _LIKE:
            yield Finding(
                file=str(path),
                what="is not read",
                allowed="a person stands in personas/, an authority in controllers/",
            )


def _unread(folder: Path) -> Iterator[Finding]:
    """What is not read in personas or controllers."""
    if folder.name in FILES:
        return
    if not folder.is_dir():
        yield Finding(file=str(folder), what="is no folder")
        return
    allowed = f"{folder.name}/*.toml"
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if any(path.rglob("*.toml")):
                yield Finding(
                    file=str(path), what="a folder in this folder is not read", allowed=allowed
                )
        elif path.suffix != ".toml" and path.suffix.casefold() in _LIKE:
            yield Finding(file=str(path), what="is not read", allowed=allowed)


def _elsewhere(folder: Path) -> str:
    """A folder near this one that has people or authorities; "" for none."""
    if folder.resolve().name in _KNOWN and any(files_in(folder / "..")):
        return str(folder.resolve().parent)
    inner = (path for path in sorted(folder.iterdir()) if path.is_dir() and any(files_in(path)))
    return next(map(str, inner), "")
