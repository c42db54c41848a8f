"""The announcements of this run, to be read again."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.page.parts import Notice, Part, Text


def draw_messages(context: PageContext) -> PageBody:
    """The announcements, newest first, each with its number."""
    words, told = context.words, context.told
    parts: list[Part] = [
        Text(
            id="lead",
            text=words.count("messages.count", len(told)) if told else words("messages.none"),
            role="lead",
        )
    ]
    for number, announced in enumerate(told, start=1):
        title = words("messages.one", number=number, total=len(told), title=announced.title)
        id_ = f"told-{announced.number}"
        parts.append(Notice(id=id_, kind=announced.kind, title=title, body=announced.body))
    parts.append(Text(id="kept", text=words("messages.kept"), role="hint"))
    return PageBody(title=words("messages.title"), parts=tuple(parts), help=words("messages.help"))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(name="messages", draw=draw_messages, public=True),
)
