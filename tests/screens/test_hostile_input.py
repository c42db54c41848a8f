"""The full screen, when what is pasted into a field is hostile: by keys, on the real pages."""

import unicodedata
from pathlib import Path

import pytest
from textual import events

from tests.journey.filling import errors
from tests.journey.steps import until
from tests.journey.test_hostile_input import HOSTILE, unsafe
from tests.screens.settled import press, settled
from tests.simulated import Simulated, all_there
from tui.app import BurgerprofielApp
from tui.journey.page import Form
from tui.screens.page_screen import PageScreen

PASTED = ("empty", "long", "escape", "markup", "link", "emoji", "turned")

FIELDS = (
    ("profile.nickname", "nickname-form", "nickname", ("enter",)),
    # Enter in the last field of a line sends the form.
    ("profile.contact?kind=email", "contact-form", "value", ("tab", "enter")),
    # In a field of more lines Enter begins a line; the button stands behind it.
    ("rights.new?right=object&function=nickname", "words-form", "words", ("tab", "enter")),
)


@pytest.mark.parametrize(
    ("place", "form_id", "name", "keys"), FIELDS, ids=[one[0].partition("?")[0] for one in FIELDS]
)
async def test_a_hostile_paste_is_refused_in_words_or_goes_on(
    place: str, form_id: str, name: str, keys: tuple[str, ...], home_folder: Path
) -> None:
    simulated = Simulated(home_folder)
    navigator = simulated.navigator
    app = BurgerprofielApp(navigator, simulated.words, settle=0)
    try:
        async with app.run_test(size=(100, 40)):
            await simulated.sign_in()
            for what in PASTED:
                navigator.drafts.forget(navigator.page.place)
                await simulated.visit("profile")
                await simulated.visit(place)
                await settled(app)
                screen = app.screen
                assert isinstance(screen, PageScreen)
                assert screen.go_to(f"{form_id}.{name}")
                await settled(app)
                assert screen.focused is not None
                screen.focused.post_message(events.Paste(HOSTILE[what]))
                await settled(app)
                kept = navigator.drafts.read(navigator.page.place, form_id, name)
                await press(app, *keys)
                await settled(app)
                await until(navigator, all_there, what)
                await settled(app)
                page = navigator.page
                assert app.is_running, what
                assert not unsafe(page), what
                shown = "".join(
                    segment.text
                    for strip in screen._compositor.render_strips()
                    for segment in strip
                )
                assert not any(unicodedata.category(one) in ("Cc", "Cs") for one in shown), what
                assert not {"\u202e", "\u2066"} & set(shown), what
                if any(isinstance(one, Form) and one.id == form_id for one in page.everything):
                    assert errors(navigator, form_id), what
                    assert navigator.drafts.read(page.place, form_id, name) == kept, what
                else:
                    assert kept, f"{what}: nothing cannot be kept"
    finally:
        await simulated.close()
