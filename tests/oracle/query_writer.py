"""Writes one random query: fields, aliases, arguments, variables, directives, fragments."""

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

RESOLVED_FIELDS = frozenset({"Invoice.quote", "PaymentSettings.preview", "Firm.moneyReport"})
"""Resolver-backed fields, which issue statements of their own."""

_LONG_NAME = "a_name_that_is_longer_than_any_database_lets_a_column_be_called_"
ALIASES = (
    *("a", "A", "b", "id", "name", "node", "select", "order", "null", "true", "on", "data", "row", "_", "_1", "json"),
    *(f"{_LONG_NAME}{end}" for end in ("1", "2", "one_of_two", "one_of_three")),
    *("total", "amount", "client", "t0", "t1", "edges", "fragment", "toString", "c"),
)
Scope = dict[str, tuple[str, Any]]
"""By response key: the field's signature (name, arguments, type) and the scope of its selection."""


@dataclass
class QueryWriter:
    """The state of a query that is being written, and how much may still be added."""

    rng: random.Random
    values: ArgumentGenerator
    schema: GraphQLSchema
    viewer: Viewer | None
    invalid_ratio: float
    selects_everything: bool = False
    """Select every field of every type, without aliases or fragments."""
    respects_permissions: bool = True
    """Rarely select a field that the viewer has no permission for."""
    only_stored_fields: bool = True
    """Select no resolver-backed field."""
    is_stored: bool = True
    """Whether no resolver-backed field has been selected so far."""
    variables: dict[str, Any] = field(default_factory=dict)
    variable_definitions: list[str] = field(default_factory=list)
    fragments: dict[str, tuple[GraphQLNamedType, str, Scope]] = field(default_factory=dict)
    fields_left: int = 60
    """How many more fields may be selected."""
    aliases_left: int = 26

    def __post_init__(self) -> None:
        if self.selects_everything:
            self.respects_permissions = self.only_stored_fields = False
        else:
            self.respects_permissions, self.only_stored_fields = self.chance(0.75), self.chance(0.6)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def variable(self, type_: str, default: str | None, value: Any) -> str:
        """Declare a variable and return it; `...` means that the request omits its value."""
        name = f"v{len(self.variable_definitions)}"
        self.variable_definitions.append(f"${name}: {type_}" + ("" if default is None else f" = {default}"))
        if value is not ...:
            self.variables[name] = value
        return f"${name}"

    def directives(self) -> str:
        """Return @skip, @include, both, or mostly neither."""
        directives = ""
        for name, probability in (("skip", 0.04), ("include", 0.05)):
            if self.chance(probability):
                condition_value = self.chance(0.75) is (name == "include")
                if self.chance(0.5):
                    condition = str(condition_value).lower()
                elif self.chance(0.3):
                    condition = self.variable("Boolean", str(condition_value).lower(), ...)
                else:
                    condition = self.variable("Boolean!", None, condition_value)
                directives += f" @{name}(if: {condition})"
        return directives

    def argument(self, name: str, argument: GraphQLArgument, owner: str) -> str | None:
        """Return a literal or a variable for an argument; None omits it."""
        required = is_non_null_type(argument.type)
        if not required and not self.chance(0.4):
            return None
        is_invalid = self.chance(self.invalid_ratio)
        value = self.values.value(argument.type, name, owner, invalid=is_invalid)
        if name == "orderBy" and not is_invalid:
            self.values.order = value
        if not self.chance(0.65 if is_invalid else 0.35):
            return literal(value, argument.type)
        type_ = str(argument.type)
        if is_invalid or value is None or self.chance(0.5):
            return self.variable(type_, None, value)
        if required:
            default = literal(self.values.value(argument.type, name, owner, invalid=False), argument.type)
            return self.variable(type_.rstrip("!"), default, value if self.chance(0.5) else ...)
        if self.chance(0.3):
            return self.variable(f"{type_}!", None, value)
        return self.variable(type_, literal(value, argument.type), self.rng.choice((..., ..., None, value)))

    def arguments(self, name: str, definition: GraphQLField) -> str:
        """Return the arguments of a field in parentheses, or nothing."""
        self.values.order = None
        # `first` and `last` together are refused, so mostly one of them.
        skipped = self.rng.choice(("first", "first", "last", "last", None))
        keys = [key for key in definition.args if key != skipped]
        values = [(key, self.argument(key, definition.args[key], name)) for key in keys]
        arguments = [f"{key}: {value}" for key, value in values if value is not None]
        self.rng.shuffle(arguments)
        return f"({', '.join(arguments)})" if arguments else ""

    def response_key(self, name: str, signature: str, scope: Scope) -> str | None:
        """Return a response key that does not conflict in this scope; None if none was found."""
        if (self.selects_everything or not self.chance(0.12)) and scope.get(name, (signature,))[0] == signature:
            return name
        for _ in range(3 if self.aliases_left > 0 else 0):
            alias = self.rng.choice(ALIASES)
            if scope.get(alias, (signature,))[0] == signature:
                self.aliases_left -= 1
                return alias
        return None

    def field(self, parent: GraphQLObjectType, name: str, scope: Scope, depth: int) -> str | None:
        """Return a field with its selection; None if it conflicts with the scope."""
        definition = parent.fields[name]
        arguments = self.arguments(name, definition)
        signature = f"{name}{arguments} {definition.type}"
        key = self.response_key(name, signature, scope)
        if key is None:
            return None
        self.is_stored = self.is_stored and f"{parent.name}.{name}" not in RESOLVED_FIELDS
        _, inner_scope = scope.setdefault(key, (signature, {}))
        alias = "" if key == name else f"{key}: "
        named = get_named_type(definition.type)
        inner_depth = depth - (name not in ("edges", "node"))
        selection = "" if is_leaf_type(named) else " " + self.selection(named, inner_scope, inner_depth)
        return f"{alias}{name}{arguments}{self.directives()}{selection}"

    def selection(self, named: GraphQLNamedType, scope: Scope, depth: int) -> str:
        """Return a selection set."""
        if self.selects_everything and isinstance(named, GraphQLObjectType):
            return "{ " + " ".join(filter(None, self.all_fields(named, depth))) + " }"
        selections = list(self.selections(named, scope, depth))
        self.rng.shuffle(selections)
        if not selections or self.chance(0.05):
            selections.insert(self.rng.randint(0, len(selections)), self.typename(scope))
        return "{ " + " ".join(selections) + " }"

    def typename(self, scope: Scope) -> str:
        key = self.response_key("__typename", "__typename", scope) or "__typename"
        scope.setdefault(key, ("__typename", {}))
        return ("" if key == "__typename" else f"{key}: ") + "__typename"

    def selections(self, named: GraphQLNamedType, scope: Scope, depth: int) -> Iterator[str]:
        if self.chance(0.12):
            spread = self.fragment_spread(named, scope, depth)
            if spread:
                yield spread
        if is_abstract_type(named):
            types = self.schema.get_possible_types(named)
            chosen = self.rng.sample(list(types), min(len(types), self.rng.randint(1, 4)))
            if self.selects_everything:
                chosen = chosen[:1]  # all fields of several types would conflict
            type_of_ids = self.schema.type_map[self.values.last_type_name]
            if named.name == "Node" and type_of_ids not in chosen and self.chance(0.85):
                chosen.append(type_of_ids)  # type: ignore[arg-type]
            if not isinstance(named, GraphQLUnionType) and self.chance(0.5):
                yield "id" if named.name == "Node" else "message"
                scope.setdefault("id", ("id ID!", {}))
            for type_ in chosen:
                yield f"... on {type_.name}{self.directives()} {self.selection(type_, scope, depth)}"
            return
        assert isinstance(named, GraphQLObjectType)
        for name in self.choose_fields(named, depth):
            field = self.field(named, name, scope, depth)
            if field is not None:
                yield field
                if self.chance(0.06):
                    yield self.field(named, name, scope, depth) or "__typename"
        if self.chance(0.1):
            on = self.rng.choice([*self.abstract_types_of(named), named.name, ""])
            inner = self.selection(self.schema.type_map.get(on, named), scope, depth)
            yield f"...{f' on {on}' if on else ''}{self.directives()} {inner}"

    def abstract_types_of(self, named: GraphQLObjectType) -> list[str]:
        """Return the interfaces and unions of a type that fragments may be on."""
        return [
            type_.name
            for type_ in self.schema.type_map.values()
            if is_abstract_type(type_) and self.schema.is_sub_type(type_, named) and type_.name in ("Node", "Viewer")
        ]

    def choose_fields(self, parent: GraphQLObjectType, depth: int) -> list[str]:
        """Return some scalar fields and, while depth and fields are left, some object fields."""
        names = [name for name in parent.fields if not self.is_excluded(parent, name)]
        if parent.name.endswith("Connection"):
            chosen = [name for name in names if self.chance(0.9 if name == "edges" else 0.4)]
        elif parent.name.endswith("Edge"):
            chosen = [name for name in names if self.chance(0.9 if name == "node" else 0.4)]
        else:
            objects = [name for name in names if self._is_object_field(parent, name)]
            scalars = [name for name in names if name not in objects]
            object_count = self.rng.choice((1, 1, 2, 3) if parent.name == "Query" else (0, 1, 1, 2, 3))
            scalar_count = self.rng.choice((0, 1, 2, 3, 5))
            if parent.name != "Query" and self.chance(0.12):
                object_count, scalar_count = len(objects), len(scalars)
            chosen = self.rng.sample(scalars, min(len(scalars), scalar_count))
            if depth > 0 and self.fields_left > 0:
                chosen += self.rng.sample(objects, min(len(objects), object_count))
        self.fields_left -= len(chosen)
        self.rng.shuffle(chosen)
        return chosen

    def all_fields(self, named: GraphQLObjectType, depth: int) -> Iterator[str | None]:
        """Yield all scalar fields and, while depth is left, all object fields."""
        yield "__typename"
        for name in named.fields:
            if depth > 0 or not self._is_object_field(named, name) or name in ("edges", "node"):
                yield self.field(named, name, {}, depth)

    def _is_object_field(self, parent: GraphQLObjectType, name: str) -> bool:
        named = get_named_type(parent.fields[name].type)
        return not is_leaf_type(named) and named.name not in ("Money", "PageInfo")

    def is_excluded(self, parent: GraphQLObjectType, name: str) -> bool:
        """Whether this query does not select the field."""
        if self.only_stored_fields and f"{parent.name}.{name}" in RESOLVED_FIELDS:
            return True
        required = required_access(parent.fields[name])
        is_allowed = self.viewer is None or all(access.allows(self.viewer) for access in required)
        return self.respects_permissions and not is_allowed and not self.chance(0.02)

    def used_fragments(self, body: str) -> list[str]:
        """Return the definitions of the fragments that the selection set spreads, directly or not."""
        definitions: list[str] = []
        unread = [body]
        while unread:
            for name in re.findall(r"\.\.\.(F\d+)", unread.pop()):
                on, selection, _ = self.fragments[name]
                definition = f"fragment {name} on {on.name} {selection}"
                if definition not in definitions:
                    definitions.append(definition)
                    unread.append(selection)
        return definitions

    def fragment_spread(self, named: GraphQLNamedType, scope: Scope, depth: int) -> str | None:
        """Return the spread of a new fragment or one that was used before; None if it conflicts with the scope."""
        for name, (on, _, fragment_scope) in self.fragments.items():
            applies = on is named or (is_abstract_type(on) and on is not named and self.schema.is_sub_type(on, named))
            if applies and depth >= 2 and self.chance(0.6) and _merge_scopes(scope, fragment_scope):
                return f"...{name}{self.directives()}"
        if len(self.fragments) >= 5:
            return None
        on = named
        if isinstance(named, GraphQLObjectType) and self.chance(0.3):
            on = self.schema.type_map[self.rng.choice([*self.abstract_types_of(named), named.name])]
        name, fragment_scope = f"F{len(self.fragments)}", Scope()
        self.fragments[name] = (self.schema.type_map["Boolean"], "", {})  # cannot be spread while it is written
        text = self.selection(on, fragment_scope, min(depth, 2))
        self.fragments[name] = (on, text, fragment_scope)
        return f"...{name}{self.directives()}" if _merge_scopes(scope, fragment_scope) else None


def _merge_scopes(scope: Scope, other: Scope) -> bool:
    """Add the other scope's keys, unless one of them conflicts; return whether they were added."""
    if not _can_merge(scope, other):
        return False
    for key, (signature, inner) in other.items():
        _merge_scopes(scope.setdefault(key, (signature, {}))[1], inner)
    return True


def _can_merge(scope: Scope, other: Scope) -> bool:
    return all(
        key not in scope or (scope[key][0] == signature and _can_merge(scope[key][1], inner))
        for key, (signature, inner) in other.items()
    )
