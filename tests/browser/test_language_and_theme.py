"""The pages in the language and the colours that somebody chose."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.conftest import People
from tests.browser.person import without_reload
from tests.browser.screens.entry import SignInPage, sign_in
from tests.browser.screens.portal import come_home
from tests.browser.screens.shell import Shell

IS_DARK = """isDark => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data[1] < 128 === isDark;
}"""


async def expect_background(page: Page, *, is_dark: bool) -> None:
    """Wait until the page is dark, or light."""
    await page.wait_for_function(IS_DARK, arg=is_dark)


async def test_the_language_of_the_browser(people: People) -> None:
    """Texts, amounts and dates, before and after signing in."""
    page = await (await people.meet(locale="fr-FR")).open_tab("/portal/sign-in")
    await expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    await page.get_by_label("Adresse e-mail").fill("other-client@lumiere.test")
    await page.get_by_label("Mot de passe", exact=True).fill("acompte-demo")
    await page.get_by_role("button", name="Se connecter").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Bianca")
    await expect(page.get_by_role("region", name="À faire")).to_contain_text("640,00\N{NO-BREAK SPACE}€")


async def test_another_language_is_remembered(people: People) -> None:
    """Without a reload, and after one. Errors of the server are in it, too."""
    page = await (await people.meet()).open_tab()
    await page.goto("/portal/sign-in")
    async with without_reload(page):
        await page.get_by_role("button", name="Français").click()
        await expect(page.get_by_role("heading", name="Connexion")).to_be_visible()
        await page.get_by_role("button", name="English").click()
        await expect(SignInPage(page).heading).to_be_visible()
    await sign_in(page, "other-client@lumiere.test")
    shell = Shell(page)
    async with without_reload(page):
        await shell.choose("Bianca Blanc", "Français")
        await expect(shell.heading).to_have_text("Bonjour, Bianca")
    await page.reload()
    await expect(shell.heading).to_have_text("Bonjour, Bianca")
    await shell.choose("Bianca Blanc", "Se déconnecter")
    await page.get_by_label("Adresse e-mail").fill("other-client@lumiere.test")
    await page.get_by_label("Mot de passe", exact=True).fill("faux")
    await page.get_by_role("button", name="Se connecter").click()
    await expect(page.get_by_role("alert")).to_contain_text("mot de passe")


async def test_light_and_dark(people: People) -> None:
    """As the device has it, or as it was chosen, which is kept."""
    home = await come_home(await people.meet())
    page, shell = home.page, Shell(home.page)
    await expect_background(page, is_dark=False)
    await page.emulate_media(color_scheme="dark")
    await expect_background(page, is_dark=True)
    await shell.choose("Marc Martin", "Light")
    await expect_background(page, is_dark=False)
    await page.reload()
    await expect(home.heading).to_be_visible()
    await expect_background(page, is_dark=False)
    await page.emulate_media(color_scheme="light")
    await shell.choose("Marc Martin", "Dark")
    await expect_background(page, is_dark=True)
    await shell.choose("Marc Martin", "As on this device")
    await expect_background(page, is_dark=False)
