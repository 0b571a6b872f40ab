"""The baseline on SQLite: one connection; hand-written statements that also find the viewer and return JSON as sent."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import uuid
from typing import Any

from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import models
from bench.contenders.common import (
    PayInvoiceCommand,
    PayInvoiceResult,
    PaymentRefused,
    global_id,
    read_statement,
    serve,
    token_digest,
)

_VIEWER = """
SELECT u.firm_id, u.id, u.client_id
FROM session s JOIN client_user u ON u.firm_id = s.firm_id AND u.id = s.client_user_id AND u.removed_at IS NULL
WHERE s.token_digest = ? AND s.expires_at > ?
"""
_PORTAL_HOME = read_statement("portal_home.sqlite")
_CHECK = """
SELECT i.total, i.paid, i.pending, c.available, c.held, f.currency,
  (SELECT id FROM account WHERE firm_id = :firm AND invoice_id = :invoice AND kind = 'RECEIVABLE') AS due,
  (SELECT id FROM account WHERE firm_id = :firm AND kind = 'BILLED_CLEARING' AND client_id IS NULL) AS billed,
  (SELECT id FROM account WHERE firm_id = :firm AND kind = 'REVENUE' AND client_id IS NULL) AS revenue
FROM invoice i
  JOIN client c ON c.firm_id = i.firm_id AND c.id = i.client_id
  JOIN firm f ON f.id = i.firm_id
  JOIN payment_settings s ON s.firm_id = i.firm_id
WHERE i.firm_id = :firm AND i.client_id = :client AND i.id = :invoice AND i.status IN ('UNPAID', 'PARTIALLY_PAID')
  AND NOT s.hide_invoices_from_clients
  AND NOT EXISTS (SELECT 1 FROM operation o WHERE o.firm_id = :firm AND o.membership_id = :user AND o.key = :key)
"""
_LOTS = """
SELECT id, credits_posted - debits_posted FROM account
WHERE firm_id = :firm AND client_id = :client AND kind = 'LOT' AND credits_posted > debits_posted ORDER BY opened_at, id
"""
_WRITES = (
    """INSERT INTO event (firm_id, seq, id, kind, client_user_id, client_id, at, subject_type, subject_id)
    VALUES (:firm, :seq, lower(hex(randomblob(16))), 'invoice.paid', :user, :client, :now, 'PAYMENT', :payment)""",
    """INSERT INTO operation (firm_id, id, membership_id, key, mutation, fingerprint, client_id, invoice_id, created_at)
    VALUES (:firm, :operation, :user, :key, 'payInvoice', :fingerprint, :client, :invoice, :now)""",
    """INSERT INTO payment (firm_id, id, client_id, invoice_id, operation_id, event_seq, amount, applied, refunded,
      paid_by, status, number, created_at, settled_at, changed_seq)
    VALUES (:firm, :payment, :client, :invoice, :operation, :seq, :amount, :amount, 0, 'CREDITS', 'SUCCEEDED', :number,
      :now, :now, :seq)""",
    """INSERT INTO account (firm_id, id, currency, kind, client_id, payment_id, debits_posted, credits_posted,
      opened_at, changed_seq)
    VALUES (:firm, :held, :currency, 'HELD', :client, :payment, 0, 0, :now, :seq)""",
    """UPDATE client SET available = available - :amount, due = due - :amount
    WHERE firm_id = :firm AND id = :client""",
    """UPDATE invoice SET paid = paid + :amount, changed_seq = :seq, last_paid_at = :now,
      status = iif(paid + :amount = total, 'PAID', 'PARTIALLY_PAID')
    WHERE firm_id = :firm AND id = :invoice""",
)
_TRANSFER = """
INSERT INTO transfer (firm_id, id, currency, event_seq, debit_id, credit_id, amount, code, reference)
VALUES (:firm, :id, :currency, :seq, :debit, :credit, :part, :code, :reference)
"""
_UPDATE_BALANCES = """
UPDATE account SET debits_posted = debits_posted + iif(id = :debit, :part, 0),
  credits_posted = credits_posted + iif(id = :credit, :part, 0), changed_seq = :seq
