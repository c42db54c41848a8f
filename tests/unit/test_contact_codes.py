"""The codes of contact details: one at a time, for one value, for ten minutes, and for five mistakes."""

from datetime import timedelta

import pytest

from mock_backends.profile_service.contact_codes import (
    LIFE,
    MOST_SENT,
    MOST_WRONG,
    SPAN,
    ContactCodes,
)
from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import Problem
from mock_backends.shared.turns import Turns
from tests.conftest import START

WHO, ROW, NOOR = "94050650143", "1", "noor@example.test"


@pytest.fixture
def clock() -> Clock:
    return Clock(START, frozen=True)


@pytest.fixture
def codes(clock: Clock) -> ContactCodes:
    return ContactCodes(clock, Turns(1), limited=True)


def other(code: str) -> str:
    return str((int(code) + 1) % 10**6).zfill(6)


def test_the_right_code_is_taken_once_and_for_that_value_alone(codes: ContactCodes) -> None:
    code, _ = codes.make(WHO, ROW, NOOR)
    assert len(code) == 6
    for row, value in ((ROW, "ander@example.test"), ("2", NOOR)):
        assert codes.wrong(row, value, code) == "codeNotSent"
    assert codes.wrong(ROW, NOOR, other(code)) == "codeWrong"
    assert codes.wrong(ROW, NOOR, code) == ""
    assert codes.wrong(ROW, NOOR, code) == "codeNotSent"


def test_after_five_mistakes_the_right_one_is_worth_nothing_until_another_is_sent(
    codes: ContactCodes,
) -> None:
    code, _ = codes.make(WHO, ROW, NOOR)
    answers = [codes.wrong(ROW, NOOR, other(code)) for _ in range(MOST_WRONG)]
    assert answers == ["codeWrong"] * (MOST_WRONG - 1) + ["codeSpent"]
    assert codes.wrong(ROW, NOOR, code) == "codeSpent"
    new, _ = codes.make(WHO, ROW, NOOR)
    assert codes.wrong(ROW, NOOR, code) == "codeWrong"
    assert codes.wrong(ROW, NOOR, new) == ""


def test_time_ends_it_to_the_second_unless_there_are_no_time_limits(
    codes: ContactCodes, clock: Clock
) -> None:
    free = ContactCodes(clock, Turns(1), limited=False)
    (code, ends_at), (unlimited, _) = codes.make(WHO, ROW, NOOR), free.make(WHO, ROW, NOOR)
    assert ends_at == START + LIFE
    clock.move(LIFE - timedelta(seconds=1))
    assert codes.wrong(ROW, NOOR, other(code)) == "codeWrong"
    clock.move(timedelta(seconds=1))
    assert codes.wrong(ROW, NOOR, code) == "codeExpired"
    assert free.wrong(ROW, NOOR, unlimited) == ""


def test_no_more_than_five_are_sent_in_an_hour_to_one_address_of_one_citizen(
    codes: ContactCodes, clock: Clock
) -> None:
    for _ in range(MOST_SENT):
        codes.make(WHO, ROW, NOOR)
        clock.move(timedelta(minutes=1))
    with pytest.raises(Problem) as refused:
        codes.make(WHO, ROW, NOOR)
    assert refused.value.status == 429
    wait = int(refused.value.headers["Retry-After"])
    with pytest.raises(Problem):  # nor for who adds it anew
        codes.make(WHO, "2", NOOR.upper())
    for other_ in ((WHO, "2", "ander@example.test"), ("94620831906", "3", NOOR)):
        codes.make(*other_)
    clock.move(timedelta(seconds=wait))
    codes.make(WHO, ROW, NOOR)
    assert SPAN > timedelta(seconds=wait) > SPAN - timedelta(minutes=MOST_SENT + 1)


@pytest.mark.requirement("R49")
def test_what_a_code_was_sent_to_is_forgotten_with_it(codes: ContactCodes, clock: Clock) -> None:
    code, _ = codes.make(WHO, ROW, NOOR)
    codes.sweep()
    assert NOOR in str(vars(codes))
    clock.move(LIFE)
    codes.sweep()
    assert NOOR not in str(vars(codes))
    assert code not in str(vars(codes))
    assert codes.wrong(ROW, NOOR, code) == "codeExpired"
    clock.move(SPAN)
    codes.sweep()
    assert codes.wrong(ROW, NOOR, code) == "codeNotSent"
    codes.make(WHO, ROW, NOOR)
    codes.clear()
    assert NOOR not in str(vars(codes))
