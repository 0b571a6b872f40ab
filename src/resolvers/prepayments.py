"""Prepayments: enabling, making and refunding them."""

from typing import Annotated

import strawberry

from billing.prepayments import disable_prepayment, enable_prepayment, make_prepayment, refund_prepayment
from graph import global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import prepayments as inputs
from graph.payloads import prepayments as payloads
from graph.payloads.settings import PaymentSettingsPayload
from resolvers.settings import settings_payload


async def enable(
    info: Info,
    input_: Annotated[
        inputs.EnablePrepaymentInput, strawberry.argument(name="input", description="How clients can prepay.")
    ],
) -> payloads.EnablePrepaymentResult | None:
    """Enable prepayment, or change how clients prepay."""
    command = enable_prepayment.EnablePrepaymentCommand(
        method=input_validation.to_change(input_.method),
        minimum=input_validation.to_change(input_.minimum),
        maximum=input_validation.to_change(input_.maximum),
    )
    context = info.context
    await context.run(enable_prepayment.enable_prepayment, context.services, context.authenticated_viewer, command)
    return settings_payload(context)


async def disable(info: Info) -> PaymentSettingsPayload | None:
    """Disable prepayment."""
    context = info.context
    await context.run(disable_prepayment.disable_prepayment, context.services, context.authenticated_viewer)
    return settings_payload(context)


async def make(
    info: Info,
    input_: Annotated[
        inputs.MakePrepaymentInput, strawberry.argument(name="input", description="The prepayment to start.")
    ],
) -> payloads.MakePrepaymentResult | None:
    """Start a prepayment."""
    client_id = input_validation.none_if_unset(input_.client_id)
    command = make_prepayment.MakePrepaymentCommand(
        client_id=None if client_id is None else global_ids.require("Client", client_id),
        amount=input_.amount,
        method=input_.method,
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    result = await context.run(make_prepayment.make_prepayment, context.services, context.authenticated_viewer, command)
    return payloads.MakePrepaymentPayload(
        prepayment=sqlquery.object_ref("Prepayment", result.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        replayed=result.replayed,
    )


async def refund(
    info: Info,
    input_: Annotated[
        inputs.RefundPrepaymentInput, strawberry.argument(name="input", description="The refund to make.")
    ],
) -> payloads.RefundPrepaymentResult | None:
    """Refund what is unspent of a prepayment."""
    command = refund_prepayment.RefundPrepaymentCommand(
        prepayment_id=global_ids.require("Prepayment", input_.prepayment_id),
        amount=input_.amount,
        reason=input_validation.validate_reason(input_.reason),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    context = info.context
    result = await context.run(
        refund_prepayment.refund_prepayment, context.services, context.authenticated_viewer, command
    )
    return payloads.RefundPrepaymentPayload(
        refund=sqlquery.object_ref("Refund", result.refund_id),
        prepayment=sqlquery.object_ref("Prepayment", result.prepayment_id),
        credit_account=sqlquery.object_ref("CreditAccount", result.client_id),
        replayed=result.replayed,
    )
