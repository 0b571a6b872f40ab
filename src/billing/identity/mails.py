"""The mails of invitations and password resets. Their links are computed here, and stored nowhere."""

from urllib.parse import urlencode

from sqlalchemy import select

import models
from billing.identity import invitations, tokens
from billing.mail.content import MailAction, MailContent
from billing.services import Services
from models import FirmRole
from translation import gettext as _


def invitation_link(services: Services, invitation: models.Invitation) -> str:
    """The address of the page that accepts the invitation: one of the firm's pages, or of the clients'."""
    token = tokens.invitation_token(services, invitation.id, invitation.generation)
    pages = services.portal_url if invitation.client_id is not None else services.dashboard_url
    return f"{pages}/invitation?{urlencode({'token': token})}"


async def compose_invitation(services: Services, mail: models.Mail) -> MailContent | None:
    """The mail of an invitation; None if it cannot be accepted any more, or was sent again meanwhile."""
    async with services.reads() as session:
        invitation = await session.get_one(models.Invitation, (mail.firm_id, mail.subject_id))
        if invitation.generation != mail.generation:
            return None
        if not await invitations.can_be_accepted(session, invitation, services.clock()):
            return None
        firm = await session.get_one(models.Firm, mail.firm_id)
        client = await invitations.find_client(session, invitation)
    text = _("The link is valid for {days} days and works once. If you did not expect this email, you can ignore it.")
    return MailContent(
        subject=_("Invitation from {firm}").format(firm=firm.name),
        paragraphs=(_describe(firm, client, invitation),),
        action=MailAction(_("Accept the invitation"), invitation_link(services, invitation)),
        notes=(text.format(days=tokens.INVITATION_LIFETIME.days),),
    )


def _describe(firm: models.Firm, client: models.Client | None, invitation: models.Invitation) -> str:
    if client is not None:
        text = _("{firm} invites you to see the invoices of {client}, and to pay them.")
        return text.format(firm=firm.name, client=client.name)
    if invitation.role is FirmRole.OWNER:
        return _("{firm} has been set up. Accept the invitation to become its owner.").format(firm=firm.name)
    if invitation.role is FirmRole.ADMIN:
        return _("{firm} invites you to become an admin.").format(firm=firm.name)
    return _("{firm} invites you to become a member of its team.").format(firm=firm.name)


async def compose_password_reset(services: Services, mail: models.Mail) -> MailContent | None:
    """The mail of a password reset; None if its link is no longer good."""
    async with services.reads() as session:
        reset = await session.get(models.PasswordReset, mail.subject_id)
        if reset is None or reset.expires_at <= services.clock():
            return None
        of_person = models.FirmMember.person_id == reset.person_id
        members = select(models.FirmMember.id).where(of_person, models.FirmMember.removed_at.is_(None))
        is_member = await session.scalar(members.limit(1)) is not None
    text = _(
        "The link is valid for {minutes} minutes and works once. If you did not ask for it, you can ignore this email:"
        " your password stays as it is."
    )
    token = tokens.password_reset_token(services, reset.id)
    pages = services.dashboard_url if is_member else services.portal_url
    return MailContent(
        subject=_("Reset your password"),
        paragraphs=(_("You can choose a new password now. You will be signed out everywhere."),),
        action=MailAction(_("Choose a new password"), f"{pages}/reset-password?{urlencode({'token': token})}"),
        notes=(text.format(minutes=int(tokens.PASSWORD_RESET_LIFETIME.total_seconds()) // 60),),
    )
