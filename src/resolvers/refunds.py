"""Money that goes back, credits that are granted and taken back, and money that no provider carried."""

from typing import Annotated

import strawberry

from billing import errors
from billing.credits import add_credit_note as note_deed
from billing.credits import reverse_credit as reverse_deed
from billing.payments import record_offline_payment as offline_deed
from billing.payments import refund_payment as payment_deed
from billing.payments import release_payment as release_deed
from billing.prepayments import refund_prepayment as prepayment_deed
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import returns as inputs
from graph.inputs.money import intention
from graph.payloads import refund_results
from resolvers.payments import money_payload


def _reason(text: str) -> str:
    """The reason, which must say something."""
    if not text.strip():
        raise errors.InvalidInput("reason", "Say why.")
    return input_validation.taken(text, "reason", input_validation.REASON)


def _key(text: str) -> str:
    return input_validation.taken(text, "idempotencyKey", input_validation.KEY)


def _credited(credited: note_deed.Credited) -> refund_results.CreditPayload:
    return refund_results.CreditPayload(
        credit_account=sqlquery.refer("CreditAccount", credited.client_id),
        entry=sqlquery.refer("CreditEntry", credited.entry_id),
        replayed=credited.replayed,
    )


async def add_credit_note(
    info: Info,
    input_: Annotated[
        inputs.AddCreditNoteInput, strawberry.argument(name="input", description="To whom, how much, and why.")
    ],
) -> refund_results.CreditResult | None:
    """Grant credits."""
    wish = note_deed.AddCreditNote(
        client_id=global_ids.required("Client", input_.client_id),
        amount=input_.amount,
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    return _credited(await context.done(note_deed.add_credit_note, context.services, context.who, wish))


async def reverse_credit(
    info: Info,
    input_: Annotated[
        inputs.ReverseCreditInput, strawberry.argument(name="input", description="Which credits, how much, and why.")
    ],
) -> refund_results.ReverseCreditResult | None:
    """Take credits back."""
    wish = reverse_deed.ReverseCredit(
        entry_id=global_ids.required("CreditEntry", input_.entry_id),
        amount=input_validation.given(input_.amount),
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    return _credited(await context.done(reverse_deed.reverse_credit, context.services, context.who, wish))


async def record_offline_payment(
    info: Info,
    input_: Annotated[
        inputs.RecordOfflinePaymentInput,
        strawberry.argument(name="input", description="How much came, how, when, and what for."),
    ],
) -> refund_results.RecordOfflinePaymentResult | None:
    """Record money that no provider carried."""
    wish = offline_deed.RecordOfflinePayment(
        to=_destination(input_.to),
        method=input_.method,
        received_on=input_validation.given(input_.received_on),
        reason=input_validation.maybe(input_.reason, "reason", input_validation.REASON),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    recorded = await context.done(offline_deed.record_offline_payment, context.services, context.who, wish)
    return refund_results.RecordOfflinePaymentPayload(
        payment=sqlquery.refer("Payment", recorded.payment_id),
        credit_account=sqlquery.refer("CreditAccount", recorded.client_id),
        invoice=sqlquery.refer("Invoice", recorded.invoice_id),
        replayed=recorded.replayed,
    )


def _destination(to: inputs.OfflineDestination) -> offline_deed.ToInvoice | offline_deed.ToCredits:
    """The one of the two that was given."""
    invoice, credits_ = input_validation.given(to.invoice), input_validation.given(to.credits)
    if invoice is not None:
        return offline_deed.ToInvoice(
            invoice_id=global_ids.required("Invoice", invoice.invoice_id),
            amount=intention(invoice.amount),
            excess_to_credits=invoice.excess_to_credits,
        )
    if credits_ is None:
        raise errors.InvalidInput("to", "Say what the money is for: an invoice, or credits.")
    return offline_deed.ToCredits(global_ids.required("Client", credits_.client_id), credits_.amount)


async def release_payment(
    info: Info,
    input_: Annotated[inputs.ReleasePaymentInput, strawberry.argument(name="input", description="Which payment.")],
) -> refund_results.ReleasePaymentResult | None:
    """Take a payment under way off its invoice."""
    own_id = global_ids.required("Payment", input_.payment_id)
    context = info.context
    released = await context.done(release_deed.release_payment, context.services, context.who, own_id)
    return money_payload(released)


async def refund_prepayment(
    info: Info,
    input_: Annotated[
        inputs.RefundPrepaymentInput,
        strawberry.argument(name="input", description="Which prepayment, how much of it, and why."),
    ],
) -> refund_results.RefundPrepaymentResult | None:
    """Give back what is unspent of a prepayment."""
    wish = prepayment_deed.RefundPrepayment(
        prepayment_id=global_ids.required("Prepayment", input_.prepayment_id),
        amount=input_.amount,
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.done(prepayment_deed.refund_prepayment, context.services, context.who, wish)
    return refund_results.RefundPrepaymentPayload(
        refund=sqlquery.refer("Refund", refunded.refund_id),
        prepayment=sqlquery.refer("Prepayment", refunded.prepayment_id),
        credit_account=sqlquery.refer("CreditAccount", refunded.client_id),
        replayed=refunded.replayed,
    )


async def refund_payment(
    info: Info,
    input_: Annotated[
        inputs.RefundPaymentInput,
        strawberry.argument(name="input", description="Which payment, how much of it, and why."),
    ],
) -> refund_results.RefundPaymentResult | None:
    """Give back what a payment brought."""
    wish = payment_deed.RefundPayment(
        payment_id=global_ids.required("Payment", input_.payment_id),
        amount=input_.amount,
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.done(payment_deed.refund_payment, context.services, context.who, wish)
    return refund_results.RefundPaymentPayload(
        refund=sqlquery.refer("Refund", refunded.refund_id),
        payment=sqlquery.refer("Payment", refunded.payment_id),
        invoice=sqlquery.refer("Invoice", refunded.invoice_id),
        credit_account=sqlquery.refer("CreditAccount", refunded.client_id),
        replayed=refunded.replayed,
    )
