"""Settings: missing, incomplete and unsafe values are reported at start, all at once and without secrets."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.settings import Settings
from server.settings_checks import read_settings

STRIPE = {
    "STRIPE_SECRET_KEY": "sk_test_1secret",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1secret",
}
STRIPE_LIVE = {
    "STRIPE_SECRET_KEY": "sk_live_1secret",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1secret",
}
SECRET = "secret" * 6
PRODUCTION = {**STRIPE, "DEMO": "false", "PUBLIC_URL": "https://pay.example.test", "TOKEN_SECRET": SECRET}
SMTP = {"SMTP_HOST": "mail.example.test", "MAIL_FROM": "billing@example.test"}
OIDC = {"OIDC_ISSUER": "https://id.example.test", "OIDC_AUDIENCE": "acompte"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*(field.upper() for field in Settings.model_fields), "FORWARDED_ALLOW_IPS"):
        monkeypatch.delenv(name, raising=False)


def set_environment(monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        STRIPE,
        PRODUCTION,
        {**PRODUCTION, **STRIPE_LIVE},
        {**PRODUCTION, **OIDC, "PASSWORDS": "false"},
        {**PRODUCTION, "PUBLIC_URL": "http://localhost:8000"},
        {
            **PRODUCTION,
            "PUBLIC_URL": "https://pay.example.test/",
            "PORTAL_ORIGINS": "https://a.test, https://b.test:8443/",
        },
        {**PRODUCTION, "DATABASE_URL": "postgresql+asyncpg://acompte:word@db/acompte"},
        {**PRODUCTION, "METRICS_TOKEN": "x" * 20, "STRIPE_API_BASE": "http://127.0.0.1:1"},
        {"STRIPE_SECRET_KEY": "", "STRIPE_PUBLISHABLE_KEY": "", "STRIPE_WEBHOOK_SECRET": ""},
        {**PRODUCTION, "TRUSTED_DOCUMENTS": "documents.json"},
        {**PRODUCTION, "TRUSTED_DOCUMENTS": ""},
        {**PRODUCTION, **SMTP, "SMTP_USERNAME": "acompte", "SMTP_PASSWORD": "word", "SMTP_PORT": "2525"},
        {**PRODUCTION, **SMTP, "SMTP_SECURITY": "tls"},
        {**PRODUCTION, "SMTP_HOST": "localhost", "MAIL_FROM": "billing@example.test", "SMTP_SECURITY": "none"},
        {**SMTP, "SMTP_SECURITY": "none"},
        {**PRODUCTION, "PORTAL_URL": "https://app.test/portal/", "DASHBOARD_URL": "https://app.test"},
    ],
    ids=str,
)
def test_valid_settings(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """No settings at all, Stripe's test mode with the demo, and complete production settings."""
    set_environment(monkeypatch, **environment)
    settings, problems = read_settings()
    assert problems == []
    assert settings is not None
    assert settings.graphiql is settings.demo


