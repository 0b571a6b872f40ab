"""Lists: forward, newest first, each row exactly once; filters mean what they say; what cannot be a page is told."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

import models
from billing.errors import ProviderUnavailable
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.rules import Line
from billing.invoices.void_invoice import void_invoice
from db.opaque_ids import encode_cursor
from models import FirmRole
from sandbox import Fault
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data

LIST_PATHS = (
    "firm.clients",
    "firm.invoices",
    "firm.payments",
    "firm.prepayments",
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
}
PAGE = "totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } }"


def query(path: str, arguments: str, variables: str = "", selection: str = PAGE) -> str:
    """Asking for the list with these arguments."""
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


async def list_page(firm: Firm, path: str, arguments: str, viewer: Any = None, **variables: Any) -> list[str]:
    """The ids of all rows for which the filter holds, oldest first, as the API's own ids; `totalCount` says as many."""
    given = {"c": global_id("Client", firm.client_id)} if path.startswith("client") else {}
    declared = " ".join(f"${name}: {kind}" for name, (kind, _) in variables.items())
    values = {name: value for name, (_, value) in variables.items()}
    data = await query_data(
        firm.app.services, viewer or firm.owner, query(path, arguments, declared), **given, **values
    )
    page = value_at(data, path)
    ids = [edge["node"]["id"] for edge in page["edges"]]
    assert page["totalCount"] == len(ids)
    return ids[::-1]


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    """Five of everything: payments, prepayments, invoices, entries and clients, in turn."""
    firm = await app.create_ready_firm()
    for number in range(5):
        await firm.prepay("10.00")
        await firm.pay(await firm.create_invoice("2.00"), "1.00")
        if number:
            await firm.add_client(f"Client {number}")
    return firm


async def stored_ids(firm: Firm, path: str) -> list[str]:
    """The ids of all rows of the list, newest first."""
    kind, model = KINDS[path.split(".")[-1]]
    order = (model.event_seq, model.id) if kind == "CreditEntry" else (model.id,)
    async with firm.app.services.reads() as session:
        rows = await session.scalars(
            select(model).where(model.firm_id == firm.id).order_by(*(column.desc() for column in order))
        )
        return [global_id(kind, row.id) for row in rows]


async def test_forward_newest_first_each_exactly_once(firm: Firm) -> None:
    """For pages of every size; each cursor goes on right after its row, and the last page says that it is."""
    client = {"c": global_id("Client", firm.client_id)}
    for path in LIST_PATHS:
        expected = await stored_ids(firm, path)
        assert len(expected) >= 5
        for size in (1, 2, 3, len(expected), 100):
            met: list[str] = []
            after: str | None = None
            while True:
                asked = query(path, "first: $n, after: $after", "$n: Int $after: String")
                given = {"n": size, "after": after} | (client if path.startswith("client") else {})
                page = value_at(await query_data(firm.app.services, firm.owner, asked, **given), path)
                met += [edge["node"]["id"] for edge in page["edges"]]
                assert page["totalCount"] == len(expected)
                assert page["pageInfo"]["hasNextPage"] is (len(met) < len(expected))
                assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
                if not page["pageInfo"]["hasNextPage"]:
                    break
                assert len(page["edges"]) == size
                after = page["pageInfo"]["endCursor"]
            assert met == expected, (path, size)


async def test_each_edges_cursor_goes_on_from_there(firm: Firm) -> None:
    """Also a cursor from the middle of a page; and what came in meanwhile does not shift the rest."""
    path = "firm.invoices"
    asked = query(path, "first: $n, after: $after", "$n: Int $after: String")
    page = value_at(await query_data(firm.app.services, firm.owner, asked, n=3), path)
    await firm.create_invoice("9.00")
    rest = value_at(await query_data(firm.app.services, firm.owner, asked, after=page["edges"][1]["cursor"]), path)
    assert [edge["node"]["id"] for edge in rest["edges"]] == (await stored_ids(firm, path))[3:]


async def test_20_when_left_out(app: AppHarness) -> None:
    firm = await app.create_firm()
    for number in range(21):
        await firm.add_client(f"Client {number}")
    page = value_at(await query_data(app.services, firm.owner, query("firm.clients", "")), "firm.clients")
    assert (len(page["edges"]), page["totalCount"], page["pageInfo"]["hasNextPage"]) == (20, 22, True)


