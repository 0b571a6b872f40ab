"""The fields of Mutation, each with its permission."""

import strawberry

from billing.access import policy
from graph import permissions
from graph.payloads import credits as credit_payloads
from graph.payloads import invoices as invoice_payloads
from graph.payloads import payments as payment_payloads
from graph.payloads import prepayments as prepayment_payloads
from graph.payloads import providers as provider_payloads
from graph.payloads import session as session_payloads
from graph.payloads import settings as settings_payloads
from resolvers import credits, invoices, payments, prepayments, providers, session, settings  # noqa: A004  (the noun)


@strawberry.type(
    description=(
        "Write operations. Firms, members, member rights, clients and their users are managed by the operator, on the"
        " command line."
    )
)
class Mutation:
    """Write operations."""

    sign_in: session_payloads.SignInResult | None = permissions.public(
        session.start,
        description=(
            "Sign in with email address and password, to one membership. Sets the session cookie, or returns a bearer"
            " token. Attempts are rate-limited."
        ),
    )
    sign_out: bool | None = permissions.public(
        session.end, description="End the session and delete its cookie. False if nobody was signed in."
    )
    update_payment_settings: settings_payloads.UpdatePaymentSettingsResult | None = permissions.restricted(
        settings.update, access=policy.OWNER_OR_ADMIN, description="Change the firm's payment settings."
    )
    connect_payment_provider: provider_payloads.ConnectPaymentProviderResult | None = permissions.restricted(
        providers.connect,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Start connecting the firm's own account at a payment provider. The firm completes the onboarding at"
            " `onboardingUrl`; until then, repeated calls return the same account."
        ),
    )
    disconnect_payment_provider: provider_payloads.PaymentProviderResult | None = permissions.restricted(
        providers.disconnect,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Stop taking new payments through a provider account. Its existing payments are still processed. If it was"
            " the default, another connected account becomes the default."
        ),
    )
    set_default_payment_provider: provider_payloads.PaymentProviderResult | None = permissions.restricted(
        providers.set_default,
        access=policy.OWNER_OR_ADMIN,
        description="Make a connected provider account the default, which takes new payments.",
    )
    enable_prepayment: prepayment_payloads.EnablePrepaymentResult | None = permissions.restricted(
        prepayments.enable,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Let clients prepay, or change how they prepay. If requirements are not met, the error lists each of them"
            " and how to meet it."
        ),
    )
    disable_prepayment: settings_payloads.PaymentSettingsPayload | None = permissions.restricted(
        prepayments.disable,
        access=policy.OWNER_OR_ADMIN,
        description="Stop taking prepayments. Credits and payments in progress are not affected.",
    )
    make_prepayment: prepayment_payloads.MakePrepaymentResult | None = permissions.restricted(
        prepayments.make,
        access=policy.MAKE_PREPAYMENTS,
        description="Start a prepayment. Its amount is credited when the provider confirms the payment.",
    )
    pay_invoice: payment_payloads.PayInvoiceResult | None = permissions.restricted(
        payments.pay,
        access=policy.PAY_INVOICES,
        description=(
            "Pay an invoice, in full or in part: from the client's credits, by card or by bank debit. Credits pay at"
            " once; a card payment or bank debit pays when it settles."
        ),
    )
    cancel_payment: payment_payloads.CancelPaymentResult | None = permissions.restricted(
        payments.cancel,
        access=policy.CANCEL_PAYMENTS,
        description=(
            "Cancel a payment or prepayment with status REQUIRES_ACTION. Canceling it again returns the same result."
        ),
    )
    create_invoice: invoice_payloads.CreateInvoiceResult | None = permissions.restricted(
        invoices.create,
        access=policy.MANAGE_INVOICES,
        description="Create an invoice, and issue it by default. `payFromCredits` also requires MANAGE_PAYMENTS.",
    )
    update_invoice: invoice_payloads.UpdateInvoiceResult | None = permissions.restricted(
        invoices.update,
        access=policy.MANAGE_INVOICES,
        description="Change a draft. Either all changes are made, or none.",
    )
    issue_invoice: invoice_payloads.InvoiceResult | None = permissions.restricted(
        invoices.issue,
        access=policy.MANAGE_INVOICES,
        description="Issue a draft, which makes it due. Issuing it again returns the same result.",
    )
    void_invoice: invoice_payloads.InvoiceResult | None = permissions.restricted(
        invoices.void,
        access=policy.MANAGE_INVOICES,
        description=(
            "Void an invoice. Credits that it used are returned. Refused while a payment is in progress, or if money by"
            " card, bank debit or offline payment is on the invoice. Voiding it again returns the same result."
        ),
    )
    add_credit_note: credit_payloads.CreditResult | None = permissions.restricted(
        credits.add_note,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Issue a credit note to a client, for example as goodwill or to correct a mistake. Its credits pay invoices"
            " like any others, and are never paid out."
        ),
    )
    reverse_credit: credit_payloads.ReverseCreditResult | None = permissions.restricted(
        credits.reverse,
        access=policy.MANAGE_PAYMENTS,
        description="Reverse what is unspent of a credit note, or of an offline payment recorded as credits.",
    )
    record_offline_payment: payment_payloads.RecordOfflinePaymentResult | None = permissions.restricted(
        payments.record_offline,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Record money received in cash, by cheque or by wire transfer. It pays an invoice, in full or in part, or"
            " becomes credits."
        ),
    )
    release_payment: payment_payloads.ReleasePaymentResult | None = permissions.restricted(
        payments.release,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Release a payment that has been PROCESSING for too long from its invoice, which is payable again at once."
            " If the payment still succeeds, its money becomes credits. Releasing it again returns the same result."
        ),
    )
    refund_prepayment: prepayment_payloads.RefundPrepaymentResult | None = permissions.restricted(
        prepayments.refund,
        access=policy.MANAGE_PAYMENTS,
        description="Refund what is unspent of a prepayment, through the provider account that took it.",
    )
    refund_payment: payment_payloads.RefundPaymentResult | None = permissions.restricted(
        payments.refund,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Refund a payment, in full or in part: a card payment or bank debit to the payer, a payment from credits to"
            " credits; the refund of an offline payment is only recorded. The invoice is due again by that amount."
        ),
    )
