"""Pages of the simulated dashboard, with buttons for the controls."""

import html

from starlette.responses import HTMLResponse

from sandbox import currencies, store
from sandbox.pages import button, form, page

_TITLE = "Stripe simulator: dashboard"
_DISPUTE_CONTROLS = {
    "warning_needs_response": ("escalate", "win"),
    "warning_under_review": ("escalate", "win"),
    "needs_response": ("win", "lose"),
    "under_review": ("win", "lose"),
    "lost": ("win",),
}
_REFUND_CONTROLS = {"pending": ("settle_refund", "fail_refund"), "succeeded": ("fail_refund",)}
_CONTROL_LABELS = {
    "refund": ("Refund", "the firm refunds the payment"),
    "dispute": ("Dispute", "the payer's bank withdraws the money"),
    "inquire": ("Inquire", "the payer's bank asks for information"),
    "bounce": ("Bounce", "the bank returns a settled debit"),
    "escalate": ("Escalate", "the bank withdraws the money"),
    "win": ("Win", "the bank reinstates the money"),
    "lose": ("Lose", "the bank keeps the money"),
    "settle_refund": ("Settle", "the refund arrives"),
    "fail_refund": ("Fail", "the bank returns the refund"),
}


def accounts(base_url: str, listed: list[store.Json]) -> HTMLResponse:
    """Page with all accounts."""
    links = [
        _link(f"{base_url}/dashboard/{account['id']}", account["business_profile"]["name"] or account["id"])
        for account in listed
    ]
    return page(base_url, _TITLE, "".join(links) or "<p>There are no accounts yet.</p>")


def payments(base_url: str, account: str, listed: list[store.Json]) -> HTMLResponse:
    """Page with an account's latest payments."""
    links = [
        _link(f"{base_url}/dashboard/{account}/{intent['id']}", f"{_amount(intent)} {intent['status']}", _about(intent))
        for intent in listed
    ]
    return page(base_url, _TITLE, "".join(links) or "<p>There are no payments yet.</p>")


def payment(
    base_url: str, account: str, intent: store.Json, refunds: list[store.Json], disputes: list[store.Json]
) -> HTMLResponse:
    """Page with one payment, its refunds and disputes, and the possible actions."""
    url = f"{base_url}/dashboard/{account}/{intent['id']}"
    inner = f'<p class="amount">{html.escape(_amount(intent))}</p><p>{html.escape(intent["status"])}</p>'
    if intent["status"] == "succeeded":
        inner += form(url, _amount_input() + _buttons(("refund", *_dispute_controls(intent))))
    for refund in refunds:
        inner += f"<h2>Refund of {html.escape(_amount(refund))}: {html.escape(refund['status'])}</h2>"
        inner += form(url, _hidden("refund", refund) + _buttons(_REFUND_CONTROLS.get(refund["status"], ())))
    for dispute in disputes:
        inner += f"<h2>Dispute of {html.escape(_amount(dispute))}: {html.escape(dispute['status'])}</h2>"
        inner += form(url, _hidden("dispute", dispute) + _buttons(_DISPUTE_CONTROLS.get(dispute["status"], ())))
    inner += f'<p class="note">{html.escape(_about(intent))}</p>' + _link(f"{base_url}/dashboard/{account}", "All")
    return page(base_url, _TITLE, inner)


def _dispute_controls(intent: store.Json) -> tuple[str, ...]:
    return ("dispute", "inquire") if intent["payment_method_types"] == ["card"] else ("bounce",)


def _amount_input() -> str:
    return '<label>Amount (empty for the full amount): <input name="amount" inputmode="decimal"></label>'


def _buttons(controls: tuple[str, ...]) -> str:
    return "".join(button("control", control, *_CONTROL_LABELS[control]) for control in controls)


def _hidden(name: str, item: store.Json) -> str:
    return f'<input type="hidden" name="{name}" value="{html.escape(item["id"])}">'


def _link(url: str, text: str, note: str = "") -> str:
    small = f' <span class="note">{html.escape(note)}</span>' if note else ""
    return f'<p><a href="{html.escape(url)}">{html.escape(str(text))}</a>{small}</p>'


def _amount(item: store.Json) -> str:
    return currencies.format_amount(item["amount"], item["currency"])


def _about(intent: store.Json) -> str:
    return str(intent["description"] or intent["id"])
