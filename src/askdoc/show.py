"""Format answers as JSON, safe HTML or plain text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, TypeAlias

from askdoc.confidence import ANSWERED, PERHAPS

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Answer, Evidence, Reply, Sentence, Signals

# How a part of a passage is marked: not, as the sentence that answers best, or one that does, too.
Mark: TypeAlias = Literal["", "sentence", "also"]

# Characters that turn text around on a screen: harmless to read, but able to disguise.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# Said above the passages when the first of them only may answer, and when none is likely to.
PERHAPS_ANSWERED = "This may answer it:"
CLOSEST = "Closest passages:"
NOT_ANSWERED = f"The article does not seem to say. {CLOSEST}"


def as_json(reply: Reply) -> str:
    """The reply as one JSON object, the same everywhere in askdoc."""
    return json.dumps(
        {
            "question": reply.question,
            "searched": reply.searched,
            "state": reply.state,
            "answered": reply.answered,
            "reason": reply.reason,
            "unmet": reply.unmet,
            "note": reply.note,
            "narrowed": reply.narrowed,
            "answers": [_as_dict(answer) for answer in reply],
        },
        ensure_ascii=False,
    )


def _as_dict(answer: Answer) -> dict[str, object]:
    sentence, why = answer.sentence, answer.why
    return {
        "document": {
            "name": answer.document.name,
            "title": answer.document.title,
            "sha256": answer.document.sha256,
            "language": answer.document.language,
            "date": answer.document.date,
        },
        "page": answer.page,
        "page_name": answer.page_name,
        "boxes": [box._asdict() for box in answer.boxes],
        "scanned": answer.scanned,
        "time": answer.time,
        "text": answer.text,
        "start": answer.start,
        "end": answer.end,
        "sentence": _span(sentence),
        "sentences": [_span(one) for one in answer.sentences],
        "cell": _cell(answer),
        "speaker": answer.speaker,
        "score": round(answer.score, 6),
        "confidence": round(answer.confidence, 6),
        "why": {
            "passage": _rounded(why.passage),
            "sentence": _rounded(why.sentence),
            "matched": {word: round(how_well, 6) for word, how_well in why.matched},
            "evidence": _rounded(why.evidence),
        },
    }


def _span(sentence: Sentence) -> dict[str, object]:
    return {"text": sentence.text, "start": sentence.start, "end": sentence.end}


def _cell(answer: Answer) -> dict[str, object] | None:
    if answer.cell is None:
        return None
    start, end = answer.cell
    return {"text": answer.document.text[start:end], "start": start, "end": end}


def _rounded(values: Signals | Evidence) -> dict[str, float]:
    found = asdict(values).items()
    return {name: round(v, 6) if isinstance(v, float) else v for name, v in found}


def headline(reply: Reply) -> str:
    """The text before the passages: the completed question, the refusal, or nothing."""
    lines = []
    if reply.searched != reply.question:
        lines.append(f"Searched: {reply.searched}")
    if reply.narrowed:
        lines.append(f"{reply.narrowed}.")
    if reply.reason:
        lines.append(reply.reason)
    if reply.note:
        lines.append(reply.note)
    elif not reply.answers:
        lines.append("No passage fits.")
    elif reply.state == "perhaps":
        lines.append(PERHAPS_ANSWERED)
    elif reply.state == "not":
        lines.append(CLOSEST if reply.unmet else NOT_ANSWERED)
    return "\n".join(lines)


def why_lines(answer: Answer) -> list[str]:
    """The parts of the score in words, one per line."""
    why = answer.why
    met = ", ".join(f"{word} {how_well:.2f}" for word, how_well in why.matched)
    return [
        f"{name}: cosine {s.cosine:.2f}, BM25 share {s.bm25:.2f}, word match {s.match:.2f}"
        for name, s in (("passage", why.passage), ("sentence", why.sentence))
    ] + [f"words of the question met: {met or 'none'}"]


def in_words(confidence: float) -> str:
    """A probability in words."""
    steps = (0.9, "very likely"), (ANSWERED, "likely"), (PERHAPS, "perhaps"), (0.0, "unlikely")
    return next(words for least, words in steps if confidence >= least)


def parts(answer: Answer) -> list[tuple[str, Mark]]:
    """The passage in parts, none of them empty, and how each is marked: not, as the sentence that
    answers best, or as one that answers, too."""
    found: list[tuple[str, Mark]] = []
    at = answer.start
    for one in answer.sentences:
        found.append((answer.text[at - answer.start : one.start - answer.start], ""))
        found.append((one.text, "sentence" if one == answer.sentence else "also"))
        at = one.end
    found.append((answer.text[at - answer.start :], ""))
    return [(text, mark) for text, mark in found if text]


def place(answer: Answer, span: Sentence | None = None) -> str:
    """Where the passage, or the sentence, stands: "report.pdf, 2015-09-20, page 3, characters
    661–829"."""
    dated = f", {answer.document.date}" if answer.document.date else ""
    page = f", {answer.page_name}" if answer.page_name else ""
    time = "" if answer.time is None else f", {clock(answer.time)}"
    scan = f" ({from_picture(answer)})" if answer.scanned is not None else ""
    start, end = (span.start, span.end) if span else (answer.start, answer.end)
    return f"{answer.document.name}{dated}{page}{scan}{time}, characters {start}–{end}"


