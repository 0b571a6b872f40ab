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
from server.http.jwks import IssuerKeys
from server.settings import Settings

SEAT_HEADER = "acompte-seat"
"""Which of several seats asks; its value is a seat's id as the API tells it."""

# Signatures by a private key alone: with a shared secret, the public key could be taken for it.
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_KINDS = ("jwt", "at+jwt", "application/at+jwt")
_LEEWAY_SECONDS = 60
_LONGEST_TOKEN = 8 * 1024


class NotTaken(Exception):
    """The token is forged, over, for somebody else, or of nobody who has a seat here. Not told which."""

    def __init__(self) -> None:
        super().__init__("This token is not taken here. It may be over: get a new one.")


class ChooseSeat(Exception):
    """The token is good, and its person has several seats: the request has to say which one asks."""

    def __init__(self, seats: tuple[sign_in.Seat, ...]) -> None:
        super().__init__("You have several seats. Send the id of one in the header Acompte-Seat.")
        self.seats = [
            {
                "id": global_ids.written("Seat", seat.id),
                "firmName": seat.firm_name,
                "clientName": seat.client_name,
                "role": seat.role.value if seat.role else None,
            }
            for seat in seats
        ]


class Identity:
    """The provider whose word is taken for who somebody is. What they may do is decided here, at each request."""

    def __init__(self, settings: Settings, services: Services) -> None:
        self._services = services
        self._issuer = settings.oidc_issuer or ""
        self._audience = settings.oidc_audience or ""
        self._keys = IssuerKeys(self._issuer, settings.oidc_jwks_url, services.clock)

    async def viewer(self, token: str, seat: str | None) -> Viewer:
        """Who asks with this token, with the rights of this moment. Raise NotTaken, ChooseSeat and NoKeys."""
        email = await self._email(token)
        seat_id = None if seat is None else global_ids.sought("Seat", seat) or sign_in.NO_SEAT
        try:
            viewer = await sign_in.seat_of(self._services, email, seat_id)
        except sign_in.SeveralSeats as several:
            raise ChooseSeat(several.seats) from several
        if viewer is None:
            raise NotTaken
        return viewer

    async def _email(self, token: str) -> str:
        """The verified address of whom the token is about. Raise NotTaken and NoKeys."""
        header = _header(token)
        kind = header.get("typ", "JWT")
        if not isinstance(kind, str) or kind.lower() not in _KINDS or header.get("alg") not in _ALGORITHMS:
            raise NotTaken
        key_id = header.get("kid")
        key = await self._keys.find(key_id) if isinstance(key_id, str) else None
        if key is None or (key.alg is not None and key.alg != header["alg"]):
            raise NotTaken
        try:
            with warnings.catch_warnings():
                # The name EdDSA leaves the curve open; here the provider's key decides it.
                warnings.simplefilter("ignore", SecurityWarning)
                claims = jwt.decode(token, key, algorithms=_ALGORITHMS).claims
            self._check(claims)
        except (JoseError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise NotTaken from error
        return str(claims["email"])

    def _check(self, claims: dict[str, Any]) -> None:
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
            raise NotTaken


def is_foreign(token: str) -> bool:
    """Whether it is a token of an identity provider: our own hold no dot."""
    return token.count(".") == 2


def _header(token: str) -> dict[str, Any]:
    """What the token says of itself, to find its key by. Nothing of it is believed yet. Raise NotTaken."""
    if len(token) > _LONGEST_TOKEN:
        raise NotTaken
    try:
        part = token.partition(".")[0].encode("ascii")
        header = json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise NotTaken from error
    if not isinstance(header, dict):
        raise NotTaken
    return header
