"""Commands that change and remove memberships. Objects are named by id, name or email address."""

from typing import Annotated

import typer

import models
from billing.identity import directory, memberships
from models import FirmRole, MemberRight
from server.cli.accounts import Client, Firm
from server.cli.runner import run_with_app
from server.container import App

application = typer.Typer()

Member = Annotated[str, typer.Argument(help="The member's id, or their email address.")]
Rights = Annotated[list[MemberRight], typer.Argument(help="One or more rights.")]


@application.command()
def set_role(firm: Firm, member: Member, role: Annotated[FirmRole, typer.Option(help="The new role.")]) -> None:
    """Change a member's role. OWNER transfers ownership: the previous owner becomes ADMIN."""

    async def handler(app: App) -> None:
        membership = await _find_member(app, firm, member)
        await memberships.set_role(app.services, membership.firm_id, membership.id, role)

    run_with_app(handler)
    typer.echo(f"{member} is now {role.value}.")


@application.command()
def grant(firm: Firm, member: Member, rights: Rights) -> None:
    """Grant rights to an employee."""

    async def handler(app: App) -> None:
        membership = await _find_member(app, firm, member)
        await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=True)

    run_with_app(handler)
    typer.echo("Granted.")


@application.command()
def revoke(firm: Firm, member: Member, rights: Rights) -> None:
    """Revoke rights of an employee, from their next request on."""

    async def handler(app: App) -> None:
        membership = await _find_member(app, firm, member)
        await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=False)

    run_with_app(handler)
    typer.echo("Revoked.")


@application.command()
def assign(
    firm: Firm,
    member: Member,
    client: Client,
    remove: Annotated[bool, typer.Option("--remove", help="Unassign the client instead.")] = False,
) -> None:
    """Assign a client to an employee, who sees only assigned clients without VIEW_ALL_CLIENTS."""

    async def handler(app: App) -> None:
        membership = await _find_member(app, firm, member)
        client_id = (await directory.find_client(app.services, membership.firm_id, client)).id
        change = memberships.unassign_client if remove else memberships.assign_client
        await change(app.services, membership.firm_id, membership.id, client_id)

    run_with_app(handler)
    typer.echo("Unassigned." if remove else "Assigned.")


@application.command()
def remove_member(firm: Firm, member: Member) -> None:
    """Remove a member from a firm and end their sessions. Their history is kept."""

    async def handler(app: App) -> None:
        membership = await _find_member(app, firm, member)
        await memberships.remove_member(app.services, membership.firm_id, membership.id)

    run_with_app(handler)
    typer.echo("Removed.")


@application.command()
def remove_client_user(
    firm: Firm, client: Client, user: Annotated[str, typer.Argument(help="The user's id, or their email address.")]
) -> None:
    """Remove a user from a client and end their sessions. Their history is kept."""

    async def handler(app: App) -> None:
        firm_id = (await directory.find_firm(app.services, firm)).id
        client_id = (await directory.find_client(app.services, firm_id, client)).id
        membership = await directory.find_client_user(app.services, firm_id, client_id, user)
        await memberships.remove_client_user(app.services, firm_id, membership.id)

    run_with_app(handler)
    typer.echo("Removed.")


async def _find_member(app: App, firm: str, member: str) -> models.FirmMember:
    firm_id = (await directory.find_firm(app.services, firm)).id
    return await directory.find_member(app.services, firm_id, member)
