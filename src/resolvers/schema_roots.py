"""Every door there is from outside, and who may open it."""

from collections.abc import AsyncGenerator

import strawberry

from billing.access import policy
from graph import permissions, sqlquery
from graph.payloads import refund_results, results
from graph.types import changes as changes_type
from graph.types import client as client_type
from graph.types import firm as firm_type
from graph.types import invoice as invoice_type
from graph.types import operation as operation_type
from graph.types import people
from graph.types.node import Node
from resolvers import changes, invoices, payments, refunds, sessions, settings
from resolvers import nodes as by_id
from resolvers import viewer as asking


@strawberry.type(description="What can be read.")
class Query:
    """What can be read."""

    viewer: people.Viewer | None = sqlquery.root(
        asking.viewer, permissions.FieldGuard(), description="Whoever asks. Null when nobody is signed in."
    )
    node: Node | None = sqlquery.root(
        by_id.node,
        permissions.FieldGuard(requires_sign_in=True, checks_per_type=True),
        description="An object by its global id. Null when there is none, or none for this viewer to know of.",
    )
    nodes: list[Node | None] = sqlquery.root(
        by_id.nodes,
        permissions.FieldGuard(checks_per_type=True),
        description="Objects by their global ids, 100 at most, in the same order; see `node`.",
    )
    firm: firm_type.Firm | None = sqlquery.root(
        asking.firm, permissions.FieldGuard(requires_sign_in=True), description="The viewer's firm."
    )
    client: client_type.Client | None = sqlquery.root(
        asking.client,
        permissions.FieldGuard(requires_sign_in=True),
        description="A client by its id. Null when there is none, or none for this viewer to know of.",
    )
    invoice: invoice_type.Invoice | None = sqlquery.root(
        asking.invoice,
        permissions.FieldGuard(requires_sign_in=True),
        description="An invoice by its id. Null when there is none, or none for this viewer to know of.",
    )
    operation: operation_type.Operation | None = sqlquery.root(
        asking.operation,
        permissions.FieldGuard(requires_sign_in=True),
        description=(
            'What an idempotency key did, for a page that lost its answer ("did I pay?"). Null for a key that did'
            " nothing: never sent, refused, or sent by somebody else, from another seat of the same person too."
        ),
    )


