"""Drawn queries: everything that the schema lets somebody write, from a seed; mostly valid, and within the limits."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from billing.access.principals import Viewer
from tests.oracle.drafts import Draft
from tests.oracle.drawn_values import Values
from tests.oracle.rows import Rows
from tests.oracle.schema import Oracle, Query
from tests.oracle.weights import weigh


@dataclass(frozen=True)
class Drawn:
    """What somebody asks. `stored`: it names no field that is worked out. `is_taken`: it is within the limits."""

    seed: int
    query: Query
    stored: bool
    is_taken: bool


class Queries:
    """Draws them, for whoever asks."""

    def __init__(self, oracle: Oracle, rows: Rows) -> None:
        self._oracle = oracle
        self._schema = oracle.schema
        self._rows = rows
        self._values: dict[Viewer | None, Values] = {}

    def drawn(self, seed: int, viewer: Viewer | None) -> Drawn:
        """The query of this seed."""
        draw, values = self._drawing(seed, viewer)
        beyond = draw.random() < 0.02
        while True:
            draft = Draft(draw, values, self._schema, viewer, badness=draw.choice((0.0, 0.0, 0.0, 0.03, 0.12)))
            found = self._written(draft, seed, beyond=beyond)
            if found is not None:
                return found

    def whole(self, seed: int, viewer: Viewer | None, type_name: str) -> Drawn:
        """Every field of objects of the type, and every field of those that they lead to."""
        draw, values = self._drawing(seed, viewer)
        draft = Draft(draw, values, self._schema, viewer, badness=0, is_whole=True)
        selection = draft.selection(self._schema.type_map[type_name], {}, 1)
        declared = f"({', '.join(draft.declared)})" if draft.declared else ""
        for number in (12, 6, 3, 1):
            ids = json.dumps(values.several(type_name, number))
            text = f"query{declared} {{ nodes(ids: {ids}) {{ ... on {type_name} {selection} }} }}"
            query = Query(self._schema, text, draft.variables)
            if weigh(query.document).is_taken:
                return Drawn(seed, query, draft.stored, is_taken=True)
        raise AssertionError(text)

    def _drawing(self, seed: int, viewer: Viewer | None) -> tuple[random.Random, Values]:
        draw = random.Random(seed)
        values = self._values.get(viewer) or Values(self._rows, self._oracle.asked(viewer))
        self._values[viewer] = values
        values.draw_from(draw)
        return draw, values

    def _written(self, draft: Draft, seed: int, *, beyond: bool) -> Drawn | None:
        assert self._schema.query_type is not None
        draft.room = 250 if beyond else draft.draw.choice((15, 30, 60, 100))
        body = draft.selection(self._schema.query_type, {}, draft.draw.randint(2, 20 if beyond else 9))
        declared = f"({', '.join(draft.declared)})" if draft.declared else ""
        head = f"query{declared} " if declared or draft.chance(0.3) else ""
        definitions = [f"{head}{body}", *draft.used(body)]
        if draft.chance(0.3):
            definitions.reverse()
        query = Query(self._schema, "\n".join(definitions), draft.variables)
        is_taken = weigh(query.document).is_taken
        # Above what is taken nothing else may be wrong, so that it is this that is told; else arguments may be.
        wrong = bool(query.invalid) and (beyond or draft.badness == 0)
        if query.document.token_count > 2000 or is_taken is beyond or wrong:
            return None
        return Drawn(seed, query, draft.stored, is_taken)
