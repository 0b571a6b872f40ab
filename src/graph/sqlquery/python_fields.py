"""Fields that Python provides for the objects that a statement has read: computed and resolver-backed ones.

Their values are added to the incomplete objects, from where graphql-core's executor completes them.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, VariableValues, get_argument_values

from graph.context import Context
from graph.sqlquery import selections
from graph.sqlquery.contexts import ComputeContext, SharedValue
from graph.sqlquery.field_specs import resolved_value_key

SHARED_KEY = "##"
"""Of the member of a statement's JSON that has the shared values. No response key and no field has this name."""


def shared_values(fields: Sequence[selections.ComputedField]) -> list[SharedValue[Any]]:
    """Return the shared values that any of the fields needs, each once."""
    return list(dict.fromkeys(value for field in fields for value in field.spec.shared))


def load_shared_values(data: dict[str, Any], fields: Sequence[selections.ComputedField]) -> dict[SharedValue[Any], Any]:
    """Remove the shared values from a statement's JSON, and return what computed fields get of them."""
    values = data.pop(SHARED_KEY, {})
    return {value: value.load(values[value.name]) for value in shared_values(fields)}


def compute_fields(data: Any, fields: Sequence[selections.ComputedField], context: ComputeContext) -> None:
    """Replace the values that the statement has read by what is computed from them, or by why that failed."""
    for field in fields:
        key = resolved_value_key(field.response_key)
        for item in selections.objects_of_field(data, field):
            try:
                item[key] = field.spec.compute(item[key], context)
            except Exception as error:  # the executor raises it at the field
                item[key] = error


async def resolve_field(
    data: Any, field: selections.ResolverBackedField, context: Context, variables: VariableValues
) -> bool:
    """Resolve a field for all objects at its path. Returns whether there are any."""
    objects = selections.objects_of_field(data, field)
    if not objects:
        return False
    ids = [uuid.UUID(item[selections.INCOMPLETE_KEY].partition(":")[2]) for item in objects]
    try:
        arguments = get_argument_values(field.definition, field.field_details.node, variables)
        values = await field.spec.batch_resolver(ids, context, **arguments)
    except GraphQLError:
        return True  # invalid arguments: the executor coerces them again and reports the error at each object
    except Exception as error:  # the executor raises it at each object
        values = [error] * len(objects)
    for item, value in zip(objects, values, strict=True):
        item[resolved_value_key(field.response_key)] = value
    return True
