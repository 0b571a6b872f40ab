"""Customers."""

import pydantic

from sandbox import forms, store
from sandbox.work import Work, new_id

KIND = "customer"


class CustomerCreate(forms.Params):
    """POST /v1/customers."""

    description: forms.Text | None = None
    email: forms.Text | None = None
    name: forms.Text | None = None
    phone: forms.Text | None = None
    metadata: forms.Metadata = pydantic.Field(default_factory=dict)


def create(work: Work, params: CustomerCreate) -> store.Json:
    """Create a customer."""
    body: store.Json = {
        "id": new_id("cus_", 14),
        "object": KIND,
        "address": None,
        "balance": 0,
        "created": work.timestamp,
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
    return work.tx.insert(KIND, work.account, body).body


def retrieve(work: Work, identifier: str, _params: forms.Params) -> store.Json:
    """GET /v1/customers/{id}."""
    return work.own(KIND, identifier).body


def delete(work: Work, identifier: str) -> store.Json:
    """Delete a customer, as a firm does in its dashboard: no new payment can be for it, while those that exist stay."""
    record = work.own(KIND, identifier, param="customer")
    work.tx.execute("UPDATE object SET kind = 'deleted_customer' WHERE id = ?", record.id)
    return {"id": record.id, "object": KIND, "deleted": True}


def list_page(work: Work, params: forms.ListParams) -> store.Json:
    """GET /v1/customers."""
    return work.listing(KIND, "/v1/customers", params.page())
