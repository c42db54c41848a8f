"""The forms of the profile (nickname, contacts, addresses): fill in, review, save."""

from collections.abc import Mapping

from msgspec import Struct

from tui.journey.context import Act, Load, PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_profile, unavailable_notice
from tui.page.parts import Action, Actions, Field, Form, Notice, Part, Text
from tui.pages import address_search
from tui.pages.address_search import FIND, FOUND
from tui.pages.forms import CANCEL, CHECK, SAVE, CheckedForm, with_errors
from tui.pages.profile_edits import both, same
from tui.pages.rules import house_number, municipality, post_code
from tui.portal.errors import EditedElsewhere, PortalError
from tui.portal.models import ContactDetail, SavedAddress

# --- the fields -------------------------------------------------------------------------------


def nickname_form(context: PageContext) -> Form:
    """The name that the citizen wants to be called by (R32)."""
    words, profile = context.words, context.holdings.profile
    stored = profile.nickname.value if profile and profile.nickname else ""
    field = Field(
        name="nickname",
        label=words("profile.nickname.label"),
        hint=words("profile.nickname.hint"),
        required=True,
        purpose="nickname",
        stored=stored,
        example=words("profile.nickname.example"),
        longest=40,
    )
    return entry_form(context, "nickname-form", (field,))


def contact_form(context: PageContext) -> Form:
    """An e-mail address or a phone number, and the citizen's label for it (R34)."""
    words, contact = context.words, _contact(context)
    kind = _contact_kind(context) or "email"
    value = Field(
        name="value",
        label=words(f"profile.contact.{kind}"),
        hint=words(f"profile.contact.{kind}.hint"),
        kind="email" if kind == "email" else "phone",
        required=True,
        purpose="email" if kind == "email" else "tel",
        stored=contact.value if contact else "",
        example=words(f"profile.contact.{kind}.example"),
        longest=254 if kind == "email" else 40,
    )
    return entry_form(context, "contact-form", (value, _label_field(context, contact)))


def address_form(context: PageContext) -> Form:
    """An address to save, and the citizen's label for it (R35)."""
    words, address = context.words, _address(context)

    def field(name: str, stored: str, longest: int, purpose: str) -> Field:
        return Field(
            name=name,
            label=words(f"profile.address.{name}"),
            hint=words(f"profile.address.{name}.hint"),
            kind="digits" if name == "post-code" else "text",
            required=name not in ("house-number", "box"),
            purpose=purpose,
            stored=stored,
            example=words(f"profile.address.{name}.example"),
            longest=longest,
        )

    fields = (
        field("street", address.street if address else "", 80, "address-line1"),
        field("house-number", address.house_number if address else "", 20, "address-line2"),
        field("box", address.box if address else "", 10, "address-line3"),
        field("post-code", address.post_code if address else "", 0, "postal-code"),
        field("municipality", address.municipality if address else "", 60, "address-level2"),
        _label_field(context, address),
    )
    return entry_form(context, address_search.FORM, fields)


def _label_field(context: PageContext, stored: ContactDetail | SavedAddress | None) -> Field:
    words = context.words
    return Field(
        name="label",
        label=words("profile.label"),
        hint=words("profile.label.hint"),
        stored=stored.label if stored else "",
        example=words("profile.label.example"),
        longest=30,
    )


def entry_form(context: PageContext, id_: str, fields: tuple[Field, ...]) -> Form:
    """A form for an entry: it is checked before it is saved."""
    return Form(
        id=id_,
        fields=with_errors(context, id_, fields),
        submit=Action(id=CHECK, label=context.words("form.check"), kind="main"),
        # Not kind="back": Escape must not drop what was typed.
        others=(Action(id=CANCEL, label=context.words("form.cancel")),),
        note=context.words("form.note.saved", last=2),
    )


def _contact(context: PageContext) -> ContactDetail | None:
    profile = context.holdings.profile
    contacts = profile.contacts if profile else ()
    return next(
        (contact for contact in contacts if contact.contact_id == context.place.subject), None
    )


def _contact_kind(context: PageContext) -> str:
    """The kind of the contact, or else the kind in the place's query: "email", "phone", or "" for neither."""
    contact = _contact(context)
    asked = context.place.query.get("kind", "")
    return contact.kind if contact else asked if asked in ("email", "phone") else ""


