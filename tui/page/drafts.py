"""What the citizen is typing, kept apart from the pages."""

from collections.abc import Callable, Iterable

from tui.page.parts import Form, Page


class Drafts:
    """Typed text by (place, form, field); written at each key, read when a page is drawn or sent.

    It survives resizing, a change of renderer, the end of a session and signing in again as the same person.
    Signing out, or signing in as another person, destroys it. Secret fields are never written here.
    `on_typed` is called after each write.
    """

    def __init__(self, on_typed: Callable[[], None] | None = None) -> None:
        self._on_typed = on_typed
        self._typed: dict[tuple[str, str, str], str] = {}
        self._refused: dict[tuple[str, str, str], str | None] = {}
        self._begun: dict[str, str] = {}
        self._owner = ""

    def begin(self, place: str, version: str) -> None:
        """Record which version of what is stored the citizen saw, who now begins to type; "" for none."""
        self._begun[place] = version

    def begun(self, place: str) -> str | None:
        """The version from which what is typed at a place began; None if nothing has begun there."""
        return self._begun.get(place)

    def write(self, place: str, form: str, field: str, text: str) -> None:
        """Store `text` as the field's present text."""
        self._typed[place, form, field] = text
        if self._on_typed is not None:
            self._on_typed()

    def read(self, place: str, form: str, field: str) -> str | None:
        """What was typed in the field, or None."""
        return self._typed.get((place, form, field))

    def refuse(self, place: str, form: str, fields: Iterable[str]) -> None:
        """Record that the present text of these fields was refused."""
        for field in fields:
            self._refused[place, form, field] = self.read(place, form, field)

    def corrected(self, place: str, form: str, field: str) -> bool:
        """Whether a field that was refused now has another text, so that its error no longer applies."""
        key = (place, form, field)
        return key in self._refused and self._refused[key] != self._typed.get(key)

    def form(self, place: str, form: str) -> dict[str, str]:
        """The typed texts of a form, by field name."""
        return {
            field: text
            for (a_place, a_form, field), text in self._typed.items()
            if (a_place, a_form) == (place, form)
        }

    def unsent(self, page: Page | None = None) -> bool:
        """Whether something typed would be lost by stopping.

        On `page` that is what differs from what is stored, elsewhere any text.
        """
        stored = (
            {}
            if page is None
            else {
                (page.place, part.id, field.name): field.stored
                for part in page.everything
                if isinstance(part, Form)
                for field in part.fields
            }
        )
        return any(text.strip() != stored.get(key, "") for key, text in self._typed.items())

    def forget(self, place: str, form: str | None = None) -> None:
        """Drop what was typed at a place, or in one of its forms."""

        def is_kept(key: tuple[str, str, str]) -> bool:
            return key[0] != place or (form is not None and key[1] != form)

        self._typed = {key: text for key, text in self._typed.items() if is_kept(key)}
        self._refused = {key: text for key, text in self._refused.items() if is_kept(key)}

    def belong_to(self, owner: str) -> None:
        """Make `owner` the owner; another person's drafts are destroyed first.

        What was typed before signing in passes to the first owner.
        """
        if self._owner and self._owner != owner:
            self.destroy()
        self._owner = owner

    def destroy(self) -> None:
        """Forget everything and everyone."""
        self._typed.clear()
        self._refused.clear()
        self._begun.clear()
        self._owner = ""
