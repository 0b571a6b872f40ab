"""What somebody may not do is not offered, and its address leads nowhere."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import People
from tests.browser.paths import find_paths, wait_until_shown
from tests.browser.screens.entry import sign_in
from tests.browser.screens.shell import Shell

NOTHING_HERE = "Page not found"


@pytest.mark.parametrize("email", ["employee@lumiere.test", "payments@lumiere.test"])
async def test_an_employee_finds_no_way_to_the_settings(people: People, email: str) -> None:
    """Not by any link of any page, and not by the address."""
    page = await (await people.meet()).open_tab()
    await sign_in(page, email, "dashboard")
    paths = await find_paths(page, "dashboard")
    assert not [path for path in paths if path.startswith("/dashboard/settings")]
    await page.goto("/dashboard/settings")
    await wait_until_shown(page)
    await expect(Shell(page).heading).to_have_text(NOTHING_HERE)


async def test_what_belongs_to_another_client_is_not_there(people: People) -> None:
    """The page of another client's invoice, and a page that never was."""
    marc, bianca = [await (await people.meet()).open_tab() for _ in range(2)]
    await sign_in(marc, "client@lumiere.test")
    await sign_in(bianca, "other-client@lumiere.test")
    href = await bianca.get_by_role("region", name="To do").get_by_role("link").first.get_attribute("href")
    assert href is not None
    for path in (href, "/portal/nowhere"):
        await marc.goto(path)
        await wait_until_shown(marc)
        await expect(marc.get_by_role("main")).to_contain_text(NOTHING_HERE)
