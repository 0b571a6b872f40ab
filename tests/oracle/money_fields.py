"""What every field answers, continued: credits, payments, prepayments, what went back, and what a key did."""

from __future__ import annotations

from typing import Any

import models
from billing.payments import failure_messages
from tests.oracle import pagination
from tests.oracle.pagination import api_status
from tests.oracle.resolver_context import ResolverContext
from tests.oracle.vocabulary import Arguments, Field, TypedRow, column_field, money_field, visible_reference


def _balance_at(context: ResolverContext, client: models.Client, arguments: Arguments) -> Any:
    found = context.rows.where(models.CreditEntry, client_id=client.id)
    by_then = [entry for entry in found if entry.created_at <= arguments["at"]]
    newest = max(by_then, key=lambda entry: (entry.event_seq, entry.id), default=None)
    return context.money(0 if newest is None else newest.balance_after)


def _event(context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    return context.rows.events[row.event_seq]


def _failure(_context: ResolverContext, row: Any, _arguments: Arguments) -> Any:
    return None if row.failure_code is None else row


def _checkout(context: ResolverContext, charge: Any, _arguments: Arguments) -> TypedRow | None:
    has_window = charge.status.name == "REQUIRES_ACTION" and charge.client_secret is not None
    return (
        TypedRow("StripeCheckout", charge)
        if has_window and context.is_started_by_viewer(_event(context, charge, {}))
        else None
    )


def _account(context: ResolverContext, charge: Any, _arguments: Arguments) -> str | None:
    connection = context.rows.by_id(models.ProviderConnection, charge.connection_id)
    return None if connection is None else connection.account_id


def _split_tender(context: ResolverContext, payment: models.Payment, _arguments: Arguments) -> Any:
    others = context.rows.where(models.Payment, invoice_id=payment.invoice_id)
    found = [other for other in others if other.id == payment.split_tender_id or other.split_tender_id == payment.id]
    return found[0] if found else None


def _latest_dispute(name: str) -> Field:
    def status(asked: ResolverContext, charge: Any, _arguments: Arguments) -> Any:
        found = asked.rows.where(models.Dispute, **{name: charge.id})
        return found[-1].status if found else None

    return status


def _funded_by(context: ResolverContext, payment: models.Payment, _arguments: Arguments) -> list[Any]:
    if payment.paid_by is not models.PaidBy.CREDITS:
        return []
    return [use for use in context.rows.allocations if use.payment.id == payment.id]


def _allocations(context: ResolverContext, prepayment: models.Prepayment, _arguments: Arguments) -> list[Any]:
    return [
        use for use in context.rows.allocations if use.entry.prepayment_id == prepayment.id and use.payment.applied > 0
    ]


def _operation_result(name: str, model: type) -> Field:
    """What the operation made of this kind, if the viewer may know of it."""

    def made(asked: ResolverContext, operation: models.Operation, _arguments: Arguments) -> Any:
        found = [row for row in asked.rows.where(model, operation_id=operation.id) if asked.is_visible(row)]
        return found if name == "all" else (found[0] if found else None)

    return made


def _progress(context: ResolverContext, operation: models.Operation, _arguments: Arguments) -> str:
    made = [
        row
        for model in (models.Payment, models.Prepayment, models.Refund)
        for row in context.rows.where(model, operation_id=operation.id)
    ]
    return "IN_PROGRESS" if any(row.status.name == "CREATING" for row in made) else "DONE"


def _kind(_context: ResolverContext, event: models.Event, _arguments: Arguments) -> str:
    return "FIRM_MEMBER" if event.member_id else "CLIENT_USER" if event.client_user_id else "SYSTEM"


_CHARGE: dict[str, Field] = {
    "client": visible_reference(models.Client, "client_id"),
    "amount": money_field("amount"),
    "status": lambda _asked, row, _: api_status(row.status),
    "failure": _failure,
    "checkout": _checkout,
    "refunded": money_field("refunded"),
    "actor": _event,
    "createdAt": column_field("created_at"),
    "settledAt": column_field("settled_at"),
}
"""What payments and prepayments have alike."""

FIELDS: dict[str, dict[str, Field]] = {
    "CreditAccount": {
        "client": lambda _asked, client, _: client,
        "balance": lambda asked, client, _: asked.money(client.available + client.held),
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
        "reason": lambda asked, row, _: asked.rows.events[row.event_seq].reason,
        "prepayment": visible_reference(models.Prepayment, "prepayment_id"),
        "payment": visible_reference(models.Payment, "payment_id"),
        "reverses": visible_reference(models.CreditEntry, "reverses_id"),
        "offlineMethod": column_field("offline_method"),
        "receivedOn": column_field("received_on"),
        "remaining": lambda asked, row, _: row.lot_id and asked.money(asked.rows.unspent(id=row.lot_id)),
    },
    "Actor": {
        "kind": _kind,
        "name": lambda asked, event, _: asked.actor_name(event),
        "isViewer": lambda asked, event, _: asked.is_started_by_viewer(event),
        "member": visible_reference(models.FirmMember, "member_id"),
    },
    "Payment": {
        **_CHARGE,
        "invoice": visible_reference(models.Invoice, "invoice_id"),
        "paidBy": column_field("paid_by"),
        "offlineMethod": column_field("offline_method"),
        "partner": _split_tender,
        "refundable": lambda asked, row, _: asked.money(row.applied + asked.rows.unspent(payment_id=row.id)),
        "refunds": lambda asked, row, _: asked.rows.where(models.Refund, payment_id=row.id),
        "dispute": _latest_dispute("payment_id"),
        "fundedBy": _funded_by,
    },
    "Prepayment": {
        **_CHARGE,
        "method": column_field("method"),
        "remaining": lambda asked, row, _: asked.money(asked.rows.unspent(prepayment_id=row.id)),
        "refundable": lambda asked, row, _: asked.money(asked.rows.unspent(prepayment_id=row.id)),
        "refunds": lambda asked, row, _: asked.rows.where(models.Refund, prepayment_id=row.id),
        "dispute": _latest_dispute("prepayment_id"),
        "uses": _allocations,
    },
    "PaymentFailure": {
        "code": column_field("failure_code"),
        "message": lambda _asked, row, _: failure_messages.failure_message(row.failure_code),
        "providerCode": column_field("provider_code"),
    },
    "StripeCheckout": {
        "publishableKey": lambda asked, _, __: asked.services.provider.publishable_key,
        "clientSecret": column_field("client_secret"),
        "accountId": _account,
        "apiBase": lambda asked, _, __: asked.services.provider.api_base,
    },
    "Refund": {
        "amount": money_field("amount"),
        "status": lambda _asked, row, _: api_status(row.status),
        "failure": _failure,
        "reason": column_field("reason"),
        "actor": _event,
        "createdAt": column_field("created_at"),
        "settledAt": column_field("settled_at"),
        "payment": visible_reference(models.Payment, "payment_id"),
        "prepayment": visible_reference(models.Prepayment, "prepayment_id"),
    },
    "CreditUse": {
        "source": column_field("entry"),
        "payment": column_field("payment"),
        "amount": lambda asked, use, _: asked.money(use.amount),
    },
    "Operation": {
        "idempotencyKey": column_field("key"),
        "mutation": column_field("mutation"),
        "status": _progress,
        "createdAt": column_field("created_at"),
        "client": visible_reference(models.Client, "client_id"),
        "invoice": visible_reference(models.Invoice, "invoice_id"),
        "payments": _operation_result("all", models.Payment),
        "prepayment": _operation_result("one", models.Prepayment),
        "refund": _operation_result("one", models.Refund),
        "entry": _operation_result("one", models.CreditEntry),
    },
}
