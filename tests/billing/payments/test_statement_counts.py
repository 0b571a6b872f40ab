"""What a payment costs at the database: it locks the firm, loads once, writes once, and reads nothing back."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import httpx
import pytest
from pydantic import SecretStr

from billing.access.principals import ClientUser
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.pay_invoice import PayInvoiceCommand, pay_invoice
from models import PaymentMethod
from server.container import App
from server.http.app import create_asgi_app
from server.settings import Settings
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id
from tests.support.pages_elsewhere import DASHBOARD_URL, PORTAL_URL
from tests.support.round_trips import (
    LOCK,
    SQLITE_LOCK,
    RoundTripLog,
    is_transaction_control,
    read_tables,
    record_round_trips,
    written_tables,
)
from tests.support.sessions import session_of
from tests.support.shared_schema import new_api

T = TypeVar("T")

CREDITS, CARD = PaymentSource.CREDITS, PaymentSource.CARD

PAY = """mutation ($input: PayInvoiceInput!) { payInvoice(input: $input) { __typename ... on PayInvoicePayload {
  invoice { id number status amountPayable { amount } } creditAccount { id available { amount } }
  payments { id status amount { amount } %s } } } }"""
CHECKOUT = "checkout { ... on StripeCheckout { publishableKey clientSecret accountId apiBase } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """A firm whose client has credits of 30.00; all accounts are open, and all connections are established."""
    firm = await app.create_ready_firm()
    await actions.issue_credit_note(firm, "1.00")
    await firm.prepay("1.00")
    await firm.pay(await firm.create_invoice("2.00"), AmountChoice.REMAINING)
    await firm.prepay("30.00")
    return firm


@pytest.fixture
async def http(app: AppHarness) -> AsyncIterator[httpx.AsyncClient]:
    url = "https://acompte.test"
    settings = Settings(
        database_url=SecretStr(app.database.url), public_url=url, portal_url=PORTAL_URL, dashboard_url=DASHBOARD_URL
    )
    transport = httpx.ASGITransport(
        app=create_asgi_app(App(settings, app.database, app.services, app.sandbox), new_api(settings))
    )
    async with httpx.AsyncClient(transport=transport, base_url=url) as client:
        yield client


def kind(sql: str) -> str:
    if sql == SQLITE_LOCK:
        return "begin+lock"
    if is_transaction_control(sql):
        return sql.split()[0].lower()
    if sql == LOCK:
        return "lock"
    return "write" if written_tables(sql) else "read"


def steps(log: RoundTripLog) -> list[str]:
    """The kinds of statements in each round trip; several of one kind count as one."""
    return ["+".join(dict.fromkeys(kind(sql) for sql in round_trip.statements)) for round_trip in log.round_trips]


def postgresql_or_sqlite(app: AppHarness, postgresql: T, sqlite: T) -> T:
    return postgresql if app.services.driver.dialect.name == "postgresql" else sqlite


async def pay(
    firm: Firm, total: str, source: PaymentSource, remainder_method: PaymentMethod | None = None
) -> tuple[RoundTripLog, list[uuid.UUID]]:
    """Pay a new invoice. Return the round trips of the use case, and the payments."""
    invoice = await firm.create_invoice(total)
    command = PayInvoiceCommand(invoice, AmountChoice.REMAINING, source, remainder_method, firm.app.new_key())
    with record_round_trips() as log:
        result = await pay_invoice(firm.app.services, firm.client_user, command)
    return log, list(result.payment_ids)


async def pay_over_http(
    http: httpx.AsyncClient, firm: Firm, source: PaymentSource, user: ClientUser | None = None
) -> tuple[RoundTripLog, Any]:
    """Pay a new invoice as the client's user. Return the round trips from request to response, and the payload."""
    user = user or firm.client_user
    invoice = await firm.create_invoice("10.00", user.client_id)
    headers = {"Authorization": f"Bearer {await session_of(firm.app.services, user)}"}
    fields = {
        "invoiceId": global_id("Invoice", invoice), "amount": {"choice": "FULL"}, "from": source.name,
        "idempotencyKey": firm.app.new_key(),
    }  # fmt: skip
    query = PAY % (CHECKOUT if source is CARD else "")
    with record_round_trips() as log:
        response = await http.post("/graphql", json={"query": query, "variables": {"input": fields}}, headers=headers)
    return log, response.json()["data"]["payInvoice"]


