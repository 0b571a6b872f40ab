"""A new firm through HTTP alone, from `acompte create-firm` on: people, mails in their languages, and what follows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.stories.firm_observers import Dashboard, FirmSystems, create_systems, open_dashboard
from tests.stories.test_end_to_end import (
    CONNECT,
    CREATE,
    ENABLE,
    PREPAY,
    SETTINGS,
    confirm,
    credits_of,
    new_key,
    wait_until,
)
from tests.support.server_process import BrowserSession, ServerProcess, run_server
from tests.support.webhook_receiver import answer

ACCEPT = """mutation($i: AcceptInvitationInput!) { acceptInvitation(input: $i) { __typename
    ... on SignInPayload { viewer { __typename } } ... on UserError { message } } }"""
INVITE_MEMBER = """mutation($i: InviteMemberInput!) { inviteMember(input: $i) { __typename
    ... on InvitePayload { invitation { id status role rights } } ... on UserError { message } } }"""
INVITE_USER = """mutation($i: InviteClientUserInput!) { inviteClientUser(input: $i) { __typename
    ... on InvitePayload { invitation { id status client { name } } } ... on UserError { message } } }"""
CREATE_CLIENT = """mutation($i: CreateClientInput!) { createClient(input: $i) { __typename
    ... on ClientPayload { client { id name reference actions } } ... on UserError { message } } }"""
REQUEST_RESET = "mutation($i: RequestPasswordResetInput!) { requestPasswordReset(input: $i) { message } }"
RESET = "mutation($i: ResetPasswordInput!) { resetPassword(input: $i) { __typename } }"
SIGN_IN = "mutation($i: SignInInput!) { signIn(input: $i) { __typename ... on UserError { message } } }"
NOTICES = "{ notices { unreadCount edges { node { kind text } } } }"
ACTIVITY = """{ firm { activity(first: 100) { edges { node { kind actor { kind name } client { name }
    subject { __typename } } } } } }"""

OWNER, ADMIN, EMPLOYEE, USER = "olga@neu.test", "amir@neu.test", "emma@neu.test", "karl@kunde.test"
PASSWORD, NEW_PASSWORD = "a password of the story", "another password of it"


@dataclass
class Browsers:
    """The browsers of the story, which are closed at its end."""

    server: ServerProcess
    stack: AsyncExitStack

    async def open(self) -> BrowserSession:
        http = httpx.AsyncClient(base_url=self.server.url, timeout=30)
        return BrowserSession(await self.stack.enter_async_context(http))


@asynccontextmanager
async def run_browsers(folder: Path, database: dict[str, str]) -> AsyncIterator[Browsers]:
    async with run_server(folder, **database) as server, AsyncExitStack() as stack:
        yield Browsers(server, stack)


async def mails_to(server: ServerProcess, address: str) -> list[dict[str, Any]]:
    """The mails to an address, newest first, as the simulator's page shows them."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as http:
        mails: list[dict[str, Any]] = (await http.get("/sandbox/mail.json", params={"to": address})).json()["mails"]
    return mails


async def wait_for_mail(server: ServerProcess, address: str, subject: str) -> dict[str, Any]:
    """Wait up to 20 seconds for a mail with this subject."""
    for _ in range(200):
        found = [mail for mail in await mails_to(server, address) if mail["subject"] == " ".join(subject.split())]
        if found:
            return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError([mail["subject"] for mail in await mails_to(server, address)])


def token_in(mail: dict[str, Any]) -> str:
    found = re.search(r"token=([\w-]+)", mail["text"])
    assert found is not None, mail
    return found[1]


async def accept(browsers: Browsers, address: str, subject: str) -> BrowserSession:
    """Follow the link in the invitation's mail, and choose a password."""
    token = token_in(await wait_for_mail(browsers.server, address, subject))
    session = await browsers.open()
    preview = await session.data("query($t: String!) { invitation(token: $t) { email needsPassword } }", t=token)
    assert preview == {"email": address, "needsPassword": True}
    accepted = await session.data(ACCEPT, i={"token": token, "password": PASSWORD})
    assert accepted["__typename"] == "SignInPayload", accepted
    again = await (await browsers.open()).data(ACCEPT, i={"token": token, "password": PASSWORD})
    assert again["__typename"] == "TokenNotValid"
    return session


