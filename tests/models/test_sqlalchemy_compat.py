"""What the application uses of SQLAlchemy's internals does what its own sessions do."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import Select, Uuid, create_engine, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import DetachedInstanceError

import models
from models import sqlalchemy_compat
from models.base import NamedBind


def test_a_new_row_has_its_columns_only() -> None:
    row = models.Session(token_digest="a")
    assert sqlalchemy_compat.values_of(row)["token_digest"] == "a"
    with pytest.raises(TypeError, match="Session has no column bogus"):
        models.Session(bogus=1)


def test_what_was_not_loaded_cannot_be_read() -> None:
    row = sqlalchemy_compat.load_partially(inspect(models.Client), {"name": "Ada"}, {"available"})
    assert row.name == "Ada"
    with pytest.raises(DetachedInstanceError):
        row.available  # noqa: B018


def test_changes_are_relative_to_what_was_loaded() -> None:
    row = sqlalchemy_compat.load(inspect(models.Client), {"name": "Ada", "available": 1})
    assert not sqlalchemy_compat.is_modified(row)
    row.available, row.name = 2, "Ada"
    assert sqlalchemy_compat.is_modified(row)
    assert sqlalchemy_compat.changed_attributes(row) == ["available"]
    sqlalchemy_compat.mark_saved(row)
    assert sqlalchemy_compat.changed_attributes(row) == []


def test_a_session_takes_a_loaded_row_for_persistent_with_its_changes() -> None:
    firm_id, client_id = uuid.uuid4(), uuid.uuid4()
    loaded = {"firm_id": firm_id, "id": client_id, "name": "Ada", "available": 1}
    row = sqlalchemy_compat.load(inspect(models.Client), loaded)
    row.available = 2
    sqlalchemy_compat.mark_persistent(row)
    with Session(create_engine("sqlite://")) as session:
        session.add(row)
        assert (row in session.dirty, row in session.new) == (True, False)
        assert session.identity_map[inspect(row).key] is row


def test_bind_parameters_in_order() -> None:
    first, second = NamedBind("first", Uuid()), NamedBind("second", Uuid())
    statement: Select[uuid.UUID] = select(models.Client.id).where(
        models.Client.firm_id == first, models.Client.id == second
    )
    dialect = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]
    names = [name for name, _ in sqlalchemy_compat.positional_binds(statement.compile(dialect=dialect))]
    assert names == ["first", "second"]


def test_ids_are_converted_from_the_texts_of_sqlite() -> None:
    dialect = sqlite.aiosqlite.dialect()
    convert, row_id = sqlalchemy_compat.result_processor(Uuid(), dialect), uuid.uuid4()
    assert convert is not None
    assert (convert(row_id.hex), convert(None)) == (row_id, None)
    assert sqlalchemy_compat.result_processor(Uuid(), postgresql.asyncpg.dialect()) is None  # type: ignore[no-untyped-call]
