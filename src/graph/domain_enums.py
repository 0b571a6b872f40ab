"""The enums of lower layers in the API, with their descriptions. Importing this module registers them."""

import enum

import strawberry

import gateway
import models
from billing.access import activity_kinds
from billing.charges.payment_rules import PaymentAction
from billing.clients import rules as client_rules
from billing.identity import invitations, tokens
from billing.invoices import rules
from billing.payments import allocation
from billing.prepayments import availability
from billing.webhook_endpoints.rules import FAILING_PERIOD
from graph import strawberry_compat

_ENDPOINT_FAILED = f"its deliveries failed for {FAILING_PERIOD.days} days, or it answered 410 Gone"
_ENDPOINT_DISABLED = f"A webhook endpoint was disabled, because {_ENDPOINT_FAILED}."


def _register(enum_type: type[enum.Enum], description: str, name: str | None = None, **values: str) -> None:
    """Add an enum of a lower layer to the API. Raises TypeError unless `values` describes each of its values."""
    names = {value.name for value in enum_type}
    if values.keys() != names:
        raise TypeError(f"{enum_type.__name__}: describe exactly {sorted(names)}")
    strawberry_compat.describe_enum_values(strawberry.enum(enum_type, name=name, description=description), values)


_register(
    models.FirmRole,
    "The role of a member in the firm.",
    OWNER="Has every right. A firm has exactly one owner.",
    ADMIN="Has every right.",
    EMPLOYEE="Has the rights that were granted individually.",
)
_register(
    models.MemberRight,
    "A right that can be granted to an employee. Owners and admins have all of them.",
    MANAGE_PAYMENTS="Make prepayments for clients, and manage payments and credits.",
    MANAGE_INVOICES="Create, issue and void invoices. With MANAGE_PAYMENTS: pay them for the client.",
    VIEW_ALL_CLIENTS="See all clients of the firm, not only assigned ones.",
    MANAGE_CLIENTS="Create, change and archive clients; invite and remove their users.",
)
_register(
    invitations.InvitationStatus,
    "The status of an invitation.",
    PENDING="Sent, and not yet accepted, expired or revoked. It can be sent again or revoked.",
    ACCEPTED="Accepted: the person is a member of the firm, or a user of the client.",
    EXPIRED=f"Not accepted within {tokens.INVITATION_LIFETIME.days} days. It can be resent unless revoked or replaced.",
    REVOKED="Revoked before it was accepted.",
)
_register(
    models.PaymentMethod,
    "A method of payment through the firm's payment provider.",
    CARD="By card. Settles at once.",
    BANK_DEBIT="By bank debit. Settles after several days. The kind of debit depends on the firm's currency.",
)
_register(
    models.PaymentMethodChoice,
    "The payment methods that a firm offers to its clients.",
    CARD="Card only.",
    BANK_DEBIT="Bank debit only.",
    CARD_OR_BANK_DEBIT="Card and bank debit; the payer chooses.",
)
_register(
    models.CreditApplication,
    "When a client's credits are applied to invoices.",
    MANUAL="When a viewer pays an invoice from credits.",
    ON_ISSUE="Once, when an invoice is issued, up to the available credits.",
)
_register(
    models.ProviderKind,
    "A payment provider.",
    STRIPE="Stripe: cards and bank debits, through the firm's own Stripe account.",
)
_register(
    models.ProviderStatus,
    "The status of the firm's account at a payment provider.",
    ONBOARDING="The firm has not completed the onboarding. See `onboardingUrl`.",
    CONNECTED="The account can take payments.",
    RESTRICTED="The provider requires information from the firm, and takes no payments until it is provided.",
    DISCONNECTED="The firm has disconnected the account. Its existing payments are still processed.",
)
_register(
    availability.RequirementCode,
    "A requirement of prepayment. All four have to be met.",
    name="PrepaymentRequirementCode",
    INVOICES_VISIBLE_TO_CLIENTS="The firm does not hide invoices from its clients.",
    PROVIDER_CONNECTED="The firm has a provider account that can take payments.",
    DEFAULT_PROVIDER_SET="The firm's default account can take payments.",
    PAYMENT_METHOD_CHOSEN="The firm has chosen a payment method that the default account can take.",
)
_register(
    models.CreditEntryKind,
    "Why a client's credits changed.",
    PREPAYMENT="The money of a prepayment was received.",
    PAYMENT_RECEIVED="The money of a card payment or bank debit was received. It pays its invoice at once, or stays as"
    " credits if the invoice no longer needs it.",
    CREDIT_NOTE="The firm issued a credit note.",
    OFFLINE_PAYMENT="Money was received in cash, by cheque or by wire transfer.",
    INVOICE_PAYMENT="Credits paid an invoice.",
    REFUND="Money was refunded to the client.",
    DISPUTE="The provider withdrew money, for a dispute or a returned bank debit.",
    REVERSAL="An earlier entry was reversed, in full or in part. See `reverses`.",
)
_register(
    activity_kinds.ActivityKind,
    "The category of an activity.",
    PREPAYMENT="A prepayment: started, settled, failed or canceled.",
    PAYMENT="A payment of an invoice: started, settled, failed, canceled or released.",
    REFUND="A refund.",
    DISPUTE="A payer's dispute with their bank, or a bank debit that was returned.",
    CREDIT="Credits that were granted, recorded offline or reversed.",
    INVOICE="An invoice: created, changed, issued or voided.",
    SETTINGS="The firm, its payment settings, payment providers or webhook endpoints.",
    PEOPLE="Members and their rights, the users of a client, or invitations.",
    CLIENT="A client: added, changed, archived or taken back.",
)
_register(
    activity_kinds.ActivityEvent,
    "What happened. New values can be added: show an activity with an unknown one by its kind.",
    PREPAYMENT_MADE="A prepayment was started.",
    PROVIDER_PAYMENT_PROCESSING="The bank started to collect a payment or prepayment by bank debit.",
    PROVIDER_PAYMENT_SUCCEEDED="A payment or prepayment by card or bank debit settled.",
    PROVIDER_PAYMENT_CANCELED="A payment or prepayment by card or bank debit failed or was canceled.",
    PROVIDER_PAYMENT_EXPIRED="A payment or prepayment by card or bank debit was not completed in time.",
    PROVIDER_PAYMENT_RECOVERED="The provider had a payment or prepayment that was unknown here. It was recorded.",
    INVOICE_PAID="A payment of an invoice was made or started.",
    CREDITS_APPLIED="Credits paid an invoice when it was issued.",
    PAYMENT_RELEASED="A payment was released from its invoice, which is payable again.",
    OFFLINE_PAYMENT_RECORDED="An offline payment was recorded.",
    REFUND_MADE="A refund was made or started.",
    REFUND_PENDING="The provider is processing a refund.",
    REFUND_SUCCEEDED="A refund settled.",
    REFUND_FAILED="A refund failed. Its money is back where it came from.",
    REFUND_REFUSED="The provider refused a refund. Its money is back where it came from.",
    DISPUTE_CHANGED="A dispute was opened, its status changed, or it was closed.",
    CREDIT_NOTE_ADDED="Credits were granted.",
    CREDIT_REVERSED="Credits were reversed, in full or in part.",
    INVOICE_ISSUED="An invoice was issued.",
    INVOICE_VOIDED="An invoice was voided.",
    INVOICE_CORRECTED="The description or due date of an issued invoice was corrected.",
    INVOICE_CREATED="An invoice was created.",
    INVOICE_UPDATED="A draft was changed.",
    CLIENT_ADDED="A client was added.",
    CLIENT_UPDATED="A client was changed.",
    CLIENT_ARCHIVED="A client was archived.",
    CLIENT_UNARCHIVED="A client was taken back from the archive.",
    CLIENT_USER_ADDED="A person became a user of a client.",
    CLIENT_USER_UPDATED="The profile of a client's user was changed.",
    CLIENT_USER_REMOVED="A person is no longer a user of a client.",
    CLIENT_ASSIGNED="Clients were assigned to a member.",
    CLIENT_UNASSIGNED="Clients are no longer assigned to a member.",
    PROFILE_UPDATED="A member's profile was changed.",
    OWNERSHIP_TRANSFERRED="The firm has another owner.",
    INVITATION_SENT="A person was invited.",
    INVITATION_RESENT="An invitation was sent again.",
    INVITATION_REVOKED="An invitation was revoked.",
    MEMBER_ADDED="A person became a member of the firm.",
    MEMBER_UPDATED="The role, the rights or the clients of a member were changed.",
    MEMBER_ROLE_SET="The operator changed the role of a member. Only older activities have it: see MEMBER_UPDATED.",
    MEMBER_RIGHTS_SET="The operator changed the rights of a member.",
    MEMBER_REMOVED="A person is no longer a member of the firm.",
    FIRM_UPDATED="The firm was changed.",
    SETTINGS_UPDATED="The payment settings were changed.",
    PREPAYMENT_ENABLED="Prepayment was enabled.",
    PREPAYMENT_DISABLED="Prepayment was disabled.",
    PROVIDER_CONNECTED="A provider account was connected.",
    PROVIDER_DEFAULT="Another provider account became the default.",
    PROVIDER_SYNCED="The provider reported a change of a provider account.",
    PROVIDER_DISCONNECTED="A provider account was disconnected.",
    WEBHOOK_ENDPOINT_ADDED="A webhook endpoint was added.",
    WEBHOOK_ENDPOINT_UPDATED="A webhook endpoint was changed.",
    WEBHOOK_ENDPOINT_DELETED="A webhook endpoint was deleted.",
    WEBHOOK_ENDPOINT_SECRET_ROTATED="A webhook endpoint got a new secret.",  # noqa: S106  (no password)
    WEBHOOK_ENDPOINT_REDELIVERED="A webhook delivery was sent again on request.",
    WEBHOOK_ENDPOINT_DISABLED=_ENDPOINT_DISABLED,
)
_register(
    models.InvoiceStatus,
    "The status of an invoice. Between issue and void it depends on settled payments only.",
    DRAFT="Not issued. Clients do not see it, and it can be changed.",
    UNPAID="Issued, and nothing of it is settled.",
    PARTIALLY_PAID="Issued, and a part of it is settled.",
    PAID="Settled in full.",
    VOID="Voided. Nothing is due.",
)
_register(
    client_rules.ClientAction,
    "An action on a client.",
    UPDATE="Change it: updateClient.",
    ARCHIVE="Archive it: archiveClient.",
    UNARCHIVE="Take it back: unarchiveClient.",
    INVITE_USER="Invite a user to it: inviteClientUser.",
    CREATE_INVOICE="Bill it: createInvoice.",
    MAKE_PREPAYMENT="Make a prepayment for it: makePrepayment.",
    ADD_CREDIT_NOTE="Grant credits to it: addCreditNote.",
    RECORD_OFFLINE_PAYMENT="Record an offline payment as credits: recordOfflinePayment.",
)
_register(
    rules.InvoiceAction,
    "An action on an invoice.",
    UPDATE="Change it: updateInvoice. Of an issued invoice, only the description and the due date.",
    ISSUE="Issue it: issueInvoice.",
    VOID="Void it: voidInvoice.",
    PAY_FROM_CREDITS="Pay it from the client's credits: payInvoice(from: CREDITS).",
    PAY_BY_CARD="Pay it by card: payInvoice(from: CARD).",
    PAY_BY_BANK_DEBIT="Pay it by bank debit: payInvoice(from: BANK_DEBIT).",
    RECORD_OFFLINE_PAYMENT="Record an offline payment of it: recordOfflinePayment.",
)
_register(
    PaymentAction,
    "An action on a payment or prepayment.",
    OPEN_CHECKOUT="Open the payment window with `checkout`, to complete it. Only for the viewer who started it.",
    CANCEL="Cancel it: cancelPayment.",
    RELEASE="Release it from its invoice: releasePayment.",
    REFUND="Refund it, up to `refundable`: refundPayment or refundPrepayment.",
)
_register(
    allocation.PaymentSource,
    "The source of the money for a payment of an invoice.",
    CREDITS="The client's credits, oldest first. Settles at once.",
    CARD="A card, in the provider's payment window.",
    BANK_DEBIT="A bank account, in the provider's payment window. Settles after several days.",
)
_register(
    allocation.AmountChoice,
    "An amount that the server calculates.",
    REMAINING="Everything that is payable now.",
    FULL="The invoice's total. Refused if a part of it is paid or in progress.",
    DEPOSIT="What remains of the requested deposit.",
)
_register(
    models.DisputeStatus,
    "The status of a payer's dispute with their bank, or of a bank debit that was returned after it had settled.",
    OPEN="The bank has not decided. The provider may have withdrawn the money already.",
    WON="Decided in the firm's favor. The money is back.",
    LOST="Decided in the payer's favor. The money is lost.",
)
_register(
    models.NoticeKind,
    "The event that a notice reports.",
    PREPAYMENT_RECEIVED="The money of a prepayment was received.",
    PREPAYMENT_FAILED="A prepayment failed. Nothing was charged.",
    PAYMENT_RECEIVED="The money of a payment by card, by bank debit or offline was received. Payments from credits have"
    " no notice: they move no new money.",
    PAYMENT_FAILED="A payment by card or bank debit failed. Nothing was charged.",
    PAYMENT_STUCK="A payment takes too long: it can be released from its invoice.",
    DEBIT_RETURNED="A bank debit was returned after it had settled. What it had paid is due again.",
    DISPUTE_OPENED="A payer disputes a payment or prepayment with their bank.",
    DISPUTE_CLOSED="A dispute was decided.",
    REFUND_SUCCEEDED="Money was refunded.",
    REFUND_FAILED="A refund failed. The money is where it was before.",
    INVOICE_ISSUED="An invoice was issued to the client.",
    INVOICE_OVERDUE="The due date of an invoice has passed, and it is not paid in full.",
    INVOICE_VOIDED="An issued invoice was voided.",
    CREDIT_ADDED="The firm added credits: a credit note, or offline money.",
    PROVIDER_RESTRICTED="A payment provider takes no payments until the firm provides what it requires.",
    PREPAYMENT_UNAVAILABLE="Prepayment is enabled, but a requirement of it is no longer met.",
    WEBHOOK_ENDPOINT_DISABLED=_ENDPOINT_DISABLED,
)
_register(
    models.WebhookEndpointStatus,
    "The status of a webhook endpoint.",
    ACTIVE="It gets notices.",
    FAILING=f"The latest attempt failed. After {FAILING_PERIOD.days} days without a success, it is disabled.",
    DISABLED=f"It gets no notices: the firm has disabled it, {_ENDPOINT_FAILED}.",
)
_register(
    models.PaidBy,
    "The source of a payment's money.",
    CREDITS="The client's credits.",
    CARD="A card.",
    BANK_DEBIT="A bank account, by debit.",
    OFFLINE="Cash, a cheque or a wire transfer, recorded by the firm.",
)
_register(
    models.OfflineMethod,
    "How an offline payment was received.",
    CASH="In cash.",
    CHEQUE="By cheque.",
    WIRE="By wire transfer.",
    OTHER="In another way.",
)
_register(
    gateway.FailureCode,
    "Why a payment failed, as far as the payer may know.",
    name="PaymentFailureCode",
    DECLINED="The bank declined it without a reason that may be disclosed.",
    INSUFFICIENT_FUNDS="The account has insufficient funds.",
    EXPIRED_CARD="The card has expired.",
    WRONG_DETAILS="A number, date or code was wrong.",
    AUTHENTICATION_FAILED="The payer could not be authenticated by their bank.",
    TRY_AGAIN="A temporary problem. Trying again may succeed.",
    BANK_RETURNED="The bank returned the debit.",
    OTHER="Another reason.",
)
