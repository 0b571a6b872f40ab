"""Lists of invoices: orders whose cursors carry the key, for a firm and for a client, and filters by client and day."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text

import models
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from db.opaque_ids import encode_cursor
from graph.invoice_lists import InvoiceOrderField
from graph.pagination import OrderDirection
from models import FirmRole
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements, warm_firm_cache
from tests.support.long_runs import IS_LONG
from tests.support.query_plans import explain

pytestmark = pytest.mark.both_databases
ORDERS = [(field.name, direction.name) for field in InvoiceOrderField for direction in OrderDirection]
SCOPES = ("firm", "client")
_ARGUMENTS = "$order: InvoiceOrder, $filter: InvoiceFilter, $first: Int, $after: String, $last: Int, $before: String"
_LIST = """invoices(orderBy: $order, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
  totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { number } } }"""
QUERIES = {
    "firm": f"query ({_ARGUMENTS}) {{ firm {{ {_LIST} }} }}",
    "client": f"query ($client: ID!, {_ARGUMENTS}) {{ client(id: $client) {{ {_LIST} }} }}",
}


def variables_of(firm: Firm, scope: str, **variables: Any) -> dict[str, Any]:
    return variables | ({"client": global_id("Client", firm.client_id)} if scope == "client" else {})


async def read_page(firm: Firm, scope: str = "firm", viewer: Any = None, **variables: Any) -> Any:
    values = variables_of(firm, scope, **variables)
    return (await query_data(firm.app.services, viewer or firm.owner, QUERIES[scope], **values))[scope]["invoices"]


async def numbers(firm: Firm, scope: str = "firm", viewer: Any = None, **variables: Any) -> list[str]:
    page = await read_page(firm, scope, viewer, **{"first": 100} | variables)
    listed = [edge["node"]["number"] for edge in page["edges"]]
    assert page["totalCount"] == len(listed)
    return listed


def order_of(field: str, direction: str = "ASC") -> dict[str, Any]:
    return {"order": {"field": field, "direction": direction}}


async def add_invoice(
    firm: Firm,
    number: str,
    price: int,
    due_on: dt.date | None,
    *,
    issue: bool = True,
    client_id: uuid.UUID | None = None,
) -> uuid.UUID:  # fmt: skip
    command = CreateInvoiceCommand(
        client_id=client_id or firm.client_id, number=number, description=None,
        lines=(Line("Work", Decimal(1), Decimal(price)),), deposit_requested=None, due_on=due_on, issue=issue,
        pay_from_credits=None, idempotency_key=firm.app.new_key(),
    )  # fmt: skip
    return (await create_invoice(firm.app.services, firm.owner, command)).invoice_id


async def create_invoices(app: AppHarness) -> Firm:
    """Invoices whose order differs in each key, with equals in each; some without a date, one partly paid, one void."""
    firm = await app.create_ready_firm()
    await firm.prepay("30.00")
    for number, price, due_on, issue in (
        ("INV-10", 20, dt.date(2026, 4, 1), True),
        ("inv-9", 300, None, True),
        ("INV-010", 20, dt.date(2026, 3, 1), False),
        ("A", 5, None, False),
        ("100000", 20, dt.date(2026, 3, 1), True),
        ("99999", 7, dt.date(2999, 12, 31), True),
        ("É-2", 0, dt.date(1900, 1, 1), True),
    ):  # fmt: skip
        last = await add_invoice(firm, number, price, due_on, issue=issue)
        app.clock.advance(hours=9)
        if number == "INV-10":
            await firm.pay(last, "13.00")
        if number == "inv-9":
            await void_invoice(app.services, firm.owner, last, "A mistake")
    return firm


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm_by(create_invoices)


@pytest_asyncio.fixture(scope="module")
async def unchanged_firm(shared_app: AppHarness) -> Firm:
    """For tests that only read it."""
    return await shared_app.create_firm_by(create_invoices)


async def expected_numbers(firm: Firm, field: str, direction: str) -> list[str]:
    is_descending = direction == "DESC"
    missing = dt.date.min if is_descending else dt.date.max
    keys: dict[str, Any] = {
        "CREATED": lambda _: 0,
        "ISSUED": lambda invoice: invoice.issued_on or missing,
        "DUE": lambda invoice: invoice.due_on or missing,
        "NUMBER": lambda invoice: ("A", "99999", "100000", "inv-9", "INV-10", "É-2").index(
            invoice.number.replace("010", "10")
        ) if invoice.number != "A" else 2.5,
        "TOTAL": lambda invoice: invoice.total,
        "AMOUNT_DUE": lambda invoice: invoice.amount_due,
    }  # fmt: skip
    async with firm.app.services.reads() as session:
        invoices = (await session.scalars(select(models.Invoice))).all()
    ordered = sorted(invoices, key=lambda row: (keys[field](row), row.id), reverse=is_descending)
    return [invoice.number for invoice in ordered]


async def test_numbers_are_ordered_by_their_value(unchanged_firm: Firm) -> None:
    """D60: numbers in a number by their value, without the difference of capitals; equals by creation."""
    firm = unchanged_firm
    in_order = ["99999", "100000", "A", "inv-9", "INV-10", "INV-010", "É-2"]
    assert await numbers(firm, **order_of("NUMBER")) == in_order
    assert await numbers(firm, **order_of("NUMBER", "DESC")) == in_order[::-1]


async def test_missing_dates_are_last_in_either_direction(unchanged_firm: Firm) -> None:
    """D60: drafts have no date of issue; an invoice need not have a due date."""
    firm = unchanged_firm
    assert (await numbers(firm, **order_of("ISSUED")))[-2:] == ["INV-010", "A"]
    assert (await numbers(firm, **order_of("ISSUED", "DESC")))[-2:] == ["A", "INV-010"]
    assert await numbers(firm, **order_of("DUE")) == ["É-2", "INV-010", "100000", "INV-10", "99999", "inv-9", "A"]
    assert (await numbers(firm, **order_of("DUE", "DESC"))) == [
        "99999", "INV-10", "100000", "INV-010", "É-2", "A", "inv-9"
    ]  # fmt: skip
    # INV-10 is due with 7 of 20; a draft, a void and an empty invoice with nothing.
    assert await numbers(firm, **order_of("AMOUNT_DUE", "DESC")) == [
        "100000", "99999", "INV-10", "É-2", "A", "INV-010", "inv-9"
    ]  # fmt: skip


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize(("field", "direction"), ORDERS)
async def test_pages_in_each_order_list_each_invoice_once(
    unchanged_firm: Firm, field: str, direction: str, scope: str
) -> None:
    """D60: forwards and backwards, of any size, by one statement; equal keys are in the order of creation."""
    firm = unchanged_firm
    expected, order = await expected_numbers(firm, field, direction), order_of(field, direction)
    assert len(expected) == 7
    await warm_firm_cache(firm.app.services, firm.owner)
    position = ORDERS.index((field, direction))
    # By single rows, each cursor is followed; the other sizes take turns among the orders.
    for size in (1, (3, 7, 100)[position % 3]) if not IS_LONG else (1, 3, 7, 100):
        for sized, place, end, has_more, is_backwards in (
            ("first", "after", "endCursor", "hasNextPage", False),
            ("last", "before", "startCursor", "hasPreviousPage", True),
        ):
            listed: list[str] = []
            cursor = None
            while True:
                with record_statements(firm.app.database.read_engine) as statements:
                    page = await read_page(firm, scope, **order, **{sized: size, place: cursor})
                assert len(statements) == 1
                page_numbers = [edge["node"]["number"] for edge in page["edges"]]
                listed = page_numbers + listed if is_backwards else listed + page_numbers
                assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
                assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
                other = "hasPreviousPage" if has_more == "hasNextPage" else "hasNextPage"
                assert page["pageInfo"][other] is (cursor is not None)
                cursor = page["pageInfo"][end]
                if not page["pageInfo"][has_more]:
                    break
            assert listed == expected, (size, sized)


async def test_the_next_page_continues_although_rows_moved(firm: Firm) -> None:
    """D60: the cursor carries the key; a cursor of the firm's list continues a client's list in the same order."""
    order = order_of("AMOUNT_DUE", "DESC")
    first = await read_page(firm, **order, first=2)
    assert [edge["node"]["number"] for edge in first["edges"]] == ["100000", "99999"]
    async with firm.app.services.reads() as session:
        paid = (await session.scalars(select(models.Invoice.id).filter_by(number="99999"))).one()
    await firm.pay(paid, "7.00")
    after = first["pageInfo"]["endCursor"]
    for scope in SCOPES:
        page = await read_page(firm, scope, **order, first=100, after=after)
        assert [edge["node"]["number"] for edge in page["edges"]] == [
            "INV-10", "É-2", "99999", "A", "INV-010", "inv-9"
        ]  # fmt: skip
        page = await read_page(firm, scope, **order, last=100, before=after)
        assert [edge["node"]["number"] for edge in page["edges"]] == ["100000"]


@pytest.mark.parametrize("place", ["after", "before"])
async def test_cursors_of_other_orders_are_refused(unchanged_firm: Firm, place: str) -> None:
    """D60: of another field, direction or list; changed keys and texts; an error of the field, never a page."""
    firm = unchanged_firm
    cursors = {order: (await read_page(firm, **order_of(*order), first=1))["pageInfo"]["endCursor"] for order in ORDERS}
    assert (await read_page(firm, first=1))["pageInfo"]["endCursor"] == cursors["CREATED", "DESC"]
    assert len(set(cursors.values())) == len(ORDERS)
    row_id = uuid.UUID(int=7)
    malformed = [
        "", "x", encode_cursor("Invoice", row_id, "1"), encode_cursor("Client", row_id),
        encode_cursor("Client.AMOUNT_DUE.ASC", row_id, "1"),
        *(
            encode_cursor("Invoice.DUE.ASC", row_id, key)
            for key in ("", "x", "1", "2026-02-30", "2026-3-1", "20260301", "2026-03-01T00:00", "٢٠٢٦-03-01")
        ),
        *(encode_cursor("Invoice.TOTAL.ASC", row_id, key) for key in ("", "01", "9" * 19, "2026-03-01")),
        encode_cursor("Invoice.NUMBER.ASC", row_id, "a\0"),
        base64.urlsafe_b64encode(base64.urlsafe_b64decode(cursors["NUMBER", "ASC"]) + b"\xff").decode(),
    ]  # fmt: skip
    for order in ORDERS:
        foreign = [cursor for other, cursor in cursors.items() if other != order]
        for scope in SCOPES:
            for cursor in (*foreign, *malformed):
                values = variables_of(firm, scope, **order_of(*order), **{place: cursor})
                response = await execute(firm.app.services, firm.owner, QUERIES[scope], values)
                assert response.codes == [([scope, "invoices"], "BAD_USER_INPUT")], (order, cursor)
                assert response.errors[0]["message"] == f"`{place}` is not a cursor of this list."
        assert (await read_page(firm, **order_of(*order), **{place: cursors[order]}))["totalCount"] == 7


async def test_filters_by_client_and_by_dates(app: AppHarness) -> None:
    """D61: of the given clients, and in ranges of days with both ends; without a date, an invoice is in no range."""
    firm = await app.create_ready_firm()
    second, third = await firm.add_client("Second"), await firm.add_client("Third")
    await add_invoice(firm, "1", 1, dt.date(2026, 3, 31))
    await add_invoice(firm, "2", 1, dt.date(2026, 4, 1), client_id=second)
    await add_invoice(firm, "draft", 1, dt.date(2026, 4, 2), issue=False, client_id=second)
    app.clock.advance(hours=24)
    await add_invoice(firm, "3", 1, None, client_id=third)
    first, second_id, third_id = (global_id("Client", id_) for id_ in (firm.client_id, second, third))
    other = await app.create_ready_firm(name="Other")
    foreign = [global_id("Client", other.client_id), global_id("Invoice", second), "x", ""]

    async def matching(**filter_: Any) -> list[str]:
        listed = await numbers(firm, filter=filter_)
        for field, direction in ORDERS:
            assert sorted(await numbers(firm, filter=filter_, **order_of(field, direction))) == sorted(listed)
        return listed[::-1]

    assert await matching(clientIds=[second_id]) == ["2", "draft"]
    assert await matching(clientIds=[first, third_id, first, *foreign]) == ["1", "3"]
    assert await matching(clientIds=[]) == await matching(clientIds=foreign) == []
    assert await matching(clientIds=None) == ["1", "2", "draft", "3"]
    assert await matching(issuedFrom="2026-03-02", issuedTo="2026-03-02") == ["1", "2"]
    assert await matching(issuedFrom="2026-03-03") == await matching(clientIds=[third_id], issuedTo="2026-03-03")
    assert await matching(issuedTo="2026-03-03") == ["1", "2", "3"]
    assert await matching(issuedFrom="2026-03-03", issuedTo="2026-03-02") == []
    assert await matching(dueFrom="2026-03-31", dueTo="2026-04-01") == ["1", "2"]
    assert await matching(dueFrom="2026-04-01") == ["2", "draft"]
    assert await matching(dueFrom="2026-04-01", status=["UNPAID"], clientIds=[second_id]) == ["2"]
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE)
    await firm.assign(employee, second)
    assert await numbers(firm, viewer=employee, filter={"clientIds": [first, second_id]}) == ["draft", "2"]
    response = await execute(
        app.services, firm.owner, QUERIES["firm"], {"filter": {"clientIds": [first] * 101}}
    )  # fmt: skip
    assert response.codes == [(["firm", "invoices"], "BAD_USER_INPUT")]
    assert response.errors[0]["message"] == "`clientIds` must have at most 100 items."


@pytest.mark.parametrize("sized", ["first", "last"])
@pytest.mark.parametrize(("field", "direction"), ORDERS)
async def test_each_order_is_read_from_its_index(unchanged_firm: Firm, field: str, direction: str, sized: str) -> None:
    """A page of the firm needs no sort, at its cursor neither, so its cost does not grow with the number of invoices.

    Backwards, the few rows of the page itself are found and sorted: by their ids, or in a table as small as this one by
    any index.
    """
    firm = unchanged_firm
    order = order_of(field, direction)
    suffix = "_desc" if direction == "DESC" and field in ("ISSUED", "DUE") else ""
    index = "pk" if field == "CREATED" else f"ix_invoice_by_{field.lower()}{suffix}"
    place = "after" if sized == "first" else "before"
    cursor = (await read_page(firm, **dict[str, Any](order | {sized: 1})))["edges"][0]["cursor"]
    await warm_firm_cache(firm.app.services, firm.owner)
    query = f"""query ($order: InvoiceOrder, $cursor: String) {{
      firm {{ invoices(orderBy: $order, {sized}: 2, {place}: $cursor) {{ edges {{ node {{ id }} }} }} }} }}"""
    for at in (None, cursor):
        with record_statements(firm.app.database.read_engine) as statements:
            await query_data(firm.app.services, firm.owner, query, **order, cursor=at)
        plan = await explain(firm.app, statements[-1], "invoice")
        assert index in plan.indexes, plan.steps
        assert len(plan.indexes) == (1 if sized == "first" else 2), plan.steps
        assert plan.seeks_key is (at is not None), plan.steps
        assert plan.sort_count <= (sized == "last"), plan.steps


async def _count_statement(firm: Firm, condition: str) -> str:
    """The statement that counts the firm's invoices: nothing but the filter decides on its index."""
    await warm_firm_cache(firm.app.services, firm.owner)
    query = f"{{ firm {{ invoices(first: 0, filter: {{{condition}}}) {{ totalCount }} }} }}"
    with record_statements(firm.app.database.read_engine) as statements:
        await query_data(firm.app.services, firm.owner, query)
    return statements[-1]


