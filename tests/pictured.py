"""Every page of the journey, each with what is done before going there: for pictures, parity and gates."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from mock_backends.profile_service.store_sqlite import FILE_NAME as PROFILES
from tests import photos
from tests.journey.filling import fill_in
from tests.journey.steps import has, take, until
from tests.screens.harness import SMALL, USUAL, WIDE
from tests.simulated import DEFAULT_PERSON, Simulated
from tui.devices.card_reader import CardReader
from tui.devices.reader_elsewhere import AskedElsewhere, Listening
from tui.journey.walk import Choose, Fill, Go, Press, Send, Step, Wait
from tui.page.offered import is_settled
from tui.page.parts import Listing
from tui.pages import card_reader
from tui.pages import devices as device_pages
from tui.pages.devices import SCAN_TYPE
from tui.pages.phone_codes import FILL_CODE, FILL_PASSWORD
from tui.pages.profile import REMOVE
from tui.pages.profile_removal import REMOVE as REMOVE_ALL
from tui.pages.sign_in.itsme import NUMBER_FORM, SHOW_CODE
from tui.pages.sign_in.parts import CHOICE
from tui.pages.sign_in.password import CODE_FORM, SHOW
from tui.pages.sign_in.sms import AGAIN
from tui.pages.step_up import STEP_UP
from tui.portal.card_requests import CardRequest
from tui.portal.client import Portal
from tui.portal.models import Fault

Prepare = Callable[[Simulated], Awaitable[None]]

NICKNAME = "Noortje"
"""What Noor is called where she has a nickname."""


async def nothing(simulated: Simulated) -> None:
    """The page needs nothing done first."""


def signed_in(
    *earlier: Callable[[Portal], Awaitable[object]], person: str = DEFAULT_PERSON
) -> Prepare:
    """This person, who did these things in earlier sessions, signed in by itsme."""

    async def prepare(simulated: Simulated) -> None:
        for act in earlier:
            await simulated.earlier(act)
        await simulated.sign_in(person)
        await simulated.all_fetched()

    return prepare


def then(first: Prepare, *steps: Step) -> Prepare:
    """The same, after which these steps are taken."""

    async def prepare(simulated: Simulated) -> None:
        await first(simulated)
        await take(simulated.navigator, *steps)

    return prepare


def later(first: Prepare, minutes: int, *, then_has: str = "", then_leaves: str = "") -> Prepare:
    """The same, and so many minutes on: until the page has this part, or is no longer at this place."""

    async def prepare(simulated: Simulated) -> None:
        await first(simulated)
        simulated.world.clock.move(timedelta(minutes=minutes))
        await until(
            simulated.navigator,
            lambda page: has(page, then_has) if then_has else page.place != then_leaves,
        )

    return prepare


def answered(place: str, form: str, **texts: str) -> Prepare:
    """Noor, who typed this into a form, sent it, and is shown what is wrong, or what to look over."""

    async def prepare(simulated: Simulated) -> None:
        await simulated.sign_in()
        await simulated.context(place)
        await fill_in(simulated.navigator, form, **texts)

    return prepare


async def own_profile(portal: Portal) -> None:
    """A nickname, a photo, a contact and an address of the citizen's own."""
    await portal.set_nickname(NICKNAME)
    await portal.set_photo(photos.kept(), photos.SEEN)
    await portal.add_contact("email", "noor@example.test", "Thuis")
    await portal.add_address(
        label="Buren",
        street="Denkbeeldlaan",
        house_number="14",
        box="",
        post_code="9000",
        municipality="Gent",
    )


async def with_pictures(simulated: Simulated) -> None:
    """Noor, in whose folder are two pictures and another folder."""
    await simulated.sign_in()
    folder = simulated.devices.pictures.folder = simulated.home / "fotos"
    (folder / "vakantie").mkdir(parents=True)
    for number, name in enumerate(("ik.png", "ik vroeger.png")):
        (folder / name).write_bytes(photos.as_file("PNG"))
        os.utime(folder / name, (-number, -number))


