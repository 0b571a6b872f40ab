"""Webhook endpoints are created, changed, deleted, and get new secrets (D53)."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.access.policy import PermissionDenied
from billing.errors import IdempotencyConflict, InvalidInput, NotFound
from billing.unset import UNSET
from billing.webhook_endpoints import rules
from billing.webhook_endpoints.create_webhook_endpoint import CreateWebhookEndpointCommand, create_webhook_endpoint
from billing.webhook_endpoints.delete_webhook_endpoint import delete_webhook_endpoint
from billing.webhook_endpoints.redeliver_webhook import redeliver_webhook
from billing.webhook_endpoints.rotate_webhook_secret import rotate_webhook_secret
from billing.webhook_endpoints.update_webhook_endpoint import UpdateWebhookEndpointCommand, update_webhook_endpoint
from models import FirmRole, MemberRight, NoticeKind, WebhookEndpointStatus
from tests.support.actions import issue_credit_note
from tests.support.firm import Firm
from tests.support.graphql_client import all_rows
from tests.support.webhook_receiver import WebhookReceiver
from tests.support.webhooks import CreatedEndpoint, create_endpoint, notice_kinds

URL = "http://127.0.0.1:9/"


async def update(endpoint: CreatedEndpoint, **changes: Any) -> None:
    services, owner = endpoint.firm.app.services, endpoint.firm.owner
    await update_webhook_endpoint(services, owner, UpdateWebhookEndpointCommand(endpoint.id, **changes))


async def event_kinds(firm: Firm) -> list[str]:
    async with firm.app.services.reads() as session:
        of_endpoints = models.Event.kind.startswith("webhook_endpoint.")
        return list(await session.scalars(select(models.Event.kind).where(of_endpoints).order_by(models.Event.seq)))


async def test_new_endpoint_is_active(firm: Firm) -> None:
    """D53: it is active, gets all kinds, and its secret is stored nowhere."""
    endpoint = await create_endpoint(firm, URL)
    row = await endpoint.load()
    assert (row.url, row.kinds, row.status, row.created_at) == (
        URL, None, WebhookEndpointStatus.ACTIVE, firm.app.clock(),
    )  # fmt: skip
    prefix, _, key = endpoint.secret.partition("_")
    assert (prefix, len(base64.b64decode(key, validate=True))) == ("whsec", 32)
    assert key not in json.dumps(await all_rows(firm.app.services), default=str)
    assert await event_kinds(firm) == ["webhook_endpoint.added"]


async def test_secrets_differ(firm: Firm) -> None:
    """D53: no two endpoints have the same."""
    secrets = {(await create_endpoint(firm, URL)).secret for _ in range(3)}
    assert len(secrets) == 3


async def test_replay_does_not_show_the_secret(firm: Firm) -> None:
    """D30, D53: the same endpoint, without its secret; NotFound once it is deleted."""
    services, command = firm.app.services, CreateWebhookEndpointCommand(URL, None, "key")
    first, *others = await asyncio.gather(*(create_webhook_endpoint(services, firm.owner, command) for _ in range(3)))
    results = [first, *others]
    assert len({result.endpoint_id for result in results}) == 1
    assert sorted(result.secret is None for result in results) == [False, True, True]
    with pytest.raises(IdempotencyConflict):
        await create_webhook_endpoint(
            services, firm.owner, CreateWebhookEndpointCommand(URL, (NoticeKind.PAYMENT_FAILED,), "key")
        )
    await delete_webhook_endpoint(services, firm.owner, first.endpoint_id)
    with pytest.raises(NotFound):
        await create_webhook_endpoint(services, firm.owner, command)


@pytest.mark.parametrize(
    ("url", "kinds", "field"),
    [
        ("", None, "url"),
        ("http://10.0.0.1/", None, "url"),
        ("https://10.0.0.1/", None, "url"),
        ("https://user:secret@127.0.0.1/", None, "url"),
        ("https://127.0.0.1/" + "x" * 1983, None, "url"),
        (f"https://{'a' * 64}.test/", None, "url"),
        (URL, (), "kinds"),
        (URL, (NoticeKind.PAYMENT_FAILED, NoticeKind.INVOICE_ISSUED), "kinds"),
    ],
)
async def test_invalid_input(firm: Firm, url: str, kinds: tuple[NoticeKind, ...] | None, field: str) -> None:
    """D53, D54: neither an endpoint is created by it, nor one changed to it."""
    endpoint = await create_endpoint(firm, URL)
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput) as refused:
            await create_webhook_endpoint(firm.app.services, firm.owner, CreateWebhookEndpointCommand(url, kinds, "k"))
        assert refused.value.field == field
        with pytest.raises(InvalidInput):
            await update(endpoint, url=url, kinds=kinds)
    assert (await endpoint.load()).url == URL


async def test_at_most_ten(firm: Firm) -> None:
    """D53: a deleted one makes room."""
    endpoints = [await create_endpoint(firm, URL) for _ in range(rules.MAX_ENDPOINTS)]
    async with firm.assert_unchanged():
        with pytest.raises(InvalidInput):
            await create_endpoint(firm, URL)
    await delete_webhook_endpoint(firm.app.services, firm.owner, endpoints[0].id)
    await create_endpoint(firm, URL)


async def test_only_owner_and_admin(firm: Firm) -> None:
    """P7: whatever rights an employee has."""
    endpoint, services = await create_endpoint(firm, URL), firm.app.services
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    for viewer in (employee, firm.client_user):
        async with firm.assert_unchanged():
            for use_case in (delete_webhook_endpoint, rotate_webhook_secret, redeliver_webhook):
                with pytest.raises(PermissionDenied):
                    await use_case(services, viewer, endpoint.id)
            with pytest.raises(PermissionDenied):
                await create_webhook_endpoint(services, viewer, CreateWebhookEndpointCommand(URL, None, "k"))
            with pytest.raises(PermissionDenied):
                await update_webhook_endpoint(services, viewer, UpdateWebhookEndpointCommand(endpoint.id))


async def test_update_changes_each_field_by_itself(firm: Firm) -> None:
    """D53: each field by itself; without a change nothing is recorded."""
    endpoint = await create_endpoint(firm, URL, [NoticeKind.PAYMENT_FAILED])
    await update(endpoint, kinds=(NoticeKind.DISPUTE_OPENED, NoticeKind.PREPAYMENT_RECEIVED))
    assert (await endpoint.load()).kinds == "PREPAYMENT_RECEIVED DISPUTE_OPENED"
    await update(endpoint, kinds=None, url="http://localhost:9/other")
    row = await endpoint.load()
    assert (row.kinds, row.url) == (None, "http://localhost:9/other")
    await update(endpoint, enabled=False)
    assert await endpoint.status() == "DISABLED"
    async with firm.assert_unchanged():
        for changes in ({}, {"enabled": False}, {"kinds": None, "url": "http://localhost:9/other"}):
            await update(endpoint, **changes)
        await update(endpoint, url=UNSET, kinds=UNSET, enabled=UNSET)
    await update(endpoint, enabled=True)
    assert await endpoint.status() == "ACTIVE"


async def test_deleted_is_not_found(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53: nothing of it can be changed, and nothing is sent to it any more, not even what waits."""
    endpoint, services = await create_endpoint(firm, receiver.url), firm.app.services
    receiver.answers = [b""]
    await firm.prepay("10.00")
    (delivery,) = await endpoint.deliveries()
    await delete_webhook_endpoint(services, firm.owner, endpoint.id)
    firm.app.clock.advance(days=1)
    await firm.prepay("10.00")
    assert len(receiver.received) == len(await endpoint.deliveries()) == 1
    for use_case in (delete_webhook_endpoint, rotate_webhook_secret):
        with pytest.raises(NotFound):
            await use_case(services, firm.owner, endpoint.id)
    with pytest.raises(NotFound):
        await redeliver_webhook(services, firm.owner, delivery.id)
    with pytest.raises(NotFound):
        await update(endpoint, enabled=True)


