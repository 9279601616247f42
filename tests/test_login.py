"""The login of a chat that asks for a password, in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from chatting import answered, served, visiting
from playwright.sync_api import Browser, Page

import askdoc

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url(library: askdoc.Library) -> Iterator[str]:
    with served(library, auth=("reader", "secret")) as address:
        yield address


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_wrong_password_is_reported_and_the_name_stays(url: str, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(url)
        page.get_by_label("Name").fill("reader")
        sign_in(page, "guessed")
        for _ in range(2):
            page.get_by_role("alert").get_by_text("The name or the password is wrong.").wait_for()
            assert page.get_by_label("Name").input_value() == "reader"
            sign_in(page, "guessed again")


def test_login_leads_to_the_question_in_the_address(url: str, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(f"{url}?q=What+did+Kerry+say+about+Assad%3F")
        page.get_by_label("Name").fill("reader")
        sign_in(page, "secret")
        answered(page, 1)


def test_lost_connection_is_reported_and_can_be_retried(url: str, browser: Browser) -> None:
    with visiting(browser) as page:
        page.goto(url)
        page.get_by_label("Name").fill("reader")
        page.context.set_offline(True)
        sign_in(page, "secret")
        page.get_by_role("alert").get_by_text("The server does not answer.").wait_for()
        page.context.set_offline(False)
        page.get_by_role("button", name="Sign in").click()
        page.locator("#box").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_is_accessible_and_fits_a_phone(url: str, browser: Browser, scheme: str) -> None:
    phone = {"width": 320, "height": 568}
    with visiting(browser, viewport=phone, color_scheme=scheme, locale="fr-FR") as page:
        page.goto(url)
        page.get_by_role("button", name="Se connecter").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= phone["width"]
        assert Axe().run(page).response["violations"] == []


def test_words_of_whoever_serves_it_stand_above_the_form(
    library: askdoc.Library, browser: Browser
) -> None:
    with (
        served(
            library, auth=("reader", "secret"), auth_message="<p>Ask Ana for a password.</p>"
        ) as url,
        visiting(browser) as page,
    ):
        page.goto(url)
        assert page.get_by_text("Ask Ana for a password.").is_visible()
        assert page.get_by_text("Sign in to ask").count() == 0
