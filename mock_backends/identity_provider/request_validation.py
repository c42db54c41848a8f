"""Strict checks of a request's parameters, before the OAuth core sees them.

The core accepts what the standards forbid (repeated or unsupported parameters, no scope), and fails on
non-ASCII text in its own error descriptions. So only printable ASCII passes.
"""

import re
from collections.abc import Mapping

from authlib.oauth2 import OAuth2Error

from mock_backends.identity_provider.clients import RegisteredClient
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.problems import SIMULATOR, Problem
from mock_backends.shared.sealed_answers import public_key

_PLAIN = re.compile(r"[\x20-\x7e]+")
_NOT_SUPPORTED = {
    # OpenID Connect Core 3.1.2.6, in the order of the checks.
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}
_PROMPTS = {"none", "login", "consent", "select_account"}
_LONGEST_OF = {"state": 2048, "nonce": 512, "max_age": 9}


def check_authorization(
    parameters: Parameters, clients: Mapping[str, RegisteredClient]
) -> RegisteredClient:
    """The client of a sound authorization request (OpenID Connect Core 3.1.2.1, RFC 6749 4.1.1).

    Raises Problem 400 for an unknown client or redirect_uri, because the citizen must not be redirected then.
    Raises OAuth2Error, with the redirect URI, for everything else.
    """
    client = clients.get(parameters.get("client_id"))
    if client is None or "client_id" in parameters.doubled:
        raise Problem(400, SIMULATOR + "invalidClient", "client_id is not registered here")
    redirect_uri = parameters.get("redirect_uri")
    if "redirect_uri" in parameters.doubled or not client.check_redirect_uri(redirect_uri):
        raise Problem(400, SIMULATOR + "invalidRedirectUri", "redirect_uri is not registered")
    state = parameters.get("state")
    state_is_sound = "state" not in parameters.doubled and _sound("state", state)

    def refuse(error: str, description: str) -> OAuth2Error:
        return OAuth2Error(
            error=error,
            description=description,
            redirect_uri=redirect_uri,
            state=state if state_is_sound else None,
        )

    if parameters.doubled:
        raise refuse("invalid_request", "A parameter was sent more than once")
    if not state_is_sound:
        raise refuse("invalid_request", "state must be plain ASCII text")
    for name, error in _NOT_SUPPORTED.items():
        if parameters.get(name):
            raise refuse(error, f"{name} is not supported")
    for name in ("response_type", "scope", "nonce", "prompt", "max_age", "acr_values"):
        if not _sound(name, parameters.get(name)):
            raise refuse("invalid_request", f"{name} must be plain ASCII text")
    if not parameters.get("response_type"):
        raise refuse("invalid_request", "response_type is missing")
    if parameters.get("response_type") != "code":
        raise refuse("unsupported_response_type", "Only response_type code is supported")
    if parameters.get("response_mode") not in ("", "query"):
        raise refuse("invalid_request", "Only response_mode query is supported")
    scopes = parameters.get("scope").split()
    if "openid" not in scopes:
        raise refuse("invalid_scope", "scope must hold openid")
    if client.get_allowed_scope(parameters.get("scope")) is None:
        raise refuse("invalid_scope", "scope holds a value that this client may not request")
    max_age = parameters.get("max_age")
    if max_age and not max_age.isdecimal():
        raise refuse("invalid_request", "max_age must be a whole number of seconds")
    try:
        if parameters.get("seal_to"):
            public_key(parameters.get("seal_to"))
    except ValueError:
        raise refuse("invalid_request", "seal_to is no X25519 key") from None
    prompts = set(parameters.get("prompt").split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise refuse("invalid_request", "prompt holds an invalid value")
    if "none" in prompts:
        # There is no provider session: each request is a new sign-in, as with max_age=0.
        raise refuse("login_required", "The citizen has to sign in")
    return client


def check_token(parameters: Parameters) -> None:
    """Check a token request (RFC 6749 section 3.2). Raises OAuth2Error."""
    if parameters.doubled:
        raise OAuth2Error(
            error="invalid_request", description="A parameter was sent more than once"
        )
    if not all(_PLAIN.fullmatch(value) for value in parameters.values.values()):
        raise OAuth2Error(error="invalid_request", description="Parameters must be plain ASCII")
    if parameters.get("client_secret"):
        raise OAuth2Error(error="invalid_request", description="Clients have no secret here")
    if not parameters.get("grant_type"):
        raise OAuth2Error(error="invalid_request", description="grant_type is missing")


def _sound(name: str, value: str) -> bool:
    return not value or (
        len(value) <= _LONGEST_OF.get(name, 1024) and _PLAIN.fullmatch(value) is not None
    )
