"""Commands for the clients of a firm."""

from pathlib import Path
from typing import Annotated

import typer

from billing.clients import import_clients as importing
from billing.clients.client_file import ClientFile, parse_client_file
from billing.clients.import_clients import ImportClientsResult
from billing.identity import directory
from server.cli.runner import run_with_app
from server.container import App

application = typer.Typer()

_File = Annotated[Path, typer.Argument(help="A CSV file with the columns name, email and reference.")]
_Firm = Annotated[str | None, typer.Option(help="The firm's id, or its name. Not needed if there is only one.")]
_Apply = Annotated[bool, typer.Option("--apply/--dry-run", help="Create the clients, or only check the file.")]


@application.command()
def import_clients(file: _File, firm: _Firm = None, apply: _Apply = False) -> None:
    """Import a firm's clients from a CSV file: all of them, or none. Without --apply, only check the file.

    The first line names the columns, in any order: name, and optionally email and reference. The text is UTF-8,
    separated by commas or semicolons. Other columns are ignored. Clients that the firm already has are not changed.
    Exit 1 if lines are invalid: each is listed, and nothing is created.
    """
    try:
        client_file = parse_client_file(file.read_bytes())
    except OSError as error:
        typer.echo(f"Failed: {file} cannot be read: {error.strerror}.", err=True)
        raise typer.Exit(1) from error
    result = run_with_app(lambda app: _import(app, firm, client_file, apply=apply))
    for problem in result.problems:
        column = "" if problem.column is None else f", {problem.column}"
        typer.echo(f"{file}, line {problem.line}{column}: {problem.message}", err=True)
    if client_file.ignored_columns:
        typer.echo(f"Ignored columns: {', '.join(client_file.ignored_columns)}.")
    if result.problems:
        typer.echo(f"Nothing was created. Problems: {len(result.problems)}.")
        raise typer.Exit(1)
    created = f"Created: {result.created}." if apply else f"To be created with --apply: {result.created}."
    typer.echo(f"{created} Existing already: {result.existing}.")


async def _import(app: App, firm: str | None, file: ClientFile, *, apply: bool) -> ImportClientsResult:
    services = app.services
    row = await (directory.get_only_firm(services) if firm is None else directory.get_firm(services, firm))
    return await importing.import_clients(services, row.id, file, apply=apply)
