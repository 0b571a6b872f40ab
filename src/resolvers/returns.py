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
from graph import globalids, return_results, texts
from graph.context import Info
from graph.inputs import returns as inputs
from graph.inputs.money import intention
from graph.types import credits as credit_types
from graph.types import invoice as invoice_type
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type
from graph.types import refund as refund_type
from resolvers.payments import money_payload


def _reason(text: str) -> str:
    """The reason, which must say something."""
    if not text.strip():
        raise refusals.InvalidInput("reason", "Say why.")
    return texts.taken(text, "reason", texts.REASON)


def _key(text: str) -> str:
    return texts.taken(text, "idempotencyKey", texts.KEY)


async def _credited(info: Info, credited: note_deed.Credited) -> return_results.CreditPayload:
    entry = await credit_types.entry_by_id(credited.entry_id, info)
    assert entry is not None  # noqa: S101  (the deed has just made it)
    return return_results.CreditPayload(
        credit_account=await credit_types.required_account(credited.client_id, info),
        entry=entry,
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
    return await _credited(info, await context.done(note_deed.add_credit_note, context.services, context.who, wish))


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
    return await _credited(info, await context.done(reverse_deed.reverse_credit, context.services, context.who, wish))


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
    payment_id, invoice_id = recorded.payment_id, recorded.invoice_id
    return return_results.RecordOfflinePaymentPayload(
        payment=None if payment_id is None else await payment_type.by_id(payment_id, info),
        credit_account=await credit_types.required_account(recorded.client_id, info),
        invoice=None if invoice_id is None else await invoice_type.by_id(invoice_id, info),
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
    return await money_payload(info, released)


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
    refund = await refund_type.by_id(refunded.refund_id, info)
    prepayment = await prepayment_type.by_id(refunded.prepayment_id, info)
    assert refund is not None  # noqa: S101  (the deed has just made it)
    assert prepayment is not None  # noqa: S101  (the deed would have refused)
    return return_results.RefundPrepaymentPayload(
        refund=refund,
        prepayment=prepayment,
        credit_account=await credit_types.required_account(refunded.client_id, info),
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
    refund = await refund_type.by_id(refunded.refund_id, info)
    payment = await payment_type.by_id(refunded.payment_id, info)
    assert refund is not None  # noqa: S101  (the deed has just made it)
    assert payment is not None  # noqa: S101  (the deed would have refused)
    invoice_id = refunded.invoice_id
    return return_results.RefundPaymentPayload(
        refund=refund,
        payment=payment,
        invoice=None if invoice_id is None else await invoice_type.by_id(invoice_id, info),
        credit_account=await credit_types.required_account(refunded.client_id, info),
        replayed=refunded.replayed,
    )
