"""Fields: what is typed goes to the drafts, what is stored is written only when it changed."""

import pytest
from msgspec.structs import replace
from textual._compositor import Compositor, LayoutUpdate

from tests.accessibility.reader import spoken
from tests.pictured import answered
from tests.screens import pages, settled
from tests.screens.harness import SMALL, USUAL, Stage, staged
from tests.screens.leading import Leading
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.page.parts import Action, Field, Form, Page, Text
from tui.screens.page_screen import PageScreen
from tui.widgets.field import ChoiceField, TickField
from tui.widgets.form import FormView

ONE = Form(
    id="one",
    fields=(Field(name="street", label="Straat", hint="", stored="Molenstraat"),),
    submit=Action(id="save", label="Bewaren"),
)


def changed(form: Form = ONE, **what: object) -> Form:
    """The form with its one field changed."""
    return replace(form, fields=(replace(form.fields[0], **what),))


def with_form(form: Form) -> Page:
    return replace(pages.FORM, parts=(form,))


async def typed(stage: Stage) -> str:
    return stage.text_field("one", "street").value


@pytest.mark.parametrize("motion", [False, True])
async def test_what_is_typed_in_blinks_only_where_motion_is_wanted(motion: bool) -> None:
    async with staged(pages.FORM, motion=motion) as stage:
        assert stage.app.animation_level == ("full" if motion else "none")
        line = stage.text_field("address-form", "street")
        more = stage.long_field("address-form", "words")
        assert (line.cursor_blink, more.cursor_blink) == (motion, motion)
        stage.screen.set_focus(line)
        await stage.settle()
        assert line._blink_timer is not None
        assert line._blink_timer._active.is_set() is motion
        stage.screen.set_focus(more)
        await stage.settle()
        assert more.blink_timer._active.is_set() is motion


async def test_a_field_is_seeded_with_its_draft_or_what_is_stored() -> None:
    async with staged(with_form(ONE)) as stage:
        assert await typed(stage) == "Molenstraat"
    leading = Leading(with_form(ONE))
    leading.drafts.write("profile.address", "one", "street", "Ber")
    async with staged(with_form(ONE), leading=leading) as stage:
        assert await typed(stage) == "Ber"


async def test_seeding_writes_no_draft() -> None:
    async with staged(pages.FORM) as stage:
        assert stage.leading.drafts.form("profile.address", "address-form") == {}


@pytest.mark.parametrize(
    ("newer", "forgets", "left"),
    [
        (changed(error="Fout.", hint="Kort."), False, "Molenstraatx"),
        (changed(stored="Dorpsstraat"), False, "Dorpsstraat"),
        (replace(ONE, revision=1), False, "Molenstraat"),
        (changed(hint="Bewaard."), True, "Molenstraat"),
    ],
    ids=["error", "stored", "revision", "draft-forgotten"],
)
async def test_only_another_value_revision_or_a_forgotten_draft_rewrites_a_field(
    newer: Form, forgets: bool, left: str
) -> None:
    async with staged(with_form(ONE)) as stage:
        await stage.focus("one.street")
        await stage.press("x")
        if forgets:
            stage.leading.drafts.forget("profile.address")
        await stage.give(with_form(newer))
        assert await typed(stage) == left
        await stage.press("y")
        assert stage.leading.drafts.read("profile.address", "one", "street") == f"{left}y"


async def test_fields_may_come_and_go_and_the_others_keep_what_is_typed() -> None:
    more = replace(ONE, fields=(Field(name="box", label="Bus", hint=""), *ONE.fields))
    async with staged(with_form(ONE)) as stage:
        await stage.focus("one.street")
        await stage.press("x")
        await stage.give(with_form(more))
        assert stage.focused is stage.text_field("one", "street")
        await stage.press("shift+tab")
        assert stage.focused is stage.text_field("one", "box")
        await stage.give(with_form(ONE))
        assert stage.focused.is_attached
        assert await typed(stage) == "Molenstraatx"


async def test_a_secret_is_shown_as_dots_and_is_in_no_draft() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.pin")
        await stage.press(*"4827")
        assert "4827" not in stage.text()
        assert "••••" in stage.text()
        assert "4827" not in str(stage.leading.drafts.form("profile.address", "address-form"))
        await stage.press("enter")
        assert stage.leading.asked == [("submit", "address-form")]
        assert stage.leading.secrets == {"pin": "4827"}
        assert stage.text_field("address-form", "pin").value == "", "it does not stay there"


async def test_enter_goes_to_the_next_field_and_sends_from_the_last() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.label")
        await stage.press("enter")
        assert stage.focused is stage.text_field("address-form", "street")
        assert stage.leading.asked == []


async def test_a_choice_is_made_by_arrows_and_its_sign_follows() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.kind")
        choice = stage.focused
        assert isinstance(choice, ChoiceField)
        assert "( ) Voor brieven" in stage.text()
        await stage.press("space")
        assert choice.read() == "post"
        assert "(•) Voor brieven" in stage.text()
        await stage.press("down")
        assert choice.read() == "stay"
        assert "( ) Voor brieven" in stage.text()
        assert "(•) Om te verblijven" in stage.text()
        assert stage.leading.drafts.read("profile.address", "address-form", "kind") == "stay"


async def test_a_tick_turns_and_its_sign_follows() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.agree")
        tick = stage.focused
        assert isinstance(tick, TickField)
        for sign, value in (("[x]", "yes"), ("[ ]", "")):
            await stage.press("space")
            assert f"{sign} Bewaar dit adres" in stage.text()
            assert stage.leading.drafts.read("profile.address", "address-form", "agree") == value


