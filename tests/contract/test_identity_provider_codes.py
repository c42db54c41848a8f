"""The two codes, step by step: user name and password, and then six digits from an app or a message."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from msgspec.structs import replace

from mock_backends.identity_provider import accounts
from mock_backends.people.loader import KeysFixture, Persona
from mock_backends.shared.faults import Fault
from tests.contract.neighbours import turns
from tests.contract.relying_party import Provider, SignIn, callback_of

METHODS = ("app", "sms")
BOTH = "urn:be:vlaanderen:authmech:csamtotp urn:be:vlaanderen:authmech:csamsms"


def keys_of(provider: Provider, person: str = "noor-peeters") -> KeysFixture:
    keys = provider.person(person).keys
    assert keys is not None
    return keys


def app_of(provider: Provider, **away: int) -> Callable[[], str]:
    """Noor's authenticator app, one that others wrote; `away` are the seconds that its clock is off."""
    secret = (keys_of(provider).app or "").replace(" ", "").upper()
    off = away.get("seconds", 0)
    return lambda: pyotp.TOTP(secret).at(int(provider.clock.now().timestamp()) + off)


async def give_password(
    provider: Provider, path: str, *, user_name: str = "", password: str = ""
) -> dict[str, Any]:
    keys = keys_of(provider)
    return await provider.act(
        path,
        "sendPassword",
        userName=user_name or keys.user_name,
        password=password or keys.password,
    )


async def at_the_code(
    provider: Provider, method: str, sign_in: SignIn | None = None
) -> tuple[str, dict[str, Any]]:
    """Go as far as the code: the interaction's path and state."""
    path = await provider.begin(sign_in, acr_values=BOTH)
    state = await provider.act(path, "chooseMethod", method=method)
    assert (state["step"], "details" in state) == (f"{method}Password", False)
    state = await give_password(provider, path)
    assert state["step"] == f"{method}Code"
    return path, state


async def phone(provider: Provider, query: str = "", number: str = "") -> dict[str, Any]:
    """The messages on Noor's phone, or on another."""
    handed = await provider.call(
        "POST",
        "/v1/text-messages/phones",
        json={"phoneNumber": number or keys_of(provider).sms},
        headers={"Authorization": f"Bearer {provider.tester.token('identity_provider')}"},
    )
    reply = await provider.call(
        "GET",
        f"/v1/text-messages{query}",
        headers={"Authorization": f"Bearer {handed.json()['phoneToken']}"},
    )
    assert reply.status_code == 200
    messages: dict[str, Any] = reply.json()
    return messages


async def codes(provider: Provider) -> list[str]:
    return [message["code"] for message in (await phone(provider))["items"]]


async def code_for(provider: Provider, method: str) -> str:
    return app_of(provider)() if method == "app" else (await codes(provider))[-1]


def failure(state: dict[str, Any]) -> str:
    return str(state.get("failure", {}).get("code", state["step"]))


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("method", METHODS)
async def test_password_and_code_sign_in_and_the_token_says_how(
    provider: Provider, method: str
) -> None:
    path, _ = await at_the_code(provider, method, sign_in := SignIn())
    code = await code_for(provider, method)
    state = await provider.act(path, "sendCode", code=f"{code[:3]} {code[3:]}")
    assert state["step"] == "done"
    sign_in.back = callback_of(state["redirectTo"])
    tokens = await provider.tokens(sign_in)
    claims = await provider.claims(sign_in, tokens)
    ways = {one.id: one.acr for one in provider.service.methods}
    assert claims["acr"] == ways[method]
    assert (await phone(provider))["items"] == []


