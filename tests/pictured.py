"""Every page of the journey, each with what is done before one goes there: for pictures, parity and gates."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tests.journey import steps
from tests.journey.filling import fill_in, save
from tests.screens.harness import SMALL, USUAL, WIDE
from tests.simulated import Simulated, all_there
from tui.pages import devices as device_pages
from tui.pages.profile import REMOVE
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.portal.client import Portal
from tui.portal.models import Fault

Prepare = Callable[[Simulated], Awaitable[None]]


async def nothing(simulated: Simulated) -> None:
    """The page needs nothing done first."""


async def signed_in(simulated: Simulated) -> None:
    """Noor, signed in by itsme."""
    await simulated.sign_in()


async def signed_in_newcomer(simulated: Simulated) -> None:
    """Amir, of whom almost nothing is known."""
    await simulated.sign_in("amir-haddad")


async def with_profile(simulated: Simulated) -> None:
    """Noor, with a nickname, a contact and an address of her own."""

    async def fill(portal: Portal) -> None:
        await portal.set_nickname("Noortje")
        await portal.add_contact("email", "noor@example.test", "Thuis")
        await portal.add_address(
            label="Buren",
            street="Denkbeeldlaan",
            house_number="14",
            box="",
            post_code="9000",
            municipality="Gent",
        )

    await simulated.earlier(fill)
    await simulated.sign_in()


async def with_consent(simulated: Simulated) -> None:
    """Noor, who consented to showing her eBox."""
    await simulated.earlier(lambda portal: portal.give_ebox_consent())
    await simulated.sign_in()


async def newcomer_with_consent(simulated: Simulated) -> None:
    """Amir, who consented to showing his eBox, in which one message is in French alone."""
    await signed_in_newcomer(simulated)
    await simulated.context("ebox")
    await simulated.navigator.act("to-consent")
    await simulated.navigator.act("give")


async def with_request(simulated: Simulated) -> None:
    """Noor, who asked for a correction through Digitaal Vlaanderen."""
    await simulated.earlier(
        lambda portal: portal.file_request(
            "rectification",
            "Mijn huisnummer is fout.",
            block_id="residence",
            addressed_to="digitaalVlaanderen",
        )
    )
    await simulated.sign_in()


async def with_failing_register(simulated: Simulated) -> None:
    """Noor, while the register of diplomas is down."""
    await simulated.portal.set_fault(
        "ahovoks", Fault(party="registers", target="ahovoks", kind="down")
    )
    await simulated.sign_in()


async def at_number(simulated: Simulated) -> None:
    """On the way in: itsme asks for a number."""
    await steps.choose_method(simulated.navigator, "itsme")


async def at_phone(simulated: Simulated) -> None:
    """On the way in: itsme waits on the phone."""
    await at_number(simulated)
    await simulated.navigator.submit(NUMBER_FORM)
    await steps.until(simulated.navigator, lambda page: steps.offers(page, device_pages.APPROVE))


async def near_the_end_of_signing_in(simulated: Simulated) -> None:
    """On the way in: itsme waits on the phone, for two minutes more."""
    await at_phone(simulated)
    simulated.world.clock.move(timedelta(minutes=3))
    await steps.until(simulated.navigator, lambda page: steps.has(page, "session"))


async def near_the_end(simulated: Simulated) -> None:
    """Noor, who did nothing for thirteen minutes."""
    await simulated.sign_in()
    await simulated.context("profile")
    simulated.world.clock.move(timedelta(minutes=13))
    await steps.until(simulated.navigator, lambda page: steps.has(page, "session"))


async def with_messages(simulated: Simulated) -> None:
    """Noor, who followed a link that leads nowhere, and then removed her nickname."""
    await with_profile(simulated)
    await simulated.context("nowhere")
    await simulated.context("profile.remove/nickname")
    await simulated.navigator.act(REMOVE)


async def at_reader(simulated: Simulated) -> None:
    """On the way in: the card is in the reader, which asks for the PIN after a wrong one."""
    navigator = simulated.navigator
    await steps.choose_method(navigator, "eid")
    await steps.until(navigator, lambda page: steps.offers(page, device_pages.INSERT))
    await navigator.act(device_pages.INSERT)
    await navigator.submit(device_pages.PIN_FORM, {"pin": "0000"})


async def reader_on_devices(simulated: Simulated) -> None:
    """The reader asks for a PIN, on the page of the devices."""
    await at_reader(simulated)
    await simulated.navigator.open("devices")


def answered(place: str, form: str, **texts: str) -> Prepare:
    """Noor, who typed this into a form, sent it, and is shown what is wrong, or what to look over."""

    async def prepare(simulated: Simulated) -> None:
        await simulated.sign_in()
        await simulated.context(place)
        await fill_in(simulated.navigator, form, **texts)

    return prepare


async def saved(simulated: Simulated) -> None:
    """Noor, who has just saved a nickname."""
    await simulated.sign_in()
    await simulated.context("profile.nickname")
    await save(simulated.navigator, "nickname-form", nickname="Noortje")


async def after_the_end(simulated: Simulated) -> None:
    """Noor, who did nothing for sixteen minutes: the session is over."""
    await simulated.sign_in()
    await simulated.context("profile")
    simulated.world.clock.move(timedelta(minutes=16))
    await steps.until(simulated.navigator, lambda page: page.place != "profile")


async def withdrawing(simulated: Simulated) -> None:
    """Noor, who is asked whether her eBox is no longer to be shown."""
    await with_consent(simulated)
    await simulated.context("ebox")
    await simulated.navigator.act("to-consent")


async def at_mail(simulated: Simulated) -> None:
    """A mail to the data protection officer, composed."""
    await simulated.navigator.open("contact")
    await fill_in(
        simulated.navigator,
        "contact-form",
        kind="question",
        subject="Een vraag",
        message="Wat bewaart u?",
    )


async def signed_out(simulated: Simulated) -> None:
    """Noor, who has just signed out."""
    await with_profile(simulated)
    await simulated.context("sign-out")
    await simulated.navigator.act("sign-out-now")


@dataclass(frozen=True)
class Picture:
    """One page to draw: what is done first, where to go then ("" for where one is), and how large."""

    name: str
    place: str = ""
    prepare: Prepare = nothing
    language: str = "nl"
    sizes: tuple[tuple[int, int], ...] = field(default=(USUAL,))


EVERY_SIZE = (USUAL, WIDE, SMALL)

LONGEST_LANGUAGE = "de"
"""The language whose words are longest, so the hardest to fit in 40 columns; a test measures it."""

_PICTURES = (
    Picture("start", "start", sizes=EVERY_SIZE),
    Picture("start-en", "start", language="en"),
    Picture("sign-in", "sign-in"),
    Picture("sign-in-number", prepare=at_number),
    Picture("sign-in-phone", prepare=at_phone, sizes=EVERY_SIZE),
    Picture("sign-in-ending", prepare=near_the_end_of_signing_in),
    Picture("sign-in-reader", prepare=at_reader),
    Picture("persons", "persons"),
    Picture("devices", "devices"),
    Picture("home", "home", with_profile),
    Picture("data", "data", signed_in, sizes=EVERY_SIZE),
    Picture("data-newcomer", "data", signed_in_newcomer),
    Picture("data-failing", "data", with_failing_register),
    Picture("data-identity", "data.identity", signed_in, sizes=EVERY_SIZE),
    Picture("profile", "profile", with_profile),
    Picture("profile-nickname", "profile.nickname", with_profile),
    Picture("profile-contact", "profile.contact", signed_in, sizes=EVERY_SIZE),
    Picture("profile-address", "profile.address", signed_in),
    Picture("profile-remove", "profile.remove/nickname", with_profile),
    Picture("ebox-without-consent", "ebox", signed_in),
    Picture("ebox-consent", "ebox.consent", signed_in),
    Picture("ebox", "ebox", with_consent),
    Picture("ebox-message", "ebox.message", with_consent, sizes=EVERY_SIZE),
    Picture("rights", "rights", with_request),
    Picture("rights-new", "rights.new?right=rectification&block=residence", signed_in),
    Picture("rights-request", "rights.request", with_request),
    Picture("privacy", "privacy"),
    Picture("privacy-app", "privacy.app"),
    Picture("privacy-section", "privacy?section=retention"),
    Picture("privacy-agreement", "privacy.agreement"),
    Picture("cookies", "cookies"),
    Picture("controllers", "controllers"),
    Picture("controllers-entry", "controllers.entry/ahovoks"),
    Picture("contact", "contact"),
    Picture("complaint", "complaint"),
    Picture("help", "help"),
    Picture("faq", "faq"),
    Picture("glossary", "glossary"),
    Picture("messages", "messages", with_messages),
    Picture("messages-none", "messages"),
    Picture("contact-mail", prepare=at_mail),
    Picture("sign-out", "sign-out", signed_in),
    Picture("session-ending", prepare=near_the_end),
    Picture("receipt", prepare=signed_out),
    Picture("ebox-message-foreign", "ebox.message", newcomer_with_consent),
)

PICTURES = (
    *_PICTURES,
    *(
        replace(
            one,
            name=f"{one.name}-{LONGEST_LANGUAGE}",
            language=LONGEST_LANGUAGE,
            sizes=(SMALL,),
        )
        for one in _PICTURES
        if SMALL in one.sizes
    ),
)
"""Every page in Dutch; those that are drawn on 40 columns also in the longest language."""


FORMS = (
    Picture("contact-email", "profile.contact?kind=email", signed_in),
    Picture("contact-phone", "profile.contact?kind=phone", signed_in),
    Picture("rights-subject", "rights.new", signed_in),
    Picture("rights-object", "rights.new?right=object&function=nickname", signed_in),
    Picture("reader-on-devices", prepare=reader_on_devices),
)
"""Further forms, of which there is no picture."""

_STATES = (
    Picture(
        "address-wrong",
        prepare=answered("profile.address", "address-form", street="", post_code="90"),
    ),
    Picture(
        "words-wrong", prepare=answered("rights.new?right=object&function=nickname", "words-form")
    ),
    Picture("looked-over", prepare=answered("profile.nickname", "nickname-form", nickname="Noé")),
    Picture("saved", prepare=saved),
    Picture("session-ended", prepare=after_the_end),
    Picture("ebox-withdraw", prepare=withdrawing),
)

WALKED = (*(one for one in PICTURES if one.language == "nl"), *FORMS, *_STATES)
"""What is held to the gates: each page once, and the states of which there is no picture."""


async def arrive(simulated: Simulated, picture: Picture) -> None:
    """Prepare, go to the picture's place, and wait until all of it is there."""
    await picture.prepare(simulated)
    place = picture.place
    if place == "ebox.message":
        place += f"/{(await simulated.portal.messages()).items[0].message_id}"
    elif place == "rights.request":
        place += f"/{(await simulated.portal.rights_requests())[0].request_id}"
    if place:
        await simulated.context(place)
    await steps.until(simulated.navigator, all_there, picture.name)