@pytest.mark.parametrize("path", LIST_PATHS)
async def test_first(app: AppHarness, path: str) -> None:
    """0 asks how many there are and whether there is anything; 101 and -1 are refused at their place."""
    firm = await app.create_firm()
    await firm.create_invoice("2.00")
    steps = path.split(".")
    given = {"c": global_id("Client", firm.client_id)} if steps[0] == "client" else {}
    nothing = value_at(await query_data(app.services, firm.owner, query(path, "first: 0"), **given), path)
    filled = steps[-1] in ("clients", "invoices")
    assert nothing == {
        "totalCount": int(filled),
        "pageInfo": {"hasNextPage": filled, "endCursor": None},
        "edges": [],
    }
    await query_data(app.services, firm.owner, query(path, "first: 100"), **given)
    for wrong in ("101", "-1", "2147483647"):
        answer = await execute(app.services, firm.owner, query(path, f"first: {wrong}"), given)
        assert answer.codes == [(steps, "BAD_USER_INPUT")]
        assert answer.errors[0]["message"] == "`first` must be between 0 and 100."


async def test_malformed_cursor_is_refused_and_foreign_cursor_reveals_nothing(firm: Firm) -> None:
    """What no page wrote is the caller's mistake; the cursor of a row of another firm shows none of its rows."""
    other = await firm.app.create_firm(name="Other")
    foreign = encode_cursor(await other.create_invoice("2.00"))
    for path in LIST_PATHS:
        asked = query(path, "after: $after", "$after: String")
        client = {"c": global_id("Client", firm.client_id)} if path.startswith("client") else {}
        for wrong in ("", "x", "AAAA", "\ud800", "\0", "a" * 5000, global_id("Invoice", uuid.uuid4()), f"{foreign}=="):
            answer = await execute(firm.app.services, firm.owner, asked, {"after": wrong, **client})
            assert answer.codes == [(path.split("."), "BAD_USER_INPUT")], (path, wrong)
        mine = set(await stored_ids(firm, path))
        for strange in (
            foreign,
            encode_cursor(uuid.UUID(int=0)),
            encode_cursor(uuid.UUID(int=2**128 - 1)),
        ):
            page = value_at(await query_data(firm.app.services, firm.owner, asked, after=strange, **client), path)
            assert {edge["node"]["id"] for edge in page["edges"]} <= mine


async def test_a_refused_page_takes_nothing_away_from_another(firm: Firm) -> None:
    """A list that cannot be null takes its client down, and what stood beside it; the same list elsewhere stays."""
    question = """query ($c: ID!) {
      one: client(id: $c) { prepayments { totalCount } payments(first: 101) { totalCount } }
      two: client(id: $c) { prepayments { totalCount } }
    }"""
    answer = await execute(firm.app.services, firm.owner, question, {"c": global_id("Client", firm.client_id)})
    assert answer.codes == [(["one", "payments"], "BAD_USER_INPUT")]
    assert answer.data == {"one": None, "two": {"prepayments": {"totalCount": 5}}}


async def test_lists_hold_what_the_viewer_sees(app: AppHarness) -> None:
    """Rows and totalCount alike: an employee's are those of assigned clients; a client's user counts no drafts."""
    firm = await app.create_ready_firm()
    other = await firm.add_client()
    mine, draft = await firm.create_invoice("2.00"), await firm.create_invoice("3.00", issue=False)
    await firm.create_invoice("4.00", client_id=other)
    assigned = await firm.add_member("assigned", FirmRole.EMPLOYEE)
    await firm.assign(assigned, firm.client_id)
    nobody = await firm.add_member("unassigned", FirmRole.EMPLOYEE)
    assert len(await list_page(firm, "firm.invoices", "")) == 3
    assert await list_page(firm, "firm.invoices", "", assigned) == [
        global_id("Invoice", mine),
        global_id("Invoice", draft),
    ]
    assert await list_page(firm, "firm.clients", "", assigned) == [global_id("Client", firm.client_id)]
    assert await list_page(firm, "firm.clients", "", nobody) == await list_page(firm, "firm.invoices", "", nobody) == []
    assert await list_page(firm, "client.invoices", "", firm.client_user) == [global_id("Invoice", mine)]


