"""Checks of an authorization request, with the errors that itsme's documentation names.

In `_OIDC/authentication.md` of github.com/belgianmobileid/doc.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

from mock_backends.itsme.claims import ACR_ADVANCED, ACR_BASIC, CLAIMS, SCOPES
from mock_backends.itsme.partners import Partner, Service
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.problems import SIMULATOR, Problem
from mock_backends.shared.wire import NotUnderstood, decode

SERVICE = "service:"

_PLAIN = re.compile(r"[\x20-\x7e]+")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_PROMPTS = {"none", "login", "consent", "select_account"}
_LONGEST = 2048
"""Characters of a single parameter."""


class Refused(Exception):
    """The partner is told by a redirect: `error` is one of the documentation's names."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


DEMANDED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "accessDenied": ("access_denied", "The request was denied"),
        "temporaryUnavailable": ("temporary_unavailable", "No sign-in can begin now"),
        "invalidRequest": ("invalid_request", "The request is malformed"),
        "loginRequired": ("login_required", "The user has to sign in"),
        "interactionRequired": ("interaction_required", "The user has to be asked"),
        "unsupportedRequest": ("unsupported_request", "A parameter is not supported"),
        "invalidScope": ("invalid_scope", "scope is invalid"),
        "unsupportedDisplay": ("unsupported_display", "Only display page is supported"),
        "unauthorizedClient": ("unauthorized_client", "The client may not do this"),
        "unsupportedResponseType": ("unsupported_response_type", "response_type is not supported"),
        "unsupportedGrantType": ("unsupported_grant_type", "The grant type is not supported"),
        "invalidRequestObject": ("invalid_request_object", "The request object is invalid"),
        "invalidRequestUri": ("invalid_request_uri", "request_uri gave an error"),
        "invalidClientId": ("invalid_client_id", "client_id is invalid"),
        "invalidRedirectUri": ("invalid_redirect_uri", "redirect_uri is invalid"),
    }
)
"""The error, and its description, with which a sound request is refused by the kind of fault that a tester
sets. The names are those of the table "Authorization Endpoint errors" of the documentation.
"""

ON_A_PAGE = ("invalidClientId", "invalidRedirectUri")
"""The kinds that are told on itsme's own page: who asked cannot be trusted to be sent an answer."""


def demanded(fault: str) -> None:
    """Refuse as this kind of fault demands, if it does. Raises Refused, or Problem 400 for an error page."""
    error, description = DEMANDED.get(fault, ("", ""))
    if fault in ON_A_PAGE:
        raise _page(error, description)
    if error:
        raise Refused(error, description)


