"""The house, put together: database, provider or its stand-in, services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

import gateway
import models
from billing.services import Services
from db.engines import Database
from server.http.oidc import OidcAuthenticator
from server.settings import Settings

if TYPE_CHECKING:
    from sandbox import Sandbox

_SIMULATOR_WEBHOOK_SECRET = "whsec_stand_in"  # noqa: S105  (the stand-in is for trying out: no money is behind it)


@dataclass(frozen=True, slots=True)
class App:
    """Everything that the server's doors open to; `sandbox` where the stand-in for Stripe serves."""

    settings: Settings
    database: Database
    services: Services
    sandbox: Sandbox | None
    oidc: OidcAuthenticator | None = None
    """The identity provider whose tokens are taken, where one is set."""


def build_app(settings: Settings) -> App:
    """Put the house together. Nothing is asked of the database or the network yet."""
    database = Database(settings.database)
    sandbox = None if settings.has_stripe else _sandbox(settings)
    services = Services(
        reads=database.reads,
        writes=database.writes,
        driver=database.driver,
        provider=_provider(settings),
        public_url=settings.base_url,
        return_origins=settings.origins,
        passwords_enabled=settings.passwords,
    )
    identity = OidcAuthenticator(settings, services) if settings.oidc_issuer else None
    return App(settings, database, services, sandbox, identity)


class ProviderModeMismatch(Exception):
    """The database holds accounts of the other mode: real money and trials must never mix."""


async def check_provider_mode(app: App) -> None:
    """Raise WrongMode where the firms' accounts are of another mode (test or live) than the keys."""
    async with app.services.reads() as session:
        other = models.ProviderConnection.livemode != app.services.provider.livemode
        if await session.scalar(select(models.ProviderConnection.id).where(other).limit(1)) is not None:
            message = "this database holds accounts of Stripe's other mode (test or live) than STRIPE_SECRET_KEY is of"
            raise ProviderModeMismatch(message)


def _provider(settings: Settings) -> gateway.Provider:
    secret, publishable, webhook = (
        settings.stripe_secret_key,
        settings.stripe_publishable_key,
        settings.stripe_webhook_secret,
    )
    if secret and publishable and webhook:
        return gateway.Provider(
            secret.get_secret_value(), publishable, webhook.get_secret_value(), api_base=settings.stripe_api_base
        )
    return gateway.Provider(
        "sk_test_sandbox",
        "pk_test_sandbox",
        _SIMULATOR_WEBHOOK_SECRET,
        api_base=f"http://127.0.0.1:{settings.port}/sandbox",
        public_api_base=f"{settings.base_url}/sandbox",
    )


def _sandbox(settings: Settings) -> Sandbox:
    from sandbox import Sandbox, SandboxSettings

    return Sandbox(
        SandboxSettings(
            database=settings.var / "sandbox.db",
            base_url=f"{settings.base_url}/sandbox",
            webhook_url=f"http://127.0.0.1:{settings.port}/webhooks/stripe",
            webhook_secret=_SIMULATOR_WEBHOOK_SECRET,
        )
    )
