"""Everything that Digitaal Vlaanderen holds of a citizen for its own processings: access to it (R56, R62).

What is kept goes into it as it is kept, whatever its kind: a kind that is new is in it, too.
"""

from base64 import b64encode
from datetime import datetime
from typing import Any

import msgspec

from mock_backends.profile_service.models import BlockStatus, OwnData
from mock_backends.profile_service.rights_rows import STRUCTURED
from mock_backends.profile_service.sealed_profiles import Row, Rows
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.shared.clock import limit


async def own_data(
    opened: OpenSession, rows: Rows, blocks: tuple[BlockStatus, ...], as_of: datetime
) -> OwnData:
    """All of it: what is kept, and what this session holds. Of sealed blocks only their size can be told.

    Without the ID token: what it says is told, and by the token itself one could act for the citizen.
    """
    held, identity = opened.held, msgspec.to_builtins(await opened.identity())
    del identity["id_token"]
    return OwnData(
        as_of=as_of,
        kept=_kept(rows),
        session={
            **identity,
            "startedAt": held.started_at,
            "expiresAt": limit(held.expires_at),
            "idleExpiresAt": limit(held.idle_expires_at),
        },
        blocks=blocks,
    )


def provided(rows: Rows, table: str, as_of: datetime) -> OwnData:
    """What the citizen entered of one kind, for another program (GDPR art. 20(1)), and nothing about them."""
    return OwnData(as_of=as_of, kept=_kept({table: rows.get(table, {})}), session={}, blocks=())


def _kept(rows: Rows) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        kind: {name: _values(row) for name, row in table.items()} for kind, table in rows.items()
    }


def _values(row: Row) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: bytes) -> Any:
    """A kept value: a text as it was entered, a list or an object of our own; what is no text in base64."""
    if name in STRUCTURED:
        return msgspec.json.decode(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return b64encode(value).decode()
