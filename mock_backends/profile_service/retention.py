"""Erases a citizen's profile two years after their last sign-in (R46)."""

import asyncio

from mock_backends.profile_service.dates import last_sign_in_erased_on
from mock_backends.profile_service.sealed_profiles import SealedProfiles
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of, next_midnight


class Retention:
    """Erases what is due when the service starts, and at every midnight in Belgium on the world's clock."""

    def __init__(self, profiles: SealedProfiles, clock: Clock) -> None:
        self._profiles = profiles
        self._clock = clock
        self._swept = asyncio.Event()

    async def sweep(self) -> None:
        """Destroy the data keys and fields of all citizens whose two years are over."""
        await self._profiles.erase_until(last_sign_in_erased_on(day_of(self._clock.now())))

    async def next_sweep(self) -> None:
        """Wait until the next sweep is done."""
        await self._swept.wait()

    async def run(self) -> None:
        """Sweep for ever; if the store cannot be opened, try again the next day."""
        while True:
            await self._clock.sleep_until(next_midnight(self._clock.now()))
            try:
                await self.sweep()
            except ProfileUnavailable:
                continue
            finally:
                swept, self._swept = self._swept, asyncio.Event()
                swept.set()
