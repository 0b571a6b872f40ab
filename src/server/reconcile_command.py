"""The command that holds the provider's last days against the books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import select

import models
import payments
from billing import reconcile as reconciliation
from billing import worker
from billing.reconcile import Difference
from server import logs
from server.house import House
from server.opened import done

application = typer.Typer()


@application.command()
def reconcile(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days to look back.")] = 30,
) -> None:
    """Fetch what the provider has of the last days, book what is missing, and tell what still differs.

    Exit 1 where something differs, 3 where an account could not be asked. A running server does the same by itself.
    """
    logs.set_up()
    compared, found, silent = done(lambda house: _reconcile(house, days))
    for one in found:
        typer.echo(f"{one.intent_id}: the provider has {one.at_provider.written()}, the books {one.in_books.written()}")
    for problem in silent:
        typer.echo(problem, err=True)
    typer.echo(f"{compared} charges compared, {len(found)} differ.")
    raise typer.Exit(1 if found else 3 if silent else 0)


async def _reconcile(house: House, days: int) -> tuple[int, Sequence[Difference], Sequence[str]]:
    services = house.services
    since = services.clock() - dt.timedelta(days=days)
    async with services.reads() as session:
        accounts = await session.scalars(
            select(models.ProviderConnection)
            .where(models.ProviderConnection.account_id.is_not(None))
            .order_by(models.ProviderConnection.firm_id, models.ProviderConnection.id)
        )
        connections = accounts.all()
    compared = 0
    found: list[Difference] = []
    silent: list[str] = []
    for connection in connections:
        try:
            await reconciliation.sweep_connection(services, connection.firm_id, connection.id, since)
            while await worker.run_due(services):
                pass
            number, differing = await reconciliation.differences(services, connection, since)
        except (payments.ProviderUnavailable, payments.ProviderRefused, payments.ProviderMissing) as error:
            silent.append(f"{connection.account_id}: could not be asked: {error or type(error).__name__}")
            continue
        compared += number
        found += differing
    return compared, found, silent