WHERE firm_id = :firm AND id IN (:debit, :credit)
"""
_ENTRY = """
INSERT INTO credit_entry (firm_id, id, client_id, event_seq, kind, amount, balance_after, payment_id, created_at)
VALUES (:firm, :settled, :client, :seq, 'INVOICE_PAYMENT', -:amount, :balance, :payment, :now)
"""


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(str(make_url(os.environ["DATABASE_URL"]).database), isolation_level=None)
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("global_id", 2, lambda name, id_: global_id(name, uuid.UUID(id_)), deterministic=True)
    return connection


_database = _connect()


async def _post(request: Request) -> Response:
    body = json.loads(await request.body())
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S.%f}"
    digest = token_digest(request)
    if body["operationName"] == "PortalHome":
        home = _database.execute(_PORTAL_HOME, {"digest": digest, "now": now}).fetchone()
        if home is None:
            return Response(status_code=401)
        return Response('{"data":' + home[0] + "}", media_type="application/json")
    command = PayInvoiceCommand.from_input(body["variables"]["input"])
    _database.execute("BEGIN IMMEDIATE")
    try:
        viewer = _database.execute(_VIEWER, (digest, now)).fetchone()
        if viewer is None:
            _database.execute("ROLLBACK")
            return Response(status_code=401)
        result = _pay(dict(zip(("firm", "user", "client"), viewer, strict=True)), command, now)
        _database.execute("COMMIT")
    except BaseException:
        _database.execute("ROLLBACK")
        raise
    return Response(json.dumps({"data": {"payInvoice": result.to_payload()}}), media_type="application/json")


def _pay(parameters: dict[str, Any], command: PayInvoiceCommand, now: str) -> PayInvoiceResult:
    """Lock, check, write: the same rows as Acompte writes."""
    lock = """UPDATE firm SET seq = seq + 1, last_payment_number = last_payment_number + 1 WHERE id = :firm
    RETURNING seq, last_payment_number"""
    ((seq, number),) = _database.execute(lock, parameters).fetchall()
    parameters |= {
        "invoice": command.invoice_id.hex,
        "key": command.key,
        "fingerprint": command.fingerprint,
        "amount": command.amount,
    }
    state = _database.execute(_CHECK, parameters).fetchone()
    if state is None:
        raise PaymentRefused
    total, paid, pending, available, held, currency, due, billed, revenue = state
    if command.amount > min(total - paid - pending, available):
        raise PaymentRefused
    own_ids = {name: models.new_id() for name in ("operation", "payment", "held")}
    parameters |= {name: own_id.hex for name, own_id in own_ids.items()}
    parameters |= {
        "seq": seq,
        "number": number,
        "now": now,
        "currency": currency,
        "balance": available - command.amount + held,
    }
    for write in _WRITES:
        _database.execute(write, parameters)
    reference = f"payment:{own_ids['payment']}"
    missing = command.amount
    for lot, free in _database.execute(_LOTS, parameters).fetchall():
        part = min(missing, free)
        _post_transfer(parameters, lot, parameters["held"], part, "CREDITS_HELD", f"{reference}:held:{uuid.UUID(lot)}")
        missing -= part
        if not missing:
            break
    parameters["settled"] = _post_transfer(
        parameters, parameters["held"], due, command.amount, "PAYMENT_SETTLED", f"{reference}:settled"
    )
    _post_transfer(parameters, billed, revenue, command.amount, "REVENUE_RECOGNIZED", f"{reference}:settled:revenue")
    _database.execute(_ENTRY, parameters)
    paid += command.amount
    status = "PAID" if paid == total else "PARTIALLY_PAID"
    available -= command.amount
    client_id = uuid.UUID(parameters["client"])
    return PayInvoiceResult(
        command.invoice_id, client_id, own_ids["payment"], command.amount, available, held, status, total, paid, pending
    )


def _post_transfer(parameters: dict[str, Any], debit: str, credit: str, amount: int, code: str, reference: str) -> str:
    values = {
        "id": models.new_id().hex,
        "debit": debit,
        "credit": credit,
        "part": amount,
        "code": code,
        "reference": reference,
    }
    _database.execute(_TRANSFER, parameters | values)
    _database.execute(_UPDATE_BALANCES, parameters | values)
    return str(values["id"])


if __name__ == "__main__":
    serve(Starlette(routes=[Route("/graphql", _post, methods=["POST"])]))
