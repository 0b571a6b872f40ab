"""Who did something."""

from typing import Self

import strawberry

from billing import policy
from billing.actor import Viewer
from graph import doors, enums
from graph.context import Info
from graph.loaders import Doer
from graph.types import links, people

_SYSTEM = "Acompte"


async def _member(root: "Actor", info: Info) -> "people.FirmMember | None":
    member_id = root.doer.event.member_id
    return None if member_id is None else await people.member(member_id, info)


@strawberry.type(description="Who did something. Clients read a member's name and no more of them.")
class Actor:
    """Who did something."""

    doer: strawberry.Private[Doer]
    kind: enums.ActorKind = strawberry.field(description="A member of the firm, a user of the client, or the system.")
    name: str = strawberry.field(description=f'Their name; "{_SYSTEM}" for the system.')
    is_viewer: bool = strawberry.field(description="Whether it was whoever asks now.")
    member: links.FirmMember | None = doors.guarded(
        _member,
        access=policy.OWNER_OR_ADMIN,
        description="The member, when it was one. Null for anybody else, and for a member who has left.",
    )

    @classmethod
    def of(cls, doer: Doer, viewer: Viewer) -> Self:
        """Who was behind an event, told to the viewer."""
        event = doer.event
        kind = enums.ActorKind.SYSTEM
        if event.member_id is not None:
            kind = enums.ActorKind.FIRM_MEMBER
        elif event.client_user_id is not None:
            kind = enums.ActorKind.CLIENT_USER
        return cls(doer=doer, kind=kind, name=doer.name or _SYSTEM, is_viewer=policy.started(viewer, event))


async def of_event(seq: int, info: Info) -> Actor:
    """Who was behind the firm's event of that number."""
    doer = await info.context.loaders.doers.load(seq)
    assert doer is not None  # noqa: S101  (rows name their event by foreign key)
    return Actor.of(doer, info.context.who)
