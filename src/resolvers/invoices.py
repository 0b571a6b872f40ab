"""Invoices."""

from collections.abc import Sequence
from typing import Annotated

from billing import text_input
from billing.invoices import create_invoice, issue_invoice, rules, update_invoice, void_invoice
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import invoices as inputs
from graph.payloads import invoices as payloads


async def create(
    info: Info, input_: Annotated[inputs.CreateInvoiceInput, described.input_argument("The invoice to create.")]
) -> payloads.CreateInvoiceResult | None:
    """Create an invoice, and issue it by default. `payFromCredits` also requires MANAGE_PAYMENTS."""
    command = create_invoice.CreateInvoiceCommand(
        client_id=global_ids.require("Client", input_.client_id),
        number=input_validation.validate_line_change(
            input_validation.none_if_unset(input_.number), "number", input_validation.MAX_INVOICE_NUMBER_LENGTH
        ),
        description=input_validation.validate_lines_change(
            input_validation.none_if_unset(input_.description), "description", input_validation.MAX_DESCRIPTION_LENGTH
        ),
        lines=_parse_lines(input_.lines),
        deposit_requested=input_validation.none_if_unset(input_.deposit_requested),
        due_on=input_validation.none_if_unset(input_.due_on),
        issue=input_.issue,
        pay_from_credits=input_validation.none_if_unset(input_.pay_from_credits),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    result = await info.context.run_for_viewer(create_invoice.create_invoice, command)
    return payloads.CreateInvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        replayed=result.replayed,
    )


def _parse_lines(lines: Sequence[inputs.InvoiceLineInput]) -> tuple[rules.Line, ...]:
    return tuple(
        rules.Line(
            description=text_input.parse_lines(
                line.description, f"lines.{index}.description", input_validation.MAX_LINE_DESCRIPTION_LENGTH
            ),
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for index, line in enumerate(lines)
    )


async def update(
    info: Info, input_: Annotated[inputs.UpdateInvoiceInput, described.input_argument("The changes.")]
) -> payloads.UpdateInvoiceResult | None:
    """Change a draft, or correct the description and the due date of an issued invoice. Either all changes are made, or
    none.
    """
    number = input_validation.to_non_null_change(input_.number, "number")
    lines = input_validation.to_non_null_change(input_.lines, "lines")
    description = input_validation.to_change(input_.description)
    command = update_invoice.UpdateInvoiceCommand(
        invoice_id=global_ids.require("Invoice", input_.invoice_id),
        number=input_validation.validate_line_change(number, "number", input_validation.MAX_INVOICE_NUMBER_LENGTH),
        description=input_validation.validate_lines_change(
            description, "description", input_validation.MAX_DESCRIPTION_LENGTH
        ),
        lines=_parse_lines(lines) if isinstance(lines, list) else lines,
        deposit_requested=input_validation.to_change(input_.deposit_requested),
        due_on=input_validation.to_change(input_.due_on),
    )
    return _payload(await info.context.run_for_viewer(update_invoice.update_invoice, command))


async def issue(
    info: Info, input_: Annotated[inputs.IssueInvoiceInput, described.input_argument("The draft to issue.")]
) -> payloads.InvoiceResult | None:
    """Issue a draft, which makes it due. Issuing it again returns the same result, unless `payFromCredits` is given:
    then the invoice has to be a draft. `payFromCredits` also requires MANAGE_PAYMENTS.
    """
    invoice_id = global_ids.require("Invoice", input_.invoice_id)
    pay_from_credits = input_validation.none_if_unset(input_.pay_from_credits)
    return _payload(await info.context.run_for_viewer(issue_invoice.issue_invoice, invoice_id, pay_from_credits))


async def void(
    info: Info,
    input_: Annotated[inputs.VoidInvoiceInput, described.input_argument("The invoice to void, and the reason.")],
) -> payloads.InvoiceResult | None:
    """Void an invoice. Credits that it used are returned. Refused while a payment is in progress, or if money by card,
    bank debit or offline payment is on the invoice. Voiding it again returns the same result.
    """
    invoice_id = global_ids.require("Invoice", input_.invoice_id)
    reason = input_validation.validate_reason(input_.reason)
    return _payload(await info.context.run_for_viewer(void_invoice.void_invoice, invoice_id, reason))


def _payload(result: rules.InvoiceResult) -> payloads.InvoicePayload:
    return payloads.InvoicePayload(
        invoice=sqlquery.object_ref("Invoice", result.invoice_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
    )
