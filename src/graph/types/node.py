"""What every object that can be asked for by id has in common."""

import strawberry

from graph import sqlquery


@strawberry.interface(description="An object that has a global id, and can be read again by it: `node(id:)`.")
class Node:
    """An object that has a global id."""

    id: strawberry.ID = sqlquery.column(
        description="The object's global id: opaque, unique among all objects of all types, and lasting."
    )
