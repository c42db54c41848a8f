"""What somebody probably meant, and values as one writes them in a file."""

import json
from collections.abc import Iterable
from datetime import date


def nearest(name: object, known: Iterable[str]) -> str:
    """The known name that is most like this one, whatever its case; "" if none is like it."""
    from difflib import get_close_matches  # only for who has mistyped something

    by_case = {one.casefold(): one for one in known}
    found = get_close_matches(str(name).casefold(), by_case, n=1, cutoff=0.6)
    return by_case[found[0]] if found else ""


def unknown(kind: str, name: object, known: Iterable[str]) -> str:
    """That this name of a `kind` is not known, with the nearest one."""
    close = nearest(name, known := tuple(known))
    return f"unknown {kind} {written(name)}" + (
        f", did you mean {written(close)}?" if close else ""
    )


def choice(known: Iterable[object]) -> str:
    """These values, as what is allowed."""
    return ", ".join(map(written, known))


def written(value: object) -> str:
    """A value as it stands in TOML, on one line; a long one is cut."""
    text = json.dumps(value, ensure_ascii=False, default=_day)
    return text if len(text) <= 60 else text[:59] + "…"


def _day(value: object) -> str:
    # A date, a time, or both: TOML has all three.
    return value.isoformat() if isinstance(value, date) else str(value)
