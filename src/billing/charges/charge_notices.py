"""Notices of provider payments: received, failed, or stuck (D49)."""

import ledger
import models
from billing.access.principals import System
from billing.charges import payment_rules
from billing.notices.add_notice import add_notice, notice_exists
from billing.services import Services
from billing.transaction import Unchanged, begin_transaction
from models import NoticeKind, ProviderPayment

_ONCE = "once"
"""The only occurrence of a payment that is stuck."""


async def add_received_notice(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Add the notice of a settlement. It names the invoice if the money is applied to it, and did not stay credits."""
    if isinstance(charge, models.Prepayment):
        await add_notice(transaction, NoticeKind.PREPAYMENT_RECEIVED, charge, amount=charge.amount)
        return
    number = await _invoice_number(transaction, charge) if charge.applied else None
    await add_notice(transaction, NoticeKind.PAYMENT_RECEIVED, charge, amount=charge.amount, number=number)


async def add_failed_notice(transaction: ledger.LedgerTransaction, charge: ProviderPayment) -> None:
    """Add the notice of a provider payment that has failed for good."""
    if isinstance(charge, models.Prepayment):
        await add_notice(transaction, NoticeKind.PREPAYMENT_FAILED, charge, amount=charge.amount)
        return
    number = await _invoice_number(transaction, charge)
    await add_notice(transaction, NoticeKind.PAYMENT_FAILED, charge, amount=charge.amount, number=number)


async def add_stuck_notice(services: Services, payment: models.Payment) -> None:
    """Add the notice of a stuck payment, once, if it can be released (D24)."""
    kind = NoticeKind.PAYMENT_STUCK
    async with services.reads() as session:
        if await notice_exists(session, payment, kind, _ONCE):
            return
    actor = System(payment.firm_id)
    async with begin_transaction(services, actor, "payment.stuck", client_id=payment.client_id) as transaction:
        current = await transaction.session.get_one(models.Payment, (payment.firm_id, payment.id))
        if not payment_rules.can_be_released(current) or await notice_exists(transaction.session, current, kind, _ONCE):
            raise Unchanged
        number = await _invoice_number(transaction, current)
        await add_notice(transaction, kind, current, occurrence=_ONCE, amount=current.amount, number=number)


async def _invoice_number(transaction: ledger.LedgerTransaction, payment: models.Payment) -> str:
    return (await transaction.get(models.Invoice, payment.invoice_id)).number
