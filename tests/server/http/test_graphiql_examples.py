"""Every query that the GraphiQL page offers, or asks itself, is one that the schema answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    get_operation_ast,
    parse,
    validate,
)
from graphql.execution.values import get_variable_values

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "graphiql" / "examples"
# Asked by the page itself; everything else stands in the menu.
INTERNAL = {"lookups", "session"}

FILES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.graphql"))
GROUPS = json.loads((EXAMPLES / "index.json").read_text("utf-8"))["groups"]
OFFERED = [example for group in GROUPS for example in group["examples"]]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text("utf-8"))


def operation(file: str) -> OperationDefinitionNode:
    found = get_operation_ast(parse((EXAMPLES / file).read_text("utf-8")))
    assert found is not None, f"{file}: one operation"
    assert found.name is not None, f"{file}: its name is the tab's title"
    return found


def placeholder_value(value: Any) -> Any:
    """The variables as they are when nothing was found to fill them: `{{what|default}}` is its default."""
    match value:
        case str():
            return re.sub(r"\{\{[\w.]+(?:\|([^}]*))?\}\}", lambda found: found[1] or "filled", value)
        case list():
            return [placeholder_value(item) for item in value]
        case dict():
            return {key: placeholder_value(item) for key, item in value.items()}
    return value


@pytest.mark.parametrize("file", FILES)
def test_valid(schema: GraphQLSchema, file: str) -> None:
    assert validate(schema, parse((EXAMPLES / file).read_text("utf-8"))) == []


@pytest.mark.parametrize("file", FILES)
def test_begins_with_its_title(file: str) -> None:
    assert re.match(r"# \S.*\n", (EXAMPLES / file).read_text("utf-8"))
    operation(file)


@pytest.mark.parametrize("example", OFFERED, ids=lambda example: example["file"])
def test_variables_are_what_it_takes(schema: GraphQLSchema, example: dict[str, Any]) -> None:
    definitions = operation(example["file"]).variable_definitions or ()
    variables = placeholder_value(example.get("variables", {}))
    assert variables.keys() <= {definition.variable.name.value for definition in definitions}
    coerced = get_variable_values(schema, definitions, variables)
    assert not isinstance(coerced, list), coerced


def test_menu_is_complete() -> None:
    offered = [example["file"] for example in OFFERED]
    assert len(offered) == len(set(offered))
    assert set(offered) == {file for file in FILES if file.split("/")[0] not in INTERNAL}
