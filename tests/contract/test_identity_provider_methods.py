"""The ways to sign in, step by step: what the citizen sees, what the card does, what time does."""

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec
import pytest

from mock_backends.identity_provider.app import COOKIE
from mock_backends.identity_provider.methods import METHODS
from mock_backends.identity_provider.methods.eid import Eid
from mock_backends.people.loader import CardFixture, CardState, Persona
from mock_backends.shared.faults import Fault
from mock_backends.shared.home import Home
from tests.contract.neighbours import BASE, turns
from tests.contract.relying_party import ISSUER, Provider, SignIn, callback_of
from tui.devices.identity_card import IdentityCard

CLIENT_NAME = {
    "nl": "Mijn Burgerprofiel",
    "en": "My Citizen Profile",
    "fr": "Mon profil citoyen",
    "de": "Mein Bürgerprofil",
}


async def polling(provider: Provider, path: str, after: int) -> "asyncio.Task[httpx.Response]":
    """A long poll, at the point at which it waits."""
    task = asyncio.create_task(provider.call("GET", f"{path}?after={after}&wait=25"))
    await turns()
    assert not task.done()
    return task


async def arrived(poll: "asyncio.Task[httpx.Response]") -> Any:
    """What a long poll brings that has been answered by now."""
    await turns()
    assert poll.done()
    return (await poll).json()


async def choosing(provider: Provider, method: str) -> str:
    """The path of an interaction in which this method was chosen."""
    path = await provider.begin()
    await provider.act(path, "chooseMethod", method=method)
    return path


Change = Callable[[Persona], Persona]


def noor_with(**changes: Any) -> Change:
    """Noor with other members; everybody else as they are."""
    return lambda persona: (
        msgspec.structs.replace(persona, **changes) if persona.id == "noor-peeters" else persona
    )


# --- the interaction --------------------------------------------------------------------------


async def test_the_choice_of_methods(provider: Provider) -> None:
    path = await provider.begin(acr_values="")
    assert await provider.state(path) == {
        "interactionId": path.rpartition("/")[2],
        "version": 1,
        "step": "chooseMethod",
        "clientName": CLIENT_NAME,
        "methods": [
            {"id": method.id, "level": method.level, "available": method.available}
            for method in METHODS
        ],
        "expiresAt": "2026-11-23T09:10:00Z",
        "latestAt": "2026-11-23T11:00:00Z",
    }
    levels = {method.id: method.level for method in METHODS}
    assert {"itsme": 450, "eid": 500, "app": 400, "sms": 400}.items() <= levels.items()


async def test_acr_values_narrow_the_choice_unless_they_are_unknown(provider: Provider) -> None:
    every = {method.id for method in METHODS if method.available}
    for acr, offered in (("urn:be:vlaanderen:authmech:eid", {"eid"}), ("urn:x", every)):
        path = await provider.begin(acr_values=acr)
        methods = (await provider.state(path))["methods"]
        assert {method["id"] for method in methods if method["available"]} == offered
        by_itsme = {"action": "chooseMethod", "method": "itsme"}
        reply = await provider.call("POST", path, json=by_itsme)
        assert reply.status_code == (200 if "itsme" in offered else 400)


async def test_the_cookie_is_the_browsers_alone(provider: Provider) -> None:
    reply = await provider.authorize()
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for attribute in ("Path=/op", "Secure", "HttpOnly", "SameSite=lax"):
        assert attribute in cookie
    assert "Max-Age" not in cookie
    path = reply.headers["location"].removeprefix(ISSUER)
    assert cookie.split("=")[1].split(";")[0] not in path
    mine = provider.browser.cookies
    provider.browser.cookies = httpx.Cookies()
    for forged in ("", "x", path.rpartition("/")[2], "é", '"', "=;="):
        headers = {"Cookie": f"{COOKIE}={forged}".encode()}
        assert (await provider.call("GET", path, headers=headers)).status_code == 403
        abort = await provider.call("POST", path, json={"action": "abort"}, headers=headers)
        assert abort.status_code == 403
    # Nor does the cookie of another browser.
    await provider.begin()
    assert (await provider.call("GET", path)).status_code == 403
    provider.browser.cookies = mine
    assert (await provider.state(path))["step"] == "chooseMethod"


