"""What is stored, and how an operation's whole selection is told by one statement.

`declarations`, `fields`: what types and fields say of where they are stored. `forms`, `objects`: how values look in an
answer. `statements`, `pages`, `positions`, `selections`: from a selection to a statement. `reading`, `documents`: what
is kept of operations. `answering`, `execution`: running one.
"""

from graph.sqlquery.arguments import ById, Sought, Wish, by_id, find
from graph.sqlquery.field_specs import Expression, Request, Root, Roots, Telling, of
from graph.sqlquery.fields import (
    asked,
    column,
    derived,
    inside,
    many,
    money,
    money_of,
    one,
    page,
    refer,
    refer_all,
    root,
)
from graph.sqlquery.sql_json_scalars import Amount, Constant, Moment, chosen

__all__ = [
    "Amount",
    "ById",
    "Constant",
    "Expression",
    "Moment",
    "Request",
    "Root",
    "Roots",
    "Sought",
    "Telling",
    "Wish",
    "asked",
    "by_id",
    "chosen",
    "column",
    "derived",
    "find",
    "inside",
    "many",
    "money",
    "money_of",
    "of",
    "one",
    "page",
    "refer",
    "refer_all",
    "root",
]
