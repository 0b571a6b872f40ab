"""Permissions and visibility: every use case, every kind of viewer, every kind of object (P7)."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations

import pytest
from sqlalchemy import select

import models
from billing.access import policy, visibility
from billing.access.policy import NotAuthenticated, Permission, PermissionDenied, has_permission, require_permission
from billing.access.principals import ClientUser, Member, System, Viewer, rights_of
from billing.clients.archive_client import archive_client
from billing.clients.unarchive_client import unarchive_client
from billing.clients.update_client import UpdateClientCommand, update_client
from billing.errors import NotFound
from billing.invoices.create_invoice import CreateInvoiceCommand, create_invoice
from billing.invoices.issue_invoice import issue_invoice
from billing.invoices.rules import Line
from billing.invoices.update_invoice import UpdateInvoiceCommand, update_invoice
from billing.invoices.void_invoice import void_invoice
from billing.payments.allocation import AmountChoice, PaymentSource
from billing.payments.cancel_payment import cancel_payment
from billing.payments.pay_invoice import PayInvoiceCommand, pay_invoice
from billing.prepayments.make_prepayment import MakePrepaymentCommand, make_prepayment
from billing.providers.disconnect_provider import disconnect_provider
from billing.providers.set_default_provider import set_default_provider
from billing.services import Services
from models import FirmRole, MemberRight, PaymentMethod
from tests.support.firm import AppHarness, Firm

PAYMENTS, INVOICES, ALL = MemberRight.MANAGE_PAYMENTS, MemberRight.MANAGE_INVOICES, MemberRight.VIEW_ALL_CLIENTS
CLIENTS = MemberRight.MANAGE_CLIENTS
SOME = uuid.UUID(int=1)


def member(role: FirmRole, *rights: MemberRight) -> Member:
    row = models.FirmMember(
        role=role,
        manage_payments=PAYMENTS in rights,
        manage_invoices=INVOICES in rights,
        view_all_clients=ALL in rights,
        manage_clients=CLIENTS in rights,
    )
    return Member(SOME, SOME, role, rights_of(row))


EMPLOYEES = [
    member(FirmRole.EMPLOYEE, *rights)
    for rights in chain.from_iterable(combinations(MemberRight, count) for count in range(len(MemberRight) + 1))
]
EXPECTED_ACCESS: dict[str, tuple[Permission, set[MemberRight] | None, bool]] = {
    "settings, providers, prepayment, report": (policy.OWNER_OR_ADMIN, None, False),
    "reading": (policy.ANY_MEMBER, set(), False),
    "create, issue, void invoices": (policy.MANAGE_INVOICES, {INVOICES}, False),
    "create, change, archive clients": (policy.MANAGE_CLIENTS, {CLIENTS}, False),
    "credit note, refund": (policy.MANAGE_PAYMENTS, {PAYMENTS}, False),
    "make a prepayment": (policy.MAKE_PREPAYMENTS, {PAYMENTS}, True),
    "cancel a payment": (policy.CANCEL_PAYMENTS, {PAYMENTS}, True),
    "pay an invoice": (policy.PAY_INVOICES, {PAYMENTS, INVOICES}, True),
}


@pytest.mark.parametrize("action", EXPECTED_ACCESS)
def test_roles_have_the_documented_permissions(action: str) -> None:
    """Roles: owner and admin always; an employee with the rights (None: never); a client user or not."""
    access, rights, client_user = EXPECTED_ACCESS[action]
    assert has_permission(member(FirmRole.OWNER), access)
    assert has_permission(member(FirmRole.ADMIN), access)
    assert has_permission(ClientUser(SOME, SOME, SOME), access) is client_user
    for employee in EMPLOYEES:
        assert has_permission(employee, access) is (rights is not None and rights <= employee.rights)


def test_owner_and_admin_have_every_right() -> None:
    """Roles: regardless of what the row says."""
    for role in (FirmRole.OWNER, FirmRole.ADMIN):
        assert member(role).rights == frozenset(MemberRight)


def test_anonymous_must_sign_in() -> None:
    """Missing authentication is a different error from missing permission."""
    with pytest.raises(NotAuthenticated):
        require_permission(None, policy.ANY_MEMBER)


@dataclass(frozen=True)
class Objects:
    """The targets that use cases are called with."""

    client: uuid.UUID
    invoice: uuid.UUID
    draft: uuid.UUID
    payment: uuid.UUID
    prepayment: uuid.UUID
    provider: uuid.UUID


UseCase = Callable[[Services, Viewer, Objects], Awaitable[object]]


def _create(services: Services, viewer: Viewer, targets: Objects) -> Awaitable[object]:
    lines = (Line("Work", Decimal(1), Decimal(50)),)
    return create_invoice(
        services, viewer, CreateInvoiceCommand(targets.client, None, None, lines, None, None, True, None, "k")
    )


def _pay(services: Services, viewer: Viewer, targets: Objects) -> Awaitable[object]:
    return pay_invoice(
        services, viewer, PayInvoiceCommand(targets.invoice, AmountChoice.REMAINING, PaymentSource.CREDITS, None, "k")
    )


def _prepay(services: Services, viewer: Viewer, targets: Objects) -> Awaitable[object]:
    return make_prepayment(
        services, viewer, MakePrepaymentCommand(targets.client, Decimal(20), PaymentMethod.CARD, "k")
    )


USE_CASES: dict[str, UseCase] = {
    "create_invoice": _create,
    "update_invoice": lambda services, viewer, of: update_invoice(services, viewer, UpdateInvoiceCommand(of.draft)),
    "update_client": lambda services, viewer, of: update_client(
        services, viewer, UpdateClientCommand(of.client, name="New")
    ),
    "archive_client": lambda services, viewer, of: archive_client(services, viewer, of.client),
    "unarchive_client": lambda services, viewer, of: unarchive_client(services, viewer, of.client),
    "issue_invoice": lambda services, viewer, of: issue_invoice(services, viewer, of.draft),
    "void_invoice": lambda services, viewer, of: void_invoice(services, viewer, of.invoice, "mistake"),
    "pay_invoice": _pay,
    "make_prepayment": _prepay,
    "cancel_payment": lambda services, viewer, of: cancel_payment(services, viewer, of.payment),
    "cancel_prepayment": lambda services, viewer, of: cancel_payment(services, viewer, of.prepayment),
    "disconnect_provider": lambda services, viewer, of: disconnect_provider(services, viewer, of.provider),
    "set_default_provider": lambda services, viewer, of: set_default_provider(services, viewer, of.provider),
}
CLIENT_USE_CASES = [name for name in USE_CASES if "provider" not in name]
"""Use cases that employees have, for the clients they can see."""
CLIENT_USER_USE_CASES = ["pay_invoice", "make_prepayment", "cancel_payment", "cancel_prepayment"]


async def create_objects(firm: Firm) -> Objects:
    provider = (await firm.settings()).default_connection_id
    assert provider is not None
    await firm.prepay("30.00")
    invoice, draft = await firm.create_invoice("50.00"), await firm.create_invoice("50.00", issue=False)
    (payment,) = await firm.pay(invoice, "20.00", PaymentSource.CARD)
    prepayment = await firm.start_prepayment("20.00")
    return Objects(firm.client_id, invoice, draft, payment.id, prepayment.id, provider)


async def test_foreign_objects_are_not_found(app: AppHarness) -> None:
    """Roles, P7: an id of another firm, another client or an unassigned client is answered like an unknown id."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    real = await create_objects(firm)
    unknown = Objects(*(models.new_id() for _ in range(6)))
    stranger = await firm.add_user(await firm.add_client(), "stranger")
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, PAYMENTS, INVOICES, CLIENTS)
    await firm.assign(employee, await firm.add_client("Assigned"))
    admin = await other.add_member("admin", FirmRole.ADMIN)
    for name, use_case in USE_CASES.items():
        viewers: list[Viewer] = [other.owner, admin]
        if name in CLIENT_USE_CASES:
            viewers.append(employee)
        if name in CLIENT_USER_USE_CASES:
            viewers += [stranger, other.client_user]
        for viewer in viewers:
            errors = []
            for target in (real, unknown):
                async with firm.assert_unchanged(), other.assert_unchanged():
                    with pytest.raises(NotFound) as error:
                        await use_case(app.services, viewer, target)
                errors.append((type(error.value), str(error.value)))
            assert errors[0] == errors[1], name


