"""The own profile over HTTP: entering, changing, removing, consents, and a store that cannot be opened."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mock_backends.profile_service.store_sqlite import FILE_NAME
from tests import photos
from tests.contract.stand_ins import Browser, Stage
from tests.held import no_key_is_left

NICKNAME, PHOTO, CONTACT, AN_ADDRESS = (
    f"/v1/profile/{part}" for part in ("nickname", "photo", "contacts", "addresses")
)
IMAGE = b64encode(photos.kept()).decode()
ONE = ("nickname", "photo")
"""The kinds of which there is one."""

ADDRESS = {
    "street": "Denkbeeldlaan",
    "houseNumber": "12",
    "postCode": "2800",
    "municipality": "Mechelen",
}


@pytest.mark.requirement("R30")
async def test_an_empty_profile_is_a_profile(stage: Stage, browser: Browser) -> None:
    empty: dict[str, Any] = {"contacts": [], "addresses": [], "consents": []}
    assert await browser.get("/v1/profile") == {**empty, "keptUntil": "2028-11-24"}
    assert not (stage.home.keys / "profile.key").exists()
    assert not (stage.home.data / FILE_NAME).exists()


@pytest.mark.requirement("R32", "R35", "R31")
async def test_a_nickname_is_set_changed_used_and_removed(stage: Stage, browser: Browser) -> None:
    assert "nickname" not in await browser.get("/v1/session")
    profile = await browser.send("PUT", NICKNAME, value=" No\u0308ora [/] 🧑‍🚀 ")
    at = "2026-11-23T09:00:00Z"
    first = profile["nickname"].pop("version")
    assert profile["nickname"] == {"value": "Nöora [/] 🧑‍🚀", "changedAt": at}
    assert profile["consents"] == [{"kind": "nickname", "givenAt": at}]
    assert (await browser.get("/v1/session"))["nickname"] == "Nöora [/] 🧑‍🚀"
    stage.move(minutes=1)
    profile = await browser.send("PUT", NICKNAME, value="Nono")
    assert profile["nickname"]["changedAt"] == "2026-11-23T09:01:00Z"
    assert profile["nickname"]["version"] != first
    assert profile["consents"][0]["givenAt"] == at
    for _ in range(2):
        profile = await browser.send("DELETE", NICKNAME)
        assert ("nickname" in profile, profile["consents"]) == (False, [])


@pytest.mark.requirement("R34", "R35", "R48")
@pytest.mark.parametrize(
    ("path", "entry", "id_name"),
    [
        (CONTACT, {"kind": "email", "value": "noor@example.be", "label": "Thuis"}, "contactId"),
        (AN_ADDRESS, {**ADDRESS, "box": "3", "label": "Thuis"}, "addressId"),
    ],
)
async def test_what_is_entered_is_consented_to_until_it_is_removed(
    browser: Browser, path: str, entry: dict[str, str], id_name: str
) -> None:
    """How it is added, changed and removed on pages, tests/journey/test_profile.py shows."""
    kind = path.rpartition("/")[2]
    answer = await browser.call("POST", path, json=entry)
    assert answer.status_code == 201
    (kept,) = answer.json()[kind]
    assert entry.items() <= kept.items()
    assert [consent["kind"] for consent in answer.json()["consents"]] == [kind]
    profile = await browser.send("DELETE", f"{path}/{kept[id_name]}")
    assert profile[kind] == profile["consents"] == []
    assert (await browser.call("DELETE", f"{path}/{kept[id_name]}")).status_code == 404


async def test_a_photo_is_kept_byte_by_byte_and_its_words_may_change_alone(
    stage: Stage, browser: Browser
) -> None:
    assert (await browser.call("GET", PHOTO)).status_code == 404
    profile = await browser.send("PUT", PHOTO, image=IMAGE)
    at = "2026-11-23T09:00:00Z"
    version = profile["photo"].pop("version")
    assert profile["photo"] == {"bytes": len(photos.kept()), "changedAt": at}
    assert profile["consents"] == [{"kind": "photo", "givenAt": at}]
    stage.move(minutes=1)
    await browser.send("PUT", PHOTO, description=" Ik,\n zelf ")
    found = await browser.get(PHOTO)
    assert (found["image"], found["description"]) == (IMAGE, "Ik, zelf")
    assert found["version"] != version
    for _ in range(2):
        profile = await browser.send("DELETE", PHOTO)
        assert ("photo" in profile, profile["consents"]) == (False, [])


ENTRIES: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "nickname": (NICKNAME, {"value": "Nono"}, {"value": "Ander"}),
    "photo": (PHOTO, {"image": IMAGE}, {"description": "Ik"}),
    "contacts": (
        CONTACT,
        {"kind": "email", "value": "noor@example.be"},
        {"kind": "email", "value": "ander@example.be"},
    ),
    "addresses": (AN_ADDRESS, ADDRESS, {**ADDRESS, "houseNumber": "14"}),
}
"""Kinds of entries: where they are, what is entered, and what later."""

EXPECTING: dict[str, tuple[dict[str, str], int]] = {
    "nothing": ({}, 428),
    "today's": ({"If-Match": "{tag}"}, 200),
    "among others": ({"If-Match": '"x", {tag} ,"y"'}, 200),
    "any": ({"If-Match": "*"}, 200),
    "another": ({"If-Match": '"x"'}, 412),
    "weak": ({"If-Match": "W/{tag}"}, 412),
    "none": ({"If-None-Match": "*"}, 412),
    "not another": ({"If-None-Match": '"x"'}, 200),
    "not today's": ({"If-None-Match": "{tag}"}, 412),
    "no tag": ({"If-Match": "x"}, 400),
    "no comma": ({"If-Match": '"x" "y"'}, 400),
    "empty": ({"If-Match": ""}, 400),
}
"""What a request says of the entry that is there, by RFC 9110 section 13.1 and RFC 6585, and the answer."""


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("kind", ENTRIES)
async def test_who_edits_names_the_version_and_nobody_overwrites_what_they_have_not_seen(
    browser: Browser, kind: str
) -> None:
    where, entered, later = ENTRIES[kind]
    profile = await browser.send("PUT" if kind in ONE else "POST", where, **entered)
    if kind not in ONE:
        where += "/" + profile[kind][0]["contactId" if kind == "contacts" else "addressId"]
    for method in ("PUT", "DELETE"):
        for what, (expected, status) in EXPECTING.items():
            before = await browser.call("GET", where)
            tag = before.headers["ETag"]
            assert tag == f'"{before.json()["version"]}"'
            headers = {name: text.replace("{tag}", tag) for name, text in expected.items()}
            if method == "DELETE" and status == 200:
                continue
            answer = await browser.call(method, where, json=later, headers=headers)
            assert answer.status_code == status, (method, what)
            if status != 200:
                assert (await browser.call("GET", where)).json() == before.json()
    assert (await browser.call("DELETE", where, headers={"If-Match": tag})).status_code == 200
    assert (await browser.call("GET", where)).status_code == 404


async def test_a_nickname_is_new_once(browser: Browser) -> None:
    new = {"If-None-Match": "*"}
    for value, headers, status in (
        ("Nono", {"If-Match": "*"}, 412),
        ("Nono", new, 200),
        ("Ander", new, 412),
    ):
        answer = await browser.call("PUT", NICKNAME, json={"value": value}, headers=headers)
        assert answer.status_code == status
    assert (await browser.get(NICKNAME))["value"] == "Nono"


async def test_what_is_kept_is_tidied_and_a_house_may_have_no_number(browser: Browser) -> None:
    entered = {
        "street": " Kerk\u200bstraat\n",
        "postCode": "9100 ",
        "municipality": "Sint\u00ad-Niklaas\u2028(Waas)",
    }
    answer = await browser.call("POST", AN_ADDRESS, json=entered)
    (kept,) = answer.json()["addresses"]
    assert {name: kept[name] for name in entered} == {
        "street": "Kerkstraat",
        "postCode": "9100",
        "municipality": "Sint-Niklaas (Waas)",
    }
    assert "houseNumber" not in kept


REFUSED: list[tuple[str, dict[str, Any], dict[str, str]]] = [  # more of it is in tests/typed.toml
    *(
        (NICKNAME, {"value": value}, {"value": code})
        for code, values in {
            "required": ("", "   "),
            "tooLong": ("x" * 41,),
            "controlCharacters": ("a\x1b[2Jb",),
        }.items()
        for value in values
    ),
    (PHOTO, {"description": "Ik"}, {"image": "required"}),
    (PHOTO, {"image": IMAGE, "description": "x" * 121}, {"description": "tooLong"}),
    (
        PHOTO,
        {"image": "/9j/2Q=="},
        {"image": "photoInvalid"},
    ),  # what else is, tests/unit/test_photos.py
    (PHOTO, {"image": "no base64!"}, {"": "schemaViolation"}),
    (CONTACT, {"kind": "email", "value": "noor..p@c.be"}, {"value": "emailInvalid"}),
    (CONTACT, {"kind": "email", "value": "a@" + "b" * 252 + ".be"}, {"value": "tooLong"}),
    (CONTACT, {"kind": "phone", "value": "12"}, {"value": "phoneInvalid"}),
    (CONTACT, {"kind": "email"}, {"value": "required"}),
    (CONTACT, {"kind": "fax", "value": "1"}, {"": "schemaViolation"}),
    (CONTACT, {"kind": "email", "label": "x" * 31}, {"value": "required", "label": "tooLong"}),
    *(
        (AN_ADDRESS, {**ADDRESS, member: text}, {member: f"{member}Invalid"})
        for member, texts in {
            "houseNumber": ("A1",),
            "postCode": ("0999",),
            "municipality": ("9000",),
        }.items()
        for text in texts
    ),
    (
        AN_ADDRESS,
        {**ADDRESS, "street": "", "houseNumber": "A1", "box": "x" * 11},
        {"street": "required", "box": "tooLong", "houseNumber": "houseNumberInvalid"},
    ),
]


async def test_what_is_refused_is_not_kept_and_each_wrong_member_is_named(
    browser: Browser,
) -> None:
    before = await browser.get("/v1/profile")
    for path, entered, issues in REFUSED:
        method = "PUT" if path in (NICKNAME, PHOTO) else "POST"
        answer = await browser.call(method, path, json=entered)
        assert answer.status_code == 400
        found = [(issue["name"], issue["code"]) for issue in answer.json()["issues"]]
        assert found == list(issues.items()), entered
        assert await browser.get("/v1/profile") == before


async def test_ten_are_kept_and_no_more(browser: Browser) -> None:
    answers = [await browser.call("POST", AN_ADDRESS, json=ADDRESS) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [201] * 10 + [400]
    assert answers[-1].json()["issues"][0]["code"] == "tooMany"


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize(
    ("reason", "spoil"),
    [
        ("keyMissing", lambda key, _: key.unlink()),
        ("keyReadable", lambda key, _: key.chmod(0o644)),
        ("keyWrong", lambda key, _: key.write_bytes(b"x" * 32)),
        ("storeCorrupt", lambda _, store: store.write_bytes(b"not a database" * 400)),
        ("storeMissing", lambda _, store: store.write_bytes(b"")),
        ("storeReadOnly", lambda _, store: store.chmod(0o400)),
        ("storeUnreadable", lambda _, store: store.chmod(0)),
    ],
)
async def test_a_profile_that_cannot_be_opened_says_why(
    stage: Stage, browser: Browser, reason: str, spoil: Callable[[Path, Path], object]
) -> None:
    """That all else works, and this again once it was put right, tests/journey/test_stores.py shows."""
    await browser.send("PUT", NICKNAME, value="Nono")
    spoil(stage.home.keys / "profile.key", stage.home.data / FILE_NAME)
    for method, path, entered in (
        ("PUT", NICKNAME, {"value": "Ander"}),
        ("PUT", "/v1/ebox/consent", {"given": True}),
        ("POST", "/v1/rights/requests", {"right": "access", "blockId": "identity", "words": "x"}),
    ):
        answer = await browser.call(method, path, json=entered)
        assert (answer.status_code, answer.json()["reason"]) == (503, reason)
    answer = await browser.call("GET", "/v1/profile")
    assert answer.status_code == (200 if reason == "storeReadOnly" else 503)


@pytest.mark.requirement("R44", "R50")
async def test_trouble_with_the_store_keeps_no_key_until_the_collector_comes_by(
    stage: Stage, browser: Browser
) -> None:
    await browser.call("PUT", NICKNAME, json={"value": "Nono"})
    with no_key_is_left():
        assert (await browser.call("DELETE", f"{CONTACT}/none")).status_code == 404
        (stage.home.data / FILE_NAME).write_bytes(b"not a database" * 400)
        assert "nickname" not in await browser.get("/v1/session")
        answer = await browser.call("PUT", NICKNAME, json={"value": "Ander"})
        assert answer.status_code == 503
