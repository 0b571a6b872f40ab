"""Who asks, and what is theirs to start from."""

from typing import Annotated

import strawberry

from billing import idempotency
from graph import globalids, texts
from graph.context import Info
from graph.types import client as client_type
from graph.types import firm as firm_type
from graph.types import invoice as invoice_type
from graph.types import operation as operation_type
from graph.types import people


async def viewer(info: Info) -> people.Viewer | None:
    """Whoever asks."""
    return await people.viewer(info)


async def firm(info: Info) -> firm_type.Firm | None:
    """The viewer's firm."""
    return firm_type.Firm.of(await info.context.loaders.firm())


async def client(
    info: Info, id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The client's global id.")]
) -> client_type.Client | None:
    """A client, if the viewer may know of it."""
    own_id = globalids.sought("Client", id_)
    return None if own_id is None else await client_type.by_id(own_id, info)


async def invoice(
    info: Info, id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The invoice's global id.")]
) -> invoice_type.Invoice | None:
    """An invoice, if the viewer may know of it."""
    own_id = globalids.sought("Invoice", id_)
    return None if own_id is None else await invoice_type.by_id(own_id, info)


async def operation(
    info: Info,
    idempotency_key: Annotated[str, strawberry.argument(description="The key, as it was sent.")],
) -> operation_type.Operation | None:
    """What a key of the viewer's own did."""
    key = texts.taken(idempotency_key, "idempotencyKey", texts.KEY)
    context = info.context
    row = await context.snapshot.scalar(idempotency.claimed_by(context.who, key))
    return None if row is None else operation_type.Operation.of(row)
