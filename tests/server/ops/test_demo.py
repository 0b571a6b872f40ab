"""The demo's creation: a start that is killed in the middle of it is completed by the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

import models
from db.write_transaction import WriteTransaction
from models import FirmRole, InvoiceStatus, PaymentStatus
from server.container import App
from server.ops import demo
from server.process.uvicorn_server import open_listening_socket, serve_temporarily
from server.settings import Settings
from tests.support.firm import SANDBOX_URL, AppHarness

ADMIN, EMPLOYEE, OWNER = FirmRole.ADMIN, FirmRole.EMPLOYEE, FirmRole.OWNER

pytestmark = pytest.mark.both_databases


class ProcessDied(BaseException):
    """Simulates the death of the process: application code does not catch it."""


@contextmanager
def die_after_commits(count: int) -> Iterator[None]:
    """Die when the transaction after so many others wants to commit."""
    commit, remaining = WriteTransaction.commit, count

    async def commit_or_die(writes: WriteTransaction, added: Any = (), changed: Any = ()) -> None:
        nonlocal remaining
        if remaining == 0:
            raise ProcessDied
        await commit(writes, added, changed)
        remaining -= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WriteTransaction, "commit", commit_or_die)
        yield


@asynccontextmanager
async def demo_server(app: AppHarness) -> AsyncIterator[App]:
    """A server whose first start creates the demo, with the Stripe simulator on a port."""
    with open_listening_socket("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        settings = Settings(database_url=SecretStr(app.database.url), public_url=SANDBOX_URL, port=port, var=Path())
        async with serve_temporarily(app.sandbox.app, listener):
            yield App(settings, app.database, app.services, app.sandbox)


async def describe_demo(app: AppHarness) -> dict[str, Any]:
    """What the demo's people see."""
    client, invoice, prepayment = models.Client, models.Invoice, models.Prepayment
    statements = {
        "firms": select(models.Firm.name).order_by(models.Firm.name),
        "members": select(models.FirmMember.role).order_by(models.FirmMember.role),
        "users": select(client.name).join(models.ClientUser, models.ClientUser.client_id == client.id),
        "clients": select(client.name, client.available, client.held, client.due).order_by(client.name),
        "invoices": select(invoice.status, invoice.total, invoice.paid).order_by(invoice.status, invoice.total),
        "days": select(invoice.due_on).distinct().order_by(invoice.due_on),
        "connections": select(models.ProviderConnection.status),
        "settings": select(models.PaymentSettings.prepayment_enabled, models.PaymentSettings.prepayment_minimum),
        "prepayments": select(prepayment.amount).where(prepayment.status == PaymentStatus.SUCCEEDED),
    }
    async with app.services.reads() as session:
        return {name: sorted(map(str, await session.execute(query))) for name, query in statements.items()}


@pytest.mark.parametrize(("commits", "pause"), [(2, {"minutes": 1}), (5, {"hours": 2})])
async def test_interrupted_demo_is_completed(app: AppHarness, commits: int, pause: dict[str, float]) -> None:
    """Killed after so few commits each time, its creation ends as if it had never been interrupted.

    Also if payment windows expire meanwhile.
    """
    async with demo_server(app) as server:
        deaths = 0
        for _ in range(40):
            try:
                with die_after_commits(commits):
                    await demo.create_demo(server)
                break
            except ProcessDied:
                deaths += 1
                assert await signable_people(app) == []
                app.clock.advance(**pause)
        assert deaths >= 4
        assert await signable_people(app) == sorted(user.email for user in demo.DEMO_USERS)
        state = await describe_demo(app)
        assert state == {
            "firms": ["('Atlas',)", "('Lumière',)"],
            "members": [f"({role!r},)" for role in (ADMIN, EMPLOYEE, EMPLOYEE, OWNER, OWNER)],
            "users": ["('Boulangerie Martin',)", "('Cedar & Co',)", "('Studio Blanc',)"],
            "clients": [
                "('Boulangerie Martin', 15000, 0, 52550)",
                "('Cedar & Co', 0, 0, 0)",
                "('Studio Blanc', 0, 0, 64000)",
            ],
            "invoices": sorted(
                str((status, total, paid))
                for status, total, paid in (
                    (InvoiceStatus.DRAFT, 1200_00, 0),
                    (InvoiceStatus.UNPAID, 180_00, 0),
                    (InvoiceStatus.UNPAID, 95_50, 0),
                    (InvoiceStatus.UNPAID, 640_00, 0),
                    (InvoiceStatus.VOID, 180_00, 0),
                    (InvoiceStatus.PARTIALLY_PAID, 450_00, 200_00),
                    (InvoiceStatus.PAID, 150_00, 150_00),
                )
            ),
            "days": ["(datetime.date(2026, 2, 21),)", "(datetime.date(2026, 3, 23),)"],
            "connections": [f"({models.ProviderStatus.CONNECTED!r},)"],
            "settings": ["(False, None)", "(True, 1000)"],
            "prepayments": ["(50000,)"],
        }
        await demo.create_demo(server)
        assert await describe_demo(app) == state


async def signable_people(app: AppHarness) -> list[str]:
    """Who can sign in with a password."""
    async with app.services.reads() as session:
        with_password = models.Person.password_hash.is_not(None)
        return sorted(await session.scalars(select(models.Person.email).where(with_password)))
