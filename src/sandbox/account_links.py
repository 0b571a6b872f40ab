"""Account links: single-use URLs of the onboarding page, which expire after five minutes."""

import json
import secrets
from typing import Literal

import pydantic
import pydantic_core

from sandbox import accounts, errors, forms, store
from sandbox.request_context import RequestContext

_LINK_SECONDS = 5 * 60
_VISIT_SECONDS = 60 * 60


class AccountLinkCreate(forms.Params):
    """POST /v1/account_links."""

    account: forms.Text
    type: Literal["account_onboarding"]
    refresh_url: forms.Text
    return_url: forms.Text
    collect: Literal["currently_due", "eventually_due"] | None = None
    collection_options: dict[str, str] | None = None

    @pydantic.field_validator("refresh_url", "return_url")
    @classmethod
    def _absolute(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise pydantic_core.PydanticCustomError("url_invalid", "Not a valid URL")
        return value


def create(context: RequestContext, params: AccountLinkCreate) -> store.Json:
    """Create a link for the account's owner."""
    accounts.get_accessible(context, params.account)
    token = secrets.token_urlsafe(18)
    expires = context.now + _LINK_SECONDS
    context.tx.execute(
        "INSERT INTO link (token, kind, account, expires_at, facts) VALUES (?, 'onboarding', ?, ?, ?)",
        token,
        params.account,
        expires,
        json.dumps({"refresh_url": params.refresh_url, "return_url": params.return_url}),
    )
    return {
        "object": "account_link",
        "created": context.timestamp,
        "expires_at": int(expires),
        "url": f"{context.settings.base_url}/connect/onboarding/{token}",
    }


class SpentLinkError(Exception):
    """The link was used or has expired. The browser is redirected to `refresh_url`."""

    def __init__(self, refresh_url: str) -> None:
        super().__init__(refresh_url)
        self.refresh_url = refresh_url


def visit(context: RequestContext, token: str) -> store.Record:
    """Use the link, and return the account to onboard. Raises SpentLinkError."""
    account, urls, expires_at, visited_at, done_at = _link(context, token)
    if visited_at is not None or done_at is not None or context.now > expires_at:
        raise SpentLinkError(urls["refresh_url"])
    context.tx.execute("UPDATE link SET visited_at = ? WHERE token = ?", context.now, token)
    return accounts.get_accessible(context, account)


def complete(context: RequestContext, token: str, *, restricted: bool) -> str:
    """Onboard the account and return the `return_url`. Raises SpentLinkError."""
    account, urls, expires_at, visited_at, done_at = _link(context, token)
    deadline = expires_at if visited_at is None else visited_at + _VISIT_SECONDS
    if done_at is not None or context.now > deadline:
        raise SpentLinkError(urls["refresh_url"])
    context.tx.execute("UPDATE link SET done_at = ? WHERE token = ?", context.now, token)
    accounts.finish_onboarding(context, accounts.get_accessible(context, account), restricted=restricted)
    return str(urls["return_url"])


def _link(context: RequestContext, token: str) -> tuple[str, store.Json, float, float | None, float | None]:
    row = context.tx.execute(
        "SELECT account, facts, expires_at, visited_at, done_at FROM link WHERE token = ? AND kind = 'onboarding'",
        token,
    ).fetchone()
    if row is None:
        raise errors.missing_resource("account_link", token)
    return row[0], json.loads(row[1]), row[2], row[3], row[4]
