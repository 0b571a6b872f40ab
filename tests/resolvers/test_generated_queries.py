"""Random queries by all kinds of viewers: the response equals that of graphql-core over the same rows.

A query without resolver-backed fields is answered by one statement.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Container
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

import models
from billing.access.principals import Viewer
from tests.oracle import fixtures
from tests.oracle.comparison import decode_cursors, find_difference
from tests.oracle.fields import MODELS
from tests.oracle.query_cost import calculate_cost
from tests.oracle.query_generator import QueryGenerator, RandomQuery
from tests.oracle.rows import AllRows
from tests.oracle.schema import ExpectedResponse, Oracle, ParsedQuery
from tests.oracle.shrink import shrink_query
from tests.oracle.values import global_id
from tests.support.firm import AppHarness
from tests.support.graphql_client import (
    Response,
    execute,
    execute_for_cached_viewer,
    record_statements,
    warm_firm_cache,
)
from tests.support.long_runs import IS_LONG
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

QUERIES = 1000 if IS_LONG else 20
SHARDS = range(10 if IS_LONG else 1)
SINGLE_STATEMENT_DEPTH = 5
"""Every supported SQLite can answer a query of this depth with one statement."""


class OracleComparison:
    """Compares the responses of one app with the oracle's."""

    def __init__(self, app: AppHarness, fixture: fixtures.OracleFixture, rows: AllRows) -> None:
        self.app = app
        self.viewers = fixture.viewers
        self.rows = rows
        self.oracle = Oracle(rows, app.services)
        self.queries = QueryGenerator(self.oracle, rows)
        self.tokens: dict[Viewer, str] = {}
        self.single_trip_results: list[bool] = []
        """Whether each query that may be answered in a single trip was."""

    @classmethod
    async def create(cls, app: AppHarness) -> OracleComparison:
        fixture = await fixtures.build_firms(app)
        return cls(app, fixture, await AllRows.load(app.services))

    def generate(self, seed: int) -> tuple[str, Viewer | None, RandomQuery]:
        """Return a viewer with its name and a query; each viewer takes its turn."""
        name = list(self.viewers)[seed % len(self.viewers)]
        viewer = self.viewers[name]
        return name, viewer, self.queries.generate(seed, viewer)

    async def find_difference(
        self, viewer: Viewer | None, query: ParsedQuery, *, is_stored: bool, expected: ExpectedResponse | None = None
    ) -> str | None:
        """Describe how the response differs from the expected one, the oracle's; None if it does not."""
        if viewer is not None:
            await warm_firm_cache(self.app.services, viewer)
        with record_statements(self.app.database.read_engine) as statements:
            response = await execute(self.app.services, viewer, query.text, query.variables)
        rows = None if viewer is None else self.rows.of_firm(viewer.firm_id)
        possible = self.oracle.possible_errors(viewer, query) if response.errors else []
        is_single = is_stored and not response.errors
        if expected is None:
            expected = self.oracle.expected_response(viewer, query)
        return (
            find_difference(expected, possible, response.data, response.errors, rows)
            or (self.find_statement_count_difference(query, response, len(statements)) if is_single else None)
            or (
                None
                if viewer is None
                else await self.find_single_trip_difference(
                    viewer, query, response, expected.data, expects_single_trip=is_single
                )
            )
        )

    def find_statement_count_difference(self, query: ParsedQuery, response: Response, count: int) -> str | None:
        """Expect one statement, or none if there is nothing to read (no viewer, or no valid id).

        Before SQLite 3.46, whose parser has a stack of fixed size, deep queries need further statements.
        """
        if count == 1 or (not count and not has_looked_up_data(response.data, self.oracle.schema.type_map)):
            return None
        sqlite = self.app.database.read_engine.dialect.name == "sqlite"
        if (
            sqlite
            and sqlite3.sqlite_version_info < (3, 46)
            and count in (2, 3)
            and calculate_cost(query.document).depth > SINGLE_STATEMENT_DEPTH
        ):
            return None
        return f"{count} statements"

    async def find_single_trip_difference(
        self, viewer: Viewer, query: ParsedQuery, response: Response, expected: Any, *, expects_single_trip: bool
    ) -> str | None:
        """Expect the same data in a single trip, or no single trip; never one for a response with errors."""
        data = await self.execute_for_cached_viewer(viewer, query)
        if expects_single_trip:
            self.single_trip_results.append(data is not None)
        if data is None:
            return None
        actual = decode_cursors(json.loads(data), expected, self.rows.of_firm(viewer.firm_id))
        if response.errors or json.dumps(actual) != json.dumps(expected):
            return f"single trip\n  actual    {data}\n  expected  {json.dumps(expected)}"
        return None

    async def execute_for_cached_viewer(self, viewer: Viewer, query: ParsedQuery) -> str | None:
        if viewer not in self.tokens:
            self.tokens[viewer] = await session_of(self.app.services, viewer)
        return await execute_for_cached_viewer(
            self.app.services, viewer, self.tokens[viewer], query.text, query.variables
        )

    async def assert_matches(self, name: str, viewer: Viewer | None, random_query: RandomQuery) -> None:
        """Compare data, with the order of keys, and errors; above the cost limits expect a validation error only."""
        if random_query.is_within_limits:
            difference = await self.find_difference(viewer, random_query.query, is_stored=random_query.is_stored)
            assert difference is None, await self.describe_smallest_failure(name, viewer, random_query)
            return
        response = await execute(self.app.services, viewer, random_query.query.text, random_query.query.variables)
        assert response.data is None, random_query
        assert {error["extensions"]["code"] for error in response.errors} == {"GRAPHQL_VALIDATION_FAILED"}, random_query

    async def describe_smallest_failure(self, name: str, viewer: Viewer | None, random_query: RandomQuery) -> str:
        """Shrink a failing query and describe its difference."""

        async def difference_of(document: str) -> str | None:
            query = ParsedQuery(self.oracle.schema, document, random_query.query.variables)
            return await self.find_difference(viewer, query, is_stored=random_query.is_stored)

        async def fails(document: str) -> bool:
            return await difference_of(document) is not None

        document = await shrink_query(random_query.query.text, fails)
        difference = await difference_of(document)
        return f"seed {random_query.seed}, {name}\n{document}\n{random_query.query.variables}\n{difference}"


