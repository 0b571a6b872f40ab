"""How many invitations a firm's people can mail, so that nobody uses a firm to flood an address (D40).

The operator, who invites owners, is not limited.
"""

import datetime as dt

import ledger
from billing.identity import login_rate_limit, tokens
from translation import gettext as _

# Mails of one firm: to one address in a clock hour, and to all addresses in a day, in UTC.
MAX_PER_ADDRESS = 3
MAX_PER_FIRM = 200
_DAY = dt.timedelta(days=1)


async def register_mail(transaction: ledger.LedgerTransaction, email: str) -> bool:
    """Count a mail of an invitation within the transaction that queues it. Returns False if there were too many: the
    transaction has to be rolled back then, the mail included.

    The transaction has locked the firm, so concurrent requests count one after another.
    """
    address, now = tokens.digest_of(email), transaction.now
    prefix = f"invitation:{transaction.firm.id}"
    limits = {f"{prefix}:{address}:{now:%Y-%m-%dT%H}": MAX_PER_ADDRESS, f"{prefix}:{now:%Y-%m-%d}": MAX_PER_FIRM}
    return await login_rate_limit.register_request(transaction.session, limits, now, lifetime=_DAY)


def too_many_message() -> str:
    """The message for a refused mail, in the language of the request."""
    message = _(
        "Too many invitations: at most {hourly} an hour to one address, and {daily} a day in all."
        " Please try again later."
    )
    return message.format(hourly=MAX_PER_ADDRESS, daily=MAX_PER_FIRM)
