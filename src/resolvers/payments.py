"""Money that clients pay: ahead, and for invoices."""

from typing import Annotated

import strawberry

from billing import cancel_payment as cancel_deed
from billing import make_prepayment as prepay_deed
from billing import pay_invoice as pay_deed
from graph import globalids, results, texts
from graph.context import Info
from graph.inputs import money as inputs
from graph.types import credits as credit_types
from graph.types import invoice as invoice_type
from graph.types import payment as payment_type
from graph.types import prepayment as prepayment_type


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
    prepayment = await prepayment_type.by_id(made.prepayment_id, info)
    assert prepayment is not None  # noqa: S101  (the deed has just made it)
    return results.MakePrepaymentPayload(
        prepayment=prepayment,
        credit_account=await credit_types.required_account(made.client_id, info),
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
        invoice=await invoice_type.by_id(paid.invoice_id, info),
        payments=await payment_type.by_ids(paid.payment_ids, info),
        credit_account=await credit_types.required_account(paid.client_id, info),
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
    return await money_payload(info, canceled)


async def money_payload(info: Info, changed: cancel_deed.Canceled) -> results.MoneyPayload:
    """All that ending a payment changed."""
    prepayment_id, invoice_id = changed.prepayment_id, changed.invoice_id
    return results.MoneyPayload(
        payments=await payment_type.by_ids(changed.payment_ids, info),
        prepayment=None if prepayment_id is None else await prepayment_type.by_id(prepayment_id, info),
        invoice=None if invoice_id is None else await invoice_type.by_id(invoice_id, info),
        credit_account=await credit_types.required_account(changed.client_id, info),
    )
