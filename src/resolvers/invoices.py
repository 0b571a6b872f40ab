"""The firm's work on invoices."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from billing.invoices import create_invoice as create_deed
from billing.invoices import issue_invoice as issue_deed
from billing.invoices import rules
from billing.invoices import update_invoice as update_deed
from billing.invoices import void_invoice as void_deed
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import invoices as inputs
from graph.payloads import results


async def create(
    info: Info,
    input_: Annotated[inputs.CreateInvoiceInput, strawberry.argument(name="input", description="The invoice to make.")],
) -> results.CreateInvoiceResult | None:
    """Make an invoice."""
    wish = create_deed.CreateInvoice(
        client_id=global_ids.required("Client", input_.client_id),
        number=input_validation.maybe(input_.number, "number", input_validation.NUMBER),
        description=input_validation.maybe(input_.description, "description", input_validation.DESCRIPTION),
        lines=_lines(input_.lines),
        deposit_requested=input_validation.given(input_.deposit_requested),
        due_on=input_validation.given(input_.due_on),
        issue=input_.issue,
        pay_from_credits=input_validation.given(input_.pay_from_credits),
        idempotency_key=input_validation.taken(input_.idempotency_key, "idempotencyKey", input_validation.KEY),
    )
    context = info.context
    created = await context.done(create_deed.create_invoice, context.services, context.who, wish)
    return results.CreateInvoicePayload(
        invoice=sqlquery.refer("Invoice", created.invoice_id),
        credit_account=sqlquery.refer("CreditAccount", created.client_id),
        replayed=created.replayed,
    )


def _lines(lines: Sequence[inputs.InvoiceLineInput]) -> tuple[rules.Line, ...]:
    return tuple(
        rules.Line(
            description=input_validation.taken(
                line.description, f"lines.{position}.description", input_validation.LINE
            ),
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
    number = input_validation.settled(input_.number, "number")
    lines = input_validation.settled(input_.lines, "lines")
    description = input_validation.changed(input_.description)
    wish = update_deed.UpdateInvoice(
        invoice_id=global_ids.required("Invoice", input_.invoice_id),
        number=input_validation.taken(number, "number", input_validation.NUMBER) if isinstance(number, str) else number,
        description=(
            input_validation.taken(description, "description", input_validation.DESCRIPTION)
            if isinstance(description, str)
            else description
        ),
        lines=_lines(lines) if isinstance(lines, list) else lines,
        deposit_requested=input_validation.changed(input_.deposit_requested),
        due_on=input_validation.changed(input_.due_on),
    )
    context = info.context
    return _payload(await context.done(update_deed.update_invoice, context.services, context.who, wish))


async def issue(
    info: Info,
    input_: Annotated[inputs.IssueInvoiceInput, strawberry.argument(name="input", description="Which draft.")],
) -> results.InvoiceResult | None:
    """Issue a draft."""
    own_id = global_ids.required("Invoice", input_.invoice_id)
    context = info.context
    return _payload(await context.done(issue_deed.issue_invoice, context.services, context.who, own_id))


async def void(
    info: Info,
    input_: Annotated[
        inputs.VoidInvoiceInput, strawberry.argument(name="input", description="Which invoice, and why.")
    ],
) -> results.InvoiceResult | None:
    """Take an invoice back."""
    own_id = global_ids.required("Invoice", input_.invoice_id)
    reason = input_validation.taken(input_.reason, "reason", input_validation.REASON)
    context = info.context
    voided = await context.done(void_deed.void_invoice, context.services, context.who, own_id, reason)
    return _payload(voided)


def _payload(changed: rules.Changed) -> results.InvoicePayload:
    return results.InvoicePayload(
        invoice=sqlquery.refer("Invoice", changed.invoice_id),
        credit_account=sqlquery.refer("CreditAccount", changed.client_id),
    )
