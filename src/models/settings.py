"""Payment settings of a firm: the methods it offers, prepayment, and how credits are applied."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, enumeration
from models.constraints import firm_foreign_key


class PaymentMethodChoice(enum.Enum):
    """The payment methods that a firm offers, as one of three choices (D3)."""

    CARD = "CARD"
    BANK_DEBIT = "BANK_DEBIT"
    CARD_OR_BANK_DEBIT = "CARD_OR_BANK_DEBIT"


class CreditApplication(enum.Enum):
    """Whether credits pay an invoice only on request, or automatically when it is issued (D20)."""

    MANUAL = "MANUAL"
    ON_ISSUE = "ON_ISSUE"


class PaymentSettings(Base):
    """A firm's payment settings, one row per firm. Minimum and maximum are minor units of its currency.

    `prepayment_method` is the one that was set last; `effective_prepayment_method` says which is in force.
    `chosen_prepayment_method` is what the firm chose when its payment method left a choice; it is set again when there
    is a choice again (D4). Null if the firm has never chosen.
    """

    __tablename__ = "payment_settings"
    __table_args__ = (
        firm_foreign_key("provider_connection", "default_connection_id"),
        # D3: only CARD_OR_BANK_DEBIT leaves a choice. Without a payment method it is not checked (NULL passes).
        CheckConstraint(
            "payment_method = 'CARD_OR_BANK_DEBIT' OR prepayment_method = payment_method",
            name="prepayment_method_follows",
        ),
        CheckConstraint("prepayment_minimum > 0", name="minimum"),
        CheckConstraint("prepayment_maximum > 0", name="maximum"),
        CheckConstraint("prepayment_minimum <= prepayment_maximum", name="range"),
    )

    firm_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("firm.id"), primary_key=True)
    hide_invoices_from_clients: Mapped[bool] = mapped_column(default=False)
    default_connection_id: Mapped[uuid.UUID | None]
    payment_method: Mapped[PaymentMethodChoice | None] = enumeration(PaymentMethodChoice, "payment_method")
    credit_application: Mapped[CreditApplication] = enumeration(
        CreditApplication, "credit_application", default=CreditApplication.MANUAL
    )
    prepayment_enabled: Mapped[bool] = mapped_column(default=False)
    prepayment_method: Mapped[PaymentMethodChoice | None] = enumeration(PaymentMethodChoice, "prepayment_method")
    chosen_prepayment_method: Mapped[PaymentMethodChoice | None] = enumeration(
        PaymentMethodChoice, "chosen_prepayment_method"
    )
    prepayment_minimum: Mapped[int | None]
    prepayment_maximum: Mapped[int | None]
