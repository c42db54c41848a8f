"""Fields: what is typed goes to the drafts, what is stored is written only when it changed."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from textual._compositor import Compositor, LayoutUpdate

from tests.accessibility.reader import spoken
from tests.accessibility.walk import restless
from tests.pictured import answered
from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, played, staged
from tests.simulated import Simulated
from tui.page.parts import Action, Field, Form, Page, Text
from tui.widgets.form import FormView

ONE = Form(
    id="one",
    fields=(Field(name="street", label="Straat", hint="", stored="Molenstraat"),),
    submit=Action(id="save", label="Bewaren"),
)


def changed(**what: object) -> Form:
    """The form with its only field changed."""
    return replace(ONE, fields=(replace(ONE.fields[0], **what),))


def with_form(form: Form, *above: Text, **more: str) -> Page:
    """The page with this form."""
    return replace(pages.FORM, parts=(*above, form), **more)


LEAD = Text(id="lead", text=" ".join(["Lees dit eerst."] * 12))


@pytest.mark.parametrize("field", ["street", "words"])
@pytest.mark.parametrize("motion", [False, True])
async def test_what_is_typed_in_blinks_only_where_motion_is_wanted(
    motion: bool, field: str
) -> None:
    async with staged(pages.FORM, motion=motion, at=f"address-form.{field}") as stage:
        assert stage.app.animation_level == ("full" if motion else "none")
        assert bool(list(restless(stage))) is motion


@pytest.mark.parametrize("typed", [{}, {"one.street": "Ber"}], ids=["stored", "draft"])
async def test_a_field_is_seeded_with_its_draft_or_what_is_stored(typed: Mapping[str, str]) -> None:
    async with staged(with_form(ONE), typed=typed) as stage:
        assert stage.field("one.street").read() == typed.get("one.street", "Molenstraat")
        assert stage.draft("one.street") == typed.get("one.street")


@pytest.mark.parametrize(
    ("newer", "act", "left"),
    [
        (changed(error="Fout.", hint="Kort."), "", "Molenstraatx"),
        (changed(stored="Dorpsstraat"), "", "Dorpsstraat"),
        (replace(ONE, revision=1), "", "Molenstraat"),
        (changed(hint="Bewaard."), "forgets", "Molenstraat"),
        (changed(hint="Gevonden."), "writes", "Fabelstraat"),
    ],
    ids=["error", "stored", "revision", "draft-forgotten", "draft-written"],
)
async def test_only_another_value_or_revision_or_what_an_act_did_to_the_draft_rewrites_a_field(
    newer: Form, act: str, left: str
) -> None:
    async with staged(with_form(ONE), at="one.street") as stage:
        await stage.press("x")
        if act == "forgets":
            stage.leading.drafts.forget("profile.address")
        if act == "writes":
            stage.leading.drafts.write("profile.address", ONE.id, "street", left)
        await stage.give(with_form(newer))
        assert stage.field("one.street").read() == left
        await stage.press("y")
        assert stage.draft("one.street") == f"{left}y"


async def test_fields_may_come_and_go_and_the_others_keep_what_is_typed() -> None:
    more = replace(ONE, fields=(Field(name="box", label="Bus", hint=""), *ONE.fields))
    async with staged(with_form(ONE), at="one.street") as stage:
        await stage.press("x")
        await stage.give(with_form(more))
        assert stage.focused is stage.field("one.street")
        await stage.press("shift+tab")
        assert stage.focused is stage.field("one.box")
        await stage.give(with_form(ONE))
        assert stage.focused.is_attached
        assert stage.field("one.street").read() == "Molenstraatx"


async def test_a_secret_is_shown_as_dots_and_is_in_no_draft() -> None:
    async with staged(pages.FORM, at="address-form.pin") as stage:
        await stage.press(*"4827")
        assert "4827" not in stage.text()
        assert "••••" in stage.text()
        assert "4827" not in str(stage.leading.drafts.form("profile.address", "address-form"))
        await stage.press("enter")
        assert stage.asked == [("submit", "address-form")]
        assert stage.leading.secrets == {"pin": "4827"}
        assert stage.field("address-form.pin").read() == "", "it does not stay there"


async def test_a_secret_that_is_shown_keeps_what_was_typed_and_is_in_no_draft_either() -> None:
    fields = tuple(replace(field, shown=field.secret) for field in pages.ADDRESS.fields)
    shown = replace(pages.ADDRESS, fields=fields)
    parts = tuple(shown if part is pages.ADDRESS else part for part in pages.FORM.parts)
    async with staged(pages.FORM, at="address-form.pin") as stage:
        await stage.press(*"48")
        await stage.give(pages.with_parts(pages.FORM, *parts))
        await stage.press(*"27")
        assert "4827" in stage.text()
        assert "4827" not in str(stage.leading.drafts.form("profile.address", "address-form"))
        await stage.give(pages.FORM)
        assert "4827" not in stage.text()
        assert stage.field("address-form.pin").read() == "4827"


async def test_enter_goes_to_the_next_field() -> None:
    async with staged(pages.FORM, at="address-form.label") as stage:
        await stage.press("enter")
        assert stage.focused is stage.field("address-form.street")
        assert stage.asked == []


@pytest.mark.parametrize(
    ("field", "presses"),
    [
        ("kind", [("space", "post", "(•) Voor brieven"), ("down", "stay", "( ) Voor brieven")]),
        ("agree", [("space", "yes", "[x] Bewaar"), ("space", "", "[ ] Bewaar")]),
    ],
)
async def test_a_choice_and_a_tick_are_made_by_keys_and_their_sign_follows(
    field: str, presses: list[tuple[str, str, str]]
) -> None:
    async with staged(pages.FORM, at=f"address-form.{field}") as stage:
        assert "( ) Voor brieven" in stage.text()
        for key, value, sign in presses:
            await stage.press(key)
            assert stage.draft(f"address-form.{field}") == value
            assert sign in stage.text()
        assert ("(•) Om te verblijven" in stage.text()) is (field == "kind")


async def test_the_hint_of_a_tick_stands_right_above_its_box() -> None:
    field = Field(name="all", label="Voor allen", hint="Later te wijzigen.", kind="tick")
    async with staged(with_form(replace(ONE, fields=(field,)))) as stage:
        hint, box = (line for line in stage.lines() if "Later" in line or "Voor allen" in line)
        assert hint.index("Later") == box.index("[ ]")


async def test_a_long_field_takes_lines_and_tab_leaves_it() -> None:
    async with staged(pages.FORM, at="address-form.words") as stage:
        await stage.press(*"een", "enter", *"twee")
        assert stage.draft("address-form.words") == "een\ntwee"
        await stage.press("ctrl+z")
        assert stage.draft("address-form.words") != "een\ntwee"
        await stage.press("tab")
        assert stage.focused is stage.field("address-form.pin")


async def test_label_hint_field_and_error_stand_in_this_order() -> None:
    async with staged(pages.FORM, size=(80, 60)) as stage:
        text = stage.text()
        at = text.index("Huisnummer")
        for piece in ("Postcode", "Vier cijfers.", "90", "Fout: Een postcode heeft vier cijfers"):
            at = text.index(piece, at)
        assert "(niet verplicht)" in text


async def test_a_move_of_the_focus_paints_what_it_concerns_and_not_the_whole_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole: list[Compositor] = []
    paint = Compositor.render_full_update

    def counted(self: Compositor, simplify: bool = False) -> LayoutUpdate:
        whole.append(self)
        return paint(self, simplify)

    async with staged(pages.FORM, at="address-form.label") as stage:
        monkeypatch.setattr(Compositor, "render_full_update", counted)
        await stage.press("tab", "shift+tab")
        assert whole == []
        monkeypatch.undo()


@pytest.mark.parametrize("kind", ["text", "long"])
async def test_an_empty_field_says_so_in_the_cursor_s_line_while_it_has_the_focus(
    kind: str,
) -> None:
    async with staged(with_form(changed(kind=kind, stored="")), at="one.street") as stage:
        assert "Straat: leeg" in stage.cursor_line
        await stage.press("a")
        assert "Straat: leeg" not in stage.text()
        await stage.press("backspace")
        assert "Straat: leeg" in stage.cursor_line
        await stage.press("tab")
        assert "leeg" not in stage.text(), "who looks at a form takes it for a value"


async def test_where_a_label_is_too_long_for_its_field_it_only_says_that_it_is_empty() -> None:
    label = "Hoe heet de straat waar u nu echt woont"
    page = with_form(changed(label=label, stored=""))
    async with staged(page, size=SMALL, at="one.street") as stage:
        assert spoken(stage.cursor_line) == "leeg"


async def test_an_error_comes_into_view_under_its_field() -> None:
    async with staged(with_form(ONE, LEAD), size=SMALL, at="one.street") as stage:
        for error in (
            "Deze straat kennen we niet. Kijk na hoe u ze schreef.",
            "Een straat heeft letters. Hier staan cijfers. Kijk dat na.",
        ):
            await stage.give(with_form(changed(error=error), LEAD, focus="one.street"))
            assert error[-16:] in stage.text()


@pytest.mark.parametrize("size", [SMALL, (40, 14)], ids=str)
@pytest.mark.parametrize("kind", ["text", "long"])
async def test_a_wrong_field_keeps_its_frame_in_view_and_its_error(
    kind: str, size: tuple[int, int]
) -> None:
    wrong = changed(kind=kind, error="Deze straat kennen we niet.", hint="Zonder nummer.")
    async with staged(with_form(wrong, LEAD, focus="one.street"), size=size) as stage:
        assert stage.screen.body.region.contains_region(stage.focused.region)
        assert "kennen we niet" in stage.said()


async def test_what_is_wrong_is_one_press_away_from_where_it_is_counted(
    simulated: Simulated,
) -> None:
    await answered("profile.address", "address-form", street="", post_code="90")(simulated)
    async with played(simulated) as shown:
        await shown.focus("wrong")
        await shown.press("right", "enter")
        assert shown.focused is shown.screen.query_one(FormView).control("post-code")


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_the_caret_of_a_long_field_is_in_it_after_every_key(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, size=size, at="address-form.words") as stage:
        written, moved = ("x", "enter") * 12, ("up",) * 12
        for key in (*written, *moved, "pagedown", "pageup", "ctrl+end", "backspace"):
            await stage.press(key)
            room = stage.focused.content_region
            assert room.contains_point(stage.app.cursor_position), key
