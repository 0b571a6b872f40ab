"""Commands for the file of the API's schema, for developers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

application = typer.Typer()

_File = Annotated[Path, typer.Option(help="Path of the schema's file.")]
_SCHEMA = Path("schema.graphql")


@application.command()
def schema(
    check: Annotated[bool, typer.Option(help="Write nothing; exit 1 if the file is out of date.")] = False,
    file: _File = _SCHEMA,
) -> None:
    """Write the GraphQL schema to its file."""
    from graph.schema import build_schema, print_schema
    from resolvers import mutations, queries, subscriptions

    api = build_schema(query=queries.Query, mutation=mutations.Mutation, subscription=subscriptions.Subscription)
    text = print_schema(api)
    if not check:
        file.write_text(text)
    elif not file.exists() or file.read_text() != text:
        typer.echo(f"{file} is out of date: run `make schema`.", err=True)
        sys.exit(1)


@application.command()
def schema_changes(
    file: _File = _SCHEMA,
    changelog: Annotated[Path, typer.Option(help="Path of the changelog.")] = Path("CHANGELOG.md"),
) -> None:
    """Exit 1 if the schema's file breaks clients of the last git tag and the changelog does not say so."""
    from server.ops import schema_changes

    release = schema_changes.find_last_release(file)
    if release is None:
        typer.echo("No release yet: no git tag to compare the schema with.")
        return
    changes = schema_changes.find_unannounced_changes(
        release.schema, file.read_text("utf-8"), changelog.read_text("utf-8")
    )
    if changes:
        typer.echo(f"{file} can break clients of {release.tag}. Undo these changes, or list them in the", err=True)
        typer.echo(f"unreleased section of {changelog}, word for word:", err=True)
        for change in changes:
            typer.echo(f"- {change}", err=True)
        raise typer.Exit(1)
