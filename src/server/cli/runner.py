"""What commands share: settings read or refused, the house opened for one deed, refusals told in one line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from billing.errors import InvalidInput
from billing.identity.accounts import OperatorError
from db import migrations
from server import container
from server.container import App
from server.settings import Settings, read_settings

T = TypeVar("T")


def settings_or_exit() -> Settings:
    """The settings. Exit 2, with every problem there is, where they cannot be taken."""
    settings, problems = read_settings()
    if settings is None:
        typer.echo("Not started: these settings cannot be taken.", err=True)
        for problem in problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(2)
    return settings


def run_with_app(command_handler: Callable[[App], Awaitable[T]]) -> T:
    """What the deed answers, in a house whose schema is up to date. Exit 1, in one line, where it is refused."""
    settings = settings_or_exit()
    return asyncio.run(_run_with_app(settings, command_handler))


async def _run_with_app(settings: Settings, command_handler: Callable[[App], Awaitable[T]]) -> T:
    opened = container.build_app(settings)
    try:
        await migrations.check_database(opened.database.read_engine, settings.database)
        return await command_handler(opened)
    except (migrations.DatabaseUnusable, InvalidInput, OperatorError) as problem:
        typer.echo(f"Not done: {problem}", err=True)
        raise typer.Exit(1) from problem
    finally:
        await opened.database.close()
