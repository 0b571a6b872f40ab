"""How large a document may be, before anything of it is run. Each fragment is weighed once: weighing stays cheap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    ValueNode,
)

from billing.live import change_feed

DEPTH = 15
ALIASES = 30
FIELDS = 1000
TOKENS = 2000
ROWS = 30_000
_PAGE = 20
_LARGEST_PAGE = 100
_COUNTED = 50
"""What counting a list weighs, in objects: once for the list, however many of it are asked for."""
_MULTIPLYING = frozenset({"first", "ids"})
_MOST_DIGITS = 10  # Python reads no number of thousands of digits


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection amounts to, its fragments written out."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    rows: int = 0
    """How many objects it could answer with: pages inside pages multiply."""
    edges: bool = False
    """Whether it is what a page is read by."""
    counted: int = 0
    """What counting the list weighs that it is of."""

    def beside(self, other: "Weight") -> "Weight":
        """Both, side by side."""
        return Weight(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.fields + other.fields,
            self.rows + other.rows,
            self.edges or other.edges,
            self.counted + other.counted,
        )


class Scales:
    """Weighs the selections of one document. Introspection weighs nothing: it cannot reach any data."""

    def __init__(self, document: DocumentNode) -> None:
        definitions = document.definitions
        self._fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
        self._weighed: dict[str, Weight] = {}
        self._open: set[str] = set()

    def weigh(self, selections: SelectionSetNode | None) -> Weight:
        """The weight of a selection."""
        weight = Weight()
        for selection in selections.selections if selections is not None else ():
            if isinstance(selection, FieldNode):
                weight = weight.beside(self._field(selection))
            elif isinstance(selection, InlineFragmentNode):
                weight = weight.beside(self.weigh(selection.selection_set))
            elif isinstance(selection, FragmentSpreadNode):
                weight = weight.beside(self._fragment(selection.name.value))
        return weight

    def weigh_operation(self, operation: OperationDefinitionNode) -> Weight:
        """The weight of an operation; of a subscription, that of the largest change it could tell."""
        weight = self.weigh(operation.selection_set)
        if operation.operation is not OperationType.SUBSCRIPTION:
            return weight
        return replace(weight, rows=weight.rows * change_feed.MOST)

    def _field(self, field: FieldNode) -> Weight:
        name = field.name.value
        if name.startswith("__"):
            return Weight(aliases=int(field.alias is not None))
        inside = self.weigh(field.selection_set)
        if name == "totalCount":
            return Weight(1, int(field.alias is not None), 1, counted=_COUNTED)
        rows = 1 + _page(field, inside) * inside.rows + inside.counted if field.selection_set is not None else 0
        return Weight(
            inside.depth + 1, inside.aliases + int(field.alias is not None), inside.fields + 1, rows, name == "edges"
        )

    def _fragment(self, name: str) -> Weight:
        # A fragment inside itself is refused by GraphQL's own rule; here it must only not loop.
        if name not in self._weighed and name not in self._open and name in self._fragments:
            self._open.add(name)
            self._weighed[name] = self.weigh(self._fragments[name].selection_set)
            self._open.discard(name)
        return self._weighed.get(name, Weight())


def _page(field: FieldNode, inside: Weight) -> int:
    """How many rows a page of it could have, or objects by their ids; 1 where it has neither."""
    for argument in field.arguments or ():
        if argument.name.value in _MULTIPLYING:
            return _most(argument.value)
    return _PAGE if inside.edges else 1


def _most(value: ValueNode) -> int:
    """How many the argument asks for. A variable may be anything up to the largest; what is refused later is none."""
    if isinstance(value, ListValueNode):
        return min(len(value.values), _LARGEST_PAGE)
    if isinstance(value, IntValueNode) and len(value.value) <= _MOST_DIGITS:
        return max(0, min(int(value.value), _LARGEST_PAGE))
    return _LARGEST_PAGE


class WithinLimits(ValidationRule):
    """Refuses an operation that is too deep, has too many aliases or selects too much."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        scales = Scales(context.document)
        operations = [each for each in context.document.definitions if isinstance(each, OperationDefinitionNode)]
        for message in _excesses(scales.weigh_operation(operation) for operation in operations):
            context.report_error(GraphQLError(message))


def _excesses(weights: Iterable[Weight]) -> Iterable[str]:
    whole = Weight()
    for weight in weights:
        whole = whole.beside(weight)
    if whole.depth > DEPTH:
        yield f"This is nested {whole.depth} fields deep; at most {DEPTH} are taken."
    if whole.aliases > ALIASES:
        yield f"This has {whole.aliases} aliases; at most {ALIASES} are taken."
    if whole.rows > ROWS:
        yield f"This could answer with {whole.rows} objects; at most {ROWS} are taken. Ask for smaller pages."
    if whole.fields > FIELDS:
        yield f"This selects {whole.fields} fields; at most {FIELDS} are taken."
