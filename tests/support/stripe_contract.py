"""Stripe's contract, as its own library declares it for the pinned API version.

Requests are checked against the TypedDicts of `stripe.params`, responses against the annotations of the resource
classes. Unknown, missing and mistyped fields are found; wrong enumeration values are not, since Stripe's types are
open there.
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
    """A request or response that does not conform to Stripe's own types."""


@dataclasses.dataclass(frozen=True)
class Exchange:
    """One request and its response."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, Any]
    status: int
    response: dict[str, Any]


class ContractClient(InProcessClient):
    """An in-process transport that checks and records every request and response."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self.exchanges: list[Exchange] = []

    async def request_async(
        self, method: str, url: str, headers: collections.abc.Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, collections.abc.Mapping[str, str]]:
        """Check the request, send it, check the response."""
        parts = urllib.parse.urlsplit(url)
        form = decode(parts.query if method == "get" else post_data or "")
        check_request(method, parts.path, form)
        content, status, response_headers = await super().request_async(method, url, headers, post_data)
        response = json.loads(content)
        self.exchanges.append(Exchange(method, parts.path, dict(headers), form, status, response))
        if status == 200:
            check_response(response)
        return content, status, response_headers


def contract_client(app: ASGIApp, api_key: str = "sk_test_sandbox") -> tuple[stripe.StripeClient, list[Exchange]]:
    """A StripeClient with contract checks that sends to this app, and the list of its exchanges."""
    transport = ContractClient(app)
    addresses: Any = {"api": "http://stripe.test"}
    client = stripe.StripeClient(api_key, base_addresses=addresses, http_client=transport, max_network_retries=0)
    return client, transport.exchanges


def decode(encoded: str) -> dict[str, Any]:
    """Decode a form in bracket notation into nested parameters; values stay text."""
    root: dict[str, Any] = {}
    for name, value in urllib.parse.parse_qsl(encoded, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        node = root
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return {name: _with_lists(value) for name, value in root.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(item) for name, item in value.items()}
    return list(inner.values()) if all(name.isdecimal() for name in inner) else inner


def check_request(method: str, path: str, form: dict[str, Any]) -> None:
    """Check a request against the parameters that Stripe's library declares for it."""
    for expected, pattern, params_type in _REQUESTS:
        if expected == method.lower() and re.fullmatch(pattern.replace("{id}", "[^/]+"), path):
            params = params_type
            break
    else:
        raise ContractError(f"{method} {path} is not in the list of requests that we make.")
    options = set(form) & set(RequestOptions.__annotations__)
    if options:
        raise ContractError(f"{method} {path}: {options} are options of the library, not parameters.")
    try:
        _adapter(params).validate_python([form])
    except pydantic.ValidationError as error:
        raise ContractError(f"{method} {path}: {error}") from error


@functools.cache
def _adapter(params: Any) -> pydantic.TypeAdapter[Any]:
    # In a list, because a TypedDict alone takes no configuration.
    listed: Any = types.GenericAlias(list, params)
    adapter: pydantic.TypeAdapter[Any] = pydantic.TypeAdapter(listed, config=_CONFIG)
    # Names that the library imports for type checkers only, or in the module of a base class.
    names: dict[str, Any] = {**vars(typing), **vars(stripe), "StripeContext": StripeContext}
    adapter.rebuild(force=True, _types_namespace=names)
    return adapter


def check_response(response: dict[str, Any]) -> None:
    """Check an object against the annotations of its resource class."""
    if response.get("object") == "list":
        for item in response["data"]:
            check_response(item)
        return
    resource = _RESOURCES[response["object"]]
    problems = list(_problems(response, resource, response["object"]))
    for name, declared in _resolved_fields(resource).items():
        if name not in response and not _optional(declared) and not name.startswith("_"):
            problems.append(f"{response['object']}.{name} is missing")
    if response["object"] == "event" and response["data"]["object"]["object"] in _RESOURCES:
        check_response(response["data"]["object"])
    if problems:
        raise ContractError("; ".join(problems))


def _problems(value: Any, declared: Any, where: str) -> collections.abc.Iterator[str]:
    """What does not conform in a value of this declared type."""
    origin = typing.get_origin(declared)
    if declared is Any or isinstance(declared, typing.TypeVar):
        return
    if origin in (typing.Union, types.UnionType):
        problems_by_member = [list(_problems(value, member, where)) for member in typing.get_args(declared)]
        if all(problems_by_member):
            yield min(problems_by_member, key=len)[0]
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
    fields = _resolved_fields(declared)
    if not fields:  # an object with arbitrary keys, such as metadata
        return
    for name, item in value.items():
        if name not in fields:
            yield f"{where}.{name} is unknown"
        else:
            yield from _problems(item, fields[name], f"{where}.{name}")


def _optional(declared: Any) -> bool:
    return type(None) in typing.get_args(declared)


class _Names(dict[str, Any]):
    """Resolves names in annotations: nested classes first, then what the module imports for type checkers."""

    def __init__(self, module: types.ModuleType) -> None:
        super().__init__()
        self._imported = _imported_names(module)

    def __missing__(self, name: str) -> Any:
        source, original = self._imported[name]
        return getattr(importlib.import_module(source), original)


@functools.cache
def _imported_names(module: types.ModuleType) -> dict[str, tuple[str, str]]:
    names: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names.update({alias.asname or alias.name: (node.module, alias.name) for alias in node.names})
    return names


@functools.cache
def _resolved_fields(declared: Any) -> dict[str, Any]:
    """The fields of a resource class, with the names in their annotations resolved."""
    fields: dict[str, Any] = {}
    for base in reversed(declared.__mro__):
        if not issubclass(base, stripe.StripeObject) or base is stripe.StripeObject:
            continue
        module = importlib.import_module(base.__module__)
        names = _Names(module)
        for outer in _enclosing_classes(base):
            names.update({name: value for name, value in vars(outer).items() if isinstance(value, type)})
        for name, annotation in vars(base).get("__annotations__", {}).items():
            reference = typing.ForwardRef(annotation) if isinstance(annotation, str) else annotation
            resolved = typing._eval_type(reference, vars(module), names)  # type: ignore[attr-defined]
            if typing.get_origin(resolved) is not typing.ClassVar:
                fields[name] = resolved
    return {name: value for name, value in fields.items() if not name.startswith("_")}


def _enclosing_classes(declared: type) -> list[type]:
    """The classes around a nested class and itself, in which its annotations look up names."""
    classes: list[type] = []
    holder: Any = importlib.import_module(declared.__module__)
    for part in declared.__qualname__.split("."):
        holder = getattr(holder, part)
        classes.append(holder)
    return classes
