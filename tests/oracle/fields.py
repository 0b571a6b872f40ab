"""The oracle's fields of firms, memberships, clients, invoices and quotes.

A field is a function of the context, the parent (mostly a row) and the arguments.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import models
from billing.access.principals import ClientUser
from billing.charges.lifecycle import OPEN_STATUSES
from billing.clients import rules as client_rules
from billing.errors import DomainError
from billing.invoices import rules
from billing.payments import allocation
from billing.payments import quote as quotes
from billing.prepayments import availability
from models import FirmMember
from tests.oracle import activity, pagination, settings, webhooks
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.values import bad_user_input, is_storable_text, read_global_id
from tests.oracle.vocabulary import (
    Arguments,
    Field,
    TypedRow,
    column_field,
    firm_of_viewer,
    money_field,
    same_row,
    visible_reference,
)

CURSOR_OF = "changesCursor of "
"""Prefix of the expected `Client.changesCursor`, whose actual value differs each time; the client's id follows."""

MODELS: dict[str, type] = {
    "Activity": models.Event,
    "Client": models.Client,
    "ClientUser": models.ClientUser,
    "CreditAccount": models.Client,
    "CreditEntry": models.CreditEntry,
    "Dispute": models.Dispute,
    "Firm": models.Firm,
    "FirmMember": models.FirmMember,
    "Invitation": models.Invitation,
    "Invoice": models.Invoice,
    "Notice": models.Notice,
    "Payment": models.Payment,
    "PaymentProvider": models.ProviderConnection,
    "PaymentSettings": models.PaymentSettings,
    "Prepayment": models.Prepayment,
    "Refund": models.Refund,
    "WebhookDelivery": models.WebhookDelivery,
    "WebhookEndpoint": models.WebhookEndpoint,
}
"""The types that implement Node, and their tables."""


def resolve_by_id(context: ResolverContext, text: str, type_name: str) -> Any:
    """Return the object of that global id, if it has this type and the viewer may see it."""
    node_id = read_global_id(text)
    return _visible_row(context, *node_id) if node_id is not None and node_id[0] == type_name else None


def _visible_row(context: ResolverContext, type_name: str, database_id: uuid.UUID) -> Any:
    if type_name == "Firm":
        return context.rows.firm if database_id == context.rows.firm.id else None
    if type_name == "PaymentSettings":
        return context.visible_or_none(context.rows.settings) if database_id == context.rows.firm.id else None
    return context.visible_or_none(context.rows.by_id(MODELS[type_name], database_id))


def resolve_node(context: ResolverContext, text: str) -> Any:
    """Return an object of any type. Raises UNAUTHENTICATED, and FORBIDDEN for a type without permission."""
    context.require_signed_in()
    node_id = read_global_id(text)
    if node_id is None or node_id[0] not in MODELS:
        return None
    if node_id[0] in context.restricted_types:
        context.require(context.restricted_types[node_id[0]])
    row = _visible_row(context, *node_id)
    return None if row is None else TypedRow(node_id[0], row)


def _resolve_nodes(context: ResolverContext, _root: None, arguments: Arguments) -> list[Any]:
    if len(arguments["ids"]) > 100:
        raise bad_user_input("`ids` must have at most 100 items.")
    nodes: list[Any] = []
    for text in arguments["ids"]:
        try:
            nodes.append(resolve_node(context, text))
        except Exception as error:  # graphql-core reports it at the item
            nodes.append(error)
    return nodes


def _resolve_viewer(context: ResolverContext, _root: None, _arguments: Arguments) -> TypedRow | None:
    if context.viewer is None:
        return None
    kind = "ClientUser" if isinstance(context.viewer, ClientUser) else "FirmMember"
    row = context.visible_or_none(context.rows.by_id(MODELS[kind], context.viewer.id))
    return None if row is None else TypedRow(kind, row)


def _resolve_operation(context: ResolverContext, _root: None, arguments: Arguments) -> models.Operation | None:
    key = arguments["idempotencyKey"]
    if len(key) > 255:
        raise bad_user_input("Enter at most 255 characters.", field="idempotencyKey")
    if not is_storable_text(key):
        raise bad_user_input("This contains a character that is not allowed.", field="idempotencyKey")
    operations: list[models.Operation] = context.rows.where(
        models.Operation, membership_id=context.authenticated_viewer.id, key=key
    )
    return operations[0] if operations else None


