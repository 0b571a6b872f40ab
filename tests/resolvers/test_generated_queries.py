"""Whatever is asked, by whomever: the answer is that of graphql-core over the same rows, byte for byte."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.oracle import street
from tests.oracle.compared import differs
from tests.oracle.drawn_queries import Queries
from tests.oracle.rows import Rows
from tests.oracle.schema import Oracle
from tests.support.asking import ask
from tests.support.firm import House

pytestmark = pytest.mark.both_databases


async def test_t(house: House) -> None:
    t = time.time()
    built = await street.settle_in(house)
    print("BUILD", time.time() - t)
    rows = await Rows.read(house.services)
    oracle = Oracle()
    queries = Queries(oracle.schema, rows)
    people = list(built.people.items())
    times: Counter[str] = Counter()
    fails = 0
    stats: Counter[str] = Counter()
    import os
    for seed in range(int(os.environ.get("N", "300"))):
        name, viewer = people[seed % len(people)]
        t = time.time()
        query = queries.drawn(seed, viewer)
        times["draw"] += time.time() - t
        t = time.time()
        answer = await ask(house.services, viewer, query.text, query.variables)
        data, errors = answer.data, answer.errors
        times["ask"] += time.time() - t
        t = time.time()
        expected = oracle.ask(rows, house.services, viewer, query.text, query.variables)
        times["oracle"] += time.time() - t
        stats["taken" if query.is_taken else "beyond"] += 1
        stats["stored"] += query.stored
        stats["errors"] += bool(errors)
        stats["bytes"] += len(answer.text)
        if not query.is_taken:
            assert answer.data is None and all(e["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED" for e in errors), query
            continue
        wrong = differs(expected, data, errors, None if viewer is None else rows.of(viewer.firm_id))
        if wrong:
            fails += 1
            if fails < 8:
                print("=====", seed, name, "\n", query.text, "\n", query.variables, "\n", wrong[:3000])
    print(times, stats, "FAILS", fails)
