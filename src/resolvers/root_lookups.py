"""The rows that the fields of Query start from."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from sqlalchemy import String

from billing.access.principals import ClientUser, Viewer
from graph import described, errors, global_ids, input_validation, sqlquery
from graph.types.node import node_type_names

MAX_IDS = 100


def _find_viewer(viewer: Viewer, _: None) -> tuple[str, Any]:
    type_name = "ClientUser" if isinstance(viewer, ClientUser) else "FirmMember"
    return type_name, lambda membership, compile_context, _: membership.id == compile_context.viewer.id


def _find_firm(_: Viewer, __: None) -> tuple[str, Any]:
    return "Firm", lambda firm, compile_context, _: firm.id == compile_context.viewer.firm_id


def _parse_client_id(
    id_: Annotated[strawberry.ID, described.argument("The global id of the client.", name="id")],
) -> sqlquery.NodeLookup:
    return sqlquery.node_lookup("Client", id_)


def _parse_invoice_id(
    id_: Annotated[strawberry.ID, described.argument("The global id of the invoice.", name="id")],
) -> sqlquery.NodeLookup:
    return sqlquery.node_lookup("Invoice", id_)


@dataclass(frozen=True, slots=True)
class _OperationArguments:
    idempotency_key: str


def _parse_operation_arguments(
    idempotency_key: Annotated[str, described.argument("The key, as it was sent.")],
) -> _OperationArguments:
    return _OperationArguments(input_validation.validate_idempotency_key(idempotency_key))


def _find_operation(_: Viewer, __: _OperationArguments) -> tuple[str, Any]:
    return "Operation", lambda operation, _, arguments: operation.key == arguments.bind("idempotency_key", String())


def _decode_node_id(global_id: str) -> sqlquery.NodeId | None:
    decoded = global_ids.decode(global_id)
    return sqlquery.NodeId(*decoded) if decoded is not None and decoded[0] in node_type_names() else None


def _parse_node_arguments(
    id_: Annotated[strawberry.ID, described.argument("The global id of the object.", name="id")],
) -> sqlquery.NodeLookup:
    return sqlquery.NodeLookup(_decode_node_id(id_))


def _parse_nodes_arguments(
    ids: Annotated[list[strawberry.ID], described.argument(f"The global ids of the objects: at most {MAX_IDS}.")],
) -> tuple[sqlquery.NodeId | None, ...]:
    if len(ids) > MAX_IDS:
        message = f"`ids` must have at most {MAX_IDS} items."
        raise errors.BadUserInput(message)
    return tuple(_decode_node_id(global_id) for global_id in ids)


VIEWER = sqlquery.RootSpec(_find_viewer)
FIRM = sqlquery.RootSpec(_find_firm)
CLIENT = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_client_id)
INVOICE = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_invoice_id)
OPERATION = sqlquery.RootSpec(_find_operation, _parse_operation_arguments)
NODE = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_node_arguments)
NODES = sqlquery.RootListSpec(_parse_nodes_arguments)
