"""The interface of objects that can be read by their global id."""

import strawberry

from graph import described, sqlquery


@described.interface
class Node:
    """An object with a global id, by which `node(id:)` returns it."""

    id: strawberry.ID = sqlquery.column(
        description="The global id: opaque, unique among all objects of all types, and permanent."
    )
