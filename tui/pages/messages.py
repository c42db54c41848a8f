"""The announcements of this run, to be read again."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.page.parts import Notice, Part, Text


def draw_messages(context: PageContext) -> PageBody:
    """The announcements, newest first, each with its number."""
    words, announcements = context.words, context.announcements
    total = len(announcements)
    lead = words.count("messages.count", total) if total else words("messages.none")
    parts: list[Part] = [Text(id="lead", text=lead, role="lead")]
    for number, announcement in enumerate(announcements, start=1):
        title = words("messages.one", number=number, total=total, title=announcement.title)
        id_ = f"told-{announcement.number}"
        parts.append(Notice(id=id_, kind=announcement.kind, title=title, body=announcement.body))
    parts.append(Text(id="kept", text=words("messages.kept"), role="hint"))
    return PageBody(title=words("messages.title"), parts=tuple(parts), help=words("messages.help"))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(name="messages", draw=draw_messages, title="messages.title", public=True),
)
