"""The types by name. They refer to each other in circles; Strawberry looks these up when the schema is built."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry
from sqlalchemy import ColumnElement

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


def on_client(row: Any, client: Any, _compile_context: object) -> ColumnElement[bool]:
    """How a row finds its client."""
    found: ColumnElement[bool] = (client.firm_id == row.firm_id) & (client.id == row.client_id)
    return found


def on_foreign_key(column_name: str) -> Any:
    """How a row finds another by its id, in its column `name`."""

    def related(row: Any, other: Any, _telling: object) -> ColumnElement[bool]:
        found: ColumnElement[bool] = (other.firm_id == row.firm_id) & (other.id == getattr(row, column_name))
        return found

    return related


def on_reverse_foreign_key(column_name: str) -> Any:
    """How a row finds others that name it by its id, in their column `name`."""

    def related(row: Any, other: Any, _telling: object) -> ColumnElement[bool]:
        found: ColumnElement[bool] = (other.firm_id == row.firm_id) & (getattr(other, column_name) == row.id)
        return found

    return related
