"""Stripe's objects, as plain dictionaries, mapped to values of `gateway.types`."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import models
from gateway import limits, types
from gateway.stripe.decline_codes import to_failure_code
from money import Money

INTERNAL_ID_KEY = "acompte_id"
_FIRM_ID_KEY, _CLIENT_ID_KEY, _INVOICE_ID_KEY = "acompte_firm_id", "acompte_client_id", "acompte_invoice_id"

_INTENT_STATUSES = {
    "requires_payment_method": types.IntentStatus.REQUIRES_ACTION,
    "requires_confirmation": types.IntentStatus.REQUIRES_ACTION,
    "requires_action": types.IntentStatus.REQUIRES_ACTION,
    "processing": types.IntentStatus.PROCESSING,
    "succeeded": types.IntentStatus.SUCCEEDED,
    "canceled": types.IntentStatus.CANCELED,
}
_REFUND_STATUSES = {
    "succeeded": types.RefundStatus.SUCCEEDED,
    "failed": types.RefundStatus.FAILED,
    "canceled": types.RefundStatus.FAILED,
}
_DISPUTE_STATUSES = {
    "warning_closed": types.DisputeStatus.WON,
    "won": types.DisputeStatus.WON,
    "prevented": types.DisputeStatus.WON,
    "lost": types.DisputeStatus.LOST,
}
_DEBIT_CAPABILITIES = {
    "us_bank_account": "us_bank_account_ach_payments",
    "sepa_debit": "sepa_debit_payments",
    "bacs_debit": "bacs_debit_payments",
    "acss_debit": "acss_debit_payments",
    "au_becs_debit": "au_becs_debit_payments",
}
# Events about an intent, and about objects that name their intent.
_INTENT_EVENT_PREFIX = "payment_intent."
_INTENT_CHILD_EVENT_PREFIXES = ("refund.", "charge.dispute.", "charge.refunded", "charge.refund.")


def required_capabilities(currency: str) -> list[str]:
    """Return the capabilities that an account needs for payments in this currency."""
    debit = limits.bank_debit_type(currency)
    return ["card_payments", "transfers", *([_DEBIT_CAPABILITIES[debit]] if debit else [])]


def to_account_state(body: Mapping[str, Any], currency: str) -> types.AccountState:
    """Map an Account. Its methods are its active capabilities in the firm's currency."""
    debit = limits.bank_debit_type(currency)
    capabilities = body.get("capabilities") or {}
    active = {
        models.PaymentMethod.CARD: capabilities.get("card_payments") == "active",
        models.PaymentMethod.BANK_DEBIT: debit is not None and capabilities.get(_DEBIT_CAPABILITIES[debit]) == "active",
    }
    return types.AccountState(
        id=body["id"],
        details_submitted=bool(body.get("details_submitted")),
        charges_enabled=bool(body.get("charges_enabled")),
        methods=frozenset(method for method, is_active in active.items() if is_active),
    )


def intent_metadata(request: types.IntentRequest) -> dict[str, str]:
    """Return the metadata by which an intent is recognized even if our row is lost, as after a restore."""
    metadata = {INTERNAL_ID_KEY: request.id, _FIRM_ID_KEY: request.firm_id, _CLIENT_ID_KEY: request.client_id}
    if request.invoice_id is not None:
        metadata[_INVOICE_ID_KEY] = request.invoice_id
    return {key: str(value) for key, value in metadata.items()}


def internal_id(body: Mapping[str, Any], key: str = INTERNAL_ID_KEY) -> uuid.UUID | None:
    """Return our id from the object's metadata, or None if there is none or it is not a UUID."""
    try:
        return uuid.UUID((body.get("metadata") or {}).get(key))
    except (TypeError, ValueError, AttributeError):
        return None