INVALID = [
    ({"STRIPE_SECRET_KEY": "sk_test_1"}, "Set all three of"),
    ({**STRIPE, "STRIPE_WEBHOOK_SECRET": ""}, "Set all three of"),
    ({**STRIPE, "STRIPE_SECRET_KEY": "pk_test_1"}, "STRIPE_SECRET_KEY: must be a secret key"),
    ({**STRIPE, "STRIPE_PUBLISHABLE_KEY": "sk_test_1"}, "STRIPE_PUBLISHABLE_KEY: must be a publishable key"),
    ({**PRODUCTION, "STRIPE_SECRET_KEY": "sk_live_1"}, "one is of test mode, the other of live mode"),
    ({**PRODUCTION, "STRIPE_WEBHOOK_SECRET": "any"}, "STRIPE_WEBHOOK_SECRET: must be the signing secret"),
    (STRIPE_LIVE, "Set DEMO=false with live keys"),
    ({**PRODUCTION, "STRIPE_API_BASE": "http://stripe.example.test"}, "STRIPE_API_BASE: must be https"),
    ({**PRODUCTION, **dict.fromkeys(STRIPE, "")}, "STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY"),
    ({**PRODUCTION, "PUBLIC_URL": ""}, "PUBLIC_URL: required in production"),
    ({**PRODUCTION, "TOKEN_SECRET": ""}, "TOKEN_SECRET: required in production"),
    ({"TOKEN_SECRET": "x" * 31}, "TOKEN_SECRET: must have 32 characters or more"),
    ({**PRODUCTION, "PUBLIC_URL": "http://pay.example.test"}, "PUBLIC_URL: must be https in production"),
    ({"PUBLIC_URL": "ftp://pay.example.test"}, "PUBLIC_URL: must be a scheme and a host only"),
    ({"PUBLIC_URL": "https://pay.example.test/path"}, "PUBLIC_URL: must be a scheme and a host only"),
    ({"PUBLIC_URL": "https://[x"}, "PUBLIC_URL: must be a scheme and a host only"),
    ({"PORTAL_ORIGINS": "https://a.test,*"}, "PORTAL_ORIGINS: * is not an origin"),
    ({"PORTAL_ORIGINS": "https://*.a.test"}, "PORTAL_ORIGINS: https://*.a.test is not an origin"),
    ({"PORTAL_ORIGINS": "null"}, "PORTAL_ORIGINS: null is not an origin"),
    ({"PORTAL_ORIGINS": "https://a.test/portal"}, "is not an origin"),
    ({**PRODUCTION, "PORTAL_ORIGINS": "http://a.test"}, "http://a.test must be https"),
    ({"DATABASE_URL": "acompte.db"}, "DATABASE_URL: must be a database URL"),
    ({"DATABASE_URL": "postgresql://secret@db/x"}, "DATABASE_URL: starts with postgresql,"),
    ({"DATABASE_URL": "sqlite+aiosqlite://"}, "DATABASE_URL: SQLite needs a file"),
    ({"OIDC_ISSUER": "https://id.example.test"}, "Set both OIDC_ISSUER and OIDC_AUDIENCE"),
    ({"OIDC_JWKS_URL": "https://id.example.test/keys"}, "OIDC_JWKS_URL: needs OIDC_ISSUER"),
    ({**OIDC, "OIDC_ISSUER": "http://id.example.test"}, "OIDC_ISSUER: must be https"),
    ({"PASSWORDS": "false"}, "PASSWORDS: with PASSWORDS=false and without OIDC_ISSUER nobody can sign in"),
    ({"METRICS_TOKEN": "secret"}, "METRICS_TOKEN: must have 20 characters"),
    ({"TRUSTED_DOCUMENTS": "x.json", "GRAPHIQL": "true"}, "TRUSTED_DOCUMENTS: GraphiQL sends documents that"),
    ({**SMTP, "MAIL_FROM": ""}, "MAIL_FROM: required with SMTP_HOST"),
    ({**SMTP, "MAIL_FROM": "Acompte <billing@example.test>"}, "MAIL_FROM: must be an email address and nothing else"),
    ({**SMTP, "MAIL_FROM": "bücher@example.test"}, "MAIL_FROM: must be an email address and nothing else"),
    ({**SMTP, "MAIL_FROM": "a@example.test\nBcc: b@c.test"}, "MAIL_FROM: must be an email address and nothing else"),
    ({"SMTP_PORT": "25"}, "SMTP_HOST: required with SMTP_PORT"),
    ({**SMTP, "SMTP_USERNAME": "acompte"}, "Set both SMTP_USERNAME and SMTP_PASSWORD"),
    ({**SMTP, "SMTP_PASSWORD": "secret"}, "Set both SMTP_USERNAME and SMTP_PASSWORD"),
    ({**PRODUCTION, **SMTP, "SMTP_SECURITY": "none"}, "SMTP_SECURITY: none sends links"),
    ({**SMTP, "SMTP_SECURITY": "ssl"}, "SMTP_SECURITY: input should be 'starttls', 'tls' or 'none'"),
    ({**PRODUCTION, "WEBHOOK_ALLOW_LOOPBACK": "true"}, "WEBHOOK_ALLOW_LOOPBACK: firms could reach services of this"),
    ({"PORTAL_URL": "app.test/portal"}, "PORTAL_URL: must be the URL of your pages"),
    ({"DASHBOARD_URL": "https://app.test/?page="}, "DASHBOARD_URL: must be the URL of your pages"),
    ({**PRODUCTION, "PORTAL_URL": "http://app.test"}, "PORTAL_URL: must be https in production"),
    ({"WORKERS": "2"}, "WORKERS: several processes need PostgreSQL"),
    ({"PORT": "secret"}, "PORT: input should be a valid integer"),
    ({"DEMO": "perhaps"}, "DEMO: input should be a valid boolean"),
    ({**PRODUCTION, "FORWARDED_ALLOW_IPS": "*"}, "FORWARDED_ALLOW_IPS: * lets every client forge"),
]


