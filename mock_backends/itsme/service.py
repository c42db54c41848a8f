"""itsme itself, without HTTP."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from authlib.common.urls import add_params_to_uri
from joserfc.errors import ClaimError
from msgspec.structs import replace

from mock_backends.itsme.claims import ACR_ADVANCED, shared
from mock_backends.itsme.issued import Grant, Issued, digest
from mock_backends.itsme.models import (
    Answered,
    AppRequest,
    AppState,
    PageState,
    QrCode,
    SendNumber,
    ShowCode,
    Waiting,
)
from mock_backends.itsme.partners import Partner, PartnerKeys, access_management
from mock_backends.itsme.phones import ACCOUNTS, Line, Phones, Sent
from mock_backends.itsme.requests import Asked, Refused, check, demanded, partner_of, state_of
from mock_backends.itsme.scans import CONTENT, Scans, refusal
from mock_backends.itsme.tokens import TokenError, Tokens, matches, reply
from mock_backends.itsme.visits import NUMBER, WAITING, PageVisit
from mock_backends.shared import unguessable
from mock_backends.shared.clock import limit
from mock_backends.shared.days import day_of
from mock_backends.shared.environment import Environment
from mock_backends.shared.keys import secret
from mock_backends.shared.oidc.claims import AssertionClaims, RequestObjectClaims
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.oidc.rsa_pair import RsaPair
from mock_backends.shared.oidc.signed import REQUEST, TokenRefused
from mock_backends.shared.phone_numbers import e164, masked
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.sealed_file import SealedFile
from mock_backends.shared.service_tokens import ServiceTokenCheck, refused
from mock_backends.shared.visits import DONE, ENDED, Abort, Action, Extend, Opened, Visits

MINIMUM_AGE = 16
MOST_AT_ONCE = 20_000
"""A bound on memory, as the access management has."""

OF_THE_OBJECT = ("iss", "aud", "exp", "iat", "nbf", "jti")
"""The claims of a request object that are no parameters (RFC 9101 section 4)."""

ACTIONS = SendNumber | ShowCode | Extend | Abort


class Itsme:
    """itsme: its partners, its phones, and all sign-ins under way."""

    def __init__(self, environment: Environment, partners: Iterable[Partner] | None = None) -> None:
        self.clock = environment.clock
        self.issuer = environment.addresses["itsme"] + "/v2"
        partners = tuple(
            partners or (access_management(environment.addresses["identity_provider"]),)
        )
        self.partners = {partner.client_id: partner for partner in partners}
        self.pair = RsaPair(environment.home, "itsme")
        self.issued = Issued(self.clock, AssertionClaims.remembered)
        self.visits: Visits[PageVisit] = Visits(
            self.clock, most=MOST_AT_ONCE, time_limits=environment.time_limits
        )
        self.phones = Phones(
            environment.fixtures.personas,
            # The name of the file is that of the time when the access management enrolled phones itself.
            secret(environment.home, "enrolment"),
            SealedFile(environment.home, ACCOUNTS, dict[str, int]),
            self.clock,
            environment.turns,
            time_limits=environment.time_limits,
        )
        self.scans = Scans(self.clock, environment.turns, time_limits=environment.time_limits)
        self._tokens = Tokens(
            issuer=self.issuer,
            pair=self.pair,
            partner_keys=PartnerKeys(partners, environment.http, self.clock),
            turns=environment.turns,
            clock=self.clock,
        )
        self.shops = ServiceTokenCheck(
            audience="itsme",
            issuer="simulation",
            keys_url=environment.addresses["simulation"] + "/v1/keys",
            http=environment.http,
            clock=self.clock,
        )
        """Checks that only the issuer of phones sets an app up."""

    # OpenID Connect

    async def authorize(
        self, parameters: Parameters, program: str = "", fault: str = ""
    ) -> Opened | str:
        """The authorization endpoint: a visit, or the address to which the partner is told an error.

        `program` is what the citizen signs in with, as it names itself; `fault` is the kind of fault that a
        tester has set. Raises Problem 400 when client or
        redirect URI is unknown.
        """
        partner = partner_of(parameters, self.partners)
        redirect_uri, state = parameters.get("redirect_uri"), state_of(parameters)
        try:
            asked = check(partner, await self._with_request_object(partner, parameters))
            demanded(fault)
            if self.visits.full:
                # The documentation's spelling; RFC 6749 has `temporarily_unavailable`.
                raise Refused("temporary_unavailable", "No sign-in can begin now")
        except Refused as error:
            return _back(
                redirect_uri, error=error.error, error_description=error.description, state=state
            )
        self.issued.sweep()
        self.pair.prepare()
        return self._open(asked, program)

    async def token(self, parameters: Parameters, fault: str = "") -> dict[str, Any]:
        """The token endpoint's answer; `fault` is the kind that a tester has set. Raises TokenError."""
        if parameters.doubled:
            raise TokenError("invalid_request", "A parameter was sent more than once")
        if not parameters.get("grant_type"):
            raise TokenError("invalid_request", "grant_type is missing")
        if parameters.get("grant_type") != "authorization_code":
            raise TokenError(
                "unsupported_grant_type", "Only grant_type authorization_code is known"
            )
        if fault == "invalidClient":
            raise TokenError("invalid_client", "The client cannot be authenticated")
        partner = await self._tokens.authenticate(parameters, self.partners, self.issued)
        if fault == "invalidGrant":
            raise TokenError("invalid_grant", "The code is not valid")
        access_token = unguessable.token(32)
        grant = self.issued.redeem(parameters.get("code"), access_token)
        if grant is not None:
            self.visits.forget(grant.visit_id)
        if grant is None or not matches(grant, partner, parameters):
            self.issued.tokens.take(digest(access_token))
            raise TokenError("invalid_grant", "The code is not valid, or not for this request")
        return reply(access_token, await self._tokens.id_token(grant, fault))

    async def userinfo(self, token: str) -> str:
        """The claims that an access token grants, as a token. Raises Problem 401."""
        grant = self.issued.tokens.get(digest(token))
        if grant is None:
            raise refused("invalidAccessToken" if token else "noAccessToken")
        try:
            return await self._tokens.userinfo(grant)
        except TokenError as error:
            raise Problem(503, detail=error.description) from error

    async def _with_request_object(self, partner: Partner, parameters: Parameters) -> Parameters:
        """The parameters, with those of a request object in the place of the others (RFC 9101 section 6.3).

        It is signed, then encrypted to us. Raises Refused.
        """
        if not parameters.get("request") or "request" in parameters.doubled:
            return parameters
        try:
            if parameters.get("request").count(".") != 4:
                raise TokenRefused("It is not encrypted")
            claims = await self._tokens.signed_by(
                partner, await self._tokens.opened(parameters.get("request")), REQUEST
            )
            RequestObjectClaims(
                self.clock, audiences=(self.issuer,), issuer=partner.client_id
            ).validate({name: claims[name] for name in OF_THE_OBJECT if name in claims})
        except TokenRefused as error:
            raise Refused("invalid_request_object", str(error)) from error
        except ClaimError as error:
            description = f"{error.claim}: {error.description}"
            raise Refused("invalid_request_object", description) from error
        values = {}
        for name, value in claims.items():
            if name == "claims" and isinstance(value, dict):
                value = msgspec.json.encode(value).decode()
            if name not in OF_THE_OBJECT:
                if not isinstance(value, str | int):
                    raise Refused("invalid_request_object", f"{name} is no text")
                values[name] = str(value)
        outside = {name: value for name, value in parameters.values.items() if name != "request"}
        if any(values.get(name, value) != value for name, value in outside.items()):
            raise Refused("invalid_request", "The parameters do not match the request object")
        return replace(parameters, values=outside | values)

    # The citizen's pages

    async def state(
        self, visit_id: str, cookie: str, after: int | None = None, wait: timedelta = timedelta(0)
    ) -> PageState:
        """The current step, as soon as its version differs from `after`, or after `wait`.

        Raises Problem 403 without the right cookie, 410 when the visit is over.
        """
        return self._shown(await self.visits.changed(visit_id, cookie, after, wait, self._settle))

    def act(self, visit_id: str, cookie: str, action: Action, fault: str = "") -> PageState:
        """Perform the citizen's action, and return the new step. Raises Problem 403, 409, 410 or 400.

        `fault` is the kind of fault that a tester has set.
        """
        visit = self.visits.find(visit_id, cookie)
        self._settle(visit)
        if visit.over:
            visit.require()
        if isinstance(action, SendNumber):
            self._send(visit, action.phone_number)
            if fault == "replaced" and visit.step == WAITING:
                other = self._open(visit.asked, visit.program)
                self._send(self.visits.find(other.visit_id, other.cookie), action.phone_number)
        elif isinstance(action, ShowCode):
            visit.require(NUMBER)
            self.scans.show(visit)
            visit.move(NUMBER)
        elif isinstance(action, Extend):
            self.visits.extend(visit)
            self.phones.extend(visit)
            self.scans.extend(visit)
            visit.changes.announce()
        else:
            self._deny(visit, "The user went back")
        if not visit.over:
            self._settle(visit)
        return self._shown(visit)

    def _open(self, asked: Asked, program: str) -> Opened:
        return self.visits.open(PageVisit, asked=asked, program=program, leave=self._leave)

    def _leave(self, visit: PageVisit) -> None:
        self.phones.take_off(visit)
        self.scans.take_down(visit)

    def _send(self, visit: PageVisit, number: str) -> None:
        """Send a request to a phone. Raises Problem 400 for what is no number.

        A partner has one open request on a phone: an earlier one gives way, and its citizen is told.
        """
        visit.require(NUMBER)
        known = e164(number)
        if not known:
            raise invalid_input(("phoneNumber", "phoneInvalid", "Not a phone number"))
        line = self.phones.find(known)
        if line is None:
            return visit.move(NUMBER, "phoneNumberUnknown")
        if line.persona.age_on(day_of(self.clock.now())) < MINIMUM_AGE:
            return visit.move(NUMBER, "underAge")
        if line.persona.phone is None or not line.persona.phone.itsme:
            return visit.move(NUMBER, "noItsme")
        if not line.tries:
            return visit.move(NUMBER, "blocked")
        visit.mode = "MSISDN"
        return self._ask(visit, line)

    def _ask(self, visit: PageVisit, line: Line) -> None:
        self.scans.take_down(visit, "codeScanned" if visit.mode == "QR" else "codeExpired")
        earlier = self.phones.waiting_of(line, visit)
        self.phones.send(line, visit)
        for other in earlier:
            self._fail(other, "replaced")
        visit.move(WAITING)

    def _settle(self, visit: PageVisit) -> datetime:
        """Apply what is due by now, warnings included; returns when to look again."""
        sent = self.phones.of(visit)
        if sent is not None and self.clock.now() >= sent.ends_at:
            self._fail(visit, "timedOut")
            sent = None
        shown = self.scans.of(visit)
        if shown is not None and self.clock.now() >= shown.ends_at:
            self._fail(visit, "codeExpired")
            shown = None
        # At most one of both: a request comes of a code, or in its place.
        ends = sent or shown
        return self.visits.settle(visit, ends.ends_at if ends else None)

    def _fail(self, visit: PageVisit, code: str) -> None:
        self._leave(visit)
        visit.move(NUMBER, code)

    def _deny(self, visit: PageVisit, description: str) -> None:
        self._leave(visit)
        asked = visit.asked
        visit.finish(
            ENDED,
            _back(
                asked.redirect_uri,
                error="access_denied",
                error_description=description,
                state=asked.state,
            ),
        )

    def _approve(self, visit: PageVisit, line: Line) -> None:
        self.phones.take_off(visit)
        code = unguessable.token(27)  # 36 characters, as the documentation says
        asked: Asked = visit.asked
        grant = Grant(asked=asked, persona=line.persona, mode=visit.mode, visit_id=visit.id)
        self.issued.codes.put(digest(code), grant)
        visit.finish(DONE, _back(asked.redirect_uri, code=code, state=asked.state))

    def _shown(self, visit: PageVisit) -> PageState:
        sent = self.phones.of(visit)
        return PageState(
            **visit.told(),
            client_name=visit.asked.partner.name,
            service_name=visit.asked.service.name,
            details=self._code(visit)
            if sent is None
            else Waiting(
                request_id=sent.request_id,
                sent_to=masked(sent.line.number),
                control=sent.control,
                replaced=sent.replaced,
                scanned=visit.mode == "QR",
            ),
        )

    def _code(self, visit: PageVisit) -> QrCode | None:
        shown = self.scans.of(visit)
        if shown is None:
            return None
        return QrCode(code=shown.grouped, content=f"{CONTENT}{shown.grouped}")

    # The phone

    async def on_phone(self, line: Line, after: int | None, wait: timedelta) -> AppState:
        """What this phone shows, as soon as its version differs from `after`, or after `wait`."""

        def settle() -> datetime | None:
            ends = []
            for sent in tuple(line.open.values()):
                self._settle(sent.visit)
                ends.append(sent.ends_at)
            return min((end for end in ends if end > self.clock.now()), default=None)

        await line.changes.newer_than(after, wait, clock=self.clock, settle=settle)
        return AppState(
            version=line.changes.version,
            items=tuple(_on_display(sent) for sent in line.open.values()),
            tries_left=line.tries,
        )

    def scan(self, line: Line, scanned: str) -> None:
        """The app on this phone has scanned a code: the request of that visit comes to it.

        Raises Problem 400 for a code that is none, is over or was scanned before, and for who is too young;
        409 for a blocked account. In each case the page that shows the code is as it was.
        """
        visit = self.scans.find(scanned)
        self._settle(visit)
        if self.scans.of(visit) is None:
            raise refusal("codeExpired")
        if line.persona.age_on(day_of(self.clock.now())) < MINIMUM_AGE:
            raise refusal("underAge")
        if not line.tries:
            raise Problem(409, SIMULATOR + "accountBlocked", "The account is blocked")
        visit.mode = "QR"
        self._ask(visit, line)
        self._settle(visit)

    def answer(self, line: Line, request_id: str, answered: Answered) -> None:
        """The citizen's answer on the phone.

        Raises Problem 409 when too late or blocked, 404 when unknown; 400 for a wrong code, and without one
        where the finger is not enough. The third wrong code blocks the account, and ends what waits there.
        """
        sent = line.open.get(request_id)
        if sent is None and request_id not in line.over:
            raise Problem(404)
        if sent is not None:
            self._settle(sent.visit)
        if sent is None or self.phones.of(sent.visit) is not sent:
            raise Problem(409, SIMULATOR + "requestOver", "This request is over")
        if answered.answer == "refuse":
            return self._deny(sent.visit, "The user refused")
        if not answered.code and sent.visit.asked.acr == ACR_ADVANCED:
            raise invalid_input(("code", "codeRequired", "The itsme code is needed"))
        if answered.code or not line.tries:
            try:
                self.phones.check(line, answered.code)
            except Problem:
                if not line.tries:
                    for other in tuple(line.open.values()):
                        self._fail(other.visit, "blocked")
                raise
        return self._approve(sent.visit, line)

    def sweep(self) -> None:
        """Forget everything that has expired."""
        self.visits.sweep()
        self.issued.sweep()

    def clear(self) -> None:
        """Forget everything."""
        self.visits.clear()
        self.issued.clear()
        self.phones.clear()
        self.scans.clear()


def _on_display(sent: Sent) -> AppRequest:
    asked = sent.visit.asked
    return AppRequest(
        request_id=sent.request_id,
        client_name=asked.partner.name,
        service_name=asked.service.name,
        created_at=sent.created_at,
        expires_at=limit(sent.ends_at),
        shares=shared(asked.claims),
        program=sent.visit.program,
        control=sent.control,
        replaced=sent.replaced,
        code_only=asked.acr == ACR_ADVANCED,
    )


def _back(redirect_uri: str, **parameters: str) -> str:
    given = [(name, value) for name, value in parameters.items() if value]
    return str(add_params_to_uri(redirect_uri, given))
