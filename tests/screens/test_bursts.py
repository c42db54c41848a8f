"""Keys that come faster than they are handled are done in their order, and none is lost."""

import pytest

from tests.screens import pages
from tests.screens.harness import Stage, staged
from tests.screens.settled import key_event
from tui.journey.commands import COMMANDS


async def burst(stage: Stage, *keys: str) -> None:
    """All of these at once, as a slow line or dictation brings them."""
    driver = stage.app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(key_event(stage.app, key))
    await stage.settle()


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("a", "b", "c", "backspace", "d"), "abd"),
        (("a", "b", "left", "x"), "axb"),
        (("a", "home", "x", "end", "y"), "xay"),
    ],
    ids=lambda one: "-".join(one),
)
@pytest.mark.parametrize("field", ["street", "words"])
async def test_editing_keys_keep_their_turn(field: str, keys: tuple[str, ...], left: str) -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus(f"address-form.{field}")
        control = stage.form("address-form").control(field)
        assert control is not None
        control.put("")  # type: ignore[union-attr]
        await burst(stage, *keys)
        assert control.value == left


async def test_what_follows_tab_is_for_the_next_field() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.street")
        stage.text_field("address-form", "street").put("")
        stage.text_field("address-form", "houseNumber").put("")
        await burst(stage, *"abc", "tab", *"12", "shift+tab", "d")
        assert stage.text_field("address-form", "street").value == "abcd"
        assert stage.text_field("address-form", "houseNumber").value == "12"


async def test_a_key_whose_widget_goes_away_holds_up_no_other() -> None:
    async with staged(pages.FORM, pages.DATA) as stage:
        await stage.focus("address-form.street")
        await stage.press("x")
        stage.leading.give(pages.DATA)
        await burst(stage, "y", "tab", "f1")
        await stage.until(lambda: ("act", "go:help") in stage.leading.asked)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.keys], ids=lambda one: one.id)
async def test_no_field_takes_a_key_of_the_table(command: object) -> None:
    async with staged(pages.FORM) as stage:
        for target in ("street", "words", "kind", "pin"):
            await stage.focus(f"address-form.{target}")
            bound = stage.app.screen.active_bindings
            for key in command.keys:  # type: ignore[attr-defined]
                assert bound[key].node is stage.app, (key, target)
