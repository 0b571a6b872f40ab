"""The types by name. They refer to each other in circles; Strawberry looks these up when the schema is built."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

if TYPE_CHECKING:
    from graph.types import (
        actor,
        client,
        credits,  # noqa: A004
        firm,
        invoice,
        payment,
        people,
        prepayment,
        refund,
        settings,
    )

    Actor: TypeAlias = actor.Actor
    Client: TypeAlias = client.Client
    ClientUser: TypeAlias = people.ClientUser
    CreditAccount: TypeAlias = credits.CreditAccount
    CreditEntry: TypeAlias = credits.CreditEntry
    Firm: TypeAlias = firm.Firm
    FirmMember: TypeAlias = people.FirmMember
    Invoice: TypeAlias = invoice.Invoice
    Payment: TypeAlias = payment.Payment
    PaymentSettings: TypeAlias = settings.PaymentSettings
    Prepayment: TypeAlias = prepayment.Prepayment
    Refund: TypeAlias = refund.Refund
    CreditUse: TypeAlias = refund.CreditUse
else:

    def _link(name: str, module: str) -> Any:
        return Annotated[name, strawberry.lazy(f"graph.types.{module}")]

    Actor = _link("Actor", "actor")
    Client = _link("Client", "client")
    ClientUser = _link("ClientUser", "people")
    CreditAccount = _link("CreditAccount", "credits")
    CreditEntry = _link("CreditEntry", "credits")
    Firm = _link("Firm", "firm")
    FirmMember = _link("FirmMember", "people")
    Invoice = _link("Invoice", "invoice")
    Payment = _link("Payment", "payment")
    PaymentSettings = _link("PaymentSettings", "settings")
    Prepayment = _link("Prepayment", "prepayment")
    Refund = _link("Refund", "refund")
    CreditUse = _link("CreditUse", "refund")
