"""Invitations, members, passwords and sessions through the API: every result, cookies and tokens, who reads what."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from billing.access.principals import Viewer
from billing.identity import authentication, operator
from billing.identity.authentication import authenticate
from billing.identity.remove_client_user import remove_client_user
from billing.identity.request_password_reset import queue_reset_mails
from billing.identity.revoke_session import revoke_session
from billing.identity.switch_membership import switch_membership
from billing.services import Snapshot
from models import FirmRole, MemberRight
from tests.resolvers.test_typed_results import MutationChecker, node_ref
from tests.support.firm import AppHarness, Firm
from tests.support.graphql_client import all_rows, execute, global_id, query_data
from tests.support.people import (
    PASSWORD,
    add_person,
    invite,
    invite_user,
    reset_tokens,
    session_rows,
    sign_in_as,
    token_of,
)
from tests.support.sessions import session_of
from tests.support.subscription_client import subscribe

pytestmark = pytest.mark.both_databases

ADDRESS, NEW = "emma@example.test", "another long password"
MEMBERSHIPS = "memberships { id firmName clientName role isCurrent }"
SESSIONS = "{ sessions { id createdAt lastSeenAt device isCurrent } }"


@pytest.fixture
async def firm(app: AppHarness) -> Firm:
    return await app.create_firm()


async def test_invite(app: AppHarness, firm: Firm) -> None:
    """D40: every result of both mutations; the invitation is read back."""
    invite_member, invite_client_user = MutationChecker(firm, "inviteMember"), MutationChecker(firm, "inviteClientUser")
    await add_person(firm, ADDRESS)
    await operator.add_client_user(app.services, firm.id, firm.client_id, email=ADDRESS, name="E", password=None)
    for mutation, more, unknown in (
        (
            invite_member,
            {"role": "EMPLOYEE", "rights": ["MANAGE_CLIENTS"]},
            {"clientIds": [global_id("Client", uuid.uuid4())]},
        ),
        (invite_client_user, {"clientId": global_id("Client", firm.client_id)}, {"clientId": "x"}),
    ):
        values: dict[str, Any] = {"email": "New@example.test", "name": "Nora", "idempotencyKey": mutation.name, **more}
        kind, payload = await mutation(**values)
        assert (kind, payload["replayed"]) == ("InvitePayload", False)
        assert await mutation(**values) == ("InvitePayload", payload | {"replayed": True})
        kind, conflict = await mutation(**values | {"name": "Other"})
        assert (kind, conflict["operation"]["mutation"]) == ("IdempotencyConflict", mutation.name)
        assert conflict["operation"]["invitation"] == payload["invitation"]
        assert await mutation(**values | {"idempotencyKey": "x"}) == ("InvalidInput", {"field": "email"})
        assert await mutation(**values | {"idempotencyKey": "x", "email": ADDRESS}) == ("AlreadyMember", {})
        assert await mutation(**values | {"idempotencyKey": "x"} | unknown) == ("NotFound", {})
        mutation.assert_all_types_occurred()
    query = "{ firm { invitations { edges { node { email name role rights status client { id } actor { name } } } } } }"
    data = await query_data(app.services, firm.owner, query)
    common = {"email": "new@example.test", "name": "Nora", "status": "PENDING", "actor": {"name": "owner"}}
    assert [edge["node"] for edge in data["firm"]["invitations"]["edges"]] == [
        common | {"role": None, "rights": None, "client": {"id": global_id("Client", firm.client_id)}},
        common | {"role": "EMPLOYEE", "rights": ["MANAGE_CLIENTS"], "client": None},
    ]


async def test_resend_and_revoke(app: AppHarness, firm: Firm) -> None:
    """D40: every result of both mutations."""
    resend, revoke = MutationChecker(firm, "resendInvitation"), MutationChecker(firm, "revokeInvitation")
    invitation = await invite(firm)
    expected = ("InvitationPayload", {"invitation": node_ref("Invitation", invitation)})
    for mutation in (resend, revoke):
        assert await mutation(invitationId=global_id("Invitation", invitation)) == expected
        assert await mutation(invitationId=global_id("Invitation", uuid.uuid4())) == ("NotFound", {})
    assert await revoke(invitationId=global_id("Invitation", invitation)) == expected
    assert await resend(invitationId=global_id("Invitation", invitation)) == ("InvitationNotChangeable", {})
    accepted = await invite_user(firm)
    await accept(app, await token_of(firm, accepted))
    assert await revoke(invitationId=global_id("Invitation", accepted)) == ("InvitationNotChangeable", {})
    resend.assert_all_types_occurred()
    revoke.assert_all_types_occurred()


async def accept(app: AppHarness, token: str, viewer: Viewer | None = None, **more: Any) -> Any:
    """The response to `acceptInvitation`."""
    query = """mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename
      ... on SignInPayload { accessToken viewer { ... on FirmMember { name } ... on ClientUser { name } } }
      ... on UserError { message } ... on InvalidInput { field } } }"""
    return await execute(app.services, viewer, query, {"input": {"token": token, "password": PASSWORD, **more}})


async def test_accept(app: AppHarness, firm: Firm) -> None:
    """D40: every result; signed in by a cookie or by a bearer token, as by `signIn`."""
    await add_person(await app.create_firm(name="Other"), ADDRESS)
    known, new = await token_of(firm, await invite(firm, ADDRESS)), await token_of(firm, await invite(firm))
    occurred = set()
    refusals: list[tuple[str, dict[str, Any], str]] = [
        ("x", {}, "TokenNotValid"),
        (known, {"password": "wrong"}, "WrongPassword"),
        (new, {"password": "short"}, "WeakPassword"),
        (new, {"name": "\n"}, "InvalidInput"),
        (new, {"password": "\0" * 20}, "InvalidInput"),
    ]
    for token, more, kind in refusals:
        response = await accept(app, token, **more)
        assert (response.errors, response.data["acceptInvitation"]["__typename"], response.cookie) == ([], kind, None)
        occurred.add(kind)
    by_cookie, by_token = await accept(app, known, name="Somebody"), await accept(app, new, accessToken=True)
    assert by_cookie.cookie is not None
    assert by_cookie.cookie.token is not None
    assert by_cookie.data["acceptInvitation"] == {
        "__typename": "SignInPayload", "accessToken": None, "viewer": {"name": "Emma"},
    }  # fmt: skip
    assert by_token.cookie is None
    assert by_token.data["acceptInvitation"]["viewer"] == {"name": "Nora"}
    for token in (by_cookie.cookie.token, by_token.data["acceptInvitation"]["accessToken"]):
        viewer = await authenticate(app.services, token)
        assert viewer is not None
        assert viewer.firm_id == firm.id
    union = MutationChecker(firm, "acceptInvitation").members
    assert union == occurred | {"SignInPayload"}


async def test_preview(app: AppHarness, firm: Firm) -> None:
    """D40, D46: for whoever has the link, signed in or not; null for every token that is not good."""
    query = (
        "query ($token: String!) { invitation(token: $token) { firmName clientName role email name needsPassword } }"
    )
    invitation = await invite_user(firm)
    token = await token_of(firm, invitation)
    expected = {
        "firmName": "Lumière", "clientName": "Lumière's client", "role": None, "email": "new@example.test",
        "name": "Nora", "needsPassword": True,
    }  # fmt: skip
    for viewer in (None, firm.owner, firm.client_user):
        assert (await query_data(app.services, viewer, query, token=token))["invitation"] == expected
        for invalid in ("", "x", "\udcff", "\0", token.lower()):
            assert (await query_data(app.services, viewer, query, token=invalid))["invitation"] is None
    await accept(app, token)
    assert (await query_data(app.services, None, query, token=token))["invitation"] is None


async def test_invitation_without_passwords(app: AppHarness, firm: Firm) -> None:
    """D40: the link alone accepts; the person signs in through the identity provider, so there is no session."""
    object.__setattr__(app.services, "passwords_enabled", False)
    response = await accept(app, await token_of(firm, await invite(firm)), password="")
    assert response.errors == []
    assert response.cookie is None
    assert response.data["acceptInvitation"]["viewer"] == {"name": "Nora"}
    assert (await all_rows(app.services))["session"] == []
    object.__setattr__(app.services, "passwords_enabled", True)


async def test_accepting_without_passwords_signs_nobody_in(app: AppHarness, firm: Firm) -> None:
    """D40: later fields have no viewer, also in a request of somebody else; objects below the viewer are refused."""
    object.__setattr__(app.services, "passwords_enabled", False)
    query = """mutation ($input: AcceptInvitationInput!, $client: CreateClientInput!) {
      acceptInvitation(input: $input) { ... on SignInPayload { viewer { ... on FirmMember { name role } } } }
      createClient(input: $client) { __typename } }"""
    deep = """mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { ...Result } }
      fragment Result on SignInPayload { viewer { ... on FirmMember { name firm { name } } } }"""
    client = {"name": "Bad", "email": "bad@example.test", "idempotencyKey": "key"}
    for number, viewer in enumerate((None, firm.owner)):
        address = f"new{number}@example.test"
        token = await token_of(firm, await invite(firm, address, role=FirmRole.ADMIN))
        accepted = {"token": token, "password": ""}
        before = await all_rows(app.services)
        refused = await execute(app.services, viewer, deep, {"input": accepted})
        assert refused.codes == [(["acceptInvitation"], "UNAUTHENTICATED")]
        assert await all_rows(app.services) == before
        response = await execute(app.services, viewer, query, {"input": accepted, "client": client})
        assert response.data["acceptInvitation"] == {"viewer": {"name": "Nora", "role": "ADMIN"}}
        assert response.codes == [(["createClient"], "UNAUTHENTICATED")]
    object.__setattr__(app.services, "passwords_enabled", True)


async def test_update_and_remove_member(app: AppHarness, firm: Firm) -> None:
    """D41: every result of three mutations."""
    member = (await firm.add_member("emma", FirmRole.EMPLOYEE)).id
    update, remove = MutationChecker(firm, "updateMember"), MutationChecker(firm, "removeMember")
    own_client = global_id("Client", firm.client_id)
    target = {"memberId": global_id("FirmMember", member)}
    assert await update(**target, rights=["MANAGE_PAYMENTS"], clientIds=[own_client]) == (
        "MemberPayload",
        {"member": node_ref("FirmMember", member)},
    )
    query = "{ firm { members { rights assignedClients { edges { node { id } } } } } }"
    members = (await query_data(app.services, firm.owner, query))["firm"]["members"]
    assert members[1] == {"rights": ["MANAGE_PAYMENTS"], "assignedClients": {"edges": [{"node": {"id": own_client}}]}}
    for field in ("role", "rights", "clientIds"):
        assert await update(**target, **{field: None}) == ("InvalidInput", {"field": field})
    assert await update(memberId=global_id("FirmMember", firm.owner.id), rights=[]) == ("MemberNotChangeable", {})
    assert await remove(memberId=global_id("FirmMember", firm.owner.id)) == ("MemberNotChangeable", {})
    assert await update(memberId="x") == await remove(memberId="x") == ("NotFound", {})
    assert await remove(**target) == ("FirmPayload", {"firm": node_ref("Firm", firm.id)})
    assert await remove(**target) == ("NotFound", {})
    update.assert_all_types_occurred()
    remove.assert_all_types_occurred()
    remove_user = MutationChecker(firm, "removeClientUser")
    user = {"clientUserId": global_id("ClientUser", firm.client_user.id)}
    payload = {"client": node_ref("Client", firm.client_id), "replayed": False}
    assert await remove_user(**user) == ("ClientPayload", payload)
    assert await remove_user(**user) == ("NotFound", {})
    remove_user.assert_all_types_occurred()


async def test_transfer_ownership(app: AppHarness) -> None:
    """D42: every result."""
    created = await operator.create_firm(
        app.services, name="Dupont", currency="EUR", country="FR", time_zone="Europe/Paris",
        owner=operator.PersonDetails("olga@example.test", "Olga", PASSWORD),
    )  # fmt: skip
    firm = Firm(app, created.firm_id, uuid.uuid4(), "EUR")
    owner = (await sign_in_as(app, "olga@example.test")).viewer
    member = await add_person(firm, ADDRESS)
    transfer = MutationChecker(firm, "transferOwnership")
    target = {"memberId": global_id("FirmMember", member), "password": PASSWORD}
    own = {"memberId": global_id("FirmMember", owner.id)}
    assert await transfer(owner, **target | {"password": "wrong"}) == ("WrongPassword", {})
    assert await transfer(owner, **target | own) == ("InvalidInput", {"field": "memberId"})
    assert await transfer(owner, **target | {"memberId": "x"}) == ("NotFound", {})
    assert await transfer(owner, **target) == ("FirmPayload", {"firm": node_ref("Firm", firm.id)})
    transfer.assert_all_types_occurred()


async def test_passwords(app: AppHarness, firm: Firm) -> None:
    """D43, D44: every result; the answer to a request is the same for every address."""
    await add_person(firm, ADDRESS)
    viewer = (await sign_in_as(app, ADDRESS)).viewer
    change, reset = MutationChecker(firm, "changePassword"), MutationChecker(firm, "resetPassword")
    assert await change(viewer, current="wrong", new=NEW) == ("WrongPassword", {})
    assert await change(viewer, current=PASSWORD, new="short") == ("WeakPassword", {})
    assert (await change(viewer, current=PASSWORD, new=NEW))[0] == "PasswordPayload"
    change.assert_all_types_occurred()
    request = "mutation ($e: String!) { requestPasswordReset(input: {email: $e}) { message } }"
    texts = {
        (await execute(app.services, None, request, {"e": email})).text for email in (ADDRESS, "x@y.test", "", "x")
    }
    assert len(texts) == 1
    await queue_reset_mails(app.services)
    (token,) = await reset_tokens(app)
    assert await reset(token=token, password="short") == ("WeakPassword", {})
    assert await reset(token="x", password=NEW) == ("TokenNotValid", {})
    assert (await reset(token=token, password=PASSWORD))[0] == "PasswordPayload"
    reset.assert_all_types_occurred()
    await sign_in_as(app, ADDRESS)


async def test_one_request_checks_one_password(app: AppHarness, firm: Firm) -> None:
    """D43: of several mutations that check or set a password the first one is attempted."""
    await add_person(firm, ADDRESS)
    this = await sign_in_as(app, ADDRESS)
    query = f"""mutation {{
      a: changePassword(input: {{current: "wrong", new: "{NEW}"}}) {{ __typename ... on UserError {{ message }} }}
      b: changePassword(input: {{current: "{PASSWORD}", new: "{NEW}"}}) {{ __typename ... on UserError {{ message }} }}
      c: resetPassword(input: {{token: "x", password: "{NEW}"}}) {{ __typename ... on UserError {{ message }} }}
      d: acceptInvitation(input: {{token: "x", password: "{NEW}"}}) {{ __typename ... on UserError {{ message }} }}
      e: signIn(input: {{email: "{ADDRESS}", password: "{PASSWORD}"}}) {{ __typename ... on UserError {{ message }} }}
    }}"""
    data = (await execute(app.services, this.viewer, query)).data
    only_one = "Only one password can be checked or set per request."
    assert [(data[name]["__typename"], data[name]["message"] == only_one) for name in "abcde"] == [
        ("WrongPassword", False), ("WrongPassword", True), ("TokenNotValid", True), ("WrongPassword", True),
        ("SignInFailed", True),
    ]  # fmt: skip
    await sign_in_as(app, ADDRESS)


async def test_memberships_and_switch(app: AppHarness, firm: Firm) -> None:
    """D45: read by the person only; the token stays, no cookie is sent."""
    member = await add_person(firm, ADDRESS)
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email=ADDRESS, name="Emma", password=None
    )
    this = await sign_in_as(app, ADDRESS, membership_id=member)
    query = f"{{ viewer {{ ... on FirmMember {{ {MEMBERSHIPS} }} ... on ClientUser {{ {MEMBERSHIPS} }} }} }}"
    own = {"firmName": "Lumière", "clientName": None, "role": "EMPLOYEE"}
    of_client = {"firmName": "Lumière", "clientName": "Lumière's client", "role": None}

    async def memberships(viewer: Viewer) -> Any:
        return (await query_data(app.services, viewer, query))["viewer"]["memberships"]

    assert await memberships(this.viewer) == [
        own | {"id": global_id("Seat", member), "isCurrent": True},
        of_client | {"id": global_id("Seat", user), "isCurrent": False},
    ]
    others = f"{{ firm {{ members {{ {MEMBERSHIPS} }} }} }}"
    assert (await query_data(app.services, firm.owner, others))["firm"]["members"][1] == {"memberships": None}
    switch = """mutation ($id: ID!) { switchMembership(input: {membershipId: $id}) { __typename
      ... on SignInPayload { accessToken viewer { __typename ... on ClientUser { id client { name } } } } } }"""
    for unknown in ("x", global_id("Seat", firm.owner.id), global_id("ClientUser", user)):
        response = await execute(app.services, this.viewer, switch, {"id": unknown}, token=this.token)
        assert response.data == {"switchMembership": {"__typename": "NotFound"}}
    response = await execute(app.services, this.viewer, switch, {"id": global_id("Seat", user)}, token=this.token)
    viewer = {**node_ref("ClientUser", user), "client": {"name": "Lumière's client"}}
    assert response.data["switchMembership"] == {"__typename": "SignInPayload", "accessToken": None, "viewer": viewer}
    assert response.cookie is None
    switched = await authenticate(app.services, this.token)
    assert switched is not None
    assert [one["isCurrent"] for one in await memberships(switched)] == [False, True]
    assert MutationChecker(firm, "switchMembership").members == {"SignInPayload", "NotFound"}


async def test_sessions(app: AppHarness, firm: Firm) -> None:
    """D45: one's own are listed and ended; ending the current one deletes its cookie."""
    await add_person(firm, ADDRESS)
    first, second = await sign_in_as(app, ADDRESS), await sign_in_as(app, ADDRESS)
    await session_of(app.services, firm.owner)
    listed = (await execute(app.services, first.viewer, SESSIONS, token=first.token)).data["sessions"]
    assert [(one["device"], one["isCurrent"]) for one in listed] == [
        ("Firefox, Windows", False),
        ("Firefox, Windows", True),
    ]
    revoke = """mutation ($id: ID!) { revokeSession(input: {sessionId: $id}) { __typename
      ... on SessionsPayload { sessions { id isCurrent } } } }"""
    for number, remaining in ((0, [True]), (1, [])):
        response = await execute(app.services, first.viewer, revoke, {"id": listed[number]["id"]}, token=first.token)
        payload = response.data["revokeSession"]
        assert [session["isCurrent"] for session in payload["sessions"]] == remaining
        assert (response.cookie is None) is (number == 0)
    assert response.cookie is not None
    assert response.cookie.token is None
    for session in (first, second):
        assert await authenticate(app.services, session.token) is None
    again = await execute(app.services, first.viewer, revoke, {"id": listed[0]["id"]}, token=None)
    assert again.data == {"revokeSession": {"__typename": "NotFound"}}
    assert (await execute(app.services, None, SESSIONS)).codes == [(["sessions"], "UNAUTHENTICATED")]
    assert MutationChecker(firm, "revokeSession").members == {"SessionsPayload", "NotFound"}


