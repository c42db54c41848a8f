"""Whom a request to a source is about."""

from starlette.requests import Request

from mock_backends.people.numbers import is_national_number
from mock_backends.shared.problems import invalid_input


def subject_of(request: Request) -> str:
    """The national number that is asked about. Raises Problem 400."""
    number = request.headers.get("X-INSZ", "")
    if not is_national_number(number):
        # The number itself is the citizen's: the answer does not repeat it.
        issue = ("X-INSZ", "invalidInput", "eleven digits, the last two right")
        raise invalid_input(issue, place="header")
    return number
