"""The services as the citizen's side calls them: typed calls that return models or raise PortalError."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar
from urllib import parse
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from tui.portal import DEADLINE
from tui.portal.cleaning import Several, every_member, no_member
from tui.portal.errors import (
    ContractViolation,
    Diverted,
    NotSignedIn,
    PortalError,
    ServiceDown,
    SignInFailed,
)
from tui.portal.visits import ITSME, PROVIDER, Visits

if TYPE_CHECKING:
    from datetime import datetime

    from tui.portal import models
    from tui.portal.card_requests import CardRequests
    from tui.portal.http import Http
    from tui.portal.sealed import Sealed, SealKey

T = TypeVar("T")

SERVICE = "/burgerprofiel"
SIMULATION = "/simulation"
"""The paths of the other parties that the citizen's side talks to."""

_THEIR_OWN_WORDS: Several = "words".__eq__
"""Of a request, what the citizen wrote in it may have several lines."""

_A_LETTER: Several = frozenset(("nl", "en", "fr", "de")).__contains__
"""So may a controller's letter, in each language."""

_A_MAIL: Several = frozenset(("text", "nl", "en", "fr", "de")).__contains__
"""So may a mail, of the citizen's and of an office's."""


class _Models:
    """`tui.portal.models`, imported at the first call: the first page makes none."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("tui.portal.models"), name)


if not TYPE_CHECKING:
    models = _Models()


class Portal:
    """The client of all services, for one citizen. `connect` is awaited once, at the first call."""

    def __init__(self, connect: Callable[[], Awaitable[Http]]) -> None:
        self._connect = connect
        self._connecting: asyncio.Future[Http] | None = None
        self._sign_in = Visits(lambda *to, **how: self._call(*to, **how), _segment)
        self._catalogue: models.Catalogue | None = None
        self._next_key: SealKey | None = None
        self._key: SealKey | None = None
        self.signing_out = False
        """Whether the citizen is being signed out: until the receipt is here, no answer says why."""

    @property
    def asking(self) -> bool:
        """Whether an answer is on its way, other than news of what has not happened yet."""
        connecting = self._connecting
        if connecting is None or not connecting.done() or connecting.exception() is not None:
            return connecting is not None and not connecting.done()
        return connecting.result().unanswered > 0

    async def ready(self) -> None:
        """Connect now, so that a later call does not have to wait for it. Raises SourceUnavailable."""
        await self._http()

    async def close(self) -> None:
        """Forget cookies and key, and close the connection; services in this process stop with it."""
        self._key = self._next_key = None
        connecting, self._connecting = self._connecting, None
        if connecting is None:
            return
        try:
            http = await connecting
        except Exception:
            # There never was a connection, and whoever wanted it has had the error. Of what kind it is only
            # `connect` knows, which is given to this client: to start a world reads files and binds ports.
            return
        await http.close()

    # --- simulation ---------------------------------------------------------------------------

    async def persons(self) -> tuple[models.Person, ...]:
        """The invented people whose part a tester can play."""
        return (await self._call("GET", f"{SIMULATION}/v1/persons", models.Persons)).items

    async def issue_phone(self, person_id: str) -> models.IssuedPhone:
        """Issue this person's phone. Raises PortalError("notFound") if the person has none."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/phone"
        return await self._call("POST", path, models.IssuedPhone)

    async def issue_card(self, person_id: str) -> models.IssuedCard:
        """Issue this person's identity card. Raises PortalError("notFound") if the person has none."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/identity-card"
        return await self._call("POST", path, models.IssuedCard)

    async def issue_keys(self, person_id: str) -> models.IssuedKeys:
        """Hand over this person's digital keys. Raises PortalError("notFound") if the person has none."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/digital-keys"
        return await self._call("POST", path, models.IssuedKeys)

    @property
    def cards(self) -> CardRequests:
        """The channel between card readers and whoever asks a card to sign."""
        from tui.portal.card_requests import CardRequests

        return CardRequests(self._call, _segment)

    async def deliveries(self, person_id: str) -> tuple[models.Delivery, ...]:
        """The mail and the text messages of the portal that this person has received, the newest last."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/deliveries"
        return (await self._call("GET", path, models.Deliveries)).items

    async def correspondence(self, person_id: str) -> tuple[models.Conversation, ...]:
        """What this person wrote to the offices outside the portal, and what came back, oldest first."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/mail"
        return (await self._call("GET", path, models.Correspondence, several=_A_MAIL)).items

    async def send_mail(self, person_id: str, mail: models.Mail) -> models.Conversation:
        """Have this person's mail delivered; the same mail twice arrives once. Raises InvalidInput."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/mail"
        return await self._call("POST", path, models.Conversation, mail, several=_A_MAIL)

    async def withdraw_mail(self, person_id: str, number: str) -> models.Conversation:
        """Withdraw what this person wrote. Raises PortalError("notPossibleNow") once it is answered."""
        path = f"{SIMULATION}/v1/persons/{_segment(person_id)}/mail/{_segment(number)}"
        return await self._call("DELETE", path, models.Conversation, several=_A_MAIL)

    async def cases(self) -> models.ChairCases:
        """Every case at every controller's desk."""
        path = f"{SIMULATION}/v1/cases"
        return await self._call("GET", path, models.ChairCases, several=_THEIR_OWN_WORDS)

    async def decide(
        self,
        controller_id: str,
        reference: str,
        state: str,
        reason: str,
        changes: Sequence[Mapping[str, object]] = (),
    ) -> models.ChairCase:
        """Decide about a case from its controller's chair.

        Raises InvalidInput, or PortalError("notPossibleNow") where it cannot become that any more.
        """
        case = f"{_segment(controller_id)}/cases/{_segment(reference)}"
        body = {"state": state, "reason": reason, "changes": changes}
        return await self._call(
            "PUT",
            f"{SIMULATION}/v1/controllers/{case}/decision",
            models.ChairCase,
            body,
            several=_THEIR_OWN_WORDS,
        )

    async def clock(self) -> models.Clock:
        """The world's clock."""
        return await self._call("GET", f"{SIMULATION}/v1/clock", models.Clock)

    async def move_clock_to(self, instant: datetime) -> models.Clock:
        """Let it be this time in the world, later or earlier. Raises InvalidInput."""
        return await self._call("PUT", f"{SIMULATION}/v1/clock", models.Clock, {"now": instant})

    async def due(self) -> tuple[models.DueProfile, ...]:
        """The profiles that are due to be erased, and wait because the clock was moved."""
        return (await self._call("GET", f"{SIMULATION}/v1/due", models.DueProfiles)).items

    async def erase_due(self) -> tuple[models.DueProfile, ...]:
        """Erase those; returns what was erased."""
        return (await self._call("DELETE", f"{SIMULATION}/v1/due", models.DueProfiles)).items

    async def advance_clock(self, seconds: float) -> None:
        """Move the world's clock forward."""
        await self._do("POST", f"{SIMULATION}/v1/clock/advance", {"seconds": seconds})

    async def set_fault(self, fault_id: str, fault: models.Fault) -> None:
        """Make a party fail; `fault_id` is the name under which the fault is kept. Raises InvalidInput."""
        await self._do("PUT", f"{SIMULATION}/v1/faults/{_segment(fault_id)}", fault)

    async def clear_faults(self) -> None:
        """End all faults."""
        await self._do("DELETE", f"{SIMULATION}/v1/faults")

    async def begin_again(self) -> None:
        """Reset the world: every session ends, and all that citizens have stored is deleted."""
        await self._do("POST", f"{SIMULATION}/v1/reset")

    # --- signing in ---------------------------------------------------------------------------

    async def begin_sign_in(self, level: str = "") -> models.Interaction:
        """Start signing in at the portal, and follow it to the identity provider.

        With `level` ("high") anew, and only in the ways that have that level of assurance: until it has
        succeeded the session of before goes on. A new key goes along, to which everything is sealed that the
        citizen will be sent. Raises SignInFailed if the provider refuses, ContractViolation if the portal
        names another key or leads elsewhere.
        """
        from tui.portal.sealed import SealKey

        key = SealKey()
        started = await self._call(
            "POST", f"{SERVICE}/v1/sign-in", models.Started, _given(sealTo=key.public, level=level)
        )
        if parse_qs(urlsplit(started.authorization_url).query).get("seal_to") != [key.public]:
            raise ContractViolation("key", "the portal asks to seal to another key")
        try:
            # Only the provider itself, without detours, on which the key could be exchanged.
            interaction = await self._call(
                "GET", started.authorization_url, models.Interaction, within=f"{PROVIDER}/"
            )
        except Diverted as diverted:
            # The provider's way of refusing (RFC 6749 section 4.1.2.1) is a redirect to the portal.
            if error := parse_qs(urlsplit(diverted.address).query).get("error"):
                raise SignInFailed(error[0]) from diverted
            raise
        self._next_key = key
        return self._sign_in.begin(interaction)

    async def interaction(self, after: int | None = None, wait: float = 0) -> models.Interaction:
        """The state of the sign-in; with `after`, as soon as it is newer, at the latest after `wait` s."""
        return await self._sign_in.state(after, wait)

    async def interact(self, action: str, **members: object) -> models.Interaction:
        """Take one step where the citizen is: at the identity provider, or at itsme's pages behind it.

        Member names are those of their OpenAPI documents.
        """
        return await self._sign_in.act({"action": action, **members})

    async def finish_sign_in(self, interaction: models.Interaction) -> models.Session:
        """Bring the identity provider's answer back to the portal. Raises SignInFailed."""
        if not interaction.redirect_to:
            raise ContractViolation("schema", f"step {interaction.step} without a way back")
        self._sign_in.forget()
        session = await self._call("GET", interaction.redirect_to, models.Session)
        self._key, self._next_key = self._next_key, None
        return self._named(session)

    async def itsme_requests(
        self, token: str, after: int | None = None, wait: float = 0
    ) -> models.ItsmeRequests:
        """The requests waiting on the phone to which `token` belongs; `after` and `wait` as elsewhere."""
        path = f"{ITSME}/simulator/v1/requests" + _poll(after, wait)
        return await self._call(
            "GET", path, models.ItsmeRequests, token=token, deadline=DEADLINE + wait
        )

    async def text_messages(
        self, token: str, after: int | None = None, wait: float = 0
    ) -> models.TextMessages:
        """The messages on a phone, by its token; with `after`, as soon as they change."""
        path = f"{PROVIDER}/v1/text-messages" + _poll(after, wait)
        return await self._call(
            "GET", path, models.TextMessages, token=token, deadline=DEADLINE + wait
        )

    async def answer_itsme(self, token: str, request_id: str, answer: str, code: str = "") -> None:
        """Answer a request as the phone's owner: "approve" (without a code: by finger) or "refuse"."""
        path = f"{ITSME}/simulator/v1/requests/{_segment(request_id)}"
        await self._do("PUT", path, _given(answer=answer, code=code), token=token)

    async def scan_itsme(self, token: str, code: str) -> None:
        """Scan a QR code of itsme's pages with the phone to which `token` belongs. Raises InvalidInput."""
        await self._do("POST", f"{ITSME}/simulator/v1/scans", {"code": code}, token=token)

    async def renew_itsme(self, token: str) -> None:
        """Set the itsme app up anew on the phone to which `token` belongs: a blocked account works again."""
        await self._do("POST", f"{ITSME}/simulator/v1/app/renewal", token=token)

    # --- the session --------------------------------------------------------------------------

    async def session(self) -> models.Session:
        """The current session; asking does not extend it. Raises NotSignedIn."""
        return self._named(await self._call("GET", f"{SERVICE}/v1/session", models.Session))

    async def extend(self) -> models.Session:
        """Extend the session: its time starts again, up to `latest_at`."""
        session = await self._call("POST", f"{SERVICE}/v1/session/extend", models.Session)
        return self._named(session)

    async def stay(self) -> models.Session:
        """The session, after restarting its idle time: the citizen is active. Its term is unchanged."""
        # Asking for the session does not count as activity; asking for data does.
        await self._do("GET", f"{SERVICE}/v1/blocks")
        return await self.session()

    async def changes(self, after: int | None = None, wait: float = 0) -> models.Changes:
        """What has changed since version `after`: at once if anything has, otherwise within `wait` s."""
        path = f"{SERVICE}/v1/changes" + _poll(after, wait)
        try:
            changes = await self._call("GET", path, models.Changes, deadline=DEADLINE + wait)
        except NotSignedIn as error:
            # Asked while the citizen signed out: by then the cookie was gone, and the portal knew of nobody.
            raise (error if self._key else NotSignedIn("signedOut")) from None
        return msgspec.structs.replace(changes, session=self._named(changes.session))

    async def sign_out(self) -> models.SignedOut:
        """End the session at the portal and at the identity provider.

        In the receipt `end_session_url` is empty, unless the identity provider's session could not be ended:
        then it is the address that still has to be visited.
        """
        self.signing_out = True
        try:
            return await self._sign_out()
        finally:
            self.signing_out = False

    async def _sign_out(self) -> models.SignedOut:
        receipt = await self._call("POST", f"{SERVICE}/v1/sign-out", models.SignedOut)
        self.drop_key()
        if receipt.end_session_url:
            try:
                await self._do("GET", receipt.end_session_url)
                receipt = msgspec.structs.replace(receipt, end_session_url="")
            except PortalError:
                return receipt  # the portal's own session has ended all the same
            finally:
                await self.forget()
        return receipt

    async def published_keys(self) -> tuple[dict[str, Any], ...]:
        """The portal's public keys, with which it signs receipts."""
        return (await self._call("GET", f"{SERVICE}/v1/keys", models.PublishedKeys)).keys

    def drop_key(self) -> None:
        """The session has ended: what was sealed for it cannot be opened any more.

        Nor is an address kept that names the citizen, as the one does that ends the provider's session.
        """
        self._key = None
        parse.clear_cache()  # type: ignore[attr-defined] # typeshed leaves it out

    async def forget(self) -> None:
        """Forget the cookies, the key, and any sign-in that was under way."""
        self._sign_in.forget()
        self._key = self._next_key = None
        (await self._http()).forget()

    # --- data ---------------------------------------------------------------------------------

    async def catalogue(self, *, anew: bool = False) -> models.Catalogue:
        """The controllers and their blocks; fetched once, and again with `anew`."""
        if self._catalogue is None or anew:
            path = f"{SERVICE}/v1/controllers"
            self._catalogue = await self._call("GET", path, models.Catalogue)
        return self._catalogue

    async def block(self, block_id: str) -> models.BlockContent:
        """A block's content, opened and checked against the catalogue. Raises ContractViolation."""
        known = (await self.catalogue()).block(block_id)
        if known is None:
            raise ContractViolation("schema", f"no controller has a block {block_id!r}")
        from tui.portal.checking import checked

        content = await self._open(
            f"{SERVICE}/v1/blocks/{_segment(block_id)}",
            models.BlockContent,
            "registers",
            f"/v1/controllers/{_segment(known[0].controller_id)}/blocks/{_segment(block_id)}",
        )
        return checked(content, known[1])

    async def refresh(self, block_id: str) -> None:
        """Have a block fetched again; `changes` tells when it has arrived."""
        await self._do("POST", f"{SERVICE}/v1/blocks/{_segment(block_id)}/refresh")

    # --- own profile --------------------------------------------------------------------------

    async def profile(self) -> models.Profile:
        """The citizen's central profile. Raises ProfileUnavailable."""
        return await self._call("GET", f"{SERVICE}/v1/profile", models.Profile)

    async def begin_afresh(self) -> models.Profile:
        """Give up a profile that cannot be found or is old; returns the empty one."""
        return await self._call("DELETE", f"{SERVICE}/v1/profile", models.Profile)

    async def remove_profile(self) -> models.RemovedProfile:
        """Remove all that is kept of the citizen. Raises ProfileUnavailable."""
        return await self._call("POST", f"{SERVICE}/v1/profile/removal", models.RemovedProfile)

    # `version` is that of the entry which the citizen saw; "" if there was none. Raises EditedElsewhere if it
    # is another by now.

    async def keep_profile(self) -> models.Profile:
        """Keep a profile that is due to be erased."""
        return await self._profile("POST", "keep")

    async def set_nickname(self, value: str, version: str = "") -> models.Profile:
        """Set the nickname. Raises InvalidInput or EditedElsewhere."""
        return await self._profile("PUT", "nickname", {"value": value}, version)

    async def remove_nickname(self, version: str) -> models.Profile:
        """Remove the nickname. Raises EditedElsewhere."""
        return await self._profile("DELETE", "nickname", None, version)

    async def photo(self) -> models.PhotoFile:
        """The profile photo. Raises PortalError("notFound") if there is none."""
        return await self._call("GET", f"{SERVICE}/v1/profile/photo", models.PhotoFile)

    async def set_photo(
        self, image: bytes, description: str = "", version: str = ""
    ) -> models.Profile:
        """Set the photo (a JPEG; b"": it stays), and what is to be seen on it.

        Raises InvalidInput or EditedElsewhere.
        """
        body = (
            {"image": image, "description": description} if image else {"description": description}
        )
        return await self._profile("PUT", "photo", body, version)

    async def remove_photo(self, version: str) -> models.Profile:
        """Remove the photo. Raises EditedElsewhere."""
        return await self._profile("DELETE", "photo", None, version)

    async def add_contact(self, kind: str, value: str, label: str = "") -> models.Profile:
        """Add an "email" or "phone". Raises InvalidInput."""
        return await self._profile("POST", "contacts", _given(kind=kind, value=value, label=label))

    async def change_contact(
        self, contact_id: str, version: str, kind: str, value: str, label: str = ""
    ) -> models.Profile:
        """Replace a contact detail. Raises InvalidInput or EditedElsewhere."""
        body = _given(kind=kind, value=value, label=label)
        return await self._profile("PUT", f"contacts/{_segment(contact_id)}", body, version)

    async def remove_contact(self, contact_id: str, version: str) -> models.Profile:
        """Remove a contact detail. Raises EditedElsewhere."""
        path = f"contacts/{_segment(contact_id)}"
        return await self._profile("DELETE", path, None, version)

    async def send_contact_code(self, contact_id: str) -> models.CodeSent:
        """Have a code sent to a contact detail. Raises SourceUnavailable("busy") after too many."""
        path = f"{SERVICE}/v1/profile/contacts/{_segment(contact_id)}/code"
        return await self._call("POST", path, models.CodeSent)

    async def verify_contact(self, contact_id: str, code: str) -> models.Profile:
        """Show by the code that a contact detail is one's own. Raises InvalidInput."""
        path = f"contacts/{_segment(contact_id)}/verification"
        return await self._profile("POST", path, {"code": code})

    async def prefer_contact(self, contact_id: str) -> models.Profile:
        """Prefer a verified contact detail to the others of its kind."""
        path = f"{SERVICE}/v1/profile/contacts/{_segment(contact_id)}/preferred"
        return await self._call("PUT", path, models.Profile)

    async def choose_channels(self, wanted: Mapping[str, str]) -> models.Profile:
        """Have notices of these kinds sent by these channels, and no others. Raises InvalidInput."""
        items = [{"kind": kind, "channel": channel} for kind, channel in wanted.items()]
        path = f"{SERVICE}/v1/profile/channels"
        return await self._call("PUT", path, models.Profile, {"items": items})

    async def add_address(
        self,
        street: str,
        house_number: str,
        post_code: str,
        municipality: str,
        box: str = "",
        label: str = "",
    ) -> models.Profile:
        """Add an address. Raises InvalidInput."""
        body = _address(street, house_number, post_code, municipality, box, label)
        return await self._profile("POST", "addresses", body)

    async def change_address(
        self,
        address_id: str,
        version: str,
        street: str,
        house_number: str,
        post_code: str,
        municipality: str,
        box: str = "",
        label: str = "",
    ) -> models.Profile:
        """Replace an address. Raises InvalidInput or EditedElsewhere."""
        body = _address(street, house_number, post_code, municipality, box, label)
        return await self._profile("PUT", f"addresses/{_segment(address_id)}", body, version)

    async def find_addresses(
        self, street: str, house_number: str, box: str, post_code: str, municipality: str
    ) -> models.FoundAddresses:
        """Look an address up in the address register. Raises InvalidInput or SourceUnavailable."""
        body = _address(street, house_number, post_code, municipality, box, "")
        return await self._call("POST", f"{SERVICE}/v1/address-search", models.FoundAddresses, body)

    async def make_main_address(self, address_id: str) -> models.Profile:
        """Make an address the main one, instead of the one that was."""
        path = f"{SERVICE}/v1/profile/addresses/{_segment(address_id)}/main"
        return await self._call("PUT", path, models.Profile)

    async def remove_address(self, address_id: str, version: str) -> models.Profile:
        """Remove an address. Raises EditedElsewhere."""
        path = f"addresses/{_segment(address_id)}"
        return await self._profile("DELETE", path, None, version)

    # --- eBox ---------------------------------------------------------------------------------

    async def give_ebox_consent(self) -> None:
        """Consent to the eBox messages being shown through the portal."""
        await self._do("PUT", f"{SERVICE}/v1/ebox/consent", {"given": True})

    async def withdraw_ebox_consent(self) -> None:
        """Withdraw that consent: the portal passes nothing of the eBox on any more."""
        await self._do("DELETE", f"{SERVICE}/v1/ebox/consent")

    async def messages(self) -> models.Messages:
        """The citizen's messages. Raises ConsentRequired or SourceUnavailable."""
        from tui.portal.ebox import read_messages

        return await read_messages(self._of_ebox)

    async def message(self, message_id: str) -> models.Message:
        """One message with its text; from then on it counts as read."""
        from tui.portal.ebox import read_message

        return await read_message(self._of_ebox, _segment(message_id))

    async def _of_ebox(
        self, path: str, target: str, kind: type[T], several: Several = no_member
    ) -> T:
        return await self._open(f"{SERVICE}/v1/ebox{path}", kind, "ebox", target, several)

    # --- rights -------------------------------------------------------------------------------

    async def rights_requests(self) -> models.RightsRequests:
        """The citizen's requests, newest first."""
        path = f"{SERVICE}/v1/rights/requests"
        return await self._call("GET", path, models.RightsRequests, several=_THEIR_OWN_WORDS)

    async def file_request(
        self,
        right: str,
        words: str,
        block_id: str = "",
        function: str = "",
        field: str = "",
        addressed_to: str = "controller",
        postal_address: str = "",
    ) -> models.RightsRequest:
        """File a request about a block, or about one of the portal's own functions."""
        body = _given(
            right=right,
            words=words,
            blockId=block_id,
            function=function,
            field=field,
            addressedTo="" if addressed_to == "controller" else addressed_to,
            postalAddress=postal_address,
        )
        return await self._call(
            "POST",
            f"{SERVICE}/v1/rights/requests",
            models.RightsRequest,
            body,
            several=_THEIR_OWN_WORDS,
        )

    async def withdraw_request(self, request_id: str) -> models.RightsRequest:
        """Withdraw a request. Raises PortalError("requestOver") once nobody has to answer it any more."""
        path = f"{SERVICE}/v1/rights/requests/{_segment(request_id)}"
        return await self._call("DELETE", path, models.RightsRequest, several=_THEIR_OWN_WORDS)

    async def add_to_request(self, request_id: str, words: str) -> models.RightsRequest:
        """Add to a request. Raises InvalidInput, PortalError("requestOver")."""
        path = f"{SERVICE}/v1/rights/requests/{_segment(request_id)}/information"
        body = _given(words=words)
        return await self._call("POST", path, models.RightsRequest, body, several=_THEIR_OWN_WORDS)

    async def add_card_side(
        self, request: models.RightsRequest, side: str, picture: bytes
    ) -> models.RightsRequest:
        """Send a side of the identity card, sealed to the desk that asks for it: nobody else can look at it.

        Raises InvalidInput, PortalError("copyNotAsked") or SourceUnavailable.
        """
        from tui.portal.sealed import sealed_copy

        seal_to = request.copy.seal_to if request.copy is not None else ""
        belongs_to = (request.controller_id, request.reference, side)
        sealed = sealed_copy(picture, seal_to, *belongs_to)
        requests = f"{SERVICE}/v1/rights/requests/{_segment(request.request_id)}"
        return await self._call(
            "PUT",
            f"{requests}/identity-card/{_segment(side)}",
            models.RightsRequest,
            {"sealed": sealed},
            several=_THEIR_OWN_WORDS,
        )

    async def letters(self, request: models.RightsRequest) -> models.Letters:
        """What the controller wrote about a request; it is sealed to this program, and opened here.

        Raises PortalError("notFound"), SourceUnavailable or ContractViolation.
        """
        from tui.portal.checking import checked

        controller, reference = request.controller_id, request.reference
        letters = await self._open(
            f"{SERVICE}/v1/rights/requests/{_segment(request.request_id)}/letters",
            models.Letters,
            "registers",
            f"/v1/controllers/{_segment(controller)}/requests/{_segment(reference)}/letters",
            _A_LETTER,
        )
        known = (await self.catalogue()).block(request.block_id)
        if letters.copy is None or known is None:
            return msgspec.structs.replace(letters, copy=None)
        return msgspec.structs.replace(letters, copy=checked(letters.copy, known[1]))

    async def own_data(self, function: str = "") -> models.OwnData:
        """Everything that Digitaal Vlaanderen holds of the citizen, or what they entered for a function.

        Raises ProfileUnavailable.
        """
        asked = f"?function={_segment(function)}" if function else ""
        return await self._call(
            "GET", f"{SERVICE}/v1/own-data{asked}", models.OwnData, several=every_member
        )

    # --- notices ------------------------------------------------------------------------------

    async def notices(self) -> models.KeptNotices:
        """What happened with the citizen's requests, profile, sign-ins and data."""
        return await self._call("GET", f"{SERVICE}/v1/notices", models.KeptNotices)

    async def read_notice(self, notice_id: str) -> models.KeptNotices:
        """Count this one as read. Raises PortalError("notFound")."""
        path = f"{SERVICE}/v1/notices/{_segment(notice_id)}/read"
        return await self._call("POST", path, models.KeptNotices)

    async def read_notices(self) -> models.KeptNotices:
        """Count all of them as read."""
        return await self._call("POST", f"{SERVICE}/v1/notices/read", models.KeptNotices)

    async def remove_read_notices(self) -> models.KeptNotices:
        """Erase those that have been read."""
        return await self._call("DELETE", f"{SERVICE}/v1/notices/read", models.KeptNotices)

    # --- the calls themselves -----------------------------------------------------------------

    async def _http(self) -> Http:
        if self._connecting is None:
            self._connecting = asyncio.ensure_future(self._connect())
        connecting = self._connecting
        try:
            # A caller that is cancelled must not cancel the connecting for the others.
            return await asyncio.shield(connecting)
        except Exception as error:  # `connect` may raise anything: it goes along as the cause
            if self._connecting is connecting:
                self._connecting = None
            raise ServiceDown("noConnection", str(error)) from error

    async def _call(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: object = None,
        *,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        sealed: Sealed | None = None,
        within: str = "/",
        deadline: float = DEADLINE,
        several: Several = no_member,
    ) -> T:
        http = await self._http()
        return await http.call(
            method,
            path,
            kind,
            body=body,
            token=token,
            headers=headers,
            sealed=sealed,
            within=within,
            deadline=deadline,
            several=several,
        )

    async def _open(
        self, path: str, kind: type[T], party: str, target: str, several: Several = no_member
    ) -> T:
        """What `party` sealed for the citizen, when asked for `target`."""
        from tui.portal.sealed import Sealed

        sealed = Sealed(self._held_key(), party, target)
        return await self._call("GET", path, kind, sealed=sealed, several=several)

    def _held_key(self) -> SealKey:
        if self._key is None:
            raise NotSignedIn("signedOut")
        return self._key

    def _named(self, session: models.Session) -> models.Session:
        """`session` with the citizen's name, which the identity provider sealed."""
        name = self._held_key().open_text(session.sealed_name, "identity_provider", "name")
        return msgspec.structs.replace(session, citizen=models.citizen_of(name))

    async def _do(self, method: str, path: str, body: object = None, *, token: str = "") -> None:
        await self._call(method, path, type(None), body, token=token)

    async def _profile(
        self, method: str, path: str, body: object = None, version: str = ""
    ) -> models.Profile:
        named = {} if method == "POST" else _if_still(version)
        path = f"{SERVICE}/v1/profile/{path}"
        return await self._call(method, path, models.Profile, body, headers=named)


def _segment(text: str) -> str:
    # However they are quoted, "." and ".." would lead up the path.
    if text in (".", "..", ""):
        raise ContractViolation("identifier", repr(text))
    return quote(text, safe="")


def _if_still(version: str) -> dict[str, str]:
    # RFC 9110 section 13.1: only if it is still this version, or there still is none.
    return {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}


def _poll(after: int | None, wait: float) -> str:
    members: dict[str, object] = {} if after is None else {"after": after}
    if wait:
        members["wait"] = f"{wait:g}"
    return f"?{urlencode(members)}" if members else ""


def _given(**members: str) -> dict[str, str]:
    # No nulls and no empty members on the wire: they are left out. A required member that is empty is left
    # out too; the service reports it.
    return {name: value for name, value in members.items() if value}


def _address(
    street: str, house_number: str, post_code: str, municipality: str, box: str, label: str
) -> dict[str, str]:
    return _given(
        street=street,
        houseNumber=house_number,
        postCode=post_code,
        municipality=municipality,
        box=box,
        label=label,
    )
