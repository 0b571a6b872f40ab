"""Controls: actions outside the API, of a firm in its Stripe dashboard, of a bank, or of a payer."""

import collections.abc
import dataclasses
from typing import Any, Literal

from sandbox import accounts, charges, customers, disputes, errors, forms, intents, refunds, store
from sandbox.request_context import RequestContext


class PaymentControlParams(forms.Hash):
    """Parameters of an action on a payment, in full or for an amount."""

    payment_intent: forms.Text
    amount: forms.Integer | None = None


class RefundControlParams(forms.Hash):
    """Parameters of the settlement or failure of a refund."""

    refund: forms.Text
    reason: Literal["declined", "expired_or_canceled_card", "insufficient_funds", "lost_or_stolen_card", "unknown"] = (
        "declined"
    )


class DisputeControlParams(forms.Hash):
    """Parameters of a change of a dispute."""

    dispute: forms.Text


class CustomerControlParams(forms.Hash):
    """Parameters of the deletion of a customer."""

    customer: forms.Text


class BalanceControlParams(forms.Hash):
    """Whether the account's Stripe balance is too low for refunds."""

    empty: forms.Boolean


@dataclasses.dataclass(frozen=True)
class _Control:
    params: type[forms.Hash]
    run: collections.abc.Callable[[RequestContext, Any], store.Json]


def run_control(context: RequestContext, control: str, form: forms.Form) -> store.Json:
    """Perform one of CONTROLS on the account of `context`. Returns the created or changed object. Raises ApiError."""
    entry = CONTROLS.get(control)
    if entry is None:
        raise errors.missing_resource("control", control)
    accounts.get_accessible(context, context.account)
    return entry.run(context, forms.read(entry.params, form))


def _refund(context: RequestContext, params: PaymentControlParams) -> store.Json:
    return refunds.create(context, refunds.RefundCreate(payment_intent=params.payment_intent, amount=params.amount))


def _dispute(context: RequestContext, params: PaymentControlParams) -> store.Json:
    return disputes.begin(context, _charge(context, params), params.amount, "fraudulent").body


def _inquire(context: RequestContext, params: PaymentControlParams) -> store.Json:
    return disputes.begin(context, _charge(context, params), params.amount, "fraudulent", inquiry=True).body


def _bounce(context: RequestContext, params: PaymentControlParams) -> store.Json:
    charge = _charge(context, params)
    if charge.id.startswith("ch_"):
        raise errors.invalid("Only bank debits can bounce.", param="payment_intent")
    return disputes.begin(context, charge, params.amount, "insufficient_funds").body


def _charge(context: RequestContext, params: PaymentControlParams) -> store.Record:
    latest = context.get_own(intents.KIND, params.payment_intent, param="payment_intent").body["latest_charge"]
    return context.get_own(charges.KIND, str(latest), param="payment_intent", status=400)


def _find_dispute(context: RequestContext, params: DisputeControlParams) -> store.Record:
    return context.get_own(disputes.KIND, params.dispute, param="dispute")


def _find_refund(context: RequestContext, params: RefundControlParams) -> store.Record:
    return context.get_own(refunds.KIND, params.refund, param="refund")


def _balance(context: RequestContext, params: BalanceControlParams) -> store.Json:
    record = accounts.get_accessible(context, context.account)
    record.private["empty"] = params.empty
    context.tx.save(record)
    return record.body


CONTROLS = {
    "refund": _Control(PaymentControlParams, _refund),
    "settle_refund": _Control(
        RefundControlParams, lambda context, params: refunds.finish(context, _find_refund(context, params), None)
    ),
    "fail_refund": _Control(
        RefundControlParams,
        lambda context, params: refunds.finish(context, _find_refund(context, params), params.reason),
    ),
    "dispute": _Control(PaymentControlParams, _dispute),
    "inquire": _Control(PaymentControlParams, _inquire),
    "bounce": _Control(PaymentControlParams, _bounce),
    "escalate": _Control(
        DisputeControlParams, lambda context, params: disputes.escalate(context, _find_dispute(context, params))
    ),
    "win": _Control(
        DisputeControlParams, lambda context, params: disputes.win(context, _find_dispute(context, params))
    ),
    "lose": _Control(
        DisputeControlParams, lambda context, params: disputes.lose(context, _find_dispute(context, params))
    ),
    "balance": _Control(BalanceControlParams, _balance),
    "delete_customer": _Control(
        CustomerControlParams, lambda context, params: customers.delete(context, params.customer)
    ),
}
"""All controls by name."""
