"""Refunds of charges: they succeed at once or later, and may fail after they have succeeded."""

from typing import Literal

import pydantic

from sandbox import accounts, charges, currencies, errors, events, forms, intents, payment_methods, store
from sandbox.request_context import RequestContext, new_id

KIND = "refund"
_FAILED = "expired_or_canceled_card"


class RefundCreate(forms.Params):
    """POST /v1/refunds."""

    charge: forms.Text | None = None
    payment_intent: forms.Text | None = None
    amount: forms.Integer | None = None
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | None = None
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


class RefundUpdate(forms.Params):
    """POST /v1/refunds/{id}."""

    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


class OfPayment(forms.ListParams):
    """Filters of lists of refunds and disputes."""

    charge: forms.Text | None = None
    payment_intent: forms.Text | None = None


def create(context: RequestContext, params: RefundCreate) -> store.Json:
    """Refund a charge, by default all that has not been refunded. Raises ApiError."""
    charge = _charge(context, params)
    refundable = charge.body["amount"] - charge.body["amount_refunded"]
    _check(context, charge, params.amount, refundable)
    record = _insert(context, charge, refundable if params.amount is None else params.amount, params)
    _add_refunded(context, charge, record.body["amount"])
    events.record(context, "refund.created", record.body, account=context.account)
    events.record(context, "charge.refunded", charge.body, account=context.account)
    return record.body


def _charge(context: RequestContext, params: RefundCreate) -> store.Record:
    if params.charge is not None:
        charge = context.get_own(charges.KIND, params.charge, param="charge")
        if params.payment_intent not in (None, charge.body["payment_intent"]):
            raise errors.invalid("The charge is not one of this PaymentIntent.", param="charge")
    elif params.payment_intent is not None:
        intent = context.get_own(intents.KIND, params.payment_intent, param="payment_intent")
        charge_id = intent.body["latest_charge"]
        if charge_id is None:
            raise _not_refundable(params.payment_intent)
        charge = context.get_own(charges.KIND, charge_id, param="charge")
    else:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise errors.invalid(message, code="parameter_missing", param="payment_intent")
    if charge.body["status"] != "succeeded":
        raise _not_refundable(params.payment_intent or charge.id)
    return charge


def _not_refundable(identifier: str) -> errors.ApiError:
    message = f"{identifier} does not have a successful charge to refund."
    return errors.invalid(message, code="charge_not_refundable", executed=True)


def _check(context: RequestContext, charge: store.Record, amount: int | None, refundable: int) -> None:
    if amount is not None:
        currencies.check_exact(amount, charge.body["currency"])
    if charge.private.get("charged_back"):
        message = f"Charge {charge.id} has been charged back; cannot issue a refund."
        raise errors.invalid(message, code="charge_disputed", executed=True)
    if refundable == 0:
        message = f"Charge {charge.id} has already been refunded."
        raise errors.invalid(message, code="charge_already_refunded", executed=True)
    if amount is not None and amount > refundable:
        currency = charge.body["currency"]
        message = (
            f"Refund amount ({currencies.format_amount(amount, currency)}) is greater than unrefunded amount on charge "
            f"({currencies.format_amount(refundable, currency)})"
        )
        raise errors.invalid(message, param="amount", executed=True)
    if accounts.get_accessible(context, context.account).private.get("empty"):
        message = "Insufficient funds in your Stripe balance to refund this amount."
        raise errors.invalid(message, code="balance_insufficient", executed=True)


def _insert(context: RequestContext, charge: store.Record, amount: int, params: RefundCreate) -> store.Record:
    method = payment_methods.TEST_METHODS[charge.private["test_method"]]
    kind, status = method.type, "pending" if method.refunds_late else "succeeded"
    empty = (
        "balance_transaction", "customer", "customer_account", "failure_balance_transaction", "failure_reason",
        "next_action", "pending_reason", "receipt_number", "source_transfer_reversal", "transfer_reversal",
    )  # fmt: skip
    body: store.Json = {
        **dict.fromkeys(empty),
        "id": new_id("re_3" if kind == payment_methods.CARD else "pyr_1"),
        "object": KIND,
        "amount": amount,
        "charge": charge.id,
        "created": context.timestamp,
        "currency": charge.body["currency"],
        "metadata": forms.merge_metadata({}, params.metadata),
        "payment_intent": charge.body["payment_intent"],
        "payment_method": charge.body["payment_method"],
        "pending_reason": "processing" if method.refunds_late else None,
        "reason": params.reason,
        "status": status,
    }
    if kind == payment_methods.CARD:
        body["destination_details"] = {"type": "card", "card": {"type": "refund", "reference_status": "pending"}}
    record = context.tx.insert(KIND, context.account, body)
    if method.refunds_late or method.refund_fails:
        _schedule(context, record, _FAILED if method.refund_fails else None)
    return record


