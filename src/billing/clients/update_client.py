"""Change the name, email address or reference of a client (D37)."""

import uuid
from dataclasses import dataclass

import models
from billing import event_changes
from billing.access import visibility
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Viewer
from billing.clients import rules
from billing.clients.rules import ClientDetails, ClientResult
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from billing.unset import UNSET, Unset


@dataclass(frozen=True, slots=True)
class UpdateClientCommand:
    """Input of `updateClient`. UNSET leaves a field unchanged, None clears it."""

    client_id: uuid.UUID
    name: str | Unset = UNSET
    email: str | Unset | None = UNSET
    reference: str | Unset | None = UNSET


async def update_client(services: Services, viewer: Viewer, command: UpdateClientCommand) -> ClientResult:
    """Change the client, also an archived one. Without a change, nothing is recorded. Raises NotFound, InvalidInput."""
    require_permission(viewer, MANAGE_CLIENTS)
    async with begin_transaction(services, viewer, "client.updated") as transaction:
        client = await get_visible(transaction.session, models.Client, command.client_id, visibility.clients(viewer))
        before = rules.details_of(client)
        after = rules.parse_details(
            ClientDetails(
                before.name if command.name is UNSET else command.name,
                before.email if command.email is UNSET else command.email,
                before.reference if command.reference is UNSET else command.reference,
            )
        )
        if after == before:
            raise Unchanged
        if rules.reference_key(after.reference) != client.reference_key:
            await rules.check_reference(transaction.session, transaction.firm.id, after.reference)
        async with event_changes.record_client(transaction, client):
            rules.set_details(client, after)
    return ClientResult(command.client_id)
