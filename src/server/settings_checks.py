"""Reading the settings, with checks for unsafe or incomplete ones.

Each problem is one line that names the variable and the remedy, without secrets.
"""

import os
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from pydantic import ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from db import engines, sqlite
from gateway import SmtpSecurity
from server.settings import Settings

_LOCAL = ("localhost", "127.0.0.1", "::1")
_MIN_TOKEN_LENGTH = 20
_MIN_SECRET_LENGTH = 32
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
# pydantic's error type for a default that depends on an invalid setting.
_DEPENDENT_DEFAULT_ERROR = "default_factory_not_called"


def read_settings() -> tuple[Settings | None, list[str]]:
    """Read the settings from the environment. If they are invalid, return None and a line for each problem."""
    try:
        settings, problems = Settings(), []
    except ValidationError as error:
        details = [detail for detail in error.errors() if detail["type"] != _DEPENDENT_DEFAULT_ERROR]
        names = [str(detail["loc"][0]) for detail in details]
        problems = [
            f"{name.upper()}: {detail['msg'][:1].lower()}{detail['msg'][1:]}."
            for name, detail in zip(names, details, strict=True)
        ]
        # The other settings are checked, too.
        fields = Settings.model_fields
        settings = Settings(
            **{name: fields[name].get_default(call_default_factory=True, validated_data={}) for name in names}
        )
    checks = (
        _check_stripe, _check_addresses, _check_database, _check_sign_in, _check_endpoints, _check_mail,
        _check_links, _check_production,
    )  # fmt: skip
    problems += [problem for check in checks for problem in check(settings)]
    return (None if problems else settings), problems


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return urlsplit("")
    return parts


def is_secure_url(url: str) -> bool:
    """Whether the URL is https, or http on this machine."""
    parts = _split(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL))


def _is_origin(url: str) -> bool:
    """Whether the URL has a scheme and a host and nothing else."""
    parts = _split(url)
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and "*" not in parts.netloc
        and not (parts.path or parts.query or parts.fragment)
    )


def _check_stripe(settings: Settings) -> Iterator[str]:
    secret = settings.stripe_secret_key.get_secret_value() if settings.stripe_secret_key else ""
    publishable, webhook = settings.stripe_publishable_key or "", settings.stripe_webhook_secret
    present = (bool(secret), bool(publishable), webhook is not None)
    if any(present) and not all(present):
        yield "Set all three of STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, or none."
    if secret and not secret.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_")):
        yield "STRIPE_SECRET_KEY: must be a secret key, sk_test_... or sk_live_...."
    if publishable and not publishable.startswith(("pk_test_", "pk_live_")):
        yield "STRIPE_PUBLISHABLE_KEY: must be a publishable key, pk_test_... or pk_live_...."
    if secret and publishable and settings.is_live is not publishable.startswith("pk_live_"):
        yield "STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY: one is of test mode, the other of live mode."
    if webhook is not None and not settings.demo and not webhook.get_secret_value().startswith("whsec_"):
        yield "STRIPE_WEBHOOK_SECRET: must be the signing secret of the webhook endpoint, whsec_...."
    if settings.is_live and settings.demo:
        yield "DEMO: the demo's passwords are public. Set DEMO=false with live keys."
    if settings.stripe_api_base and not is_secure_url(settings.stripe_api_base):
        yield "STRIPE_API_BASE: must be https, because the secret key is sent there. Unset it to use Stripe."


def _check_addresses(settings: Settings) -> Iterator[str]:
    if settings.public_url and not _is_origin(settings.base_url):
        yield "PUBLIC_URL: must be a scheme and a host only, such as https://pay.example.com."
    for origin in settings.page_origins:
        if not _is_origin(origin):
            yield f"PORTAL_ORIGINS: {origin} is not an origin, such as https://portal.example.com."
        elif not settings.demo and not is_secure_url(origin):
            yield f"PORTAL_ORIGINS: {origin} must be https in production."


def _check_database(settings: Settings) -> Iterator[str]:
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):
        yield "DATABASE_URL: must be a database URL, such as sqlite+aiosqlite:////srv/acompte/acompte.db."
        return
    if url.drivername not in engines.DRIVERS:
        yield f"DATABASE_URL: starts with {url.drivername}, but must start with {' or '.join(engines.DRIVERS)}."
    elif url.get_backend_name() == "sqlite" and sqlite.file_of(url) is None:
        yield "DATABASE_URL: SQLite needs a file."
    elif url.get_backend_name() == "sqlite" and settings.workers > 1:
        yield "WORKERS: several processes need PostgreSQL. SQLite allows one writer: use one process."


