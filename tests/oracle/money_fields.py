"""The oracle's fields of credits, payments, prepayments, refunds and operations."""

from __future__ import annotations

from typing import Any

import models
from billing.access.principals import ClientUser
from billing.payments import failure_messages
from tests.oracle import pagination
from tests.oracle.pagination import api_status
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.vocabulary import Arguments, Field, TypedRow, column_field, money_field, visible_reference


def _balance_at(context: ResolverContext, client: models.Client, arguments: Arguments) -> Any:
    entries = context.rows.where(models.CreditEntry, client_id=client.id)
    newest = max(
        (entry for entry in entries if entry.created_at <= arguments["at"]),
        key=lambda entry: (entry.event_seq, entry.id),
        default=None,
    )
    return context.money(0 if newest is None else newest.balance_after)


def _event(context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    return context.rows.events[row.event_seq]


def _failure(_context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    return None if row.failure_code is None else row


def _failure_message(_context: ResolverContext, row: Any, _arguments: Arguments) -> str:
    is_refund = isinstance(row, models.Refund)
    message_of = failure_messages.refund_failure_message if is_refund else failure_messages.payment_failure_message
    return message_of(row.failure_code)


def _checkout(context: ResolverContext, payment: Any, _arguments: Arguments) -> TypedRow | None:
    can_be_paid = payment.status.name == "REQUIRES_ACTION" and payment.client_secret is not None
    return (
        TypedRow("StripeCheckout", payment)
        if can_be_paid and context.is_started_by_viewer(_event(context, payment, {}))
        else None
    )


def _account(context: ResolverContext, payment: Any, _arguments: Arguments) -> str | None:
    connection = context.rows.by_id(models.ProviderConnection, payment.connection_id)
    return None if connection is None else connection.account_id


def _split_tender(context: ResolverContext, payment: models.Payment, _arguments: Arguments) -> Any:
    others = context.rows.where(models.Payment, invoice_id=payment.invoice_id)
    counterparts = [
        other for other in others if other.id == payment.split_tender_id or other.split_tender_id == payment.id
    ]
    return counterparts[0] if counterparts else None


def _latest_dispute(name: str) -> Field:
    def status(context: ResolverContext, payment: Any, _arguments: Arguments) -> Any:
        disputes = context.rows.where(models.Dispute, **{name: payment.id})
        return disputes[-1].status if disputes else None

    return status


def _number(_context: ResolverContext, row: Any, _arguments: Arguments) -> str:
    return pagination.payment_number(row)


def _actions(context: ResolverContext, row: Any, _arguments: Arguments) -> list[str]:
    """What docs/rules.md lets the viewer do with a payment or prepayment."""
    viewer, is_payment = context.authenticated_viewer, isinstance(row, models.Payment)
    can_manage = not isinstance(viewer, ClientUser) and models.MemberRight.MANAGE_PAYMENTS in viewer.rights
    unspent = context.rows.unspent(**{"payment_id" if is_payment else "prepayment_id": row.id})
    refundable = unspent + (row.applied if is_payment else 0)
    # Stripe's amounts of three-decimal currencies end in 0.
    smallest = 10 if row.connection_id is not None and context.rows.firm.currency in ("KWD", "BHD", "TND") else 1
    status = row.status.name
    allowed = {
        "OPEN_CHECKOUT": _checkout(context, row, {}) is not None,
        "CANCEL": status == "REQUIRES_ACTION" and (can_manage or isinstance(viewer, ClientUser)),
        "RELEASE": status in ("CREATING", "PROCESSING") and is_payment and can_manage,
        "REFUND": refundable >= smallest and can_manage,
    }
    return [name for name, is_allowed in allowed.items() if is_allowed]


def _funded_by(context: ResolverContext, payment: models.Payment, _arguments: Arguments) -> list[Any]:
    if payment.paid_by is not models.PaidBy.CREDITS:
        return []
    return [use for use in context.rows.allocations if use.payment.id == payment.id]


def _allocations(context: ResolverContext, prepayment: models.Prepayment, _arguments: Arguments) -> list[Any]:
    return [
        use for use in context.rows.allocations if use.entry.prepayment_id == prepayment.id and use.payment.applied > 0
    ]


def _operation_result(model: type, *, is_list: bool = False) -> Field:
    """The rows of this kind that the operation created and the viewer may see: all, or the first."""

    def created(context: ResolverContext, operation: models.Operation, _arguments: Arguments) -> Any:
        rows = [row for row in context.rows.where(model, operation_id=operation.id) if context.is_visible(row)]
        return rows if is_list else (rows[0] if rows else None)

    return created


def _progress(context: ResolverContext, operation: models.Operation, _arguments: Arguments) -> str:
    rows = [
        row
        for model in (models.Payment, models.Prepayment, models.Refund)
        for row in context.rows.where(model, operation_id=operation.id)
    ]
    return "IN_PROGRESS" if any(row.status.name == "CREATING" for row in rows) else "DONE"


def _actor_kind(_context: ResolverContext, event: models.Event, _arguments: Arguments) -> str:
    return "FIRM_MEMBER" if event.member_id else "CLIENT_USER" if event.client_user_id else "SYSTEM"


_PROVIDER_PAYMENT: dict[str, Field] = {
    "number": _number,
    "client": visible_reference(models.Client, "client_id"),
    "amount": money_field("amount"),
    "providerReference": column_field("intent_id"),
    "card": lambda _context, row, _: None if row.card_last4 is None else row,
    "actions": _actions,
    "receivedOn": column_field("received_on"),
    "status": lambda _context, row, _: api_status(row.status),
    "failure": _failure,
    "checkout": _checkout,
    "refunded": money_field("refunded"),
    "actor": _event,
    "createdAt": column_field("created_at"),
    "settledAt": column_field("settled_at"),
}
"""The fields that payments and prepayments share."""

FIELDS: dict[str, dict[str, Field]] = {
    "CreditAccount": {
        "client": lambda _context, client, _: client,
        "balance": lambda context, client, _: context.money(client.available + client.held),
        "balanceAt": _balance_at,
        "reserved": money_field("held"),
        "available": money_field("available"),
        "entries": pagination.entries,
    },
    "CreditEntry": {
        "kind": column_field("kind"),
        "amount": money_field("amount"),
        "balanceAfter": money_field("balance_after"),
        "createdAt": column_field("created_at"),
        "actor": _event,
        "reason": lambda context, row, _: context.rows.events[row.event_seq].reason,
        "prepayment": visible_reference(models.Prepayment, "prepayment_id"),
        "payment": visible_reference(models.Payment, "payment_id"),
        "reverses": visible_reference(models.CreditEntry, "reverses_id"),
        "offlineMethod": column_field("offline_method"),
        "receivedOn": column_field("received_on"),
        "remaining": lambda context, row, _: row.lot_id and context.money(context.rows.unspent(id=row.lot_id)),
    },
    "Actor": {
        "kind": _actor_kind,
        "name": lambda context, event, _: context.actor_name(event),
        "isViewer": lambda context, event, _: context.is_started_by_viewer(event),
        "member": visible_reference(models.FirmMember, "member_id"),
    },
    "Payment": {
        **_PROVIDER_PAYMENT,
        "invoice": visible_reference(models.Invoice, "invoice_id"),
        "paidBy": column_field("paid_by"),
        "offlineMethod": column_field("offline_method"),
        "partner": _split_tender,
        "refundable": lambda context, row, _: context.money(row.applied + context.rows.unspent(payment_id=row.id)),
        "refunds": lambda context, row, _: context.rows.where(models.Refund, payment_id=row.id),
        "dispute": _latest_dispute("payment_id"),
        "disputes": lambda context, row, _: context.rows.where(models.Dispute, payment_id=row.id),
        "reason": column_field("reason"),
        "fundedBy": _funded_by,
    },
    "Prepayment": {
        **_PROVIDER_PAYMENT,
        "method": column_field("method"),
        "remaining": lambda context, row, _: context.money(context.rows.unspent(prepayment_id=row.id)),
        "refundable": lambda context, row, _: context.money(context.rows.unspent(prepayment_id=row.id)),
        "refunds": lambda context, row, _: context.rows.where(models.Refund, prepayment_id=row.id),
        "dispute": _latest_dispute("prepayment_id"),
        "disputes": lambda context, row, _: context.rows.where(models.Dispute, prepayment_id=row.id),
        "memo": column_field("memo"),
        "uses": _allocations,
    },
    "PaymentFailure": {
        "code": column_field("failure_code"),
        "message": _failure_message,
        "providerCode": column_field("provider_code"),
    },
    "StripeCheckout": {
        "publishableKey": lambda context, _, __: context.services.provider.publishable_key,
        "clientSecret": column_field("client_secret"),
        "accountId": _account,
        "apiBase": lambda context, _, __: context.services.provider.api_base,
    },
    "Refund": {
        "amount": money_field("amount"),
        "status": lambda _context, row, _: api_status(row.status),
        "failure": _failure,
        "reason": column_field("reason"),
        "actor": _event,
        "createdAt": column_field("created_at"),
        "settledAt": column_field("settled_at"),
        "payment": visible_reference(models.Payment, "payment_id"),
        "prepayment": visible_reference(models.Prepayment, "prepayment_id"),
    },
    "Dispute": {
        "client": visible_reference(models.Client, "client_id"),
        "payment": visible_reference(models.Payment, "payment_id"),
        "prepayment": visible_reference(models.Prepayment, "prepayment_id"),
        "status": column_field("status"),
        "amount": money_field("amount"),
        "withdrawn": lambda context, row, _: context.money(row.amount if row.withdrawals > row.reinstatements else 0),
        "reason": column_field("reason"),
        "evidenceDueAt": column_field("evidence_due_at"),
        "openedAt": column_field("created_at"),
        "closedAt": column_field("closed_at"),
    },
    "CardDetails": {"brand": column_field("card_brand"), "last4": column_field("card_last4")},
    "CreditUse": {
        "source": column_field("entry"),
        "payment": column_field("payment"),
        "amount": lambda context, use, _: context.money(use.amount),
    },
    "Operation": {
        "idempotencyKey": column_field("key"),
        "mutation": column_field("mutation"),
        "status": _progress,
        "createdAt": column_field("created_at"),
        "client": visible_reference(models.Client, "client_id"),
        "invoice": visible_reference(models.Invoice, "invoice_id"),
        "invitation": _operation_result(models.Invitation),
        "payments": _operation_result(models.Payment, is_list=True),
        "prepayment": _operation_result(models.Prepayment),
        "refund": _operation_result(models.Refund),
        "entry": _operation_result(models.CreditEntry),
    },
}
