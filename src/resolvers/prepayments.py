"""Prepayments: enabling, making and refunding them."""

from typing import Annotated

from billing.prepayments import disable_prepayment, enable_prepayment, make_prepayment, refund_prepayment
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import prepayments as inputs
from graph.payloads import prepayments as payloads
from graph.payloads.settings import PaymentSettingsPayload
from resolvers.settings import settings_payload


async def enable(
    info: Info, input_: Annotated[inputs.EnablePrepaymentInput, described.input_argument("How clients can prepay.")]
) -> payloads.EnablePrepaymentResult | None:
    """Let clients prepay, or change how they prepay. If requirements are not met, the error lists each of them and how
    to meet it.
    """
    command = enable_prepayment.EnablePrepaymentCommand(
        method=input_validation.to_change(input_.method),
        minimum=input_validation.to_change(input_.minimum),
        maximum=input_validation.to_change(input_.maximum),
    )
    await info.context.run_for_viewer(enable_prepayment.enable_prepayment, command)
    return settings_payload(info.context)


async def disable(info: Info) -> PaymentSettingsPayload | None:
    """Stop taking prepayments. Credits and payments in progress are not affected."""
    await info.context.run_for_viewer(disable_prepayment.disable_prepayment)
    return settings_payload(info.context)


async def make(
    info: Info, input_: Annotated[inputs.MakePrepaymentInput, described.input_argument("The prepayment to start.")]
) -> payloads.MakePrepaymentResult | None:
    """Start a prepayment. Its amount is credited when the provider confirms the payment."""
    client_id = input_validation.none_if_unset(input_.client_id)
    command = make_prepayment.MakePrepaymentCommand(
        client_id=None if client_id is None else global_ids.require("Client", client_id),
        amount=input_.amount,
        method=input_.method,
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
        memo=input_validation.validate_memo(input_.memo),
    )
    result = await info.context.run_for_viewer(make_prepayment.make_prepayment, command)
    return payloads.MakePrepaymentPayload(
        prepayment=sqlquery.object_ref("Prepayment", result.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        replayed=result.replayed,
    )


async def refund(
    info: Info, input_: Annotated[inputs.RefundPrepaymentInput, described.input_argument("The refund to make.")]
) -> payloads.RefundPrepaymentResult | None:
    """Refund what is unspent of a prepayment, through the provider account that took it."""
    command = refund_prepayment.RefundPrepaymentCommand(
        prepayment_id=global_ids.require("Prepayment", input_.prepayment_id),
        amount=input_.amount,
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    result = await info.context.run_for_viewer(refund_prepayment.refund_prepayment, command)
    return payloads.RefundPrepaymentPayload(
        refund=sqlquery.object_ref("Refund", result.refund.id),
        prepayment=sqlquery.object_ref("Prepayment", result.refund.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.refund.client_id),
        replayed=result.replayed,
    )
