"""What all tables share: ids, column types, named binds, and the naming convention of constraints."""

import datetime as dt
import enum
import functools
import json
import uuid
from decimal import Decimal
from typing import Any

import uuid_utils.compat
from sqlalchemy import BigInteger, BindParameter, DateTime, Dialect, Enum, MetaData, String, Text, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Mapper, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

from models import sqlalchemy_compat


def new_id() -> uuid.UUID:
    """Return a new UUID version 7. Ids increase with time, so primary keys are in order of creation."""
    return uuid_utils.compat.uuid7()


class Instant(TypeDecorator[dt.datetime]):
    """A point in time, in UTC. SQLite has no time zones, so there it is stored without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert to UTC. Raises ValueError if the value has no time zone."""
        if value is None or (value.tzinfo is dt.UTC and dialect.name != "sqlite"):
            return value
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """No conversion on PostgreSQL, whose driver returns all times in UTC."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the value that SQLite has stored, with its time zone."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal stored as text, because SQLite would convert it to a float."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Format without an exponent."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Parse the stored text."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[dict[str, Any]]):
    """A JSON object stored as text, the same on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Serialize."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        """Parse the stored text."""
        parsed: dict[str, Any] | None = None if value is None else json.loads(value)
        return parsed


class NamedBind(BindParameter[Any]):
    """A bind parameter of a statement that is compiled once, filled by name at each request."""

    inherit_cache = True

    def __init__(self, name: str, type_: TypeEngine[Any]) -> None:
        super().__init__(name, None, type_=type_, required=True)


@compiles(NamedBind)
def _compile_named_bind(bind: NamedBind, compiler: SQLCompiler, **options: Any) -> str:
    # Also where the statement's other values are rendered as literals.
    visit: Any = compiler.visit_bindparam
    return str(visit(bind, **{**options, "literal_binds": False}))


class ChangeTrackedMixin:
    """Rows in the change feed: `changed_seq` is the number of the firm's event that last changed the row."""

    changed_seq: Mapped[int] = mapped_column(default=0)


class FirmRowMixin:
    """Rows of a firm that have an id within it."""

    firm_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-1)


def enumeration(kind: type[enum.Enum], name: str, **options: Any) -> MappedColumn[Any]:
    """Return a column for the enumeration's names, enforced on both databases by a CHECK called `name`."""
    type_ = Enum(kind, native_enum=False, create_constraint=True, name=name, length=40, validate_strings=True)
    return mapped_column(type_, **options)


def key_text(length: int) -> String:
    """Return the type of a text that rows are ordered by: by code points on both databases, in every locale."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    """Base of all tables. In a firm's tables, the primary key and every foreign key begin with `firm_id`."""

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

    def __init_subclass__(cls, **options: Any) -> None:
        """Map a class, whose rows are created without the events of SQLAlchemy's `__init__`: nothing handles them."""
        super().__init_subclass__(**options)
        if "__mapper__" in cls.__dict__:
            cls.__init__ = Base.__init__  # type: ignore[method-assign]

    def __init__(self, **columns: Any) -> None:
        """Create a row. Raises TypeError for a name that is no column."""
        mapper = type(self).__mapper__
        unknown = columns.keys() - _column_names(mapper)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no column {', '.join(sorted(unknown))}")
        sqlalchemy_compat.initialize(self, mapper, columns)


@functools.cache
def _column_names(mapper: Mapper[Any]) -> frozenset[str]:
    return frozenset(attribute.key for attribute in mapper.column_attrs)
