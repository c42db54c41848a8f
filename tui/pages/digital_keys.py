"""Digital keys, outside the portal: user name and password, and how an app and a phone get codes."""

from functools import cache

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.page.parts import Action, Actions, Fact, Facts, Part, Picture, Text
from tui.pages.links import go_to
from tui.pages.values import phone_number

BORDER = 2
"""Light points around a QR code. ISO/IEC 18004 asks for four, which do not fit a window of 24 lines; the
ground around is light in most themes, and cameras read it.
"""


SEE, TO_PHONE, TO_CARD, TO_MAILBOX = "to-digital-keys", "to-phone", "to-card", "to-mailbox"


def device_links(context: PageContext) -> tuple[Part, ...]:
    """The way here for who plays somebody with digital keys, to each device by itself, and to the mailbox."""
    devices = context.devices
    links = (
        (SEE, "device.keys", devices.keys is not None),
        (TO_PHONE, "device.phone", devices.phone is not None and devices.keys is not None),
        (TO_CARD, "device.card", devices.card is not None),
        (TO_MAILBOX, "device.mailbox", devices.mailbox is not None),
    )
    items = tuple(Action(id=to, label=context.words(key)) for to, key, there in links if there)
    return (Actions(id="keys-links", items=items),) if items else ()


def draw_keys(context: PageContext) -> PageBody:
    """What this person signs in with by a code; the app's secret as letters, as an address, as a picture."""
    words, person, keys = context.words, context.devices.person, context.devices.keys
    title, help_ = words("keys.title"), words("keys.help")
    to_persons = Action(id="to-persons", label=words("device.choose"), kind="main")
    choose = Actions(id="keys-actions", items=(to_persons,))
    if person is None or keys is None:
        lead = words("keys.nobody") if person is None else words("keys.none", name=person.name)
        return PageBody(
            title=title, parts=(Text(id="lead", text=lead, role="lead"), choose), help=help_
        )
    login = [
        (words("sign-in.user-name"), keys.user_name),
        (words("sign-in.password"), keys.password),
        *([(words("sign-in.method.sms"), phone_number(keys.sms))] if keys.sms else []),
    ]
    parts: list[Part] = [
        Text(id="lead", text=words("keys.lead", name=person.name), role="lead"),
        _facts("keys-login", words("keys.login"), *login),
    ]
    if keys.secret:
        groups = (keys.secret[at : at + 4] for at in range(0, len(keys.secret), 4))
        parts += [
            _facts(
                "keys-app",
                words("sign-in.method.app"),
                (words("keys.secret"), " ".join(groups)),
                (words("keys.kind"), words("keys.kind.totp")),
            ),
            # Not among the facts, whose frame would stand between its halves.
            Text(id="keys-address", text=words("keys.address", address=keys.address)),
            Picture(id="keys-picture", rows=qr_code(keys.address), words=words("keys.picture")),
        ]
    return PageBody(title=title, parts=tuple(parts), help=help_)


def _facts(part_id: str, title: str, *facts: tuple[str, str]) -> Facts:
    group = tuple(Fact(label=label, value=value) for label, value in facts)
    return Facts(id=part_id, title=title, groups=(group,))


@cache
def qr_code(text: str) -> tuple[str, ...]:
    """The QR code of a text (ISO/IEC 18004), as rows of points: "#" for a dark one."""
    from segno import make  # takes a tenth of a second: only for who looks at one

    code = make(text, error="l", boost_error=False, micro=False)
    rows = code.matrix_iter(border=BORDER)
    return tuple("".join("#" if point else " " for point in row) for row in rows)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="digital-keys",
        title="keys.title",
        group="outside",
        draw=draw_keys,
        acts={"to-persons": go_to("persons")},
        public=True,
    ),
)
