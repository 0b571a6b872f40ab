"""The fields of Query, each with its permission, and the rows that they start from."""

from collections.abc import Callable
from typing import Annotated, Any

import strawberry
from sqlalchemy import String

from billing.access.principals import Viewer
from graph import described, errors, global_ids, input_validation, notice_lists, permissions, sqlquery
from graph.types import client as client_types
from graph.types import firm as firm_types
from graph.types import invoice as invoice_types
from graph.types import membership as membership_types
from graph.types import notice as notice_types
from graph.types import operation as operation_types
from graph.types.invitation import InvitationPreview
from graph.types.node import Node, node_type_names
from graph.types.session import Session
from resolvers import invitations, session
from translation import gettext as _

_MAX_IDS = 100
_SIGNED_IN = permissions.FieldGuard(requires_sign_in=True)


def _find_viewer(viewer: Viewer, _: None) -> tuple[str, Any]:
    return session.viewer_type_name(
        viewer
    ), lambda membership, compile_context, _: membership.id == compile_context.viewer.id


def _find_firm(_: Viewer, __: None) -> tuple[str, Any]:
    return "Firm", lambda firm, compile_context, _: firm.id == compile_context.viewer.firm_id


def _parse_idempotency_key(idempotency_key: Annotated[str, described.argument("The key, as it was sent.")]) -> str:
    return input_validation.validate_idempotency_key(idempotency_key)


def _find_operation(_: Viewer, __: str) -> tuple[str, Any]:
    return "Operation", lambda operation, _, arguments: operation.key == arguments.bind_computed(String(), str)


def _by_global_id(
    noun: str, to_lookup: Callable[[str], sqlquery.NodeLookup], guard: permissions.FieldGuard = _SIGNED_IN
) -> Any:
    """A field that returns one object, by the argument `id`."""

    def parse_id(
        id_: Annotated[strawberry.ID, described.argument(f"The global id of the {noun}.", name="id")],
    ) -> sqlquery.NodeLookup:
        return to_lookup(id_)

    return sqlquery.root(
        f"The {noun} with a global id. Null if it does not exist or is not visible to the viewer.",
        sqlquery.RootSpec(sqlquery.lookup_by_id, parse_id),
        guard,
    )


def _decode_node_id(global_id: str) -> sqlquery.NodeId | None:
    decoded = global_ids.decode(global_id)
    return sqlquery.NodeId(*decoded) if decoded is not None and decoded[0] in node_type_names() else None


def _parse_nodes_arguments(
    ids: Annotated[list[strawberry.ID], described.argument(f"The global ids of the objects: at most {_MAX_IDS}.")],
) -> tuple[sqlquery.NodeId | None, ...]:
    if len(ids) > _MAX_IDS:
        raise errors.BadUserInput(_("`ids` must have at most {count} items.").format(count=_MAX_IDS))
    return tuple(_decode_node_id(global_id) for global_id in ids)


@described.object_type
class Query:
    """Read operations."""

    viewer: membership_types.Viewer | None = sqlquery.root(
        "The signed-in viewer. Null if nobody is signed in.", sqlquery.RootSpec(_find_viewer), permissions.FieldGuard()
    )
    node: Node | None = _by_global_id(
        "object",
        lambda id_: sqlquery.NodeLookup(_decode_node_id(id_)),
        permissions.FieldGuard(requires_sign_in=True, checks_per_type=True),
    )
    nodes: list[Node | None] = sqlquery.root(
        f"The objects with the given global ids, at most {_MAX_IDS}, in the same order. Null for each that does not"
        " exist or is not visible to the viewer; null with an error for each of a type that the viewer may not read,"
        " and for all if nobody is signed in.",
        sqlquery.RootListSpec(_parse_nodes_arguments),
        permissions.FieldGuard(checks_per_type=True),
    )
    firm: firm_types.Firm | None = sqlquery.root("The viewer's firm.", sqlquery.RootSpec(_find_firm), _SIGNED_IN)
    client: client_types.Client | None = _by_global_id("client", lambda id_: sqlquery.node_lookup("Client", id_))
    invoice: invoice_types.Invoice | None = _by_global_id("invoice", lambda id_: sqlquery.node_lookup("Invoice", id_))
    notices: notice_types.NoticeConnection | None = sqlquery.root(
        "Notices to the viewer: what happened that they should hear of, newest first.",
        sqlquery.ConnectionSpec(notice_lists.parse_notice_list, lambda notice: (notice.event_seq, notice.id)),
        _SIGNED_IN,
    )
    invitation: InvitationPreview | None = permissions.public(invitations.preview)
    sessions: list[Session] | None = permissions.signed_in(session.list_own)
    operation: operation_types.Operation | None = sqlquery.root(
        "What the mutation with an idempotency key did, for a page that lost the response. Null if the key was"
        " never sent, if its mutation was refused, or if another viewer sent it, even as the same person in another"
        " membership.",
        sqlquery.RootSpec(_find_operation, _parse_idempotency_key),
        _SIGNED_IN,
    )