def _check_sign_in(settings: Settings) -> Iterator[str]:
    if bool(settings.oidc_issuer) is not bool(settings.oidc_audience):
        yield "Set both OIDC_ISSUER and OIDC_AUDIENCE, or neither: tokens for other audiences must be rejected."
    if settings.oidc_jwks_url and not settings.oidc_issuer:
        yield "OIDC_JWKS_URL: needs OIDC_ISSUER and OIDC_AUDIENCE."
    for name, url in (("OIDC_ISSUER", settings.oidc_issuer), ("OIDC_JWKS_URL", settings.oidc_jwks_url)):
        if url and not is_secure_url(url):
            yield f"{name}: must be https, because signing keys are fetched from there."
    if not settings.passwords and not settings.oidc_issuer:
        yield "PASSWORDS: with PASSWORDS=false and without OIDC_ISSUER nobody can sign in."


def _check_endpoints(settings: Settings) -> Iterator[str]:
    if settings.metrics_token and len(settings.metrics_token.get_secret_value()) < _MIN_TOKEN_LENGTH:
        yield f"METRICS_TOKEN: must have {_MIN_TOKEN_LENGTH} characters or more. Generate one: `openssl rand -hex 32`."
    if settings.trusted_documents and settings.graphiql:
        yield "TRUSTED_DOCUMENTS: GraphiQL sends documents that no manifest contains. Unset one of the two."
    if settings.trusted_documents == "pages" and not settings.served_pages:
        yield (
            "TRUSTED_DOCUMENTS: this server has no pages, because PORTAL_URL and DASHBOARD_URL are elsewhere. Set the"
            " path of a manifest."
        )


def _check_mail(settings: Settings) -> Iterator[str]:
    if settings.smtp_host and not settings.mail_from:
        yield "MAIL_FROM: required with SMTP_HOST: the address that mails are sent from, such as billing@example.com."
    if settings.mail_from and not _ADDRESS.fullmatch(settings.mail_from):
        yield "MAIL_FROM: must be an email address and nothing else, such as billing@example.com."
    if not settings.smtp_host and (settings.smtp_username or settings.smtp_password or settings.smtp_port):
        yield "SMTP_HOST: required with SMTP_PORT, SMTP_USERNAME and SMTP_PASSWORD."
    if bool(settings.smtp_username) is not bool(settings.smtp_password):
        yield "Set both SMTP_USERNAME and SMTP_PASSWORD, or neither."
    is_clear = settings.smtp_security is SmtpSecurity.NONE and settings.smtp_host not in _LOCAL
    if settings.smtp_host and is_clear and not settings.demo:
        yield "SMTP_SECURITY: none sends links and addresses in clear. Use starttls or tls with another host."


def _check_links(settings: Settings) -> Iterator[str]:
    token_secret = settings.token_secret.get_secret_value() if settings.token_secret else None
    if token_secret is not None and len(token_secret) < _MIN_SECRET_LENGTH:
        yield f"TOKEN_SECRET: must have {_MIN_SECRET_LENGTH} characters or more. Generate one: `openssl rand -hex 32`."
    for name, url in (("PORTAL_URL", settings.portal_url), ("DASHBOARD_URL", settings.dashboard_url)):
        parts = _split(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            yield f"{name}: must be the URL of your pages, such as https://app.example.com/portal."
        elif url and not settings.demo and not is_secure_url(url):
            yield f"{name}: must be https in production, because links with tokens lead there."


def _check_production(settings: Settings) -> Iterator[str]:
    if settings.demo:
        return
    if not settings.has_stripe:
        yield (
            "STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET: required in production (DEMO=false),"
            " which does not use the Stripe simulator."
        )
    if not settings.public_url:
        yield "PUBLIC_URL: required in production (DEMO=false): the URL at which browsers reach the server."
    elif _is_origin(settings.base_url) and not is_secure_url(settings.public_url):
        yield "PUBLIC_URL: must be https in production, or session cookies could be intercepted."
    if settings.token_secret is None:
        yield (
            "TOKEN_SECRET: required in production (DEMO=false): links in mails and the signing secret of each webhook"
            " endpoint are derived from it. Generate one: `openssl rand -hex 32`."
        )
    if settings.webhook_allow_loopback:
        yield "WEBHOOK_ALLOW_LOOPBACK: firms could reach services of this machine. Unset it in production."
    # uvicorn reads this one.
    if "*" in os.environ.get("FORWARDED_ALLOW_IPS", "").split(","):
        yield "FORWARDED_ALLOW_IPS: * lets every client forge its network address. Set your proxy's address."
