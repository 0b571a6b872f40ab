"""Which package imports which."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from tests.architecture.conftest import ROOT, SOURCE, python_files

LAYERS = ("translation", "money", "models", "db", "ledger", "gateway", "billing", "graph", "resolvers", "server")
LAYERS_BELOW_API = ("translation", "money", "models", "db", "ledger", "gateway", "billing")
API_PACKAGES = {"strawberry", "graphql", "starlette", "uvicorn"}


def test_import_contracts_hold() -> None:
    """The contracts in pyproject.toml."""
    process = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert "0 broken" in process.stdout


def test_every_package_is_a_layer() -> None:
    """A new package must be added to the contracts, and to LAYERS."""
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert packages == {*LAYERS, "sandbox"} == set(contracts["root_packages"])
    assert {path.relative_to(SOURCE).parts[0] for path in SOURCE.rglob("*.py")} == packages


def test_only_the_gateway_imports_stripe() -> None:
    """Not even the Stripe simulator imports Stripe's library."""
    importers = {file.name for file in python_files(SOURCE) if "stripe" in file.imports()}
    assert importers == {"src/gateway/stripe/client.py", "src/gateway/stripe/webhook.py"}


def test_one_module_imports_the_smtp_client() -> None:
    """Whoever sends a mail queues it (D47)."""
    importers = {file.name for file in python_files(SOURCE) if file.imports() & {"aiosmtplib", "smtplib"}}
    assert importers == {"src/gateway/mail/smtp.py"}


@pytest.mark.parametrize("layer", LAYERS_BELOW_API)
def test_layers_below_the_api_do_not_import_it(layer: str) -> None:
    """From billing down there is neither GraphQL nor HTTP, so the rules hold for every caller."""
    assert {file.name for file in python_files(SOURCE / layer) if file.imports() & API_PACKAGES} == set()


@pytest.mark.parametrize("layer", ["money", "models", "ledger", "graph"])
def test_other_layers_do_not_use_the_network(layer: str) -> None:
    network = {"httpx", "stripe", "socket", "aiosmtplib"}
    assert {file.name for file in python_files(SOURCE / layer) if file.imports() & network} == set()


def test_money_is_pure() -> None:
    """It uses neither a database nor a clock."""
    for file in python_files(SOURCE / "money"):
        assert file.imports() <= {
            "__future__",
            "money",
            "translation",
            "babel",
            "dataclasses",
            "decimal",
            "functools",
        }, file.name
