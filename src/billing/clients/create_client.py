"""Create a client of the firm (D37)."""

import uuid
from dataclasses import dataclass

import ledger
import models
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Actor, Member, System, Viewer
from billing.clients import rules
from billing.clients.rules import ClientDetails, ClientResult
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.services import Services
from billing.transaction import begin_transaction

EVENT_KIND = "client.added"


@dataclass(frozen=True, slots=True)
class CreateClientCommand:
    """Input of `createClient`."""

    name: str
    email: str | None
    reference: str | None
    idempotency_key: str


async def create_client(services: Services, viewer: Viewer, command: CreateClientCommand) -> ClientResult:
    """Create a client without credits.

    An employee who does not see all clients is assigned to it: they could not see it otherwise.

    Raises InvalidInput, IdempotencyConflict, and NotFound if the key was used before, and the viewer does not see its
    client any more.
    """
    require_permission(viewer, MANAGE_CLIENTS)
    details = rules.parse_details(ClientDetails(command.name, command.email, command.reference))
    keyed = KeyedCommand(viewer, "createClient", command.idempotency_key, command)

    async def create(transaction: ledger.LedgerTransaction) -> ClientResult:
        client = await _add(transaction, viewer, details)
        await transaction.session.flush()
        await keyed.claim(transaction, client_id=client.id)
        return ClientResult(client.id)

    async def replay(operation: models.Operation) -> ClientResult:
        return ClientResult(claimed_client_id(operation), replayed=True)

    return await run_once(services, keyed, EVENT_KIND, create, replay)


async def add_client(services: Services, firm_id: uuid.UUID, details: ClientDetails) -> uuid.UUID:
    """Create a client as the operator. Returns its id. Raises InvalidInput."""
    parsed, operator = rules.parse_details(details), System(firm_id)
    async with begin_transaction(services, operator, EVENT_KIND) as transaction:
        return (await _add(transaction, operator, parsed)).id


async def _add(transaction: ledger.LedgerTransaction, actor: Actor, details: ClientDetails) -> models.Client:
    await rules.check_reference(transaction.session, transaction.firm.id, details.reference)
    client = rules.new_client(transaction.firm.id, details, transaction.now)
    await transaction.add(client)
    transaction.set_client(client.id)
    if isinstance(actor, Member) and not actor.can_view_all_clients:
        await transaction.session.flush()
        assignment = models.Assignment(firm_id=transaction.firm.id, member_id=actor.id, client_id=client.id)
        await transaction.add(assignment)
    return client
