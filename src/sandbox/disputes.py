"""Disputes: inquiries and chargebacks, and their outcomes."""

from sandbox import charges, errors, events, forms, payment_methods, refunds, store
from sandbox.request_context import RequestContext, new_id

KIND = "dispute"
_FEE = 1500
_DAYS_TO_ANSWER = 9
_INQUIRY = ("warning_needs_response", "warning_under_review")
_EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/disputes/{id}."""
    return context.get_own(KIND, identifier, param="dispute").body


def list_page(context: RequestContext, params: refunds.OfPayment) -> store.Json:
    """GET /v1/disputes."""
    query = params.list_query(charge=params.charge, payment_intent=params.payment_intent)
    return context.listing(KIND, "/v1/disputes", query)


def create_for_test_method(context: RequestContext, charge: store.Record, method: payment_methods.TestMethod) -> None:
    """Dispute a payment that has just succeeded, if Stripe documents that for its test payment method."""
    if method.dispute is None:
        return
    amount, times = charge.body["amount"], method.dispute.times
    parts = [amount // times + (index < amount % times) for index in range(times)]
    for part in parts:
        begin(context, charge, part, method.dispute.reason, inquiry=method.dispute.inquiry)


def begin(
    context: RequestContext, charge: store.Record, amount: int | None, reason: str, *, inquiry: bool = False
) -> store.Record:
    """Create a dispute, which withdraws the money, or an inquiry, which does not. Raises ApiError.

    The amount may exceed what has not been refunded. Disputes of debits are final: they are created as lost.
    """
    if charge.body["status"] != "succeeded":
        raise errors.invalid(f"Charge {charge.id} has not succeeded and cannot be disputed.", executed=True)
    if amount is not None and amount < 1:
        raise errors.invalid("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    final = charge.body["payment_method_details"]["type"] != payment_methods.CARD
    if final and inquiry:
        raise errors.invalid("There are no inquiries about bank debits.", executed=True)
    status = "warning_needs_response" if inquiry else "lost" if final else "needs_response"
    body = _new(context, charge, charge.body["amount"] if amount is None else amount, reason, status)
    record = context.tx.insert(KIND, charge.account, body)
    if not inquiry:
        _transfer(context, record, -1)
    charge.body["disputed"] = True
    _record_events(
        context, record, "created", *(() if inquiry else ("funds_withdrawn",)), *(("closed",) if final else ())
    )
    _count_chargeback(context, charge, 0 if inquiry else 1)
    return record


def escalate(context: RequestContext, record: store.Record) -> store.Json:
    """Withdraw the money of an inquiry or of a dispute that was won. Raises ApiError."""
    if record.body["status"] not in (*_INQUIRY, "won"):
        raise _invalid_status(record)
    return _decide(context, record, "needs_response", -1, "updated", "funds_withdrawn")


def win(context: RequestContext, record: store.Record) -> store.Json:
    """Close an inquiry, or reinstate the money of a dispute, even of a lost one. Raises ApiError."""
    if record.body["status"] in _INQUIRY:
        return _decide(context, record, "warning_closed", 0, "closed")
    if record.body["status"] not in ("needs_response", "under_review", "lost"):
        raise _invalid_status(record)
    return _decide(context, record, "won", 1, "closed", "funds_reinstated")


def lose(context: RequestContext, record: store.Record) -> store.Json:
    """Close a dispute as lost. Raises ApiError."""
    if record.body["status"] not in ("needs_response", "under_review"):
        raise _invalid_status(record)
    return _decide(context, record, "lost", 0, "closed")


def _decide(context: RequestContext, record: store.Record, status: str, sign: int, *event_kinds: str) -> store.Json:
    before = {"status": record.body["status"]}
    record.body["status"] = status
    if sign:
        _transfer(context, record, sign)
    context.tx.save(record)
    _record_events(context, record, *event_kinds, previous=before)
    if sign:
        _count_chargeback(context, charges.charge_of(context, record), -sign)
    return record.body


def _count_chargeback(context: RequestContext, charge: store.Record, change: int) -> None:
    """Count the charge's withdrawn disputes: while there is one, the charge cannot be refunded."""
    charge.private["charged_back"] = charge.private.get("charged_back", 0) + change
    context.tx.save(charge)
    if change > 0:
        refunds.fail_pending(context, charge)


def _transfer(context: RequestContext, record: store.Record, sign: int) -> None:
    body = record.body
    withdrawal = sign < 0
    fee = _FEE if withdrawal else 0
    fee_detail = {
        "amount": fee,
        "application": None,
        "currency": body["currency"],
        "description": "Dispute fee",
        "type": "stripe_fee",
    }
    transaction = {
        "id": new_id("txn_1"),
        "object": "balance_transaction",
        "amount": sign * body["amount"],
        "available_on": context.timestamp,
        "balance_type": "payments",
        "created": context.timestamp,
        "currency": body["currency"],
        "description": f"Chargeback {'withdrawal' if withdrawal else 'reversal'} for {body['charge']}",
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [fee_detail] if withdrawal else [],
        "net": sign * body["amount"] - fee,
        "reporting_category": "dispute" if withdrawal else "dispute_reversal",
        "source": body["id"],
        "status": "available",
        "type": "adjustment",
    }
    body["balance_transactions"] = [*body["balance_transactions"], transaction]
    body["is_charge_refundable"] = not withdrawal
    context.tx.save(record)


def _record_events(
    context: RequestContext, record: store.Record, *kinds: str, previous: store.Json | None = None
) -> None:
    for kind in kinds:
        changed = previous if kind in ("updated", "closed") else None
        events.record(context, f"charge.dispute.{kind}", record.body, account=record.account, previous=changed)


def _invalid_status(record: store.Record) -> errors.ApiError:
    return errors.invalid(f"This dispute has a status of {record.body['status']}.", executed=True)


def _new(context: RequestContext, charge: store.Record, amount: int, reason: str, status: str) -> store.Json:
    inquiry = status in _INQUIRY
    return {
        "id": new_id("du_1"),
        "object": KIND,
        "amount": amount,
        "balance_transactions": [],
        "charge": charge.id,
        "created": context.timestamp,
        "currency": charge.body["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": None if status == "lost" else context.timestamp + _DAYS_TO_ANSWER * 24 * 3600,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": None,
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "network_reason_code": None,
        "payment_intent": charge.body["payment_intent"],
        "payment_method_details": _details(charge, inquiry=inquiry),
        "reason": reason,
        "status": status,
    }


def _details(charge: store.Record, *, inquiry: bool) -> store.Json | None:
    card = charge.body["payment_method_details"].get("card")
    if card is None:
        return None
    case_type = "inquiry" if inquiry else "chargeback"
    fields = {"brand": card["brand"], "case_type": case_type, "network": card["network"], "network_reason_code": "10.4"}
    return {"type": "card", "card": fields}
