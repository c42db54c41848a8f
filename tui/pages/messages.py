"""What was told in this run, to be read again."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.page.parts import Notice, Part, Text


def draw_messages(context: PageContext) -> PageBody:
    """The messages, newest first, each with its number."""
    words, told = context.words, context.told
    parts: list[Part] = [
        Text(
            id="lead",
            text=words.count("messages.count", len(told)) if told else words("messages.none"),
            role="lead",
        )
    ]
    for place, one in enumerate(told, start=1):
        title = words("messages.one", number=place, total=len(told), title=one.title)
        parts.append(Notice(id=f"told-{one.number}", kind=one.kind, title=title, body=one.body))
    parts.append(Text(id="kept", text=words("messages.kept"), role="hint"))
    return PageBody(title=words("messages.title"), parts=tuple(parts), help=words("messages.help"))


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(name="messages", draw=draw_messages, public=True),
)
