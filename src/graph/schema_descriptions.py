"""Descriptions of the schema that Strawberry has no place for."""

from graphql import GraphQLSchema

from graph import permissions, strawberry_compat

_DESCRIPTION = (
    "Acompte: clients of professional firms prepay, and pay invoices from credits, by card or by bank debit. Expected"
    " errors are types in the result unions of mutations; `@allowed` says who may use a field. Amounts are exact"
    " decimals in the firm's currency, ids are global, and lists are paginated by cursor. Mutations that start"
    " something take an idempotency key."
)


def add(schema: GraphQLSchema) -> None:
    """Describe the schema and the arguments of @allowed, which Strawberry does not."""
    schema.description = _DESCRIPTION
    directive = schema.get_directive("allowed")
    if directive is not None:
        for name, description in strawberry_compat.directive_argument_descriptions(permissions.Allowed).items():
            directive.args[name].description = description
