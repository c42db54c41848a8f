"""Turns a service's problem details (RFC 9457) into our errors."""

from typing import Any

from tui.portal.errors import (
    ConsentRequired,
    ContractViolation,
    EditedElsewhere,
    InteractionGone,
    InvalidInput,
    LevelTooLow,
    NotSignedIn,
    PortalError,
    ProfileUnavailable,
    ServiceDown,
    SignInFailed,
    SourceUnavailable,
)

MOST_ISSUES = 50


def error_of(status: int, problem: Any) -> PortalError:
    """The error for an answer with status 400 or above. `problem` is its cleaned body, or None."""
    body: dict[str, Any] = problem if isinstance(problem, dict) else {}
    name = _text(body, "type").rpartition(":")[2]
    reason = _text(body, "reason")
    if name == "signInFailed":
        return SignInFailed(_text(body, "error") or "unknown")
    if name == "interactionExpired" or status == 410:
        return InteractionGone("expired")
    if name == "consentRequired":
        return ConsentRequired("consentRequired")
    if name == "profileUnavailable":
        return ProfileUnavailable(reason)
    if status == 412:
        return EditedElsewhere("edited", name)
    if name == "insufficientUserAuthentication":
        return LevelTooLow(_text(body, "level"))
    if status == 401:
        return NotSignedIn(reason or "unknown")
    if status == 400 and (issues := _issues(body)):
        return InvalidInput(issues)
    if status == 429:
        return SourceUnavailable("busy", name)
    if name == "sourceUnavailable":
        return SourceUnavailable(reason or "error", name)
    if status >= 500:
        return ServiceDown("error", name)
    if status == 404:
        return PortalError("notFound", name)
    if status == 409:
        return PortalError(name or "conflict")
    return ContractViolation("refused", f"{status} {name}")


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value[:200] if isinstance(value, str) else ""


def _issues(body: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    issues = body.get("issues")
    if not isinstance(issues, list):
        return ()
    return tuple(
        (_text(issue, "name"), _text(issue, "code"))
        for issue in issues[:MOST_ISSUES]
        if isinstance(issue, dict)
    )
