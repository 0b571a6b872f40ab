"""Every domain error that a use case declares is in the result union of its mutation."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLUnionType, get_named_type

import billing
from billing import errors
from graph import error_mapping, strawberry_compat, user_errors
from graph import schema as graph_schema

USE_CASE_BY_MUTATION = {
    "signIn": "sign_in",
    "updateProfile": "update_profile",
    "updateFirm": "update_firm",
    "updatePaymentSettings": "update_payment_settings",
    "connectPaymentProvider": "connect_provider",
    "disconnectPaymentProvider": "disconnect_provider",
    "setDefaultPaymentProvider": "set_default_provider",
    "enablePrepayment": "enable_prepayment",
    "makePrepayment": "make_prepayment",
    "payInvoice": "pay_invoice",
    "cancelPayment": "cancel_payment",
    "createClient": "create_client",
    "updateClient": "update_client",
    "archiveClient": "archive_client",
    "unarchiveClient": "unarchive_client",
    "createInvoice": "create_invoice",
    "updateInvoice": "update_invoice",
    "issueInvoice": "issue_invoice",
    "voidInvoice": "void_invoice",
    "addCreditNote": "add_credit_note",
    "reverseCredit": "reverse_credit",
    "recordOfflinePayment": "record_offline_payment",
    "releasePayment": "release_payment",
    "refundPrepayment": "refund_prepayment",
    "refundPayment": "refund_payment",
    "acceptInvitation": "accept_invitation",
    "inviteMember": "invite_member",
    "inviteClientUser": "invite_client_user",
    "resendInvitation": "resend_invitation",
    "revokeInvitation": "revoke_invitation",
    "updateMember": "update_member",
    "removeMember": "remove_member",
    "removeClientUser": "remove_client_user",
    "transferOwnership": "transfer_ownership",
    "resetPassword": "reset_password",
    "changePassword": "change_password",
    "switchMembership": "switch_membership",
    "revokeSession": "revoke_session",
    "createWebhookEndpoint": "create_webhook_endpoint",
    "updateWebhookEndpoint": "update_webhook_endpoint",
    "deleteWebhookEndpoint": "delete_webhook_endpoint",
    "rotateWebhookSecret": "rotate_webhook_secret",
    "redeliverWebhook": "redeliver_webhook",
}
"""The use case of each mutation that returns domain errors."""

MUTATIONS_WITHOUT_ERRORS = {
    "signOut", "disablePrepayment", "markNoticesRead", "updateNoticePreferences", "requestPasswordReset",
}  # fmt: skip


def all_domain_errors() -> Iterator[type[errors.DomainError]]:
    for module in pkgutil.walk_packages(billing.__path__, "billing."):
        importlib.import_module(module.name)
    pending = [errors.DomainError]
    while pending:
        for subclass in pending.pop().__subclasses__():
            pending.append(subclass)
            yield subclass


def module_of(use_case: str) -> str:
    """A use case is in a module of the same name."""
    (name,) = (
        module.name
        for module in pkgutil.walk_packages(billing.__path__, "billing.")
        if module.name.endswith(f".{use_case}")
    )
    return name


def declared_errors(use_case: str) -> set[str]:
    """The types of the errors that the use case's docstring declares."""
    text = getattr(importlib.import_module(module_of(use_case)), use_case).__doc__ or ""
    declared = set(re.findall(r"\b[A-Z][A-Za-z]+\b", text.partition("Raise")[2]))
    return {type_.__name__ for error, type_ in error_mapping.ERROR_TYPES.items() if error.__name__ in declared}


def mapped_errors(schema: graph_schema.Schema, mutation: str) -> set[str]:
    """The domain errors in the mutation's result union."""
    root = strawberry_compat.graphql_schema(schema).mutation_type
    assert root is not None
    union = get_named_type(root.fields[mutation].type)
    assert isinstance(union, GraphQLUnionType)
    names = {type_.__name__ for type_ in error_mapping.ERROR_TYPES.values()}
    return {member.name for member in union.types if member.name in names}


def test_every_domain_error_has_a_graphql_type() -> None:
    """Otherwise it would reach the caller as an internal error."""
    assert set(all_domain_errors()) == set(error_mapping.ERROR_TYPES)


def test_fields_of_user_errors_are_attributes_of_domain_errors() -> None:
    """`UserError.of` copies them by name."""
    for domain_error, user_error in error_mapping.ERROR_TYPES.items():
        if issubclass(user_error, user_errors.UserError) and "of" not in vars(user_error):
            names = {field.name for field in dataclasses.fields(user_error)} - {"message"}
            assert names <= inspect.signature(domain_error).parameters.keys(), domain_error.__name__


def test_every_mutation_has_a_use_case(schema: graph_schema.Schema) -> None:
    root = strawberry_compat.graphql_schema(schema).mutation_type
    assert root is not None
    assert set(root.fields) == set(USE_CASE_BY_MUTATION) | MUTATIONS_WITHOUT_ERRORS


@pytest.mark.parametrize("mutation", USE_CASE_BY_MUTATION)
def test_declared_errors_are_in_the_result_union(schema: graph_schema.Schema, mutation: str) -> None:
    assert declared_errors(USE_CASE_BY_MUTATION[mutation]) <= mapped_errors(schema, mutation)
