"""Objects by their global ids, of whatever type."""

from typing import Annotated

import strawberry

from graph import errors, global_ids, sqlquery

_MAX_IDS = 100

NODE_TYPES = frozenset(
    {
        "Client",
        "ClientUser",
        "CreditAccount",
        "CreditEntry",
        "Firm",
        "FirmMember",
        "Invoice",
        "Payment",
        "PaymentProvider",
        "PaymentSettings",
        "Prepayment",
        "Refund",
    }
)
"""Every type that implements Node."""


def _decode(global_id: str) -> sqlquery.NodeId | None:
    found = global_ids.decode(global_id)
    return sqlquery.NodeId(*found) if found is not None and found[0] in NODE_TYPES else None


def _parse_node_arguments(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The object's global id.")],
) -> sqlquery.NodeLookup:
    return sqlquery.NodeLookup(_decode(id_))


def _parse_nodes_arguments(
    ids: Annotated[list[strawberry.ID], strawberry.argument(description=f"Global ids of objects, {_MAX_IDS} at most.")],
) -> tuple[sqlquery.NodeId | None, ...]:
    if len(ids) > _MAX_IDS:
        message = f"At most {_MAX_IDS} ids are taken at once."
        raise errors.BadUserInput(message)
    return tuple(_decode(each) for each in ids)


node = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_node_arguments)
nodes = sqlquery.RootListSpec(_parse_nodes_arguments)
