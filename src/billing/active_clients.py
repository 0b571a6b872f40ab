"""The rule of archived clients (D38): they stay readable, and take nothing new."""

import uuid

from sqlalchemy.ext.asyncio import AsyncSession

import models
from billing.access import visibility
from billing.access.principals import Viewer
from billing.errors import InvalidInput
from billing.rows import get_visible
from translation import gettext as _


def is_active(client: models.Client) -> bool:
    """Whether the client takes new invoices, payments, prepayments, credits and users (D38)."""
    return client.archived_at is None


def require_active(client: models.Client, field: str = "clientId") -> None:
    """Raise InvalidInput for an archived client (D38). `field` is that of the input which names the client."""
    if not is_active(client):
        raise InvalidInput(field, archived_message())


def archived_message() -> str:
    """Why an archived client takes nothing new, for users."""
    return _("This client is archived. Nothing new can be added to it.")


async def get_active_client(
    session: AsyncSession, viewer: Viewer, client_id: uuid.UUID, field: str = "clientId"
) -> models.Client:
    """Return the client for whom something new is made.

    Raises NotFound if the viewer cannot see it, and InvalidInput if it is archived (D38).
    """
    client = await get_visible(session, models.Client, client_id, visibility.clients(viewer))
    require_active(client, field)
    return client
