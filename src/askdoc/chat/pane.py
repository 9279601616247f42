"""The reading pane: the article itself, the evidence marked, as safe HTML."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from askdoc import show
from askdoc.types import Answer, Document, Reply

# So many parts that were left out of a text are listed.
LEFT_OUT = 100
# So much of an article is in the page at once; a longer one is read part by part.
REGION = 60_000

# Places to step through, ticks on the map: more help nobody.
MOST_STOPS = 1_000
MOST_TICKS = 150

_SAYING = frozenset("say says said saying tell tells told".split())

# start, end, class
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class View:
    """What the pane shows: the evidence of a reply in one document.

    at: the character to scroll to
    answer: the number of the answer shown in the reply, None for just the article
    marked: another place that is marked, (start, end)
    """

    document: Document
    at: int = 0
    reply: Reply | None = None
    answer: int | None = None
    marked: tuple[int, int] | None = None

    @property
    def answers(self) -> list[tuple[int, Answer]]:
        """The reply's answers that stand in this document, with their numbers."""
        return [
            (number, answer)
            for number, answer in enumerate(self.reply or ())
            if answer.document == self.document
        ]


def as_html(view: View, render: int = 0, paged: bool = False) -> str:
    """The pane; `render` is new each time, which tells the page to go to the place.

    paged: can the pages of the document be shown as they are?
    """
    document, text = view.document, view.document.text
    start, end = region(text, view.at)
    evidence = [(a.start, a.end) for _, a in view.answers]
    mentions, words = _mentions(view)
    marks = [
        mark
        for number, answer in view.answers
        for mark in (
            (answer.start, answer.end, "passage here" if number == view.answer else "passage"),
            *((s.start, s.end, "also") for s in answer.sentences if s != answer.sentence),
            (answer.sentence.start, answer.sentence.end, "sentence"),
        )
    ] + [(s, e, "mention") for s, e in mentions]
    marks += [(*view.marked, "passage here"), (*view.marked, "sentence")] if view.marked else []
    stops = sorted({a.sentence.start for _, a in view.answers} | _outside(mentions, evidence))
    stops = sorted({*stops, view.marked[0]}) if view.marked else stops
    sure = not view.reply or view.reply.answered
    return (
        f"{_bar(view, stops, words, paged)}{_left_out(document)}"
        f'<div class="sheet"><div class="text" id="article" tabindex="0" role="region" '
        f'aria-label="The article" data-render="{render}" data-at="{view.at}" '
        f'data-start="{start}" data-end="{end}" data-length="{len(text)}" '
        f'data-sure="{int(sure)}" data-stops="{" ".join(map(str, stops))}">'
        f"{_further(start > 0, start - 1, 'Earlier in the article')}"
        f'<div class="body">{"".join(_paragraphs(document, start, end, marks, stops))}</div>'
        f"{_further(end < len(text), end, 'On in the article')}</div>"
        f"{_map(len(text), view, mentions)}</div>"
    )


