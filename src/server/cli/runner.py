"""What commands share: settings read or refused, the house opened for one deed, refusals told in one line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer

from billing.errors import InvalidInput
from billing.identity.accounts import Impossible
from db import migrations
from server import container
from server.container import House
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


def done(deed: Callable[[House], Awaitable[T]]) -> T:
    """What the deed answers, in a house whose schema is up to date. Exit 1, in one line, where it is refused."""
    settings = settings_or_exit()
    return asyncio.run(_done(settings, deed))


async def _done(settings: Settings, deed: Callable[[House], Awaitable[T]]) -> T:
    opened = container.open_house(settings)
    try:
        await migrations.check_all(opened.database.read_engine, settings.database)
        return await deed(opened)
    except (migrations.Unusable, InvalidInput, Impossible) as problem:
        typer.echo(f"Not done: {problem}", err=True)
        raise typer.Exit(1) from problem
    finally:
        await opened.database.close()
