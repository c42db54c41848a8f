"""The receipt of signing out: what was removed, what is kept until when, and how the citizen can know."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.locale import Words, in_brussels
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages import sites
from tui.pages.links import go_to
from tui.portal.cleaning import clean
from tui.portal.models import Catalogue, Kept, Receipt, Removed

SAVE = "save-receipt"


def draw_receipt(context: PageContext) -> PageBody:
    """What was removed, what is kept, and until when (R43-R46)."""
    words, receipt = context.words, context.holdings.receipt
    if receipt is None:
        nothing = Text(id="lead", text=words("receipt.none"), role="lead")
        return PageBody(
            title=words("receipt.title"),
            parts=(nothing, Actions(id="receipt-actions", items=_onwards(words))),
            help=words("receipt.help"),
        )
    parts: list[Part] = [Text(id="lead", text=ended(words, receipt), role="lead")]
    if receipt.end_session_url:
        parts.append(
            Notice(
                id="provider",
                kind="warning",
                title=words("receipt.provider"),
                body=words("receipt.provider.way"),
            )
        )
    parts += [
        removed(words, context.holdings.catalogue, receipt, receipt.messages),
        kept(words, receipt),
        Text(id="how", text=words("receipt.how"), role="heading"),
        Text(id="how-proof", text=_how(context)),
        Actions(
            id="receipt-actions",
            items=(*_onwards(words), Action(id=SAVE, label=words("receipt.save"))),
        ),
        *sites.still_open(context),
    ]
    return PageBody(title=words("receipt.title"), parts=tuple(parts), help=words("receipt.help"))


def _onwards(words: Words) -> tuple[Action, ...]:
    return (
        Action(id="to-start", label=words("receipt.start"), kind="main"),
        Action(id="to-sign-in", label=words("receipt.sign-in")),
    )


def _how(context: PageContext) -> str:
    """How the citizen can know that all of it is gone; also what is not gone yet."""
    words = context.words
    gone = (
        words("receipt.how.sealed"),
        words("receipt.how.embedded" if context.embedded else "receipt.how.apart"),
    )
    proof = (words("receipt.how.signed"), words("receipt.how.checker"))
    return f"{' '.join(gone)}\n\n{' '.join(proof)}"


async def _save(context: PageContext, _action: str) -> str | None:
    from tui.portal.receipts import save

    if context.holdings.receipt is not None:
        path = save(context.holdings.receipt, Path())
        context.done = context.words("receipt.saved", path=clean(str(path)))
    return None


# --- what a receipt says, on the page and wherever else it is read -----------------------------


def ended(words: Words, receipt: Receipt) -> str:
    """When the citizen signed out."""
    return words("receipt.lead", moment=words.moment(receipt.signed_out_at))


def removed(
    words: Words, catalogue: Catalogue | None, receipt: Receipt, messages: int = 0
) -> Facts:
    """What was removed: what it was, from whom, and since when it was held.

    `messages` are those that this program held. Blocks that are not in the catalogue are called by their ids.
    """
    blocks = [entry for entry in receipt.removed if entry.kind == "block"]
    others = [entry for entry in receipt.removed if entry.kind != "block"]
    moments = [_fetched(words, block, receipt) for block in blocks]
    one_moment = len(set(moments)) == 1
    facts = [
        _block(words, catalogue, block, "" if one_moment else moment)
        for block, moment in zip(blocks, moments, strict=True)
    ]
    if messages:
        value = words.count("receipt.removed.ebox.value", messages)
        facts.append(Fact(label=words("receipt.removed.ebox"), value=value))
    began = _at(words, receipt.started_at, receipt)
    facts += [
        Fact(
            label=words(f"receipt.removed.{entry.kind}"),
            value=words(f"receipt.removed.{entry.kind}.value", when=began),
        )
        for entry in others
    ]
    fetched = one_moment and moments[0]
    return Facts(
        id="removed",
        title=words("receipt.removed"),
        groups=(tuple(facts),) if facts else (),
        state="here" if facts else "empty",
        source=words("receipt.removed.fetched", when=fetched) if fetched else "",
        note="" if facts else words("receipt.removed.nothing"),
    )


def _block(words: Words, catalogue: Catalogue | None, block: Removed, moment: str) -> Fact:
    found = catalogue.block(block.id) if catalogue else None
    label = words.local(found[1].label) if found else block.id
    authority = words.local(found[0].authority) if found else block.controller_id
    if moment:
        authority = words("receipt.removed.block.fetched", authority=authority, when=moment)
    return Fact(label=label, value=authority)


def _fetched(words: Words, block: Removed, receipt: Receipt) -> str:
    return _at(words, block.fetched_at, receipt) if block.fetched_at else ""


def _at(words: Words, moment: datetime, receipt: Receipt) -> str:
    """A moment of the session; without its day where that is the day of signing out."""
    if in_brussels(moment).date() == in_brussels(receipt.signed_out_at).date():
        return words("receipt.at", time=words.time(moment))
    return words("receipt.at.day", moment=words.moment(moment))


def kept(words: Words, receipt: Receipt) -> Facts:
    """What is kept after signing out, until when, and what the citizen can do about it."""
    if receipt.kept is None:
        note = words("receipt.kept.unknown")
        return Facts(id="kept", title=words("receipt.kept"), state="unavailable", note=note)
    entries = tuple(entry for entry in receipt.kept if entry.count)
    # Notices go before all else does: their day stands beside them.
    days = {entry.until for entry in entries if entry.kind != "notices"}
    day = days.pop() if len(days) == 1 else None
    facts = tuple(_kept(words, entry, day) for entry in entries)
    return Facts(
        id="kept",
        title=words("receipt.kept"),
        groups=(facts,) if facts else (),
        state="here" if facts else "empty",
        source=words("receipt.kept.until", date=words.date(day)) if day else "",
        note=" ".join(words(f"receipt.kept.note.{note}") for note in _notes(entries))
        or words("receipt.kept.nothing"),
    )


def _kept(words: Words, entry: Kept, day: date | None) -> Fact:
    value = words.count(f"receipt.kept.{entry.kind}.value", entry.count)
    until = "" if entry.until == day else _until(words, entry)
    return Fact(label=words(f"receipt.kept.{entry.kind}"), value=f"{value} {until}".strip())


def _until(words: Words, entry: Kept) -> str:
    return words("receipt.kept.until", date=words.date(entry.until)) if entry.until else ""


def _notes(entries: Iterable[Kept]) -> Iterable[str]:
    # The profile can be removed and consent withdrawn; a request cannot be taken back.
    return dict.fromkeys(
        entry.kind if entry.kind in ("requests", "eboxConsent", "signIns", "notices") else "profile"
        for entry in entries
    )


def find_receipt(context: PageContext) -> tuple[Finding, ...]:
    """The receipt, while there is one."""
    if context.holdings.receipt is None:
        return ()
    return (place_finding(context.words, "receipt", context.words("receipt.title")),)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="receipt",
        draw=draw_receipt,
        find=find_receipt,
        acts={
            "to-start": go_to("start"),
            "to-sign-in": go_to("sign-in"),
            **sites.GOES,
            SAVE: _save,
        },
        public=True,
    ),
)