@pytest.mark.parametrize(("environment", "message"), INVALID, ids=[message for _, message in INVALID])
def test_invalid_settings(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str) -> None:
    """Each problem is one line without secrets."""
    set_environment(monkeypatch, **environment)
    settings, problems = read_settings()
    assert settings is None
    (problem,) = problems
    assert message in problem
    assert "secret" not in problem.replace("STRIPE_WEBHOOK_SECRET", "").replace("secret key", "").replace(
        "signing secret", ""
    )


@pytest.mark.parametrize(
    ("environment", "origins"),
    [
        ({"PORT": "8123"}, {"http://localhost:8123", "http://127.0.0.1:8123"}),
        (PRODUCTION, {"https://pay.example.test"}),
        (
            {**PRODUCTION, "PORTAL_ORIGINS": "https://my.example.test"},
            {"https://pay.example.test", "https://my.example.test"},
        ),
    ],
)
def test_origins(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], origins: set[str]) -> None:
    """Without an address of its own, the server's pages work by both names of this machine."""
    set_environment(monkeypatch, **environment)
    settings, _ = read_settings()
    assert settings is not None
    assert settings.origins == origins


def test_graphiql_is_off_with_persisted_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A manifest works with the demo and no other setting."""
    set_environment(monkeypatch, TRUSTED_DOCUMENTS="documents.json")
    settings, _ = read_settings()
    assert settings is not None
    assert (settings.demo, settings.graphiql) == (True, False)


def test_only_the_documents_of_our_pages_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pages` is no file, and means nothing where our pages are not served."""
    set_environment(monkeypatch, TRUSTED_DOCUMENTS="pages", PORTAL_URL="https://my.example.com")
    settings, _ = read_settings()
    assert settings is not None
    assert (settings.trusted_documents, settings.served_pages) == ("pages", ("dashboard",))
    monkeypatch.setenv("DASHBOARD_URL", "https://my.example.com/firm")
    _, problems = read_settings()
    (problem,) = problems
    assert problem.startswith("TRUSTED_DOCUMENTS: this server has no pages")
    monkeypatch.setenv("TRUSTED_DOCUMENTS", "./pages")
    settings, _ = read_settings()
    assert settings is not None
    assert settings.trusted_documents == Path("pages")


def test_all_problems_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the wrong type does not hide the problems of the others."""
    set_environment(
        monkeypatch, DEMO="false", PORT="many", PORTAL_ORIGINS="*", STRIPE_SECRET_KEY="sk_test_1", METRICS_TOKEN="x"
    )
    _, problems = read_settings()
    assert [problem.partition(":")[0] for problem in problems] == [
        "PORT",
        "Set all three of STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, or none.",
        "PORTAL_ORIGINS",
        "METRICS_TOKEN",
        "PUBLIC_URL",
        "TOKEN_SECRET",
    ]


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the representation of valid settings nor the error of invalid ones contains a secret."""
    set_environment(
        monkeypatch, **PRODUCTION, METRICS_TOKEN="secret" * 4, DATABASE_URL="postgresql+asyncpg://a:secret@db/x"
    )
    text = repr(Settings())
    for name in ("stripe_secret_key", "stripe_webhook_secret", "token_secret"):
        text = text.replace(name, "")
    assert "secret" not in text
    set_environment(monkeypatch, PUBLIC_URL="ftp://x", PORT="secret")
    _, problems = read_settings()
    assert len(problems) == 2
    for secret in ("1secret", "secretsecret", ":secret@"):
        assert secret not in str(problems)
        assert any(secret in value for value in os.environ.values())
