"""The supported operations of the API: path, parameters and handler."""

import collections.abc
import dataclasses
import re

from sandbox import (
    account_links,
    accounts,
    charges,
    confirmation,
    customers,
    disputes,
    errors,
    events,
    forms,
    intents,
    refunds,
    store,
)
from sandbox.request_context import RequestContext


@dataclasses.dataclass(frozen=True)
class Operation:
    """One method and path."""

    method: str
    path: str
    params: type[forms.Params]
    handler: collections.abc.Callable[..., store.Json]
    """Receives the context, the id in the path (if any) and the parameters."""
    publishable: bool = False
    """Allowed with the publishable key and a client secret."""


OPERATIONS = (
    Operation("POST", "/v1/accounts", accounts.AccountCreate, accounts.create),
    Operation("GET", "/v1/accounts", forms.ListParams, accounts.list_page),
    Operation("GET", "/v1/accounts/{id}", forms.Params, accounts.retrieve),
    Operation("POST", "/v1/account_links", account_links.AccountLinkCreate, account_links.create),
    Operation("POST", "/v1/customers", customers.CustomerCreate, customers.create),
    Operation("GET", "/v1/customers", forms.ListParams, customers.list_page),
    Operation("GET", "/v1/customers/{id}", forms.Params, customers.retrieve),
    Operation("POST", "/v1/payment_intents", intents.IntentCreate, intents.create),
    Operation("GET", "/v1/payment_intents", intents.IntentList, intents.list_page),
    Operation("GET", "/v1/payment_intents/{id}", intents.IntentRetrieve, intents.retrieve, publishable=True),
    Operation("POST", "/v1/payment_intents/{id}", intents.IntentUpdate, intents.update),
    Operation("POST", "/v1/payment_intents/{id}/cancel", intents.IntentCancel, intents.cancel),
    Operation(
        "POST", "/v1/payment_intents/{id}/confirm", confirmation.IntentConfirm, confirmation.confirm, publishable=True
    ),
    Operation("GET", "/v1/charges/{id}", forms.Params, charges.retrieve),
    Operation("POST", "/v1/refunds", refunds.RefundCreate, refunds.create),
    Operation("GET", "/v1/refunds", refunds.OfPayment, refunds.list_page),
    Operation("GET", "/v1/refunds/{id}", forms.Params, refunds.retrieve),
    Operation("POST", "/v1/refunds/{id}", refunds.RefundUpdate, refunds.update),
    Operation("POST", "/v1/refunds/{id}/cancel", forms.Params, refunds.cancel),
    Operation("GET", "/v1/disputes", refunds.OfPayment, disputes.list_page),
    Operation("GET", "/v1/disputes/{id}", forms.Params, disputes.retrieve),
    Operation("GET", "/v1/events", events.EventList, events.list_page),
    Operation("GET", "/v1/events/{id}", forms.Params, events.retrieve),
)

_PATTERNS = [(re.compile(operation.path.replace("{id}", "([^/]+)")), operation) for operation in OPERATIONS]

# Kind of object whose id a field contains.
_EXPANDABLE = {
    "charge": "charge",
    "customer": "customer",
    "latest_charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
}

# Fields that are absent unless expanded.
_INCLUDABLE: dict[tuple[str, str], collections.abc.Callable[[RequestContext, store.Json], store.Json]] = {
    (charges.KIND, "refunds"): lambda context, charge: charges.refunds(context, charge["id"])
}


def find(method: str, path: str) -> tuple[Operation, tuple[str, ...]] | None:
    """The operation of this path, and the id in the path, if any."""
    for pattern, operation in _PATTERNS:
        match = pattern.fullmatch(path)
        if match is not None and operation.method == method:
            return operation, match.groups()
    return None


def expand(context: RequestContext, body: store.Json, paths: list[str]) -> store.Json:
    """Replace ids by objects as `expand[]` requests. Raises ApiError."""
    for path in paths:
        fields = path.split(".")
        if fields[0] == "data" and body.get("object") == "list" and len(fields) > 1:
            body = {**body, "data": [_expanded(context, item, fields[1:], path, listed=True) for item in body["data"]]}
        else:
            body = _expanded(context, body, fields, path)
    return body


def _expanded(
    context: RequestContext, item: store.Json, fields: list[str], path: str, *, listed: bool = False
) -> store.Json:
    field, *deeper = fields
    include = _INCLUDABLE.get((item["object"], field))
    if include is not None and not deeper:
        return {**item, field: include(context, item)}
    if field not in _EXPANDABLE or (not listed and field not in item):
        raise errors.invalid(f"This property cannot be expanded ({path}).", param="expand")
    inner = item.get(field)
    record = context.tx.find(_EXPANDABLE[field], context.account, inner) if isinstance(inner, str) else None
    inner = inner if record is None else record.body
    if deeper and isinstance(inner, dict):
        inner = _expanded(context, inner, deeper, path)
    return item if inner is None else {**item, field: inner}
