"""Stripe's contract, as its own library declares it for the pinned API version.

Requests are held against the generated TypedDicts of `stripe.params`, answers against the annotations of the
resource classes. Unknown, missing and mistyped fields are found; wrong values of enumerations are not (Stripe's
types are open there).
"""

import ast
import collections.abc
import dataclasses
import functools
import importlib
import inspect
import json
import re
import types
import typing
import urllib.parse
from typing import Any

import pydantic
import stripe
import stripe.params
from starlette.types import ASGIApp
from stripe._request_options import RequestOptions
from stripe._stripe_context import StripeContext

from tests.support.stripe_transport import InProcessClient

_REQUESTS: tuple[tuple[str, str, Any], ...] = (
    ("post", "/v1/accounts", stripe.params.AccountCreateParams),
    ("get", "/v1/accounts", stripe.params.AccountListParams),
    ("get", "/v1/accounts/{id}", stripe.params.AccountRetrieveParams),
    ("post", "/v1/account_links", stripe.params.AccountLinkCreateParams),
    ("post", "/v1/customers", stripe.params.CustomerCreateParams),
    ("get", "/v1/customers", stripe.params.CustomerListParams),
    ("get", "/v1/customers/{id}", stripe.params.CustomerRetrieveParams),
    ("post", "/v1/payment_intents", stripe.params.PaymentIntentCreateParams),
    ("get", "/v1/payment_intents", stripe.params.PaymentIntentListParams),
    ("get", "/v1/payment_intents/{id}", stripe.params.PaymentIntentRetrieveParams),
    ("post", "/v1/payment_intents/{id}", stripe.params.PaymentIntentModifyParams),
    ("post", "/v1/payment_intents/{id}/cancel", stripe.params.PaymentIntentCancelParams),
    ("post", "/v1/payment_intents/{id}/confirm", stripe.params.PaymentIntentConfirmParams),
    ("get", "/v1/charges/{id}", stripe.params.ChargeRetrieveParams),
    ("post", "/v1/refunds", stripe.params.RefundCreateParams),
    ("get", "/v1/refunds", stripe.params.RefundListParams),
    ("get", "/v1/refunds/{id}", stripe.params.RefundRetrieveParams),
    ("post", "/v1/refunds/{id}", stripe.params.RefundModifyParams),
    ("post", "/v1/refunds/{id}/cancel", stripe.params.RefundCancelParams),
    ("get", "/v1/disputes", stripe.params.DisputeListParams),
    ("get", "/v1/disputes/{id}", stripe.params.DisputeRetrieveParams),
    ("get", "/v1/events", stripe.params.EventListParams),
    ("get", "/v1/events/{id}", stripe.params.EventRetrieveParams),
)
_RESOURCES: dict[str, Any] = {
    "account": stripe.Account,
    "balance_transaction": stripe.BalanceTransaction,
    "account_link": stripe.AccountLink,
    "capability": stripe.Capability,
    "charge": stripe.Charge,
    "customer": stripe.Customer,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "refund": stripe.Refund,
}
_CONFIG = pydantic.ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class ContractError(AssertionError):
    """A request or an answer that Stripe's own types do not allow."""


@dataclasses.dataclass(frozen=True)
class Exchange:
    """One request that was made, and its answer."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, Any]
    status: int
    answer: dict[str, Any]


class ContractClient(InProcessClient):
    """An in-process transport that holds every request and answer against the contract, and remembers them."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self.exchanges: list[Exchange] = []

    async def request_async(
        self, method: str, url: str, headers: collections.abc.Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, collections.abc.Mapping[str, str]]:
        """Check, send, check."""
        parts = urllib.parse.urlsplit(url)
        form = decode(parts.query if method == "get" else post_data or "")
        check_request(method, parts.path, form)
        content, status, answered = await super().request_async(method, url, headers, post_data)
        answer = json.loads(content)
        self.exchanges.append(Exchange(method, parts.path, dict(headers), form, status, answer))
        if status == 200:
            check_answer(answer)
        return content, status, answered


def contract_client(app: ASGIApp, api_key: str = "sk_test_sandbox") -> tuple[stripe.StripeClient, list[Exchange]]:
    """A StripeClient over this app that is held to the contract, and the list of its exchanges."""
    transport = ContractClient(app)
    addresses: Any = {"api": "http://stripe.test"}
    client = stripe.StripeClient(api_key, base_addresses=addresses, http_client=transport, max_network_retries=0)
    return client, transport.exchanges