def from_picture(answer: Answer) -> str:
    """ "read from a picture, 87% sure" of what has no letters of its own, else nothing."""
    return "" if answer.scanned is None else f"read from a picture, {answer.scanned:.0%} sure"


def counted(counts: Mapping[str, int]) -> str:
    """{"running head": 2, "page number": 1} -> "1 page number, 2 running heads"."""
    several = {"running foot": "running feet", "picture of a page": "pictures of pages"}
    return ", ".join(
        f"{n} {several.get(what, f'{what}s') if n > 1 else what}"
        for what, n in sorted(counts.items())
    )


def clock(seconds: float) -> str:
    """A time of a recording as players show it: 3725.2 -> "1:02:05"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def likely(answer: Answer) -> str:
    """How likely the passage answers, in words and number: "very likely (0.93)"."""
    return f"{in_words(answer.confidence)} ({answer.confidence:.2f})"


def about(answer: Answer) -> str:
    """Who speaks, where, how likely: "Kerry · report.txt, characters 1–9 · very likely (0.93)"."""
    found = f"{place(answer)} · score {answer.score:.2f} · {likely(answer)}"
    return f"{answer.speaker} · {found}" if answer.speaker else found


def citation(answer: Answer) -> str:
    """The answering sentence as one quotes it: “He left.” (Report, report.pdf, page 3, ...)."""
    title, name = answer.document.title, answer.document.name
    work = f"{title}, " if title != name else ""
    return f"“{answer.sentence.text}” ({work}{place(answer, answer.sentence)})"


def passage_html(answer: Answer) -> str:
    """The passage as safe HTML, its answering sentence in <mark>, a cell that answers in <b>."""
    shapes = {"": "{}", "sentence": "<mark>{}</mark>", "also": '<span class="also">{}</span>'}
    inside = "".join(
        shapes[mark].format(_with_cell(answer) if mark == "sentence" else in_page(text))
        for text, mark in parts(answer)
    )
    return f'<blockquote class="passage">{inside}</blockquote>'


def _with_cell(answer: Answer) -> str:
    """The sentence as HTML, the cell that answers in <b>."""
    text, at = answer.sentence.text, answer.sentence.start
    start, end = (place - at for place in answer.cell or (at, at))
    cell = f"<b>{in_page(text[start:end])}</b>" if answer.cell else ""
    return f"{in_page(text[:start])}{cell}{in_page(text[end:])}"


def in_page(text: str) -> str:
    """Text as HTML for the page. A NUL, which HTML cannot say, is an element the page fills."""
    return escape(text).replace("&#0;", '<span class="nul"></span>')


def escape(text: str) -> str:
    """Text that shows as it is in HTML, also in HTML inside Markdown.

    `*a* <b>` -> `&#42;a&#42; &#60;b&#62;`: all but letters, digits and spaces become
    numeric references, so neither reader finds anything to interpret.
    """
    # subtle: HTML reads &#128; to &#159; as Windows characters, so those codes stay as they are
    return "".join(
        c if c.isalnum() or c == " " or 0x80 <= ord(c) < 0xA0 else f"&#{ord(c)};" for c in text
    )


def visible(text: str) -> str:
    """Text that is safe on a terminal: spaces and line ends become a space, control codes symbols.

    `a\\x1b[31m` -> `a␛[31m`
    """
    return "".join(map(_visible, re.sub(r"\s+", " ", text)))


def _visible(c: str) -> str:
    if ord(c) < 0x20:
        return chr(0x2400 + ord(c))
    return "\ufffd" if c in _BIDI or unicodedata.category(c) in ("Cc", "Cs") else c
