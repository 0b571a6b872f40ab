"""How a database executes a statement, as EXPLAIN reports it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from tests.support.firm import AppHarness


@dataclass(frozen=True)
class TableAccess:
    """How a plan reads a table: by which indexes, whether from a key on or from the start, and with how many sorts."""

    steps: list[str]
    indexes: list[str]
    seeks_key: bool
    sort_count: int


async def explain(app: AppHarness, statement: str, table: str) -> TableAccess:
    """Return the plan that serves all values of the statement's parameters.

    The tables of a test are small, so PostgreSQL is told to avoid what only small tables justify.
    """
    async with app.services.reads() as session:
        connection = await session.connection()
        if connection.dialect.name == "sqlite":
            # Values are not part of the plan, but each parameter needs one.
            values = (None,) * statement.count("?")
            rows = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            return await _sqlite_plan(connection, [str(tuple(row)[-1]) for row in rows], table)
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            await session.execute(text(f"SET LOCAL {setting} = off"))
        driver: Any = (await connection.get_raw_connection()).driver_connection
        count = len(set(re.findall(r"\$\d+", statement)))
        await driver.execute(f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE explained AS {statement}")
        arguments = f"({', '.join(['NULL'] * count)})" if count else ""
        rows = await driver.fetch(f"EXPLAIN (COSTS OFF) EXECUTE explained{arguments}")
        await driver.execute("DEALLOCATE explained")
        return _postgresql_plan([row[0] for row in rows], table)


async def _sqlite_plan(connection: Any, steps: list[str], table: str) -> TableAccess:
    of_table = [step for step in steps if re.match(rf"(SEARCH|SCAN) {table}\d*( |$)", step)]
    indexes = []
    for name in (match[1] for step in of_table if (match := re.search(r"INDEX (\w+)", step))):
        columns = [row[2] for row in await connection.exec_driver_sql(f"PRAGMA index_info({name})")]
        kind = "pk" if columns == ["firm_id", "id"] else f"uq_{'_'.join(map(str, columns))}"
        indexes.append(kind if name.startswith("sqlite_autoindex") else name)
    seeks_key = any(re.search(r"(\)|id|seq|<expr>)[<>]\(?\?", step) for step in of_table)
    return TableAccess(steps, indexes, seeks_key, sum("ORDER BY" in step for step in steps))


def _postgresql_plan(steps: list[str], table: str) -> TableAccess:
    scan = re.compile(rf"Index (?:Only )?Scan (?:Backward )?using (\w+) on {table} ")
    names = [match[1] for step in steps if (match := scan.search(step))]
    indexes = [name if name.startswith("ix_") else name.replace(f"_{table}", "", 1) for name in names]
    conditions = [step for step in steps if "Index Cond" in step]
    seeks_key = any("ROW(" in step or re.search(r"\bid [<>]", step) for step in conditions)
    return TableAccess(steps, indexes, seeks_key, sum("Sort Key" in step for step in steps))