async def enable_prepayment(owner: BrowserSession) -> None:
    provider = (await owner.data(CONNECT))["provider"]
    async with httpx.AsyncClient(follow_redirects=True) as page_browser:
        page = await page_browser.get(provider["onboardingUrl"])
        await page_browser.post(page.url)

    async def status() -> Any:
        (found,) = (await owner.data("{ firm { paymentSettings { providers { status } } } }"))["paymentSettings"][
            "providers"
        ]
        return found["status"]

    await wait_until(status, "CONNECTED")
    await owner.data(SETTINGS, i={"paymentMethod": "CARD"})
    assert (await owner.data(ENABLE, i={}))["paymentSettings"]["prepayment"]["availableToClients"] is True


async def test_new_firm_runs_itself(tmp_path: Path, database: dict[str, str]) -> None:
    """D37, D40 to D44, D47, D50, D53 to D55, D62, D64, D65: the owner is invited, invites others; a client's user
    accepts, prepays, forgets the password, resets it; everybody gets their mails in their language; the firm's systems
    miss nothing though one was down; its dashboard and its activity tell everything.
    """
    async with run_browsers(tmp_path, database) as browsers:
        server = browsers.server
        created = await asyncio.to_thread(
            server.invoke, "create-firm", "Kanzlei Neu",
            "--currency", "EUR", "--country", "FR", "--time-zone", "Europe/Paris",
            "--owner-email", OWNER, "--owner-name", "Olga", "--locale", "fr",
        )  # fmt: skip
        assert created.exit_code == 0, created.stderr
        owner = await accept(browsers, OWNER, "Invitation de Kanzlei Neu")
        assert await owner.data("{ firm { name locale } }") == {"name": "Kanzlei Neu", "locale": "fr"}
        await enable_prepayment(owner)

        admin = {"email": ADMIN, "name": "Amir", "role": "ADMIN", "locale": "en", "idempotencyKey": new_key()}
        assert (await owner.data(INVITE_MEMBER, i=admin))["__typename"] == "InvitePayload"
        rights = ["MANAGE_CLIENTS"]
        employee = {"email": EMPLOYEE, "name": "Emma", "role": "EMPLOYEE", "rights": rights, "locale": "en"}
        invited = await owner.data(INVITE_MEMBER, i={**employee, "idempotencyKey": new_key()})
        assert invited["invitation"]["rights"] == rights
        await accept(browsers, ADMIN, "Invitation from Kanzlei Neu")
        emma = await accept(browsers, EMPLOYEE, "Invitation from Kanzlei Neu")

        systems = await create_systems(owner, browsers.stack)
        dashboard = await browsers.stack.enter_async_context(open_dashboard(owner))
        client = await emma.data(CREATE_CLIENT, i={"name": "Kunde", "reference": "K-1", "idempotencyKey": new_key()})
        assert client["client"]["actions"] == ["UPDATE", "ARCHIVE", "INVITE_USER"]
        client_id = client["client"]["id"]
        user = {"clientId": client_id, "email": USER, "name": "Karl", "idempotencyKey": new_key()}
        assert (await emma.data(INVITE_USER, i=user))["invitation"]["client"] == {"name": "Kunde"}
        karl = await accept(browsers, USER, "Invitation de Kanzlei Neu")

        first = await prepay_while_system_is_down(karl, systems)
        await forget_password(browsers, karl)  # meanwhile the next attempt becomes due
        signed_in = await karl.data(SIGN_IN, i={"email": USER, "password": NEW_PASSWORD})
        assert signed_in == {"__typename": "SignInPayload"}
        prepayments = [first, await prepay_after_retries(karl, systems)]
        await check_notices(server, owner, karl)
        await check_observers(owner, client_id, prepayments, systems, dashboard)
        await remove_employee(owner, emma, client_id)
        assert await dashboard.apply_change()  # other members and their clients may have changed: it has to reload
        await check_activity(owner)


