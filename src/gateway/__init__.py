"""The only package that talks to payment providers (and uses Stripe's library), mail servers and webhook endpoints.

- `types`: values and errors in which providers are described, whatever the provider
- `limits`: smallest and largest amount per currency
- `stripe`: the client of Stripe's API, and its webhooks
- `metrics`: calls counted and timed
- `mail`: mail servers
- `webhook_endpoints`: the firms' own systems, which hear of notices
"""

from gateway.limits import ChargeLimits, can_charge_exactly, charge_limits, round_up_to_chargeable, supports_bank_debit
from gateway.mail import (
    FolderMailer,
    MailAddress,
    Mailer,
    MailRefused,
    MailUnavailable,
    OutgoingMail,
    SmtpMailer,
    SmtpSecurity,
    SmtpServer,
)
from gateway.stripe.client import Provider, is_live_key
from gateway.types import (
    AccountState,
    AmountNotChargeable,
    Card,
    Dispute,
    DisputeStatus,
    FailureCode,
    Intent,
    IntentRequest,
    IntentStatus,
    IntentWithMetadata,
    InvalidWebhook,
    ProviderBusy,
    ProviderDisconnected,
    ProviderObjectNotFound,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
    RefundStatus,
    WebhookSubject,
    WebhookSubjectKind,
)
from gateway.webhook_endpoints import (
    OutgoingWebhook,
    WebhookNotDelivered,
    WebhookSender,
    WebhookUrlInvalid,
    WebhookUrlProblem,
    encode_webhook_secret,
)
