"""The query compiler: turns a selection into one SQL expression that writes the JSON of the response.

Each object is an expression that contains those of the objects inside it. Permissions and visibility are compiled in:
rows that the viewer may not see are filtered out, and fields that the viewer may not read are left out. An object
with a field left out is incomplete, and only incomplete objects are processed by graphql-core's executor.
"""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLField, GraphQLNamedType, GraphQLObjectType, get_named_type, is_abstract_type
from sqlalchemy import JSON, ColumnElement, and_, case, inspect, null, select, true

from graph import permissions, strawberry_compat
from graph.sqlquery import field_specs
from graph.sqlquery.compile_scope import ArgumentsByNode, CompileScope
from graph.sqlquery.fields import on_foreign_key, on_reverse_foreign_key
from graph.sqlquery.pagination import LIST_DEPTH_COST, ConnectionCompiler
from graph.sqlquery.selections import (
    NO_LIMIT,
    CompiledValue,
    ComputedField,
    FieldDetailsList,
    ObjectBuilder,
    PlanTarget,
    ResolverBackedField,
    SelectionContext,
    null_unless,
)
from graph.sqlquery.sql_json_objects import JsonArray, JsonObject
from graph.sqlquery.sql_json_scalars import Constant, GlobalId, ObjectKey, Reusable, as_column, serialize

OBJECT_DEPTH_COST = 2
"""How many levels a related object adds to the nesting of a statement; a list adds `LIST_DEPTH_COST`."""

_TYPES_WITHOUT_ID = frozenset({"Actor", "CreditUse"})
"""Types whose objects a further statement could not find again."""


class Incomplete(Exception):
    """The statement has to leave out a selected field."""


