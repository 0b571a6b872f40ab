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

from server.settings_checks import is_safe

Key = RSAKey | ECKey | OKPKey
# Never a shared secret ("oct"): whoever reads it could sign with it.
_KINDS: dict[str, type[RSAKey] | type[ECKey] | type[OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}

_log = structlog.get_logger()

_PATIENCE_SECONDS = 3.0
_LARGEST_ANSWER = 256 * 1024
# How its answer can fail to come, or to be one.
_SILENCE = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError, RecursionError, JoseError)
# A key that the provider takes back is not taken any longer than this, while the provider answers.
_FRESH = dt.timedelta(minutes=10)
# And this long where it does not answer at all.
_KEPT = dt.timedelta(hours=24)
# Tokens with made-up key ids must not make us ask the provider all the time.
_PAUSE = dt.timedelta(seconds=30)


class NoKeys(Exception):
    """The identity provider does not answer, and there are no keys of it that could still be used."""


class IssuerKeys:
    """Keys by their ids. One asks the provider at a time; who comes meanwhile uses what there is."""

    def __init__(self, issuer: str, jwks_url: str | None, clock: Callable[[], dt.datetime]) -> None:
        self._issuer = issuer
        self._jwks_url = jwks_url
        self._clock = clock
        self._keys: dict[str, Key] = {}
        self._fetched_at: dt.datetime | None = None
        self._tried_at: dt.datetime | None = None
        self._asking = asyncio.Lock()
        # Reading all certificates takes its time: once, at the start.
        self._trusted = ssl.create_default_context()

    async def find(self, key_id: str) -> Key | None:
        """The key; None where the provider has none of this id. Raise NoKeys."""
        if not self._younger_than(_FRESH) or key_id not in self._keys:
            await self._refresh(key_id)
        if not self._younger_than(_KEPT):
            raise NoKeys
        return self._keys.get(key_id)

    def _younger_than(self, age: dt.timedelta) -> bool:
        return self._fetched_at is not None and self._clock() - self._fetched_at < age

    async def _refresh(self, key_id: str) -> None:
        if self._asking.locked() and key_id in self._keys:
            return
        before = self._tried_at
        async with self._asking:
            if self._tried_at is not before or (before is not None and self._clock() - before < _PAUSE):
                return  # somebody asked just now
            self._tried_at = self._clock()
            try:
                self._keys = await self._fetch()
            except _SILENCE as error:
                _log.error("identity provider does not tell its keys", reason=f"{type(error).__name__}: {error}")
                return
            self._fetched_at = self._clock()

    async def _fetch(self) -> dict[str, Key]:
        async with httpx.AsyncClient(verify=self._trusted, timeout=_PATIENCE_SECONDS, follow_redirects=False) as http:
            url = self._jwks_url or await self._discover(http)
            found: dict[str, Key] = {}
            for one in (await _answer(http, url))["keys"]:
                key = _usable(one)
                if key is not None:
                    found[str(one["kid"])] = key
        if not found:
            raise ValueError("it has no key that could be used")
        return found

    async def _discover(self, http: httpx.AsyncClient) -> str:
        told = await _answer(http, f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if told["issuer"] != self._issuer:
            raise ValueError("its discovery names another issuer than OIDC_ISSUER")
        url = str(told["jwks_uri"])
        if not is_safe(url):
            raise ValueError("its keys are not on https")
        return url


async def _answer(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    body = b""
    async with asyncio.timeout(2 * _PATIENCE_SECONDS), http.stream("GET", url) as answer:
        answer.raise_for_status()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > _LARGEST_ANSWER:
                raise ValueError("its answer is too large")
    told: object = json.loads(body)
    if not isinstance(told, dict):
        raise TypeError("its answer is no object")
    return told


def _usable(one: object) -> Key | None:
    """A public key to check signatures with. Others, kinds that nobody here knows, and weak ones are passed over."""
    if not isinstance(one, dict) or not isinstance(one.get("kid"), str) or one.get("use", "sig") != "sig":
        return None
    kind = _KINDS.get(str(one.get("kty")))
    if kind is None:
        return None
    try:
        with warnings.catch_warnings():
            # This is how the library says that a key is too short to be safe.
            warnings.simplefilter("error", SecurityWarning)
            return kind.import_key(one)
    except (JoseError, ValueError, TypeError, SecurityWarning):
        return None
