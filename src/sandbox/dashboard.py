"""What a firm does in its own dashboard, and what banks and payers do: none of it is asked for through the API."""

import collections.abc
import dataclasses
from typing import Any, Literal

from sandbox import accounts, charges, disputes, errors, forms, intents, refunds, store
from sandbox.work import Work


class OnPayment(forms.Hash):
    """Something that happens to a payment: to all of it, or to a sum."""

    payment_intent: forms.Text
    amount: forms.Integer | None = None


class OnRefund(forms.Hash):
    """The bank's last word on a refund."""

    refund: forms.Text
    reason: Literal["declined", "expired_or_canceled_card", "insufficient_funds", "lost_or_stolen_card", "unknown"] = (
        "declined"
    )


class OnDispute(forms.Hash):
    """What becomes of a dispute."""

    dispute: forms.Text


class OnBalance(forms.Hash):
    """Whether the firm has money at Stripe to refund from."""

    empty: forms.Boolean


@dataclasses.dataclass(frozen=True)
class _Control:
    params: type[forms.Hash]
    run: collections.abc.Callable[[Work, Any], store.Json]


def run_control(work: Work, control: str, form: forms.Form) -> store.Json:
    """Do one of DEEDS on the account that the work is about; gives what it made or changed."""
    found = CONTROLS.get(control)
    if found is None:
        raise errors.missing_resource("control", control)
    accounts.get_accessible(work, work.account)
    return found.run(work, forms.read(found.params, form))


def _refund(work: Work, params: OnPayment) -> store.Json:
    wanted = refunds.RefundCreate(payment_intent=params.payment_intent, amount=params.amount)
    return refunds.create(work, wanted)


def _dispute(work: Work, params: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, params), params.amount, "fraudulent").body


def _inquire(work: Work, params: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, params), params.amount, "fraudulent", inquiry=True).body


def _bounce(work: Work, params: OnPayment) -> store.Json:
    charge = _charge(work, params)
    if charge.id.startswith("ch_"):
        raise errors.invalid("Only a bank debit comes back.", param="payment_intent")
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
    "settle_refund": _Control(OnRefund, lambda work, given: refunds.end(work, _find_refund(work, given), None)),
    "fail_refund": _Control(OnRefund, lambda work, given: refunds.end(work, _find_refund(work, given), given.reason)),
    "dispute": _Control(OnPayment, _dispute),
    "inquire": _Control(OnPayment, _inquire),
    "bounce": _Control(OnPayment, _bounce),
    "escalate": _Control(OnDispute, lambda work, given: disputes.escalate(work, _find_dispute(work, given))),
    "win": _Control(OnDispute, lambda work, given: disputes.win(work, _find_dispute(work, given))),
    "lose": _Control(OnDispute, lambda work, given: disputes.lose(work, _find_dispute(work, given))),
    "balance": _Control(OnBalance, _balance),
}
"""Everything that can be done there, by name."""
