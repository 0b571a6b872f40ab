"""The interface of objects that can be read by their global id."""

import strawberry

from graph import described, sqlquery


@described.interface
class Node:
    """An object with a global id, by which `node(id:)` returns it."""

    id: strawberry.ID = sqlquery.column("The global id: opaque, unique among all objects of all types, and permanent.")


def node_type_names() -> frozenset[str]:
    """The names of the types that implement Node. Complete once the schema is built."""
    return frozenset(type_.__name__ for type_ in Node.__subclasses__())
