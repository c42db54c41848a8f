"""Errors between parties: problem details (RFC 9457), as the belgif REST guide profiles them."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mock_backends.shared import unguessable

BELGIF = "urn:problem-type:belgif:"
SIMULATOR = "urn:problem-type:simulator:"
"""For types of our own, which belgif does not define."""

_BY_STATUS = {
    400: (BELGIF + "badRequest", "Bad Request"),
    401: (BELGIF + "noAccessToken", "No Access Token"),
    403: (BELGIF + "missingPermission", "Missing Permission"),
    404: (BELGIF + "resourceNotFound", "Resource Not Found"),
    405: (SIMULATOR + "methodNotAllowed", "Method Not Allowed"),
    406: (SIMULATOR + "notAcceptable", "Not Acceptable"),
    412: (SIMULATOR + "preconditionFailed", "Precondition Failed"),
    413: (BELGIF + "payloadTooLarge", "Payload Too Large"),
    415: (SIMULATOR + "unsupportedMediaType", "Unsupported Media Type"),
    428: (SIMULATOR + "preconditionRequired", "Precondition Required"),
    429: (BELGIF + "tooManyRequests", "Too Many Requests"),
    431: (SIMULATOR + "headersTooLarge", "Header Fields Too Large"),
    500: (BELGIF + "internalServerError", "Internal Server Error"),
    502: (BELGIF + "badGateway", "Bad Gateway"),
    503: (BELGIF + "serviceUnavailable", "Service Unavailable"),
}
"""The type and title of a problem of which only the status is known."""


class Problem(Exception):
    """An error as the answer. `type` is a full URN; `extra` holds further members of the body."""

    def __init__(
        self,
        status: int,
        type: str = "",  # noqa: A002 - the member's published name
        detail: str = "",
        *,
        title: str = "",
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or title or type)
        standard, standard_title = _BY_STATUS.get(status, _BY_STATUS[400])
        self.status = status
        self.type = type or standard
        self.title = title or (standard_title if not type else _titled(type))
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra


def _titled(type_: str) -> str:
    """ "Foreign Origin" of "urn:problem-type:simulator:foreignOrigin"."""
    name = type_.rsplit(":", 1)[-1]
    return "".join(
        f" {sign}" if sign.isupper() else sign for sign in name[:1].upper() + name[1:]
    ).strip()


def invalid_input(
    *issues: tuple[str, str, str], place: Literal["body", "header", "path", "query"] = "body"
) -> Problem:
    """400 with an issue for each invalid member: its name, a code of ours, and an English explanation.

    The form of an issue is belgif's: type, in, name, detail; `code` is our own member, by which the
    citizen's side finds its words.
    """
    return Problem(
        400,
        detail="The input message is incorrect",
        issues=[
            {
                "type": BELGIF + "input-validation:invalidInput",
                "in": place,
                "name": name,
                "code": code,
                "detail": detail,
            }
            for name, code, detail in issues
        ],
    )


def source_unavailable(reason: str) -> Problem:
    """503 because another party is needed that gave "noAnswer", or an "error" instead of one."""
    return Problem(503, SIMULATOR + "sourceUnavailable", reason=reason)


def problem_response(problem: Problem) -> Response:
    """The response for `problem`: application/problem+json, never stored."""
    body = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "instance": f"urn:uuid:{unguessable.identifier()}",
        **({"detail": problem.detail} if problem.detail else {}),
        **problem.extra,
    }
    return Response(
        msgspec.json.encode(body),
        problem.status,
        headers={"Cache-Control": "no-store", **problem.headers},
        media_type="application/problem+json",
    )


async def _on_problem(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, Problem)
    return problem_response(error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)
    return problem_response(Problem(error.status_code, headers=error.headers))


async def _on_crash(request: Request, error: Exception) -> Response:
    # The body does not reveal the cause (ASVS 16.5.1).
    del request, error
    return problem_response(Problem(500))


EXCEPTION_HANDLERS: Mapping[Any, Any] = {
    Problem: _on_problem,
    HTTPException: _on_http_exception,
    Exception: _on_crash,
}
"""For Starlette(exception_handlers=…): the same error format in every party."""
