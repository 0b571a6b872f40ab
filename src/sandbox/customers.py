"""Customers."""

import pydantic

from sandbox import forms, store
from sandbox.request_context import RequestContext, new_id

KIND = "customer"


class CustomerCreate(forms.Params):
    """POST /v1/customers."""

    description: forms.Text | None = None
    email: forms.Text | None = None
    name: forms.Text | None = None
    phone: forms.Text | None = None
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


def create(context: RequestContext, params: CustomerCreate) -> store.Json:
    """Create a customer."""
    body: store.Json = {
        "id": new_id("cus_", 14),
        "object": KIND,
        "address": None,
        "balance": 0,
        "created": context.timestamp,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": params.description,
        "email": params.email,
        "invoice_prefix": new_id("", 8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": forms.merge_metadata({}, params.metadata),
        "name": params.name,
        "next_invoice_sequence": 1,
        "phone": params.phone,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    return context.tx.insert(KIND, context.account, body).body


def retrieve(context: RequestContext, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/customers/{id}."""
    return context.get_own(KIND, identifier).body


def delete(context: RequestContext, identifier: str) -> store.Json:
    """Delete a customer, as a firm does in its dashboard: no new payment can be for it, while those that exist stay."""
    record = context.get_own(KIND, identifier, param="customer")
    context.tx.execute("UPDATE object SET kind = 'deleted_customer' WHERE id = ?", record.id)
    return {"id": record.id, "object": KIND, "deleted": True}


def list_page(context: RequestContext, params: forms.ListParams) -> store.Json:
    """GET /v1/customers."""
    return context.listing(KIND, "/v1/customers", params.list_query())
