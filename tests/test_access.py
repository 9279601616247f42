"""The page for everybody: axe-core's rules, the keyboard alone, dark, and without motion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from chatting import answered, ask, bring, texts, visiting
from conftest import QUESTION

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


def findings(page: Page) -> list[str]:
    """What axe-core finds that is serious or worse: rule, element."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page).response
    assert len(found["passes"]) > 10
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
        ask(page, "cat " * 300)
        page.locator("#waiting [role=alert]").wait_for()
        bring(page, ("empty.txt", b""))
        page.get_by_text("it contains no text").locator("visible=true").first.wait_for()
        assert findings(page) == []
        if page.locator("#sources").is_hidden():
            page.locator("#open-sources").click()
        assert findings(page) == []
        page.get_by_role("button", name="Paste a text").click()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator("[data-do=close]").click()
        page.locator(".best").get_by_role("button", name="Pin").click()
        page.locator("#open-pinned").click()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator("#menu summary").click()
        page.get_by_role("button", name="Check quotations").click()
        page.locator("#check textarea").fill("“Kerry held the talks in Paris,” it says.")
        page.locator("#check").get_by_role("button", name="Check", exact=True).click()
        page.locator("#check .verdicts").wait_for()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator("#menu summary").click()
        page.get_by_role("button", name="Ask every document").click()
        page.locator("#sheet").get_by_role("button", name="Ask", exact=True).click()
        page.locator("#sheet").get_by_text("1 document asked.").wait_for()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator("#menu > summary").click()
        assert findings(page) == []
        page.get_by_role("button", name="Earlier conversations").click()
        page.locator("#threads li").wait_for()
        assert findings(page) == []
        page.keyboard.press("Escape")
        page.locator(".best .place a").click()
        page.wait_for_function("document.activeElement.id === 'article'")
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
    page.locator("#asked").click()
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answered(page, 1)
    page.locator("#chips .chips[aria-label='Continue with']").wait_for()
    page.locator(".best a").focus()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim()"))
    for label in "Copy citation", "Pin", "Why this passage", "2 further passages", "Ask":
        assert label in reached
    assert any(question in reached for question in texts(page, "#chips button"))
    page.locator("details.more > summary").focus()
    page.keyboard.press("Enter")
    page.locator("details.more a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#pane .tick:nth-of-type(3).here')")
    page.wait_for_function("document.activeElement.id === 'article'")
    page.keyboard.press("?")
    page.locator("#help").wait_for()
    page.locator("#keys").uncheck()  # single keys can be turned off
    page.keyboard.press("Escape")
    page.locator("#article").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "article"
    page.locator("#box").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#box").input_value() == QUESTION
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "article"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_answers_have_room_whatever_is_open(url: str, browser: Browser, size: str) -> None:
    viewport = {"desktop": {"width": 1280, "height": 720}, "phone": SIZES["phone"]}[size]
    share = """() => document.querySelector('#conversation').getBoundingClientRect().height
        / window.innerHeight"""
    with visiting(browser, viewport=viewport) as page:
        page.goto(url)
        page.locator("#chips button").first.wait_for()
        ask(page, QUESTION)
        answered(page, 1)
        bring(page, ("empty.txt", b""), ("Minutes " + "of the meeting " * 12 + ".txt", b"A cat."))
        page.locator("#notice p").first.wait_for()
        page.locator("#box").fill("word " * 200)
        assert page.evaluate(share) >= 0.45
        box = page.locator("#question").bounding_box()
        assert box
        assert box["y"] + box["height"] <= viewport["height"]
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        if size == "desktop":
            page.locator("#open-sources").click()
            assert page.evaluate(share) >= 0.45


def test_touch_targets_are_large_enough(url: str, browser: Browser) -> None:
    small = """() => [...document.querySelectorAll('#app button, #app summary, #app a.title')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
        .filter(e => !e.matches('.map .tick')).map(e => e.outerHTML)"""
    with visiting(browser, viewport=SIZES["phone"], has_touch=True) as page:
        page.goto(url)
        ask(page, QUESTION)
        answered(page, 1)
        page.locator("details.more > summary").click()
        assert page.evaluate(small) == []
        page.locator("#open-sources").click()
        assert page.evaluate(small) == []


def test_theme_can_be_chosen_and_is_remembered(url: str, page: Page) -> None:
    page.goto(url)
    page.locator("#menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.locator("#article").wait_for()
    assert page.evaluate("document.body.classList.contains('dark')")


def test_paper_shows_the_answer_and_nothing_to_press(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    page.emulate_media(media="print")
    assert page.locator(".best mark").is_visible()
    for gone in "#question", ".acts", "#menu", "#reading":
        assert not page.locator(gone).first.is_visible()


def top_of(page: Page, selector: str) -> float:
    """How far below the top of the conversation an element begins, in pixels."""
    found: float = page.locator(selector).last.evaluate(
        "e => e.getBoundingClientRect().top"
        " - document.querySelector('#conversation').getBoundingClientRect().top"
    )
    return found


def test_the_last_question_is_at_the_top_also_when_the_phone_is_turned(
    url: str, browser: Browser
) -> None:
    with visiting(browser, viewport=SIZES["phone"], has_touch=True) as page:
        page.goto(url)
        for turn, question in enumerate([QUESTION, "Where will Kerry go after London?"], 1):
            ask(page, question)
            answered(page, turn)
        page.locator("#chips button").first.wait_for()
        assert abs(top_of(page, "#turns .turn")) < 2
        page.set_viewport_size({"width": 844, "height": 390})
        page.wait_for_timeout(300)
        assert abs(top_of(page, "#turns .turn")) < 2


def test_what_can_be_done_is_in_sight_below_a_long_notice(url: str, browser: Browser) -> None:
    with visiting(browser, viewport=SIZES["phone"], has_touch=True) as page:
        page.goto(url)
        page.locator("#article").wait_for(state="attached")
        page.evaluate("askdoc.notice('Far too long a file name. '.repeat(40))")
        button = page.locator("#notice").get_by_role("button", name="Dismiss")
        place = button.evaluate("""button => {
            const { left, top, width, height } = button.getBoundingClientRect();
            return document.elementFromPoint(left + width / 2, top + height / 2) === button;
        }""")
        assert place
        assert page.locator("#conversation").evaluate("e => e.clientHeight") > 0.45 * 844
