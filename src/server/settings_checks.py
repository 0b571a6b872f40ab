"""What settings must not be: unsafe, or half given. Each problem is one line: the variable, and what mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from server.settings import Settings

_LOCAL = ("localhost", "127.0.0.1", "::1")
_DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
_MIN_TOKEN_LENGTH = 20


def find_problems(settings: Settings, environment: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with them. `environment`: for what other programs in this process read from there."""
    checks: tuple[Callable[[Settings], Iterator[str]], ...] = (
        _check_stripe,
        _check_addresses,
        _check_database,
        _check_sign_in,
        _check_metrics,
        _check_documents,
    )
    found = [problem for check in checks for problem in check(settings)]
    if not settings.demo:
        found += _check_production(settings)
        if "*" in environment.get("FORWARDED_ALLOW_IPS", "").split(","):
            found.append(
                "FORWARDED_ALLOW_IPS: with * anybody can claim to come from any address. Name your proxy's address."
            )
    return found


def is_local_url(url: str) -> bool:
    """Whether the address is this machine's own: plain http does no harm there."""
    return _split(url).hostname in _LOCAL


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def is_secure_url(url: str) -> bool:
    """Whether the address is on https, or this machine's own."""
    parts = _split(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_local_url(url)))


def _is_origin(url: str) -> bool:
    """Whether it is scheme and host alone, as browsers send it."""
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
    given = (bool(secret), bool(publishable), webhook is not None)
    if any(given) and not all(given):
        yield "Set all three of STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, or none."
    if secret and not secret.startswith(("sk_test_", "sk_live_", "rk_test_", "rk_live_")):
        yield "STRIPE_SECRET_KEY: has to be a secret key, sk_test_... or sk_live_...."
    if publishable and not publishable.startswith(("pk_test_", "pk_live_")):
        yield "STRIPE_PUBLISHABLE_KEY: has to be a publishable key, pk_test_... or pk_live_...."
    if secret and publishable and settings.is_live is not publishable.startswith("pk_live_"):
        yield "STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY: one is of test mode, the other of live mode."
    if webhook is not None and not settings.demo and not webhook.get_secret_value().startswith("whsec_"):
        yield "STRIPE_WEBHOOK_SECRET: has to be the signing secret of the webhook endpoint, whsec_...."
    if settings.is_live and settings.demo:
        yield "DEMO: the demo's passwords are known to everybody. Set DEMO=false where real money moves."
    if settings.stripe_api_base and not is_secure_url(settings.stripe_api_base):
        yield "STRIPE_API_BASE: the secret key is sent there, so it has to be https. For Stripe itself, leave it out."


def _check_addresses(settings: Settings) -> Iterator[str]:
    if settings.public_url and not _is_origin(settings.base_url):
        yield "PUBLIC_URL: has to be an http or https address of scheme and host alone, like https://pay.example.com."
    for origin in settings.portals:
        if not _is_origin(origin):
            yield f"PORTAL_ORIGINS: {origin} is no origin. Give scheme and host alone, like https://portal.example.com."
        elif not settings.demo and not is_secure_url(origin):
            yield f"PORTAL_ORIGINS: {origin} has to be on https in production."


def _check_database(settings: Settings) -> Iterator[str]:
    try:
        url = make_url(settings.database)
    except (ArgumentError, ValueError):
        yield "DATABASE_URL: is no address of a database, like sqlite+aiosqlite:////srv/acompte/acompte.db."
        return
    if url.drivername not in _DRIVERS:
        yield f"DATABASE_URL: begins with {url.drivername}, and has to begin with {' or '.join(_DRIVERS)}."
    elif url.drivername == "sqlite+aiosqlite" and url.database in (None, "", ":memory:"):
        yield "DATABASE_URL: SQLite needs a file, which the books are kept in."
    elif url.drivername == "sqlite+aiosqlite" and settings.workers > 1:
        yield "WORKERS: several processes need PostgreSQL. SQLite has one writer: give it one process."


def _check_sign_in(settings: Settings) -> Iterator[str]:
    if bool(settings.oidc_issuer) is not bool(settings.oidc_audience):
        yield "Set both OIDC_ISSUER and OIDC_AUDIENCE, or neither: a token for somebody else must not be taken."
    if settings.oidc_jwks_url and not settings.oidc_issuer:
        yield "OIDC_JWKS_URL: needs OIDC_ISSUER and OIDC_AUDIENCE beside it."
    for name, url in (("OIDC_ISSUER", settings.oidc_issuer), ("OIDC_JWKS_URL", settings.oidc_jwks_url)):
        if url and not is_secure_url(url):
            yield f"{name}: keys are fetched there, so it has to be an https address."
    if not settings.passwords and not settings.oidc_issuer:
        yield "PASSWORDS: with PASSWORDS=false and without OIDC_ISSUER nobody could sign in."


def _check_metrics(settings: Settings) -> Iterator[str]:
    if settings.metrics_token and len(settings.metrics_token.get_secret_value()) < _MIN_TOKEN_LENGTH:
        yield f"METRICS_TOKEN: has to have {_MIN_TOKEN_LENGTH} characters or more. `openssl rand -hex 32` makes one."


def _check_documents(settings: Settings) -> Iterator[str]:
    if settings.trusted_documents and settings.graphiql:
        yield "TRUSTED_DOCUMENTS: GraphiQL asks what nobody wrote down before. Leave GRAPHIQL out, or the manifest."


def _check_production(settings: Settings) -> Iterator[str]:
    if not settings.has_stripe:
        yield (
            "STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET: production (DEMO=false) needs them."
            " The stand-in for Stripe is for trying out."
        )
    if not settings.public_url:
        yield "PUBLIC_URL: production (DEMO=false) needs it: where browsers reach the server."
    elif _is_origin(settings.base_url) and not is_secure_url(settings.public_url):
        yield "PUBLIC_URL: has to be https in production: without it, the session's cookie could be read on its way."
