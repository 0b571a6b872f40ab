"""The command that holds the provider's last days against the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import select

import gateway
import models
from billing import worker
from billing.charges import reconciliation
from billing.charges.reconciliation import Difference, ReconciliationCounts
from server import logging
from server.cli.runner import run_with_app
from server.container import App

application = typer.Typer()


@application.command()
def reconcile(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days to look back.")] = 30,
) -> None:
    """Fetch what the provider has of the last days, book what is missing, and tell what still differs.

    Exit 1 where something differs, 3 where an account could not be asked. A running server does the same by itself.
    """
    logging.configure()
    told = run_with_app(lambda house: reconcile_accounts(house, days))
    for one in told.differences:
        typer.echo(f"{one.intent_id}: the provider has {one.at_provider.format()}, the books {one.in_ledger.format()}")
    for problem in told.unreachable:
        typer.echo(problem, err=True)
    booked = told.booked
    typer.echo(
        f"Booked: {booked.charges} charges ({booked.imported} taken up that the books did not know),"
        f" {booked.refunds} refunds, {booked.disputes} changes of disputes."
    )
    typer.echo(f"{told.compared} charges compared, {len(told.differences)} differ.")
    raise typer.Exit(1 if told.differences else 3 if told.unreachable else 0)


@dataclass(frozen=True, slots=True)
class ReconcileResult:
    """What came of it: accounts that could not be asked are `silent`, in words."""

    compared: int
    booked: ReconciliationCounts
    differences: Sequence[Difference]
    unreachable: Sequence[str]


async def reconcile_accounts(app: App, days: int) -> ReconcileResult:
    """Sweep every account, do what that asks for, and hold it against the books."""
    services = app.services
    since = services.clock() - dt.timedelta(days=days)
    async with services.reads() as session:
        accounts = await session.scalars(
            select(models.ProviderConnection)
            .where(models.ProviderConnection.account_id.is_not(None))
            .order_by(models.ProviderConnection.firm_id, models.ProviderConnection.id)
        )
        connections = accounts.all()
    compared, before = 0, await reconciliation.load_event_seqs(services)
    found: list[Difference] = []
    silent: list[str] = []
    for connection in connections:
        try:
            await reconciliation.sweep_connection(services, connection.firm_id, connection.id, since)
            while await worker.run_due_jobs(services):
                pass
            number, differing = await reconciliation.find_differences(services, connection, since)
        except (gateway.ProviderUnavailable, gateway.ProviderRefused, gateway.ProviderObjectNotFound) as error:
            silent.append(f"{connection.account_id}: could not be asked: {_provider_message(error)}")
            continue
        compared += number
        found += differing
    return ReconcileResult(compared, await reconciliation.count_booked_since(services, before), found, silent)


def _provider_message(error: Exception) -> str:
    """The provider's own words, where it has any."""
    if isinstance(error, gateway.ProviderUnavailable):
        return str(error) or "the provider does not answer"
    return str(error) or "the provider does not show it"
