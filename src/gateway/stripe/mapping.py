"""Stripe's objects, as plain dictionaries, turned into our own values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import models
from gateway import limits
from gateway.stripe.decline_codes import failure_code
from gateway.types import (
    AccountTruth,
    Dispute,
    DisputeStatus,
    Intent,
    IntentRequest,
    IntentStatus,
    ListedIntent,
    Refund,
    RefundStatus,
)
from money import Money

OUR_ID = "acompte_id"
_OUR_FIRM, _OUR_CLIENT, _OUR_INVOICE = "acompte_firm_id", "acompte_client_id", "acompte_invoice_id"

_INTENT_STATUSES = {
    "requires_payment_method": IntentStatus.REQUIRES_ACTION,
    "requires_confirmation": IntentStatus.REQUIRES_ACTION,
    "requires_action": IntentStatus.REQUIRES_ACTION,
    "processing": IntentStatus.PROCESSING,
    "succeeded": IntentStatus.SUCCEEDED,
    "canceled": IntentStatus.CANCELED,
}
_REFUND_STATUSES = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
_DISPUTE_STATUSES = {
    "warning_closed": DisputeStatus.WON,
    "won": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}
_DEBIT_CAPABILITIES = {
    "us_bank_account": "us_bank_account_ach_payments",
    "sepa_debit": "sepa_debit_payments",
    "bacs_debit": "bacs_debit_payments",
    "acss_debit": "acss_debit_payments",
    "au_becs_debit": "au_becs_debit_payments",
}
# Of these groups an event is about the intent itself, or about something that names its intent.
_ABOUT_INTENT = "payment_intent."
_ABOUT_PART_OF_INTENT = ("refund.", "charge.dispute.", "charge.refunded", "charge.refund.")


def capabilities(currency: str) -> list[str]:
    """What an account needs to take payments in this currency."""
    debit = limits.debit_type(currency)
    return ["card_payments", "transfers", *([_DEBIT_CAPABILITIES[debit]] if debit else [])]


def account(body: Mapping[str, Any], currency: str) -> AccountTruth:
    """An Account; its methods are its active capabilities in the firm's currency."""
    debit = limits.debit_type(currency)
    states = body.get("capabilities") or {}
    active = {
        models.PaymentMethod.CARD: states.get("card_payments") == "active",
        models.PaymentMethod.BANK_DEBIT: debit is not None and states.get(_DEBIT_CAPABILITIES[debit]) == "active",
    }
    return AccountTruth(
        id=body["id"],
        details_submitted=bool(body.get("details_submitted")),
        charges_enabled=bool(body.get("charges_enabled")),
        methods=frozenset(method for method, is_active in active.items() if is_active),
    )


def metadata(request: IntentRequest) -> dict[str, str]:
    """What is written on an intent, so that it is recognised even where our own row of it is lost."""
    written = {OUR_ID: request.id, _OUR_FIRM: request.firm_id, _OUR_CLIENT: request.client_id}
    if request.invoice_id is not None:
        written[_OUR_INVOICE] = request.invoice_id
    return {name: str(value) for name, value in written.items()}


def our_id(body: Mapping[str, Any], name: str = OUR_ID) -> uuid.UUID | None:
    """The id of ours that is written on an object; None where there is none, or something else."""
    try:
        return uuid.UUID((body.get("metadata") or {}).get(name))
    except (TypeError, ValueError, AttributeError):
        return None


def intent(body: Mapping[str, Any], account_id: str) -> Intent:
    """A PaymentIntent, with its latest charge and that charge's refunds expanded if it has any."""
    currency = body["currency"].upper()
    last_error = body.get("last_payment_error")
    code, decline = (last_error.get("code"), last_error.get("decline_code")) if last_error else (None, None)
    charge = body.get("latest_charge")
    known = charge if isinstance(charge, Mapping) else {}
    refunds = (known.get("refunds") or {}).get("data")
    return Intent(
        id=body["id"],
        account_id=account_id,
        status=_INTENT_STATUSES.get(body["status"], IntentStatus.PROCESSING),
        amount=limits.from_units(body["amount"], currency),
        received=limits.from_units(body.get("amount_received") or 0, currency),
        livemode=body["livemode"],
        client_secret=body.get("client_secret"),
        failure=failure_code(code, decline) if last_error else None,
        provider_code=decline or code,
        reached_bank=charge is not None,
        refunded=bool(known.get("amount_refunded") or refunds),
        disputed=bool(known.get("disputed")),
    )


def listed_intent(body: Mapping[str, Any], account_id: str) -> ListedIntent | None:
    """A PaymentIntent that was come upon, and whose it says it is; None for one in a currency that we do not have.

    A firm may charge in any currency that Stripe knows, in its own dashboard. Raise ValueError where it is ours.
    """
    ours = our_id(body)
    try:
        known = intent(body, account_id)
    except ValueError:
        if ours is not None:
            raise
        return None
    return ListedIntent(
        intent=known,
        our_id=ours,
        firm_id=our_id(body, _OUR_FIRM),
        client_id=our_id(body, _OUR_CLIENT),
        invoice_id=our_id(body, _OUR_INVOICE),
        method=_method(body),
        created_at=_time(body),
    )


def refund(body: Mapping[str, Any]) -> Refund:
    """A Refund."""
    status = _REFUND_STATUSES.get(body["status"], RefundStatus.PENDING)
    reason = body.get("failure_reason") or ("canceled" if body["status"] == "canceled" else None)
    failed = status is RefundStatus.FAILED
    return Refund(
        id=body["id"],
        our_id=our_id(body),
        amount=_amount(body),
        status=status,
        failure=failure_code(reason, None) if failed else None,
        provider_code=reason if failed else None,
        created_at=_time(body),
    )


def dispute(body: Mapping[str, Any]) -> Dispute:
    """A Dispute. Its transactions may be in the account's own currency: only their signs are read."""
    moved = [transaction["amount"] for transaction in body["balance_transactions"]]
    return Dispute(
        id=body["id"],
        amount=_amount(body),
        status=_DISPUTE_STATUSES.get(body["status"], DisputeStatus.OPEN),
        withdrawals=sum(amount < 0 for amount in moved),
        reinstatements=sum(amount > 0 for amount in moved),
        created_at=_time(body),
    )


def intent_of_event(kind: str, body: Mapping[str, Any]) -> str | None:
    """The id of the intent that an event of this kind is about; None where it is about none."""
    if kind.startswith(_ABOUT_INTENT):
        return str(body["id"])
    if kind.startswith(_ABOUT_PART_OF_INTENT) and body.get("payment_intent") is not None:
        return str(body["payment_intent"])
    return None


def _method(body: Mapping[str, Any]) -> models.PaymentMethod | None:
    charge = body.get("latest_charge")
    types = body.get("payment_method_types") or []
    if isinstance(charge, Mapping) and charge.get("payment_method_details"):
        types = [charge["payment_method_details"]["type"]]
    if types == ["card"]:
        return models.PaymentMethod.CARD
    if len(types) == 1 and types[0] == limits.debit_type(body["currency"].upper()):
        return models.PaymentMethod.BANK_DEBIT
    return None


def _amount(body: Mapping[str, Any]) -> Money:
    return limits.from_units(body["amount"], body["currency"].upper())


def _time(body: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromtimestamp(body["created"], dt.UTC)
