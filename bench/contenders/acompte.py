"""Acompte itself, by its own command, as in production: no demo data, no GraphiQL, one process."""

from __future__ import annotations

from server.cli.main import application

SETTINGS = {
    "DEMO": "false",
    "GRAPHIQL": "false",
    "TOKEN_SECRET": "a secret for a benchmark, not for use",
    "PUBLIC_URL": "https://pay.example.com",
    # The measured operations do not call Stripe, and nothing listens at this address.
    "STRIPE_SECRET_KEY": "sk_test_bench",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_bench",
    "STRIPE_WEBHOOK_SECRET": "whsec_bench",
    "STRIPE_API_BASE": "http://127.0.0.1:9",
}
"""Production settings."""

if __name__ == "__main__":
    application(["serve"])
