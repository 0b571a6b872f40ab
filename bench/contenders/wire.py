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


def statement(name: str) -> str:
    """The SQL of this name."""
    return (_STATEMENTS / f"{name}.sql").read_text()


def digest_of(request: HTTPConnection) -> str:
    """The digest by which the session of whoever asks is kept."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    return hashlib.sha256(token.encode()).hexdigest()


def written(name: str, own_id: uuid.UUID) -> str:
    """A global id."""
    return base64.b64encode(f"{name}:{own_id}".encode()).decode()


def read(name: str, global_id: str) -> uuid.UUID:
    """The own id in it. Raise ValueError where it is of another type."""
    found, _, own_id = base64.b64decode(global_id).decode().partition(":")
    if found != name:
        raise ValueError(global_id)
    return uuid.UUID(own_id)


@dataclass(frozen=True, slots=True)
class Wish:
    """So much of an invoice is to be paid from credits."""

    invoice_id: uuid.UUID
    amount: int
    key: str
    fingerprint: str

    @classmethod
    def of(cls, given: dict[str, Any]) -> Wish:
        """From the input of `payInvoice`. Raise ValueError for what is none."""
        amount = Money.of(Decimal(given["amount"]["partial"]), "EUR").minor
        if amount <= 0 or given["from"] != "CREDITS" or not 1 <= len(given["idempotencyKey"]) <= 255:
            raise ValueError(given)
        fingerprint = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
        return cls(read("Invoice", given["invoiceId"]), amount, given["idempotencyKey"], fingerprint)


class Refused(Exception):
    """There is no such invoice, or not so much to pay, or to pay with."""


def money(minor: int) -> dict[str, str]:
    """A sum in euros."""
    return {"amount": f"{minor // 100}.{minor % 100:02d}"}


@dataclass(frozen=True, slots=True)
class Paid:
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

    def told(self) -> dict[str, Any]:
        """The payload of `payInvoice`."""
        due = self.total - self.paid
        return {
            "__typename": "PayInvoicePayload",
            "replayed": False,
            "invoice": {
                "id": written("Invoice", self.invoice_id),
                "status": self.status,
                "total": money(self.total),
                "amountPaid": money(self.paid),
                "amountDue": money(due),
                "amountPayable": money(due - self.pending),
            },
            "payments": [
                {
                    "id": written("Payment", self.payment_id),
                    "status": "SUCCEEDED",
                    "paidBy": "CREDITS",
                    "amount": money(self.amount),
                }
            ],
            "creditAccount": {
                "id": written("CreditAccount", self.client_id),
                "balance": {**money(self.available + self.held), "currencyCode": "EUR"},
                "available": money(self.available),
            },
        }


def serve(application: Starlette) -> None:
    """Serve it as its documentation would: uvicorn, with what `uvicorn[standard]` brings."""
    uvicorn.run(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, log_level="warning")


Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
