"""One page with a form, drawn by our parts in the whole screen: what they cost beside `floors.bare_form`."""

from collections.abc import AsyncIterator, Mapping

TITLE = "Een adres toevoegen"
TABS = ("Start", "Uw gegevens", "eBox", "Profiel", "Rechten")
FIELDS = (
    ("Straat en nummer", "Zoals op een brief"),
    ("Postcode", "Vier cijfers"),
    ("Gemeente", "De naam van de gemeente"),
    ("Land", "In gewone woorden"),
)
CHOICE = "Waarvoor is dit adres?"
CHOICE_HINT = "Kies wat het best past"
OPTIONS = ("Post", "Bezoek", "Allebei")
TICK = "Dit adres geldt ook voor mijn kinderen"
TICK_HINT = "U kunt dat later veranderen"
SEND = "Kijk na"


def main() -> None:
    """Open the page."""
    import gc

    gc.disable()  # as `tui.__main__` does until the first paint
    from tui.app import BurgerprofielApp
    from tui.locale import Words
    from tui.page.drafts import Drafts
    from tui.page.finding import Finding
    from tui.page.parts import Action, Field, Form, Option, Page, Tab

    fields = [Field(name=f"f{n}", label=label, hint=hint) for n, (label, hint) in enumerate(FIELDS)]
    options = tuple(Option(value=one, label=one) for one in OPTIONS)
    fields.append(
        Field(name="choice", label=CHOICE, hint=CHOICE_HINT, kind="choice", options=options)
    )
    fields.append(Field(name="tick", label=TICK, hint=TICK_HINT, kind="tick"))
    shown = Page(
        id="form",
        place="form",
        title=TITLE,
        parts=(Form(id="form", fields=tuple(fields), submit=Action(id="send", label=SEND)),),
        tabs=tuple(Tab(id=label, label=label) for label in TABS),
        tab="Profiel",
        status="",
        who="Aanmelden",
        who_place="sign-in",
    )

    class FocusTarget:
        """A navigation that stays on this page."""

        drafts = Drafts()
        page = shown
        unsent = False

        def findings(self) -> tuple[Finding, ...]:
            return ()

        async def open(self, place: str) -> None: ...
        async def act(self, action_id: str) -> None: ...
        async def choose(self, part_id: str, item_id: str) -> None: ...
        async def submit(self, form_id: str, secrets: Mapping[str, str] = {}) -> None: ...
        async def back(self) -> None: ...
        async def changes(self) -> AsyncIterator[Page]:
            never: tuple[Page, ...] = ()
            for page in never:
                yield page

    BurgerprofielApp(FocusTarget(), Words("nl"), on_first_paint=gc.enable).run()


if __name__ == "__main__":
    main()
