"""Settings, from the environment: read once at the start, and checked there, all of them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server import settings_checks

# How pydantic says that a default could not be worked out, because another setting could not be read.
_DEPENDENT_DEFAULT_ERROR = "default_factory_not_called"
ROOT = Path(__file__).resolve().parents[2]


def _graphiql_default(known: dict[str, Any]) -> bool:
    return bool(known.get("demo", True)) and known.get("trusted_documents") is None


class Settings(BaseSettings):
    """Everything that can be set. DEMO=false is production: nothing unsafe is taken there, and nothing left out."""

    model_config = SettingsConfigDict(
        env_file=None, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    var: Path = Field(default=ROOT / "var", description="The folder of what the server keeps in files.")
    database_url: SecretStr = Field(
        default=SecretStr(""), description="Where the books are: a SQLAlchemy address; a file in VAR."
    )
    host: str = Field(default="127.0.0.1", description="The network address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port to listen on.")
    workers: int = Field(
        default=1, ge=1, le=64, description="Processes that share the work. More than one needs PostgreSQL."
    )
    public_url: str = Field(
        default="", description="Where browsers reach the server, when that is not http://localhost:PORT."
    )
    portal_origins: str = Field(default="", description="Origins of your own pages (portal, dashboard), by comma.")
    demo: bool = Field(default=True, description="Make the demo firms on first start. False: this is production.")
    trusted_documents: Path | None = Field(
        default=None, description="A manifest of documents: with it, no others are taken. Without it, all are."
    )
    graphiql: bool = Field(
        default_factory=_graphiql_default,
        description="Serve GraphiQL, answer introspection and suggest names. Off in production, and beside a manifest.",
    )
    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_api_base: str | None = Field(default=None, description="Where Stripe's API is, when not at Stripe itself.")
    metrics_token: SecretStr | None = Field(
        default=None, description="Serve /metrics to who sends this as bearer token. Without it, to nobody."
    )
    passwords: bool = Field(default=True, description="Let people sign in by password.")
    oidc_issuer: str | None = Field(default=None, description="The identity provider whose tokens are taken.")
    oidc_audience: str | None = Field(default=None, description="Whom its tokens have to be for.")
    oidc_jwks_url: str | None = Field(default=None, description="Where its keys are; else its discovery tells.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        found = settings_checks.find_problems(self, os.environ)
        if found:
            raise ValueError("\n".join(found))
        return self

    @property
    def database(self) -> str:
        """Where the books are, as SQLAlchemy has it: a file for each kind of money, which must never mix."""
        name = "acompte-live.db" if self.is_live else "acompte-test.db" if self.has_stripe else "acompte.db"
        return self.database_url.get_secret_value() or f"sqlite+aiosqlite:///{self.var.resolve() / name}"

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
    def portals(self) -> list[str]:
        """The origins of PORTAL_ORIGINS."""
        return [origin.strip().rstrip("/") for origin in self.portal_origins.split(",") if origin.strip()]

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may come with a cookie, and that providers may send people back to."""
        own = urlsplit(self.base_url)
        return frozenset({f"{own.scheme}://{own.netloc}", *self.portals})

    @property
    def has_stripe(self) -> bool:
        """Whether it is Stripe that payments go through, and not the stand-in."""
        return self.stripe_secret_key is not None


def read_settings() -> tuple[Settings | None, list[str]]:
    """The settings, or every reason why they cannot be taken, each naming its variable and none a secret."""
    try:
        return Settings(), []
    except ValidationError as error:
        problems = _error_lines(error)
        unreadable = {
            str(one["loc"][0]) for one in error.errors() if one["loc"] and one["type"] != _DEPENDENT_DEFAULT_ERROR
        }
    if unreadable:
        # One value of the wrong kind must not hide what is wrong with the others: they are looked at without it.
        defaults: Mapping[str, Any] = {
            name: Settings.model_fields[name].get_default(call_default_factory=True, validated_data={})
            for name in unreadable
        }
        try:
            Settings(**defaults)
        except ValidationError as error:
            problems += _error_lines(error)
    return None, problems


def _error_lines(error: ValidationError) -> list[str]:
    found = []
    for one in error.errors(include_input=False, include_url=False):
        if one["type"] == _DEPENDENT_DEFAULT_ERROR:
            continue
        if one["loc"]:
            found.append(f"{str(one['loc'][0]).upper()}: {one['msg'][:1].lower()}{one['msg'][1:]}.")
        else:
            found += one["msg"].removeprefix("Value error, ").split("\n")
    return found
