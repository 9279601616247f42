"""The pages of a PDF themselves, with the answering sentence boxed on them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chatting import answered, ask, bring, read, served, visiting
from conftest import document, fake_library
from test_access import findings

import askdoc
from askdoc.chat.originals import MAX_FILE_BYTES, Originals, boxes
from askdoc.chat.visits import Visit
from askdoc.errors import LoadError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PDF = Path(__file__).parent / "golden" / "files" / "weasyprint-columns.pdf"
QUESTION = "What did the surveyors' office file?"
HERE = "#pages i.sentence.here"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(askdoc.open([PDF]), sources=[PDF]) as url:
        yield url


def see(page: Page) -> None:
    """To the page itself, until the sentence is marked on it."""
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator(HERE).first.wait_for()


def test_the_sentence_is_boxed_on_its_page(address: str, page: Page) -> None:
    (answer, *_) = askdoc.open([PDF]).ask(QUESTION)
    page.goto(address)
    ask(page, QUESTION)
    answered(page, 1)
    see(page)
    sheet = page.locator(f'#pages [data-page="{answer.page}"]')
    assert page.locator(HERE).count() == len(answer.boxes)
    full_page, mark = sheet.bounding_box(), page.locator(HERE).first.bounding_box()
    assert full_page
    assert mark
    picture = Originals([PDF]).picture(
        Visit(), ("shared", PDF.name), answer.document, answer.boxes[0].page, 500
    )
    scale = full_page["width"] / picture["width"]
    assert mark["x"] - full_page["x"] == pytest.approx(answer.boxes[0].x0 * scale, abs=2)
    assert mark["y"] - full_page["y"] == pytest.approx(answer.boxes[0].y0 * scale, abs=2)
    assert mark["width"] == pytest.approx((answer.boxes[0].x1 - answer.boxes[0].x0) * scale, abs=2)
    assert page.locator(".paged .at").inner_text() == f"page {answer.page} of 3"
    view = page.locator("#pages").bounding_box()
    assert view
    assert view["y"] <= mark["y"] <= view["y"] + view["height"]


def test_pages_zoom_scroll_and_go_back_to_the_text(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("button", name="Page", exact=True).click()
    page.locator("#pages img").first.wait_for()
    before = page.locator("#pages .page").first.bounding_box()
    page.get_by_role("button", name="Larger").click()
    page.locator("#pages img").first.wait_for()
    after = page.locator("#pages .page").first.bounding_box()
    assert before
    assert after
    assert after["width"] > 1.2 * before["width"]
    page.locator("#pages").evaluate("all => all.scrollTop = all.scrollHeight")
    page.get_by_text("page 3 of 3").wait_for()
    page.locator('#pages [data-page="3"] img').wait_for()
    page.get_by_role("button", name="Text", exact=True).click()
    assert page.locator("#article").is_visible()
    assert page.locator("#pages").count() == 0


def test_thumbnails_lead_to_their_page(address: str, page: Page) -> None:
    page.goto(address)
    page.get_by_role("button", name="Page", exact=True).click()
    strip = page.get_by_role("navigation", name="Thumbnails")
    strip.locator("img").nth(2).wait_for()
    here = strip.locator("[aria-current=page]")
    assert here.get_attribute("data-thumb") == "1"
    strip.get_by_role("button", name="page 3").click()
    page.get_by_text("page 3 of 3").wait_for()
    assert here.get_attribute("data-thumb") == "3"
    here.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("page 2 of 3").wait_for()
    assert strip.locator("[tabindex='0']").count() == 1
    fold = page.get_by_role("button", name="Thumbnails")
    fold.click()
    assert fold.get_attribute("aria-expanded") == "false"
    page.reload()
    page.get_by_role("button", name="Page", exact=True).click()
    fold.wait_for()
    assert not strip.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_pages(address: str, browser: Browser, scheme: str) -> None:
    with visiting(browser, color_scheme=scheme) as page:
        page.goto(address)
        ask(page, QUESTION)
        answered(page, 1)
        see(page)
        page.locator("#thumbs img").nth(2).wait_for()
        assert findings(page) == []


def test_thumbnails_are_folded_on_a_phone_and_fetched_when_seen(
    address: str, browser: Browser
) -> None:
    with visiting(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(address)
        ask(page, QUESTION)
        answered(page, 1)
        page.locator(".best .place a").first.click()
        see(page)
        assert page.locator("#thumbs img").count() == 0
        page.get_by_role("button", name="Thumbnails").click()
        page.locator("#thumbs img").first.wait_for()


def test_a_file_that_has_changed_is_not_shown(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    shutil.copyfile(PDF, path)
    library = askdoc.open([path])
    with served(library, sources=[path]) as url, visiting(browser) as page:
        path.write_bytes(path.read_bytes() + b"\n")
        page.goto(url)
        page.get_by_role("button", name="Page", exact=True).click()
        page.get_by_text("report.pdf: the file has changed since it was read").first.wait_for()


def test_a_visitors_own_file_shows_its_pages(browser: Browser) -> None:
    with served(fake_library("A dog ran.")) as url, visiting(browser) as page:
        page.goto(url)
        assert page.get_by_role("button", name="Page", exact=True).count() == 0  # no pages
        bring(page, ("own.pdf", PDF.read_bytes()))
        read(page, "The Mill at Ashford Bridge")
        page.get_by_role("button", name="Page", exact=True).click()
        page.locator("#pages img").first.wait_for()
        ask(page, "Nine councillors voted against the purchase")
        answered(page, 1)
        page.get_by_role("button", name="Page", exact=True).wait_for()
        page.locator("#pages i.sentence.here").first.wait_for()


def test_originals_of_a_visitor_are_bounded(tmp_path: Path) -> None:
    originals, visit = Originals(), Visit()
    (paged,) = askdoc.open([PDF]).documents
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(MAX_FILE_BYTES - PDF.stat().st_size + 1)
    originals.store(visit, paged, PDF)
    originals.store(visit, replace(paged, name="large.pdf"), large)
    originals.store(visit, document("A dog ran.", "a.txt"), PDF)  # without pages
    assert list(visit.originals) == [paged.name]


def test_the_pictures_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    originals, visit = Originals([PDF]), Visit()
    (paged,) = askdoc.open([PDF]).documents
    key = "shared", paged.name

    def drawn(page: int) -> None:
        originals.picture(visit, key, paged, page, 200)

    monkeypatch.setattr("askdoc.chat.originals.MAX_CACHE_BYTES", 0)
    drawn(1)
    assert not originals._pictures
    monkeypatch.undo()
    drawn(1)
    drawn(2)
    assert [page for _, page, _ in originals._pictures] == [1, 2]


def test_a_page_without_its_file() -> None:
    (document,) = askdoc.open([PDF]).documents
    originals, visit = Originals(), Visit()
    for key in ("own", "a.pdf"), ("shared", "a.pdf"):
        assert not originals.has(visit, key, document)
        with pytest.raises(LoadError, match=f"^{PDF.name}: "):
            originals.picture(visit, key, document, 1, 500)


def test_marks_of_a_page_the_shown_sentence_last() -> None:
    reply = askdoc.open([PDF]).ask(QUESTION)
    page = reply[0].page
    assert page is not None
    marks = boxes(list(enumerate(reply)), 0, page)
    kinds = [mark["kind"] for mark in marks]
    assert kinds[-1] == "sentence here"
    assert {"passage here", "sentence here"} <= set(kinds)
    assert boxes(list(enumerate(reply)), 0, 99) == []
