"""Which URLs and network addresses may be called: those of the public Internet (D54).

A firm enters the URL, and its name can resolve to any address at any time. A server inside the operator's network
must not be reached by it, so every address that a name resolves to is checked, each time.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import httpx

from gateway.webhook_endpoints.types import WebhookUrlInvalid, WebhookUrlProblem

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the addresses of a host and port as texts. Raises OSError."""

_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65535
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_REFUSED_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host's services in Azure: public by number only
        "192.0.0.0/24",  # protocols, and the metadata of Oracle's hosts
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocols, Teredo among them, which contains an IPv4 address
        "2001:db8::/32",  # documentation, as the next one
        "3fff::/20",
        "2002::/16",  # 6to4: contains an IPv4 address
    )
)
# Own threads: names that resolve slowly must not occupy those that passwords are checked in.
_RESOLVER_THREADS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="webhook-resolver")


def parse_url(text: str) -> httpx.URL:
    """The URL of an endpoint. Raises WebhookUrlInvalid unless it is http or https with a host, without credentials."""
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise WebhookUrlInvalid(WebhookUrlProblem.MALFORMED)
    try:
        url = httpx.URL(text)
        has_port = url.port is None or 1 <= url.port <= _MAX_PORT
        is_valid = url.scheme in _PORTS and bool(url.host) and not url.fragment and has_port
    except (httpx.InvalidURL, ValueError):
        raise WebhookUrlInvalid(WebhookUrlProblem.MALFORMED) from None
    if not is_valid:
        raise WebhookUrlInvalid(WebhookUrlProblem.MALFORMED)
    if url.userinfo:
        raise WebhookUrlInvalid(WebhookUrlProblem.WITH_CREDENTIALS)
    return url


async def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """The addresses of the host, as the system resolves it. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_RESOLVER_THREADS, _resolve, host, port)
    return list(dict.fromkeys(found))


def _resolve(host: str, port: int) -> list[str]:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[0]) for _family, _type, _protocol, _name, address in infos]


async def resolve_allowed(url: httpx.URL, resolver: Resolver, *, allows_loopback: bool) -> Sequence[IpAddress]:
    """The addresses of the URL's host. `allows_loopback`: this machine is allowed as well, also by http.

    Raises WebhookUrlInvalid if there is none, if any of them may not be called, or for http to another machine.
    """
    try:
        texts = await resolver(url.host, url.port or _PORTS[url.scheme])
    except (OSError, UnicodeError):
        raise WebhookUrlInvalid(WebhookUrlProblem.HOST_NOT_FOUND) from None
    if not texts:
        raise WebhookUrlInvalid(WebhookUrlProblem.HOST_NOT_FOUND)
    # Without the zone of a link-local address, which is refused anyway.
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in texts]
    is_local = allows_loopback and all(address.is_loopback for address in found)
    if url.scheme != "https" and not is_local:
        raise WebhookUrlInvalid(WebhookUrlProblem.NOT_ENCRYPTED)
    if not is_local and not all(map(is_public, found)):
        raise WebhookUrlInvalid(WebhookUrlProblem.ADDRESS_NOT_ALLOWED)
    return found


def is_public(address: IpAddress) -> bool:
    """Whether the address is one host of the public Internet.

    IPv6 addresses that stand for an IPv4 address (mapped, NAT64, 6to4, Teredo) are not, whatever that is.
    """
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    is_refused = any(address in network for network in _REFUSED_NETWORKS)
    return address.is_global and not address.is_multicast and not address.is_reserved and not is_refused
