"""What the contenders written by hand share: how they are asked, and how Acompte writes ids and money."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from money import Money

_STATEMENTS = Path(__file__).parents[1] / "statements"


def read_statement(name: str) -> str:
    """The SQL of this name."""
    return (_STATEMENTS / f"{name}.sql").read_text()


def token_digest(request: HTTPConnection) -> str:
    """The digest by which the session of whoever asks is kept."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    return hashlib.sha256(token.encode()).hexdigest()


def global_id(type_name: str, own_id: uuid.UUID) -> str:
    """A global id."""
    return base64.b64encode(f"{type_name}:{own_id}".encode()).decode()


def parse_global_id(type_name: str, global_id: str) -> uuid.UUID:
    """The own id in it. Raise ValueError where it is of another type."""
    found, _, own_id = base64.b64decode(global_id).decode().partition(":")
    if found != type_name:
        raise ValueError(global_id)
    return uuid.UUID(own_id)


@dataclass(frozen=True, slots=True)
class PayInvoiceCommand:
    """So much of an invoice is to be paid from credits."""

    invoice_id: uuid.UUID
    amount: int
    key: str
    fingerprint: str

    @classmethod
    def from_input(cls, input_fields: dict[str, Any]) -> PayInvoiceCommand:
        """From the input of `payInvoice`. Raise ValueError for what is none."""
        amount = Money.from_decimal(Decimal(input_fields["amount"]["partial"]), "EUR").minor
        if amount <= 0 or input_fields["from"] != "CREDITS" or not 1 <= len(input_fields["idempotencyKey"]) <= 255:
            raise ValueError(input_fields)
        fingerprint = hashlib.sha256(json.dumps(input_fields, sort_keys=True).encode()).hexdigest()
        return cls(
            parse_global_id("Invoice", input_fields["invoiceId"]), amount, input_fields["idempotencyKey"], fingerprint
        )


class PaymentRefused(Exception):
    """There is no such invoice, or not so much to pay, or to pay with."""


def money_json(minor: int) -> dict[str, str]:
    """A sum in euros."""
    return {"amount": f"{minor // 100}.{minor % 100:02d}"}


@dataclass(frozen=True, slots=True)
class PayInvoiceResult:
    """How everything is after a payment, in cents."""

    invoice_id: uuid.UUID
    client_id: uuid.UUID
    payment_id: uuid.UUID
    amount: int
    available: int
    held: int
    status: str
    total: int
    paid: int
    pending: int

    def to_payload(self) -> dict[str, Any]:
        """The payload of `payInvoice`."""
        due = self.total - self.paid
        return {
            "__typename": "PayInvoicePayload",
            "replayed": False,
            "invoice": {
                "id": global_id("Invoice", self.invoice_id),
                "status": self.status,
                "total": money_json(self.total),
                "amountPaid": money_json(self.paid),
                "amountDue": money_json(due),
                "amountPayable": money_json(due - self.pending),
            },
            "payments": [
                {
                    "id": global_id("Payment", self.payment_id),
                    "status": "SUCCEEDED",
                    "paidBy": "CREDITS",
                    "amount": money_json(self.amount),
                }
            ],
            "creditAccount": {
                "id": global_id("CreditAccount", self.client_id),
                "balance": {**money_json(self.available + self.held), "currencyCode": "EUR"},
                "available": money_json(self.available),
            },
        }


def serve(application: Starlette) -> None:
    """Serve it as its documentation would: uvicorn, with what `uvicorn[standard]` brings."""
    uvicorn.run(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, log_level="warning")


Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
