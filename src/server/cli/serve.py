"""The command `serve`: start-up checks, one server process or several, demo data."""

import asyncio
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.routing import Mount

from db import migrations
from server import container, logging
from server.http import persisted_documents
from server.http.app import Api, build_api, create_asgi_app
from server.ops import demo
from server.process.supervisor import WorkerSupervisor
from server.process.uvicorn_server import (
    AddressUnavailable,
    UvicornServer,
    open_listening_socket,
    run_server,
    serve_temporarily,
)
from server.settings import Settings


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Exits 1 with one line for each problem if the server cannot start."""
    logging.configure(always_json=not settings.demo)
    api = _build_api(settings)
    try:
        asyncio.run(_check_database(settings))
        with _single_instance_lock(settings.database), open_listening_socket(settings.host, settings.port) as listener:
            # Requests that arrive meanwhile wait in the listener's backlog.
            if settings.demo:
                asyncio.run(_create_demo(settings))
            if settings.workers > 1:
                raise typer.Exit(WorkerSupervisor(settings, lambda: print_banner(settings)).run(listener))
            run_server(_serve(settings, api, listener))
    except (migrations.DatabaseUnusable, container.ProviderModeMismatch, AddressUnavailable) as error:
        typer.echo(f"Not started: {error}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)


@contextmanager
def _single_instance_lock(database: str) -> Iterator[None]:
    """Lock the database's file against other servers for the duration of the block: they do not notify each other of
    changes in it. Raises DatabaseUnusable.

    Commands do not take the lock, and PostgreSQL needs none. The operating system releases it when the process ends;
    the lock file stays.
    """
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or url.database is None:
        yield
        return
    file = Path(url.database).resolve()
    with file.with_name(f"{file.name}-serving").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another server uses {file}. Use PostgreSQL for several servers"
            raise migrations.DatabaseUnusable(message) from error
        yield


def _build_api(settings: Settings) -> Api:
    """Exits 1 with a line for each problem of a persisted document."""
    try:
        return build_api(settings)
    except persisted_documents.InvalidManifest as error:
        for problem in error.problems:
            typer.echo(f"Not started: {problem}", err=True)
        raise typer.Exit(1) from error


async def _check_database(settings: Settings) -> None:
    app = container.build_app(settings)
    try:
        await migrations.check_database(app.database.read_engine, settings.database)
        await container.check_provider_mode(app)
    finally:
        await app.database.close()


async def _create_demo(settings: Settings) -> None:
    """Create the demo firms on first start. The Stripe simulator serves on a port of its own until they exist."""
    with open_listening_socket("127.0.0.1", 0) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        app = container.build_app(settings, with_simulator=True)
        try:
            if app.simulator is None:
                await demo.create_demo(app)
                return
            async with serve_temporarily(Starlette(routes=[Mount("/sandbox", app.simulator.app)]), listener):
                await demo.create_demo(app)
            await app.simulator.aclose()
        finally:
            await app.database.close()


async def _serve(settings: Settings, api: Api, listener: socket.socket) -> None:
    app = container.build_app(settings, with_simulator=True)
    server = UvicornServer(create_asgi_app(app, api), settings.host, settings.port)
    async with server.serving(listener):
        if server.started:
            print_banner(settings)
    if not server.started:
        raise typer.Exit(1)


def print_banner(settings: Settings) -> None:
    """Print the addresses of everything that is served, and who can sign in to the demo."""
    urls = {
        "Portal, for clients": settings.portal_base_url,
        "Dashboard, for firms": settings.dashboard_base_url,
        "GraphiQL": f"{settings.base_url}/graphiql/" if settings.graphiql else None,
        "Mails": _mails_address(settings),
    }
    lines = [f"Acompte serves at {settings.base_url}/graphql"]
    if not settings.has_stripe:
        lines.append("Payments go to a Stripe simulator: no money moves. docs/production.md says how to use Stripe.")
    lines += ["", *(f"  {name + ':':<28} {url}" for name, url in urls.items() if url is not None)]
    if settings.demo:
        for title, is_client in (("the portal", True), ("the dashboard", False)):
            lines += ["", f"Who can sign in to {title}, with the password {demo.PASSWORD}:"]
            users = [user for user in demo.DEMO_USERS if user.is_client is is_client]
            lines += [f"  {user.email:<28} {user.firm}, {user.description}" for user in users]
    typer.echo("\n" + "\n".join(lines) + "\n")


def _mails_address(settings: Settings) -> str | None:
    """Where the demo's mails can be read, unless they are sent."""
    if not settings.demo or settings.smtp_host:
        return None
    return str(settings.mail_folder) if settings.has_stripe else f"{settings.base_url}/sandbox/mail"
