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
    ASK,
    METADATA,
    Asked,
    Column,
    Declaration,
    Derived,
    Expression,
    Inside,
    Many,
    One,
    Page,
    Reference,
    Related,
    Root,
    Roots,
    Row,
    Sum,
    SumOf,
    Telling,
    answer_of,
)


def _field(
    declaration: Declaration,
    description: str,
    access: policy.Access | None = None,
    name: str | None = None,
    resolver: Callable[..., Any] | None = None,
) -> Any:
    stored = {METADATA: declaration}
    if access is not None:
        return permissions.field(resolver, permissions.Door(access=access), description, name, stored)
    made: Any = strawberry.field
    return made(resolver=resolver, name=name, description=description, metadata=stored)


def column(
    expression: Expression | None = None,
    *,
    description: str,
    name: str | None = None,
    access: policy.Access | None = None,
) -> Any:
    """A value: the column of the field's own name, or an expression."""
    return _field(Column(expression), description, access, name)


def money(expression: Expression | None = None, *, description: str, when: Expression | None = None) -> Any:
    """A sum of money: minor units in the column of the field's own name, or an expression. Null where that is null."""
    return _field(Sum(expression, when), description)


def money_of(wanted: Callable[..., Any], expression: Callable[[Row, Telling, Any], Any], *, description: str) -> Any:
    """A sum of money that depends on arguments."""
    return _field(SumOf(expression, wanted), description, resolver=checked(wanted))


def same(row: Row, telling: Telling) -> Any:  # noqa: ARG001
    """The row itself."""
    return row


def inside(expression: Expression = same, *, description: str, when: Expression | None = None) -> Any:
    """An object told from the same row, or from what the expression makes of it."""
    return _field(Inside(expression, when), description)


def one(on: Related, *, description: str, access: policy.Access | None = None) -> Any:
    """The related object."""
    return _field(One(on), description, access)


def many(
    on: Related,
    *,
    description: str,
    order: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    access: policy.Access | None = None,
) -> Any:
    """All related objects, oldest first unless told otherwise."""
    return _field(Many(on, order), description, access)


def derived(rows: Expression, *, description: str) -> Any:
    """Objects told from a statement of their own."""
    return _field(Derived(rows), description)


def page(
    on: Related,
    wanted: Callable[..., Any],
    *,
    description: str,
    order: Callable[[Row], Sequence[ColumnElement[Any]]] = lambda row: (row.id,),
    when: Expression | None = None,
    access: policy.Access | None = None,
) -> Any:
    """A list that pages forward, newest first: by the order backwards."""
    return _field(Page(on, order, wanted, when), description, access, resolver=checked(wanted))


def root(declaration: Root | Roots, door: permissions.Door, *, description: str) -> Any:
    """A field of Query."""
    wanted = declaration.wanted or _nothing
    return permissions.field(checked(wanted), door, description, None, {METADATA: declaration})


def _nothing() -> None:
    """No arguments."""


def checked(wanted: Callable[..., Any]) -> Callable[..., Any]:
    """The resolver of a field with such arguments: it has them checked, and has the field told."""

    def resolve(**arguments: Any) -> Any:
        wanted(**arguments)
        return ASK

    return _signed(resolve, wanted, inspect.signature(wanted).parameters.values())


def asked(
    answers: Callable[..., Awaitable[Sequence[Any]]], *, description: str, access: policy.Access | None = None
) -> Any:
    """A field that is not stored. `answers` is handed the own ids of all objects in a place of the answer, and the
    context, and the arguments; it answers for each, in their order, with what a resolver would return, or an exception.
    """
    arguments = list(inspect.signature(answers).parameters.values())[2:]

    def resolve(root: Any, info: strawberry.Info, **_arguments: Any) -> Any:
        value = root[answer_of(str(info.path.key))]
        if isinstance(value, Exception):
            raise value
        return value

    own = inspect.signature(resolve).parameters
    resolver = _signed(resolve, answers, [own["root"], own["info"], *arguments])
    return _field(Asked(answers), description, access, resolver=resolver)


def _signed(resolve: Callable[..., Any], like: Callable[..., Any], parameters: Any) -> Callable[..., Any]:
    """The resolver, with these parameters for GraphQL to read."""
    resolve.__signature__ = inspect.Signature(list(parameters))  # type: ignore[attr-defined]
    resolve.__module__, resolve.__name__ = like.__module__, like.__name__
    return resolve


def refer(type_name: str, own_id: uuid.UUID | None) -> Any:
    """The object of that type and id; None for none."""
    return None if own_id is None else Reference(type_name, (own_id,), listed=False)


def refer_all(type_name: str, ids: Sequence[uuid.UUID]) -> Any:
    """The objects of that type and of these ids, in their order; those that the viewer may know of."""
    return Reference(type_name, tuple(ids), listed=True)
