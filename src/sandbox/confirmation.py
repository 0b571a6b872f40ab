"""Confirmation of PaymentIntents, the payer's authentication, and the settlement of bank debits."""

import json
import secrets
from typing import Any

from sandbox import accounts, charges, disputes, errors, events, forms, intents, payment_methods, store
from sandbox.payment_methods import Failure, TestMethod
from sandbox.request_context import RequestContext

_AUTHENTICATION_FAILED = Failure(
    "payment_intent_authentication_failure",
    "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)


class IntentConfirm(intents.IntentParams):
    """POST /v1/payment_intents/{id}/confirm."""

    client_secret: forms.Text | None = None
    payment_method: forms.Text | None = None
    return_url: forms.Text | None = None
    mandate_data: dict[str, Any] | None = None
    expected_payment_method_type: forms.Text | None = None
    use_stripe_sdk: forms.Boolean = False


def confirm(context: RequestContext, identifier: str, params: IntentConfirm) -> store.Json:
    """Confirm with a test payment method, with the outcome that Stripe documents for it."""
    record = intents.get_own(context, identifier, params.client_secret)
    _check_status(context, record.body)
    if params.payment_method is None:
        message = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise errors.unexpected_state(message, intents.public_view(context, record.body))
    method = payment_methods.TEST_METHODS.get(params.payment_method)
    if method is None:
        raise errors.missing_resource("PaymentMethod", params.payment_method, param="payment_method", status=400)
    if method.type not in record.body["payment_method_types"]:
        message = (
            f"The PaymentMethod provided ({method.type}) is not allowed for this PaymentIntent. Please attach a "
            f"PaymentMethod of one of the following types: {', '.join(record.body['payment_method_types'])}"
        )
        raise errors.invalid(message, code="payment_intent_incompatible_payment_method", param="payment_method")
    if method.type not in accounts.active_methods(context):
        message = f"The payment method type {method.type} is not active on this account."
        code = "payment_intent_invalid_parameter"
        raise errors.invalid(message, code=code, param="payment_method", executed=True)
    return intents.public_view(context, _begin(context, record, method, params.return_url))


def _check_status(context: RequestContext, intent: store.Json) -> None:
    if intent["status"] in intents.OPEN:
        return
    if intent["status"] == "succeeded":
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
        )
    else:
        message = (
            f"This PaymentIntent's payment_method could not be updated because it has a status of {intent['status']}. "
            "You may only update the payment_method of a PaymentIntent with one of the following statuses: "
            "requires_payment_method, requires_confirmation, requires_action."
        )
    raise errors.unexpected_state(message, intents.public_view(context, intent))


def _begin(context: RequestContext, record: store.Record, method: TestMethod, return_url: str | None) -> store.Json:
    intent = record.body
    method_object = payment_methods.instantiate(context, method, intent["customer"])
    intent.update(payment_method=method_object["id"], last_payment_error=None, next_action=None)
    if method.authenticates:
        intent.update(status="requires_action", next_action=_next_action(context, record, method, return_url))
        context.tx.save(record)
        events.record(context, "payment_intent.requires_action", intent, account=context.account)
        return intent
    if method.type == payment_methods.CARD:
        return _charge_card(context, record, method, method_object)
    return _start_debit(context, record, method, method_object)


def _charge_card(
    context: RequestContext, record: store.Record, method: TestMethod, method_object: store.Json
) -> store.Json:
    charge = charges.create(context, record.body, method, method_object)
    if method.failure is None:
        _succeed(context, record, charge)
        return record.body
    _fail(context, record, charge, method.failure, method_object)
    # Executed: the failed charge and the changed intent are committed.
    raise errors.ApiError(
        402,
        "card_error",
        method.failure.message,
        executed=True,
        code=method.failure.code,
        decline_code=method.failure.decline_code,
        charge=charge.id,
        payment_method=method_object,
        payment_intent=intents.public_view(context, record.body),
    )


def _start_debit(
    context: RequestContext, record: store.Record, method: TestMethod, method_object: store.Json
) -> store.Json:
    charge = charges.create(context, record.body, method, method_object)
    record.body.update(status="processing", latest_charge=charge.id)
    record.private["cancelable"] = method.stuck
    context.tx.save(record)
    events.record(context, "payment_intent.processing", record.body, account=context.account)
    if not method.stuck:
        context.tx.execute(
            "INSERT INTO settlement (charge, intent, account, due_at, failure) VALUES (?, ?, ?, ?, ?)",
            charge.id,
            record.id,
            context.account,
            context.now + context.settings.debit_delay_seconds * method.delay_factor,
            method.failure and json.dumps([method.failure.code, method.failure.message]),
        )
    return record.body


