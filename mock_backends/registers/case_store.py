"""Where the cases of every controller's desk are kept, and beside a case the sides of an identity card.

Each side is sealed; what is erased is overwritten in the file.
"""

import sqlite3

from mock_backends.registers.card_copies import Side
from mock_backends.registers.cases import Case
from mock_backends.shared.home import Home
from mock_backends.shared.sealed_cases import CasesUnavailable, SealedCases
from mock_backends.shared.sealing import SealBroken, seal, unseal

FILE_NAME = "registers.sqlite3"

_COPIES = (
    "CREATE TABLE IF NOT EXISTS copies (name BLOB NOT NULL, side TEXT NOT NULL,"
    " sealed BLOB NOT NULL, PRIMARY KEY (name, side)) STRICT"
)


class CaseStore(SealedCases[Case]):
    """The cases that are kept in a home. Every call may raise CasesUnavailable."""

    def __init__(self, home: Home) -> None:
        super().__init__(home, file=FILE_NAME, key="registers", kind=Case, parts=_parts)

    async def save_with_copy(
        self, case: Case, side: Side | None = None, picture: bytes = b"", *, erase: bool = False
    ) -> None:
        """Keep this case, and a side of a card with it; or `erase`: no side is kept any more.

        All of it happens, or nothing.
        """

        def also(connection: sqlite3.Connection, name: bytes) -> None:
            connection.execute(_COPIES)
            if erase:
                connection.execute("DELETE FROM copies WHERE name = ?", (name,))
            if side is not None:
                sealed = seal(self._key("copy"), picture, name.hex(), side)
                connection.execute(
                    "INSERT OR REPLACE INTO copies (name, side, sealed) VALUES (?, ?, ?)",
                    (name, side, sealed),
                )

        await self.save(case, also)

    async def side(self, case: Case, side: Side) -> bytes | None:
        """The picture of this side that is kept with the case; None if there is none."""

        def read() -> bytes | None:
            name = self.name(*_parts(case))
            with self._connection() as connection:
                connection.execute(_COPIES)
                row = connection.execute(
                    "SELECT sealed FROM copies WHERE name = ? AND side = ?", (name, side)
                ).fetchone()
            if row is None:
                return None
            try:
                return unseal(self._key("copy"), row[0], name.hex(), side)
            except SealBroken as error:
                raise CasesUnavailable("another key, or changed bytes") from error

        return await self._within(read)


def _parts(case: Case) -> tuple[str, ...]:
    return case.national_number, case.controller_id, case.reference
