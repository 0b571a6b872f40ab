"""Field functions of the query compiler: one line on a GraphQL type declares what a field reads."""

import enum
import inspect
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, and_

from billing.access import policy
from graph import permissions
from graph.sqlquery import contexts, field_specs
from graph.sqlquery.field_specs import RowExpression


def _field(
    spec: field_specs.FieldSpec,
    description: str,
    permission: policy.Permission | None = None,
    name: str | None = None,
    resolver: Callable[..., Any] | None = None,
    *,
    narrowed_by_visibility: bool = False,
) -> Any:
    metadata = {field_specs.METADATA_KEY: spec}
    if permission is not None:
        guard = permissions.FieldGuard(permission=permission, narrowed_by_visibility=narrowed_by_visibility)
        return permissions.field(resolver, guard, description, name, metadata)
    field: Any = strawberry.field
    return field(resolver=resolver, name=name, description=description, metadata=metadata)


def column(
    description: str,
    expression: RowExpression | None = None,
    *,
    name: str | None = None,
    permission: policy.Permission | None = None,
) -> Any:
    """A scalar: the column with the field's name, or an expression."""
    return _field(field_specs.ColumnSpec(expression), description, permission, name)


def money(description: str, expression: RowExpression | None = None, *, when: RowExpression | None = None) -> Any:
    """Money in the firm's currency: minor units in the column with the field's name, or an expression; null if that is
    null, or unless `when` holds.
    """
    return _field(field_specs.MoneySpec(expression, when), description)


def money_with_arguments(
    description: str,
    parse_arguments: Callable[..., Any],
    expression: Callable[[field_specs.Row, contexts.CompileContext, Any], Any],
) -> Any:
    """Money in the firm's currency that depends on the field's arguments."""
    spec = field_specs.MoneyWithArgumentsSpec(expression, parse_arguments)
    return _field(spec, description, resolver=deferring_resolver(parse_arguments))


def embedded(
    description: str, expression: RowExpression = lambda row, _: row, *, when: RowExpression | None = None
) -> Any:
    """An object read from the same row, or from what the expression returns; null unless `when` holds."""
    return _field(field_specs.EmbeddedSpec(expression, when), description)


def on_foreign_key(column_name: str) -> field_specs.JoinCondition:
    """The row whose id is in the named column, within the firm."""
    return lambda row, other, _: and_(other.firm_id == row.firm_id, other.id == getattr(row, column_name))


def on_reverse_foreign_key(column_name: str) -> field_specs.JoinCondition:
    """The other rows that have this row's id in the named column of theirs, within the firm."""
    return lambda row, other, _: and_(other.firm_id == row.firm_id, getattr(other, column_name) == row.id)


def to_one(
    description: str,
    on: field_specs.JoinCondition | None = None,
    *,
    permission: policy.Permission | None = None,
    narrowed_by_visibility: bool = False,
) -> Any:
    """The related object, by default that of the foreign key `<field>_id`; null if there is none or the viewer may not
    see it. With `narrowed_by_visibility`, that decides for viewers without `permission`, too.
    """
    return _field(field_specs.ToOneSpec(on), description, permission, narrowed_by_visibility=narrowed_by_visibility)


def to_one_of(
    description: str, columns: Mapping[str, str], *, when: Mapping[str, tuple[str, enum.Enum]] | None = None
) -> Any:
    """The related object of one of several types: the id of an object of each is in the column that `columns` names.

    The object's type is the one whose column is not null or, with `when`, the one whose column there has that value.
    """
    guard = permissions.FieldGuard(requires_sign_in=True, checks_per_type=True)
    spec = field_specs.ToOneOfSpec(columns, when)
    return permissions.field(None, guard, description, None, {field_specs.METADATA_KEY: spec})


def to_many(
    description: str,
    on: field_specs.JoinCondition | None = None,
    *,
    order_by: field_specs.OrderBy = lambda row: (row.id,),
    permission: policy.Permission | None = None,
) -> Any:
    """All related objects that the viewer may see; by default those that refer to this one by the foreign key
    `<type>_id`, oldest first.
    """
    return _field(field_specs.ToManySpec(order_by, on), description, permission)


def subquery(description: str, rows: RowExpression, *, when: RowExpression | None = None) -> Any:
    """Objects that are the rows of a select, ordered by its column `ordinal`; null unless `when` holds."""
    return _field(field_specs.SubquerySpec(rows, when), description)


