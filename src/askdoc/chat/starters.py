"""Questions to begin with and to go on with, made from the documents themselves.

Each is asked before it is offered, and offered only if it is likely answered.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from askdoc import show
from askdoc.types import Document, Reply

Ask = Callable[[str], Reply]


# So much of a document is looked through for names: a headline and what follows.
_READ = 30_000
_MOST_TRIED = 14
_MOST_TRIED_ON = 8  # after every answer, while others ask

# Of so many documents at most, one question of each after the other.
_MOST_DOCUMENTS = 4

_NAME = re.compile(r"(?<![\w.’'-])(?:[A-Z][\w’-]+)(?: (?:of (?=[A-Z]))?[A-Z][\w’-]+){0,2}")
_YEAR = re.compile(r"\bin ((?:1[5-9]|20)\d\d)\b")
_DEFINED = re.compile(r"([A-Z][\w’-]+(?: [A-Z][\w’-]+)*) (is|are) (?:an?|the) ")
# Russian, Turkish, Chinese: a word that tells where from, rather than a subject.
_WHENCE = re.compile(
    r"\w+(?:[^aeiou]ian|ean|ish|ese|can)|French|German|Dutch|Greek|Swiss|Thai|Arab|Czech|Iraqi"
)
# What a question made here is about: its passage must name it.
_TOPIC = re.compile(r"^(?:.* about|What happened in|What is|What are) (?:the )?(.+)\?$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’)]?\s+|\n|[\"“]\s*)$")
_NO_NAMES = frozenset(
    "The A An In On At It He She They We You I This That These Those But And Or If As When While "
    "After Before For From By With To Of His Her Its Their There Here What Who How Why Where Mr "
    "Mrs Ms Dr Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March "
    "April May June July August September October November December".split()
)


def starters(documents: Sequence[Document], ask: Ask, most: int = 4) -> list[str]:
    """Questions to begin with, each likely answered, no two by the same sentence."""
    each = [_candidates(document, ask) for document in documents[:_MOST_DOCUMENTS]]
    in_turn = itertools.chain.from_iterable(itertools.zip_longest(*each))
    return _sure((question for question in in_turn if question), ask, most, set(), _MOST_TRIED)


def follow_ups(
    replies: Sequence[Reply], ask: Ask, offered: Sequence[str], most: int = 3
) -> list[str]:
    """Questions to go on with after the last reply, leading to sentences not yet shown.

    ask: answers a question as a follow-up; offered: starters of the document that answered
    """
    last = replies[-1]
    seen = {answer.sentence.text for reply in replies for answer in reply[:1]}
    asked = {reply.question for reply in replies}
    known = " ".join(reply.searched for reply in replies)
    about: list[str] = []
    if last.answers and last.state != "not" and last[0].speaker and " about " in last.searched:
        near = last[0].document.text[max(0, last[0].start - 2_000) : last[0].end + 2_000]
        names = [n for n in _names(near) if n not in known and n not in last[0].speaker]
        about = [f"And about {_the(name, near)}?" for name in names[:4]]
    tried = [*about, *(question for question in offered if question not in asked)]
    return _sure(iter(tried), ask, most, seen, _MOST_TRIED_ON)


def _sure(
    questions: Iterator[str], ask: Ask, most: int, seen: set[str], most_tried: int
) -> list[str]:
    found: list[str] = []
    for question in itertools.islice(questions, most_tried):
        reply = ask(question)
        best = reply[0] if reply.answered else None
        topic = _TOPIC.search(question)
        told = best and topic and topic[1] in best.text
        if best and told and best.sentence.text not in seen:
            seen.add(best.sentence.text)
            found.append(question)
        if len(found) == most:
            break
    return found


def _candidates(document: Document, ask: Ask) -> Iterator[str]:
    """Questions that a document may answer: what who said, what something is, when what was."""
    text = document.text[:_READ]
    names = _names(text)
    speakers: list[str] = []
    for name in names[:8]:
        reply = ask(f"What did {name} say?")
        if reply.state != "not" and reply[0].speaker and reply[0].speaker in name:
            speakers.append(reply[0].speaker)
    speakers = list(dict.fromkeys(speakers))
    topics = [
        name
        for name in names
        if not any(speaker in name or _title(name, speaker, text) for speaker in speakers)
        and not _WHENCE.fullmatch(name)
    ]
    for number, topic in enumerate(topics[:6] if speakers else []):
        yield f"What did {speakers[number % len(speakers)]} say about {_the(topic, text)}?"
    for match in _DEFINED.finditer(text):
        subject = match[1].removeprefix("The ")
        name = _the(subject, text)
        # a person never has an article: what has one, or is one word, is taken for a thing
        if subject in names and (name != subject or " " not in name):
            yield f"What {match[2]} {name}?"
            break
    for year in list(dict.fromkeys(_YEAR.findall(text)))[:3]:
        yield f"What happened in {year}?"
    for topic in topics[6 if speakers else 0 :][:4]:
        yield f"What is said about {_the(topic, text)}?"


def _title(name: str, speaker: str, text: str) -> bool:
    """Does it stand before a speaker's name, as "Secretary of State" does?"""
    return bool(re.search(rf"\b{re.escape(name)} (?:[\w.]+ )?{re.escape(speaker)}\b", text))


def _the(name: str, text: str) -> str:
    """The name as the text says it most: with or without "the"."""
    with_the = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b", text))
    return f"the {name}" if 2 * with_the > text.count(name) else name


def _names(text: str) -> list[str]:
    """The names in a text, the most frequent first; a word that only begins sentences is none."""
    count: Counter[str] = Counter()
    sure: set[str] = set()
    for match in _NAME.finditer(text):
        words = [w.removesuffix("’s").removesuffix("'s") for w in match[0].split()]
        while words and words[0] in _NO_NAMES:
            words.pop(0)
        name = " ".join(words)
        if len(name) < 3 or name in _NO_NAMES or not name.isprintable():
            continue
        count[name] += 1
        begins = _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()])
        if not begins or words[0] != match[0].split()[0]:
            sure.add(name)
    # of Russia and Russian, Syria and Syrian the more frequent one is enough
    first: dict[str, str] = {}
    for name, _ in count.most_common():
        if name in sure:
            first.setdefault(name[:5], name)
    return list(first.values())


def as_html(questions: Sequence[str], began: bool) -> str:
    """The questions as buttons."""
    if not questions:
        return ""
    buttons = "".join(
        f'<button data-do="ask" data-question="{show.escape(question)}">'
        f"<bdi>{show.in_page(question)}</bdi></button>"
        for question in questions
    )
    head = "Go on with" if began else "Begin with"
    return f'<div class="chips" role="group" aria-label="{head}">{buttons}</div>'
