"""An answer as JSON, safe HTML or plain text; strings in, strings out."""

from __future__ import annotations

import json
import re
import unicodedata

from askdoc.types import Answer, Reply

# Characters that turn text around on a screen: harmless to read, but able to disguise.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def as_json(reply: Reply) -> str:
    """The reply as one JSON object, the same wherever askdoc gives JSON."""
    return json.dumps(
        {"question": reply.question, "answers": [_as_dict(answer) for answer in reply]},
        ensure_ascii=False,
    )


def _as_dict(answer: Answer) -> dict[str, object]:
    sentence = answer.sentence
    return {
        "document": {"name": answer.document.name, "title": answer.document.title},
        "page": answer.page,
        "text": answer.text,
        "start": answer.start,
        "end": answer.end,
        "sentence": {"text": sentence.text, "start": sentence.start, "end": sentence.end},
        "score": round(answer.score, 6),
    }


def parts(answer: Answer) -> tuple[str, str, str]:
    """The passage in three: before the answering sentence, the sentence, after it."""
    start, end = answer.sentence.start - answer.start, answer.sentence.end - answer.start
    return answer.text[:start], answer.text[start:end], answer.text[end:]


def place(answer: Answer) -> str:
    """Where the passage stands: "report.pdf, page 3, characters 661–829"."""
    page = f", page {answer.page}" if answer.page else ""
    return f"{answer.document.name}{page}, characters {answer.start}–{answer.end}"


def as_html(answer: Answer) -> str:
    """The passage as a quotation, its sentence in <mark>; safe in HTML and in Markdown."""
    before, sentence, after = map(escape, parts(answer))
    return (
        f'<blockquote class="passage">{before}<mark>{sentence}</mark>{after}</blockquote>'
        f'<p class="place">{escape(place(answer))} · score {answer.score:.2f}</p>'
    )


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
