"""Results of mutations on clients."""

from graph import described
from graph.types import lazy


@described.object_type
class ClientPayload:
    """A client that was created or changed."""

    client: lazy.Client = described.field("The client as it is now.")
    replayed: bool = described.field(f"{described.REPLAYED} False for a mutation without a key.")
