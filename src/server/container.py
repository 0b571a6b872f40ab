"""The application container: settings, database, payment provider and services of one process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

import gateway
import models
from billing.services import Services
from db.engines import Database
from server.settings import Settings
from server.token_secret import load_token_secret

if TYPE_CHECKING:
    from sandbox import StripeSimulator
    from server.http.oidc import OidcAuthenticator

# The simulator moves no money.
_SIMULATOR_SECRET_KEY = "sk_test_sandbox"  # noqa: S105
_SIMULATOR_PUBLISHABLE_KEY = "pk_test_sandbox"
_SIMULATOR_WEBHOOK_SECRET = "whsec_simulator"  # noqa: S105

_SMTP_PORTS = {gateway.SmtpSecurity.STARTTLS: 587, gateway.SmtpSecurity.TLS: 465, gateway.SmtpSecurity.NONE: 25}
_DEMO_MAIL_FROM = "acompte@localhost"


@dataclass(frozen=True, slots=True)
class App:
    """What endpoints and commands depend on."""

    settings: Settings
    database: Database
    services: Services
    simulator: StripeSimulator | None
    """The Stripe simulator, if this process serves it."""
    oidc: OidcAuthenticator | None = None
    """Accepts tokens of the identity provider, if the settings name one."""


def build_app(settings: Settings, *, with_simulator: bool = False) -> App:
    """Build the application. Opens no database or network connection.

    `with_simulator`: a server also serves the Stripe simulator, unless the settings have keys of Stripe.
    """
    database = Database(settings.database)
    simulator = _build_simulator(settings) if with_simulator and not settings.has_stripe else None
    services = Services(
        reads=database.reads,
        writes=database.writes,
        driver=database.driver,
        provider=_provider(settings),
        public_url=settings.base_url,
        return_origins=settings.origins,
        token_secret=load_token_secret(settings),
        portal_url=settings.portal_base_url,
        dashboard_url=settings.dashboard_base_url,
        mailer=_mailer(settings),
        webhook_sender=gateway.WebhookSender(allows_loopback=settings.webhook_allow_loopback),
        passwords_enabled=settings.passwords,
    )
    return App(settings, database, services, simulator, _oidc(settings, services))


class ProviderModeMismatch(Exception):
    """The database has provider accounts of the other mode, test or live. The two must not mix."""


async def check_provider_mode(app: App) -> None:
    """Raises ProviderModeMismatch if a provider account in the database has another mode than the configured keys."""
    async with app.services.reads() as session:
        other_mode = models.ProviderConnection.livemode != app.services.provider.livemode
        if await session.scalar(select(models.ProviderConnection.id).where(other_mode).limit(1)) is not None:
            message = "STRIPE_SECRET_KEY and the accounts in this database are of different modes (test and live)"
            raise ProviderModeMismatch(message)


def _provider(settings: Settings) -> gateway.Provider:
    secret, webhook = settings.stripe_secret_key, settings.stripe_webhook_secret
    publishable_key = settings.stripe_publishable_key
    if secret and webhook and publishable_key:
        return gateway.Provider(
            secret.get_secret_value(), publishable_key, webhook.get_secret_value(), api_base=settings.stripe_api_base
        )
    return gateway.Provider(
        _SIMULATOR_SECRET_KEY,
        _SIMULATOR_PUBLISHABLE_KEY,
        _SIMULATOR_WEBHOOK_SECRET,
        api_base=f"http://127.0.0.1:{settings.port}/sandbox",
        public_api_base=f"{settings.base_url}/sandbox",
    )


def _mailer(settings: Settings) -> gateway.Mailer | None:
    if settings.smtp_host:
        password = settings.smtp_password
        server = gateway.SmtpServer(
            settings.smtp_host,
            settings.smtp_port or _SMTP_PORTS[settings.smtp_security],
            settings.smtp_security,
            settings.smtp_username or None,
            password.get_secret_value() if password else None,
        )
        return gateway.SmtpMailer(server, settings.mail_from)
    return gateway.FolderMailer(settings.mail_folder, _DEMO_MAIL_FROM) if settings.demo else None


def _oidc(settings: Settings, services: Services) -> OidcAuthenticator | None:
    if not settings.oidc_issuer:
        return None
    from server.http.oidc import OidcAuthenticator

    return OidcAuthenticator(settings, services)


def _build_simulator(settings: Settings) -> StripeSimulator:
    from sandbox import SimulatorSettings, StripeSimulator

    return StripeSimulator(
        SimulatorSettings(
            database=settings.simulator_database,
            base_url=f"{settings.base_url}/sandbox",
            webhook_url=f"http://127.0.0.1:{settings.port}/webhooks/stripe",
            webhook_secret=_SIMULATOR_WEBHOOK_SECRET,
            secret_key=_SIMULATOR_SECRET_KEY,
            publishable_key=_SIMULATOR_PUBLISHABLE_KEY,
            mail_folder=settings.mail_folder,
        )
    )
