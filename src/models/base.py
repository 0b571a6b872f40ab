"""What all tables share: ids, instants, exact decimals, enumerations, and the names of constraints."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Any

import uuid_utils.compat
from sqlalchemy import BigInteger, BindParameter, DateTime, Dialect, Enum, MetaData, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine


def new_id() -> uuid.UUID:
    """A fresh id, ordered by time (UUID version 7), so that a primary key is also the order of creation."""
    return uuid_utils.compat.uuid7()


class Instant(TypeDecorator[dt.datetime]):
    """A moment in UTC. SQLite has no time zones, so it is told and asked without one there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a moment without a time zone; write it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant needs a time zone"
            raise ValueError(message)
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Read it in UTC, with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal kept as text, digit for digit: SQLite would make it a float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write it without an exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read it as it was written."""
        return None if value is None else Decimal(value)


class NamedBind(BindParameter[Any]):
    """A value that each request brings, in a statement that is made once; all else is written into the statement."""

    inherit_cache = True

    def __init__(self, name: str, type_: TypeEngine[Any]) -> None:
        super().__init__(name, None, type_=type_, required=True)


@compiles(NamedBind)
def _compile_named_bind(bind: NamedBind, compiler: SQLCompiler, **options: Any) -> str:
    written: Any = compiler.visit_bindparam
    return str(written(bind, **{**options, "literal_binds": False}))


class ChangeTrackedMixin:
    """Rows that live pages follow: `changed_seq` is the number of the firm's event that last changed them."""

    changed_seq: Mapped[int] = mapped_column(default=0)


def enumeration(kind: type[enum.Enum], name: str) -> Enum:
    """A column of one of the names of an enumeration, held by a CHECK called `name` on both databases."""
    return Enum(kind, native_enum=False, create_constraint=True, name=name, length=40, validate_strings=True)


class Base(DeclarativeBase):
    """All tables. Rows that belong to a firm have the firm's id first in their key and in every foreign key."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012  (SQLAlchemy reads it off the class)
        dt.datetime: Instant(),
        uuid.UUID: Uuid(),
        int: BigInteger(),
        Decimal: ExactDecimal(),
    }

    def __init__(self, **columns: Any) -> None:
        """A row of these columns. Nothing has to be told of each: no row follows another."""
        for name in columns:
            if name not in self.__mapper__.columns:
                message = f"{type(self).__name__} has no column {name}"
                raise TypeError(message)
        instance_dict(self).update(columns)