async def with_chosen_photo(simulated: Simulated) -> None:
    """Noor, who picked one of them and is to look it over."""
    await with_pictures(simulated)
    await simulated.context("profile.photo.files")
    await take(simulated.navigator, Choose("files", "file-1"))
    await fill_in(simulated.navigator, "photo-form", description=photos.SEEN)


async def at_card(simulated: Simulated) -> None:
    """Noor, of whom the municipality wants a copy of her identity card."""
    if not simulated.navigator.page.signed_in:
        await simulated.sign_in()
    if not (await simulated.portal.rights_requests()).items:
        await simulated.portal.file_request("access", "Wat weet u?", block_id="household")
    (request, *_) = (await simulated.portal.rights_requests()).items
    await simulated.context(f"rights.card/{request.request_id}")


async def at_card_files(simulated: Simulated) -> None:
    """The same, who looks for its pictures in her folder."""
    await with_pictures(simulated)
    await at_card(simulated)
    await take(simulated.navigator, Press("to-files"))


async def with_copied_card(simulated: Simulated) -> None:
    """The same, with both sides of her card to look over."""
    await at_card(simulated)
    await take(simulated.navigator, Press("from-card"))


async def correction(portal: Portal) -> None:
    """A request for a correction, through Digitaal Vlaanderen."""
    await portal.file_request(
        "rectification",
        "Mijn huisnummer is fout.",
        block_id="residence",
        addressed_to="digitaalVlaanderen",
    )


async def at_a_case(simulated: Simulated) -> None:
    """A tester, who opened the case of a request at its desk, nobody being signed in."""
    await simulated.earlier(correction)
    await simulated.navigator.open("chair")
    cases = next(part for part in simulated.navigator.page.everything if part.id == "cases")
    assert isinstance(cases, Listing)
    await take(simulated.navigator, Choose("cases", cases.items[0].id))


async def with_answer(simulated: Simulated) -> None:
    """Noor, whose request for a correction was refused."""
    await simulated.earlier(correction)
    simulated.world.clock.move(timedelta(days=10))
    await simulated.sign_in()


async def with_late_answer(simulated: Simulated) -> None:
    """Noor, whose request for access has had no answer, and the month is over."""
    await simulated.earlier(
        lambda portal: portal.file_request("access", "Wat weet u?", block_id="driving-licence")
    )
    simulated.world.clock.move(timedelta(days=31))
    await simulated.sign_in()


async def with_failing_register(simulated: Simulated) -> None:
    """Noor, while the register of diplomas is down."""
    await simulated.portal.set_fault(
        "ahovoks", Fault(party="registers", target="ahovoks", kind="down")
    )
    await simulated.sign_in()


async def at_reader(simulated: Simulated) -> None:
    """On the way in: the card is in the reader, which asks for the PIN after a wrong one."""
    await take(simulated.navigator, Go("sign-in"), Choose(CHOICE, "eid"), Press(card_reader.INSERT))
    await simulated.navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})


async def with_choices_at_reader(simulated: Simulated) -> None:
    """On the way in: something else is to be done with card or reader."""
    await at_reader(simulated)
    await take(simulated.navigator, Press(card_reader.ELSE))


async def with_another_card(simulated: Simulated) -> None:
    """On the way in: another card was put in."""
    await with_choices_at_reader(simulated)
    await take(simulated.navigator, Press(card_reader.SWAP))


async def with_the_wrong_certificate(simulated: Simulated) -> None:
    """On the way in: the card signed with its certificate for signatures."""
    await with_choices_at_reader(simulated)
    await take(simulated.navigator, Press(card_reader.CERTIFICATE))
    card = simulated.devices.card
    assert card is not None
    await simulated.navigator.submit(card_reader.PIN_FORM, {"pin": card.pin})


class StillReader(Listening):
    """A reader that is asked by two from elsewhere, beside another one; nothing comes or goes."""

    async def look(self, portal: Portal, reader: CardReader, wait: float) -> None:
        """See the same as ever, and nothing new however long one waits."""
        if wait:
            await asyncio.Event().wait()
        self.request = CardRequest("r", "c", "https://simulator.invalid", "burgerprofiel")
        self.more = self.others = 1
        reader.ask(self.request.challenge, self.request.origin)


