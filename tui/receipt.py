"""`burgerprofiel receipt verify`: whether a receipt that was saved is one that the portal signed."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import msgspec

from tui.backends import Backend, CannotStart, Connector
from tui.background import Background
from tui.journey.troubles import trouble_notice
from tui.locale import Words
from tui.options import tell
from tui.page.parts import Facts
from tui.pages.receipt import ended, kept, removed
from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.models import Catalogue, Receipt
from tui.portal.receipts import NotAReceipt, check, read

WIDEST = 78
"""Characters per line."""

HOLDS, HOLDS_NOT, UNCHECKED = 0, 1, 2
"""Exit codes: the last for a file that is no receipt, and for a portal that does not answer."""


def verify(path: Path, backend: Backend, words: Words, *, as_json: bool) -> int:
    """Print whether the receipt in this file holds, and what the portal signed; returns the exit code."""
    try:
        file = read(path)
    except OSError as error:
        tell(words("cli.receipt.unreadable", path=path, problem=error.strerror))
        return UNCHECKED
    except NotAReceipt:
        tell(words("cli.receipt.none", path=path))
        return UNCHECKED
    if not backend.address and not (backend.folders.config / "keys").is_dir():
        # Building one would make keys, with which nothing can have been signed.
        tell(words("cli.receipt.no-portal", folder=backend.folders.config))
        return UNCHECKED
    try:
        keys, catalogue = asyncio.run(_published(backend))
    except PortalError as error:
        tell(f"{_why(words, error)} {words('cli.receipt.unchecked')}")
        return UNCHECKED
    checked = check(file, keys)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(checked), indent=2).decode())
    else:
        for line in wrap(words(f"cli.receipt.{checked.verdict}"), WIDEST):
            print(line)
        if checked.receipt is not None:
            for line in _text(words, catalogue, checked.receipt, checked.messages):
                print(line)
    return HOLDS if checked.verdict == "holds" else HOLDS_NOT


async def _published(
    backend: Backend,
) -> tuple[tuple[dict[str, Any], ...], Catalogue | None]:
    """The portal's keys, and its catalogue if it has one now. Raises PortalError."""
    portal = Portal(Connector(backend, Background()).connect)
    try:
        keys = await portal.published_keys()
        try:
            return keys, await portal.catalogue()
        except PortalError:
            return keys, None  # blocks are then called by their ids
    finally:
        await portal.close()


def _why(words: Words, error: PortalError) -> str:
    cause = error.__cause__
    if isinstance(cause, CannotStart):
        return words(f"cli.cannot-start.{cause.reason}", what=cause.what, whole=cause.whole)
    return trouble_notice(words, error).title


def _text(
    words: Words, catalogue: Catalogue | None, receipt: Receipt, messages: int
) -> Iterator[str]:
    """A receipt in lines, as the page shows it."""
    yield ""
    yield ended(words, receipt)
    for part in (removed(words, catalogue, receipt), kept(words, receipt)):
        yield ""
        yield from _facts(part)
    if messages:
        yield ""
        yield from wrap(words.count("cli.receipt.messages", messages), WIDEST)


def _facts(part: Facts) -> Iterator[str]:
    yield part.title
    for group in part.groups:
        for fact in group:
            yield f"- {fact.label}: {fact.value}"
    for sentence in (part.note, part.source):
        yield from wrap(sentence, WIDEST)
