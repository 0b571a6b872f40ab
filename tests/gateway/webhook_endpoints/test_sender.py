"""One delivery by HTTP: to the address that was checked, bounded, and signed (D53, D54)."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

import gateway
from gateway import OutgoingWebhook, WebhookNotDelivered, WebhookSender
from models import WebhookFailure
from tests.support.mail_server import create_certificate
from tests.support.server_process import free_port
from tests.support.webhook_receiver import WebhookReceiver, answer, run_receiver

SECRETS = tuple(gateway.encode_webhook_secret(bytes([number]) * 32) for number in range(3))
SENDER = WebhookSender(allows_loopback=True)


def webhook_to(url: str, secrets: Sequence[str] = SECRETS[:1]) -> OutgoingWebhook:
    return OutgoingWebhook(url=url, id="msg_1", at=dt.datetime.now(dt.UTC), body='{"é":1}', secrets=secrets)


async def failure_of(sender: WebhookSender, url: str) -> tuple[WebhookFailure, int | None]:
    with pytest.raises(WebhookNotDelivered) as failed:
        await sender.send(webhook_to(url))
    return failed.value.failure, failed.value.status


async def test_request() -> None:
    """D53: a POST of the body with the specification's headers, whose signature its library accepts."""
    async with run_receiver() as receiver:
        assert await SENDER.send(webhook_to(receiver.url)) == 200
    (request,) = receiver.received
    assert request.request_line == "POST /hooks?key=1 HTTP/1.1"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-type"] == "application/json"
    assert (request.id, request.body) == ("msg_1", '{"é":1}'.encode())
    assert request.is_signed_with(SECRETS[0])
    assert not request.is_signed_with(SECRETS[1])


async def test_several_signatures() -> None:
    """D53: while a secret is rotated, receivers with either secret accept the request."""
    async with run_receiver() as receiver:
        await SENDER.send(webhook_to(receiver.url, SECRETS[:2]))
    (request,) = receiver.received
    assert [request.is_signed_with(secret) for secret in SECRETS] == [True, True, False]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_status_2xx_is_success(status: int) -> None:
    """D55: any 2xx."""
    async with run_receiver() as receiver:
        receiver.answers = [answer(status)]
        assert await SENDER.send(webhook_to(receiver.url)) == status


@pytest.mark.parametrize("status", [301, 302, 304, 307, 308, 400, 401, 404, 410, 429, 500, 503])
async def test_not_accepted(status: int) -> None:
    """D55: any other answer is a failure, and a redirect is not followed."""
    async with run_receiver() as receiver, run_receiver() as other:
        receiver.answers = [answer(status, f"location: {other.url}")]
        assert await failure_of(SENDER, receiver.url) == (WebhookFailure.STATUS, status)
    assert (len(receiver.received), len(other.received)) == (1, 0)


async def test_rebinding() -> None:
    """D54: a name is resolved once; what it resolves to later is never connected to."""
    lookups = []

    async def rebind(host: str, _port: int) -> Sequence[str]:
        lookups.append(host)
        return ["192.0.0.1"] if len(lookups) > 1 else ["127.0.0.1"]

    sender = WebhookSender(resolver=rebind, allows_loopback=True)
    async with run_receiver() as receiver:
        url = f"http://rebind.test:{receiver.port}/x"
        assert await sender.send(webhook_to(url)) == 200
        assert lookups == ["rebind.test"]
        assert receiver.received[0].headers["host"] == f"rebind.test:{receiver.port}"
        assert await failure_of(sender, url) == (WebhookFailure.NOT_ENCRYPTED, None)
    assert len(receiver.received) == 1


