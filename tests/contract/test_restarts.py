"""What a provider still knows once it was started again with the same home, and forgets by a reset."""

from pathlib import Path

import pytest

from mock_backends.identity_provider.accounts import WRONG, Counted
from mock_backends.identity_provider.app import PARTY as PROVIDER
from mock_backends.itsme.app import PARTY as ITSME
from mock_backends.shared.home import Home
from mock_backends.shared.keys import KeyUnusable
from mock_backends.shared.party import PartyDefinition
from mock_backends.shared.problems import Problem
from mock_backends.shared.sealed_file import SealedFile
from tests.contract.itsme_partner import NOOR, Partner, came_back
from tests.contract.relying_party import Provider, SignIn, callback_of
from tests.contract.test_identity_provider_codes import (
    BOTH,
    app_of,
    at_the_code,
    failure,
    give_password,
)
from tests.worlds import world_in


def stored(party: PartyDefinition, folder: Path) -> list[str]:
    return [path.name for path in party.stored(Home.of(folder).data)]


async def block(partner: Partner) -> None:
    _, request_id = await partner.waiting()
    for _ in range(3):
        await partner.answer("approve", request_id, code="x")


@pytest.mark.requirement("R14")
async def test_a_blocked_account_and_lost_tries_are_kept_until_the_app_is_set_up_anew(
    tmp_path: Path,
) -> None:
    before = Partner(tmp_path)
    _, request_id = await before.waiting()
    await before.answer("approve", request_id, code="x")
    assert (await Partner(tmp_path).on_phone())["triesLeft"] == 2
    await block(before)
    after = Partner(tmp_path)
    path = await after.begin()
    state = await after.act(path, "sendNumber", phoneNumber=NOOR)
    assert state["failure"] == {"code": "blocked"}
    await after.call("POST", "/simulator/v1/app/renewal", headers=after.app_header())
    assert (await Partner(tmp_path).on_phone())["triesLeft"] == 3
    (name,) = stored(ITSME, tmp_path)
    assert b"400000001" not in (Home.of(tmp_path).data / name).read_bytes()


@pytest.mark.requirement("R14")
async def test_a_code_is_used_once_over_a_restart_too(tmp_path: Path) -> None:
    """One of the app, and the one with which the browser came back."""
    before, sign_in = Provider(tmp_path), SignIn()
    code = app_of(before)()
    path, _ = await at_the_code(before, "app", sign_in)
    done = await before.act(path, "sendCode", code=code)
    sign_in.back = callback_of(done["redirectTo"])
    assert (await before.exchange(sign_in)).status_code == 200
    after = Provider(tmp_path)
    path, _ = await at_the_code(after, "app")
    assert (await after.act(path, "sendCode", code=code))["failure"] == {"code": "codeUsed"}
    again = await after.exchange(sign_in)
    assert again.json()["error"] == "invalid_grant"
    after.move(30)
    assert (await after.act(path, "sendCode", code=app_of(after)()))["step"] == "done"
    # It is kept for as long as it could be taken, and no longer.
    after.move(120)
    path, _ = await at_the_code(after, "app")
    await after.act(path, "sendCode", code=app_of(after)())
    kept = SealedFile(after.home, "codes-used", dict[str, int]).read()
    assert kept == {"noor-peeters": int(after.clock.now().timestamp()) // 30}


@pytest.mark.requirement("R14")
async def test_five_wrong_answers_count_over_a_restart_too(tmp_path: Path) -> None:
    said = []
    for _ in range(5):
        provider = Provider(tmp_path)
        path, _ = await at_the_code(provider, "app")
        said.append(failure(await provider.act(path, "sendCode", code="000000")))
    assert said == ["wrongCode"] * 4 + ["paused"]
    after = Provider(tmp_path)
    path = await after.begin(acr_values=BOTH)
    await after.act(path, "chooseMethod", method="app")
    assert failure(await give_password(after, path)) == "paused"
    after.move(5 * 60)
    path, _ = await at_the_code(after, "app")
    assert (await after.act(path, "sendCode", code=app_of(after)()))["step"] == "done"
    # They are kept for as long as they count, and no longer.
    assert SealedFile(after.home, WRONG, Counted).read() == {}


async def test_a_code_of_itsme_is_none_after_a_restart(tmp_path: Path) -> None:
    before = Partner(tmp_path)
    path, request_id = await before.waiting()
    await before.answer("approve", request_id)
    code = came_back(await before.state(path))["code"]
    assert (await Partner(tmp_path).exchange(code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("how", ["another key", "cut off", "a folder"])
def test_a_file_that_cannot_be_opened_is_refused_by_name(tmp_path: Path, how: str) -> None:
    home = Home.of(tmp_path)
    home.prepare()
    SealedFile(home, "kept", dict[str, int]).write({"a": 1})
    (path,) = home.data.iterdir()
    assert path.stat().st_mode & 0o077 == 0
    if how == "another key":
        (home.keys / "kept.key").unlink()
    else:
        path.unlink()
        if how == "a folder":
            path.mkdir()
        else:
            path.write_bytes(b"x")
    with pytest.raises(KeyUnusable, match="damaged") as refused:
        SealedFile(home, "kept", dict[str, int]).read()
    assert refused.value.path == path


def test_an_empty_file_as_a_power_cut_leaves_it_counts_as_missing(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    home.prepare()
    file = SealedFile(home, "kept", dict[str, int])
    file.write({"a": 1})
    (path,) = home.data.iterdir()
    path.write_bytes(b"")
    assert file.read() is None
    file.write({"b": 2})
    assert file.read() == {"b": 2}


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    home = Home.of(tmp_path)
    home.prepare()
    home.data.rmdir()
    with pytest.raises(Problem) as refused:
        SealedFile(home, "kept", dict[str, int]).write({"a": 1})
    assert refused.value.status == 503


@pytest.mark.requirement("D7")
async def test_a_reset_erases_what_they_kept(tmp_path: Path) -> None:
    before, partner = Provider(tmp_path), Partner(tmp_path)
    path, _ = await at_the_code(before, "app")
    await before.act(path, "sendCode", code=app_of(before)())
    await block(partner)
    assert [len(stored(party, tmp_path)) for party in (PROVIDER, ITSME)] == [1, 1]
    world = await world_in(tmp_path, None)
    try:
        await world.begin_again()
    finally:
        await world.stop()
    assert [stored(party, tmp_path) for party in (PROVIDER, ITSME)] == [[], []]
    assert (await Partner(tmp_path).on_phone())["triesLeft"] == 3
