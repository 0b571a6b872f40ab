"""The page of an object has a way up to its list, beside the browser's own way back."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from playwright.async_api import expect

from tests.browser.conftest import People
from tests.browser.paths import wait_until_shown
from tests.browser.screens.entry import sign_in
from tests.browser.screens.shell import Shell


class Place(NamedTuple):
    """A list, an object of it, and what the headings of both say."""

    path: str
    link: str
    heading: str
    list_name: str
    list_heading: str


PORTAL = {
    "invoice": Place("/portal/invoices", "Payroll, 4 employees", "Invoice", "Invoices", "Invoices"),
    "payment": Place("/portal/payments", "Invoice 00007", "Payment", "Payments", "Payments"),
    "prepayment": Place("/portal/credits/prepayments", "P-00001", "Prepayment", "Prepayments", "Prepayments"),
}
DASHBOARD = {
    "client": Place("/dashboard/clients", "Boulangerie Martin", "Boulangerie Martin", "Clients", "Clients"),
    "invoice": Place("/dashboard/invoices", "00002", "Invoice", "Invoices", "Invoices"),
    "payment": Place("/dashboard/payments", "P-0000", "Payment", "Payments", "Payments"),
    "prepayment": Place("/dashboard/payments?list=prepayments", "P-00001", "Prepayment", "Prepayments", "Payments"),
}


@pytest.mark.parametrize("place", [*PORTAL.values(), *DASHBOARD.values()], ids=lambda place: place.path[1:])
async def test_up_and_back(people: People, place: Place) -> None:
    """Up from a page that was opened by its address, too."""
    page = await (await people.meet()).open_tab()
    app = place.path.split("/")[1]
    await sign_in(page, "client@lumiere.test" if app == "portal" else "owner@lumiere.test", app)
    shell, at_list = Shell(page), re.compile(f"{re.escape(place.path)}$")
    await page.goto(place.path)
    await page.get_by_role("main").get_by_role("link", name=place.link).first.click()
    await expect(shell.heading).to_contain_text(place.heading)
    address = page.url
    await expect(shell.breadcrumb).to_have_text(place.list_name)
    await page.go_back()
    await expect(page).to_have_url(at_list)
    await expect(shell.heading).to_have_text(place.list_heading)
    await page.go_forward()
    await shell.breadcrumb.click()
    await expect(page).to_have_url(at_list)
    await expect(shell.heading).to_have_text(place.list_heading)
    await expect(shell.breadcrumb).to_be_hidden()
    await page.go_back()
    await expect(page).to_have_url(address)
    await page.goto("about:blank")
    await page.goto(address)
    await wait_until_shown(page)
    await shell.breadcrumb.press("Enter")
    await expect(page).to_have_url(at_list)
