"""The command line: `acompte`."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import models
from billing.jobs import alerts
from billing.reporting import audit as billing_audit
from db import migrations
from graph import schema as graph_schema
from ledger import InvariantViolation
from resolvers import mutations, queries, subscriptions
from server import container, logging
from server.cli import accounts, members, reconcile
from server.cli.runner import settings_or_exit
from server.http import persisted_documents
from server.http.app import build_api, create_asgi_app
from server.ops import demo
from server.ops.backup import BackupFailed, create_backup
from server.process.single_instance import single_instance_lock
from server.process.supervisor import WorkerSupervisor
from server.process.uvicorn_server import AddressUnavailable, UvicornServer, open_listening_socket, run_server
from server.settings import Settings

application = typer.Typer(
    no_args_is_help=True,
    help="Acompte: clients pay ahead, invoices are paid from credits.",
    # Local values may be passwords.
    pretty_exceptions_show_locals=False,
)
application.add_typer(accounts.application)
application.add_typer(members.application)
application.add_typer(reconcile.application)


@application.command()
def serve() -> None:
    """Serve the API, and whatever the settings ask for beside it, until it is told to stop."""
    settings = settings_or_exit()
    logging.configure(always_json=not settings.demo)
    _check_persisted_documents(settings)
    try:
        asyncio.run(_check_database(settings))
        with single_instance_lock(settings.database), open_listening_socket(settings.host, settings.port) as listener:
            if settings.workers > 1:
                raise typer.Exit(
                    WorkerSupervisor(settings, lambda: asyncio.run(_on_workers_ready(settings))).run(listener)
                )
            run_server(_serve(settings, listener))
    except (migrations.DatabaseUnusable, container.ProviderModeMismatch, AddressUnavailable) as problem:
        typer.echo(f"Not started: {problem}", err=True)
        raise typer.Exit(1) from problem
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)


def _check_persisted_documents(settings: Settings) -> None:
    """Exit 1, with a line for each problem, where the trusted documents cannot be taken."""
    if settings.trusted_documents is None:
        return
    try:
        build_api(settings)
    except persisted_documents.InvalidManifest as unusable:
        for problem in unusable.problems:
            typer.echo(f"Not started: {problem}", err=True)
        raise typer.Exit(1) from unusable


async def _check_database(settings: Settings) -> None:
    """Raise Unusable and WrongMode where the database is not one to serve."""
    opened = container.build_app(settings)
    try:
        await migrations.check_database(opened.database.read_engine, settings.database)
        await container.check_provider_mode(opened)
    finally:
        await opened.database.close()


async def _serve(settings: Settings, listener: socket.socket) -> None:
    opened = container.build_app(settings)
    server = UvicornServer(create_asgi_app(opened), settings.host, settings.port)
    serving = asyncio.create_task(server.serve([listener]))
    listening = asyncio.create_task(server.listening.wait())
    await asyncio.wait((serving, listening), return_when=asyncio.FIRST_COMPLETED)
    listening.cancel()
    if server.started:
        if settings.demo:
            await demo.create_demo(opened)
        _print_banner(settings, with_simulator=opened.sandbox is not None)
    await serving
    if not server.started:
        raise typer.Exit(1)


async def _on_workers_ready(settings: Settings) -> None:
    """Several workers listen: make the demo through them, and say where they are."""
    opened = container.build_app(settings)
    if settings.demo:
        await demo.create_demo(opened)
    _print_banner(settings, with_simulator=opened.sandbox is not None)
    await opened.database.close()


def _print_banner(settings: Settings, *, with_simulator: bool) -> None:
    lines = [f"Acompte serves at {settings.base_url}/graphql"]
    if with_simulator:
        lines.append("A stand-in for Stripe serves, too: no money moves. docs/production.md tells how to use Stripe.")
    if settings.graphiql:
        lines.append(f"GraphiQL: {settings.base_url}/graphiql/")
    if settings.demo:
        lines += ["", f"Who can sign in, all with the password {demo.PASSWORD}:"]
        lines += [f"  {one.email:<28} {one.firm}, {one.description}" for one in demo.DEMO_USERS]
    typer.echo("\n" + "\n".join(lines) + "\n")


@application.command()
def migrate() -> None:
    """Bring the database's schema up to date; make the database where there is none."""
    settings = settings_or_exit()
    try:
        migrations.migrate(settings.database)
    except migrations.DatabaseUnusable as problem:
        typer.echo(f"Not migrated: {problem}", err=True)
        raise typer.Exit(1) from problem
    typer.echo("The database is up to date.")


@application.command()
def audit() -> None:
    """Check every invariant of the books. Exit 1, and a line for each, where one does not hold. Tells alerts, too."""
    settings = settings_or_exit()
    logging.configure()
    found, raised = asyncio.run(_audit(settings))
    for one in found:
        typer.echo(f"{one.invariant}: firm {one.firm_id}: {one.detail}")
    for alert in raised:
        typer.echo(
            f"To look at, since {alert.raised_at:%Y-%m-%d %H:%M} UTC: {alert.kind} {alert.subject_id}: {alert.message}"
        )
    typer.echo("The books are right." if not found else f"{len(found)} findings.")
    raise typer.Exit(1 if found else 0)


async def _audit(settings: Settings) -> tuple[list[InvariantViolation], Sequence[models.Alert]]:
    opened = container.build_app(settings)
    try:
        await migrations.check_database(opened.database.read_engine, settings.database)
        return await billing_audit.audit(opened.services), await alerts.list_open_alerts(opened.services)
    except migrations.DatabaseUnusable as problem:
        typer.echo(f"Not audited: {problem}", err=True)
        raise typer.Exit(2) from problem
    finally:
        await opened.database.close()


@application.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to make. It must not be there yet.")]) -> None:
    """Copy the books to a file while they are in use, and verify the copy: pages, keys, schema, audit. For SQLite."""
    try:
        made = asyncio.run(create_backup(settings_or_exit(), file))
    except (BackupFailed, migrations.DatabaseUnusable) as problem:
        typer.echo(f"Not backed up: {problem}", err=True)
        raise typer.Exit(1) from problem
    typer.echo(f"{made.file}: {made.bytes} bytes. The books in it are right.")


@application.command()
def schema(
    check: Annotated[bool, typer.Option(help="Write nothing; exit 1 where the file is not fresh.")] = False,
    file: Annotated[Path, typer.Option(help="The file.")] = Path("schema.graphql"),
) -> None:
    """Write the API's schema, printed from the code, to schema.graphql."""
    text = graph_schema.print_schema(
        graph_schema.build_schema(
            query=queries.Query,
            mutation=mutations.Mutation,
            subscription=subscriptions.Subscription,
            introspection=True,
        )
    )
    if not check:
        file.write_text(text)
    elif not file.exists() or file.read_text() != text:
        typer.echo(f"{file} is not what the code says: run `make schema`.", err=True)
        sys.exit(1)
