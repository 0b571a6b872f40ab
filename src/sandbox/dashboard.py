"""Controls: actions outside the API, of a firm in its Stripe dashboard, of a bank, or of a payer."""

import collections.abc
import dataclasses
from typing import Any, Literal

from sandbox import accounts, charges, customers, disputes, errors, forms, intents, refunds, store
from sandbox.work import Work


class OnPayment(forms.Hash):
    """Parameters of an action on a payment, in full or for an amount."""

    payment_intent: forms.Text
    amount: forms.Integer | None = None


class OnRefund(forms.Hash):
    """Parameters of the settlement or failure of a refund."""

    refund: forms.Text
    reason: Literal["declined", "expired_or_canceled_card", "insufficient_funds", "lost_or_stolen_card", "unknown"] = (
        "declined"
    )


class OnDispute(forms.Hash):
    """Parameters of a change of a dispute."""

    dispute: forms.Text


class OnCustomer(forms.Hash):
    """Parameters of the deletion of a customer."""

    customer: forms.Text


class OnBalance(forms.Hash):
    """Whether the account's Stripe balance is too low for refunds."""

    empty: forms.Boolean


@dataclasses.dataclass(frozen=True)
class _Control:
    params: type[forms.Hash]
    run: collections.abc.Callable[[Work, Any], store.Json]


def run_control(work: Work, control: str, form: forms.Form) -> store.Json:
    """Perform one of CONTROLS on the account of `work`. Returns the created or changed object. Raises ApiError."""
    entry = CONTROLS.get(control)
    if entry is None:
        raise errors.missing_resource("control", control)
    accounts.get_accessible(work, work.account)
    return entry.run(work, forms.read(entry.params, form))


def _refund(work: Work, params: OnPayment) -> store.Json:
    return refunds.create(work, refunds.RefundCreate(payment_intent=params.payment_intent, amount=params.amount))


def _dispute(work: Work, params: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, params), params.amount, "fraudulent").body


def _inquire(work: Work, params: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, params), params.amount, "fraudulent", inquiry=True).body


def _bounce(work: Work, params: OnPayment) -> store.Json:
    charge = _charge(work, params)
    if charge.id.startswith("ch_"):
        raise errors.invalid("Only bank debits can bounce.", param="payment_intent")
    return disputes.begin(work, charge, params.amount, "insufficient_funds").body


def _charge(work: Work, params: OnPayment) -> store.Record:
    latest = work.own(intents.KIND, params.payment_intent, param="payment_intent").body["latest_charge"]
    return work.own(charges.KIND, str(latest), param="payment_intent", status=400)


def _find_dispute(work: Work, params: OnDispute) -> store.Record:
    return work.own(disputes.KIND, params.dispute, param="dispute")


def _find_refund(work: Work, params: OnRefund) -> store.Record:
    return work.own(refunds.KIND, params.refund, param="refund")


def _balance(work: Work, params: OnBalance) -> store.Json:
    record = accounts.get_accessible(work, work.account)
    record.private["empty"] = params.empty
    work.tx.save(record)
    return record.body


CONTROLS = {
    "refund": _Control(OnPayment, _refund),
    "settle_refund": _Control(OnRefund, lambda work, params: refunds.finish(work, _find_refund(work, params), None)),
    "fail_refund": _Control(
        OnRefund, lambda work, params: refunds.finish(work, _find_refund(work, params), params.reason)
    ),
    "dispute": _Control(OnPayment, _dispute),
    "inquire": _Control(OnPayment, _inquire),
    "bounce": _Control(OnPayment, _bounce),
    "escalate": _Control(OnDispute, lambda work, params: disputes.escalate(work, _find_dispute(work, params))),
    "win": _Control(OnDispute, lambda work, params: disputes.win(work, _find_dispute(work, params))),
    "lose": _Control(OnDispute, lambda work, params: disputes.lose(work, _find_dispute(work, params))),
    "balance": _Control(OnBalance, _balance),
    "delete_customer": _Control(OnCustomer, lambda work, params: customers.delete(work, params.customer)),
}
"""All controls by name."""
