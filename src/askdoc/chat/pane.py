"""The reading pane: the article with the evidence marked, as safe HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from askdoc import show
from askdoc.chat import body
from askdoc.messages import later, tr, trn
from askdoc.types import Answer, Document, Omitted, Reply

# The most omitted parts of a file that are listed.
LEFT_OUT = 100
# The most characters of an article in the page; a longer one is shown in parts.
REGION = 60_000

# The most places to step through, and ticks on the map.
MAX_STOPS = 1_000
MAX_TICKS = 150

_SAYING = frozenset("say says said saying tell tells told".split())


@dataclass(frozen=True, slots=True)
class PaneView:
    """The view in the pane: the evidence of a reply in one document.

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
        """The reply's answers from this document, with their numbers."""
        return [
            (number, answer)
            for number, answer in enumerate(self.reply or ())
            if answer.document == self.document
        ]


def as_html(view: PaneView, render: int = 0, paged: bool = False) -> str:
    """The pane; a new `render` makes the page scroll to the place.

    paged: whether the pages of the document can be shown
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
    cell = next((answer.cell for number, answer in view.answers if number == view.answer), None)
    marks += [(*cell, "cell")] if cell else []
    marks += [(*view.marked, "passage here"), (*view.marked, "sentence")] if view.marked else []
    stops = sorted({a.sentence.start for _, a in view.answers} | _outside(mentions, evidence))
    stops = sorted({*stops, view.marked[0]}) if view.marked else stops
    sure = not view.reply or view.reply.answered
    lines = body.as_html(document, start, end, marks, stops)
    spoken = f' lang="{show.escape(document.language)}"' if document.language else ""
    return (
        f"{_bar(view, stops, words, paged)}{_left_out(document)}"
        f'<div class="sheet"><div class="text" id="article" tabindex="0" role="region" '
        f'aria-label="{tr("The article")}" data-render="{render}" data-at="{view.at}" '
        f'data-start="{start}" data-end="{end}" data-length="{len(text)}" '
        f'data-sure="{int(sure)}" data-stops="{" ".join(map(str, stops))}">'
        f"{_further(start > 0, start - 1, tr('Earlier in the article'))}"
        f'<div class="body"{spoken}>{lines}</div>'
        f"{_further(end < len(text), end, tr('Later in the article'))}</div>"
        f"{_map(len(text), view, mentions)}</div>"
    )


def region(text: str, at: int) -> tuple[int, int]:
    """The part of a text that is shown around a place: whole lines if possible."""
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


def _bar(view: PaneView, stops: Sequence[int], words: Sequence[str], paged: bool) -> str:
    """The bar: file name, page number, choice of text or page, and steps through the places."""
    page = view.document.page_name_at(view.at)
    on = f'<span class="on">, {show.in_page(page)}</span>' if page else ""
    name = f'<span class="file"><bdi>{show.in_page(view.document.name)}</bdi>{on}</span>'
    return f'<div class="bar">{name}{_pages(view) if paged else ""}{_steps(stops, words)}</div>'


def _pages(view: PaneView) -> str:
    """The choice between the text and the pages of the file."""
    here = view.document.page_at(view.at) or 1
    return (
        f'<span class="views" role="group" aria-label="{tr("Show")}" data-page="{here}" '
        f'data-pages="{len(view.document.pages)}">'
        f'<button data-view="text" aria-pressed="true">{tr("Text")}</button>'
        f'<button data-view="page" aria-pressed="false">{tr("Page")}</button></span>'
    )


def _left_out(document: Document) -> str:
    """The omitted parts of the file, and what is uncertain in its text, folded."""
    parts = [one for one in document.omitted if one.start is None]
    return _folded(
        later("Not in the text: {kinds}"), [one for one in parts if not one.uncertain]
    ) + _folded(later("Uncertain in the text: {kinds}"), [one for one in parts if one.uncertain])


def _folded(head: str, parts: Sequence[Omitted]) -> str:
    if not parts:
        return ""
    rows = "".join(
        f"<li>{show.in_page(str(one))}{': ' if one.text else ''}{show.in_page(one.text or '')}</li>"
        for one in parts[:LEFT_OUT]
    )
    further = trn("and {n} more", "and {n} more", len(parts) - LEFT_OUT)
    more = f"<li>{further}</li>" if len(parts) > LEFT_OUT else ""
    kinds = show.in_page(show.counted(Counter(one.kind for one in parts)))
    summary = tr(head, kinds=kinds)
    return f'<details class="left-out"><summary>{summary}</summary><ul>{rows}{more}</ul></details>'


def _steps(stops: Sequence[int], words: Sequence[str]) -> str:
    if not stops:
        return ""
    mentioned = show.in_page(", ".join(words))
    told = tr("mentions of {words}", words=mentioned)
    what = f'<span class="words">{told}</span>' if words else ""
    total = f"{len(stops):,}{'+' * (len(stops) >= MAX_STOPS)}"
    return (
        f'<span class="steps">{what}'
        f'<button data-step="-1" title="{tr("key {key}", key="p")}" '
        f'aria-label="{tr("Previous place")}">‹</button>'
        f"<output>{tr('{n} of {total}', n='<b></b>', total=total)}</output>"
        f'<button data-step="1" title="{tr("key {key}", key="n")}" '
        f'aria-label="{tr("Next place")}">›</button></span>'
    )


def _further(wanted: bool, at: int, words: str) -> str:
    return f'<button class="further" data-at="{at}">{words}</button>' if wanted else ""


def _mentions(view: PaneView) -> tuple[list[tuple[int, int]], list[str]]:
    """The places of the words of the question in the document, and the words."""
    if not view.reply or view.reply.state == "not" or not view.answers:
        return [], []
    matched = [word for word, _ in view.answers[0][1].why.matched if len(word) > 2]
    # "said" is in every line of an article: the other words are better places
    asked = [word for word in matched if word.casefold() not in _SAYING] or matched
    forms = {word: word.removesuffix("'s").removesuffix("’s").rstrip("s") for word in asked}
    known = {word: re.escape(form) for word, form in forms.items() if len(form) > 2}
    if not known:
        return [], []
    # with the usual endings: talk, talks, talked, talking
    pattern = re.compile(rf"\b(?:{'|'.join(known.values())})(?:e?s|e?d|ing)?\b", re.IGNORECASE)
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(view.document.text):
        found.append(match.span())
        if len(found) == MAX_STOPS:
            break
    occurring = {view.document.text[s:e].casefold() for s, e in found}
    words = [w for w in asked if any(m.startswith(forms[w].casefold()) for m in occurring)]
    return found, words


def _outside(spans: Sequence[tuple[int, int]], of: Sequence[tuple[int, int]]) -> set[int]:
    return {s for s, _ in spans if not any(start <= s < end for start, end in of)}


def _map(length: int, view: PaneView, mentions: Sequence[tuple[int, int]]) -> str:
    """The strip beside the article that shows the places of the evidence."""
    share = {round(s / max(1, length) * MAX_TICKS) for s, _ in mentions}
    thin = "".join(f'<i style="top:{100 * n / MAX_TICKS:.2f}%"></i>' for n in sorted(share))
    ticks = "".join(
        f'<button class="tick{" here" * (number == view.answer)}" data-answer="{number}" '
        f'style="top:{100 * answer.sentence.start / max(1, length):.2f}%" '
        f'aria-label="{tr("Passage {n} of {total}", n=number + 1, total=len(view.reply or ()))}">'
        "</button>"
        for number, answer in view.answers
    )
    head = tr("Where the evidence is")
    return f'<div class="map" title="{head}">{thin}<em></em>{ticks}</div>'