def _succeed(context: RequestContext, record: store.Record, charge: store.Record) -> None:
    charges.succeed(context, charge)
    record.body.update(
        status="succeeded", amount_received=record.body["amount"], latest_charge=charge.id, last_payment_error=None
    )
    context.tx.save(record)
    events.record(context, "payment_intent.succeeded", record.body, account=record.account)
    disputes.create_for_test_method(context, charge, payment_methods.TEST_METHODS[charge.private["test_method"]])


def _fail(
    context: RequestContext,
    record: store.Record,
    charge: store.Record | None,
    failure: Failure,
    method_object: store.Json,
) -> None:
    if charge is not None:
        charges.fail(context, charge, failure)
        record.body["latest_charge"] = charge.id
    error = {
        "type": "card_error" if charge is not None else "invalid_request_error",
        "code": failure.code,
        "message": failure.message,
        "payment_method": method_object,
        **({"decline_code": failure.decline_code} if failure.decline_code else {}),
        **({"charge": charge.id} if charge is not None else {}),
    }
    record.body.update(
        status="requires_payment_method", payment_method=None, next_action=None, last_payment_error=error
    )
    context.tx.save(record)
    events.record(context, "payment_intent.payment_failed", record.body, account=record.account)


def _next_action(
    context: RequestContext, record: store.Record, method: TestMethod, return_url: str | None
) -> store.Json:
    token = secrets.token_urlsafe(18)
    record.private["authentication"] = {"token": token, "test_method": method.token, "return_url": return_url}
    context.tx.execute(
        "INSERT INTO link (token, kind, account, expires_at, facts) VALUES (?, 'authentication', ?, ?, ?)",
        token,
        context.account,
        context.now + 24 * 3600,
        json.dumps({"intent": record.id}),
    )
    url = f"{context.settings.base_url}/authenticate/{token}"
    if return_url is None:
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect", "stripe_js": url}}
    return {"type": "redirect_to_url", "redirect_to_url": {"return_url": return_url, "url": url}}


def find_awaiting_authentication(context: RequestContext, token: str) -> store.Record:
    """The PaymentIntent that waits for this authentication. Raises ApiError if it no longer does."""
    row = context.tx.execute("SELECT facts FROM link WHERE token = ? AND kind = 'authentication'", token).fetchone()
    record = context.tx.find_anywhere(json.loads(row[0])["intent"]) if row else None
    if record is None or record.body["status"] != "requires_action":
        raise errors.missing_resource("authentication", token)
    if record.private["authentication"]["token"] != token:
        raise errors.missing_resource("authentication", token)
    return record


def authenticate(context: RequestContext, record: store.Record, *, passed: bool) -> str | None:
    """Continue after the payer's authentication. Returns the `return_url`, if any."""
    authentication = record.private.pop("authentication")
    method = payment_methods.TEST_METHODS[authentication["test_method"]]
    method_object = context.get_own("payment_method", record.body["payment_method"]).body
    record.body["next_action"] = None
    if not passed:
        _fail(context, record, None, _AUTHENTICATION_FAILED, method_object)
    else:
        charge = charges.create(context, record.body, method, method_object)
        if method.failure is None:
            _succeed(context, record, charge)
        else:
            _fail(context, record, charge, method.failure, method_object)
    return authentication["return_url"] and str(authentication["return_url"])


def settle_due(context: RequestContext) -> int:
    """Settle all due bank debits. Returns their number."""
    tx = context.tx
    rows = tx.execute(
        "SELECT charge, intent, account, failure FROM settlement WHERE due_at <= ? ORDER BY due_at, rowid", context.now
    ).fetchall()
    for charge_id, intent_id, account, failure in rows:
        tx.execute("DELETE FROM settlement WHERE charge = ?", charge_id)
        charge = tx.find(charges.KIND, account, charge_id)
        record = tx.find(intents.KIND, account, intent_id)
        method = charge and tx.find("payment_method", account, charge.body["payment_method"])
        # A test may have changed the intent meanwhile.
        if not charge or not method or record is None or record.body["status"] != "processing":
            continue
        if failure is None:
            _succeed(context, record, charge)
        else:
            _fail(context, record, charge, Failure(*json.loads(failure)), method.body)
    return len(rows)
