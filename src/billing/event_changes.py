"""What an event changes: fields of settings, rights and clients, before and after, as the activity shows them (D63).

A use case changes rows inside `record_changes`, or one of the functions that know what is shown of a row. Values are
text in a stable form, which does not depend on a language: amounts as decimals, enumerations by name, lists in order,
joined by commas; null for none. Of a member's assigned clients, only the difference is recorded.
"""

import datetime as dt
import enum
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select

import ledger
import models
from billing.access.principals import granted_rights
from money import Money

Fields = Mapping[str, Any]
"""The values of fields by their names in the API. The fields of an object have its name before a dot."""

_MAX_NAMES_LENGTH = 500


def to_text(value: Any) -> str | None:
    """The text of a value; None for none, and for an empty list. Raises TypeError for what has no stable form."""
    match value:
        case None | str():
            return value
        case bool():
            return str(value).lower()
        case Money():
            return f"{value.decimal:f}"
        case enum.Enum():
            return value.name
        case dt.date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return ", ".join(sorted(filter(None, map(to_text, value)))) or None
        case _:
            raise TypeError(f"{type(value).__name__} has no stable text")


@asynccontextmanager
async def record_changes(
    transaction: ledger.LedgerTransaction, read: Callable[[], Awaitable[Fields]]
) -> AsyncIterator[None]:
    """Record which of the fields that `read` returns differ after the block."""
    before = await read()
    yield
    after = await read()
    await transaction.record_changes((field, to_text(before[field]), to_text(after[field])) for field in after)


@asynccontextmanager
async def record_firm(transaction: ledger.LedgerTransaction) -> AsyncIterator[None]:
    """Record changes of the firm itself. The event gets no subject: it belongs to the firm anyway."""
    firm = transaction.firm

    async def read() -> Fields:
        return {
            "name": firm.name, "timeZone": firm.time_zone, "locale": firm.locale, "replyTo": firm.reply_to,
        }  # fmt: skip

    async with record_changes(transaction, read):
        yield


@asynccontextmanager
async def record_settings(transaction: ledger.LedgerTransaction) -> AsyncIterator[models.PaymentSettings]:
    """Record changes of the payment settings, which are the event's subject unless it has one. Yields their row."""
    settings = await transaction.session.get_one(models.PaymentSettings, transaction.firm.id)
    if transaction.event.subject_type is None:
        transaction.set_subject(settings)

    async def read() -> Fields:
        return await _settings_fields(transaction, settings)

    async with record_changes(transaction, read):
        yield settings


async def _settings_fields(transaction: ledger.LedgerTransaction, settings: models.PaymentSettings) -> Fields:
    default, currency = None, transaction.currency
    if settings.default_connection_id is not None:
        key = (settings.firm_id, settings.default_connection_id)
        default = await transaction.session.get_one(models.ProviderConnection, key)
    minimum, maximum = settings.prepayment_minimum, settings.prepayment_maximum
    return {
        "hideInvoicesFromClients": settings.hide_invoices_from_clients,
        "paymentMethod": settings.payment_method,
        "creditApplication": settings.credit_application,
        "defaultProvider": None if default is None else default.name,
        "prepayment.enabled": settings.prepayment_enabled,
        "prepayment.method": settings.prepayment_method,
        "prepayment.minimum": None if minimum is None else Money(minimum, currency),
        "prepayment.maximum": None if maximum is None else Money(maximum, currency),
    }


@asynccontextmanager
async def record_provider(
    transaction: ledger.LedgerTransaction, connection: models.ProviderConnection
) -> AsyncIterator[None]:
    """Record changes of a provider account, which is the event's subject, and of the settings that follow from them."""
    transaction.set_subject(connection)

    async def read() -> Fields:
        active = {
            models.PaymentMethod.CARD: connection.card_active,
            models.PaymentMethod.BANK_DEBIT: connection.bank_debit_active,
        }
        return {"status": connection.status, "methods": [method for method, is_active in active.items() if is_active]}

    async with record_changes(transaction, read), record_settings(transaction):
        yield


@asynccontextmanager
async def record_member(transaction: ledger.LedgerTransaction, member: models.FirmMember) -> AsyncIterator[None]:
    """Record changes of a member's role, granted rights and assigned clients. The member is the event's subject."""
    transaction.set_subject(member)

    async def read() -> Fields:
        return _member_fields(member)

    before = await _assigned_clients(transaction, member)
    async with record_changes(transaction, read):
        yield
    after = await _assigned_clients(transaction, member)
    await _record_assigned(transaction, before, after)


async def record_new_member(transaction: ledger.LedgerTransaction, member: models.FirmMember) -> None:
    """Record the role, granted rights and assigned clients of a new member, who is the event's subject."""
    transaction.set_subject(member)
    fields = _member_fields(member)
    await transaction.record_changes((field, None, to_text(value)) for field, value in fields.items())
    await _record_assigned(transaction, {}, await _assigned_clients(transaction, member))


def _member_fields(member: models.FirmMember) -> Fields:
    return {"role": member.role, "rights": granted_rights(member)}


def names_text(names: Iterable[str]) -> str | None:
    """The names in order, as many as fit, and how many more there are: "Alpha, Beta, +298". None for no names."""
    shown, length = [], 0
    ordered = sorted(names)
    for name in ordered:
        length += len(name) + len(", ")
        if length > _MAX_NAMES_LENGTH:
            break
        shown.append(name)
    rest = len(ordered) - len(shown)
    return ", ".join([*shown, f"+{rest}"] if rest else shown) or None


async def _record_assigned(
    transaction: ledger.LedgerTransaction, before: Mapping[uuid.UUID, str], after: Mapping[uuid.UUID, str]
) -> None:
    """Record only the clients that were assigned or unassigned, because a member can have very many."""
    removed = [name for client_id, name in before.items() if client_id not in after]
    added = [name for client_id, name in after.items() if client_id not in before]
    await transaction.record_changes([("assignedClients", names_text(removed), names_text(added))])


async def _assigned_clients(transaction: ledger.LedgerTransaction, member: models.FirmMember) -> dict[uuid.UUID, str]:
    """The names of the member's assigned clients, by id."""
    assignment, client = models.Assignment, models.Client
    assigned = (
        select(client.id, client.name)
        .join(assignment, (assignment.firm_id == client.firm_id) & (assignment.client_id == client.id))
        .where(assignment.firm_id == member.firm_id, assignment.member_id == member.id)
    )
    rows = await transaction.session.execute(assigned)
    return {row.id: row.name for row in rows}


@asynccontextmanager
async def record_client(transaction: ledger.LedgerTransaction, client: models.Client) -> AsyncIterator[None]:
    """Record changes of a client's name, email address and reference. Sets the event's client and subject."""
    transaction.set_client(client.id)
    transaction.set_subject(client)

    async def read() -> Fields:
        return {name: getattr(client, name) for name in ("name", "email", "reference")}

    async with record_changes(transaction, read):
        yield


async def record_user(transaction: ledger.LedgerTransaction, user: models.ClientUser, *, is_added: bool) -> None:
    """Record that a client user came or left. The client is the event's subject and its client."""
    transaction.set_client(user.client_id)
    transaction.set_subject(await transaction.session.get_one(models.Client, (user.firm_id, user.client_id)))
    person = await transaction.session.get_one(models.Person, user.person_id)
    text = f"{person.name} <{person.email}>"
    await transaction.record_changes([("users", None, text) if is_added else ("users", text, None)])
