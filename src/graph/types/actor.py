"""The actor of an event."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

import models
from billing.access import policy
from graph import described, enums, sqlquery
from graph.types import lazy

_SYSTEM_NAME = "Acompte"


def on_event(row: Any, event: Any, _: sqlquery.CompileContext) -> ColumnElement[bool]:
    """SQL: the join of a row with the event that created it. The actor of the event is the actor of the row."""
    return and_(event.firm_id == row.firm_id, event.seq == row.event_seq)


def _actor_kind(event: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    return case(
        (event.member_id.is_not(None), enums.ActorKind.FIRM_MEMBER.name),
        (event.client_user_id.is_not(None), enums.ActorKind.CLIENT_USER.name),
        else_=enums.ActorKind.SYSTEM.name,
    )


def _actor_name(event: Any, _: sqlquery.CompileContext) -> ColumnElement[str]:
    person, member, user = models.Person.name, models.FirmMember, models.ClientUser
    member_name = select(person).join(member, member.person_id == models.Person.id)
    user_name = select(person).join(user, user.person_id == models.Person.id)
    return func.coalesce(
        member_name.where(member.firm_id == event.firm_id, member.id == event.member_id).scalar_subquery(),
        user_name.where(user.firm_id == event.firm_id, user.id == event.client_user_id).scalar_subquery(),
        _SYSTEM_NAME,
    )


@sqlquery.source(models.Event, id_attribute="seq")
@described.object_type
class Actor:
    """Who did something. Of a member, clients can read the name only."""

    kind: enums.ActorKind = sqlquery.column(
        "Whether it is a member of the firm, a user of the client, or the system.", _actor_kind
    )
    name: str = sqlquery.column(f'The name of the person, or "{_SYSTEM_NAME}" for the system.', _actor_name)
    is_viewer: bool = sqlquery.column(
        "Whether it is the viewer.", lambda event, compile_context: policy.is_initiator(compile_context.viewer, event)
    )
    member: lazy.FirmMember | None = sqlquery.to_one(
        "The member. Null for other actors, and for a member who has left the firm. Employees read themselves only, and"
        " clients nobody: null without an error.",
        permission=policy.OWNER_OR_ADMIN,
        narrowed_by_visibility=True,
    )
