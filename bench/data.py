"""Generates the data, the same at each run: rows as Acompte writes them, without operations, notices and jobs."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import models
from billing.text_input import natural_order_key
from models import (
    AccountKind,
    CreditEntryKind,
    FirmRole,
    InvoiceStatus,
    OfflineMethod,
    PaidBy,
    PaymentStatus,
    SubjectType,
    TransferCode,
)

CURRENCY = "EUR"
_START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
_TOP_UP = 1_000_000
_FULLY_PAID_COUNT, _PARTLY_PAID_COUNT = 6, 3

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DataSize:
    """The number of firms, clients per firm, invoices per client, and lines per invoice."""

    firms: int = 50
    clients: int = 20
    invoices: int = 20
    lines: int = 5


@dataclass(frozen=True, slots=True)
class Viewer:
    """A client user who is signed in, and one of their client's invoices, of which nothing is paid."""

    firm_id: uuid.UUID
    client_id: uuid.UUID
    token: str
    invoice_id: uuid.UUID


@dataclass
class Rows:
    """The rows of one firm, by table, in the order of foreign keys."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, model: type[models.Base], **values: Any) -> Row:
        """Add a row, whose values may change until it is stored."""
        self.tables.setdefault(model.__tablename__, []).append(values)
        return values


class FirmData:
    """All data of one firm, written as `ledger` would write it, but without a database."""

    def __init__(self, number: int, size: DataSize) -> None:
        # The same seed for all firms, so that the n-th client of each firm has the same data.
        self._random = random.Random(20260105)  # noqa: S311  (data, no secret)
        self._number = number
        self._size = size
        self._rows = Rows()
        self._id_count = 0
        self.now = _START
        self.viewers: list[Viewer] = []
        self._firm = self._make_firm()
        self._owner_id = self._make_owner()
        self._firm_accounts = {
            kind: self.open_account(kind)
            for kind in (AccountKind.CASH_OFFLINE, AccountKind.BILLED_CLEARING, AccountKind.REVENUE)
        }
        for position in range(size.clients):
            self._make_client(position)

    @property
    def tables(self) -> dict[str, list[Row]]:
        """All rows, by table."""
        return self._rows.tables

    def _id(self) -> uuid.UUID:
        """A UUID version 7: ordered by time, then by creation."""
        self._id_count += 1
        milliseconds = int(self.now.timestamp() * 1000)
        order, low = divmod(self._id_count, 1 << 20)
        high = (milliseconds << 16) | (7 << 12) | (order & 0xFFF)
        return uuid.UUID(int=(high << 64) | (2 << 62) | (low << 42) | self._number)

    def _make_firm(self) -> Row:
        self.firm_id = self._id()
        firm = self._rows.add(
            models.Firm, id=self.firm_id, name=f"Firm {self._number}", currency=CURRENCY, country="FR",
            time_zone="Europe/Paris", locale="en", reply_to=None, seq=0, last_invoice_number=0,
            last_payment_number=0, created_at=self.now,
            cursor_key=hashlib.sha256(f"firm {self._number}".encode()).digest(),
        )  # fmt: skip
        self._rows.add(
            models.PaymentSettings, firm_id=self.firm_id, hide_invoices_from_clients=False, default_connection_id=None,
            payment_method=None, credit_application="MANUAL", prepayment_enabled=False, prepayment_method=None,
            chosen_prepayment_method=None,
            prepayment_minimum=None, prepayment_maximum=None,
        )  # fmt: skip
        return firm

    def add_person(self, name: str) -> uuid.UUID:
        """Add a person, and return its id."""
        person_id, email = self._id(), f"{name.lower().replace(' ', '.')}@firm-{self._number}.example"
        self._rows.add(
            models.Person, id=person_id, email=email, name=name, locale=None,
            search_key=f"{name.lower()}\n{email}", password_hash=None, created_at=self.now
        )  # fmt: skip
        return person_id

    def _make_owner(self) -> uuid.UUID:
        member_id = self._id()
        self._rows.add(
            models.FirmMember, firm_id=self.firm_id, id=member_id, person_id=self.add_person("Olive Owner"),
            role=FirmRole.OWNER.name, manage_payments=False, manage_invoices=False, view_all_clients=False,
            manage_clients=False,
            created_at=self.now, removed_at=None,
        )  # fmt: skip
        return member_id

    def _make_client(self, position: int) -> None:
        client = ClientData(self, position)
        client.top_up_credits()
        invoices = [client.issue(self._size.lines) for _ in range(self._size.invoices)]
        for invoice in invoices[:_FULLY_PAID_COUNT]:
            client.pay(invoice, invoice["total"])
        client.top_up_credits()
        for invoice in invoices[_FULLY_PAID_COUNT : _FULLY_PAID_COUNT + _PARTLY_PAID_COUNT]:
            client.pay(invoice, invoice["total"] // 10)
            client.pay(invoice, invoice["total"] // 5)
        self.viewers.append(Viewer(self.firm_id, client.id, client.token, invoices[-1]["id"]))

    def add_event(self, kind: str, client_id: uuid.UUID, client_user_id: uuid.UUID | None = None) -> Row:
        """Add an event, of the client user or of the owner. Its subject is set once that exists."""
        self._firm["seq"] += 1
        self.now += dt.timedelta(seconds=1)
        return self._rows.add(
            models.Event, firm_id=self.firm_id, seq=self._firm["seq"], id=self._id(), kind=kind, client_id=client_id,
            member_id=self._owner_id if client_user_id is None else None, client_user_id=client_user_id, reason=None,
            at=self.now, subject_type=None, subject_id=None,
        )  # fmt: skip

    def next_number(self) -> str:
        """The firm's next invoice number."""
        self._firm["last_invoice_number"] += 1
        return f"{self._firm['last_invoice_number']:06d}"

    def next_payment_number(self) -> int:
        """The number of the firm's next payment that settles."""
        self._firm["last_payment_number"] += 1
        number: int = self._firm["last_payment_number"]
        return number

    def add(self, model: type[models.Base], **values: Any) -> Row:
        """Add a row of the firm, with a new id."""
        return self._rows.add(model, firm_id=self.firm_id, id=self._id(), **values)

    def add_plain(self, model: type[models.Base], **values: Any) -> None:
        """Add a row of the firm to a table without an id."""
        self._rows.add(model, firm_id=self.firm_id, **values)

    def random_int(self, minimum: int, maximum: int) -> int:
        """A random integer, the same at each run."""
        return self._random.randint(minimum, maximum)

    def open_account(self, kind: AccountKind, **columns: Any) -> Row:
        """Open an account of the firm, or of a client."""
        owner_columns = dict.fromkeys(("client_id", "invoice_id", "payment_id", "prepayment_id", "refund_id", "source"))
        return self.add(
            models.Account, currency=CURRENCY, kind=kind.name, debits_posted=0, credits_posted=0, opened_at=self.now,
            changed_seq=self._firm["seq"], **(owner_columns | columns),
        )  # fmt: skip

    def firm_account(self, kind: AccountKind) -> Row:
        """The firm's own account of this kind."""
        return self._firm_accounts[kind]

    def post(self, debit: Row, credit: Row, amount: int, code: TransferCode, reference: str) -> Row:
        """Add a transfer, and update the totals of its two accounts."""
        seq = self._firm["seq"]
        debit["debits_posted"] += amount
        credit["credits_posted"] += amount
        debit["changed_seq"] = credit["changed_seq"] = seq
        return self.add(
            models.Transfer, currency=CURRENCY, event_seq=seq, debit_id=debit["id"], credit_id=credit["id"],
            amount=amount, code=code.name, reference=reference, reverses_id=None,
        )  # fmt: skip