async def test_the_hint_of_a_tick_stands_right_above_its_box() -> None:
    field = Field(name="all", label="Voor allen", hint="Later te wijzigen.", kind="tick")
    async with staged(with_form(replace(ONE, fields=(field,)))) as stage:
        lines = stage.text().splitlines()
        at = next(n for n, line in enumerate(lines) if "Voor allen" in line)
        assert lines[at - 1].index("Later") == lines[at].index("[ ]")


async def test_a_long_field_takes_lines_and_tab_leaves_it() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.words")
        await stage.press(*"een", "enter", *"twee")
        words = stage.leading.drafts.read("profile.address", "address-form", "words")
        assert words == "een\ntwee"
        await stage.press("ctrl+z")
        assert stage.long_field("address-form", "words").text != "een\ntwee"
        await stage.press("tab")
        assert stage.focused is stage.text_field("address-form", "pin")


async def test_label_hint_field_and_error_stand_in_this_order() -> None:
    async with staged(pages.FORM, size=(80, 60)) as stage:
        text = stage.text()
        below = text.index("Huisnummer")
        label = text.index("Postcode", below)
        hint = text.index("Vier cijfers.", label)
        value = text.index("90", hint)
        assert value < text.index("Fout: Een postcode heeft vier cijfers", hint)
        assert "(niet verplicht)" in text


async def test_a_notice_leads_to_the_wrong_field() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("wrong")
        await stage.press("enter")
        assert stage.focused is stage.text_field("address-form", "postCode")


async def test_a_move_of_the_focus_paints_what_it_concerns_and_not_the_whole_screen() -> None:
    async with staged(pages.FORM) as stage:
        whole = 0
        paint = Compositor.render_full_update

        def counted(self: Compositor, simplify: bool = False) -> LayoutUpdate:
            nonlocal whole
            whole += 1
            return paint(self, simplify)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Compositor, "render_full_update", counted)
            await stage.focus("address-form.label")
            whole = 0
            await stage.press("tab", "shift+tab")
        assert whole == 0


@pytest.mark.parametrize("kind", ["text", "long"])
async def test_an_empty_field_says_so_in_the_cursor_s_line_while_it_has_the_focus(
    kind: str,
) -> None:
    async with staged(with_form(changed(kind=kind, stored=""))) as stage:
        await stage.focus("one.street")
        assert "Straat: leeg" in stage.lines()[stage.app.cursor_position.y]
        await stage.press("a")
        assert "Straat: leeg" not in stage.text()
        await stage.press("backspace")
        assert "Straat: leeg" in stage.lines()[stage.app.cursor_position.y]
        await stage.press("tab")
        assert "leeg" not in stage.text(), "who looks at a form takes it for a value"


async def test_where_a_label_is_too_long_for_its_field_it_only_says_that_it_is_empty() -> None:
    label = "Hoe heet de straat waar u nu echt woont"
    async with staged(with_form(changed(label=label, stored="")), size=SMALL) as stage:
        await stage.focus("one.street")
        assert spoken(stage.lines()[stage.app.cursor_position.y]) == "leeg"


async def test_an_error_comes_into_view_under_its_field() -> None:
    above = Text(id="lead", text=" ".join(["Lees dit eerst."] * 12))
    form = with_form(ONE)
    async with staged(replace(form, parts=(above, ONE)), size=SMALL) as stage:
        await stage.focus("one.street")
        wrong = changed(error="Deze straat kennen we niet. Kijk na hoe u ze schreef.")
        await stage.give(replace(form, parts=(above, wrong), focus="one.street"))
        assert "Kijk na hoe u ze" in stage.text()
        other = changed(
            error="Een straat heeft letters. Hier staan cijfers. Kijk dat na, en typ ze opnieuw."
        )
        await stage.give(replace(form, parts=(above, other), focus="one.street"))
        assert "typ ze opnieuw" in stage.text()


@pytest.mark.parametrize("kind", ["text", "long"])
async def test_a_wrong_field_keeps_its_frame_in_view_and_its_label_where_there_is_room(
    kind: str,
) -> None:
    above = Text(id="lead", text=" ".join(["Lees dit eerst."] * 12))
    wrong = changed(kind=kind, error="Deze straat kennen we niet.", hint="Zonder nummer.")
    page = replace(with_form(wrong), parts=(above, wrong), focus="one.street")
    for size in (SMALL, (40, 14)):
        async with staged(page, size=size) as stage:
            assert stage.screen.body.region.contains_region(stage.focused.region), size
            assert "kennen we niet" in " ".join(stage.text().split())


async def test_what_is_wrong_is_one_press_away_from_where_it_is_counted(
    simulated: Simulated,
) -> None:
    await answered("profile.address", "address-form", street="", post_code="90")(simulated)
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    async with app.run_test(size=USUAL):
        await settled.settled(app)
        screen = app.screen
        assert isinstance(screen, PageScreen)
        assert screen.go_to("wrong")
        await settled.press(app, "right", "right", "enter")
        field = screen.body.main.query_one(FormView).control("post-code")
        assert screen.focused is field


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_the_caret_of_a_long_field_is_in_it_after_every_line(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, size=size) as stage:
        await stage.focus("address-form.words")
        field = stage.long_field("address-form", "words")
        for _ in range(12):
            for key in ("x", "enter"):
                await stage.press(key)
                assert field.content_region.contains_point(stage.app.cursor_position)
        for key in ("up",) * 12 + ("pagedown", "pageup", "ctrl+end", "backspace"):
            await stage.press(key)
            assert field.content_region.contains_point(stage.app.cursor_position), key
