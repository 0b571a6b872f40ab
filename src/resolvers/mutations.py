"""The fields of Mutation, each with its permission."""

from billing.access import policy
from graph import described, permissions
from resolvers import (
    clients,
    credits,  # noqa: A004  (the noun)
    firm,
    invitations,
    invoices,
    members,
    notices,
    passwords,
    payments,
    prepayments,
    profile,
    providers,
    session,
    settings,
    webhooks,
)


@described.object_type
class Mutation:
    """Write operations."""

    sign_in = permissions.public(session.start)
    sign_out = permissions.public(session.end)
    switch_membership = permissions.signed_in(session.switch)
    revoke_session = permissions.signed_in(session.revoke)
    request_password_reset = permissions.public(passwords.request_reset)
    reset_password = permissions.public(passwords.reset)
    change_password = permissions.signed_in(passwords.change)
    update_profile = permissions.signed_in(profile.update)
    accept_invitation = permissions.public(invitations.accept)
    invite_member = permissions.restricted(invitations.invite_to_firm, permission=policy.OWNER_OR_ADMIN)
    invite_client_user = permissions.restricted(invitations.invite_user, permission=policy.MANAGE_CLIENTS)
    resend_invitation = permissions.signed_in(invitations.resend)
    revoke_invitation = permissions.signed_in(invitations.revoke)
    update_member = permissions.restricted(members.update, permission=policy.OWNER_OR_ADMIN)
    remove_member = permissions.restricted(members.remove, permission=policy.OWNER_OR_ADMIN)
    remove_client_user = permissions.restricted(members.remove_user, permission=policy.MANAGE_CLIENTS)
    transfer_ownership = permissions.restricted(members.transfer, permission=policy.OWNER)
    update_firm = permissions.restricted(firm.update, permission=policy.OWNER_OR_ADMIN)
    update_payment_settings = permissions.restricted(settings.update, permission=policy.OWNER_OR_ADMIN)
    connect_payment_provider = permissions.restricted(providers.connect, permission=policy.OWNER_OR_ADMIN)
    disconnect_payment_provider = permissions.restricted(providers.disconnect, permission=policy.OWNER_OR_ADMIN)
    set_default_payment_provider = permissions.restricted(providers.set_default, permission=policy.OWNER_OR_ADMIN)
    enable_prepayment = permissions.restricted(prepayments.enable, permission=policy.OWNER_OR_ADMIN)
    disable_prepayment = permissions.restricted(prepayments.disable, permission=policy.OWNER_OR_ADMIN)
    make_prepayment = permissions.restricted(prepayments.make, permission=policy.MAKE_PREPAYMENTS)
    pay_invoice = permissions.restricted(payments.pay, permission=policy.PAY_INVOICES)
    cancel_payment = permissions.restricted(payments.cancel, permission=policy.CANCEL_PAYMENTS)
    create_client = permissions.restricted(clients.create, permission=policy.MANAGE_CLIENTS)
    update_client = permissions.restricted(clients.update, permission=policy.MANAGE_CLIENTS)
    archive_client = permissions.restricted(clients.archive, permission=policy.MANAGE_CLIENTS)
    unarchive_client = permissions.restricted(clients.unarchive, permission=policy.MANAGE_CLIENTS)
    create_invoice = permissions.restricted(invoices.create, permission=policy.MANAGE_INVOICES)
    update_invoice = permissions.restricted(invoices.update, permission=policy.MANAGE_INVOICES)
    issue_invoice = permissions.restricted(invoices.issue, permission=policy.MANAGE_INVOICES)
    void_invoice = permissions.restricted(invoices.void, permission=policy.MANAGE_INVOICES)
    add_credit_note = permissions.restricted(credits.add_note, permission=policy.MANAGE_PAYMENTS)
    reverse_credit = permissions.restricted(credits.reverse, permission=policy.MANAGE_PAYMENTS)
    record_offline_payment = permissions.restricted(payments.record_offline, permission=policy.MANAGE_PAYMENTS)
    release_payment = permissions.restricted(payments.release, permission=policy.MANAGE_PAYMENTS)
    refund_prepayment = permissions.restricted(prepayments.refund, permission=policy.MANAGE_PAYMENTS)
    refund_payment = permissions.restricted(payments.refund, permission=policy.MANAGE_PAYMENTS)
    mark_notices_read = permissions.signed_in(notices.mark_read)
    update_notice_preferences = permissions.signed_in(notices.update_preferences)
    create_webhook_endpoint = permissions.restricted(webhooks.create, permission=policy.OWNER_OR_ADMIN)
    update_webhook_endpoint = permissions.restricted(webhooks.update, permission=policy.OWNER_OR_ADMIN)
    delete_webhook_endpoint = permissions.restricted(webhooks.delete, permission=policy.OWNER_OR_ADMIN)
    rotate_webhook_secret = permissions.restricted(webhooks.rotate_secret, permission=policy.OWNER_OR_ADMIN)
    redeliver_webhook = permissions.restricted(webhooks.redeliver, permission=policy.OWNER_OR_ADMIN)
