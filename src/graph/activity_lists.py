"""Lists of activities: their filter as GraphQL arguments, and the SQL that it becomes."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import BigInteger, ColumnElement, Uuid, false, func, literal, select
from sqlalchemy.orm import aliased

import models
from billing.access.activity_kinds import ActivityKind, is_of_kind
from billing.access.principals import Viewer
from graph import described, global_ids, input_validation, pagination
from models.base import Instant

_LAST_SEQ = 2**63 - 1


@described.input_type
class ActivityFilter:
    """Selects activities that match all given fields. Omitted fields do not filter."""

    kind: list[ActivityKind] | None = described.optional("The kind is one of these. An empty list matches nothing.")
    actor_id: strawberry.ID | None = described.optional(
        "The global id of the member or client user who did it. Another id matches nothing."
    )
    client_id: strawberry.ID | None = described.optional(
        "The global id of the client whom it concerns. Another id matches nothing."
    )
    from_: dt.datetime | None = described.field("Not before this time.", name="from", default=strawberry.UNSET)
    to: dt.datetime | None = described.optional("Before this time.")


ActivityFilterArgument: TypeAlias = Annotated[
    ActivityFilter | None, described.argument("Return only activities that match this filter.", name="filter")
]


@dataclass(frozen=True, slots=True)
class ActivityCriteria:
    """Selects activities by kind, actor, client and time: from `start`, before `end`."""

    kinds: frozenset[ActivityKind] | None = None
    member_id: uuid.UUID | None = None
    client_user_id: uuid.UUID | None = None
    client_id: uuid.UUID | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    matches_nothing: bool = False

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        if self.matches_nothing:
            yield false()
        if self.kinds is not None:
            yield is_of_kind(row, self.kinds)
        if self.member_id is not None:
            yield row.member_id == bind(Uuid(), lambda _, criteria: criteria.member_id)
        if self.client_user_id is not None:
            user, user_id = aliased(models.ClientUser), bind(Uuid(), lambda _, criteria: criteria.client_user_id)
            of_user = select(user.client_id).where(user.firm_id == row.firm_id, user.id == user_id)
            # A user acts for their client only, and the events of a client have an index.
            yield row.client_id == of_user.scalar_subquery()
            yield row.client_user_id == user_id
        if self.client_id is not None:
            yield row.client_id == bind(Uuid(), lambda _, criteria: criteria.client_id)
        # Events are in the order of time (D32), so that a time is a position among their numbers.
        if self.start is not None:
            yield row.seq >= _first_seq(row, bind(Instant(), lambda _, criteria: criteria.start))
        if self.end is not None:
            end = _first_seq(row, bind(Instant(), lambda _, criteria: criteria.end))
            yield row.seq < func.coalesce(end, literal(_LAST_SEQ, BigInteger()))


def _first_seq(row: Any, time: Any) -> ColumnElement[int]:
    """SQL: the number of the firm's first event that is not before the time; NULL if there is none."""
    event = aliased(models.Event)
    later = select(event.seq).where(event.firm_id == row.firm_id, event.at >= time)
    return later.order_by(event.at, event.seq).limit(1).scalar_subquery()


def parse_activity_list(
    filter_: ActivityFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of activities. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Activity", first, after, last, before)
    return pagination.ListArguments(page, _parse_filter(filter_ or ActivityFilter()))


def parse_client_activity_list(
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of a client's activities. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Activity", first, after, last, before)
    return pagination.ListArguments(page, ActivityCriteria())


def _parse_filter(fields: ActivityFilter) -> ActivityCriteria:
    kinds = input_validation.none_if_unset(fields.kind)
    actor, client = input_validation.none_if_unset(fields.actor_id), input_validation.none_if_unset(fields.client_id)
    type_name, actor_id = (None if actor is None else global_ids.decode(actor)) or ("", None)
    client_id = None if client is None else global_ids.decode_as("Client", client)
    is_actor = type_name in ("FirmMember", "ClientUser")
    return ActivityCriteria(
        kinds=None if kinds is None else frozenset(kinds),
        member_id=actor_id if type_name == "FirmMember" else None,
        client_user_id=actor_id if type_name == "ClientUser" else None,
        client_id=client_id,
        start=input_validation.none_if_unset(fields.from_),
        end=input_validation.none_if_unset(fields.to),
        matches_nothing=(actor is not None and not is_actor) or (client is not None and client_id is None),
    )
