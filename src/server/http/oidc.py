"""Identity from elsewhere: tokens of the OpenID Connect provider in the settings, taken as bearer tokens."""

from __future__ import annotations

import binascii
import json
import warnings
from base64 import urlsafe_b64decode
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwt import JWTClaimsRegistry

from billing.access.principals import Viewer
from billing.identity import sign_in
from billing.services import Services
from graph import global_ids
from server.http.jwks import JwksCache
from server.settings import Settings

MEMBERSHIP_HEADER = "acompte-seat"
"""Which of several seats asks; its value is a seat's id as the API tells it."""

# Signatures by a private key alone: with a shared secret, the public key could be taken for it.
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_TOKEN_TYPES = ("jwt", "at+jwt", "application/at+jwt")
_LEEWAY_SECONDS = 60
_MAX_TOKEN_LENGTH = 8 * 1024


class InvalidToken(Exception):
    """The token is forged, over, for somebody else, or of nobody who has a seat here. Not told which."""

    def __init__(self) -> None:
        super().__init__("This token is not taken here. It may be over: get a new one.")


class MembershipRequired(Exception):
    """The token is good, and its person has several seats: the request has to say which one asks."""

    def __init__(self, memberships: tuple[sign_in.Membership, ...]) -> None:
        super().__init__("You have several seats. Send the id of one in the header Acompte-Seat.")
        self.memberships = [
            {
                "id": global_ids.encode("Seat", seat.id),
                "firmName": seat.firm_name,
                "clientName": seat.client_name,
                "role": seat.role.value if seat.role else None,
            }
            for seat in memberships
        ]


class OidcAuthenticator:
    """The provider whose word is taken for who somebody is. What they may do is decided here, at each request."""

    def __init__(self, settings: Settings, services: Services) -> None:
        self._services = services
        self._issuer = settings.oidc_issuer or ""
        self._audience = settings.oidc_audience or ""
        self._keys = JwksCache(self._issuer, settings.oidc_jwks_url, services.clock)

    async def authenticate(self, token: str, membership: str | None) -> Viewer:
        """Who asks with this token, with the rights of this moment. Raise NotTaken, ChooseSeat and NoKeys."""
        email = await self._verified_email(token)
        seat_id = None if membership is None else global_ids.decode_as("Seat", membership) or sign_in.NO_MEMBERSHIP
        try:
            viewer = await sign_in.find_viewer_by_email(self._services, email, seat_id)
        except sign_in.MembershipSelectionRequired as several:
            raise MembershipRequired(several.memberships) from several
        if viewer is None:
            raise InvalidToken
        return viewer

    async def _verified_email(self, token: str) -> str:
        """The verified address of whom the token is about. Raise NotTaken and NoKeys."""
        header = _token_header(token)
        kind = header.get("typ", "JWT")
        if not isinstance(kind, str) or kind.lower() not in _TOKEN_TYPES or header.get("alg") not in _ALGORITHMS:
            raise InvalidToken
        key_id = header.get("kid")
        key = await self._keys.find(key_id) if isinstance(key_id, str) else None
        if key is None or (key.alg is not None and key.alg != header["alg"]):
            raise InvalidToken
        try:
            with warnings.catch_warnings():
                # The name EdDSA leaves the curve open; here the provider's key decides it.
                warnings.simplefilter("ignore", SecurityWarning)
                claims = jwt.decode(token, key, algorithms=_ALGORITHMS).claims
            self._validate_claims(claims)
        except (JoseError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise InvalidToken from error
        return str(claims["email"])

    def _validate_claims(self, claims: dict[str, Any]) -> None:
        JWTClaimsRegistry(
            now=int(self._services.clock().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            iat={"essential": True},
            email={"essential": True},
        ).validate(claims)
        # Some providers say "true": a string is no word to go by.
        if claims.get("email_verified") is not True or not isinstance(claims["email"], str):
            raise InvalidToken


def is_oidc_token(token: str) -> bool:
    """Whether it is a token of an identity provider: our own hold no dot."""
    return token.count(".") == 2


def _token_header(token: str) -> dict[str, Any]:
    """What the token says of itself, to find its key by. Nothing of it is believed yet. Raise NotTaken."""
    if len(token) > _MAX_TOKEN_LENGTH:
        raise InvalidToken
    try:
        part = token.partition(".")[0].encode("ascii")
        header = json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InvalidToken from error
    if not isinstance(header, dict):
        raise InvalidToken
    return header
