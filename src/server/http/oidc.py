"""Authentication with bearer tokens of the OpenID Connect provider that the settings name."""

import warnings
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwt import JWTClaimsRegistry

from billing import text_input
from billing.access.principals import Viewer
from billing.identity import sign_in
from billing.services import Services
from graph import global_ids
from server.http.jwks import JwksCache
from server.settings import Settings
from translation import gettext as _

MEMBERSHIP_HEADER = "acompte-seat"
"""Names the membership to act as, by its global id, when a person has several."""

# Asymmetric signatures only: with HMAC, the public key could be used as the shared secret.
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_TOKEN_TYPES = ("jwt", "at+jwt", "application/at+jwt")
_LEEWAY_SECONDS = 60
_MAX_TOKEN_LENGTH = 8 * 1024


class InvalidToken(Exception):
    """The token is forged, expired, for another audience, or of a person without membership: indistinguishable."""

    def __init__(self) -> None:
        super().__init__(_("Invalid or expired token."))


class MembershipRequired(Exception):
    """The token is valid and its person has several memberships; the request must name one."""

    def __init__(self, memberships: tuple[sign_in.Membership, ...]) -> None:
        super().__init__(_("You have several memberships. Send the id of one in the header Acompte-Seat."))
        self.memberships = [
            {
                "id": global_ids.encode("Seat", membership.id),
                "firmName": membership.firm_name,
                "clientName": membership.client_name,
                "role": membership.role.value if membership.role else None,
            }
            for membership in memberships
        ]


class OidcAuthenticator:
    """Maps the identity provider's tokens to viewers. Rights are our own, and are read at each request."""

    def __init__(self, settings: Settings, services: Services) -> None:
        self._services = services
        self._issuer = settings.oidc_issuer or ""
        self._audience = settings.oidc_audience or ""
        self._keys = JwksCache(self._issuer, settings.oidc_jwks_url, services.clock)

    async def authenticate(self, token: str, membership: str | None) -> Viewer:
        """Viewer with their current rights. Raises InvalidToken, MembershipRequired and JwksUnavailable."""
        email = await self._verified_email(token)
        membership_id = (
            None if membership is None else global_ids.decode_as("Seat", membership) or sign_in.NO_MEMBERSHIP
        )
        try:
            viewer = await sign_in.find_viewer_by_email(self._services, email, membership_id)
        except sign_in.MembershipSelectionRequired as error:
            raise MembershipRequired(error.memberships) from error
        if viewer is None:
            raise InvalidToken
        return viewer

    async def _verified_email(self, token: str) -> str:
        if len(token) > _MAX_TOKEN_LENGTH:
            raise InvalidToken
        try:
            header = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise InvalidToken from error
        token_type, key_id = header.get("typ", "JWT"), header.get("kid")
        is_jwt = isinstance(token_type, str) and token_type.lower() in _TOKEN_TYPES
        if not is_jwt or header["alg"] not in _ALGORITHMS:
            raise InvalidToken
        key = await self._keys.find(key_id) if isinstance(key_id, str) else None
        if key is None or (key.alg is not None and key.alg != header["alg"]):
            raise InvalidToken
        try:
            with warnings.catch_warnings():
                # joserfc warns that "EdDSA" does not name a curve; the identity provider's key does.
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
        # The string "true", which some providers send, is not a boolean.
        email = claims["email"]
        if claims.get("email_verified") is not True or not isinstance(email, str) or not text_input.is_storable(email):
            raise InvalidToken


def is_oidc_token(token: str) -> bool:
    """Whether the token is a JWT. Session tokens contain no dot."""
    return token.count(".") == 2
