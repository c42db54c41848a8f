"""Parts of the identity provider alone: forms, numbers, interactions and methods."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.identity_provider.claims import Authentication, Subjects, shared
from mock_backends.identity_provider.interactions import Interaction, Interactions
from mock_backends.identity_provider.methods import METHODS
from mock_backends.people.loader import load
from mock_backends.shared.clock import Clock
from mock_backends.shared.oidc.parameters import parse
from mock_backends.shared.phone_numbers import masked
from mock_backends.shared.problems import Problem
from mock_backends.shared.turns import Turns
from tests.conftest import START


def test_a_form_is_read_strictly() -> None:
    read = parse(b"a=1&b=%C3%A9+x&c=&d")
    assert dict(read.values) == {"a": "1", "b": "é x"}
    assert read.doubled == frozenset()
    # A name that came twice is noticed even where one of the two was empty.
    assert parse(b"a=&a=1").doubled == {"a"}
    assert dict(parse(b"a=1&a=2").values) == {"a": "1"}
    assert parse(b"").get("a") == ""
    with pytest.raises(ValueError, match="too long"):
        parse(b"a=" + b"x" * 8191)


@pytest.mark.parametrize(
    ("given", "family", "claimed"),
    [
        (("Noor", "Mila"), "Peeters", {"given_name": "Noor", "family_name": "Peeters"}),
        ((), "Sukarno", {"family_name": "Sukarno"}),
        (("Sukarno",), "", {"given_name": "Sukarno"}),
    ],
)
def test_a_name_that_somebody_does_not_have_is_no_claim(
    given: tuple[str, ...], family: str, claimed: dict[str, str]
) -> None:
    person = replace(load().personas[0], given_names=given, family_name=family)
    claims = Subjects(Turns(1)).claims(
        Authentication(persona=person, client_id="x", acr="", at=START), "openid profile"
    )
    names = {name: value for name, value in claims.items() if name.endswith("_name")}
    assert names == claimed


def test_a_number_is_shown_without_its_middle() -> None:
    for number, shown in (
        ("+32400000001", "+32 400 ** ** 01"),
        ("+3221234567", "+32 212 ** * 67"),
        ("+12345678", "+12 345 * 78"),
        ("+123456789012345", "+12 345 ** ** ** ** 45"),
    ):
        assert masked(number) == shown
        assert len(shown.replace(" ", "")) == len(number)


def opened(interactions: Interactions) -> tuple[str, str]:
    """The id of a new interaction, and the secret of its cookie."""
    client: Any = None
    begun = interactions.open(
        Interaction, grant=None, client=client, offered=frozenset(), shares=(), program=""
    )
    return begun.visit_id, begun.cookie


def test_only_a_bounded_number_is_under_way_and_nobody_makes_room_before_two_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mock_backends.identity_provider.interactions.MOST_AT_ONCE", 2)
    clock = Clock(START, frozen=True)
    limited, unlimited = Interactions(clock), Interactions(clock, time_limits=False)
    for full in (False, False, True):
        assert limited.full is full
        opened(limited)
    oldest = opened(unlimited)
    clock.move(timedelta(minutes=10))
    assert (limited.full, len(limited)) == (False, 0)
    newest = opened(unlimited)
    clock.move(timedelta(minutes=109))
    assert unlimited.full
    assert unlimited.find(*oldest).id == oldest[0]
    clock.move(timedelta(minutes=1))
    assert not unlimited.full
    assert unlimited.find(*newest).id == newest[0]
    with pytest.raises(Problem):
        unlimited.find(*oldest)


def test_methods_differ() -> None:
    for names in ([method.id for method in METHODS], [method.acr for method in METHODS]):
        assert len(set(names)) == len(METHODS)
    actions = {action for method in METHODS for action in method.actions}
    assert len({action.__struct_config__.tag for action in actions}) == len(actions)


def test_what_is_shared_follows_from_the_scope() -> None:
    assert shared("openid profile rrn") == ("name", "nationalNumber")
    assert shared("openid rrn") == ("nationalNumber",)
    assert shared("openid") == ()


def test_no_module_of_the_provider_holds_state() -> None:
    """The state of a world is on its party: two worlds in one process share nothing."""
    folder = Path(__file__).parents[2] / "mock_backends" / "identity_provider"
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
                value, ast.Dict | ast.List
            ):
                target = ast.unparse(
                    node.targets[0] if isinstance(node, ast.Assign) else node.target
                )
                assert target in {"_NOT_SUPPORTED", "_LONGEST_OF"}, f"{path.name}: {target}"
