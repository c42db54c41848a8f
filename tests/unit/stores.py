"""Every implementation of a profile store and of a session vault, for the tests that all must pass."""

from collections.abc import Callable
from pathlib import Path

from mock_backends.profile_service.store import ProfileStore
from mock_backends.profile_service.store_memory import MemoryProfileStore
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
from mock_backends.profile_service.vault import SessionVault
from mock_backends.profile_service.vault_memory import MemorySessionVault

ON_DISK: dict[str, Callable[[Path], ProfileStore]] = {
    "sqlite": lambda folder: SqliteProfileStore(folder / FILE_NAME),
}
STORES = {"memory": lambda folder: MemoryProfileStore(), **ON_DISK}
"""Opens a store that keeps its files, if it has any, in the folder that it is given."""

VAULTS: dict[str, Callable[[], SessionVault]] = {"memory": MemorySessionVault}
