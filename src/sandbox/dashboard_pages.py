"""The pages of a firm's dashboard, and of what banks and payers do: for people who try things out."""

import html

from starlette.responses import HTMLResponse

from sandbox import currencies, store
from sandbox.pages import button, form, page

_TITLE = "Stand-in for Stripe: dashboard"
_DISPUTE_CONTROLS = {
    "warning_needs_response": ("escalate", "win"),
    "warning_under_review": ("escalate", "win"),
    "needs_response": ("win", "lose"),
    "under_review": ("win", "lose"),
    "lost": ("win",),
}
_REFUND_CONTROLS = {"pending": ("settle_refund", "fail_refund"), "succeeded": ("fail_refund",)}
_CONTROL_LABELS = {
    "refund": ("Refund", "the firm gives it back"),
    "dispute": ("Dispute", "the payer's bank takes it"),
    "inquire": ("Inquire", "the payer's bank only asks"),
    "bounce": ("Bounce", "the debit comes back after it had settled"),
    "escalate": ("Escalate", "the bank takes the money"),
    "win": ("Win", "what the bank took it gives back"),
    "lose": ("Lose", "the bank keeps what it took"),
    "settle_refund": ("Settle", "the refund arrives"),
    "fail_refund": ("Fail", "the refund comes back"),
}


def accounts(base_url: str, found: list[store.Json]) -> HTMLResponse:
    """Every firm's account, to choose from."""
    links = [
        _link(f"{base_url}/dashboard/{account['id']}", account["business_profile"]["name"] or account["id"])
        for account in found
    ]
    return page(base_url, _TITLE, "".join(links) or "<p>There is no account yet.</p>")


def payments(base_url: str, account: str, found: list[store.Json]) -> HTMLResponse:
    """An account's latest payments, to choose from."""
    links = [
        _link(f"{base_url}/dashboard/{account}/{intent['id']}", f"{_amount(intent)} {intent['status']}", _about(intent))
        for intent in found
    ]
    return page(base_url, _TITLE, "".join(links) or "<p>There is no payment yet.</p>")


def payment(
    base_url: str, account: str, intent: store.Json, refunds: list[store.Json], disputes: list[store.Json]
) -> HTMLResponse:
    """One payment, what has become of it, and what may happen next."""
    address = f"{base_url}/dashboard/{account}/{intent['id']}"
    inner = f'<p class="amount">{html.escape(_amount(intent))}</p><p>{html.escape(intent["status"])}</p>'
    if intent["status"] == "succeeded":
        inner += form(address, _sum() + _buttons(("refund", *_against(intent))))
    for refund in refunds:
        inner += f"<h2>Refund of {html.escape(_amount(refund))}: {html.escape(refund['status'])}</h2>"
        inner += form(address, _hidden("refund", refund) + _buttons(_REFUND_CONTROLS.get(refund["status"], ())))
    for dispute in disputes:
        inner += f"<h2>Dispute of {html.escape(_amount(dispute))}: {html.escape(dispute['status'])}</h2>"
        inner += form(address, _hidden("dispute", dispute) + _buttons(_DISPUTE_CONTROLS.get(dispute["status"], ())))
    inner += f'<p class="note">{html.escape(_about(intent))}</p>' + _link(f"{base_url}/dashboard/{account}", "All")
    return page(base_url, _TITLE, inner)


def _against(intent: store.Json) -> tuple[str, ...]:
    return ("dispute", "inquire") if intent["payment_method_types"] == ["card"] else ("bounce",)


def _sum() -> str:
    return '<label>Sum, all of it if left empty: <input name="amount" inputmode="decimal"></label>'


def _buttons(controls: tuple[str, ...]) -> str:
    return "".join(button("deed", deed, *_CONTROL_LABELS[deed]) for deed in controls)


def _hidden(name: str, item: store.Json) -> str:
    return f'<input type="hidden" name="{name}" value="{html.escape(item["id"])}">'


def _link(address: str, text: str, note: str = "") -> str:
    small = f' <span class="note">{html.escape(note)}</span>' if note else ""
    return f'<p><a href="{html.escape(address)}">{html.escape(str(text))}</a>{small}</p>'


def _amount(item: store.Json) -> str:
    return currencies.text(item["amount"], item["currency"])


def _about(intent: store.Json) -> str:
    return str(intent["description"] or intent["id"])
