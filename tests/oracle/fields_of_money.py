"""What every field answers, continued: credits, payments, prepayments, what went back, and what a key did."""

from __future__ import annotations

from typing import Any

import models
from billing.payments import failure_messages
from tests.oracle import pages
from tests.oracle.asked import Asked
from tests.oracle.pages import shown
from tests.oracle.words import Arguments, Field, Named, column, row_of, sum_of


def _balance_at(asked: Asked, client: models.Client, arguments: Arguments) -> Any:
    found = asked.rows.all(models.CreditEntry, client_id=client.id)
    by_then = [entry for entry in found if entry.created_at <= arguments["at"]]
    newest = max(by_then, key=lambda entry: (entry.event_seq, entry.id), default=None)
    return asked.money(0 if newest is None else newest.balance_after)


def _event(asked: Asked, row: Any, _arguments: Arguments) -> Any:
    return asked.rows.events[row.event_seq]


def _failure(_asked: Asked, row: Any, _arguments: Arguments) -> Any:
    return None if row.failure_code is None else row


def _checkout(asked: Asked, charge: Any, _arguments: Arguments) -> Named | None:
    has_window = charge.status.name == "REQUIRES_ACTION" and charge.client_secret is not None
    return Named("StripeCheckout", charge) if has_window and asked.started(_event(asked, charge, {})) else None


def _account(asked: Asked, charge: Any, _arguments: Arguments) -> str | None:
    connection = asked.rows.one(models.ProviderConnection, charge.connection_id)
    return None if connection is None else connection.account_id


def _partner(asked: Asked, payment: models.Payment, _arguments: Arguments) -> Any:
    others = asked.rows.all(models.Payment, invoice_id=payment.invoice_id)
    found = [other for other in others if other.id == payment.partner_id or other.partner_id == payment.id]
    return found[0] if found else None


def _latest_dispute(name: str) -> Field:
    def status(asked: Asked, charge: Any, _arguments: Arguments) -> Any:
        found = asked.rows.all(models.Dispute, **{name: charge.id})
        return found[-1].status if found else None

    return status


def _funded_by(asked: Asked, payment: models.Payment, _arguments: Arguments) -> list[Any]:
    if payment.paid_by is not models.PaidBy.CREDITS:
        return []
    return [use for use in asked.rows.uses if use.payment.id == payment.id]


def _uses(asked: Asked, prepayment: models.Prepayment, _arguments: Arguments) -> list[Any]:
    return [use for use in asked.rows.uses if use.entry.prepayment_id == prepayment.id and use.payment.applied > 0]


def _done(name: str, model: type) -> Field:
    """What the operation made of this kind, if the viewer may know of it."""

    def made(asked: Asked, operation: models.Operation, _arguments: Arguments) -> Any:
        found = [row for row in asked.rows.all(model, operation_id=operation.id) if asked.sees(row)]
        return found if name == "all" else (found[0] if found else None)

    return made


def _progress(asked: Asked, operation: models.Operation, _arguments: Arguments) -> str:
    made = [
        row
        for model in (models.Payment, models.Prepayment, models.Refund)
        for row in asked.rows.all(model, operation_id=operation.id)
    ]
    return "IN_PROGRESS" if any(row.status.name == "CREATING" for row in made) else "DONE"


def _kind(_asked: Asked, event: models.Event, _arguments: Arguments) -> str:
    return "FIRM_MEMBER" if event.member_id else "CLIENT_USER" if event.client_user_id else "SYSTEM"


_CHARGE: dict[str, Field] = {
    "client": row_of(models.Client, "client_id"),
    "amount": sum_of("amount"),
    "status": lambda _asked, row, _: shown(row.status),
    "failure": _failure,
    "checkout": _checkout,
    "refunded": sum_of("refunded"),
    "actor": _event,
    "createdAt": column("created_at"),
    "settledAt": column("settled_at"),
}
"""What payments and prepayments have alike."""

FIELDS: dict[str, dict[str, Field]] = {
    "CreditAccount": {
        "client": lambda _asked, client, _: client,
        "balance": lambda asked, client, _: asked.money(client.available + client.held),
        "balanceAt": _balance_at,
        "reserved": sum_of("held"),
        "available": sum_of("available"),
        "entries": pages.entries,
    },
    "CreditEntry": {
        "kind": column("kind"),
        "amount": sum_of("amount"),
        "balanceAfter": sum_of("balance_after"),
        "createdAt": column("created_at"),
        "actor": _event,
        "reason": lambda asked, row, _: asked.rows.events[row.event_seq].reason,
        "prepayment": row_of(models.Prepayment, "prepayment_id"),
        "payment": row_of(models.Payment, "payment_id"),
        "reverses": row_of(models.CreditEntry, "reverses_id"),
        "offlineMethod": column("offline_method"),
        "receivedOn": column("received_on"),
        "remaining": lambda asked, row, _: row.lot_id and asked.money(asked.rows.left(id=row.lot_id)),
    },
    "Actor": {
        "kind": _kind,
        "name": lambda asked, event, _: asked.doer(event),
        "isViewer": lambda asked, event, _: asked.started(event),
        "member": row_of(models.FirmMember, "member_id"),
    },
    "Payment": {
        **_CHARGE,
        "invoice": row_of(models.Invoice, "invoice_id"),
        "paidBy": column("paid_by"),
        "offlineMethod": column("offline_method"),
        "partner": _partner,
        "refundable": lambda asked, row, _: asked.money(row.applied + asked.rows.left(payment_id=row.id)),
        "refunds": lambda asked, row, _: asked.rows.all(models.Refund, payment_id=row.id),
        "dispute": _latest_dispute("payment_id"),
        "fundedBy": _funded_by,
    },
    "Prepayment": {
        **_CHARGE,
        "method": column("method"),
        "remaining": lambda asked, row, _: asked.money(asked.rows.left(prepayment_id=row.id)),
        "refundable": lambda asked, row, _: asked.money(asked.rows.left(prepayment_id=row.id)),
        "refunds": lambda asked, row, _: asked.rows.all(models.Refund, prepayment_id=row.id),
        "dispute": _latest_dispute("prepayment_id"),
        "uses": _uses,
    },
    "PaymentFailure": {
        "code": column("failure_code"),
        "message": lambda _asked, row, _: failure_messages.message(row.failure_code),
        "providerCode": column("provider_code"),
    },
    "StripeCheckout": {
        "publishableKey": lambda asked, _, __: asked.services.provider.publishable_key,
        "clientSecret": column("client_secret"),
        "accountId": _account,
        "apiBase": lambda asked, _, __: asked.services.provider.api_base,
    },
    "Refund": {
        "amount": sum_of("amount"),
        "status": lambda _asked, row, _: shown(row.status),
        "failure": _failure,
        "reason": column("reason"),
        "actor": _event,
        "createdAt": column("created_at"),
        "settledAt": column("settled_at"),
        "payment": row_of(models.Payment, "payment_id"),
        "prepayment": row_of(models.Prepayment, "prepayment_id"),
    },
    "CreditUse": {
        "source": column("entry"),
        "payment": column("payment"),
        "amount": lambda asked, use, _: asked.money(use.amount),
    },
    "Operation": {
        "idempotencyKey": column("key"),
        "mutation": column("mutation"),
        "status": _progress,
        "createdAt": column("created_at"),
        "client": row_of(models.Client, "client_id"),
        "invoice": row_of(models.Invoice, "invoice_id"),
        "payments": _done("all", models.Payment),
        "prepayment": _done("one", models.Prepayment),
        "refund": _done("one", models.Refund),
        "entry": _done("one", models.CreditEntry),
    },
}
