"""Lazy references to types, by which their modules need not import each other: `lazy.Invoice`.

Strawberry resolves them when it builds the schema. Type checkers see `Any`: anything more precise needs the imports.
"""

from typing import Annotated, Any

import strawberry

_MODULES = {
    "Activity": "activity",
    "Actor": "actor",
    "Client": "client",
    "ClientUser": "membership",
    "CreditAccount": "credits",
    "CreditEntry": "credits",
    "CreditUse": "refund",
    "Dispute": "dispute",
    "Firm": "firm",
    "FirmMember": "membership",
    "Invitation": "invitation",
    "Invoice": "invoice",
    "Notice": "notice",
    "Payment": "payment",
    "PaymentSettings": "settings",
    "Prepayment": "prepayment",
    "Refund": "refund",
    "WebhookDelivery": "webhook",
    "WebhookEndpoint": "webhook",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(name)
    return Annotated[name, strawberry.lazy(f"graph.types.{_MODULES[name]}")]