class ClientData:
    """One client with its user, credits and invoices."""

    def __init__(self, firm: FirmData, position: int) -> None:
        self._firm = firm
        self._client = firm.add(
            models.Client,
            name=f"Client {position}",
            name_key=f"client {position}",
            search_key=f"client {position}\n\n",
            email=None,
            reference=None,
            reference_key=None,
            archived_at=None,
            available=0,
            held=0,
            due=0,
            pending=0,
            created_at=firm.now,
        )
        self.id: uuid.UUID = self._client["id"]
        user = firm.add(
            models.ClientUser, client_id=self.id, person_id=firm.add_person(f"User of client {position}"),
            created_at=firm.now, removed_at=None,
        )  # fmt: skip
        self.user_id: uuid.UUID = user["id"]
        self.token = f"bench-{self.user_id.hex}"
        firm.add(
            models.Session, token_digest=hashlib.sha256(self.token.encode()).hexdigest(), member_id=None,
            client_user_id=self.user_id, created_at=firm.now, last_seen_at=firm.now,
            expires_at=firm.now + dt.timedelta(days=36_500),
        )  # fmt: skip
        self._lots: list[Row] = []
        self._due: dict[uuid.UUID, Row] = {}

    def top_up_credits(self) -> None:
        """Record a wire as credits."""
        firm = self._firm
        event = firm.add_event("offline_payment.recorded", self.id)
        kind = CreditEntryKind.OFFLINE_PAYMENT
        lot = firm.open_account(AccountKind.LOT, client_id=self.id, source=kind.name)
        transfer = firm.post(
            firm.firm_account(AccountKind.CASH_OFFLINE), lot, _TOP_UP, TransferCode.CREDIT_ISSUED, f"credit:{lot['id']}"
        )
        self._client["available"] += _TOP_UP
        self._lots.append(lot)
        self._add_credit_entry(
            transfer,
            event["seq"],
            kind,
            _TOP_UP,
            lot_id=lot["id"],
            offline_method=OfflineMethod.WIRE.name,
            received_on=firm.now.date(),
        )
        event["subject_type"], event["subject_id"] = SubjectType.CREDIT_ENTRY.name, transfer["id"]

    def _add_credit_entry(self, transfer: Row, seq: int, kind: CreditEntryKind, amount: int, **columns: Any) -> None:
        links = ("payment_id", "prepayment_id", "reverses_id", "lot_id", "operation_id", "offline_method")
        values = dict.fromkeys((*links, "received_on")) | columns
        balance = self._client["available"] + self._client["held"]
        self._firm.add_plain(
            models.CreditEntry, id=transfer["id"], client_id=self.id, event_seq=seq, kind=kind.name, amount=amount,
            balance_after=balance, created_at=self._firm.now, **values,
        )  # fmt: skip

    def issue(self, lines: int) -> Row:
        """Create and issue an invoice with this many lines."""
        firm = self._firm
        event = firm.add_event("invoice.issued", self.id)
        seq = event["seq"]
        priced = [(firm.random_int(1, 5), firm.random_int(1_000, 9_999)) for _ in range(lines)]
        total = sum(quantity * price for quantity, price in priced)
        today = firm.now.date()
        number = firm.next_number()
        invoice = firm.add(
            models.Invoice, client_id=self.id, event_seq=seq, number=number, number_key=number,
            number_order_key=natural_order_key(number, models.NUMBER_ORDER_KEY_LENGTH),
            search_key=f"{number}\n", changed_seq=seq,
            status=InvoiceStatus.UNPAID.name, description=None, total=total, paid=0, pending=0, deposit_requested=None,
            issued_on=today, due_on=today + dt.timedelta(days=30), created_at=firm.now,
            last_paid_at=None, voided_at=None, void_reason=None,
        )  # fmt: skip
        event["subject_type"], event["subject_id"] = SubjectType.INVOICE.name, invoice["id"]
        for position, (quantity, price) in enumerate(priced):
            firm.add_plain(
                models.InvoiceLine, invoice_id=invoice["id"], position=position, quantity=Decimal(quantity),
                description=f"Advice, part {position + 1}", unit_price=price, amount=quantity * price,
            )  # fmt: skip
        receivable = firm.open_account(AccountKind.RECEIVABLE, client_id=self.id, invoice_id=invoice["id"])
        firm.post(
            receivable,
            firm.firm_account(AccountKind.BILLED_CLEARING),
            total,
            TransferCode.INVOICE_ISSUED,
            f"invoice:{invoice['id']}:issued",
        )
        self._client["due"] += total
        self._due[invoice["id"]] = receivable
        return invoice

    def pay(self, invoice: Row, amount: int) -> None:
        """Pay from credits, as the client's user, from the oldest lot with enough money."""
        firm = self._firm
        event = firm.add_event("invoice.paid", self.id, self.user_id)
        seq = event["seq"]
        # fmt: off
        provider_columns = ("connection_id", "method", "customer_id", "intent_id", "client_secret", "failure_code",
                  "provider_code", "expires_at", "processing_since", "refused_at", "ended_at", "operation_id",
                  "split_tender_id", "offline_method", "card_brand", "card_last4", "reason", "received_on")
        # fmt: on
        payment = firm.add(
            models.Payment,
            client_id=self.id,
            invoice_id=invoice["id"],
            event_seq=seq,
            amount=amount,
            applied=amount,
            refunded=0,
            paid_by=PaidBy.CREDITS.name,
            status=PaymentStatus.SUCCEEDED.name,
            created_at=firm.now,
            settled_at=firm.now,
            number=firm.next_payment_number(),
            changed_seq=seq,
            **dict.fromkeys(provider_columns),
        )  # fmt: skip
        event["subject_type"], event["subject_id"] = SubjectType.PAYMENT.name, payment["id"]
        reference = f"payment:{payment['id']}"
        lot = next(lot for lot in self._lots if lot["credits_posted"] - lot["debits_posted"] >= amount)
        hold = firm.open_account(AccountKind.HELD, client_id=self.id, payment_id=payment["id"])
        firm.post(lot, hold, amount, TransferCode.CREDITS_HELD, f"{reference}:held:{lot['id']}")
        settled = firm.post(
            hold, self._due[invoice["id"]], amount, TransferCode.PAYMENT_SETTLED, f"{reference}:settled"
        )
        firm.post(firm.firm_account(AccountKind.BILLED_CLEARING), firm.firm_account(AccountKind.REVENUE), amount,
                  TransferCode.REVENUE_RECOGNIZED, f"{reference}:settled:revenue")  # fmt: skip
        self._client["available"] -= amount
        self._client["due"] -= amount
        self._add_credit_entry(settled, seq, CreditEntryKind.INVOICE_PAYMENT, -amount, payment_id=payment["id"])
        invoice["paid"] += amount
        invoice["changed_seq"], invoice["last_paid_at"] = seq, firm.now
        is_paid = invoice["paid"] == invoice["total"]
        invoice["status"] = (InvoiceStatus.PAID if is_paid else InvoiceStatus.PARTIALLY_PAID).name


def generate_firms(size: DataSize) -> Iterator[FirmData]:
    """Generate the data of one firm after the other."""
    return (FirmData(number, size) for number in range(1, size.firms + 1))