class StillElsewhere(AskedElsewhere):
    """Two readers listen elsewhere, and one of them took a wrong PIN; nothing comes or goes."""

    async def look(
        self, portal: Portal, challenge: str, origin: str, wait: float
    ) -> dict[str, Any] | None:
        """Hear this once, and nothing new however long one waits."""
        if self.readers:
            await asyncio.Event().wait()
        self.readers, self.shows, self.tries_left = 2, "wrongPin", 1
        return None


async def asked_from_elsewhere(simulated: Simulated) -> None:
    """Noor's reader, which two ask from elsewhere."""
    await take(simulated.navigator, Go("sign-in"))
    simulated.devices.listening = StillReader(DEFAULT_PERSON, "here", alone=False)


async def asking_elsewhere(simulated: Simulated) -> None:
    """On the way in: the card is asked for at two readers elsewhere."""
    await take(simulated.navigator, Go("sign-in"))
    simulated.devices.elsewhere = StillElsewhere(DEFAULT_PERSON, "here")
    await take(simulated.navigator, Choose(CHOICE, "eid"))
    await until(simulated.navigator, lambda page: has(page, "reader-elsewhere"))


async def scanned_elsewhere(simulated: Simulated) -> None:
    """On the way in: another phone has scanned the QR code."""
    await at_number(simulated)
    await take(simulated.navigator, Press(SHOW_CODE))
    interaction = simulated.navigator.context().holdings.interaction
    assert interaction is not None
    other = await simulated.portal.issue_phone("amir-haddad")
    await simulated.portal.scan_itsme(other.app_token, interaction.details["code"])
    await until(simulated.navigator, lambda page: has(page, "other-phone"))


async def with_profile_due(simulated: Simulated) -> None:
    """Noor, whose profile fell due to be erased by a jump of the clock."""
    await simulated.earlier(own_profile)
    simulated.world.clock.move(timedelta(days=740))
    await simulated.sign_in()


async def blocked(simulated: Simulated) -> None:
    """On the way in: the PIN was wrong three times."""
    await at_reader(simulated)
    for _ in range(2):
        await simulated.navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})


async def with_messages(simulated: Simulated) -> None:
    """Noor, who followed a link that leads nowhere, and then removed her nickname."""
    await with_profile(simulated)
    await simulated.context("nowhere")
    await take(simulated.navigator, Go("profile.remove/nickname"), Press(REMOVE))


async def with_lost_profile(simulated: Simulated) -> None:
    """Noor, whose store is gone, on her profile."""
    await simulated.earlier(own_profile)
    (simulated.world.options.home.data / PROFILES).unlink()
    await simulated.sign_in()
    await simulated.context("profile")


async def with_edit_elsewhere(simulated: Simulated) -> None:
    """Noor, who chooses another nickname while she does so on another terminal."""
    await answered("profile.nickname", "nickname-form", nickname=NICKNAME)(simulated)
    await simulated.earlier(lambda portal: portal.set_nickname("Noé"))
    await take(simulated.navigator, Press("save"))


async def with_news(simulated: Simulated) -> None:
    """Noor a day later, with a profile, new post, and a request under way."""
    for act in (own_profile, Portal.give_ebox_consent, correction):
        await simulated.earlier(act)
    simulated.world.clock.move(timedelta(days=1))
    await simulated.sign_in()


async def with_notices(simulated: Simulated) -> None:
    """Noor a day later; meanwhile an authority changed one of her blocks of data."""
    await with_news(simulated)
    await simulated.corrected("rijksregister", "residence", {"street": "Verbeterde Straat"})
    await until(simulated.navigator, lambda page: bool(page.news))


noor, amir = signed_in(), signed_in(person="amir-haddad")
"""Of Amir almost nothing is known."""

with_profile = signed_in(own_profile)
with_consent = signed_in(Portal.give_ebox_consent)
with_request = signed_in(correction)


