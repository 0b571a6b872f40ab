"""The limits of open connections."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from server import container
from server.settings import Settings
from server.subscriptions.connections import MAX_PER_NETWORK, LiveConnections, TooManyConnections
from tests.support.firm import AppHarness
from tests.support.graphql_client import SCHEMA


async def test_ipv6_addresses_count_by_their_64(app: AppHarness, settings: Settings) -> None:
    """P10: all addresses of one /64 share the connections of one address; each slot is returned."""
    live = LiveConnections(container.App(settings, app.database, app.services, app.sandbox), SCHEMA)
    with ExitStack() as connections:
        for number in range(MAX_PER_NETWORK):
            connections.enter_context(live.count_by_network(f"2001:db8:1:2::{number:x}"))
        with pytest.raises(TooManyConnections):
            connections.enter_context(live.count_by_network("2001:db8:1:2:ffff::1"))
        connections.enter_context(live.count_by_network("2001:db8:1:3::1"))
        assert live.open_count == MAX_PER_NETWORK + 1
    assert live.open_count == 0
