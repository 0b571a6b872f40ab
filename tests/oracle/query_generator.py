"""Drawn queries: everything that the schema lets somebody write, from a seed; mostly valid, and within the limits."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from billing.access.principals import Viewer
from tests.oracle.argument_generator import ArgumentGenerator
from tests.oracle.query_cost import calculate_cost
from tests.oracle.query_writer import QueryWriter
from tests.oracle.rows import AllRows
from tests.oracle.schema import Oracle, ParsedQuery


@dataclass(frozen=True)
class RandomQuery:
    """What somebody asks. `stored`: it names no field that is worked out. `is_taken`: it is within the limits."""

    seed: int
    query: ParsedQuery
    is_stored: bool
    is_within_limits: bool


class QueryGenerator:
    """Draws them, for whoever asks."""

    def __init__(self, oracle: Oracle, rows: AllRows) -> None:
        self._oracle = oracle
        self._schema = oracle.schema
        self._rows = rows
        self._values: dict[Viewer | None, ArgumentGenerator] = {}

    def generate(self, seed: int, viewer: Viewer | None) -> RandomQuery:
        """The query of this seed."""
        draw, values = self._seeded_values(seed, viewer)
        beyond = draw.random() < 0.02
        while True:
            draft = QueryWriter(
                draw, values, self._schema, viewer, invalid_ratio=draw.choice((0.0, 0.0, 0.0, 0.03, 0.12))
            )
            found = self._write_query(draft, seed, exceeds_limits=beyond)
            if found is not None:
                return found

    def generate_exhaustive(self, seed: int, viewer: Viewer | None, type_name: str) -> RandomQuery:
        """Every field of objects of the type, and every field of those that they lead to."""
        draw, values = self._seeded_values(seed, viewer)
        draft = QueryWriter(draw, values, self._schema, viewer, invalid_ratio=0, selects_everything=True)
        selection = draft.selection(self._schema.type_map[type_name], {}, 1)
        declared = f"({', '.join(draft.variable_definitions)})" if draft.variable_definitions else ""
        for number in (12, 6, 3, 1):
            ids = json.dumps(values.several_ids(type_name, number))
            text = f"query{declared} {{ nodes(ids: {ids}) {{ ... on {type_name} {selection} }} }}"
            query = ParsedQuery(self._schema, text, draft.variables)
            if calculate_cost(query.document).is_within_limits:
                return RandomQuery(seed, query, draft.is_stored, is_within_limits=True)
        raise AssertionError(text)

    def _seeded_values(self, seed: int, viewer: Viewer | None) -> tuple[random.Random, ArgumentGenerator]:
        draw = random.Random(seed)
        values = self._values.get(viewer) or ArgumentGenerator(self._rows, self._oracle.context_for(viewer))
        self._values[viewer] = values
        values.use_rng(draw)
        return draw, values

    def _write_query(self, draft: QueryWriter, seed: int, *, exceeds_limits: bool) -> RandomQuery | None:
        assert self._schema.query_type is not None
        draft.fields_left = 250 if exceeds_limits else draft.rng.choice((15, 30, 60, 100))
        body = draft.selection(self._schema.query_type, {}, draft.rng.randint(2, 20 if exceeds_limits else 9))
        declared = f"({', '.join(draft.variable_definitions)})" if draft.variable_definitions else ""
        head = f"query{declared} " if declared or draft.chance(0.3) else ""
        definitions = [f"{head}{body}", *draft.used_fragments(body)]
        if draft.chance(0.3):
            definitions.reverse()
        query = ParsedQuery(self._schema, "\n".join(definitions), draft.variables)
        is_taken = calculate_cost(query.document).is_within_limits
        # Above what is taken nothing else may be wrong, so that it is this that is told; else arguments may be.
        wrong = bool(query.validation_errors) and (exceeds_limits or draft.invalid_ratio == 0)
        if query.document.token_count > 2000 or is_taken is exceeds_limits or wrong:
            return None
        return RandomQuery(seed, query, draft.is_stored, is_taken)
