"""A query as it is drawn, field by field: names, arguments, variables, directives, fragments."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_non_null_type,
)

from billing.access.principals import Viewer
from tests.oracle.argument_generator import ArgumentGenerator, literal
from tests.oracle.schema import required_access

COMPUTED_FIELDS = frozenset(
    {
        "Invoice.actions",
        "Invoice.quote",
        "Client.prepaymentOffer",
        "Client.changesCursor",
        "PaymentSettings.prepayment",
        "PaymentSettings.preview",
        "PaymentProvider.onboardingUrl",
        "Firm.moneyReport",
    }
)
"""What is worked out by rules in Python, and not read off stored values."""

_LONG_NAME = "a_name_that_is_longer_than_any_database_lets_a_column_be_called_"
ALIASES = (
    *("a", "A", "b", "id", "name", "node", "select", "order", "null", "true", "on", "data", "row", "_", "_1", "json"),
    *(f"{_LONG_NAME}{end}" for end in ("1", "2", "one_of_two", "one_of_three")),
    *("total", "amount", "client", "t0", "t1", "edges", "fragment", "toString", "c"),
)
Scope = dict[str, tuple[str, Any]]
"""By the name that a field answers to: what field that is, with which arguments, and the same for what is in it."""


@dataclass
class QueryWriter:
    """What has been written of it, and what may still be."""

    rng: random.Random
    values: ArgumentGenerator
    schema: GraphQLSchema
    viewer: Viewer | None
    invalid_ratio: float
    selects_everything: bool = False
    """Whether everything is asked for that there is, in a plain way."""
    respects_permissions: bool = True
    """Whether hardly anything is asked for that is not for the viewer."""
    only_stored_fields: bool = True
    """Whether nothing is asked for that is worked out."""
    is_stored: bool = True
    """Whether nothing was."""
    variables: dict[str, Any] = field(default_factory=dict)
    variable_definitions: list[str] = field(default_factory=list)
    fragments: dict[str, tuple[GraphQLNamedType, str, Scope]] = field(default_factory=dict)
    fields_left: int = 60
    """How many more fields may be written."""
    aliases_left: int = 26

    def __post_init__(self) -> None:
        if self.selects_everything:
            self.respects_permissions = self.only_stored_fields = False
        else:
            self.respects_permissions, self.only_stored_fields = self.chance(0.75), self.chance(0.6)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def variable(self, type_: str, default: str | None, value: Any) -> str:
        """A new one; `...` for a value that is left out."""
        name = f"v{len(self.variable_definitions)}"
        self.variable_definitions.append(f"${name}: {type_}" + ("" if default is None else f" = {default}"))
        if value is not ...:
            self.variables[name] = value
        return f"${name}"

    def directives(self) -> str:
        """Perhaps @skip or @include, or both."""
        found = ""
        for name, probability in (("skip", 0.04), ("include", 0.05)):
            if self.chance(probability):
                shown = self.chance(0.75) is (name == "include")
                if self.chance(0.5):
                    condition = str(shown).lower()
                elif self.chance(0.3):
                    condition = self.variable("Boolean", str(shown).lower(), ...)
                else:
                    condition = self.variable("Boolean!", None, shown)
                found += f" @{name}(if: {condition})"
        return found

    def argument(self, name: str, argument: GraphQLArgument, owner: str) -> str | None:
        """The value as it is written; None where it is left out."""
        required = is_non_null_type(argument.type)
        if not required and not self.chance(0.4):
            return None
        bad = self.chance(self.invalid_ratio)
        value = self.values.value(argument.type, name, owner, bad=bad)
        if not self.chance(0.65 if bad else 0.35):
            return literal(value, argument.type)
        type_ = str(argument.type)
        if bad or value is None or self.chance(0.5):
            return self.variable(type_, None, value)
        if required:
            default = literal(self.values.value(argument.type, name, owner, bad=False), argument.type)
            return self.variable(type_.rstrip("!"), default, value if self.chance(0.5) else ...)
        if self.chance(0.3):
            return self.variable(f"{type_}!", None, value)
        return self.variable(type_, literal(value, argument.type), self.rng.choice((..., ..., None, value)))

    def arguments(self, name: str, of: GraphQLField) -> str:
        """All of them, or none."""
        found = ((each, self.argument(each, argument, name)) for each, argument in of.args.items())
        written = [f"{each}: {value}" for each, value in found if value is not None]
        self.rng.shuffle(written)
        return f"({', '.join(written)})" if written else ""

    def response_key(self, name: str, signature: str, scope: Scope) -> str | None:
        """What the field is to answer to here; None where nothing is left that it could."""
        if (self.selects_everything or not self.chance(0.12)) and scope.get(name, (signature,))[0] == signature:
            return name
        for _ in range(3 if self.aliases_left > 0 else 0):
            alias = self.rng.choice(ALIASES)
            if scope.get(alias, (signature,))[0] == signature:
                self.aliases_left -= 1
                return alias
        return None

    def field(self, parent: GraphQLObjectType, name: str, scope: Scope, depth: int) -> str | None:
        """One field with what is in it; None where it cannot be here."""
        of = parent.fields[name]
        arguments = self.arguments(name, of)
        signature = f"{name}{arguments} {of.type}"
        called = self.response_key(name, signature, scope)
        if called is None:
            return None
        self.is_stored = self.is_stored and f"{parent.name}.{name}" not in COMPUTED_FIELDS
        _, inside = scope.setdefault(called, (signature, {}))
        alias = "" if called == name else f"{called}: "
        named = get_named_type(of.type)
        selection = (
            "" if is_leaf_type(named) else " " + self.selection(named, inside, depth - (name not in ("edges", "node")))
        )
        return f"{alias}{name}{arguments}{self.directives()}{selection}"

    def selection(self, named: GraphQLNamedType, scope: Scope, depth: int) -> str:
        """What is read of an object, in braces."""
        if self.selects_everything and isinstance(named, GraphQLObjectType):
            return "{ " + " ".join(filter(None, self.all_fields(named, depth))) + " }"
        found = list(self.selections(named, scope, depth))
        self.rng.shuffle(found)
        if not found or self.chance(0.05):
            found.insert(self.rng.randint(0, len(found)), self.typename(scope))
        return "{ " + " ".join(found) + " }"

    def typename(self, scope: Scope) -> str:
        called = self.response_key("__typename", "__typename", scope) or "__typename"
        scope.setdefault(called, ("__typename", {}))
        return ("" if called == "__typename" else f"{called}: ") + "__typename"

    def selections(self, named: GraphQLNamedType, scope: Scope, depth: int) -> Iterator[str]:
        if self.chance(0.12):
            spread = self.fragment_spread(named, scope, depth)
            if spread:
                yield spread
        if is_abstract_type(named):
            types = self.schema.get_possible_types(named)
            chosen = self.rng.sample(list(types), min(len(types), self.rng.randint(1, 4)))
            meant = self.schema.type_map[self.values.last_type_name]
            if named.name == "Node" and meant not in chosen and self.chance(0.85):
                chosen.append(meant)  # type: ignore[arg-type]
            if not isinstance(named, GraphQLUnionType) and self.chance(0.5):
                yield "id" if named.name == "Node" else "message"
                scope.setdefault("id", ("id ID!", {}))
            for each in chosen:
                yield f"... on {each.name}{self.directives()} {self.selection(each, scope, depth)}"
            return
        assert isinstance(named, GraphQLObjectType)
        for name in self.choose_fields(named, depth):
            written = self.field(named, name, scope, depth)
            if written is not None:
                yield written
                if self.chance(0.06):
                    yield self.field(named, name, scope, depth) or "__typename"
        if self.chance(0.1):
            wide = [*self.abstract_types_of(named), named.name, ""]
            on = self.rng.choice(wide)
            inner = self.selection(self.schema.type_map.get(on, named), scope, depth)
            yield f"...{f' on {on}' if on else ''}{self.directives()} {inner}"

    def abstract_types_of(self, named: GraphQLObjectType) -> list[str]:
        """The interfaces and unions that it is one of."""
        return [
            each.name
            for each in self.schema.type_map.values()
            if is_abstract_type(each) and self.schema.is_sub_type(each, named) and each.name in ("Node", "Viewer")
        ]

    def choose_fields(self, parent: GraphQLObjectType, depth: int) -> list[str]:
        """Which fields: some that are read right here, and, while there is room, some that lead on."""
        names = [name for name in parent.fields if not self.is_excluded(parent, name)]
        if parent.name.endswith("Connection"):
            chosen = [name for name in names if self.chance(0.9 if name == "edges" else 0.4)]
        elif parent.name.endswith("Edge"):
            chosen = [name for name in names if self.chance(0.9 if name == "node" else 0.4)]
        else:
            onward = [name for name in names if self._is_object_field(parent, name)]
            here = [name for name in names if name not in onward]
            several = self.rng.choice((1, 1, 2, 3) if parent.name == "Query" else (0, 1, 1, 2, 3))
            some = self.rng.choice((0, 1, 2, 3, 5))
            if parent.name != "Query" and self.chance(0.12):
                several, some = len(onward), len(here)  # everything there is
            chosen = self.rng.sample(here, min(len(here), some))
            if depth > 0 and self.fields_left > 0:
                chosen += self.rng.sample(onward, min(len(onward), several))
        self.fields_left -= len(chosen)
        self.rng.shuffle(chosen)
        return chosen

    def all_fields(self, named: GraphQLObjectType, depth: int) -> Iterator[str | None]:
        """All that is read right here, and, while it is not too deep, all that leads on."""
        yield "__typename"
        for name in named.fields:
            if depth > 0 or not self._is_object_field(named, name) or name in ("edges", "node"):
                yield self.field(named, name, {}, depth)

    def _is_object_field(self, parent: GraphQLObjectType, name: str) -> bool:
        named = get_named_type(parent.fields[name].type)
        return not is_leaf_type(named) and named.name not in ("Money", "PageInfo")

    def is_excluded(self, parent: GraphQLObjectType, name: str) -> bool:
        """Whether the field is none for this query."""
        if self.only_stored_fields and f"{parent.name}.{name}" in COMPUTED_FIELDS:
            return True
        doors = required_access(parent.fields[name])
        for_viewer = self.viewer is None or all(access.allows(self.viewer) for access in doors)
        return self.respects_permissions and not for_viewer and not self.chance(0.02)

    def used_fragments(self, body: str) -> list[str]:
        """The fragments that are spread, from this body on."""
        found: list[str] = []
        waiting = [body]
        while waiting:
            text = waiting.pop()
            for name in re.findall(r"\.\.\.(F\d+)", text):
                on, inside, _ = self.fragments[name]
                definition = f"fragment {name} on {on.name} {inside}"
                if definition not in found:
                    found.append(definition)
                    waiting.append(inside)
        return found

    def fragment_spread(self, named: GraphQLNamedType, scope: Scope, depth: int) -> str | None:
        """A named fragment that fits here, new or used before."""
        for name, (on, _, inside) in self.fragments.items():
            fits = on is named or (is_abstract_type(on) and on is not named and self.schema.is_sub_type(on, named))
            if fits and depth >= 2 and self.chance(0.6) and _merge_scopes(scope, inside):
                return f"...{name}{self.directives()}"
        if len(self.fragments) >= 5:
            return None
        on = named
        if isinstance(named, GraphQLObjectType) and self.chance(0.3):
            on = self.schema.type_map[self.rng.choice([*self.abstract_types_of(named), named.name])]
        name, inside = f"F{len(self.fragments)}", Scope()
        self.fragments[name] = (self.schema.type_map["Boolean"], "", {})  # fits nowhere until it is written
        text = self.selection(on, inside, min(depth, 2))
        self.fragments[name] = (on, text, inside)
        return f"...{name}{self.directives()}" if _merge_scopes(scope, inside) else None


def _merge_scopes(scope: Scope, other: Scope) -> bool:
    """Take the other's names into the scope, if nothing of it says otherwise."""
    if not _can_merge(scope, other):
        return False
    for name, (signature, inside) in other.items():
        _merge_scopes(scope.setdefault(name, (signature, {}))[1], inside)
    return True


def _can_merge(scope: Scope, other: Scope) -> bool:
    return all(
        name not in scope or (scope[name][0] == signature and _can_merge(scope[name][1], inside))
        for name, (signature, inside) in other.items()
    )
