"""PaymentIntents."""

import re
from typing import Annotated, Any, Literal

import pydantic

from sandbox import accounts, currencies, errors, events, forms, store
from sandbox.request_context import RequestContext, new_id

KIND = "payment_intent"
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
"""Statuses in which a PaymentIntent can be confirmed and canceled."""

# Fields that Stripe shows with a publishable key and the client secret.
_PUBLIC = (
    "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at", "cancellation_reason",
    "capture_method", "client_secret", "confirmation_method", "created", "currency", "description",
    "last_payment_error", "livemode", "next_action", "payment_method", "payment_method_configuration_details",
    "payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "source", "status",
)  # fmt: skip


class IntentParams(forms.Params):
    """Parameters of all operations that write a PaymentIntent. `payment_method_types`, which this API version has
    removed, is rejected.
    """

    @pydantic.model_validator(mode="before")
    @classmethod
    def _no_types(cls, form: Any) -> Any:
        if "payment_method_types" in form:
            message = (
                "The payment_method_types parameter is no longer supported on this API version: use "
                "allowed_payment_method_types."
            )
            code = "payment_method_types_no_longer_supported"
            raise errors.invalid(message, code=code, param="payment_method_types")
        return form


class IntentCreate(IntentParams):
    """POST /v1/payment_intents."""

    amount: forms.Integer
    currency: forms.Text
    customer: forms.Text | None = None
    description: forms.Text | None = None
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)
    payment_method_options: dict[str, Any] | None = None
    allowed_payment_method_types: forms.Texts | None = None
    statement_descriptor_suffix: Annotated[forms.Text, pydantic.Field(max_length=22)] | None = None


class IntentUpdate(IntentParams):
    """POST /v1/payment_intents/{id}."""

    description: forms.Text | None = None
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


class IntentRetrieve(forms.Params):
    """GET /v1/payment_intents/{id}."""

    client_secret: forms.Text | None = None


class IntentList(forms.ListParams):
    """GET /v1/payment_intents."""

    customer: forms.Text | None = None


class IntentCancel(forms.Params):
    """POST /v1/payment_intents/{id}/cancel."""

    cancellation_reason: Literal["abandoned", "duplicate", "fraudulent", "requested_by_customer"] | None = None


def create(context: RequestContext, params: IntentCreate) -> store.Json:
    """Create a PaymentIntent that requires a payment method."""
    currency = params.currency.lower()
    currencies.check_amount(params.amount, currency)
    _check_suffix(params.statement_descriptor_suffix)
    methods = _compatible(context, params.allowed_payment_method_types, currency)
    if params.customer is not None:
        context.get_own("customer", params.customer, param="customer", status=400)
    body = _new(context, params, currency, methods)
    context.tx.insert(KIND, context.account, body)
    events.record(context, "payment_intent.created", body, account=context.account)
    return body


def _new(context: RequestContext, params: IntentCreate, currency: str, methods: list[str]) -> store.Json:
    identifier = new_id("pi_3")
    empty = (
        "application", "application_fee_amount", "automatic_payment_methods", "canceled_at", "cancellation_reason",
        "last_payment_error", "latest_charge", "next_action", "on_behalf_of", "payment_method",
        "payment_method_configuration_details", "processing", "receipt_email", "review", "setup_future_usage",
        "shipping", "source", "statement_descriptor", "transfer_data", "transfer_group",
    )  # fmt: skip
    return {
        "id": identifier,
        "object": KIND,
        "allowed_payment_method_types": params.allowed_payment_method_types,
        "amount": params.amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{new_id('', 25)}",
        "confirmation_method": "automatic",
        "created": context.timestamp,
        "currency": currency,
        "customer": params.customer,
        "description": params.description,
        "livemode": False,
        "metadata": forms.merge_metadata({}, params.metadata),
        "payment_method_options": {method: {} for method in methods},
        "payment_method_types": methods,
        "statement_descriptor_suffix": params.statement_descriptor_suffix,
        "status": "requires_payment_method",
        **dict.fromkeys(empty),
    }


