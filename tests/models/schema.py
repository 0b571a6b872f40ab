"""The schema as SQLite itself has it: constraints by their names, and every line that made a table."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

_CONSTRAINT = re.compile(r"CONSTRAINT (\w+) (CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY) ?\((.*)")


@dataclass(frozen=True)
class Constraint:
    """One constraint of one table; `body` is a CHECK's expression, or the columns."""

    table: str
    name: str
    kind: str
    body: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a UNIQUE, FOREIGN KEY or PRIMARY KEY."""
        return tuple(column.strip('"') for column in self.body.split(")")[0].split(", "))


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Each table with the lines that made it, in an order that does not depend on when they came."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'")
    return {
        name: sorted(" ".join(line.strip(" \t,").replace('"', "").split()) for line in sql.splitlines())
        for name, sql in made
    }


def indexes(connection: sqlite3.Connection) -> dict[str, str]:
    """Each index that was made by itself, with the statement that made it."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    return {name: " ".join(sql.split()) for name, sql in made}


def constraints(connection: sqlite3.Connection) -> dict[str, Constraint]:
    """All named constraints of all tables, and the unique indexes, by name."""
    found: list[Constraint] = []
    for table, lines in tables(connection).items():
        for line in lines:
            match = _CONSTRAINT.fullmatch(line)
            if match:
                name, kind, rest = match.groups()
                found.append(Constraint(table, name, kind, rest if kind == "FOREIGN KEY" else rest[:-1]))
    for name, sql in indexes(connection).items():
        match = re.fullmatch(r"CREATE UNIQUE INDEX \w+ ON (\w+) \((.*?)\).*", sql)
        if match:
            found.append(Constraint(match[1], name, "UNIQUE", match[2]))
    by_name = {one.name: one for one in found}
    assert len(by_name) == len(found), "PostgreSQL takes no name twice"
    return by_name


def of_kind(connection: sqlite3.Connection, kind: str) -> set[str]:
    """The names of all constraints of this kind."""
    return {name for name, one in constraints(connection).items() if one.kind == kind}
