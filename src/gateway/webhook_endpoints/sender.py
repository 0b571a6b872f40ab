"""One delivery by HTTP, to an address that was checked."""

import asyncio
import functools
import ssl
import weakref
from collections.abc import Sequence
from contextlib import suppress

import httpx

from gateway.webhook_endpoints import addresses
from gateway.webhook_endpoints.addresses import IpAddress, Resolver
from gateway.webhook_endpoints.signatures import signature_headers
from gateway.webhook_endpoints.types import OutgoingWebhook, WebhookNotDelivered, WebhookUrlInvalid, WebhookUrlProblem
from models import WebhookFailure

_MAX_ANSWER_BYTES = 16_384
_MAX_RESOLVING = 2
"""How many names of one owner are resolved at the same time: the threads for that are few, and for everybody."""


class WebhookSender:
    """Posts webhooks to public addresses. `allows_loopback`: also to this machine, for the demo and tests.

    `connect_seconds` are those of one address, `total_seconds` those of one delivery, its name included.
    `tls_context` verifies certificates; by default, as the system does.
    """

    def __init__(
        self,
        *,
        allows_loopback: bool = False,
        resolver: Resolver = addresses.resolve_by_system,
        tls_context: ssl.SSLContext | None = None,
        connect_seconds: float = 5,
        total_seconds: float = 15,
    ) -> None:
        self._allows_loopback = allows_loopback
        self._resolver = resolver
        self._custom_tls_context = tls_context
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds
        self._resolving: weakref.WeakValueDictionary[str, asyncio.Semaphore] = weakref.WeakValueDictionary()

    @functools.cached_property
    def _tls_context(self) -> ssl.SSLContext:
        # Created once, because that reads the certificates of all authorities.
        return self._custom_tls_context or ssl.create_default_context()

    async def check_url(self, text: str, owner: str = "") -> str:
        """Return the URL in its normal form, if it can be that of an endpoint now. Raises WebhookUrlInvalid."""
        url = addresses.parse_url(text)
        try:
            async with asyncio.timeout(self._connect_seconds):
                await self._resolve(url, owner)
        except TimeoutError:
            raise WebhookUrlInvalid(WebhookUrlProblem.HOST_NOT_FOUND) from None
        return str(url)

    async def send(self, webhook: OutgoingWebhook) -> int:
        """Post the webhook. Returns the status of the answer, which is 2xx. Raises WebhookNotDelivered.

        The name is resolved once, all its addresses are checked, and one of these is connected to: what the name
        resolves to meanwhile is of no importance. Redirects are not followed, and answers are not used.
        """
        try:
            async with asyncio.timeout(self._total_seconds):
                url = addresses.parse_url(webhook.url)
                status = await self._post(url, await self._resolve(url, webhook.owner), webhook)
        except WebhookUrlInvalid as error:
            failure = WebhookFailure.__members__.get(error.problem.name, WebhookFailure.ADDRESS_NOT_ALLOWED)
            raise WebhookNotDelivered(failure) from None
        except (TimeoutError, httpx.TimeoutException) as error:
            raise WebhookNotDelivered(WebhookFailure.TIMED_OUT) from error
        except (httpx.ConnectError, httpx.NetworkError) as error:
            raise WebhookNotDelivered(WebhookFailure.CONNECTION_FAILED, detail=str(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise WebhookNotDelivered(WebhookFailure.INVALID_ANSWER, detail=str(error)) from error
        if not httpx.codes.is_success(status):
            raise WebhookNotDelivered(WebhookFailure.STATUS, status)
        return status

    async def _resolve(self, url: httpx.URL, owner: str) -> Sequence[IpAddress]:
        limit = self._resolving.setdefault(owner, asyncio.Semaphore(_MAX_RESOLVING))
        await limit.acquire()
        resolving = asyncio.ensure_future(
            addresses.resolve_allowed(url, self._resolver, allows_loopback=self._allows_loopback)
        )

        def release(ended: asyncio.Future[Sequence[IpAddress]]) -> None:
            limit.release()
            if not ended.cancelled():
                ended.exception()  # nobody else reads it after a timeout

        resolving.add_done_callback(release)
        # Not cancelled by a timeout, because the thread goes on, and counts until it ends.
        return await asyncio.shield(resolving)

    async def _post(self, url: httpx.URL, ip_addresses: Sequence[IpAddress], webhook: OutgoingWebhook) -> int:
        """Post to the first address that can be connected to. Returns the status of the answer."""
        for address in ip_addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._post_to(address, url, webhook)
        return await self._post_to(ip_addresses[-1], url, webhook)

    async def _post_to(self, address: IpAddress, url: httpx.URL, webhook: OutgoingWebhook) -> int:
        # A client for each delivery: a connection that is kept is found again by its address, and would then be used
        # for another host, whose certificate nobody has verified.
        transport = httpx.AsyncHTTPTransport(verify=self._tls_context, trust_env=False)
        timeout = httpx.Timeout(self._total_seconds, connect=self._connect_seconds)
        headers = {
            **signature_headers(webhook),
            "host": url.netloc.decode(),
            "content-type": "application/json",
            "user-agent": "Acompte",
            "accept-encoding": "identity",
            "connection": "close",
        }
        # The name is in the Host header and in the TLS handshake, where the certificate is verified against it.
        extensions = {"sni_hostname": url.raw_host.decode()}
        async with (
            httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST", url.copy_with(host=str(address)), content=webhook.body, headers=headers, extensions=extensions
            ) as answer,
        ):
            await _discard(answer)
            return answer.status_code


async def _discard(answer: httpx.Response) -> None:
    """Read a short answer to its end, as receivers expect. What it says, or whether it ends, is of no importance."""
    size = 0
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(1):
            async for part in answer.aiter_raw():
                size += len(part)
                if size > _MAX_ANSWER_BYTES:
                    return
