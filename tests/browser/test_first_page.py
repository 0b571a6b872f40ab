"""The portal's first page is one request and one statement, small, and soon there."""

from __future__ import annotations

from playwright.async_api import Page, Response, expect

from tests.browser.conftest import People
from tests.browser.screens.portal import come_home
from tests.resolvers.test_statement_counts import count_statements
from tests.support.firm import AppHarness
from tests.support.pages import document_of

MAX_SCRIPT_BYTES = 150_000
MAX_FIRST_PAINT_MILLISECONDS = 1000
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


async def load(page: Page) -> list[Response]:
    """Load the page again with an empty cache; all that it got until it was still."""
    responses: list[Response] = []

    def add(response: Response) -> None:
        responses.append(response)

    page.on("response", add)
    await page.reload()
    await page.wait_for_load_state("networkidle")
    page.remove_listener("response", add)
    return responses


async def test_one_request_and_little_script(people: People) -> None:
    """Of somebody who is signed in, and has loaded nothing yet. All scripts count, compressed as they are sent."""
    home = await come_home(await people.meet())
    session = await home.page.context.new_cdp_session(home.page)
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    responses = await load(home.page)
    await expect(home.credits).to_be_visible()
    posted = [response.request.post_data for response in responses if response.request.method == "POST"]
    assert len(posted) == 1, posted
    scripts = [response for response in responses if response.request.resource_type == "script"]
    sizes = {script.url: int(script.headers["content-length"]) for script in scripts}
    assert 0 < sum(sizes.values()) <= MAX_SCRIPT_BYTES, sizes


async def test_the_first_paint_is_soon(people: People) -> None:
    """The best of three, since the machine also does other things."""
    home = await come_home(await people.meet())
    paints: list[float] = []
    for _ in range(3):
        await home.page.reload()
        await expect(home.credits).to_be_visible()
        paints.append(await home.page.evaluate(FIRST_PAINT))
    assert min(paints) < MAX_FIRST_PAINT_MILLISECONDS, paints


async def test_one_statement(app: AppHarness) -> None:
    """Also for what is computed in Python: the offer to prepay, the actions, and the cursor of live changes."""
    firm = await app.create_ready_firm()
    await firm.prepay("100.00")
    await firm.create_invoice("12.00")
    await firm.start_prepayment("30.00")
    count, data = await count_statements(firm, firm.client_user, document_of("PortalHome"))
    assert len(data["viewer"]["client"]["toPay"]["edges"]) == 1
    assert count == 1
