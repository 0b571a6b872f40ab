"""A mutation's payload is evaluated on the rows that were committed, exactly as a query would read them."""

from __future__ import annotations

from typing import Any

import pytest

from graph import global_ids
from tests.support import graphql_client
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import record_statements

INVOICE = """__typename id number status description issuedOn dueOn total { amount currencyCode __typename }
  amountPaid { amount } amountPending { amount } amountDue { amount } amountPayable { amount currencyCode }
  depositRequested { amount }"""
PAYMENT = "__typename id status paidBy amount { amount currencyCode } refunded { amount } createdAt settledAt"
CREDITS = "__typename id balance { amount currencyCode } available { amount } reserved { amount } client { id name }"
PAY = f"""mutation ($i: PayInvoiceInput!) {{ payInvoice(input: $i) {{ ... on PayInvoicePayload {{
  invoice {{ {INVOICE} }} payments {{ {PAYMENT} }} creditAccount {{ {CREDITS} }} }} }} }}"""
SELECTIONS = {"Invoice": INVOICE, "Payment": PAYMENT, "CreditAccount": CREDITS}


async def pay(firm: Firm, query: str = PAY, amount: str = "12.34") -> dict[str, Any]:
    invoice_id = await firm.create_invoice("50")
    response = await graphql_client.execute(
        firm.app.services,
        firm.client_user,
        query,
        {
            "i": {
                "invoiceId": global_ids.encode("Invoice", invoice_id),
                "amount": {"partial": amount},
                "from": "CREDITS",
                "idempotencyKey": firm.app.new_key(),
            }
        },
    )
    payload: dict[str, Any] = response.data["payInvoice"]
    return payload


@pytest.mark.both_databases
@pytest.mark.parametrize(("currency", "country"), [("EUR", "FR"), ("JPY", "JP"), ("KWD", "KW")])
async def test_rows_in_memory_read_like_rows_of_the_database(app: AppHarness, currency: str, country: str) -> None:
    """D11, D12, D23: amounts with the currency's digits, statuses and moments, value by value."""
    firm = await app.create_ready_firm(currency=currency, country=country)
    await firm.prepay("100")
    payload = await pay(firm, amount="12")
    objects = [payload["invoice"], *payload["payments"], payload["creditAccount"]]
    for found in objects:
        type_name = found["__typename"]
        read = f"query ($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ {SELECTIONS[type_name]} }} }} }}"
        data = await graphql_client.query_data(app.services, firm.client_user, read, id=found["id"])
        assert found == data["node"]


async def test_nothing_is_read_back(app: AppHarness) -> None:
    """After the write there is no statement; with a field that needs the database, there is one for all of those."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    related = PAY.replace("dueOn", "dueOn lines { description } client { name }")
    await pay(firm)
    await pay(firm, related)
    for query, reads in ((PAY, 0), (related, 1)):
        with record_statements(app.database.write_engine) as statements:
            await pay(firm, query)
        last_write = max(
            index for index, each in enumerate(statements) if "INSERT INTO" in each or each.startswith("UPDATE")
        )
        assert len(statements) - 1 - last_write == reads, statements
