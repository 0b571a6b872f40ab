"""What is stored, and how an operation's whole selection is told by one statement.

`declarations`, `fields`: what types and fields say of where they are stored. `forms`, `objects`: how values look in an
answer. `statements`, `pages`, `positions`, `selections`: from a selection to a statement. `reading`, `documents`: what
is kept of operations. `answering`, `execution`: running one.
"""

from graph.sqlquery.arguments import Arguments, NodeId, NodeLookup, lookup_by_id, node_lookup
from graph.sqlquery.field_specs import BindContext, CompileContext, RootListSpec, RootSpec, RowExpression, source
from graph.sqlquery.fields import (
    column,
    connection,
    embedded,
    money,
    money_with_arguments,
    object_ref,
    object_refs,
    resolved,
    root,
    subquery,
    to_many,
    to_one,
)
from graph.sqlquery.sql_json_scalars import Amount, Constant, Timestamp, json_case

__all__ = [
    "Amount",
    "Arguments",
    "BindContext",
    "CompileContext",
    "Constant",
    "NodeId",
    "NodeLookup",
    "RootListSpec",
    "RootSpec",
    "RowExpression",
    "Timestamp",
    "column",
    "connection",
    "embedded",
    "json_case",
    "lookup_by_id",
    "money",
    "money_with_arguments",
    "node_lookup",
    "object_ref",
    "object_refs",
    "resolved",
    "root",
    "source",
    "subquery",
    "to_many",
    "to_one",
]
