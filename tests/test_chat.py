"""The chat as a reader uses it, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from chatting import SENTENCE, answered, ask, marks, notes, served, texts, visiting
from conftest import QUESTION, FakeEmbedder, fake_library

import askdoc

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
# How far the marked place is from the top of the article's window, and how high that is.
PLACE = """() => {
    const text = document.querySelector('#article').getBoundingClientRect();
    const mark = document.querySelector('#article mark.here').getBoundingClientRect();
    return [mark.top - text.top, text.height];
}"""


def place_is_seen(page: Page) -> bool:
    top, height = page.evaluate(PLACE)
    return bool(0 <= top < height)


# --- the answer and its place


def test_question_is_answered_next_to_the_article(
    url: str, page: Page, library: askdoc.Library
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    reply = library.ask(QUESTION)
    assert texts(page, "blockquote.passage") == [answer.text for answer in reply]
    assert marks(page) == [answer.sentence.text for answer in reply]
    assert marks(page)[0] == SENTENCE
    assert page.locator("#question textarea").input_value() == ""
    assert page.locator(".best .place").inner_text().startswith("Kerry · US, Britain show")
    likely = f"likely ({reply[0].confidence:.2f})"
    assert likely in page.locator(".best .place").inner_text()
    # the article, whole, at the place
    assert texts(page, "#article .body") == [library.documents[0].text]
    assert "".join(texts(page, "#article mark.here")) == SENTENCE
    assert place_is_seen(page)
    # Nobody else is asked for anything: no font, no script, no counting.
    assert [r for r in requests if not r.startswith((url, "data:", "blob:"))] == []
    assert len(requests) > 5


def test_sentence_is_large_and_set_like_print(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    style = "(element, name) => getComputedStyle(element)[name]"
    passage, mark = page.locator(".best blockquote"), page.locator(".best mark")
    assert passage.evaluate(style, "whiteSpace") == "pre-wrap"
    assert "serif" in str(passage.evaluate(style, "fontFamily"))
    sizes = [float(e.evaluate(style, "fontSize").removesuffix("px")) for e in (passage, mark)]
    assert sizes[1] > 1.2 * sizes[0]
    assert "rgb" in str(mark.evaluate(style, "backgroundImage"))


def test_further_passages_are_folded_and_move_the_article(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    further = page.locator("details.more blockquote")
    assert further.count() == 2
    assert not further.first.is_visible()
    page.locator("details.more > summary").click()
    further.first.click()
    wanted = further.first.locator("mark").text_content()
    page.wait_for_function(
        "text => [...document.querySelectorAll('#article mark.here')]"
        ".map(m => m.textContent).join('') === text",
        arg=wanted,
    )
    assert place_is_seen(page)


def test_map_shows_where_the_evidence_lies(url: str, page: Page, library: askdoc.Library) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    length = len(library.documents[0].text)
    tops = page.locator("#pane .tick").evaluate_all("all => all.map(t => parseFloat(t.style.top))")
    starts = [answer.sentence.start for answer in library.ask(QUESTION)]
    assert tops == pytest.approx([100 * start / length for start in starts], abs=0.01)
    page.locator("#pane .tick").nth(2).click()
    page.wait_for_function("document.querySelector('#pane .tick:nth-of-type(3).here')")
    assert place_is_seen(page)


def test_n_and_p_step_through_all_mentions(url: str, page: Page, library: askdoc.Library) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    text = library.documents[0].text
    spans = [(a.start, a.end) for a in library.ask(QUESTION)]
    mentions = [m.start() for m in re.finditer("Kerry|Assad", text)]
    outside = [m for m in mentions if not any(s <= m < e for s, e in spans)]
    stops = sorted(outside + [a.sentence.start for a in library.ask(QUESTION)])
    page.wait_for_function("document.querySelector('#pane output b').textContent !== ''")
    start = stops.index(library.ask(QUESTION)[0].sentence.start)
    assert page.locator("#pane output").inner_text() == f"{start + 1} of {len(stops)}"
    assert "mentions of Kerry, Assad" in page.locator("#pane .bar").inner_text()
    page.locator("#article").focus()
    seen = []
    for _ in stops:
        page.keyboard.press("n")
        seen.append(page.locator("#article .current").first.get_attribute("data-stop"))
    assert [int(s or -1) for s in seen] == stops[start + 1 :] + stops[: start + 1]
    page.keyboard.press("p")
    current = page.locator("#article .current").first.get_attribute("data-stop")
    assert current == str(stops[start - 1])
    # in the question's box the letters are letters
    page.locator("#question textarea").press_sequentially("np")
    assert page.locator("#article .current").first.get_attribute("data-stop") == current


def test_long_article_is_read_part_by_part(page: Page) -> None:
    lines = [f"Line {i} of the stone." for i in range(20_000)]
    lines[15_000] = "The cat slept."
    text = "\n".join(lines)
    with served(fake_library(text)) as address:
        page.goto(address)
        page.locator("#article").wait_for()
        assert text.startswith(texts(page, "#article .body")[0])
        ask(page, "Where is the cat?")
        answered(page, 1)
        page.locator("#article mark.here").first.wait_for()
        assert place_is_seen(page)
        shown = texts(page, "#article .body")[0]
        assert "The cat slept." in shown
        assert shown in text
        assert len(shown) < 100_000
        end = int(page.locator("#article").get_attribute("data-end") or 0)
        page.get_by_role("button", name="Later in the article").click()
        page.wait_for_function(f"document.querySelector('#article').dataset.start > {end - 50_000}")
        assert text[end : end + 1_000] in texts(page, "#article .body")[0]
        page.locator("#pane .map").click(position={"x": 10, "y": 2})
        page.wait_for_function("document.querySelector('#article').dataset.start === '0'")


def test_phone_shows_the_article_as_a_sheet(url: str, browser: Browser) -> None:
    with visiting(browser, viewport=PHONE, has_touch=True) as page:
        page.goto(url)
        width = "document.documentElement.scrollWidth"
        assert page.evaluate(width) <= PHONE["width"]
        ask(page, QUESTION)
        answered(page, 1)
        assert page.evaluate(width) <= PHONE["width"]
        assert not page.locator("#article").is_visible()
        page.locator(".best .place a").tap()
        page.wait_for_function("document.activeElement.id === 'article'")
        assert place_is_seen(page)
        assert page.locator("#article mark.here").first.is_visible()
        page.go_back()  # the way back of a phone
        page.locator("#article").wait_for(state="hidden")
        assert page.locator(".best").is_visible()
        page.locator(".best blockquote").tap()
        page.get_by_role("button", name="Back to the answers").tap()
        page.locator("#article").wait_for(state="hidden")
        page.wait_for_function("document.activeElement !== document.body")
        page.locator("#open-sources").tap()
        page.locator("#list .title").tap()  # one sheet takes the place of the other
        page.wait_for_function("document.activeElement.id === 'article'")
        page.go_back()
        page.locator("#article").wait_for(state="hidden")
        assert page.locator(".best").is_visible()
        page.locator("#open-sources").tap()
        page.go_back()
        page.locator("#sources").wait_for(state="hidden")
        assert page.locator(".turn").count() == 1


# --- honest replies


def test_foreign_question_is_refused_above_the_closest_passages(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, "Who won the football world cup in 2014?")
    answered(page, 1)
    assert notes(page) == ["The article does not seem to say."]
    assert page.locator(".refused blockquote").count() == 3
    assert not page.locator(".refused blockquote").first.is_visible()
    assert page.locator(".refused .likely").count() == 0
    page.locator(".refused summary").first.click()
    assert page.locator(".refused blockquote").first.is_visible()
    assert page.locator(".best").count() == 0
    ask(page, QUESTION)
    answered(page, 2)
    assert len(notes(page)) == 1


def test_follow_up_shows_what_was_searched(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    assert notes(page) == []
    ask(page, "And about the migrant crisis?")
    answered(page, 2)
    assert notes(page) == ["Searched: What did Kerry say about the migrant crisis?"]
    assert "root cause" in marks(page)[3]
    ask(page, "When will he leave?")
    answered(page, 3)
    assert notes(page)[1:] == ["Searched: When will Kerry leave?"]
    assert "Berlin" in marks(page)[6]


def test_why_is_folded_until_it_is_asked_for(url: str, page: Page, library: askdoc.Library) -> None:
    page.goto(url)
    ask(page, QUESTION)
    answered(page, 1)
    why = page.locator(".best details.why")
    assert why.get_attribute("open") is None
    why.locator("summary").click()
    assert "word match" in why.inner_text()
    similarity = dict(library.ask(QUESTION)[0].why.matched)["Assad"]
    assert f"Assad {similarity:.2f}" in why.inner_text()
    assert "characters 661–829" in why.inner_text()


def test_library_of_nothing_says_so(page: Page) -> None:
    with served(askdoc.Library([], FakeEmbedder())) as address:
        page.goto(address)
        ask(page, "Anything?")
        page.get_by_text("No passage matches.").wait_for()


def test_bad_question_is_reported_and_the_conversation_continues(url: str, page: Page) -> None:
    page.goto(url)
    ask(page, "   ")
    page.get_by_text("The question is empty; ask something like").wait_for()
    ask(page, "cat " * 25_000)
    page.locator("#waiting [role=alert]").wait_for()
    (said,) = texts(page, "#waiting [role=alert]")
    assert "The question has 100,000 characters, the limit is 1,000" in said
    assert page.locator(".turn").count() == 0
    ask(page, QUESTION)
    answered(page, 1)
    # it stays where it was asked, above the answer
    assert texts(page, "#conversation h2.asked")[1:] == [QUESTION]
    assert texts(page, "#notice [role=alert]") == []
    page.locator("#turns").get_by_role("button", name="Edit").click()
    assert page.locator("#box").input_value().startswith("cat cat")
    assert page.locator("#waiting [role=alert]").count() == 0


# --- questions that are offered


def test_starters_are_made_from_the_article_and_surely_answered(
    url: str, page: Page, library: askdoc.Library
) -> None:
    page.goto(url)
    page.locator("#chips button").first.wait_for()
    offered = texts(page, "#chips button")
    assert len(offered) >= 2
    for question in offered:
        reply = library.ask(question)
        assert reply.answered
        assert reply[0].confidence >= 0.6
    page.locator("#chips button").first.click()
    answered(page, 1)
    assert texts(page, ".asked") == [offered[0]]


def test_follow_ups_lead_to_sentences_not_yet_shown(
    url: str, page: Page, library: askdoc.Library
) -> None:
    page.goto(url)
    begin = page.locator("#chips .chips")
    begin.wait_for()
    ask(page, QUESTION)
    page.locator("#chips .chips[aria-label='Continue with']").wait_for()
    offered = texts(page, "#chips button")
    shown = library.ask(QUESTION)[0].sentence
    for question in offered:
        reply = library.ask(question, history=[QUESTION])
        assert reply.answered
        assert reply[0].sentence != shown
