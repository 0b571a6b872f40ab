"""SQLAlchemy internals that the application depends on: the one module to check when SQLAlchemy is upgraded.

Rows are created, loaded and compared without a session, so that a transaction costs few statements and little CPU.
SQLAlchemy has no public API for that. `tests/models/test_sqlalchemy_compat.py` checks what is used here.
"""

import functools
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Compiled, Dialect, Uuid, inspect
from sqlalchemy.orm import Mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict, instance_state, set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any] | None


def initialize(row: Any, mapper: Mapper[Any], values: Mapping[str, Any]) -> None:
    """Give a new object its state and values, without attribute or init events."""
    mapper.class_manager.setup_instance(row)
    instance_dict(row).update(values)


def load(mapper: Mapper[Any], values: Mapping[str, Any]) -> Any:
    """Return an object as if it had just been loaded with these values."""
    row = mapper.class_manager.new_instance()
    instance_dict(row).update(values)
    return row


def load_partially(mapper: Mapper[Any], values: Mapping[str, Any], not_loaded: Iterable[str]) -> Any:
    """Return an object as if these values only had been loaded: reading what is `not_loaded` raises
    DetachedInstanceError, where an object of `load` has None.
    """
    row = load(mapper, values)
    state = instance_state(row)
    state.key = (mapper.class_, (None,), None)  # any key says that the row is stored
    state.expired_attributes.update(not_loaded)
    return row


def values_of(row: Any) -> dict[str, Any]:
    """The object's values by attribute, to read or to extend without events."""
    return instance_dict(row)


def is_modified(row: Any) -> bool:
    """Whether an attribute was set since the object was loaded."""
    return instance_state(row).modified


def changed_attributes(row: Any) -> list[str]:
    """The attributes whose values differ from what was loaded."""
    values, before = instance_dict(row), instance_state(row).committed_state
    return [attribute for attribute, value in before.items() if value != values[attribute]]


def mark_saved(row: Any) -> None:
    """Make the current values of a changed object those that were loaded."""
    values = instance_dict(row)
    for attribute in list(instance_state(row).committed_state):
        set_committed_value(row, attribute, values[attribute])


def mark_persistent(row: Any) -> None:
    """Give an object that was loaded without a session its identity, so that a session takes it for a row."""
    inspect(row).key = identity_key(instance=row)


def mark_detached(row: Any) -> None:
    """Make a new object, once its row was inserted, one that a session takes for a row."""
    make_transient_to_detached(row)


def bind_processor(type_: TypeEngine[Any], dialect: Dialect) -> Processor:
    """The function that converts a value of this type to what the driver takes, if there is one."""
    return type_.dialect_impl(dialect).bind_processor(dialect)


def result_processor(type_: TypeEngine[Any], dialect: Dialect) -> Processor:
    """The function that converts what the driver returns to a value of this type, if there is one."""
    process = type_.dialect_impl(dialect).result_processor(dialect, None)
    return _to_uuid if process is not None and isinstance(type_, Uuid) else process


@functools.lru_cache(maxsize=10_000)
def _to_uuid(text: str | None) -> uuid.UUID | None:
    # Cached, because the ids of a firm and its client are in most rows that a statement loads.
    return None if text is None else uuid.UUID(text)


def positional_binds(compiled: Compiled) -> list[tuple[str, TypeEngine[Any]]]:
    """The names and types of a compiled statement's bind parameters, in order."""
    internals: Any = compiled
    return [(name, internals.binds[name].type) for name in getattr(compiled, "positiontup", None) or ()]
