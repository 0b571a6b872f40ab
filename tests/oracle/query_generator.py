"""Random queries: whatever the schema allows, from a seed; mostly valid and within the cost limits."""

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
    """A query; `is_stored` means that it selects no resolver-backed field."""

    seed: int
    query: ParsedQuery
    is_stored: bool
    is_within_limits: bool


class QueryGenerator:
    """Generates queries for any viewer."""

    def __init__(self, oracle: Oracle, rows: AllRows) -> None:
        self._oracle = oracle
        self._schema = oracle.schema
        self._rows = rows
        self._values: dict[Viewer | None, ArgumentGenerator] = {}

    def generate(self, seed: int, viewer: Viewer | None) -> RandomQuery:
        """Return the query of this seed."""
        rng, values = self._seeded_values(seed, viewer)
        exceeds_limits = rng.random() < 0.02
        while True:
            invalid_ratio = rng.choice((0.0, 0.0, 0.0, 0.03, 0.12))
            writer = QueryWriter(rng, values, self._schema, viewer, invalid_ratio=invalid_ratio)
            query = self._write_query(writer, seed, exceeds_limits=exceeds_limits)
            if query is not None:
                return query

    def generate_exhaustive(self, seed: int, viewer: Viewer | None, type_name: str) -> RandomQuery:
        """Return a query of every field of objects of the type, and of the objects that their fields return."""
        rng, values = self._seeded_values(seed, viewer)
        writer = QueryWriter(rng, values, self._schema, viewer, invalid_ratio=0, selects_everything=True)
        selection = writer.selection(self._schema.type_map[type_name], {}, 1)
        variables = f"({', '.join(writer.variable_definitions)})" if writer.variable_definitions else ""
        for number in (12, 6, 3, 1):
            ids = json.dumps(values.several_ids(type_name, number))
            text = f"query{variables} {{ nodes(ids: {ids}) {{ ... on {type_name} {selection} }} }}"
            query = ParsedQuery(self._schema, text, writer.variables)
            if calculate_cost(query.document).is_within_limits:
                return RandomQuery(seed, query, writer.is_stored, is_within_limits=True)
        raise AssertionError(text)

    def _seeded_values(self, seed: int, viewer: Viewer | None) -> tuple[random.Random, ArgumentGenerator]:
        rng = random.Random(seed)
        values = self._values.get(viewer) or ArgumentGenerator(self._rows, self._oracle.context_for(viewer))
        self._values[viewer] = values
        values.use_rng(rng)
        return rng, values

    def _write_query(self, writer: QueryWriter, seed: int, *, exceeds_limits: bool) -> RandomQuery | None:
        assert self._schema.query_type is not None
        writer.fields_left = 250 if exceeds_limits else writer.rng.choice((15, 30, 60, 100))
        body = writer.selection(self._schema.query_type, {}, writer.rng.randint(2, 20 if exceeds_limits else 9))
        variables = f"({', '.join(writer.variable_definitions)})" if writer.variable_definitions else ""
        head = f"query{variables} " if variables or writer.chance(0.3) else ""
        definitions = [f"{head}{body}", *writer.used_fragments(body)]
        if writer.chance(0.3):
            definitions.reverse()
        query = ParsedQuery(self._schema, "\n".join(definitions), writer.variables)
        is_within_limits = calculate_cost(query.document).is_within_limits
        # A query above the limits must have no other error, so that the limit is what is reported.
        is_invalid = bool(query.validation_errors) and (exceeds_limits or writer.invalid_ratio == 0)
        if query.document.token_count > 2000 or is_within_limits is exceeds_limits or is_invalid:
            return None
        return RandomQuery(seed, query, writer.is_stored, is_within_limits)
