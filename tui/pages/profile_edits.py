"""An entry that was edited elsewhere meanwhile: both are shown, and the citizen chooses."""

from collections.abc import Mapping

from msgspec.structs import replace

from tui.journey.context import PageContext
from tui.page.parts import Action, Actions, Form, Notice, Part
from tui.pages.forms import CANCEL, CHANGE, DECISION, SAVE, Review, review_facts


def both(
    context: PageContext,
    form: Form,
    typed: Mapping[str, str],
    *,
    there: bool,
    review: Review = review_facts,
) -> tuple[Part, ...]:
    """What stands there now (unless it was removed), what was filled in here, and the choice between them.

    `form` has the stored values, and `review` draws them.
    """
    words = context.words
    now = "changed" if there else "removed"
    stored = review(context, form, {field.name: field.stored for field in form.fields})
    return (
        Notice(
            id="edited",
            kind="warning",
            title=words(f"profile.edited.{now}"),
            body=words(f"profile.edited.{now}.way"),
        ),
        *((replace(stored, id="now", title=words("profile.edited.now")),) if there else ()),
        review(context, form, typed),
        Actions(
            id=DECISION,
            bar=True,
            items=(
                Action(id=CANCEL, label=words(f"profile.edited.{now}.theirs"), kind="back"),
                Action(id=CHANGE, label=words("form.change")),
                Action(id=SAVE, label=words("profile.edited.keep-mine")),
            ),
        ),
    )


def same(form: Form, typed: Mapping[str, str]) -> bool:
    """Whether what stands there now is what was filled in here."""
    return all(field.stored == typed.get(field.name, "") for field in form.fields)
