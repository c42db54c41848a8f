"""Tokens to partners and back: signed and then encrypted, and the assertions by which partners sign in."""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from joserfc.errors import ClaimError

from mock_backends.itsme.claims import claims_of, subject
from mock_backends.itsme.issued import ID_TOKEN_LIFE, TOKEN_LIFE, Grant, Issued
from mock_backends.itsme.partners import Partner, PartnerKeys
from mock_backends.shared.clock import Clock
from mock_backends.shared.oidc.claims import AssertionClaims
from mock_backends.shared.oidc.distortions import distorted, tampered, unfit
from mock_backends.shared.oidc.nested import seal, sign, unnest
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.oidc.rsa_pair import RsaPair
from mock_backends.shared.oidc.signed import (
    ASSERTION,
    TokenRefused,
    claimed_subject,
    key_id,
)
from mock_backends.shared.turns import Turns

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
"""RFC 7636 section 4.1."""


class TokenError(Exception):
    """The token endpoint answers 400 with `error`, one of the documentation's names."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class Tokens:
    """Makes and reads tokens with the keys of itsme (`pair`) and those that partners publish."""

    def __init__(
        self, *, issuer: str, pair: RsaPair, partner_keys: PartnerKeys, turns: Turns, clock: Clock
    ) -> None:
        self._issuer = issuer
        self._pair = pair
        self._partner_keys = partner_keys
        self._turns = turns
        self._clock = clock
        self._assertion = AssertionClaims(clock, audiences=(f"{issuer}/token",))

    async def id_token(self, grant: Grant, fault: str = "") -> str:
        """The ID token: what was asked for in it, for five minutes. Raises TokenError.

        `fault` is the kind of fault that a tester has set.
        """
        nonce = {"nonce": grant.asked.nonce} if grant.asked.nonce else {}
        claims = self._claims(grant, grant.asked.in_id_token) | nonce | {"acr": grant.asked.acr}
        if fault == "keyRotated":
            await self._pair.rotate()
        return await self._nested(grant, distorted(claims, fault), fault)

    async def userinfo(self, grant: Grant) -> str:
        """The answer of the userinfo endpoint: a token as well. Raises TokenError."""
        return await self._nested(grant, self._claims(grant, grant.asked.in_userinfo))

    async def authenticate(
        self, parameters: Parameters, partners: dict[str, Partner], issued: Issued
    ) -> Partner:
        """The partner that signed the assertion (RFC 7523 section 3). Raises TokenError."""
        if parameters.get("client_assertion_type") != ASSERTION_TYPE:
            raise TokenError("invalid_client", "client_assertion_type must be a JWT bearer")
        try:
            assertion = await self.opened(parameters.get("client_assertion"))
            kid = key_id(assertion)
            if not kid:
                raise TokenRefused("The assertion names no key")
            partner = partners.get(claimed_subject(assertion))
            if partner is None or parameters.get("client_id") not in ("", partner.client_id):
                raise TokenRefused("The client is not known")
            claims = await self.signed_by(partner, assertion, ASSERTION)
            self._assertion.validate(claims)
        except TokenRefused as error:
            raise TokenError("invalid_client", str(error)) from error
        except ClaimError as error:
            raise TokenError("invalid_client", f"{error.claim}: {error.description}") from error
        if claims["sub"] != partner.client_id or not issued.first_use(claims):
            raise TokenError("invalid_client", "jti: The assertion was used before")
        return partner

    async def signed_by(self, partner: Partner, token: str, kind: str) -> dict[str, Any]:
        """The claims of what this partner has signed, as what it was made for. Raises TokenRefused."""
        return await self._partner_keys.verified(partner, token, kind)

    async def opened(self, token: str) -> str:
        """The signed token within one that may be encrypted to us. Raises TokenRefused."""
        if token.count(".") != 4:
            return token
        await self._pair.ready()
        return unnest(token, self._pair.opens)

    def _claims(self, grant: Grant, names: frozenset[str]) -> dict[str, Any]:
        now = int(self._clock.now().timestamp())
        client_id = grant.asked.partner.client_id
        return {
            "iss": self._issuer,
            "aud": client_id,
            "sub": subject(self._turns, client_id, grant.persona),
            "iat": now,
            "exp": now + int(ID_TOKEN_LIFE.total_seconds()),
            **claims_of(grant.persona, names, grant.mode),
        }

    async def _nested(self, grant: Grant, claims: dict[str, Any], fault: str = "") -> str:
        await self._pair.ready()
        reader = await self._partner_keys.encrypting(grant.asked.partner)
        if reader is None:
            raise TokenError("invalid_client", "The client publishes no key to encrypt to")
        signed = sign(claims, unfit(self._pair.opens) if fault == "wrongKey" else self._pair.signs)
        if fault == "wrongSignature":
            signed = tampered(signed)
        return signed if fault == "notEncrypted" else seal(signed, reader)


def matches(grant: Grant, partner: Partner, parameters: Parameters) -> bool:
    """Whether a code is redeemed by whom it was given to, from where, and with the proof key."""
    asked, verifier = grant.asked, parameters.get("code_verifier")
    if (asked.partner, asked.redirect_uri) != (partner, parameters.get("redirect_uri")):
        return False
    if not asked.challenge:
        return not verifier
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return bool(_VERIFIER.fullmatch(verifier)) and hmac.compare_digest(digest, asked.challenge)


def reply(access_token: str, id_token: str) -> dict[str, Any]:
    """What a partner gets for a code: no refresh token, for there is no session."""
    return {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "id_token": id_token,
    }
