"""What browsers and people ask for beside the API: the pages, their forms, and the stand-in's own controls."""

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
from sandbox.work import PLATFORM, Work


class Browser:
    """The pages and controls, over the same state as the API."""

    def __init__(
        self,
        held: store.Store,
        config: settings.SandboxSettings,
        clock: collections.abc.Callable[[], float],
        written: collections.abc.Callable[[], None],
    ) -> None:
        self._store = held
        self._settings = config
        self._clock = clock
        self._written = written

    def routes(self) -> list[Route]:
        """Their addresses."""
        page = self._page
        return [
            Route("/style.css", _style),
            Route("/connect/onboarding/{token}", page(self._onboarding_form), methods=["GET"]),
            Route("/connect/onboarding/{token}", page(self._onboarding), methods=["POST"]),
            Route("/authenticate/{token}", page(self._authentication_form), methods=["GET"]),
            Route("/authenticate/{token}", page(self._authentication), methods=["POST"]),
            Route("/window/{intent}", page(self._window), methods=["GET"]),
            Route("/window/{intent}", page(self._pay), methods=["POST"]),
            Route("/dashboard", page(self._dashboard), methods=["GET"]),
            Route("/dashboard/{account}", page(self._payments), methods=["GET"]),
            Route("/dashboard/{account}/{intent}", page(self._payment), methods=["GET"]),
            Route("/dashboard/{account}/{intent}", page(self._run_control), methods=["POST"]),
            Route("/_control/accounts/{account}/{deed}", self._control_endpoint, methods=["POST"]),
        ]

    def _page(
        self, answer: collections.abc.Callable[[Request, Work, forms.Form], Response]
    ) -> collections.abc.Callable[[Request], collections.abc.Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            base_url = self._settings.base_url
            if request.method == "HEAD":
                # Looking at the head of a single-use page must not use it up.
                return Response()
            try:
                form = forms.decode(await api.read_body(request)) if request.method == "POST" else {}
                with self._store.transaction() as tx:
                    response = answer(request, Work(tx, self._settings, self._clock()), form)
            except errors.ApiError as refusal:
                return pages.message(base_url, "Stand-in for Stripe", str(refusal), refusal.status)
            except account_links.SpentLinkError as gone:
                return RedirectResponse(gone.refresh_url, 303)
            self._written()
            return response

        return endpoint

    def _onboarding_form(self, request: Request, work: Work, _form: forms.Form) -> Response:
        token = request.path_params["token"]
        return pages.onboarding(self._settings.base_url, token, account_links.visit(work, token).body)

    def _onboarding(self, request: Request, work: Work, form: forms.Form) -> Response:
        restricted = form.get("outcome") == "restricted"
        return RedirectResponse(account_links.complete(work, request.path_params["token"], restricted=restricted), 303)

    def _authentication_form(self, request: Request, work: Work, _form: forms.Form) -> Response:
        token = request.path_params["token"]
        return pages.authentication(
            self._settings.base_url, token, confirmation.find_awaiting_authentication(work, token).body
        )

    def _authentication(self, request: Request, work: Work, form: forms.Form) -> Response:
        found = confirmation.find_awaiting_authentication(work, request.path_params["token"])
        work = Work(work.tx, work.settings, work.now, found.account)
        return_url = confirmation.authenticate(work, found, passed=form.get("outcome") != "fail")
        if return_url is None:
            return pages.window(self._settings.base_url, found.body, _address(found))
        status = "succeeded" if found.body["status"] == "succeeded" else "failed"
        query = {
            "payment_intent": found.id,
            "payment_intent_client_secret": found.body["client_secret"],
            "redirect_status": status,
        }
        glue = "&" if urllib.parse.urlsplit(return_url).query else "?"
        return RedirectResponse(return_url + glue + urllib.parse.urlencode(query), 303)

    def _window(self, request: Request, work: Work, _form: forms.Form) -> Response:
        found = self._intent_of_window(request, work)
        if found.body["status"] == "requires_action":
            return RedirectResponse(_authentication_url(found.body), 303)
        return pages.window(self._settings.base_url, found.body, _address(found))

    def _pay(self, request: Request, work: Work, form: forms.Form) -> Response:
        found = self._intent_of_window(request, work)
        address = f"{self._settings.base_url}/window/{found.id}?{urllib.parse.urlencode(_address(found))}"
        work = Work(work.tx, work.settings, work.now, found.account, publishable=True)
        form = {"payment_method": form.get("payment_method", ""), "client_secret": found.body["client_secret"]}
        try:
            confirmation.confirm(
                work, found.id, forms.read(confirmation.IntentConfirm, {**form, "return_url": address})
            )
        except errors.ApiError as refusal:
            # A decline has been written down, and what was paid before is: the window itself shows both.
            if refusal.status != 402 and refusal.error.get("code") != "payment_intent_unexpected_state":
                raise
        return RedirectResponse(address, 303)

    def _intent_of_window(self, request: Request, work: Work) -> store.Record:
        account = request.query_params.get("account", PLATFORM)
        work = Work(work.tx, work.settings, work.now, account, publishable=True)
        return intents.get_own(work, request.path_params["intent"], request.query_params.get("client_secret"))

    def _dashboard(self, _request: Request, work: Work, _form: forms.Form) -> Response:
        return dashboard_pages.accounts(self._settings.base_url, _all(work, accounts.KIND))

    def _payments(self, request: Request, work: Work, _form: forms.Form) -> Response:
        account = accounts.get_accessible(work, request.path_params["account"]).id
        found = _all(dataclasses.replace(work, account=account), intents.KIND)
        return dashboard_pages.payments(self._settings.base_url, account, found)

    def _payment(self, request: Request, work: Work, _form: forms.Form) -> Response:
        work = dataclasses.replace(work, account=request.path_params["account"])
        intent = intents.get_own(work, request.path_params["intent"]).body
        made, disputed = [_all(work, kind, payment_intent=intent["id"]) for kind in (refunds.KIND, disputes.KIND)]
        return dashboard_pages.payment(self._settings.base_url, work.account, intent, made, disputed)

    def _run_control(self, request: Request, work: Work, form: forms.Form) -> Response:
        work = dataclasses.replace(work, account=request.path_params["account"])
        intent = intents.get_own(work, request.path_params["intent"]).body
        deed, amount = str(form.pop("deed", "")), str(form.pop("amount", ""))
        if "refund" not in form and "dispute" not in form:
            form = {"payment_intent": intent["id"]}
            if amount.strip():
                form["amount"] = str(currencies.read(amount, intent["currency"]))
        dashboard.run_control(work, deed, form)
        return RedirectResponse(f"{self._settings.base_url}/dashboard/{work.account}/{intent['id']}", 303)

    async def _control_endpoint(self, request: Request) -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            if not hmac.compare_digest(given.encode(), self._settings.secret_key.encode()):
                raise errors.unauthorized("The controls need the secret key.")
            form = forms.decode(await api.read_body(request))
            with self._store.transaction() as tx:
                account, deed = request.path_params["account"], request.path_params["deed"]
                done = _apply_control(Work(tx, self._settings, self._clock(), account), account, deed, form)
        except errors.ApiError as refusal:
            return JSONResponse(refusal.body("req_control"), refusal.status)
        self._written()
        return JSONResponse(done)


def _all(work: Work, kind: str, **equals: str) -> list[store.Json]:
    """The account's latest objects of a kind, newest first; more than a person looks through."""
    records, _more = work.tx.page(kind, work.account, store.Page(100, equals=equals))
    return [record.body for record in records]


def _apply_control(work: Work, account: str, control: str, form: forms.Form) -> store.Json:
    if control not in ("deauthorize", "capabilities"):
        return dashboard.run_control(work, control, form)
    record = accounts.get_accessible(work, account)
    if control == "deauthorize":
        accounts.deauthorize(work, record)
    else:
        _set_capabilities(work, record, form)
    return record.body


def _set_capabilities(work: Work, record: store.Record, form: forms.Form) -> None:
    known = set(accounts.CAPABILITY_OF.values()) | {"transfers"}
    for name, state in form.items():
        if name not in known or state not in ("active", "inactive", "pending"):
            raise errors.invalid(f"There is no capability {name}={state}.", param=name)
    body = record.body
    accounts.apply_change(
        work, record, form, details_submitted=body["details_submitted"], enabled=body["charges_enabled"]
    )


def _address(found: store.Record) -> dict[str, str]:
    return {"client_secret": found.body["client_secret"], "account": found.account}


def _authentication_url(intent: store.Json) -> str:
    action = intent["next_action"]
    return str(
        action["redirect_to_url"]["url"] if "redirect_to_url" in action else action["use_stripe_sdk"]["stripe_js"]
    )


async def _style(_request: Request) -> Response:
    return pages.stylesheet()