@pytest.mark.parametrize("lot_count", [1, 3])
async def test_payment_from_credits(app: AppHarness, firm: Firm, lot_count: int) -> None:
    """D12, D14: one lock, one load, one write and one commit, in one transaction, however many lots are spent."""
    for _ in range(lot_count - 1):
        await firm.prepay("10.00")
    log, _ = await pay(firm, f"{30 + 10 * (lot_count - 1)}.00", CREDITS)
    assert steps(log) == postgresql_or_sqlite(
        app, ["begin+lock", "read", "write", "commit"], ["begin+lock+read", "write+commit"]
    )
    assert len(log.transactions) == 1
    # Nothing can be charged, so no provider is looked for.
    assert not {"provider_connection", "provider_customer"} & set().union(*map(read_tables, log.statements))
    if app.services.driver.dialect.name == "postgresql":
        assert [kind(sql) for sql in log.statements] == ["lock", "read", "write"]
    assert await firm.credits() == (0, 0)


async def test_payment_by_card(app: AppHarness, firm: Firm) -> None:
    """D12, D23: two such transactions: before and after the provider is called. The second loads the payment again,
    because others may have changed it meanwhile."""
    log, _ = await pay(firm, "20.00", CARD)
    assert steps(log) == 2 * postgresql_or_sqlite(
        app, ["begin+lock", "read", "write", "commit"], ["begin+lock+read", "write+commit"]
    )
    assert len(log.transactions) == 2


async def test_payment_from_credits_over_http(app: AppHarness, firm: Firm, http: httpx.AsyncClient) -> None:
    """From request to response: authentication and the payment's transaction, whose rows are the response."""
    await pay_over_http(http, firm, CREDITS)
    log, payload = await pay_over_http(http, firm, CREDITS)
    assert payload["invoice"]["status"] == "PAID"
    assert steps(log) == postgresql_or_sqlite(
        app, ["read", "begin+lock", "read", "write", "commit"], ["read", "begin+lock+read", "write+commit"]
    )
    assert len(log.transactions) == 1
    if app.services.driver.dialect.name == "postgresql":
        assert len(log.statements) == 4


async def test_payment_by_card_over_http(app: AppHarness, firm: Firm, http: httpx.AsyncClient) -> None:
    """From request to checkout, with authentication and a new provider customer: 10 statements in 3 transactions."""
    user = await firm.add_user(await firm.add_client(), "new")
    await pay_over_http(http, firm, CARD)
    log, payload = await pay_over_http(http, firm, CARD, user)
    assert payload["payments"][0]["checkout"]["clientSecret"]
    assert steps(log) == postgresql_or_sqlite(
        app,
        [
            "read",
            *("begin+lock", "read", "write", "commit"),
            *("begin", "write", "write", "commit"),
            *("begin+lock", "read", "write", "commit"),
            "read",
        ],
        [
            "read",
            *("begin+lock+read", "write+commit"),
            *("begin+lock", "write", "write", "commit"),
            *("begin+lock+read", "write+commit"),
            "read",
        ],
    )
    assert len(log.transactions) == 3
    if app.services.driver.dialect.name == "postgresql":
        assert len(log.statements) == 10
    else:
        assert len(log.round_trips) == 10


@pytest.mark.parametrize(("source", "remainder_method"), [(CREDITS, None), (CARD, None), (CREDITS, PaymentMethod.CARD)])
async def test_written_rows_are_not_read_back(
    firm: Firm, source: PaymentSource, remainder_method: PaymentMethod | None
) -> None:
    """No transaction reads payments, invoices, clients or accounts after its first write; nor does the use case,
    except for the payment that the second transaction locks and loads."""
    log, payment_ids = await pay(firm, "50.00" if remainder_method else "30.00", source, remainder_method)
    assert len(payment_ids) == (2 if remainder_method else 1)
    for statements in log.transactions:
        after_write = itertools.dropwhile(lambda sql: kind(sql) != "write", statements)
        assert not any(read_tables(sql) & {"payment", "invoice", "client", "account"} for sql in after_write)
    after_first_write = itertools.dropwhile(lambda sql: kind(sql) != "write", log.statements)
    reads = [read_tables(sql) for sql in after_first_write if kind(sql) == "read"]
    assert reads == ([] if (source, remainder_method) == (CREDITS, None) else [{"event", "firm", "payment"}])
