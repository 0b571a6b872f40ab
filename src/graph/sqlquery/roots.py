"""Where a statement begins: at the fields of Query, and at what deeds refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from graphql import GraphQLField
from sqlalchemy import ColumnElement, Uuid, case, select

from graph import permissions
from graph.sqlquery import id_lists, sql_json_objects, sql_json_scalars
from graph.sqlquery.arguments import NodeId
from graph.sqlquery.field_specs import ObjectRef, RootListSpec, RootSpec, field_spec_of, id_column
from graph.sqlquery.pagination import LIST_DEPTH_COST
from graph.sqlquery.selections import NO_LIMIT, CompiledSelection, FieldDetailsList, ObjectBuilder, PlanRoot

if TYPE_CHECKING:
    from graph.sqlquery.compiler import QueryCompiler


def compile_roots(compiler: QueryCompiler, roots: Sequence[PlanRoot]) -> CompiledSelection:
    """One statement that tells all of them, under their names."""
    answer = ObjectBuilder()
    for position in roots:
        compiler.path = [position.name]
        _compile_root(compiler, answer, position)
    return CompiledSelection(
        sql_json_objects.JsonObject(answer.fields),
        compiler.bind_evaluators,
        answer.is_complete,
        compiler.resolver_fields,
    )


def _compile_root(compiler: QueryCompiler, builder: ObjectBuilder, root: PlanRoot) -> None:
    if root.reference is not None and root.definition is not None:
        value, whole = _compile_deferred_field(compiler, root, root.reference, root.definition)
    elif root.reference is not None:
        value, whole = _compile_object_ref(compiler, root.reference, root.ref_index, root.field_details)
    elif root.definition is not None and isinstance(field_spec_of(root.definition.extensions), RootListSpec):
        value, whole = _compile_root_list(compiler, root)
    elif root.definition is not None:
        value, whole = _compile_root_object(compiler, root.definition, root.field_details)
    else:
        raise TypeError(root)
    builder.add(root.name, value, is_complete=whole)


def _compile_root_object(
    compiler: QueryCompiler, definition: GraphQLField, field_details: FieldDetailsList
) -> tuple[ColumnElement[Any], bool]:
    declaration = field_spec_of(definition.extensions)
    assert isinstance(declaration, RootSpec)  # noqa: S101  (the executor hands over nothing else)
    wish = compiler.arguments_of(field_details)
    found = declaration.lookup(compiler.actual_viewer, wish.value)
    if found is None:
        return sql_json_scalars.Constant(None), True
    type_name, on = found
    if not compiler.is_allowed(permissions.access_of_type(compiler.object_type(type_name))):
        return sql_json_scalars.Constant(None), False
    return compiler.compile_object(type_name, field_details, lambda row: on(row, compiler, wish))


def _compile_object_ref(
    compiler: QueryCompiler, reference: ObjectRef, ref_index: int, field_details: FieldDetailsList
) -> tuple[ColumnElement[Any], bool]:
    type_name = reference.type_name
    if not reference.is_list:
        own_id = compiler.bind_parameter(Uuid(), lambda request, _: request.ids(ref_index)[0])
        return compiler.compile_object(type_name, field_details, lambda row: id_column(type_name, row) == own_id)
    ids = compiler.bind_parameter(sa.JSON(), lambda request, _: [each.hex for each in request.ids(ref_index)])
    row = compiler.alias(type_name)
    inner = compiler.compile_nested(LIST_DEPTH_COST, compiler.object_type(type_name), row, field_details)
    each = id_lists.id_rows(ids, compiler.dialect)
    rows = select().select_from(row).join(each, each.c.id == row.id).where(*compiler.visibility_clauses(type_name, row))
    rows = rows.order_by(each.c.place).limit(NO_LIMIT)
    return sql_json_objects.JsonArray(sql_json_objects.JsonObject(inner.fields), rows), inner.is_complete


def _compile_deferred_field(
    compiler: QueryCompiler, root: PlanRoot, parents: ObjectRef, definition: GraphQLField
) -> tuple[ColumnElement[Any], bool]:
    """A field of objects that were told before, without what lay too deep."""
    number, name = root.ref_index, root.field_details[0].node.name.value
    ids = compiler.bind_parameter(sa.JSON(), lambda request, _: [each.hex for each in request.ids(number)])
    row, each = compiler.alias(parents.type_name), id_lists.id_rows(ids, compiler.dialect)
    rows = select().select_from(row).join(each, each.c.id == id_column(parents.type_name, row))
    compiler.path.append(name)
    value, whole = compiler.compile_field(
        compiler.object_type(parents.type_name),
        definition,
        field_spec_of(definition.extensions),
        row,
        root.field_details,
    )
    return sql_json_objects.JsonArray(
        sql_json_objects.JsonObject([(name, value)]), rows.order_by(each.c.place).limit(NO_LIMIT)
    ), whole


def _compile_root_list(compiler: QueryCompiler, root: PlanRoot) -> tuple[ColumnElement[Any], bool]:
    """Objects of whatever types, by their ids: for each of the wanted types its own way to tell it."""
    wish = compiler.arguments_of(root.field_details)
    kinds = sorted({each.type_name for each in wish.value if each is not None})
    ids = wish.bind_computed(sa.JSON(), _type_and_id_pairs)
    each = id_lists.node_id_rows(ids, compiler.dialect)
    told, whole = [], True
    for kind in kinds:
        if not compiler.is_allowed(permissions.access_of_type(compiler.object_type(kind))):
            whole = False
            continue

        def is_it(row: Any, kind: str = kind) -> ColumnElement[bool]:
            return id_column(kind, row) == each.c.id

        value, is_whole = compiler.compile_object(kind, root.field_details, is_it)
        told.append((each.c.kind == kind, value))
        whole = whole and is_whole
    rows = select().select_from(each).order_by(each.c.place).limit(NO_LIMIT)
    item = case(*told, else_=sa.null()) if told else sql_json_scalars.Constant(None)
    item.type = sa.JSON()
    return sql_json_objects.JsonArray(item, rows), whole


def _type_and_id_pairs(node_ids: Sequence[NodeId | None]) -> list[list[str | None]]:
    return [[None, None] if each is None else [each.type_name, each.database_id.hex] for each in node_ids]
