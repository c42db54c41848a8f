"""What the citizen is typing, kept apart from the pages."""

from collections.abc import Callable, Iterable


class Drafts:
    """Typed text by (place, form, field); written at each key, read when a page is drawn or sent.

    Survives resizing, a change of renderer, an ended session and signing in again as the same person;
    signing out, or another person, destroys it. Secret fields are never written here. `on_typed` is called
    whenever something was written.
    """

    def __init__(self, on_typed: Callable[[], None] | None = None) -> None:
        self._on_typed = on_typed
        self._typed: dict[tuple[str, str, str], str] = {}
        self._refused: dict[tuple[str, str, str], str | None] = {}
        self._owner = ""

    def write(self, place: str, form: str, field: str, text: str) -> None:
        """Keep `text` as what now stands in the field."""
        self._typed[place, form, field] = text
        if self._on_typed is not None:
            self._on_typed()

    def read(self, place: str, form: str, field: str) -> str | None:
        """What stands in the field, or None when nothing was typed there."""
        return self._typed.get((place, form, field))

    def refuse(self, place: str, form: str, fields: Iterable[str]) -> None:
        """What stands in these fields now, and only that, was refused."""
        for field in fields:
            self._refused[place, form, field] = self.read(place, form, field)

    def mended(self, place: str, form: str, field: str) -> bool:
        """Whether the text that was refused no longer stands in the field: its error is then over."""
        key = (place, form, field)
        return key in self._refused and self._refused[key] != self._typed.get(key)

    def form(self, place: str, form: str) -> dict[str, str]:
        """All typed fields of one form, by field name."""
        return {
            field: text
            for (a_place, a_form, field), text in self._typed.items()
            if (a_place, a_form) == (place, form)
        }

    def forget(self, place: str, form: str | None = None) -> None:
        """Drop what was typed at a place, or in one of its forms."""

        def stays(key: tuple[str, str, str]) -> bool:
            return key[0] != place or (form is not None and key[1] != form)

        self._typed = {key: text for key, text in self._typed.items() if stays(key)}
        self._refused = {key: text for key, text in self._refused.items() if stays(key)}

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
        self._refused.clear()
        self._owner = ""
