"""Commands that change and remove memberships. Objects are named by id, name or email address."""

from typing import Annotated

import typer

import models
from billing.identity import directory, memberships
from models import FirmRole, MemberRight
from server.cli.accounts import Client, Firm
from server.cli.runner import app_command
from server.container import App

application = typer.Typer()

Member = Annotated[str, typer.Argument(help="The member's id, or their email address.")]
Rights = Annotated[list[MemberRight], typer.Argument(help="One or more rights.")]


@app_command(application)
async def set_role(
    app: App, firm: Firm, member: Member, role: Annotated[FirmRole, typer.Option(help="The new role.")]
) -> list[str]:
    """Change a member's role. OWNER transfers ownership: the previous owner becomes ADMIN."""
    membership = await _find_member(app, firm, member)
    await memberships.set_role(app.services, membership.firm_id, membership.id, role)
    return [f"{member} is now {role.value}."]


@app_command(application)
async def grant(app: App, firm: Firm, member: Member, rights: Rights) -> list[str]:
    """Grant rights to an employee."""
    membership = await _find_member(app, firm, member)
    await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=True)
    return ["Granted."]


@app_command(application)
async def revoke(app: App, firm: Firm, member: Member, rights: Rights) -> list[str]:
    """Revoke rights of an employee, from their next request on."""
    membership = await _find_member(app, firm, member)
    await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=False)
    return ["Revoked."]


@app_command(application)
async def assign(
    app: App,
    firm: Firm,
    member: Member,
    client: Client,
    remove: Annotated[bool, typer.Option("--remove", help="Unassign the client instead.")] = False,
) -> list[str]:
    """Assign a client to an employee, who sees only assigned clients without VIEW_ALL_CLIENTS."""
    membership = await _find_member(app, firm, member)
    client_id = (await directory.find_client(app.services, membership.firm_id, client)).id
    change = memberships.unassign_client if remove else memberships.assign_client
    await change(app.services, membership.firm_id, membership.id, client_id)
    return ["Unassigned." if remove else "Assigned."]


@app_command(application)
async def remove_member(app: App, firm: Firm, member: Member) -> list[str]:
    """Remove a member from a firm and end their sessions. Their history is kept."""
    membership = await _find_member(app, firm, member)
    await memberships.remove_member(app.services, membership.firm_id, membership.id)
    return ["Removed."]


@app_command(application)
async def remove_client_user(
    app: App,
    firm: Firm,
    client: Client,
    user: Annotated[str, typer.Argument(help="The user's id, or their email address.")],
) -> list[str]:
    """Remove a user from a client and end their sessions. Their history is kept."""
    firm_id = (await directory.find_firm(app.services, firm)).id
    client_id = (await directory.find_client(app.services, firm_id, client)).id
    membership = await directory.find_client_user(app.services, firm_id, client_id, user)
    await memberships.remove_client_user(app.services, firm_id, membership.id)
    return ["Removed."]


async def _find_member(app: App, firm: str, member: str) -> models.FirmMember:
    firm_id = (await directory.find_firm(app.services, firm)).id
    return await directory.find_member(app.services, firm_id, member)
