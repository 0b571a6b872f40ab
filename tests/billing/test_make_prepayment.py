"""A client pays ahead."""

from __future__ import annotations

from tests.support.firm import House


async def test_money_that_came_is_credited_exactly(house: House) -> None:
    """D9: exactly its amount is added to the client's credits."""
    firm = await house.ready_firm()
    await firm.prepay("250.00")
    assert await firm.credits() == (250_00, 0)
