"""Tables: shape and constraints that make wrong books impossible. No queries, no rules."""

from models.base import Base, new_id
from models.billing import (
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    OfflineMethod,
    PaidBy,
    Payment,
    PaymentStatus,
    Prepayment,
)
from models.firm import Assignment, Client, ClientUser, Firm, FirmMember, FirmRole, MemberRight, Person
from models.idempotency import Operation
from models.jobs import Alert, Job, JobKind
from models.ledger import Account, AccountKind, CreditEntry, CreditEntryKind, Event, Transfer, TransferCode
from models.refunds import Dispute, DisputeStatus, Refund, RefundStatus
from models.sessions import Session, SignInThrottle
from models.settings import (
    CreditApplication,
    PaymentMethod,
    PaymentMethodChoice,
    PaymentSettings,
    ProviderConnection,
    ProviderCustomer,
    ProviderKind,
    ProviderStatus,
)

__all__ = [
    "Account",
    "AccountKind",
    "Alert",
    "Assignment",
    "Base",
    "Client",
    "ClientUser",
    "CreditApplication",
    "CreditEntry",
    "CreditEntryKind",
    "Dispute",
    "DisputeStatus",
    "Event",
    "Firm",
    "FirmMember",
    "FirmRole",
    "Invoice",
    "InvoiceLine",
    "InvoiceStatus",
    "Job",
    "JobKind",
    "MemberRight",
    "OfflineMethod",
    "Operation",
    "PaidBy",
    "Payment",
    "PaymentMethod",
    "PaymentMethodChoice",
    "PaymentSettings",
    "PaymentStatus",
    "Person",
    "Prepayment",
    "ProviderConnection",
    "ProviderCustomer",
    "ProviderKind",
    "ProviderStatus",
    "Refund",
    "RefundStatus",
    "Session",
    "SignInThrottle",
    "Transfer",
    "TransferCode",
    "new_id",
]
