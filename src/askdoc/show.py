"""Format answers as JSON, safe HTML or plain text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, TypeAlias

from askdoc.confidence import ANSWERED, PERHAPS
from askdoc.messages import later, laters, tr, trn

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Answer, Evidence, Reply, Sentence, Signals

# What can be left out of a text: `Omitted.kind`.
_COUNTED = {
    later("attachment"): laters("{n} attachment", "{n} attachments"),
    later("chart"): laters("{n} chart", "{n} charts"),
    later("column of signs"): laters("{n} column of signs", "{n} columns of signs"),
    later("comment"): laters("{n} comment", "{n} comments"),
    later("damaged character"): laters("{n} damaged character", "{n} damaged characters"),
    later("damaged page"): laters("{n} damaged page", "{n} damaged pages"),
    later("deleted text"): laters("{n} deleted text", "{n} deleted texts"),
    later("diagram"): laters("{n} diagram", "{n} diagrams"),
    later("font without letters"): laters("{n} font without letters", "{n} fonts without letters"),
    later("glyph without letters"): laters(
        "{n} glyph without letters", "{n} glyphs without letters"
    ),
    later("hidden text"): laters("{n} hidden text", "{n} hidden texts"),
    later("inserted document"): laters("{n} inserted document", "{n} inserted documents"),
    later("line number"): laters("{n} line number", "{n} line numbers"),
    later("missing chapter"): laters("{n} missing chapter", "{n} missing chapters"),
    later("page in a font without letters"): laters(
        "{n} page in a font without letters", "{n} pages in a font without letters"
    ),
    later("page number"): laters("{n} page number", "{n} page numbers"),
    later("picture"): laters("{n} picture", "{n} pictures"),
    later("picture of a page"): laters("{n} picture of a page", "{n} pictures of pages"),
    later("running foot"): laters("{n} running foot", "{n} running feet"),
    later("running head"): laters("{n} running head", "{n} running heads"),
    later("side stamp"): laters("{n} side stamp", "{n} side stamps"),
    later("symbol"): laters("{n} symbol", "{n} symbols"),
    later("watermark"): laters("{n} watermark", "{n} watermarks"),
}

# How a part of a passage is marked: not, as the sentence that answers best, or one that does, too.
Mark: TypeAlias = Literal["", "sentence", "also"]

# Characters that change the direction of text, and can disguise it.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def perhaps_answered() -> str:
    """The note above passages of which the first may answer."""
    return tr("This may answer it:")


def refused() -> str:
    """The note above passages that do not seem to answer."""
    return tr("The article does not seem to say.")


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
        lines.append(tr("Searched: {question}", question=reply.searched))
    if reply.narrowed:
        lines.append(f"{reply.narrowed}.")
    if reply.reason:
        lines.append(reply.reason)
    if reply.note:
        lines.append(reply.note)
    elif not reply.answers:
        lines.append(tr("No passage matches."))
    elif reply.state == "perhaps":
        lines.append(perhaps_answered())
    elif reply.state == "not":
        closest = tr("Closest passages:")
        lines.append(closest if reply.unmet else f"{refused()} {closest}")
    return "\n".join(lines)


def why_lines(answer: Answer) -> list[str]:
    """The parts of the score in words, one per line."""
    why = answer.why
    matched = ", ".join(f"{word} {how_well:.2f}" for word, how_well in why.matched)
    return [
        tr(
            "{part}: cosine {cosine:.2f}, BM25 share {bm25:.2f}, word match {match:.2f}",
            part=part,
            cosine=s.cosine,
            bm25=s.bm25,
            match=s.match,
        )
        for part, s in ((tr("passage"), why.passage), (tr("sentence"), why.sentence))
    ] + [tr("matched words of the question: {words}", words=matched or tr("none"))]


def in_words(confidence: float) -> str:
    """A probability in words."""
    if confidence >= 0.9:
        return tr("very likely")
    if confidence >= ANSWERED:
        return tr("likely")
    return tr("perhaps") if confidence >= PERHAPS else tr("unlikely")


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
    """The place of the passage, or of the sentence: "report.pdf, 2015-09-20, page 3, characters
    661–829"."""
    dated = f", {answer.document.date}" if answer.document.date else ""
    page = f", {answer.page_name}" if answer.page_name else ""
    time = "" if answer.time is None else f", {clock(answer.time)}"
    scan = f" ({from_picture(answer)})" if answer.scanned is not None else ""
    start, end = (span.start, span.end) if span else (answer.start, answer.end)
    characters = tr("characters {start}–{end}", start=start, end=end)
    return f"{answer.document.name}{dated}{page}{scan}{time}, {characters}"


def from_picture(answer: Answer) -> str:
    """ "read from a picture, 87% sure" of what has no letters of its own, else nothing."""
    if answer.scanned is None:
        return ""
    return tr("read by OCR, {share:.0%} reliable", share=answer.scanned)


def counted(counts: Mapping[str, int]) -> str:
    """{"running head": 2, "page number": 1} -> "1 page number, 2 running heads"."""
    return ", ".join(
        trn(*_COUNTED[what], n=n) if what in _COUNTED else f"{n} {what}"  # of another version
        for what, n in sorted(counts.items())
    )


def clock(seconds: float) -> str:
    """A time of a recording as players show it: 3725.2 -> "1:02:05"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def likely(answer: Answer) -> str:
    """How likely the passage answers, in words and as a number: "very likely (0.93)"."""
    return f"{in_words(answer.confidence)} ({answer.confidence:.2f})"


def about(answer: Answer) -> str:
    """Speaker, place and confidence: "Kerry · report.txt, characters 1–9 · very likely (0.93)"."""
    score = tr("score {score:.2f}", score=answer.score)
    found = f"{place(answer)} · {score} · {likely(answer)}"
    return f"{answer.speaker} · {found}" if answer.speaker else found


def citation(answer: Answer) -> str:
    """The answering sentence with its source: “He left.” (Report, report.pdf, page 3, ...)."""
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
    return blockquote(answer, inside)


def blockquote(answer: Answer, inside: str) -> str:
    """The HTML of a passage as a quotation in the language of its document."""
    language = answer.document.language
    spoken = f' lang="{escape(language)}"' if language else ""
    return f'<blockquote class="passage"{spoken}>{inside}</blockquote>'


def _with_cell(answer: Answer) -> str:
    """The sentence as HTML, the cell that answers in <b>."""
    text, at = answer.sentence.text, answer.sentence.start
    start, end = (place - at for place in answer.cell or (at, at))
    cell = f"<b>{in_page(text[start:end])}</b>" if answer.cell else ""
    return f"{in_page(text[:start])}{cell}{in_page(text[end:])}"


def in_page(text: str) -> str:
    """Text as HTML for the page, which fills the elements that replace NUL characters."""
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