def _address(context: PageContext) -> SavedAddress | None:
    profile = context.holdings.profile
    addresses = profile.addresses if profile else ()
    return next(
        (address for address in addresses if address.address_id == context.place.subject), None
    )


def _version(context: PageContext, what: str) -> str:
    """The version of the entry that a form changes, as it is held; "" where there is none."""
    profile = context.holdings.profile
    entry = {
        "nickname": profile.nickname if profile else None,
        "photo": profile.photo if profile else None,
        "contact": _contact(context),
        "address": _address(context),
    }[what]
    return entry.version if entry else ""


def _begun(context: PageContext, what: str) -> str:
    """The version of it that the citizen saw who began to type, and so the one that they change."""
    begun = context.drafts.begun(str(context.place))
    return _version(context, what) if begun is None else begun


# --- saving -----------------------------------------------------------------------------------


async def _save_nickname(context: PageContext, values: Mapping[str, str]) -> str:
    version = _begun(context, "nickname")
    context.holdings.profile = await context.portal.set_nickname(values["nickname"], version)
    context.done = context.words("profile.nickname.saved", name=values["nickname"])
    return "profile?at=nickname"


async def _save_contact(context: PageContext, values: Mapping[str, str]) -> str:
    kind, portal = _contact_kind(context), context.portal
    value, label = values["value"], values["label"]
    if version := _begun(context, "contact"):
        profile = await portal.change_contact(context.place.subject, version, kind, value, label)
    else:
        profile = await portal.add_contact(kind, value, label)
    context.holdings.profile = profile
    context.done = context.words("profile.contact.saved")
    return "profile?at=contacts"


async def _save_address(context: PageContext, values: Mapping[str, str]) -> str:
    portal = context.portal
    members = {
        "street": values["street"],
        "house_number": values["house-number"],
        "box": values["box"],
        "post_code": values["post-code"],
        "municipality": values["municipality"],
        "label": values["label"],
    }
    if version := _begun(context, "address"):
        profile = await portal.change_address(context.place.subject, version, **members)
    else:
        profile = await portal.add_address(**members)
    context.holdings.profile = profile
    context.done = context.words("profile.address.saved")
    return "profile?at=addresses"


# --- the pages --------------------------------------------------------------------------------


