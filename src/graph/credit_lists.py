"""Lists of credit entries: their filters as GraphQL arguments, and the SQL that they become."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement

import models
from billing.access.principals import Viewer
from graph import described, filters, input_validation, pagination
from models.base import Instant

_KIND = "of one of these kinds. An empty list matches nothing."


@described.input_type
class CreditEntryFilter:
    """Selects credit entries that match all given fields. Omitted fields do not filter."""

    kind: list[models.CreditEntryKind] | None = described.optional(f"Only entries {_KIND}")
    client_ids: list[strawberry.ID] | None = filters.client_ids_field()
    from_: dt.datetime | None = described.field("Created at or after this time.", name="from", default=strawberry.UNSET)
    to: dt.datetime | None = described.optional("Created before this time.")


CreditEntryFilterArgument: TypeAlias = Annotated[
    CreditEntryFilter | None, described.argument("Return only entries that match this filter.", name="filter")
]


def order_of_entries(entry: Any) -> tuple[Any, ...]:
    """What credit entries are ordered by: the ledger's sequence, because clocks of several processes may differ."""
    return (entry.event_seq, entry.id)


@dataclass(frozen=True, slots=True)
class CreditEntryCriteria:
    """Selects credit entries by kind, by client, and by creation time: from `start`, before `end`."""

    kinds: frozenset[models.CreditEntryKind] | None
    client_ids: filters.ClientIds | None
    start: dt.datetime | None
    end: dt.datetime | None

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        yield from filters.client_conditions(row, self, bind)
        if self.kinds is not None:
            yield filters.is_one_of(row.kind, self.kinds)
        if self.start is not None:
            yield row.created_at >= bind(Instant(), lambda _, criteria: criteria.start)
        if self.end is not None:
            yield row.created_at < bind(Instant(), lambda _, criteria: criteria.end)


def parse_account_entry_list(
    from_: Annotated[
        dt.datetime | None, described.argument("Return only entries created at or after this time.", name="from")
    ] = strawberry.UNSET,
    to: Annotated[
        dt.datetime | None, described.argument("Return only entries created before this time.")
    ] = strawberry.UNSET,
    kind: Annotated[
        list[models.CreditEntryKind] | None, described.argument(f"Return only entries {_KIND}")
    ] = strawberry.UNSET,
    first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:
    """Arguments of the list of a client's credit entries. Raises BadUserInput if one is invalid."""
    start, end = input_validation.none_if_unset(from_), input_validation.none_if_unset(to)
    criteria = CreditEntryCriteria(filters.parse_set(kind), None, start, end)
    return pagination.ListArguments(
        pagination.parse_page_arguments("CreditEntry", first, after, last, before), criteria
    )


def parse_credit_entry_list(
    filter_: CreditEntryFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of a firm's credit entries. Raises BadUserInput if one is invalid."""
    fields = filter_ or CreditEntryFilter()
    criteria = CreditEntryCriteria(
        filters.parse_set(fields.kind),
        filters.parse_client_ids(fields.client_ids),
        input_validation.none_if_unset(fields.from_),
        input_validation.none_if_unset(fields.to),
    )
    return pagination.ListArguments(
        pagination.parse_page_arguments("CreditEntry", first, after, last, before), criteria
    )
