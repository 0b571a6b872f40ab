"""What a payer reads on the provider's receipt about a payment or prepayment."""

import models
from translation import gettext as _
from translation import negotiate_locale, use_locale


def describe_charge(firm: models.Firm, invoice_number: str | None) -> str:
    """The text for a payment of the invoice, or for a prepayment without one.

    It is in the firm's language, whatever the language of the payer's request, because the firm reads it as well.
    """
    with use_locale(negotiate_locale(firm.locale)):
        if invoice_number:
            return _("Invoice {number}, {firm}").format(number=invoice_number, firm=firm.name)
        return _("Prepayment, {firm}").format(firm=firm.name)
