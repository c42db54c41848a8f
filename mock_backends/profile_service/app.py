"""The profile service over HTTP: routes, cookies and status codes (openapi.yaml)."""

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.profile_service.catalogue import CatalogueUnavailable
from mock_backends.profile_service.central_profile import Changed
from mock_backends.profile_service.ledger import FILE_NAME as LEDGER
from mock_backends.profile_service.levels import HIGH, LevelTooLow, challenge, require_high
from mock_backends.profile_service.models import (
    AddressInput,
    AddressQuery,
    BlockChange,
    CardSideInput,
    ChannelsInput,
    CodeInput,
    ConsentInput,
    ContactInput,
    InformationInput,
    MailedRequest,
    NicknameInput,
    OwnKind,
    PhotoInput,
    RequestInput,
    SignInInput,
)
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.removal import remove_profile
from mock_backends.profile_service.service import NAME, ProfileService
from mock_backends.profile_service.sessions import OpenSession, SessionEnded
from mock_backends.profile_service.signing_out import sign_out
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.profile_service.store_sqlite import FILE_NAME
from mock_backends.shared.conditions import Condition, entity_tag
from mock_backends.shared.environment import Environment
from mock_backends.shared.failing import fault_kind_of
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered
from mock_backends.shared.long_poll import poll_of
from mock_backends.shared.oidc.relying_party import SignInRefused, TooManySignIns
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.problems import (
    BELGIF,
    SIMULATOR,
    Problem,
    invalid_input,
    problem_response,
    source_unavailable,
)
from mock_backends.shared.sealed_answers import CODING
from mock_backends.shared.wire import content_digest, read, reply

SIGN_IN_COOKIE = "__Secure-mbp_aanmelding"
SESSION_COOKIE = "__Secure-mbp_sessie"
FULL_FOR = 60
"""Seconds after which a tester's fault says that there is room again."""
_CHALLENGE = {"WWW-Authenticate": f'Cookie realm="burgerprofiel", cookie-name="{SESSION_COOKIE}"'}
"""With every 401 (RFC 9110 section 15.5.2). No scheme is registered for cookies; `Cookie` is what a draft
(draft-broyer-http-cookie-auth) and services in use call it."""

_NUMBER = re.compile("[0-9]{11}")

Answering = Callable[[Request, OpenSession], Awaitable[Response]]


