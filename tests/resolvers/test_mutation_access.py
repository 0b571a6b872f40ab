"""Nobody changes another firm's or client's data, or what they may not change; a refusal changes nothing (P7).

Every requester sends every mutation for every object: their own, another client's, another firm's, an unknown one. No
input can succeed, so that a permitted requester gets a user error, and nothing may change at all.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import get_named_type

from models import CreditEntryKind, FirmRole, MemberRight
from tests.resolvers.read_rules import can_see
from tests.resolvers.test_read_access import PRINTED_SCHEMA, REQUESTER_NAMES, UNKNOWN_ID
from tests.support.graphql_client import Response, all_rows, execute, global_id
from tests.support.two_firms import PENDING_ADDRESS, ApiObject, Requester, TwoFirms

PAYMENTS, INVOICES = MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES
KEY = "one key for all commands, since a refused command does not claim it"
INVOICE_LINES: list[Any] = []
NOT_FOUND = {"__typename": "NotFound", "message": "Not found."}


def is_owner_or_admin(requester: Requester) -> bool:
    return requester.is_owner_or_admin


def is_signed_in(requester: Requester) -> bool:
    return not requester.is_anonymous


def can_manage_invoices(requester: Requester) -> bool:
    return requester.has_rights(INVOICES)


def can_pay(requester: Requester) -> bool:
    return requester.is_client_user or requester.has_rights(PAYMENTS, INVOICES)


def can_prepay(requester: Requester) -> bool:
    return requester.is_client_user or requester.has_rights(PAYMENTS)


def can_manage_clients(requester: Requester) -> bool:
    return requester.has_rights(MemberRight.MANAGE_CLIENTS)


def can_manage_payments(requester: Requester) -> bool:
    return requester.has_rights(PAYMENTS)


def is_owner(requester: Requester) -> bool:
    return requester.role is FirmRole.OWNER


Targets = Callable[[TwoFirms], list[uuid.UUID]]


def invoices_named(name: str) -> Targets:
    """Of each client, the invoice with this name."""
    return lambda both_firms: [id_ for side in both_firms.firms for id_ in side.invoices[name].values()]


def client_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [client_id for side in both_firms.firms for client_id in side.clients]


def settled_payment_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [id_ for side in both_firms.firms for id_ in side.settled_payments.values()]


def invoice_payment_entry_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    """Of each client, the entries by which credits paid invoices; they cannot be reversed."""
    entries = [object_ for object_ in both_firms.objects.values() if object_.type_name == "CreditEntry"]
    return [object_.database_id for object_ in entries if object_.row.kind is CreditEntryKind.INVOICE_PAYMENT]


def prepayment_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [object_.database_id for object_ in both_firms.objects.values() if object_.type_name == "Prepayment"]


def disconnected_provider_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [side.disconnected_provider_id for side in both_firms.firms]


def revoked_invitation_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [id_ for side in both_firms.firms for id_ in side.revoked_invitations]


def member_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [object_.database_id for object_ in both_firms.objects.values() if object_.type_name == "FirmMember"]


def owner_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [side.firm.owner.id for side in both_firms.firms]


def removed_user_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    users = [object_ for object_ in both_firms.objects.values() if object_.type_name == "ClientUser"]
    return [object_.database_id for object_ in users if object_.row.removed_at is not None]


def webhook_endpoint_ids(both_firms: TwoFirms) -> list[uuid.UUID]:
    return [object_.database_id for object_ in both_firms.objects.values() if object_.type_name == "WebhookEndpoint"]


@dataclass(frozen=True)
class AccessRow:
    """Who may run a mutation, its input and target, and what is returned if it is allowed and the target is visible."""

    is_allowed: Callable[[Requester], bool]
    expected_types: set[str]
    input_fields: dict[str, Any]
    target_argument: str | None = None
    target_type: str = ""
    targets: Targets | None = None


CREDITS = {"amount": {"choice": "REMAINING"}, "from": "CREDITS", "idempotencyKey": KEY}
CARD = {"amount": {"partial": "5"}, "from": "CARD", "idempotencyKey": KEY}
REVERSAL = {"reason": "x", "idempotencyKey": KEY}
OFFLINE = {"to": {"credits": {"amount": "0"}}, "method": "CASH", "idempotencyKey": KEY}
INVITATION = {"email": PENDING_ADDRESS, "name": "X", "idempotencyKey": KEY}
PREPAYMENT = {"amount": "0", "method": "CARD", "idempotencyKey": KEY}

ACCESS_ROWS: dict[str, list[AccessRow]] = {
    "updateProfile": [AccessRow(is_signed_in, {"InvalidInput"}, {"name": "Somebody", "locale": "tlh"})],
    "updateFirm": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {"name": "Ours", "timeZone": "Mars/Base"})],
    "updatePaymentSettings": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {"creditApplication": None})],
    "connectPaymentProvider": [
        AccessRow(is_owner_or_admin, {"InvalidInput"}, {"kind": "STRIPE", "returnUrl": "http://elsewhere"})
    ],
    "disconnectPaymentProvider": [
        AccessRow(
            is_owner_or_admin,
            {"PaymentSettingsPayload"},
            {},
            "providerId",
            "PaymentProvider",
            disconnected_provider_ids,
        )
    ],
    "setDefaultPaymentProvider": [
        AccessRow(is_owner_or_admin, {"InvalidInput"}, {}, "providerId", "PaymentProvider", disconnected_provider_ids)
    ],
    "enablePrepayment": [AccessRow(is_owner_or_admin, {"InvalidAmount", "PrepaymentBlocked"}, {"minimum": "0"})],
    "makePrepayment": [
        AccessRow(can_prepay, {"InvalidAmount", "PrepaymentUnavailable"}, PREPAYMENT, "clientId", "Client", client_ids)
    ],
    "payInvoice": [
        AccessRow(can_pay, {"InvoiceNotPayable"}, CREDITS, "invoiceId", "Invoice", invoices_named("paid")),
        AccessRow(can_pay, {"InvoiceNotPayable"}, CARD, "invoiceId", "Invoice", invoices_named("draft")),
    ],
    "cancelPayment": [AccessRow(can_prepay, {"PaymentNotChangeable"}, {}, "id", "Payment", settled_payment_ids)],
    "createClient": [AccessRow(can_manage_clients, {"InvalidInput"}, {"name": " ", "idempotencyKey": KEY})],
    "updateClient": [AccessRow(can_manage_clients, {"InvalidInput"}, {"name": " "}, "clientId", "Client", client_ids)],
    "archiveClient": [AccessRow(can_manage_clients, {"ClientHasMoney"}, {}, "clientId", "Client", client_ids)],
    "unarchiveClient": [AccessRow(can_manage_clients, {"ClientPayload"}, {}, "clientId", "Client", client_ids)],
    "createWebhookEndpoint": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {"url": "x", "idempotencyKey": KEY})],
    "updateWebhookEndpoint": [
        AccessRow(
            is_owner_or_admin,
            {"InvalidInput"},
            {"url": "x", "enabled": False},
            "webhookEndpointId",
            "WebhookEndpoint",
            webhook_endpoint_ids,
        )
    ],
    "createInvoice": [
        AccessRow(
            can_manage_invoices,
            {"InvalidInput"},
            {"lines": INVOICE_LINES, "idempotencyKey": KEY},
            "clientId",
            "Client",
            client_ids,
        )
    ],
    "updateInvoice": [
        AccessRow(
            can_manage_invoices,
            {"InvoiceNotChangeable"},
            {"number": "1"},
            "invoiceId",
            "Invoice",
            invoices_named("paid"),
        )
    ],
    "issueInvoice": [
        AccessRow(can_manage_invoices, {"InvoiceNotChangeable"}, {}, "invoiceId", "Invoice", invoices_named("void"))
    ],
    "voidInvoice": [
        AccessRow(
            can_manage_invoices,
            {"InvoiceNotChangeable"},
            {"reason": "x"},
            "invoiceId",
            "Invoice",
            invoices_named("pending"),
        )
    ],
    "addCreditNote": [
        AccessRow(can_manage_payments, {"InvalidAmount"}, {"amount": "0", **REVERSAL}, "clientId", "Client", client_ids)
    ],
    "reverseCredit": [
        AccessRow(can_manage_payments, {"InvalidInput"}, REVERSAL, "entryId", "CreditEntry", invoice_payment_entry_ids)
    ],
    "recordOfflinePayment": [
        AccessRow(can_manage_payments, {"InvalidAmount"}, OFFLINE, "to.credits.clientId", "Client", client_ids)
    ],
    "releasePayment": [
        AccessRow(can_manage_payments, {"PaymentNotChangeable"}, {}, "paymentId", "Payment", settled_payment_ids)
    ],
    "refundPrepayment": [
        AccessRow(
            can_manage_payments,
            {"InvalidAmount"},
            {"amount": "0", **REVERSAL},
            "prepaymentId",
            "Prepayment",
            prepayment_ids,
        )
    ],
    "refundPayment": [
        AccessRow(
            can_manage_payments,
            {"InvalidAmount"},
            {"amount": "0", **REVERSAL},
            "paymentId",
            "Payment",
            settled_payment_ids,
        )
    ],
    "inviteMember": [AccessRow(is_owner_or_admin, {"InvalidInput"}, {**INVITATION, "role": "OWNER"})],
    "inviteClientUser": [AccessRow(can_manage_clients, {"InvalidInput"}, INVITATION, "clientId", "Client", client_ids)],
    "resendInvitation": [
        AccessRow(is_signed_in, {"InvitationNotChangeable"}, {}, "invitationId", "Invitation", revoked_invitation_ids)
    ],
    "revokeInvitation": [
        AccessRow(is_signed_in, {"InvitationPayload"}, {}, "invitationId", "Invitation", revoked_invitation_ids)
    ],
    "updateMember": [
        AccessRow(
            is_owner_or_admin,
            {"InvalidInput", "MemberNotChangeable"},
            {"role": "OWNER"},
            "memberId",
            "FirmMember",
            member_ids,
        )
    ],
    "removeMember": [AccessRow(is_owner_or_admin, {"MemberNotChangeable"}, {}, "memberId", "FirmMember", owner_ids)],
    "removeClientUser": [AccessRow(can_manage_clients, set(), {}, "clientUserId", "ClientUser", removed_user_ids)],
    "transferOwnership": [
        AccessRow(is_owner, {"InvalidInput"}, {"password": "x"}, "memberId", "FirmMember", owner_ids)
    ],
    "changePassword": [AccessRow(is_signed_in, {"WeakPassword"}, {"current": "x", "new": "x"})],
    "switchMembership": [AccessRow(is_signed_in, {"NotFound"}, {"membershipId": "x"})],
    "revokeSession": [AccessRow(is_signed_in, {"NotFound"}, {"sessionId": "x"})],
}
"""For each restricted mutation; several if its target can be refused in several ways."""

TESTED_ELSEWHERE = {
    "signIn": "public",
    "signOut": "public",
    "acceptInvitation": "public",
    "requestPasswordReset": "public",
    "resetPassword": "public",
    "disablePrepayment": "has no input that can be refused: see below",
    "deleteWebhookEndpoint": "has no input that can be refused: see test_webhooks",
    "rotateWebhookSecret": "has no input that can be refused: see test_webhooks",
    "redeliverWebhook": "has no input that can be refused: see test_webhooks",
    "markNoticesRead": "changes what the viewer has read only: see test_notices",
    "updateNoticePreferences": "changes what the viewer has chosen only: see test_notices",
}


def test_every_mutation_is_covered() -> None:
    """A mutation without a row fails, and so does a row without a mutation."""
    assert PRINTED_SCHEMA.mutation_type is not None
    assert set(PRINTED_SCHEMA.mutation_type.fields) == ACCESS_ROWS.keys() | TESTED_ELSEWHERE.keys()


async def execute_mutation(
    both_firms: TwoFirms, requester: Requester, mutation: str, input_fields: dict[str, Any]
) -> Response:
    assert PRINTED_SCHEMA.mutation_type is not None
    kind = get_named_type(PRINTED_SCHEMA.mutation_type.fields[mutation].args["input"].type).name
    query = (
        f"mutation ($input: {kind}!) {{ {mutation}(input: $input)"
        " { __typename ... on UserError { message } } }"
    )  # fmt: skip
    return await execute(both_firms.app.services, requester.viewer, query, {"input": input_fields})


def inputs_with_targets(both_firms: TwoFirms, row: AccessRow) -> Iterator[tuple[dict[str, Any], ApiObject | None]]:
    """The inputs, each with the object that it targets, or None if there is no such object."""
    if row.targets is None or row.target_argument is None:
        yield row.input_fields, None
        return
    for id_ in row.targets(both_firms):
        object_ = both_firms.objects[global_id(row.target_type, id_)]
        yield with_target(row.input_fields, row.target_argument, object_.id), object_
    for invalid_id in (global_id(row.target_type, UNKNOWN_ID), global_id("Seat", UNKNOWN_ID), "x"):
        yield with_target(row.input_fields, row.target_argument, invalid_id), None


def with_target(input_fields: dict[str, Any], path: str, target: str) -> dict[str, Any]:
    """The input with its target; `path` says in which field."""
    name, _, remaining_path = path.partition(".")
    return {**input_fields, name: with_target(input_fields[name], remaining_path, target) if remaining_path else target}


def expected_refusal(mutation: str, requester: Requester) -> dict[str, Any]:
    """The error of a requester without permission, whatever the input."""
    message, code = (
        ("You are not signed in.", "UNAUTHENTICATED")
        if requester.is_anonymous
        else ("You do not have permission to do this.", "FORBIDDEN")
    )
    return {"message": message, "path": [mutation], "extensions": {"code": code}}


@pytest.mark.parametrize("name", REQUESTER_NAMES)
async def test_every_requester_against_every_mutation(both_firms: TwoFirms, name: str) -> None:
    """Without permission one error, for invisible targets NotFound; byte for byte the same for all of them."""
    requester = both_firms.requesters[name]
    for mutation, rows in ACCESS_ROWS.items():
        refusals = set()
        for row in rows:
            for input_fields, object_ in inputs_with_targets(both_firms, row):
                response = await execute_mutation(both_firms, requester, mutation, input_fields)
                if not row.is_allowed(requester):
                    assert response.data == {mutation: None}
                    (error,) = response.errors
                    assert error | {"locations": None} == expected_refusal(mutation, requester) | {"locations": None}
                    refusals.add(response.text)
                elif row.targets is not None and (object_ is None or not can_see(requester, object_)):
                    assert response.errors == []
                    assert response.data == {mutation: NOT_FOUND}, (input_fields, object_)
                    refusals.add(response.text)
                else:
                    assert response.errors == []
                    assert response.data[mutation]["__typename"] in row.expected_types, (input_fields, response.text)
        assert len(refusals) <= 1, mutation
    assert await all_rows(both_firms.app.services) == both_firms.rows


async def test_only_owner_and_admin_can_disable_prepayment(both_firms: TwoFirms) -> None:
    query = "mutation { disablePrepayment { paymentSettings { id } } }"
    for name, requester in both_firms.requesters.items():
        if requester.is_owner_or_admin:
            continue
        response = await execute(both_firms.app.services, requester.viewer, query)
        assert response.data == {"disablePrepayment": None}, name
        (error,) = response.errors
        assert error | {"locations": None} == expected_refusal("disablePrepayment", requester) | {"locations": None}
    assert await all_rows(both_firms.app.services) == both_firms.rows


async def test_pay_from_credits_needs_manage_payments(both_firms: TwoFirms) -> None:
    """`createInvoice` and `issueInvoice` with `payFromCredits` are refused as a whole, whatever they name."""
    requester = both_firms.requesters["assigned employee with manage invoices"]
    line = {"description": "Work", "unitPrice": "1"}
    texts = set()
    for client_id in (*client_ids(both_firms), UNKNOWN_ID):
        input_fields = {
            "clientId": global_id("Client", client_id),
            "lines": [line],
            "payFromCredits": "1",
            "idempotencyKey": KEY,
        }
        response = await execute_mutation(both_firms, requester, "createInvoice", input_fields)
        assert response.data == {"createInvoice": None}
        assert response.codes == [(["createInvoice"], "FORBIDDEN")]
        texts.add(response.text)
    assert len(texts) == 1
    texts = set()
    for invoice_id in (*invoices_named("draft")(both_firms), UNKNOWN_ID):
        input_fields = {"invoiceId": global_id("Invoice", invoice_id), "payFromCredits": "1"}
        response = await execute_mutation(both_firms, requester, "issueInvoice", input_fields)
        assert response.data == {"issueInvoice": None}
        assert response.codes == [(["issueInvoice"], "FORBIDDEN")]
        texts.add(response.text)
    assert len(texts) == 1
    assert await all_rows(both_firms.app.services) == both_firms.rows


async def test_refused_mutation_does_not_affect_others_of_the_document(both_firms: TwoFirms) -> None:
    """Each mutation of a document has its own result."""
    requester = both_firms.requesters["paying user"]
    query = """mutation ($id: ID!) {
      first: disablePrepayment { paymentSettings { id } }
      second: cancelPayment(input: {id: $id}) { __typename }
      third: issueInvoice(input: {invoiceId: $id}) { __typename }
      fourth: cancelPayment(input: {id: "x"}) { __typename }
    }"""
    payment = global_id("Payment", settled_payment_ids(both_firms)[0])
    response = await execute(both_firms.app.services, requester.viewer, query, {"id": payment})
    assert response.data == {
        "first": None,
        "second": {"__typename": "PaymentNotChangeable"},
        "third": None,
        "fourth": {"__typename": "NotFound"},
    }
    assert response.codes == [(["first"], "FORBIDDEN"), (["third"], "FORBIDDEN")]
