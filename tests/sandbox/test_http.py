"""Over a real port: the real client with its own transport, under a mount, and two processes on one file."""

import asyncio
import collections.abc
import contextlib
import pathlib
import signal
import socket
import subprocess
import sys

import httpx
import pytest
import stripe
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox import Fault, SimulatorSettings, StripeSimulator
from tests.sandbox.conftest import SECRET, Params, request_options

# The library's own transport sends its form in a way that httpx has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@contextlib.asynccontextmanager
async def serve_simulator(
    folder: pathlib.Path,
) -> collections.abc.AsyncIterator[tuple[StripeSimulator, stripe.StripeClient]]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/sandbox"
    sandbox = StripeSimulator(SimulatorSettings(folder / "sandbox.db", url, None, SECRET))
    app = Starlette(routes=[Mount("/sandbox", sandbox.app)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    serving = asyncio.create_task(server.serve([listener]))
    transport = stripe.HTTPXClient()
    client = stripe.StripeClient(
        "sk_test_sandbox", base_addresses={"api": url}, http_client=transport, max_network_retries=0
    )
    try:
        yield sandbox, client
    finally:
        await transport.close_async()  # type: ignore[no-untyped-call]
        server.should_exit = True
        await serving
        await sandbox.aclose()


async def onboarded(client: stripe.StripeClient) -> str:
    wanted: Params = {"capabilities": {"card_payments": {"requested": True}}}
    account = await client.v1.accounts.create_async(wanted)
    link = await client.v1.account_links.create_async(
        {
            "account": account.id,
            "type": "account_onboarding",
            "refresh_url": "http://firm.test/again",
            "return_url": "http://firm.test/done",
        }
    )
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert (await browser.get(link.url)).status_code == 200
        assert (await browser.post(link.url, data={"outcome": "complete"})).status_code == 303
    return account.id


async def test_a_payment_over_the_network(tmp_path: pathlib.Path) -> None:
    async with serve_simulator(tmp_path) as (_, client):
        account = await onboarded(client)
        params: Params = {"amount": 2000, "currency": "usd", "allowed_payment_method_types": ["card"]}
        intent = await client.v1.payment_intents.create_async(params, request_options(account, "k"))
        again = await client.v1.payment_intents.create_async(params, request_options(account, "k"))
        assert intent.id == again.id
        with pytest.raises(stripe.CardError):
            await client.v1.payment_intents.confirm_async(
                intent.id, {"payment_method": "pm_card_visa_chargeDeclined"}, request_options(account)
            )
        paid = await client.v1.payment_intents.confirm_async(
            intent.id, {"payment_method": "pm_card_visa"}, request_options(account)
        )
        assert paid.status == "succeeded"


async def test_a_cut_connection_over_the_network(tmp_path: pathlib.Path) -> None:
    """The effect is there, the answer is not, and the same key finds out."""
    async with serve_simulator(tmp_path) as (sandbox, client):
        account = await onboarded(client)
        params: Params = {"amount": 2000, "currency": "usd", "allowed_payment_method_types": ["card"]}
        sandbox.faults.add(Fault("drop", "after", path="/payment_intents$"))
        with pytest.raises(stripe.APIConnectionError):
            await client.v1.payment_intents.create_async(params, request_options(account, "k"))
        intent = await client.v1.payment_intents.create_async(params, request_options(account, "k"))
        assert [event["data"]["object"]["id"] for event in sandbox.events(kind="payment_intent.created")] == [intent.id]


_CHILD = """
import asyncio, pathlib, sys
import httpx
from sandbox import StripeSimulator, SimulatorSettings

async def main():
    sandbox = StripeSimulator(SimulatorSettings(pathlib.Path(sys.argv[1]), "http://s.test", None, "whsec"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://s.test") as client:
        number = 0
        while True:
            key = f"{sys.argv[2]}-{number}"
            headers = {"Authorization": "Bearer sk_test_sandbox", "Idempotency-Key": key}
            response = await client.post("/v1/customers", data={"name": key}, headers=headers)
            assert response.status_code == 200, response.text
            number += 1
            print(response.json()["id"], flush=True)

asyncio.run(main())
"""


def kill_process_mid_request(database: pathlib.Path) -> list[list[str]]:
    """Two processes make customers until both are killed: what each was answered before."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(database), str(number)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(pathlib.Path(__file__).parents[2] / "src")},
        )
        for number in range(2)
    ]
    answered: list[list[str]] = []
    for child in children:
        assert child.stdout is not None
        answered.append([child.stdout.readline() for _ in range(20)])
    for child in children:
        child.send_signal(signal.SIGKILL)
    for child, lines in zip(children, answered, strict=True):
        assert child.stdout is not None
        lines += child.stdout.readlines()
        child.stdout.close()
        child.wait()
    return [[line.strip() for line in lines if line.endswith("\n")] for lines in answered]


def test_two_processes_on_one_file_and_kill_9(tmp_path: pathlib.Path) -> None:
    """What was answered is there after both were killed in the middle, and asking again makes no second one."""
    database = tmp_path / "sandbox.db"
    answered = kill_process_mid_request(database)
    asyncio.run(retry_in_new_process(database, answered))


async def retry_in_new_process(database: pathlib.Path, answered: list[list[str]]) -> None:
    sandbox = StripeSimulator(SimulatorSettings(database, "http://s.test", None, SECRET))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://s.test") as client:
        for process, identifiers in enumerate(answered):
            assert len(identifiers) >= 20
            for number, expected in enumerate(identifiers):
                key = f"{process}-{number}"
                headers = {"Authorization": "Bearer sk_test_sandbox", "Idempotency-Key": key}
                response = await client.post("/v1/customers", data={"name": key}, headers=headers)
                assert response.json()["id"] == expected
                assert response.headers["idempotent-replayed"] == "true"
    await sandbox.aclose()
