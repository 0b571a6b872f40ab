"""Lists of clients: orders whose cursors carry the key, filters, and what is searched."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text, update

import models
from billing.clients.archive_client import archive_client
from billing.clients.create_client import add_client
from billing.clients.rules import ClientDetails
from billing.clients.update_client import UpdateClientCommand, update_client
from db.opaque_ids import encode_cursor
from graph.client_lists import ClientOrderField
from graph.pagination import OrderDirection
from models import FirmRole
from tests.support import actions
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import execute, global_id, query_data, record_statements, warm_firm_cache

pytestmark = pytest.mark.both_databases
ORDERS = [(field.name, direction.name) for field in ClientOrderField for direction in OrderDirection]
PAGE = """query ($order: ClientOrder, $filter: ClientFilter, $search: String, $first: Int, $after: String, $last: Int,
  $before: String) { firm { clients(orderBy: $order, filter: $filter, search: $search, first: $first, after: $after,
  last: $last, before: $before) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  edges { cursor node { name } } } } }"""


async def read_page(firm: Firm, **variables: Any) -> Any:
    return (await query_data(firm.app.services, firm.owner, PAGE, **variables))["firm"]["clients"]


async def names(firm: Firm, **variables: Any) -> list[str]:
    page = await read_page(firm, **{"first": 100} | variables)
    listed = [edge["node"]["name"] for edge in page["edges"]]
    assert page["totalCount"] == len(listed)
    return listed


def order_of(field: str, direction: str = "ASC") -> dict[str, Any]:
    return {"order": {"field": field, "direction": direction}}


async def set_amounts(firm: Firm, client_id: uuid.UUID, **amounts: int) -> None:
    """Amounts that no ledger has: the test skips the audit."""
    async with firm.app.services.writes.begin() as session:
        await session.execute(update(models.Client).where(models.Client.id == client_id).values(**amounts))


async def create_clients(app: AppHarness) -> Firm:
    """Clients whose order differs in each key, with equals in each."""
    firm = await app.create_firm()
    app.skip_audit = True
    await update_client(app.services, firm.owner, UpdateClientCommand(firm.client_id, name="mango"))
    for name, available, due in (
        ("Zebra", 5, 0), ("élan", 0, 900), ("apple", 70, 900), ("Apple", 5, 10**15), ("Éclair", 10**15, 0),
        ("x" * 200, 0, 3), ("😀", 5, 0), ("\uffff", 5, 0), ("apple pie", 5, 900),
    ):  # fmt: skip
        client_id = await add_client(app.services, firm.id, ClientDetails(name))
        await set_amounts(firm, client_id, available=available, due=due)
    return firm


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await create_clients(app)


@pytest_asyncio.fixture(scope="module")
async def unchanged_firm(shared_app: AppHarness) -> Firm:
    """For tests that only read it."""
    return await create_clients(shared_app)


async def expected_names(firm: Firm, field: str, direction: str) -> list[str]:
    keys = {"CREATED": None, "NAME": "name_key", "AVAILABLE": "available", "AMOUNT_DUE": "due"}
    async with firm.app.services.reads() as session:
        clients = (await session.scalars(select(models.Client))).all()
    key = keys[field]
    ordered = sorted(
        clients, key=lambda client: (None if key is None else getattr(client, key), client.id)[key is None :]
    )
    return [client.name for client in (ordered if direction == "ASC" else reversed(ordered))]


@pytest.mark.parametrize(("field", "direction"), ORDERS)
async def test_pages_in_each_order_list_each_client_once(unchanged_firm: Firm, field: str, direction: str) -> None:
    """Forwards and backwards, of any size, by one statement; equal keys are in the order of creation. Names are in the
    order of their code points on both databases, whatever the locale.
    """
    firm = unchanged_firm
    expected, order = await expected_names(firm, field, direction), order_of(field, direction)
    if field == "NAME" and direction == "ASC":
        assert expected == [
            "apple",
            "Apple",
            "apple pie",
            "mango",
            "x" * 200,
            "Zebra",
            "Éclair",
            "élan",
            "\uffff",
            "😀",
        ]
    await warm_firm_cache(firm.app.services, firm.owner)
    for size in (1, 3, len(expected), 100):
        for sized, place, end, has_more, is_backwards in (
            ("first", "after", "endCursor", "hasNextPage", False),
            ("last", "before", "startCursor", "hasPreviousPage", True),
        ):
            listed: list[str] = []
            cursor = None
            while True:
                with record_statements(firm.app.database.read_engine) as statements:
                    page = await read_page(firm, **order, **{sized: size, place: cursor})
                assert len(statements) == 1
                page_names = [edge["node"]["name"] for edge in page["edges"]]
                listed = page_names + listed if is_backwards else listed + page_names
                assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
                assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
                assert page["pageInfo"]["hasPreviousPage" if has_more == "hasNextPage" else "hasNextPage"] is (
                    cursor is not None
                )
                cursor = page["pageInfo"][end]
                if not page["pageInfo"][has_more]:
                    break
            assert listed == expected, (size, sized)


async def test_the_next_page_continues_although_rows_moved(firm: Firm) -> None:
    """The cursor carries the key: the row it belongs to moved away, or is archived, and the rest is listed once."""
    order = order_of("NAME")
    first = await read_page(firm, **order, first=3)
    assert [edge["node"]["name"] for edge in first["edges"]] == ["apple", "Apple", "apple pie"]
    async with firm.app.services.reads() as session:
        moved = (await session.scalars(select(models.Client.id).filter_by(name="apple pie"))).one()
    await update_client(firm.app.services, firm.owner, UpdateClientCommand(moved, name="zzz"))
    after = first["pageInfo"]["endCursor"]
    rest = ["mango", "x" * 200, "Zebra", "zzz", "Éclair", "élan", "\uffff", "😀"]
    page = await read_page(firm, **order, first=100, after=after)
    assert [edge["node"]["name"] for edge in page["edges"]] == rest
    before = await read_page(firm, **order, last=2, before=after)
    assert [edge["node"]["name"] for edge in before["edges"]] == ["apple", "Apple"]
    amounts = await read_page(firm, **order_of("AMOUNT_DUE", "DESC"), first=2)
    last = amounts["edges"][-1]["node"]["name"]
    async with firm.app.services.reads() as session:
        paying = (await session.scalars(select(models.Client.id).filter_by(name=last))).one()
    await set_amounts(firm, paying, due=0)
    page = await read_page(firm, **order_of("AMOUNT_DUE", "DESC"), first=2, after=amounts["pageInfo"]["endCursor"])
    assert [edge["node"]["name"] for edge in page["edges"]] == ["apple", "élan"]


@pytest.mark.parametrize("place", ["after", "before"])
async def test_cursors_of_other_orders_are_refused(unchanged_firm: Firm, place: str) -> None:
    """Of another field, direction or list; changed keys, ids and texts; an error of the field, never a page."""
    firm = unchanged_firm
    cursors = {order: (await read_page(firm, **order_of(*order), first=1))["pageInfo"]["endCursor"] for order in ORDERS}
    default = (await read_page(firm, first=1))["pageInfo"]["endCursor"]
    assert default == cursors["CREATED", "DESC"]
    assert len(set(cursors.values())) == len(ORDERS)
    row_id = uuid.UUID(int=7)
    malformed = [
        "", "x", encode_cursor("Client", row_id, "1"), encode_cursor("Client.CREATED.ASC", row_id, "1"),
        *(encode_cursor("Client.DUE.ASC", row_id, key) for key in ("1", "")),
        *(encode_cursor("Client.AVAILABLE.ASC", row_id, key) for key in ("", "x", "01", "+1", "1_0", "٣", "-0")),
        encode_cursor("Client.AVAILABLE.ASC", row_id, "9" * 19),
        encode_cursor("Client.NAME.ASC", row_id, "a\0"),
        base64.urlsafe_b64encode(base64.urlsafe_b64decode(cursors["NAME", "ASC"]) + b"\xff").decode(),
    ]  # fmt: skip
    for order in ORDERS:
        foreign = [cursor for other, cursor in cursors.items() if other != order]
        for cursor in (*foreign, *malformed):
            response = await execute(firm.app.services, firm.owner, PAGE, order_of(*order) | {place: cursor})
            assert response.codes == [(["firm", "clients"], "BAD_USER_INPUT")], (order, cursor)
            assert response.errors[0]["message"] == f"`{place}` is not a cursor of this list."
        page = await read_page(firm, **order_of(*order), **{place: cursors[order]})
        assert page["totalCount"] == 10


async def test_archived_clients_are_listed_only_on_request(app: AppHarness) -> None:
    """D38: neither listed nor searched without the filter, and alone with it; a client without `archived` is active."""
    firm = await app.create_firm()
    archived = await add_client(app.services, firm.id, ClientDetails("Archived"))
    await archive_client(app.services, firm.owner, archived)
    assert await names(firm) == await names(firm, filter={}) == ["Lumière's client"]
    assert await names(firm, filter={"archived": False, "search": "chived"}) == await names(firm, search="chived") == []
    assert (
        await names(firm, filter={"archived": True})
        == await names(firm, filter={"archived": True}, search="A")
        == ["Archived"]
    )
    node = "query ($id: ID!) { client(id: $id) { name archivedAt } }"
    data = await query_data(app.services, firm.owner, node, id=global_id("Client", archived))
    assert data["client"] == {"name": "Archived", "archivedAt": "2026-03-02T09:00:00Z"}


async def test_filters_by_money(app: AppHarness) -> None:
    """Credits count when reserved, too; overdue is by the firm's day; all given filters have to match."""
    firm = await app.create_ready_firm()
    await update_client(app.services, firm.owner, UpdateClientCommand(firm.client_id, name="First"))
    await firm.add_client("Nothing")
    await firm.prepay("10.00")
    invoice = await firm.create_invoice("30.00", due_on=dt.date(2026, 3, 3))
    other = await firm.add_client("Draft")
    await firm.create_invoice("5.00", other, due_on=dt.date(2026, 1, 1), issue=False)
    await firm.pay(invoice, "15.00", remainder_method=models.PaymentMethod.CARD)
    assert (await firm.client()).available == 0

    async def matching(**filter_: bool) -> list[str]:
        return sorted(await names(firm, filter=filter_))

    assert await matching(hasCredits=True) == await matching(owes=True) == ["First"]
    assert await matching(hasCredits=False) == await matching(owes=False) == ["Draft", "Nothing"]
    assert await matching(overdue=True) == []
    app.clock.now = dt.datetime(2026, 3, 3, 23, 30, tzinfo=dt.UTC)
    assert await matching(overdue=True) == await matching(overdue=True, owes=True, hasCredits=True) == ["First"]
    assert await matching(overdue=False) == ["Draft", "Nothing"]
    assert await matching(overdue=True, hasCredits=False) == []
    await actions.record_offline(firm, "5.00", invoice)
    await app.run_due_jobs()


