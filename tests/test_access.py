"""The page for everybody: axe-core's rules, the keyboard alone, dark, and without motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from chatting import answered, ask, texts, visiting
from conftest import QUESTION

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


def findings(page: Page) -> list[str]:
    """What axe-core finds that is serious or worse: rule, element."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page).response
    assert len(found["passes"]) > 20
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious(url: str, browser: Browser, size: str, theme: str) -> None:
    with visiting(browser, viewport=SIZES[size]) as page:
        page.goto(f"{url}?__theme={theme}")
        page.locator("#chips button").first.wait_for()
        assert findings(page) == []
        ask(page, QUESTION)
        answered(page, 1)
        page.locator("details.more > summary").click()
        page.locator(".best details.why > summary").click()
        ask(page, "Who won the football world cup in 2014?")
        answered(page, 2)
        page.get_by_text("Ask your own documents").click()
        page.locator("#pasted").wait_for()
        page.locator("#chips .chips").wait_for()
        assert findings(page) == []


def test_theme_follows_the_reader(url: str, browser: Browser) -> None:
    lightness = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]"
    for scheme, query, dark in (
        ("light", "", False),
        ("dark", "", True),
        ("light", "?__theme=dark", True),
    ):
        with visiting(browser, color_scheme=scheme) as page:
            page.goto(f"{url}{query}")
            page.locator("#article").wait_for()
            assert (page.evaluate(lightness) < 100) is dark


def test_keyboard_is_enough(url: str, page: Page) -> None:
    page.goto(url)
    page.locator("#article").wait_for()
    page.keyboard.press("Tab")  # wherever the page put the reader
    page.locator("body").click(position={"x": 400, "y": 20})
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answered(page, 1)
    page.locator("#chips .chips[aria-label='Go on with']").wait_for()
    page.locator(".best a").focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim()"))
    for label in "Copy citation", "Why this passage", "2 further passages", "Start again":
        assert label in reached
    assert any(question in reached for question in texts(page, "#chips button"))
    page.locator("details.more > summary").focus()
    page.keyboard.press("Enter")
    page.locator("details.more a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#pane .tick:nth-of-type(3).here')")
