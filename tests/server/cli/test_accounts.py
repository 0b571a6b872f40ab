"""Commands for firms and memberships: errors are one line, passwords are never command-line arguments."""

from __future__ import annotations

import re
import shutil
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.cli.main import application
from tests.support.server_process import ServerProcess

Command = Callable[..., Result]
FIRM = ("--currency", "EUR", "--country", "FR", "--time-zone", "Europe/Paris")
OWNER = ("--owner-email", "Anne@Dupont.test", "--owner-name", "Anne")
PASSWORD = "a password long enough"


@pytest.fixture
def run_acompte(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command on a new database."""
    shutil.copy(sqlite_template, tmp_path / "acompte.db")
    monkeypatch.setenv("VAR", str(tmp_path))

    def run(*command: str, stdin: str = PASSWORD) -> Result:
        return CliRunner().invoke(application, command, input=stdin + "\n")

    return run


@pytest.fixture
def firm(run_acompte: Command) -> str:
    created = run_acompte("create-firm", "Dupont & Fils", *FIRM, *OWNER, "--password-stdin", "--locale", "fr")
    assert created.exit_code == 0, created.output
    return "Dupont & Fils"


def last_id(result: Result) -> str:
    """The id at the end of a command's output."""
    assert result.exit_code == 0, result.output
    return str(uuid.UUID(result.stdout.split()[-1]))


def test_set_up_a_firm(run_acompte: Command, firm: str) -> None:
    """Firms, members, clients and users are found by name or email address, and listed."""
    emma = last_id(run_acompte("add-member", firm, "emma@dupont.test", "--name", "Emma", "--password-stdin"))
    client = last_id(run_acompte("add-client", firm, "Boulangerie Martin"))
    user = last_id(
        run_acompte("add-client-user", firm, "Boulangerie Martin", "EMMA@dupont.test", "--name", "Emma", stdin="")
    )
    assert run_acompte("grant", firm, "emma@dupont.test", "MANAGE_INVOICES", "MANAGE_PAYMENTS").exit_code == 0
    assert run_acompte("revoke", firm, emma, "MANAGE_PAYMENTS").exit_code == 0
    assert run_acompte("assign", firm, "emma@dupont.test", "Boulangerie Martin").exit_code == 0
    listed = run_acompte("list-members", firm).stdout.splitlines()
    assert [line.split(maxsplit=1)[1] for line in listed] == [
        "OWNER     anne@dupont.test  Anne",
        "EMPLOYEE  emma@dupont.test  Emma",
        "MANAGE_INVOICES",
        client,
    ]
    assert run_acompte("list-clients", firm).stdout == (
        f"{client}  Boulangerie Martin\n    {user}  emma@dupont.test  Emma\n"
    )
    assert run_acompte("list-firms").stdout.split(maxsplit=1)[1] == "EUR  FR  Europe/Paris  Dupont & Fils\n"
    assert run_acompte("assign", firm, emma, client, "--remove").exit_code == 0
    assert run_acompte("set-role", firm, emma, "--role", "OWNER").exit_code == 0
    assert run_acompte("remove-member", firm, "anne@dupont.test").exit_code == 0
    assert run_acompte("remove-client-user", firm, client, "emma@dupont.test").exit_code == 0
    assert run_acompte("set-password", "emma@dupont.test", "--password-stdin").exit_code == 0
    assert run_acompte("list-members", firm).stdout == f"{emma}  OWNER     emma@dupont.test  Emma\n"
    assert run_acompte("list-clients", firm).stdout == f"{client}  Boulangerie Martin\n"
    assert run_acompte("audit").stdout == "The ledger is consistent.\n"


def test_owner_is_invited(run_acompte: Command, tmp_path: Path) -> None:
    """D40: without a password, the owner gets a mail; its link is printed for an operator whose mail is lost."""
    created = run_acompte("create-firm", "Atlas", *FIRM, *OWNER)
    assert created.exit_code == 0, created.output
    firm, invitation, link = created.stdout.splitlines()
    assert uuid.UUID(firm.removeprefix("Firm "))
    assert invitation.startswith("Invitation of anne@dupont.test: ")
    assert re.fullmatch(r"Link http://localhost:8000/dashboard/invitation\?token=[\w-]{43}", link)
    assert run_acompte("list-members", "Atlas").stdout == ""
    again = run_acompte("invite-owner", "Atlas", "olga@dupont.test", "--name", "Olga")
    assert (again.exit_code, again.stdout.splitlines()[-1] != link) == (0, True)
    connection = sqlite3.connect(tmp_path / "acompte.db")
    mails = connection.execute("SELECT kind, address, status FROM mail ORDER BY id").fetchall()
    connection.close()
    assert mails == [("INVITATION", "anne@dupont.test", "QUEUED"), ("INVITATION", "olga@dupont.test", "QUEUED")]
    added = run_acompte("add-member", "Atlas", "olga@dupont.test", "--name", "O", "--role", "OWNER", "--password-stdin")
    assert added.exit_code == 0
    refused = run_acompte("invite-owner", "Atlas", "anne@dupont.test", "--name", "Anne")
    assert (refused.exit_code, "already has an OWNER" in refused.stderr) == (1, True)


def test_errors_are_one_line(run_acompte: Command, firm: str) -> None:
    """Exit 1 for refused commands, 2 for invalid usage; nothing has changed."""
    before = run_acompte("list-members", firm).stdout
    for command, code, message in (
        (("create-firm", "Second", *FIRM, *OWNER, "--password-stdin"), 1, "leave out --password-stdin"),
        (
            ("add-member", firm, "x@dupont.test", "--name", "X", "--role", "OWNER", "--password-stdin"),
            1,
            "already has an OWNER",
        ),
        (("add-member", firm, "x@dupont.test", "--name", "X"), 2, "use --password-stdin"),
        (("add-member", firm, "x@dupont.test", "--name", "X", "--password", "word"), 2, "No such option"),
        (("add-member", firm, "no address", "--name", "X", "--password-stdin"), 1, "Enter a valid email address."),
        (("add-client", "Nowhere", "X"), 1, "There is no firm 'Nowhere'."),
        (("remove-member", firm, "anne@dupont.test"), 1, "Make another member the OWNER first"),
        (("set-role", firm, "anne@dupont.test", "--role", "ADMIN"), 1, "A firm needs an OWNER"),
        (("grant", firm, "anne@dupont.test", "MANAGE_PAYMENTS"), 1, "An OWNER has every right"),
        (("grant", firm, "anne@dupont.test", "EVERYTHING"), 2, "EVERYTHING"),
    ):
        failed = run_acompte(*command)
        assert (failed.exit_code, message in failed.stderr) == (code, True), failed.stderr
        assert failed.stdout == ""
        if code == 1:
            assert failed.stderr.count("\n") == 1
    short = run_acompte("add-member", firm, "x@dupont.test", "--name", "X", "--password-stdin", stdin="short")
    assert (short.exit_code, "12 to 1000" in short.stderr) == (1, True)
    assert run_acompte("list-members", firm).stdout == before
    assert len(run_acompte("list-firms").stdout.splitlines()) == 1


def test_commands_need_an_up_to_date_schema(run_acompte: Command, tmp_path: Path) -> None:
    (tmp_path / "acompte.db").unlink()
    failed = run_acompte("list-firms")
    assert (failed.exit_code, "run `acompte migrate`" in failed.stderr) == (1, True)
    assert not (tmp_path / "acompte.db").exists()


def test_password_prompt(run_acompte: Command, firm: str, tmp_path: Path) -> None:
    """A terminal prompts for a password twice and does not show it. Its hash costs what RFC 9106 recommends."""
    server = ServerProcess(tmp_path)
    completed = server.run_in_terminal(f"{PASSWORD}\n{PASSWORD}\n", "set-password", "anne@dupont.test")
    assert completed.returncode == 0, completed.stdout
    assert "Password: " in completed.stdout
    assert PASSWORD not in completed.stdout
    assert len(run_acompte("list-members", firm).stdout.splitlines()) == 1
    with closing(sqlite3.connect(tmp_path / "acompte.db")) as connection:
        ((password_hash,),) = connection.execute("SELECT password_hash FROM person").fetchall()
    assert password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    mistyped = server.run_in_terminal(f"{PASSWORD}\n{PASSWORD}x\n", "set-password", "anne@dupont.test")
    assert (mistyped.returncode, "The passwords do not match." in mistyped.stdout) == (1, True)