async def test_an_interaction_lives_ten_minutes(provider: Provider) -> None:
    path = await provider.begin()
    provider.move(599)
    assert (await provider.call("GET", path)).status_code == 200
    provider.move(1)
    for reply in (
        await provider.call("GET", path),
        await provider.call("POST", path, json={"action": "back"}),
        await provider.call("GET", "/v1/interactions/never"),
    ):
        assert reply.status_code == 410
        assert reply.json()["type"] == "urn:problem-type:simulator:interactionExpired"


NO_CARD = dict.fromkeys(("format", "algorithm", "unverifiedCertificate", "signature"), "x")
PRESENT_CARD = {"action": "presentCard", "token": NO_CARD}
CHOOSE_ITSME, CHOOSE_EID = (
    {"action": "chooseMethod", "method": method} for method in ("itsme", "eid")
)
WRONG_STEPS: tuple[tuple[dict[str, Any] | None, tuple[dict[str, Any], ...]], ...] = (
    (None, (PRESENT_CARD,)),
    (CHOOSE_ITSME, (CHOOSE_EID, PRESENT_CARD)),
    (CHOOSE_EID, (CHOOSE_ITSME,)),
    (
        {"action": "abort"},
        ({"action": "abort"}, {"action": "back"}, CHOOSE_ITSME, {"action": "extend"}),
    ),
)
"""What was done last (None: nothing), and what cannot be done then."""


async def test_a_wrong_step_is_a_conflict(provider: Provider) -> None:
    for done, actions in WRONG_STEPS:
        path = await provider.begin()
        if done is not None:
            await provider.call("POST", path, json=done)
        before = await provider.state(path)
        for action in actions:
            reply = await provider.call("POST", path, json=action)
            assert reply.status_code == 409, (done, action)
            assert reply.json()["type"] == "urn:problem-type:simulator:wrongStep"
            assert reply.json()["step"] == before["step"]
            assert await provider.state(path) == before


NO_ACTIONS = (
    *(b"", b"{", b"[]", b"[" * 5000, b"\xff", b"{}"),
    *(b'{"action":"dance"}', b'{"action":7}', b'{"action":"chooseMethod"}'),
    *(
        b'{"action":"chooseMethod","method":%s}' % name
        for name in (b"null", b'"app"', b'"nothing"')
    ),
)


async def test_an_action_must_be_known_be_json_and_be_small(provider: Provider) -> None:
    path = await provider.begin()
    for body in NO_ACTIONS:
        headers = {"content-type": "application/json"}
        reply = await provider.call("POST", path, content=body, headers=headers)
        assert (reply.status_code, bool(reply.json()["issues"])) == (400, True), body
    for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"content-type": media_type}
        reply = await provider.call("POST", path, content=b'{"action":"abort"}', headers=headers)
        assert reply.status_code == 415
    large = await provider.call("POST", path, json={"action": "abort", "x": "x" * 70_000})
    assert large.status_code == 413


async def test_back_returns_to_the_choice(provider: Provider) -> None:
    path, _ = await provider.at_itsme()
    state = await provider.act(path, "back")
    assert (state["step"], "failure" in state, "details" in state) == ("chooseMethod", False, False)
    assert (await provider.act(path, "chooseMethod", method="eid"))["step"] == "eidCard"


async def test_giving_up_goes_back_to_the_portal(provider: Provider) -> None:
    path, _ = await provider.at_the_reader(sign_in := SignIn())
    state = await provider.act(path, "abort")
    assert state["step"] == "ended"
    back = callback_of(state["redirectTo"])
    assert (back["error"], back["state"], back["iss"]) == ("access_denied", sign_in.state, ISSUER)


# --- long polls -------------------------------------------------------------------------------


async def test_a_wait_ends_by_the_worlds_clock(provider: Provider) -> None:
    path = await provider.begin()
    poll = await polling(provider, path, 1)
    provider.move(24.9)
    await turns()
    assert not poll.done()
    provider.move(0.1)
    assert (await arrived(poll))["version"] == 1


async def test_a_poll_is_answered_at_once_without_a_version_or_with_another(
    provider: Provider,
) -> None:
    path = await provider.begin()
    for query in ("", "?wait=20", "?after=0&wait=20", "?after=9&wait=20"):
        assert (await provider.state(path, query))["version"] == 1


