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
    wish = create_deed.CreateInvoiceCommand(
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
        idempotency_key=input_validation.validate_text(
            input_.idempotency_key, "idempotencyKey", input_validation.MAX_IDEMPOTENCY_KEY_LENGTH
        ),
    )
    context = info.context
    created = await context.run(create_deed.create_invoice, context.services, context.authenticated_viewer, wish)
    return results.CreateInvoicePayload(
        invoice=sqlquery.object_ref("Invoice", created.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", created.client_id),
        replayed=created.replayed,
    )


def _parse_lines(lines: Sequence[inputs.InvoiceLineInput]) -> tuple[rules.Line, ...]:
    return tuple(
        rules.Line(
            description=input_validation.validate_text(
                line.description, f"lines.{position}.description", input_validation.MAX_LINE_DESCRIPTION_LENGTH
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
    number = input_validation.to_non_null_change(input_.number, "number")
    lines = input_validation.to_non_null_change(input_.lines, "lines")
    description = input_validation.to_change(input_.description)
    wish = update_deed.UpdateInvoiceCommand(
        invoice_id=global_ids.require("Invoice", input_.invoice_id),
        number=input_validation.validate_text(number, "number", input_validation.MAX_INVOICE_NUMBER_LENGTH)
        if isinstance(number, str)
        else number,
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
    return _payload(await context.run(update_deed.update_invoice, context.services, context.authenticated_viewer, wish))


async def issue(
    info: Info,
    input_: Annotated[inputs.IssueInvoiceInput, strawberry.argument(name="input", description="Which draft.")],
) -> results.InvoiceResult | None:
    """Issue a draft."""
    own_id = global_ids.require("Invoice", input_.invoice_id)
    context = info.context
    return _payload(await context.run(issue_deed.issue_invoice, context.services, context.authenticated_viewer, own_id))


async def void(
    info: Info,
    input_: Annotated[
        inputs.VoidInvoiceInput, strawberry.argument(name="input", description="Which invoice, and why.")
    ],
) -> results.InvoiceResult | None:
    """Take an invoice back."""
    own_id = global_ids.require("Invoice", input_.invoice_id)
    reason = input_validation.validate_text(input_.reason, "reason", input_validation.MAX_REASON_LENGTH)
    context = info.context
    voided = await context.run(void_deed.void_invoice, context.services, context.authenticated_viewer, own_id, reason)
    return _payload(voided)


def _payload(result: rules.InvoiceResult) -> results.InvoicePayload:
    return results.InvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
    )
