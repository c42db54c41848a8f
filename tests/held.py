"""What the profile service holds of sessions, as only a test may look at it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from mock_backends.profile_service.service import ProfileService
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.profile_service.vault_memory import MemorySessionVault

Sealed = dict[tuple[str, str], bytes]


def held_by(service: ProfileService) -> tuple[Sealed, ...]:
    """The sealed bytes of each session by kind and item: not a copy, so that it shows what is left later."""
    vault = service.sessions._vault
    assert isinstance(vault, MemorySessionVault)
    assert vault._sealed.keys() == vault._sessions.keys()
    return tuple(vault._sealed.values())


@contextmanager
def no_key_is_left() -> Iterator[None]:
    """What is done within leaves no session's key in memory, not even until the collector comes by."""
    gc.collect()
    gc.disable()
    try:
        yield
        assert not any(isinstance(thing, OpenSession) for thing in gc.get_objects())
    finally:
        gc.enable()
