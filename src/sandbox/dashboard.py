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
class _Deed:
    params: type[forms.Hash]
    do: collections.abc.Callable[[Work, Any], store.Json]


def do(work: Work, deed: str, form: forms.Form) -> store.Json:
    """Do one of DEEDS on the account that the work is about; gives what it made or changed."""
    found = DEEDS.get(deed)
    if found is None:
        raise errors.missing_resource("control", deed)
    accounts.within_reach(work, work.account)
    return found.do(work, forms.read(found.params, form))


def _refund(work: Work, given: OnPayment) -> store.Json:
    wanted = refunds.RefundCreate(payment_intent=given.payment_intent, amount=given.amount)
    return refunds.create(work, wanted)


def _dispute(work: Work, given: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, given), given.amount, "fraudulent").body


def _inquire(work: Work, given: OnPayment) -> store.Json:
    return disputes.begin(work, _charge(work, given), given.amount, "fraudulent", inquiry=True).body


def _bounce(work: Work, given: OnPayment) -> store.Json:
    charge = _charge(work, given)
    if charge.id.startswith("ch_"):
        raise errors.invalid("Only a bank debit comes back.", param="payment_intent")
    return disputes.begin(work, charge, given.amount, "insufficient_funds").body


def _charge(work: Work, given: OnPayment) -> store.Record:
    latest = work.own(intents.KIND, given.payment_intent, param="payment_intent").body["latest_charge"]
    return work.own(charges.KIND, str(latest), param="payment_intent", status=400)


def _own_dispute(work: Work, given: OnDispute) -> store.Record:
    return work.own(disputes.KIND, given.dispute, param="dispute")


def _own_refund(work: Work, given: OnRefund) -> store.Record:
    return work.own(refunds.KIND, given.refund, param="refund")


def _balance(work: Work, given: OnBalance) -> store.Json:
    record = accounts.within_reach(work, work.account)
    record.private["empty"] = given.empty
    work.tx.save(record)
    return record.body


DEEDS = {
    "refund": _Deed(OnPayment, _refund),
    "settle_refund": _Deed(OnRefund, lambda work, given: refunds.end(work, _own_refund(work, given), None)),
    "fail_refund": _Deed(OnRefund, lambda work, given: refunds.end(work, _own_refund(work, given), given.reason)),
    "dispute": _Deed(OnPayment, _dispute),
    "inquire": _Deed(OnPayment, _inquire),
    "bounce": _Deed(OnPayment, _bounce),
    "escalate": _Deed(OnDispute, lambda work, given: disputes.escalate(work, _own_dispute(work, given))),
    "win": _Deed(OnDispute, lambda work, given: disputes.win(work, _own_dispute(work, given))),
    "lose": _Deed(OnDispute, lambda work, given: disputes.lose(work, _own_dispute(work, given))),
    "balance": _Deed(OnBalance, _balance),
}
"""Everything that can be done there, by name."""
