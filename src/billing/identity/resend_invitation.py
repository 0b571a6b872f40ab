"""Send an invitation again (D40)."""

import uuid

import models
from billing.access.principals import Viewer
from billing.active_clients import archived_message, is_active
from billing.identity import invitation_limits, invitations
from billing.identity.invitations import InvitationNotChangeable
from billing.services import Services
from billing.transaction import begin_transaction
from translation import gettext as _


async def resend_invitation(services: Services, viewer: Viewer, invitation_id: uuid.UUID) -> uuid.UUID:
    """Send the invitation again, with a new token for another 7 days; the old token becomes worthless.

    Returns its id. Raises NotFound, InvitationNotChangeable (also after too many mails).
    """
    async with begin_transaction(services, viewer, "invitation.resent") as transaction:
        invitation = await invitations.get_changeable(transaction, viewer, invitation_id)
        transaction.set_subject(invitation)
        if invitation.revoked_at is not None:
            raise InvitationNotChangeable(_("This invitation was revoked. Send a new invitation."))
        if invitation.client_id is not None:
            client = await transaction.get(models.Client, invitation.client_id)
            if not is_active(client):
                raise InvitationNotChangeable(archived_message())
        await invitations.renew_and_queue_mail(services, transaction, invitation)
        if not await invitation_limits.register_mail(transaction, invitation.email):
            raise InvitationNotChangeable(invitation_limits.too_many_message())
    return invitation_id