def _firm_cursor(context: ResolverContext, firm: models.Firm, _arguments: Arguments) -> str | None:
    return None if isinstance(context.viewer, ClientUser) else f"{CURSOR_OF}{firm.id}"


def _resolve_members(context: ResolverContext, _firm: Any, _arguments: Arguments) -> list[FirmMember]:
    return [member for member in context.rows.where(FirmMember) if context.is_visible(member)]


def _resolve_prepayment_offer(
    context: ResolverContext, client: models.Client, _arguments: Arguments
) -> availability.PrepaymentOffer:
    return availability.prepayment_offer(
        context.rows.firm.currency, context.rows.settings, context.rows.connections, client
    )


def _resolve_deposit_due(context: ResolverContext, invoice: models.Invoice, _arguments: Arguments) -> Any:
    return None if invoice.deposit_requested is None else context.money(allocation.deposit_due(invoice))


def _resolve_actions(context: ResolverContext, invoice: models.Invoice, _arguments: Arguments) -> Any:
    rows = context.rows
    client, payments = rows.by_id(models.Client, invoice.client_id), rows.where(models.Payment, invoice_id=invoice.id)
    return list(
        rules.allowed_actions(context.authenticated_viewer, invoice, client, payments, rows.settings, rows.connections)
    )


def _resolve_quote(context: ResolverContext, invoice: models.Invoice, arguments: Arguments) -> TypedRow:
    rows, amount, remainder = context.rows, arguments["amount"], arguments.get("rest")
    amount_request = (
        allocation.PartialAmount(amount["partial"])
        if "partial" in amount
        else allocation.AmountChoice[amount["choice"]]
    )
    instruction = quotes.PaymentInstruction(
        amount_request,
        allocation.PaymentSource[arguments["from"]],
        None if remainder is None else models.PaymentMethod[remainder],
    )
    client = rows.by_id(models.Client, invoice.client_id)
    try:
        decision = quotes.decide_payment(
            context.authenticated_viewer,
            instruction,
            invoice,
            client,
            rows.settings,
            rows.connections,
            rows.firm.currency,
        )
    except DomainError as error:
        return TypedRow(type(error).__name__, error)
    return TypedRow("Quote", decision.quote)


def _resolve_suggested_amount(
    context: ResolverContext, offer: availability.PrepaymentOffer, _arguments: Arguments
) -> Any:
    return None if context.invoices_hidden else offer.suggested_amount


def _first_cursor(edges: Sequence[pagination.Edge]) -> str | None:
    return edges[0].cursor if edges else None


def _resolve_assigned_members(context: ResolverContext, client: models.Client, _arguments: Arguments) -> list[Any]:
    assigned = {row.member_id for row in context.rows.where(models.Assignment, client_id=client.id)}
    return [row for row in context.rows.where(FirmMember) if row.id in assigned and context.is_visible(row)]


def _resolve_client_actions(context: ResolverContext, client: models.Client, _arguments: Arguments) -> list[Any]:
    rows = context.rows
    prepayments = [row for row in rows.where(models.Prepayment, client_id=client.id) if row.status in OPEN_STATUSES]
    open_prepayments = sum(row.amount for row in prepayments)
    viewer = context.authenticated_viewer
    return list(client_rules.allowed_actions(viewer, client, open_prepayments, rows.settings, rows.connections))


