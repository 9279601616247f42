"""Answer questions about the document itself: author, date, subject, who is quoted.

Such a question is recognized by its form, and answered by the sentences that state it, or by
counting. In doubt it is searched like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from askdoc.dates import dates
from askdoc.languages import language
from askdoc.languages.english_talk import DOCUMENT
from askdoc.messages import later, tr, trn
from askdoc.types import Document, Passage, Sentence

_NOUN = rf"(?:{DOCUMENT}|piece|book)"
# "this case" is the document, but "the case" may be one that it mentions.
_THIS = (
    r"(?:case|opinion|contract|agreement|policy|letter|e-?mail|mail|thread|interview|meeting|speech|"
    r"transcript|study|manual|guide|talk|podcast|episode|review|blog|file|chapter|lecture|memo)"
)
_IT = rf"(?:it|this|that|(?:the|this) (?:whole |entire )?{_NOUN}|this {_THIS})"
_IN = rf"(?: (?:here|in (?:here|{_IT})))?"
_SUMMARY = (
    r"(?:(?:very )?(?:short|brief|quick) )?(?:summary|overview|gist|recap|outline|tl;?dr|"
    r"(?:main|key) (?:points?|ideas?|facts|takeaways?|messages?)|takeaways?)"
)
_AS = r"(?: (?:in|as|with|using) .{1,40}|,? (?:briefly|shortly|quickly|please))*"
_QUESTIONS = {
    "date": rf"when (?:was|is) {_IT} (?:published|written|posted|released|from|dated|made)|"
    rf"(?:what is|what's) the (?:publication |publishing )?date(?: of {_IT})?|"
    rf"when did {_IT} (?:appear|come out)|how (?:old|recent|new|current) is {_IT}|"
    rf"is {_IT} (?:old|new|recent|current|up[ -]to[ -]date|outdated)|"
    rf"(?:what|which) (?:year|date|day|month) (?:is|was) {_IT} (?:from|written|published|posted)",
    "publisher": rf"who (?:published|publishes|issued) {_IT}|(?:what|which) (?:newspaper|"
    rf"(?:news )?agency|publisher|site|website|paper|journal) (?:is|was) {_IT} (?:from|in)|"
    rf"(?:who is|who's|what is) the (?:publisher|agency)(?: of {_IT})?|"
    rf"(?:what|which) (?:agency|publisher|newspaper) (?:published|issued|wrote) {_IT}",
    "author": rf"who (?:wrote|authored|reported) {_IT}|(?:the )?authors?|"
    rf"(?:who is|who's|who are|what is) the (?:author|writer|reporter|journalist)s?(?: of {_IT})?|"
    rf"who is {_IT} (?:by|from)|who(?: is|'s)? {_IT} (?:written )?by|by whom (?:is|was) {_IT}"
    r"(?: written)?",
    "place": rf"where (?:is|was) {_IT} (?:from|written|datelined|filed)|"
    rf"(?:what is|what's) the dateline(?: of {_IT})?",
    "headline": rf"(?:what is|what's) the (?:headline|title|name)(?: of {_IT})?|"
    rf"what is {_IT} (?:called|titled)",
    "subject": rf"(?:what|who)(?: is|'s) {_IT}(?: all)? about|what does {_IT} (?:say|cover|"
    rf"deal with)|what(?: is|'s) the (?:subject|topic|gist|(?:main|central) (?:idea|topic|theme|"
    rf"message))(?: of {_IT})?",
    "summary": rf"(?:summari[sz]e|sum up|recap|outline)(?: {_IT})?{_AS}|"
    rf"(?:(?:can|could) (?:you|i) )?(?:please )?(?:(?:give|write|make)(?: me)? |have |get )?"
    r"(?:an? |the )?"
    rf"{_SUMMARY}(?: (?:of|about) {_IT})?{_AS}|what(?: is|'s| are) the {_SUMMARY}(?: of {_IT})?",
    "speakers": rf"who (?:is|are|was|were) (?:being )?(?:quoted|cited|interviewed){_IN}|"
    rf"who (?:is|are) (?:speaking|talking|the (?:speakers?|sources?|interviewees?|participants)|"
    rf"the people (?:quoted|interviewed)){_IN}|who (?:speaks|talks|says something){_IN}|"
    rf"(?:whom?|what sources) does {_IT} (?:quote|cite|interview|use)|"
    rf"what (?:are|were) (?:the|its) sources(?: of {_IT})?|"
    rf"how many (?:people|persons|speakers) (?:are|were) (?:quoted|cited|interviewed){_IN}|"
    rf"whose words (?:are|does) .{{0,20}}{_IT}.{{0,10}}",
    "length": rf"how (?:long|many words) (?:is|are in|has|does) {_IT}(?: have)?|"
    rf"how many (?:words|pages|paragraphs) (?:does|has) {_IT}(?: have)?|is {_IT} (?:very )?long|"
    rf"how long does it take to read(?: {_IT})?|(?:what is |what's )?(?:the )?(?:word count|"
    r"reading time)",
    "language": rf"(?:in )?(?:what|which) language is {_IT}(?: written)?(?: in)?",
}
_KINDS = {
    kind: re.compile(rf"(?:{form})[\s?.!]*", re.IGNORECASE) for kind, form in _QUESTIONS.items()
}
# "and when?" after "Who wrote it?"
_BARE = {"when": "date", "who": "author", "by who": "author", "by whom": "author", "where": "place"}
_BARE_FORM = re.compile(rf"(?:and )?({'|'.join(_BARE)})[\s?.!]*", re.IGNORECASE)
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
# In front matter: "author: Ann Hill", "authors:\n  - name: Ann Hill", 'authors = ["Ann Hill"]'
_NAMED_FIRST = re.compile(
    r"^authors?[ \t]*[:=][ \t]*(?:\r?\n[ \t]*-[ \t]*(?:name[ \t]*:[ \t]*)?)?[\[\"'“]*"
    r"(?P<name>[^\W\d_][^\n\"'“”\[\]{}:]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_PUBLISHED = re.compile(r"\b(?:published|updated|posted|date|dated|released)\b", re.IGNORECASE)
# The fields at the start of a Markdown file.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
# Bylines and datelines are near the beginning or at the end, in characters.
_HEAD, _TAIL = 1_000, 400
_WORDS_A_MINUTE = 230
# A sentence of fewer words, as "Justice Hill delivered the opinion.", rarely says the subject.
_MEANING = 11
# A paragraph of fewer words is rarely prose.
_PROSE = 9

_UNKNOWN = {
    "author": later("I find no author in the text."),
    "date": later("I find no date of publication in the text."),
    "publisher": later("I find no publisher in the text."),
    "place": later("I find no dateline in the text."),
    "headline": later("I find no headline in the text."),
}


def kind_of(question: str, before: str = "") -> str | None:
    """The kind of a question about the document; None for other questions.

    question, before: normalized; before: the question before it, which "And when?" completes
    """
    question = question.strip()
    kind = next((kind for kind, form in _KINDS.items() if form.fullmatch(question)), None)
    if kind is None and (bare := _BARE_FORM.fullmatch(question)):
        known = kind_of(before) if before else None
        return _BARE[bare[1].lower()] if known in _UNKNOWN else None
    return kind


def unknown(kind: str | None) -> str | None:
    """Why a question about the document is not answered; None for other questions."""
    return tr(_UNKNOWN[kind]) if kind in _UNKNOWN else None


def counted(kind: str, document: Document, passages: Sequence[Passage]) -> str | None:
    """What the file's metadata or counting says, such as the length; None for other kinds.

    kind: as of `kind_of`; passages: all passages of the document
    """
    if (fact := getattr(document.facts, kind, None)) is not None:
        return tr("The file's metadata says: {fact}.", fact=fact)
    if kind == "summary":
        return tr("I do not summarize; the text begins like this:")
    if kind == "language" and document.language:
        return tr("The text is in {language}.", language=tr(language(document.language).name))
    if kind == "length":
        words = len(document.text.split())
        minutes = max(1, round(words / _WORDS_A_MINUTE))
        parts = [trn("{n:,} word", "{n:,} words", words)]
        if document.pages:
            parts.append(trn("{n} page", "{n} pages", len(document.pages)))
        parts.append(trn("about {n} minute to read", "about {n} minutes to read", minutes))
        return f"{document.title}: {', '.join(parts)}."
    if kind == "speakers":
        sentences = Counter(name for name, _ in _speaking(passages))
        if not sentences:
            return tr("I find nobody who is quoted.")
        names = ", ".join(f"{name} ({n})" for name, n in sentences.most_common())
        return tr("Quoted, with the number of their sentences: {names}.", names=names)
    return None


def places(kind: str, document: Document, passages: Sequence[Passage]) -> list[int]:
    """Offsets in the sentences that state it, best first; empty if unknown.

    kind: as of `kind_of`; passages: all passages of the document
    """
    text = document.text
    if kind == "speakers":
        by_name: dict[str, list[Sentence]] = {}
        for name, sentence in _speaking(passages):
            by_name.setdefault(name, []).append(sentence)
        most = sorted(by_name.values(), key=len, reverse=True)
        return [sentences[0].start for sentences in most]
    if kind in ("subject", "summary"):
        return _first_of_the_text(text, passages)
    if kind == "headline":
        at = text.find(document.title) if document.title else -1
        return [at] if 0 <= at < _HEAD else []
    if kind == "date":
        found = {start for _, start, _ in dates(text) if _at_an_end(text, start)}
        return sorted(found, key=lambda at: (not _PUBLISHED.search(_line(text, at)), at))
    if kind in ("author", "publisher"):
        matches = list(_BYLINE.finditer(text))
        if kind == "author" and not matches:
            matches = list(_NAMED_FIRST.finditer(text))
        return [m.start("name") for m in matches if _at_an_end(text, m.start())]
    if kind == "place":
        matches = list(_DATELINE.finditer(text))
        return [m.start("place") for m in matches if _at_an_end(text, m.start())]
    return []


def _first_of_the_text(text: str, passages: Sequence[Passage]) -> list[int]:
    """The first long sentence of its prose, or the first one, which tends to say the subject."""
    front = _FRONT_MATTER.match(text)
    begins = front.end() if front else 0
    paragraphs = [
        [sentence for sentence in passage.sentences if not sentence.heading]
        for passage in passages
        if not passage.heading and passage.start >= begins
    ]
    prose = [
        sentences
        for sentences in paragraphs
        if len(" ".join(sentence.text for sentence in sentences).split()) >= _PROSE
    ]
    long = (s.start for sentences in prose for s in sentences if len(s.text.split()) >= _MEANING)
    first = next(long, prose[0][0].start if prose else None)
    return [] if first is None else [first]


def _at_an_end(text: str, at: int) -> bool:
    """Whether an offset is where bylines and datelines are."""
    return at < _HEAD or (len(text) > _HEAD + _TAIL and at >= len(text) - _TAIL)


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
