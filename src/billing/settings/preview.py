"""Preview a change of the payment settings: apply the rules of the use cases to copies of the rows (D2 to D5)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy
from sqlalchemy import func, select

import models
from billing.access.policy import OWNER_OR_ADMIN, require_permission
from billing.access.principals import Viewer
from billing.charges.lifecycle import OPEN_STATUSES
from billing.errors import InvalidInput
from billing.prepayments import availability
from billing.prepayments.availability import Requirement
from billing.providers import accounts, set_default_provider
from billing.services import Snapshot
from billing.settings import update_payment_settings
from billing.settings.update_payment_settings import UpdatePaymentSettingsCommand
from billing.unset import UNSET, Unset
from models import PaymentMethod, PaymentMethodChoice, ProviderStatus
from translation import gettext as _

Row = TypeVar("Row", bound=models.Base)


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """The change to preview. Steps are applied in this order: settings, default provider, disconnection."""

    hide_invoices_from_clients: bool | Unset = UNSET
    payment_method: PaymentMethodChoice | Unset | None = UNSET
    default_connection_id: uuid.UUID | Unset = UNSET
    disconnect_connection_id: uuid.UUID | Unset = UNSET


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """The state after the change; see `preview_settings` for what is counted and removed."""

    prepayment_available: bool
    prepayment_method: PaymentMethodChoice | None
    removed_prepayment_methods: tuple[PaymentMethod, ...]
    unmet: tuple[Requirement, ...]
    unpayable_invoices: int
    pending_payments: int


async def preview_settings(
    snapshot: Snapshot,
    viewer: Viewer,
    settings: models.PaymentSettings,
    connections: Sequence[models.ProviderConnection],
    change: SettingsChange,
) -> SettingsPreview:
    """Preview the change for the viewer's firm, without writing anything.

    `unpayable_invoices` counts payable invoices if the change removes the last available payment method; they could
    then be paid from credits only. `pending_payments` counts the open payments and prepayments of the provider to be
    disconnected, or else of the current default. They still settle (D4, D6). `removed_prepayment_methods` are those
    that clients can prepay with now, and could not after the change.

    Raises InvalidInput if a use case would refuse the change, or a provider is not the firm's.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    changed = simulate_change(settings, connections, change)
    loses_all_methods = bool(
        availability.available_invoice_methods(settings, connections)
    ) and not availability.available_invoice_methods(*changed)
    connection_id = settings.default_connection_id
    if change.disconnect_connection_id is not UNSET:
        connection_id = change.disconnect_connection_id
    remaining = _offered_prepayment_methods(*changed)
    return SettingsPreview(
        prepayment_available=availability.is_prepayment_available(*changed),
        prepayment_method=availability.effective_prepayment_method(changed[0]),
        removed_prepayment_methods=tuple(
            method for method in _offered_prepayment_methods(settings, connections) if method not in remaining
        ),
        unmet=tuple(requirement for requirement in availability.check_requirements(*changed) if not requirement.is_met),
        unpayable_invoices=await _count_payable_invoices(snapshot, viewer) if loses_all_methods else 0,
        pending_payments=0 if connection_id is None else await _count_open_charges(snapshot, viewer, connection_id),
    )


def _offered_prepayment_methods(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection]
) -> tuple[PaymentMethod, ...]:
    if not availability.is_prepayment_available(settings, connections):
        return ()
    return availability.available_prepayment_methods(settings, connections)


def simulate_change(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection], change: SettingsChange
) -> tuple[models.PaymentSettings, Sequence[models.ProviderConnection]]:
    """Changed copies of the settings and connections. Raises InvalidInput if a use case would refuse the change."""
    settings, connections = _detached_copy(settings), [_detached_copy(connection) for connection in connections]
    update_payment_settings.apply_settings(
        settings,
        UpdatePaymentSettingsCommand(
            hide_invoices_from_clients=change.hide_invoices_from_clients, payment_method=change.payment_method
        ),
    )
    if change.default_connection_id is not UNSET:
        connection = _get_connection(connections, change.default_connection_id, "defaultProviderId")
        set_default_provider.make_default(settings, connection, "defaultProviderId")
    if change.disconnect_connection_id is not UNSET:
        connection = _get_connection(connections, change.disconnect_connection_id, "disconnectProviderId")
        if connection.status is not ProviderStatus.DISCONNECTED:
            accounts.mark_disconnected(settings, connections, connection)
    return settings, connections


def _get_connection(
    connections: Sequence[models.ProviderConnection], connection_id: uuid.UUID, field: str
) -> models.ProviderConnection:
    for connection in connections:
        if connection.id == connection_id:
            return connection
    raise InvalidInput(field, _("Provider not found."))


def _detached_copy(row: Row) -> Row:
    """A copy that belongs to no session, so that changes of it are never written."""
    columns: Any = sqlalchemy.inspect(type(row)).column_attrs
    return type(row)(**{column.key: getattr(row, column.key) for column in columns})


async def _count_payable_invoices(snapshot: Snapshot, viewer: Viewer) -> int:
    statement = select(func.count()).where(models.Invoice.firm_id == viewer.firm_id, models.Invoice.payable > 0)
    return await snapshot.scalar(statement) or 0


async def _count_open_charges(snapshot: Snapshot, viewer: Viewer, connection_id: uuid.UUID) -> int:
    count = 0
    for charge in (models.Payment, models.Prepayment):
        statement = select(func.count()).where(
            charge.firm_id == viewer.firm_id, charge.connection_id == connection_id, charge.status.in_(OPEN_STATUSES)
        )
        count += await snapshot.scalar(statement) or 0
    return count
