"""Archive a client that has no money left (D38)."""

import uuid

from sqlalchemy import select

import ledger
import models
from billing.access import visibility
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Viewer
from billing.active_clients import is_active
from billing.clients import rules
from billing.clients.rules import ClientHasMoney, ClientResult
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from money import Money


async def archive_client(services: Services, viewer: Viewer, client_id: uuid.UUID) -> ClientResult:
    """Archive the client; does nothing if it is archived already (D30).

    Raises NotFound, and ClientHasMoney if it has credits, owes money, or has payments in progress.
    """
    require_permission(viewer, MANAGE_CLIENTS)
    async with begin_transaction(services, viewer, "client.archived") as transaction:
        client = await get_visible(transaction.session, models.Client, client_id, visibility.clients(viewer))
        transaction.set_client(client.id)
        transaction.set_subject(client)
        if not is_active(client):
            raise Unchanged
        await _check_no_money(transaction, client)
        client.archived_at = transaction.now
    return ClientResult(client_id)


async def _check_no_money(transaction: ledger.LedgerTransaction, client: models.Client) -> None:
    prepayments = int(await transaction.session.scalar(select(rules.open_prepayment_total(client))) or 0)
    if rules.blocks_archiving(client, prepayments):
        raise ClientHasMoney(
            Money(client.available + client.held, transaction.currency),
            Money(client.due, transaction.currency),
            Money(client.pending + prepayments, transaction.currency),
        )
