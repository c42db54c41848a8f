"""The page "Profiel": what the citizen chose to save, what for, until when; and removing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_photo, ask_profile, unavailable_notice
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, ActionKind, Actions, Fact, Facts, Notice, Part, Text
from tui.pages import (
    profile_channels,
    profile_contacts,
    profile_forms,
    profile_photo,
    profile_removal,
)
from tui.pages.addresses import address_name, address_note, main_action, make_main
from tui.pages.links import go_to
from tui.pages.picking import kilobytes
from tui.pages.profile_afresh import (
    EVERYTHING,
    begin_afresh,
    can_begin_afresh,
    draw_afresh,
    profile_missing,
)
from tui.pages.profile_channels import can_choose
from tui.pages.profile_contacts import begin, contact_actions, contact_name, contact_note, prefer
from tui.pages.profile_photo import photo_words
from tui.portal.errors import EditedElsewhere, PortalError
from tui.portal.models import ContactDetail, Profile, SavedAddress

Kind = Literal["nickname", "photo", "contacts", "addresses"]

REMOVE, KEEP = "remove", "keep"
KEEP_DUE, ERASE_DUE = "keep-due", "erase-due"

MOST = 10
"""How many contact details the profile service keeps, and how many addresses (`maxItems` of its contract)."""


def draw_profile(context: PageContext) -> PageBody:
    """The four kinds of own data, with purpose and consent (R30-R35, R45, R46, R48)."""
    words = context.words
    title, help_ = words("profile.title"), words("profile.help")
    profile = context.holdings.profile
    if profile is None:
        missing: Part = (
            profile_missing(context)
            if "profile" in context.holdings.failures
            else Text(id="loading", text=words("profile.loading"), role="hint")
        )
        return PageBody(title=title, parts=(missing,), help=help_)
    return PageBody(
        title=title,
        parts=(
            *_due(context, profile),
            Text(id="lead", text=words("profile.lead"), role="lead"),
            _nickname(context, profile),
            _photo(context, profile),
            *_no_photo(context, profile),
            _contacts(context, profile),
            _addresses(context, profile),
            Text(id="role", text=words("profile.role")),
            Text(
                id="kept-until",
                text=words("profile.kept-until", day=words.date(profile.kept_until)),
            ),
            Actions(
                id="profile-actions",
                items=(Action(id="to-removal", label=words("removal.open"), kind="danger"),),
            ),
        ),
        help=help_,
        focus=context.place.query.get("at", ""),
    )


def _due(context: PageContext, profile: Profile) -> tuple[Part, ...]:
    """That the profile should be gone by now, and is not because the clock jumped."""
    words, since = context.words, profile.due_since
    if since is None:
        return ()
    return (
        Notice(
            id="due",
            kind="warning",
            title=words("profile.due", day=words.date(since)),
            body=words("profile.due.why"),
            actions=(
                Action(id=KEEP_DUE, label=words("profile.due.keep"), kind="main"),
                Action(id=ERASE_DUE, label=words("profile.due.erase"), kind="danger"),
            ),
        ),
    )


async def _keep_due(context: PageContext, _action: str) -> str | None:
    profile = context.holdings.profile = await context.portal.keep_profile()
    context.done = context.words("profile.due.kept", day=context.words.date(profile.kept_until))
    return None


async def _erase_due(context: PageContext, _action: str) -> str | None:
    await context.portal.erase_due()
    context.holdings.profile = await context.portal.profile()
    context.holdings.requests = None
    context.holdings.messages = None
    context.holdings.opened.clear()
    context.done = context.words("profile.due.erased")
    return None


def _nickname(context: PageContext, profile: Profile) -> Facts:
    words, nickname = context.words, profile.nickname
    if nickname is None:
        return _kind_block(
            context, profile, "nickname", (), (), (_action(context, "add-nickname", "main"),)
        )
    kept = Fact(
        label=words("profile.nickname.label"),
        value=nickname.value,
        note=_changed(context, nickname.changed_at),
    )
    own = _own_actions(context, "nickname", nickname.value)
    return _kind_block(context, profile, "nickname", (kept,), (own,), (), nickname.value)


def _photo(context: PageContext, profile: Profile) -> Facts:
    words, photo, held = context.words, profile.photo, context.holdings.photo
    if photo is None:
        add = _action(context, "add-photo", "main")
        return _kind_block(context, profile, "photo", (), (), (add,))
    seen = photo_words(context, photo)
    changed = words("profile.changed", moment=words.moment(photo.changed_at))
    size = kilobytes(words, photo.bytes)
    kept = Fact(label=words("profile.photo.label"), value=seen, note=f"{size}. {changed}")
    own = _own_actions(context, "photo", seen)
    block = _kind_block(context, profile, "photo", (kept,), (own,), (), seen)
    return replace(block, photo=held.sizes if held else ())


def _no_photo(context: PageContext, profile: Profile) -> tuple[Notice, ...]:
    """That there is a photo, and it could not be fetched."""
    if profile.photo is None or "photo" not in context.holdings.failures:
        return ()
    return (unavailable_notice(context, "photo"),)


def _contacts(context: PageContext, profile: Profile) -> Facts:
    contacts = profile.contacts
    actions = _adding(context, len(contacts), ("add-email", "add-phone"), "remove-contacts")
    if can_choose(profile):
        actions = (Action(id="to-channels", label=context.words("channels.open")), *actions)
    return _kind_block(
        context,
        profile,
        "contacts",
        tuple(_contact_fact(context, contact) for contact in contacts),
        tuple(
            (
                *contact_actions(context, contact),
                *_own_actions(context, f"contact-{contact.contact_id}", contact_name(contact)),
            )
            for contact in contacts
        ),
        actions,
        contact_name(contacts[0]) if contacts else "",
    )


def _addresses(context: PageContext, profile: Profile) -> Facts:
    addresses = profile.addresses
    actions = _adding(context, len(addresses), ("add-address",), "remove-addresses")
    return _kind_block(
        context,
        profile,
        "addresses",
        tuple(_address_fact(context, address) for address in addresses),
        tuple(
            (
                *main_action(context, address),
                *_own_actions(
                    context, f"address-{address.address_id}", address_name(context, address)
                ),
            )
            for address in addresses
        ),
        actions,
        address_name(context, addresses[0]) if addresses else "",
    )


def _kind_block(
    context: PageContext,
    profile: Profile,
    kind: Kind,
    kept: tuple[Fact, ...],
    own: tuple[tuple[Action, ...], ...],
    actions: Sequence[Action],
    only: str = "",
) -> Facts:
    """A kind of own data: what is kept, how many can be, since when there is consent, and what it is for.

    `only` is the value that the short line says where a single one is saved.
    """
    words = context.words
    consent = profile.consent(kind)
    title = words(f"profile.{kind}.title")
    if not kept:
        summary = words("profile.summary.none", title=title)
    elif len(kept) == 1:
        summary = words("data.summary.here", title=title, value=only)
    else:
        summary = words.count("profile.summary.saved", len(kept), title=title)
    several = kept and kind in ("contacts", "addresses")
    note = words(f"profile.{kind}.purpose" if kept else f"profile.{kind}.empty")
    if len(kept) >= MOST:
        note = f"{words('form.error.tooMany')} {note}"
    return Facts(
        id=kind,
        title=title,
        groups=tuple((fact,) for fact in kept),
        state="here" if kept else "empty",
        source=words("profile.consent", moment=words.moment(consent.given_at)) if consent else "",
        note=note,
        summary=summary,
        count=words("profile.count", number=len(kept), most=MOST) if several else "",
        own=own,
        actions=tuple(actions),
    )


def _contact_fact(context: PageContext, contact: ContactDetail) -> Fact:
    return Fact(
        label=context.words(f"profile.contact.{contact.kind}"),
        value=contact_name(contact),
        note=contact_note(context, contact, _changed(context, contact.changed_at, contact.label)),
    )


def _address_fact(context: PageContext, address: SavedAddress) -> Fact:
    return Fact(
        label=context.words("profile.address.label"),
        value=address_name(context, address),
        note=address_note(context, address, _changed(context, address.changed_at, address.label)),
    )


def _changed(context: PageContext, at: datetime, label: str = "") -> str:
    """What the citizen calls it, if they said so, and when it was last changed."""
    words = context.words
    key = "profile.changed.labelled" if label else "profile.changed"
    return words(key, label=label, moment=words.moment(at))


def _adding(
    context: PageContext, kept: int, adds: tuple[str, ...], remove_all: str
) -> tuple[Action, ...]:
    """What adds another while there is room for one, and what removes all of several."""
    kind: ActionKind = "plain" if kept else "main"
    actions = [_action(context, add, kind) for add in adds if kept < MOST]
    if kept > 1:
        actions.append(_action(context, remove_all, "danger"))
    return tuple(actions)


def _action(context: PageContext, id_: str, kind: ActionKind = "plain") -> Action:
    return Action(id=id_, label=context.words(f"profile.{id_}"), kind=kind)


def _own_actions(context: PageContext, what: str, name: str) -> tuple[Action, ...]:
    """The buttons of an entry, each of which has its value in its name."""
    words = context.words
    return tuple(
        Action(
            id=f"{does}-{what}",
            label=words(f"profile.{does}"),
            spoken=words("profile.action.spoken", action=words(f"profile.{does}"), name=name),
            kind="danger" if does == "remove" else "plain",
        )
        for does in ("change", "remove")
    )


# --- removing, which withdraws consent --------------------------------------------------------


def draw_remove(context: PageContext) -> PageBody:
    """What would be removed for good; with the last of a kind, consent is withdrawn (R47, R59)."""
    words = context.words
    if context.place.subject == EVERYTHING and can_begin_afresh(context):
        return draw_afresh(context, KEEP, REMOVE)
    values = _values_of(context, context.place.subject)
    title, help_ = words("profile.remove.title"), words("page-help.remove")
    if "profile" in context.holdings.failures:
        return PageBody(title=title, parts=(unavailable_notice(context, "profile"),), help=help_)
    keep = Action(id=KEEP, label=words("profile.remove.no"), kind="back")
    if not values:
        gone = Notice(id="gone", kind="info", title=words("profile.gone"), actions=(keep,))
        return PageBody(title=title, parts=(gone,), help=help_)
    rows = tuple(Fact(label=label, value=value) for label, value in values)
    effect = [words("profile.remove.effect")]
    if len(values) == len(_values_of(context, _kind_of(context.place.subject))):
        effect.append(words("profile.remove.consent"))
    return PageBody(
        title=title,
        help=help_,
        parts=(
            Facts(id="review", title=words("profile.remove.review"), groups=(rows,)),
            Notice(
                id="for-good",
                kind="warning",
                title=words("profile.remove.warning"),
                body=" ".join(effect),
            ),
            Actions(
                id="remove-actions",
                # Keeping comes first: a key that is held too long must not remove anything.
                items=(keep, Action(id=REMOVE, label=words("profile.remove.yes"), kind="danger")),
            ),
        ),
    )


def _values_of(context: PageContext, subject: str) -> list[tuple[str, str]]:
    """The labels and values that a subject ("nickname", "contacts", "contact-ID") stands for now."""
    profile, words = context.holdings.profile, context.words
    if profile is None:
        return []
    if subject == "nickname":
        nickname = profile.nickname
        return [(words("profile.nickname.label"), nickname.value)] if nickname else []
    if subject == "photo":
        photo = profile.photo
        return [(words("profile.photo.label"), photo_words(context, photo))] if photo else []
    contacts = [
        (words(f"profile.contact.{contact.kind}"), contact_name(contact))
        for contact in profile.contacts
        if subject in ("contacts", f"contact-{contact.contact_id}")
    ]
    addresses = [
        (words("profile.address.label"), address_name(context, address))
        for address in profile.addresses
        if subject in ("addresses", f"address-{address.address_id}")
    ]
    return contacts + addresses


async def _remove(context: PageContext, _action: str) -> str | None:
    """Remove for good; with the last of a kind, the service withdraws consent."""
    profile = context.holdings.profile
    subject = context.place.subject
    if subject == EVERYTHING and can_begin_afresh(context):
        return await begin_afresh(context)
    if profile is None or not _values_of(context, subject):
        return "profile"
    try:
        await _remove_each(context, profile, subject)
    except PortalError as error:
        if isinstance(error, EditedElsewhere) or error.reason == "notFound":
            # What stands there now is shown before anything is removed.
            context.holdings.profile = None
            await ask_profile(context)
        if error.reason != "notFound":
            raise
    context.done = _what_is_left(context, profile)
    context.finished = True
    return f"profile?at={_kind_of(subject)}"


def _what_is_left(context: PageContext, before: Profile) -> str:
    """That it is gone, and which address is the main one where that was another."""
    words, now = context.words, context.holdings.profile
    was, is_now = before.main_address, now.main_address if now else None
    if was is None or is_now is None or was.address_id == is_now.address_id:
        return words("profile.removed")
    return words("profile.address.main-gone", address=address_name(context, is_now))


async def _remove_each(context: PageContext, profile: Profile, subject: str) -> None:
    portal, holdings = context.portal, context.holdings
    if subject == "nickname" and profile.nickname is not None:
        holdings.profile = await portal.remove_nickname(profile.nickname.version)
    if subject == "photo" and profile.photo is not None:
        holdings.profile = await portal.remove_photo(profile.photo.version)
        holdings.photo = None
    for contact in profile.contacts:
        if subject in ("contacts", f"contact-{contact.contact_id}"):
            holdings.profile = await portal.remove_contact(contact.contact_id, contact.version)
    for address in profile.addresses:
        if subject in ("addresses", f"address-{address.address_id}"):
            holdings.profile = await portal.remove_address(address.address_id, address.version)


def _kind_of(subject: str) -> Kind:
    if subject in ("nickname", "photo"):
        return "nickname" if subject == "nickname" else "photo"
    return "contacts" if subject.startswith("contact") else "addresses"


async def _keep(context: PageContext, _action: str) -> str | None:
    subject = context.place.subject
    return "profile" if subject == EVERYTHING else f"profile?at={_kind_of(subject)}"


async def _to_remove(context: PageContext, action: str) -> str | None:
    return f"profile.remove/{action.removeprefix('remove-')}"


async def _to_contact(context: PageContext, action: str) -> str | None:
    if action.startswith("add-"):
        return f"profile.contact?kind={action.removeprefix('add-')}"
    contact_id = action.removeprefix("change-contact-")
    profile = context.holdings.profile
    kinds = {one.contact_id: one.kind for one in profile.contacts} if profile else {}
    # The kind goes along: the entry may be removed elsewhere meanwhile, and what was typed is kept.
    return f"profile.contact/{contact_id}?kind={kinds.get(contact_id, '')}"


async def _to_address(context: PageContext, action: str) -> str | None:
    if action == "add-address":
        return "profile.address"
    return f"profile.address/{action.removeprefix('change-address-')}"


def find_forms(context: PageContext) -> tuple[Finding, ...]:
    """What can be added to the profile, or changed in it."""
    words, profile = context.words, context.holdings.profile
    named = profile is not None and profile.nickname is not None
    shown = profile is not None and profile.photo is not None
    titles = {
        "profile.nickname": "profile.change-nickname" if named else "profile.add-nickname",
        "profile.photo": "profile.change-photo" if shown else "profile.add-photo",
        "profile.contact?kind=email": "profile.add-email",
        "profile.contact?kind=phone": "profile.add-phone",
        "profile.address": "profile.add-address",
    }
    return tuple(
        place_finding(
            words,
            place,
            words(title),
            detail=words("tab.profile"),
            known_as=f"profile.{title.rpartition('-')[2]}",
        )
        for place, title in titles.items()
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="profile",
        draw=draw_profile,
        find=find_forms,
        load=ask_photo,
        acts={
            KEEP_DUE: _keep_due,
            ERASE_DUE: _erase_due,
            RETRY: again(ask_photo),
            "add-nickname": go_to("profile.nickname"),
            "change-nickname": go_to("profile.nickname"),
            "add-photo": go_to("profile.photo"),
            "change-photo": go_to("profile.photo"),
            "add-email": _to_contact,
            "add-phone": _to_contact,
            "change-contact-*": _to_contact,
            "to-channels": go_to("profile.channels"),
            "verify-contact-*": begin,
            "prefer-contact-*": prefer,
            "add-address": _to_address,
            "change-address-*": _to_address,
            "main-address-*": make_main,
            "remove-*": _to_remove,
            "to-removal": go_to("profile.removal"),
        },
        tab="profile",
    ),
    PageDefinition(
        name="profile.remove",
        draw=draw_remove,
        load=ask_profile,
        acts={RETRY: again(ask_profile), REMOVE: _remove, KEEP: _keep},
        tab="profile",
    ),
    *profile_forms.PAGES,
    *profile_channels.PAGES,
    *profile_contacts.PAGES,
    *profile_photo.PAGES,
    *profile_removal.PAGES,
)
