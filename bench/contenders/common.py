"""What hand-written contenders share: authentication, and Acompte's formats of ids and money."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import uuid
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
    """The SQL file of this name."""
    return (_STATEMENTS / f"{name}.sql").read_text()


def token_digest(request: HTTPConnection) -> str:
    """The digest under which the caller's session is stored."""
    token = request.headers["authorization"].removeprefix("Bearer ")
    return hashlib.sha256(token.encode()).hexdigest()


def global_id(type_name: str, database_id: uuid.UUID) -> str:
    """The global id of an object."""
    return base64.b64encode(f"{type_name}:{database_id}".encode()).decode()


def parse_global_id(type_name: str, global_id: str) -> uuid.UUID:
    """The database id in a global id. Raises ValueError if it is of another type."""
    found_type, _, database_id = base64.b64decode(global_id).decode().partition(":")
    if found_type != type_name:
        raise ValueError(global_id)
    return uuid.UUID(database_id)


@dataclass(frozen=True, slots=True)
class PayInvoiceCommand:
    """Pay this amount of an invoice from credits."""

    invoice_id: uuid.UUID
    amount: int
    key: str
    fingerprint: str

    @classmethod
    def from_input(cls, input_fields: dict[str, Any]) -> PayInvoiceCommand:
        """Parse the input of `payInvoice`. Raises ValueError if it is invalid."""
        amount = Money.from_decimal(Decimal(input_fields["amount"]["partial"]), "EUR").minor
        if amount <= 0 or input_fields["from"] != "CREDITS" or not 1 <= len(input_fields["idempotencyKey"]) <= 255:
            raise ValueError(input_fields)
        fingerprint = hashlib.sha256(json.dumps(input_fields, sort_keys=True).encode()).hexdigest()
        return cls(
            parse_global_id("Invoice", input_fields["invoiceId"]), amount, input_fields["idempotencyKey"], fingerprint
        )


class PaymentRefused(Exception):
    """The invoice does not exist, or less is payable or available."""


def money_json(minor: int) -> dict[str, str]:
    """An amount in euros as JSON."""
    return {"amount": f"{minor // 100}.{minor % 100:02d}"}


@dataclass(frozen=True, slots=True)
class PayInvoiceResult:
    """The state after a payment, in cents."""

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
    """Serve as the documentation suggests: uvicorn with the extras of `uvicorn[standard]`."""
    uvicorn.run(application, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=False, log_level="warning")
