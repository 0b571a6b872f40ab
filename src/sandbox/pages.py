"""Simulated pages of Stripe and banks: onboarding, authentication, and payment."""

import html
import urllib.parse

from starlette.responses import HTMLResponse, Response

from sandbox import currencies, store

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
main { border: 1px solid #8886; border-radius: 10px; padding: 1.25rem 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
input { font: inherit; }
dt { opacity: .75; font-size: .9rem; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
iframe { width: 100%; height: 26rem; border: 1px solid #8886; border-radius: 8px; background: #fff; }
.amount { font-size: 2rem; font-weight: 600; margin: .25rem 0 1rem; }
.note { opacity: .75; font-size: .9rem; }
form { display: grid; gap: .5rem; }
button { font: inherit; padding: .6rem .9rem; border-radius: 8px; border: 1px solid #8888; cursor: pointer; }
button { text-align: left; }
button.first { background: #4f46e5; border-color: #4f46e5; color: #fff; }
button small { opacity: .75; display: block; }
.bad { color: #c2410c; }
"""

HEADERS = {
    # No form-action: forms redirect to the caller's return_url.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none';"
    " frame-ancestors 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Security headers of all pages."""

_PAYMENT_CHOICES = {
    "card": (
        ("pm_card_visa", "Visa", "succeeds"),
        ("pm_card_visa_chargeDeclined", "Visa", "is declined"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "Visa", "has insufficient funds"),
        ("pm_card_chargeDeclinedExpiredCard", "Visa", "has expired"),
        ("pm_card_authenticationRequired", "Visa", "requires authentication (3D Secure)"),
        ("pm_card_createDispute", "Visa", "succeeds, then is disputed"),
        ("pm_card_createDisputeInquiry", "Visa", "succeeds, then its bank inquires"),
        ("pm_card_refundFail", "Visa", "succeeds; a refund fails later"),
    ),
    "us_bank_account": (
        ("pm_usBankAccount_success", "Bank account (ACH)", "processes, then succeeds"),
        ("pm_usBankAccount_insufficientFunds", "Bank account (ACH)", "processes, then fails: insufficient funds"),
        ("pm_usBankAccount_accountClosed", "Bank account (ACH)", "processes, then fails: account closed"),
        ("pm_usBankAccount_processing", "Bank account (ACH)", "stays in processing"),
        ("pm_usBankAccount_dispute", "Bank account (ACH)", "succeeds, then is returned"),
    ),
    "sepa_debit": (
        ("pm_success_de", "Bank account (SEPA)", "processes, then succeeds"),
        ("pm_failed_de", "Bank account (SEPA)", "processes, then fails"),
        ("pm_insufficientFunds_de", "Bank account (SEPA)", "processes, then fails: insufficient funds"),
        ("pm_successDelayed_de", "Bank account (SEPA)", "stays in processing for minutes, then succeeds"),
        ("pm_failedDelayed_de", "Bank account (SEPA)", "stays in processing for minutes, then fails"),
        ("pm_disputed_de", "Bank account (SEPA)", "succeeds, then is returned"),
    ),
    "bacs_debit": (
        ("pm_bacsDebit_success", "Bank account (Bacs)", "processes, then succeeds"),
        ("pm_bacsDebit_insufficientFunds", "Bank account (Bacs)", "processes, then fails: insufficient funds"),
        ("pm_bacsDebit_dispute", "Bank account (Bacs)", "succeeds, then is returned"),
    ),
    "acss_debit": (
        ("pm_acssDebit_success", "Bank account (PAD)", "processes, then succeeds"),
        ("pm_acssDebit_insufficientFunds", "Bank account (PAD)", "processes, then fails: insufficient funds"),
        ("pm_acssDebit_dispute", "Bank account (PAD)", "succeeds, then is returned"),
    ),
    "au_becs_debit": (
        ("pm_auBecsDebit_success", "Bank account (BECS)", "processes, then succeeds"),
        ("pm_auBecsDebit_accountClosed", "Bank account (BECS)", "processes, then fails: account closed"),
        ("pm_auBecsDebit_dispute", "Bank account (BECS)", "succeeds, then is returned"),
    ),
}

_STATUS = {
    "succeeded": "Paid. You can close this window.",
    "processing": "The bank is processing the debit. You can close this window.",
    "canceled": "This payment was canceled.",
}


def page(base_url: str, title: str, inner: str, status: int = 200) -> HTMLResponse:
    """A page of the simulator."""
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{html.escape(base_url)}/style.css"></head>'
        f"<body><main><h1>{html.escape(title)}</h1>{inner}</main></body></html>"
    )
    return HTMLResponse(text, status, HEADERS)


def button(name: str, value: str, label: str, note: str = "", *, first: bool = False) -> str:
    """A button that submits this value."""
    small = f"<small>{html.escape(note)}</small>" if note else ""
    style = ' class="first"' if first else ""
    return f'<button name="{name}" value="{html.escape(value)}"{style}>{html.escape(label)}{small}</button>'


def form(action: str, inner: str) -> str:
    """A form that is posted to this URL."""
    return f'<form method="post" action="{html.escape(action)}">{inner}</form>'


def stylesheet() -> Response:
    """The style sheet of all pages."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def message(base_url: str, title: str, text: str, status: int = 200) -> HTMLResponse:
    """A page with a message."""
    return page(base_url, title, f"<p>{html.escape(text)}</p>", status)


def onboarding(base_url: str, token: str, account: store.Json) -> HTMLResponse:
    """The onboarding form."""
    name = account["business_profile"]["name"] or account["email"] or account["id"]
    requested = ", ".join(account["capabilities"]) or "nothing"
    inner = (
        f"<p>Stripe would ask {html.escape(str(name))} for details of the business, its owner and its bank account.</p>"
        f'<p class="note">Requested: {html.escape(requested)}</p>'
    )
    buttons = button("outcome", "complete", "Complete the onboarding", "payments are enabled", first=True)
    buttons += button("outcome", "restricted", "Omit a document", "the account remains restricted")
    inner += form(f"{base_url}/connect/onboarding/{token}", buttons)
    return page(base_url, f"Stripe simulator: onboarding of {account['id']}", inner)


def authentication(base_url: str, token: str, intent: store.Json) -> HTMLResponse:
    """The authentication page of the payer's bank."""
    amount = currencies.format_amount(intent["amount"], intent["currency"])
    buttons = button("outcome", "succeed", "Authenticate", first=True) + button("outcome", "fail", "Fail")
    inner = f'<p class="amount">{html.escape(amount)}</p><p>Confirm this payment.</p>'
    inner += form(f"{base_url}/authenticate/{token}", buttons)
    return page(base_url, "Bank simulator: authentication", inner)


def payment(base_url: str, intent: store.Json, query: dict[str, str]) -> HTMLResponse:
    """The payment page, on which a PaymentIntent can be paid without a front end. `query` is that of its URL."""
    amount = currencies.format_amount(intent["amount"], intent["currency"])
    inner = f'<p class="amount">{html.escape(amount)}</p>'
    if intent["last_payment_error"] is not None:
        inner += f'<p class="bad">{html.escape(intent["last_payment_error"]["message"])}</p>'
    if intent["status"] in _STATUS:
        inner += f"<p>{_STATUS[intent['status']]}</p>"
        dashboard = f"{base_url}/dashboard/{query['account']}/{intent['id']}"
        inner += f'<p><a href="{html.escape(dashboard)}">Dashboard: refunds and disputes</a></p>'
    else:
        choices = [choice for method in intent["payment_method_types"] for choice in _PAYMENT_CHOICES[method]]
        buttons = [
            button("payment_method", token, label, note, first=index == 0)
            for index, (token, label, note) in enumerate(choices)
        ]
        inner += form(f"{base_url}/window/{intent['id']}?{urllib.parse.urlencode(query)}", "".join(buttons))
    inner += f'<p class="note">{html.escape(intent["description"] or intent["id"])}</p>'
    return page(base_url, "Stripe simulator: payment", inner)
