"""What the citizen is typing, kept apart from the pages."""


class Drafts:
    """Typed text by (place, form, field); written at each key, read when a page is drawn or sent.

    Survives resizing, a change of renderer, an ended session and signing in again as the same person;
    signing out, or another person, destroys it. Secret fields are never written here.
    """

    def __init__(self) -> None:
        self._typed: dict[tuple[str, str, str], str] = {}
        self._owner = ""

    def write(self, place: str, form: str, field: str, text: str) -> None:
        """Keep `text` as what now stands in the field."""
        self._typed[place, form, field] = text

    def read(self, place: str, form: str, field: str) -> str | None:
        """What stands in the field, or None when nothing was typed there."""
        return self._typed.get((place, form, field))

    def form(self, place: str, form: str) -> dict[str, str]:
        """All typed fields of one form, by field name."""
        return {
            field: text
            for (a_place, a_form, field), text in self._typed.items()
            if (a_place, a_form) == (place, form)
        }

    def forget(self, place: str, form: str | None = None) -> None:
        """Drop what was typed at a place, or in one of its forms."""
        self._typed = {
            key: text
            for key, text in self._typed.items()
            if key[0] != place or (form is not None and key[1] != form)
        }

    def belong_to(self, owner: str) -> None:
        """From now on these are `owner`'s; another person's drafts are destroyed first.

        What was typed before anyone signed in passes to the first owner.
        """
        if self._owner and self._owner != owner:
            self.destroy()
        self._owner = owner

    def destroy(self) -> None:
        """Forget everything and everyone."""
        self._typed.clear()
        self._owner = ""
