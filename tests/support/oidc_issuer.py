"""An OpenID Connect provider on a port of its own, which also issues forged tokens."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.firm import Clock
from tests.support.server_process import free_port

Key = ECKey | OKPKey | RSAKey
AUDIENCE = "acompte"


def new_key(key_id: str = "first") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": key_id, "use": "sig", "alg": "ES256"})


@dataclass
class OidcIssuer:
    """The provider. It publishes `keys` and `extra_keys`; while it `is_down` it responds 500."""

    clock: Clock
    port: int = field(default_factory=free_port)
    keys: list[Key] = field(default_factory=lambda: [new_key()])
    extra_keys: list[dict[str, Any]] = field(default_factory=list)
    advertised_issuer: str | None = None
    jwks_request_count: int = 0
    is_down: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def claims(self, email: str, **other: Any) -> dict[str, Any]:
        """Claims of a valid token, changed by `other`; None removes a claim."""
        now = int(self.clock.timestamp())
        valid = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "someone",
            "iat": now,
            "exp": now + 300,
            "email": email,
            "email_verified": True,
        }
        return {name: value for name, value in (valid | other).items() if value is not None}

    def token(self, email: str, *, key: Key | None = None, header: dict[str, Any] | None = None, **other: Any) -> str:
        """A token signed with `key`, by default the provider's first."""
        merged = {"alg": "ES256", "kid": self.keys[0].kid, **(header or {})}
        header = {name: value for name, value in merged.items() if value is not None}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # the name EdDSA and weak keys
            payload = json.dumps(self.claims(email, **other))  # which escapes what UTF-8 cannot express
            header = {"typ": "JWT", **header}
            return jws.serialize_compact(header, payload, key or self.keys[0], algorithms=[header["alg"]])

    async def discovery(self, _request: Request) -> Response:
        if self.is_down:
            return Response(status_code=500)
        return JSONResponse({"issuer": self.advertised_issuer or self.url, "jwks_uri": f"{self.url}/keys"})

    async def jwks(self, _request: Request) -> Response:
        if self.is_down:
            return Response(status_code=500)
        self.jwks_request_count += 1
        return JSONResponse({"keys": [*self.extra_keys, *(key.as_dict(private=False) for key in self.keys)]})


def unsigned_token(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A token without a signature."""
    parts = (json.dumps(part).encode() for part in (header, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


def hmac_signed_token(key_id: str, claims: dict[str, Any], secret: bytes) -> str:
    """A token signed with HMAC, for which joserfc would not accept a public key as the secret."""
    signed = unsigned_token({"alg": "HS256", "kid": key_id}, claims).rstrip(".")
    signature = hmac.new(secret, signed.encode(), "sha256").digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@asynccontextmanager
async def run_issuer(clock: Clock) -> AsyncIterator[OidcIssuer]:
    """Serve the provider over HTTP for the duration of the block."""
    issuer = OidcIssuer(clock)
    routes = [Route("/.well-known/openid-configuration", issuer.discovery), Route("/keys", issuer.jwks)]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=issuer.port, log_config=None, lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield issuer
    finally:
        server.should_exit = True
        await running