def _schedule(context: RequestContext, record: store.Record, failure: str | None) -> None:
    context.tx.execute(
        "INSERT INTO refund_end (refund, account, due_at, failure) VALUES (?, ?, ?, ?)",
        record.id,
        record.account,
        context.now + context.settings.debit_delay_seconds,
        failure,
    )


def _add_refunded(context: RequestContext, charge: store.Record, amount: int) -> None:
    charge.body["amount_refunded"] += amount
    charge.body["refunded"] = charge.body["amount_refunded"] == charge.body["amount"]
    context.tx.save(charge)


def finish(
    context: RequestContext, record: store.Record, failure: str | None, charge: store.Record | None = None
) -> store.Json:
    """Mark a refund as succeeded, or as failed with this reason. A succeeded refund may still fail. Raises ApiError."""
    body, before = record.body, {"status": record.body["status"]}
    if body["status"] == "failed" or (body["status"] == "succeeded" and failure is None):
        raise errors.invalid(f"Refund {record.id} has a status of {body['status']}.", executed=True)
    context.tx.execute("DELETE FROM refund_end WHERE refund = ?", record.id)
    body.update(status="succeeded" if failure is None else "failed", pending_reason=None, failure_reason=failure)
    context.tx.save(record)
    if failure is not None:
        _add_refunded(context, charge or charges.charge_of(context, record), -body["amount"])
        events.record(context, "refund.failed", body, account=record.account)
    for kind in ("refund.updated", "charge.refund.updated"):
        events.record(context, kind, body, account=record.account, previous=before)
    return body


def fail_pending(context: RequestContext, charge: store.Record) -> None:
    """Fail the pending refunds of a charge, because it is disputed."""
    rows = context.tx.execute(
        "SELECT id FROM object WHERE kind = ? AND account = ? AND json_extract(body, '$.charge') = ? "
        "AND json_extract(body, '$.status') = 'pending' ORDER BY seq",
        KIND,
        charge.account,
        charge.id,
    ).fetchall()
    for (identifier,) in rows:
        record = context.tx.find(KIND, charge.account, identifier)
        if record is not None:
            finish(context, record, "charge_for_pending_refund_disputed", charge)


def settle_due(context: RequestContext) -> int:
    """Finish all due refunds. Returns their number."""
    rows = context.tx.execute(
        "SELECT refund, account, failure FROM refund_end WHERE due_at <= ? ORDER BY due_at, rowid", context.now
    ).fetchall()
    for identifier, account, failure in rows:
        record = context.tx.find(KIND, account, identifier)
        if record is not None:
            finish(context, record, failure)
    return len(rows)


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/refunds/{id}."""
    return context.get_own(KIND, identifier, param="refund").body


def list_page(context: RequestContext, params: OfPayment) -> store.Json:
    """GET /v1/refunds."""
    query = params.list_query(charge=params.charge, payment_intent=params.payment_intent)
    return context.listing(KIND, "/v1/refunds", query)


def update(context: RequestContext, identifier: str, params: RefundUpdate) -> store.Json:
    """Change the metadata."""
    record = context.get_own(KIND, identifier, param="refund")
    record.body["metadata"] = forms.merge_metadata(record.body["metadata"], params.metadata)
    context.tx.save(record)
    events.record(context, "refund.updated", record.body, account=context.account)
    return record.body


def cancel(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """Always raise ApiError: only refunds that require the payer's action can be canceled."""
    record = context.get_own(KIND, identifier, param="refund")
    message = f"Refund {record.id} cannot be canceled: it has a status of {record.body['status']}."
    raise errors.invalid(message, executed=True)
