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
    client_id = input_validation.given(input_.client_id)
    wish = prepay_deed.MakePrepayment(
        client_id=None if client_id is None else global_ids.required("Client", client_id),
        amount=input_.amount,
        method=input_.method,
        idempotency_key=input_validation.taken(input_.idempotency_key, "idempotencyKey", input_validation.KEY),
    )
    context = info.context
    made = await context.done(prepay_deed.make_prepayment, context.services, context.who, wish)
    return results.MakePrepaymentPayload(
        prepayment=sqlquery.refer("Prepayment", made.prepayment_id),
        credit_account=sqlquery.refer("CreditAccount", made.client_id),
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
    wish = pay_deed.PayInvoice(
        invoice_id=global_ids.required("Invoice", input_.invoice_id),
        amount=inputs.intention(input_.amount),
        source=input_.from_,
        rest=input_validation.given(input_.rest),
        idempotency_key=input_validation.taken(input_.idempotency_key, "idempotencyKey", input_validation.KEY),
    )
    context = info.context
    token = input_validation.given(input_.quote_token)
    paid = await context.done(pay_deed.pay_invoice, context.services, context.who, wish, quote_token=token)
    return results.PayInvoicePayload(
        invoice=sqlquery.refer("Invoice", paid.invoice_id),
        payments=sqlquery.refer_all("Payment", paid.payment_ids),
        credit_account=sqlquery.refer("CreditAccount", paid.client_id),
        replayed=paid.replayed,
    )


async def cancel_payment(
    info: Info,
    input_: Annotated[
        inputs.CancelPaymentInput, strawberry.argument(name="input", description="Which payment or prepayment.")
    ],
) -> results.CancelPaymentResult | None:
    """Give up a payment window."""
    own_id = global_ids.sought("Payment", input_.id) or global_ids.required("Prepayment", input_.id)
    context = info.context
    canceled = await context.done(cancel_deed.cancel_payment, context.services, context.who, own_id)
    return money_payload(canceled)


def money_payload(changed: cancel_deed.Canceled) -> results.MoneyPayload:
    """All that ending a payment changed."""
    return results.MoneyPayload(
        payments=sqlquery.refer_all("Payment", changed.payment_ids),
        prepayment=sqlquery.refer("Prepayment", changed.prepayment_id),
        invoice=sqlquery.refer("Invoice", changed.invoice_id),
        credit_account=sqlquery.refer("CreditAccount", changed.client_id),
    )