async def prepay(karl: BrowserSession, amount: str, balance: str) -> str:
    """Prepay by card; the prepayment's id."""
    prepaid = await karl.data(PREPAY, i={"amount": amount, "method": "CARD", "idempotencyKey": new_key()})
    assert await confirm(prepaid["prepayment"]["checkout"], "pm_card_visa") == 200
    await wait_until(lambda: credits_of(karl), (balance, balance))
    prepayment_id: str = prepaid["prepayment"]["id"]
    return prepayment_id


async def prepay_while_system_is_down(karl: BrowserSession, systems: FirmSystems) -> str:
    """D55: one system refuses connections, and the other one fails; the owner reads why. The prepayment's id."""
    systems.up.receiver.answers = [answer(500)]
    prepayment_id = await prepay(karl, "50.00", "50.00")
    (delivery,) = (await systems.down.wait_for_endpoint("FAILING", [1]))["deliveries"].values()
    await systems.start()
    refused = "La connexion au destinataire a échoué, ou son certificat n’est pas valide."  # codespell:ignore
    assert (delivery["lastStatus"], delivery["lastError"], delivery["succeededAt"]) == (None, refused, None)
    assert delivery["nextAttemptAt"] is not None
    return prepayment_id


async def prepay_after_retries(karl: BrowserSession, systems: FirmSystems) -> str:
    """D54, D55: both systems get the notice at the next attempt, and a later one at once. The prepayment's id."""
    for system in (systems.down, systems.up):
        (delivery,) = (await system.wait_for_endpoint("ACTIVE", [2]))["deliveries"].values()
        assert (delivery["lastStatus"], delivery["lastError"], delivery["nextAttemptAt"]) == (200, None, None)
        assert delivery["succeededAt"] is not None
    prepayment_id = await prepay(karl, "20.00", "70.00")
    for system in (systems.down, systems.up):
        await system.wait_for_endpoint("ACTIVE", [1, 2])
    assert [len(system.receiver.received) for system in (systems.down, systems.up)] == [2, 3]
    return prepayment_id


async def check_observers(
    owner: BrowserSession, client_id: str, prepayments: list[str], systems: FirmSystems, dashboard: Dashboard
) -> None:
    """D53, D55, D64: the systems got each notice, signed; the dashboard was told of everything, without a reload."""
    notices = [edge["node"]["id"] for edge in (await owner.data("{ notices { edges { node { id } } } }"))["edges"]]
    for system in (systems.down, systems.up):
        await system.assert_received(notices)
    assert not systems.up.receiver.received[0].is_signed_with(systems.down.secret)
    client = {"id": client_id, "name": "Kunde", "creditAccount": {"balance": {"amount": "70.00"}}}
    await dashboard.apply_until(
        {
            client_id: client,
            **{id_: {"id": id_, "status": "SUCCEEDED"} for id_ in prepayments},
            **{id_: {"id": id_, "kind": "PREPAYMENT_RECEIVED"} for id_ in notices},
        }
    )


