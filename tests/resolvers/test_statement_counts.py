"""A page is one statement, however many rows it has."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from billing.access.principals import Viewer
from billing.payments.allocation import AmountChoice, PaymentSource
from models import FirmRole, PaymentMethod
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, record_statements, warm_firm_cache

MAX_DEEP_STATEMENTS = 30
"""Of a query that is too deep for one statement before SQLite 3.46."""

MONEY = "{ amount currencyCode }"
ACTOR = "actor { kind name isViewer }"
PROVIDER_PAYMENT = f"""id status amount {MONEY} failure {{ code message }} createdAt settledAt {ACTOR}
  checkout {{ ... on StripeCheckout {{ publishableKey clientSecret accountId apiBase }} }}"""
INVOICE = f"""id number status isOverdue description total {MONEY} amountPaid {MONEY} amountPending {MONEY}
  amountDue {MONEY} amountPayable {MONEY} depositRequested {MONEY} depositDue {MONEY} issuedOn dueOn actions"""
PAGE = "totalCount pageInfo { hasNextPage endCursor }"

PORTAL_HOME = f"""query {{ viewer {{ ... on ClientUser {{ id name email client {{
  id name firm {{ id name currencyCode timeZone }} amountDue {MONEY}
  prepaymentOffer {{ available reason methods minimum {MONEY} maximum {MONEY} suggestedAmount {MONEY} }}
  creditAccount {{ id balance {MONEY} reserved {MONEY} available {MONEY} entries(first: 50) {{ edges {{ node {{
    id kind amount {MONEY} balanceAfter {MONEY} createdAt {ACTOR} reason }} }} }} }}
  invoices(first: 50) {{ {PAGE} edges {{ node {{ {INVOICE} }} }} }}
  payments(first: 50) {{ edges {{ node {{ {PROVIDER_PAYMENT} paidBy }} }} }}
  prepayments(first: 50) {{ edges {{ node {{ {PROVIDER_PAYMENT} method }} }} }}
}} }} }} }}"""

FIRM_DASHBOARD = f"""query {{ firm {{ id name
  clients(first: 50) {{ {PAGE} edges {{ node {{
    id name amountDue {MONEY} creditAccount {{ id balance {MONEY} available {MONEY} }} users {{ id name }}
    prepaymentOffer {{ available }}
  }} }} }}
  invoices(first: 50) {{ {PAGE} edges {{ node {{ client {{ id name }} {INVOICE} }} }} }}
  payments(first: 50) {{ edges {{ node {{ client {{ id name }} {PROVIDER_PAYMENT} paidBy }} }} }}
  prepayments(first: 50) {{ edges {{ node {{ client {{ id name }} {PROVIDER_PAYMENT} method }} }} }}
}} }}"""

SETTINGS = """paymentSettings { id hideInvoicesFromClients providers { id name status methods onboardingUrl }
  defaultProvider { id } prepayment { enabled availableToClients requirements { code met message } } }"""
OWNERS_DASHBOARD = FIRM_DASHBOARD.replace("id name", f"id name {SETTINGS}", 1)

# More than any page shows: along every relation of every row.
OVERVIEW = f"""query {{ firm {{ members {{ id name rights }} clients(first: 20) {{ edges {{ node {{
  id users {{ id name }} invoices(first: 25) {{ {PAGE} edges {{ node {{ {INVOICE} client {{ id name }}
    lines {{ description quantity amount {MONEY} }}
    payments {{ {PROVIDER_PAYMENT} invoice {{ number }} client {{ name }}
      partner {{ id status invoice {{ number }} }} }} }} }} }}
  creditAccount {{ entries(first: 25) {{ {PAGE} edges {{ node {{ id {ACTOR} reason remaining {MONEY}
    prepayment {{ {PROVIDER_PAYMENT} remaining {MONEY} }} payment {{ {PROVIDER_PAYMENT} invoice {{ number }} }}
    reverses {{ id }}
  }} }} }} }}
}} }} }} }} }}"""


async def create_rows(firm: Firm, rows: int) -> None:
    """Create that many more clients with a user and an invoice each, and payments and prepayments of the client."""
    await firm.prepay("1000.00")
    invoice = await firm.create_invoice("5000.00")
    await firm.pay(invoice, AmountChoice.REMAINING, PaymentSource.CREDITS, PaymentMethod.CARD)
    await firm.prepay("1000.00")
    for number in range(rows):
        await firm.pay(await firm.create_invoice("5.00"), "1.00", viewer=firm.owner if number % 2 else None)
        await firm.start_prepayment("3.00")
        other_client = await firm.add_client(f"Client {number}")
        await firm.add_user(other_client, f"user{rows}-{number}")
        await firm.create_invoice("5.00", client_id=other_client)


async def count_statements(firm: Firm, viewer: Viewer, query: str) -> tuple[int, Any]:
    """The number of statements, and the data."""
    await warm_firm_cache(firm.app.services, viewer)
    with record_statements(firm.app.database.read_engine) as statements:
        response = await execute(firm.app.services, viewer, query)
    assert response.errors == []
    return len(statements), response.data


async def test_pages_are_one_statement_for_2_rows_as_for_20(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    await firm.assign(employee, firm.client_id)
    pages: dict[str, tuple[Viewer, str]] = {
        "portal home": (firm.client_user, PORTAL_HOME),
        "dashboard of an employee": (employee, FIRM_DASHBOARD),
        "dashboard of the owner": (firm.owner, OWNERS_DASHBOARD),
    }
    for rows, expected_rows in ((2, 2), (18, 20)):
        await create_rows(firm, rows)
        for name, (viewer, query) in pages.items():
            count, data = await count_statements(firm, viewer, query)
            assert count == 1, name
            data_of_page = data["viewer"]["client"] if "viewer" in data else data["firm"]
            for list_name in ("invoices", "payments", "prepayments"):
                assert expected_rows <= len(data_of_page[list_name]["edges"])
    count, _ = await count_statements(firm, firm.owner, OVERVIEW)
    assert count <= MAX_DEEP_STATEMENTS


async def test_queries_do_not_use_the_write_engine(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    uses: list[Any] = []
    event.listen(app.database.write_engine.sync_engine, "checkout", lambda *use: uses.append(use))
    await execute(app.services, firm.client_user, PORTAL_HOME)
    await execute(app.services, firm.owner, OWNERS_DASHBOARD)
    assert uses == []
    await firm.create_invoice("5.00")
    assert uses


@pytest.mark.parametrize("ids", [1, 100])
async def test_many_ids_are_one_statement_for_each_type(app: AppHarness, ids: int) -> None:
    firm = await app.create_ready_firm()
    await warm_firm_cache(app.services, firm.owner)
    global_ids = [global_id("Client", firm.client_id)]
    for number in range(ids - 1):
        global_ids.append(global_id("Client", await firm.add_client(f"Client {number}")))
    with record_statements(app.database.read_engine) as statements:
        response = await execute(
            app.services, firm.owner, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": global_ids}
        )
    assert [node["id"] for node in response.data["nodes"]] == global_ids
    assert len(statements) == 1
