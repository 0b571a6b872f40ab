"""People, by their seats: member of a firm, user of a client."""

import uuid
from typing import Annotated, Self, TypeAlias

import strawberry

import models
from billing import actor
from graph import globalids
from graph.context import Info
from graph.types import client as client_type
from graph.types import firm as firm_type
from graph.types import links
from graph.types.node import Node


async def _firm(info: Info) -> "firm_type.Firm":
    return firm_type.Firm.of(await info.context.loaders.firm())


async def _client(root: "ClientUser", info: Info) -> "client_type.Client":
    return await client_type.required(root.row.client_id, info)


@strawberry.type(
    description=(
        "A member of the firm. An OWNER and an ADMIN read all members; an EMPLOYEE reads themselves. Clients meet"
        " members by name alone: see Actor."
    )
)
class FirmMember(Node):
    """A member of the firm."""

    row: strawberry.Private[models.FirmMember]
    name: str = strawberry.field(description="Their name.")
    email: str = strawberry.field(description="The e-mail address they sign in with, in lower case.")
    role: models.FirmRole = strawberry.field(description="What they are in the firm.")
    rights: list[models.MemberRight] = strawberry.field(
        description="What they may do. An owner and an admin have every right."
    )
    firm: links.Firm = strawberry.field(resolver=_firm, description="Their firm.")

    @classmethod
    def of(cls, row: models.FirmMember, person: models.Person) -> Self:
        """The member, told."""
        rights = actor.rights_of(row)
        return cls(
            row=row,
            id=globalids.written("FirmMember", row.id),
            name=person.name,
            email=person.email,
            role=row.role,
            rights=[right for right in models.MemberRight if right in rights],
        )


@strawberry.type(
    description="A user of one client, who reads that client and nothing else. Read by the firm and its client's users."
)
class ClientUser(Node):
    """A user of one client."""

    row: strawberry.Private[models.ClientUser]
    name: str = strawberry.field(description="Their name.")
    email: str = strawberry.field(description="The e-mail address they sign in with, in lower case.")
    client: links.Client = strawberry.field(resolver=_client, description="Their client.")

    @classmethod
    def of(cls, row: models.ClientUser, person: models.Person) -> Self:
        """The client's user, told."""
        return cls(row=row, id=globalids.written("ClientUser", row.id), name=person.name, email=person.email)


Viewer: TypeAlias = Annotated[
    FirmMember | ClientUser,
    strawberry.union("Viewer", description="Whoever asks: a member of a firm, or a user of a client."),
]


async def member(own_id: uuid.UUID, info: Info) -> FirmMember | None:
    """The member, if the viewer may know of them."""
    found = await info.context.loaders.members.load(own_id)
    return None if found is None else FirmMember.of(*found)


async def client_user(own_id: uuid.UUID, info: Info) -> ClientUser | None:
    """The client's user, if the viewer may know of them."""
    found = await info.context.loaders.client_users.load(own_id)
    return None if found is None else ClientUser.of(*found)


async def viewer(info: Info) -> FirmMember | ClientUser | None:
    """Whoever asks; None when that is nobody."""
    asking = info.context.viewer
    if asking is None:
        return None
    return await (client_user if isinstance(asking, actor.ClientUser) else member)(asking.id, info)
