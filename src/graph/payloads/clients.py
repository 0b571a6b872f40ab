"""Results of mutations on clients."""

from typing import Annotated, TypeAlias

from graph import described
from graph import user_errors as errors
from graph.types import lazy


@described.object_type
class ClientPayload:
    """A client that was created or changed."""

    client: lazy.Client = described.field("The client as it is now.")
    replayed: bool = described.field(f"{described.REPLAYED} False for a mutation without a key.")


CreateClientResult: TypeAlias = Annotated[
    ClientPayload | errors.NotFound | errors.InvalidInput | errors.IdempotencyConflict,
    described.result_of("createClient"),
]

UpdateClientResult: TypeAlias = Annotated[
    ClientPayload | errors.NotFound | errors.InvalidInput, described.result_of("updateClient")
]

ArchiveClientResult: TypeAlias = Annotated[
    ClientPayload | errors.NotFound | errors.ClientHasMoney,
    described.result_of("archiveClient", "unarchiveClient", name="ArchiveClientResult"),
]
