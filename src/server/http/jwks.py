"""The keys of the identity provider: fetched when they are needed, kept, asked for anew, and never too often."""

from __future__ import annotations

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
from joserfc.jwk import ECKey, OKPKey, RSAKey

from server.settings_checks import is_secure_url

Key = RSAKey | ECKey | OKPKey
# Never a shared secret ("oct"): whoever reads it could sign with it.
_KEY_TYPES: dict[str, type[RSAKey] | type[ECKey] | type[OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}

_log = structlog.get_logger()

_TIMEOUT_SECONDS = 3.0
_MAX_RESPONSE_BYTES = 256 * 1024
# How its answer can fail to come, or to be one.
_FETCH_ERRORS = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError, RecursionError, JoseError)
# A key that the provider takes back is not taken any longer than this, while the provider answers.
_REFRESH_AFTER = dt.timedelta(minutes=10)
# And this long where it does not answer at all.
_EXPIRE_AFTER = dt.timedelta(hours=24)
# Tokens with made-up key ids must not make us ask the provider all the time.
_MIN_FETCH_INTERVAL = dt.timedelta(seconds=30)


class JwksUnavailable(Exception):
    """The identity provider does not answer, and there are no keys of it that could still be used."""


class JwksCache:
    """Keys by their ids. One asks the provider at a time; who comes meanwhile uses what there is."""

    def __init__(self, issuer: str, jwks_url: str | None, clock: Callable[[], dt.datetime]) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched_at: dt.datetime | None = None
        self._attempted_at: dt.datetime | None = None
        self._fetch_lock = asyncio.Lock()
        # Reading all certificates takes its time: once, at the start.
        self._ssl_context = ssl.create_default_context()

    async def find(self, key_id: str) -> Key | None:
        """The key; None where the provider has none of this id. Raise NoKeys."""
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
                return  # somebody asked just now
            self._attempted_at = self._clock()
            try:
                self._keys = await self._fetch()
            except _FETCH_ERRORS as error:
                _log.error("identity provider does not tell its keys", reason=f"{type(error).__name__}: {error}")
                return
            self._fetched_at = self._clock()

    async def _fetch(self) -> dict[str, Key]:
        async with httpx.AsyncClient(
            verify=self._ssl_context, timeout=_TIMEOUT_SECONDS, follow_redirects=False
        ) as http:
            url = self._jwks_url or await self._discover(http)
            found: dict[str, Key] = {}
            for one in (await _get_json(http, url))["keys"]:
                key = _import_key(one)
                if key is not None:
                    found[str(one["kid"])] = key
        if not found:
            raise ValueError("it has no key that could be used")
        return found

    async def _discover(self, http: httpx.AsyncClient) -> str:
        told = await _get_json(http, f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if told["issuer"] != self._issuer:
            raise ValueError("its discovery names another issuer than OIDC_ISSUER")
        url = str(told["jwks_uri"])
        if not is_secure_url(url):
            raise ValueError("its keys are not on https")
        return url


async def _get_json(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    body = b""
    async with asyncio.timeout(2 * _TIMEOUT_SECONDS), http.stream("GET", url) as answer:
        answer.raise_for_status()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > _MAX_RESPONSE_BYTES:
                raise ValueError("its answer is too large")
    told: object = json.loads(body)
    if not isinstance(told, dict):
        raise TypeError("its answer is no object")
    return told


def _import_key(jwk: object) -> Key | None:
    """A public key to check signatures with. Others, kinds that nobody here knows, and weak ones are passed over."""
    if not isinstance(jwk, dict) or not isinstance(jwk.get("kid"), str) or jwk.get("use", "sig") != "sig":
        return None
    kind = _KEY_TYPES.get(str(jwk.get("kty")))
    if kind is None:
        return None
    try:
        with warnings.catch_warnings():
            # This is how the library says that a key is too short to be safe.
            warnings.simplefilter("error", SecurityWarning)
            return kind.import_key(jwk)
    except (JoseError, ValueError, TypeError, SecurityWarning):
        return None
