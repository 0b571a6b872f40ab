"""Requests and responses of contenders whose schema differs from Acompte's."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.contenders.common import global_id
from bench.data import Viewer
from bench.load import RequestBody, pay_invoice_body, portal_home_body, read_document


@dataclass(frozen=True, slots=True)
class Dialect:
    """The two operations' requests, and a function that converts a response into Acompte's form."""

    portal_home: RequestBody
    pay_invoice: RequestBody
    normalize: Callable[[Any], Any]


def _identity(response: Any) -> Any:
    return response


ACOMPTE = Dialect(portal_home_body, pay_invoice_body, _identity)


def _normalize_utc(part: Any) -> Any:
    """UTC datetimes end in Z instead of +00:00."""
    match part:
        case dict():
            return {key: _normalize_utc(item) for key, item in part.items()}
        case list():
            return [_normalize_utc(item) for item in part]
        case str():
            return part.replace("+00:00", "Z")
    return part


ISO_DATETIMES = Dialect(portal_home_body, pay_invoice_body, _normalize_utc)


def _postgraphile_pay(viewer: Viewer) -> dict[str, object]:
    key = secrets.token_hex(16)
    input_fields = {"invoiceId": str(viewer.invoice_id), "amount": 1, "key": key, "fingerprint": key}
    return {"operationName": "PayInvoice", "query": _POSTGRAPHILE_PAY, "variables": {"input": input_fields}}


def _postgraphile_home(_viewer: Viewer) -> dict[str, object]:
    return {"operationName": "PortalHome", "query": _POSTGRAPHILE_HOME}


_POSTGRAPHILE_HOME, _POSTGRAPHILE_PAY = (
    read_document("portal_home.postgraphile"),
    read_document("pay_invoice.postgraphile"),
)


def _normalize_postgraphile(response: Any) -> Any:
    """Convert rows of tables into Acompte's types: global ids, and decimals instead of cents."""
    data = response["data"]
    converted = (
        {"viewer": _user(data["viewer"])}
        if "viewer" in data
        else {"payInvoice": _pay_invoice_payload(data["payInvoice"]["result"])}
    )
    return {"data": converted}


def _money(cents: str) -> dict[str, str]:
    return {"amount": str(Decimal(cents).scaleb(-2))}


def _datetime(text: str) -> str:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _id(name: str, row: dict[str, Any]) -> str:
    return global_id(name, uuid.UUID(row["rowId"]))


def _user(row: dict[str, Any]) -> dict[str, Any]:
    client = row["clientByFirmIdAndClientId"]
    converted = {"id": _id("Client", client), "name": client["name"], "amountDue": _money(client["due"])}
    converted["creditAccount"] = _account(client) | {"entries": _page(client["entries"], _entry)}
    converted["invoices"] = _page(client["portalInvoices"], _invoice)
    return {"__typename": "ClientUser", "id": _id("ClientUser", row), **row["personByPersonId"], "client": converted}


def _page(page: dict[str, Any], convert: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    return {"edges": [{"node": convert(edge["node"])} for edge in page["edges"]], "pageInfo": page["pageInfo"]}


def _account(client: dict[str, Any]) -> dict[str, Any]:
    balance = _money(str(int(client["available"]) + int(client["held"])))
    return {
        "id": _id("CreditAccount", client),
        "balance": {**balance, "currencyCode": client["firmByFirmId"]["currency"]},
        "available": _money(client["available"]),
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    converted = {"id": _id("CreditEntry", row), "kind": row["kind"], "createdAt": _datetime(row["createdAt"])}
    return converted | {"amount": _money(row["amount"]), "balanceAfter": _money(row["balanceAfter"])}


def _invoice(row: dict[str, Any]) -> dict[str, Any]:
    lines = row["invoiceLinesByFirmIdAndInvoiceId"]["nodes"]
    payments = row["payments"]["nodes"]
    return {
        **{key: row[key] for key in ("number", "status", "issuedOn", "dueOn")},
        "id": _id("Invoice", row),
        "total": {**_money(row["total"]), "currencyCode": "EUR"},
        "amountDue": _money(row["amountDue"]),
        "lines": [{"description": line["description"], "amount": _money(line["amount"])} for line in lines],
        "payments": [_payment(payment) | {"createdAt": _datetime(payment["createdAt"])} for payment in payments],
    }


def _payment(row: dict[str, Any]) -> dict[str, Any]:
    converted = {"id": _id("Payment", row), "status": row["status"], "paidBy": row["paidBy"]}
    return converted | {"amount": _money(row["amount"])}


def _pay_invoice_payload(payment: dict[str, Any]) -> dict[str, Any]:
    invoice = payment["invoiceByFirmIdAndClientIdAndInvoiceId"]
    due = int(invoice["amountDue"])
    return {
        "__typename": "PayInvoicePayload",
        "replayed": False,
        "invoice": {
            "id": _id("Invoice", invoice),
            "status": invoice["status"],
            "total": _money(invoice["total"]),
            "amountPaid": _money(invoice["paid"]),
            "amountDue": _money(invoice["amountDue"]),
            "amountPayable": _money(str(due - int(invoice["pending"]))),
        },
        "payments": [_payment(payment)],
        "creditAccount": _account(invoice["clientByFirmIdAndClientId"]),
    }


POSTGRAPHILE = Dialect(_postgraphile_home, _postgraphile_pay, _normalize_postgraphile)
