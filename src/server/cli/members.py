"""Commands that change seats and take them away; each named by id, name or e-mail address."""

from __future__ import annotations

from typing import Annotated

import typer

import models
from billing.identity import directory, memberships
from models import FirmRole, MemberRight
from server.cli.accounts import Client, Firm
from server.cli.runner import run_with_app
from server.container import App

application = typer.Typer()

Member = Annotated[str, typer.Argument(help="The member's id, or their e-mail address.")]
Rights = Annotated[list[MemberRight], typer.Argument(help="One right, or several.")]


@application.command()
def set_role(firm: Firm, member: Member, role: Annotated[FirmRole, typer.Option(help="The role from now on.")]) -> None:
    """Give a member another role. OWNER hands the firm over: who was it becomes ADMIN."""

    async def deed(house: App) -> None:
        found = await _find_member(house, firm, member)
        await memberships.set_role(house.services, found.firm_id, found.id, role)

    run_with_app(deed)
    typer.echo(f"{member} is {role.value}.")


@application.command()
def grant(firm: Firm, member: Member, rights: Rights) -> None:
    """Give an employee rights."""

    async def deed(house: App) -> None:
        found = await _find_member(house, firm, member)
        await memberships.grant_rights(house.services, found.firm_id, found.id, rights)

    run_with_app(deed)
    typer.echo("Granted.")


@application.command()
def revoke(firm: Firm, member: Member, rights: Rights) -> None:
    """Take rights from an employee. It counts from their next request."""

    async def deed(house: App) -> None:
        found = await _find_member(house, firm, member)
        await memberships.revoke_rights(house.services, found.firm_id, found.id, rights)

    run_with_app(deed)
    typer.echo("Revoked.")


@application.command()
def assign(
    firm: Firm,
    member: Member,
    client: Client,
    remove: Annotated[bool, typer.Option("--remove", help="Take the client from them instead.")] = False,
) -> None:
    """Let an employee without VIEW_ALL_CLIENTS see a client."""

    async def deed(house: App) -> None:
        found = await _find_member(house, firm, member)
        client_id = (await directory.find_client(house.services, found.firm_id, client)).id
        change = memberships.unassign_client if remove else memberships.assign_client
        await change(house.services, found.firm_id, found.id, client_id)

    run_with_app(deed)
    typer.echo("Not assigned any more." if remove else "Assigned.")


@application.command()
def remove_member(firm: Firm, member: Member) -> None:
    """Take a member's seat away. Their sessions end; what they did stays."""

    async def deed(house: App) -> None:
        found = await _find_member(house, firm, member)
        await memberships.remove_member(house.services, found.firm_id, found.id)

    run_with_app(deed)
    typer.echo("Removed.")


@application.command()
def remove_client_user(
    firm: Firm, client: Client, user: Annotated[str, typer.Argument(help="The user's id, or their e-mail address.")]
) -> None:
    """Take a client user's seat away. Their sessions end; what they did stays."""

    async def deed(house: App) -> None:
        firm_id = (await directory.find_firm(house.services, firm)).id
        client_id = (await directory.find_client(house.services, firm_id, client)).id
        found = await directory.find_client_user(house.services, firm_id, client_id, user)
        await memberships.remove_client_user(house.services, firm_id, found.id)

    run_with_app(deed)
    typer.echo("Removed.")


async def _find_member(app: App, firm: str, member: str) -> models.FirmMember:
    firm_id = (await directory.find_firm(app.services, firm)).id
    return await directory.find_member(app.services, firm_id, member)