@pytest.mark.parametrize("ending", ["removed", "revoked", "reset", "switched"])
async def test_subscriptions_end(app: AppHarness, firm: Firm, ending: str) -> None:
    """P8, D41, D43, D45: within 5 seconds of whatever ends the session or makes it another membership's."""
    other = await app.create_firm(name="Other")
    user = await operator.add_client_user(
        app.services, firm.id, firm.client_id, email=ADDRESS, name="Emma", password=PASSWORD
    )
    member = await add_person(other, ADDRESS, password=None)
    this = await sign_in_as(app, ADDRESS, membership_id=user)

    async def reauthenticate(snapshot: Snapshot) -> Viewer | None:
        return await authentication.authenticate_in_snapshot(snapshot, this.token, app.clock())

    async with subscribe(app.services, this.viewer, firm.client_id, reauthenticate=reauthenticate) as page:
        if ending == "removed":
            await remove_client_user(app.services, firm.owner, user)
        elif ending == "revoked":
            (row,) = await session_rows(app)
            await revoke_session(app.services, this.viewer, row.id, None)
        elif ending == "reset":
            await operator.set_password(app.services, ADDRESS, NEW)
        else:
            await switch_membership(app.services, this.viewer, member, this.token)
        result = await page.next_result(5)
        if "errors" not in result:  # it was being read when the session ended
            result = await page.next_result(5)
        (error,) = result["errors"]
        assert error["extensions"]["code"] == ("FORBIDDEN" if ending == "switched" else "UNAUTHENTICATED")