@strawberry.type(
    description=(
        "What can be done. Firms, members, rights, clients and their users are made on the command line, by whoever"
        " runs the server."
    )
)
class Mutation:
    """What can be done."""

    sign_in: results.SignInResult | None = permissions.public(
        sessions.sign_in,
        description=(
            "Sign in to one seat, by e-mail address and password. Sets the session's cookie, or answers with a bearer"
            " token. Guessing is slowed down."
        ),
    )
    sign_out: bool | None = permissions.public(
        sessions.sign_out, description="End the session: whether somebody was signed in. Deletes the cookie."
    )
    update_payment_settings: results.UpdatePaymentSettingsResult | None = permissions.restricted(
        settings.update, access=policy.OWNER_OR_ADMIN, description="Change how the firm takes payments."
    )
    connect_payment_provider: results.ConnectPaymentProviderResult | None = permissions.restricted(
        settings.connect,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Begin to connect the firm's own account at a payment provider; finish it at `onboardingUrl`. While one is"
            " not finished, this gives the same."
        ),
    )
    disconnect_payment_provider: results.PaymentProviderResult | None = permissions.restricted(
        settings.disconnect,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Take no new payments through an account. Its old ones are still looked after. If it was the default,"
            " another connected one becomes it."
        ),
    )
    set_default_payment_provider: results.PaymentProviderResult | None = permissions.restricted(
        settings.set_default,
        access=policy.OWNER_OR_ADMIN,
        description="Make a connected account the one that takes new payments.",
    )
    enable_prepayment: results.EnablePrepaymentResult | None = permissions.restricted(
        settings.enable,
        access=policy.OWNER_OR_ADMIN,
        description=(
            "Let clients pay ahead; when they may already, change how. Refused with everything that is missing, and"
            " what mends it."
        ),
    )
    disable_prepayment: results.PaymentSettingsPayload | None = permissions.restricted(
        settings.disable,
        access=policy.OWNER_OR_ADMIN,
        description="Take no more prepayments. Credits, and payments under way, stay as they are.",
    )
    make_prepayment: results.MakePrepaymentResult | None = permissions.restricted(
        payments.make_prepayment,
        access=policy.MAKE_PREPAYMENTS,
        description="Start a prepayment. Its amount is credited when the provider says that the money came.",
    )
    pay_invoice: results.PayInvoiceResult | None = permissions.restricted(
        payments.pay_invoice,
        access=policy.PAY_INVOICES,
        description=(
            "Pay an invoice, wholly or partly, from the client's credits, by card or by bank debit. From credits it is"
            " paid at once; by card or debit, when the money came."
        ),
    )
    cancel_payment: results.CancelPaymentResult | None = permissions.restricted(
        payments.cancel_payment,
        access=policy.CANCEL_PAYMENTS,
        description=(
            "Give up a payment or a prepayment that still requires action. Done twice, it answers as the first time."
        ),
    )
    create_invoice: results.CreateInvoiceResult | None = permissions.restricted(
        invoices.create,
        access=policy.MANAGE_INVOICES,
        description="Make an invoice, and issue it. `payFromCredits` needs the right MANAGE_PAYMENTS too.",
    )
    update_invoice: results.UpdateInvoiceResult | None = permissions.restricted(
        invoices.update, access=policy.MANAGE_INVOICES, description="Change a draft: all of it, or nothing."
    )
    issue_invoice: results.InvoiceResult | None = permissions.restricted(
        invoices.issue,
        access=policy.MANAGE_INVOICES,
        description="Issue a draft: from then on it is due. Done twice, it answers as the first time.",
    )
    void_invoice: results.InvoiceResult | None = permissions.restricted(
        invoices.void,
        access=policy.MANAGE_INVOICES,
        description=(
            "Take an invoice back. Credits that it used return to where they came from. Refused while a payment is"
            " under way, or money by card, debit or offline is on it. Done twice, it answers as the first time."
        ),
    )
    add_credit_note: refund_results.CreditResult | None = permissions.restricted(
        refunds.add_credit_note,
        access=policy.MANAGE_PAYMENTS,
        description="Grant a client credits: for goodwill, for a mistake. They are spent like any, and never paid out.",
    )
    reverse_credit: refund_results.ReverseCreditResult | None = permissions.restricted(
        refunds.reverse_credit,
        access=policy.MANAGE_PAYMENTS,
        description="Take back what is unspent of a credit note, or of offline money booked as credits.",
    )
    record_offline_payment: refund_results.RecordOfflinePaymentResult | None = permissions.restricted(
        refunds.record_offline_payment,
        access=policy.MANAGE_PAYMENTS,
        description="Record money that no provider carried: it pays an invoice, partly or whole, or becomes credits.",
    )
    release_payment: refund_results.ReleasePaymentResult | None = permissions.restricted(
        refunds.release_payment,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Take a payment that is PROCESSING for too long off its invoice, which is payable again at once. If its"
            " money still comes, it becomes credits. Done twice, it answers as the first time."
        ),
    )
    refund_prepayment: refund_results.RefundPrepaymentResult | None = permissions.restricted(
        refunds.refund_prepayment,
        access=policy.MANAGE_PAYMENTS,
        description="Give back what is unspent of a prepayment, through the account that took it.",
    )
    refund_payment: refund_results.RefundPaymentResult | None = permissions.restricted(
        refunds.refund_payment,
        access=policy.MANAGE_PAYMENTS,
        description=(
            "Give a payment back, partly or whole: card and debit to the payer, credits to the credits they came from;"
            " of offline money it is only recorded. Its invoice is due again by that part."
        ),
    )


@strawberry.type(description="What can be followed.")
class Subscription:
    """What can be followed."""

    client_changes: AsyncGenerator[changes_type.ClientChange, None] = permissions.subscription(
        changes.client_changes,
        description=(
            "Everything that changes for one client, as it is then, merged: an object comes once, however often it"
            " changed meanwhile. Without `after` it begins now; with it, all that changed since comes first. It ends"
            " with an error when the viewer may not know of the client any more, and when the session is over."
        ),
    )
