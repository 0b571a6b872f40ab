"""What the filters of several lists share: statuses, clients, and ranges of days; and lists without a filter."""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa
import strawberry
from sqlalchemy import ColumnElement, Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from billing import calendar
from billing.access.principals import Viewer
from graph import described, errors, global_ids, input_validation, pagination
from models.base import Instant
from translation import gettext as _

MAX_CLIENT_IDS = 100
STATUS_DESCRIPTION = "The status is one of these. An empty list matches nothing."

E = TypeVar("E", bound=enum.Enum)


def client_ids_field() -> Any:
    """The field `clientIds` of a filter."""
    return described.optional(
        f"Of one of these clients. An empty list matches nothing, nor does the id of a client that the viewer cannot"
        f" see. At most {MAX_CLIENT_IDS} ids."
    )


ClientIds: TypeAlias = uuid.UUID | tuple[uuid.UUID, ...]
"""The clients of a filter. One alone is not in a tuple: that is another shape, whose statement uses other indexes."""


def parse_client_ids(client_ids: list[strawberry.ID] | None) -> ClientIds | None:
    """The database ids of clients, None if the filter has none. Raises BadUserInput if there are too many."""
    ids = input_validation.none_if_unset(client_ids)
    if ids is None:
        return None
    if len(ids) > MAX_CLIENT_IDS:
        raise errors.BadUserInput(_("`clientIds` must have at most {count} items.").format(count=MAX_CLIENT_IDS))
    decoded = (global_ids.decode_as("Client", id_) for id_ in ids)
    known = tuple(id_ for id_ in decoded if id_ is not None)
    return known[0] if len(known) == 1 else known


def parse_set(values: list[E] | None) -> frozenset[E] | None:
    """The values of a field that has to be one of several, None if the filter does not have it."""
    values = input_validation.none_if_unset(values)
    return None if values is None else frozenset(values)


def is_one_of(column: Any, values: frozenset[Any]) -> Any:
    """Whether the column has one of these values of an enumeration."""
    return column.in_(sorted(values, key=lambda value: value.name))


def client_conditions(row: Any, criteria: Any, bind: pagination.BindFactory) -> Iterator[ColumnElement[bool]]:
    """The condition that the row belongs to one of the criteria's `client_ids`; none without ids."""
    client_ids: ClientIds | None = criteria.client_ids
    if isinstance(client_ids, uuid.UUID):
        yield row.client_id == bind(sa.Uuid(), lambda _request, values: values.client_ids)
    elif client_ids is not None:
        ids = bind(sa.JSON(), lambda _request, values: [id_.hex for id_ in values.client_ids])
        yield _IsOneOfIds(row.client_id, ids)


class _IsOneOfIds(FunctionElement[bool]):
    """Whether an id is in a JSON list of ids. PostgreSQL reads the list once, and then has an array for an index."""

    type = sa.Boolean()
    inherit_cache = True


@compiles(_IsOneOfIds, "postgresql")
def _compile_for_postgresql(element: _IsOneOfIds, compiler: SQLCompiler, **options: Any) -> str:
    id_, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{id_} = ANY (ARRAY(SELECT json_array_elements_text({ids})::uuid))"


@compiles(_IsOneOfIds, "sqlite")
def _compile_for_sqlite(element: _IsOneOfIds, compiler: SQLCompiler, **options: Any) -> str:
    id_, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{id_} IN (SELECT value FROM json_each({ids}))"


def date_conditions(
    column: Any, criteria: Any, name: str, bind: pagination.BindFactory
) -> Iterator[ColumnElement[bool]]:
    """The conditions that a date is in the range from the criteria's `<name>_from` to `<name>_to`, both included."""
    first, last = f"{name}_from", f"{name}_to"
    if getattr(criteria, first) is not None:
        yield column >= bind(Date(), lambda _request, values: getattr(values, first))
    if getattr(criteria, last) is not None:
        yield column <= bind(Date(), lambda _request, values: getattr(values, last))


class _IndexedOnPostgreSQL(FunctionElement[Any]):
    """A column; on PostgreSQL another expression, which has an index and the same value where the column has one.

    SQLite has no statistics by default: it would sort all rows of a range, however many, instead of reading a page.
    """

    inherit_cache = True


@compiles(_IndexedOnPostgreSQL, "postgresql")
def _compile_indexed(element: _IndexedOnPostgreSQL, compiler: SQLCompiler, **options: Any) -> str:
    _, indexed = element.clauses
    return compiler.process(indexed, **options)


@compiles(_IndexedOnPostgreSQL, "sqlite")
def _compile_column(element: _IndexedOnPostgreSQL, compiler: SQLCompiler, **options: Any) -> str:
    column, _ = element.clauses
    return compiler.process(column, **options)


def indexed_on_postgresql(column: Any, indexed: Any) -> Any:
    """The column, as an expression for which PostgreSQL uses the index of `indexed`."""
    element = _IndexedOnPostgreSQL(column, indexed)
    element.type = column.type
    return element


def day_conditions(
    column: Any, criteria: Any, name: str, bind: pagination.BindFactory
) -> Iterator[ColumnElement[bool]]:
    """The conditions that an instant is in such a range of days in the firm's time zone, both included."""
    first, last = f"{name}_from", f"{name}_to"
    if getattr(criteria, first) is not None:
        yield column >= _bind_day(bind, calendar.start_of_day, first)
    if getattr(criteria, last) is not None:
        yield column < _bind_day(bind, calendar.end_of_day, last)


def _bind_day(bind: pagination.BindFactory, instant: Callable[[dt.date, str], dt.datetime], name: str) -> Any:
    return bind(Instant(), lambda request, values: instant(getattr(values, name), request.time_zone))


@dataclass(frozen=True, slots=True)
class NoCriteria:
    """Selects all rows of a list."""

    def conditions(self, _row: Any, _bind: pagination.BindFactory, _viewer: Viewer) -> Iterator[ColumnElement[bool]]:
        """No condition."""
        return iter(())


def parse_assigned_client_list(
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of clients without a filter. Raises BadUserInput if one is invalid."""
    return pagination.ListArguments(pagination.parse_page_arguments("Client", first, after, last, before), NoCriteria())


def parse_invitation_list(
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of invitations. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("Invitation", first, after, last, before)
    return pagination.ListArguments(page, NoCriteria())


def parse_webhook_delivery_list(
    first: pagination.First = strawberry.UNSET, after: pagination.After = strawberry.UNSET,
    last: pagination.Last = strawberry.UNSET, before: pagination.Before = strawberry.UNSET,
) -> pagination.ListArguments:  # fmt: skip
    """Arguments of a list of deliveries. Raises BadUserInput if one is invalid."""
    page = pagination.parse_page_arguments("WebhookDelivery", first, after, last, before)
    return pagination.ListArguments(page, NoCriteria())
