"""Picking a picture file from a list of the citizen's own: a page, and the file that a field then names."""

import asyncio
from pathlib import Path

from tui.devices.picture_files import PictureFile, typed_path
from tui.journey.context import PageBody, PageContext
from tui.locale import Words
from tui.page.parts import Item, Listing, Notice, Part, Text, Verb
from tui.page.typed import line
from tui.portal.cleaning import clean_line

FILES, UP = "files", "up"

LONGEST_PATH = 4096


def kilobytes(words: Words, size: int) -> str:
    """A size in bytes, as it is said."""
    return words("profile.photo.size", size=-(-size // 1000))


def file_of(context: PageContext, typed: str) -> Path:
    """The file that a field names, picked or typed. Raises ValueError for what can be no path."""
    picked = context.devices.pictures.picked
    return next((path for path in picked if line(str(path)) == typed), None) or typed_path(typed)


def name_of(context: PageContext, typed: str) -> str:
    """What the file is called that a field names."""
    try:
        return clean_line(file_of(context, typed).name)
    except ValueError:
        return clean_line(typed)


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


async def pick(context: PageContext, item: str) -> Path | None:
    """The file that this item is; None after going into a folder, or for an item that is not there."""
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
    path = goal.path.absolute()
    pictures.picked = (path, *pictures.picked)[:MOST_PICKED]
    return path


MOST_PICKED = 2
"""How many picked files are remembered: as many as a form can name."""
