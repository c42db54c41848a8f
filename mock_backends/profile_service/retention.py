"""Two years after a citizen's last sign-in, what they kept is erased (R46)."""

import asyncio

from mock_backends.profile_service.dates import day_of, next_midnight, two_years_before
from mock_backends.profile_service.sealed_profiles import SealedProfiles
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.shared.clock import Clock


class Retention:
    """Erases at the start of the service, and at each midnight in Belgium on the world's clock."""

    def __init__(self, profiles: SealedProfiles, clock: Clock) -> None:
        self._profiles = profiles
        self._clock = clock
        self._swept = asyncio.Event()

    async def sweep(self) -> None:
        """Destroy the data keys and fields of every citizen whose two years are over today."""
        await self._profiles.erase_until(two_years_before(day_of(self._clock.now())))

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