class _Claims(msgspec.Struct, frozen=True):
    """The parameter `claims` (OpenID Connect Core 5.5): the names are what counts."""

    id_token: Mapping[str, msgspec.Raw] = {}
    userinfo: Mapping[str, msgspec.Raw] = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A sound authorization request. `in_id_token` and `in_userinfo` name the claims to give there."""

    partner: Partner
    service: Service
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    acr: str
    in_id_token: frozenset[str]
    in_userinfo: frozenset[str]

    @property
    def claims(self) -> frozenset[str]:
        """All that is shared."""
        return self.in_id_token | self.in_userinfo


def partner_of(parameters: Parameters, partners: Mapping[str, Partner]) -> Partner:
    """Whom to answer by a redirect.

    Raises Problem 400 for an unknown partner or address: an error page, and nobody is sent anywhere.
    """
    partner = partners.get(parameters.get("client_id"))
    if partner is None or "client_id" in parameters.doubled:
        raise _page("invalid_client_id", "client_id is not registered here")
    redirect_uri = parameters.get("redirect_uri")
    if "redirect_uri" in parameters.doubled or not partner.knows(redirect_uri):
        raise _page("invalid_redirect_uri", "redirect_uri is not registered")
    return partner


def state_of(parameters: Parameters) -> str:
    """The state to give back, if there is a single sound one."""
    state = parameters.get("state")
    return "" if "state" in parameters.doubled or not _sound(state) else state


def check(partner: Partner, parameters: Parameters) -> Asked:
    """The request of this partner, if it is sound. Raises Refused."""
    if parameters.doubled:
        raise Refused("invalid_request", "A parameter was sent more than once")
    for name, value in parameters.values.items():
        if name not in ("claims", "request") and not _sound(value):
            raise Refused("invalid_request", f"{name} must be plain ASCII text")
    if parameters.get("request_uri") or parameters.get("registration"):
        raise Refused("unsupported_request", "request_uri and registration are not supported")
    if not parameters.get("response_type"):
        raise Refused("invalid_request", "response_type is missing")
    if parameters.get("response_type") != "code":
        raise Refused("unsupported_response_type", "Only response_type code is supported")
    if parameters.get("display") not in ("", "page"):
        raise Refused("unsupported_display", "Only display page is supported")
    scopes, service = _scopes(partner, parameters)
    _check_prompt(parameters)
    in_id_token, in_userinfo = _requested(parameters.get("claims"))
    acrs = parameters.get("acr_values").split()
    return Asked(
        partner=partner,
        service=service,
        redirect_uri=parameters.get("redirect_uri"),
        state=parameters.get("state"),
        nonce=parameters.get("nonce"),
        challenge=_challenge(partner, parameters),
        # Where both are asked for, only the more constraining one is applied.
        acr=ACR_ADVANCED if ACR_ADVANCED in acrs else ACR_BASIC,
        in_id_token=in_id_token,
        in_userinfo=_once(in_userinfo.union(*(SCOPES[scope] for scope in scopes))),
    )


def _scopes(partner: Partner, parameters: Parameters) -> tuple[list[str], Service]:
    scopes = parameters.get("scope").split()
    codes = [scope.removeprefix(SERVICE) for scope in scopes if scope.startswith(SERVICE)]
    others = [scope for scope in scopes if not scope.startswith(SERVICE)]
    if "openid" not in others or len(codes) != 1:
        raise Refused("invalid_scope", "scope must hold openid and one service")
    service = partner.services.get(codes[0])
    if service is None or not SCOPES.keys() >= set(others):
        raise Refused("invalid_scope", "scope holds an unknown value")
    if parameters.get("redirect_uri") not in service.redirect_uris:
        raise _page("invalid_redirect_uri", "redirect_uri is not registered for this service")
    return others, service


def _check_prompt(parameters: Parameters) -> None:
    # There is no session: with or without prompt and max_age, each request is a new sign-in.
    if not (parameters.get("max_age") or "0").isdecimal():
        raise Refused("invalid_request", "max_age must be a whole number of seconds")
    prompts = set(parameters.get("prompt").split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise Refused("invalid_request", "prompt holds an invalid value")
    if "none" in prompts:
        raise Refused("login_required", "The user has to sign in")


def _challenge(partner: Partner, parameters: Parameters) -> str:
    challenge = parameters.get("code_challenge")
    if not challenge:
        if partner.pkce:
            raise Refused("invalid_request", "code_challenge is missing")
        return ""
    if parameters.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise Refused("invalid_request", "code_challenge must be of the method S256")
    return challenge


def _requested(claims: str) -> tuple[frozenset[str], frozenset[str]]:
    try:
        asked = decode(claims.encode() or b"{}", _Claims)
    except (NotUnderstood, UnicodeEncodeError) as error:
        raise Refused("invalid_request", "claims must be a JSON object") from error
    # Of claims that nobody here has, there is nothing to remember (OpenID Connect Core 5.5.1).
    in_id_token, in_userinfo = (
        _once(frozenset(name for name in CLAIMS if name in names))
        for names in (asked.id_token, asked.userinfo)
    )
    return in_id_token, in_userinfo


@lru_cache(maxsize=256)
def _once(names: frozenset[str]) -> frozenset[str]:
    """These names, which most requests of a partner have in common: kept once, and not for each token."""
    return names


def _page(error: str, detail: str) -> Problem:
    return Problem(400, SIMULATOR + "invalidRequest", detail, error=error)


def _sound(value: str) -> bool:
    return len(value) <= _LONGEST and (not value or _PLAIN.fullmatch(value) is not None)
