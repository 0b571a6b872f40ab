"""Invoices."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from billing.invoices import create_invoice, issue_invoice, rules, update_invoice, void_invoice
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import invoices as inputs
from graph.payloads import invoices as payloads


async def create(
    info: Info,
    input_: Annotated[
        inputs.CreateInvoiceInput, strawberry.argument(name="input", description="The invoice to create.")
    ],
) -> payloads.CreateInvoiceResult | None:
    """Create an invoice, and issue it unless the input says otherwise."""
    command = create_invoice.CreateInvoiceCommand(
        client_id=global_ids.require("Client", input_.client_id),
        number=input_validation.validate_optional_text(
            input_.number, "number", input_validation.MAX_INVOICE_NUMBER_LENGTH
        ),
        description=input_validation.validate_optional_text(
            input_.description, "description", input_validation.MAX_DESCRIPTION_LENGTH
        ),
        lines=_parse_lines(input_.lines),
        deposit_requested=input_validation.none_if_unset(input_.deposit_requested),
        due_on=input_validation.none_if_unset(input_.due_on),
        issue=input_.issue,
        pay_from_credits=input_validation.none_if_unset(input_.pay_from_credits),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    result = await context.run(create_invoice.create_invoice, context.services, context.authenticated_viewer, command)
    return payloads.CreateInvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        replayed=result.replayed,
    )


def _parse_lines(lines: Sequence[inputs.InvoiceLineInput]) -> tuple[rules.Line, ...]:
    return tuple(
        rules.Line(
            description=input_validation.validate_text(
                line.description, f"lines.{index}.description", input_validation.MAX_LINE_DESCRIPTION_LENGTH
            ),
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for index, line in enumerate(lines)
    )


async def update(
    info: Info,
    input_: Annotated[inputs.UpdateInvoiceInput, strawberry.argument(name="input", description="The changes.")],
) -> payloads.UpdateInvoiceResult | None:
    """Change a draft."""
    number = input_validation.to_non_null_change(input_.number, "number")
    lines = input_validation.to_non_null_change(input_.lines, "lines")
    description = input_validation.to_change(input_.description)
    command = update_invoice.UpdateInvoiceCommand(
        invoice_id=global_ids.require("Invoice", input_.invoice_id),
        number=(
            input_validation.validate_text(number, "number", input_validation.MAX_INVOICE_NUMBER_LENGTH)
            if isinstance(number, str)
            else number
        ),
        description=(
            input_validation.validate_text(description, "description", input_validation.MAX_DESCRIPTION_LENGTH)
            if isinstance(description, str)
            else description
        ),
        lines=_parse_lines(lines) if isinstance(lines, list) else lines,
        deposit_requested=input_validation.to_change(input_.deposit_requested),
        due_on=input_validation.to_change(input_.due_on),
    )
    context = info.context
    return _payload(
        await context.run(update_invoice.update_invoice, context.services, context.authenticated_viewer, command)
    )


async def issue(
    info: Info,
    input_: Annotated[inputs.IssueInvoiceInput, strawberry.argument(name="input", description="The draft to issue.")],
) -> payloads.InvoiceResult | None:
    """Issue a draft."""
    invoice_id = global_ids.require("Invoice", input_.invoice_id)
    context = info.context
    return _payload(
        await context.run(issue_invoice.issue_invoice, context.services, context.authenticated_viewer, invoice_id)
    )


async def void(
    info: Info,
    input_: Annotated[
        inputs.VoidInvoiceInput, strawberry.argument(name="input", description="The invoice to void, and the reason.")
    ],
) -> payloads.InvoiceResult | None:
    """Void an invoice."""
    invoice_id = global_ids.require("Invoice", input_.invoice_id)
    reason = input_validation.validate_text(input_.reason, "reason", input_validation.MAX_REASON_LENGTH)
    context = info.context
    return _payload(
        await context.run(void_invoice.void_invoice, context.services, context.authenticated_viewer, invoice_id, reason)
    )


def _payload(result: rules.InvoiceResult) -> payloads.InvoicePayload:
    return payloads.InvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
    )
