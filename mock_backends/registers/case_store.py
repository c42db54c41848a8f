"""Where the cases of every controller's desk are kept."""

from mock_backends.registers.cases import Case
from mock_backends.shared.home import Home
from mock_backends.shared.sealed_cases import SealedCases

FILE_NAME = "registers.sqlite3"

CaseStore = SealedCases[Case]


def case_store(home: Home) -> CaseStore:
    """The cases that are kept in this home."""
    return SealedCases(home, file=FILE_NAME, key="registers", kind=Case, parts=_parts)


def _parts(case: Case) -> tuple[str, ...]:
    return case.national_number, case.controller_id, case.reference
