"""The mailbox of the person who is being played: outside the portal, with the mail that it sent."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import again
from tui.locale import Words
from tui.page.parts import Action, Actions, Fact, Facts, Part, Text
from tui.pages.links import go_to
from tui.pages.nobody import draw_nobody
from tui.pages.phone_codes import in_groups
from tui.portal.models import Delivery

LOOK = "mailbox-look"


def draw_mailbox(context: PageContext) -> PageBody:
    """The mail, the newest first."""
    words, mailbox, person = context.words, context.devices.mailbox, context.devices.person
    title, help_ = words("mailbox.title"), words("mailbox.help")
    if mailbox is None or person is None:
        return draw_nobody(words, title, help_)
    mail = mailbox.of("email")[::-1]
    none = Text(id="none", text=words("mailbox.none"))
    look = Action(id=LOOK, label=words("mailbox.look"))
    parts: tuple[Part, ...] = (
        Text(id="lead", text=words("mailbox.lead", name=person.name), role="lead"),
        *(tuple(delivery_facts(words, one, "mail") for one in mail) or (none,)),
        Actions(id="mailbox-actions", items=(look,)),
    )
    count = words.count("mailbox.count", len(mail)) if mail else ""
    return PageBody(title=title, parts=parts, count=count, help=help_)


def delivery_facts(words: Words, one: Delivery, part: str) -> Facts:
    """A mail or a text message with a code: to whom, the code, when, and until when it is taken."""
    facts = [
        Fact(label=words("mailbox.to"), value=one.to),
        Fact(label=words("phone.codes.code"), value=in_groups(one.code)),
        Fact(label=words("phone.messages.sent"), value=words.second(one.sent_at)),
    ]
    if one.expires_at is not None:
        facts.append(Fact(label=words("phone.until"), value=words.time(one.expires_at)))
    return Facts(
        id=f"{part}-{one.delivery_id}",
        title=words("mailbox.about.code"),
        groups=(tuple(facts),),
        note=words("mailbox.about.code.why"),
    )


async def load_mailbox(context: PageContext) -> None:
    """Have the mail program fetch what has come."""
    if context.devices.mailbox is not None:
        await context.devices.mailbox.look(context.portal)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="mailbox",
        title="mailbox.title",
        group="outside",
        draw=draw_mailbox,
        load=load_mailbox,
        acts={LOOK: again(load_mailbox), "to-persons": go_to("persons")},
        public=True,
    ),
)
