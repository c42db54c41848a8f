"""What the portal's forms share: validation, error messages, and a review before anything is sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from tui.journey.context import Act, FieldError, PageContext
from tui.journey.fetching import first_message
from tui.locale import Words
from tui.page.parts import Action, Actions, Fact, Facts, Field, Form, Part
from tui.page.typed import is_text
from tui.pages import rules as known
from tui.pages.values import phone_number
from tui.portal.errors import InvalidInput

Rule = Callable[[str], str]
"""Returns the code of what is wrong with a value that was filled in, or ""."""

Review = Callable[[PageContext, Form, Mapping[str, str]], Facts]
"""Draws what would be saved of a form with these values."""

_KNOWN: Mapping[str, Rule] = {"email": known.email, "phone": known.phone}
"""What a field's kind asks for by itself."""

CHECK, SAVE, CHANGE, CANCEL = "check", "save", "change", "cancel"

DECISION = "review-actions"
"""The part with the buttons under a review."""


def step(words: Words, names: Sequence[str], at: int) -> str:
    """The step at this place among those with these names, as "Stap 2 van 3: uw woorden"."""
    name = words(f"form.step.{names[at]}")
    return words("form.step", number=at + 1, total=len(names), name=name)


def error_words(words: Words, field: Field, code: str) -> str:
    """The message for an error code: what is wrong, and how to put it right, with the field's example."""
    if field.kind == "choice":
        code = "notChosen" if code == "required" else "choice"  # nothing is typed there
    sentence = first_message(
        words,
        f"form.error.{code}",
        "form.error.other",
        label=field.label,
        longest=field.longest,
    )
    return with_example(words, field, sentence)


def with_example(words: Words, field: Field, sentence: str) -> str:
    """The sentence, followed by the field's example if it has one."""
    if not field.example:
        return sentence
    return f"{sentence} {words('form.error.example', example=field.example)}"


def field_errors(
    error: InvalidInput, form: Form, names: Mapping[str, str]
) -> dict[str, FieldError]:
    """A service's refusal as errors by field. `names` maps a member of the request to its field.

    An issue that belongs to no field of the form is shown under the first field.
    """
    fields = {field.name: field for field in form.fields}
    errors: dict[str, FieldError] = {}
    for member, code in error.issues:
        field = fields.get(names.get(member, member), form.fields[0])
        errors.setdefault(field.name, partial(error_words, code=code))
    return errors


def valid_values(
    context: PageContext, form: Form, rules: Mapping[str, Rule]
) -> dict[str, str] | None:
    """The form's values if all are valid; otherwise None, with the errors shown under the fields.

    This only spares the citizen a review of what cannot be saved: the service decides.
    """
    values = context.typed(form)
    errors = {
        field.name: partial(error_words, code=code)
        for field in form.fields
        if (code := _wrong(field, values[field.name], rules.get(field.name)))
    }
    context.refuse(form.id, errors)
    return None if errors else values


def review_facts(context: PageContext, form: Form, values: Mapping[str, str]) -> Facts:
    """What would be saved, field by field."""
    return Facts(
        id="review",
        title=context.words("form.review.title"),
        groups=(
            tuple(_reviewed(context, field, values.get(field.name, "")) for field in form.fields),
        ),
    )