@pytest.mark.parametrize(
    ("user_name", "password", "step"),
    [
        ("Noor.Peeters ", "zonnebloem-op-het-balkon", "appCode"),
        ("noor.peeters", "Zonnebloem-op-het-balkon", "appPassword"),
        ("noor.peeters", "zonnebloem-op-het-balkon ", "appPassword"),
        ("nobody", "zonnebloem-op-het-balkon", "appPassword"),
        ("noor.peeters", "\ud800", "appPassword"),
    ],
)
async def test_only_the_right_password_of_somebody_goes_on(
    provider: Provider, user_name: str, password: str, step: str
) -> None:
    path = await provider.begin(acr_values=BOTH)
    await provider.act(path, "chooseMethod", method="app")
    if "\ud800" in password:
        body = b'{"action":"sendPassword","userName":"noor.peeters","password":"\\ud800"}'
        headers = {"content-type": "application/json"}
        assert (await provider.call("POST", path, content=body, headers=headers)).status_code < 500
        state = await provider.state(path)
    else:
        state = await give_password(provider, path, user_name=user_name, password=password)
    assert state["step"] == step


async def test_whether_somebody_has_a_user_name_cannot_be_told(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the same, and so is the work: each costs one hash."""
    hashed: list[str] = []
    scrypt = accounts._scrypt

    def counted(password: str, salt: bytes) -> bytes:
        hashed.append(password)
        return scrypt(password, salt)

    monkeypatch.setattr(accounts, "_scrypt", counted)
    path = await provider.begin(acr_values=BOTH)
    await provider.act(path, "chooseMethod", method="app")
    await provider.service.accounts.ready()
    said = []
    for name in ("noor.peeters", "nobody"):
        hashed.clear()
        state = await give_password(provider, path, user_name=name, password="wrong-as-can-be")
        said.append((failure(state), state["step"], hashed.copy()))
    assert said == [("wrongPassword", "appPassword", ["wrong-as-can-be"])] * 2


@pytest.mark.parametrize("name", ["noor.peeters", "nobody"])
async def test_after_five_wrong_passwords_one_waits_known_or_not(
    provider: Provider, name: str
) -> None:
    path = await provider.begin(acr_values=BOTH)
    await provider.act(path, "chooseMethod", method="app")
    said = [
        await give_password(provider, path, user_name=name, password="wrong-as-can-be")
        for _ in range(6)
    ]
    assert list(map(failure, said)) == ["wrongPassword"] * 4 + ["paused"] * 2
    assert said[-1]["details"] == {"pausedUntil": "2026-11-23T09:05:00Z"}
    # Also elsewhere, and by the other method.
    other = await provider.begin(acr_values=BOTH)
    await provider.act(other, "chooseMethod", method="sms")
    assert failure(await give_password(provider, other, user_name=name)) == "paused"
    provider.move(300)
    assert "details" not in await provider.state(other)
    again = await give_password(provider, other, user_name=name)
    assert failure(again) == ("smsCode" if name == "noor.peeters" else "wrongPassword")


@pytest.mark.parametrize("method", METHODS)
async def test_after_five_wrong_codes_one_waits(provider: Provider, method: str) -> None:
    path, _ = await at_the_code(provider, method)
    right = await code_for(provider, method)
    wrong = str((int(right) + 1) % 1_000_000).zfill(6)
    for no_code in ("12345", "1234567", "12345a", "", "\u0661\u0662\u0663\u0664\u0665\u0666"):
        reply = await provider.call("POST", path, json={"action": "sendCode", "code": no_code})
        (issue,) = reply.json()["issues"]
        assert (reply.status_code, issue["code"]) == (400, "codeInvalid"), "costs no try"
    said = [failure(await provider.act(path, "sendCode", code=wrong)) for _ in range(5)]
    assert said == ["wrongCode"] * 4 + ["paused"]
    assert failure(await give_password(provider, path)) == "paused", "the password does not help"
    provider.move(300)
    assert failure(await give_password(provider, path)) == f"{method}Code"
    code = await code_for(provider, method)
    assert failure(await provider.act(path, "sendCode", code=code)) == "done"


def noor_with(**changes: Any) -> Callable[[Persona], Persona]:
    def change(persona: Persona) -> Persona:
        if persona.id != "noor-peeters":
            return persona
        assert persona.keys is not None
        keys = replace(persona.keys, **changes.pop("keys", {}))
        return replace(persona, keys=keys, **changes)

    return change


@pytest.mark.parametrize(
    ("method", "changes", "why"),
    [
        ("app", {"keys": {"app": None}}, "noApp"),
        ("sms", {"keys": {"sms": None}}, "noNumber"),
        *((method, {"birth_date": "2014-11-24"}, "underAge") for method in METHODS),
        *((method, {"birth_date": "2014-11-23"}, f"{method}Code") for method in METHODS),
    ],
)
async def test_who_is_too_young_or_never_set_it_up_reads_so(
    home_folder: Path, method: str, changes: dict[str, Any], why: str
) -> None:
    provider = Provider(home_folder, change=noor_with(**changes))
    path = await provider.begin(acr_values=BOTH)
    await provider.act(path, "chooseMethod", method=method)
    state = await give_password(provider, path)
    assert failure(state) == why
    assert (state["step"] == "chooseMethod") is (why != f"{method}Code")


# --- by app -----------------------------------------------------------------------------------


async def test_a_code_that_was_taken_is_never_taken_again(provider: Provider) -> None:
    """RFC 6238 section 5.2, also of a phone whose clock is ahead, and for as long as the code would fit."""
    ahead = app_of(provider, seconds=30)
    code = ahead()
    path, _ = await at_the_code(provider, "app")
    assert failure(await provider.act(path, "sendCode", code=code)) == "done"
    path, _ = await at_the_code(provider, "app")
    for seconds in (0, 30, 30):
        provider.move(seconds)
        assert failure(await provider.act(path, "sendCode", code=code)) == "codeUsed"
        assert failure(await provider.act(path, "sendCode", code=code)) == "codeUsed", "is no try"
    assert failure(await provider.act(path, "sendCode", code=ahead())) == "done"


@pytest.mark.parametrize(
    "now", [datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]
)
@pytest.mark.parametrize(
    ("seconds", "taken"), [(-30, True), (30, True), (-3600, False), (3600, False)]
)
async def test_in_the_nights_on_which_clocks_change_a_code_is_taken_as_ever(
    provider: Provider, now: datetime, seconds: int, taken: bool
) -> None:
    provider.clock.move_to(now)
    path, _ = await at_the_code(provider, "app")
    state = await provider.act(path, "sendCode", code=app_of(provider, seconds=seconds)())
    assert failure(state) == ("done" if taken else "wrongCode")


async def test_a_clock_that_is_set_back_locks_nobody_out(provider: Provider) -> None:
    path, _ = await at_the_code(provider, "app")
    await provider.act(path, "sendCode", code=app_of(provider)())
    provider.clock.move_to(datetime(2026, 11, 22, tzinfo=UTC))
    path, _ = await at_the_code(provider, "app")
    assert failure(await provider.act(path, "sendCode", code=app_of(provider)())) == "done"


# --- by text message --------------------------------------------------------------------------


async def test_the_message_says_for_whom_and_until_when(provider: Provider) -> None:
    path, state = await at_the_code(provider, "sms")
    assert state["details"].pop("messageId")
    assert state["details"] == {"sentTo": "+32 400 ** ** 01", "sentAt": "2026-11-23T09:00:00Z"}
    (message,) = (await phone(provider))["items"]
    assert message["expiresAt"] == state["stepExpiresAt"] == "2026-11-23T09:05:00Z"
    assert message["clientName"]["nl"] == "Mijn Burgerprofiel"
    await provider.act(path, "back")
    assert (await phone(provider))["items"] == []


async def test_a_new_message_kills_the_code_of_the_old_one(provider: Provider) -> None:
    path, _ = await at_the_code(provider, "sms")
    assert failure(await provider.act(path, "sendAgain")) == "smsCode"
    old, new = await codes(provider)
    assert old != new
    assert failure(await provider.act(path, "sendCode", code=old)) == "codeReplaced"
    assert failure(await provider.act(path, "sendCode", code=new)) == "done"


async def test_a_code_that_comes_too_late_is_not_taken_and_another_can_be_sent(
    provider: Provider,
) -> None:
    path, _ = await at_the_code(provider, "sms")
    provider.move(240)
    await provider.act(path, "extend")
    provider.move(299)
    assert failure(await provider.state(path)) == "smsCode"
    provider.move(1)
    assert failure(await provider.state(path)) == "codeExpired"
    (code,) = await codes(provider)
    assert failure(await provider.act(path, "sendCode", code=code)) == "codeExpired"
    state = await provider.act(path, "sendAgain")
    assert (state["step"], "failure" in state) == ("smsCode", False)
    assert failure(await provider.act(path, "sendCode", code=(await codes(provider))[-1])) == "done"


async def test_five_messages_and_then_one_waits(provider: Provider) -> None:
    path, _ = await at_the_code(provider, "sms")
    said = [failure(await provider.act(path, "sendAgain")) for _ in range(5)]
    assert said == ["smsCode"] * 4 + ["tooManyMessages"]
    assert (await provider.state(path))["details"] == {"pausedUntil": "2026-11-23T09:05:00Z"}
    assert await codes(provider) == []


@pytest.mark.parametrize(
    ("fault", "then"),
    [
        (Fault(party="identity_provider", kind="smsLate", times=1, parameters={"seconds": 60}), 2),
        (Fault(party="identity_provider", kind="smsLost", times=1), 1),
    ],
)
async def test_a_message_comes_late_or_never_and_the_next_one_at_once(
    provider: Provider, fault: Fault, then: int
) -> None:
    provider.faults.set("x", fault)
    path, _ = await at_the_code(provider, "sms")
    waits = asyncio.create_task(phone(provider, "?after=2&wait=25"))
    await turns()
    assert await codes(provider) == []
    await provider.act(path, "sendAgain")
    (new,) = await codes(provider)
    assert [one["code"] for one in (await waits)["items"]] == [new]
    provider.move(59)
    version = (await phone(provider))["version"]
    late = asyncio.create_task(phone(provider, f"?after={version}&wait=25"))
    await turns()
    provider.move(25)
    arrived = [one["code"] for one in (await late)["items"]]
    assert len(arrived) == then
    assert arrived[0] == new, "in the order of their arrival"
    assert failure(await provider.act(path, "sendCode", code=new)) == "done"


async def test_what_is_shown_follows_from_the_seed(tmp_path: Path) -> None:
    shown = []
    for world in ("a", "b"):
        provider = Provider(tmp_path / world)
        await at_the_code(provider, "sms")
        shown.append(await codes(provider))
        provider.service.clear()
        await at_the_code(provider, "sms")
        shown.append(await codes(provider))
    assert shown[0] == shown[1] == shown[2] == shown[3]


async def test_a_phone_reads_its_own_messages_alone(provider: Provider) -> None:
    await at_the_code(provider, "sms")
    assert (await phone(provider, number="+32400000002"))["items"] == []
    for token in ("", "x", "\u00e9"):
        headers = {"Authorization": f"Bearer {token}".encode()}
        assert (await provider.call("GET", "/v1/text-messages", headers=headers)).status_code == 401
    numbers: tuple[tuple[dict[str, Any], int], ...] = (
        ({"phoneNumber": "+32400000999"}, 404),
        ({}, 400),
    )
    for body, status in numbers:
        headers = {"Authorization": f"Bearer {provider.tester.token('identity_provider')}".encode()}
        reply = await provider.call("POST", "/v1/text-messages/phones", json=body, headers=headers)
        assert reply.status_code == status
    stranger: httpx.Response = await provider.call(
        "POST", "/v1/text-messages/phones", json={"phoneNumber": keys_of(provider).sms}
    )
    assert stranger.status_code == 401
