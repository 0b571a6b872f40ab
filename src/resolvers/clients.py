"""Clients."""

from typing import Annotated

from billing.clients import archive_client, create_client, unarchive_client, update_client
from billing.clients.rules import ClientResult
from graph import described, global_ids, input_validation, sqlquery
from graph.context import Info
from graph.inputs import clients as inputs
from graph.payloads import clients as payloads


async def create(
    info: Info, input_: Annotated[inputs.CreateClientInput, described.input_argument("The client to create.")]
) -> payloads.CreateClientResult | None:
    """Create a client without credits. An employee without VIEW_ALL_CLIENTS is assigned to it. NotFound is returned for
    a key that was used before, if the viewer can no longer see its client.
    """
    command = create_client.CreateClientCommand(
        name=input_.name,
        email=input_validation.none_if_unset(input_.email),
        reference=input_validation.none_if_unset(input_.reference),
        idempotency_key=input_validation.validate_idempotency_key(input_.idempotency_key),
    )
    return _payload(await info.context.run_for_viewer(create_client.create_client, command))


async def update(
    info: Info, input_: Annotated[inputs.UpdateClientInput, described.input_argument("The changes.")]
) -> payloads.UpdateClientResult | None:
    """Change a client, archived or not. Either all changes are made, or none."""
    command = update_client.UpdateClientCommand(
        client_id=global_ids.require("Client", input_.client_id),
        name=input_validation.to_non_null_change(input_.name, "name"),
        email=input_validation.to_change(input_.email),
        reference=input_validation.to_change(input_.reference),
    )
    return _payload(await info.context.run_for_viewer(update_client.update_client, command))


async def archive(
    info: Info, input_: Annotated[inputs.ClientInput, described.input_argument("The client to archive.")]
) -> payloads.ArchiveClientResult | None:
    """Archive a client that has no credits, owes nothing, and has no payment in progress. It stays readable, is left
    out of lists, and takes no new invoice, payment, prepayment, credits or user. Archiving it again returns the same
    result.
    """
    client_id = global_ids.require("Client", input_.client_id)
    return _payload(await info.context.run_for_viewer(archive_client.archive_client, client_id))


async def unarchive(
    info: Info, input_: Annotated[inputs.ClientInput, described.input_argument("The client to take back.")]
) -> payloads.ArchiveClientResult | None:
    """Take an archived client back, as it was. Doing so again returns the same result."""
    client_id = global_ids.require("Client", input_.client_id)
    return _payload(await info.context.run_for_viewer(unarchive_client.unarchive_client, client_id))


def _payload(result: ClientResult) -> payloads.ClientPayload:
    return payloads.ClientPayload(client=sqlquery.object_ref("Client", result.client_id), replayed=result.replayed)
