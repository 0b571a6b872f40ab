"""The example operations of the GraphiQL page, and those that it executes itself, are valid."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_schema, get_operation_ast, parse, validate
from graphql.execution.values import get_variable_values

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "graphiql" / "examples"
# Folders of operations that the page executes itself; all others are in its menu.
INTERNAL = {"lookups", "session"}

FILES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.graphql"))
GROUPS = json.loads((EXAMPLES / "index.json").read_text("utf-8"))["groups"]
OFFERED = [example for group in GROUPS for example in group["examples"]]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text("utf-8"))


def operation(file: str) -> OperationDefinitionNode:
    definition = get_operation_ast(parse((EXAMPLES / file).read_text("utf-8")))
    assert definition is not None, f"{file} must contain one operation"
    assert definition.name is not None, f"{file}: the operation's name is the title of its tab"
    return definition


def placeholder_value(value: Any) -> Any:
    """Replace placeholders such as `{{name|default}}` by their defaults."""
    match value:
        case str():
            return re.sub(r"\{\{[\w.]+(?:\|([^}]*))?\}\}", lambda match: match[1] or "filled", value)
        case list():
            return [placeholder_value(item) for item in value]
        case dict():
            return {key: placeholder_value(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("file", FILES)
def test_valid(schema: GraphQLSchema, file: str) -> None:
    assert validate(schema, parse((EXAMPLES / file).read_text("utf-8"))) == []


@pytest.mark.parametrize("file", FILES)
def test_starts_with_its_title(file: str) -> None:
    assert re.match(r"# \S.*\n", (EXAMPLES / file).read_text("utf-8"))
    operation(file)


@pytest.mark.parametrize("example", OFFERED, ids=lambda example: example["file"])
def test_variables_are_valid(schema: GraphQLSchema, example: dict[str, Any]) -> None:
    definitions = operation(example["file"]).variable_definitions or ()
    variables = placeholder_value(example.get("variables", {}))
    assert variables.keys() <= {definition.variable.name.value for definition in definitions}
    coerced = get_variable_values(schema, definitions, variables)
    assert not isinstance(coerced, list), coerced


def test_menu_is_complete() -> None:
    offered = [example["file"] for example in OFFERED]
    assert len(offered) == len(set(offered))
    assert set(offered) == {file for file in FILES if file.split("/")[0] not in INTERNAL}
