"""A change of the schema that breaks clients of the last release is in the changelog, or `make check` fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from server.cli.main import application
from server.ops.schema_changes import find_unannounced_changes

BEFORE = "type Query { invoice(id: ID!): Invoice } type Invoice { number: String! memo: String } enum Status { OPEN }"
AFTER = "type Query { invoice(id: ID!): Invoice } type Invoice { number: String } enum Status { OPEN PAID }"
CHANGES = [
    "Field Invoice.memo was removed.",
    "Field Invoice.number changed type from String! to String.",
    "Enum value Status.PAID was added.",
]
CHANGELOG = "# Changelog\n\n## [2.0] - unreleased\n\n{}\n\n## [1.0] - 2026-01-01\n\n{}\n"


def test_breaking_and_dangerous_changes_are_found() -> None:
    """Additions are neither, but for those that surprise a client: a value, a member of a union."""
    assert find_unannounced_changes(BEFORE, AFTER, "") == CHANGES
    assert find_unannounced_changes(BEFORE, BEFORE + " type More { number: Int }", "") == []


def test_changes_in_the_unreleased_section_are_announced() -> None:
    """With code marks and line breaks or without; those of an earlier release are not."""
    first, second, third = CHANGES
    written = f"- Field `Invoice.memo` was\n  removed.\n- {second}"
    assert find_unannounced_changes(BEFORE, AFTER, CHANGELOG.format(written, third)) == [third]
    assert find_unannounced_changes(BEFORE, AFTER, CHANGELOG.format("", first)) == CHANGES
    # Whole words are compared.
    assert first in find_unannounced_changes(BEFORE, AFTER, CHANGELOG.format(f"- Other{first}", ""))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the first schema."""
    (tmp_path / "schema.graphql").write_text(BEFORE)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG.format("", ""))
    run_git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def run_git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(folder), *identity, *arguments), check=True, capture_output=True)


def commit(folder: Path) -> None:
    run_git(folder, "add", ".")
    run_git(folder, "commit", "--quiet", "--message", "change")


def run_check(folder: Path) -> Result:
    options = ("--file", str(folder / "schema.graphql"), "--changelog", str(folder / "CHANGELOG.md"))
    return CliRunner().invoke(application, ["schema-changes", *options])


def test_the_last_tag_is_compared(repository: Path) -> None:
    """Not the last commit."""
    run_git(repository, "tag", "v1.0")
    (repository / "schema.graphql").write_text(AFTER)
    commit(repository)
    failed = run_check(repository)
    assert failed.exit_code == 1
    assert "can break clients of v1.0" in failed.stderr
    assert [line[2:] for line in failed.stderr.splitlines() if line.startswith("- ")] == CHANGES
    (repository / "CHANGELOG.md").write_text(CHANGELOG.format("\n".join(CHANGES), ""))
    assert run_check(repository).exit_code == 0


def test_without_a_release(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Without a tag, with one that is older than the file, or without git, everything may change."""
    expected = (0, "No release yet: no git tag to compare the schema with.\n")
    (repository / "schema.graphql").write_text(AFTER)
    result = run_check(repository)
    assert (result.exit_code, result.stdout) == expected
    folder = tmp_path_factory.mktemp("archive")
    (folder / "schema.graphql").write_text(AFTER)
    result = run_check(folder)
    assert (result.exit_code, result.stdout) == expected
