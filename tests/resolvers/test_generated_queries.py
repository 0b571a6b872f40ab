"""Whatever is asked, by whomever: the answer is that of graphql-core over the same rows, byte for byte.

Where all of it is stored, one statement tells it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container

import pytest

from billing.access.principals import Viewer
from tests.oracle import street
from tests.oracle.compared import differs
from tests.oracle.drawn_queries import Drawn, Queries
from tests.oracle.fields import MODELS
from tests.oracle.rows import Rows
from tests.oracle.schema import Oracle, Query
from tests.oracle.smaller import smaller
from tests.oracle.weights import weigh
from tests.support.asking import Answer, ask, known, statements, told_at_once
from tests.support.firm import House
from tests.support.longer import IS_LONG
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

QUERIES = 1000 if IS_LONG else 120
PARTS = range(10 if IS_LONG else 1)
SHALLOW = 5
"""So many fields inside fields any SQLite tells at once."""


class Trial:
    """Everything that an answer is held against, in one house."""

    def __init__(self, house: House, built: street.Street, rows: Rows) -> None:
        self.house = house
        self.people = built.people
        self.rows = rows
        self.oracle = Oracle(rows, house.services)
        self.queries = Queries(self.oracle, rows)
        self.tokens: dict[Viewer, str] = {}
        self.told: list[bool] = []
        """Of the answers that may be told at once, whether they were."""

    @classmethod
    async def of(cls, house: House) -> Trial:
        built = await street.settle_in(house)
        return cls(house, built, await Rows.read(house.services))

    def drawn(self, seed: int) -> tuple[str, Viewer | None, Drawn]:
        """Who asks, and what: everybody in turn."""
        name = list(self.people)[seed % len(self.people)]
        viewer = self.people[name]
        return name, viewer, self.queries.drawn(seed, viewer)

    async def wrong(self, viewer: Viewer | None, query: Query, *, stored: bool) -> str | None:
        """What of the answer is not as it has to be."""
        if viewer is not None:
            await known(self.house.services, viewer)
        with statements(self.house.database.read_engine) as found:
            answer = await ask(self.house.services, viewer, query.text, query.variables)
        rows = None if viewer is None else self.rows.of(viewer.firm_id)
        possible = self.oracle.possible(viewer, query) if answer.errors else []
        is_one = stored and not answer.errors
        return (
            differs(self.oracle.ask(viewer, query), possible, answer.data, answer.errors, rows)
            or (self.wrong_number(query, answer, len(found)) if is_one else None)
            or (None if viewer is None else await self.wrong_at_once(viewer, query, answer, is_one=is_one))
        )

    def wrong_number(self, query: Query, answer: Answer, number: int) -> str | None:
        """One statement, however deep; none where there is nothing to look up, as for nobody or an id of nothing.

        But an SQLite before 3.46, whose reader has a stack of fixed size, is asked for what lies deep by a further one.
        """
        if number == 1 or (not number and not tells(answer.data, self.oracle.schema.type_map)):
            return None
        sqlite = self.house.database.read_engine.dialect.name == "sqlite"
        if (
            sqlite
            and sqlite3.sqlite_version_info < (3, 46)
            and number in (2, 3)
            and weigh(query.document).depth > SHALLOW
        ):
            return None
        return f"{number} statements"

    async def wrong_at_once(self, viewer: Viewer, query: Query, answer: Answer, *, is_one: bool) -> str | None:
        """The same, told by the statement that finds out who asks; where there was an error, it is never told so."""
        told = await self.told_at_once(viewer, query)
        if is_one:
            self.told.append(told is not None)
        if told is not None and (answer.errors or json.dumps(json.loads(told)) != json.dumps(answer.data)):
            return f"told at once: {told}"
        return None

    async def told_at_once(self, viewer: Viewer, query: Query) -> str | None:
        if viewer not in self.tokens:
            self.tokens[viewer] = await session_of(self.house.services, viewer)
        return await told_at_once(self.house.services, viewer, self.tokens[viewer], query.text, query.variables)

    async def check(self, name: str, viewer: Viewer | None, drawn: Drawn) -> None:
        """Data with the order of its keys, and errors; above the limits nothing but a refusal."""
        if drawn.is_taken:
            wrong = await self.wrong(viewer, drawn.query, stored=drawn.stored)
            assert wrong is None, await self.smallest(name, viewer, drawn)
            return
        answer = await ask(self.house.services, viewer, drawn.query.text, drawn.query.variables)
        assert answer.data is None, drawn
        assert {error["extensions"]["code"] for error in answer.errors} == {"GRAPHQL_VALIDATION_FAILED"}, drawn

    async def smallest(self, name: str, viewer: Viewer | None, drawn: Drawn) -> str:
        """A query that was answered wrong, as small as it can be."""

        async def wrong(text: str) -> str | None:
            query = Query(self.oracle.schema, text, drawn.query.variables)
            return await self.wrong(viewer, query, stored=drawn.stored)

        async def fails(text: str) -> bool:
            return await wrong(text) is not None

        text = await smaller(drawn.query.text, fails)
        return f"seed {drawn.seed}, {name}\n{text}\n{drawn.query.variables}\n{await wrong(text)}"


def tells(value: object, types: Container[str]) -> bool:
    """Whether there is anything in an answer that somebody had to look up: more than the names of types."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return any(tells(each, types) for each in inside)
    return value is not None and not (isinstance(value, str) and value in types)


@pytest.mark.parametrize("part", PARTS)
async def test_every_answer_is_that_of_graphql_core_and_stored_ones_are_one_statement(house: House, part: int) -> None:
    """Every field there is, by some; then whatever is drawn, by everybody."""
    trial = await Trial.of(house)
    people = list(trial.people)
    for seed, type_name in enumerate([*MODELS] * (len(people) if IS_LONG else 2)):
        name = people[seed // len(MODELS)] if IS_LONG else ("owner", "client user")[seed // len(MODELS)]
        drawn = trial.queries.whole(seed + part, trial.people[name], type_name)
        await trial.check(name, trial.people[name], drawn)
    for seed in range(part * QUERIES, (part + 1) * QUERIES):
        await trial.check(*trial.drawn(seed))
    # All but those that ask for the name of Query itself.
    assert sum(trial.told) > 0.7 * len(trial.told) > 0