async def at_adding(simulated: Simulated) -> None:
    """Noor, who is about to add something to a request."""
    if not simulated.navigator.page.signed_in:
        await with_request(simulated)
    (request, *_) = (await simulated.portal.rights_requests()).items
    await simulated.context(f"rights.add/{request.request_id}")


async def at_letters(simulated: Simulated) -> None:
    """Noor, who reads why her request was refused."""
    if not simulated.navigator.page.signed_in:
        await with_answer(simulated)
    (request, *_) = (await simulated.portal.rights_requests()).items
    await simulated.context(f"rights.letters/{request.request_id}")


newcomer_with_consent = then(amir, Go("ebox"), Press("to-consent"), Press("give"))
"""Of Amir's messages, one is in French alone."""

at_number = then(nothing, Go("sign-in"), Choose(CHOICE, "itsme"))
at_phone = then(at_number, Send(NUMBER_FORM), Wait(action=device_pages.APPROVE))
"""On the way in: itsme asks for a number, and then waits on the phone."""


def at_password(method: str) -> Prepare:
    """On the way in by a code: user name and password are asked for."""
    return then(nothing, Go("sign-in"), Choose(CHOICE, method))


def at_code(method: str) -> Prepare:
    """On the way in by a code, which the phone shows."""
    return then(at_password(method), Press(FILL_PASSWORD), Wait(action=FILL_CODE))


wants_more = then(at_code("sms"), Press(FILL_CODE), Wait(signed_in=True), Go("ebox.consent"))
"""Signed in by a code, at a page that wants a higher level of assurance."""


async def with_wrong_code(simulated: Simulated) -> None:
    """A code was typed that is not the one of the message."""
    await at_code("sms")(simulated)
    await fill_in(simulated.navigator, CODE_FORM, code="000000")


async def at_verifying(simulated: Simulated) -> None:
    """Noor, to whom a code was sent at her address for mail."""
    await simulated.earlier(own_profile)
    await simulated.sign_in()
    await simulated.context("profile")
    (contact,) = (await simulated.portal.profile()).contacts
    await take(simulated.navigator, Press(f"verify-contact-{contact.contact_id}"))


at_channels = then(at_verifying, Press("take-code"), Send("verify-form"))
"""Noor, whose address for mail is verified, so that notices can be sent to it."""

on_profile = then(noor, Go("profile"))
saved = then(answered("profile.nickname", "nickname-form", nickname=NICKNAME), Press("save"))

MAIL = {"kind": "question", "subject": "Een vraag", "message": "Wat bewaart u?"}
at_mail = then(nothing, Go("contact"), Fill("contact-form", MAIL), Send("contact-form"))
"""A mail to the data protection officer, composed."""

at_mailed_request = then(
    nothing,
    Go("contact"),
    Fill("contact-form", MAIL | {"kind": "rights"}),
    Send("contact-form"),
)
"""A request by mail, of which it is asked what it is about."""

at_sent_mail = then(at_mail, Press("send-mail"))
"""A mail that has its number."""


