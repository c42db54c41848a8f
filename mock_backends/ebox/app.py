"""The federal eBox over HTTP: the citizen's part of the federation's REST contract 2.1.

Beyond that contract it requires the citizen's consent: the caller's token must carry the time at which
consent was given.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.ebox import query
from mock_backends.ebox.distortions import CHANGES, distorted
from mock_backends.ebox.models import EboxMessages, SenderOrganizations, StatusMessage
from mock_backends.ebox.service import Eboxes
from mock_backends.ebox.store import (
    COUNT_NAME,
    FILE_NAME,
    SqliteOpenedMessages,
    StoreUnavailable,
)
from mock_backends.shared import unguessable
from mock_backends.shared.citizen import AskedFor, CitizenCheck
from mock_backends.shared.days import day_of
from mock_backends.shared.environment import Environment
from mock_backends.shared.failing import fault_of
from mock_backends.shared.keys import secret
from mock_backends.shared.party import ErrorHandler, PartyDefinition, party_app
from mock_backends.shared.problems import Problem
from mock_backends.shared.retention import Retention
from mock_backends.shared.sealed_answers import sealed_answer
from mock_backends.shared.wire import reply

NAME = "ebox"

_CODES = {
    400: "INVALID_INPUT",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    503: "SERVICE_UNAVAILABLE",
}


class EboxParty:
    """The eBox, as a party."""

    def __init__(self, environment: Environment) -> None:
        self._clock = environment.clock
        key = secret(environment.home, NAME)
        self._opened = SqliteOpenedMessages(
            environment.home.data / FILE_NAME,
            environment.home.keys / COUNT_NAME,
            key,
            lambda: day_of(self._clock.machine()),
        )
        self._service = Eboxes(environment.fixtures, environment.clock, self._opened)
        self._retention = Retention(
            self._opened.erase_until, environment.clock, unavailable=StoreUnavailable
        )
        self._erasing: asyncio.Task[None] | None = None
        self._asked = CitizenCheck(NAME, environment)
        base = "/citizen/v2"
        message = base + "/ebox/messages/{message}"
        senders = base + "/referenceData/senderOrganizations"
        self.app = party_app(
            NAME,
            environment,
            [
                Route(base + "/ebox", self._ebox),
                Route(base + "/ebox/messages", self._messages),
                Route(message, self._message),
                Route(message + "/body", self._body),
                Route(senders, self._senders),
                Route(senders + "/{organization}", self._sender),
            ],
            _HANDLERS,
        )

    async def start(self) -> None:
        """Erase what is due, now and at every midnight."""
        with suppress(StoreUnavailable):  # each request for messages says so
            await self._opened.begin(day_of(self._clock.now()))
            await self._retention.sweep()
        self._erasing = asyncio.create_task(self._retention.run())

    async def stop(self) -> None:
        """Finish what is being written, and take nothing more."""
        if self._erasing is not None:
            self._erasing.cancel()
            await asyncio.gather(self._erasing, return_exceptions=True)
        await self._opened.break_off()

    async def _ebox(self, request: Request) -> Response:
        asked = await self._citizen(request)
        return self._answer(request, asked, await self._service.summary(asked.national_number))

    async def _messages(self, request: Request) -> Response:
        asked = await self._citizen(request)
        page = query.page(request.query_params)
        filters = query.filters(request.query_params)
        found = await self._service.messages(asked.national_number, filters)
        content = EboxMessages(
            items=page.of(found),
            total_items=len(found),
            read_status_complete=await self._opened.complete(),
        )
        return self._answer(request, asked, content)

    async def _message(self, request: Request) -> Response:
        asked = await self._citizen(request)
        message = request.path_params["message"]
        content = await self._service.message(asked.national_number, message)
        return self._answer(request, asked, content)

    async def _body(self, request: Request) -> Response:
        beginning = self._opened.beginning
        asked = await self._citizen(request)
        message = request.path_params["message"]
        content = await self._service.open(asked.national_number, message, beginning)
        return self._answer(request, asked, content)

    async def _senders(self, request: Request) -> Response:
        asked = await self._asked.check(request)
        page, senders = query.page(request.query_params), self._service.senders()
        content = SenderOrganizations(items=page.of(senders), total_items=len(senders))
        return self._answer(request, asked, content)

    async def _sender(self, request: Request) -> Response:
        asked = await self._asked.check(request)
        content = self._service.sender(request.path_params["organization"])
        return self._answer(request, asked, content)

    def _answer(self, request: Request, asked: AskedFor, content: Any) -> Response:
        fault = fault_of(request)
        if fault is not None and fault.kind in CHANGES:
            content = distorted(fault.kind, content)
        return sealed_answer(request, asked.seal_to, NAME, msgspec.json.encode(content))

    async def _citizen(self, request: Request) -> AskedFor:
        """For whom the portal asks. Raises Problem 400, 401, or 403 without consent."""
        asked = await self._asked.check(request)
        if not self._consented(asked.claims.get("consent")):
            raise Problem(403, detail="The citizen has not consented to show their messages.")
        return asked

    def _consented(self, given: object) -> bool:
        if not isinstance(given, str):
            return False
        try:
            moment = msgspec.convert(given, datetime)
        except msgspec.ValidationError:
            return False
        return moment.tzinfo is not None and moment <= self._clock.now()


def _status(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    content = StatusMessage(
        id=unguessable.identifier(),
        code=_CODES.get(status, "INTERNAL_SERVER_ERROR" if status >= 500 else "INVALID_INPUT"),
        message=message,
        environment="simulation",
    )
    response = reply(content, status)
    response.headers.update(headers or {})
    return response


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    issues = [f"{issue['name']}: {issue['detail']}" for issue in error.extra.get("issues", [])]
    message = "; ".join(issues) or error.detail or error.title
    return _status(error.status, message, error.headers)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _status(error.status_code, error.detail, error.headers)


async def _on_store(request: Request, error: Exception) -> Response:
    return _status(503, "The messages cannot be reached at this moment.")


async def _on_crash(request: Request, error: Exception) -> Response:
    return _status(500, "Internal Server Error")


_HANDLERS: Mapping[type[Exception], ErrorHandler] = {
    Problem: _on_problem,
    HTTPException: _on_http_exception,
    StoreUnavailable: _on_store,
    Exception: _on_crash,
}

PARTY = PartyDefinition(
    name=NAME,
    path="/ebox",
    build=EboxParty,
    needs=("profile_service", "identity_provider"),
    stores=(f"{FILE_NAME}*",),
    notes=(COUNT_NAME,),
    holds=("messages",),
)
