"""The firm's work on invoices."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from billing import create_invoice as create_deed
from billing import invoices
from billing import issue_invoice as issue_deed
from billing import update_invoice as update_deed
from billing import void_invoice as void_deed
from graph import globalids, results, stored, texts
from graph.context import Info
from graph.inputs import invoices as inputs


async def create(
    info: Info,
    input_: Annotated[inputs.CreateInvoiceInput, strawberry.argument(name="input", description="The invoice to make.")],
) -> results.CreateInvoiceResult | None:
    """Make an invoice."""
    wish = create_deed.CreateInvoice(
        client_id=globalids.required("Client", input_.client_id),
        number=texts.maybe(input_.number, "number", texts.NUMBER),
        description=texts.maybe(input_.description, "description", texts.DESCRIPTION),
        lines=_lines(input_.lines),
        deposit_requested=texts.given(input_.deposit_requested),
        due_on=texts.given(input_.due_on),
        issue=input_.issue,
        pay_from_credits=texts.given(input_.pay_from_credits),
        idempotency_key=texts.taken(input_.idempotency_key, "idempotencyKey", texts.KEY),
    )
    context = info.context
    created = await context.done(create_deed.create_invoice, context.services, context.who, wish)
    return results.CreateInvoicePayload(
        invoice=stored.refer("Invoice", created.invoice_id),
        credit_account=stored.refer("CreditAccount", created.client_id),
        replayed=created.replayed,
    )


def _lines(lines: Sequence[inputs.InvoiceLineInput]) -> tuple[invoices.Line, ...]:
    return tuple(
        invoices.Line(
            description=texts.taken(line.description, f"lines.{position}.description", texts.LINE),
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for position, line in enumerate(lines)
    )


async def update(
    info: Info,
    input_: Annotated[inputs.UpdateInvoiceInput, strawberry.argument(name="input", description="What to change.")],
) -> results.UpdateInvoiceResult | None:
    """Change a draft."""
    number = texts.settled(input_.number, "number")
    lines = texts.settled(input_.lines, "lines")
    description = texts.changed(input_.description)
    wish = update_deed.UpdateInvoice(
        invoice_id=globalids.required("Invoice", input_.invoice_id),
        number=texts.taken(number, "number", texts.NUMBER) if isinstance(number, str) else number,
        description=(
            texts.taken(description, "description", texts.DESCRIPTION) if isinstance(description, str) else description
        ),
        lines=_lines(lines) if isinstance(lines, list) else lines,
        deposit_requested=texts.changed(input_.deposit_requested),
        due_on=texts.changed(input_.due_on),
    )
    context = info.context
    return _payload(await context.done(update_deed.update_invoice, context.services, context.who, wish))


async def issue(
    info: Info,
    input_: Annotated[inputs.IssueInvoiceInput, strawberry.argument(name="input", description="Which draft.")],
) -> results.InvoiceResult | None:
    """Issue a draft."""
    own_id = globalids.required("Invoice", input_.invoice_id)
    context = info.context
    return _payload(await context.done(issue_deed.issue_invoice, context.services, context.who, own_id))


async def void(
    info: Info,
    input_: Annotated[
        inputs.VoidInvoiceInput, strawberry.argument(name="input", description="Which invoice, and why.")
    ],
) -> results.InvoiceResult | None:
    """Take an invoice back."""
    own_id = globalids.required("Invoice", input_.invoice_id)
    reason = texts.taken(input_.reason, "reason", texts.REASON)
    context = info.context
    voided = await context.done(void_deed.void_invoice, context.services, context.who, own_id, reason)
    return _payload(voided)


def _payload(changed: invoices.Changed) -> results.InvoicePayload:
    return results.InvoicePayload(
        invoice=stored.refer("Invoice", changed.invoice_id),
        credit_account=stored.refer("CreditAccount", changed.client_id),
    )
