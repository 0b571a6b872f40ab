"""Credit notes and their reversal."""

from typing import Annotated

from billing.credits import add_credit_note, reverse_credit
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import credits as inputs
from graph.payloads import credits as payloads


async def add_note(
    info: Info, input_: Annotated[inputs.AddCreditNoteInput, described.input_argument("The credit note to issue.")]
) -> payloads.CreditResult | None:
    """Issue a credit note to a client, for example as goodwill or to correct a mistake. Its credits pay invoices like
    any others, and are never paid out.
    """
    command = add_credit_note.AddCreditNoteCommand(
        client_id=global_ids.require("Client", input_.client_id),
        amount=input_.amount,
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _payload(await info.context.run_for_viewer(add_credit_note.add_credit_note, command))


async def reverse(
    info: Info, input_: Annotated[inputs.ReverseCreditInput, described.input_argument("The credits to reverse.")]
) -> payloads.ReverseCreditResult | None:
    """Reverse what is unspent of a credit note, or of an offline payment recorded as credits."""
    command = reverse_credit.ReverseCreditCommand(
        entry_id=global_ids.require("CreditEntry", input_.entry_id),
        amount=input_validation.none_if_unset(input_.amount),
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _payload(await info.context.run_for_viewer(reverse_credit.reverse_credit, command))


def _payload(result: add_credit_note.CreditEntryResult) -> payloads.CreditPayload:
    return payloads.CreditPayload(
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        entry=sqlquery.object_ref("CreditEntry", result.entry_id),
        replayed=result.replayed,
    )