async def test_a_browser_is_warned_two_minutes_before_the_end(provider: Provider) -> None:
    path = await provider.begin()
    provider.move(470)
    poll = await polling(provider, path, 1)
    provider.move(10)
    state = await arrived(poll)
    assert (state["ending"], state["version"]) == (True, 2)


@pytest.mark.parametrize("aborted", [False, True])
async def test_a_waiting_browser_hears_that_the_sign_in_is_over(
    provider: Provider, aborted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await provider.begin()
    provider.move(590)
    assert (await provider.state(path))["ending"]
    if aborted:
        await provider.act(path, "abort")
    version = (await provider.state(path))["version"]
    looked = Mock(wraps=provider.service._settle)
    monkeypatch.setattr(provider.service, "_settle", looked)
    poll = await polling(provider, path, version)
    assert looked.call_count == 1, "it waits, and does not look again and again"
    provider.move(10)
    assert (await arrived(poll))["status"] == 410


# --- itsme: there and back (its own side: test_itsme.py) -------------------------------------------


async def test_who_chooses_itsme_is_sent_there_and_comes_back_signed_in(provider: Provider) -> None:
    path, pages = await provider.at_itsme(sign_in := SignIn())
    poll = await polling(provider, path, (await provider.state(path))["version"])
    state = await provider.come_back(path, await provider.answered(pages))
    assert (await arrived(poll))["step"] == state["step"] == "done"
    assert callback_of(state["redirectTo"])["state"] == sign_in.state


async def test_what_the_access_management_asks_of_itsme_is_little(provider: Provider) -> None:
    """The finger is enough, and only the name and the number are shared, in the ID token."""
    path = await provider.begin()
    state = await provider.act(path, "chooseMethod", method="itsme")
    asked = dict(parse_qsl(urlsplit(state["details"]["authorizationUrl"]).query))
    assert asked["scope"] == "openid service:MBPSIM"
    assert asked["acr_values"] == "http://itsme.services/v2/claim/acr_basic"
    number = "http://itsme.services/v2/claim/BENationalNumber"
    claims = json.loads(asked["claims"])
    assert list(claims) == ["id_token"]
    assert set(claims["id_token"]) == {number, "given_name", "family_name"}
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


async def test_refusing_at_itsme_leads_back_to_the_choice(provider: Provider) -> None:
    path, pages = await provider.at_itsme()
    state = await provider.come_back(path, await provider.answered(pages, "refuse"))
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "refused"})


async def test_whoever_comes_back_twice_late_or_with_anothers_code_is_not_signed_in(
    provider: Provider,
) -> None:
    path, pages = await provider.at_itsme()
    back = await provider.answered(pages)
    forged = back.replace("state=", "state=x")
    state = await provider.come_back(path, forged)
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "untrusted"})
    assert await provider.come_back(path, back) == state, "its sign-in at itsme is over"
    path, pages = await provider.at_itsme()
    back = await provider.answered(pages)
    await provider.act(path, "back")
    assert (await provider.come_back(path, back))["step"] == "chooseMethod"
    provider.browser.cookies = httpx.Cookies()
    stranger = await provider.call("GET", back.removeprefix(ISSUER))
    assert stranger.status_code == 410


async def test_who_is_at_itsme_has_as_much_time_as_itsme_gives(provider: Provider) -> None:
    path, pages = await provider.at_itsme()
    for _ in range(4):
        provider.move(540)
        extended = await provider.browser.post(pages, json={"action": "extend"})
        assert extended.status_code == 200
    assert "ending" not in await provider.state(path)
    state = await provider.act(path, "back")
    assert state["expiresAt"] == "2026-11-23T09:46:00Z", "then our own ten minutes count again"


async def test_itsme_out_of_reach_is_said_at_the_choice(provider: Provider) -> None:
    provider.app.router.routes.pop()
    path = await provider.begin()
    state = await provider.act(path, "chooseMethod", method="itsme")
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "unavailable"})