async def test_search_finds_references_addresses_and_users(app: AppHarness) -> None:
    """D36: ignoring case; not of users who left, nor of members; both searches have to match."""
    firm = await app.create_firm()
    client_id = await add_client(app.services, firm.id, ClientDetails("Martin", "Office@Martin.test", "RÉF-９"))
    user = await firm.add_user(client_id, "zoë")
    member = await firm.add_member("member", FirmRole.ADMIN)
    for search in ("mart", "OFFICE@", "réf-9", "ZOË", f"zoë@{firm.id.hex[-12:].upper()}"):
        assert await names(firm, search=search) == await names(firm, filter={"search": search}) == ["Martin"], search
    assert await names(firm, search="mart", filter={"search": "ref-9"}) == []
    assert await names(firm, search="mart", filter={"search": "réf"}) == ["Martin"]
    assert await names(firm, search="member") == await names(firm, search="martin office") == []
    assert member.firm_id == firm.id
    async with app.services.writes.begin() as session:
        await session.execute(
            update(models.ClientUser).where(models.ClientUser.id == user.id).values(removed_at=app.clock())
        )
    assert await names(firm, search="zoë") == []


@pytest.mark.parametrize("column", ["name_key", "available", "due"])
async def test_each_order_is_read_from_its_index(app: AppHarness, column: str) -> None:
    """A page needs no sort, at its cursor neither, so its cost does not grow with the number of clients."""
    firm = await app.create_firm()
    index, is_sqlite = f"ix_client_firm_id_{column}_id", app.database.read_engine.dialect.name == "sqlite"
    value = "'x'" if column == "name_key" else "5"
    zero = uuid.UUID(int=0)
    firm_id, row_id = (f"'{id_.hex if is_sqlite else id_}'" for id_ in (firm.id, zero))
    page = (
        f"SELECT id FROM client WHERE firm_id = {firm_id} AND archived_at IS NULL"
        f" AND ({column}, id) > ({value}, {row_id}) ORDER BY {column}, id LIMIT 5"
    )
    async with app.services.reads() as session:
        if is_sqlite:
            steps = [row[3] for row in await session.execute(text(f"EXPLAIN QUERY PLAN {page}"))]
            assert steps == [f"SEARCH client USING INDEX {index} (firm_id=? AND ({column},id)>(?,?))"]
            return
        for setting in ("enable_seqscan", "enable_bitmapscan"):
            await session.execute(text(f"SET LOCAL {setting} = off"))
        steps = [row[0] for row in await session.execute(text(f"EXPLAIN {page}"))]
    assert not [step for step in steps if "Sort" in step]
    assert [step for step in steps if f"Index Scan using {index}" in step]
    assert [step for step in steps if "Index Cond" in step and ", id) > ROW(" in step]
