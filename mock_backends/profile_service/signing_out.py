"""Signing out: all that is held for the session is destroyed, and the citizen gets a receipt of it (R44).

The receipt is signed, so that the citizen can show later what this service said, and anybody can check it.
"""

from contextlib import suppress
from datetime import date
from typing import Literal

import msgspec

from mock_backends.profile_service.fetching import BLOCK
from mock_backends.profile_service.models import Kept, Receipt, Removed, SignedOut
from mock_backends.profile_service.notices import erased_on
from mock_backends.profile_service.rights_rows import KIND as REQUEST
from mock_backends.profile_service.sealed_profiles import NOTICE, SIGN_IN, Rows
from mock_backends.profile_service.service import ProfileService
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.shared.gateway import TooLarge, Unanswered

KEPT: tuple[
    tuple[
        Literal["nickname", "photo", "contacts", "addresses", "requests", "signIns", "notices"], str
    ],
    ...,
] = (
    ("nickname", "nickname"),
    ("photo", "photo"),
    ("contacts", "contact"),
    ("addresses", "address"),
    ("requests", REQUEST),
    ("signIns", SIGN_IN),
    ("notices", NOTICE),
)


RECEIPT = "receipt+jwt"
"""The `typ` of a signed receipt."""


async def sign_out(service: ProfileService, opened: OpenSession) -> SignedOut:
    """End the session; when this returns, its key and bytes are gone."""
    number, signed_in = await opened.person(), opened.held.started_at
    id_token = (await opened.identity()).id_token
    removed = await _removed(service, opened)
    with suppress(ProfileUnavailable):
        await service.record(opened)  # of who began to keep something in this session
    await service.sessions.end(opened.held, "signedOut")
    try:
        end_session_url = await service.relying_party.end_session_url(id_token)
    except (Unanswered, TooLarge):
        end_session_url = ""
    kept: list[Kept] | None = None
    try:
        rows = (await service.profiles.read(number)).rows
        until = (await service.profile.read(number, signed_in)).kept_until
        kept = [
            Kept(kind=kind, count=len(rows[table]), until=_until(rows, table, until))
            for kind, table in KEPT
            if rows.get(table)
        ]
        if "ebox" in rows.get("consent", {}):
            kept.append(Kept(kind="eboxConsent", count=1, until=until))
    except ProfileUnavailable:
        pass  # a profile that cannot be opened cannot be counted; signing out goes on all the same
    receipt = Receipt(
        started_at=signed_in,
        signed_out_at=service.clock.now(),
        removed=removed,
        kept=None if kept is None else tuple(kept),
    )
    return SignedOut(
        **msgspec.structs.asdict(receipt),
        end_session_url=end_session_url,
        proof=service.tokens.signed(RECEIPT, msgspec.to_builtins(receipt)),
    )


def _until(rows: Rows, table: str, otherwise: date) -> date:
    """Until when rows are kept: notices not as long as the rest."""
    notices_until = erased_on(rows) if table == NOTICE else None
    return min(notices_until or otherwise, otherwise)


async def _removed(service: ProfileService, opened: OpenSession) -> tuple[Removed, ...]:
    held = await opened.items(BLOCK)
    blocks = [
        Removed(
            kind="block",
            id=status.block_id,
            controller_id=status.controller_id,
            bytes=status.bytes,
            fetched_at=status.fetched_at,
        )
        for status in await service.fetching.statuses(opened)
        if status.block_id in held
    ]
    return (*blocks, Removed(kind="key"), Removed(kind="identity"))
