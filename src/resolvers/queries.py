"""The fields of Query, each with its permission."""

from graph import described, permissions, sqlquery
from graph.types import client as client_types
from graph.types import firm as firm_types
from graph.types import invoice as invoice_types
from graph.types import membership as membership_types
from graph.types import operation as operation_types
from graph.types.node import Node
from resolvers import root_lookups


@described.object_type
class Query:
    """Read operations."""

    viewer: membership_types.Viewer | None = sqlquery.root(
        root_lookups.VIEWER, permissions.FieldGuard(), description="The signed-in viewer. Null if nobody is signed in."
    )
    node: Node | None = sqlquery.root(
        root_lookups.NODE,
        permissions.FieldGuard(requires_sign_in=True, checks_per_type=True),
        description="The object with a global id. Null if it does not exist or is not visible to the viewer.",
    )
    nodes: list[Node | None] = sqlquery.root(
        root_lookups.NODES,
        permissions.FieldGuard(checks_per_type=True),
        description=(
            f"The objects with the given global ids, at most {root_lookups.MAX_IDS}, in the same order. Null for each"
            " that does not exist or is not visible to the viewer."
        ),
    )
    firm: firm_types.Firm | None = sqlquery.root(
        root_lookups.FIRM, permissions.FieldGuard(requires_sign_in=True), description="The viewer's firm."
    )
    client: client_types.Client | None = sqlquery.root(
        root_lookups.CLIENT,
        permissions.FieldGuard(requires_sign_in=True),
        description="The client with a global id. Null if it does not exist or is not visible to the viewer.",
    )
    invoice: invoice_types.Invoice | None = sqlquery.root(
        root_lookups.INVOICE,
        permissions.FieldGuard(requires_sign_in=True),
        description="The invoice with a global id. Null if it does not exist or is not visible to the viewer.",
    )
    operation: operation_types.Operation | None = sqlquery.root(
        root_lookups.OPERATION,
        permissions.FieldGuard(requires_sign_in=True),
        description=(
            "What the mutation with an idempotency key did, for a page that lost the response. Null if the key was"
            " never sent, if its mutation was refused, or if another viewer sent it, even as the same person in another"
            " membership."
        ),
    )