async def test_nobody_below_sixteen_signs_in_by_itsme_whatever_itsme_says(
    home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(home_folder, change=noor_with(birth_date="2010-11-24"))
    monkeypatch.setattr("mock_backends.itsme.service.MINIMUM_AGE", 0)
    path, pages = await provider.at_itsme()
    state = await provider.come_back(path, await provider.answered(pages))
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": "underAge"})


FAULTS = {
    **dict.fromkeys(
        (
            *("wrongSignature", "wrongKey", "wrongIssuer", "wrongAudience", "wrongNonce"),
            *("expiredToken", "tokenNotYetValid", "wrongAcr", "notEncrypted"),
            *("malformed", "truncated"),
        ),
        "untrusted",
    ),
    "down": "unavailable",
    "accessDenied": "refused",
    "temporaryUnavailable": "unavailable",
}
"""Each way in which itsme can fail while somebody is there, and what they are told."""

WAYS = {"itsme", "eid"}
"""Those that the request asks for by its `acr_values`."""


@pytest.mark.parametrize("kind", FAULTS)
async def test_whatever_is_wrong_with_itsmes_answer_nobody_is_signed_in_and_the_other_ways_are_offered(
    provider: Provider, kind: str
) -> None:
    path = await provider.begin()
    state = await provider.act(path, "chooseMethod", method="itsme")
    there = state["details"]["authorizationUrl"]
    fault = Fault(party="itsme", kind=kind)
    if fault.within == ("GET", "authorization"):
        provider.faults.set("it", fault)
        back = (await provider.browser.get(there)).headers["location"]
    else:
        back = await provider.answered((await provider.browser.get(there)).headers["location"])
        provider.faults.set("it", fault)
    state = await provider.come_back(path, back)
    assert (state["step"], state["failure"]) == ("chooseMethod", {"code": FAULTS[kind]})
    assert all(method["available"] for method in state["methods"] if method["id"] in WAYS)
    provider.faults.clear()
    path, pages = await provider.at_itsme()
    assert (await provider.come_back(path, await provider.answered(pages)))["step"] == "done"


async def test_a_key_that_itsme_has_changed_in_the_middle_is_fetched(provider: Provider) -> None:
    await provider.approved("itsme")
    provider.move(60)
    path, pages = await provider.at_itsme()
    back = await provider.answered(pages)
    provider.faults.set("it", Fault(party="itsme", kind="keyRotated"))
    assert (await provider.come_back(path, back))["step"] == "done"


# --- eID --------------------------------------------------------------------------------------


async def presented(
    provider: Provider, path: str, card: IdentityCard, challenge: str = "", **changes: str
) -> str:
    """Present a card that signs the challenge asked for, or this one: what went wrong, or the step."""
    challenge = challenge or (await provider.state(path))["details"]["challenge"]
    token = {**card.sign(challenge, BASE), **changes}
    state = await provider.act(path, "presentCard", token=token)
    if "failure" not in state:
        return str(state["step"])
    assert "redirectTo" not in state
    return str(state["failure"]["code"])


async def test_a_challenge_serves_once_for_one_site_and_in_one_sign_in(provider: Provider) -> None:
    card = provider.card(provider.person("noor-peeters"))
    _, of_another = await provider.at_the_reader()
    path, first = await provider.at_the_reader()
    elsewhere = card.sign(first, "https://evil.example")
    for token in (elsewhere, card.sign(first, BASE), card.sign(of_another, BASE)):
        assert await presented(provider, path, card, **token) == "signatureInvalid"
    last = (await provider.state(path))["details"]["challenge"]
    await provider.act(path, "back")
    await provider.act(path, "chooseMethod", method="eid")
    assert await presented(provider, path, card, last) == "signatureInvalid"
    assert await presented(provider, path, card) == "done"


async def test_a_token_that_does_not_hold(provider: Provider) -> None:
    card, amirs = (provider.card(provider.person(name)) for name in ("noor-peeters", "amir-haddad"))
    path, challenge = await provider.at_the_reader()
    # A signature has one form: here are the same two numbers, the second with a zero before it.
    raw = b64decode(card.sign(challenge, BASE)["signature"])
    padded = b64encode(raw[:48] + b"\0" + raw[48:]).decode()
    assert await presented(provider, path, card, challenge, signature=padded) == "signatureInvalid"
    for name, code, values in (
        ("format", "signatureInvalid", ("web-eid:2.0", "")),
        ("algorithm", "signatureInvalid", ("RS256", "none")),
        ("signature", "signatureInvalid", ("", "é", "A" * 128, "/" * 128, "A" * 60_000)),
        ("unverifiedCertificate", "cardNotTrusted", ("", "é", "AAAA", "A" * 60_000)),
        # And the signature of another card does not serve.
        (
            "unverifiedCertificate",
            "signatureInvalid",
            (amirs.sign("", "")["unverifiedCertificate"],),
        ),
    ):
        for value in values:
            assert await presented(provider, path, card, **{name: value}) == code, (name, value)
            assert (await provider.state(path))["step"] == "eidCard"


async def test_cards_are_held_against_what_their_issuer_publishes_even_if_it_comes_late(
    provider: Provider, tmp_path: Path
) -> None:
    card = provider.card(provider.person("noor-peeters"))
    path, challenge = await provider.at_the_reader()
    provider.authority = None
    shown = {"action": "presentCard", "token": card.sign(challenge, BASE)}
    refused = await provider.call("POST", path, json=shown)
    assert (refused.status_code, refused.json()["reason"]) == (503, "error")
    # The challenge has not served: the same card is presented again.
    provider.authority = Home.of(tmp_path / "other")
    assert await presented(provider, path, card, challenge) == "cardNotTrusted"
    provider.authority = provider.home
    assert await presented(provider, path, card, "x") == "signatureInvalid"
    # What was published last serves while the issuer does not answer.
    provider.authority = None
    assert await presented(provider, path, card) == "done"


async def test_a_card_expires_and_is_not_valid_before_its_time(provider: Provider) -> None:
    person = provider.person("noor-peeters")
    assert person.card is not None
    for valid_from, valid_until, said in (
        (date(2015, 1, 1), date(2026, 11, 22), "cardExpired"),
        (date(2026, 11, 24), date(2030, 1, 1), "cardNotYetValid"),
    ):
        other: CardFixture = msgspec.structs.replace(
            person.card, valid_from=valid_from, valid_until=valid_until
        )
        card = provider.card(msgspec.structs.replace(person, card=other))
        path, _ = await provider.at_the_reader()
        assert await presented(provider, path, card) == said
    # Also while the world goes on.
    card = provider.card(person)
    provider.move((person.card.valid_until.year - 2025) * 366 * 86_400)
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, card) == "cardExpired"