def decode(encoded: str) -> dict[str, Any]:
    """A form in bracket notation as the parameters that it was made from, lists as lists, values as text."""
    root: dict[str, Any] = {}
    for name, value in urllib.parse.parse_qsl(encoded, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        node = root
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return {name: _lists(value) for name, value in root.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(held) for name, held in value.items()}
    return list(inner.values()) if all(name.isdecimal() for name in inner) else inner


def check_request(method: str, path: str, form: dict[str, Any]) -> None:
    """Hold a request against the parameters that Stripe's library declares for it."""
    for expected, pattern, declared in _REQUESTS:
        if expected == method.lower() and re.fullmatch(pattern.replace("{id}", "[^/]+"), path):
            params = declared
            break
    else:
        raise ContractError(f"{method} {path} is not in the list of requests that we make.")
    options = set(form) & set(RequestOptions.__annotations__)
    if options:
        raise ContractError(f"{method} {path}: {options} are options of the library, not parameters.")
    try:
        _adapter(params).validate_python([form])
    except pydantic.ValidationError as problem:
        raise ContractError(f"{method} {path}: {problem}") from problem


@functools.cache
def _adapter(params: Any) -> pydantic.TypeAdapter[Any]:
    # In a list, because a TypedDict by itself does not take a configuration.
    listed: Any = types.GenericAlias(list, params)
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(listed, config=_CONFIG)
    # Names that the library imports for type checkers only, or where the class was inherited from.
    names: dict[str, Any] = {**vars(typing), **vars(stripe), "StripeContext": StripeContext}
    adapter.rebuild(force=True, _types_namespace=names)
    return adapter


def check_answer(answer: dict[str, Any]) -> None:
    """Hold an object against the annotations of its resource class."""
    if answer.get("object") == "list":
        for item in answer["data"]:
            check_answer(item)
        return
    resource = _RESOURCES[answer["object"]]
    problems = list(_problems(answer, resource, answer["object"]))
    for name, declared in _hints(resource).items():
        if name not in answer and not _optional(declared) and not name.startswith("_"):
            problems.append(f"{answer['object']}.{name} is missing")
    if answer["object"] == "event" and answer["data"]["object"]["object"] in _RESOURCES:
        check_answer(answer["data"]["object"])
    if problems:
        raise ContractError("; ".join(problems))


def _problems(value: Any, declared: Any, where: str) -> collections.abc.Iterator[str]:
    """What is wrong with a value, as an answer of this declared type."""
    origin = typing.get_origin(declared)
    if declared is Any or isinstance(declared, typing.TypeVar):
        return
    if origin in (typing.Union, types.UnionType):
        found = [list(_problems(value, one, where)) for one in typing.get_args(declared)]
        if all(found):
            yield min(found, key=len)[0]
    elif origin is typing.Literal:
        if value not in typing.get_args(declared):
            yield f"{where} is {value!r}"
    elif origin is stripe.ListObject:
        envelope = {"object", "data", "has_more", "url"}
        if not isinstance(value, dict) or set(value) != envelope:
            yield f"{where} is {value!r}, not a list object"
        else:
            yield from _list_problems(value["data"], declared, f"{where}.data")
    elif origin in (list, collections.abc.Sequence):
        yield from _list_problems(value, declared, where)
    elif isinstance(origin or declared, type) and issubclass(origin or declared, stripe.StripeObject):
        yield from _object_problems(value, origin or declared, where)
    elif declared is not object and not _matches_type(value, declared):
        yield f"{where} is {value!r}, not {declared}"


def _matches_type(value: Any, declared: Any) -> bool:
    if isinstance(value, bool):
        return declared is bool
    return isinstance(value, declared)


def _list_problems(value: Any, declared: Any, where: str) -> collections.abc.Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is {value!r}, not a list"
        return
    for item in value:
        yield from _problems(item, typing.get_args(declared)[0], f"{where}[]")


def _object_problems(value: Any, declared: Any, where: str) -> collections.abc.Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is {value!r}, not an object"
        return
    hints = _hints(declared)
    if not hints:  # an object of free keys, such as metadata
        return
    for name, held in value.items():
        if name not in hints:
            yield f"{where}.{name} is unknown"
        else:
            yield from _problems(held, hints[name], f"{where}.{name}")


def _optional(declared: Any) -> bool:
    return type(None) in typing.get_args(declared)


class _Names(dict[str, Any]):
    """The names that an annotation may use: the classes around it, then what its module imports for type checkers."""

    def __init__(self, module: types.ModuleType) -> None:
        super().__init__()
        self._imported = _imported(module)

    def __missing__(self, name: str) -> Any:
        source, original = self._imported[name]
        return getattr(importlib.import_module(source), original)


@functools.cache
def _imported(module: types.ModuleType) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            found.update({alias.asname or alias.name: (node.module, alias.name) for alias in node.names})
    return found


@functools.cache
def _hints(declared: Any) -> dict[str, Any]:
    """The fields of a resource class, with the names in its annotations resolved."""
    fields: dict[str, Any] = {}
    for base in reversed(declared.__mro__):
        if not issubclass(base, stripe.StripeObject) or base is stripe.StripeObject:
            continue
        module = importlib.import_module(base.__module__)
        names = _Names(module)
        for outer in _nesting(base):
            names.update({name: held for name, held in vars(outer).items() if isinstance(held, type)})
        for name, annotation in vars(base).get("__annotations__", {}).items():
            wanted = typing.ForwardRef(annotation) if isinstance(annotation, str) else annotation
            resolved = typing._eval_type(wanted, vars(module), names)  # type: ignore[attr-defined]
            if typing.get_origin(resolved) is not typing.ClassVar:
                fields[name] = resolved
    return {name: held for name, held in fields.items() if not name.startswith("_")}


def _nesting(declared: type) -> list[type]:
    """The classes around a nested class, and itself: where its annotations look names up."""
    found: list[type] = []
    holder: Any = importlib.import_module(declared.__module__)
    for part in declared.__qualname__.split("."):
        holder = getattr(holder, part)
        found.append(holder)
    return found
