"""Pages, forms and the HTTP endpoint of the controls."""

import collections.abc
import dataclasses
import hmac
import urllib.parse

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox import (
    account_links,
    accounts,
    api,
    confirmation,
    currencies,
    dashboard,
    dashboard_pages,
    disputes,
    errors,
    forms,
    intents,
    pages,
    refunds,
    settings,
    store,
)
from sandbox.request_context import PLATFORM, RequestContext


class PageRoutes:
    """Pages and controls, on the same state as the API."""

    def __init__(
        self,
        database: store.Store,
        config: settings.SimulatorSettings,
        clock: collections.abc.Callable[[], float],
        on_write: collections.abc.Callable[[], None],
    ) -> None:
        self._store = database
        self._settings = config
        self._clock = clock
        self._on_write = on_write

    def routes(self) -> list[Route]:
        """Routes of all pages and of the controls."""
        page = self._page
        return [
            Route("/style.css", _style),
            Route("/connect/onboarding/{token}", page(self._onboarding_form), methods=["GET"]),
            Route("/connect/onboarding/{token}", page(self._onboarding), methods=["POST"]),
            Route("/authenticate/{token}", page(self._authentication_form), methods=["GET"]),
            Route("/authenticate/{token}", page(self._authentication), methods=["POST"]),
            Route("/window/{intent}", page(self._payment_form), methods=["GET"]),
            Route("/window/{intent}", page(self._pay), methods=["POST"]),
            Route("/dashboard", page(self._dashboard), methods=["GET"]),
            Route("/dashboard/payments/{intent}", page(self._find_payment), methods=["GET"]),
            Route("/dashboard/{account}", page(self._payments), methods=["GET"]),
            Route("/dashboard/{account}/{intent}", page(self._payment), methods=["GET"]),
            Route("/dashboard/{account}/{intent}", page(self._run_control), methods=["POST"]),
            Route("/_control/accounts/{account}/{control}", self._control_endpoint, methods=["POST"]),
        ]

    def _page(
        self, handler: collections.abc.Callable[[Request, RequestContext, forms.Form], Response]
    ) -> collections.abc.Callable[[Request], collections.abc.Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            base_url = self._settings.base_url
            if request.method == "HEAD":
                # It must not use up a single-use link.
                return Response()
            try:
                form = forms.decode(await api.read_body(request)) if request.method == "POST" else {}
                with self._store.transaction() as tx:
                    response = handler(request, RequestContext(tx, self._settings, self._clock()), form)
            except errors.ApiError as error:
                return pages.message(base_url, "Stripe simulator", str(error), error.status)
            except account_links.SpentLinkError as error:
                return RedirectResponse(error.refresh_url, 303)
            self._on_write()
            return response

        return endpoint

    def _onboarding_form(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        token = request.path_params["token"]
        return pages.onboarding(self._settings.base_url, token, account_links.visit(context, token).body)

    def _onboarding(self, request: Request, context: RequestContext, form: forms.Form) -> Response:
        restricted = form.get("outcome") == "restricted"
        return RedirectResponse(
            account_links.complete(context, request.path_params["token"], restricted=restricted), 303
        )

    def _authentication_form(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        token = request.path_params["token"]
        return pages.authentication(
            self._settings.base_url, token, confirmation.find_awaiting_authentication(context, token).body
        )

    def _authentication(self, request: Request, context: RequestContext, form: forms.Form) -> Response:
        intent = confirmation.find_awaiting_authentication(context, request.path_params["token"])
        context = RequestContext(context.tx, context.settings, context.now, intent.account)
        return_url = confirmation.authenticate(context, intent, passed=form.get("outcome") != "fail")
        if return_url is None:
            return pages.payment(self._settings.base_url, intent.body, _payment_query(intent))
        status = "succeeded" if intent.body["status"] == "succeeded" else "failed"
        query = {
            "payment_intent": intent.id,
            "payment_intent_client_secret": intent.body["client_secret"],
            "redirect_status": status,
        }
        separator = "&" if urllib.parse.urlsplit(return_url).query else "?"
        return RedirectResponse(return_url + separator + urllib.parse.urlencode(query), 303)

    def _payment_form(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        intent = self._intent_to_pay(request, context)
        if intent.body["status"] == "requires_action":
            return RedirectResponse(_authentication_url(intent.body), 303)
        return pages.payment(self._settings.base_url, intent.body, _payment_query(intent))

    def _pay(self, request: Request, context: RequestContext, form: forms.Form) -> Response:
        intent = self._intent_to_pay(request, context)
        url = f"{self._settings.base_url}/window/{intent.id}?{urllib.parse.urlencode(_payment_query(intent))}"
        context = RequestContext(context.tx, context.settings, context.now, intent.account, publishable=True)
        form = {"payment_method": form.get("payment_method", ""), "client_secret": intent.body["client_secret"]}
        try:
            confirmation.confirm(
                context, intent.id, forms.read(confirmation.IntentConfirm, {**form, "return_url": url})
            )
        except errors.ApiError as error:
            # The page shows a decline, and a payment that has already succeeded.
            if error.status != 402 and error.error.get("code") != "payment_intent_unexpected_state":
                raise
        return RedirectResponse(url, 303)

    def _intent_to_pay(self, request: Request, context: RequestContext) -> store.Record:
        account = request.query_params.get("account", PLATFORM)
        context = RequestContext(context.tx, context.settings, context.now, account, publishable=True)
        return intents.get_own(context, request.path_params["intent"], request.query_params.get("client_secret"))

    def _dashboard(self, _request: Request, context: RequestContext, _form: forms.Form) -> Response:
        return dashboard_pages.accounts(self._settings.base_url, _all(context, accounts.KIND))

    def _payments(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        account = accounts.get_accessible(context, request.path_params["account"]).id
        listed = _all(dataclasses.replace(context, account=account), intents.KIND)
        return dashboard_pages.payments(self._settings.base_url, account, listed)

    def _payment(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        context = dataclasses.replace(context, account=request.path_params["account"])
        intent = intents.get_own(context, request.path_params["intent"]).body
        intent_refunds, intent_disputes = (
            _all(context, kind, payment_intent=intent["id"]) for kind in (refunds.KIND, disputes.KIND)
        )
        return dashboard_pages.payment(
            self._settings.base_url, context.account, intent, intent_refunds, intent_disputes
        )

    def _find_payment(self, request: Request, context: RequestContext, _form: forms.Form) -> Response:
        """Redirect to the page of a payment whose account is not known, at the path that Stripe's dashboard has."""
        identifier = request.path_params["intent"]
        intent = context.tx.find_anywhere(identifier)
        if intent is None or intent.kind != intents.KIND:
            raise errors.missing_resource(intents.KIND, identifier, param="intent")
        return RedirectResponse(f"{self._settings.base_url}/dashboard/{intent.account}/{intent.id}", 303)

    def _run_control(self, request: Request, context: RequestContext, form: forms.Form) -> Response:
        context = dataclasses.replace(context, account=request.path_params["account"])
        intent = intents.get_own(context, request.path_params["intent"]).body
        control, amount = str(form.pop("control", "")), str(form.pop("amount", ""))
        if "refund" not in form and "dispute" not in form:
            form = {"payment_intent": intent["id"]}
            if amount.strip():
                form["amount"] = str(currencies.parse_amount(amount, intent["currency"]))
        dashboard.run_control(context, control, form)
        return RedirectResponse(f"{self._settings.base_url}/dashboard/{context.account}/{intent['id']}", 303)

    async def _control_endpoint(self, request: Request) -> Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if not hmac.compare_digest(token.encode(), self._settings.secret_key.encode()):
                raise errors.unauthorized("The controls need the secret key.")
            form = forms.decode(await api.read_body(request))
            with self._store.transaction() as tx:
                account, control = request.path_params["account"], request.path_params["control"]
                result = _apply_control(
                    RequestContext(tx, self._settings, self._clock(), account), account, control, form
                )
        except errors.ApiError as error:
            return JSONResponse(error.body("req_control"), error.status)
        self._on_write()
        return JSONResponse(result)


def _all(context: RequestContext, kind: str, **equals: str) -> list[store.Json]:
    """The account's latest 100 objects of a kind, newest first."""
    records, _more = context.tx.page(kind, context.account, store.ListQuery(100, equals=equals))
    return [record.body for record in records]


def _apply_control(context: RequestContext, account: str, control: str, form: forms.Form) -> store.Json:
    if control not in ("deauthorize", "capabilities"):
        return dashboard.run_control(context, control, form)
    record = accounts.get_accessible(context, account)
    if control == "deauthorize":
        accounts.deauthorize(context, record)
    else:
        _set_capabilities(context, record, form)
    return record.body


def _set_capabilities(context: RequestContext, record: store.Record, form: forms.Form) -> None:
    known = set(accounts.CAPABILITY_OF.values()) | {"transfers"}
    for name, state in form.items():
        if name not in known or state not in ("active", "inactive", "pending"):
            raise errors.invalid(f"Unknown capability or state: {name}={state}.", param=name)
    body = record.body
    accounts.apply_change(
        context, record, form, details_submitted=body["details_submitted"], enabled=body["charges_enabled"]
    )


def _payment_query(intent: store.Record) -> dict[str, str]:
    return {"client_secret": intent.body["client_secret"], "account": intent.account}


def _authentication_url(intent: store.Json) -> str:
    action = intent["next_action"]
    return str(
        action["redirect_to_url"]["url"] if "redirect_to_url" in action else action["use_stripe_sdk"]["stripe_js"]
    )


async def _style(_request: Request) -> Response:
    return pages.stylesheet()
