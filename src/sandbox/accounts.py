"""Connected accounts and their capabilities."""

from typing import Annotated, Literal

import pydantic

from sandbox import errors, events, forms, store
from sandbox.request_context import PLATFORM, RequestContext, new_id

KIND = "account"

CAPABILITY_OF = {
    "card": "card_payments",
    "us_bank_account": "us_bank_account_ach_payments",
    "sepa_debit": "sepa_debit_payments",
    "bacs_debit": "bacs_debit_payments",
    "acss_debit": "acss_debit_payments",
    "au_becs_debit": "au_becs_debit_payments",
}
"""Capability that each type of payment method needs."""

_CURRENCY = {
    **dict.fromkeys(
        ("at", "be", "bg", "cy", "de", "ee", "es", "fi", "fr", "gr", "hr", "ie", "it", "lt", "lu", "lv", "mt", "nl",
         "pt", "si", "sk"), "eur",
    ),
    "au": "aud", "br": "brl", "ca": "cad", "ch": "chf", "cz": "czk", "dk": "dkk", "gb": "gbp", "hk": "hkd", "hu": "huf",
    "jp": "jpy", "li": "chf", "mx": "mxn", "my": "myr", "no": "nok", "nz": "nzd", "pl": "pln", "ro": "ron", "se": "sek",
    "sg": "sgd", "th": "thb", "us": "usd",
}  # fmt: skip


class _Fees(forms.Hash):
    payer: Literal["account", "application"]


class _Losses(forms.Hash):
    payments: Literal["application", "stripe"]


class _Dashboard(forms.Hash):
    type: Literal["express", "full", "none"]


class _Controller(forms.Hash):
    fees: _Fees = _Fees(payer="account")
    losses: _Losses = _Losses(payments="stripe")
    requirement_collection: Literal["application", "stripe"] = "stripe"
    stripe_dashboard: _Dashboard = _Dashboard(type="full")


class _Requested(forms.Hash):
    requested: forms.Boolean = False


class _Capabilities(forms.Hash):
    card_payments: _Requested = _Requested()
    transfers: _Requested = _Requested()
    us_bank_account_ach_payments: _Requested = _Requested()
    sepa_debit_payments: _Requested = _Requested()
    bacs_debit_payments: _Requested = _Requested()
    acss_debit_payments: _Requested = _Requested()
    au_becs_debit_payments: _Requested = _Requested()


class _BusinessProfile(forms.Hash):
    mcc: forms.Text | None = None
    name: forms.Text | None = None
    product_description: forms.Text | None = None
    support_email: forms.Text | None = None
    url: forms.Text | None = None


class AccountCreate(forms.Params):
    """POST /v1/accounts."""

    type: Literal["standard"] | None = None
    controller: _Controller | None = None
    country: Annotated[forms.Text, pydantic.Field(pattern="^[A-Za-z]{2}$")] = "US"
    default_currency: forms.Text | None = None
    email: forms.Text | None = None
    business_type: Literal["company", "government_entity", "individual", "non_profit"] | None = None
    business_profile: _BusinessProfile = _BusinessProfile()
    capabilities: _Capabilities = _Capabilities()
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


def create(context: RequestContext, params: AccountCreate) -> store.Json:
    """Create an account that is not onboarded yet and cannot charge."""
    _check_controller(params)
    requested = [name for name, capability in params.capabilities if capability.requested]
    controller = params.controller or _Controller()
    full = controller.stripe_dashboard.type == "full"
    country = params.country.lower()
    currency = params.default_currency or (_CURRENCY.get(country, "usd"))
    body: store.Json = {
        "id": new_id("acct_1", 16),
        "object": KIND,
        "business_profile": {**params.business_profile.model_dump(), "support_phone": None, "support_url": None},
        "business_type": params.business_type,
        "capabilities": dict.fromkeys(requested, "inactive"),
        "charges_enabled": False,
        "controller": {"type": "application", "is_controller": True, **controller.model_dump()},
        "country": params.country.upper(),
        "created": context.timestamp,
        "default_currency": currency,
        "details_submitted": False,
        "email": params.email,
        "future_requirements": _requirements([], None),
        "metadata": forms.merge_metadata({}, params.metadata),
        "payouts_enabled": False,
        "requirements": _requirements(["business_profile.url", "external_account"], "requirements.past_due"),
        "settings": {"dashboard": {"display_name": params.business_profile.name, "timezone": "Etc/UTC"}},
        "tos_acceptance": {"date": None, "ip": None, "user_agent": None},
        "type": "standard" if full else "none",
    }
    return context.tx.insert(KIND, PLATFORM, body, {"revoked": False}).body