@dataclass(frozen=True)
class Picture:
    """One page to draw: what is done first, where to go then ("" to stay), and how large."""

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
    Picture("sign-in-qr", prepare=then(at_number, Press(SHOW_CODE))),
    Picture("sign-in-phone", prepare=at_phone, sizes=EVERY_SIZE),
    Picture("sign-in-ending", prepare=later(at_phone, 3, then_has="session")),
    Picture("sign-in-reader", prepare=at_reader),
    Picture("sign-in-password", prepare=at_password("app")),
    Picture("sign-in-app", prepare=at_code("app"), sizes=EVERY_SIZE),
    Picture("sign-in-sms", prepare=at_code("sms")),
    Picture("persons", "persons"),
    Picture("devices", "devices"),
    Picture("phone", "phone", at_code("sms")),
    Picture("card", "card", asked_from_elsewhere),
    Picture("site", "site-mechelen", sizes=EVERY_SIZE),
    Picture(
        "site-signed-in",
        "site-vlaanderen",
        then(noor, Go("site-vlaanderen"), Choose("site", "site-sign-in")),
    ),
    Picture("digital-keys", "digital-keys", prepare=then(nothing, Go("sign-in"))),
    Picture("home", "home", with_news, sizes=EVERY_SIZE),
    Picture("home-newcomer", "home", amir),
    Picture("data", "data", noor, sizes=EVERY_SIZE),
    Picture("data-newcomer", "data", amir),
    Picture("data-failing", "data", with_failing_register),
    Picture("data-identity", "data.identity", noor, sizes=EVERY_SIZE),
    Picture("profile", "profile", with_profile, sizes=EVERY_SIZE),
    Picture("profile-nickname", "profile.nickname", with_profile),
    Picture("profile-photo", "profile.photo", noor, sizes=EVERY_SIZE),
    Picture("profile-contact", "profile.contact", noor, sizes=EVERY_SIZE),
    Picture("profile-verify", prepare=at_verifying),
    Picture("profile-channels", "profile.channels", at_channels, sizes=EVERY_SIZE),
    Picture("mailbox", "mailbox", at_verifying),
    Picture("chair", "chair", at_a_case),
    Picture("chair-case", prepare=at_a_case, sizes=EVERY_SIZE),
    Picture("profile-address", "profile.address", noor),
    Picture("profile-photo-files", "profile.photo.files", with_pictures),
    Picture("profile-photo-review", prepare=with_chosen_photo),
    Picture("profile-remove", "profile.remove/nickname", with_profile),
    Picture("profile-removal", "profile.removal", with_profile),
    Picture(
        "profile-removed",
        prepare=then(
            with_profile, Go("profile.removal"), Wait(action=REMOVE_ALL), Press(REMOVE_ALL)
        ),
    ),
    Picture("ebox-without-consent", "ebox", noor),
    Picture("ebox-consent", "ebox.consent", noor),
    Picture("step-up", prepare=wants_more),
    Picture("ebox", "ebox", with_consent),
    Picture("ebox-message", "ebox.message", with_consent, sizes=EVERY_SIZE),
    Picture("rights", "rights", with_request),
    Picture("rights-new", "rights.new?right=rectification&block=residence", noor),
    Picture("rights-request", "rights.request", with_request),
    Picture("rights-late", "rights.request", with_late_answer, sizes=EVERY_SIZE),
    Picture("rights-add", prepare=at_adding),
    Picture("rights-card", prepare=at_card, sizes=EVERY_SIZE),
    Picture("rights-card-files", prepare=at_card_files),
    Picture("rights-card-review", prepare=with_copied_card),
    Picture("rights-withdraw", "rights.withdraw", with_request),
    Picture("rights-letters", prepare=at_letters, sizes=EVERY_SIZE),
    Picture("notices", "notices", with_notices, sizes=EVERY_SIZE),
    Picture("notices-notice", "notices.notice", with_notices),
    Picture("privacy", "privacy"),
    Picture("privacy-app", "privacy.app"),
    Picture("privacy-section", "privacy?section=retention"),
    Picture("privacy-agreement", "privacy.agreement"),
    Picture("cookies", "cookies"),
    Picture("controllers", "controllers"),
    Picture("controllers-entry", "controllers.entry/diplomas"),
    Picture("contact", "contact"),
    Picture("complaint", "complaint"),
    Picture("help", "help"),
    Picture("faq", "faq"),
    Picture("glossary", "glossary"),
    Picture("messages", "messages", with_messages),
    Picture("messages-none", "messages"),
    Picture("contact-mail", prepare=at_mail),
    Picture("contact-request", prepare=at_mailed_request),
    Picture("mailbox-mail", prepare=at_sent_mail, sizes=EVERY_SIZE),
    Picture("complaint-write", "complaint.write?to=gba&controller=mobility"),
    Picture("complaint-controller", "complaint?controller=municipality"),
    Picture("sign-out", "sign-out", noor),
    Picture("sign-out-photo", "sign-out", with_profile),
    Picture("session-ending", prepare=later(on_profile, 13, then_has="session")),
    Picture("receipt", prepare=then(with_profile, Go("sign-out"), Press("sign-out-now"))),
    Picture("ebox-message-foreign", "ebox.message", newcomer_with_consent),
)

