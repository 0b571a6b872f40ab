"""Objects by their global ids, of whatever type."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from billing import policy
from graph import doors, errors, globalids
from graph.context import Info
from graph.types import client as client_type
from graph.types import credits as credit_types
from graph.types import firm as firm_type
from graph.types import invoice as invoice_type
from graph.types import payment as payment_type
from graph.types import people
from graph.types import prepayment as prepayment_type
from graph.types import refund as refund_type
from graph.types import settings as settings_type
from graph.types.node import Node


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type of object, and how to read one that the viewer may know of."""

    type_: type[Node]
    read: Callable[[uuid.UUID, Info], Awaitable[Node | None]]


async def _firm(own_id: uuid.UUID, info: Info) -> Node | None:
    row = await info.context.loaders.firms.load(own_id)
    return None if row is None else firm_type.Firm.of(row)


async def _settings(own_id: uuid.UUID, info: Info) -> Node | None:
    return await settings_type.of_firm(info) if own_id == info.context.who.firm_id else None


async def _provider(own_id: uuid.UUID, info: Info) -> Node | None:
    row = await info.context.loaders.connections.load(own_id)
    return None if row is None else settings_type.PaymentProvider.of(row, info.context.services)


KINDS = {
    "Client": _Kind(client_type.Client, client_type.by_id),
    "ClientUser": _Kind(people.ClientUser, people.client_user),
    "CreditAccount": _Kind(credit_types.CreditAccount, credit_types.account),
    "CreditEntry": _Kind(credit_types.CreditEntry, credit_types.entry_by_id),
    "Firm": _Kind(firm_type.Firm, _firm),
    "FirmMember": _Kind(people.FirmMember, people.member),
    "Invoice": _Kind(invoice_type.Invoice, invoice_type.by_id),
    "Payment": _Kind(payment_type.Payment, payment_type.by_id),
    "PaymentProvider": _Kind(settings_type.PaymentProvider, _provider),
    "PaymentSettings": _Kind(settings_type.PaymentSettings, _settings),
    "Prepayment": _Kind(prepayment_type.Prepayment, prepayment_type.by_id),
    "Refund": _Kind(refund_type.Refund, refund_type.by_id),
}
"""Every type that implements Node."""

_MOST = 100


async def node(
    info: Info,
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The object's global id.")],
) -> Node | None:
    """The object of that id, if the viewer may know of it. Raise Denied for a type that is not for them at all."""
    viewer = info.context.who
    sought = globalids.read(id_)
    kind = KINDS.get(sought[0]) if sought is not None else None
    if sought is None or kind is None:
        return None
    access = doors.access_to(kind.type_)
    if access is not None:
        policy.require(viewer, access)
    return await kind.read(sought[1], info)


async def nodes(
    info: Info,
    ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"Global ids of objects, {_MOST} at most.")],
) -> list[Node | None]:
    """The objects of those ids, in their order."""
    if len(ids) > _MOST:
        message = f"At most {_MOST} ids are taken at once."
        raise errors.BadUserInput(message)
    # What is refused is refused at its own place: GraphQL raises an exception that it finds in a list, there.
    found: Any = await asyncio.gather(*(node(info, each) for each in ids), return_exceptions=True)
    return list(found)
