"""What a newcomer reads after the start: where everything is, and who can sign in there."""

from __future__ import annotations

import pytest

from server.cli.serve import print_banner
from server.ops import demo
from server.settings import Settings

LOCAL = "http://localhost:8000"


def printed(capsys: pytest.CaptureFixture[str], settings: Settings) -> list[str]:
    print_banner(settings)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    """Each person is listed below the pages that they use."""
    lines = printed(capsys, Settings())
    for line in (
        f"Portal, for clients: {LOCAL}/portal",
        f"Dashboard, for firms: {LOCAL}/dashboard",
        f"GraphiQL: {LOCAL}/graphiql/",
        f"Mails: {LOCAL}/sandbox/mail",
    ):
        assert line in lines
    portal = lines.index(f"Who can sign in to the portal, with the password {demo.PASSWORD}:")
    dashboard = lines.index(f"Who can sign in to the dashboard, with the password {demo.PASSWORD}:")
    clients, members = lines[portal + 1 : dashboard - 1], lines[dashboard + 1 : -1]
    assert {line.split()[0] for line in clients} == {user.email for user in demo.DEMO_USERS if user.is_client}
    assert {line.split()[0] for line in members} == {user.email for user in demo.DEMO_USERS if not user.is_client}
    assert [line for line in members if " client " in line] == []


def test_production(capsys: pytest.CaptureFixture[str]) -> None:
    """No demo users, no GraphiQL; the pages are where they are."""
    settings = Settings(
        demo=False, graphiql=False, public_url="https://pay.example.com", portal_url="https://my.example.com/"
    )
    lines = printed(capsys, settings)
    assert "Portal, for clients: https://my.example.com" in lines
    assert "Dashboard, for firms: https://pay.example.com/dashboard" in lines
    assert [line for line in lines if "GraphiQL" in line or "@" in line or "Mails" in line] == []
