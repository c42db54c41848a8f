"""The photo of the profile: from a file that is typed or picked; looked over, and saved with words for it."""

import asyncio
from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from tui.devices.picture_files import PictureFile, typed_path
from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_photo
from tui.journey.frame import called
from tui.locale import Words
from tui.page.parts import Action, Fact, Facts, Field, Form, Item, Listing, Notice, Part, Text, Verb
from tui.page.typed import line
from tui.pages.forms import CHECK, SAVE, CheckedForm, error_words, valid_values
from tui.pages.links import go_to
from tui.pages.profile_forms import FormPage, entry_form
from tui.portal.cleaning import clean_line
from tui.portal.models import Photo
from tui.portal.photo_decoding import PhotoRefused
from tui.portal.photos import DrawnPhoto, chosen

PLACE = "profile.photo"
FORM, FILES = "photo-form", "files"
TO_FILES, UP = "to-files", "up"

LONGEST_PATH = 4096
LONGEST_DESCRIPTION = 120
"""As the profile service keeps it."""


def photo_words(context: PageContext, photo: Photo) -> str:
    """What is to be seen on a photo: the citizen's own words, or whose it is."""
    return photo.description or _whose(context)


def _whose(context: PageContext) -> str:
    session = context.holdings.session
    name = called(context.holdings) or (session.citizen.name if session else "")
    return context.words("profile.photo.of", name=name)


def kilobytes(words: Words, size: int) -> str:
    """A size in bytes, as it is said."""
    return words("profile.photo.size", size=-(-size // 1000))


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
            Fact(label=words("profile.photo.file"), value=clean_line(_name(typed))),
            Fact(label=words("profile.photo.kept"), value=size),
        ]
        sizes = new.sizes
    else:
        rows.append(Fact(label=words("profile.photo.file"), value=words("profile.photo.stays")))
        sizes = held.sizes if held else ()
    title = words("form.review.title")
    return Facts(id="review", title=title, groups=(tuple(rows),), photo=sizes)


def _name(typed: str) -> str:
    try:
        return typed_path(typed).name
    except ValueError:
        return typed


async def _check(context: PageContext, _action: str) -> str | None:
    """Make the photo of the file, so that it can be looked over before anything is saved."""
    form = photo_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    context.holdings.chosen_photo = None
    if values["file"]:
        picked = context.devices.pictures.picked
        try:
            same = picked is not None and line(str(picked)) == values["file"]
            path = picked if same and picked else typed_path(values["file"])
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


def draw_files(context: PageContext) -> PageBody:
    """The pictures and folders in a folder of the citizen's computer."""
    words, pictures = context.words, context.devices.pictures
    parts: list[Part] = [Text(id="lead", text=words("profile.photo.pick.lead"), role="lead")]
    if pictures.found is None:
        unread = words("profile.photo.unread")
        parts.append(Notice(id="unread", kind="warning", title=unread))
    up = Item(id=UP, title=words("profile.photo.up"), detail=words("profile.photo.folder"))
    items = tuple(_item(words, number, one) for number, one in enumerate(pictures.found or ()))
    number = sum(one.size is not None for one in pictures.found or ())
    parts.append(
        Listing(
            id=FILES,
            title=clean_line(pictures.folder.absolute().name) or words("profile.photo.folder"),
            items=(up, *items),
            count=words.count("profile.photo.files", number),
            verb=Verb(words("foot.choose"), words("foot.choose")),
        )
    )
    return PageBody(
        title=words("profile.photo.pick.title"), parts=tuple(parts), help=words("page-help.photo")
    )


def _item(words: Words, number: int, one: PictureFile) -> Item:
    size = words("profile.photo.folder") if one.size is None else kilobytes(words, one.size)
    return Item(id=f"file-{number}", title=clean_line(one.path.name), detail=size)


async def load_files(context: PageContext) -> None:
    """Look into the folder."""
    pictures = context.devices.pictures
    try:
        await asyncio.to_thread(pictures.look_into, pictures.folder)
    except OSError:
        pictures.found = None


async def _pick(context: PageContext, item: str) -> str | None:
    """Go into a folder, or back to the form with this file."""
    pictures = context.devices.pictures
    number = item.removeprefix("file-")
    found = pictures.found or ()
    if item == UP:
        goal = PictureFile(pictures.folder.absolute().parent)
    elif number.isdecimal() and int(number) < len(found):
        goal = found[int(number)]
    else:
        return None
    if goal.size is None:
        try:
            await asyncio.to_thread(pictures.look_into, goal.path)
        except OSError:
            context.done = ""
            pictures.found = None
        return None
    pictures.picked = goal.path.absolute()
    context.drafts.write(PLACE, FORM, "file", str(pictures.picked))
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
