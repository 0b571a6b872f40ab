"""The command `reconcile`: compare recent provider payments with the ledger."""

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
def reconcile(days: Annotated[int, typer.Option(min=1, max=3650, help="How many days to look back.")] = 30) -> None:
    """Fetch the provider's recent payments, record what is missing in the ledger, and list remaining differences.

    Exit 1 if there are differences, 3 if an account could not be read. A running server also reconciles by itself.
    """
    logging.configure()
    result = run_with_app(lambda app: reconcile_accounts(app, days))
    for difference in result.differences:
        at_provider, in_ledger = difference.at_provider.format(), difference.in_ledger.format()
        typer.echo(f"{difference.intent_id}: {at_provider} at the provider, {in_ledger} in the ledger")
    for failure in result.failures:
        typer.echo(failure, err=True)
    recorded = result.recorded
    typer.echo(
        f"Recorded: {recorded.provider_payments} payments ({recorded.imported} new to the ledger),"
        f" {recorded.refunds} refunds, {recorded.disputes} dispute changes."
    )
    typer.echo(f"{result.compared} payments compared, {len(result.differences)} differences.")
    raise typer.Exit(1 if result.differences else 3 if result.failures else 0)


@dataclass(frozen=True, slots=True)
class ReconcileResult:
    """Result of a reconciliation. `failures` has a message for each account that could not be read."""

    compared: int
    recorded: ReconciliationCounts
    differences: Sequence[Difference]
    failures: Sequence[str]


async def reconcile_accounts(app: App, days: int) -> ReconcileResult:
    """Reconcile every connected account over the last `days` days."""
    services = app.services
    since = services.clock() - dt.timedelta(days=days)
    async with services.reads() as session:
        connection = models.ProviderConnection
        connected = select(connection).where(connection.account_id.is_not(None))
        accounts = (await session.scalars(connected.order_by(connection.firm_id, connection.id))).all()
    compared, before = 0, await reconciliation.load_event_seqs(services)
    differences: list[Difference] = []
    failures: list[str] = []
    for account in accounts:
        try:
            await reconciliation.sweep_connection(services, account.firm_id, account.id, since)
            while await worker.run_due_jobs(services):
                pass
            count, found = await reconciliation.find_differences(services, account, since)
        except (gateway.ProviderUnavailable, gateway.ProviderRefused) as error:
            is_silent = isinstance(error, gateway.ProviderUnavailable)
            default_message = "the provider is not responding" if is_silent else "the provider denied access"
            failures.append(f"{account.account_id}: could not be read: {str(error) or default_message}")
            continue
        compared += count
        differences += found
    recorded = await reconciliation.count_recorded_since(services, before)
    return ReconcileResult(compared, recorded, differences, failures)
