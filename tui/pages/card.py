"""The card reader on a page of its own: it signs for whoever asks for its person, from wherever that is."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec.structs import replace

from tui.journey.context import Act, PageBody, PageContext, PageDefinition
from tui.journey.registry import sign_in_act, step_of
from tui.page.parts import Device, Fact, Facts, Notice, Part, Text
from tui.pages.card_reader import ENTER, FILL_PIN, PIN_FORM, READER, draw_reader, type_pin
from tui.pages.links import go_to
from tui.pages.nobody import draw_nobody


def draw_card(context: PageContext) -> PageBody:
    """The reader of the person who is being played, and what it is asked."""
    words, person = context.words, context.devices.person
    title, help_ = words("card.page"), words("card.page.help")
    if person is None:
        return draw_nobody(words, title, help_)
    waits = context.devices.reader.state in ("waitingForPin", "wrongPin")
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words("card.page.lead", name=person.name), role="lead"),
            *_asked(context),
            _reader(context),
        ),
        help=help_,
        focus=f"{PIN_FORM}.pin" if waits else "",
    )


def site_of(origin: str) -> str:
    """The name of a site, as an address bar shows it."""
    return urlsplit(origin).netloc or origin


def _asked(context: PageContext) -> Iterator[Part]:
    """Who asks from elsewhere, and whether another reader is there."""
    words, listening = context.words, context.devices.listening
    if listening is None:
        return
    if listening.others:
        yield Notice(id="other-readers", kind="info", title=words("card.others"))
    request = listening.request
    if request is not None:
        program = request.program or words("phone.program.unknown")
        facts = (
            Fact(label=words("card.site"), value=site_of(request.origin)),
            Fact(label=words("phone.program"), value=program),
        )
        note = words.count("card.more", listening.more) if listening.more else ""
        yield Facts(id="card-request", title=words("card.request"), groups=(facts,), note=note)


def _reader(context: PageContext) -> Device:
    device, listening = draw_reader(context), context.devices.listening
    asked = listening is not None and listening.request is not None
    if asked and context.devices.reader.state in ("empty", "pulledOut"):
        return replace(device, sentence=context.words("card.says"))
    return device


def _told(act: Act) -> Act:
    """The same act, after which whoever asks is told what the reader shows."""

    async def do(context: PageContext, action: str) -> str | None:
        following = await act(context, action)
        devices = context.devices
        if devices.listening is not None:
            await devices.listening.tell(context.portal, devices.reader)
        return following

    return do


async def _enter(context: PageContext, action: str) -> str | None:
    """Enter the PIN: for a sign-in here, or for who asks from elsewhere."""
    interaction, devices = context.holdings.interaction, context.devices
    step = step_of(interaction) if interaction is not None else None
    if step is not None and step.ask is not None:
        act = sign_in_act(interaction, action)
        return await act(context, action) if act is not None else None
    listening, token = devices.listening, type_pin(context, action)
    if listening is None or token is None:
        return None
    site = site_of(listening.request.origin) if listening.request is not None else ""
    taken = await listening.sign(context.portal, devices.reader, token)
    context.done = context.words("card.signed", site=site) if taken else context.words("card.over")
    return None


async def _load(context: PageContext) -> None:
    """See who asks; from then on the reader asks for what comes by itself."""
    devices, interaction = context.devices, context.holdings.interaction
    step = step_of(interaction) if interaction is not None else None
    if devices.listening is not None and (step is None or step.ask is None):
        await devices.listening.look(context.portal, devices.reader, 0)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="card",
        title="card.page",
        group="outside",
        draw=draw_card,
        load=_load,
        acts={
            "to-persons": go_to("persons"),
            **{action: _told(act) for action, act in READER.acts.items()},
            ENTER: _told(_enter),
            FILL_PIN: _told(_enter),
        },
        public=True,
    ),
)
