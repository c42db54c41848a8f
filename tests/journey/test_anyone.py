"""Anybody can be somebody: whatever their name, they sign in and are addressed by it."""

from pathlib import Path

import pytest

from mock_backends.people.check import check
from tests.journey.steps import become, is_signed_in, sign_in_by_card, sign_in_by_itsme, until
from tests.people import ID, folder_with
from tests.services import embedded
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.portal.client import Portal

LONG = "de Vasconcelos Figueiredo e Albuquerque"


@pytest.mark.parametrize(
    ("given", "family", "greeted"),
    [
        (("Maria Isabel Conceição",), LONG, "Maria Isabel Conceição"),
        ((), "Sukarno", "Sukarno"),
        (("Sukarno",), "", "Sukarno"),
        (("अ" * 200, "ب" * 200), "Ж" * 200, "अ" * 200),
        (("𠀀" * 200,), "é" * 200, "𠀀" * 200),
    ],
    ids=["longer-than-64-bytes", "no-given-name", "no-family-name", "long", "rare-letters"],
)
@pytest.mark.requirement("R14", "R17")
async def test_whatever_their_name_they_sign_in_and_are_greeted_by_it(
    home_folder: Path, tmp_path: Path, given: tuple[str, ...], family: str, greeted: str
) -> None:
    people = folder_with(tmp_path / "people", given, family)
    assert check((people,)) == []
    async with embedded(home_folder, fixtures=(people,)) as services:
        portal, devices = Portal(services.connect), Devices(home_folder / "data")
        navigator = Navigator(portal, Words("nl"), devices)
        whole = " ".join(filter(None, (*given[:1], family)))
        await become(navigator, ID)
        await sign_in_by_card(navigator, devices)
        page = await until(navigator, is_signed_in)
        assert (page.who, page.title) == (whole, f"Dag {greeted}")
        await portal.sign_out()
        await navigator.close()
        navigator = Navigator(portal, Words("nl"), devices)
        await become(navigator, ID)
        await sign_in_by_itsme(navigator)
        assert navigator.page.who == whole
        await navigator.close()
        await portal.close()
