"""The own profile over HTTP: entering, changing, removing, consents, and a store that cannot be opened."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.sessions import OpenSession
from mock_backends.profile_service.store_sqlite import FILE_NAME
from tests.contract.stand_ins import Browser, Stage

ADDRESS = {
    "street": "Denkbeeldlaan",
    "houseNumber": "12",
    "postCode": "2800",
    "municipality": "Mechelen",
}


@pytest.mark.requirement("R30")
async def test_an_empty_profile_is_a_profile(stage: Stage, browser: Browser) -> None:
    assert await browser.get("/v1/profile") == {
        "contacts": [],
        "addresses": [],
        "consents": [],
        "keptUntil": "2028-11-23",
    }
    assert not (stage.home.keys / "profile.key").exists()
    assert not (stage.home.data / FILE_NAME).exists()


@pytest.mark.requirement("R32", "R35", "R31")
async def test_a_nickname_is_set_changed_used_and_removed(stage: Stage, browser: Browser) -> None:
    assert "nickname" not in await browser.get("/v1/session")
    profile = (
        await browser.call("PUT", "/v1/profile/nickname", json={"value": " No\u0308ora [/] 🧑‍🚀 "})
    ).json()
    assert profile["nickname"] == {"value": "Nöora [/] 🧑‍🚀", "changedAt": "2026-11-23T09:00:00Z"}
    assert profile["consents"] == [{"kind": "nickname", "givenAt": "2026-11-23T09:00:00Z"}]
    assert (await browser.get("/v1/session"))["nickname"] == "Nöora [/] 🧑‍🚀"
    stage.move(minutes=1)
    profile = (await browser.call("PUT", "/v1/profile/nickname", json={"value": "Nono"})).json()
    assert profile["nickname"]["changedAt"] == "2026-11-23T09:01:00Z"
    assert profile["consents"][0]["givenAt"] == "2026-11-23T09:00:00Z"
    profile = (await browser.call("DELETE", "/v1/profile/nickname")).json()
    assert "nickname" not in profile
    assert profile["consents"] == []
    assert (await browser.call("DELETE", "/v1/profile/nickname")).status_code == 200


@pytest.mark.requirement("R34", "R35", "R48")
async def test_contacts_are_added_changed_and_removed(browser: Browser) -> None:
    path = "/v1/profile/contacts"
    await browser.call(
        "POST", path, json={"kind": "email", "value": "noor@example.be", "label": "Thuis"}
    )
    answer = await browser.call("POST", path, json={"kind": "phone", "value": "0470/12.34.56"})
    assert answer.status_code == 201
    email, phone = answer.json()["contacts"]
    assert (email["value"], email["label"]) == ("noor@example.be", "Thuis")
    assert (phone["kind"], phone["value"]) == ("phone", "+32470123456")
    assert "label" not in phone
    answer = await browser.call(
        "PUT", f"{path}/{email['contactId']}", json={"kind": "email", "value": "peeters@example.be"}
    )
    assert answer.status_code == 200
    assert [one["value"] for one in answer.json()["contacts"]] == [
        "peeters@example.be",
        "+32470123456",
    ]
    assert [one["kind"] for one in answer.json()["consents"]] == ["contacts"]
    for one in answer.json()["contacts"]:
        answer = await browser.call("DELETE", f"{path}/{one['contactId']}")
    assert answer.json()["contacts"] == answer.json()["consents"] == []
    assert (await browser.call("DELETE", f"{path}/{email['contactId']}")).status_code == 404


@pytest.mark.requirement("R35")
async def test_addresses_are_added_changed_and_removed(browser: Browser) -> None:
    path = "/v1/profile/addresses"
    answer = await browser.call("POST", path, json={**ADDRESS, "box": "3", "label": "Thuis"})
    assert answer.status_code == 201
    (address,) = answer.json()["addresses"]
    assert {**ADDRESS, "box": "3", "label": "Thuis"}.items() <= address.items()
    answer = await browser.call("PUT", f"{path}/{address['addressId']}", json=ADDRESS)
    assert "box" not in answer.json()["addresses"][0]
    assert [one["kind"] for one in answer.json()["consents"]] == ["addresses"]
    answer = await browser.call("DELETE", f"{path}/{address['addressId']}")
    assert answer.json()["addresses"] == []


@pytest.mark.parametrize(
    "name", ["'s-Gravenvoeren", "’s-Herenelderen", "Sint-Niklaas (Waas)", "Liège", "Αθήνα"]
)
async def test_a_municipality_has_letters_of_any_language(browser: Browser, name: str) -> None:
    entered = {**ADDRESS, "municipality": name}
    answer = await browser.call("POST", "/v1/profile/addresses", json=entered)
    assert answer.status_code == 201


async def test_what_is_no_json_is_refused(browser: Browser) -> None:
    for content in (b"", b"{", b"[" * 9000, b'{"value":"\xff"}', b'{"value":1}'):
        answer = await browser.http.put(
            "https://simulator.invalid/burgerprofiel/v1/profile/nickname", content=content
        )
        assert answer.status_code == 400
        assert answer.json()["issues"][0]["code"] == "schemaViolation"
    answer = await browser.http.put(
        "https://simulator.invalid/burgerprofiel/v1/profile/nickname", content=b" " * 70_000
    )
    assert answer.status_code == 413


NICKNAME, CONTACT, AN_ADDRESS = (
    "/v1/profile/nickname",
    "/v1/profile/contacts",
    "/v1/profile/addresses",
)
REFUSED: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    *(
        (NICKNAME, {"value": value}, {"value": code})
        for value, code in (
            ("", "required"),
            ("   ", "required"),
            ("\u200b\u2060 \ufe0f", "required"),
            ("\u3164\u00ad", "required"),
            ("x" * 41, "tooLong"),
            ("a\x1b[2Jb", "controlCharacters"),
            ("a\u202eb", "controlCharacters"),
            ("a\nb", "controlCharacters"),
            ("a\x9bb", "controlCharacters"),
        )
    ),
    *(
        (CONTACT, {"kind": kind, "value": value}, {"value": code})
        for kind, value, code in (
            ("email", "noor", "emailInvalid"),
            ("email", "a@b", "emailInvalid"),
            ("email", "a b@c.be", "emailInvalid"),
            ("email", "a@" + "b" * 252 + ".be", "tooLong"),
            ("phone", "12", "phoneInvalid"),
        )
    ),
    (CONTACT, {"kind": "email"}, {"value": "required"}),
    (CONTACT, {"kind": "fax", "value": "1"}, {"": "schemaViolation"}),
    (CONTACT, {"kind": "email", "label": "x" * 31}, {"value": "required", "label": "tooLong"}),
    *(
        (AN_ADDRESS, {**ADDRESS, member: text}, {member: f"{member}Invalid"})
        for member, text in (
            ("houseNumber", "0"),
            ("houseNumber", "012"),
            ("municipality", "Gent😀"),
            ("municipality", "9000"),
            ("municipality", "-"),
            ("municipality", "Gent\u200b9"),
        )
    ),
    (
        AN_ADDRESS,
        {**ADDRESS, "street": "", "houseNumber": "A1", "postCode": "0999", "box": "x" * 11},
        {
            "street": "required",
            "box": "tooLong",
            "houseNumber": "houseNumberInvalid",
            "postCode": "postCodeInvalid",
        },
    ),
]


@pytest.mark.parametrize(("path", "entered", "issues"), REFUSED)
async def test_what_is_refused_is_not_kept_and_each_wrong_member_is_named(
    browser: Browser, path: str, entered: dict[str, Any], issues: dict[str, str]
) -> None:
    before = await browser.get("/v1/profile")
    method = "PUT" if path == NICKNAME else "POST"
    answer = await browser.call(method, path, json=entered)
    assert answer.status_code == 400
    found = [(one["name"], one["code"]) for one in answer.json()["issues"]]
    assert found == list(issues.items())
    assert await browser.get("/v1/profile") == before


async def test_ten_are_kept_and_no_more(browser: Browser) -> None:
    answers = [await browser.call("POST", AN_ADDRESS, json=ADDRESS) for _ in range(11)]
    assert [one.status_code for one in answers] == [201] * 10 + [400]
    assert answers[-1].json()["issues"][0]["code"] == "tooMany"


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize(
    ("reason", "spoil"),
    [
        ("keyMissing", lambda key, _: key.unlink()),
        ("keyReadable", lambda key, _: key.chmod(0o644)),
        ("keyWrong", lambda key, _: key.write_bytes(b"x" * 32)),
        ("storeCorrupt", lambda _, store: store.write_bytes(b"not a database" * 400)),
        ("storeReadOnly", lambda _, store: store.chmod(0o400)),
    ],
)
async def test_a_profile_that_cannot_be_opened_says_why_and_all_else_works(
    stage: Stage, browser: Browser, reason: str, spoil: Callable[[Path, Path], object]
) -> None:
    """That it works again once it was put right, tests/journey/test_stores.py shows."""
    await browser.call("PUT", NICKNAME, json={"value": "Nono"})
    key = stage.home.keys / "profile.key"
    spoil(key, stage.home.data / FILE_NAME)
    for method, path, entered in (
        ("PUT", NICKNAME, {"value": "Ander"}),
        ("PUT", "/v1/ebox/consent", {"given": True}),
        ("POST", "/v1/rights/requests", {"right": "access", "blockId": "identity", "words": "x"}),
    ):
        answer = await browser.call(method, path, json=entered)
        assert (answer.status_code, answer.json()["reason"]) == (503, reason)
    answer = await browser.call("GET", "/v1/profile")
    assert answer.status_code == (200 if reason == "storeReadOnly" else 503)
    # The rest of the portal goes on: who, what the registers say, signing out, signing in.
    session = await browser.get("/v1/session")
    assert session["citizen"]["givenName"] == "Noor"
    assert (await browser.call("GET", "/v1/blocks/identity")).status_code == 200
    assert (await browser.call("POST", "/v1/sign-out")).status_code == 200
    await browser.sign_in()
    assert key.exists() == (reason != "keyMissing"), "and no new one in its place"


@pytest.mark.requirement("R44", "R50")
async def test_trouble_with_the_store_keeps_no_key_until_the_collector_comes_by(
    stage: Stage, browser: Browser
) -> None:
    await browser.call("PUT", NICKNAME, json={"value": "Nono"})
    gc.collect()
    gc.disable()
    try:
        assert (await browser.call("DELETE", f"{CONTACT}/none")).status_code == 404
        (stage.home.data / FILE_NAME).write_bytes(b"not a database" * 400)
        assert "nickname" not in await browser.get("/v1/session")
        answer = await browser.call("PUT", NICKNAME, json={"value": "Ander"})
        assert answer.status_code == 503
        assert [one for one in gc.get_objects() if isinstance(one, OpenSession)] == []
    finally:
        gc.enable()