def to_intent(body: Mapping[str, Any], account_id: str) -> types.Intent:
    """Map a PaymentIntent. Its latest charge and the charge's refunds have to be expanded.

    A status that we do not know is mapped to PROCESSING: the intent is open, and its payer has nothing to do. Raises
    ValueError for an amount with a fraction that the currency does not have.
    """
    currency = body["currency"].upper()
    last_error = body.get("last_payment_error")
    code, decline = (last_error.get("code"), last_error.get("decline_code")) if last_error else (None, None)
    charge = body.get("latest_charge")
    expanded_charge = charge if isinstance(charge, Mapping) else {}
    refunds = (expanded_charge.get("refunds") or {}).get("data")
    return types.Intent(
        id=body["id"],
        account_id=account_id,
        status=_INTENT_STATUSES.get(body["status"], types.IntentStatus.PROCESSING),
        amount=limits.from_units(body["amount"], currency),
        received=limits.from_units(body.get("amount_received") or 0, currency),
        livemode=body["livemode"],
        client_secret=body.get("client_secret"),
        failure=to_failure_code(code, decline) if last_error else None,
        provider_code=decline or code,
        card=_to_card(expanded_charge),
        has_charge=charge is not None,
        has_refunds=bool(expanded_charge.get("amount_refunded") or refunds),
        has_disputes=bool(expanded_charge.get("disputed")),
    )


def to_intent_with_metadata(body: Mapping[str, Any], account_id: str) -> types.IntentWithMetadata | None:
    """Map a listed PaymentIntent and its metadata.

    Returns None if it is not ours and in a currency that we do not support: in its dashboard, a firm can charge in any
    of Stripe's currencies. Raises ValueError if such an intent is ours.
    """
    own_id = internal_id(body)
    try:
        intent = to_intent(body, account_id)
    except ValueError:
        if own_id is not None:
            raise
        return None
    return types.IntentWithMetadata(
        intent=intent,
        internal_id=own_id,
        firm_id=internal_id(body, _FIRM_ID_KEY),
        client_id=internal_id(body, _CLIENT_ID_KEY),
        invoice_id=internal_id(body, _INVOICE_ID_KEY),
        method=_payment_method(body),
        created_at=_created_at(body),
    )


def to_refund(body: Mapping[str, Any]) -> types.Refund:
    """Map a Refund."""
    status = _REFUND_STATUSES.get(body["status"], types.RefundStatus.PENDING)
    reason = body.get("failure_reason") or ("canceled" if body["status"] == "canceled" else None)
    is_failed = status is types.RefundStatus.FAILED
    return types.Refund(
        id=body["id"],
        internal_id=internal_id(body),
        amount=_amount(body),
        status=status,
        failure=to_failure_code(reason, None) if is_failed else None,
        provider_code=reason if is_failed else None,
        created_at=_created_at(body),
    )


def to_dispute(body: Mapping[str, Any]) -> types.Dispute:
    """Map a Dispute. Only the signs of its transactions count: they may be in the account's settlement currency."""
    amounts = [transaction["amount"] for transaction in body["balance_transactions"]]
    due_by = (body.get("evidence_details") or {}).get("due_by")
    return types.Dispute(
        id=body["id"],
        amount=_amount(body),
        status=_DISPUTE_STATUSES.get(body["status"], types.DisputeStatus.OPEN),
        reason=body.get("reason"),
        evidence_due_at=None if due_by is None else dt.datetime.fromtimestamp(due_by, dt.UTC),
        withdrawals=sum(amount < 0 for amount in amounts),
        reinstatements=sum(amount > 0 for amount in amounts),
        created_at=_created_at(body),
    )


def event_intent_id(event_type: str, body: Mapping[str, Any]) -> str | None:
    """Return the id of the intent that an event is about, or None if it is about something else."""
    if event_type.startswith(_INTENT_EVENT_PREFIX):
        return str(body["id"])
    if event_type.startswith(_INTENT_CHILD_EVENT_PREFIXES) and body.get("payment_intent") is not None:
        return str(body["payment_intent"])
    return None


def _to_card(charge: Mapping[str, Any]) -> types.Card | None:
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    return types.Card(card["brand"], card["last4"]) if card.get("brand") and card.get("last4") else None


def _payment_method(body: Mapping[str, Any]) -> models.PaymentMethod | None:
    charge = body.get("latest_charge")
    types = body.get("payment_method_types") or []
    if isinstance(charge, Mapping) and charge.get("payment_method_details"):
        types = [charge["payment_method_details"]["type"]]
    if types == ["card"]:
        return models.PaymentMethod.CARD
    if len(types) == 1 and types[0] == limits.bank_debit_type(body["currency"].upper()):
        return models.PaymentMethod.BANK_DEBIT
    return None


def _amount(body: Mapping[str, Any]) -> Money:
    return limits.from_units(body["amount"], body["currency"].upper())


def _created_at(body: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromtimestamp(body["created"], dt.UTC)