async def test_creating_is_shown_and_found_as_processing(app: AppHarness) -> None:
    """D23: a payment that the provider has not yet answered for."""
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

        async def of(path: str, *statuses: str) -> list[str]:
            return await list_page(firm, path, "filter: $f", f=("PaymentFilter", {"status": list(statuses)}))

        assert await of(path, "PROCESSING") == [global_id("Prepayment", creating)]
        assert await of(path, "REQUIRES_ACTION") == [global_id("Prepayment", open_.id)]
        assert await of(path, "PROCESSING", "REQUIRES_ACTION") == [
            global_id("Prepayment", open_.id),
            global_id("Prepayment", creating),
        ]
        assert await of(path, "SUCCEEDED") == await of(path) == []
    shown = await query_data(
        app.services, firm.owner, "query ($id: ID!) { node(id: $id) { ... on Prepayment { status } } }",
        id=global_id("Prepayment", creating),
    )  # fmt: skip
    assert shown == {"node": {"status": "PROCESSING"}}
    await app.run_due_jobs()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Paris", "Pacific/Pago_Pago"])
async def test_overdue_is_what_is_overdue(app: AppHarness, zone: str) -> None:
    """By the firm's own day, at every hour: the filter finds exactly those whose isOverdue says so."""
    firm = await app.create_ready_firm(time_zone=zone)
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
        told = await query_data(
            app.services, firm.owner,
            "{ firm { invoices(first: 100) { edges { node { id isOverdue } } } } }",
        )  # fmt: skip
        nodes = [edge["node"] for edge in told["firm"]["invoices"]["edges"]][::-1]
        for overdue in (True, False):
            for path in ("firm.invoices", "client.invoices"):
                assert await list_page(firm, path, "filter: $f", f=("InvoiceFilter", {"overdue": overdue})) == [
                    node["id"] for node in nodes if node["isOverdue"] is overdue
                ]
        counts.add(sum(node["isOverdue"] for node in nodes))
    assert len(counts) > 1
    first_moment = dt.datetime(2026, 3, 10, tzinfo=dt.UTC) - dt.timedelta(
        hours={"Pacific/Kiritimati": 14, "Europe/Paris": 1, "Pacific/Pago_Pago": -11}[zone]
    )
    for seconds, expected in ((-1, 2), (0, 3)):
        app.clock.now = first_moment + dt.timedelta(seconds=seconds)
        assert len(await list_page(firm, "firm.invoices", "filter: {overdue: true}")) == expected


async def test_search_takes_text_as_it_is(app: AppHarness) -> None:
    """% _ and \\ are letters like others; case is no matter, nor is it beyond ASCII; the number is looked at too."""
    firm = await app.create_firm()

    async def make(number: str, description: str | None) -> str:
        wish = CreateInvoiceCommand(
            client_id=firm.client_id, number=number, description=description,
            lines=(Line("Work", Decimal(1), Decimal(2)),),
            deposit_requested=None, due_on=None, issue=True, pay_from_credits=None, idempotency_key=app.new_key(),
        )  # fmt: skip
        return global_id("Invoice", (await create_invoice(app.services, firm.owner, wish)).invoice_id)

    percent = await make("A-1", "50% of it")
    plain = await make("A-2", "50 of it")
    under = await make("B_3", "École élémentaire")
    back = await make("C3", r"a\b")
    bare = await make("D-4", None)
    everything = [percent, plain, under, back, bare]
    for search, expected in {
        "%": [percent],
        "0%": [percent],
        "_": [under],
        "b_3": [under],
        "\\": [back],
        "a-": [percent, plain],
        "OF IT": [percent, plain],
        "école": [under],
        "ÉLÉMENTAIRE": [under],
        "d-4": [bare],
        "'; DROP TABLE invoice; --": [],
        "": everything,
    }.items():
        for path in ("firm.invoices", "client.invoices"):
            wanted = ("InvoiceFilter", {"search": search})
            assert await list_page(firm, path, "filter: $f", f=wanted) == expected, search
    per_cent, score = await firm.add_client("100 % Ltd"), await firm.add_client("Under_score")
    assert await list_page(firm, "firm.clients", "search: $s", s=("String", "%")) == [global_id("Client", per_cent)]
    assert await list_page(firm, "firm.clients", "search: $s", s=("String", "r_S")) == [global_id("Client", score)]
    for search in ("x" * 101, "\0", "\ud800"):
        answer = await execute(
            app.services, firm.owner, "query ($s: String) { firm { clients(search: $s) { totalCount } } }",
            {"s": search},
        )  # fmt: skip
        assert answer.codes == [(["firm", "clients"], "BAD_USER_INPUT")]


