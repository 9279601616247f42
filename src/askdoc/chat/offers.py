"""Suggested questions, each generated from a sentence that should answer it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from askdoc.chat.proper_names import NO_NAMES, ROLES, names, with_article
from askdoc.types import Answer, Reply

# A function that answers a question with several passages.
Ask = Callable[[str], Reply]

# The number of characters of a document that questions are generated from.
_READ = 30_000

# Words for people that also apply to things or countries: neither "who" nor "what" fits.
_EITHER = re.compile(r"(?:\w+ ){0,4}(?:member|star|native|son|daughter|friend|ally|rival|fan)\b")
# Words that apply only to people.
_PEOPLE = re.compile(
    r"(?:[\w-]+ ){0,3}?(?!(?:river|tower|newspaper|computer|chamber|cluster|number|letter|order|"
    r"chapter|border|corridor|sector|factor|motor|server|layer|centre|center|harbor)\b)"
    r"\w{2,}(?:er|or|ist|ian|man|woman)(?=[.,;]| (?:of|and|or|who|from|in|for|at|with|by|on)\b)"
)
# Nouns that say too little to ask about.
_VAGUE = frozenset(
    "first second third latter former other others world state people thing things question "
    "answer point number amount majority rest moment whole future past present world "
    "north south east west author authors reader readers".split()
)
_SAYING = (
    r"(?:said|says|told|tells|added|adds|insisted|argued|warned|claimed|explained|stressed|"
    r"reaffirmed|believes|thinks)"
)
# An article and a noun, rather than an adjective before another noun.
_NOUN = re.compile(
    r"\b[Tt]he ([a-z]{5,})(?=[.,;!?]| (?:of|in|for|on|to|is|was|are|were|will|would|has|had|and|"
    r"that|by|with|at|from|but|or|as|can|could|should)\b)"
)
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]?")
_SAID_THAT = re.compile(rf"\b{_SAYING}\b(?: [^,.:\"“]{{0,40}}? that)?[:,]? (.+)")
_SAID_BEFORE = re.compile(rf"^(.+?),? (?:[\w.’'-]+ ){{1,4}}{_SAYING}\b")

# The subject at the start of a sentence and its predicate; and the question that asks for it.
_BEGIN = r"(?:(?<=[.!?] )|(?<=\n)|^)"
_SUBJECT = rf"{_BEGIN}((?:The )?[A-Z][\w’-]+(?: (?:of |the )?[A-Z][\w’-]+){{0,4}})"
_WHEN = r"([^.,;:\d()\"“]{0,60}?) (?:in|on) (?:[A-Z]?\w+ ){0,2}(?:\d{1,2},? )?(?:1\d|20)\d\d\b"
_PAST = {
    "arrived": "arrive", "became": "become", "began": "begin", "bought": "buy", "came": "come",
    "died": "die", "ended": "end", "founded": "found", "gained": "gain", "introduced": "introduce",
    "joined": "join", "launched": "launch", "left": "leave", "lost": "lose", "married": "marry",
    "moved": "move", "opened": "open", "published": "publish", "received": "receive",
    "resigned": "resign", "retired": "retire", "returned": "return", "signed": "sign",
    "started": "start", "took": "take", "won": "win", "wrote": "write",
}  # fmt: skip
_MADE = (
    "founded built designed invented discovered directed created established painted composed "
    "commissioned introduced"
).replace(" ", "|")
_IS = re.compile(_SUBJECT + r" (is|are|was|were) (?:an?|one of the) (?=\w)")
_WAS_WHEN = re.compile(
    _SUBJECT + r" (was|were) (?:\w+ly )?(\w+(?:ed|wn|ilt|en|orn|old|ung|aid|et))\b" + _WHEN
)
_DID_WHEN = re.compile(_SUBJECT + rf" ({'|'.join(_PAST)})\b{_WHEN}")
_BY = re.compile(_SUBJECT + rf" was ({_MADE}) by (?=[A-Z])")
_WHERE = re.compile(_SUBJECT + r" (is|are|was) (?:located|situated) (?:in|on|at|near|between) ")
_IN_YEAR = re.compile(r"(?:(?<=[.!?] )|(?<=\n)|^)In ((?:1\d|20)\d\d), (?=[a-zA-Z])")


@dataclass(frozen=True, slots=True)
class Offer:
    """A question, and a test whether an answer is the one that it was generated from."""

    question: str
    fits: Callable[[Answer], bool]


def offers(text: str, ask: Ask) -> Iterator[Offer]:
    """Questions about a text: what people say, what they are and did, and when."""
    prose = _prose(text[:_READ])
    each = [list(_statements(prose, ask)), list(_facts(prose)), list(_years(prose))]
    for in_turn in zip_longest(*each):
        yield from filter(None, in_turn)
    yield from _subjects(prose)


def about(speaker: str, near: str, known: str) -> Iterator[Offer]:
    """Follow-ups to "What did X say about Y?": other topics that the speaker mentions nearby."""
    for sentence in _sentences(near):
        content = _content(sentence)
        for name in names(_prose(near)):
            if name in content and name not in known and name not in speaker:
                asked = with_article(name, near)
                yield Offer(f"And about {asked}?", _says(speaker, name))


def _statements(prose: str, ask: Ask) -> Iterator[Offer]:
    """What people in the text say about a topic."""
    found = names(prose)
    for speaker, sentence in _sayings(found, ask):
        if topic := _topic(_content(sentence), speaker, found, prose):
            asked = with_article(topic, prose) if topic[0].isupper() else f"the {topic}"
            who = with_article(speaker, prose)
            yield Offer(f"What did {who} say about {asked}?", _says(speaker, topic))


def _topic(content: str, speaker: str, found: list[str], prose: str) -> str:
    """The topic: a name, or a noun that the text repeats; "" if neither."""
    for name in found:
        mentioned = re.search(rf"\b{re.escape(name)}\b", content)
        if mentioned and name not in speaker and speaker not in name:
            return name
    nouns = [noun for noun in _NOUN.findall(content) if noun not in ROLES | _VAGUE]
    return next((noun for noun in nouns if len(re.findall(rf"\b{noun}", prose)) > 2), "")


def _sayings(found: list[str], ask: Ask) -> Iterator[tuple[str, str]]:
    """(speaker, sentence) of what people say, alternating between speakers."""
    each: dict[str, list[str]] = {}
    for name in found[:8]:
        for answer in ask(f"What did {name} say?"):
            speaker = answer.speaker
            if speaker and speaker in name and speaker.split()[-1].casefold() not in ROLES:
                each.setdefault(speaker, []).append(answer.sentence.text)
    for in_turn in zip_longest(*each.values()):
        for speaker, sentence in zip(each, in_turn, strict=True):
            if sentence:
                yield speaker, sentence


def _says(speaker: str, topic: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.speaker == speaker and topic in _content(answer.sentence.text)


def _content(sentence: str) -> str:
    """The words that a sentence reports, without the speaker: quoted, or after "said that"."""
    if quoted := " ".join(_QUOTED.findall(sentence)):
        return quoted
    for pattern in _SAID_BEFORE, _SAID_THAT:
        if match := pattern.search(sentence):
            return match[1]
    return ""


def _facts(prose: str) -> Iterator[Offer]:
    """The facts that sentences state about their subjects, alternating between patterns."""
    asked = [
        [(f"When {m[2]} {_low(m[1], prose)} {m[3]}{m[4]}?", m[0]) for m in _each(_WAS_WHEN, prose)],
        [(f"When did {_low(m[1], prose)} {_PAST[m[2]]}{m[3]}?", m[0])
         for m in _each(_DID_WHEN, prose)],
        [(f"Who {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_BY, prose)],
        [(f"Where {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_WHERE, prose)],
        [(f"{who} {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_IS, prose)
         if (who := _who(m, prose))],
    ]  # fmt: skip
    for in_turn in zip_longest(*asked):
        for question, sentence in filter(None, in_turn):
            yield Offer(question, _contains(sentence.strip()))


def _each(pattern: re.Pattern[str], prose: str) -> Iterator[re.Match[str]]:
    known = set(names(prose))
    for match in list(pattern.finditer(prose))[:4]:
        bare = match[1].removeprefix("The ")
        two = " " in bare and bare.split()[0] not in NO_NAMES  # one word may be no name
        if bare in known or two:
            yield match


def _low(subject: str, prose: str) -> str:
    """A subject as it is written inside a question."""
    bare = subject.removeprefix("The ")
    return f"the {bare}" if subject != bare else with_article(bare, prose)


def _who(match: re.Match[str], prose: str) -> str:
    """A person is asked for with "who": whom the text calls Mr, or he or she right after; "" if it
    is not clear whether it is one: "What was Bowman?" is not asked."""
    if _EITHER.match(prose, match.end()):
        return ""
    name, after = match[1].split()[-1], prose[match.end() : match.end() + 200]
    titled = re.search(rf"\b(?:Mr|Mrs|Ms|Dr|Sir) (?:\w+ )?{re.escape(name)}\b", prose)
    if titled or re.search(r"\b(?:he|she|his|her|who)\b", after, re.I):
        return "Who"
    # things and places rarely have names without an article in such sentences
    is_thing = match[1].startswith("The ") or match[2] in ("is", "are")
    return "What" if is_thing and not _PEOPLE.match(prose, match.end()) else ""


def _years(prose: str) -> Iterator[Offer]:
    for match in list(_IN_YEAR.finditer(prose))[:3]:
        yield Offer(f"What happened in {match[1]}?", _contains(match[0].strip()))


def _subjects(prose: str) -> Iterator[Offer]:
    """What the text repeats: names, and nouns at the start of its sentences."""
    for name in names(prose)[:8]:
        if len(re.findall(rf"\b{re.escape(name)}\b", prose)) > 1:
            yield Offer(f"What is said about {with_article(name, prose)}?", _contains(name))
    nouns = Counter(_NOUN.findall(prose))
    for noun, count in nouns.most_common(6):
        if count > 2 and noun not in ROLES and noun not in _VAGUE:
            yield Offer(f"What is said about the {noun}?", _begins(f"The {noun} "))


def _begins(words: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.sentence.text.startswith(words)


def _contains(words: str) -> Callable[[Answer], bool]:
    return lambda answer: words in answer.sentence.text


def _prose(text: str) -> str:
    """The lines that are sentences rather than headings, by-lines, captions or table rows."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(
        line
        for line in lines
        if len(line) > 40
        and line.rstrip("\"'”’)")[-1:] in (".", "!", "?")
        and line[0] not in "|#>*-"
    )


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?][\"”]) |(?<=[.!?]) |\n", text)
