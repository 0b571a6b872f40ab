"""Charges: one for each attempt to pay a PaymentIntent."""

from sandbox import forms, payment_methods, store
from sandbox.request_context import RequestContext, new_id

KIND = "charge"


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/charges/{id}."""
    return context.get_own(KIND, identifier, param="charge").body


def charge_of(context: RequestContext, record: store.Record) -> store.Record:
    """The charge of a refund or dispute."""
    return RequestContext(context.tx, context.settings, context.now, record.account).get_own(
        KIND, record.body["charge"], param="charge"
    )


def refunds(context: RequestContext, identifier: str) -> store.Json:
    """List object of a charge's latest refunds."""
    return context.listing(
        "refund", f"/v1/charges/{identifier}/refunds", store.ListQuery(equals={"charge": identifier})
    )


def create(
    context: RequestContext, intent: store.Json, method: payment_methods.TestMethod, method_object: store.Json
) -> store.Record:
    """Create a pending charge."""
    empty = (
        "application", "application_fee", "application_fee_amount", "balance_transaction",
        "calculated_statement_descriptor", "failure_balance_transaction", "failure_code", "failure_message",
        "on_behalf_of", "outcome", "receipt_email", "receipt_number", "receipt_url", "review", "shipping",
        "source_transfer", "statement_descriptor", "transfer_data", "transfer_group",
    )  # fmt: skip
    body: store.Json = {
        "id": new_id("ch_3" if method.type == payment_methods.CARD else "py_3"),
        "object": KIND,
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "billing_details": method_object["billing_details"],
        "captured": False,
        "created": context.timestamp,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "paid": False,
        "payment_intent": intent["id"],
        "payment_method": method_object["id"],
        "payment_method_details": {"type": method.type, method.type: _details(method)},
        "radar_options": {},
        "refunded": False,
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "pending",
        **dict.fromkeys(empty),
    }
    return context.tx.insert(KIND, context.account, body, {"test_method": method.token})


def _details(method: payment_methods.TestMethod) -> store.Json:
    fields = payment_methods.details(method)
    if method.type == payment_methods.CARD:
        fields.update(
            network=method.brand, checks=None, installments=None, mandate=None, three_d_secure=None, wallet=None
        )
    return fields


def succeed(context: RequestContext, charge: store.Record) -> None:
    """Mark the charge as succeeded."""
    charge.body.update(
        status="succeeded", paid=True, captured=True, amount_captured=charge.body["amount"], outcome=_outcome(None)
    )
    context.tx.save(charge)


def fail(context: RequestContext, charge: store.Record, failure: payment_methods.Failure) -> None:
    """Mark the charge as failed."""
    charge.body.update(
        status="failed",
        failure_code=failure.code,
        failure_message=failure.message,
        outcome=_outcome(failure.decline_code or failure.code),
    )
    context.tx.save(charge)


def _outcome(reason: str | None) -> store.Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if reason else "approved_by_network",
        "reason": reason,
        "risk_level": "normal",
        "seller_message": "The bank declined the payment." if reason else "Payment complete.",
        "type": "issuer_declined" if reason else "authorized",
    }