async def test_filters_hold_together(app: AppHarness) -> None:
    firm = await app.create_ready_firm()
    await firm.prepay("10.00")
    past = dt.date(2026, 1, 1)
    unpaid, paid = await firm.create_invoice("2.00", due_on=past), await firm.create_invoice("2.00", due_on=past)
    await firm.pay(paid, "2.00")
    await firm.create_invoice("2.00")

    async def of(**wanted: Any) -> list[str]:
        return await list_page(firm, "client.invoices", "filter: $f", f=("InvoiceFilter", wanted))

    assert await of(status=["UNPAID"], overdue=True) == [global_id("Invoice", unpaid)]
    assert await of(status=["PAID"], overdue=True) == await of(status=[]) == []
    assert await of(status=["PAID"], overdue=False, search="0000") == [global_id("Invoice", paid)]
    assert len(await of(status=None, overdue=None, search=None)) == len(await of()) == 3


async def test_settled_from_and_to_are_days_of_the_firm(app: AppHarness) -> None:
    """Both days count, from their first moment to their last in the firm's time zone; what never settled is in none."""
    firm = await app.create_ready_firm(time_zone="America/New_York", currency="USD", country="US")
    await firm.start_prepayment("9.00")
    settled = {}
    for name, moment in {
        "last of the 3rd": dt.datetime(2026, 3, 4, 4, 59, 59, tzinfo=dt.UTC),
        "first of the 4th": dt.datetime(2026, 3, 4, 5, 0, tzinfo=dt.UTC),
        "last of the 4th": dt.datetime(2026, 3, 5, 4, 59, 59, tzinfo=dt.UTC),
        "first of the 5th": dt.datetime(2026, 3, 5, 5, 0, tzinfo=dt.UTC),
    }.items():
        app.clock.now = moment - dt.timedelta(seconds=60)
        settled[name] = global_id("Prepayment", await firm.prepay("10.00"))
    third, early, late, fifth = settled.values()
    for wanted, expected in (
        ({"settledFrom": "2026-03-04", "settledTo": "2026-03-04"}, [early, late]),
        ({"settledFrom": "2026-03-04"}, [early, late, fifth]),
        ({"settledTo": "2026-03-04"}, [third, early, late]),
        ({"settledFrom": "2026-03-05", "settledTo": "2026-03-04"}, []),
        ({"settledTo": "2026-03-02"}, []),
        ({"settledFrom": None, "settledTo": None, "status": ["SUCCEEDED"]}, [third, early, late, fifth]),
    ):
        for path in ("firm.prepayments", "client.prepayments"):
            assert await list_page(firm, path, "filter: $f", f=("PaymentFilter", wanted)) == expected


async def test_entries_from_and_to_are_moments(app: AppHarness) -> None:
    """`from` is the first moment that counts, `to` the first that does not."""
    firm = await app.create_ready_firm()
    for _ in range(3):
        await firm.prepay("10.00")
    path = "client.creditAccount.entries"
    async with app.services.reads() as session:
        moments = [each.created_at.isoformat() for each in await session.scalars(select(models.CreditEntry))]
    everything = await list_page(firm, path, "")
    between = await list_page(
        firm, path, "from: $f, to: $t", f=("DateTime", sorted(moments)[1]), t=("DateTime", sorted(moments)[2])
    )
    assert between == everything[1:2]
    assert await list_page(firm, path, "to: $t", t=("DateTime", sorted(moments)[0])) == []