async def test_client_invitations_are_for_managers(app: AppHarness, firm: Firm) -> None:
    """D40: null without an error for whoever lacks MANAGE_CLIENTS."""
    await invite_user(firm)
    query = "query ($id: ID!) { client(id: $id) { invitations { email } } }"
    manager = await firm.add_member(
        "manager", FirmRole.EMPLOYEE, MemberRight.MANAGE_CLIENTS, MemberRight.VIEW_ALL_CLIENTS
    )
    other = await firm.add_member("other", FirmRole.EMPLOYEE, MemberRight.VIEW_ALL_CLIENTS)
    for viewer, expected in (
        (firm.owner, [{"email": "new@example.test"}]), (manager, [{"email": "new@example.test"}]),
        (other, None), (firm.client_user, None),
    ):  # fmt: skip
        data = await query_data(app.services, viewer, query, id=global_id("Client", firm.client_id))
        assert data["client"]["invitations"] == expected


async def test_assigned_clients_of_one_member(app: AppHarness, firm: Firm) -> None:
    """D41: each member's own, also where only their number is read."""
    first, second = [await firm.add_member(name, FirmRole.EMPLOYEE) for name in ("first", "second")]
    await firm.assign(first, firm.client_id)
    query = "{ firm { members { assignedClients { totalCount edges { node { name } } } } } }"
    members = (await query_data(app.services, firm.owner, query))["firm"]["members"]
    nobodys = {"assignedClients": {"totalCount": 0, "edges": []}}
    assert members == [
        nobodys,
        {"assignedClients": {"totalCount": 1, "edges": [{"node": {"name": "Lumière's client"}}]}},
        nobodys,
    ]
    assert second.id
    counts = await query_data(app.services, firm.owner, "{ firm { members { assignedClients { totalCount } } } }")
    assert [one["assignedClients"]["totalCount"] for one in counts["firm"]["members"]] == [0, 1, 0]


@pytest.mark.parametrize("mutation", ["inviteMember", "updateMember"])
async def test_too_many_clients(app: AppHarness, firm: Firm, mutation: str) -> None:
    """D41: at most 500 clients in one input; nothing is written."""
    values: dict[str, Any] = {"clientIds": [global_id("Client", firm.client_id)] * 501}
    if mutation == "inviteMember":
        values |= {"email": "n@example.test", "name": "Nora", "role": "EMPLOYEE", "idempotencyKey": "key"}
    else:
        values["memberId"] = global_id("FirmMember", await add_person(firm, ADDRESS))
    type_ = f"{mutation[0].upper()}{mutation[1:]}Input"
    document = f"mutation ($input: {type_}!) {{ {mutation}(input: $input) {{ __typename }} }}"
    before = await all_rows(app.services)
    result = await execute(app.services, firm.owner, document, {"input": values})
    (error,) = result.errors
    assert error["message"] == "`clientIds` must have at most 500 items."
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert await all_rows(app.services) == before
    values["clientIds"].pop()
    data = await query_data(app.services, firm.owner, document, input=values)
    assert data[mutation]["__typename"] in ("InvitePayload", "MemberPayload")
