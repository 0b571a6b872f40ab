"""Lists of notices: their filter as GraphQL arguments, and the SQL that it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement, Uuid

import models
from billing.access.principals import Viewer
from billing.notices import read_state
from graph import described, filters, input_validation, pagination


@described.input_type
class NoticeFilter:
    """Selects notices that match all given fields. Omitted fields do not filter."""

    unread: bool | None = described.optional("Whether the viewer has not read it.")
    kind: list[models.NoticeKind] | None = described.optional(
        "The kind is one of these. An empty list matches nothing."
    )


NoticeFilterArgument: TypeAlias = Annotated[
    NoticeFilter | None, described.argument("Return only notices that match this filter.", name="filter")
]


@dataclass(frozen=True, slots=True)
class NoticeCriteria:
    """Selects notices by kind, and by whether the viewer has read them."""

    unread: bool | None
    kinds: frozenset[models.NoticeKind] | None

    def conditions(self, row: Any, bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """See `pagination.Criteria`."""
        if self.kinds is not None:
            yield filters.is_one_of(row.kind, self.kinds)
        if self.unread is not None:
            firm_id = bind(Uuid(), lambda request, _: request.viewer.firm_id)
            reader = read_state.Reader(firm_id, bind(Uuid(), lambda request, _: request.viewer.id))
            is_unread = read_state.is_unread(reader, row)
            yield is_unread if self.unread else ~is_unread


def parse_notice_list(
    filter_: NoticeFilterArgument = strawberry.UNSET, first: pagination.First = strawberry.UNSET,
    after: pagination.After = strawberry.UNSET, last: pagination.Last = strawberry.UNSET,
    before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of the list of notices. Raises BadUserInput if one is invalid."""
    fields = filter_ or NoticeFilter()
    criteria = NoticeCriteria(input_validation.none_if_unset(fields.unread), filters.parse_set(fields.kind))
    return pagination.ListArguments(pagination.parse_page_arguments("Notice", first, after, last, before), criteria)
