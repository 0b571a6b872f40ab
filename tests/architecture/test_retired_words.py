"""Words that docs/glossary.md replaced do not name anything any more."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.conftest import ROOT, SourceFile, python_files

FOLDERS = ("src", "tests", "bench")

# A retired word is a whole word of a name: `wish` retires `wish`, `_wish_of` and `WishList`, but not `wishbone`.
RETIRED_WORDS = frozenset(
    """
    ask asked asker asks book books collided deed deeds door doors floor floors foresight foretold given hint hints
    house kept made maker neighbours opened partner patience persistently rest room seat seats
    somebody straight street supposed tell telling tells told truth twin twins unforeseen unreadable whoever whose wish
    wishes
    """.split()  # noqa: SIM905 (as a list it would take eighty lines)
)
ACCEPTED_VARIABLES = frozenset({"rest"})
"""Local variables only: the rest of a list, or of a division."""
RETIRED_PHRASES = (("look", "again"), ("put", "back"), ("stand", "in"), ("take", "off"), ("under", "way"))

EXCEPTIONS = {
    "bench/load.py _Connection.connection_made": "a method of asyncio.Protocol",
    "bench/statements/more_entries.sql opened_at": "a column: accounts are opened",
    "bench/statements/more_invoices.sql opened_at": "a column: accounts are opened",
    "bench/statements/write_payment.postgresql.sql opened_at": "a column: accounts are opened",
    "src/billing/access/activity_kinds.py PREPAYMENT_MADE": "a value of an enum of the GraphQL schema",
    "src/billing/access/activity_kinds.py REFUND_MADE": "a value of an enum of the GraphQL schema",
    "src/graph/inputs/payments.py PayInvoiceInput.rest": "a field of the GraphQL schema",
    "src/graph/inputs/session.py SignInInput.seat_id": "a field of the GraphQL schema",
    "src/graph/types/dispute.py Dispute.opened_at": "a field of the GraphQL schema",
    "src/graph/types/invoice.py _quote(rest)": "an argument of the GraphQL schema",
    "src/graph/types/membership.py Seat": "a type of the GraphQL schema",
    "src/graph/types/membership.py SeatChoice": "a type of the GraphQL schema",
    "src/graph/types/membership.py SeatChoice.seats": "a field of the GraphQL schema",
    "src/graph/types/payment.py Payment.partner": "a field of the GraphQL schema",
    "src/models/ledger.py Account.opened_at": "a column: accounts are opened",
    "src/models/notice.py DISPUTE_OPENED": "a value of an enum of the GraphQL schema",
    "src/server/process/http_protocol.py LimitedHttpProtocol.connection_made": "a method of asyncio.Protocol",
}


def words(name: str) -> list[str]:
    """The words of a name in snake_case or CamelCase, in lower case."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def has_retired_word(name: str) -> bool:
    parts = words(name)
    phrases = set(itertools.pairwise(parts))
    return not RETIRED_WORDS.isdisjoint(parts) or not phrases.isdisjoint(RETIRED_PHRASES)


def definitions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every class, function, parameter and annotated class attribute below the node: its name and its full name."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield child.name, f"{prefix}{child.name}"
            yield from definitions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.arg):
            yield child.arg, f"{prefix.removesuffix('.')}({child.arg})"
        elif isinstance(child, ast.AnnAssign) and isinstance(node, ast.ClassDef) and isinstance(child.target, ast.Name):
            yield child.target.id, f"{prefix}{child.target.id}"
        else:
            yield from definitions(child, prefix)


def variables(tree: ast.AST) -> Iterator[str]:
    """The names that statements, `with`, `except`, `for`, `match` and imports assign."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.alias(asname=str(name)):
                yield name


def find_retired_names(file: SourceFile) -> set[str]:
    retired = {full_name for name, full_name in definitions(file.tree) if has_retired_word(name)}
    # A class attribute is found above, by its full name.
    accepted = ACCEPTED_VARIABLES | {full_name.rpartition(".")[2] for full_name in retired}
    retired |= {name for name in variables(file.tree) if has_retired_word(name) and name not in accepted}
    return {f"{file.name} {name}" for name in retired} | ({file.name} if has_retired_word(file.path.stem) else set())


def find_retired_identifiers(text: str) -> set[str]:
    """Identifiers of JavaScript or SQL, outside of comments and strings. JavaScript's templates may contain SQL."""
    code = re.sub(r"""//[^\n]*|--[^\n]*|"[^"\n]*"|'[^'\n]*'""", " ", text)
    return {name for name in re.findall(r"[A-Za-z_]\w*", code) if has_retired_word(name)}


def test_names_have_no_retired_words() -> None:
    """Neither modules, classes, functions, parameters, fields nor variables, except where another party chose it."""
    names = {name for folder in FOLDERS for file in python_files(ROOT / folder) for name in find_retired_names(file)}
    for folder, pattern in (("contenders", "*.mjs"), ("statements", "*.sql")):
        for path in (ROOT / "bench" / folder).glob(pattern):
            file_name = str(path.relative_to(ROOT))
            names |= {f"{file_name} {name}" for name in find_retired_identifiers(path.read_text())}
            names |= {file_name} if has_retired_word(path.stem) else set()
    assert sorted(names - EXCEPTIONS.keys()) == []
    assert sorted(EXCEPTIONS.keys() - names) == [], "exceptions that are not needed any more"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def ask_provider(): ...", "ask_provider"),
        ("class WishList: ...", "WishList"),
        ("class A:\n    def _deed(self): ...", "A._deed"),
        ("def f():\n    def made(): ...", "f.made"),
        ("def f(*, house): ...", "f(house)"),
        ("async def f(**told): ...", "f(told)"),
        ("found = sorted(rows, key=lambda given: given.id)", "(given)"),
        ("class A:\n    seat_id: int", "A.seat_id"),
        ("def f():\n    told = 1", "told"),
        ("for deed in deeds: ...", "deed"),
        ("with open('x') as house: ...", "house"),
        ("try: ...\nexcept ValueError as told: ...", "told"),
        ("import json as books", "books"),
        ("if True:\n    def is_under_way(): ...", "is_under_way"),
    ],
)
def test_retired_word_is_found(source: str, expected: str) -> None:
    file = SourceFile(ROOT / "src" / "module.py", source, ast.parse(source))
    assert find_retired_names(file) == {f"src/module.py {expected}"}


@pytest.mark.parametrize(
    "source", ["def task(): ...", "def understand_input(way): ...", "class Tollgate: ...", "whole, rest = divmod(7, 2)"]
)
def test_other_words_are_accepted(source: str) -> None:
    file = SourceFile(ROOT / "src" / "module.py", source, ast.parse(source))
    assert find_retired_names(file) == set()


def test_retired_identifier_is_found() -> None:
    text = """
    // who is asked -- nobody
    const tellRow = (row) => ({ "told": row, 'wish': 1, text: `WITH made AS (SELECT 1) -- deed
    SELECT * FROM made` });
    """
    assert find_retired_identifiers(text) == {"tellRow", "made"}


def test_module_name_is_checked() -> None:
    path = ROOT / "src" / "server" / "house.py"
    assert find_retired_names(SourceFile(path, "", ast.parse(""))) == {"src/server/house.py"}


def test_exceptions_are_sorted() -> None:
    assert list(EXCEPTIONS) == sorted(EXCEPTIONS)
    assert all((ROOT / Path(name.split()[0])).is_file() for name in EXCEPTIONS)
