"""Answer questions about the document itself: author, date, subject, who is quoted.

Such a question is recognized by its form, and answered by the sentences that state it, or by
counting. In doubt it is searched like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from askdoc.dates import dates
from askdoc.messages import later, tr, trn
from askdoc.types import Document, Passage, Sentence

_IT = (
    r"(?:it|this|that|(?:the|this) (?:article|text|document|story|report|piece|paper|page|post|"
    r"book))"
)
_QUESTIONS = {
    "hello": r"(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there)?",
    "thanks": r"(?:ok(?:ay)?,? )?(?:thanks?(?: you)?(?: (?:very much|so much|a lot))?|cheers)",
    "help": r"help(?: me)?|what can (?:you do|i ask(?: you)?)|how does this work",
    "date": rf"when (?:was|is) {_IT} (?:published|written|posted|released|from|dated)|"
    rf"(?:what is|what's) the date of {_IT}|when did {_IT} (?:appear|come out)|how old is {_IT}",
    "publisher": rf"who (?:published|publishes|issued) {_IT}|(?:what|which) (?:newspaper|"
    rf"(?:news )?agency|publisher|site|website|paper|journal) (?:is|was) {_IT} (?:from|in)|"
    rf"(?:who is|who's|what is) the (?:publisher|agency)(?: of {_IT})?|"
    rf"(?:what|which) (?:agency|publisher|newspaper) (?:published|issued|wrote) {_IT}",
    "author": rf"who (?:wrote|authored|reported) {_IT}|"
    rf"(?:who is|who's|what is) the (?:author|writer|reporter)(?: of {_IT})?|"
    rf"who is {_IT} (?:by|from)",
    "place": rf"where (?:is|was) {_IT} (?:from|written|datelined|filed)|"
    rf"(?:what is|what's) the dateline(?: of {_IT})?",
    "headline": rf"(?:what is|what's) the (?:headline|title|name)(?: of {_IT})?|"
    rf"what is {_IT} (?:called|titled)",
    "subject": rf"what(?: is|'s) {_IT}(?: all)? about|what does {_IT} (?:say|cover|deal with)|"
    rf"(?:summarise|summarize|sum up) {_IT}|(?:give me )?a summary(?: of {_IT})?|"
    rf"what is the (?:subject|topic|gist)(?: of {_IT})?",
    "speakers": rf"who (?:is|are) (?:quoted|cited)(?: in {_IT})?|who (?:speaks|says something)"
    rf"(?: in {_IT})?|whose words (?:are|does) .{{0,20}}{_IT}.{{0,10}}",
    "length": rf"how (?:long|many words) (?:is|are in|has|does) {_IT}(?: have)?|"
    rf"how many (?:words|pages|paragraphs) (?:does|has) {_IT}(?: have)?",
}
_KINDS = {
    kind: re.compile(rf"(?:{form})[\s?.!]*", re.IGNORECASE) for kind, form in _QUESTIONS.items()
}
_BYLINE = re.compile(
    r"^[ \t]*(?:by|author:|written by|reported by|reporting by|story by|text by|text:)[ \t]+"
    r"(?P<name>[A-Z][\w.’'-]+(?:[ ,]+(?:and )?[A-Z][\w.’'-]+){1,7})",
    re.IGNORECASE | re.MULTILINE,
)
_DATELINE = re.compile(
    r"^[ \t]*(?P<place>[A-Z][\w.’'-]+(?:[ ,]+[A-Z][\w.’'-]+){0,3})"
    r"(?:,?[ ](?:[A-Z][a-z]+\.?[ ]\d{1,2}|\d{1,2}[ ][A-Z][a-z]+)(?:,?[ ]\d{4})?)?"
    r"[ ]*(?:\([A-Z][\w ]{1,30}\)[ ]*)?[—–:-]+[ ]",
    re.MULTILINE,
)
_PUBLISHED = re.compile(r"\b(?:published|updated|posted|date|dated|released)\b", re.IGNORECASE)
# The fields at the start of a Markdown file.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
# Bylines and datelines are near the beginning or at the end.
_HEAD, _TAIL = 1_000, 400
_WORDS_A_MINUTE = 230

OFFER = later("Ask, for example, “What is it about?” or “Who is quoted?”")
_SPOKEN = {
    "hello": later("Hello! I look for the passages that answer a question."),
    "thanks": later("You are welcome."),
    "help": later(
        "I look for the passages that answer a question, word for word, with their place."
    ),
}


def kind_of(question: str) -> str | None:
    """The kind of a question about the document; None for other questions."""
    return next((kind for kind, form in _KINDS.items() if form.fullmatch(question.strip())), None)


def spoken(kind: str) -> str | None:
    """The reply to a greeting, thanks or a call for help; None for a question."""
    said = _SPOKEN.get(kind)
    return f"{tr(said)} {tr(OFFER)}" if said else None


def counted(kind: str, document: Document, passages: Sequence[Passage]) -> str | None:
    """Facts from counting, such as the length and the sentences of each speaker, and from the
    file's metadata."""
    if (fact := getattr(document.facts, kind, None)) is not None:
        return tr("The file's metadata says: {fact}.", fact=fact)
    if kind == "length":
        words = len(document.text.split())
        minutes = max(1, round(words / _WORDS_A_MINUTE))
        parts = [trn("{n:,} word", "{n:,} words", words)]
        if document.pages:
            parts.append(trn("{n} page", "{n} pages", len(document.pages)))
        parts.append(trn("about {n} minute to read", "about {n} minutes to read", minutes))
        return f"{document.title}: {', '.join(parts)}."
    if kind == "speakers":
        said = Counter(name for name, _ in _speaking(passages))
        if not said:
            return tr("I find nobody who is quoted.")
        names = ", ".join(f"{name} ({n})" for name, n in said.most_common())
        return tr("Quoted, with the number of their sentences: {names}.", names=names)
    return None