PICTURES = (
    *_PICTURES,
    *(
        replace(
            picture,
            name=f"{picture.name}-{LONGEST_LANGUAGE}",
            language=LONGEST_LANGUAGE,
            sizes=(SMALL,),
        )
        for picture in _PICTURES
        if SMALL in picture.sizes
    ),
)
"""Every page in Dutch; those that are drawn on 40 columns also in the longest language."""


FORMS = (
    Picture("contact-email", "profile.contact?kind=email", noor),
    Picture("contact-phone", "profile.contact?kind=phone", noor),
    Picture("rights-subject", "rights.new", noor),
    Picture("rights-object", "rights.new?right=object&function=nickname", noor),
    Picture("reader-on-devices", prepare=then(at_reader, Go("devices"))),
)
"""Further forms, of which there is no picture."""

_STATES = (
    Picture("password-shown", prepare=then(at_password("sms"), Press(SHOW))),
    Picture("code-wrong", prepare=with_wrong_code),
    Picture("code-again", prepare=then(at_code("sms"), Press(AGAIN))),
    Picture("step-up-choice", prepare=then(wants_more, Press(STEP_UP), Wait(part=CHOICE))),
    Picture("data-household", "data.household", noor),
    Picture("notices-kinds", "notices?choose=open", with_notices),
    Picture("notices-none", "notices", noor),
    Picture("profile-missing", prepare=with_lost_profile),
    Picture("profile-afresh", prepare=then(with_lost_profile, Press("remove-everything"))),
    Picture("profile-edited", prepare=with_edit_elsewhere),
    Picture(
        "address-wrong",
        prepare=answered("profile.address", "address-form", street="", post_code="90"),
    ),
    Picture(
        "words-wrong", prepare=answered("rights.new?right=object&function=nickname", "words-form")
    ),
    Picture("looked-over", prepare=answered("profile.nickname", "nickname-form", nickname="Noé")),
    Picture("saved", prepare=saved),
    Picture("reader-blocked", prepare=blocked),
    Picture("reader-elsewhere", prepare=asking_elsewhere),
    Picture("phone-scans", "phone", then(nothing, Go("sign-in"), Go("phone"), Press(SCAN_TYPE))),
    Picture("qr-other-phone", prepare=scanned_elsewhere),
    Picture("reader-choices", prepare=with_choices_at_reader),
    Picture("reader-other-card", prepare=with_another_card),
    Picture("reader-wrong-certificate", prepare=with_the_wrong_certificate),
    Picture("profile-due", "profile", prepare=with_profile_due),
    Picture("session-ended", prepare=later(on_profile, 16, then_leaves="profile")),
    Picture("rights-answered", "rights.request", with_answer),
    Picture("ebox-withdraw", prepare=then(with_consent, Go("ebox"), Press("to-consent"))),
    Picture(
        "address-found",
        prepare=then(
            noor,
            Go("profile.address"),
            Fill("address-form", {"street": "ster", "municipality": "Gent"}),
            Press("find-address"),
            Wait(part="found-addresses"),
        ),
    ),
    Picture(
        "rights-with-address",
        "rights.new?right=access&block=identity",
        signed_in(own_profile),
    ),
)

WALKED = (*(picture for picture in PICTURES if picture.language == "nl"), *FORMS, *_STATES)
"""What is held to the gates: each page once, and the states of which there is no picture."""


async def arrive(simulated: Simulated, picture: Picture) -> None:
    """Prepare, go to the picture's place, and wait until all of it is there."""
    await picture.prepare(simulated)
    place = picture.place
    if place == "ebox.message":
        place += f"/{(await simulated.portal.messages()).items[0].message_id}"
    elif place == "notices.notice":
        place += f"/{(await simulated.portal.notices()).items[0].notice_id}?new=yes"
    elif place in ("rights.request", "rights.withdraw"):
        place += f"/{(await simulated.portal.rights_requests()).items[0].request_id}"
    if place:
        await simulated.context(place)
    await until(simulated.navigator, is_settled, picture.name)
