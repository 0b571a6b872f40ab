"""Payments of invoices."""

from typing import Annotated

from billing import errors
from billing.payments import cancel_payment, pay_invoice, record_offline_payment, refund_payment, release_payment
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import payments as inputs
from graph.payloads import payments as payloads
from translation import gettext as _


async def pay(
    info: Info, input_: Annotated[inputs.PayInvoiceInput, described.input_argument("The payment to make.")]
) -> payloads.PayInvoiceResult | None:
    """Pay an invoice, in full or in part: from the client's credits, by card or by bank debit. Credits pay at once; a
    card payment or bank debit pays when it settles.
    """
    command = pay_invoice.PayInvoiceCommand(
        invoice_id=global_ids.require("Invoice", input_.invoice_id),
        amount=inputs.to_amount_request(input_.amount),
        source=input_.from_,
        remainder_method=input_validation.none_if_unset(input_.rest),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    result = await info.context.run_for_cached_viewer(
        pay_invoice.pay_invoice, command, quote_token=input_validation.none_if_unset(input_.quote_token)
    )
    rows = result.committed
    return payloads.PayInvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id, rows and rows.invoice),
        payments=sqlquery.object_refs("Payment", result.payment_ids, rows.payments if rows else ()),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id, rows and rows.client),
        replayed=result.replayed,
    )


async def cancel(
    info: Info,
    input_: Annotated[inputs.CancelPaymentInput, described.input_argument("The payment or prepayment to cancel.")],
) -> payloads.CancelPaymentResult | None:
    """Cancel a payment or prepayment that lists the action CANCEL. Canceling it again returns the same result."""
    payment_or_prepayment_id = global_ids.decode_as("Payment", input_.id) or global_ids.require("Prepayment", input_.id)
    return _close_payload(await info.context.run_for_viewer(cancel_payment.cancel_payment, payment_or_prepayment_id))


async def release(
    info: Info, input_: Annotated[inputs.ReleasePaymentInput, described.input_argument("The payment to release.")]
) -> payloads.ReleasePaymentResult | None:
    """Release a payment that lists the action RELEASE from its invoice, which is payable again at once. If the payment
    still succeeds, its money becomes credits. Releasing it again returns the same result.
    """
    payment_id = global_ids.require("Payment", input_.payment_id)
    return _close_payload(await info.context.run_for_viewer(release_payment.release_payment, payment_id))


def _close_payload(result: cancel_payment.ClosePaymentResult) -> payloads.MoneyPayload:
    return payloads.MoneyPayload(
        payments=sqlquery.object_refs("Payment", result.payment_ids),
        prepayment=sqlquery.object_ref("Prepayment", result.prepayment_id),
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
    )


async def refund(
    info: Info, input_: Annotated[inputs.RefundPaymentInput, described.input_argument("The refund to make.")]
) -> payloads.RefundPaymentResult | None:
    """Refund a payment, in full or in part: a card payment or bank debit to the payer, a payment from credits to
    credits; the refund of an offline payment is only recorded. Its money in the client's credits is refunded first; the
    invoice is due again by the rest.
    """
    command = refund_payment.RefundPaymentCommand(
        payment_id=global_ids.require("Payment", input_.payment_id),
        amount=input_.amount,
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    result = await info.context.run_for_viewer(refund_payment.refund_payment, command)
    return payloads.RefundPaymentPayload(
        refund=sqlquery.object_ref("Refund", result.refund.id),
        payment=sqlquery.object_ref("Payment", result.refund.payment_id),
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.refund.client_id),
        replayed=result.replayed,
    )


async def record_offline(
    info: Info, input_: Annotated[inputs.RecordOfflinePaymentInput, described.input_argument("The payment to record.")]
) -> payloads.RecordOfflinePaymentResult | None:
    """Record money received in cash, by cheque or by wire transfer. It pays an invoice, in full or in part, or becomes
    credits.
    """
    command = record_offline_payment.RecordOfflinePaymentCommand(
        to=_parse_destination(input_.to),
        method=input_.method,
        received_on=input_validation.none_if_unset(input_.received_on),
        reason=input_validation.validate_line_change(
            input_validation.none_if_unset(input_.reason), "reason", input_validation.MAX_REASON_LENGTH
        ),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    result = await info.context.run_for_viewer(record_offline_payment.record_offline_payment, command)
    return payloads.RecordOfflinePaymentPayload(
        payment=sqlquery.object_ref("Payment", result.payment_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        replayed=result.replayed,
    )


def _parse_destination(
    destination: inputs.OfflineDestination,
) -> record_offline_payment.ToInvoice | record_offline_payment.ToCredits:
    invoice = input_validation.none_if_unset(destination.invoice)
    credits_ = input_validation.none_if_unset(destination.credits)
    if invoice is not None:
        return record_offline_payment.ToInvoice(
            invoice_id=global_ids.require("Invoice", invoice.invoice_id),
            amount=inputs.to_amount_request(invoice.amount),
            excess_to_credits=invoice.excess_to_credits,
        )
    if credits_ is None:
        raise errors.InvalidInput("to", _("Choose an invoice, or the client's credits."))
    return record_offline_payment.ToCredits(global_ids.require("Client", credits_.client_id), credits_.amount)
