"""When and how a citizen signed in: rows of their own record, sealed as all of it, and erased with it.

Only of who keeps something in the portal: about anybody else nothing is recorded (`sealed_profiles`).
"""

from datetime import datetime

from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.models import EarlierSignIn
from mock_backends.profile_service.sealed_profiles import SIGN_IN, Rows, in_bytes, in_text
from mock_backends.shared import unguessable

MOST = 2
"""How many are kept: this one, and the one before, which the citizen is shown."""


def note(rows: Rows, at: datetime, method: str, session: str = "") -> bool:
    """Add a sign-in, and drop all but the last of the others; False if it is there already.

    `session` is the name of its session, by which it is known whether that is still open.
    """
    fields = {"at": stamp(at), "method": method, "session": session}
    added = in_bytes({name: text for name, text in fields.items() if text})
    noted = rows.get(SIGN_IN, {})
    if added in noted.values():
        return False
    # The id of a row is not sealed, and so says nothing of when.
    rows[SIGN_IN] = dict([*noted.items(), (unguessable.identifier(), added)][-MOST:])
    return True


def sessions(rows: Rows) -> set[str]:
    """The names of the sessions of those that are kept."""
    noted = [in_text(row) for row in rows.get(SIGN_IN, {}).values()]
    return {one["session"] for one in noted if "session" in one}


def previous(rows: Rows, signed_in: datetime) -> EarlierSignIn | None:
    """The last sign-in before the one at `signed_in`, if it is known."""
    noted = [in_text(row) for row in rows.get(SIGN_IN, {}).values()]
    moments = {datetime.fromisoformat(one["at"]): one["method"] for one in noted}
    before = [at for at in moments if at < signed_in]
    return EarlierSignIn(at=max(before), method=moments[max(before)]) if before else None
