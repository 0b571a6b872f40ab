"""Commands for firms, clients and memberships. Objects are named by id, name or email address."""

import getpass
import sys
from typing import Annotated, Any

import typer

from billing.access.principals import rights_of
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.identity import directory, memberships, operator
from models import FirmMember, FirmRole, Invitation, MemberRight
from server.cli.runner import app_command
from server.container import App

application = typer.Typer()

FirmArgument = Annotated[str, typer.Argument(help="The firm's id, or its name.")]
ClientArgument = Annotated[str, typer.Argument(help="The client's id, or its name.")]
MemberArgument = Annotated[str, typer.Argument(help="The member's id, or their email address.")]
UserArgument = Annotated[str, typer.Argument(help="The user's id, or their email address.")]
Rights = Annotated[list[MemberRight], typer.Argument(help="One or more rights.")]
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
        raise operator.OperatorError("The passwords do not match.")
    return password


async def _password_for_new_account(app: App, email: str, from_stdin: bool) -> str | None:
    """Read the password of a new person; None for an existing one, or if nobody signs in by password."""
    if await operator.person_exists(app.services, email):
        if from_stdin:
            raise operator.OperatorError(f"{email} already has an account: leave out --password-stdin.")
        return None
    return _read_password(from_stdin) if app.settings.passwords else None


@app_command(application)
async def create_firm(
    app: App,
    name: Annotated[str, typer.Argument(help="The firm's name, as its clients see it.")],
    currency: Annotated[str, typer.Option(help="ISO 4217 code, such as EUR. It cannot be changed.")],
    country: Annotated[str, typer.Option(help="ISO 3166 code, such as FR, for the payment provider.")],
    time_zone: Annotated[str, typer.Option(help="Time zone of due dates and reports, such as Europe/Paris.")],
    owner_email: Annotated[str, typer.Option(help="The owner's email address.")],
    owner_name: Annotated[str, typer.Option(help="The owner's name.")],
    locale: Annotated[
        str | None, typer.Option(help="Language of messages and mails: en or fr. By default one of the country.")
    ] = None,
    password_stdin: PasswordStdin = False,
) -> list[str]:
    """Create a firm and its owner. An owner without an account gets an invitation by mail, unless a password is read
    from standard input or nobody signs in by password.
    """
    firm: dict[str, Any] = {
        "name": name,
        "currency": currency,
        "country": country,
        "time_zone": time_zone,
        "locale": locale,
    }
    is_new = not await operator.person_exists(app.services, owner_email)
    if is_new and app.settings.passwords and not password_stdin:
        invitation = await operator.create_firm_and_invite(
            app.services, **firm, email=owner_email, owner_name=owner_name
        )
        return [f"Firm {invitation.firm_id}", *_describe_invitation(app, invitation)]
    password = await _password_for_new_account(app, owner_email, password_stdin)
    owner = operator.PersonDetails(owner_email, owner_name, password)
    created = await operator.create_firm(app.services, **firm, owner=owner)
    return [f"Firm {created.firm_id}", f"Owner {created.owner_id}"]


@app_command(application)
async def invite_owner(app: App, firm: FirmArgument, email: Email, name: Name) -> list[str]:
    """Invite the owner of a firm that has none yet, by mail. Earlier invitations of an owner become invalid."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    return _describe_invitation(app, await operator.invite_owner(app.services, firm_id, email=email, name=name))


def _describe_invitation(app: App, invitation: Invitation) -> list[str]:
    """The link is for an operator whose mail does not arrive. Anyone who has it can accept the invitation."""
    sent = "is sent by the server" if app.services.mailer is not None else "waits for a mail server (SMTP_HOST)"
    return [
        f"Invitation of {invitation.email}: the mail {sent}. It is valid for 7 days.",
        f"Link {operator.invitation_link(app.services, invitation)}",
    ]


@app_command(application)
async def add_member(
    app: App,
    firm: FirmArgument,
    email: Email,
    name: Name,
    role: Annotated[FirmRole, typer.Option(help="The member's role.")] = FirmRole.EMPLOYEE,
    right: Annotated[list[MemberRight] | None, typer.Option(help="A right of an employee. Repeatable.")] = None,
    password_stdin: PasswordStdin = False,
) -> list[str]:
    """Add a member to a firm."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    password = await _password_for_new_account(app, email, password_stdin)
    member_id = await operator.add_member(
        app.services, firm_id, email=email, name=name, password=password, role=role, rights=right or ()
    )
    return [f"Member {member_id}"]