class QueryCompiler(CompileScope):
    """Compiles one statement, for one kind of viewer, one currency and one dialect.

    Fields that would nest the statement deeper than `max_depth` are left out; None means no limit. With
    `require_complete`, the first field that is left out raises Incomplete. Computed fields are not left out: the
    statement reads what they are computed from.
    """

    def __init__(
        self,
        selection: SelectionContext,
        target: PlanTarget,
        arguments: ArgumentsByNode,
        max_depth: int | None = None,
        *,
        require_complete: bool = False,
    ) -> None:
        super().__init__(selection, target, arguments)
        self._depth, self._max_depth, self._require_complete = 0, max_depth, require_complete
        self._list_depth = 0
        self.reached_depth = 0
        """How deep the statement would be without a limit: a higher limit makes no difference."""

    def compile_object(
        self, type_name: str, field_details: FieldDetailsList, on: Callable[[Any], ColumnElement[bool]]
    ) -> CompiledValue:
        """Compile the one visible row of a type for which the condition holds; null if there is none."""
        row = self.alias(type_name)
        builder = self.compile_nested(type_name, row, field_details, is_list=False)
        return JsonObject(builder.json_fields, self.visible_rows(type_name, row, on(row))), builder.is_complete

    def compile_list(self, type_name: str, row: Any, rows: Any, field_details: FieldDetailsList) -> CompiledValue:
        """Compile an array of one object for each of the ordered `rows`, read from `row`."""
        builder = self.compile_nested(type_name, row, field_details, is_list=True)
        return JsonArray(JsonObject(builder.json_fields), rows.limit(NO_LIMIT)), builder.is_complete

    def compile_root_connection(
        self, definition: GraphQLField, spec: field_specs.ConnectionSpec, field_details: FieldDetailsList
    ) -> CompiledValue:
        """Compile a list of all rows of a type that the viewer may see."""
        named = get_named_type(definition.type)
        connection = ConnectionCompiler(self, self.compile_nested, named, spec, None, lambda *_: true())
        return connection.compile(field_details)

    def compile_nested(
        self, type_name: str, row: Any, field_details: FieldDetailsList, *, is_list: bool
    ) -> ObjectBuilder:
        """Compile the fields of an object that has a subquery of its own; with `is_list`, of each row of a list."""
        depth_cost = LIST_DEPTH_COST if is_list else OBJECT_DEPTH_COST
        self._depth += depth_cost
        self._list_depth += is_list
        builder = self._compile_fields(self.object_type(type_name), row, field_details)
        self._list_depth -= is_list
        self._depth -= depth_cost
        return builder

    def _compile_fields(self, type_: GraphQLObjectType, row: Any, field_details: FieldDetailsList) -> ObjectBuilder:
        builder = ObjectBuilder()
        for key, details in self.selection.subfields(type_, field_details).items():
            field_name = details[0].node.name.value
            if field_name == "__typename":
                builder.add(key, Constant(type_.name))
                continue
            definition = type_.fields[field_name]
            spec = field_specs.field_spec_of(definition)
            is_allowed = all(map(self.is_allowed, permissions.required_permissions(definition)))
            if not is_allowed and permissions.is_null_if_denied(type_, definition, is_in_list=self._list_depth > 0):
                builder.add(key, Constant(None))
            elif not is_allowed or not self._has_valid_arguments(details) or self._is_too_deep(definition, spec):
                self.check_may_leave_out()
                builder.is_complete = False
            elif isinstance(spec, field_specs.ResolvedSpec):
                self.check_may_leave_out()
                builder.is_complete = False
                field = ResolverBackedField(tuple(self.path), type_.name, key, spec, details[0], definition)
                self.resolver_fields.append(field)
            elif isinstance(spec, field_specs.ComputedSpec):
                values = JsonObject(list(spec.values(row, self).items()))
                builder.add(field_specs.resolved_value_key(key), values, is_complete=False)
                self.computed_fields.append(ComputedField(tuple(self.path), type_.name, key, spec))
            else:
                with self.at(key):
                    value, is_complete = self.compile_field(type_, definition, spec, row, details)
                builder.add(key, value, is_complete=is_complete)
        if not builder.is_complete:
            builder.key = _object_key(type_.name, row)
        return builder

    def check_may_leave_out(self) -> None:
        """Call before something that is selected is left out. Raises Incomplete if nothing may be left out."""
        if self._require_complete:
            raise Incomplete

    def _has_valid_arguments(self, field_details: FieldDetailsList) -> bool:
        return not isinstance(self.arguments_of(field_details).value, Exception)

    def _is_too_deep(self, definition: GraphQLField, spec: field_specs.FieldSpec | None) -> bool:
        """Return whether the field has to be deferred to a further statement."""
        if not isinstance(
            spec,
            (
                field_specs.ToOneSpec,
                field_specs.ToOneOfSpec,
                field_specs.ToManySpec,
                field_specs.SubquerySpec,
                field_specs.ConnectionSpec,
            ),
        ):
            return False
        is_object = isinstance(spec, (field_specs.ToOneSpec, field_specs.ToOneOfSpec))
        cost = OBJECT_DEPTH_COST if is_object else LIST_DEPTH_COST
        if get_named_type(definition.type).name in _TYPES_WITHOUT_ID:
            cost += OBJECT_DEPTH_COST  # nothing inside it can be deferred
        self.reached_depth = max(self.reached_depth, self._depth + cost)
        is_too_deep = self._max_depth is not None and self._depth + cost > self._max_depth
        self.has_deferred_fields = self.has_deferred_fields or is_too_deep
        return is_too_deep

    def compile_field(
        self, type_: GraphQLObjectType, definition: GraphQLField, spec: field_specs.FieldSpec | None, row: Any,
        field_details: FieldDetailsList,
    ) -> CompiledValue:  # fmt: skip
        """Compile one field of an object. Raises TypeError if the field has no spec."""
        named = get_named_type(definition.type)
        match spec:
            case field_specs.ColumnSpec():
                return self.reuse(
                    lambda: Reusable(self._compile_column(type_, definition, spec, row)), type_, definition, row
                ), True
            case field_specs.EmbeddedSpec():
                return self._compile_embedded(named, spec, row, field_details)
            case field_specs.MoneySpec(expression, condition):
                minor = self._value(definition, expression, row)
                return self._compile_money(definition, minor, self._condition(condition, row), field_details)
            case field_specs.MoneyWithArgumentsSpec(expression):
                arguments = self.arguments_of(field_details)
                return self._compile_money(definition, expression(row, self, arguments), None, field_details)
            case field_specs.ToOneSpec(condition):
                on = condition or on_foreign_key(f"{strawberry_compat.python_name(definition)}_id")
                return self.compile_object(named.name, field_details, lambda other: on(row, other, self))
            case field_specs.ToOneOfSpec():
                return self._compile_one_of(spec, row, field_details)
            case field_specs.ToManySpec(order, condition):
                on, other = condition or on_reverse_foreign_key(f"{type_.name.lower()}_id"), self.alias(named.name)
                rows = self.visible_rows(named.name, other, on(row, other, self)).order_by(*order(other))
                return self.compile_list(named.name, other, rows, field_details)
            case field_specs.SubquerySpec(expression, condition):
                # A name of its own: statements share the SQL of its columns, and number what is anonymous.
                name = f"{inspect(row).name}_{strawberry_compat.python_name(definition)}"
                other = self.reuse(lambda: expression(row, self).subquery(name), definition, row)
                rows = select().select_from(other).order_by(other.c.ordinal)
                value, is_complete = self.compile_list(named.name, other.c, rows, field_details)
                return null_unless(self._condition(condition, row), value), is_complete
            case field_specs.ConnectionSpec():
                on = spec.on or on_reverse_foreign_key(f"{type_.name.lower()}_id")
                return ConnectionCompiler(self, self.compile_nested, named, spec, row, on).compile(field_details)
            case _:
                raise TypeError(f"{type_.name}.{field_details[0].node.name.value} has no field spec")

    def _compile_column(
        self, type_: GraphQLObjectType, definition: GraphQLField, spec: field_specs.ColumnSpec, row: Any
    ) -> ColumnElement[Any]:
        if spec.expression is None and get_named_type(definition.type).name == "ID":
            return GlobalId(type_.name, field_specs.id_column(type_.name, row))
        return serialize(as_column(self._value(definition, spec.expression, row)))

    def _compile_embedded(
        self, type_: GraphQLNamedType, spec: field_specs.EmbeddedSpec, row: Any, field_details: FieldDetailsList
    ) -> CompiledValue:
        if is_abstract_type(type_):
            (type_,) = self.selection.schema.get_possible_types(type_)
        assert isinstance(type_, GraphQLObjectType)  # noqa: S101  (for type checkers)
        source = self.reuse(lambda: spec.source(row, self), spec.source, row)
        builder = self._compile_fields(type_, source, field_details)
        return null_unless(self._condition(spec.when, row), JsonObject(builder.json_fields)), builder.is_complete

    def _condition(self, condition: field_specs.RowExpression | None, row: Any) -> ColumnElement[Any] | None:
        if condition is None:
            return None
        when: ColumnElement[Any] = self.reuse(lambda: condition(row, self), condition, row)
        return when

    def _compile_one_of(
        self, spec: field_specs.ToOneOfSpec, row: Any, field_details: FieldDetailsList
    ) -> CompiledValue:
        """Compile the related object, of the type that the row says; null if the viewer may not read that type."""
        cases: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = []
        is_complete = True
        for type_name, column in spec.columns.items():
            if not self.can_read_type(type_name):
                continue
            id_ = getattr(row, column)
            value, is_value_complete = self.compile_object(
                type_name,
                field_details,
                lambda other, name=type_name, id_=id_: and_(  # type: ignore[misc]
                    other.firm_id == row.firm_id, field_specs.id_column(name, other) == id_
                ),
            )
            cases.append((spec.is_type(row, type_name), value))
            is_complete = is_complete and is_value_complete
        value = case(*cases, else_=null())
        value.type = JSON()
        return value, is_complete

    def _value(self, definition: GraphQLField, expression: Callable[..., Any] | None, row: Any) -> Any:
        """Return the expression's value, by default the column with the field's name."""
        if expression is not None:
            return self.reuse(lambda: expression(row, self), expression, row)
        return getattr(row, strawberry_compat.python_name(definition))

    def _compile_money(
        self, definition: GraphQLField, minor: Any, when: ColumnElement[Any] | None, field_details: FieldDetailsList
    ) -> CompiledValue:
        builder = self._compile_fields(self.object_type("Money"), minor, field_details)
        if when is None and definition.type is get_named_type(definition.type):
            when = as_column(minor).is_not(None)
        return null_unless(when, JsonObject(builder.json_fields)), True


def _object_key(type_name: str, row: Any) -> ColumnElement[Any]:
    source = field_specs.TYPE_SOURCES.get(type_name)
    has_row = source is not None and source.entity is not None
    return ObjectKey(type_name, field_specs.id_column(type_name, row)) if has_row else Constant(f"{type_name}:")
