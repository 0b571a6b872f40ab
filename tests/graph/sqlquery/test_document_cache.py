"""Documents are parsed and validated once for each text; preloaded ones are never evicted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from graph import query_cost, strawberry_compat
from graph.sqlquery import compile_thread, document_cache
from graph.sqlquery.document_cache import DocumentCache
from graph.sqlquery.plan_cache import PreparedOperation
from tests.support.graphql_client import SCHEMA

GRAPHQL_SCHEMA = strawberry_compat.graphql_schema(SCHEMA)
NAMED = "query Me { viewer { __typename } }"
SEVERAL = "query A { viewer { __typename } } query B { b: viewer { __typename } }"


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> DocumentCache:
    """A cache that holds about ten small documents."""
    monkeypatch.setattr(document_cache, "MAX_CACHE_SIZE", 30_000)
    return DocumentCache([])


async def prepare(cache: DocumentCache, text: str, name: str | None = None) -> PreparedOperation:
    operation = await cache.get_or_prepare(GRAPHQL_SCHEMA, text, name, None)
    assert isinstance(operation, PreparedOperation)
    return operation


async def fill(cache: DocumentCache) -> None:
    for number in range(20):
        await prepare(cache, f"{{ a{number}: viewer {{ __typename }} }}")


async def test_preloaded_documents_are_never_evicted(cache: DocumentCache) -> None:
    assert list(cache.preload(GRAPHQL_SCHEMA, NAMED)) == []
    other = "{ viewer { __typename } }"
    preloaded, cached = await prepare(cache, NAMED), await prepare(cache, other)
    assert await prepare(cache, other) is cached
    await fill(cache)
    assert await prepare(cache, NAMED) is preloaded
    assert await prepare(cache, other) is not cached


@pytest.mark.parametrize("steps", range(1, 7))
async def test_a_document_is_prepared_once_for_a_late_request(
    cache: DocumentCache, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """A request that comes that many steps of the event loop after the first finds the preparation or its result."""
    preparations: list[str] = []

    async def count_and_run(function: Callable[..., object], *args: Any) -> object:
        preparations.append(args[1])
        return function(*args)

    monkeypatch.setattr(compile_thread, "run", count_and_run)
    first = asyncio.create_task(prepare(cache, NAMED))
    for _ in range(steps):
        await asyncio.sleep(0)
    assert await prepare(cache, NAMED) is await first
    assert preparations == [NAMED]


async def test_recently_used_documents_stay(cache: DocumentCache) -> None:
    operation = await prepare(cache, NAMED)
    for number in range(20):
        await prepare(cache, f"{{ a{number}: viewer {{ __typename }} }}")
        assert cache.get(NAMED, None) is operation


async def test_plans_count_towards_the_size(cache: DocumentCache) -> None:
    """A cached operation that has grown by its plans evicts others."""
    operation, other = await prepare(cache, NAMED), "{ viewer { __typename } }"
    await prepare(cache, other)
    for number in range(3):
        operation.cache_plan((number,), None)
    assert cache.get(other, None) is not None
    await prepare(cache, NAMED)
    assert (cache.get(NAMED, None), cache.get(other, None)) == (operation, None)


async def test_long_documents_are_not_cached(cache: DocumentCache) -> None:
    text = NAMED + " " * document_cache.MAX_CACHED_DOCUMENT_LENGTH
    await prepare(cache, text)
    assert cache.get(text, None) is None


async def test_a_single_operation_is_found_with_and_without_its_name(cache: DocumentCache) -> None:
    """Clients may omit operationName: the plans are shared."""
    cache.preload(GRAPHQL_SCHEMA, NAMED)
    assert await prepare(cache, NAMED, "Me") is await prepare(cache, NAMED)
    with pytest.raises(CannotGetOperationTypeError):
        await prepare(cache, NAMED, "Nobody")


async def test_several_operations_need_a_name(cache: DocumentCache) -> None:
    assert list(cache.preload(GRAPHQL_SCHEMA, SEVERAL)) == []
    operations = [await prepare(cache, SEVERAL, name) for name in ("A", "B")]
    await fill(cache)
    assert [await prepare(cache, SEVERAL, name) for name in ("A", "B")] == operations
    unnamed = await prepare(cache, SEVERAL)
    assert [error.message for error in unnamed.errors] == ["The document has several operations: name one to run."]


async def test_operation_type_is_checked_for_preloaded_documents(cache: DocumentCache) -> None:
    cache.preload(GRAPHQL_SCHEMA, NAMED)
    with pytest.raises(InvalidOperationTypeError):
        await cache.get_or_prepare(GRAPHQL_SCHEMA, NAMED, None, (OperationType.SUBSCRIPTION,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ viewer {", "Syntax Error"),
        ("{ nothing }", "Cannot query field 'nothing'"),
        ("fragment F on Query { firm { name } }", "never used"),
        ("type A { a: Int }", "not executable"),
        ("{ " + " ".join(["viewer { __typename }"] * query_cost.MAX_TOKENS) + " }", "token"),
        (
            "{ " + " ".join(f"a{n}: viewer {{ __typename }}" for n in range(query_cost.MAX_ALIASES + 1)) + " }",
            "aliases",
        ),
    ],
)
def test_invalid_documents_are_not_preloaded(cache: DocumentCache, text: str, message: str) -> None:
    assert message in cache.preload(GRAPHQL_SCHEMA, text)[0].message
    assert cache.get(text, None) is None
