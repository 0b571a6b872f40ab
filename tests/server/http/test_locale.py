"""The language of answers over HTTP: what the request asks for, else the person's, else the firm's (D65)."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import update

import models
from billing.access.principals import ClientUser, Viewer
from billing.identity import authentication
from billing.providers import connect_provider
from models import ProviderKind
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import global_id, record_statements
from tests.support.sessions import session_of

pytestmark = pytest.mark.both_databases

ENGLISH, FRENCH = "Not found.", "Introuvable."
CANCEL = 'mutation { cancelPayment(input: {id: "x"}) { __typename ... on UserError { message } } }'
FAILURES = """{ viewer { ... on ClientUser { client {
    prepayments(first: 5) { edges { node { failure { code message } } } } } } } }"""
DECLINED = {
    "en": "The payment was declined. Please try another card or account, or contact your bank.",
    "fr": "Le paiement a été refusé. Veuillez essayer une autre carte ou un autre compte, ou contacter votre banque.",
}


class Caller:
    """Sends requests of one viewer, or of nobody."""

    def __init__(self, http: httpx.AsyncClient, token: str | None) -> None:
        self.http, self.token = http, token

    async def execute(self, query: str, accept_language: str | None = None, **variables: Any) -> Any:
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        headers |= {} if accept_language is None else {"Accept-Language": accept_language}
        body = {"query": query, "variables": variables}
        return (await self.http.post("/graphql", json=body, headers=headers)).json()

    async def refused(self, accept_language: str | None = None) -> str:
        """The message of a refused mutation."""
        result = (await self.execute(CANCEL, accept_language))["data"]["cancelPayment"]
        assert result["__typename"] == "NotFound"
        message: str = result["message"]
        return message


async def caller_of(http: httpx.AsyncClient, app: AppHarness, viewer: Viewer) -> Caller:
    return Caller(http, await session_of(app.services, viewer))


async def set_locales(firm: Firm, *, firms: str | None = None, persons: str | None = None) -> None:
    async with firm.app.services.writes.begin() as session:
        if firms is not None:
            await session.execute(update(models.Firm).where(models.Firm.id == firm.id).values(locale=firms))
        await session.execute(update(models.Person).values(locale=persons))


async def test_request_then_person_then_firm(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: each comes first where those before it say nothing that there are texts in."""
    for viewer in (firm.client_user, firm.owner):
        caller = await caller_of(http, app, viewer)
        await set_locales(firm, firms="en")
        assert await caller.refused() == ENGLISH
        await set_locales(firm, firms="fr")
        assert await caller.refused("de") == FRENCH
        await set_locales(firm, firms="fr", persons="en")
        assert await caller.refused("de") == ENGLISH
        assert await caller.refused("fr-CA, en;q=0.5") == FRENCH
        await set_locales(firm, firms="en", persons="fr")
        assert await caller.refused() == FRENCH
        assert await caller.refused("en") == ENGLISH


