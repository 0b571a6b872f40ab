"""Commands that make firms and seats, and say what there is; each named by id, name or e-mail address."""

from __future__ import annotations

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
Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
Name = Annotated[str, typer.Option(help="The person's name. Who is known by the address keeps theirs.")]
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def _read_password(from_input: bool) -> str:
    """A password: the first line of standard input, or asked for twice. Never an argument: those everybody sees."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        typer.echo("There is no terminal to ask for a password at: use --password-stdin.", err=True)
        raise typer.Exit(2)
    first, again = getpass.getpass("Password: "), getpass.getpass("The same again: ")
    if first != again:
        raise accounts.OperatorError("These are not the same.")
    return first


async def _password_for_new_account(app: App, email: str, from_input: bool) -> str | None:
    """The password of somebody new; nobody is asked for one who is known, or where nobody signs in with one."""
    if await accounts.person_exists(app.services, email):
        if from_input:
            raise accounts.OperatorError(
                f"{email} is known, and keeps the password they have: leave out --password-stdin."
            )
        return None
    return _read_password(from_input) if app.settings.passwords else None


@application.command()
def create_firm(
    name: Annotated[str, typer.Argument(help="The firm's name, as its clients read it.")],
    currency: Annotated[str, typer.Option(help="Its one currency, by ISO 4217: EUR. It never changes.")],
    country: Annotated[str, typer.Option(help="Its country, by ISO 3166: FR. The provider's account is made there.")],
    time_zone: Annotated[str, typer.Option(help="Whose days its reports count: Europe/Paris.")],
    owner_email: Annotated[str, typer.Option(help="The owner's e-mail address.")],
    owner_name: Annotated[str, typer.Option(help="The owner's name.")],
    password_stdin: FromInput = False,
) -> None:
    """Make a firm, and its owner's seat."""

    async def deed(house: App) -> accounts.CreateFirmResult:
        owner = accounts.PersonDetails(
            owner_email, owner_name, await _password_for_new_account(house, owner_email, password_stdin)
        )
        return await accounts.create_firm(
            house.services, name=name, currency=currency, country=country, time_zone=time_zone, owner=owner
        )

    made = run_with_app(deed)
    typer.echo(f"Firm {made.firm_id}\nOwner {made.owner_id}")


@application.command()
def add_member(
    firm: Firm,
    email: Email,
    name: Name,
    role: Annotated[FirmRole, typer.Option(help="What they are in the firm.")] = FirmRole.EMPLOYEE,
    right: Annotated[list[MemberRight] | None, typer.Option(help="For an employee; once for each right.")] = None,
    password_stdin: FromInput = False,
) -> None:
    """Give somebody a seat in a firm."""

    async def deed(house: App) -> str:
        found = await directory.find_firm(house.services, firm)
        made = await accounts.add_member(
            house.services,
            found.id,
            email=email,
            name=name,
            password=await _password_for_new_account(house, email, password_stdin),
            role=role,
            rights=right or (),
        )
        return str(made)

    typer.echo(f"Member {run_with_app(deed)}")


@application.command()
def add_client(firm: Firm, name: Annotated[str, typer.Argument(help="The client's name.")]) -> None:
    """Make a client of a firm."""

    async def deed(house: App) -> str:
        found = await directory.find_firm(house.services, firm)
        return str(await accounts.add_client(house.services, found.id, name=name))

    typer.echo(f"Client {run_with_app(deed)}")


@application.command()
def add_client_user(firm: Firm, client: Client, email: Email, name: Name, password_stdin: FromInput = False) -> None:
    """Give somebody a seat with a client."""

    async def deed(house: App) -> str:
        firm_id = (await directory.find_firm(house.services, firm)).id
        client_id = (await directory.find_client(house.services, firm_id, client)).id
        password = await _password_for_new_account(house, email, password_stdin)
        made = await accounts.add_client_user(
            house.services, firm_id, client_id, email=email, name=name, password=password
        )
        return str(made)

    typer.echo(f"Client user {run_with_app(deed)}")


@application.command()
def set_password(email: Email, password_stdin: FromInput = False) -> None:
    """Give somebody another password, in all their seats. All their sessions end."""

    async def deed(house: App) -> None:
        await accounts.set_password(house.services, email, _read_password(password_stdin))

    run_with_app(deed)
    typer.echo("The password is set, and all their sessions have ended.")


@application.command()
def list_firms() -> None:
    """All firms: id, currency, country, time zone, name."""

    async def deed(house: App) -> list[str]:
        found = await directory.list_firms(house.services)
        return [f"{one.id}  {one.currency}  {one.country}  {one.time_zone}  {one.name}" for one in found]

    _print_lines(run_with_app(deed))


@application.command()
def list_members(firm: Firm) -> None:
    """All members of a firm: id, role, e-mail address, name; an employee's rights and assigned clients."""

    async def deed(house: App) -> list[str]:
        firm_id = (await directory.find_firm(house.services, firm)).id
        return await _member_lines(house.services, firm_id)

    _print_lines(run_with_app(deed))


async def _member_lines(services: Services, firm_id: uuid.UUID) -> list[str]:
    lines = []
    for one in await directory.list_members(services, firm_id):
        lines.append(f"{one.row.id}  {one.row.role.value:<8}  {one.person.email}  {one.person.name}")
        if one.row.role is FirmRole.EMPLOYEE:
            lines += [f"    right {right.value}" for right in sorted(rights_of(one.row), key=lambda right: right.value)]
            lines += [f"    client {client_id}" for client_id in one.assigned_client_ids]
    return lines


@application.command()
def list_clients(firm: Firm) -> None:
    """All clients of a firm: id, name; and their users: id, e-mail address, name."""

    async def deed(house: App) -> list[str]:
        firm_id = (await directory.find_firm(house.services, firm)).id
        lines = []
        for client in await directory.list_clients(house.services, firm_id):
            lines.append(f"{client.row.id}  {client.row.name}")
            lines += [f"    {one.row.id}  {one.person.email}  {one.person.name}" for one in client.users]
        return lines

    _print_lines(run_with_app(deed))


def _print_lines(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
