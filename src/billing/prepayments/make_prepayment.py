"""Make a prepayment: a client pays an amount ahead, by an offered method and without an invoice (D7 to D10)."""

import dataclasses
import functools
import uuid
from dataclasses import dataclass
from decimal import Decimal

import ledger
import models
from billing import amount_input
from billing.access import visibility
from billing.access.policy import MAKE_PREPAYMENTS, require_permission
from billing.access.principals import ClientUser, Viewer
from billing.charges import intents, lifecycle
from billing.errors import AmountOutOfRange, DomainError, InvalidInput, MethodUnavailable
from billing.idempotency import KeyedCommand, claimed_client_id, run_once
from billing.prepayments import availability
from billing.rows import get_claimed, get_visible, load_payment_settings
from billing.services import Services
from models import JobKind, PaymentMethod, PaymentStatus
from translation import gettext as _


class PrepaymentUnavailable(DomainError):
    """The firm does not take prepayments at the moment. The message does not reveal the reason (D7)."""

    def __init__(self, *, for_client: bool) -> None:
        super().__init__(availability.unavailable_message(for_client=for_client))


@dataclass(frozen=True, slots=True)
class MakePrepaymentCommand:
    """Input of `makePrepayment`. For a client user, `client_id` defaults to their own client.

    `memo` is what the payer says the money is for (D58).
    """

    client_id: uuid.UUID | None
    amount: Decimal
    method: PaymentMethod
    idempotency_key: str
    memo: str | None = None


@dataclass(frozen=True, slots=True)
class MakePrepaymentResult:
    """Result of `makePrepayment`; `replayed` tells whether the idempotency key was used before with the same input."""

    prepayment_id: uuid.UUID
    client_id: uuid.UUID
    replayed: bool


async def make_prepayment(services: Services, viewer: Viewer, command: MakePrepaymentCommand) -> MakePrepaymentResult:
    """Create the prepayment and its intent. It is credited once the provider reports that it succeeded (D8).

    Raises NotFound, PrepaymentUnavailable, MethodUnavailable, InvalidAmount, AmountOutOfRange, InvalidInput,
    IdempotencyConflict, ProviderUnavailable, ProviderRefused.
    """
    require_permission(viewer, MAKE_PREPAYMENTS)
    if command.client_id is None and isinstance(viewer, ClientUser):
        command = dataclasses.replace(command, client_id=viewer.client_id)
    keyed = KeyedCommand(viewer, "makePrepayment", command.idempotency_key, command)

    async def create(transaction: ledger.LedgerTransaction) -> _Outcome:
        return await _create(transaction, keyed, command)

    outcome = await run_once(services, keyed, "prepayment.made", create, functools.partial(_replay, services))
    await intents.request_intent(services, outcome.context)
    return outcome.result


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result, and the prepayment whose intent is requested from the provider after the commit."""

    result: MakePrepaymentResult
    context: lifecycle.ChargeContext


async def _create(
    transaction: ledger.LedgerTransaction, keyed: KeyedCommand, command: MakePrepaymentCommand
) -> _Outcome:
    if command.client_id is None:
        raise InvalidInput("clientId", _("Choose a client."))
    client = await get_visible(transaction.session, models.Client, command.client_id, visibility.clients(keyed.viewer))
    transaction.set_client(client.id)
    amount, connection = await _validate(transaction, keyed.viewer, command, client)
    operation = await keyed.claim(transaction, client_id=client.id)
    customer = await transaction.session.get(models.ProviderCustomer, (client.firm_id, connection.id, client.id))
    prepayment = models.Prepayment(
        firm_id=transaction.firm.id,
        id=models.new_id(),
        client_id=client.id,
        operation_id=operation.id,
        event_seq=transaction.seq,
        amount=amount,
        memo=command.memo,
        method=command.method,
        status=PaymentStatus.CREATING,
        connection_id=connection.id,
        customer_id=None if customer is None else customer.customer_id,
        created_at=transaction.now,
    )
    await lifecycle.create(transaction, prepayment)
    context = lifecycle.charge_context(prepayment, transaction.firm, client, connection)
    return _Outcome(MakePrepaymentResult(prepayment.id, client.id, replayed=False), context)


async def _replay(services: Services, operation: models.Operation) -> _Outcome:
    prepayment = await get_claimed(services, models.Prepayment, operation)
    context = await lifecycle.load_context(services, JobKind.SYNC_PREPAYMENT, prepayment.firm_id, prepayment.id)
    return _Outcome(MakePrepaymentResult(prepayment.id, claimed_client_id(operation), replayed=True), context)


async def _validate(
    transaction: ledger.LedgerTransaction, viewer: Viewer, command: MakePrepaymentCommand, client: models.Client
) -> tuple[int, models.ProviderConnection]:
    settings, connections = await load_payment_settings(transaction.session, transaction.firm.id)
    default = availability.default_connection(settings, connections)
    if default is None or not availability.can_prepay(settings, connections, client):
        raise PrepaymentUnavailable(for_client=isinstance(viewer, ClientUser))
    methods = availability.available_prepayment_methods(settings, connections)
    if command.method not in methods:
        raise MethodUnavailable(methods)
    amount = amount_input.parse_amount(command.amount, transaction.currency, "amount")
    minimum, maximum = availability.prepayment_range(transaction.currency, settings)
    if (minimum is not None and amount < minimum.minor) or amount > maximum.minor:
        raise AmountOutOfRange(amount_input.range_message(minimum, maximum), minimum, maximum)
    amount_input.check_exactly_chargeable(amount, transaction.currency, "amount")
    return amount, default
