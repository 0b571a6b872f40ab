"""Refunds: of a charge, some of them done at once, some after days, and some given back by the bank in the end."""

from typing import Literal

import pydantic

from sandbox import accounts, charges, currencies, errors, events, forms, intents, payment_methods, store
from sandbox.work import Work, new_id

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
    """What a list of refunds, or of disputes, can be narrowed to."""

    charge: forms.Text | None = None
    payment_intent: forms.Text | None = None


def create(work: Work, params: RefundCreate) -> store.Json:
    """Give money of a charge back: all that is left of it, or a part."""
    charge = _charge(work, params)
    left = charge.body["amount"] - charge.body["amount_refunded"]
    _check(work, charge, params.amount, left)
    record = _begin(work, charge, left if params.amount is None else params.amount, params)
    _move(work, charge, record.body["amount"])
    events.record(work, "refund.created", record.body, account=work.account)
    events.record(work, "charge.refunded", charge.body, account=work.account)
    return record.body


def _charge(work: Work, params: RefundCreate) -> store.Record:
    if params.charge is not None:
        charge = work.own(charges.KIND, params.charge, param="charge")
        if params.payment_intent not in (None, charge.body["payment_intent"]):
            raise errors.invalid("The charge is not one of this PaymentIntent.", param="charge")
    elif params.payment_intent is not None:
        intent = work.own(intents.KIND, params.payment_intent, param="payment_intent")
        found = intent.body["latest_charge"]
        if found is None:
            raise _not_refundable(params.payment_intent)
        charge = work.own(charges.KIND, found, param="charge")
    else:
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise errors.invalid(message, code="parameter_missing", param="payment_intent")
    if charge.body["status"] != "succeeded":
        raise _not_refundable(params.payment_intent or charge.id)
    return charge


def _not_refundable(identifier: str) -> errors.ApiError:
    message = f"{identifier} does not have a successful charge to refund."
    return errors.invalid(message, code="charge_not_refundable", executed=True)


def _check(work: Work, charge: store.Record, amount: int | None, left: int) -> None:
    if amount is not None:
        currencies.check_exact(amount, charge.body["currency"])
    if charge.private.get("charged_back"):
        message = f"Charge {charge.id} has been charged back; cannot issue a refund."
        raise errors.invalid(message, code="charge_disputed", executed=True)
    if left == 0:
        message = f"Charge {charge.id} has already been refunded."
        raise errors.invalid(message, code="charge_already_refunded", executed=True)
    if amount is not None and amount > left:
        currency = charge.body["currency"]
        message = (
            f"Refund amount ({currencies.text(amount, currency)}) is greater than unrefunded amount on charge "
            f"({currencies.text(left, currency)})"
        )
        raise errors.invalid(message, param="amount", executed=True)
    if accounts.get_accessible(work, work.account).private.get("empty"):
        message = "Insufficient funds in your Stripe balance to refund this amount."
        raise errors.invalid(message, code="balance_insufficient", executed=True)


def _begin(work: Work, charge: store.Record, amount: int, params: RefundCreate) -> store.Record:
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
        "created": work.timestamp,
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
    record = work.tx.insert(KIND, work.account, body)
    if method.refunds_late or method.refund_fails:
        _due(work, record, _FAILED if method.refund_fails else None)
    return record


def _due(work: Work, record: store.Record, failure: str | None) -> None:
    work.tx.execute(
        "INSERT INTO refund_end (refund, account, due_at, failure) VALUES (?, ?, ?, ?)",
        record.id,
        record.account,
        work.now + work.settings.debit_delay_seconds,
        failure,
    )


def _move(work: Work, charge: store.Record, amount: int) -> None:
    charge.body["amount_refunded"] += amount
    charge.body["refunded"] = charge.body["amount_refunded"] == charge.body["amount"]
    work.tx.save(charge)


def end(work: Work, record: store.Record, failure: str | None, charge: store.Record | None = None) -> store.Json:
    """The bank's last word on a refund: it arrived, or it came back, which may be long after it had succeeded."""
    body, before = record.body, {"status": record.body["status"]}
    if body["status"] == "failed" or (body["status"] == "succeeded" and failure is None):
        raise errors.invalid(f"Refund {record.id} has a status of {body['status']}.", executed=True)
    work.tx.execute("DELETE FROM refund_end WHERE refund = ?", record.id)
    body.update(status="succeeded" if failure is None else "failed", pending_reason=None, failure_reason=failure)
    work.tx.save(record)
    if failure is not None:
        _move(work, charge or charges.charge_of(work, record), -body["amount"])
        events.record(work, "refund.failed", body, account=record.account)
    for kind in ("refund.updated", "charge.refund.updated"):
        events.record(work, kind, body, account=record.account, previous=before)
    return body


def fail_pending(work: Work, charge: store.Record) -> None:
    """The payer disputes a charge of which money is on its way back: it does not arrive."""
    rows = work.tx.execute(
        "SELECT id FROM object WHERE kind = ? AND account = ? AND json_extract(body, '$.charge') = ? "
        "AND json_extract(body, '$.status') = 'pending' ORDER BY seq",
        KIND,
        charge.account,
        charge.id,
    ).fetchall()
    for (identifier,) in rows:
        record = work.tx.find(KIND, charge.account, identifier)
        if record is not None:
            end(work, record, "charge_for_pending_refund_disputed", charge)


def settle_due(work: Work) -> int:
    """End every refund whose time has come; gives how many."""
    rows = work.tx.execute(
        "SELECT refund, account, failure FROM refund_end WHERE due_at <= ? ORDER BY due_at, rowid", work.now
    ).fetchall()
    for identifier, account, failure in rows:
        record = work.tx.find(KIND, account, identifier)
        if record is not None:
            end(work, record, failure)
    return len(rows)


def retrieve(work: Work, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/refunds/{id}."""
    return work.own(KIND, identifier, param="refund").body


def list_page(work: Work, params: OfPayment) -> store.Json:
    """GET /v1/refunds."""
    page = params.page(charge=params.charge, payment_intent=params.payment_intent)
    return work.listing(KIND, "/v1/refunds", page)


def update(work: Work, identifier: str, params: RefundUpdate) -> store.Json:
    """Change what is written on it; never the money."""
    record = work.own(KIND, identifier, param="refund")
    record.body["metadata"] = forms.merge_metadata(record.body["metadata"], params.metadata)
    work.tx.save(record)
    events.record(work, "refund.updated", record.body, account=work.account)
    return record.body


def cancel(work: Work, identifier: str, _params: forms.Params) -> store.Json:
    """Stripe cancels only refunds that wait for the payer's action, and none of cards or debits do."""
    record = work.own(KIND, identifier, param="refund")
    message = f"Refund {record.id} cannot be canceled: it has a status of {record.body['status']}."
    raise errors.invalid(message, executed=True)