@pytest.mark.parametrize(("condition", "on_sqlite"), [("status: [DRAFT]", False), ("status: [VOID, DRAFT]", True)])
async def test_uncommon_invoices_are_found_by_an_index(unchanged_firm: Firm, condition: str, on_sqlite: bool) -> None:
    """However many others there are. SQLite does so for all uncommon statuses together only."""
    firm = unchanged_firm
    plan = await explain(firm.app, await _count_statement(firm, condition), "invoice")
    is_postgresql = firm.app.database.read_engine.dialect.name == "postgresql"
    assert (plan.indexes == ["ix_invoice_uncommon"]) is (is_postgresql or on_sqlite), plan.steps


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        ('dueFrom: "2026-02-01", dueTo: "2026-02-28"', "coalesce(invoice1.due_on, '9999-01-01')"),
        ('dueTo: "2026-02-28"', "coalesce(invoice1.due_on, '9999-01-01')"),
        ('dueFrom: "2026-02-01"', "coalesce(invoice1.due_on, '1000-01-01')"),
        ('issuedFrom: "2026-02-01", issuedTo: "2026-02-28"', "coalesce(invoice1.issued_on, '9999-01-01')"),
    ],
)
async def test_ranges_of_days_are_written_as_an_index_has_them(
    unchanged_firm: Firm, condition: str, expression: str
) -> None:
    """On PostgreSQL, whose statistics tell when the index is worth it."""
    statement = await _count_statement(unchanged_firm, condition)
    is_postgresql = unchanged_firm.app.database.read_engine.dialect.name == "postgresql"
    assert (expression in statement) is is_postgresql, statement


