"""The roots of a statement: fields of Query, object references, and deferred fields."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from graphql import GraphQLField
from sqlalchemy import ColumnElement, Uuid, case, cast, func, select

from graph.sqlquery.arguments import NodeId
from graph.sqlquery.compiler import QueryCompiler
from graph.sqlquery.contexts import ObjectRef
from graph.sqlquery.field_specs import ConnectionSpec, RootListSpec, RootSpec, field_spec_of, id_column
from graph.sqlquery.python_fields import SHARED_KEY, shared_values
from graph.sqlquery.selections import NO_LIMIT, CompiledValue, FieldDetailsList, PlanRoot
from graph.sqlquery.sql_json_objects import JsonArray, JsonObject
from graph.sqlquery.sql_json_scalars import Constant


def compile_roots(compiler: QueryCompiler, roots: Sequence[PlanRoot]) -> ColumnElement[Any]:
    """Compile one JSON object that has a member for each root, and one for the shared values of computed fields."""
    members: list[tuple[str, ColumnElement[Any]]] = []
    for root in roots:
        with compiler.at(root.name):
            value, _ = _compile_root(compiler, root)
        members.append((root.name, value))
    shared = [(value.name, value.expression(compiler)) for value in shared_values(compiler.computed_fields)]
    return JsonObject([*members, (SHARED_KEY, JsonObject(shared))] if shared else members)


def _compile_root(compiler: QueryCompiler, root: PlanRoot) -> CompiledValue:
    match root:
        case PlanRoot(definition=GraphQLField() as definition, reference=ObjectRef() as reference):
            return _compile_deferred_field(compiler, root, reference, definition)
        case PlanRoot(reference=ObjectRef() as reference):
            return _compile_object_ref(compiler, reference, root.ref_index, root.field_details)
        case PlanRoot(definition=GraphQLField() as definition):
            spec = field_spec_of(definition)
            if isinstance(spec, RootListSpec):
                return _compile_root_list(compiler, root.field_details)
            if isinstance(spec, ConnectionSpec):
                return compiler.compile_root_connection(definition, spec, root.field_details)
            assert isinstance(spec, RootSpec)  # noqa: S101  (no other field of Query defers to the compiler)
            return _compile_root_object(compiler, spec, root.field_details)
    query = compiler.selection.schema.query_type
    return Constant(None if query is None else query.name), True


def _compile_root_object(compiler: QueryCompiler, spec: RootSpec, field_details: FieldDetailsList) -> CompiledValue:
    arguments = compiler.arguments_of(field_details)
    target = spec.lookup(compiler.actual_viewer, arguments.value)
    if target is None:
        return Constant(None), True
    type_name, on = target
    if not compiler.can_read_type(type_name):
        compiler.check_may_leave_out()
        return Constant(None), False
    return compiler.compile_object(type_name, field_details, lambda row: on(row, compiler, arguments))


def _bind_ids(compiler: QueryCompiler, ref_index: int) -> sa.Subquery:
    """Return the ids of an object reference as rows."""
    ids = compiler.bind_parameter(sa.JSON(), lambda request, _: [id_.hex for id_ in request.ids(ref_index)])
    return _id_rows(ids, compiler.dialect)


def _compile_object_ref(
    compiler: QueryCompiler, reference: ObjectRef, ref_index: int, field_details: FieldDetailsList
) -> CompiledValue:
    type_name = reference.type_name
    if not reference.is_list:
        id_ = compiler.bind_parameter(Uuid(), lambda request, _: request.ids(ref_index)[0])
        return compiler.compile_object(type_name, field_details, lambda row: id_column(type_name, row) == id_)
    row, ids = compiler.alias(type_name), _bind_ids(compiler, ref_index)
    rows = compiler.visible_rows(type_name, row).join(ids, ids.c.id == id_column(type_name, row))
    return compiler.compile_list(type_name, row, rows.order_by(ids.c.ordinal), field_details)


def _compile_deferred_field(
    compiler: QueryCompiler, root: PlanRoot, parents: ObjectRef, definition: GraphQLField
) -> CompiledValue:
    """Compile one field of objects whose visibility an earlier statement of the same snapshot has checked."""
    type_name, name = parents.type_name, root.field_details[0].node.name.value
    row, ids = compiler.alias(type_name), _bind_ids(compiler, root.ref_index)
    rows = select().select_from(row).join(ids, ids.c.id == id_column(type_name, row)).order_by(ids.c.ordinal)
    with compiler.at(name):
        value, is_complete = compiler.compile_field(
            compiler.object_type(type_name), definition, field_spec_of(definition), row, root.field_details
        )
    return JsonArray(JsonObject([(name, value)]), rows.limit(NO_LIMIT)), is_complete


def _compile_root_list(compiler: QueryCompiler, field_details: FieldDetailsList) -> CompiledValue:
    """Compile objects of several types: a CASE over the type names that occur among the ids."""
    arguments = compiler.arguments_of(field_details)
    ids = _node_id_rows(arguments.bind_computed(sa.JSON(), _type_and_id_pairs), compiler.dialect)
    cases: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = []
    is_complete = True
    for type_name in sorted({node_id.type_name for node_id in arguments.value if node_id is not None}):
        if not compiler.can_read_type(type_name):
            compiler.check_may_leave_out()
            is_complete = False
            continue

        def matches(row: Any, type_name: str = type_name) -> ColumnElement[bool]:
            return id_column(type_name, row) == ids.c.id

        value, is_value_complete = compiler.compile_object(type_name, field_details, matches)
        cases.append((ids.c.type_name == type_name, value))
        is_complete = is_complete and is_value_complete
    item = case(*cases, else_=sa.null()) if cases else Constant(None)
    item.type = sa.JSON()
    return JsonArray(item, select().select_from(ids).order_by(ids.c.ordinal).limit(NO_LIMIT)), is_complete


def _type_and_id_pairs(node_ids: Sequence[NodeId | None]) -> list[list[str | None]]:
    return [[None, None] if id_ is None else [id_.type_name, id_.database_id.hex] for id_ in node_ids]


def _id_rows(ids: ColumnElement[Any], dialect: str) -> sa.Subquery:
    """Turn a JSON list of ids into rows with the columns `id` and `ordinal`."""
    if dialect == "postgresql":
        item = func.json_array_elements_text(ids).table_valued("value", with_ordinality="ordinal").render_derived()
        return select(cast(item.c.value, Uuid()).label("id"), item.c.ordinal).subquery()
    item = func.json_each(ids).table_valued("key", "value")
    return select(item.c.value.label("id"), item.c.key.label("ordinal")).subquery()


def _node_id_rows(pairs: ColumnElement[Any], dialect: str) -> sa.Subquery:
    """Turn a JSON list of pairs of type name and id into rows with the columns `type_name`, `id` and `ordinal`."""
    if dialect == "postgresql":
        item = func.json_array_elements(pairs).table_valued("value", with_ordinality="ordinal").render_derived()
        type_name, id_ = item.c.value.op("->>")(0), item.c.value.op("->>")(1)
        return select(type_name.label("type_name"), cast(id_, Uuid()).label("id"), item.c.ordinal).subquery()
    item = func.json_each(pairs).table_valued("key", "value")
    return select(
        func.json_extract(item.c.value, "$[0]").label("type_name"),
        func.json_extract(item.c.value, "$[1]").label("id"),
        item.c.key.label("ordinal"),
    ).subquery()
