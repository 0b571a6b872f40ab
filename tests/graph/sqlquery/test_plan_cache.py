"""The plans of one operation are bounded in size."""

from __future__ import annotations

from typing import Any, cast

from graphql import OperationDefinitionNode, parse

from db.compiled import CompiledStatement
from graph.sqlquery import plan_cache
from graph.sqlquery.plan_cache import PreparedOperation, QueryPlan


def make_operation() -> PreparedOperation:
    document = parse("{ viewer { __typename } }")
    return PreparedOperation(document, cast("OperationDefinitionNode", document.definitions[0]))


def make_plan(length: int) -> QueryPlan:
    return QueryPlan(CompiledStatement(" " * length, (), ()), {}, resolver_fields=())


def cached_keys(operation: PreparedOperation) -> set[Any]:
    return {key[0] for key in operation.plans}


def test_the_least_recently_used_plans_are_evicted() -> None:
    operation, plan = make_operation(), make_plan(plan_cache.MAX_PLANS_SIZE // 4)
    for key in "abc":
        operation.cache_plan((key,), plan)
    assert operation.plans["a",] is plan
    operation.cache_plan(("d",), plan)
    assert cached_keys(operation) == {"a", "c", "d"}


def test_a_plan_that_does_not_fit_is_not_cached() -> None:
    operation = make_operation()
    operation.cache_plan(("small",), make_plan(100))
    operation.cache_plan(("large",), make_plan(plan_cache.MAX_PLANS_SIZE))
    assert cached_keys(operation) == {"small"}


def test_the_size_of_an_operation_includes_its_plans() -> None:
    operation = make_operation()
    before = operation.size
    operation.cache_plan(("a",), make_plan(100_000))
    operation.cache_plan(("b",), None)
    assert operation.size - before > 100_000
    assert len(operation.plans) == 2
