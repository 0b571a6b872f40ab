"""Lists of refunds and of disputes: their filters as GraphQL arguments, and the SQL that they become."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement

import models
from billing.access.principals import Viewer
from graph import described, enums, filters, pagination


@described.input_type
class RefundFilter:
    """Selects refunds that match all given fields. Omitted fields do not filter."""

    status: list[enums.RefundStatus] | None = described.optional(filters.STATUS_DESCRIPTION)
    client_ids: list[strawberry.ID] | None = filters.client_ids_field()


@described.input_type
class DisputeFilter:
    """Selects disputes that match all given fields. Omitted fields do not filter."""

    status: list[models.DisputeStatus] | None = described.optional(filters.STATUS_DESCRIPTION)
    client_ids: list[strawberry.ID] | None = filters.client_ids_field()


RefundFilterArgument: TypeAlias = Annotated[
    RefundFilter | None, described.argument("Return only refunds that match this filter.", name="filter")
]
DisputeFilterArgument: TypeAlias = Annotated[
    DisputeFilter | None, described.argument("Return only disputes that match this filter.", name="filter")
]


@dataclass(frozen=True, slots=True)
class StatusCriteria:
    """Selects refunds or disputes by stored status and by client."""

    statuses: frozenset[models.RefundStatus] | frozenset[models.DisputeStatus] | None
    client_ids: filters.ClientIds | None

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        yield from filters.client_conditions(row, self, bind)
        if self.statuses is not None:
            yield filters.is_one_of(row.status, self.statuses)


def parse_refund_list(
    filter_: RefundFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of refunds. Raises BadUserInput if one is invalid."""
    fields = filter_ or RefundFilter()
    public = filters.parse_set(fields.status)
    stored = [status for status in models.RefundStatus if enums.to_public_status(status) in (public or ())]
    criteria = StatusCriteria(
        None if public is None else frozenset(stored), filters.parse_client_ids(fields.client_ids)
    )
    return pagination.ListArguments(pagination.parse_page_arguments("Refund", first, after, last, before), criteria)


def parse_dispute_list(
    filter_: DisputeFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of disputes. Raises BadUserInput if one is invalid."""
    fields = filter_ or DisputeFilter()
    criteria = StatusCriteria(filters.parse_set(fields.status), filters.parse_client_ids(fields.client_ids))
    return pagination.ListArguments(pagination.parse_page_arguments("Dispute", first, after, last, before), criteria)
