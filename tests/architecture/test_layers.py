"""Who may know of whom."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from tests.architecture.conftest import ROOT, SOURCE, python_files

LAYERS = ("money", "models", "db", "ledger", "gateway", "billing", "graph", "resolvers", "server")
LAYERS_BELOW_API = ("money", "models", "db", "ledger", "gateway", "billing")
API_PACKAGES = {"strawberry", "graphql", "starlette", "uvicorn"}


def test_import_contracts_hold() -> None:
    """The contracts in pyproject.toml are kept."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_package_is_a_layer() -> None:
    """A new package has to be put into the contracts, and finds its place here."""
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert packages == {*LAYERS, "sandbox"} == set(contracts["root_packages"])
    assert {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py")} == packages


def test_only_the_gateway_imports_stripe() -> None:
    """Not even the Stripe simulator imports Stripe's library."""
    importers = {file.name for file in python_files(SOURCE) if "stripe" in file.imports()}
    assert importers == {"src/gateway/stripe/client.py", "src/gateway/stripe/webhook.py"}


@pytest.mark.parametrize("floor", LAYERS_BELOW_API)
def test_layers_below_the_api_do_not_import_it(floor: str) -> None:
    """From billing down there is neither GraphQL nor HTTP, so that every rule holds whoever calls."""
    assert {file.name for file in python_files(SOURCE / floor) if file.imports() & API_PACKAGES} == set()


@pytest.mark.parametrize("layer", ["money", "models", "ledger", "graph"])
def test_nobody_else_reaches_for_the_network(layer: str) -> None:
    """Neither values, tables, books nor the language of the API ask anybody outside."""
    assert {
        file.name for file in python_files(SOURCE / layer) if file.imports() & {"httpx", "stripe", "socket"}
    } == set()


def test_money_is_pure() -> None:
    """It knows no database and no clock."""
    for file in python_files(SOURCE / "money"):
        assert file.imports() <= {"__future__", "money", "babel", "dataclasses", "decimal"}, file.name
