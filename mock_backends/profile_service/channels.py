"""By which channel a citizen wants to be sent which kind of notice, too: a consent for each kind (R31, R48).

It is recorded with what and when, given anew with another choice, and withdrawn by choosing none. Only a
verified contact detail can be chosen, and a choice goes with the last verified detail of its channel.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from mock_backends.profile_service import notices
from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.models import (
    Channel,
    ChannelsInput,
    ChosenChannel,
    SentKind,
)
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sealed_profiles import CHANNEL, Row, Rows, in_bytes, in_text
from mock_backends.shared.problems import invalid_input

PERSON = "nationalNumber"
"""The field with the citizen's number, by which the simulated mail and telephone know whose device it is."""

KINDS: tuple[SentKind, ...] = get_args(SentKind)


def chosen(rows: Rows, kind: str) -> Channel | None:
    """The channel for this kind of notice; None where the citizen wants it in the portal alone."""
    row = rows.get(CHANNEL, {}).get(kind)
    channel = in_text(row)["channel"] if row else ""
    return channel if channel in ("email", "phone") else None  # type: ignore[return-value]


def choices(rows: Rows) -> tuple[ChosenChannel, ...]:
    """All that was chosen, and when."""
    kept = {kind: in_text(row) for kind, row in rows.get(CHANNEL, {}).items()}
    return tuple(
        ChosenChannel(
            kind=kind,
            channel="email" if kept[kind]["channel"] == "email" else "phone",
            given_at=datetime.fromisoformat(kept[kind]["givenAt"]),
        )
        for kind in KINDS
        if kind in kept
    )


def choose(rows: Rows, person: NationalNumber, typed: ChannelsInput, now: datetime) -> None:
    """Put these choices in the place of all others. Raises Problem 400 for what cannot be reached."""
    reachable = preferred(rows)
    kinds = [one.kind for one in typed.items]
    wrong = [
        (f"items[{at}].channel", "contactUnverified", "no such contact detail is verified")
        for at, one in enumerate(typed.items)
        if one.channel not in reachable
    ]
    if len(set(kinds)) < len(kinds):
        wrong.append(("items", "schemaViolation", "each kind once"))
    if wrong:
        raise invalid_input(*wrong)
    before, wanted = rows.get(CHANNEL, {}), {one.kind: one.channel for one in typed.items}
    after: dict[str, Row] = {
        kind: before[kind]
        if chosen(rows, kind) == wanted[kind]
        else in_bytes({"channel": wanted[kind], "givenAt": stamp(now), PERSON: person})
        for kind in KINDS
        if kind in wanted
    }
    rows[CHANNEL] = after
    if bool(before) != bool(after):
        notices.note(rows, now, "consent", "given" if after else "withdrawn", "channels", read=True)


def prune(rows: Rows) -> None:
    """Drop the choices whose channel leads nowhere any more."""
    reachable = preferred(rows)
    for kind in tuple(rows.get(CHANNEL, {})):
        if chosen(rows, kind) not in reachable:
            del rows[CHANNEL][kind]


def preferred(rows: Rows) -> Mapping[str, str]:
    """Of each channel the row of the verified contact detail that was preferred, or else the first."""
    found: dict[str, str] = {}
    for row, kept in rows.get("contact", {}).items():
        fields = in_text(kept)
        if "verifiedAt" in fields and (fields["kind"] not in found or "preferred" in fields):
            found[fields["kind"]] = row
    return found
