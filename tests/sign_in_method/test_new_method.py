"""A method that is one module on each side signs in everywhere; on one side alone it says so in words."""

import ast
import inspect
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from mock_backends.identity_provider import methods
from tests.journey.steps import choose_method, find, has, is_signed_in, offers, said, until
from tests.lines.journey import whole
from tests.screens.harness import played
from tests.sign_in_method import citizen
from tests.sign_in_method.provider import SpokenWord
from tests.simulated import Simulated
from tui.catalogue import Catalogue
from tui.deep_link import follow
from tui.journey.registry import sign_in_methods
from tui.lines.menu import page_menu
from tui.options import parse
from tui.page.parts import Listing, Notice
from tui.pages import sign_in
from tui.pages.sign_in.eid import Challenge
from tui.pages.sign_in.parts import BACK, CHOICE

ROOT = Path(__file__).parents[2]
WORD = "noor-peeters"
Way = Callable[[Simulated], Awaitable[None]]


@pytest.fixture(autouse=True)
def _provider_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(methods, "METHODS", (*methods.METHODS, SpokenWord))


@pytest.fixture
def citizens_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """The method is known on the citizen's side too."""
    monkeypatch.setitem(sys.modules, "tui.pages.sign_in.word", citizen)
    monkeypatch.setattr(sign_in, "METHOD_IDS", ("word", *sign_in.METHOD_IDS))


async def at_the_word(simulated: Simulated) -> None:
    """As far as the field for the word."""
    await choose_method(simulated.navigator, "word")
    await until(simulated.navigator, lambda page: has(page, citizen.FORM))


async def on_pages(simulated: Simulated) -> None:
    """By ids, after a word that nobody has."""
    navigator = simulated.navigator
    await at_the_word(simulated)
    assert navigator.page.step == "Stap 2 van 3"
    await navigator.submit(citizen.FORM, {"word": "nobody"})
    failure = find(navigator.page, "failure", Notice)
    assert failure.title == "Aanmelden op deze manier lukte niet."
    await navigator.submit(citizen.FORM, {"word": WORD})


async def in_lines(simulated: Simulated) -> None:
    """By answering the questions of line mode."""
    await at_the_word(simulated)
    menu = page_menu(simulated.navigator.page, simulated.words)
    number = [choice.does for choice in menu].index("fill") + 1
    assert "Wie bent u?" in await whole(simulated.navigator, f"{number}", WORD, "s")


async def in_full_screen(simulated: Simulated) -> None:
    """By typing in the field."""
    async with played(simulated) as shown:
        await at_the_word(simulated)
        await shown.settle()
        await shown.focus(f"{citizen.FORM}.word")
        await shown.press(*WORD, "enter")
        await shown.until(lambda: is_signed_in(simulated.navigator.page))


async def by_a_link(simulated: Simulated) -> None:
    """As the options do it; they know the method by its id."""
    options = parse(["--login", "word", "--persona", WORD], Catalogue("nl"))
    navigator, devices = simulated.navigator, simulated.devices
    await follow(navigator, devices, person=options.persona, method=options.login)
    done = find(navigator.page, "done", Notice).title
    assert done == "U bent aangemeld via de opdrachtregel als Noor Peeters."


@pytest.mark.usefixtures("citizens_side")
@pytest.mark.parametrize("way", [on_pages, in_lines, in_full_screen, by_a_link])
async def test_a_method_is_one_module_on_each_side(way: Way, simulated: Simulated) -> None:
    await way(simulated)
    page = await until(simulated.navigator, is_signed_in)
    assert page.who == "Noor Peeters"
    await simulated.navigator.open("sign-out")
    assert "een andere manier" in said(simulated.navigator.page)


async def test_a_method_that_only_the_provider_knows_is_named_and_the_others_are_offered(
    simulated: Simulated,
) -> None:
    navigator = simulated.navigator
    await choose_method(navigator, "word")
    item = find(navigator.page, CHOICE, Listing).items[-1]
    assert (item.title, item.mark) == ("Andere manier (word)", "")
    notice = find(navigator.page, "unknown-method", Notice)
    assert notice.title == "Dit programma kent deze manier niet."
    await navigator.choose(CHOICE, "itsme")
    assert navigator.page.step == "Stap 2 van 3"


@pytest.mark.usefixtures("citizens_side")
async def test_a_step_that_only_the_provider_knows_offers_the_other_ways(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(citizen.METHOD.steps, "wordAsked", None)
    navigator = simulated.navigator
    await choose_method(navigator, "word")
    assert find(navigator.page, "unknown-method", Notice).kind == "warning"
    assert offers(navigator.page, BACK)
    await navigator.act(BACK)
    assert has(navigator.page, CHOICE)


@pytest.mark.usefixtures("citizens_side")
async def test_details_of_another_shape_are_refused_before_a_page_sees_them(
    simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = replace(citizen.METHOD.steps["wordAsked"], details=Challenge)
    monkeypatch.setitem(citizen.METHOD.steps, "wordAsked", step)
    await choose_method(simulated.navigator, "word")
    assert find(simulated.navigator.page, "trouble", Notice).kind == "error"


OTHER_MEANINGS = {
    "tui/widgets/device_drawing.py",  # the name of the app that a phone shows
    "mock_backends/identity_provider/app.py",  # the party of that name
    "mock_backends/shared/faults.py",  # the same party
    "mock_backends/simulation/app.py",  # the same party
    "mock_backends/simulation/service.py",  # the same party
    "mock_backends/simulation/eid_ca.py",  # the folder of the cards' authority
    "tui/reset.py",  # the same folder
    "tui/pages/glossary.py",  # words that are explained
    "tui/pages/links.py",  # the mobile app, of which the privacy statement tells
    "tui/pages/privacy.py",  # the same app
}
"""Where a word that is also a method's id means something else."""


def test_nothing_but_a_method_s_own_modules_names_it() -> None:
    own = {}
    for method in sign_in_methods():
        (file,) = (inspect.getfile(kind) for kind in methods.METHODS if kind.id == method.id)
        files = {
            Path(file).relative_to(ROOT).as_posix(),
            f"tui/pages/sign_in/{method.id}.py",
            "tui/pages/sign_in/__init__.py",
        }
        own.update(dict.fromkeys((method.id, *method.steps), files | OTHER_MEANINGS))
    named = {
        (node.value, path.relative_to(ROOT).as_posix())
        for room in ("tui", "mock_backends")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in own
    }
    assert {name for name, _ in named} == own.keys()
    assert {
        (name, file)
        for name, file in named
        # A provider behind a method is a party of its own.
        if file not in own[name] and not file.startswith("mock_backends/itsme/")
    } == set()