async def test_other_firms_endpoint_is_not_found(firm: Firm) -> None:
    """P7: nothing of it moves."""
    endpoint, other = await create_endpoint(firm, URL), await firm.app.create_firm(name="Other")
    async with firm.assert_unchanged():
        with pytest.raises(NotFound):
            await delete_webhook_endpoint(firm.app.services, other.owner, endpoint.id)
        with pytest.raises(NotFound):
            await rotate_webhook_secret(firm.app.services, other.owner, endpoint.id)


async def test_who_gets_what(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53: each endpoint of the firm gets the kinds that it wants, once, if it is not disabled."""
    everything = await create_endpoint(firm, receiver.url)
    failures = await create_endpoint(firm, receiver.url, [NoticeKind.PREPAYMENT_FAILED])
    disabled = await create_endpoint(firm, receiver.url)
    await update(disabled, enabled=False)
    other = await create_endpoint(await firm.app.create_firm(name="Other"), receiver.url)
    await firm.prepay("100.00")
    await issue_credit_note(firm, "5.00")  # its notice is for clients only
    await firm.app.run_due_jobs()
    assert await notice_kinds(firm, await everything.deliveries()) == ["PREPAYMENT_RECEIVED"]
    assert [await endpoint.deliveries() for endpoint in (failures, disabled, other)] == [[], [], []]
    assert len(receiver.received) == 1


async def test_rotation(firm: Firm, receiver: WebhookReceiver) -> None:
    """D53: for a day both secrets sign, also if it is rotated again; afterwards only the new one."""
    endpoint, services = await create_endpoint(firm, receiver.url), firm.app.services
    secrets = [endpoint.secret]

    async def signed_with() -> list[bool]:
        await firm.prepay("1.00")
        return [receiver.received[-1].is_signed_with(secret) for secret in secrets]

    firm.app.clock.now = dt.datetime.now(dt.UTC)  # the library checks the time of a signature
    assert await signed_with() == [True]
    for _ in range(2):
        secret = (await rotate_webhook_secret(services, firm.owner, endpoint.id)).secret
        assert secret is not None
        secrets.append(secret)
    assert len(set(secrets)) == 3
    assert await signed_with() == [True, True, True]
    row, now = await endpoint.load(), firm.app.clock()
    assert rules.signing_secrets(services, row, now) == secrets[::-1]
    assert row.secret_rotated_at is not None
    end = row.secret_rotated_at + dt.timedelta(hours=24)
    assert rules.signing_secrets(services, row, end - dt.timedelta(microseconds=1)) == secrets[::-1]
    assert rules.signing_secrets(services, row, end) == secrets[-1:]
    firm.app.clock.now = end
    newest = (await rotate_webhook_secret(services, firm.owner, endpoint.id)).secret
    assert rules.signing_secrets(services, await endpoint.load(), firm.app.clock()) == [newest, secrets[-1]]


async def test_many_rotations_are_bounded(firm: Firm) -> None:
    """D53: at most five signatures, so that the header stays short; the receiver's is one of them."""
    endpoint, services = await create_endpoint(firm, URL), firm.app.services
    secrets: list[str | None] = [endpoint.secret]
    for rotations in range(1, 8):
        secrets.append((await rotate_webhook_secret(services, firm.owner, endpoint.id)).secret)
        signing = rules.signing_secrets(services, await endpoint.load(), firm.app.clock())
        assert signing == (secrets if rotations < 5 else [secrets[0], *secrets[-4:]])[::-1]
