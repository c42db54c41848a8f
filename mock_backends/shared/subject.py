"""The person whom a request to a source is about."""

from starlette.requests import Request

from mock_backends.people.numbers import is_national_number
from mock_backends.shared.problems import invalid_input


def subject_of(request: Request) -> str:
    """The national number in the request. Raises Problem 400."""
    number = request.headers.get("X-INSZ", "")
    if not is_national_number(number):
        # The answer does not repeat the number, which is personal data.
        issue = ("X-INSZ", "invalidInput", "eleven digits, the last two right")
        raise invalid_input(issue, place="header")
    return number