def has_looked_up_data(value: object, types: Container[str]) -> bool:
    """Whether the data contains anything but nulls and type names."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return any(has_looked_up_data(item, types) for item in items)
    return value is not None and not (isinstance(value, str) and value in types)


@pytest_asyncio.fixture(scope="module")
async def comparison(shared_app: AppHarness) -> OracleComparison:
    """The firms take seconds to build, and queries change nothing: one comparison serves all tests of a database."""
    result = await OracleComparison.create(shared_app)
    if shared_app.database.write_engine.dialect.name == "postgresql":
        # Without statistics, which a server gathers by itself in time, a plan can take half a minute.
        async with shared_app.services.writes.begin() as session:
            await session.execute(text("ANALYZE"))
    return result


@pytest.mark.parametrize("part", SHARDS)
async def test_responses_match_graphql_core_and_stored_queries_are_one_statement(
    comparison: OracleComparison, part: int
) -> None:
    """Queries of every field by some viewers, then random queries by all viewers.

    A short run has every field once on each database: as an owner on one, and as a client user on the other. Its random
    queries differ on each.
    """
    comparison.single_trip_results.clear()
    is_postgresql = comparison.app.database.read_engine.dialect.name == "postgresql"
    by_turns = itertools.cycle(("client user", "owner") if is_postgresql else ("owner", "client user"))
    pairs = itertools.product(comparison.viewers, MODELS) if IS_LONG else zip(by_turns, MODELS, strict=False)
    for seed, (name, type_name) in enumerate(pairs):
        query = comparison.queries.generate_exhaustive(seed + part, comparison.viewers[name], type_name)
        await comparison.assert_matches(name, comparison.viewers[name], query)
    shard = part if IS_LONG else int(is_postgresql)
    for seed in range(shard * QUERIES, (shard + 1) * QUERIES):
        await comparison.assert_matches(*comparison.generate(seed))
    # The others select what the viewer may not read, of objects that turn out to be null, so that there is no error.
    assert sum(comparison.single_trip_results) > 0.9 * len(comparison.single_trip_results) > 0


LISTS = {
    "clients": ("search: String, filter: ClientFilter, orderBy: ClientOrder"),
    "invoices": ("filter: InvoiceFilter, orderBy: InvoiceOrder"),
    "payments": ("filter: PaymentFilter"),
    "prepayments": ("filter: PaymentFilter"),
    "creditEntries": ("filter: CreditEntryFilter"),
    "refunds": ("filter: RefundFilter"),
    "disputes": ("filter: DisputeFilter"),
}
"""The lists of a firm, and their arguments."""
PAGES = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }"


class ListComparison:
    """Reads pages of one list of the firm by one document, whose variables are all arguments of the list.

    Literal arguments are in the random queries.
    """

    def __init__(self, comparison: OracleComparison, name: str) -> None:
        arguments = f"{LISTS[name]}, first: Int, after: String, last: Int, before: String"
        declared = ", ".join(f"${argument}" for argument in arguments.split(", "))
        passed = ", ".join(f"{argument.split(':')[0]}: ${argument.split(':')[0]}" for argument in arguments.split(", "))
        self._name = name
        self._comparison = comparison
        document = f"query ({declared}) {{ firm {{ {name}({passed}) {{ {PAGES} }} }} }}"
        self._query = ParsedQuery(comparison.oracle.schema, document, {})

    async def assert_all_pages_match(self, viewer: Viewer | None, size: int, **arguments: Any) -> None:
        """Every page, forwards and backwards, by one statement."""
        for sized, place, end, has_more in (
            ("first", "after", "endCursor", "hasNextPage"),
            ("last", "before", "startCursor", "hasPreviousPage"),
        ):
            cursor = None
            while True:
                query = self._query.with_variables({**arguments, sized: size, place: cursor})
                expected = self._comparison.oracle.expected_response(viewer, query)
                difference = await self._comparison.find_difference(viewer, query, is_stored=True, expected=expected)
                assert difference is None, f"{self._name} {query.variables}\n{difference}"
                assert expected.data is not None
                page_info = expected.data["firm"][self._name]["pageInfo"]
                if not page_info[has_more]:
                    break
                cursor = page_info[end]


def orders_by(*fields: str) -> list[dict[str, str]]:
    return [{"field": field, "direction": direction} for field in fields for direction in ("ASC", "DESC")]


async def test_every_order_and_filter_of_clients_matches(comparison: OracleComparison) -> None:
    """Each order in both directions, and each filter: every page, forwards and backwards, by one statement."""
    clients = ListComparison(comparison, "clients")
    viewers = [comparison.viewers[name] for name in ("owner", "assigned employee with view_all_clients")]
    filters: tuple[dict[str, Any], ...] = (
        {}, {"archived": True}, {"hasCredits": True}, {"hasCredits": False}, {"owes": True}, {"owes": False},
        {"overdue": True}, {"overdue": False, "owes": True},
        {"search": "CLIENT"}, {"search": "réf"}, {"search": "zoë"},
    )  # fmt: skip
    orders = orders_by("CREATED", "NAME", "AVAILABLE", "AMOUNT_DUE")
    for viewer in viewers:
        for order in orders:
            await clients.assert_all_pages_match(viewer, 2, orderBy=order)
        for filter_ in filters:
            await clients.assert_all_pages_match(viewer, 2, orderBy=orders[2], filter=filter_)
        await clients.assert_all_pages_match(viewer, 2, search="e", filter={"search": "m"}, orderBy=orders[5])


RANGES = {
    "invoices": ("issued", "due"),
    "payments": ("settled", "created", "received"),
    "prepayments": ("settled", "created", "received"),
}
DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")
# Each day begins a range and ends one; one range is a single day, and one is empty.
PAIRS_OF_DAYS = [*itertools.product(DAYS, DAYS)] if IS_LONG else [*zip(DAYS, (DAYS[1], DAYS[2], DAYS[0]), strict=True)]


async def test_every_order_and_filter_of_firm_wide_lists_matches(comparison: OracleComparison) -> None:
    """D60, D61: invoices in each order and by each filter; payments, entries, refunds and disputes by each filter.

    What an employee sees is the same with every filter, so that they read with some of them. A short run has each
    filter on one database, and the next one on the other; each order on both, as the owner and as the employee in turn.
    """
    is_postgresql = comparison.app.database.read_engine.dialect.name == "postgresql"
    owner, employee = (comparison.viewers[name] for name in ("owner", "assigned employee with no right"))
    assert owner is not None
    rows = comparison.rows.of_firm(owner.firm_id)
    first, second = (
        global_id("Client", row.client_id) for row in (rows.where(models.Dispute)[0], rows.where(models.Payment)[0])
    )
    clients: list[dict[str, Any]] = [{"clientIds": [first]}, {"clientIds": [first, second]}, {"clientIds": []}]
    reference = rows.where(models.Payment, paid_by=models.PaidBy.CARD)[0].intent_id.upper()
    searches = ("p-0000", "T-", "00001", "CLIENT", "réf 1", "général", reference, "zzz")
    of_payments: tuple[dict[str, Any], ...] = (
        {"disputed": True}, {"disputed": False}, {"refunded": True}, {"refunded": False},
        {"paidBy": ["CARD", "OFFLINE"]}, {"paidBy": ["CREDITS"]}, {"paidBy": []},
        *({"search": searched} for searched in searches),
    )  # fmt: skip
    filters: dict[str, tuple[dict[str, Any], ...]] = {
        "invoices": ({"status": ["UNPAID", "PARTIALLY_PAID"]}, {"overdue": True}),
        "payments": of_payments, "prepayments": of_payments,
        "creditEntries": (
            {"kind": ["DISPUTE", "REFUND"]}, {"kind": []},
            {"from": "2026-03-02T09:00:01Z"}, {"to": "2026-03-05T09:00:01Z"},
        ),
        "refunds": ({"status": ["PROCESSING"]}, {"status": ["FAILED", "SUCCEEDED"]}),
        "disputes": ({"status": ["OPEN"]}, {"status": ["WON", "LOST"]}, {"status": []}),
    }  # fmt: skip
    invoices = ListComparison(comparison, "invoices")
    for viewer in (owner, employee):
        orders = orders_by("CREATED", "ISSUED", "DUE", "NUMBER", "TOTAL", "AMOUNT_DUE")
        for position, order in enumerate(orders):
            if not IS_LONG and position % 2 != (is_postgresql ^ (viewer is owner)):
                continue
            await invoices.assert_all_pages_match(viewer, 7, orderBy=order)
            if IS_LONG or viewer is owner:
                await invoices.assert_all_pages_match(viewer, 7, orderBy=order, filter=clients[0])
    for name, conditions in filters.items():
        listed = ListComparison(comparison, name)
        between = [
            {f"{field}From": start, f"{field}To": end} for field in RANGES.get(name, ()) for start, end in PAIRS_OF_DAYS
        ]  # fmt: skip
        for position, condition in enumerate((*clients, *conditions, *between)):
            if not IS_LONG and position % 2 != is_postgresql:
                continue
            await listed.assert_all_pages_match(owner, 20, filter=condition)
            if IS_LONG or position % 6 < 2:
                await listed.assert_all_pages_match(employee, 20, filter=condition)
