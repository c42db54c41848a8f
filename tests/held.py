"""What the profile service holds of sessions, as only a test may look at it."""

from mock_backends.profile_service.service import ProfileService
from mock_backends.profile_service.vault_memory import MemorySessionVault

Sealed = dict[tuple[str, str], bytes]


def held_by(service: ProfileService) -> tuple[Sealed, ...]:
    """The sealed bytes of each session by kind and item: not a copy, so that it shows what is left later."""
    vault = service.sessions._vault
    assert isinstance(vault, MemorySessionVault)
    assert vault._sealed.keys() == vault._sessions.keys()
    return tuple(vault._sealed.values())
