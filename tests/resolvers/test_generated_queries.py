"""Whatever is asked, by whomever: the answer is that of graphql-core over the same rows, byte for byte.

Where all of it is stored, one statement tells it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container

import pytest

from billing.access.principals import Viewer
from tests.oracle import fixtures
from tests.oracle.comparison import find_difference
from tests.oracle.fields import MODELS
from tests.oracle.query_cost import calculate_cost
from tests.oracle.query_generator import QueryGenerator, RandomQuery
from tests.oracle.rows import AllRows
from tests.oracle.schema import Oracle, ParsedQuery
from tests.oracle.shrink import shrink_query
from tests.support.firm import AppHarness
from tests.support.graphql_client import Response, execute, record_statements, try_single_trip, warm_firm_cache
from tests.support.long_runs import IS_LONG
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

QUERIES = 1000 if IS_LONG else 120
SHARDS = range(10 if IS_LONG else 1)
SINGLE_STATEMENT_DEPTH = 5
"""So many fields inside fields any SQLite tells at once."""


class OracleComparison:
    """Everything that an answer is held against, in one house."""

    def __init__(self, house: AppHarness, fixture: fixtures.OracleFixture, rows: AllRows) -> None:
        self.app = house
        self.viewers = fixture.viewers
        self.rows = rows
        self.oracle = Oracle(rows, house.services)
        self.queries = QueryGenerator(self.oracle, rows)
        self.tokens: dict[Viewer, str] = {}
        self.single_trip_results: list[bool] = []
        """Of the answers that may be told at once, whether they were."""

    @classmethod
    async def create(cls, house: AppHarness) -> OracleComparison:
        built = await fixtures.build_firms(house)
        return cls(house, built, await AllRows.load(house.services))

    def generate(self, seed: int) -> tuple[str, Viewer | None, RandomQuery]:
        """Who asks, and what: everybody in turn."""
        name = list(self.viewers)[seed % len(self.viewers)]
        viewer = self.viewers[name]
        return name, viewer, self.queries.generate(seed, viewer)

    async def find_difference(self, viewer: Viewer | None, query: ParsedQuery, *, is_stored: bool) -> str | None:
        """What of the answer is not as it has to be."""
        if viewer is not None:
            await warm_firm_cache(self.app.services, viewer)
        with record_statements(self.app.database.read_engine) as found:
            answer = await execute(self.app.services, viewer, query.text, query.variables)
        rows = None if viewer is None else self.rows.of_firm(viewer.firm_id)
        possible = self.oracle.possible_errors(viewer, query) if answer.errors else []
        is_one = is_stored and not answer.errors
        return (
            find_difference(self.oracle.expected_response(viewer, query), possible, answer.data, answer.errors, rows)
            or (self.find_statement_count_difference(query, answer, len(found)) if is_one else None)
            or (
                None
                if viewer is None
                else await self.find_single_trip_difference(viewer, query, answer, expects_single_trip=is_one)
            )
        )

    def find_statement_count_difference(self, query: ParsedQuery, answer: Response, count: int) -> str | None:
        """One statement, however deep; none where there is nothing to look up, as for nobody or an id of nothing.

        But an SQLite before 3.46, whose reader has a stack of fixed size, is asked for what lies deep by a further one.
        """
        if count == 1 or (not count and not has_looked_up_data(answer.data, self.oracle.schema.type_map)):
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
        self, viewer: Viewer, query: ParsedQuery, answer: Response, *, expects_single_trip: bool
    ) -> str | None:
        """The same, told by the statement that finds out who asks; where there was an error, it is never told so."""
        told = await self.try_single_trip(viewer, query)
        if expects_single_trip:
            self.single_trip_results.append(told is not None)
        if told is not None and (answer.errors or json.dumps(json.loads(told)) != json.dumps(answer.data)):
            return f"told at once: {told}"
        return None

    async def try_single_trip(self, viewer: Viewer, query: ParsedQuery) -> str | None:
        if viewer not in self.tokens:
            self.tokens[viewer] = await session_of(self.app.services, viewer)
        return await try_single_trip(self.app.services, viewer, self.tokens[viewer], query.text, query.variables)

    async def assert_matches(self, name: str, viewer: Viewer | None, random_query: RandomQuery) -> None:
        """Data with the order of its keys, and errors; above the limits nothing but a refusal."""
        if random_query.is_within_limits:
            wrong = await self.find_difference(viewer, random_query.query, is_stored=random_query.is_stored)
            assert wrong is None, await self.describe_smallest_failure(name, viewer, random_query)
            return
        answer = await execute(self.app.services, viewer, random_query.query.text, random_query.query.variables)
        assert answer.data is None, random_query
        assert {error["extensions"]["code"] for error in answer.errors} == {"GRAPHQL_VALIDATION_FAILED"}, random_query

    async def describe_smallest_failure(self, name: str, viewer: Viewer | None, random_query: RandomQuery) -> str:
        """A query that was answered wrong, as small as it can be."""

        async def wrong(text: str) -> str | None:
            query = ParsedQuery(self.oracle.schema, text, random_query.query.variables)
            return await self.find_difference(viewer, query, is_stored=random_query.is_stored)

        async def fails(text: str) -> bool:
            return await wrong(text) is not None

        text = await shrink_query(random_query.query.text, fails)
        return f"seed {random_query.seed}, {name}\n{text}\n{random_query.query.variables}\n{await wrong(text)}"


def has_looked_up_data(value: object, types: Container[str]) -> bool:
    """Whether there is anything in an answer that somebody had to look up: more than the names of types."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return any(has_looked_up_data(each, types) for each in inside)
    return value is not None and not (isinstance(value, str) and value in types)


@pytest.mark.parametrize("part", SHARDS)
async def test_answers_match_graphql_core_and_stored_queries_are_one_statement(app: AppHarness, part: int) -> None:
    """Every field there is, by some; then whatever is drawn, by everybody."""
    trial = await OracleComparison.create(app)
    people = list(trial.viewers)
    for seed, type_name in enumerate([*MODELS] * (len(people) if IS_LONG else 2)):
        name = people[seed // len(MODELS)] if IS_LONG else ("owner", "client user")[seed // len(MODELS)]
        drawn = trial.queries.generate_exhaustive(seed + part, trial.viewers[name], type_name)
        await trial.assert_matches(name, trial.viewers[name], drawn)
    for seed in range(part * QUERIES, (part + 1) * QUERIES):
        await trial.assert_matches(*trial.generate(seed))
    # All but those that ask for the name of Query itself.
    assert sum(trial.single_trip_results) > 0.7 * len(trial.single_trip_results) > 0