def connection(
    description: str,
    parse_arguments: Callable[..., Any],
    *,
    on: field_specs.JoinCondition | None = None,
    order_by: field_specs.OrderBy = lambda row: (row.id,),
    when: RowExpression | None = None,
    permission: policy.Permission | None = None,
) -> Any:
    """A paginated list of related objects, by default those that `to_many` returns, newest first: in descending
    `order_by`. Null unless `when` holds.
    """
    spec = field_specs.ConnectionSpec(parse_arguments, order_by, on, when)
    return _field(spec, description, permission, resolver=deferring_resolver(parse_arguments))


def root(
    description: str,
    spec: field_specs.RootSpec | field_specs.RootListSpec | field_specs.ConnectionSpec,
    guard: permissions.FieldGuard,
) -> Any:
    """A field of Query."""
    resolver = deferring_resolver(spec.parse_arguments or (lambda: None))
    return permissions.field(resolver, guard, description, None, {field_specs.METADATA_KEY: spec})


def deferring_resolver(parse_arguments: Callable[..., Any]) -> Callable[..., Any]:
    """Return a resolver that takes and validates these arguments, and has the field read by a compiled statement."""

    def resolve(**arguments: Any) -> Any:
        parse_arguments(**arguments)
        return field_specs.DEFER_TO_COMPILER

    return _with_signature(resolve, parse_arguments, inspect.signature(parse_arguments).parameters.values())


def resolved(
    description: str,
    batch_resolver: Callable[..., Awaitable[Sequence[Any]]],
    *,
    permission: policy.Permission | None = None,
) -> Any:
    """A resolver-backed field.

    `batch_resolver` gets the database ids of all objects at one path of the response, the context and the field's
    arguments, and returns for each id what a resolver would return, or an exception.
    """
    arguments = list(inspect.signature(batch_resolver).parameters.values())[2:]

    def resolve(root: Any, info: strawberry.Info, **_arguments: Any) -> Any:
        return _resolved_value(root, info)

    own = inspect.signature(resolve).parameters
    resolver = _with_signature(resolve, batch_resolver, [own["root"], own["info"], *arguments])
    return _field(field_specs.ResolvedSpec(batch_resolver), description, permission, resolver=resolver)


def computed(
    description: str,
    values: Callable[[field_specs.Row, contexts.CompileContext], Mapping[str, ColumnElement[Any]]],
    compute: Callable[[Mapping[str, Any], contexts.ComputeContext], Any],
    *,
    shared: Sequence[contexts.SharedValue[Any]] = (),
) -> Any:
    """A field computed in Python from values that the object's statement reads, and from `shared` ones.

    `compute` gets the values of one object as JSON has them, and returns what a resolver would return.
    """

    def resolve(root: Any, info: strawberry.Info) -> Any:
        return _resolved_value(root, info)

    return _field(field_specs.ComputedSpec(values, compute, shared), description, resolver=resolve)


def _resolved_value(root: Any, info: strawberry.Info) -> Any:
    """Return what was resolved or computed for a field of an object. Raises the exception that it failed with."""
    value = root[field_specs.resolved_value_key(str(info.path.key))]
    if isinstance(value, Exception):
        raise value
    return value


def _with_signature(resolve: Callable[..., Any], template: Callable[..., Any], parameters: Any) -> Callable[..., Any]:
    """Give the resolver the signature from which Strawberry reads the GraphQL arguments."""
    resolve.__signature__ = inspect.Signature(list(parameters))  # type: ignore[attr-defined]
    resolve.__module__, resolve.__name__ = template.__module__, template.__name__
    return resolve


def object_ref(type_name: str, database_id: uuid.UUID | None, row: Any = None) -> Any:
    """Return a reference to the object of that type and id, or None without an id.

    `row` is the object as it was committed, if it is in memory and the viewer may see it.
    """
    rows = () if row is None else (row,)
    return None if database_id is None else contexts.ObjectRef(type_name, (database_id,), is_list=False, rows=rows)


def object_refs(type_name: str, ids: Sequence[uuid.UUID], rows: Sequence[Any] = ()) -> Any:
    """Return a reference to the objects of that type; the response lists those that the viewer may see, in order.

    `rows` are the objects as they were committed, if they are in memory and the viewer may see all of them.
    """
    return contexts.ObjectRef(type_name, tuple(ids), is_list=True, rows=rows)
