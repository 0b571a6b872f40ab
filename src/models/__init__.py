"""The tables, and constraints that keep the rows of the ledger consistent. No queries and no rules."""

from models.activity import EventChange, SubjectType
from models.base import Base, new_id
from models.client import NAME_KEY_LENGTH, Assignment, Client, ClientUser
from models.dispute import Dispute, DisputeStatus
from models.firm import Firm, FirmMember, FirmRole, FormerTimeZone, MemberRight, Person
from models.idempotency import Operation
from models.invitation import Invitation, InvitationClient, PasswordReset
from models.invoice import (
    FIRST_DAY,
    LAST_DAY,
    NUMBER_ORDER_KEY_LENGTH,
    PAYABLE_STATUSES,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
)
from models.job import Alert, Job, JobKind
from models.ledger import (
    COMMON_EVENT_KINDS,
    Account,
    AccountKind,
    CreditEntry,
    CreditEntryKind,
    Event,
    Transfer,
    TransferCode,
)
from models.mail import Mail, MailKind, MailStatus
from models.notice import SUBJECT_COLUMNS, Notice, NoticeKind, NoticePreference, NoticeRead, NoticeWatermark
from models.payment import OfflineMethod, PaidBy, Payment, PaymentMethod, PaymentStatus, Prepayment, ProviderPayment
from models.provider import ProviderConnection, ProviderCustomer, ProviderKind, ProviderStatus
from models.refund import Refund, RefundStatus
from models.session import KnownOrigin, Session, SignInThrottle
from models.settings import CreditApplication, PaymentMethodChoice, PaymentSettings
from models.webhook import WEBHOOK_URL_LENGTH, WebhookDelivery, WebhookEndpoint, WebhookEndpointStatus, WebhookFailure