async def test_missing_right_is_denied_without_effect(app: AppHarness) -> None:
    """Roles: denied before any look-up, so the answer is the same for existing and unknown objects; nothing changes."""
    firm = await app.create_ready_firm()
    real = await create_objects(firm)
    unknown = Objects(*(models.new_id() for _ in range(6)))
    bare = await firm.add_member("bare", FirmRole.EMPLOYEE, ALL)
    full = await firm.add_member("full", FirmRole.EMPLOYEE, *MemberRight)
    one_of_two = [
        await firm.add_member("payments", FirmRole.EMPLOYEE, PAYMENTS, ALL),
        await firm.add_member("invoices", FirmRole.EMPLOYEE, INVOICES, ALL),
    ]
    before = await firm.invoice_figures(real.invoice)
    async with firm.assert_unchanged():
        for name, use_case in USE_CASES.items():
            viewers: list[Viewer] = [bare]
            if name not in CLIENT_USER_USE_CASES:
                viewers.append(firm.client_user)
            if name not in CLIENT_USE_CASES:
                viewers.append(full)
            if name == "pay_invoice":
                viewers += one_of_two
            for viewer in viewers:
                for target in (real, unknown):
                    with pytest.raises(PermissionDenied):
                        await use_case(app.services, viewer, target)
    assert await firm.invoice_figures(real.invoice) == before


