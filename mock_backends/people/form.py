"""Everything that is wrong with the form of a file, told by the types that it is read into.

msgspec, which reads it, stops at the first mistake and says little of what is allowed. These are the same
types, so nothing can be wrong for one and right for the other.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from msgspec import inspect

from mock_backends.people.finding import Mistake, Path
from mock_backends.people.nearest import choice, nearest, unknown, written


def mistakes_of_form(value: object, kind: type) -> list[Mistake]:
    """Where `value`, as TOML gives it, does not have the form of the struct `kind`."""
    return list(_mistakes(value, inspect.type_info(kind), ()))


def _mistakes(value: Any, kind: inspect.Type, path: Path, allowed: str = "") -> Iterator[Mistake]:
    match kind:
        case inspect.Metadata():
            about = (kind.extra_json_schema or {}).get("description", "")
            found = list(_mistakes(value, kind.type, path, allowed or about))
            fits: Callable[[Any], bool] | None = (kind.extra or {}).get("fits")
            if not found and fits is not None and not fits(value):
                found = [_wrong(value, path, about)]
            yield from found
        case inspect.StructType():
            yield from _struct(value, kind, path)
        case inspect.DictType():
            yield from _table(value, kind, path)
        case inspect.VarTupleType():
            if isinstance(value, list):
                for index, member in enumerate(value):
                    yield from _mistakes(member, kind.item_type, (*path, index))
            else:
                yield _wrong(value, path, allowed or _in_words(kind))
        case inspect.UnionType():
            options = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            if len(options) == 1:
                yield from _mistakes(value, options[0], path, allowed)
            elif not any(_is(value, one) for one in options):
                yield _wrong(value, path, allowed or _in_words(kind))
        case _:
            if not _is(value, kind):
                yield _wrong(value, path, allowed or _in_words(kind))


def _struct(value: Any, kind: inspect.StructType, path: Path) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield _wrong(value, path, "a table")
        return
    fields = {field.encode_name: field for field in kind.fields}
    for name, member in value.items():
        if name in fields:
            yield from _mistakes(member, fields[name].type, (*path, name))
        else:
            what = unknown("name", name, fields)
            yield Mistake(path=(*path, name), what=what, allowed=", ".join(fields))
    meant = {nearest(name, fields) for name in value if name not in fields}
    for name, field in fields.items():
        # One that is misspelt has been told already.
        if field.required and name not in value and name not in meant:
            yield Mistake(path=(*path, name), what="is missing", allowed=_in_words(field.type))


def _table(value: Any, kind: inspect.DictType, path: Path) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield _wrong(value, path, "a table")
        return
    for name, member in value.items():
        key = kind.key_type
        if _is(name, key):
            yield from _mistakes(member, kind.value_type, (*path, name))
        else:
            yield _wrong(name, (*path, name), _in_words(key))


def _wrong(value: object, path: Path, allowed: str) -> Mistake:
    return Mistake(path=path, what=f"{written(value)} does not fit", allowed=allowed)


def _is(value: object, kind: inspect.Type) -> bool:
    """Whether a single value is of this type."""
    match kind:
        case inspect.Metadata():
            return _is(value, kind.type)
        case inspect.StrType():
            return isinstance(value, str) and bool(re.search(kind.pattern or "", value))
        case inspect.LiteralType():
            return value in kind.values
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType():
            low, high = kind.ge, kind.le
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]
        case inspect.FloatType():
            return isinstance(value, float)
        case inspect.DictType():
            return isinstance(value, dict)
        case inspect.VarTupleType():
            return isinstance(value, list)
        case inspect.DateType():
            # A time with its date is a `date` to Python, too.
            return type(value) is date or (isinstance(value, str) and _is_day(value))
        case _:
            raise TypeError(f"no check for {kind}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _in_words(kind: inspect.Type) -> str:
    """What is allowed where a value has this type."""
    match kind:
        case inspect.Metadata():
            return (kind.extra_json_schema or {}).get("description", "") or _in_words(kind.type)
        case inspect.LiteralType():
            return choice(kind.values)
        case inspect.UnionType():
            options = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            return ", ".join(dict.fromkeys(map(_in_words, options)))
        case inspect.VarTupleType():
            return "a list"
        case inspect.IntType():
            limits = (kind.ge, kind.le) if None not in (kind.ge, kind.le) else None
            return f"a whole number from {limits[0]} to {limits[1]}" if limits else "a whole number"
        case _:
            return _NAMES[type(kind)]


_NAMES: dict[type, str] = {
    inspect.StructType: "a table",
    inspect.DictType: "a table",
    inspect.StrType: "a text",
    inspect.BoolType: "true or false",
    inspect.FloatType: "a number",
    inspect.DateType: "a day, as 2026-11-23",
}
