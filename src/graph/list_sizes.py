"""How many objects a list in a document can have, for its cost: by its arguments, or a nominal number."""

import graphql

from graph.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE

UNPAGED_LIST_FIELDS = frozenset({
    "assignedMembers", "blockedBy", "changes", "disputes", "fundedBy", "invitations", "lines", "members", "memberships",
    "payments", "refunds", "uses", "users", "webhookEndpoints",
})  # fmt: skip
"""The names of the fields that return lists without pages. On other types, some of them return lists with pages."""
_UNPAGED_LIST_SIZE = 2
"""The nominal length of a list without pages: of most objects they are short."""
_NESTED_LIST_SIZE = 1_000
"""That of one inside itself, as the payments of a payment's invoice are. Each level would multiply its real length."""
_LIST_SIZE_ARGUMENTS = frozenset({"first", "last", "ids"})
_MAX_INT_DIGITS = 10  # `int` rejects texts of thousands of digits


def list_size(field: graphql.FieldNode, *, has_edges: bool, unpaged_lists: frozenset[str]) -> int:
    """The maximum number of items of a list field, or a nominal one of a list without pages; 1 for other fields.

    `has_edges`: it selects `edges`. `unpaged_lists` are the names of the lists without pages inside it.
    """
    for argument in field.arguments or ():
        if argument.name.value in _LIST_SIZE_ARGUMENTS:
            return _max_list_size(argument.value)
    if has_edges:
        return DEFAULT_PAGE_SIZE
    if field.name.value not in UNPAGED_LIST_FIELDS:
        return 1
    return _NESTED_LIST_SIZE if field.name.value in unpaged_lists else _UNPAGED_LIST_SIZE


def _max_list_size(value: graphql.ValueNode) -> int:
    """The number of items that `first`, `last` or `ids` requests. A variable counts as the largest accepted size."""
    if isinstance(value, graphql.ListValueNode):
        return min(len(value.values), MAX_PAGE_SIZE)
    if isinstance(value, graphql.IntValueNode) and len(value.value) <= _MAX_INT_DIGITS:
        return max(0, min(int(value.value), MAX_PAGE_SIZE))
    return MAX_PAGE_SIZE