async def test_garbage_is_no_language(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: whatever the header is, the request is answered, in the person's language."""
    await set_locales(firm, persons="fr")
    caller = await caller_of(http, app, firm.owner)
    for header in ("", "*", ";;;,,,q=", "fr;q=0", "a" * 20_000, "en" * 9, ",".join(["x-y;q=0.1"] * 500), "é".encode()):
        request = httpx.Request(
            "POST",
            "https://acompte.test/graphql",
            json={"query": CANCEL},
            headers=[
                (b"authorization", f"Bearer {caller.token}".encode()),
                (b"accept-language", header if isinstance(header, bytes) else header.encode()),
            ],
        )
        response = await http.send(request)
        assert response.json()["data"]["cancelPayment"]["message"] == FRENCH


async def test_codes_never_change(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: only messages differ between languages."""
    caller, nobody = await caller_of(http, app, firm.client_user), Caller(http, None)
    queries = (
        '{ firm { moneyReport(from: "2026-01-01", to: "2026-01-02") { from } } }',
        "{ nodes(ids: [" + '"x",' * 101 + "]) { id } }",
        "{ viewer { ... on ClientUser { client { invoices(first: -1) { edges { cursor } } } } } }",
        "{" + "".join(f" a{n}: viewer {{ __typename }}" for n in range(31)) + " }",
        "query A { firm { id } } query B { firm { id } }",
        CANCEL,
    )
    for requester in (caller, nobody):
        for query in queries:
            in_english, in_french = [await requester.execute(query, language) for language in ("en", "fr")]
            assert without_messages(in_english) == without_messages(in_french)
            has_message = in_english != without_messages(in_english)
            assert (in_english != in_french) is has_message, query
            assert await requester.execute(query, "en") == in_english  # nothing of the other language was cached
    for language, text in (("en", "Invalid JSON."), ("fr", "JSON non valide.")):
        headers = {"Content-Type": "application/json", "Accept-Language": language}
        response = await http.post("/graphql", content=b"{", headers=headers)
        assert response.json()["errors"] == [{"message": text, "extensions": {"code": "BAD_REQUEST"}}]


def without_messages(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_messages(item) for key, item in value.items() if key != "message"}
    return [without_messages(item) for item in value] if isinstance(value, list) else value


async def test_failure_message_of_a_shared_plan(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: requests in several languages share one compiled statement, and each has its own texts."""
    await firm.confirm(await firm.start_prepayment("20.00"), "pm_card_visa_chargeDeclined")
    await app.run_due_jobs()
    app.clock.advance(seconds=60)
    await app.run_due_jobs()
    caller = await caller_of(http, app, firm.client_user)
    for round_ in range(3):
        for language, text in DECLINED.items():
            with record_statements(app.database.read_engine) as statements:
                result = await caller.execute(FAILURES, language)
            edges = result["data"]["viewer"]["client"]["prepayments"]["edges"]
            assert [edge["node"]["failure"] for edge in edges] == [{"code": "DECLINED", "message": text}]
            if round_:
                assert len(statements) == 1


async def test_language_changed_elsewhere(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: a viewer that this process has cached reads the language chosen in another process, at the next query."""
    await firm.confirm(await firm.start_prepayment("20.00"), "pm_card_visa_chargeDeclined")
    app.clock.advance(seconds=60)
    await app.run_due_jobs()
    caller = await caller_of(http, app, firm.client_user)

    async def message() -> str:
        result = await caller.execute(FAILURES)
        text: str = result["data"]["viewer"]["client"]["prepayments"]["edges"][0]["node"]["failure"]["message"]
        return text

    assert [await message(), await message()] == [DECLINED["en"]] * 2
    await set_locales(firm, persons="fr")
    assert [await message(), await message()] == [DECLINED["fr"]] * 2
    await set_locales(firm, firms="fr", persons=None)
    assert [await message(), await message()] == [DECLINED["fr"]] * 2
    await set_locales(firm, firms="en", persons=None)
    assert [await message(), await message()] == [DECLINED["en"]] * 2
    await set_locales(firm, firms="tlh")  # a language whose catalogue was removed
    assert await message() == DECLINED["en"]


async def test_time_zone_changed_elsewhere(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D66: what is overdue goes by the new time zone at the next query, though another process changed it."""
    invoice_id = await firm.create_invoice("5.00", due_on=app.clock.now.date())
    app.clock.now = app.clock.now.replace(hour=12)
    caller = await caller_of(http, app, firm.owner)
    query = "query($id: ID!) { invoice(id: $id) { isOverdue } }"

    async def is_overdue() -> bool:
        result = await caller.execute(query, id=global_id("Invoice", invoice_id))
        overdue: bool = result["data"]["invoice"]["isOverdue"]
        return overdue

    assert [await is_overdue(), await is_overdue()] == [False, False]
    async with app.services.writes.begin() as session:
        # In another process, whose cache is its own.
        await session.execute(
            update(models.Firm).where(models.Firm.id == firm.id).values(time_zone="Pacific/Kiritimati")
        )
    assert [await is_overdue(), await is_overdue()] == [True, True]


async def test_profile_speaks_the_new_language_at_once(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: from the mutation's own answer on, and null gives the firm's language back."""
    caller = await caller_of(http, app, firm.client_user)
    query = """mutation($input: UpdateProfileInput!) {
      updateProfile(input: $input) { ... on ProfilePayload { viewer { ... on ClientUser { locale } } } }
      cancelPayment(input: {id: "x"}) { ... on UserError { message } } }"""
    result = (await caller.execute(query, input={"locale": "fr"}))["data"]
    assert result["updateProfile"] == {"viewer": {"locale": "fr"}}
    assert result["cancelPayment"] == {"message": FRENCH}
    assert await caller.refused() == FRENCH
    result = (await caller.execute(query, input={"locale": None}))["data"]
    assert result["updateProfile"] == {"viewer": {"locale": None}}
    assert result["cancelPayment"] == {"message": ENGLISH}


async def test_a_refused_sign_in_is_in_the_requests_language(http: httpx.AsyncClient, firm: Firm) -> None:
    """D65: before it the request's language is all that is known; a refusal does not tell whose address it was."""
    await set_locales(firm, persons="fr")
    query = """mutation { signIn(input: {email: "a@b.test", password: "wrong"}) { ... on UserError { message } } }"""
    nobody = Caller(http, None)
    in_english = (await nobody.execute(query))["data"]["signIn"]["message"]
    assert in_english.startswith("Wrong email or password.")
    assert (await nobody.execute(query, "fr"))["data"]["signIn"]["message"].startswith("Adresse e-mail ou mot de passe")


async def test_onboarding_page_is_in_the_firms_language(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """D65: nobody is signed in there; the browser's language comes first."""
    command = connect_provider.ConnectProviderCommand(ProviderKind.STRIPE, None, None)
    connection_id = await connect_provider.connect_provider(app.services, firm.owner, command)
    async with app.services.reads() as session:
        connection = await session.get_one(models.ProviderConnection, (firm.id, connection_id))
    path = f"/providers/returned/{connection.onboarding_token}"
    await set_locales(firm, firms="fr")
    page = await http.get(path)
    assert '<html lang="fr">' in page.text
    assert "<h1>Bienvenue</h1>" in page.text
    page = await http.get(path, headers={"Accept-Language": "en"})
    assert '<html lang="en">' in page.text
    assert "<h1>Welcome back</h1>" in page.text
    for unknown in ("/providers/returned/x", "/providers/onboarding/x"):
        assert (await http.get(unknown)).text == ENGLISH
        assert (await http.get(unknown, headers={"Accept-Language": "fr"})).text == FRENCH


async def test_language_ends_with_its_request(http: httpx.AsyncClient, app: AppHarness, firm: Firm) -> None:
    """The transport runs the application in the test's own task: nothing of a request is left in it."""
    caller = await caller_of(http, app, firm.owner)
    await set_locales(firm, persons="fr")
    assert await caller.refused() == FRENCH
    assert await Caller(http, None).execute('{ node(id: "x") { id } }') == json.loads(
        """{"data": {"node": null}, "errors": [{"message": "You are not signed in.", "path": ["node"],
        "locations": [{"line": 1, "column": 3}], "extensions": {"code": "UNAUTHENTICATED"}}]}"""
    )


async def test_viewers_differ_by_language_in_nothing_else(app: AppHarness, firm: Firm) -> None:
    """The language is no part of who somebody is: a cached viewer stays the same one."""
    await set_locales(firm, persons="fr")
    viewer = await authentication.authenticate(app.services, await session_of(app.services, firm.client_user))
    assert isinstance(viewer, ClientUser)
    assert (viewer, viewer.locale) == (firm.client_user, "fr")
