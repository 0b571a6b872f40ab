"""Commands that create and list firms, clients and memberships. Objects are named by id, name or email address."""

import getpass
import sys
import uuid
from typing import Annotated

import typer

from billing.access.principals import rights_of
from billing.identity import accounts, directory
from billing.services import Services
from models import FirmRole, MemberRight
from server.cli.runner import run_with_app
from server.container import App

application = typer.Typer()

Firm = Annotated[str, typer.Argument(help="The firm's id, or its name.")]
Client = Annotated[str, typer.Argument(help="The client's id, or its name.")]
Email = Annotated[str, typer.Argument(help="The person's email address.")]
Name = Annotated[str, typer.Option(help="The person's name. An existing person keeps theirs.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def _read_password(from_stdin: bool) -> str:
    """Read a password from standard input or the terminal; other users could see a command-line argument."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        typer.echo("No terminal to prompt for a password: use --password-stdin.", err=True)
        raise typer.Exit(2)
    password, repeated = getpass.getpass("Password: "), getpass.getpass("Repeat password: ")
    if password != repeated:
        raise accounts.OperatorError("The passwords do not match.")
    return password


async def _password_for_new_account(app: App, email: str, from_stdin: bool) -> str | None:
    """Read the password of a new person; None for an existing one, or if nobody signs in by password."""
    if await accounts.person_exists(app.services, email):
        if from_stdin:
            raise accounts.OperatorError(f"{email} already has an account: leave out --password-stdin.")
        return None
    return _read_password(from_stdin) if app.settings.passwords else None


@application.command()
def create_firm(
    name: Annotated[str, typer.Argument(help="The firm's name, as its clients see it.")],
    currency: Annotated[str, typer.Option(help="ISO 4217 code, such as EUR. It cannot be changed.")],
    country: Annotated[str, typer.Option(help="ISO 3166 code, such as FR, for the payment provider.")],
    time_zone: Annotated[str, typer.Option(help="Time zone of due dates and reports, such as Europe/Paris.")],
    owner_email: Annotated[str, typer.Option(help="The owner's email address.")],
    owner_name: Annotated[str, typer.Option(help="The owner's name.")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Create a firm and its owner."""

    async def handler(app: App) -> accounts.CreateFirmResult:
        owner = accounts.PersonDetails(
            owner_email, owner_name, await _password_for_new_account(app, owner_email, password_stdin)
        )
        return await accounts.create_firm(
            app.services, name=name, currency=currency, country=country, time_zone=time_zone, owner=owner
        )

    created = run_with_app(handler)
    typer.echo(f"Firm {created.firm_id}\nOwner {created.owner_id}")


@application.command()
def add_member(
    firm: Firm,
    email: Email,
    name: Name,
    role: Annotated[FirmRole, typer.Option(help="The member's role.")] = FirmRole.EMPLOYEE,
    right: Annotated[list[MemberRight] | None, typer.Option(help="A right of an employee. Repeatable.")] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Add a member to a firm."""

    async def handler(app: App) -> uuid.UUID:
        return await accounts.add_member(
            app.services,
            (await directory.find_firm(app.services, firm)).id,
            email=email,
            name=name,
            password=await _password_for_new_account(app, email, password_stdin),
            role=role,
            rights=right or (),
        )

    typer.echo(f"Member {run_with_app(handler)}")


@application.command()
def add_client(firm: Firm, name: Annotated[str, typer.Argument(help="The client's name.")]) -> None:
    """Add a client to a firm."""

    async def handler(app: App) -> uuid.UUID:
        firm_id = (await directory.find_firm(app.services, firm)).id
        return await accounts.add_client(app.services, firm_id, name=name)

    typer.echo(f"Client {run_with_app(handler)}")


@application.command()
def add_client_user(
    firm: Firm, client: Client, email: Email, name: Name, password_stdin: PasswordStdin = False
) -> None:
    """Add a user to a client."""

    async def handler(app: App) -> uuid.UUID:
        firm_id = (await directory.find_firm(app.services, firm)).id
        client_id = (await directory.find_client(app.services, firm_id, client)).id
        password = await _password_for_new_account(app, email, password_stdin)
        return await accounts.add_client_user(
            app.services, firm_id, client_id, email=email, name=name, password=password
        )

    typer.echo(f"Client user {run_with_app(handler)}")


@application.command()
def set_password(email: Email, password_stdin: PasswordStdin = False) -> None:
    """Set a person's password and end all their sessions."""

    async def handler(app: App) -> None:
        await accounts.set_password(app.services, email, _read_password(password_stdin))

    run_with_app(handler)
    typer.echo("The password is set. All sessions of this person have ended.")


@application.command()
def list_firms() -> None:
    """List all firms: id, currency, country, time zone, name."""

    async def handler(app: App) -> list[str]:
        firms = await directory.list_firms(app.services)
        return [f"{firm.id}  {firm.currency}  {firm.country}  {firm.time_zone}  {firm.name}" for firm in firms]

    _print_lines(run_with_app(handler))


@application.command()
def list_members(firm: Firm) -> None:
    """List a firm's members: id, role, email address, name; employees' rights and assigned clients."""

    async def handler(app: App) -> list[str]:
        firm_id = (await directory.find_firm(app.services, firm)).id
        return await _member_lines(app.services, firm_id)

    _print_lines(run_with_app(handler))


async def _member_lines(services: Services, firm_id: uuid.UUID) -> list[str]:
    lines = []
    for member in await directory.list_members(services, firm_id):
        lines.append(f"{member.row.id}  {member.row.role.value:<8}  {member.person.email}  {member.person.name}")
        if member.row.role is FirmRole.EMPLOYEE:
            lines += [f"    right {right}" for right in sorted(right.value for right in rights_of(member.row))]
            lines += [f"    client {client_id}" for client_id in member.assigned_client_ids]
    return lines


@application.command()
def list_clients(firm: Firm) -> None:
    """List a firm's clients: id, name; and their users: id, email address, name."""

    async def handler(app: App) -> list[str]:
        firm_id = (await directory.find_firm(app.services, firm)).id
        lines = []
        for client in await directory.list_clients(app.services, firm_id):
            lines.append(f"{client.row.id}  {client.row.name}")
            lines += [f"    {user.row.id}  {user.person.email}  {user.person.name}" for user in client.users]
        return lines

    _print_lines(run_with_app(handler))


def _print_lines(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