FIELDS: dict[str, dict[str, Field]] = {
    "Query": {
        "viewer": _resolve_viewer,
        "node": lambda context, _, arguments: resolve_node(context, arguments["id"]),
        "nodes": _resolve_nodes,
        "firm": firm_of_viewer,
        "client": lambda context, _, arguments: resolve_by_id(context, arguments["id"], "Client"),
        "invoice": lambda context, _, arguments: resolve_by_id(context, arguments["id"], "Invoice"),
        "notices": pagination.notices,
        "operation": _resolve_operation,
    },
    "Money": {"amount": lambda _context, money, _: money.decimal, "currencyCode": column_field("currency")},
    "PageInfo": {
        "hasNextPage": column_field("has_next_page"),
        "hasPreviousPage": column_field("has_previous_page"),
        "startCursor": lambda _context, page, _: _first_cursor(page.edges[:1]),
        "endCursor": lambda _context, page, _: _first_cursor(page.edges[-1:]),
    },
    "Firm": {
        "name": column_field("name"),
        "currencyCode": column_field("currency"),
        "timeZone": column_field("time_zone"),
        "locale": column_field("locale"),
        "replyTo": column_field("reply_to"),
        "paymentSettings": lambda context, _, __: context.rows.settings,
        "members": _resolve_members,
        "invitations": pagination.invitations,
        "webhookEndpoints": webhooks.endpoints,
        "clients": pagination.clients,
        "invoices": pagination.invoices,
        "payments": pagination.payments,
        "prepayments": pagination.prepayments,
        "creditEntries": pagination.credit_entries,
        "refunds": pagination.refunds,
        "disputes": pagination.disputes,
        "moneyReport": settings.money_report,
        "activity": activity.list_of_firm,
        "changesCursor": _firm_cursor,
    },
    "Client": {
        "name": column_field("name"),
        "email": column_field("email"),
        "reference": column_field("reference"),
        "archivedAt": column_field("archived_at"),
        "assignedMembers": _resolve_assigned_members,
        "actions": _resolve_client_actions,
        "firm": firm_of_viewer,
        "users": lambda context, row, _: [
            user for user in context.rows.where(models.ClientUser, client_id=row.id) if context.is_visible(user)
        ],
        "invitations": lambda context, row, _: context.rows.where(models.Invitation, client_id=row.id),
        "creditAccount": same_row,
        "prepaymentOffer": _resolve_prepayment_offer,
        "invoices": pagination.invoices,
        "amountDue": lambda context, row, _: None if context.invoices_hidden else context.money(row.due),
        "payments": pagination.payments,
        "prepayments": pagination.prepayments,
        "activity": activity.list_of_client,
        "changesCursor": lambda _context, row, _: f"{CURSOR_OF}{row.id}",
    },
    "PrepaymentOffer": {
        "available": column_field("available"),
        "reason": column_field("reason"),
        "methods": column_field("methods"),
        "minimum": column_field("minimum"),
        "maximum": column_field("maximum"),
        "suggestedAmount": _resolve_suggested_amount,
    },
    "Invoice": {
        "number": column_field("number"),
        "client": visible_reference(models.Client, "client_id"),
        "status": column_field("status"),
        "isOverdue": lambda context, row, _: pagination.is_overdue(context, row),
        "description": column_field("description"),
        "lines": lambda context, row, _: context.rows.where(models.InvoiceLine, invoice_id=row.id),
        "total": money_field("total"),
        "amountPaid": money_field("paid"),
        "amountPending": money_field("pending"),
        "amountDue": money_field("amount_due"),
        "amountPayable": money_field("payable"),
        "depositRequested": money_field("deposit_requested"),
        "depositDue": _resolve_deposit_due,
        "issuedOn": column_field("issued_on"),
        "dueOn": column_field("due_on"),
        "lastPaidAt": column_field("last_paid_at"),
        "voidedAt": column_field("voided_at"),
        "voidReason": column_field("void_reason"),
        "payments": lambda context, row, _: context.rows.where(models.Payment, invoice_id=row.id),
        "actions": _resolve_actions,
        "quote": _resolve_quote,
    },
    "InvoiceLine": {
        "description": column_field("description"),
        "quantity": column_field("quantity"),
        "unitPrice": money_field("unit_price"),
        "amount": money_field("amount"),
    },
    "Quote": {
        "amount": lambda _context, quote, _: quote.figures.amount,
        "fromCredits": lambda _context, quote, _: quote.figures.from_credits,
        "charged": lambda _context, quote, _: quote.figures.charged,
        "amountDueAfter": lambda _context, quote, _: quote.figures.amount_due_after,
        "creditsAfter": lambda _context, quote, _: quote.figures.credits_after,
        "token": column_field("token"),
    },
    "InvalidAmount": {"field": column_field("field")},
    "InvalidInput": {"field": column_field("field")},
    "AmountExceedsPayable": {"payable": column_field("payable"), "excess": column_field("excess")},
    "AmountOutOfRange": {"minimum": column_field("minimum"), "maximum": column_field("maximum")},
    "NothingPayable": {"pending": column_field("pending")},
    "InsufficientCredits": {"available": column_field("available"), "missing": column_field("missing")},
    "InvoiceNotPayable": {"status": column_field("status")},
    "FullAmountNotPossible": {"payable": column_field("payable")},
    "NoDepositDue": {},
    "MethodUnavailable": {"methods": column_field("methods")},
}
"""By type and field name; `settings` and `money_fields` have the other types, `schema` what kinds of types share."""
