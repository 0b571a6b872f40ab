"""How the operations are put, and answers read in Acompte's words, where a contender has words of its own."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.contenders.wire import written
from bench.data import Payer
from bench.load import Body, document, pay_invoice, portal_home


@dataclass(frozen=True, slots=True)
class Dialect:
    """The two operations, and what turns an answer into the one that Acompte would give."""

    portal_home: Body
    pay_invoice: Body
    told: Callable[[Any], Any]


def _as_it_is(answer: Any) -> Any:
    return answer


OURS = Dialect(portal_home, pay_invoice, _as_it_is)


def _zulu(answer: Any) -> Any:
    """Moments in UTC end in +00:00 where nobody says otherwise."""
    match answer:
        case dict():
            return {key: _zulu(value) for key, value in answer.items()}
        case list():
            return [_zulu(value) for value in answer]
        case str():
            return answer.replace("+00:00", "Z")
    return answer


ISO = Dialect(portal_home, pay_invoice, _zulu)


def _tables_pay(payer: Payer) -> dict[str, object]:
    key = secrets.token_hex(16)
    wish = {"invoiceId": str(payer.invoice_id), "amount": 1, "key": key, "fingerprint": key}
    return {"operationName": "PayInvoice", "query": _PAY_TABLES, "variables": {"input": wish}}


def _tables_home(_payer: Payer) -> dict[str, object]:
    return {"operationName": "PortalHome", "query": _HOME_TABLES}


_HOME_TABLES, _PAY_TABLES = document("portal_home.postgraphile"), document("pay_invoice.postgraphile")


def _from_tables(answer: Any) -> Any:
    """Columns of tables, told as Acompte tells them: global ids, and decimals for cents."""
    data = answer["data"]
    told = (
        {"viewer": _user(data["viewer"])} if "viewer" in data else {"payInvoice": _paid(data["payInvoice"]["result"])}
    )
    return {"data": told}


def _money(cents: str) -> dict[str, str]:
    return {"amount": str(Decimal(cents).scaleb(-2))}


def _moment(text: str) -> str:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _id(name: str, row: dict[str, Any]) -> str:
    return written(name, uuid.UUID(row["rowId"]))


def _user(row: dict[str, Any]) -> dict[str, Any]:
    client = row["clientByFirmIdAndClientId"]
    told = {"id": _id("Client", client), "name": client["name"], "amountDue": _money(client["due"])}
    told["creditAccount"] = _account(client) | {"entries": _page(client["entries"], _entry)}
    told["invoices"] = _page(client["portalInvoices"], _invoice)
    return {"__typename": "ClientUser", "id": _id("ClientUser", row), **row["personByPersonId"], "client": told}


def _page(page: dict[str, Any], tell: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    return {"edges": [{"node": tell(edge["node"])} for edge in page["edges"]], "pageInfo": page["pageInfo"]}


def _account(client: dict[str, Any]) -> dict[str, Any]:
    balance = _money(str(int(client["available"]) + int(client["held"])))
    return {
        "id": _id("CreditAccount", client),
        "balance": {**balance, "currencyCode": client["firmByFirmId"]["currency"]},
        "available": _money(client["available"]),
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    told = {"id": _id("CreditEntry", row), "kind": row["kind"], "createdAt": _moment(row["createdAt"])}
    return told | {"amount": _money(row["amount"]), "balanceAfter": _money(row["balanceAfter"])}


def _invoice(row: dict[str, Any]) -> dict[str, Any]:
    lines = row["invoiceLinesByFirmIdAndInvoiceId"]["nodes"]
    payments = row["payments"]["nodes"]
    return {
        **{key: row[key] for key in ("number", "status", "issuedOn", "dueOn")},
        "id": _id("Invoice", row),
        "total": {**_money(row["total"]), "currencyCode": "EUR"},
        "amountDue": _money(row["amountDue"]),
        "lines": [{"description": line["description"], "amount": _money(line["amount"])} for line in lines],
        "payments": [_payment(payment) | {"createdAt": _moment(payment["createdAt"])} for payment in payments],
    }


def _payment(row: dict[str, Any]) -> dict[str, Any]:
    told = {"id": _id("Payment", row), "status": row["status"], "paidBy": row["paidBy"]}
    return told | {"amount": _money(row["amount"])}


def _paid(payment: dict[str, Any]) -> dict[str, Any]:
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


TABLES = Dialect(_tables_home, _tables_pay, _from_tables)
