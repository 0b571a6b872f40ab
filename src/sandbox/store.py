"""All state in one SQLite file."""

import collections.abc
import contextlib
import dataclasses
import json
import pathlib
import sqlite3
import threading
from typing import Any

Json = dict[str, Any]

# One table for all kinds of API objects: a new kind needs no migration.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL,
    private TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS object_of_account ON object (kind, account, seq);
CREATE INDEX IF NOT EXISTS object_of_customer ON object (kind, account, json_extract(body, '$.customer'), seq);
CREATE INDEX IF NOT EXISTS object_of_charge ON object (kind, account, json_extract(body, '$.charge'), seq);
CREATE INDEX IF NOT EXISTS object_of_intent ON object (kind, account, json_extract(body, '$.payment_intent'), seq);
CREATE TABLE IF NOT EXISTS link (
    token TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    expires_at REAL NOT NULL,
    visited_at REAL,
    done_at REAL,
    facts TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS settlement (
    charge TEXT PRIMARY KEY,
    intent TEXT NOT NULL,
    account TEXT NOT NULL,
    due_at REAL NOT NULL,
    failure TEXT
);
CREATE INDEX IF NOT EXISTS settlement_due ON settlement (due_at);
CREATE TABLE IF NOT EXISTS refund_end (
    refund TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    due_at REAL NOT NULL,
    failure TEXT
);
CREATE INDEX IF NOT EXISTS refund_end_due ON refund_end (due_at);
CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    created REAL NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until REAL NOT NULL DEFAULT 0,
    finished_at REAL,
    last_answer TEXT
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at) WHERE finished_at IS NULL;
CREATE TABLE IF NOT EXISTS idempotency (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (account, key)
);
"""


@dataclasses.dataclass
class Record:
    """A stored API object: the body that the API returns, and private data of the simulator."""

    id: str
    kind: str
    account: str
    body: Json
    private: Json


@dataclasses.dataclass(frozen=True)
class ListQuery:
    """Parameters of a list request, newest first."""

    limit: int = 10
    starting_after: str | None = None
    created: dict[str, int] = dataclasses.field(default_factory=dict)
    """Bounds by operator: gt, gte, lt, lte."""
    equals: dict[str, str] = dataclasses.field(default_factory=dict)
    """Required values of top-level fields of the body."""
    types: list[str] = dataclasses.field(default_factory=list)
    """Allowed types of the body, all if empty; `*` at the end matches any suffix."""


_OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class Transaction:
    """Queries and writes within one database transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Execute one statement."""
        return self._connection.execute(statement, values)

    def insert(self, kind: str, account: str, body: Json, private: Json | None = None) -> Record:
        """Insert an object."""
        record = Record(body["id"], kind, account, body, private or {})
        self.execute(
            "INSERT INTO object (id, kind, account, created, body, private) VALUES (?, ?, ?, ?, ?, ?)",
            record.id,
            kind,
            account,
            body.get("created", 0),
            json.dumps(body),
            json.dumps(record.private),
        )
        return record

    def save(self, record: Record) -> None:
        """Update an object."""
        self.execute(
            "UPDATE object SET created = ?, body = ?, private = ? WHERE id = ?",
            record.body.get("created", 0),
            json.dumps(record.body),
            json.dumps(record.private),
            record.id,
        )

    def find(self, kind: str, account: str, identifier: str) -> Record | None:
        """This account's object, or None."""
        row = self.execute(
            "SELECT id, kind, account, body, private FROM object WHERE id = ? AND kind = ? AND account = ?",
            identifier,
            kind,
            account,
        ).fetchone()
        return _record(row) if row else None

    def find_anywhere(self, identifier: str) -> Record | None:
        """The object of any account, or None."""
        row = self.execute("SELECT id, kind, account, body, private FROM object WHERE id = ?", identifier).fetchone()
        return _record(row) if row else None

    def position(self, kind: str, account: str, identifier: str) -> int | None:
        """The object's position in its account's list, or None."""
        row = self.execute(
            "SELECT seq FROM object WHERE id = ? AND kind = ? AND account = ?", identifier, kind, account
        ).fetchone()
        return row[0] if row else None

    def page(self, kind: str, account: str, query: ListQuery, before: int | None = None) -> tuple[list[Record], bool]:
        """One page of an account's objects, newest first, and whether there are more."""
        where, values = ["kind = ?", "account = ?"], [kind, account]
        if before is not None:
            where.append("seq < ?")
            values.append(str(before))
        for operator, bound in query.created.items():
            where.append(f"created {_OPERATORS[operator]} ?")
            values.append(str(bound))
        for field, value in query.equals.items():
            where.append(f"json_extract(body, '$.{field}') = ?")
            values.append(value)
        if query.types:
            patterns = ["json_extract(body, '$.type') GLOB ?"] * len(query.types)
            where.append(f"({' OR '.join(patterns)})")
            values += query.types
        rows = self.execute(
            f"SELECT id, kind, account, body, private FROM object WHERE {' AND '.join(where)} "
            f"ORDER BY seq DESC LIMIT {query.limit + 1}",
            *values,
        ).fetchall()
        return [_record(row) for row in rows[: query.limit]], len(rows) > query.limit


def _record(row: tuple[Any, ...]) -> Record:
    return Record(row[0], row[1], row[2], json.loads(row[3]), json.loads(row[4]))


class Store:
    """The SQLite file. It is opened at first use, so that processes forked after start-up do not share a connection."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @contextlib.contextmanager
    def transaction(self, *, write: bool = True) -> collections.abc.Iterator[Transaction]:
        """Run a transaction for the duration of the block; an exception rolls it back."""
        with self._lock:
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield Transaction(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file. The next transaction reopens it."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("COMMIT")
            self._connection = connection
        return self._connection