@pytest.mark.parametrize("selection", ["client", "filter"])
async def test_invoices_of_one_client_are_found_by_their_client(firm: Firm, selection: str) -> None:
    """In any order: the client's own invoices are sorted, and those of other clients are not looked at."""
    await _add_other_invoices(firm)
    client = global_id("Client", firm.client_id)
    arguments = "orderBy: {field: DUE, direction: ASC}, first: 2"
    body = "{ edges { node { id } } }"
    query = (
        f'{{ client(id: "{client}") {{ invoices({arguments}) {body} }} }}'
        if selection == "client"
        else f'{{ firm {{ invoices({arguments}, filter: {{clientIds: ["{client}"]}}) {body} }} }}'
    )
    await warm_firm_cache(firm.app.services, firm.owner)
    with record_statements(firm.app.database.read_engine) as statements:
        await query_data(firm.app.services, firm.owner, query)
    plan = await explain(firm.app, statements[-1], "invoice")
    # The index of the change feed begins with firm and client as well.
    assert plan.indexes in (["uq_firm_id_client_id_id"], ["ix_invoice_changed"]), plan.steps
    assert plan.sort_count == 1, plan.steps
    assert [step for step in plan.steps if "client_id =" in step or "client_id=?" in step], plan.steps


async def _add_other_invoices(firm: Firm) -> None:
    """Many invoices of other clients, which no ledger knows: the test skips the audit."""
    firm.app.skip_audit = True
    others = [await firm.add_client(f"Other {number}") for number in range(20)]
    async with firm.app.services.writes.begin() as session:
        row = (await session.scalars(select(models.Invoice).filter_by(number="100000"))).one()
        columns = {column.key: getattr(row, column.key) for column in models.Invoice.__table__.columns}
        for position in range(400):
            number = f"other {position}"
            own = {"id": models.new_id(), "client_id": others[position % 20], "number": number, "number_key": number}
            session.add(models.Invoice(**(columns | own)))
        await session.flush()
        await session.execute(text("ANALYZE"))


async def test_every_invoice_has_its_order_keys(unchanged_firm: Firm) -> None:
    """D60: also after its number was changed."""
    firm = unchanged_firm
    async with firm.app.services.reads() as session:
        keys = dict((await session.execute(select(models.Invoice.number, models.Invoice.number_order_key))).all())
    assert keys["INV-10"] == keys["INV-010"] == "inv-000210"
    assert (keys["inv-9"], keys["99999"], keys["É-2"]) == ("inv-00019", "000599999", "é-00012")
