"""Rows by id, read in batches, and only those that the viewer may know of: for any other the answer is None."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import aliased

import models
from billing import changes, visibility
from billing.actor import Actor, Viewer
from billing.services import Snapshot
from graph import lists
from graph.batches import DataLoader
from graph.return_loaders import ReturnLoaders

R = TypeVar("R")

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did something: the event, and the name and the seat of who was behind it; neither is the system."""

    event: models.Event
    name: str | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a firm offers: read for rules, and not told to whoever may not know of it."""

    settings: models.PaymentSettings
    connections: tuple[models.ProviderConnection, ...]


class Loaders:
    """One set for each snapshot."""

    def __init__(self, snapshot: Snapshot, viewer: Viewer) -> None:
        self._snapshot = snapshot
        self._viewer = viewer
        one = self._by_id
        self.firms = one(models.Firm, models.Firm.id, visibility.firms)
        self.settings = one(models.PaymentSettings, models.PaymentSettings.firm_id, visibility.payment_settings)
        self.connections = one(models.ProviderConnection, models.ProviderConnection.id, visibility.provider_connections)
        self.clients = one(models.Client, models.Client.id, visibility.clients)
        self.invoices = one(models.Invoice, models.Invoice.id, visibility.invoices)
        self.payments = one(models.Payment, models.Payment.id, visibility.payments)
        self.prepayments = one(models.Prepayment, models.Prepayment.id, visibility.prepayments)
        self.entries = one(models.CreditEntry, models.CreditEntry.id, visibility.credit_entries)
        self.members = DataLoader(load_fn=self._members, max_batch_size=_BATCH)
        self.client_users = DataLoader(load_fn=self._client_users, max_batch_size=_BATCH)
        self.users_of_client = DataLoader(load_fn=self._users_of_clients, max_batch_size=_BATCH)
        self.lines_of_invoice = DataLoader(load_fn=self._lines_of_invoices, max_batch_size=_BATCH)
        self.payments_of_invoice = self._payments_of(models.Payment.invoice_id)
        self.payments_of_operation = self._payments_of(models.Payment.operation_id)
        self.partners = DataLoader(load_fn=self._partners, max_batch_size=_BATCH)
        self.prepayment_of_operation = one(models.Prepayment, models.Prepayment.operation_id, visibility.prepayments)
        self.entry_of_operation = one(models.CreditEntry, models.CreditEntry.operation_id, visibility.credit_entries)
        self.is_in_progress = DataLoader(load_fn=self._are_in_progress, max_batch_size=_BATCH)
        self.doers = DataLoader(load_fn=self._doers, max_batch_size=_BATCH)
        self.left_of_lot = DataLoader(load_fn=self._left_of_lots, max_batch_size=_BATCH)
        self.left_of_prepayment = DataLoader(load_fn=self._left_of_prepayments, max_batch_size=_BATCH)
        self._of_firm = DataLoader(load_fn=self._terms)
        self._hidden = DataLoader(load_fn=self._invoices_hidden)
        self._here = DataLoader(load_fn=self._places)
        self.pages = lists.Pages(snapshot, viewer)
        self.returns = ReturnLoaders(snapshot, viewer)

    async def firm(self) -> models.Firm:
        """The viewer's own firm."""
        found = await self.firms.load(self._viewer.firm_id)
        assert found is not None  # noqa: S101  (a viewer has a firm)
        return found

    async def here(self) -> changes.Here:
        """Where the firm is, in this snapshot."""
        return await self._here.load(self._viewer.firm_id)

    async def terms(self) -> Terms:
        """What the viewer's own firm offers."""
        return await self._of_firm.load(self._viewer.firm_id)

    async def invoices_hidden(self) -> bool:
        """Whether the firm hides invoices from this viewer."""
        return await self._hidden.load(self._viewer.firm_id)

    async def members_of_firm(self) -> Sequence[tuple[models.FirmMember, models.Person]]:
        """All members of the firm, as far as the viewer may know of them, oldest first."""
        statement = self._with_person(models.FirmMember, models.FirmMember.person_id).where(
            visibility.members(self._viewer)
        )
        rows = await self._snapshot.rows(statement.order_by(models.FirmMember.id))
        return [(row[0], row[1]) for row in rows]

    def _by_id(
        self, model: type[R], column: Any, visible: Callable[[Actor], ColumnElement[bool]]
    ) -> DataLoader[uuid.UUID, R | None]:
        async def load(ids: list[uuid.UUID]) -> list[R | None]:
            rows = await self._snapshot.scalars(select(model).where(column.in_(ids), visible(self._viewer)))
            found = {getattr(row, column.key): row for row in rows}
            return [found.get(each) for each in ids]

        return DataLoader(load_fn=load, max_batch_size=_BATCH)

    def _payments_of(self, column: Any) -> DataLoader[uuid.UUID, list[models.Payment]]:
        """Payments by what they belong to, oldest first."""

        async def load(ids: list[uuid.UUID]) -> list[list[models.Payment]]:
            statement = select(models.Payment).where(column.in_(ids), visibility.payments(self._viewer))
            found = defaultdict(list)
            for row in await self._snapshot.scalars(statement.order_by(models.Payment.id)):
                found[getattr(row, column.key)].append(row)
            return [found[each] for each in ids]

        return DataLoader(load_fn=load, max_batch_size=_BATCH)

    async def _are_in_progress(self, ids: list[uuid.UUID]) -> list[bool]:
        """Whether the provider has yet to answer for operations: also to whoever sees no more what they started."""
        creating = union_all(
            *(
                select(each.operation_id).where(
                    each.firm_id == self._viewer.firm_id,
                    each.operation_id.in_(ids),
                    each.status == type_.CREATING,
                )
                for each, type_ in (
                    (models.Payment, models.PaymentStatus),
                    (models.Prepayment, models.PaymentStatus),
                    (models.Refund, models.RefundStatus),
                )
            )
        )
        found = {row[0] for row in await self._snapshot.rows(creating)}
        return [each in found for each in ids]

    @staticmethod
    def _with_person(model: type[R], person_id: Any) -> Any:
        return select(model, models.Person).join(models.Person, models.Person.id == person_id)

    async def _members(self, ids: list[uuid.UUID]) -> list[tuple[models.FirmMember, models.Person] | None]:
        statement = self._with_person(models.FirmMember, models.FirmMember.person_id).where(
            models.FirmMember.id.in_(ids), visibility.members(self._viewer)
        )
        found = {row[0].id: (row[0], row[1]) for row in await self._snapshot.rows(statement)}
        return [found.get(each) for each in ids]

    async def _client_users(self, ids: list[uuid.UUID]) -> list[tuple[models.ClientUser, models.Person] | None]:
        statement = self._with_person(models.ClientUser, models.ClientUser.person_id).where(
            models.ClientUser.id.in_(ids), visibility.client_users(self._viewer)
        )
        found = {row[0].id: (row[0], row[1]) for row in await self._snapshot.rows(statement)}
        return [found.get(each) for each in ids]

    async def _users_of_clients(self, ids: list[uuid.UUID]) -> list[list[tuple[models.ClientUser, models.Person]]]:
        statement = self._with_person(models.ClientUser, models.ClientUser.person_id).where(
            models.ClientUser.client_id.in_(ids), visibility.client_users(self._viewer)
        )
        found = defaultdict(list)
        for row in await self._snapshot.rows(statement.order_by(models.ClientUser.id)):
            found[row[0].client_id].append((row[0], row[1]))
        return [found[each] for each in ids]

    async def _lines_of_invoices(self, ids: list[uuid.UUID]) -> list[list[models.InvoiceLine]]:
        """Lines of invoices that were already found visible, in their order."""
        line = models.InvoiceLine
        statement = select(line).where(line.firm_id == self._viewer.firm_id, line.invoice_id.in_(ids))
        found = defaultdict(list)
        for row in await self._snapshot.scalars(statement.order_by(line.invoice_id, line.position)):
            found[row.invoice_id].append(row)
        return [found[each] for each in ids]

    async def _partners(self, ids: list[uuid.UUID]) -> list[models.Payment | None]:
        """The other part of payments that were made together; either may name the other."""
        payment = models.Payment
        statement = select(payment).where(visibility.payments(self._viewer), payment.partner_id.in_(ids))
        found = {row.partner_id: row for row in await self._snapshot.scalars(statement)}
        return [found.get(each) for each in ids]

    async def _doers(self, seqs: list[int]) -> list[Doer | None]:
        """Who was behind events, by name: clients may read a member's name."""
        member, user = models.FirmMember, models.ClientUser
        of_member, of_user = aliased(models.Person), aliased(models.Person)
        event = models.Event
        statement = (
            select(event, func.coalesce(of_member.name, of_user.name))
            .outerjoin(member, (member.firm_id == event.firm_id) & (member.id == event.member_id))
            .outerjoin(of_member, of_member.id == member.person_id)
            .outerjoin(user, (user.firm_id == event.firm_id) & (user.id == event.client_user_id))
            .outerjoin(of_user, of_user.id == user.person_id)
            .where(event.firm_id == self._viewer.firm_id, event.seq.in_(seqs))
        )
        found = {row[0].seq: Doer(row[0], row[1]) for row in await self._snapshot.rows(statement)}
        return [found.get(each) for each in seqs]

    async def _left_of_lots(self, ids: list[uuid.UUID]) -> list[int]:
        """What is unspent of lots, in minor units."""
        return await self._left(models.Account.id, ids)

    async def _left_of_prepayments(self, ids: list[uuid.UUID]) -> list[int]:
        """What is unspent of prepayments, in minor units; nothing until their money came."""
        return await self._left(models.Account.prepayment_id, ids)

    async def _left(self, column: Any, ids: list[uuid.UUID]) -> list[int]:
        account = models.Account
        statement = select(column, account.credits - account.debits).where(
            account.firm_id == self._viewer.firm_id, account.kind == models.AccountKind.LOT, column.in_(ids)
        )
        found = {row[0]: int(row[1]) for row in await self._snapshot.rows(statement)}
        return [found.get(each, 0) for each in ids]

    async def _terms(self, firm_ids: list[uuid.UUID]) -> list[Terms]:
        settings = await self._snapshot.scalars(
            select(models.PaymentSettings).where(models.PaymentSettings.firm_id.in_(firm_ids))
        )
        connection = models.ProviderConnection
        connections = await self._snapshot.scalars(
            select(connection).where(connection.firm_id.in_(firm_ids)).order_by(connection.id.desc())
        )
        by_firm = {row.firm_id: row for row in settings}
        return [
            Terms(by_firm[firm_id], tuple(row for row in connections if row.firm_id == firm_id)) for firm_id in firm_ids
        ]

    async def _places(self, firm_ids: list[uuid.UUID]) -> list[changes.Here]:
        here = await changes.here(self._snapshot, self._viewer)
        return [here for _ in firm_ids]

    async def _invoices_hidden(self, firm_ids: list[uuid.UUID]) -> list[bool]:
        hidden = await self._snapshot.scalar(select(visibility.invoices_hidden(self._viewer)))
        return [bool(hidden) for _ in firm_ids]
