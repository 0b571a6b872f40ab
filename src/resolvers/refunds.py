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
from graph.inputs.money import to_amount_request
from graph.payloads import refund_results
from resolvers.payments import money_payload


def _validate_reason(text: str) -> str:
    """The reason, which must say something."""
    if not text.strip():
        raise errors.InvalidInput("reason", "Say why.")
    return input_validation.validate_text(text, "reason", input_validation.MAX_REASON_LENGTH)


def _validate_idempotency_key(text: str) -> str:
    return input_validation.validate_text(text, "idempotencyKey", input_validation.MAX_IDEMPOTENCY_KEY_LENGTH)


def _credit_payload(result: note_deed.CreditEntryResult) -> refund_results.CreditPayload:
    return refund_results.CreditPayload(
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        entry=sqlquery.object_ref("CreditEntry", result.entry_id),
        replayed=result.replayed,
    )


async def add_credit_note(
    info: Info,
    input_: Annotated[
        inputs.AddCreditNoteInput, strawberry.argument(name="input", description="To whom, how much, and why.")
    ],
) -> refund_results.CreditResult | None:
    """Grant credits."""
    wish = note_deed.AddCreditNoteCommand(
        client_id=global_ids.require("Client", input_.client_id),
        amount=input_.amount,
        reason=_validate_reason(input_.reason),
        idempotency_key=_validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    return _credit_payload(
        await context.run(note_deed.add_credit_note, context.services, context.authenticated_viewer, wish)
    )


async def reverse_credit(
    info: Info,
    input_: Annotated[
        inputs.ReverseCreditInput, strawberry.argument(name="input", description="Which credits, how much, and why.")
    ],
) -> refund_results.ReverseCreditResult | None:
    """Take credits back."""
    wish = reverse_deed.ReverseCreditCommand(
        entry_id=global_ids.require("CreditEntry", input_.entry_id),
        amount=input_validation.none_if_unset(input_.amount),
        reason=_validate_reason(input_.reason),
        idempotency_key=_validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    return _credit_payload(
        await context.run(reverse_deed.reverse_credit, context.services, context.authenticated_viewer, wish)
    )


async def record_offline_payment(
    info: Info,
    input_: Annotated[
        inputs.RecordOfflinePaymentInput,
        strawberry.argument(name="input", description="How much came, how, when, and what for."),
    ],
) -> refund_results.RecordOfflinePaymentResult | None:
    """Record money that no provider carried."""
    wish = offline_deed.RecordOfflinePaymentCommand(
        to=_parse_destination(input_.to),
        method=input_.method,
        received_on=input_validation.none_if_unset(input_.received_on),
        reason=input_validation.validate_optional_text(input_.reason, "reason", input_validation.MAX_REASON_LENGTH),
        idempotency_key=_validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    recorded = await context.run(
        offline_deed.record_offline_payment, context.services, context.authenticated_viewer, wish
    )
    return refund_results.RecordOfflinePaymentPayload(
        payment=sqlquery.object_ref("Payment", recorded.payment_id),
        credit_account=sqlquery.object_ref("CreditAccount", recorded.client_id),
        invoice=sqlquery.object_ref("Invoice", recorded.invoice_id),
        replayed=recorded.replayed,
    )


def _parse_destination(to: inputs.OfflineDestination) -> offline_deed.ToInvoice | offline_deed.ToCredits:
    """The one of the two that was given."""
    invoice, credits_ = input_validation.none_if_unset(to.invoice), input_validation.none_if_unset(to.credits)
    if invoice is not None:
        return offline_deed.ToInvoice(
            invoice_id=global_ids.require("Invoice", invoice.invoice_id),
            amount=to_amount_request(invoice.amount),
            excess_to_credits=invoice.excess_to_credits,
        )
    if credits_ is None:
        raise errors.InvalidInput("to", "Say what the money is for: an invoice, or credits.")
    return offline_deed.ToCredits(global_ids.require("Client", credits_.client_id), credits_.amount)


async def release_payment(
    info: Info,
    input_: Annotated[inputs.ReleasePaymentInput, strawberry.argument(name="input", description="Which payment.")],
) -> refund_results.ReleasePaymentResult | None:
    """Take a payment under way off its invoice."""
    own_id = global_ids.require("Payment", input_.payment_id)
    context = info.context
    released = await context.run(release_deed.release_payment, context.services, context.authenticated_viewer, own_id)
    return money_payload(released)


async def refund_prepayment(
    info: Info,
    input_: Annotated[
        inputs.RefundPrepaymentInput,
        strawberry.argument(name="input", description="Which prepayment, how much of it, and why."),
    ],
) -> refund_results.RefundPrepaymentResult | None:
    """Give back what is unspent of a prepayment."""
    wish = prepayment_deed.RefundPrepaymentCommand(
        prepayment_id=global_ids.require("Prepayment", input_.prepayment_id),
        amount=input_.amount,
        reason=_validate_reason(input_.reason),
        idempotency_key=_validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.run(
        prepayment_deed.refund_prepayment, context.services, context.authenticated_viewer, wish
    )
    return refund_results.RefundPrepaymentPayload(
        refund=sqlquery.object_ref("Refund", refunded.refund_id),
        prepayment=sqlquery.object_ref("Prepayment", refunded.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", refunded.client_id),
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
    wish = payment_deed.RefundPaymentCommand(
        payment_id=global_ids.require("Payment", input_.payment_id),
        amount=input_.amount,
        reason=_validate_reason(input_.reason),
        idempotency_key=_validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    refunded = await context.run(payment_deed.refund_payment, context.services, context.authenticated_viewer, wish)
    return refund_results.RefundPaymentPayload(
        refund=sqlquery.object_ref("Refund", refunded.refund_id),
        payment=sqlquery.object_ref("Payment", refunded.payment_id),
        invoice=sqlquery.object_ref("Invoice", refunded.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", refunded.client_id),
        replayed=refunded.replayed,
    )