class FormPage(Struct, frozen=True):
    """A page with a form for adding and for changing."""

    what: str
    form: CheckedForm
    ask: Load = ask_profile
    """Fetches the values in force."""

    def begun(self, context: PageContext) -> str:
        """The version that the citizen saw who began to type; "" where there was none."""
        return _begun(context, self.what)

    def draw(self, context: PageContext) -> PageBody:
        """The form or its review, under what it is for (R31, R35, R48)."""
        words = context.words
        adding = not self._changing(context)
        title = words(f"profile.{self.what}.{'add' if adding else 'change'}.title")
        missing = self._missing(context)
        if missing:
            return PageBody(title=title, parts=missing, help=words(f"profile.{self.what}.lead"))
        reviewing = self.form.reviewing(context)
        if reviewing and self._edited(context):
            typed = context.pending[str(context.place)]
            there = bool(_version(context, self.what))
            form = self.form.form(context)
            parts = both(context, form, typed, there=there, review=self.form.review)
            return PageBody(title=title, parts=parts, help=words(f"profile.{self.what}.lead"))
        lead = "form.review.lead" if reviewing else f"profile.{self.what}.lead"
        agreed = Text(id="agreed", text=words("profile.agree"), role="hint")
        return PageBody(
            title=title,
            parts=(
                Text(id="lead", text=words(lead), role="lead"),
                *((agreed,) if reviewing else ()),
                *self.form.parts(context),
            ),
            step=self.form.step(context),
            aside=address_search.beside(context) if self._searches(context) else (),
            focus=self.form.focus(context)
            or (address_search.focus(context) if self._searches(context) else ""),
            help=words(f"profile.{self.what}.lead"),
        )

    def _searches(self, context: PageContext) -> bool:
        return self.what == "address" and not self.form.reviewing(context)

    async def load(self, context: PageContext) -> None:
        """Fetch the profile, for the values in force."""
        context.holdings.looked_up = None
        await self.ask(context)
        await self.form.opened(context)
        place = str(context.place)
        if not context.drafts.form(place, self.form.form(context).id):
            context.drafts.begin(place, _version(context, self.what))

    async def save(self, context: PageContext, action: str) -> str | None:
        """Save, unless the entry is another than the one the citizen saw: then both are shown first."""
        place = str(context.place)
        if self._edited(context):
            context.drafts.begin(place, _version(context, self.what))  # seen, and decided
        try:
            return await self.form.acts[SAVE](context, action)
        except PortalError as error:
            if not isinstance(error, EditedElsewhere) and error.reason != "notFound":
                raise
        context.holdings.profile = None
        await self.ask(context)
        typed = context.pending.get(place, {})
        if _version(context, self.what) and same(self.form.form(context), typed):
            return await self.form.acts[CANCEL](context, action)
        return None

    def _edited(self, context: PageContext) -> bool:
        return _begun(context, self.what) != _version(context, self.what)

    def _changing(self, context: PageContext) -> bool:
        if self.what in ("nickname", "photo"):
            return bool(_version(context, self.what))
        return bool(context.place.subject)

    def _missing(self, context: PageContext) -> tuple[Part, ...]:
        """What is shown instead of the form when it cannot be filled in; () when it can."""
        words = context.words
        if context.holdings.profile is None:
            if "profile" in context.holdings.failures:
                return (unavailable_notice(context, "profile"),)
            return (Text(id="loading", text=words("profile.loading"), role="hint"),)
        leave = Action(id=CANCEL, label=words("profile.back"), kind="back")
        stored = {"contact": _contact, "address": _address}.get(self.what)
        typed = self.form.reviewing(context) or context.drafts.form(
            str(context.place), self.form.form(context).id
        )
        if stored and context.place.subject and stored(context) is None and not typed:
            gone = words("profile.gone")
            return (Notice(id="gone", kind="info", title=gone, actions=(leave,)),)
        if self.what == "contact" and not _contact_kind(context):
            kinds = tuple(
                Action(id=f"add-{kind}", label=words(f"profile.add-{kind}"), kind="main")
                for kind in ("email", "phone")
            )
            return (
                Text(id="lead", text=words("profile.contact.which"), role="lead"),
                Actions(id="kinds", items=(*kinds, leave)),
            )
        return ()


async def _kind(context: PageContext, action: str) -> str | None:
    return f"profile.contact?kind={action.removeprefix('add-')}"


async def _while_typing(context: PageContext) -> None:
    if not _ADDRESS.reviewing(context):
        await address_search.while_typing(context, address_form(context))


async def _find_address(context: PageContext, _action: str) -> str | None:
    await address_search.look_up(context, address_form(context))
    return None


async def _take_address(context: PageContext, item: str) -> str | None:
    address_search.take(context, item)
    return None


_NICKNAME = CheckedForm(
    form=nickname_form,
    save=_save_nickname,
    leave="profile?at=nickname",
    names={"value": "nickname"},
)
_CONTACT = CheckedForm(form=contact_form, save=_save_contact, leave="profile?at=contacts")
_ADDRESS = CheckedForm(
    form=address_form,
    save=_save_address,
    leave="profile?at=addresses",
    names={"houseNumber": "house-number", "postCode": "post-code"},
    rules={"post-code": post_code, "house-number": house_number, "municipality": municipality},
)


def _page(what: str, form: CheckedForm) -> PageDefinition:
    page = FormPage(what, form)
    finding: dict[str, Act] = {FIND: _find_address, FOUND: _take_address}
    return PageDefinition(
        name=f"profile.{what}",
        draw=page.draw,
        load=page.load,
        typed=_while_typing if what == "address" else None,
        acts={
            RETRY: again(page.load),
            "add-email": _kind,
            "add-phone": _kind,
            **form.acts,
            **(finding if what == "address" else {}),
            SAVE: page.save,
        },
        tab="profile",
    )


PAGES: tuple[PageDefinition, ...] = (
    _page("nickname", _NICKNAME),
    _page("contact", _CONTACT),
    _page("address", _ADDRESS),
)