async def test_each_delivery_checks_the_address() -> None:
    """D54: a name that was public when its endpoint was created."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with run_receiver() as receiver:
        url = f"https://hooks.test:{receiver.port}/x"
        failure = await failure_of(WebhookSender(resolver=resolve), url)
    assert failure == (WebhookFailure.ADDRESS_NOT_ALLOWED, None)
    assert receiver.received == []


async def test_http_is_for_this_machine_only() -> None:
    """D54: in the demo, too."""
    assert await failure_of(SENDER, "http://1.1.1.1/") == (WebhookFailure.NOT_ENCRYPTED, None)


async def test_certificate_is_verified_against_the_name(tmp_path: Path) -> None:
    """D54: the connection goes to the address, and the certificate has to be the name's."""
    server_tls, client_tls = create_certificate(tmp_path)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    sender = WebhookSender(resolver=resolve, allows_loopback=True, tls_context=client_tls)
    async with run_receiver(tls=server_tls) as receiver:
        assert await sender.send(webhook_to(f"https://127.0.0.1:{receiver.port}/x")) == 200
        other_name = await failure_of(sender, f"https://other.test:{receiver.port}/x")
        untrusted = await failure_of(SENDER, f"https://127.0.0.1:{receiver.port}/x")
    assert other_name == untrusted == (WebhookFailure.CONNECTION_FAILED, None)
    assert len(receiver.received) == 1


async def test_name_is_sent_in_the_handshake(tmp_path: Path) -> None:
    """D54: receivers that share an address are told apart by it."""
    server_tls, client_tls = create_certificate(tmp_path)
    client_tls.check_hostname = False
    names: list[str | None] = []

    def note(_socket: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        names.append(name)

    server_tls.sni_callback = note

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    sender = WebhookSender(resolver=resolve, allows_loopback=True, tls_context=client_tls)
    async with run_receiver(tls=server_tls) as receiver:
        await sender.send(webhook_to(f"https://hooks.test:{receiver.port}/x"))
    assert names == ["hooks.test"]


async def test_second_address_is_tried() -> None:
    """D54: a receiver that does not listen on the first of its addresses."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with run_receiver() as receiver:
        sender = WebhookSender(resolver=resolve, allows_loopback=True)
        assert await sender.send(webhook_to(f"http://hooks.test:{receiver.port}/x")) == 200
    assert len(receiver.received) == 1


async def test_no_receiver() -> None:
    """D55: nobody listens, the name is gone, or the answer is not HTTP."""
    url = f"http://127.0.0.1:{free_port()}/"
    assert await failure_of(SENDER, url) == (WebhookFailure.CONNECTION_FAILED, None)
    assert await failure_of(SENDER, f"https://{'a' * 64}.test/") == (WebhookFailure.HOST_NOT_FOUND, None)
    for nonsense in (b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 2000 OK\r\n\r\n"):
        async with run_receiver() as receiver:
            receiver.answers = [nonsense]
            assert await failure_of(SENDER, receiver.url) == (WebhookFailure.INVALID_ANSWER, None)


async def test_slow_receiver() -> None:
    """D55: an answer that does not come in time is a failure."""
    async with run_receiver(WebhookReceiver(paused=True)) as receiver:
        sender = WebhookSender(allows_loopback=True, total_seconds=0.5, tls_context=ssl.create_default_context())
        assert await failure_of(sender, receiver.url) == (WebhookFailure.TIMED_OUT, None)
        assert len(receiver.received) == 1


async def test_slow_name() -> None:
    """D55: the time of the resolver counts as well."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        raise AssertionError

    sender = WebhookSender(resolver=resolve, total_seconds=0.05, connect_seconds=0.05)
    assert await failure_of(sender, "https://h.test") == (WebhookFailure.TIMED_OUT, None)
    with pytest.raises(gateway.WebhookUrlInvalid):
        await sender.check_url("https://h.test")


async def test_large_and_endless_answers() -> None:
    """D54: what counts is the status; at most some kilobytes of an answer are read, and for a second at most."""
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n"
    async with run_receiver() as receiver:
        receiver.answers = [head + b"x" * 10_000_000, head + b"x"]
        async with asyncio.timeout(5):
            assert await SENDER.send(webhook_to(receiver.url)) == 200
            assert await SENDER.send(webhook_to(receiver.url)) == 200


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """D54: a proxy would resolve the name by itself."""
    async with run_receiver() as receiver, run_receiver() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert await SENDER.send(webhook_to(receiver.url)) == 200
    assert (len(receiver.received), len(proxy.received)) == (1, 0)
