"""The mutants: bugs that are seeded one at a time, each with the promise that it breaks and the tests that see it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent


class InvalidMutant(Exception):
    """The mutant does not fit the code any more, or is described wrongly. The message says what to do."""


@dataclass(frozen=True)
class Edit:
    """Replaces a text, which occurs exactly once in the file."""

    file: str
    old: str
    new: str

    def apply(self, folder: Path) -> None:
        """Apply the edit to a copy of the repository. Raises InvalidMutant."""
        path = folder / self.file
        if not path.is_file():
            raise InvalidMutant(f"{self.file} does not exist: name the file where the rule lives now.")
        source = path.read_text()
        count = source.count(self.old)
        if count != 1:
            raise InvalidMutant(
                f"The old text occurs {count} times in {self.file} instead of once: write it as the code is now.\n"
                f"{self.old}"
            )
        path.write_text(source.replace(self.old, self.new))


@dataclass(frozen=True)
class Mutant:
    """One seeded bug. `equivalent` says why it changes nothing that anybody can observe; then there are no tests."""

    name: str
    promise: str
    breaks: str
    tests: tuple[str, ...]
    edits: tuple[Edit, ...]
    equivalent: str | None = None


def load(folder: Path = FOLDER) -> list[Mutant]:
    """Return all mutants, in the order of their names. Raises InvalidMutant."""
    return [_load_file(folder, path) for path in sorted(folder.glob("*/*.toml"))]


def _load_file(folder: Path, path: Path) -> Mutant:
    name = path.relative_to(folder).with_suffix("").as_posix()
    try:
        fields: dict[str, Any] = tomllib.loads(path.read_text())
        edits = tuple(Edit(**edit) for edit in fields.pop("edits"))
        mutant = Mutant(name=name, edits=edits, tests=tuple(fields.pop("tests", ())), **fields)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InvalidMutant(f"{name}: {error}") from error
    if bool(mutant.tests) is (mutant.equivalent is not None):
        raise InvalidMutant(f"{name}: name the tests that fail, or say why it is equivalent.")
    return mutant
