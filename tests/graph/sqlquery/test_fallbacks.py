"""Departures from the compiled path are counted in acompte_query_fallbacks_total, by reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from billing.services import Snapshot
from graph.sqlquery import plan_cache
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, execute_for_cached_viewer, global_id, run_mutation
from tests.support.sessions import session_of

PORTAL_HOME = (Path(__file__).parents[3] / "bench" / "operations" / "portal_home.graphql").read_text()
REASONS = ("session_changed", "statement_error", "incomplete_plan", "deferred_field", "resolver_field")

FallbackCounts = Callable[[], dict[str, float]]


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    await firm.pay(await firm.create_invoice("12.00"), "10.00")
    return firm


@pytest.fixture
def fallbacks(firm: Firm) -> FallbackCounts:  # noqa: ARG001  (setting up the firm must not count)
    """The reasons that were counted since the test started, and how often."""

    def read(reason: str) -> float:
        return REGISTRY.get_sample_value("acompte_query_fallbacks_total", {"reason": reason}) or 0

    before = {reason: read(reason) for reason in REASONS}
    return lambda: {reason: count for reason in REASONS if (count := read(reason) - before[reason])}


async def test_portal_home_needs_no_fallback(firm: Firm, fallbacks: FallbackCounts) -> None:
    services, viewer = firm.app.services, firm.client_user
    response = await execute(services, viewer, PORTAL_HOME)
    assert len(response.data["viewer"]["client"]["invoices"]["edges"]) == 1
    token = await session_of(services, viewer)
    assert await execute_for_cached_viewer(services, viewer, token, PORTAL_HOME, None) is not None
    assert fallbacks() == {}


async def test_resolver_backed_fields_are_executed(firm: Firm, fallbacks: FallbackCounts) -> None:
    quote = "quote(amount: { choice: REMAINING }, from: CREDITS) { ... on Quote { amount { amount } } }"
    query = f"{{ viewer {{ ... on ClientUser {{ client {{ invoices {{ edges {{ node {{ {quote} }} }} }} }} }} }} }}"
    response = await execute(firm.app.services, firm.client_user, query)
    assert response.errors == []
    assert fallbacks() == {"incomplete_plan": 1, "resolver_field": 1}


async def test_computed_fields_are_no_fallback(firm: Firm, fallbacks: FallbackCounts) -> None:
    """The statement has all that they are computed from, and authenticates the viewer as well."""
    query = "{ viewer { ... on ClientUser { client { invoices { edges { node { actions } } } } } } }"
    services, viewer = firm.app.services, firm.client_user
    response = await execute(services, viewer, query)
    assert response.data["viewer"]["client"]["invoices"]["edges"] == [
        {"node": {"actions": ["PAY_FROM_CREDITS", "PAY_BY_CARD", "PAY_BY_BANK_DEBIT"]}}
    ]
    token = await session_of(services, viewer)
    single_trip = await execute_for_cached_viewer(services, viewer, token, query, None)
    assert single_trip is not None
    assert json.loads(single_trip) == response.data
    assert fallbacks() == {}


async def test_denied_fields_are_executed(firm: Firm, fallbacks: FallbackCounts) -> None:
    response = await execute(firm.app.services, firm.client_user, "{ firm { paymentSettings { id } } }")
    assert response.codes == [(["firm", "paymentSettings"], "FORBIDDEN")]
    assert fallbacks() == {"incomplete_plan": 1}


async def test_deep_fields_are_deferred(firm: Firm, fallbacks: FallbackCounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """As before SQLite 3.46, which cannot parse deep statements."""
    monkeypatch.setattr(plan_cache, "_DEPTH_LIMITS", (4,))
    query = f'{{ client(id: "{global_id("Client", firm.client_id)}") {{ firm {{ name }} invoices {{ totalCount }} }} }}'
    response = await execute(firm.app.services, firm.client_user, query)
    assert response.data["client"]["invoices"] == {"totalCount": 1}
    assert fallbacks() == {"incomplete_plan": 1, "deferred_field": 1}


async def test_a_changed_session_is_not_answered_in_a_single_trip(firm: Firm, fallbacks: FallbackCounts) -> None:
    services, viewer = firm.app.services, firm.client_user
    await execute(services, viewer, PORTAL_HOME)
    owner_token = await session_of(services, firm.owner)
    for token in (owner_token, "unknown"):
        assert await execute_for_cached_viewer(services, viewer, token, PORTAL_HOME, None) is None
    assert fallbacks() == {"session_changed": 2}


async def test_a_failing_statement_is_reported_by_the_executor(
    firm: Firm, fallbacks: FallbackCounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> str:
        raise ValueError

    monkeypatch.setattr(Snapshot, "text", fail)
    response = await execute(firm.app.services, firm.client_user, PORTAL_HOME)
    assert response.codes == [(["viewer"], "INTERNAL_SERVER_ERROR")]
    assert fallbacks() == {"statement_error": 1}


async def test_mutations_read_their_payload_without_fallback(firm: Firm, fallbacks: FallbackCounts) -> None:
    """A mutation is executed by graphql-core, which is no fallback."""
    payload = await run_mutation(
        firm.app.services,
        firm.owner,
        "updatePaymentSettings",
        "... on PaymentSettingsPayload { paymentSettings { hideInvoicesFromClients } }",
        hideInvoicesFromClients=True,
    )
    assert payload["paymentSettings"] == {"hideInvoicesFromClients": True}
    assert fallbacks() == {}
