"""What a change of payment settings would break, before it is made: the deeds' own rules, held to a copy (D2 to D5)."""

from __future__ import annotations

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
from models import PaymentMethodChoice, ProviderStatus

Row = TypeVar("Row", bound=models.Base)


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """The change: as if the settings were updated, then the default set, then a provider disconnected."""

    hide_invoices_from_clients: bool | Unset | None = UNSET
    payment_method: PaymentMethodChoice | Unset | None = UNSET
    default_connection_id: uuid.UUID | Unset = UNSET
    disconnect_connection_id: uuid.UUID | Unset = UNSET


@dataclass(frozen=True, slots=True)
class SettingsPreview:
    """What is so after the change; `unpayable_invoices` and `pending_payments` are what it would strand or outlive."""

    prepayment_available: bool
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
    """What the change would do to the viewer's firm, which has these settings now, if it were made. Nothing is changed.

    Unpayable are the invoices with something payable, where no method would be offered any more and one is now: until
    that is mended nobody, the firm's members included, could pay them by card or debit; credits still could. Pending
    are payments and prepayments under way through the account that is concerned: the one to be disconnected, else the
    default one as it is now. They settle all the same (D4, D6).

    Raise InvalidInput where the change would be refused, and for an account that the firm does not have.
    """
    require_permission(viewer, OWNER_OR_ADMIN)
    then = simulate_change(settings, connections, change)
    loses_all = bool(
        availability.available_invoice_methods(settings, connections)
    ) and not availability.available_invoice_methods(*then)
    concerned = settings.default_connection_id
    if change.disconnect_connection_id is not UNSET:
        concerned = change.disconnect_connection_id
    return SettingsPreview(
        prepayment_available=availability.is_prepayment_available(*then),
        unmet=tuple(one for one in availability.check_requirements(*then) if not one.is_met),
        unpayable_invoices=await _count_payable_invoices(snapshot, viewer) if loses_all else 0,
        pending_payments=0 if concerned is None else await _count_pending_payments(snapshot, viewer, concerned),
    )


def simulate_change(
    settings: models.PaymentSettings, connections: Sequence[models.ProviderConnection], change: SettingsChange
) -> tuple[models.PaymentSettings, Sequence[models.ProviderConnection]]:
    """Both as the change would make them, in copies. Raise InvalidInput where a deed would refuse it."""
    settings, connections = _detached_copy(settings), [_detached_copy(each) for each in connections]
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
    raise InvalidInput(field, "The firm has no such provider.")


def _detached_copy(row: Row) -> Row:
    """The same values in a row that belongs to no session: what becomes of it is never written."""
    columns: Any = sqlalchemy.inspect(type(row)).column_attrs
    return type(row)(**{column.key: getattr(row, column.key) for column in columns})


async def _count_payable_invoices(snapshot: Snapshot, viewer: Viewer) -> int:
    counted = select(func.count()).where(models.Invoice.firm_id == viewer.firm_id, models.Invoice.payable > 0)
    return await snapshot.scalar(counted) or 0


async def _count_pending_payments(snapshot: Snapshot, viewer: Viewer, connection_id: uuid.UUID) -> int:
    found = 0
    for charge in (models.Payment, models.Prepayment):
        counted = select(func.count()).where(
            charge.firm_id == viewer.firm_id, charge.connection_id == connection_id, charge.status.in_(OPEN_STATUSES)
        )
        found += await snapshot.scalar(counted) or 0
    return found
