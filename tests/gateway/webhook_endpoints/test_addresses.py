"""Only the public Internet is called, whatever a name resolves to (D54)."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Sequence

import pytest

from gateway import WebhookSender, WebhookUrlInvalid, WebhookUrlProblem
from gateway.webhook_endpoints.addresses import is_public

PUBLIC = "93.184.216.34"
REFUSED = [
    "0.0.0.1", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::5db8:d822", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d822::1",
    "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip


def sender_to(*texts: str, allows_loopback: bool = False) -> WebhookSender:
    """A sender for which every name has these addresses."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return texts

    return WebhookSender(resolver=resolve, allows_loopback=allows_loopback)


async def problem_of(sender: WebhookSender, url: str) -> WebhookUrlProblem:
    with pytest.raises(WebhookUrlInvalid) as refused:
        await sender.check_url(url)
    return refused.value.problem


@pytest.mark.parametrize("text", REFUSED)
async def test_other_networks_are_refused(text: str) -> None:
    """D54: private, local, shared, multicast, reserved, metadata, and what stands for an IPv4 address."""
    assert not is_public(ipaddress.ip_address(text))
    assert await problem_of(sender_to(text), "https://hooks.test") is WebhookUrlProblem.ADDRESS_NOT_ALLOWED
    assert await problem_of(sender_to(PUBLIC, text), "https://hooks.test") is WebhookUrlProblem.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
async def test_public_addresses_are_accepted(text: str) -> None:
    """D54: also several of them, with the URL in its normal form."""
    assert await sender_to(text, PUBLIC).check_url("https://HOOKS.test:443") == "https://hooks.test"


async def test_zone_of_a_link_local_address() -> None:
    """D54: a resolver returns the interface with it."""
    assert await problem_of(sender_to("fe80::1%eth0"), "https://h.test") is WebhookUrlProblem.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/", "https://0x7f.1/",
        "https://127.1/", "https://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
async def test_this_machine_is_refused(url: str) -> None:
    """D54: in each way to write it, by the resolver of the system."""
    assert await problem_of(WebhookSender(), url) is WebhookUrlProblem.ADDRESS_NOT_ALLOWED


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        *((url, WebhookUrlProblem.MALFORMED) for url in (
            "", "hooks", "hooks.test/x", "ftp://hooks.test", "file:///etc/passwd", "https://", "https:///x",
            "https://hooks.test/#x", "https://hooks.test:0/", "https://hooks.test:65536/", "https://hooks.test:x/",
            "https://ho oks.test", "https://hooks.test/\n", "https://hooks.test\\@other.test", "https://höoks.test",
            "https://hooks.test/\x7f", "javascript:alert(1)", "//hooks.test",
        )),
        ("http://hooks.test", WebhookUrlProblem.NOT_ENCRYPTED),
        ("https://user@hooks.test", WebhookUrlProblem.WITH_CREDENTIALS),
        ("https://user:password@hooks.test", WebhookUrlProblem.WITH_CREDENTIALS),
        ("https://:password@hooks.test", WebhookUrlProblem.WITH_CREDENTIALS),
    ],
)  # fmt: skip
async def test_urls_that_are_refused(url: str, problem: WebhookUrlProblem) -> None:
    """D54: https with a host, and no secret in it that would be shown to every admin."""
    assert await problem_of(sender_to(PUBLIC), url) is problem


async def test_names_without_address() -> None:
    """D54: a name that does not resolve, or takes too long."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    assert await problem_of(WebhookSender(resolver=resolve), "https://h.test") is WebhookUrlProblem.HOST_NOT_FOUND
    assert await problem_of(sender_to(), "https://h.test") is WebhookUrlProblem.HOST_NOT_FOUND
    too_long = f"https://{'a' * 64}.test"
    assert await problem_of(WebhookSender(), too_long) is WebhookUrlProblem.HOST_NOT_FOUND


async def test_slow_names_of_one_owner_hold_up_nobody() -> None:
    """D55: two are resolved at the same time, also after a timeout, because their threads go on."""
    started: list[str] = []
    answered = asyncio.Event()

    async def resolve(host: str, _port: int) -> Sequence[str]:
        started.append(host)
        if host.startswith("slow"):
            await answered.wait()
        return (PUBLIC,)

    sender = WebhookSender(resolver=resolve, connect_seconds=0.05)
    slow = [sender.check_url(f"https://slow{number}.test", "one") for number in range(9)]
    assert all(isinstance(error, WebhookUrlInvalid) for error in await asyncio.gather(*slow, return_exceptions=True))
    with pytest.raises(WebhookUrlInvalid):
        await sender.check_url("https://fast.test", "one")
    assert started == ["slow0.test", "slow1.test"]
    assert await sender.check_url("https://fast.test", "other") == "https://fast.test"
    answered.set()
    assert await sender.check_url("https://fast.test", "one") == "https://fast.test"


async def test_loopback_in_the_demo() -> None:
    """D54: this machine only, also by http; no other private network, and no name that is both."""
    assert await sender_to("127.0.0.1", allows_loopback=True).check_url("http://h.test/x") == "http://h.test/x"
    assert await sender_to("::1", allows_loopback=True).check_url("https://h.test/x") == "https://h.test/x"
    for texts in (("10.0.0.1",), ("127.0.0.1", "10.0.0.1"), ("127.0.0.1", PUBLIC), ("::",)):
        sender = sender_to(*texts, allows_loopback=True)
        assert await problem_of(sender, "https://h.test") is WebhookUrlProblem.ADDRESS_NOT_ALLOWED
    assert await problem_of(sender_to(PUBLIC, allows_loopback=True), "http://h") is WebhookUrlProblem.NOT_ENCRYPTED
