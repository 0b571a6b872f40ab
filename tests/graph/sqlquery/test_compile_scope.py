"""Expressions that several statements share."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import Date
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from billing.access.principals import ClientUser, Member, Viewer
from graph.sqlquery.compile_scope import CompileScope
from graph.sqlquery.selections import PlanTarget
from models import FirmRole, MemberRight

CLIENT_USER = ClientUser(uuid.uuid4(), uuid.uuid4(), uuid.uuid4())
EMPLOYEE = Member(uuid.uuid4(), uuid.uuid4(), FirmRole.EMPLOYEE, frozenset())
EMPLOYEE_OF_ALL_CLIENTS = Member(EMPLOYEE.firm_id, EMPLOYEE.id, FirmRole.EMPLOYEE, frozenset(MemberRight))


_POSTGRESQL: Any = PGDialect_asyncpg


def new_scope(viewer: Viewer = CLIENT_USER, currency: str = "EUR", dialect: Any = None) -> CompileScope:
    selection: Any = None
    return CompileScope(selection, PlanTarget(viewer, currency, dialect or SQLiteDialect_aiosqlite()), {})


def build_total(scope: CompileScope) -> Any:
    row = scope.alias("Invoice")
    return scope.reuse(lambda: row.total + 1, "total", row)


def test_an_expression_is_built_once_for_each_kind_of_viewer() -> None:
    """P7: other clients' users share it, and nobody whose rights, currency or database differ."""
    other = ClientUser(uuid.uuid4(), uuid.uuid4(), uuid.uuid4())
    first = build_total(new_scope())
    assert build_total(new_scope(other)) is first
    different = [
        new_scope(EMPLOYEE),
        new_scope(EMPLOYEE_OF_ALL_CLIENTS),
        new_scope(currency="USD"),
        new_scope(dialect=_POSTGRESQL()),
    ]
    assert len({id(build_total(scope)) for scope in (new_scope(), *different)}) == 5


def test_an_expression_with_a_bind_parameter_is_built_for_each_statement() -> None:
    """Its name and its value belong to one statement."""
    scopes = [new_scope(), new_scope()]
    row = scopes[0].alias("Invoice")

    def build(scope: CompileScope) -> Any:
        return scope.reuse(lambda: row.due_on < scope.bind(Date(), lambda request: request.today), "overdue", row)

    assert build(scopes[0]) is not build(scopes[1])
    assert [len(scope.bind_evaluators) for scope in scopes] == [4, 4]


@pytest.mark.parametrize("type_name", ["Invoice", "Client", "Payment"])
def test_aliases_have_the_same_names_in_every_statement(type_name: str) -> None:
    """Otherwise SQL that was rendered in one would name another table's alias in the next."""
    first, second = new_scope(), new_scope()
    second.alias("Invoice")
    names = [str(scope.alias(type_name).id.expression.table.name) for scope in (first, first, second)]
    table = type_name.lower()
    assert names == [f"{table}1", f"{table}2", f"{table}{2 if type_name == 'Invoice' else 1}"]
