"""Webhook endpoints in the API: who reads and changes them, and their deliveries (D53, D55)."""

from __future__ import annotations

from typing import Any

import pytest

from models import NoticeKind
from tests.resolvers.test_read_access import UNKNOWN_ID
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import (
    all_rows,
    execute,
    global_id,
    query_data,
    record_statements,
    run_mutation,
    warm_firm_cache,
)
from tests.support.two_firms import TwoFirms
from tests.support.webhook_receiver import answer, run_receiver
from tests.support.webhooks import create_endpoint

pytestmark = pytest.mark.both_databases

ENDPOINTS = """query ($first: Int, $after: String) {
  firm { webhookEndpoints { url kinds status createdAt deliveries(first: $first, after: $after) {
    edges { cursor node { id attempts succeededAt nextAttemptAt lastStatus lastError notice { kind text } } }
    totalCount
  } } }
}"""


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def endpoints(firm: Firm, **variables: Any) -> Any:
    data = await query_data(firm.app.services, firm.owner, ENDPOINTS, **variables)
    return data["firm"]["webhookEndpoints"]


async def test_deliveries(firm: Firm) -> None:
    """D55: newest first, with what became of them, by pages; in one statement."""
    async with run_receiver() as receiver:
        await create_endpoint(firm, receiver.url, [NoticeKind.PREPAYMENT_RECEIVED])
        receiver.answers = [answer(200), answer(503)]
        for amount in ("1.00", "2.00"):
            await firm.prepay(amount)
    (endpoint,) = await endpoints(firm)
    assert (endpoint["url"], endpoint["kinds"], endpoint["status"]) == (
        receiver.url, ["PREPAYMENT_RECEIVED"], "FAILING",
    )  # fmt: skip
    newest, oldest = (edge["node"] for edge in endpoint["deliveries"]["edges"])
    assert newest["notice"] == {"kind": "PREPAYMENT_RECEIVED", "text": "Lumière's client prepaid €2.00."}
    assert (newest["attempts"], newest["lastStatus"], newest["lastError"], newest["succeededAt"]) == (
        1, 503, "The receiver answered with status 503.", None,
    )  # fmt: skip
    assert (oldest["lastStatus"], oldest["lastError"], oldest["nextAttemptAt"]) == (200, None, None)
    assert oldest["succeededAt"] is not None
    await warm_firm_cache(firm.app.services, firm.owner)
    with record_statements(firm.app.database.read_engine) as statements:
        (endpoint,) = await endpoints(firm, first=1, after=endpoint["deliveries"]["edges"][0]["cursor"])
    assert [edge["node"] for edge in endpoint["deliveries"]["edges"]] == [oldest]
    assert (len(statements), endpoint["deliveries"]["totalCount"]) == (1, 2)


async def test_message_in_french(firm: Firm) -> None:
    """D65: why it failed is said in the reader's language."""
    async with run_receiver() as receiver:
        await create_endpoint(firm, receiver.url)
        receiver.answers = [answer(503)]
        await firm.prepay("1.00")
    query = 'mutation { updateProfile(input: {locale: "fr"}) { __typename } }'
    await query_data(firm.app.services, firm.owner, query)
    owner = firm.owner.__class__(firm.owner.firm_id, firm.owner.id, firm.owner.role, firm.owner.rights, locale="fr")
    query = "{ firm { webhookEndpoints { deliveries { edges { node { lastError } } } } } }"
    response = await execute(firm.app.services, owner, query)
    assert "Le destinataire a répondu avec le statut 503." in response.text.encode().decode("unicode_escape")


async def test_redelivered_delivery_is_waiting(firm: Firm) -> None:
    """D55: the answer shows that it waits."""
    async with run_receiver() as receiver:
        endpoint = await create_endpoint(firm, receiver.url)
        await firm.prepay("1.00")
        (delivery,) = await endpoint.deliveries()
        selection = "... on WebhookDeliveryPayload { delivery { attempts nextAttemptAt succeededAt } }"
        again = await run_mutation(
            firm.app.services, firm.owner, "redeliverWebhook", selection,
            deliveryId=global_id("WebhookDelivery", delivery.id),
        )  # fmt: skip
        assert again["delivery"]["attempts"] == 0
        assert again["delivery"]["nextAttemptAt"] is not None
        await firm.app.run_due_jobs()
    assert len(receiver.received) == 2


MUTATIONS = {
    "deleteWebhookEndpoint": ("WebhookEndpoint", "webhookEndpointId"),
    "rotateWebhookSecret": ("WebhookEndpoint", "webhookEndpointId"),
    "redeliverWebhook": ("WebhookDelivery", "deliveryId"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_only_managers_of_the_firm(both_firms: TwoFirms, mutation: str) -> None:
    """P7: without permission one error, for whatever is not the firm's NotFound; and nothing changes."""
    type_name, argument = MUTATIONS[mutation]
    objects = [object_ for object_ in both_firms.objects.values() if object_.type_name == type_name]
    query = f"mutation ($id: ID!) {{ {mutation}(input: {{{argument}: $id}}) {{ __typename }} }}"
    for name, requester in both_firms.requesters.items():
        may_manage = requester.is_owner_or_admin
        ids = [object_.id for object_ in objects if object_.firm_id != requester.firm_id or not may_manage]
        assert ids
        texts = set()
        for id_ in (*ids, global_id(type_name, UNKNOWN_ID), global_id("Seat", UNKNOWN_ID), "x"):
            response = await execute(both_firms.app.services, requester.viewer, query, {"id": id_})
            if may_manage:
                assert response.data == {mutation: {"__typename": "NotFound"}}, (name, id_)
            else:
                code = "UNAUTHENTICATED" if requester.is_anonymous else "FORBIDDEN"
                assert response.codes == [([mutation], code)], (name, id_)
            texts.add(response.text)
        assert len(texts) == 1, name
    assert await all_rows(both_firms.app.services) == both_firms.rows
