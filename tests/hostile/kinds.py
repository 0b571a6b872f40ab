"""The kinds of hostile requests: each is as bad as the limits allow, and each request differs from the one before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from graphql import get_introspection_query

from graph import query_cost
from server.http.graphql_request import MAX_BODY_BYTES


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of hostile request: `body` returns the request's body, by the number of the request."""

    name: str
    body: Callable[[int], bytes]
    is_refused: bool = True
    """Whether every request is refused; otherwise it is within all limits."""
    is_signed_in: bool = False
    is_hostile: bool = True
    """Otherwise it is measured for comparison, and nothing is required of it."""


def document(query: str, **variables: object) -> bytes:
    """Return the body of a request."""
    return json.dumps({"query": query, "variables": variables}).encode()


_INVOICE = (
    "id number status isOverdue description total { amount currencyCode } amountPaid { amount } depositDue { amount }"
    " amountPending { amount } amountDue { amount } amountPayable { amount } depositRequested { amount } issuedOn dueOn"
    " lines { description quantity unitPrice { amount } amount { amount } }"
)
_PAYMENT = (
    "id amount { amount } paidBy status refundable { amount } refunded { amount } createdAt settledAt"
    " actor { kind name isViewer } refunds { id amount { amount } } fundedBy { amount { amount } }"
)
_LINE = {"description": "x", "unitPrice": "1.00"}
_CREATE_INVOICE = "mutation ($i: CreateInvoiceInput!) { createInvoice(input: $i) { __typename } }"
_NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
_ME = "{ viewer { __typename } }"


def _new_document(number: int) -> bytes:
    pages = " ".join(
        f"a{number}_{n}: invoices(first: 5) {{ edges {{ node {{ {_INVOICE} payments {{ {_PAYMENT} }} }} }} }}"
        for n in range(6)
    )
    return document(f"{{ viewer {{ ... on ClientUser {{ client {{ {pages} }} }} }} }}")


def _fragments(number: int) -> bytes:
    spreads = " ".join(f"...F{n}" for n in range(95))
    fragments = " ".join(f"fragment F{n} on Query {{ firm {{ id name }} }}" for n in range(95))
    return document(f"query Q{number} {{ {spreads} }} {fragments}")


def _spreads_in_each(number: int) -> bytes:
    spreads = " ".join(f"...F{n}" for n in range(22))
    fragments = " ".join(f"fragment F{n} on Firm {{ id }}" for n in range(22))
    return document(f"query Q{number} {{ " + f"firm {{ {spreads} }} " * 22 + f"}} {fragments}")


def _doubling(number: int) -> bytes:
    fragments = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(80))
    return document(f"query Q{number} {{ ...F0 }} {fragments} fragment F80 on Query {{ a: firm {{ name }} }}")


def _deep_fragments(number: int) -> bytes:
    fragments = " ".join(f"fragment F{n} on Query {{ {'... { ' * 20}...F{n + 1}{' }' * 20} }}" for n in range(17))
    return document(f"query Q{number} {{ ...F0 }} {fragments} fragment F17 on Query {{ firm {{ id }} }}")


def _valid_until_the_end(number: int) -> bytes:
    """Everything is visited before the one error is found."""
    fields = (
        "".join(f'a{n}: node(id: "x") {{ id }} ' for n in range(28))
        + "viewer { __typename } " * 50
        + "firm { id } " * 35
    )
    return document(f"query Q{number} {{ {fields} firm {{ nothing }} }}")


def _introspections(number: int) -> bytes:
    schemas = " ".join(f"a{number}_{n}: __schema {{ types {{ ...T }} }}" for n in range(29))
    fragment = "fragment T on __Type { name fields { name args { name } type { name fields { name } } } }"
    return document(f"{{ {schemas} }} {fragment}")


def _queries(text: Callable[[int], str], **variables: object) -> Callable[[int], bytes]:
    return lambda number: document(f"{text(number)} # {number}", **variables)


KINDS = [
    Kind("an ordinary request, for comparison", _queries(lambda _: _ME), is_refused=False, is_hostile=False),
    Kind("295 times `firm{id}`", _queries(lambda _: "{ " + "firm{id}" * 295 + " }")),
    Kind("1,100 duplicate fields", _queries(lambda _: "{ viewer { " + "__typename " * 1100 + "} }")),
    Kind(
        "295 selections with unknown names",
        _queries(lambda n: "{ " + "".join(f"a{n}x{i}{{b}}" for i in range(295)) + " }"),
    ),
    Kind(
        "wrong names like those of the schema",
        _queries(lambda n: "{ " + " ".join(f"viewe{i}{n}" for i in range(1100)) + " }"),
    ),
    Kind("the most names, the last one wrong", _valid_until_the_end),
    Kind("95 fragments, each pair compared", _fragments),
    Kind("22 fragments spread in 22 fields", _spreads_in_each),
    Kind("fragments that double 80 times", _doubling),
    Kind("fragments nested 340 deep", _deep_fragments),
    Kind("300 levels", _queries(lambda _: "{ firm " * 300 + "}" * 300)),
    Kind("29 aliases of `__schema`", _introspections),
    Kind(
        "introspection, refused, new each time",
        _queries(lambda n: get_introspection_query() + f" fragment U{n} on Query {{ firm {{ id }} }}"),
    ),
    Kind("introspection, accepted, always the same", lambda _: document(get_introspection_query()), is_refused=False),
    Kind(
        "introspection, accepted, with another comment", _queries(lambda _: get_introspection_query()), is_refused=False
    ),
    Kind("240 kB of comments", _queries(lambda _: "# comment\n" * 24_000 + _ME)),
    Kind("50 kB of comments", _queries(lambda _: "#\n" * 24_000 + _ME)),
    Kind("a name of 240 kB", _queries(lambda _: "{ " + "x" * 240_000 + " }")),
    Kind("a block string of 45 kB", _queries(lambda _: '{ node(id: """' + "\n" * 22_000 + '""") { nothing } }')),
    Kind("280 variables", _queries(lambda _: "query (" + " ".join(f"$v{n}: Int" for n in range(280)) + f") {_ME}")),
    Kind(
        "5,000 lines of variables", _queries(lambda _: _CREATE_INVOICE, i={"lines": [_LINE] * 5000}), is_signed_in=True
    ),
    Kind("300 lines of variables", _queries(lambda _: _CREATE_INVOICE, i={"lines": [_LINE] * 300}), is_signed_in=True),
    Kind("20,000 ids", _queries(lambda _: _NODES, ids=["x"] * 20_000), is_signed_in=True),
    Kind("990 ids", _queries(lambda _: _NODES, ids=["x"] * 990), is_signed_in=True),
    Kind("60,000 empty objects", _queries(lambda _: _NODES, ids=[{}] * 60_000)),
    Kind("a body of 1 MB", lambda _: document(_ME + " " * 1_000_000)),
    Kind("lists in lists", lambda _: b"[" * (MAX_BODY_BYTES - 10)),
    Kind("new documents within all limits", _new_document, is_refused=False, is_signed_in=True),
]
"""Of each, requests are sent one after another on one connection."""

assert len(json.loads(_valid_until_the_end(1))["query"]) < query_cost.MAX_DOCUMENT_LENGTH
