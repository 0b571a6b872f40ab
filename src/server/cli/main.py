"""The command line, `acompte`. Each command imports its part of the server: to import all takes most of a second."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli import accounts, clients, mail, reconcile, schema
from server.cli.runner import protect_new_files, run_with_app, settings_or_exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    import models
    from ledger import InvariantViolation
    from server.container import App

application = typer.Typer(
    no_args_is_help=True,
    help="Acompte: a billing server with prepaid client credits.",
    # Local variables may contain passwords.
    pretty_exceptions_show_locals=False,
)
application.callback()(protect_new_files)
application.add_typer(accounts.application)
application.add_typer(clients.application)
application.add_typer(reconcile.application)
application.add_typer(mail.application)
application.add_typer(schema.application)


@application.command()
def serve() -> None:
    """Serve the API until SIGINT or SIGTERM."""
    from server.cli.serve import serve

    serve(settings_or_exit())


@application.command()
def migrate() -> None:
    """Bring the database schema up to date. SQLite: create the database if it does not exist."""
    from db import migrations

    settings = settings_or_exit()
    try:
        migrations.migrate(settings.database)
    except migrations.DatabaseUnusable as error:
        typer.echo(f"Not migrated: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo("The database is up to date.")


@application.command()
def audit() -> None:
    """Check every invariant of the ledger and list open alerts. Exit 1 if an invariant is violated, 2 if the database
    cannot be used.
    """
    from server import logging

    logging.configure()
    violations, alerts = run_with_app(_audit, unusable_exit_code=2)
    for violation in violations:
        typer.echo(f"{violation.invariant}: firm {violation.firm_id}: {violation.detail}")
    for alert in alerts:
        since = f"{alert.raised_at:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"Open alert since {since}: {alert.kind} {alert.subject_id}: {alert.message}")
    typer.echo(f"{len(violations)} violations." if violations else "The ledger is consistent.")
    raise typer.Exit(1 if violations else 0)


async def _audit(app: App) -> tuple[list[InvariantViolation], Sequence[models.Alert]]:
    from billing.jobs import alerts
    from billing.reporting import audit

    return await audit.audit(app.services), await alerts.list_open_alerts(app.services)


@application.command()
def backup(file: Annotated[Path, typer.Argument(help="Path of the backup. It must not exist.")]) -> None:
    """Back up a SQLite database while it is in use, and verify the copy: pages, foreign keys, schema, audit."""
    from db import migrations
    from server.ops.backup import BackupFailed, create_backup

    try:
        size = asyncio.run(create_backup(settings_or_exit(), file))
    except (BackupFailed, migrations.DatabaseUnusable) as error:
        typer.echo(f"Not backed up: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{file}: {size} bytes, verified.")
