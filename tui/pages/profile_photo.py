"""The photo of the profile: from a file that is typed or picked; looked over, and saved with words for it."""

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from tui.journey.context import PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_photo
from tui.journey.frame import called
from tui.page.parts import Action, Fact, Facts, Field, Form
from tui.pages.forms import CHECK, SAVE, CheckedForm, error_words, valid_values
from tui.pages.links import go_to
from tui.pages.picking import (
    FILES,
    LONGEST_PATH,
    draw_files,
    file_of,
    kilobytes,
    load_files,
    name_of,
    pick,
)
from tui.pages.profile_forms import FormPage, entry_form
from tui.portal.models import Photo
from tui.portal.photo_decoding import PhotoRefused
from tui.portal.photos import DrawnPhoto, chosen

PLACE = "profile.photo"
FORM, TO_FILES = "photo-form", "to-files"

LONGEST_DESCRIPTION = 120
"""As the profile service keeps it."""


def photo_words(context: PageContext, photo: Photo) -> str:
    """What is to be seen on a photo: the citizen's own words, or whose it is."""
    return photo.description or _whose(context)


def _whose(context: PageContext) -> str:
    session = context.holdings.session
    name = called(context.holdings) or (session.citizen.name if session else "")
    return context.words("profile.photo.of", name=name)


def photo_form(context: PageContext) -> Form:
    """A picture file, and what is to be seen on it (R33)."""
    words, kept = context.words, _kept(context)
    fields = (
        Field(
            name="file",
            label=words("profile.photo.file"),
            hint=words(
                "profile.photo.file.hint" if kept is None else "profile.photo.file.hint-kept"
            ),
            required=kept is None,
            example=words("profile.photo.file.example"),
            longest=LONGEST_PATH,
        ),
        Field(
            name="description",
            label=words("profile.photo.description"),
            hint=words("profile.photo.description.hint", otherwise=_whose(context)),
            stored=kept.description if kept else "",
            example=words("profile.photo.description.example"),
            longest=LONGEST_DESCRIPTION,
        ),
    )
    form = entry_form(context, FORM, fields)
    pick = Action(id=TO_FILES, label=words("profile.photo.pick"))
    return replace(form, others=(pick, *form.others))


def _kept(context: PageContext) -> Photo | None:
    profile = context.holdings.profile
    return profile.photo if profile else None


def _review(context: PageContext, form: Form, values: Mapping[str, str]) -> Facts:
    """What would be saved: which picture, how large, and the words for it."""
    words, held, new = context.words, context.holdings.photo, context.holdings.chosen_photo
    typed, seen = values.get("file", ""), values.get("description", "") or _whose(context)
    rows = [Fact(label=words("profile.photo.description"), value=seen)]
    if typed and new is not None:
        size = words("profile.photo.as", size=kilobytes(words, len(new.image)), side=new.side)
        rows += [
            Fact(label=words("profile.photo.file"), value=name_of(context, typed)),
            Fact(label=words("profile.photo.kept"), value=size),
        ]
        sizes = new.sizes
    else:
        rows.append(Fact(label=words("profile.photo.file"), value=words("profile.photo.stays")))
        sizes = held.sizes if held else ()
    title = words("form.review.title")
    return Facts(id="review", title=title, groups=(tuple(rows),), photo=sizes)


async def _check(context: PageContext, _action: str) -> str | None:
    """Make the photo of the file, so that it can be looked over before anything is saved."""
    form = photo_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    context.holdings.chosen_photo = None
    if values["file"]:
        try:
            path = file_of(context, values["file"])
            context.holdings.chosen_photo = await chosen(path, context.devices.pictures.program)
        except (PhotoRefused, ValueError) as error:
            code = str(error) if isinstance(error, PhotoRefused) else "fileMissing"
            context.refuse(form.id, {"file": partial(error_words, code=code)})
            return None
    context.pending[str(context.place)] = values
    return None


async def _save(context: PageContext, values: Mapping[str, str]) -> str:
    holdings = context.holdings
    new = holdings.chosen_photo if values["file"] else None
    image, version = new.image if new else b"", _PAGE.begun(context)
    profile = await context.portal.set_photo(image, values["description"], version)
    sizes = new.sizes if new else holdings.photo.sizes if holdings.photo else None
    holdings.profile, holdings.chosen_photo = profile, None
    # A photo that stays and could not be fetched is fetched once more.
    held = profile.photo if sizes is not None else None
    holdings.photo = DrawnPhoto(held.version, sizes) if held and sizes is not None else None
    context.done = context.words("profile.photo.saved")
    return "profile?at=photo"


# --- picking a file ---------------------------------------------------------------------------


async def _pick(context: PageContext, item: str) -> str | None:
    """Go into a folder, or back to the form with this file."""
    path = await pick(context, item)
    if path is None:
        return None
    context.drafts.write(PLACE, FORM, "file", str(path))
    return PLACE


# --- the pages --------------------------------------------------------------------------------

_PHOTO = CheckedForm(
    form=photo_form,
    save=_save,
    leave="profile?at=photo",
    names={"image": "file"},
    review=_review,
)
_PAGE = FormPage("photo", _PHOTO, ask_photo)

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name=PLACE,
        draw=_PAGE.draw,
        load=_PAGE.load,
        acts={
            RETRY: again(_PAGE.load),
            TO_FILES: go_to("profile.photo.files"),
            **_PHOTO.acts,
            CHECK: _check,
            SAVE: _PAGE.save,
        },
        tab="profile",
    ),
    PageDefinition(
        name="profile.photo.files",
        draw=draw_files,
        load=load_files,
        acts={FILES: _pick},
        tab="profile",
    ),
)
