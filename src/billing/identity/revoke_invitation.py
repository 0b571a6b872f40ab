"""Revoke an invitation (D40)."""

import uuid

from billing.access.principals import Viewer
from billing.identity import invitations
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction


async def revoke_invitation(services: Services, viewer: Viewer, invitation_id: uuid.UUID) -> uuid.UUID:
    """Revoke the invitation, so that its token becomes worthless. Revoking it again does nothing.

    Returns its id. Raises NotFound, InvitationNotChangeable.
    """
    async with begin_transaction(services, viewer, "invitation.revoked") as transaction:
        invitation = await invitations.get_changeable(transaction, viewer, invitation_id)
        transaction.set_subject(invitation)
        if invitation.revoked_at is not None:
            raise Unchanged
        invitation.revoked_at = transaction.now
    return invitation_id
