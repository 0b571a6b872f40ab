"""Links between documents lead somewhere, and the operations of docs/recipes.md can be sent as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    parse,
    validate,
    visit,
)

from graph.query_cost import check_cost
from tests.architecture.conftest import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "tests" / "README.md"])
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
OPERATIONS = re.findall(r"^```graphql\n(.*?)^```$", RECIPES, re.MULTILINE | re.DOTALL)
_FENCED_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def operation_name(text: str) -> str:
    """The name of the one operation of a block."""
    [definition] = parse(text).definitions
    assert isinstance(definition, OperationDefinitionNode), text
    assert definition.name is not None, text
    return definition.name.value


@pytest.mark.parametrize("text", OPERATIONS, ids=operation_name)
def test_recipe_is_valid(schema: GraphQLSchema, text: str) -> None:
    document = parse(text)
    assert validate(schema, document) == []
    assert check_cost(document) == []


def objects_without_id(schema: GraphQLSchema, document: DocumentNode) -> list[str]:
    """The types with an `id` of which a document selects other fields only, so that no cache can merge them."""
    types, found = TypeInfo(schema), []

    class SelectionVisitor(Visitor):
        def enter_selection_set(self, node: SelectionSetNode, *_: object) -> None:
            fields = {selection.name.value for selection in node.selections if isinstance(selection, FieldNode)}
            parent = types.get_parent_type()
            if isinstance(parent, GraphQLObjectType) and "id" in parent.fields and fields - {"__typename"} - {"id"}:
                found.extend([] if "id" in fields else [parent.name])

    visit(document, TypeInfoVisitor(types, SelectionVisitor()))
    return found


@pytest.mark.parametrize("text", OPERATIONS, ids=operation_name)
def test_recipe_can_be_merged_into_a_normalized_cache(schema: GraphQLSchema, text: str) -> None:
    assert objects_without_id(schema, parse(text)) == []


def test_every_block_of_the_recipes_is_checked() -> None:
    names = [operation_name(text) for text in OPERATIONS]
    assert len(names) == len(set(names)) == RECIPES.count("\n```graphql\n") > 0


def test_code_of_the_clients_is_what_make_test_clients_runs() -> None:
    blocks = re.findall(r"^```ts\n(.*?)^```$", (ROOT / "docs" / "clients.md").read_text("utf-8"), re.M | re.S)
    files = (ROOT / "tests" / "clients" / "setups").glob("*.ts")
    assert sorted(blocks) == sorted(file.read_text("utf-8") for file in files)


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    text = _FENCED_BLOCK.sub("", document.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> Iterator[str]:
    """The links to files and headings of this repository that do not exist."""
    text = _FENCED_BLOCK.sub("", document.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            yield link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    assert list(broken_links(document)) == []
