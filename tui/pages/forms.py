"""What the forms of the portal share: checking what was typed, errors in words, a look before sending."""

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from tui.journey.context import Act, PageContext
from tui.journey.fetching import first
from tui.locale import Words
from tui.page.parts import Action, Actions, Fact, Facts, Field, Form, Part
from tui.pages.values import is_phone_number
from tui.portal.errors import InvalidInput

Rule = Callable[[str], str]
"""Gives the code of what is wrong with a filled-in value, or ""."""

CHECK, SAVE, CHANGE, CANCEL = "check", "save", "change", "cancel"

_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that draw nothing: the Hangul fillers and the empty braille cell."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def error_words(words: Words, field_: Field, code: str) -> str:
    """What is wrong with a field, and what would be right, with an example where there is one."""
    if field_.kind == "choice":
        code = "notChosen" if code == "required" else "choice"  # nothing is typed there
    sentence = first(
        words,
        f"form.error.{code}",
        "form.error.other",
        label=field_.label,
        longest=field_.longest,
    )
    return with_example(words, field_, sentence)


def with_example(words: Words, field_: Field, sentence: str) -> str:
    """What is wrong, and an example of what would be right, where there is one."""
    if not field_.example:
        return sentence
    return f"{sentence} {words('form.error.example', example=field_.example)}"


def field_errors(
    context: PageContext, error: InvalidInput, form: Form, names: Mapping[str, str]
) -> dict[str, str]:
    """A service's refusal as errors by field. `names` gives the field of each member of the message.

    What concerns no field of the form is told under its first one.
    """
    fields = {one.name: one for one in form.fields}
    errors: dict[str, str] = {}
    for member, code in error.issues:
        its_field = fields.get(names.get(member, member), form.fields[0])
        errors.setdefault(its_field.name, error_words(context.words, its_field, code))
    return errors


def checked(context: PageContext, form: Form, rules: Mapping[str, Rule]) -> dict[str, str] | None:
    """What stands in the form when every field can be used; or None, with the errors under the fields.

    This only spares the citizen a look at what cannot be saved: the service decides.
    """
    values = {
        name: unicodedata.normalize("NFC", text) if any(map(_seen, text)) else ""
        for name, text in context.typed(form).items()
    }
    errors = {
        one.name: error_words(context.words, one, code)
        for one in form.fields
        if (code := _wrong(one, values[one.name], rules.get(one.name)))
    }
    context.refuse(form.id, errors)
    return None if errors else values


def review_facts(context: PageContext, form: Form, values: Mapping[str, str]) -> Facts:
    """What would be saved, field by field, in the citizen's own writing."""
    return Facts(
        id="review",
        title=context.words("form.review.title"),
        groups=(tuple(_reviewed(context, one, values.get(one.name, "")) for one in form.fields),),
    )


def with_errors(context: PageContext, form: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of `form`, each with its error."""
    return tuple(replace(one, error=context.error(form, one.name)) for one in fields)


@dataclass(frozen=True, kw_only=True)
class CheckedForm:
    """A form that is looked over before it is sent: fill in, check, save (WCAG 3.3.4).

    `form` draws the fields. `save` sends the values and gives the next place; when it raises
    InvalidInput the citizen is back at the fields. `names` gives the field of each member of the
    message, `rules` what a field must fit beyond its kind. `leave` is where cancelling leads.
    `before` draws what must be known before saving.
    """

    form: Callable[[PageContext], Form]
    save: Callable[[PageContext, Mapping[str, str]], Awaitable[str]]
    leave: str
    names: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    review: Callable[[PageContext, Form, Mapping[str, str]], Facts] = review_facts
    before: Callable[[PageContext], tuple[Part, ...]] = lambda _: ()
    save_label: str = "form.save"

    def reviewing(self, context: PageContext) -> bool:
        """Whether the citizen is looking over what was filled in."""
        return str(context.place) in context.pending

    def parts(self, context: PageContext) -> tuple[Part, ...]:
        """The form; or, once it was checked, what it says and the way on."""
        form = self.form(context)
        values = context.pending.get(str(context.place))
        if values is None:
            return (form,)
        words = context.words
        return (
            *self.before(context),
            self.review(context, form, values),
            Actions(
                id="review-actions",
                items=(
                    Action(id=SAVE, label=words(self.save_label), kind="main"),
                    Action(id=CHANGE, label=words("form.change"), kind="back"),
                    Action(id=CANCEL, label=words("form.cancel")),
                ),
            ),
        )

    @property
    def acts(self) -> dict[str, Act]:
        """The acts of a page with this form on it."""
        return {CHECK: self._check, SAVE: self._save, CHANGE: self._change, CANCEL: self._cancel}

    async def opened(self, context: PageContext) -> None:
        """Coming to the page anew begins at the fields, with what was filled in still there."""
        self._put_back(context)

    async def _check(self, context: PageContext, _action: str) -> str | None:
        values = checked(context, self.form(context), self.rules)
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
            context.refuse(form.id, field_errors(context, error, form, self.names))
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
        """From looking over to filling in: what was typed stands in the fields again."""
        place = str(context.place)
        values = context.pending.pop(place, None)
        if values is not None:
            form = self.form(context)
            for name, text in values.items():
                context.drafts.write(place, form.id, name, text)

    def _forget(self, context: PageContext) -> None:
        place = str(context.place)
        context.errors.pop(self.form(context).id, None)
        context.pending.pop(place, None)
        context.drafts.forget(place)


def _wrong(field_: Field, value: str, rule: Rule | None) -> str:
    if not value:
        return "required" if field_.required else ""
    allowed = "\n\t" if field_.kind == "long" else ""
    if any(_hidden(one) for one in value if one not in allowed):
        return "controlCharacters"
    if field_.longest and len(value) > field_.longest:
        return "tooLong"
    if field_.kind == "choice" and value not in {one.value for one in field_.options}:
        return "choice"
    if field_.kind == "email" and not _EMAIL.fullmatch(value):
        return "emailInvalid"
    if field_.kind == "phone" and not is_phone_number(value):
        return "phoneInvalid"
    return rule(value) if rule else ""


def _hidden(sign: str) -> bool:
    """Whether a sign cannot be seen and could change what is shown. Joiners stay: emoji are made of them."""
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _BIDI


def _seen(sign: str) -> bool:
    """Whether a sign alone draws something: no mark, format character, separator or filler."""
    category = unicodedata.category(sign)
    return category[0] not in "MZ" and category not in {"Cc", "Cf", "Cn"} and sign not in _BLANK


def _reviewed(context: PageContext, field_: Field, value: str) -> Fact:
    labels = {one.value: one.label for one in field_.options}
    shown = labels.get(value, value) or context.words("form.review.empty")
    return Fact(label=field_.label, value=shown)
