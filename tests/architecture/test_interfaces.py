"""What is offered by name is there: commands, places, options, and the targets of make."""

import re
from pathlib import Path

import pytest

from tests.screens import pages
from tests.screens.harness import staged
from tests.simulated import Simulated
from tui.journey.registry import pages as all_pages
from tui.locale import LANGUAGES, Words
from tui.options import parse
from tui.page.commands import COMMANDS, in_full_screen
from tui.page.finding import Finding
from tui.page.offered import is_settled

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
NOT_IN_THE_PALETTE = {"palette", "back"}
"""The palette itself, and leaving it."""


def test_no_two_commands_share_a_key_an_id_or_a_letter() -> None:
    for kind in ("id", "letter"):
        found = [getattr(command, kind) for command in COMMANDS if getattr(command, kind)]
        assert len(found) == len(set(found))
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    # What has no key and no letter is a place, one choice away in the menu and in the overview.
    assert all(each.keys or each.letter or each.do.startswith("go:") for each in COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_is_bound_named_and_explained(
    language: str, simulated: Simulated
) -> None:
    words = Words(language)
    help_page = repr(await simulated.context("help"))
    async with staged(pages.START, language=language) as stage:
        bound = {binding.key: binding for _, binding in stage.app._bindings}
        await stage.press("f9")
        offered = [item for item in stage.offered if isinstance(item, Finding)]
        titles = [item.title for item in offered]
        over = stage.menu._bindings.key_to_bindings
    for command in COMMANDS:
        name, what = words(f"command.{command.id}"), words(f"command.{command.id}.help")
        for key in command.keys:
            assert bound[key].id, command.id
            assert bound[key].tooltip == what
            assert bound[key].description == name
            (there,) = [binding for binding in over[key] if binding.priority]
            assert (there.id, there.tooltip) == (f"menu-{command.id}", what)
        assert name in help_page, command.id
        if not in_full_screen(command):
            assert name not in titles, "it is for lines only"
        elif command.do not in NOT_IN_THE_PALETTE:
            (item,) = (one for one in offered if one.detail == what)
            assert name in (item.title, *item.also)
            assert item.key == next(iter(command.keys), "")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_place_can_be_linked_to(simulated: Simulated) -> None:
    """Also what needs a session, once there is one: then each opens under its own name, without trouble."""
    await simulated.earlier(lambda portal: portal.give_ebox_consent())
    await simulated.earlier(lambda portal: portal.file_request("access", "?", block_id="identity"))
    subjects = {"ebox.message": "any", "rights.request": "any", "controllers.entry": "ahovoks"}
    for signed_in in (False, True):
        if signed_in:
            await simulated.sign_in()
            subjects["ebox.message"] = (await simulated.portal.messages()).items[0].message_id
            subjects["rights.request"] = (
                (await simulated.portal.rights_requests()).items[0].request_id
            )
        for definition in all_pages():
            name = definition.name.replace("*", "identity")
            if name == "receipt" and signed_in:
                continue  # there is one only after signing out
            page = await simulated.context("/".join(filter(None, (name, subjects.get(name)))))
            assert page.title
            assert page.status
            assert not any(part.id == "trouble" for part in page.parts), name
            if signed_in:
                own = {"start": "home", "sign-in": "home"}  # for who is signed in
                assert page.id == own.get(name, name), name
                assert is_settled(page)


def test_the_documents_name_every_option_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--help"], Words("en"))
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out))
    assert len(options) > 10
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {
        one
        for row in re.findall(r"^\| (`--.*?) \|", readme, re.M)
        for one in re.findall(r"--[a-z]+", row)
    }
    assert rows | set(re.findall(r"`(--yes)`", readme)) == options


def test_every_make_target_that_is_named_exists_and_is_named_in_its_head() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)[0].split()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    assert set(phony) == targets
    for document in DOCUMENTS:
        named = re.findall(r"(?:`|\$ )make ([a-z-]+)", document.read_text(encoding="utf-8"))
        assert set(named) <= targets, document.name
    head = set(re.findall(r"make ([a-z]+)", makefile.partition("PYTHON")[0]))
    assert head == {
        *("run", "test", "check", "snapshots", "pictures", "bench", "report", "promises", "nightly")
    }


def test_options_of_our_own_are_given_with_an_equals_sign() -> None:
    """pytest knows them only once it has read tests/conftest.py: a value apart is a folder of tests to it."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"--report=", makefile)
    assert re.findall(r"--(?:report|standards)\s", makefile) == []
