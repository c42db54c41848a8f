"""Visits of browsers at a provider's pages: each for a single authorization request, until it is over.

In reality these are web pages; the citizen's program draws them itself, from the state that it is told.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct, field
from starlette.responses import Response

from mock_backends.shared import unguessable
from mock_backends.shared.clock import SET_BACK, Clock, limit
from mock_backends.shared.long_poll import Changes
from mock_backends.shared.problems import SIMULATOR, Problem
from mock_backends.shared.wire import Message

LIFE = timedelta(minutes=10)
"""Time for a visit, and again after each extension."""

LONGEST = timedelta(hours=2)
"""The longest an extended visit can last: more than ten times as long (WCAG 2.2, 2.2.1)."""

ENDING = timedelta(seconds=120)
"""How long before the end the citizen is warned (WCAG 2.2, 2.2.1 requires at least 20 seconds)."""

SWEEP_EVERY = timedelta(minutes=1)

DONE, ENDED = "done", "ended"
"""The last steps: on the way back to the client with a code, or without one."""


class Failure(Message, frozen=True):
    """Why the citizen is back at an earlier step."""

    code: str


class VisitState(Message, frozen=True):
    """The current step of a sign-in at a provider's pages.

    `details` is what the step needs to show. The visit ends at `expires_at`; the step may end earlier, at
    `step_expires_at`; extensions stop at `latest_at`. All three are absent without time limits. `ending`: the
    citizen must be warned that the end is near.
    """

    interaction_id: str
    version: int
    step: str
    client_name: dict[str, str]
    details: Message | None = None
    expires_at: datetime | None = None
    step_expires_at: datetime | None = None
    latest_at: datetime | None = None
    ending: bool = False
    failure: Failure | None = None
    redirect_to: str = ""


class Action(Message, frozen=True, tag_field="action"):
    """Base of a citizen's actions; the member `action` tells them apart."""


class Extend(Action, frozen=True, tag="extend"):
    """Give the citizen the full time again."""


class Abort(Action, frozen=True, tag="abort"):
    """Give up: go back to the client with `access_denied`."""


class Opened(Struct, frozen=True):
    """A new visit, and the secret for its browser's cookie."""

    visit_id: str
    cookie: str

    def remember(self, response: Response, name: str, path: str) -> None:
        """Give the browser its cookie, for the provider at `path`."""
        response.set_cookie(
            name, self.cookie, path=path, secure=True, httponly=True, samesite="lax"
        )


class Visit(Struct, kw_only=True, eq=False):
    """A visit under way, known by `id` and by the cookie of its browser, which is kept as a digest only.

    It ends at `expires_at`, and can be extended up to `latest_at`; its step may end earlier, at
    `step_expires_at`. Where time ends nothing, its place is given to another from `spare_at` on. `ending`:
    the citizen has been warned that the end is near.
    """

    id: str
    cookie_digest: bytes
    begun_at: datetime
    expires_at: datetime
    latest_at: datetime
    spare_at: datetime
    step_expires_at: datetime | None = None
    ending: bool = False
    step: str = ""
    failure: str = ""
    redirect_to: str = ""
    changes: Changes = field(default_factory=Changes)

    def move(self, step: str, failure: str = "") -> None:
        """Go to `step`, with the reason if it is a step back, and wake the waiting requests."""
        self.step = step
        self.failure = failure
        self.changes.announce()

    def require(self, *steps: str) -> None:
        """Raise Problem 409 unless the current step is one of `steps`."""
        if self.step not in steps:
            raise Problem(409, SIMULATOR + "wrongStep", "Not possible at this step", step=self.step)

    @property
    def over(self) -> bool:
        """Whether the citizen is on the way back to the client."""
        return self.step in (DONE, ENDED)

    def told(self) -> dict[str, Any]:
        """Of its state (`VisitState`) what all visits have in common."""
        ends_at = None if self.over else self.step_expires_at
        return {
            "interaction_id": self.id,
            "version": self.changes.version,
            "step": self.step,
            "expires_at": limit(self.expires_at),
            "step_expires_at": limit(ends_at) if ends_at else None,
            "latest_at": limit(self.latest_at),
            "ending": self.ending and not self.over,
            "failure": Failure(code=self.failure) if self.failure else None,
            "redirect_to": self.redirect_to,
        }

    def undo(self) -> None:
        """Take back what was begun for this visit elsewhere: it is over, or left alone for too long."""


V = TypeVar("V", bound=Visit)