def _check_controller(params: AccountCreate) -> None:
    if params.type is not None and params.controller is not None:
        raise errors.invalid("You may only specify one of these parameters: type, controller.", param="controller")
    controller = params.controller or _Controller()
    borne_by_stripe = controller.requirement_collection == controller.losses.payments == "stripe"
    if controller.stripe_dashboard.type == "full" and not borne_by_stripe:
        raise errors.invalid(
            "With access to the full Stripe Dashboard, Stripe must collect requirements and bear losses.",
            param="controller[stripe_dashboard][type]",
        )


def _requirements(due: list[str], reason: str | None) -> store.Json:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": reason,
        "errors": [],
        "eventually_due": due,
        "past_due": due,
        "pending_verification": [],
    }


def get_accessible(context: RequestContext, identifier: str) -> store.Record:
    """Return the connected account. Raises ApiError if it does not exist or has revoked the platform's access."""
    record = context.tx.find(KIND, PLATFORM, identifier)
    if record is None or record.private["revoked"]:
        raise errors.account_inaccessible(context.settings.secret_key, identifier)
    return record


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/accounts/{id}."""
    return get_accessible(context, identifier).body


def list_page(context: RequestContext, params: forms.ListParams) -> store.Json:
    """GET /v1/accounts."""
    return context.listing(KIND, "/v1/accounts", params.list_query())


def active_methods(context: RequestContext) -> set[str]:
    """Types of payment method that the account can accept. Raises ApiError if it cannot charge."""
    if context.account == PLATFORM:
        raise errors.invalid("The simulator supports payments on connected accounts only: send Stripe-Account.")
    account = get_accessible(context, context.account).body
    if not account["charges_enabled"]:
        raise errors.invalid("Your account cannot currently make charges.", executed=True)
    states = account["capabilities"]
    return {method for method, capability in CAPABILITY_OF.items() if states.get(capability) == "active"}


def finish_onboarding(context: RequestContext, record: store.Record, *, restricted: bool) -> None:
    """Enable the account, or leave it restricted with a requirement due."""
    state = "inactive" if restricted else "active"
    missing = ["individual.verification.document"] if restricted else []
    record.body["requirements"] = _requirements(missing, "requirements.past_due" if restricted else None)
    record.body["tos_acceptance"]["date"] = context.timestamp
    apply_change(
        context,
        record,
        dict.fromkeys(record.body["capabilities"], state),
        details_submitted=True,
        enabled=not restricted,
    )


def apply_change(
    context: RequestContext,
    record: store.Record,
    capabilities: dict[str, str],
    *,
    details_submitted: bool,
    enabled: bool,
) -> None:
    """Change the state of capabilities and send the events."""
    body = record.body
    before = {name: body[name] for name in ("details_submitted", "charges_enabled", "payouts_enabled", "capabilities")}
    body["capabilities"] = {**before["capabilities"], **capabilities}
    body.update(details_submitted=details_submitted, charges_enabled=enabled, payouts_enabled=enabled)
    context.tx.save(record)
    for name, state in capabilities.items():
        if before["capabilities"].get(name) != state:
            capability = _capability(context, record.id, name, state)
            events.record(context, "capability.updated", capability, account=record.id, previous={})
    previous = {name: value for name, value in before.items() if body[name] != value}
    events.record(context, "account.updated", body, account=record.id, previous=previous)


def _capability(context: RequestContext, account: str, name: str, state: str) -> store.Json:
    reason = None if state == "active" else "requirements.past_due"
    return {
        "id": name,
        "object": "capability",
        "account": account,
        "future_requirements": _requirements([], None),
        "requested": True,
        "requested_at": context.timestamp,
        "requirements": _requirements([], reason),
        "status": state,
    }


def deauthorize(context: RequestContext, record: store.Record) -> None:
    """Disconnect the account from the platform, as its owner can in their dashboard."""
    application = {"id": "ca_sandbox", "object": "application", "name": "Sandbox"}
    events.record(context, "account.application.deauthorized", application, account=record.id)
    record.private["revoked"] = True
    context.tx.save(record)
