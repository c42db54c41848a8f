"""Removing all that is kept of a citizen, at once, with a receipt that shows that it is gone (R47).

What the controllers have is theirs: a case at a desk goes on there. A request that could not be given to its
controller is lost with the rest, and the receipt says so.
"""

from mock_backends.profile_service.models import Case, Kept, RemovedProfile
from mock_backends.profile_service.rights_rows import has_it, requests_in
from mock_backends.profile_service.rights_watch import OWN
from mock_backends.profile_service.sealed_profiles import Rows
from mock_backends.profile_service.service import ProfileService
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.profile_service.signing_out import KEPT


async def remove_profile(service: ProfileService, opened: OpenSession) -> RemovedProfile:
    """Remove it all. When this returns, neither bytes nor the key that opens them are in the store.

    What was counted after it was read back. Raises ProfileUnavailable, and then all is as it was.
    """
    person = await opened.person()
    await service.rights.send_pending()  # what can still be sent is not lost
    before = await service.profiles.erase(person)
    left = await service.profiles.read(person)
    for row in before.rows.get("contact", {}):
        service.codes.forget(row)
    service.sessions.tell()
    return RemovedProfile(
        removed_at=service.clock.now(),
        before=counted(before.rows),
        after=counted(left.rows),
        key_destroyed=left.last_sign_in is None,
        cases=tuple(
            Case(
                reference=row["reference"],
                controller_id=row["controllerId"],
                controller_name=service.rights.name_in(row),
                delivered=has_it(row),
            )
            for row in requests_in(before.rows).values()
            if row["controllerId"] != OWN
        ),
    )


def counted(rows: Rows) -> tuple[Kept, ...]:
    """How much of each kind is kept."""
    found = [Kept(kind=kind, count=len(rows[table])) for kind, table in KEPT if rows.get(table)]
    consents = len(rows.get("consent", {}))
    return (*found, *([Kept(kind="consents", count=consents)] if consents else []))
