"""Every refusal that a deed declares is told by the mutation that does the deed."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLUnionType, get_named_type

import billing
from billing import errors
from graph import error_mapping as telling
from graph import schema as graph_schema

USE_CASE_BY_MUTATION = {
    "signIn": "sign_in",
    "updatePaymentSettings": "update_payment_settings",
    "connectPaymentProvider": "connect_provider",
    "disconnectPaymentProvider": "disconnect_provider",
    "setDefaultPaymentProvider": "set_default_provider",
    "enablePrepayment": "enable_prepayment",
    "makePrepayment": "make_prepayment",
    "payInvoice": "pay_invoice",
    "cancelPayment": "cancel_payment",
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
}
"""Which deed each mutation with refusals does."""

MUTATIONS_WITHOUT_ERRORS = {"signOut", "disablePrepayment"}


def all_domain_errors() -> Iterator[type[errors.DomainError]]:
    for module in pkgutil.walk_packages(billing.__path__, "billing."):
        importlib.import_module(module.name)
    found = [errors.DomainError]
    while found:
        for refusal in found.pop().__subclasses__():
            found.append(refusal)
            yield refusal


def module_of(use_case: str) -> str:
    """The module of a use case has its name."""
    (found,) = (
        module.name
        for module in pkgutil.walk_packages(billing.__path__, "billing.")
        if module.name.endswith(f".{use_case}")
    )
    return found


def declared_errors(use_case: str) -> set[str]:
    """The types that tell what the deed's docstring says it raises."""
    text = getattr(importlib.import_module(module_of(use_case)), use_case).__doc__ or ""
    named = set(re.findall(r"\b[A-Z][A-Za-z]+\b", text.partition("Raise")[2]))
    return {type_.__name__ for refusal, type_ in telling.ERROR_TYPES.items() if refusal.__name__ in named}


def mapped_errors(schema: graph_schema.Schema, mutation: str) -> set[str]:
    """The refusals in the mutation's union."""
    root = schema._schema.mutation_type
    assert root is not None
    union = get_named_type(root.fields[mutation].type)
    assert isinstance(union, GraphQLUnionType)
    names = {type_.__name__ for type_ in telling.ERROR_TYPES.values()}
    return {member.name for member in union.types if member.name in names}


def test_every_domain_error_has_a_graphql_type() -> None:
    """None can reach a page as an unexpected error because nobody thought of telling it."""
    assert set(all_domain_errors()) == set(telling.ERROR_TYPES)


def test_every_mutation_has_a_use_case(schema: graph_schema.Schema) -> None:
    root = schema._schema.mutation_type
    assert root is not None
    assert set(root.fields) == set(USE_CASE_BY_MUTATION) | MUTATIONS_WITHOUT_ERRORS


@pytest.mark.parametrize("mutation", USE_CASE_BY_MUTATION)
def test_declared_errors_are_in_the_result_union(schema: graph_schema.Schema, mutation: str) -> None:
    assert declared_errors(USE_CASE_BY_MUTATION[mutation]) <= mapped_errors(schema, mutation)
