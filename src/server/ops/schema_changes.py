"""Changes of the schema since the last release that can break clients, and whether the changelog names them."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from graphql import build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes

_SECTION = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """The last tag before the checked-out commit, and the schema file in it."""

    tag: str
    schema: str


def find_last_release(file: Path) -> Release | None:
    """The last release that had the file; None without one, or without git."""
    folder = file.resolve().parent
    tag = _run_git(folder, "describe", "--tags", "--abbrev=0")
    schema = None if tag is None else _run_git(folder, "show", f"{tag.strip()}:./{file.name}")
    return None if tag is None or schema is None else Release(tag.strip(), schema)


def find_unannounced_changes(before: str, after: str, changelog: str) -> list[str]:
    """The changes from one schema to another that a client may not survive, as graphql-core describes them, without
    those that the changelog's unreleased section has, word for word.
    """
    old, new = build_schema(before), build_schema(after)
    changes = [change.description for change in find_breaking_changes(old, new)]
    changes += [change.description for change in find_dangerous_changes(old, new)]
    announced = _normalize(_unreleased(changelog))
    return [change for change in changes if _normalize(change) not in announced]


def _unreleased(changelog: str) -> str:
    sections = _SECTION.split(changelog)[1:]
    return "\n".join(section for section in sections if "unreleased" in section.partition("\n")[0].lower())


def _normalize(text: str) -> str:
    """Without code marks and line breaks, between spaces: whole words are compared."""
    return f" {' '.join(text.replace('`', '').split())} "


def _run_git(folder: Path, *arguments: str) -> str | None:
    try:
        completed = subprocess.run(  # noqa: S603  (arguments of our own, and a tag)
            ("git", "-C", str(folder), *arguments),  # noqa: S607  (a developer's own git)
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return completed.stdout
