"""Money that goes back, credits that are granted and taken back, and money that no provider carried."""

from typing import Annotated

import strawberry

from billing import add_credit_note as note_deed
from billing import record_offline_payment as offline_deed
from billing import refund_payment as payment_deed
from billing import refund_prepayment as prepayment_deed
from billing import refusals
from billing import release_payment as release_deed
from billing import reverse_credit as reverse_deed
from graph import globalids, return_results, stored, texts
from graph.context import Info
from graph.inputs import returns as inputs
from graph.inputs.money import intention
from resolvers.payments import money_payload


def _reason(text: str) -> str:
    """The reason, which must say something."""
    if not text.strip():
        raise refusals.InvalidInput("reason", "Say why.")
    return texts.taken(text, "reason", texts.REASON)


def _key(text: str) -> str:
    return texts.taken(text, "idempotencyKey", texts.KEY)


def _credited(credited: note_deed.Credited) -> return_results.CreditPayload:
    return return_results.CreditPayload(
        credit_account=stored.refer("CreditAccount", credited.client_id),
        entry=stored.refer("CreditEntry", credited.entry_id),
        replayed=credited.replayed,
    )


async def add_credit_note(
    info: Info,
    input_: Annotated[
        inputs.AddCreditNoteInput, strawberry.argument(name="input", description="To whom, how much, and why.")
    ],
) -> return_results.CreditResult | None:
    """Grant credits."""
    wish = note_deed.AddCreditNote(
        client_id=globalids.required("Client", input_.client_id),
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
) -> return_results.ReverseCreditResult | None:
    """Take credits back."""
    wish = reverse_deed.ReverseCredit(
        entry_id=globalids.required("CreditEntry", input_.entry_id),
        amount=texts.given(input_.amount),
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
) -> return_results.RecordOfflinePaymentResult | None:
    """Record money that no provider carried."""
    wish = offline_deed.RecordOfflinePayment(
        to=_destination(input_.to),
        method=input_.method,
        received_on=texts.given(input_.received_on),
        reason=texts.maybe(input_.reason, "reason", texts.REASON),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    recorded = await context.done(offline_deed.record_offline_payment, context.services, context.who, wish)
    return return_results.RecordOfflinePaymentPayload(
        payment=stored.refer("Payment", recorded.payment_id),
        credit_account=stored.refer("CreditAccount", recorded.client_id),
        invoice=stored.refer("Invoice", recorded.invoice_id),
        replayed=recorded.replayed,
    )


def _destination(to: inputs.OfflineDestination) -> offline_deed.ToInvoice | offline_deed.ToCredits:
    """The one of the two that was given."""
    invoice, credits_ = texts.given(to.invoice), texts.given(to.credits)
    if invoice is not None:
        return offline_deed.ToInvoice(
            invoice_id=globalids.required("Invoice", invoice.invoice_id),
            amount=intention(invoice.amount),
            excess_to_credits=invoice.excess_to_credits,
        )
    if credits_ is None:
        raise refusals.InvalidInput("to", "Say what the money is for: an invoice, or credits.")
    return offline_deed.ToCredits(globalids.required("Client", credits_.client_id), credits_.amount)


async def release_payment(
    info: Info,
    input_: Annotated[inputs.ReleasePaymentInput, strawberry.argument(name="input", description="Which payment.")],
) -> return_results.ReleasePaymentResult | None:
    """Take a payment under way off its invoice."""
    own_id = globalids.required("Payment", input_.payment_id)
    context = info.context
    released = await context.done(release_deed.release_payment, context.services, context.who, own_id)
    return money_payload(released)


async def refund_prepayment(
    info: Info,
    input_: Annotated[
        inputs.RefundPrepaymentInput,
        strawberry.argument(name="input", description="Which prepayment, how much of it, and why."),
    ],
) -> return_results.RefundPrepaymentResult | None:
    """Give back what is unspent of a prepayment."""
    wish = prepayment_deed.RefundPrepayment(
        prepayment_id=globalids.required("Prepayment", input_.prepayment_id),
        amount=input_.amount,
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.done(prepayment_deed.refund_prepayment, context.services, context.who, wish)
    return return_results.RefundPrepaymentPayload(
        refund=stored.refer("Refund", refunded.refund_id),
        prepayment=stored.refer("Prepayment", refunded.prepayment_id),
        credit_account=stored.refer("CreditAccount", refunded.client_id),
        replayed=refunded.replayed,
    )


async def refund_payment(
    info: Info,
    input_: Annotated[
        inputs.RefundPaymentInput,
        strawberry.argument(name="input", description="Which payment, how much of it, and why."),
    ],
) -> return_results.RefundPaymentResult | None:
    """Give back what a payment brought."""
    wish = payment_deed.RefundPayment(
        payment_id=globalids.required("Payment", input_.payment_id),
        amount=input_.amount,
        reason=_reason(input_.reason),
        idempotency_key=_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.done(payment_deed.refund_payment, context.services, context.who, wish)
    return return_results.RefundPaymentPayload(
        refund=stored.refer("Refund", refunded.refund_id),
        payment=stored.refer("Payment", refunded.payment_id),
        invoice=stored.refer("Invoice", refunded.invoice_id),
        credit_account=stored.refer("CreditAccount", refunded.client_id),
        replayed=refunded.replayed,
    )
