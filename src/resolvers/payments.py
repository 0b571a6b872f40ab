"""Money that clients pay: ahead, and for invoices."""

from typing import Annotated

import strawberry

from billing.payments import cancel_payment as cancel_deed
from billing.payments import pay_invoice as pay_deed
from billing.prepayments import make_prepayment as prepay_deed
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import money as inputs
from graph.payloads import results


async def make_prepayment(
    info: Info,
    input_: Annotated[
        inputs.MakePrepaymentInput, strawberry.argument(name="input", description="Who pays ahead, how much, and how.")
    ],
) -> results.MakePrepaymentResult | None:
    """Start a prepayment."""
    client_id = input_validation.none_if_unset(input_.client_id)
    wish = prepay_deed.MakePrepaymentCommand(
        client_id=None if client_id is None else global_ids.require("Client", client_id),
        amount=input_.amount,
        method=input_.method,
        idempotency_key=input_validation.validate_text(
            input_.idempotency_key, "idempotencyKey", input_validation.MAX_IDEMPOTENCY_KEY_LENGTH
        ),
    )
    context = info.context
    made = await context.run(prepay_deed.make_prepayment, context.services, context.authenticated_viewer, wish)
    return results.MakePrepaymentPayload(
        prepayment=sqlquery.object_ref("Prepayment", made.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", made.client_id),
        replayed=made.replayed,
    )


async def pay_invoice(
    info: Info,
    input_: Annotated[
        inputs.PayInvoiceInput,
        strawberry.argument(name="input", description="Which invoice, how much of it, and from what."),
    ],
) -> results.PayInvoiceResult | None:
    """Pay an invoice, or start to."""
    wish = pay_deed.PayInvoiceCommand(
        invoice_id=global_ids.require("Invoice", input_.invoice_id),
        amount=inputs.to_amount_request(input_.amount),
        source=input_.from_,
        remainder_method=input_validation.none_if_unset(input_.rest),
        idempotency_key=input_validation.validate_text(
            input_.idempotency_key, "idempotencyKey", input_validation.MAX_IDEMPOTENCY_KEY_LENGTH
        ),
    )
    context = info.context
    token = input_validation.none_if_unset(input_.quote_token)
    paid = await context.run(
        pay_deed.pay_invoice, context.services, context.authenticated_viewer, wish, quote_token=token
    )
    return results.PayInvoicePayload(
        invoice=sqlquery.object_ref("Invoice", paid.invoice_id),
        payments=sqlquery.object_refs("Payment", paid.payment_ids),
        credit_account=sqlquery.object_ref("CreditAccount", paid.client_id),
        replayed=paid.replayed,
    )


async def cancel_payment(
    info: Info,
    input_: Annotated[
        inputs.CancelPaymentInput, strawberry.argument(name="input", description="Which payment or prepayment.")
    ],
) -> results.CancelPaymentResult | None:
    """Give up a payment window."""
    own_id = global_ids.decode_as("Payment", input_.id) or global_ids.require("Prepayment", input_.id)
    context = info.context
    canceled = await context.run(cancel_deed.cancel_payment, context.services, context.authenticated_viewer, own_id)
    return money_payload(canceled)


def money_payload(result: cancel_deed.ClosePaymentResult) -> results.MoneyPayload:
    """All that ending a payment changed."""
    return results.MoneyPayload(
        payments=sqlquery.object_refs("Payment", result.payment_ids),
        prepayment=sqlquery.object_ref("Prepayment", result.prepayment_id),
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
    )