async def check_activity(owner: BrowserSession) -> None:
    """D62: everything that happened, with who did it."""
    edges = (await owner.data(ACTIVITY))["activity"]["edges"]
    activities = [
        (
            node["kind"],
            node["actor"]["name"],
            (node["client"] or {"name": None})["name"],
            (node["subject"] or {"__typename": None})["__typename"],
        )
        for node in reversed([edge["node"] for edge in edges])
    ]
    assert activities == [
        ("PEOPLE", "Acompte", None, "Invitation"),
        ("PEOPLE", "Olga", None, "FirmMember"),
        ("SETTINGS", "Olga", None, "PaymentProvider"),
        ("SETTINGS", "Acompte", None, "PaymentProvider"),
        *[("SETTINGS", "Olga", None, "PaymentSettings")] * 2,
        *[("PEOPLE", "Olga", None, "Invitation")] * 2,
        ("PEOPLE", "Amir", None, "FirmMember"),
        ("PEOPLE", "Emma", None, None),  # a removed member is nobody's to see
        *[("SETTINGS", "Olga", None, "WebhookEndpoint")] * 2,
        ("CLIENT", "Emma", "Kunde", "Client"),
        ("PEOPLE", "Emma", "Kunde", "Invitation"),
        ("PEOPLE", "Karl", "Kunde", "Client"),
        *[("PREPAYMENT", "Karl", "Kunde", "Prepayment"), ("PREPAYMENT", "Acompte", "Kunde", "Prepayment")] * 2,
        ("PEOPLE", "Olga", None, None),
    ]
    kinds = {(edge["node"]["actor"]["name"], edge["node"]["actor"]["kind"]) for edge in edges}
    members = [(name, "FIRM_MEMBER") for name in ("Olga", "Amir", "Emma")]
    assert kinds == {("Acompte", "SYSTEM"), ("Karl", "CLIENT_USER"), *members}


async def forget_password(browsers: Browsers, signed_in: BrowserSession) -> None:
    """D43, D44: the answer tells nothing; the link works once; all sessions end."""
    server, stranger = browsers.server, await browsers.open()
    known, unknown = [
        await stranger.data(REQUEST_RESET, i={"email": address}) for address in (USER, "nobody@kunde.test")
    ]
    assert known == unknown
    token = token_in(await wait_for_mail(server, USER, "Réinitialisez votre mot de passe"))
    presses = await asyncio.gather(
        *(stranger.data(RESET, i={"token": token, "password": NEW_PASSWORD}) for _ in range(4))
    )
    assert sorted(press["__typename"] for press in presses) == ["PasswordPayload", *["TokenNotValid"] * 3]
    assert await signed_in.data("{ viewer { __typename } }") is None
    refused = await stranger.data(SIGN_IN, i={"email": USER, "password": PASSWORD})
    assert refused["__typename"] == "SignInFailed"
    assert await mails_to(server, "nobody@kunde.test") == []


async def check_notices(server: ServerProcess, owner: BrowserSession, karl: BrowserSession) -> None:
    """D49, D50: the client and the owner hear of the prepayments, in the list and by mail."""
    of_owner = ["Kunde a effectué un prépaiement de 20,00\xa0€.", "Kunde a effectué un prépaiement de 50,00\xa0€."]
    nodes = [edge["node"] for edge in (await owner.data(NOTICES))["edges"]]
    assert nodes == [{"kind": "PREPAYMENT_RECEIVED", "text": text} for text in of_owner]
    nodes = [edge["node"] for edge in (await karl.data(NOTICES))["edges"]]
    assert [node["kind"] for node in nodes] == ["PREPAYMENT_RECEIVED"] * 2
    for address, texts in ((OWNER, of_owner), (USER, [node["text"] for node in nodes])):
        for text in texts:
            await wait_for_mail(server, address, text)


async def remove_employee(owner: BrowserSession, emma: BrowserSession, client_id: str) -> None:
    """D41: who is removed loses everything at the next request."""
    members = (await owner.data("{ firm { members { id email } } }"))["members"]
    (member_id,) = [member["id"] for member in members if member["email"] == EMPLOYEE]
    remove = "mutation($i: RemoveMemberInput!) { removeMember(input: $i) { __typename } }"
    assert await owner.data(remove, i={"memberId": member_id}) == {"__typename": "FirmPayload"}
    assert await emma.data("{ viewer { __typename } }") is None
    lines = [{"description": "Work", "unitPrice": "10.00"}]
    refused = await emma.execute(CREATE, i={"clientId": client_id, "lines": lines, "idempotencyKey": new_key()})
    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
