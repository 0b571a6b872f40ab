"""The schema as SQLite stores it: constraints by name, and the lines of CREATE TABLE."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

_CONSTRAINT = re.compile(r"CONSTRAINT (\w+) (CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY) ?\((.*)")


@dataclass(frozen=True)
class Constraint:
    """A constraint of a table. `body` is a CHECK's expression, or the columns."""

    table: str
    name: str
    kind: str
    body: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a UNIQUE, FOREIGN KEY or PRIMARY KEY."""
        return tuple(column.strip('"') for column in self.body.split(")")[0].split(", "))


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return each table with the lines of its CREATE TABLE, sorted."""
    created = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
    )
    return {
        name: sorted(" ".join(line.strip(" \t,").replace('"', "").split()) for line in sql.splitlines())
        for name, sql in created
    }


def indexes(connection: sqlite3.Connection) -> dict[str, str]:
    """Return each index that is not part of a table, with its CREATE INDEX."""
    created = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in created}


def constraints(connection: sqlite3.Connection) -> dict[str, Constraint]:
    """Return all named constraints and unique indexes, by name."""
    all_constraints: list[Constraint] = []
    for table, lines in tables(connection).items():
        for line in lines:
            match = _CONSTRAINT.fullmatch(line)
            if match:
                name, kind, rest = match.groups()
                all_constraints.append(Constraint(table, name, kind, rest if kind == "FOREIGN KEY" else rest[:-1]))
    for name, sql in indexes(connection).items():
        match = re.fullmatch(r"CREATE UNIQUE INDEX \w+ ON (\w+) \((.*?)\).*", sql)
        if match:
            all_constraints.append(Constraint(match[1], name, "UNIQUE", match[2]))
    by_name = {constraint.name: constraint for constraint in all_constraints}
    assert len(by_name) == len(all_constraints), "constraint names must be unique on PostgreSQL"
    return by_name


def of_kind(connection: sqlite3.Connection, kind: str) -> set[str]:
    """Return the names of all constraints of this kind."""
    return {name for name, constraint in constraints(connection).items() if constraint.kind == kind}
