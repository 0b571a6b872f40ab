"""What nobody expected is told by a number alone; under that number the log has everything."""

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
    """The answer, and what was logged."""
    with capture_logs() as logged:
        answer = await execute(services, viewer, query, variables)
    return answer, list(logged)


def assert_masked(
    answer: Response, logged: list[Any], *paths: list[Any], cause: type[BaseException] = Unexpected
) -> None:
    """Masked at those paths, under one number; the log has it once, with the cause."""
    (record,) = logged
    number = record["error_id"]
    assert len(number) == 32
    assert [error["path"] for error in answer.errors] == list(paths)
    for error in answer.errors:
        assert error["message"] == f"Something went wrong on our side. Error ID: {number}."
        assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "id": number}
    assert (record["log_level"], record["path"]) == ("error", paths[0])
    assert isinstance(record["exc_info"], cause)
    assert record["exc_info"].__traceback__ is not None


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_ready_firm()


async def test_a_query(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Null at its place and nothing of the cause; what does not need it is answered."""
    services = firm.app.services
    monkeypatch.setattr(Snapshot, "text", raise_unexpected)
    answer, logged = await execute_and_capture_logs(services, firm.owner, "{ me: __typename firm { name } }")
    assert answer.data == {"me": "Query", "firm": None}
    assert_masked(answer, logged, ["firm"])
    for word in (SECRET, "sk_live", "Unexpected", "scalars", "Traceback"):
        assert word not in answer.text


async def test_one_cause_met_twice_has_one_number(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    services = firm.app.services
    cause = Unexpected(SECRET)

    def same(*_: Any, **__: Any) -> Any:
        raise cause

    monkeypatch.setattr(Snapshot, "text", same)
    answer, logged = await execute_and_capture_logs(
        services, firm.owner, "{ a: firm { name } b: firm { name } me: __typename }"
    )
    assert answer.data == {"a": None, "b": None, "me": "Query"}
    assert_masked(answer, sorted(logged, key=str), ["a"], ["b"])


async def test_a_database_that_fails(firm: Firm) -> None:
    """Not a word of SQL, tables or parameters."""
    services = firm.app.services
    async with services.writes.begin() as session:
        await (await session.connection()).exec_driver_sql("ALTER TABLE credit_entry RENAME TO elsewhere")
    try:
        answer, logged = await execute_and_capture_logs(
            services, firm.client_user,
            "query ($c: ID!) { client(id: $c) { name creditAccount { entries { edges { node { id } } } } } }",
            {"c": global_id("Client", firm.client_id)},
        )  # fmt: skip
    finally:
        async with services.writes.begin() as session:
            await (await session.connection()).exec_driver_sql("ALTER TABLE elsewhere RENAME TO credit_entry")
    assert_masked(answer, logged, ["client"], cause=Exception)
    assert answer.data == {"client": None}
    for word in ("credit_entry", "SELECT", "sqlite", "no such"):
        assert word not in answer.text


async def test_a_mutation(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has moved, and its neighbour is done all the same."""
    services = firm.app.services
    wish = {"clientId": global_id("Client", firm.client_id), "amount": "40", "method": "CARD", "idempotencyKey": "once"}
    monkeypatch.setattr(make_prepayment, "_validate", raise_unexpected)
    async with firm.assert_unchanged():
        answer, logged = await execute_and_capture_logs(services, firm.client_user, PREPAY, {"i": wish})
    assert answer.data == {"makePrepayment": None}
    assert_masked(answer, logged, ["makePrepayment"])
    assert SECRET not in answer.text
    monkeypatch.undo()
    assert (await execute(services, firm.client_user, PREPAY, {"i": wish})).errors == []


async def test_a_refusal_that_the_result_has_no_type_for(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a mistake of ours, and told as one."""

    def refuse(*_: Any) -> Any:
        raise errors.NotFound

    monkeypatch.setattr("billing.prepayments.disable_prepayment.require_permission", refuse)
    answer, logged = await execute_and_capture_logs(
        firm.app.services, firm.owner, "mutation { disablePrepayment { __typename } }"
    )
    assert answer.data == {"disablePrepayment": None}
    assert_masked(answer, logged, ["disablePrepayment"], cause=errors.NotFound)


async def test_what_is_expected_is_not_logged(firm: Firm) -> None:
    """Refusals of every kind are the caller's matter."""
    services = firm.app.services
    for viewer, query in (
        (None, "{ firm { name } }"),
        (firm.client_user, "{ firm { members { name } } }"),
        (firm.owner, "{ firm { clients(first: 101) { totalCount } } }"),
        (firm.owner, "{ nothing }"),
        (firm.owner, "{"),
    ):
        answer, logged = await execute_and_capture_logs(services, viewer, query)
        assert len(answer.errors) == 1
        assert logged == []