def _check_suffix(suffix: str | None) -> None:
    if suffix is not None and (re.search(r"[<>\\'\"*]", suffix) or not re.search("[A-Za-z]", suffix)):
        message = "The statement descriptor suffix needs a letter and must not contain any of < > \\ ' \" *."
        raise errors.invalid(message, param="statement_descriptor_suffix")


def _compatible(context: RequestContext, allowed: list[str] | None, currency: str) -> list[str]:
    """The allowed methods that the account can accept in this currency. Others are ignored, as at Stripe."""
    for method in allowed or ():
        if method not in accounts.CAPABILITY_OF:
            message = f"Invalid payment method type: {method}"
            raise errors.invalid(message, param="allowed_payment_method_types")
    active = accounts.active_methods(context)
    methods = [
        method
        for method in (allowed if allowed is not None else accounts.CAPABILITY_OF)
        if method in active and currencies.DEBIT_CURRENCY.get(method, currency) == currency
    ]
    if not methods:
        message = (
            "No valid payment method types for this PaymentIntent. Please ensure that you have activated payment "
            f"methods compatible with your chosen currency ({currency})."
        )
        code = "payment_intent_invalid_parameter"
        raise errors.invalid(message, code=code, param="allowed_payment_method_types", executed=True)
    return methods


def get_own(context: RequestContext, identifier: str, client_secret: str | None = None) -> store.Record:
    """This account's PaymentIntent. With a publishable key, the client secret is required. Raises ApiError."""
    if context.publishable and client_secret is None:
        raise errors.invalid("Missing required param: client_secret.", code="parameter_missing", param="client_secret")
    record = context.get_own(KIND, identifier, param="intent")
    if client_secret is not None and client_secret != record.body["client_secret"]:
        message = "The client_secret provided does not match the client_secret associated with the PaymentIntent."
        raise errors.invalid(message, code="payment_intent_invalid_parameter", param="client_secret")
    return record


def public_view(context: RequestContext, body: store.Json) -> store.Json:
    """The PaymentIntent as this caller may see it."""
    return {name: body[name] for name in _PUBLIC} if context.publishable else body


def retrieve(context: RequestContext, identifier: str, params: IntentRetrieve) -> store.Json:
    """GET /v1/payment_intents/{id}."""
    return public_view(context, get_own(context, identifier, params.client_secret).body)


def list_page(context: RequestContext, params: IntentList) -> store.Json:
    """GET /v1/payment_intents."""
    return context.listing(KIND, "/v1/payment_intents", params.list_query(customer=params.customer))


def update(context: RequestContext, identifier: str, params: IntentUpdate) -> store.Json:
    """Change description and metadata."""
    record = get_own(context, identifier)
    record.body["metadata"] = forms.merge_metadata(record.body["metadata"], params.metadata)
    if params.description is not None:
        record.body["description"] = params.description
    context.tx.save(record)
    return record.body


def cancel(context: RequestContext, identifier: str, params: IntentCancel) -> store.Json:
    """Cancel the PaymentIntent. Raises ApiError if it has succeeded or the bank has received the debit."""
    record = get_own(context, identifier)
    intent = record.body
    stuck = intent["status"] == "processing" and record.private.get("cancelable", False)
    if intent["status"] not in OPEN and not stuck:
        message = (
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a PaymentIntent "
            "with one of the following statuses may be canceled: requires_payment_method, requires_capture, "
            "requires_confirmation, requires_action, processing."
        )
        raise errors.unexpected_state(message, intent)
    intent.update(
        status="canceled",
        canceled_at=context.timestamp,
        cancellation_reason=params.cancellation_reason,
        next_action=None,
    )
    context.tx.save(record)
    events.record(context, "payment_intent.canceled", intent, account=context.account)
    return intent
