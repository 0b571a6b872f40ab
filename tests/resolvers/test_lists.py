"""Connections: forwards and backwards, newest first, each row exactly once; filters; invalid arguments are errors."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import uuid
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

import models
from billing.clients import create_client
from billing.clients.rules import ClientDetails
from billing.errors import ProviderUnavailable
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from db.opaque_ids import encode_cursor
from graph.global_ids import decode_as
from models import FirmRole
from sandbox import Fault
from tests.support import actions
from tests.support.actions import deliver_webhook
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements, warm_firm_cache

LIST_PATHS = (
    "firm.clients",
    "firm.invoices",
    "firm.payments",
    "firm.prepayments",
    "firm.creditEntries",
    "firm.refunds",
    "firm.disputes",
    "client.invoices",
    "client.payments",
    "client.prepayments",
    "client.creditAccount.entries",
)
KINDS: dict[str, tuple[str, Any]] = {
    "clients": ("Client", models.Client),
    "invoices": ("Invoice", models.Invoice),
    "payments": ("Payment", models.Payment),
    "prepayments": ("Prepayment", models.Prepayment),
    "entries": ("CreditEntry", models.CreditEntry),
    "creditEntries": ("CreditEntry", models.CreditEntry),
    "refunds": ("Refund", models.Refund),
    "disputes": ("Dispute", models.Dispute),
}
PAGE_INFO = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
PAGE = f"totalCount {PAGE_INFO} edges {{ cursor node {{ id }} }}"


def list_query(path: str, arguments: str, variables: str = "", selection: str = PAGE) -> str:
    """A query for the list with these arguments."""
    steps = path.split(".")
    body = f"{steps[-1]}{f'({arguments})' if arguments else ''} {{ {selection} }}"
    for step in reversed(steps[:-1]):
        body = f"{step}{'(id: $c)' if step == 'client' else ''} {{ {body} }}"
    declared = ("$c: ID! " if steps[0] == "client" else "") + variables
    return f"query{f'({declared})' if declared else ''} {{ {body} }}"


def value_at(data: Any, path: str) -> Any:
    for step in path.split("."):
        data = data[step]
    return data


def client_of(firm: Firm, path: str) -> dict[str, Any]:
    """The variable of the client that the list is of."""
    return {"c": global_id("Client", firm.client_id)} if path.startswith("client") else {}


async def list_ids(firm: Firm, path: str, arguments: str, viewer: Any = None, **variables: Any) -> list[str]:
    """The ids of all rows that match, oldest first; asserts that `totalCount` is their number."""
    declared = " ".join(f"${name}: {type_name}" for name, (type_name, _) in variables.items())
    values = {name: value for name, (_, value) in variables.items()}
    data = await query_data(
        firm.app.services,
        viewer or firm.owner,
        list_query(path, arguments, declared),
        **client_of(firm, path),
        **values,
    )
    page = value_at(data, path)
    ids = [edge["node"]["id"] for edge in page["edges"]]
    assert page["totalCount"] == len(ids)
    return ids[::-1]


async def create_rows(app: AppHarness) -> Firm:
    """Five each of payments, prepayments, invoices, refunds, disputes and clients, and more entries, in turn."""
    firm = await app.create_ready_firm()
    for number in range(5):
        prepayment = await firm.prepayment(await firm.prepay("10.00"))
        await actions.refund(firm, prepayment, "1.00")
        await actions.act_and_deliver(firm, "dispute", prepayment, amount=100)
        await firm.pay(await firm.create_invoice("2.00"), "1.00")
        if number:
            await firm.add_client(f"Client {number}")
    return firm


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm_by(create_rows)


@pytest_asyncio.fixture(scope="module")
async def unchanged_firm(shared_app: AppHarness) -> Firm:
    """For tests that only read it."""
    return await shared_app.create_firm_by(create_rows)


async def stored_ids(firm: Firm, path: str) -> list[str]:
    """The ids of all rows of the list, newest first, read from the table."""
    type_name, model = KINDS[path.split(".")[-1]]
    order = (model.event_seq, model.id) if type_name == "CreditEntry" else (model.id,)
    async with firm.app.services.reads() as session:
        rows = await session.scalars(
            select(model).where(model.firm_id == firm.id).order_by(*(column.desc() for column in order))
        )
        return [global_id(type_name, row.id) for row in rows]


async def test_pages_are_newest_first_and_list_each_row_once(unchanged_firm: Firm) -> None:
    """For every page size: each cursor continues after its row, and the last page has no next one."""
    firm = unchanged_firm
    client = {"c": global_id("Client", firm.client_id)}
    for path in LIST_PATHS:
        expected = await stored_ids(firm, path)
        assert len(expected) >= 5
        for size in (1, 2, 3, len(expected), 100):
            listed: list[str] = []
            after: str | None = None
            while True:
                page_query = list_query(path, "first: $n, after: $after", "$n: Int $after: String")
                variables = {"n": size, "after": after} | (client if path.startswith("client") else {})
                page = value_at(await query_data(firm.app.services, firm.owner, page_query, **variables), path)
                listed += [edge["node"]["id"] for edge in page["edges"]]
                assert page["totalCount"] == len(expected)
                assert page["pageInfo"] == {
                    "hasNextPage": len(listed) < len(expected),
                    "hasPreviousPage": after is not None,
                    "startCursor": page["edges"][0]["cursor"],
                    "endCursor": page["edges"][-1]["cursor"],
                }
                if not page["pageInfo"]["hasNextPage"]:
                    break
                assert len(page["edges"]) == size
                after = page["pageInfo"]["endCursor"]
            assert listed == expected, (path, size)


@pytest.mark.both_databases
async def test_pages_backwards_list_each_row_once(unchanged_firm: Firm) -> None:
    """`last` and `before` give the pages of the same list from its end, each of them newest first, by one statement."""
    firm = unchanged_firm
    await warm_firm_cache(firm.app.services, firm.owner)
    client = {"c": global_id("Client", firm.client_id)}
    for path in LIST_PATHS:
        expected = await stored_ids(firm, path)
        page_query = list_query(path, "last: $n, before: $before", "$n: Int $before: String")
        for size in (1, 2, 3, len(expected), 100):
            listed: list[str] = []
            before: str | None = None
            while True:
                variables = {"n": size, "before": before} | (client if path.startswith("client") else {})
                with record_statements(firm.app.database.read_engine) as statements:
                    data = await query_data(firm.app.services, firm.owner, page_query, **variables)
                assert len(statements) == 1, statements
                page = value_at(data, path)
                listed = [edge["node"]["id"] for edge in page["edges"]] + listed
                assert page["totalCount"] == len(expected)
                assert page["pageInfo"] == {
                    "hasNextPage": before is not None,
                    "hasPreviousPage": len(listed) < len(expected),
                    "startCursor": page["edges"][0]["cursor"],
                    "endCursor": page["edges"][-1]["cursor"],
                }
                if not page["pageInfo"]["hasPreviousPage"]:
                    break
                assert len(page["edges"]) == size
                before = page["pageInfo"]["startCursor"]
            assert listed == expected, (path, size)


@pytest.mark.both_databases
async def test_pages_between_two_cursors(unchanged_firm: Firm) -> None:
    """`after` and `before` together bound the page; `before` alone pages backwards, filters apply either way."""
    firm = unchanged_firm
    for path in LIST_PATHS:
        expected = await stored_ids(firm, path)
        client = client_of(firm, path)
        everything = value_at(await query_data(firm.app.services, firm.owner, list_query(path, ""), **client), path)
        cursors = [edge["cursor"] for edge in everything["edges"]]
        between = {"after": cursors[0], "before": cursors[4]}
        cases: list[tuple[dict[str, Any], slice, bool, bool]] = [
            ({"first": 2, **between}, slice(1, 3), True, True),
            ({"first": 3, **between}, slice(1, 4), True, False),
            ({"last": 2, **between}, slice(2, 4), True, True),
            ({"last": 3, **between}, slice(1, 4), False, True),
            ({"before": cursors[2]}, slice(0, 2), False, True),
            ({"before": cursors[2], "first": 1, "last": None}, slice(0, 1), False, True),
            ({"before": cursors[0]}, slice(0, 0), False, True),
            ({"after": cursors[-1]}, slice(0, 0), True, False),
        ]
        page_query = list_query(
            path, "first: $first, after: $after, last: $last, before: $before",
            "$first: Int $after: String $last: Int $before: String",
        )  # fmt: skip
        for arguments, rows, has_previous, has_next in cases:
            data = await query_data(firm.app.services, firm.owner, page_query, **arguments, **client)
            page = value_at(data, path)
            assert [edge["node"]["id"] for edge in page["edges"]] == expected[rows], (path, arguments)
            assert page["pageInfo"] == {
                "hasNextPage": has_next,
                "hasPreviousPage": has_previous,
                "startCursor": cursors[rows][0] if cursors[rows] else None,
                "endCursor": cursors[rows][-1] if cursors[rows] else None,
            }, (path, arguments)


@pytest.mark.both_databases
async def test_filters_apply_backwards(firm: Firm) -> None:
    """The last invoices that match, and whether others that match precede them."""
    paid = await firm.create_invoice("1.00")
    await firm.pay(paid, "1.00")
    newest = await firm.create_invoice("9.00", issue=False)
    for arguments, expected, has_previous in (
        ("filter: {status: [PAID, DRAFT]}, last: 1", [paid], True),
        ("filter: {status: [PAID, DRAFT]}, last: 2", [newest, paid], False),
        (f'filter: {{status: [DRAFT]}}, last: 2, before: "{encode_cursor("Invoice", paid)}"', [newest], False),
        (f'filter: {{status: [PAID]}}, last: 2, before: "{encode_cursor("Invoice", paid)}"', [], False),
    ):
        data = await query_data(firm.app.services, firm.owner, list_query("firm.invoices", arguments))
        page = value_at(data, "firm.invoices")
        assert [edge["node"]["id"] for edge in page["edges"]] == [global_id("Invoice", id_) for id_ in expected]
        assert page["pageInfo"]["hasPreviousPage"] is has_previous, arguments


async def test_first_and_last_together_are_refused(unchanged_firm: Firm) -> None:
    """A null of either is as if it were omitted."""
    firm = unchanged_firm
    for path in LIST_PATHS:
        variables = client_of(firm, path)
        declared = list_query(path, "first: $first, last: $last", "$first: Int $last: Int")
        response = await execute(firm.app.services, firm.owner, declared, {**variables, "first": 1, "last": 1})
        assert response.codes == [(path.split("."), "BAD_USER_INPUT")], path
        assert response.errors[0]["message"] == "Use `first` or `last`, not both.", path
        expected = await stored_ids(firm, path)
        for first, last, rows in ((1, None, slice(0, 1)), (None, 1, slice(-1, None)), (None, None, slice(0, 20))):
            data = await query_data(firm.app.services, firm.owner, declared, **variables, first=first, last=last)
            assert [edge["node"]["id"] for edge in value_at(data, path)["edges"]] == expected[rows], (path, first, last)


async def test_every_edges_cursor_continues_after_it(firm: Firm) -> None:
    """A cursor from the middle of a page, too; rows created meanwhile do not shift the next page."""
    path = "firm.invoices"
    page_query = list_query(path, "first: $n, after: $after", "$n: Int $after: String")
    page = value_at(await query_data(firm.app.services, firm.owner, page_query, n=3), path)
    await firm.create_invoice("9.00")
    next_page = value_at(
        await query_data(firm.app.services, firm.owner, page_query, after=page["edges"][1]["cursor"]), path
    )
    assert [edge["node"]["id"] for edge in next_page["edges"]] == (await stored_ids(firm, path))[3:]


async def test_default_page_size_is_20(app: AppHarness) -> None:
    firm = await app.create_firm()
    for number in range(21):
        await firm.add_client(f"Client {number}")
    page = value_at(await query_data(app.services, firm.owner, list_query("firm.clients", "")), "firm.clients")
    assert (len(page["edges"]), page["totalCount"], page["pageInfo"]["hasNextPage"]) == (20, 22, True)


async def test_bounds_of_first_and_last(app: AppHarness) -> None:
    """0 returns counts only, and no next page, to which no cursor would lead; 101 and -1 are errors of the field."""
    firm = await app.create_firm()
    await firm.create_invoice("2.00")
    for path in LIST_PATHS:
        steps, variables = path.split("."), client_of(firm, path)
        declared = list_query(path, "first: $first, last: $last", "$first: Int $last: Int")
        empty_page = value_at(await query_data(app.services, firm.owner, declared, first=0, **variables), path)
        assert empty_page == {
            "totalCount": int(steps[-1] in ("clients", "invoices")),
            "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
            "edges": [],
        }, path
        for name in ("first", "last"):
            await query_data(app.services, firm.owner, declared, **variables, **{name: 100})
            for invalid in (101, -1, 2147483647):
                response = await execute(app.services, firm.owner, declared, variables | {name: invalid})
                assert response.codes == [(steps, "BAD_USER_INPUT")], (path, name, invalid)
                assert response.errors[0]["message"] == f"`{name}` must be between 0 and 100."


@pytest.mark.parametrize("invalid", ["101", "-1", "2147483647"])
async def test_bounds_of_a_literal_first_and_last(app: AppHarness, invalid: str) -> None:
    """In the document itself, too."""
    firm = await app.create_firm()
    for name in ("first", "last"):
        response = await execute(app.services, firm.owner, list_query("firm.invoices", f"{name}: {invalid}"))
        assert response.codes == [(["firm", "invoices"], "BAD_USER_INPUT")]
        assert response.errors[0]["message"] == f"`{name}` must be between 0 and 100."


async def test_malformed_cursor_is_refused_and_foreign_cursor_reveals_nothing(firm: Firm) -> None:
    """A cursor of another firm's row pages through one's own rows."""
    other = await firm.app.create_firm(name="Other")
    foreign_id = await other.create_invoice("2.00")
    for path, name in itertools.product(LIST_PATHS, ("after", "before")):
        page_query = list_query(path, f"{name}: $cursor", "$cursor: String")
        client = {"c": global_id("Client", firm.client_id)} if path.startswith("client") else {}
        for malformed in (
            "",
            "x",
            "AAAA",
            "\ud800",
            "\0",
            "a" * 5000,
            global_id("Invoice", uuid.uuid4()),
            f"{encode_cursor('Invoice', foreign_id)}==",
        ):
            response = await execute(firm.app.services, firm.owner, page_query, {"cursor": malformed, **client})
            assert response.codes == [(path.split("."), "BAD_USER_INPUT")], (path, malformed)
            assert response.errors[0]["message"] == f"`{name}` is not a cursor of this list."
        own_ids = set(await stored_ids(firm, path))
        type_name, _ = KINDS[path.split(".")[-1]]
        for other_id in (foreign_id, uuid.UUID(int=0), uuid.UUID(int=2**128 - 1)):
            other_cursor = encode_cursor(type_name, other_id)
            page = value_at(
                await query_data(firm.app.services, firm.owner, page_query, cursor=other_cursor, **client), path
            )
            assert {edge["node"]["id"] for edge in page["edges"]} <= own_ids


@pytest.mark.both_databases
async def test_a_cursor_of_another_list_is_refused(unchanged_firm: Firm) -> None:
    """Of clients, invoices, payments, entries, refunds and so on; each list of the same type takes it."""
    firm = unchanged_firm
    client, cursors = {"c": global_id("Client", firm.client_id)}, {}
    for path in LIST_PATHS:
        variables = client if path.startswith("client") else {}
        page = value_at(
            await query_data(firm.app.services, firm.owner, list_query(path, "first: 1"), **variables), path
        )
        cursors[path] = page["pageInfo"]["endCursor"]
        row_id = decode_as(KINDS[path.split(".")[-1]][0], page["edges"][0]["node"]["id"])
        assert row_id is not None
        assert cursors[path] == encode_cursor(KINDS[path.split(".")[-1]][0], row_id)
    for path in LIST_PATHS:
        variables = client if path.startswith("client") else {}
        for source, cursor in cursors.items():
            page_query = list_query(path, "after: $after", "$after: String")
            response = await execute(firm.app.services, firm.owner, page_query, {"after": cursor, **variables})
            if KINDS[source.split(".")[-1]] == KINDS[path.split(".")[-1]]:
                assert response.codes == []
            else:
                assert response.codes == [(path.split("."), "BAD_USER_INPUT")], (path, source)
                assert response.errors[0]["message"] == "`after` is not a cursor of this list."


async def test_invalid_page_does_not_affect_other_fields(unchanged_firm: Firm) -> None:
    """A non-null list makes its client null; the same list elsewhere is answered."""
    firm = unchanged_firm
    two_lists = """query ($c: ID!) {
      one: client(id: $c) { prepayments { totalCount } payments(first: 101) { totalCount } }
      two: client(id: $c) { prepayments { totalCount } }
    }"""
    response = await execute(firm.app.services, firm.owner, two_lists, {"c": global_id("Client", firm.client_id)})
    assert response.codes == [(["one", "payments"], "BAD_USER_INPUT")]
    assert response.data == {"one": None, "two": {"prepayments": {"totalCount": 5}}}


async def test_lists_have_visible_rows_only(app: AppHarness) -> None:
    """Rows and totalCount: of assigned clients for an employee, without drafts for a client user."""
    firm = await app.create_ready_firm()
    other = await firm.add_client()
    issued, draft = await firm.create_invoice("2.00"), await firm.create_invoice("3.00", issue=False)
    await firm.create_invoice("4.00", client_id=other)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    unassigned = await firm.add_member("unassigned", FirmRole.EMPLOYEE)
    assert len(await list_ids(firm, "firm.invoices", "")) == 3
    assert await list_ids(firm, "firm.invoices", "", assigned) == [
        global_id("Invoice", issued),
        global_id("Invoice", draft),
    ]
    assert await list_ids(firm, "firm.clients", "", assigned) == [global_id("Client", firm.client_id)]
    assert (
        await list_ids(firm, "firm.clients", "", unassigned)
        == await list_ids(firm, "firm.invoices", "", unassigned)
        == []
    )
    assert await list_ids(firm, "client.invoices", "", firm.client_user) == [global_id("Invoice", issued)]


async def test_creating_is_shown_and_filtered_as_requiring_action(app: AppHarness) -> None:
    """D23: a payment that the provider has not answered yet."""
    firm = await app.create_ready_firm()
    open_ = await firm.start_prepayment("20.00")
    app.sandbox.faults.add(Fault("drop", path="/payment_intents$", times=9))
    with pytest.raises(ProviderUnavailable):
        await firm.start_prepayment("30.00")
    app.sandbox.faults.clear()
    async with app.services.reads() as session:
        (creating,) = await session.scalars(
            select(models.Prepayment.id).where(models.Prepayment.status == models.PaymentStatus.CREATING)
        )
    for path in ("firm.prepayments", "client.prepayments"):

        async def ids_with_status(path: str, *statuses: str) -> list[str]:
            return await list_ids(firm, path, "filter: $f", f=("PaymentFilter", {"status": list(statuses)}))

        both = [global_id("Prepayment", open_.id), global_id("Prepayment", creating)]
        assert await ids_with_status(path, "REQUIRES_ACTION") == both
        assert await ids_with_status(path, "PROCESSING", "REQUIRES_ACTION") == both
        assert await ids_with_status(path, "PROCESSING") == []
        assert await ids_with_status(path, "SUCCEEDED") == await ids_with_status(path) == []
    node_data = await query_data(
        app.services, firm.owner, "query ($id: ID!) { node(id: $id) { ... on Prepayment { status } } }",
        id=global_id("Prepayment", creating),
    )  # fmt: skip
    assert node_data == {"node": {"status": "REQUIRES_ACTION"}}
    await app.run_due_jobs()


@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "Europe/Paris", "Pacific/Pago_Pago"])
async def test_overdue_filter_matches_is_overdue(app: AppHarness, time_zone: str) -> None:
    """By the firm's current day, at every hour."""
    firm = await app.create_ready_firm(time_zone=time_zone)
    await firm.prepay("100.00")
    day = dt.date(2026, 3, 10)
    days = [None, *(day + dt.timedelta(days=shift) for shift in (-2, -1, 0, 1, 2))]
    for due_on in days:
        await firm.create_invoice("2.00", due_on=due_on)
    await firm.create_invoice("2.00", due_on=days[1], issue=False)
    await firm.pay(await firm.create_invoice("2.00", due_on=days[1]), "1.00")
    await firm.pay(await firm.create_invoice("2.00", due_on=days[1]), "2.00")
    await void_invoice(app.services, firm.owner, await firm.create_invoice("2.00", due_on=days[1]), "Mistake")
    counts = set()
    for hour in range(0, 48, 6):
        app.clock.now = dt.datetime(2026, 3, 9, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        data = await query_data(
            app.services, firm.owner,
            "{ firm { invoices(first: 100) { edges { node { id isOverdue } } } } }",
        )  # fmt: skip
        nodes = [edge["node"] for edge in data["firm"]["invoices"]["edges"]][::-1]
        for overdue in (True, False):
            for path in ("firm.invoices", "client.invoices"):
                assert await list_ids(firm, path, "filter: $f", f=("InvoiceFilter", {"overdue": overdue})) == [
                    node["id"] for node in nodes if node["isOverdue"] is overdue
                ]
        counts.add(sum(node["isOverdue"] for node in nodes))
    assert len(counts) > 1
    first_moment = dt.datetime(2026, 3, 10, tzinfo=dt.UTC) - dt.timedelta(
        hours={"Pacific/Kiritimati": 14, "Europe/Paris": 1, "Pacific/Pago_Pago": -11}[time_zone]
    )
    for seconds, expected in ((-1, 2), (0, 3)):
        app.clock.now = first_moment + dt.timedelta(seconds=seconds)
        assert len(await list_ids(firm, "firm.invoices", "filter: {overdue: true}")) == expected


async def test_search_matches_text_literally(app: AppHarness) -> None:
    r"""%, _ and \\ are ordinary characters; case does not matter, beyond ASCII either; numbers are searched, too."""
    firm = await app.create_firm()

    async def create(number: str, description: str | None) -> str:
        command = CreateInvoiceCommand(
            client_id=firm.client_id, number=number, description=description,
            lines=(Line("Work", Decimal(1), Decimal(2)),),
            deposit_requested=None, due_on=None, issue=True, pay_from_credits=None, idempotency_key=app.new_key(),
        )  # fmt: skip
        return global_id("Invoice", (await create_invoice(app.services, firm.owner, command)).invoice_id)

    percent = await create("A-1", "50% of it")
    plain = await create("A-2", "50 of it")
    underscore = await create("B_3", "École élémentaire")
    backslash = await create("C3", r"a\b")
    bare = await create("D-4", None)
    everything = [percent, plain, underscore, backslash, bare]
    for search, expected in {
        "%": [percent],
        "0%": [percent],
        "_": [underscore],
        "b_3": [underscore],
        "\\": [backslash],
        "a-": [percent, plain],
        "OF IT": [percent, plain],
        "école": [underscore],
        "ÉLÉMENTAIRE": [underscore],
        "d-4": [bare],
        "'; DROP TABLE invoice; --": [],
        "": everything,
    }.items():
        for path in ("firm.invoices", "client.invoices"):
            filter_ = ("InvoiceFilter", {"search": search})
            assert await list_ids(firm, path, "filter: $f", f=filter_) == expected, search
    percent_client, underscore_client = await firm.add_client("100 % Ltd"), await firm.add_client("Under_score")
    assert await list_ids(firm, "firm.clients", "search: $s", s=("String", "%")) == [
        global_id("Client", percent_client)
    ]
    assert await list_ids(firm, "firm.clients", "search: $s", s=("String", "r_S")) == [
        global_id("Client", underscore_client)
    ]
    for search in ("x" * 101, "\0", "\ud800", "a\nb", "a\u202eb"):
        response = await execute(
            app.services, firm.owner, "query ($s: String) { firm { clients(search: $s) { totalCount } } }",
            {"s": search},
        )  # fmt: skip
        assert response.codes == [(["firm", "clients"], "BAD_USER_INPUT")]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "searches"),
    [
        ("Société É", ("SOCIÉTÉ", "socie\u0301te\u0301", "  é\u3000É  ", "ｓｏｃ")),
        ("Жизнь и Ко", ("ЖИЗНЬ", "жизнь", "И К")),
        ("ΟΔΟΣ ΑΒΓ", ("οδος", "οδοσ", "αβγ")),
        ("Straße", ("STRASSE", "strasse", "straß")),
        ("شرکت می\u200cخواهم", ("میخواهم", "می\u200cخواهم")),
        ("山田\u3000太郎", ("山田 太郎", "太郎")),
    ],
)
async def test_search_finds_other_normal_forms_and_capitals_of_all_scripts(
    app: AppHarness, name: str, searches: tuple[str, ...]
) -> None:
    """D36: in names, numbers and descriptions, the same on both databases; other letters are not found."""
    firm = await app.create_firm()
    client = await create_client.add_client(app.services, firm.id, ClientDetails(f"The {name} Ltd"))
    command = CreateInvoiceCommand(
        client_id=firm.client_id, number=name, description=None, lines=(Line("Work", Decimal(1), Decimal(2)),),
        deposit_requested=None, due_on=None, issue=True, pay_from_credits=None, idempotency_key=app.new_key(),
    )  # fmt: skip
    numbered = (await create_invoice(app.services, firm.owner, command)).invoice_id
    described = dataclasses.replace(
        command, number=None, description=f"For\n{name}, thanks", idempotency_key=app.new_key()
    )
    invoices = [numbered, (await create_invoice(app.services, firm.owner, described)).invoice_id]
    for search in searches:
        assert await list_ids(firm, "firm.clients", "search: $s", s=("String", search)) == [
            global_id("Client", client)
        ], search
        found = await list_ids(firm, "firm.invoices", "filter: $f", f=("InvoiceFilter", {"search": search}))
        assert found == [global_id("Invoice", invoice) for invoice in invoices], search
    for other in ("société ẽ", "societe", "жизнъ", "山 田", "for shows"):
        assert await list_ids(firm, "firm.clients", "search: $s", s=("String", other)) == []