class ProfileServiceParty:
    """The profile service as a party."""

    def __init__(self, environment: Environment) -> None:
        self.service = ProfileService(environment)
        self._path = urlsplit(environment.addresses[NAME]).path
        self.app = party_app(
            NAME,
            environment,
            [*self._public(), *self._session(), *self._profile(), *self._others()],
            {
                SessionEnded: _on_session_ended,
                LevelTooLow: self._on_level_too_low,
                SignInRefused: _on_sign_in_refused,
                ProfileUnavailable: _on_profile_unavailable,
            },
        )

    async def start(self) -> None:
        """Start the service's background work."""
        await self.service.start()

    async def stop(self) -> None:
        """End every session, and stop the background work."""
        await self.service.stop()

    def _public(self) -> list[Route]:
        return [
            Route("/v1/keys", self._keys),
            Route("/v1/controllers", self._controllers),
            Route("/v1/sign-in", self._sign_in, methods=["POST"]),
            Route("/v1/callback", self._callback),
            Route("/v1/signed-out", _signed_out),
        ]

    def _session(self) -> list[Route]:
        service = self.service

        async def blocks(request: Request, opened: OpenSession) -> Response:
            return reply({"items": await service.blocks(opened)})

        async def block(request: Request, opened: OpenSession) -> Response:
            block_id = request.path_params["block"]
            found = await service.fetching.content(opened, block_id)
            if found is None:
                raise Problem(404)
            status, body = found
            fetched_at = msgspec.json.encode(status.fetched_at).decode().strip('"')
            return _sealed(body, Fetched_At=fetched_at)

        async def refresh(request: Request, opened: OpenSession) -> Response:
            try:
                await service.fetching.refresh(opened, request.path_params["block"])
            except KeyError as error:
                raise Problem(404) from error
            return Response(status_code=202, headers={"Cache-Control": "no-store"})

        async def session(request: Request, opened: OpenSession) -> Response:
            return reply(await service.session(opened))

        async def extend(request: Request, opened: OpenSession) -> Response:
            await service.sessions.extend(opened)
            return reply(await service.session(opened))

        async def leave(request: Request, opened: OpenSession) -> Response:
            response = reply(await sign_out(service, opened))
            self._set_cookie(response, SESSION_COOKIE, "")
            return response

        return [
            Route("/v1/session", self._signed_in(session, stay=False)),
            Route("/v1/session/extend", self._signed_in(extend), methods=["POST"]),
            Route("/v1/changes", self._changes),
            Route("/v1/blocks", self._signed_in(blocks)),
            # The program fetches these as they come; nobody did anything then.
            Route("/v1/blocks/{block}", self._signed_in(block, stay=False)),
            Route("/v1/blocks/{block}/refresh", self._signed_in(refresh), methods=["POST"]),
            Route("/v1/sign-out", self._signed_in(leave), methods=["POST"]),
        ]

    def _profile(self) -> list[Route]:
        profile = self.service.profile

        async def whole(request: Request, opened: OpenSession) -> Response:
            return reply(await profile.read(await opened.person(), opened.held.started_at))

        async def afresh(request: Request, opened: OpenSession) -> Response:
            person = await opened.person()
            await profile.begin_afresh(person)
            return reply(await profile.read(person, opened.held.started_at))

        async def keep(request: Request, opened: OpenSession) -> Response:
            await self.service.keep(opened)
            return reply(await profile.read(await opened.person(), opened.held.started_at))

        async def removal(request: Request, opened: OpenSession) -> Response:
            return reply(await remove_profile(self.service, opened))

        async def due(request: Request) -> Response:
            asked = request.headers.get("Authorization", "")
            return reply(await self.service.due(asked, erase=request.method == "DELETE"))

        async def nickname(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, NicknameInput)
            condition = Condition.of(request.headers)
            return reply(
                await profile.set_nickname(
                    await opened.person(), opened.held.started_at, typed, condition
                )
            )

        async def photo(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, PhotoInput)
            condition = Condition.of(request.headers)
            return reply(
                await profile.set_photo(
                    await opened.person(), opened.held.started_at, typed, condition
                )
            )

        async def contact(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, ContactInput)
            entry = changed(request) if "id" in request.path_params else None
            saved = await profile.save_contact(
                await opened.person(), opened.held.started_at, typed, entry
            )
            return reply(saved, 200 if entry else 201)

        async def code(request: Request, opened: OpenSession) -> Response:
            return reply(await self.service.send_code(opened, request.path_params["id"]), 202)

        async def verification(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, CodeInput)
            return reply(await self.service.verify(opened, request.path_params["id"], typed))

        async def preferred(request: Request, opened: OpenSession) -> Response:
            person, row = await opened.person(), request.path_params["id"]
            return reply(await profile.prefer(person, opened.held.started_at, row))

        async def channels(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, ChannelsInput)
            return reply(
                await profile.choose_channels(await opened.person(), opened.held.started_at, typed)
            )

        async def address(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, AddressInput)
            entry = changed(request) if "id" in request.path_params else None
            saved = await profile.save_address(
                await opened.person(), opened.held.started_at, typed, entry
            )
            return reply(saved, 200 if entry else 201)

        async def main(request: Request, opened: OpenSession) -> Response:
            person, row = await opened.person(), request.path_params["id"]
            return reply(await profile.main_address(person, opened.held.started_at, row))

        async def search(request: Request, opened: OpenSession) -> Response:
            return reply(await self.service.addresses.find(await read(request, AddressQuery)))

        def remove(kind: OwnKind) -> Answering:
            async def removing(request: Request, opened: OpenSession) -> Response:
                person, signed_in = await opened.person(), opened.held.started_at
                return reply(await profile.remove(person, signed_in, kind, changed(request)))

            return removing

        def entry(kind: OwnKind) -> Answering:
            async def reading(request: Request, opened: OpenSession) -> Response:
                person, signed_in = await opened.person(), opened.held.started_at
                row = request.path_params.get("id", "")
                found = await profile.entry(person, signed_in, kind, row)
                return reply(found, ETag=entity_tag(found.version))

            return reading

        def changed(request: Request) -> Changed:
            return Changed(request.path_params.get("id", ""), Condition.of(request.headers))

        def one(path: str, kind: OwnKind, put: Answering) -> Route:
            return self._by_method(path, GET=entry(kind), PUT=put, DELETE=remove(kind))

        return [
            self._by_method("/v1/profile", GET=whole, DELETE=afresh),
            self._by_method("/v1/profile/keep", POST=keep),
            self._by_method("/v1/profile/removal", POST=removal),
            Route("/v1/due", due, methods=["GET", "DELETE"]),
            one("/v1/profile/nickname", "nickname", nickname),
            one("/v1/profile/photo", "photo", photo),
            self._by_method("/v1/profile/contacts", POST=contact),
            one("/v1/profile/contacts/{id}", "contacts", contact),
            self._by_method("/v1/profile/contacts/{id}/code", POST=code),
            self._by_method("/v1/profile/contacts/{id}/verification", POST=verification),
            self._by_method("/v1/profile/contacts/{id}/preferred", PUT=preferred),
            self._by_method("/v1/profile/channels", PUT=channels),
            self._by_method("/v1/profile/addresses", POST=address),
            self._by_method("/v1/address-search", POST=search),
            one("/v1/profile/addresses/{id}", "addresses", address),
            self._by_method("/v1/profile/addresses/{id}/main", PUT=main),
        ]

    def _others(self) -> list[Route]:
        service = self.service

        async def give(request: Request, opened: OpenSession) -> Response:
            if (await read(request, ConsentInput)).given is not True:
                raise invalid_input(("given", "required", "consent is given by true"))
            require_high((await opened.identity()).level)
            given = await service.profile.give_ebox_consent(
                await opened.person(), opened.held.started_at
            )
            return reply({"givenAt": given})

        async def withdraw(request: Request, opened: OpenSession) -> Response:
            await service.profile.withdraw_ebox_consent(
                await opened.person(), opened.held.started_at
            )
            return reply({"withdrawnAt": service.clock.now()})

        async def messages(request: Request, opened: OpenSession) -> Response:
            page = request.query_params.get("page", "1")
            return _relayed(await service.ebox.messages(opened, page))

        async def senders(request: Request, opened: OpenSession) -> Response:
            page = request.query_params.get("page", "1")
            return _relayed(await service.ebox.senders(opened, page))

        async def message(request: Request, opened: OpenSession) -> Response:
            return _relayed(await service.ebox.message(opened, request.path_params["id"]))

        async def body(request: Request, opened: OpenSession) -> Response:
            return _relayed(await service.ebox.body(opened, request.path_params["id"]))

        async def own(request: Request, opened: OpenSession) -> Response:
            return reply(await service.own_data(opened, request.query_params.get("function")))

        async def requests(request: Request, opened: OpenSession) -> Response:
            return reply(await service.rights.all(await opened.person(), opened.held.started_at))

        async def file(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, RequestInput)
            return reply(await service.file_request(opened, typed), 201)

        async def rights_request(request: Request, opened: OpenSession) -> Response:
            request_id = request.path_params["id"]
            person, signed_in = await opened.person(), opened.held.started_at
            return reply(await service.rights.request(person, signed_in, request_id))

        async def withdraw_request(request: Request, opened: OpenSession) -> Response:
            person, signed_in = await opened.person(), opened.held.started_at
            return reply(
                await service.rights.withdraw(person, signed_in, request.path_params["id"])
            )

        async def information(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, InformationInput)
            person, signed_in = await opened.person(), opened.held.started_at
            request_id = request.path_params["id"]
            return reply(await service.rights.add(person, signed_in, request_id, typed))

        async def card_side(request: Request, opened: OpenSession) -> Response:
            typed = await read(request, CardSideInput)
            person, signed_in = await opened.person(), opened.held.started_at
            request_id, side = request.path_params["id"], request.path_params["side"]
            return reply(
                await service.rights.add_card_side(person, signed_in, request_id, side, typed)
            )

        async def letters(request: Request, opened: OpenSession) -> Response:
            return _relayed(await service.rights.letters(opened, request.path_params["id"]))

        async def notices(request: Request, opened: OpenSession) -> Response:
            return reply(await service.notices.all(await opened.person()))

        async def read_notices(request: Request, opened: OpenSession) -> Response:
            person, signed_in = await opened.person(), opened.held.started_at
            notice = request.path_params.get("id", "")
            answer = reply(await service.notices.read(person, signed_in, notice))
            opened.local.changes.announce()  # fewer are new
            return answer

        async def remove_read(request: Request, opened: OpenSession) -> Response:
            return reply(
                await service.notices.remove_read(await opened.person(), opened.held.started_at)
            )

        async def changed_block(request: Request) -> Response:
            # First who it is: to others not even what would be wrong is said.
            await service.check_authority(request.headers.get("Authorization", ""))
            person = _subject(request)
            await service.notices.block_changed(person, await read(request, BlockChange))
            return Response(status_code=204, headers={"Cache-Control": "no-store"})

        async def changed_requests(request: Request) -> Response:
            await service.check_authority(request.headers.get("Authorization", ""))
            service.look()
            return Response(status_code=204, headers={"Cache-Control": "no-store"})

        async def mailed_request(request: Request) -> Response:
            await service.check_officer(request.headers.get("Authorization", ""))
            person = _subject(request)
            if request.method == "POST":
                filed = await service.file_mailed(person, await read(request, MailedRequest))
                return reply(filed, 201)
            found = await service.rights.mailed(person, request.path_params["id"])
            if found is None:
                raise Problem(404)
            return reply(found)

        return [
            Route("/v1/mailed-requests", mailed_request, methods=["POST"]),
            Route("/v1/mailed-requests/{id}", mailed_request),
            Route("/v1/notices", self._signed_in(notices)),
            self._by_method("/v1/notices/read", POST=read_notices, DELETE=remove_read),
            self._by_method("/v1/notices/{id}/read", POST=read_notices),
            Route("/v1/changed-blocks", changed_block, methods=["POST"]),
            Route("/v1/changed-requests", changed_requests, methods=["POST"]),
            self._by_method("/v1/ebox/consent", PUT=give, DELETE=withdraw),
            Route("/v1/ebox/messages", self._signed_in(messages)),
            Route("/v1/ebox/messages/{id}", self._signed_in(message)),
            Route("/v1/ebox/messages/{id}/body", self._signed_in(body)),
            Route("/v1/ebox/senders", self._signed_in(senders)),
            Route("/v1/own-data", self._signed_in(own)),
            self._by_method("/v1/rights/requests", GET=requests, POST=file),
            self._by_method(
                "/v1/rights/requests/{id}", GET=rights_request, DELETE=withdraw_request
            ),
            self._by_method("/v1/rights/requests/{id}/information", POST=information),
            self._by_method("/v1/rights/requests/{id}/identity-card/{side}", PUT=card_side),
            Route("/v1/rights/requests/{id}/letters", self._signed_in(letters)),
        ]

    def _signed_in(
        self, answering: Answering, *, stay: bool = True
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that needs a session; `stay`: the request counts as activity of the citizen."""

        async def endpoint(request: Request) -> Response:
            opened = await self.service.sessions.enter(_token(request), stay=stay)
            return await answering(request, opened)

        return endpoint

    def _by_method(self, path: str, **answering: Answering) -> Route:
        async def endpoint(request: Request) -> Response:
            name = "GET" if request.method == "HEAD" else request.method
            return await self._signed_in(answering[name])(request)

        return Route(path, endpoint, methods=list(answering))

    async def _keys(self, request: Request) -> Response:
        return reply(self.service.tokens.public_keys())

    async def _controllers(self, request: Request) -> Response:
        try:
            catalogue = await self.service.catalogue.fetch()
        except CatalogueUnavailable as error:
            raise source_unavailable(error.reason) from error
        return Response(catalogue, media_type="application/json")

    async def _sign_in(self, request: Request) -> Response:
        try:
            if fault_kind_of(request) == "tooManySignIns":
                raise TooManySignIns(FULL_FOR)
            url, token = await self.service.begin_sign_in(await read(request, SignInInput))
        except (Unanswered, TooLarge) as error:
            raise source_unavailable("noAnswer") from error
        except TooManySignIns as error:
            # RFC 6585 section 4
            raise Problem(429, headers={"Retry-After": str(error.seconds)}) from error
        response = reply({"authorizationUrl": url}, 201)
        self._set_cookie(response, SIGN_IN_COOKIE, token)
        return response

    async def _callback(self, request: Request) -> Response:
        earlier = None
        with suppress(SessionEnded):
            earlier = await self.service.sessions.enter(
                request.cookies.get(SESSION_COOKIE, ""), stay=False
            )
        token, opened = await self.service.sign_in(
            request.cookies.get(SIGN_IN_COOKIE, ""), request.query_params.multi_items(), earlier
        )
        response = reply(await self.service.session(opened))
        self._set_cookie(response, SESSION_COOKIE, token)
        self._set_cookie(response, SIGN_IN_COOKIE, "")
        # Last, so that nobody waits for their session until all registers have been asked.
        await self.service.fetching.begin(opened)
        return response

    async def _changes(self, request: Request) -> Response:
        after, wait = poll_of(request)
        return reply(await self.service.changes(_token(request), after, wait))

    async def _on_level_too_low(self, request: Request, error: Exception) -> Response:
        wanted = await self.service.relying_party.acr_values(HIGH)
        headers = {"WWW-Authenticate": challenge(_CHALLENGE["WWW-Authenticate"], wanted)}
        kind = SIMULATOR + "insufficientUserAuthentication"
        return problem_response(Problem(401, kind, headers=headers, level=HIGH))

    def _set_cookie(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=None if value else 0,
            path=self._path,
            secure=True,
            httponly=True,
            samesite="lax",
        )


def _token(request: Request) -> str:
    token = request.cookies.get(SESSION_COOKIE, "")
    if not token:
        raise Problem(401, BELGIF + "noAccessToken", headers=_CHALLENGE, reason="unknown")
    return token


def _subject(request: Request) -> NationalNumber:
    number = request.headers.get("X-INSZ", "")
    if not _NUMBER.fullmatch(number):
        # The answer does not repeat the number, which is personal data.
        raise invalid_input(("X-INSZ", "schemaViolation", "eleven digits"), place="header")
    return NationalNumber(number)


def _relayed(answer: Answer) -> Response:
    return _sealed(answer.body)


def _sealed(body: bytes, **headers: str) -> Response:
    """What a source sealed for the citizen, as it came, for a client that can open it."""
    return Response(
        body,
        headers={
            "Cache-Control": "no-store",
            "Content-Encoding": CODING,
            "Content-Digest": content_digest(body),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        media_type="application/json",
    )


async def _signed_out(request: Request) -> Response:
    return reply({"signedOut": True})


async def _on_session_ended(request: Request, error: Any) -> Response:
    return problem_response(
        Problem(401, BELGIF + "expiredAccessToken", headers=_CHALLENGE, reason=error.reason)
    )


async def _on_sign_in_refused(request: Request, error: Any) -> Response:
    return problem_response(Problem(400, SIMULATOR + "signInFailed", error=error.error))


async def _on_profile_unavailable(request: Request, error: Any) -> Response:
    return problem_response(Problem(503, SIMULATOR + "profileUnavailable", reason=error.reason))


PARTY = PartyDefinition(
    name=NAME,
    path="/burgerprofiel",
    build=ProfileServiceParty,
    needs=(
        "identity_provider",
        "registers",
        "ebox",
        "offices",
        "simulation",
        "address_register",
    ),
    brings=("address_register",),  # so that a command from before there was one still serves
    stores=(f"{FILE_NAME}*",),
    notes=(LEDGER,),
)
