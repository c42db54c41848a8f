"""A page that can be kept as a document: where, and as what kind of file."""

from asyncio import to_thread
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tui.documents.document import Document, sections_of
from tui.documents.pdf import is_available
from tui.journey.context import Act, PageContext
from tui.locale import Words
from tui.page.parts import Action, Field, Form, Part
from tui.pages.forms import valid_values, with_errors
from tui.portal.cleaning import clean
from tui.portal.errors import NotSaved
from tui.portal.saving import save

FORM, KEEP = "keep-form", "keep"

KINDS = (".pdf", ".html", ".txt")
"""What a document can be kept as, by the end of its file's name."""

LONGEST_PATH = 1000

Kept = Callable[[PageContext], tuple[str, tuple[Part, ...]]]
"""The title of what is kept, and its parts."""


def keep_form(context: PageContext, name: str) -> Form:
    """Asks where to keep this page; `name` is that of the file, without its end."""
    words = context.words
    kind = KINDS[0] if is_available() else KINDS[1]
    path = Field(
        name="path",
        label=words("keep.path"),
        hint=words("keep.path-hint" if is_available() else "keep.path-hint-no-pdf"),
        required=True,
        stored=f"{name}{kind}",
        longest=LONGEST_PATH,
        example=f"~/{name}{kind}",
    )
    return Form(
        id=FORM,
        title=words("keep.title"),
        fields=with_errors(context, FORM, (path,)),
        submit=Action(id=KEEP, label=words("keep.submit")),
        bar=False,
    )


def keep(name: str, kept: Kept) -> Act:
    """The act that keeps a page, whose file is called `name` unless the citizen says otherwise."""

    async def act(context: PageContext, _action: str) -> str | None:
        form = keep_form(context, name)
        values = valid_values(context, form, {})
        if values is None:
            return None
        title, parts = kept(context)
        try:
            path = _path(values["path"])
            content = await _written(context, title, parts, path.suffix.casefold())
            written = save(content, path)
        except NotSaved as error:
            context.refuse(FORM, {"path": partial(_refused, reason=error.reason)})
            return None
        context.done = context.words("keep.done", path=clean(str(written)))
        return None

    return act


async def _written(context: PageContext, title: str, parts: tuple[Part, ...], kind: str) -> bytes:
    """Raises NotSaved for another kind of file, and for a PDF where none can be made."""
    session = context.holdings.session
    document = Document(
        title=title,
        language=context.words.language,
        sections=sections_of(parts),
        made=session.now if session is not None else None,
        note=context.words("keep.note"),
    )
    if kind == ".pdf" and is_available():
        from tui.documents.pdf import as_pdf

        try:
            return await to_thread(as_pdf, document)  # half a second, in which keys would wait
        except ValueError as error:
            raise NotSaved("letters", str(error)) from error
    if kind == ".html":
        from tui.documents.html import as_html

        return as_html(document)
    if kind == ".txt":
        from tui.documents.text import as_text

        return as_text(document)
    raise NotSaved("no-pdf" if kind == ".pdf" else "kind", kind)


def _path(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError as error:  # "~somebody", whom this machine does not know
        raise NotSaved("folder", typed) from error


def _refused(words: Words, field: Field, *, reason: str) -> str:
    """What is wrong, and at which field to write what instead (WCAG 3.3.3)."""
    instead = words("keep.error.field", label=field.label, example=field.example)
    return f"{words(f'keep.error.{reason}')} {instead}"
