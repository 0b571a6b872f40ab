"""Declare types of the schema with descriptions: of a type or resolver, its docstring; of a field, the first argument.

Strawberry's own decorators take no description from a docstring.
"""

import dataclasses
import enum
import inspect
from collections.abc import Sequence
from typing import Any, TypeVar, dataclass_transform

import strawberry

from billing import idempotency
from graph import input_validation, strawberry_compat

T = TypeVar("T", bound=type)
E = TypeVar("E", bound=type[enum.Enum])

# Descriptions that several inputs or payloads share.
IDEMPOTENCY_KEY = (
    "A key that you choose, new for each operation: 1 to"
    f" {idempotency.MAX_KEY_LENGTH} characters. Retrying with the same key and the same input is safe:"
    " it returns the objects of the first request, with `replayed: true`."
)
REASON = f"The reason: at most {input_validation.MAX_REASON_LENGTH} characters. Clients can read it."
CREDIT_ACCOUNT = "The client's credits after the operation."
REPLAYED = (
    "Whether this is a retry: an earlier request had the same key and input. The objects are returned as they are now,"
    " and nothing new was done."
)


def description_of(documented: object) -> str:
    """The docstring with each paragraph on one line. Raises TypeError if there is none."""
    if not documented.__doc__:
        raise TypeError(f"{documented!r} has no docstring")
    paragraphs = inspect.cleandoc(documented.__doc__).split("\n\n")
    return "\n\n".join(" ".join(paragraph.splitlines()) for paragraph in paragraphs)


def field(description: str, *, name: str | None = None, default: Any = dataclasses.MISSING) -> Any:
    """A field of an object or input type."""
    return strawberry.field(description=description, name=name, default=default)


def optional(description: str) -> Any:
    """A field of an input type that may be omitted, and then is UNSET."""
    return field(description, default=strawberry.UNSET)


def argument(description: str, *, name: str | None = None) -> Any:
    """An argument of a field, for `Annotated`."""
    return strawberry.argument(description=description, name=name)


def input_argument(description: str) -> Any:
    """The argument `input` of a mutation, for `Annotated`."""
    return argument(description, name="input")


def result_of(*mutations: str, name: str = "") -> Any:
    """The union of a payload and user errors, for `Annotated`. Its name is by default that of the mutation."""
    texts = " and ".join(f"`{mutation}`" for mutation in mutations)
    default_name = f"{mutations[0][0].upper()}{mutations[0][1:]}Result"
    return strawberry.union(name or default_name, description=f"The result of {texts}.")


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def object_type(cls: T, *, directives: Sequence[object] = ()) -> T:
    """Declare an object type."""
    return strawberry.type(cls, description=description_of(cls), directives=directives)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def interface(cls: T) -> T:
    """Declare an interface."""
    return strawberry.interface(cls, description=description_of(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def input_type(cls: T) -> T:
    """Declare an input type."""
    return strawberry.input(cls, description=description_of(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def one_of_input_type(cls: T) -> T:
    """Declare an input type of which exactly one field has to be present."""
    return strawberry.input(cls, description=description_of(cls), one_of=True)


def enum_type(cls: E) -> E:
    """Declare an enum. The value of each member is its description."""
    strawberry.enum(cls, description=description_of(cls))
    strawberry_compat.describe_enum_values(cls, {member.name: member.value for member in cls})
    return cls
