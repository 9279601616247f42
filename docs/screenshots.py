"""The pictures of the README, taken of the real chat in a real browser: `make screenshots`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import askdoc
from askdoc.chat import launch

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
PDF = HERE.parent / "tests" / "golden" / "files" / "weasyprint-columns.pdf"


@dataclass(frozen=True)
class Picture:
    """What is asked, and how it is shown. page: the page of the PDF itself, not its text"""

    questions: tuple[str, ...] = ("What did Kerry say about Assad?",)
    size: tuple[int, int] = (1280, 760)
    theme: str = "light"
    source: Path = CORPUS
    page: bool = False


PICTURES = {
    "chat.png": Picture(("What did Kerry say about Assad?", "And about the migrant crisis?")),
    "chat-dark.png": Picture(theme="dark"),
    "chat-phone.png": Picture(size=(390, 844)),
    "chat-page.png": Picture(("What did the surveyors' office file?",), source=PDF, page=True),
}


def take(browser: Browser, url: str, name: str) -> None:
    wanted = PICTURES[name]
    width, height = wanted.size
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{url}?__theme={wanted.theme}")
    page.locator("#article").wait_for(state="attached")
    for turn, question in enumerate(wanted.questions):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator("#conversation .turn").nth(turn).wait_for()
        if not wanted.page:  # of that article no questions are suggested
            page.locator("#chips .chips[aria-label='Go on with']").wait_for()
    if wanted.page:
        page.get_by_role("button", name="Page", exact=True).click()
        page.locator("#pages i.sentence.here").first.wait_for()
    page.wait_for_timeout(1_500)  # the article has come to its place
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=HERE / name)
    page.close()


def main() -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for source in dict.fromkeys(picture.source for picture in PICTURES.values()):
            options = {"prevent_thread_lock": True, "quiet": True}
            app, url, _ = launch(askdoc.open(source), sources=[source], **options)
            for name, picture in PICTURES.items():
                if picture.source == source:
                    take(browser, url, name)
            app.get_blocks().close(verbose=False)
        browser.close()


if __name__ == "__main__":
    main()
