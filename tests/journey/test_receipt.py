"""The receipt of signing out, saved to a file and checked with the command."""

import asyncio
import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journey.filling import sign_out
from tests.journey.steps import find, loaded, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Notice, Text
from tui.pages.receipt import SAVE
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn

ROOT = Path(__file__).parents[2]


async def test_what_is_asked_while_one_signs_out_takes_nobody_s_receipt(
    signed_in: Navigator, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portal's session is over then, and the identity provider's not yet."""
    forget, told = portal.forget, []

    async def ask_meanwhile() -> None:
        with pytest.raises(NotSignedIn) as error:
            await portal.block("identity")
        told.append(error.value.reason)
        signed_in.say(error.value, signed_in.context().holdings)
        await forget()

    monkeypatch.setattr(portal, "forget", ask_meanwhile)
    await sign_out(signed_in)
    assert (signed_in.page.place, told) == ("receipt", ["signedOut"])


async def verify(file: Path, *options: str) -> tuple[int | None, str, str]:
    """The exit code of `burgerprofiel receipt verify`, and what it wrote."""
    command = ("-m", "tui", "receipt", "verify", str(file), "--language", "nl", *options)
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await running.communicate()
    return running.returncode, out.decode(), err.decode()


def read(file: Path) -> Any:
    """The JSON in a file."""
    return json.loads(file.read_text())


def write(file: Path, content: Any) -> None:
    """Replace what is in a file."""
    file.write_text(json.dumps(content))


def kept_in(services: Services) -> list[Path]:
    """The files of the home in which the portal keeps its keys and stores."""
    return [
        path for folder in (services.home.config, services.home.data) for path in folder.rglob("*")
    ]


@pytest.fixture
async def saved(signed_in: Navigator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The receipt of a session with eBox messages, in the folder where the program was started."""
    folder = tmp_path / "started here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    await until(signed_in, loaded)
    await signed_in.open("ebox")
    await signed_in.act("to-consent")
    await signed_in.act("give")
    await sign_out(signed_in)
    await signed_in.act(SAVE)
    (file,) = folder.iterdir()
    return file


@pytest.mark.served
@pytest.mark.requirement("R44")
async def test_a_saved_receipt_holds_until_it_is_changed(
    signed_in: Navigator, saved: Path, services: Services
) -> None:
    page = signed_in.page
    assert find(page, "done", Notice).title == f"Uw bewijs staat in {saved}."
    inside = "Alle diensten draaien nu in dit programma." in find(page, "how-proof", Text).text
    assert inside == services.embedded

    before = kept_in(services)
    code, out, err = await verify(saved, *services.options)
    assert (code, err) == (0, "")
    assert out.startswith("Dit bewijs is geldig.")
    assert "- Identiteit: FOD Binnenlandse Zaken\n" in out
    assert "eBox-bericht" in out
    assert kept_in(services) == before

    told: dict[str, Any] = json.loads((await verify(saved, "--json", *services.options))[1])
    content = read(saved)
    assert told == {"verdict": "holds", **content["program"], "receipt": content["receipt"]}

    signed = content["receipt"].pop("kept")
    write(saved, content)
    code, out, _ = await verify(saved, "--json", *services.options)
    told = json.loads(out)
    assert (code, told["verdict"], told["receipt"]["kept"]) == (1, "changed", signed)


@pytest.mark.served
async def test_another_portal_has_not_signed_it(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "config" / "keys").mkdir(parents=True)
    code, out, err = await verify(saved, "--home", str(tmp_path / "other"))
    assert (code, err) == (1, "")
    assert " ".join(out.split()) == (
        "Dit bewijs is niet geldig. Dit portaal heeft het niet ondertekend, of het bestand is veranderd."
    )


async def test_a_portal_that_does_not_answer_proves_nothing(saved: Path) -> None:
    code, out, err = await verify(saved, "--backend", "https://localhost:1")
    assert (code, out) == (2, "")
    assert err == "Een dienst is niet bereikbaar. Het bewijs is niet nagekeken.\n"


async def test_a_receipt_that_cannot_be_saved_stays_on_the_page(
    signed_in: Navigator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await until(signed_in, loaded)
    await sign_out(signed_in)
    monkeypatch.chdir(tmp_path)
    with monkeypatch.context() as full:

        def fails(_: int) -> None:
            raise OSError(errno.ENOSPC, "full")

        full.setattr(os, "fsync", fails)
        await signed_in.act(SAVE)
    notice = find(signed_in.page, "trouble", Notice)
    assert notice.title == "De schijf is vol. Het bestand is niet bewaard."
    assert find(signed_in.page, "removed", Facts).groups
    await signed_in.act(SAVE)
    assert read(tmp_path / "burgerprofiel-bewijs-2026-11-23.json")["receipt"]