def with_errors(context: PageContext, form: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields, each with its error in `form`."""
    return tuple(replace(field, error=context.error(form, field)) for field in fields)


class CheckedForm(Struct, frozen=True, kw_only=True):
    """A form that is reviewed before it is sent: fill in, check, save (WCAG 3.3.4).

    `form` draws the fields. `save` sends the values and returns the next place; if it raises
    InvalidInput, the fields are shown again. `names` maps a member of the request to its field;
    `rules` holds what a field's value must satisfy beyond its kind. `leave` is where cancelling
    leads. `review` draws the values, and `before` what the citizen must know before saving.
    `steps` gives the names of all steps, of which the last two are this form's.
    """

    form: Callable[[PageContext], Form]
    save: Callable[[PageContext, Mapping[str, str]], Awaitable[str]]
    leave: str
    names: Mapping[str, str] = {}
    rules: Mapping[str, Rule] = {}
    review: Review = review_facts
    before: Callable[[PageContext], tuple[Part, ...]] = lambda _: ()
    save_label: str = "form.save"
    steps: Callable[[PageContext], tuple[str, ...]] = lambda _: ("fill", "check")

    def reviewing(self, context: PageContext) -> bool:
        """Whether the citizen is reviewing what was filled in."""
        return str(context.place) in context.pending

    def step(self, context: PageContext) -> str:
        """Which step this is, of how many, and its name."""
        names = self.steps(context)
        return step(context.words, names, len(names) - 2 + self.reviewing(context))

    def focus(self, context: PageContext) -> str:
        """Where the page begins: a review with its button."""
        return DECISION if self.reviewing(context) else ""

    def parts(self, context: PageContext) -> tuple[Part, ...]:
        """The form; or, once it was checked, the review and what can be done with it."""
        form = self.form(context)
        values = context.pending.get(str(context.place))
        if values is None:
            return (form,)
        words = context.words
        return (
            *self.before(context),
            self.review(context, form, values),
            Actions(
                id=DECISION,
                bar=True,
                items=(
                    Action(id=SAVE, label=words(self.save_label), kind="main"),
                    Action(id=CHANGE, label=words("form.change"), kind="back"),
                    Action(id=CANCEL, label=words("form.cancel")),
                ),
            ),
        )

    @property
    def acts(self) -> dict[str, Act]:
        """What a page with this form can do."""
        return {CHECK: self._check, SAVE: self._save, CHANGE: self._change, CANCEL: self._cancel}

    async def opened(self, context: PageContext) -> None:
        """Start at the fields when the page is opened again, with what was filled in still there."""
        self._put_back(context)

    async def _check(self, context: PageContext, _action: str) -> str | None:
        values = valid_values(context, self.form(context), self.rules)
        if values is not None:
            context.pending[str(context.place)] = values
        return None

    async def _save(self, context: PageContext, _action: str) -> str | None:
        values = context.pending.get(str(context.place))
        if values is None:
            return None
        try:
            following = await self.save(context, values)
        except InvalidInput as error:
            self._put_back(context)
            form = self.form(context)
            context.refuse(form.id, field_errors(error, form, self.names))
            return None
        self._forget(context)
        return following

    async def _change(self, context: PageContext, _action: str) -> str | None:
        self._put_back(context)
        return None

    async def _cancel(self, context: PageContext, _action: str) -> str | None:
        self._forget(context)
        return self.leave

    def _put_back(self, context: PageContext) -> None:
        """Go from the review back to the fields, with what was typed in them."""
        place = str(context.place)
        values = context.pending.pop(place, None)
        if values is not None:
            form = self.form(context)
            for name, text in values.items():
                context.drafts.write(place, form.id, name, text)

    def _forget(self, context: PageContext) -> None:
        """Drop what was filled in, because it was sent or given up; the empty form is not gone back to."""
        context.finished = True
        place = str(context.place)
        context.errors.pop(self.form(context).id, None)
        context.pending.pop(place, None)
        context.drafts.forget(place)


def _wrong(field: Field, value: str, rule: Rule | None) -> str:
    if not value:
        return "required" if field.required else ""
    if not is_text(value):
        return "controlCharacters"
    if field.longest and len(value) > field.longest:
        return "tooLong"
    if field.kind == "choice" and value not in {option.value for option in field.options}:
        return "choice"
    rule = rule or _KNOWN.get(field.kind)
    return rule(value) if rule else ""


def _reviewed(context: PageContext, field: Field, value: str) -> Fact:
    labels = {option.value: option.label for option in field.options}
    shown = labels.get(value, value) or context.words("form.review.empty")
    if field.kind == "phone":
        shown = phone_number(known.international(shown))  # as it will be kept
    return Fact(label=field.label, value=shown)
