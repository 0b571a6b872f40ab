"""Logging: one line for each request, one id for all lines of a request, and no secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import logging as logs

SECRETS = (
    "sk_live_51AbCdEf",
    "rk_test_51AbCdEf",
    "whsec_abcdef123",
    "pi_3Abc_secret_XyZ",
    "eyJhbGciOi.eyJzdWIi.c2ln",
    "Bearer abc.def-123",
    "marc.martin+x@example.co.uk",
    "4242 4242 4242 4242",
    "4000000000000002",
)


@pytest.fixture(autouse=True)
def restore_logging() -> Iterator[None]:

    configuration, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.configure(**configuration)
    root.handlers[:] = handlers
    root.setLevel(level)


def log_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def failing_endpoint(_request: Request) -> Response:
    raise RuntimeError("no client at postgresql://acompte:hunter2@db/x for pi_3Abc_secret_XyZ")


async def ok_endpoint(_request: Request) -> Response:
    structlog.get_logger().info("something", amount=100)
    return Response("fine")


@pytest.fixture
def http() -> httpx.AsyncClient:
    endpoints = {
        "/graphql": ok_endpoint,
        "/providers/onboarding/{token}": ok_endpoint,
        "/health": ok_endpoint,
        "/webhooks/stripe": failing_endpoint,
    }
    routes = [Route(path, endpoint, methods=["GET", "POST"]) for path, endpoint in endpoints.items()]
    application = Starlette(routes=routes)
    application.add_middleware(logs.RequestLogMiddleware)
    return httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://x")


async def test_request_lines(http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    """Method, path, status, milliseconds and id; no query string, no tokens in paths, no unknown paths."""
    logs.configure(always_json=True)
    paths = ("/graphql?q=x", "/providers/onboarding/t0ken", "/a@b.test", "/health")
    responses = [await http.get(path) for path in paths]
    lines = log_lines(capsys)
    assert [line["event"] for line in lines] == ["something", "request", "something", "request", "request", "something"]
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["path"], line["status"]) for line in requests] == [
        ("GET", "/graphql", 200),
        ("GET", "/providers/onboarding/...", 200),
        ("GET", "/...", 404),
    ]
    assert all(isinstance(line["milliseconds"], int) for line in requests)
    request_ids = [response.headers["x-request-id"] for response in responses[:3]]
    assert [line["request_id"] for line in lines][0::2] == request_ids


async def test_request_id_of_the_nearest_proxy(http: httpx.AsyncClient) -> None:
    """Of several, the last one is used, or replaced."""
    for last, expected in (("of-the-proxy", True), ("bad id", False)):
        headers = [(b"X-Request-Id", b"of-the-client"), (b"X-Request-Id", last.encode())]
        used = (await http.get("/graphql", headers=headers)).headers["x-request-id"]
        assert (used == last) is expected
        assert used != "of-the-client"


@pytest.mark.parametrize(
    ("request_id", "expected"),
    [("abc-DEF_1.2", True), ("a" * 64, True), ("a" * 65, False), ("short", False), ('a"b\n12345', False), ("", False)],
)
async def test_request_id_of_a_proxy(http: httpx.AsyncClient, request_id: str, expected: bool) -> None:
    """A valid id is used; another one is replaced."""
    response = await http.get("/graphql", headers=[(b"X-Request-Id", request_id.encode())])
    used = response.headers["x-request-id"]
    assert (used == request_id) is expected
    assert expected or len(used) == 32


async def test_unexpected_error_is_reported_by_id(http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    """The client gets the id only; the log has the traceback with the id, without secrets."""
    logs.configure(always_json=True)
    response = await http.post("/webhooks/stripe", headers={"X-Request-Id": "request-id-1"})
    assert (response.status_code, "request-id-1" in response.text, "client" in response.text) == (500, True, False)
    (unexpected, request) = log_lines(capsys)
    assert (unexpected["error_id"], unexpected["request_id"]) == ("request-id-1", "request-id-1")
    assert "RuntimeError: no client at postgresql://[hidden]@db/x for [hidden]" in str(unexpected["exception"])
    assert request["status"] == 500


def test_secrets_are_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    """In our lines and those of libraries; ids, amounts and times are not."""
    logs.configure(always_json=True)
    harmless = "019a0b02-55f2-779a-9510-d6eeb2fd4f26 pi_3Abc 12.50 2026-03-02T09:00:00"
    for secret in SECRETS:
        structlog.get_logger().warning(f"{harmless} {secret} end", field=secret)
        logging.getLogger("library").warning("%s %s end", harmless, secret)
    lines = log_lines(capsys)
    assert len(lines) == 2 * len(SECRETS)
    for line in lines:
        assert line["event"] == f"{harmless} [hidden] end"
        assert line["level"] == "warning"
        assert line.get("field", "[hidden]") == "[hidden]"
