"""The query compiler: one SQL statement per operation, which answers in JSON. See README.md in this folder.

Field specs (`field_specs`, `fields`) declare what GraphQL fields read. The compiler (`compiler`, `compile_scope`,
`pagination`, `roots`, `sql_json_objects`, `sql_json_scalars`) turns a selection into SQL with bind parameters, which
is cached as a plan (`document_cache`, `plan_cache`) and executed (`runner`). What Python provides is computed from what
the statement has read (`row_columns`) or resolved (`python_fields`), and completed by graphql-core's executor
(`execution_context`); rows that a mutation committed are evaluated in Python (`row_values`).
"""

from graph.sqlquery.arguments import Arguments, NodeId, NodeLookup, lookup_by_id, node_lookup
from graph.sqlquery.contexts import CompileContext, ComputeContext, SharedValue
from graph.sqlquery.field_specs import ConnectionSpec, RootListSpec, RootSpec, RowExpression, source
from graph.sqlquery.fields import (
    column,
    computed,
    connection,
    embedded,
    money,
    money_with_arguments,
    object_ref,
    object_refs,
    on_foreign_key,
    on_reverse_foreign_key,
    resolved,
    root,
    subquery,
    to_many,
    to_one,
    to_one_of,
)
from graph.sqlquery.row_columns import RowColumns
from graph.sqlquery.sql_json_objects import JsonObject
from graph.sqlquery.sql_json_scalars import Amount, Constant, GlobalId, json_case
