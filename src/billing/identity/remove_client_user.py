"""Remove a user from a client (D41)."""

import uuid

import models
from billing import event_changes
from billing.access import visibility
from billing.access.policy import MANAGE_CLIENTS, require_permission
from billing.access.principals import Actor, System
from billing.identity import sessions
from billing.rows import get_visible
from billing.services import Services
from billing.transaction import begin_transaction


async def remove_client_user(services: Services, actor: Actor, user_id: uuid.UUID) -> uuid.UUID:
    """Remove a client user and end their sessions. Their past events keep their name.

    Returns the id of the client. Raises NotFound.
    """
    if not isinstance(actor, System):
        require_permission(actor, MANAGE_CLIENTS)
    async with begin_transaction(services, actor, "client_user.removed") as transaction:
        is_visible = visibility.client_users(actor)
        user = await get_visible(transaction.session, models.ClientUser, user_id, is_visible)
        await event_changes.record_user(transaction, user, is_added=False)
        user.removed_at = transaction.now
        await sessions.end_sessions(transaction.session, sessions.sessions_of_membership(user))
        return user.client_id
