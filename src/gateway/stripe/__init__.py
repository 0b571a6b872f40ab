"""Stripe: direct charges on each firm's own connected account.

- `client`: calls to Stripe's API
- `webhook`: verify and parse Stripe's webhooks
- `mapping`: Stripe's objects as values of `gateway.types`
- `decline_codes`: Stripe's decline and failure codes as `FailureCode`
"""
