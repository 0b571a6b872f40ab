"""Logs: a line for each request, one id through all of them, and never a secret."""

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
    "acompte:hunter2",
)


@pytest.fixture(autouse=True)
def restore_logging() -> Iterator[None]:
    """Setting up logs is for the whole process: afterwards all is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def log_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def failing_endpoint(_request: Request) -> Response:
    message = "no client at postgresql://acompte:hunter2@db/x for pi_3Abc_secret_XyZ"
    raise RuntimeError(message)


async def ok_endpoint(_request: Request) -> Response:
    structlog.get_logger().info("something", amount=100)
    return Response("fine")


@pytest.fixture
def http() -> httpx.AsyncClient:
    doors = {
        "/graphql": ok_endpoint,
        "/providers/onboarding/{token}": ok_endpoint,
        "/health": ok_endpoint,
        "/webhooks/stripe": failing_endpoint,
    }
    routes = [Route(path, answer, methods=["GET", "POST"]) for path, answer in doors.items()]
    application = Starlette(routes=routes)
    application.add_middleware(logs.RequestLogMiddleware)
    return httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://x")


async def test_a_line_for_each_request(http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    """Method, path, status, milliseconds and id; tokens in paths and queries, and unknown paths, are not written."""
    logs.configure(always_json=True)
    answers = [await http.get(path) for path in ("/graphql?q=x", "/providers/onboarding/t0ken", "/a@b.test", "/health")]
    told = log_lines(capsys)
    assert [one["event"] for one in told] == ["something", "request", "something", "request", "request", "something"]
    requests = [one for one in told if one["event"] == "request"]
    assert [(one["method"], one["path"], one["status"]) for one in requests] == [
        ("GET", "/graphql", 200),
        ("GET", "/providers/onboarding/...", 200),
        ("GET", "/...", 404),
    ]
    assert all(isinstance(one["milliseconds"], int) for one in requests)
    assert [one["request_id"] for one in told][0::2] == [
        answers[number].headers["x-request-id"] for number in (0, 1, 2)
    ]


@pytest.mark.parametrize(
    ("request_id", "expected"),
    [("abc-DEF_1.2", True), ("a" * 64, True), ("a" * 65, False), ("short", False), ('a"b\n12345', False), ("", False)],
)
async def test_a_sane_id_is_kept(http: httpx.AsyncClient, request_id: str, expected: bool) -> None:
    """What a proxy calls the request is its name here too; nonsense is not."""
    answer = await http.get("/graphql", headers=[(b"X-Request-Id", request_id.encode())])
    told = answer.headers["x-request-id"]
    assert (told == request_id) is expected
    assert expected or len(told) == 32


async def test_unexpected_error_is_reported_by_id(http: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]) -> None:
    """The caller gets the number alone; the log has the trace under it, without the secrets in its words."""
    logs.configure(always_json=True)
    answer = await http.post("/webhooks/stripe", headers={"X-Request-Id": "known-number"})
    assert (answer.status_code, "known-number" in answer.text, "client" in answer.text) == (500, True, False)
    (unexpected, request) = log_lines(capsys)
    assert (unexpected["error_id"], unexpected["request_id"]) == ("known-number", "known-number")
    assert "RuntimeError: no client at postgresql://[hidden]@db/x for [hidden]" in str(unexpected["exception"])
    assert request["status"] == 500


def test_whatever_looks_like_a_secret_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """In words of exceptions, of our lines and of libraries'; ids and amounts stay."""
    logs.configure(always_json=True)
    kept = "019a0b02-55f2-779a-9510-d6eeb2fd4f26 pi_3Abc 12.50 2026-03-02T09:00:00"
    for secret in SECRETS[:-1]:
        structlog.get_logger().warning(f"{kept} {secret} end", field=secret)
        logging.getLogger("library").warning("%s %s end", kept, secret)
    told = log_lines(capsys)
    assert len(told) == 2 * len(SECRETS[:-1])
    for one in told:
        assert one["event"] == f"{kept} [hidden] end"
        assert one["level"] == "warning"
        assert one.get("field", "[hidden]") == "[hidden]"
