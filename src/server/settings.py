"""Settings, from the environment: read once at the start, and checked there."""

from __future__ import annotations

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Everything that can be set. Without any Stripe key the stand-in for Stripe serves."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    var: Path = Field(default=ROOT / "var", description="The folder of what the server keeps in files.")
    database_url: str = Field(default="", description="Where the books are: a SQLAlchemy address; a file in VAR.")
    host: str = Field(default="127.0.0.1", description="The network address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port to listen on.")
    public_url: str = Field(
        default="", description="Where browsers reach the server, when that is not http://localhost:PORT."
    )
    portal_origins: str = Field(default="", description="Origins of your own pages (portal, dashboard), by comma.")
    graphiql: bool = Field(
        default=True, description="Serve GraphiQL and answer introspection. Switch off in production."
    )
    demo: bool = Field(default=True, description="Make the demo firms on first start. Switch off in production.")
    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: str | None = Field(default=None, description="Where Stripe's API is, when not at Stripe itself.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        keys = (self.stripe_secret_key, self.stripe_publishable_key, self.stripe_webhook_secret)
        if any(keys) and not all(keys):
            message = "set all three of STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET, or none"
            raise ValueError(message)
        if self.is_live and self.demo:
            message = "the demo's passwords are known to everybody: set DEMO=false where real money moves"
            raise ValueError(message)
        if self.public_url and urlsplit(self.public_url).scheme not in ("http", "https"):
            message = "PUBLIC_URL has to be an http or https address"
            raise ValueError(message)
        return self

    @property
    def database(self) -> str:
        """Where the books are, as SQLAlchemy has it: a file for each kind of money, which must never mix."""
        name = "acompte-live.db" if self.is_live else "acompte-test.db" if self.has_stripe else "acompte.db"
        return self.database_url or f"sqlite+aiosqlite:///{self.var.resolve() / name}"

    @property
    def is_live(self) -> bool:
        """Whether real money moves."""
        key = self.stripe_secret_key.get_secret_value() if self.stripe_secret_key else ""
        return key.startswith(("sk_live_", "rk_live_"))

    @property
    def base_url(self) -> str:
        """Where browsers reach the server, without a slash at its end."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may come with a cookie, and that providers may send people back to."""
        own = urlsplit(self.base_url)
        others = (origin.strip().rstrip("/") for origin in self.portal_origins.split(","))
        return frozenset({f"{own.scheme}://{own.netloc}", *(origin for origin in others if origin)})

    @property
    def has_stripe(self) -> bool:
        """Whether it is Stripe that payments go through, and not the stand-in."""
        return self.stripe_secret_key is not None