def places(kind: str, document: Document, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """The sentences that state it, best first; empty if unknown."""
    text = document.text
    ends = range(len(text) - _TAIL, len(text) + 1) if len(text) > _HEAD + _TAIL else range(0)
    front = _FRONT_MATTER.match(text)
    body = [p for p in passages if not p.heading and p.start >= (front.end() if front else 0)]
    told = [[s for s in passage.sentences if not s.heading] for passage in body]
    prose = [some for some in told if len(" ".join(s.text for s in some).split()) > 8]
    if kind == "speakers":
        first: dict[str, Sentence] = {}
        for name, sentence in _speaking(passages):
            first.setdefault(name, sentence)
        return [(sentence.start, sentence.end) for sentence in first.values()]
    if kind == "subject":
        return [(some[0].start, some[0].end) for some in prose[:1]]
    if kind == "headline":
        at = text.find(document.title) if document.title else -1
        return [(at, at + len(document.title))] if 0 <= at < _HEAD else []
    if kind == "date":
        found = [(s, e) for _, s, e in dates(text) if s < _HEAD or s in ends]
        return sorted(set(found), key=lambda at: (not _PUBLISHED.search(_line(text, at[0])), at))
    pattern = {
        "author": (_BYLINE, "name"),
        "publisher": (_BYLINE, "name"),
        "place": (_DATELINE, "place"),
    }.get(kind)
    if pattern is None:
        return []
    matches = pattern[0].finditer(text)
    return [m.span(pattern[1]) for m in matches if m.start() < _HEAD or m.start() in ends]


def _speaking(passages: Sequence[Passage]) -> list[tuple[str, Sentence]]:
    """Each sentence with a speaker, and the full name of the speaker without a role."""
    return [
        (sentence.speaker.full_name.partition(", ")[0], sentence)
        for passage in passages
        for sentence in passage.sentences
        if sentence.speaker and sentence.speaker.speaking
    ]


def _line(text: str, at: int) -> str:
    """The line that contains an offset, up to there."""
    return text[text.rfind("\n", 0, at) + 1 : at]
