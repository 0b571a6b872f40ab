"""PostgreSQL plans each statement of the driver once, whatever its values and however many rows a client has."""

from __future__ import annotations

import pytest

from tests.support.firm import AppHarness

pytestmark = pytest.mark.postgresql


async def test_driver_statements_have_generic_plans(app: AppHarness) -> None:
    """Repeated with other values, a statement is never planned for its values. Sessions keep PostgreSQL's default."""
    driver, statement = app.services.driver, "SELECT id FROM firm WHERE name = $1::VARCHAR"
    for number in range(12):
        await driver.fetch(statement, [f"firm {number}"])
    plans = "SELECT custom_plans FROM pg_prepared_statements WHERE statement = $1 AND generic_plans = 12"
    assert [tuple(row) for row in await driver.fetch(plans, [statement])] == [(0,)]
    async with app.services.reads() as session:
        connection = await session.connection()
        assert (await connection.exec_driver_sql("SHOW plan_cache_mode")).scalar() == "auto"