@app_command(application)
async def add_client(
    app: App,
    firm: FirmArgument,
    name: Annotated[str, typer.Argument(help="The client's name.")],
    email: Annotated[str | None, typer.Option(help="The client's own email address.")] = None,
    reference: Annotated[str | None, typer.Option(help="The firm's own number for the client.")] = None,
) -> list[str]:
    """Add a client to a firm."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    details = ClientDetails(name, email, reference)
    return [f"Client {await create_client.add_client(app.services, firm_id, details)}"]


@app_command(application)
async def add_client_user(
    app: App,
    firm: FirmArgument,
    client: ClientArgument,
    email: Email,
    name: Name,
    password_stdin: PasswordStdin = False,
) -> list[str]:
    """Add a user to a client."""
    services, firm_id = app.services, (await directory.get_firm(app.services, firm)).id
    client_id = (await directory.get_client(services, firm_id, client)).id
    password = await _password_for_new_account(app, email, password_stdin)
    user_id = await operator.add_client_user(services, firm_id, client_id, email=email, name=name, password=password)
    return [f"Client user {user_id}"]


@app_command(application)
async def set_password(app: App, email: Email, password_stdin: PasswordStdin = False) -> list[str]:
    """Set a person's password and end all their sessions."""
    await operator.set_password(app.services, email, _read_password(password_stdin))
    return ["The password is set. All sessions of this person have ended."]


@app_command(application)
async def list_firms(app: App) -> list[str]:
    """List all firms: id, currency, country, time zone, name."""
    firms = await directory.list_firms(app.services)
    return [f"{firm.id}  {firm.currency}  {firm.country}  {firm.time_zone}  {firm.name}" for firm in firms]


@app_command(application)
async def list_members(app: App, firm: FirmArgument) -> list[str]:
    """List a firm's members: id, role, email address, name; employees' rights and assigned clients."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    lines = []
    for member in await directory.list_members(app.services, firm_id):
        lines.append(f"{member.row.id}  {member.row.role.value:<8}  {member.person.email}  {member.person.name}")
        if member.row.role is FirmRole.EMPLOYEE:
            lines += [f"    right {right}" for right in sorted(right.value for right in rights_of(member.row))]
            lines += [f"    client {client_id}" for client_id in member.assigned_client_ids]
    return lines


@app_command(application)
async def list_clients(app: App, firm: FirmArgument) -> list[str]:
    """List a firm's clients: id, name, reference, email address, archived; and their users: id, email address, name."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    lines = []
    for client in await directory.list_clients(app.services, firm_id):
        archived = None if client.row.archived_at is None else "(archived)"
        details = (client.row.name, client.row.reference, client.row.email, archived)
        lines.append("  ".join((str(client.row.id), *filter(None, details))))
        lines += [f"    {user.row.id}  {user.person.email}  {user.person.name}" for user in client.users]
    return lines


@app_command(application)
async def set_role(
    app: App, firm: FirmArgument, member: MemberArgument, role: Annotated[FirmRole, typer.Option(help="The new role.")]
) -> list[str]:
    """Change a member's role. OWNER transfers ownership: the previous owner becomes ADMIN."""
    membership = await _get_member(app, firm, member)
    await memberships.set_role(app.services, membership.firm_id, membership.id, role)
    return [f"{member} is now {role.value}."]


@app_command(application)
async def grant(app: App, firm: FirmArgument, member: MemberArgument, rights: Rights) -> list[str]:
    """Grant rights to an employee."""
    membership = await _get_member(app, firm, member)
    await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=True)
    return ["Granted."]


@app_command(application)
async def revoke(app: App, firm: FirmArgument, member: MemberArgument, rights: Rights) -> list[str]:
    """Revoke rights of an employee, from their next request on."""
    membership = await _get_member(app, firm, member)
    await memberships.change_rights(app.services, membership.firm_id, membership.id, rights, granted=False)
    return ["Revoked."]


@app_command(application)
async def assign(
    app: App,
    firm: FirmArgument,
    member: MemberArgument,
    client: ClientArgument,
    remove: Annotated[bool, typer.Option("--remove", help="Unassign the client instead.")] = False,
) -> list[str]:
    """Assign a client to an employee, who sees only assigned clients without VIEW_ALL_CLIENTS."""
    membership = await _get_member(app, firm, member)
    client_id = (await directory.get_client(app.services, membership.firm_id, client)).id
    change = memberships.unassign_client if remove else memberships.assign_client
    await change(app.services, membership.firm_id, membership.id, client_id)
    return ["Unassigned." if remove else "Assigned."]


@app_command(application)
async def remove_member(app: App, firm: FirmArgument, member: MemberArgument) -> list[str]:
    """Remove a member from a firm and end their sessions. Their history is kept."""
    membership = await _get_member(app, firm, member)
    await memberships.remove_member(app.services, membership.firm_id, membership.id)
    return ["Removed."]


@app_command(application)
async def remove_client_user(app: App, firm: FirmArgument, client: ClientArgument, user: UserArgument) -> list[str]:
    """Remove a user from a client and end their sessions. Their history is kept."""
    firm_id = (await directory.get_firm(app.services, firm)).id
    client_id = (await directory.get_client(app.services, firm_id, client)).id
    membership = await directory.get_client_user(app.services, firm_id, client_id, user)
    await memberships.remove_client_user(app.services, firm_id, membership.id)
    return ["Removed."]


async def _get_member(app: App, firm: str, member: str) -> FirmMember:
    firm_id = (await directory.get_firm(app.services, firm)).id
    return await directory.get_member(app.services, firm_id, member)
