"""Who asks, and what is theirs to start from."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from sqlalchemy import ColumnElement, String

from billing.access.principals import ClientUser, Viewer
from graph import input_validation, sqlquery


def _find_viewer(viewer: Viewer, _: None) -> tuple[str, Any]:
    return ("ClientUser" if isinstance(viewer, ClientUser) else "FirmMember"), _is_viewer


def _is_viewer(membership: Any, compile_context: sqlquery.CompileContext, _: sqlquery.Arguments) -> ColumnElement[bool]:
    found: ColumnElement[bool] = membership.id == compile_context.viewer.id
    return found


def _find_firm(_: Viewer, __: None) -> tuple[str, Any]:
    return "Firm", lambda firm, telling, _: firm.id == telling.viewer.firm_id


def _parse_client_id(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The client's global id.")],
) -> sqlquery.NodeLookup:
    return sqlquery.node_lookup("Client", id_)


def _parse_invoice_id(
    id_: Annotated[strawberry.ID, strawberry.argument(name="id", description="The invoice's global id.")],
) -> sqlquery.NodeLookup:
    return sqlquery.node_lookup("Invoice", id_)


@dataclass(frozen=True, slots=True)
class _OperationArguments:
    """An idempotency key."""

    text: str


def _parse_operation_arguments(
    idempotency_key: Annotated[str, strawberry.argument(description="The key, as it was sent.")],
) -> _OperationArguments:
    return _OperationArguments(
        input_validation.validate_text(idempotency_key, "idempotencyKey", input_validation.MAX_IDEMPOTENCY_KEY_LENGTH)
    )


def _find_operation(_: Viewer, __: _OperationArguments) -> tuple[str, Any]:
    return "Operation", lambda operation, _, wish: operation.key == wish.bind("text", String())


viewer = sqlquery.RootSpec(_find_viewer)
firm = sqlquery.RootSpec(_find_firm)
client = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_client_id)
invoice = sqlquery.RootSpec(sqlquery.lookup_by_id, _parse_invoice_id)
operation = sqlquery.RootSpec(_find_operation, _parse_operation_arguments)
