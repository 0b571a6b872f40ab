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

DEEDS = {
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

WITHOUT_REFUSALS = {"signOut", "disablePrepayment"}


def every_refusal() -> Iterator[type[errors.Refusal]]:
    for module in pkgutil.iter_modules(billing.__path__):
        importlib.import_module(f"billing.{module.name}")
    found = [errors.Refusal]
    while found:
        for refusal in found.pop().__subclasses__():
            found.append(refusal)
            yield refusal


def declared(deed: str) -> set[str]:
    """The types that tell what the deed's docstring says it raises."""
    text = getattr(importlib.import_module(f"billing.{deed}"), deed).__doc__ or ""
    named = set(re.findall(r"\b[A-Z][A-Za-z]+\b", text.partition("Raise")[2]))
    return {type_.__name__ for refusal, type_ in telling.TOLD.items() if refusal.__name__ in named}


def told(schema: graph_schema.Schema, mutation: str) -> set[str]:
    """The refusals in the mutation's union."""
    root = schema._schema.mutation_type
    assert root is not None
    union = get_named_type(root.fields[mutation].type)
    assert isinstance(union, GraphQLUnionType)
    names = {type_.__name__ for type_ in telling.TOLD.values()}
    return {member.name for member in union.types if member.name in names}


def test_every_refusal_has_a_type() -> None:
    """None can reach a page as an unexpected error because nobody thought of telling it."""
    assert set(every_refusal()) == set(telling.TOLD)


def test_every_mutation_has_its_deed(schema: graph_schema.Schema) -> None:
    root = schema._schema.mutation_type
    assert root is not None
    assert set(root.fields) == set(DEEDS) | WITHOUT_REFUSALS


@pytest.mark.parametrize("mutation", DEEDS)
def test_what_a_deed_declares_is_told(schema: graph_schema.Schema, mutation: str) -> None:
    assert declared(DEEDS[mutation]) <= told(schema, mutation)
