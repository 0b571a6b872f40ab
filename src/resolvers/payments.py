"""Money that clients pay: ahead, and for invoices."""

from typing import Annotated

import strawberry

from billing import cancel_payment as cancel_deed
from billing import make_prepayment as prepay_deed
from billing import pay_invoice as pay_deed
from graph import globalids, results, stored, texts
from graph.context import Info
from graph.inputs import money as inputs


async def make_prepayment(
    info: Info,
    input_: Annotated[
        inputs.MakePrepaymentInput, strawberry.argument(name="input", description="Who pays ahead, how much, and how.")
    ],
) -> results.MakePrepaymentResult | None:
    """Start a prepayment."""
    client_id = texts.given(input_.client_id)
    wish = prepay_deed.MakePrepayment(
        client_id=None if client_id is None else globalids.required("Client", client_id),
        amount=input_.amount,
        method=input_.method,
        idempotency_key=texts.taken(input_.idempotency_key, "idempotencyKey", texts.KEY),
    )
    context = info.context
    made = await context.done(prepay_deed.make_prepayment, context.services, context.who, wish)
    return results.MakePrepaymentPayload(
        prepayment=stored.refer("Prepayment", made.prepayment_id),
        credit_account=stored.refer("CreditAccount", made.client_id),
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
        invoice_id=globalids.required("Invoice", input_.invoice_id),
        amount=inputs.intention(input_.amount),
        source=input_.from_,
        rest=texts.given(input_.rest),
        idempotency_key=texts.taken(input_.idempotency_key, "idempotencyKey", texts.KEY),
    )
    context = info.context
    token = texts.given(input_.quote_token)
    paid = await context.done(pay_deed.pay_invoice, context.services, context.who, wish, quote_token=token)
    return results.PayInvoicePayload(
        invoice=stored.refer("Invoice", paid.invoice_id),
        payments=stored.refer_all("Payment", paid.payment_ids),
        credit_account=stored.refer("CreditAccount", paid.client_id),
        replayed=paid.replayed,
    )


async def cancel_payment(
    info: Info,
    input_: Annotated[
        inputs.CancelPaymentInput, strawberry.argument(name="input", description="Which payment or prepayment.")
    ],
) -> results.CancelPaymentResult | None:
    """Give up a payment window."""
    own_id = globalids.sought("Payment", input_.id) or globalids.required("Prepayment", input_.id)
    context = info.context
    canceled = await context.done(cancel_deed.cancel_payment, context.services, context.who, own_id)
    return money_payload(canceled)


def money_payload(changed: cancel_deed.Canceled) -> results.MoneyPayload:
    """All that ending a payment changed."""
    return results.MoneyPayload(
        payments=stored.refer_all("Payment", changed.payment_ids),
        prepayment=stored.refer("Prepayment", changed.prepayment_id),
        invoice=stored.refer("Invoice", changed.invoice_id),
        credit_account=stored.refer("CreditAccount", changed.client_id),
    )
