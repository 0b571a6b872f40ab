"""Settings, read from environment variables. See `settings_checks.read_settings`."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway import SmtpSecurity, is_live_key

ROOT = Path(__file__).resolve().parents[2]


def _graphiql_default(values: dict[str, Any]) -> bool:
    return bool(values.get("demo", True)) and values.get("trusted_documents") is None


def _loopback_default(values: dict[str, Any]) -> bool:
    return bool(values.get("demo", True))


class Settings(BaseSettings):
    """All settings. DEMO=false is production: unsafe and missing settings are errors."""

    model_config = SettingsConfigDict(
        env_file=None, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    var: Path = Field(default=ROOT / "var", description="Directory of the server's files.")
    database_url: SecretStr = Field(
        default=SecretStr(""), description="SQLAlchemy URL of the database. By default a SQLite file in VAR."
    )
    host: str = Field(default="127.0.0.1", description="Network address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(
        default=1, ge=1, le=64, description="Number of worker processes. More than one needs PostgreSQL."
    )
    public_url: str = Field(
        default="", description="URL at which browsers reach the server. By default http://localhost:PORT."
    )
    portal_origins: str = Field(
        default="", description="Origins of your own pages (portal, dashboard), separated by commas."
    )
    portal_url: str = Field(
        default="", description="URL of the pages for clients. By default our own, PUBLIC_URL/portal."
    )
    dashboard_url: str = Field(
        default="", description="URL of the pages for firms. By default our own, PUBLIC_URL/dashboard."
    )
    token_secret: SecretStr | None = Field(
        default=None,
        description="Secret from which links in mails and the secrets of webhook endpoints are derived. Required in"
        " production.",
    )
    smtp_host: str = Field(
        default="", description="The mail server. Without it, mails wait; in the demo, see VAR/mail."
    )
    smtp_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the mail server. By default 587 for STARTTLS, 465 for TLS."
    )
    smtp_security: SmtpSecurity = Field(
        default=SmtpSecurity.STARTTLS, description="Encryption of the connection to the mail server."
    )
    smtp_username: str = Field(default="", description="User name at the mail server.")
    smtp_password: SecretStr | None = Field(default=None, description="Password at the mail server.")
    mail_from: str = Field(default="", description="Address that mails are sent from. The name is each firm's.")
    demo: bool = Field(default=True, description="Create the demo firms on first start. False is production.")
    webhook_allow_loopback: bool = Field(
        default_factory=_loopback_default,
        description="Allow webhook endpoints on this machine, also by http. On by default in the demo.",
    )
    trusted_documents: Literal["pages"] | Path | None = Field(
        default=None,
        description="Manifest of persisted documents, or pages: with it, only these and our own pages' are executed.",
    )
    graphiql: bool = Field(
        default_factory=_graphiql_default,
        description="Serve GraphiQL and allow introspection. Off by default in production and with a manifest.",
    )
    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: str | None = Field(default=None, description="Base URL of Stripe's API, if not Stripe's own.")
    metrics_token: SecretStr | None = Field(
        default=None, description="Bearer token for /metrics. Without it, /metrics is not served."
    )
    passwords: bool = Field(default=True, description="Allow sign-in by password.")
    oidc_issuer: str | None = Field(default=None, description="Issuer of the accepted OpenID Connect tokens.")
    oidc_audience: str | None = Field(default=None, description="Audience that these tokens must have.")
    oidc_jwks_url: str | None = Field(
        default=None, description="URL of the issuer's keys. By default its discovery document names it."
    )

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database. Live, test and simulated payments have a SQLite file each."""
        name = "acompte-live.db" if self.is_live else "acompte-test.db" if self.has_stripe else "acompte.db"
        return self.database_url.get_secret_value() or f"sqlite+aiosqlite:///{self.var.resolve() / name}"

    @property
    def simulator_database(self) -> Path:
        """The SQLite file of the Stripe simulator."""
        return self.var / "sandbox.db"

    @property
    def mail_folder(self) -> Path:
        """Where the demo's mails are, unless they go to a mail server."""
        return self.var / "mail"

    @property
    def is_live(self) -> bool:
        """Whether the keys are of Stripe's live mode."""
        return self.stripe_secret_key is not None and is_live_key(self.stripe_secret_key.get_secret_value())

    @property
    def base_url(self) -> str:
        """URL at which browsers reach the server, without a trailing slash."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def portal_base_url(self) -> str:
        """URL of the clients' pages, without a trailing slash."""
        return self.portal_url.rstrip("/") or f"{self.base_url}/portal"

    @property
    def dashboard_base_url(self) -> str:
        """URL of the firms' pages, without a trailing slash."""
        return self.dashboard_url.rstrip("/") or f"{self.base_url}/dashboard"

    @property
    def served_pages(self) -> tuple[str, ...]:
        """The pages that this server serves, `portal` and `dashboard`: not those whose URL was set to another."""
        urls = {"portal": self.portal_base_url, "dashboard": self.dashboard_base_url}
        return tuple(name for name, url in urls.items() if url == f"{self.base_url}/{name}")

    @property
    def page_origins(self) -> list[str]:
        """The origins of PORTAL_ORIGINS."""
        return [origin.strip().rstrip("/") for origin in self.portal_origins.split(",") if origin.strip()]

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may use the session cookie, and to which providers may redirect."""
        own = urlsplit(self.base_url)
        # Without an address of its own, the server is reached on this machine, by either name.
        local = () if self.public_url else (f"http://127.0.0.1:{self.port}",)
        return frozenset({f"{own.scheme}://{own.netloc}", *local, *self.page_origins})

    @property
    def has_stripe(self) -> bool:
        """Whether payments go through Stripe and not through the simulator."""
        return self.stripe_secret_key is not None
