"""Fields of types that are stored: a line each, which says from where it is told."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import strawberry
from sqlalchemy import ColumnElement

from billing.access import policy
from graph import permissions
from graph.sqlquery.field_specs import (
    DEFER_TO_COMPILER,
    METADATA_KEY,
    ColumnSpec,
    CompileContext,
    ConnectionSpec,
    EmbeddedSpec,
    FieldSpec,
    JoinCondition,
    MoneySpec,
    MoneyWithArgumentsSpec,
    ObjectRef,
    ResolvedSpec,
    RootListSpec,
    RootSpec,
    Row,
    RowExpression,
    SubquerySpec,
    ToManySpec,
    ToOneSpec,
    resolved_value_key,
)


def _field(
    spec: FieldSpec,
    description: str,
    access: policy.Permission | None = None,
    name: str | None = None,
    resolver: Callable[..., Any] | None = None,
) -> Any:
    stored = {METADATA_KEY: spec}
    if access is not None:
        return permissions.field(resolver, permissions.FieldGuard(access=access), description, name, stored)
    made: Any = strawberry.field
    return made(resolver=resolver, name=name, description=description, metadata=stored)


def column(
    expression: RowExpression | None = None,
    *,
    description: str,
    name: str | None = None,
    access: policy.Permission | None = None,
) -> Any:
    """A value: the column of the field's own name, or an expression."""
    return _field(ColumnSpec(expression), description, access, name)


def money(expression: RowExpression | None = None, *, description: str, when: RowExpression | None = None) -> Any:
    """A sum of money: minor units in the column of the field's own name, or an expression. Null where that is null."""
    return _field(MoneySpec(expression, when), description)


def money_with_arguments(
    parse_arguments: Callable[..., Any], expression: Callable[[Row, CompileContext, Any], Any], *, description: str
) -> Any:
    """A sum of money that depends on arguments."""
    return _field(
        MoneyWithArgumentsSpec(expression, parse_arguments), description, resolver=deferring_resolver(parse_arguments)
    )


def same_row(row: Row, context: CompileContext) -> Any:  # noqa: ARG001
    """The row itself."""
    return row


def embedded(expression: RowExpression = same_row, *, description: str, when: RowExpression | None = None) -> Any:
    """An object told from the same row, or from what the expression makes of it."""
    return _field(EmbeddedSpec(expression, when), description)


def to_one(on: JoinCondition, *, description: str, access: policy.Permission | None = None) -> Any:
    """The related object."""
    return _field(ToOneSpec(on), description, access)


def to_many(
    on: JoinCondition,
    *,
    description: str,
    order_by: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    access: policy.Permission | None = None,
) -> Any:
    """All related objects, oldest first unless told otherwise."""
    return _field(ToManySpec(on, order_by), description, access)


def subquery(rows: RowExpression, *, description: str) -> Any:
    """Objects told from a statement of their own."""
    return _field(SubquerySpec(rows), description)


def connection(
    on: JoinCondition,
    parse_arguments: Callable[..., Any],
    *,
    description: str,
    order_by: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    when: RowExpression | None = None,
    access: policy.Permission | None = None,
) -> Any:
    """A list that pages forward, newest first: by the order backwards."""
    return _field(
        ConnectionSpec(on, order_by, parse_arguments, when),
        description,
        access,
        resolver=deferring_resolver(parse_arguments),
    )


def root(spec: RootSpec | RootListSpec, permission: permissions.FieldGuard, *, description: str) -> Any:
    """A field of Query."""
    wanted = spec.parse_arguments or _no_arguments
    return permissions.field(deferring_resolver(wanted), permission, description, None, {METADATA_KEY: spec})


def _no_arguments() -> None:
    """No arguments."""


def deferring_resolver(parse_arguments: Callable[..., Any]) -> Callable[..., Any]:
    """The resolver of a field with such arguments: it has them checked, and has the field told."""

    def resolve(**arguments: Any) -> Any:
        parse_arguments(**arguments)
        return DEFER_TO_COMPILER

    return _with_signature(resolve, parse_arguments, inspect.signature(parse_arguments).parameters.values())


def resolved(
    batch_resolver: Callable[..., Awaitable[Sequence[Any]]],
    *,
    description: str,
    access: policy.Permission | None = None,
) -> Any:
    """A field that is not stored. `answers` is handed the own ids of all objects in a place of the answer, and the
    context, and the arguments; it answers for each, in their order, with what a resolver would return, or an exception.
    """
    arguments = list(inspect.signature(batch_resolver).parameters.values())[2:]

    def resolve(root: Any, info: strawberry.Info, **_arguments: Any) -> Any:
        value = root[resolved_value_key(str(info.path.key))]
        if isinstance(value, Exception):
            raise value
        return value

    own = inspect.signature(resolve).parameters
    resolver = _with_signature(resolve, batch_resolver, [own["root"], own["info"], *arguments])
    return _field(ResolvedSpec(batch_resolver), description, access, resolver=resolver)


def _with_signature(resolve: Callable[..., Any], template: Callable[..., Any], parameters: Any) -> Callable[..., Any]:
    """The resolver, with these parameters for GraphQL to read."""
    resolve.__signature__ = inspect.Signature(list(parameters))  # type: ignore[attr-defined]
    resolve.__module__, resolve.__name__ = template.__module__, template.__name__
    return resolve


def object_ref(type_name: str, database_id: uuid.UUID | None) -> Any:
    """The object of that type and id; None for none."""
    return None if database_id is None else ObjectRef(type_name, (database_id,), is_list=False)


def object_refs(type_name: str, ids: Sequence[uuid.UUID]) -> Any:
    """The objects of that type and of these ids, in their order; those that the viewer may know of."""
    return ObjectRef(type_name, tuple(ids), is_list=True)
