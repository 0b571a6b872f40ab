"""PostgreSQL plans what is asked the straight way once: not anew at each request, however many rows one client has."""

from __future__ import annotations

import pytest

from tests.support.firm import AppHarness

pytestmark = pytest.mark.postgresql


async def test_a_statement_is_planned_once(app: AppHarness) -> None:
    """Asked again and again, with other values: never for one value alone. Sessions are left to PostgreSQL."""
    direct, statement = app.services.driver, "SELECT id FROM firm WHERE name = $1::VARCHAR"
    for number in range(12):
        await direct.fetch(statement, [f"firm {number}"])
    plans = "SELECT custom_plans FROM pg_prepared_statements WHERE statement = $1 AND generic_plans = 12"
    assert [tuple(row) for row in await direct.fetch(plans, [statement])] == [(0,)]
    async with app.services.reads() as session:
        connection = await session.connection()
        assert (await connection.exec_driver_sql("SHOW plan_cache_mode")).scalar() == "auto"
