"""Signing keys of the identity provider: fetched on demand, cached, refreshed at a limited rate."""

import asyncio
import datetime as dt
import json
import ssl
import warnings
from collections.abc import Callable
from typing import Any

import httpx
import structlog
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from server.settings_checks import is_secure_url

# No shared secrets ("oct"): a JWKS is public.
Key = RSAKey | ECKey | OKPKey

_log = structlog.get_logger()

_TIMEOUT_SECONDS = 3.0
_MAX_RESPONSE_BYTES = 256 * 1024

_FETCH_ERRORS = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError, RecursionError, JoseError)
# A revoked key is accepted at most this long while the identity provider responds,
_REFRESH_AFTER = dt.timedelta(minutes=10)
# and this long while it does not.
_EXPIRE_AFTER = dt.timedelta(hours=24)
# Tokens with invented key ids must not cause a request each.
_MIN_FETCH_INTERVAL = dt.timedelta(seconds=30)


class JwksUnavailable(Exception):
    """The identity provider is unavailable and no cached key is recent enough."""


class JwksCache:
    """The identity provider's keys by id. One task refreshes them at a time; others use the cached keys meanwhile."""

    def __init__(self, issuer: str, jwks_url: str | None, clock: Callable[[], dt.datetime]) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched_at: dt.datetime | None = None
        self._attempted_at: dt.datetime | None = None
        self._fetch_lock = asyncio.Lock()
        # Loading all certificates is slow.
        self._ssl_context = ssl.create_default_context()

    async def find(self, key_id: str) -> Key | None:
        """Key with this id, or None. Fetches the keys if they are old or lack it. Raises JwksUnavailable."""
        if not self._is_younger_than(_REFRESH_AFTER) or key_id not in self._keys:
            await self._refresh(key_id)
        if not self._is_younger_than(_EXPIRE_AFTER):
            raise JwksUnavailable
        return self._keys.get(key_id)

    def _is_younger_than(self, age: dt.timedelta) -> bool:
        return self._fetched_at is not None and self._clock() - self._fetched_at < age

    async def _refresh(self, key_id: str) -> None:
        if self._fetch_lock.locked() and key_id in self._keys:
            return
        before = self._attempted_at
        async with self._fetch_lock:
            if self._attempted_at is not before or (
                before is not None and self._clock() - before < _MIN_FETCH_INTERVAL
            ):
                return
            self._attempted_at = self._clock()
            try:
                self._keys = await self._fetch()
            except _FETCH_ERRORS as error:
                _log.error("fetching the identity provider's keys failed", reason=f"{type(error).__name__}: {error}")
                return
            self._fetched_at = self._clock()

    async def _fetch(self) -> dict[str, Key]:
        async with httpx.AsyncClient(verify=self._ssl_context, timeout=_TIMEOUT_SECONDS) as http:
            url = self._jwks_url or await self._discover(http)
            jwks = (await _get_json(http, url))["keys"]
        keys = {str(jwk["kid"]): key for jwk in jwks if (key := _import_key(jwk)) is not None}
        if not keys:
            raise ValueError("the JWKS has no usable key")
        return keys

    async def _discover(self, http: httpx.AsyncClient) -> str:
        metadata = await _get_json(http, f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if metadata["issuer"] != self._issuer:
            raise ValueError("the discovery document names another issuer than OIDC_ISSUER")
        url = str(metadata["jwks_uri"])
        if not is_secure_url(url):
            raise ValueError("jwks_uri is not https")
        return url


async def _get_json(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    body = b""
    async with asyncio.timeout(2 * _TIMEOUT_SECONDS), http.stream("GET", url) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > _MAX_RESPONSE_BYTES:
                raise ValueError("the response is too large")
    data: object = json.loads(body)
    if not isinstance(data, dict):
        raise TypeError("the response is not a JSON object")
    return data


def _import_key(jwk: object) -> Key | None:
    """The key, or None if it is not for signatures, of an unsupported type, or too weak."""
    if not isinstance(jwk, dict) or not isinstance(jwk.get("kid"), str) or jwk.get("use", "sig") != "sig":
        return None
    try:
        with warnings.catch_warnings():
            # joserfc warns about keys that are too short.
            warnings.simplefilter("error", SecurityWarning)
            key = JWKRegistry.import_key(jwk)
    except (JoseError, ValueError, TypeError, SecurityWarning):
        return None
    return key if isinstance(key, Key) else None
