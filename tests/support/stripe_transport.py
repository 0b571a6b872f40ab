"""The real `stripe` client, sending requests to an ASGI app in the same process instead of over the network."""

import asyncio
import collections.abc
from typing import Any

import httpx
import stripe
from starlette.types import ASGIApp


class InProcessClient(stripe.HTTPClient):
    """A `stripe.HTTPClient` for async requests over `httpx.ASGITransport`.

    Errors of the transport (a dropped connection) become `stripe.APIConnectionError`, as over a network.
    """

    name = "in-process"

    def __init__(self, app: ASGIApp) -> None:
        super().__init__()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), trust_env=False)

    async def request_async(
        self, method: str, url: str, headers: collections.abc.Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, collections.abc.Mapping[str, str]]:
        """Send one request."""
        try:
            response = await self._client.request(method, url, headers=headers, content=post_data or b"")
        except httpx.HTTPError as error:
            message = f"Unexpected error communicating with Stripe. (Network error: {type(error).__name__})"
            raise stripe.APIConnectionError(message, should_retry=True) from error  # type: ignore[no-untyped-call]
        return response.content, response.status_code, response.headers

    async def sleep_async(self, secs: float) -> None:  # noqa: ARG002 (the signature is the library's)
        """Let other tasks run between retries, without waiting."""
        await asyncio.sleep(0)

    async def close_async(self) -> None:
        """Close the transport."""
        await self._client.aclose()
