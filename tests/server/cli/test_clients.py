"""The command `import-clients`."""

from __future__ import annotations

from pathlib import Path

from tests.server.cli.test_accounts import FIRM, OWNER, Command, firm, run_acompte

__all__ = ["firm", "run_acompte"]


def test_import_clients(run_acompte: Command, firm: str, tmp_path: Path) -> None:
    """D39: a dry run by default, then all, then nothing twice; columns that are not read are named."""
    file = tmp_path / "clients.csv"
    file.write_text("reference;name;email;user\nC-1;Martin;a@b.test;Marc\n;Durand;;\n", encoding="utf-8-sig")
    assert run_acompte("import-clients", str(file)).stdout.splitlines() == [
        "Ignored columns: user.", "To be created with --apply: 2. Existing already: 0.",
    ]  # fmt: skip
    assert run_acompte("list-clients", firm).stdout == ""
    applied = run_acompte("import-clients", str(file), "--firm", firm, "--apply")
    assert (applied.exit_code, applied.stdout.splitlines()[1]) == (0, "Created: 2. Existing already: 0.")
    again = run_acompte("import-clients", str(file), "--apply")
    assert again.stdout.splitlines()[1] == "Created: 0. Existing already: 2."
    listed = run_acompte("list-clients", firm).stdout.splitlines()
    assert [line.split(maxsplit=1)[1] for line in listed] == ["Durand", "Martin  C-1  a@b.test"]
    assert run_acompte("audit").exit_code == 0


def test_wrong_lines_are_listed(run_acompte: Command, firm: str, tmp_path: Path) -> None:
    """D39: each with its line and column, on standard error; exit 1."""
    file = tmp_path / "clients.csv"
    file.write_text("name,email\n,x\nMartin,\n")
    for mode in ("--dry-run", "--apply"):
        result = run_acompte("import-clients", str(file), mode)
        assert result.exit_code == 1
        assert result.stderr.splitlines() == [
            f"{file}, line 2, name: Enter a name of 1 to 200 characters.",
            f"{file}, line 2, email: Enter a valid email address.",
        ]
        assert result.stdout == "Nothing was created. Problems: 2.\n"
    assert run_acompte("list-clients", firm).stdout == ""


def test_a_firm_has_to_be_chosen_among_several(run_acompte: Command, firm: str, tmp_path: Path) -> None:
    """One line says so; so does a file that does not exist."""
    file = tmp_path / "clients.csv"
    assert (
        run_acompte("import-clients", str(file)).stderr
        == f"Failed: {file} cannot be read: No such file or directory.\n"
    )
    file.write_text("name\nMartin\n")
    other_owner = ("--owner-email", "o@other.test", *OWNER[2:])
    assert run_acompte("create-firm", "Other", *FIRM, *other_owner, "--password-stdin").exit_code == 0
    result = run_acompte("import-clients", str(file), "--apply")
    assert (result.exit_code, result.stderr) == (1, "Failed: There is more than one firm. Choose one with --firm.\n")
    assert run_acompte("import-clients", str(file), "--apply", "--firm", "Other").exit_code == 0
    assert run_acompte("list-clients", firm).stdout == ""


def test_add_client_with_details(run_acompte: Command, firm: str) -> None:
    """D37: the same rules as in the API; an archived client is marked in the list."""
    assert run_acompte("add-client", firm, "Martin", "--email", "a@b.test", "--reference", "C-1").exit_code == 0
    refused = run_acompte("add-client", firm, "Durand", "--reference", "C-1")
    assert (refused.exit_code, refused.stderr) == (1, "Failed: Another client has this reference already.\n")
    assert [line.split(maxsplit=1)[1] for line in run_acompte("list-clients", firm).stdout.splitlines()] == [
        "Martin  C-1  a@b.test"
    ]
