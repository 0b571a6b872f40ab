"""Credit notes and their reversal."""

from typing import Annotated

import strawberry

from billing.credits import add_credit_note, reverse_credit
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import credits as inputs
from graph.payloads import credits as payloads


async def add_note(
    info: Info,
    input_: Annotated[
        inputs.AddCreditNoteInput, strawberry.argument(name="input", description="The credit note to issue.")
    ],
) -> payloads.CreditResult | None:
    """Issue a credit note."""
    command = add_credit_note.AddCreditNoteCommand(
        client_id=global_ids.require("Client", input_.client_id),
        amount=input_.amount,
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    return _payload(
        await context.run(add_credit_note.add_credit_note, context.services, context.authenticated_viewer, command)
    )


async def reverse(
    info: Info,
    input_: Annotated[
        inputs.ReverseCreditInput, strawberry.argument(name="input", description="The credits to reverse.")
    ],
) -> payloads.ReverseCreditResult | None:
    """Reverse what is unspent of a credit note, or of an offline payment recorded as credits."""
    command = reverse_credit.ReverseCreditCommand(
        entry_id=global_ids.require("CreditEntry", input_.entry_id),
        amount=input_validation.none_if_unset(input_.amount),
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    return _payload(
        await context.run(reverse_credit.reverse_credit, context.services, context.authenticated_viewer, command)
    )


def _payload(result: add_credit_note.CreditEntryResult) -> payloads.CreditPayload:
    return payloads.CreditPayload(
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        entry=sqlquery.object_ref("CreditEntry", result.entry_id),
        replayed=result.replayed,
    )
