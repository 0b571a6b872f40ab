"""Evaluates a selection on rows in memory, so that a mutation does not read back what it has just written.

The same field specs are evaluated in Python: their expressions work on a mapped object as on an alias of its table. A
selection with any field that needs the database (a related object, a subquery, a resolver) is left to a statement.
"""

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type

from db.opaque_ids import encode_global_id
from graph import permissions, strawberry_compat
from graph.sqlquery.compile_scope import CompileScope
from graph.sqlquery.contexts import ObjectRef
from graph.sqlquery.field_specs import TYPE_SOURCES, ColumnSpec, EmbeddedSpec, MoneySpec, field_spec_of
from graph.sqlquery.selections import FieldDetailsList

RowValue = Callable[[Any], Any]
"""Returns the response value of a row. Raises NotInMemory."""


class NotInMemory(Exception):
    """The selection cannot be evaluated without the database."""


class RowCompiler(CompileScope):
    """Compiles selections of one kind of viewer and one currency to functions of a row."""

    def compile_payload(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> RowValue:
        """Return a function from a mutation's payload to its response object. Raises NotInMemory, as the function does
        if the rows of an object reference are not in memory.
        """
        subfields = self.selection.subfields(type_, field_details)
        members = [(key, self._compile_member(type_, details)) for key, details in subfields.items()]
        return lambda payload: {key: value(payload) for key, value in members}

    def _compile_member(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> RowValue:
        name = field_details[0].node.name.value
        if name == "__typename":
            return lambda _payload: type_.name
        definition = type_.fields[name]
        attribute, member_type = strawberry_compat.python_name(definition), get_named_type(definition.type)
        if is_leaf_type(member_type):
            return lambda payload: _json_value(getattr(payload, attribute))
        if not isinstance(member_type, GraphQLObjectType) or not self._is_readable(definition):
            raise NotInMemory
        evaluate = self.compile_object(member_type, field_details)

        def value(payload: Any) -> Any:
            reference = getattr(payload, attribute)
            if reference is None:
                return None
            if not isinstance(reference, ObjectRef) or not reference.rows:
                raise NotInMemory
            return list(map(evaluate, reference.rows)) if reference.is_list else evaluate(reference.rows[0])

        return value

    def compile_object(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> RowValue:
        """Return a function from a row of the type to its response object. Raises NotInMemory."""
        subfields = self.selection.subfields(type_, field_details)
        members = [(key, self._compile_field(type_, details)) for key, details in subfields.items()]
        return lambda row: {key: value(row) for key, value in members}

    def _compile_field(self, type_: GraphQLObjectType, field_details: FieldDetailsList) -> RowValue:
        name = field_details[0].node.name.value
        if name == "__typename":
            return lambda _row: type_.name
        definition = type_.fields[name]
        if not self._is_readable(definition):
            raise NotInMemory
        match field_spec_of(definition):
            case ColumnSpec(expression):
                if expression is None and get_named_type(definition.type).name == "ID":
                    id_attribute = TYPE_SOURCES[type_.name].id_attribute
                    return lambda row: encode_global_id(type_.name, getattr(row, id_attribute))
                value = self._value(definition, expression)
                return lambda row: _json_value(value(row))
            case MoneySpec(expression, None):
                return self._compile_money(self._value(definition, expression), field_details)
            case EmbeddedSpec(source, None):
                embedded_type = get_named_type(definition.type)
                if not isinstance(embedded_type, GraphQLObjectType):
                    raise NotInMemory
                embedded = self.compile_object(embedded_type, field_details)
                return lambda row: embedded(source(row, self))
            case _:
                raise NotInMemory

    def _is_readable(self, definition: GraphQLField) -> bool:
        return all(map(self.is_allowed, permissions.required_permissions(definition)))

    def _value(self, definition: GraphQLField, expression: Callable[..., Any] | None) -> RowValue:
        if expression is not None:
            return lambda row: expression(row, self)
        attribute = strawberry_compat.python_name(definition)
        return lambda row: getattr(row, attribute)

    def _compile_money(self, minor: RowValue, field_details: FieldDetailsList) -> RowValue:
        members: list[tuple[str, Callable[[int], Any]]] = []
        for key, details in self.selection.subfields(self.object_type("Money"), field_details).items():
            match details[0].node.name.value:
                case "amount":
                    members.append((key, self._format_amount))
                case "currencyCode":
                    members.append((key, lambda _amount: self.currency))
                case "__typename":
                    members.append((key, lambda _amount: "Money"))
                case _:
                    raise NotInMemory

        def value(row: Any) -> dict[str, Any] | None:
            amount = minor(row)
            if amount is None:
                return None
            if type(amount) is not int:
                raise NotInMemory
            return {key: member(amount) for key, member in members}

        return value

    def _format_amount(self, minor: int) -> str:
        if not self.digits:
            return str(minor)
        whole, fraction = divmod(abs(minor), 10**self.digits)
        return f"{'-' if minor < 0 else ''}{whole}.{fraction:0{self.digits}d}"


def _json_value(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, dt.datetime):
        utc = value.astimezone(dt.UTC).replace(tzinfo=None)
        return f"{utc.isoformat(timespec='microseconds')}Z".replace(".000000Z", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise NotInMemory