async def test_filters_are_combined(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    past = dt.date(2026, 1, 1)
    unpaid, paid = await firm.create_invoice("2.00", due_on=past), await firm.create_invoice("2.00", due_on=past)
    await firm.pay(paid, "2.00")
    await firm.create_invoice("2.00")

    async def ids_matching(**filter_: Any) -> list[str]:
        return await list_ids(firm, "client.invoices", "filter: $f", f=("InvoiceFilter", filter_))

    assert await ids_matching(status=["UNPAID"], overdue=True) == [global_id("Invoice", unpaid)]
    assert await ids_matching(status=["PAID"], overdue=True) == await ids_matching(status=[]) == []
    assert await ids_matching(status=["PAID"], overdue=False, search="0000") == [global_id("Invoice", paid)]
    assert len(await ids_matching(status=None, overdue=None, search=None)) == len(await ids_matching()) == 3


async def test_settled_from_and_to_are_days_of_the_firm(app: AppHarness) -> None:
    """Both days included, in the firm's time zone; payments that never settled do not match."""
    firm = await app.create_ready_firm(time_zone="America/New_York", currency="USD", country="US")
    await firm.start_prepayment("9.00")
    settled = {}
    for name, settled_at in {
        "last of the 3rd": dt.datetime(2026, 3, 4, 4, 59, 59, tzinfo=dt.UTC),
        "first of the 4th": dt.datetime(2026, 3, 4, 5, 0, tzinfo=dt.UTC),
        "last of the 4th": dt.datetime(2026, 3, 5, 4, 59, 59, tzinfo=dt.UTC),
        "first of the 5th": dt.datetime(2026, 3, 5, 5, 0, tzinfo=dt.UTC),
    }.items():
        prepayment = await firm.start_prepayment("10.00")
        await firm.confirm(prepayment, "pm_card_visa")
        app.clock.now = settled_at
        await deliver_webhook(firm, prepayment)
        settled[name] = global_id("Prepayment", prepayment.id)
    third, early, late, fifth = settled.values()
    for filter_, expected in (
        ({"settledFrom": "2026-03-04", "settledTo": "2026-03-04"}, [early, late]),
        ({"settledFrom": "2026-03-04"}, [early, late, fifth]),
        ({"settledTo": "2026-03-04"}, [third, early, late]),
        ({"settledFrom": "2026-03-05", "settledTo": "2026-03-04"}, []),
        ({"settledTo": "2026-03-02"}, []),
        ({"settledFrom": None, "settledTo": None, "status": ["SUCCEEDED"]}, [third, early, late, fifth]),
    ):
        for path in ("firm.prepayments", "client.prepayments"):
            assert await list_ids(firm, path, "filter: $f", f=("PaymentFilter", filter_)) == expected


async def test_entries_from_is_inclusive_and_to_exclusive(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    for _ in range(3):
        await firm.prepay("10.00")
    path = "client.creditAccount.entries"
    async with app.services.reads() as session:
        times = [entry.created_at.isoformat() for entry in await session.scalars(select(models.CreditEntry))]
    everything = await list_ids(firm, path, "")
    between = await list_ids(
        firm, path, "from: $f, to: $t", f=("DateTime", sorted(times)[1]), t=("DateTime", sorted(times)[2])
    )
    assert between == everything[1:2]
    assert await list_ids(firm, path, "to: $t", t=("DateTime", sorted(times)[0])) == []
