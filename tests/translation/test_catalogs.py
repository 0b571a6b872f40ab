"""Every text for users has a translation in every language; a further language is one more catalogue."""

from __future__ import annotations

import ast
import gettext
import os
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import translation
from billing import errors
from billing.identity import locales_and_time_zones
from graph.errors import BadUserInput, LimitExceeded
from server.http.graphql_request import BadRequest
from server.http.oidc import InvalidToken
from server.http.persisted_documents import DocumentRejected
from tests.architecture.conftest import SOURCE
from translation.catalog import CATALOGS

MessageId = str | tuple[str, str]

_KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "gettext_noop": None, "ngettext": (1, 2)}
_NOT_FOR_USERS = ("server/http/webhooks.py", "server/ops/")
"""Stripe reads these, and the operator."""


def source_messages() -> set[MessageId]:
    """All texts that the source marks for translation."""
    found: Iterable[Any] = extract_from_dir(SOURCE, [("**.py", "python")], keywords=_KEYWORDS)
    return {message if isinstance(message, str) else (message[0], message[1]) for _, _, message, _, _ in found}


def read_catalog(locale: str) -> Catalog:
    with (CATALOGS / f"{locale}.po").open("rb") as file:
        return read_po(file, locale=translation.babel_locale(locale))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def problems_of(catalog: Catalog, texts: set[MessageId]) -> list[str]:
    """What a catalogue lacks, has too much, or has wrong."""
    messages = {message.id: message for message in catalog if message.id}
    missing = [f"no translation: {text!r}" for text in texts - messages.keys()]
    obsolete = [f"no such text any more: {text!r}" for text in messages.keys() - texts]
    return sorted([*missing, *obsolete, *(problem for each in messages.values() for problem in _check(catalog, each))])


def _translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _check(catalog: Catalog, message: Message) -> Iterator[str]:
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    translations = _translations(message)
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if len(translations) != (1 if len(ids) == 1 else catalog.num_plurals):
        yield f"not every plural form: {message.id!r}"
    for text in translations:
        if not text.strip():
            yield f"empty: {message.id!r}"
        elif placeholders(text) != placeholders(ids[0]):
            yield f"other placeholders: {message.id!r}"


def test_french_has_no_break_spaces_before_punctuation() -> None:
    """An ordinary space could leave the punctuation at the start of a line."""
    texts = [text for message in read_catalog("fr") for text in _translations(message)]
    assert [text for text in texts if re.search(" [:;!?]", text)] == []


@pytest.mark.parametrize("locale", translation.LOCALES[1:])
def test_every_text_is_translated(locale: str) -> None:
    """D65: no text is missing, obsolete, empty or unsure, and each has the same placeholders."""
    assert problems_of(read_catalog(locale), source_messages()) == []


@pytest.mark.parametrize("locale", translation.LOCALES[1:])
def test_plural_forms_are_declared(locale: str) -> None:
    """The header of a catalogue says which form each number has, and each form is that of some number."""
    catalog = read_catalog(locale)
    form_of = gettext.c2py(catalog.plural_expr)
    assert {form_of(number) for number in range(1001)} == set(range(catalog.num_plurals))


def test_problems_of_a_catalogue_are_found() -> None:
    """Each kind of problem is one, and a right catalogue has none."""
    catalog = Catalog(locale="fr")
    catalog.add("Right {count}.", "Juste {count}.")
    catalog.add("Empty.", "")
    catalog.add("Unsure.", "Peut-être.", flags=["fuzzy"])
    catalog.add("Another {name}.", "Un autre {nom}.")
    catalog.add(("{count} day", "{count} days"), ("{count} jour",))
    catalog.add("Obsolete.", "Désuet.")
    texts: set[MessageId] = {
        "Right {count}.", "Empty.", "Unsure.", "Another {name}.", ("{count} day", "{count} days"), "Missing.",
    }  # fmt: skip
    assert problems_of(catalog, texts) == [
        "empty: 'Empty.'",
        "fuzzy: 'Unsure.'",
        "no such text any more: 'Obsolete.'",
        "no translation: 'Missing.'",
        "not every plural form: ('{count} day', '{count} days')",
        "other placeholders: 'Another {name}.'",
    ]


def python_calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Each call in the source with its place and the name of what is called."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node, _name_of(node)


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_texts_are_marked_as_whole_literals() -> None:
    """A text that is put together before it is looked up would have no translation."""
    composed = [
        place
        for place, call, name in python_calls()
        if name in _KEYWORDS and any(isinstance(each, (ast.JoinedStr, ast.BinOp, ast.Call)) for each in call.args[:1])
    ]
    assert composed == []


def untranslated_texts(calls: Iterator[tuple[str, ast.Call, str]]) -> list[str]:
    """The texts of errors and error responses that are not marked for translation."""
    kinds = [*_subclasses(errors.DomainError), BadUserInput, BadRequest, DocumentRejected, LimitExceeded, InvalidToken]
    names = {kind.__name__ for kind in kinds} | {"PlainTextResponse", "error_result", "_reject", "reject"}
    return [
        f"{place}: {ast.unparse(argument)}"
        for place, call, name in calls
        if (name in names or (name == "__init__" and place.startswith("billing/")))
        and not place.startswith(_NOT_FOR_USERS)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        if _is_sentence(argument)
    ]


def test_no_error_has_an_untranslated_text() -> None:
    """D65: what users are answered is looked up in the catalogues."""
    assert untranslated_texts(python_calls()) == []


def test_an_untranslated_text_is_found() -> None:
    """Literal or put together, as an argument of an error or of its own initializer."""
    source = """
raise InvalidInput("name", "Enter a name.")
raise InvalidInput(f"lines.{1}", _("Enter a name."))
super().__init__(f"Enter {count} names.")
raise BadRequest(400, _("Send {name}.").format(name=name))
"""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [("billing/a.py", call, _name_of(call)) for call in calls]
    assert untranslated_texts(iter(named)) == ["billing/a.py: 'Enter a name.'", "billing/a.py: f'Enter {count} names.'"]


def _is_sentence(node: ast.expr) -> bool:
    """Whether this is a text with a space, literal or put together, that is not marked for translation."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and " " in str(part.value) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


GERMAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Not found."
msgstr "Nicht gefunden."
"""

_SCRIPT = """
import translation
from billing.errors import NotFound
from billing.identity.locales_and_time_zones import default_locale, parse_locale
from money import Money
print(translation.LOCALES)
print(parse_locale("de", "locale"), default_locale("AT"), default_locale("BE"))
print(translation.requested_locale("de-AT,fr;q=0.5"))
with translation.use_locale("de"):
    print(NotFound(), Money(1234_50, "EUR").format())
"""


def test_another_language_is_one_catalogue(tmp_path: Path) -> None:
    """D65: with a catalogue in the folder, and no change of code, the language is offered and negotiated."""
    shutil.copytree(SOURCE / "translation", tmp_path / "translation")
    (tmp_path / "translation" / "catalogs" / "de.po").write_text(GERMAN)
    path = os.pathsep.join((str(tmp_path), str(SOURCE)))
    command = [sys.executable, "-c", _SCRIPT]
    answer = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.splitlines() == [
        "('en', 'de', 'fr')", "de de fr", "de", "Nicht gefunden. 1.234,50\xa0€",
    ]  # fmt: skip
    with pytest.raises(errors.InvalidInput, match=r"Choose one of these languages: en, fr\."):
        locales_and_time_zones.parse_locale("de", "locale")
