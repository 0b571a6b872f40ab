"""Lazy references to types, by which their modules need not import each other.

Strawberry resolves them when it builds the schema. Type checkers see `Any`: anything more precise needs the imports.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

if TYPE_CHECKING:
    Actor: TypeAlias = Any
    Client: TypeAlias = Any
    ClientUser: TypeAlias = Any
    CreditAccount: TypeAlias = Any
    CreditEntry: TypeAlias = Any
    CreditUse: TypeAlias = Any
    Firm: TypeAlias = Any
    FirmMember: TypeAlias = Any
    Invoice: TypeAlias = Any
    Payment: TypeAlias = Any
    PaymentSettings: TypeAlias = Any
    Prepayment: TypeAlias = Any
    Refund: TypeAlias = Any
else:

    def _lazy_type(name: str, module: str) -> object:
        return Annotated[name, strawberry.lazy(f"graph.types.{module}")]

    Actor = _lazy_type("Actor", "actor")
    Client = _lazy_type("Client", "client")
    ClientUser = _lazy_type("ClientUser", "membership")
    CreditAccount = _lazy_type("CreditAccount", "credits")
    CreditEntry = _lazy_type("CreditEntry", "credits")
    CreditUse = _lazy_type("CreditUse", "refund")
    Firm = _lazy_type("Firm", "firm")
    FirmMember = _lazy_type("FirmMember", "membership")
    Invoice = _lazy_type("Invoice", "invoice")
    Payment = _lazy_type("Payment", "payment")
    PaymentSettings = _lazy_type("PaymentSettings", "settings")
    Prepayment = _lazy_type("Prepayment", "prepayment")
    Refund = _lazy_type("Refund", "refund")
