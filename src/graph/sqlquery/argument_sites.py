"""Argument sites: the field nodes of a document whose arguments are parsed at each request."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import graphql

from graph.sqlquery.field_specs import ConnectionSpec, MoneyWithArgumentsSpec, RootListSpec, RootSpec, field_spec_of


@dataclass(frozen=True, slots=True)
class ArgumentSite:
    """A field node whose spec parses arguments."""

    node: graphql.FieldNode
    definition: graphql.GraphQLField
    parser: Callable[..., Any]
    is_constant: bool
    """Whether the arguments contain no variable."""

    def parse(self, variables: graphql.VariableValues) -> Any:
        """Return the parsed arguments, or the exception that says why they are invalid."""
        try:
            return self.parser(**graphql.get_argument_values(self.definition, self.node, variables))
        except Exception as error:
            return error


def find_argument_sites(
    schema: graphql.GraphQLSchema, definitions: Iterable[graphql.Node]
) -> tuple[Sequence[ArgumentSite], set[str]]:
    """Return the argument sites of a document, and the variables that its @skip and @include depend on."""
    visitor = _ArgumentSiteVisitor(schema)
    for definition in definitions:
        graphql.visit(definition, graphql.TypeInfoVisitor(visitor.type_info, visitor))
    return visitor.sites, visitor.condition_variables


class _ArgumentSiteVisitor(graphql.Visitor):
    def __init__(self, schema: graphql.GraphQLSchema) -> None:
        super().__init__()
        self.type_info = graphql.TypeInfo(schema)
        self.sites: list[ArgumentSite] = []
        self.condition_variables: set[str] = set()

    def enter_field(self, node: graphql.FieldNode, *_: object) -> None:
        definition = self.type_info.get_field_def()
        spec = None if definition is None else field_spec_of(definition)
        if definition is None or not isinstance(spec, (ConnectionSpec, MoneyWithArgumentsSpec, RootSpec, RootListSpec)):
            return
        if spec.parse_arguments is not None:
            is_constant = not any(_has_variable(argument) for argument in node.arguments or ())
            self.sites.append(ArgumentSite(node, definition, spec.parse_arguments, is_constant))

    def enter_directive(self, node: Any, *_: object) -> None:
        if node.name.value in ("skip", "include"):
            self.condition_variables |= {
                argument.value.name.value
                for argument in node.arguments
                if isinstance(argument.value, graphql.VariableNode)
            }


def _has_variable(node: graphql.Node) -> bool:
    if isinstance(node, graphql.VariableNode):
        return True
    children = (getattr(node, name, None) for name in ("value", "values", "fields"))
    nodes = (item for child in children for item in (child if isinstance(child, tuple | list) else (child,)))
    return any(isinstance(item, graphql.Node) and _has_variable(item) for item in nodes)
