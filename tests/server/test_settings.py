"""Settings: what is missing, half given or unsafe is refused at the start, all of it at once, and no secret is told."""

from __future__ import annotations

import os

import pytest
from pydantic import ValidationError

from server.settings import Settings, read_settings

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
PRODUCTION = {**STRIPE, "DEMO": "false", "PUBLIC_URL": "https://pay.example.test"}
OIDC = {"OIDC_ISSUER": "https://id.example.test", "OIDC_AUDIENCE": "acompte"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings."""
    for name in (*(one.upper() for one in Settings.model_fields), "FORWARDED_ALLOW_IPS"):
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
    ],
    ids=str,
)
def test_what_is_taken(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """Trying out with nothing set, Stripe's test mode with the demo, and production with all that it needs."""
    set_environment(monkeypatch, **environment)
    settings, problems = read_settings()
    assert problems == []
    assert settings is not None
    assert settings.graphiql is settings.demo


WRONG = [
    ({"STRIPE_SECRET_KEY": "sk_test_1"}, "Set all three of"),
    ({**STRIPE, "STRIPE_WEBHOOK_SECRET": ""}, "Set all three of"),
    ({**STRIPE, "STRIPE_SECRET_KEY": "pk_test_1"}, "STRIPE_SECRET_KEY: has to be a secret key"),
    ({**STRIPE, "STRIPE_PUBLISHABLE_KEY": "sk_test_1"}, "STRIPE_PUBLISHABLE_KEY: has to be a publishable key"),
    ({**PRODUCTION, "STRIPE_SECRET_KEY": "sk_live_1"}, "one is of test mode, the other of live mode"),
    ({**PRODUCTION, "STRIPE_WEBHOOK_SECRET": "any"}, "STRIPE_WEBHOOK_SECRET: has to be the signing secret"),
    (STRIPE_LIVE, "Set DEMO=false where real money moves"),
    ({**PRODUCTION, "STRIPE_API_BASE": "http://stripe.example.test"}, "STRIPE_API_BASE: the secret key is sent there"),
    ({"DEMO": "false", "PUBLIC_URL": "https://pay.example.test"}, "STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY"),
    ({**STRIPE, "DEMO": "false"}, "PUBLIC_URL: production (DEMO=false) needs it"),
    ({**PRODUCTION, "PUBLIC_URL": "http://pay.example.test"}, "PUBLIC_URL: has to be https in production"),
    ({"PUBLIC_URL": "ftp://pay.example.test"}, "PUBLIC_URL: has to be an http or https address"),
    ({"PUBLIC_URL": "https://pay.example.test/path"}, "PUBLIC_URL: has to be an http or https address"),
    ({"PUBLIC_URL": "https://[x"}, "PUBLIC_URL: has to be an http or https address"),
    ({"PORTAL_ORIGINS": "https://a.test,*"}, "PORTAL_ORIGINS: * is no origin"),
    ({"PORTAL_ORIGINS": "https://*.a.test"}, "PORTAL_ORIGINS: https://*.a.test is no origin"),
    ({"PORTAL_ORIGINS": "null"}, "PORTAL_ORIGINS: null is no origin"),
    ({"PORTAL_ORIGINS": "https://a.test/portal"}, "is no origin"),
    ({**PRODUCTION, "PORTAL_ORIGINS": "http://a.test"}, "http://a.test has to be on https"),
    ({"DATABASE_URL": "acompte.db"}, "DATABASE_URL: is no address"),
    ({"DATABASE_URL": "postgresql://secret@db/x"}, "DATABASE_URL: begins with postgresql,"),
    ({"DATABASE_URL": "sqlite+aiosqlite://"}, "DATABASE_URL: SQLite needs a file"),
    ({"OIDC_ISSUER": "https://id.example.test"}, "Set both OIDC_ISSUER and OIDC_AUDIENCE"),
    ({"OIDC_JWKS_URL": "https://id.example.test/keys"}, "OIDC_JWKS_URL: needs OIDC_ISSUER"),
    ({**OIDC, "OIDC_ISSUER": "http://id.example.test"}, "OIDC_ISSUER: keys are fetched there"),
    ({"PASSWORDS": "false"}, "PASSWORDS: with PASSWORDS=false and without OIDC_ISSUER nobody could sign in"),
    ({"METRICS_TOKEN": "secret"}, "METRICS_TOKEN: has to have 20 characters"),
    ({"TRUSTED_DOCUMENTS": "x.json", "GRAPHIQL": "true"}, "TRUSTED_DOCUMENTS: GraphiQL asks what nobody wrote"),
    ({"PORT": "secret"}, "PORT: input should be a valid integer"),
    ({"DEMO": "perhaps"}, "DEMO: input should be a valid boolean"),
    ({**PRODUCTION, "FORWARDED_ALLOW_IPS": "*"}, "FORWARDED_ALLOW_IPS: with * anybody"),
]


@pytest.mark.parametrize(("environment", "message"), WRONG, ids=[told for _, told in WRONG])
def test_what_is_refused(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], message: str) -> None:
    """One line for the one thing that is wrong, without any secret."""
    set_environment(monkeypatch, **environment)
    settings, problems = read_settings()
    assert settings is None
    (problem,) = problems
    assert message in problem
    assert "secret" not in problem.replace("STRIPE_WEBHOOK_SECRET", "").replace("secret key", "").replace(
        "signing secret", ""
    )


def test_graphiql_is_not_served_beside_persisted_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying a manifest out with the demo needs nothing else to be set."""
    set_environment(monkeypatch, TRUSTED_DOCUMENTS="documents.json")
    settings, _ = read_settings()
    assert settings is not None
    assert (settings.demo, settings.graphiql) == (True, False)


def test_all_problems_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the wrong kind does not hide what is wrong with the others."""
    set_environment(
        monkeypatch, DEMO="false", PORT="many", PORTAL_ORIGINS="*", STRIPE_SECRET_KEY="sk_test_1", METRICS_TOKEN="x"
    )
    _, problems = read_settings()
    named = [problem.partition(":")[0] for problem in problems]
    assert named == [
        "PORT",
        "Set all three of STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, or none.",
        "PORTAL_ORIGINS",
        "METRICS_TOKEN",
        "PUBLIC_URL",
    ]


def test_no_secret_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither settings that are taken, nor the refusal of others, can be printed with a secret in them."""
    set_environment(
        monkeypatch, **PRODUCTION, METRICS_TOKEN="secret" * 4, DATABASE_URL="postgresql+asyncpg://a:secret@db/x"
    )
    assert "secret" not in repr(Settings()).replace("stripe_secret_key", "").replace("stripe_webhook_secret", "")
    set_environment(monkeypatch, PUBLIC_URL="ftp://x")
    with pytest.raises(ValidationError) as refused:
        Settings()
    for secret in ("1secret", "secretsecret", ":secret@"):
        assert secret not in str(refused.value)
        assert any(secret in value for value in os.environ.values())