@pytest.mark.parametrize("name", [name for name in USE_CASES if name not in CLIENT_USER_USE_CASES])
async def test_anonymous_is_denied_every_use_case(app: AppHarness, name: str) -> None:
    """The only answer is that the caller is not signed in."""
    anonymous: Viewer = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    with pytest.raises(NotAuthenticated):
        await USE_CASES[name](app.services, anonymous, Objects(*(models.new_id() for _ in range(6))))


async def test_client_user_sees_only_their_own_client(app: AppHarness) -> None:
    """Roles: no drafts and no voided drafts; no invoices while the firm hides them, but payments and entries."""
    firm = await app.create_ready_firm()
    real = await create_objects(firm)
    voided = await firm.create_invoice("9.00", issue=False)
    await void_invoice(app.services, firm.owner, voided, "mistake")
    elsewhere = await firm.create_invoice("7.00", await firm.add_client())

    async def visible(viewer: Viewer | System) -> tuple[set[uuid.UUID], int, int]:
        async with app.services.reads() as session:
            invoices = await session.scalars(select(models.Invoice.id).where(visibility.invoices(viewer)))
            payments = await session.scalars(
                select(models.Payment.id).where(visibility.rows_of_clients(viewer, models.Payment))
            )
            entries = await session.scalars(
                select(models.CreditEntry.id).where(visibility.rows_of_clients(viewer, models.CreditEntry))
            )
            return set(invoices), len(payments.all()), len(entries.all())

    everything = {real.invoice, real.draft, voided, elsewhere}
    assert await visible(firm.client_user) == ({real.invoice}, 1, 1)
    assert await visible(firm.owner) == (everything, 1, 1)
    assert await visible(System(firm.id)) == (everything, 1, 1)
    async with app.services.writes.begin() as session:
        settings = await session.get_one(models.PaymentSettings, firm.id)
        settings.hide_invoices_from_clients = True
    assert await visible(firm.client_user) == (set(), 1, 1)
    assert await visible(firm.owner) == (everything, 1, 1)


async def test_settings_and_members_are_for_owner_and_admin(app: AppHarness) -> None:
    """Roles: an employee with every right sees only themselves; a client user sees neither."""
    firm, other = await app.create_ready_firm(), await app.create_ready_firm(name="Other")
    employee = await firm.add_member("employee", FirmRole.EMPLOYEE, *MemberRight)
    admin = await firm.add_member("admin", FirmRole.ADMIN)

    async def visible(viewer: Viewer) -> tuple[int, int, set[uuid.UUID]]:
        async with app.services.reads() as session:
            settings = select(models.PaymentSettings.firm_id).where(
                visibility.rows_for_owner_and_admins(viewer, models.PaymentSettings)
            )
            providers = select(models.ProviderConnection.id).where(
                visibility.rows_for_owner_and_admins(viewer, models.ProviderConnection)
            )
            members = select(models.FirmMember.id).where(visibility.members(viewer))
            return (
                len((await session.scalars(settings)).all()),
                len((await session.scalars(providers)).all()),
                set(await session.scalars(members)),
            )

    for viewer in (firm.owner, admin):
        assert await visible(viewer) == (1, 1, {firm.owner.id, admin.id, employee.id})
    assert await visible(employee) == (0, 0, {employee.id})
    assert await visible(firm.client_user) == (0, 0, set())
    assert await visible(other.owner) == (1, 1, {other.owner.id})


async def test_employee_sees_only_clients_assigned_to_them(app: AppHarness) -> None:
    """Roles, P7: neither clients without an assignment, nor those that are assigned to a colleague."""
    firm = await app.create_firm()
    assigned, of_colleague, _ = await firm.add_client("A"), await firm.add_client("B"), await firm.add_client("C")
    employee, colleague, unassigned = [await firm.add_member(name, FirmRole.EMPLOYEE) for name in ("a", "b", "c")]
    await firm.assign(employee, assigned)
    await firm.assign(colleague, of_colleague)

    async def visible(viewer: Viewer) -> set[uuid.UUID]:
        async with app.services.reads() as session:
            return set(await session.scalars(select(models.Client.id).where(visibility.clients(viewer))))

    assert (await visible(employee), await visible(colleague)) == ({assigned}, {of_colleague})
    assert await visible(unassigned) == set()
    assert len(await visible(firm.owner)) == 4
