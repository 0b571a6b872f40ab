"""Which type of the schema represents each domain error."""

import inspect
from collections.abc import Awaitable
from typing import Any

from graphql import GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema, GraphQLUnionType, get_named_type

from billing import errors
from billing.identity import invitations, member_changes, passwords, sign_in, tokens  # noqa: F401
from billing.prepayments import enable_prepayment, make_prepayment  # noqa: F401  (they declare domain errors)
from graph import strawberry_compat, user_errors
from graph.types.membership import SeatChoice

_DOMAIN_ERRORS = {error.__name__: error for error in errors.DomainError.__subclasses__()}
ERROR_TYPES: dict[type[errors.DomainError], type[Any]] = {
    sign_in.MembershipSelectionRequired: SeatChoice,
    **{_DOMAIN_ERRORS[type_.__name__]: type_ for type_ in user_errors.UserError.__subclasses__()},
}
"""By name: a user error has the name of its domain error. A field returns the errors whose types are in its result
union; any other domain error is an internal error there.
"""


def return_user_errors(schema: GraphQLSchema) -> None:
    """Make resolvers return the domain errors whose types are in their result unions, instead of raising them."""
    for type_ in schema.type_map.values():
        for field in type_.fields.values() if isinstance(type_, GraphQLObjectType) else ():
            result_type = get_named_type(field.type)
            if isinstance(result_type, GraphQLUnionType) and field.resolve is not None:
                members = {strawberry_compat.python_type(member) for member in result_type.types}
                returned = {error: member for error, member in ERROR_TYPES.items() if member in members}
                field.resolve = _return_errors(field.resolve, returned)


def _return_errors(resolve: GraphQLFieldResolver, returned: dict[type[errors.DomainError], type[Any]]) -> Any:
    returned_errors = tuple(returned)

    def to_member(error: Exception) -> Any:
        return next(member for kind, member in returned.items() if isinstance(error, kind)).of(error)

    async def wait_for(result: Awaitable[Any]) -> Any:
        try:
            return await result
        except returned_errors as error:
            return to_member(error)

    def resolve_or_return_error(source: Any, info: Any, **arguments: Any) -> Any:
        try:
            result = resolve(source, info, **arguments)
        except returned_errors as error:
            return to_member(error)
        return wait_for(result) if inspect.isawaitable(result) else result

    return resolve_or_return_error