async def test_a_card_that_is_revoked_or_whose_status_nobody_tells_is_refused(
    provider: Provider,
) -> None:
    card = provider.card(provider.person("noor-peeters"))
    refusals: tuple[tuple[CardState | None, str], ...] = (
        ("revoked", "cardRevoked"),
        ("lost", "cardReportedLost"),
        ("unanswered", "statusUnavailable"),
        (None, "statusUnavailable"),
    )
    for state, said in refusals:
        provider.card_state = state
        path, _ = await provider.at_the_reader()
        assert await presented(provider, path, card) == said
    # Where the status was not told, it is asked again.
    provider.card_state = "active"
    assert await presented(provider, path, card) == "done"
    (eid,) = (method for method in provider.service.methods if isinstance(method, Eid))
    assert not eid._presented, "nothing is kept of a card that was presented"


async def test_the_card_of_somebody_whom_nobody_knows(provider: Provider) -> None:
    noor = provider.person("noor-peeters")
    stranger = msgspec.structs.replace(noor, national_number="71690999827")
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, provider.card(stranger)) == "personUnknown"


@pytest.mark.parametrize(
    ("day", "said"), [("2014-11-23", "done"), ("2014-11-24", "underAge"), ("2014", "underAge")]
)
async def test_eid_is_from_twelve(home_folder: Path, day: str, said: str) -> None:
    provider = Provider(home_folder, change=noor_with(birth_date=day))
    path, _ = await provider.at_the_reader()
    assert await presented(provider, path, provider.card(provider.person("noor-peeters"))) == said
    assert (await provider.state(path))["step"] == (said if said == "done" else "chooseMethod")
    # The challenge has served, whatever came of it.
    (eid,) = (method for method in provider.service.methods if isinstance(method, Eid))
    assert eid._challenges == {}