class Visits(Generic[V]):
    """The live visits, each accessible only with its id and its cookie together.

    At most `most` at once. Without `time_limits` a visit ends only when its citizen ends it.
    """

    def __init__(self, clock: Clock, *, most: int, time_limits: bool = True) -> None:
        self._clock = clock
        self.most = most
        self._time_limits = time_limits
        self._by_id: dict[str, V] = {}
        self._by_cookie: dict[bytes, V] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def full(self) -> bool:
        """Whether no more can be opened at present."""
        if len(self._by_id) >= self.most:
            self.sweep()
        return len(self._by_id) >= self.most

    def open(self, kind: type[V], **members: object) -> Opened:
        """A new visit of this `kind`, with these members of its own."""
        cookie = unguessable.token(32)
        visit = kind(
            id=unguessable.token(16),
            cookie_digest=_digest(cookie),
            begun_at=self._clock.now(),
            expires_at=self._after(LIFE),
            latest_at=self._after(LONGEST),
            spare_at=self._clock.after(LONGEST),
            **members,  # type: ignore[arg-type] # of `kind`, which the caller names beside them
        )
        self._by_id[visit.id] = self._by_cookie[visit.cookie_digest] = visit
        return Opened(visit.id, cookie)

    def find(self, id: str, cookie: str) -> V:  # noqa: A002
        """The visit. Raises Problem 410 when it is over, 403 for a browser that did not begin it."""
        visit = self._live(self._by_id.get(id))
        if not compare_digest(visit.cookie_digest, _digest(cookie)):
            raise Problem(403, detail="This sign-in was begun elsewhere")
        return visit

    def of_browser(self, cookie: str) -> V:
        """The visit that this browser began last. Raises Problem 410 when it is over, or there is none."""
        return self._live(self._by_cookie.get(_digest(cookie)))

    async def changed(
        self,
        id: str,  # noqa: A002
        cookie: str,
        after: int | None,
        wait: timedelta,
        settle: Callable[[V], datetime],
    ) -> V:
        """The visit, as soon as its version differs from `after`, or after `wait`.

        `settle` applies what is due by now, and returns when to look again. Raises Problem as `find` does.
        """
        visit = self.find(id, cookie)
        await visit.changes.newer_than(
            after, wait, clock=self._clock, settle=lambda: settle(self.find(id, cookie))
        )
        return visit

    def extend(self, visit: V) -> None:
        """Give it its full time again, from now on, up to `latest_at`."""
        visit.expires_at = min(self._after(LIFE), visit.latest_at)

    def settle(self, visit: V, step_ends_at: datetime | None) -> datetime:
        """Warn of the end if it is near; returns when to look again. The step ends at `step_ends_at`."""
        visit.step_expires_at = step_ends_at
        ends_at = min(step_ends_at or visit.expires_at, visit.expires_at)
        ending = ends_at - self._clock.now() <= ENDING and not visit.over
        if ending != visit.ending:
            visit.ending = ending
            visit.changes.announce()
        # Once it is over there is nothing left to warn about: the time of the warning may be in the past, and
        # to look again then would loop for ever.
        return ends_at if ending or visit.over else ends_at - ENDING

    def forget(self, id: str) -> None:  # noqa: A002
        """The browser has come back to the client with its code: the visit has nothing more to tell."""
        if (visit := self._by_id.get(id)) is not None:
            self._end(visit)

    def sweep(self) -> None:
        """Forget expired visits; without time limits, drop those long begun to make room."""
        now = self._clock.now()
        for visit in tuple(self._by_id.values()):
            full = not self._time_limits and len(self._by_id) >= self.most
            if (full and visit.spare_at <= now) or self._over(visit):
                self._end(visit)

    def clear(self) -> None:
        """Forget all visits."""
        for visit in tuple(self._by_id.values()):
            self._end(visit)

    def _live(self, visit: V | None) -> V:
        if visit is None or self._over(visit):
            self.sweep()
            raise Problem(410, SIMULATOR + "interactionExpired", "This sign-in is over")
        return visit

    def _over(self, visit: V) -> bool:
        """Whether its time is up, or it began before the clock was set back."""
        now = self._clock.now()
        return visit.expires_at <= now or visit.begun_at > now + SET_BACK

    def _after(self, span: timedelta) -> datetime:
        return self._clock.after(span, limited=self._time_limits)

    def _end(self, visit: V) -> None:
        del self._by_id[visit.id]
        del self._by_cookie[visit.cookie_digest]
        visit.undo()
        visit.move(ENDED)


class Provider(Protocol):
    """A provider whose pages are visited."""

    @property
    def clock(self) -> Clock:
        """This world's time."""

    def sweep(self) -> None:
        """Forget everything that has expired."""

    def clear(self) -> None:
        """Forget everything."""


class Sweeping:
    """Sweeps a provider regularly; stopping it forgets all sign-ins under way."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start sweeping, every minute of this world's time."""
        self._task = asyncio.create_task(self._for_ever())

    async def stop(self) -> None:
        """Stop sweeping, and forget all sign-ins under way."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        self._provider.clear()

    async def _for_ever(self) -> None:
        clock = self._provider.clock
        while True:
            await clock.sleep_until(clock.now() + SWEEP_EVERY)
            self._provider.sweep()


def _digest(cookie: str) -> bytes:
    """What is kept of a cookie: memory does not reveal its secret."""
    return sha256(cookie.encode(errors="surrogateescape")).digest()
