"""Two years after a citizen's last sign-in, what they kept is erased (R46)."""

import asyncio

from mock_backends.profile_service.dates import day_of, next_midnight, two_years_after
from mock_backends.profile_service.store import ProfileStore
from mock_backends.profile_service.store_key import ProfileUnavailable
from mock_backends.shared.clock import Clock


class Retention:
    """Erases at the start of the service, and at each midnight in Belgium on the world's clock."""

    def __init__(self, store: ProfileStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._swept = asyncio.Event()

    async def sweep(self) -> None:
        """Destroy the data keys and fields of everyone whose two years are over today."""
        today = day_of(self._clock.now())
        last = await self._store.last_sign_ins()
        await self._store.erase(
            tuple(person for person, day in last.items() if two_years_after(day) <= today)
        )

    async def next_sweep(self) -> None:
        """Return when the next sweep is done."""
        await self._swept.wait()

    async def run(self) -> None:
        """Sweep for ever; a store that cannot be opened now is tried again the next day."""
        while True:
            await self._clock.sleep_until(next_midnight(self._clock.now()))
            try:
                await self.sweep()
            except ProfileUnavailable:
                continue
            finally:
                swept, self._swept = self._swept, asyncio.Event()
                swept.set()