def region(text: str, at: int) -> tuple[int, int]:
    """The part of a text that is shown around a place: whole lines where there are any."""
    if len(text) <= REGION:
        return 0, len(text)
    start = max(0, min(at - REGION // 2, len(text) - REGION))
    end = min(len(text), start + REGION)
    if start:
        line = text.find("\n", start, start + 2_000)
        start = line + 1 if line >= 0 else start
    if end < len(text):
        line = text.rfind("\n", end - 2_000, end)
        end = line + 1 if line >= 0 else end
    return start, end


def _bar(view: View, stops: Sequence[int], words: Sequence[str], paged: bool) -> str:
    """What is shown, on which page, as text or as the page itself, and the steps through it."""
    page = view.document.page_name_at(view.at)
    on = f'<span class="on">, {show.in_page(page)}</span>' if page else ""
    name = f'<span class="file"><bdi>{show.in_page(view.document.name)}</bdi>{on}</span>'
    return f'<div class="bar">{name}{_pages(view) if paged else ""}{_steps(stops, words)}</div>'


def _pages(view: View) -> str:
    """The choice between the text and the pages themselves."""
    here = view.document.page_at(view.at) or 1
    return (
        f'<span class="views" role="group" aria-label="Show" data-page="{here}" '
        f'data-pages="{len(view.document.pages)}"><button data-view="text" aria-pressed="true">Text'
        '</button><button data-view="page" aria-pressed="false">Page</button></span>'
    )


def _left_out(document: Document) -> str:
    """What of the file is not in the text, folded."""
    parts = [one for one in document.omitted if one.start is None]
    if not parts:
        return ""
    rows = "".join(
        f"<li>{show.in_page(str(one))}{': ' if one.text else ''}{show.in_page(one.text or '')}</li>"
        for one in parts[:LEFT_OUT]
    )
    more = f"<li>and {len(parts) - LEFT_OUT} more</li>" if len(parts) > LEFT_OUT else ""
    kinds = show.in_page(show.counted(Counter(one.kind for one in parts)))
    return (
        f'<details class="left-out"><summary>Not in the text: {kinds}</summary>'
        f"<ul>{rows}{more}</ul></details>"
    )


def _steps(stops: Sequence[int], words: Sequence[str]) -> str:
    if not stops:
        return ""
    mentioned = show.in_page(", ".join(words))
    what = f'<span class="words">mentions of {mentioned}</span>' if words else ""
    return (
        f'<span class="steps">{what}'
        '<button data-step="-1" title="key p" aria-label="Previous place">‹</button>'
        f"<output><b></b> of {len(stops):,}{'+' * (len(stops) >= MOST_STOPS)}</output>"
        '<button data-step="1" title="key n" aria-label="Next place">›</button></span>'
    )


def _further(wanted: bool, at: int, words: str) -> str:
    return f'<button class="further" data-at="{at}">{words}</button>' if wanted else ""


def _paragraphs(
    document: Document, start: int, end: int, marks: Sequence[Mark], stops: Sequence[int]
) -> Iterator[str]:
    """The text from start to end, each line with its line ends in a block of its own."""
    places = set(stops)
    title = document.title.strip()
    headline = bool(title)
    for line in re.finditer(r"[^\n]*\n*", document.text[start:end]):
        if not line[0]:
            continue
        s, e = start + line.start(), start + line.end()
        here = [mark for mark in marks if mark[0] < e and mark[1] > s]
        kinds = " ".join({k: "" for _, _, kind in here for k in kind.split() if k != "mention"})
        if headline and line[0].strip():
            kinds += " headline" * (line[0].strip().strip("# ") == title)
            headline = False
        elif not line[0].strip():
            kinds += " blank"
        pieces = "".join(_pieces(document.text, s, e, here, places))
        line_of = f' class="line {kinds}"' if kinds else ""
        yield f"<div{line_of}{_page(document, s, e)}>{pieces}</div>"


def _page(document: Document, start: int, end: int) -> str:
    """Says which page begins between two places, if one does."""
    first = bisect_left(document.pages, start)
    if first == len(document.pages) or document.pages[first] >= end:
        return ""
    last = document.pages[bisect_left(document.pages, end) - 1]
    return f' data-page="{show.escape(document.page_name_at(last) or "")}"'


def _pieces(
    text: str, start: int, end: int, marks: Sequence[Mark], stops: set[int]
) -> Iterator[str]:
    """The text cut where a mark begins or ends; each piece says what it belongs to."""
    cuts = {start, end, *(c for s, e, _ in marks for c in (s, e) if start < c < end)}
    edges = sorted(cuts)
    for s, e in itertools.pairwise(edges):
        kinds = " ".join(dict.fromkeys(k for ms, me, k in marks if ms <= s and me >= e))
        stop = f' data-stop="{s}"' if s in stops else ""
        words = show.in_page(text[s:e])
        tag = "mark" if "sentence" in kinds else "span"
        yield f'<{tag} class="{kinds}"{stop}>{words}</{tag}>' if kinds else words


def _mentions(view: View) -> tuple[list[tuple[int, int]], list[str]]:
    """Where the words of the question stand in the document, and the words."""
    if not view.reply or view.reply.state == "not" or not view.answers:
        return [], []
    matched = [word for word, _ in view.answers[0][1].why.matched if len(word) > 2]
    # "said" is in every line of an article: who and what was asked for are better places
    asked = [word for word in matched if word.casefold() not in _SAYING] or matched
    forms = {word: word.removesuffix("'s").removesuffix("’s").rstrip("s") for word in asked}
    known = {word: re.escape(form) for word, form in forms.items() if len(form) > 2}
    if not known:
        return [], []
    # a word is met in its usual endings: talk, talks, talked, talking
    pattern = re.compile(rf"\b(?:{'|'.join(known.values())})(?:e?s|e?d|ing)?\b", re.IGNORECASE)
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(view.document.text):
        found.append(match.span())
        if len(found) == MOST_STOPS:
            break
    met = {view.document.text[s:e].casefold() for s, e in found}
    words = [w for w in asked if any(m.startswith(forms[w].casefold()) for m in met)]
    return found, words


def _outside(spans: Sequence[tuple[int, int]], of: Sequence[tuple[int, int]]) -> set[int]:
    return {s for s, _ in spans if not any(start <= s < end for start, end in of)}


def _map(length: int, view: View, mentions: Sequence[tuple[int, int]]) -> str:
    """The strip beside the article: where in it the evidence lies."""
    share = {round(s / max(1, length) * MOST_TICKS) for s, _ in mentions}
    thin = "".join(f'<i style="top:{100 * n / MOST_TICKS:.2f}%"></i>' for n in sorted(share))
    ticks = "".join(
        f'<button class="tick{" here" * (number == view.answer)}" data-answer="{number}" '
        f'style="top:{100 * answer.sentence.start / max(1, length):.2f}%" '
        f'aria-label="Passage {number + 1} of {len(view.reply or ())}"></button>'
        for number, answer in view.answers
    )
    return f'<div class="map" title="Where the evidence lies">{thin}<em></em>{ticks}</div>'
