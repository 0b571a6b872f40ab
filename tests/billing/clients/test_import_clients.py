"""Import of a firm's clients from a CSV file: all of them, or none (D39)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import models
from billing.clients.archive_client import archive_client
from billing.clients.client_file import parse_client_file
from billing.clients.create_client import add_client
from billing.clients.import_clients import ImportClientsResult, import_clients
from billing.clients.rules import ClientDetails
from tests.support.firm import AppHarness, Firm


async def run_import(firm: Firm, text: str | bytes, *, apply: bool = True) -> ImportClientsResult:
    content = text.encode() if isinstance(text, str) else text
    return await import_clients(firm.app.services, firm.id, parse_client_file(content), apply=apply)


async def stored_clients(firm: Firm) -> list[tuple[str, str | None, str | None]]:
    async with firm.app.services.reads() as session:
        clients = await session.scalars(select(models.Client).filter_by(firm_id=firm.id).order_by(models.Client.id))
        return [(row.name, row.email, row.reference) for row in clients if row.id != firm.client_id]


def problems(text: str | bytes) -> list[tuple[int, str | None]]:
    file = parse_client_file(text.encode() if isinstance(text, str) else text)
    return [(problem.line, problem.column) for problem in file.problems]


@pytest.mark.parametrize(
    "text",
    [
        "name,email,reference\nMartin,a@b.test,C-1\nDurand,,\n",
        "\ufeffReference;NAME;Email\r\nC-1;Martin;a@b.test\r\n;Durand;\r\n",
        '\n"name", email ,reference,telephone\nMartin,a@b.test,"C-1",1\n\n  ,,\nDurand\n'.lstrip("\n"),
    ],
)
async def test_import(app: AppHarness, text: str) -> None:
    """D39: any order of columns, commas or semicolons, with a byte order mark or not; blank lines are nothing. Each
    client has an event; the same file again creates nothing.
    """
    firm = await app.create_firm()
    before = await firm.event_seq()
    async with firm.assert_unchanged():
        assert await run_import(firm, text, apply=False) == ImportClientsResult(2, 0, [])
    assert await run_import(firm, text) == ImportClientsResult(2, 0, [])
    assert await stored_clients(firm) == [("Martin", "a@b.test", "C-1"), ("Durand", None, None)]
    async with app.services.reads() as session:
        events = select(models.Event).where(models.Event.firm_id == firm.id, models.Event.seq > before)
        added = [(event.kind, event.client_id) for event in await session.scalars(events.order_by(models.Event.seq))]
        clients = (await session.scalars(select(models.Client.id).order_by(models.Client.id))).all()
    assert added == [("client.added", client_id) for client_id in clients if client_id != firm.client_id]
    async with firm.assert_unchanged():
        for apply in (False, True):
            assert await run_import(firm, text, apply=apply) == ImportClientsResult(0, 2, [])


async def test_every_wrong_line_is_listed_and_nothing_is_created(app: AppHarness) -> None:
    """D39: line, column and reason of each, the header is line 1; lines of cells with line ends are counted."""
    firm = await app.create_firm()
    await add_client(app.services, firm.id, ClientDetails("Martin", None, "C-1"))
    text = (
        "name,email,reference\n"
        "Durand,nobody,C-9\n"
        " ,also nobody,\n"
        '"Two\nlines",,\n'
        "Good,,C-2\n"
        "Other,,Ｃ-2\n"
        "Petit,p@p.test,\n"
        "PETIT,P@P.test,\n"
        "More,,,extra\n"
        "Dupont,,C-1\n"
        "martin,,C-1\n"
    )
    for apply in (False, True):
        async with firm.assert_unchanged():
            result = await run_import(firm, text, apply=apply)
        assert [(problem.line, problem.column, problem.message) for problem in result.problems] == [
            (2, "email", "Enter a valid email address."),
            (3, "name", "Enter a name of 1 to 200 characters."),
            (3, "email", "Enter a valid email address."),
            (4, "name", "Enter this on one line."),
            (7, "reference", "This client is on line 6 already."),
            (9, "name", "This client is on line 8 already."),
            (10, None, "This line has more cells than the first line has columns."),
            (11, "reference", "The client Martin has this reference already."),
            (12, "reference", "This client is on line 11 already."),
        ]
        assert result.created == 0
    assert await stored_clients(firm) == [("Martin", None, "C-1")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name\nMartin\nCaf\xe9\n", [(3, None)]),
        (b"", [(1, "name")]),
        (b"nom,email\nMartin,\n", [(1, "name")]),
        (b"name,Name,email,email\nA,B,,\n", [(1, "name"), (1, "email")]),
        (b'name\nMartin\n"open\n', [(3, None)]),
        (b"name\na\x00b\n", [(2, "name")]),
        (b"name\n" + b"x" * 200_000 + b"\n", [(2, None)]),
    ],
)
def test_invalid_files(content: bytes, expected: list[tuple[int, str | None]]) -> None:
    """D39: a file in another encoding, without its columns, or with open quotes is a problem with its line."""
    assert problems(content) == expected


def test_other_columns_are_named() -> None:
    """D39: they are not read, and whoever imports is told."""
    file = parse_client_file(b"Telephone,name,User Email,\n1,Martin,u@u.test,\n")
    assert (file.ignored_columns, file.problems) == (["Telephone", "User Email"], [])


async def test_known_clients_are_left_as_they_are(app: AppHarness) -> None:
    """D39: by reference, also if archived or with another address; without one, by name and address."""
    firm = await app.create_firm()
    known = await add_client(app.services, firm.id, ClientDetails("Martin", "old@m.test", "C-1"))
    await archive_client(app.services, firm.owner, known)
    result = await run_import(firm, "name,email,reference\nMartin,new@m.test,C-1\nMartin,OLD@m.test,\nMartin,,\n")
    assert result == ImportClientsResult(1, 2, [])
    assert await stored_clients(firm) == [("Martin", "old@m.test", "C-1"), ("Martin", None, None)]


async def test_a_thousand_clients(app: AppHarness) -> None:
    """D39: in one transaction, each with its own event."""
    firm = await app.create_firm()
    lines = "".join(f"Client {number},c{number}@x.test,R-{number}\n" for number in range(1000))
    before = await firm.event_seq()
    assert await run_import(firm, f"name,email,reference\n{lines}") == ImportClientsResult(1000, 0, [])
    assert await firm.event_seq() == before + 1000
    assert await stored_clients(firm) == [(f"Client {n}", f"c{n}@x.test", f"R-{n}") for n in range(1000)]
