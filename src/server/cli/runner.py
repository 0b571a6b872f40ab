"""Running a command: reading the settings, opening the application, reporting errors in one line."""

import asyncio
import functools
import inspect
import os
import shlex
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import typer
from sqlalchemy import make_url

from billing.errors import DomainError
from billing.identity.operator import OperatorError
from db import sqlite
from server.container import App, build_app
from server.settings import Settings
from server.settings_checks import read_settings

T = TypeVar("T")


def settings_or_exit() -> Settings:
    """Read the settings. Exits 2 with a line for each problem if they are invalid.

    Warns of files of the database that other users of the machine can open.
    """
    settings, problems = read_settings()
    if settings is None:
        typer.echo("Not started: the settings are invalid.", err=True)
        for problem in problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(2)
    _warn_of_open_files(settings)
    return settings


def protect_new_files(context: typer.Context) -> None:
    """Make every file that the command creates readable by its own user only."""
    context.call_on_close(functools.partial(os.umask, os.umask(0o077)))


def _warn_of_open_files(settings: Settings) -> None:
    url = make_url(settings.database)
    databases = [settings.simulator_database]
    if url.get_backend_name() == "sqlite" and url.database:
        databases.append(Path(url.database))
    for path in sorted({path for database in databases for path in sqlite.files_open_to_others(database)}):
        remedy = f"To revoke that access: chmod go= {shlex.quote(str(path))}"
        typer.echo(f"Warning: other users of this machine have access to {path}. {remedy}", err=True)


def run_with_app(command_handler: Callable[[App], Awaitable[T]], *, unusable_exit_code: int = 1) -> T:
    """Run a handler on the application and return its result.

    Exits 1 if the handler raises a domain error or OperatorError, and with `unusable_exit_code` if the database cannot
    be reached or its schema is out of date.
    """
    settings = settings_or_exit()
    return asyncio.run(_run_with_app(settings, command_handler, unusable_exit_code))


def app_command(commands: typer.Typer) -> Callable[[Callable[..., Awaitable[list[str]]]], Callable[..., None]]:
    """Add a command that runs a handler on the application, and prints the lines that the handler returns.

    The handler's parameters after the first, which is the application, are those of the command.
    """

    def decorate(handler: Callable[..., Awaitable[list[str]]]) -> Callable[..., None]:
        @functools.wraps(handler)
        def command(**arguments: Any) -> None:
            for line in run_with_app(lambda app: handler(app, **arguments)):
                typer.echo(line)

        parameters = list(inspect.signature(handler).parameters.values())[1:]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return commands.command()(command)

    return decorate


async def _run_with_app(settings: Settings, command_handler: Callable[[App], Awaitable[T]], exit_code: int) -> T:
    from db import migrations

    app = build_app(settings)
    try:
        await migrations.check_database(app.database.read_engine, settings.database)
        return await command_handler(app)
    except migrations.DatabaseUnusable as error:
        typer.echo(f"Failed: {error}", err=True)
        raise typer.Exit(exit_code) from error
    except (DomainError, OperatorError) as error:
        typer.echo(f"Failed: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        await app.database.close()
