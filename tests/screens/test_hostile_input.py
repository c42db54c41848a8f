"""The full screen, when what is pasted into a field is hostile: by keys, on the real pages."""

import unicodedata
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual import events

from tests.journey.filling import errors
from tests.journey.steps import choose_method, has, is_signed_in, offers, until
from tests.journey.test_hostile_input import HOSTILE, unsafe
from tests.screens.settled import press, settled
from tests.simulated import Simulated, all_there
from tui.app import BurgerprofielApp
from tui.page.parts import Form
from tui.pages import devices as device_pages
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField

PASTED = ("empty", "long", "escape", "markup", "link", "emoji", "turned")


async def at(place: str, simulated: Simulated) -> None:
    """Signed in, on this page."""
    if not is_signed_in(simulated.navigator.page):
        await simulated.sign_in()
    await simulated.context("profile")
    await simulated.context(place)


async def at_number(simulated: Simulated) -> None:
    """On the way in: itsme asks for the number."""
    await choose_method(simulated.navigator, "itsme")
    await until(simulated.navigator, lambda page: has(page, NUMBER_FORM))


async def at_pin(simulated: Simulated) -> None:
    """On the way in: the card is in the reader, which asks for its PIN."""
    await choose_method(simulated.navigator, "eid")
    await until(simulated.navigator, lambda page: offers(page, device_pages.INSERT))
    await simulated.navigator.act(device_pages.INSERT)
    await simulated.navigator.open("devices")


FIELDS: dict[str, tuple[Callable[[Simulated], Awaitable[None]], str, str, tuple[str, ...]]] = {
    "nickname": (partial(at, "profile.nickname"), "nickname-form", "nickname", ("enter",)),
    # Enter in the last field of a line sends the form.
    "e-mail": (
        partial(at, "profile.contact?kind=email"),
        "contact-form",
        "value",
        ("tab", "enter"),
    ),
    # In a field of more lines Enter begins a line; the button stands behind it.
    "words": (
        partial(at, "rights.new?right=object&function=nickname"),
        "words-form",
        "words",
        ("tab", "enter"),
    ),
    "number": (at_number, NUMBER_FORM, "number", ("enter",)),
    "pin": (at_pin, device_pages.PIN_FORM, "pin", ("enter",)),
}
"""How one comes there, the form and the field, and the keys that send it."""


def check_shown(app: BurgerprofielApp, what: str) -> str:
    """No cell of the screen holds what a terminal obeys; gives what is shown."""
    strips = app.screen._compositor.render_strips()
    shown = "".join(segment.text for strip in strips for segment in strip)
    assert not any(unicodedata.category(one) in ("Cc", "Cs") for one in shown), what
    assert not {"\u202e", "\u2066"} & set(shown), what
    return shown


def paste(app: BurgerprofielApp, text: str) -> None:
    """As a terminal hands on what was pasted."""
    assert app._driver is not None
    app._driver.send_message(events.Paste(text).set_sender(app))


@asynccontextmanager
async def opened(simulated: Simulated) -> AsyncIterator[BurgerprofielApp]:
    """The full screen of this world."""
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    try:
        async with app.run_test(size=(100, 40)):
            yield app
    finally:
        await simulated.close()


@pytest.mark.parametrize(("arrive", "form_id", "name", "keys"), FIELDS.values(), ids=FIELDS)
async def test_a_hostile_paste_is_refused_in_words_or_goes_on(
    arrive: Callable[[Simulated], Awaitable[None]],
    form_id: str,
    name: str,
    keys: tuple[str, ...],
    home_folder: Path,
) -> None:
    simulated = Simulated(home_folder)
    navigator = simulated.navigator
    async with opened(simulated) as app:
        for what in PASTED:
            navigator.drafts.forget(navigator.page.place)
            await arrive(simulated)
            await settled(app)
            screen = app.screen
            assert isinstance(screen, PageScreen)
            assert screen.go_to(f"{form_id}.{name}")
            await settled(app)
            field = screen.focused
            assert isinstance(field, TextField | LongField)
            field.select_all()  # what stands there already, such as one's number
            await press(app, "backspace")
            paste(app, HOSTILE[what])
            await settled(app)
            kept = navigator.drafts.read(navigator.page.place, form_id, name)
            assert (kept or "") == ("" if field.field.secret else HOSTILE[what])
            await press(app, *keys)
            await settled(app)
            await until(navigator, all_there, what)
            await settled(app)
            page = navigator.page
            assert app.is_running, what
            assert not unsafe(page), what
            check_shown(app, what)
            if any(isinstance(one, Form) and one.id == form_id for one in page.everything):
                assert errors(navigator, form_id), what
                assert navigator.drafts.read(page.place, form_id, name) == kept, what
            else:
                assert kept, f"{what}: nothing cannot be kept"


async def test_what_is_typed_in_the_menu_is_shown_as_it_is_and_obeyed_by_nobody(
    home_folder: Path,
) -> None:
    simulated = Simulated(home_folder)
    async with opened(simulated) as app:
        await settled(app)
        for what in ("escape", "c1", "markup", "link", "emoji", "turned"):
            await press(app, "f9")
            menu = app.screen
            assert isinstance(menu, MenuScreen)
            paste(app, HOSTILE[what])
            for sign in HOSTILE[what]:
                menu.post_message(events.Key("x", sign).set_sender(app))
            await settled(app)
            shown = check_shown(app, what)
            assert HOSTILE[what] in shown or not HOSTILE[what].isprintable(), what
            await press(app, "escape")
            assert isinstance(app.screen, PageScreen), what
