"""Unexpected errors are masked: the response has an error id, under which the log has the details."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from billing import errors
from billing.prepayments import make_prepayment
from billing.services import Services, Snapshot
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import Response, execute, global_id

SECRET = "no column for sk_live_123 at /srv/acompte.db"
PREPAY = "mutation ($i: MakePrepaymentInput!) { makePrepayment(input: $i) { __typename } }"


class Unexpected(Exception):
    pass


def raise_unexpected(*_: Any, **__: Any) -> Any:
    raise Unexpected(SECRET)


async def execute_and_capture_logs(
    services: Services, viewer: Any, query: str, variables: dict[str, Any] | None = None
) -> tuple[Response, list[Any]]:
    """The response, and the log records."""
    with capture_logs() as records:
        response = await execute(services, viewer, query, variables)
    return response, list(records)


def assert_masked(
    response: Response, records: list[Any], *paths: list[Any], error_type: type[BaseException] = Unexpected
) -> None:
    """Masked at these paths with one error id; logged once, with the error."""
    (record,) = records
    error_id = record["error_id"]
    assert len(error_id) == 32
    assert [error["path"] for error in response.errors] == list(paths)
    for error in response.errors:
        assert error["message"] == f"Something went wrong on our side. Error ID: {error_id}."
        assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "id": error_id}
    assert (record["log_level"], record["path"]) == ("error", paths[0])
    assert isinstance(record["exc_info"], error_type)
    assert record["exc_info"].__traceback__ is not None


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def test_unexpected_error_in_a_query(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """The field is null, nothing of the error is revealed, and other fields are answered."""
    services = firm.app.services
    monkeypatch.setattr(Snapshot, "text", raise_unexpected)
    response, records = await execute_and_capture_logs(services, firm.owner, "{ me: __typename firm { name } }")
    assert response.data == {"me": "Query", "firm": None}
    assert_masked(response, records, ["firm"])
    for word in (SECRET, "sk_live", "Unexpected", "scalars", "Traceback"):
        assert word not in response.text


async def test_one_error_at_two_paths_has_one_id(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    services = firm.app.services
    error = Unexpected(SECRET)

    def raise_same(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(Snapshot, "text", raise_same)
    response, records = await execute_and_capture_logs(
        services, firm.owner, "{ a: firm { name } b: firm { name } me: __typename }"
    )
    assert response.data == {"a": None, "b": None, "me": "Query"}
    assert_masked(response, sorted(records, key=str), ["a"], ["b"])


async def test_database_error(firm: Firm) -> None:
    """Neither SQL nor names of tables nor parameters are revealed."""
    services = firm.app.services
    async with services.writes.begin() as session:
        await (await session.connection()).exec_driver_sql("ALTER TABLE credit_entry RENAME TO elsewhere")
    try:
        response, records = await execute_and_capture_logs(
            services, firm.client_user,
            "query ($c: ID!) { client(id: $c) { name creditAccount { entries { edges { node { id } } } } } }",
            {"c": global_id("Client", firm.client_id)},
        )  # fmt: skip
    finally:
        async with services.writes.begin() as session:
            await (await session.connection()).exec_driver_sql("ALTER TABLE elsewhere RENAME TO credit_entry")
    assert_masked(response, records, ["client"], error_type=Exception)
    assert response.data == {"client": None}
    for word in ("credit_entry", "SELECT", "sqlite", "no such"):
        assert word not in response.text


async def test_unexpected_error_in_a_mutation(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changes, and the key can be used again."""
    services = firm.app.services
    input_fields = {
        "clientId": global_id("Client", firm.client_id),
        "amount": "40",
        "method": "CARD",
        "idempotencyKey": "once",
    }
    monkeypatch.setattr(make_prepayment, "_validate", raise_unexpected)
    async with firm.assert_unchanged():
        response, records = await execute_and_capture_logs(services, firm.client_user, PREPAY, {"i": input_fields})
    assert response.data == {"makePrepayment": None}
    assert_masked(response, records, ["makePrepayment"])
    assert SECRET not in response.text
    monkeypatch.undo()
    assert (await execute(services, firm.client_user, PREPAY, {"i": input_fields})).errors == []


async def test_domain_error_without_a_type_in_the_result(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug of ours, and reported as one."""

    def raise_not_found(*_: Any) -> Any:
        raise errors.NotFound

    monkeypatch.setattr("billing.prepayments.disable_prepayment.require_permission", raise_not_found)
    response, records = await execute_and_capture_logs(
        firm.app.services, firm.owner, "mutation { disablePrepayment { __typename } }"
    )
    assert response.data == {"disablePrepayment": None}
    assert_masked(response, records, ["disablePrepayment"], error_type=errors.NotFound)


async def test_expected_errors_are_not_logged(firm: Firm) -> None:
    services = firm.app.services
    for viewer, query in (
        (None, "{ firm { name } }"),
        (firm.client_user, "{ firm { members { name } } }"),
        (firm.owner, "{ firm { clients(first: 101) { totalCount } } }"),
        (firm.owner, "{ nothing }"),
        (firm.owner, "{"),
    ):
        response, records = await execute_and_capture_logs(services, viewer, query)
        assert len(response.errors) == 1
        assert records == []
