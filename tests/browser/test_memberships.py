"""One person with several memberships: of clients, and of a firm."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import People
from tests.browser.screens.entry import SignInPage
from tests.browser.screens.portal import HomePage
from tests.browser.screens.shell import Shell
from tests.support.server_process import ServerProcess


@pytest.fixture(scope="module")
def several_memberships(server: ServerProcess) -> None:
    """Marc is also a user of Atlas's client, and an employee there."""
    email = ("client@lumiere.test", "--name", "Marc Martin")
    for command in (("add-client-user", "Atlas", "Cedar & Co", *email), ("add-member", "Atlas", *email)):
        done = server.invoke(*command)
        assert done.exit_code == 0, done.stderr


@pytest.mark.usefixtures("several_memberships")
async def test_one_chooses_and_switches(people: People) -> None:
    """Within an app and into the other one."""
    marc = await people.meet()
    page = await marc.open_tab("/portal/sign-in")
    await SignInPage(page).send("client@lumiere.test")
    await SignInPage(page).choose_membership("Cedar & Co")
    home = HomePage(page)
    await expect(home.heading).to_have_text("Hello, Marc")
    await expect(home.credits).to_contain_text("$0.00")
    await Shell(page).choose("Marc Martin", "Boulangerie Martin · Lumière")
    await expect(home.credits).to_contain_text("€")
    await expect(home.to_do).to_contain_text("Payroll, 4 employees")
    await Shell(page).choose("Marc Martin", "Atlas")
    await page.wait_for_url(re.compile(r"/dashboard/$"))
    await expect(Shell(page).heading).to_be_visible()
    await expect(page.get_by_text("Payroll, 4 employees")).to_be_hidden()
    await Shell(page).choose("Marc Martin", "Cedar & Co · Atlas")
    await page.wait_for_url(re.compile(r"/portal/$"))
    await expect(home.credits).to_contain_text("$0.00")
