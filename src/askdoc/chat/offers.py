"""Questions that a document may answer, each made from a sentence that should answer it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from askdoc.types import Answer, Reply

# Answers a question; several passages of each.
Ask = Callable[[str], Reply]

# So much of a document is looked through.
_READ = 30_000

_NAME = re.compile(r"(?<![\w.’'-])(?:[A-Z][\w’-]+)(?: (?:of (?=[A-Z]))?[A-Z][\w’-]+){0,3}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’)]?\s+|\n|[\"“]\s*)$")
_NO_NAMES = frozenset(
    "The A An In On At It He She They We You I This That These Those But And Or If As When While "
    "After Before For From By With To Of His Her Its Their Our My Your There Here What Who How Why "
    "Where Mr Mrs Ms Dr Sir Lord Lady Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Then "
    "That Has However Although Since During Despite Under Over Both Each Some Many Most All No "
    "Not".split()
)
# Words for a people, a faith or where something is from: they stand for a noun that follows.
_WHENCE = re.compile(
    r".*(?:[^aeiou]ian|ean|ish|ese|ican|ssian|can|dic|mic|oslem|uslim|tholic|wish|testant|[ck]ish|"
    r"based|born|backed|led|style|era)|French|German|Dutch|Greek|Swiss|Thai|Arab|Arabic|Czech|Iraqi|"
    r"Welsh|Israeli|Pakistani|Roman|Western|Eastern|Northern|Southern|Latin|English",
)
# Nouns of people and bodies: alone, or at the end of a name, they are no names.
_ROLES = frozenset(
    "mp mep president minister secretary professor doctor chairman chairwoman chancellor director "
    "mayor judge king queen prince princess senator governor general captain officer spokesman "
    "spokeswoman leader chief manager party department commission committee council contractor "
    "client consultant supplier customer buyer seller landlord tenant agreement annex clause "
    "chapter section figure table report article university college museum government parliament "
    "house court office ministry church army police board bank group company union agency "
    "authority association federation institute service games award awards".split()
)
# Names that end so have an article.
_WITH_THE = frozenset("states kingdom netherlands nations philippines emirates".split())
# Nouns that say too little to ask about.
_VAGUE = frozenset(
    "first second third latter former other others world state people thing things question "
    "answer point number amount majority rest moment whole future past present world".split()
)
_SAYING = (
    r"(?:said|says|told|tells|added|adds|insisted|argued|warned|claimed|explained|stressed|"
    r"reaffirmed|believes|thinks)"
)
# A noun with its article, which ends there: no adjective that another noun follows.
_NOUN = re.compile(
    r"\b[Tt]he ([a-z]{5,})(?=[.,;!?]| (?:of|in|for|on|to|is|was|are|were|will|would|has|had|and|"
    r"that|by|with|at|from|but|or|as|can|could|should)\b)"
)
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]?")
_SAID_THAT = re.compile(rf"\b{_SAYING}\b(?: [^,.:\"“]{{0,40}}? that)?[:,]? (.+)")
_SAID_BEFORE = re.compile(rf"^(.+?),? (?:[\w.’'-]+ ){{1,4}}{_SAYING}\b")

# A subject that begins its sentence, and what is told of it; how one asks for that.
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
    """A question, and whether an answer is the one that it was made for."""

    question: str
    fits: Callable[[Answer], bool]


def offers(text: str, ask: Ask) -> Iterator[Offer]:
    """Questions about a text: what who said of what, what is told of whom, what happened when."""
    prose = _prose(text[:_READ])
    each = [list(_said(prose, ask)), list(_told(prose)), list(_years(prose))]
    for in_turn in zip_longest(*each):
        yield from filter(None, in_turn)
    yield from _subjects(prose)


def about(speaker: str, near: str, known: str) -> Iterator[Offer]:
    """How a question for a speaker's words goes on: with what else they name nearby."""
    for sentence in _sentences(near):
        content = _content(sentence)
        for name in names(_prose(near)):
            if name in content and name not in known and name not in speaker:
                asked = _the(name, near)
                yield Offer(f"And about {asked}?", _says(speaker, name))


def _said(prose: str, ask: Ask) -> Iterator[Offer]:
    found = names(prose)
    for speaker, sentence in _sayings(found, ask):
        topic = _topic(_content(sentence), speaker, found, prose)
        if topic:
            asked = _the(topic, prose) if topic[0].isupper() else f"the {topic}"
            yield Offer(f"What did {speaker} say about {asked}?", _says(speaker, topic))


def _topic(content: str, speaker: str, found: list[str], prose: str) -> str:
    """What is spoken of: a name, or a noun that the text comes back to; "" if neither."""
    for name in found:
        stands = re.search(rf"\b{re.escape(name)}\b", content)
        if stands and name not in speaker and speaker not in name:
            return name
    nouns = [noun for noun in _NOUN.findall(content) if noun not in _ROLES | _VAGUE]
    return next((noun for noun in nouns if len(re.findall(rf"\b{noun}", prose)) > 2), "")


def _sayings(found: list[str], ask: Ask) -> Iterator[tuple[str, str]]:
    """What people say: (speaker, sentence), the speakers in turns."""
    each: dict[str, list[str]] = {}
    for name in found[:8]:
        for answer in ask(f"What did {name} say?"):
            speaker = answer.speaker
            if speaker and speaker in name and speaker.split()[-1].casefold() not in _ROLES:
                each.setdefault(speaker, []).append(answer.sentence.text)
    for in_turn in zip_longest(*each.values()):
        for speaker, sentence in zip(each, in_turn, strict=True):
            if sentence:
                yield speaker, sentence


def _says(speaker: str, topic: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.speaker == speaker and topic in _content(answer.sentence.text)


def _content(sentence: str) -> str:
    """What is said in a sentence, without who says it: what is quoted, or follows "said that"."""
    quoted = " ".join(_QUOTED.findall(sentence))
    if quoted:
        return quoted
    for pattern in _SAID_BEFORE, _SAID_THAT:
        if match := pattern.search(sentence):
            return match[1]
    return ""


def _told(prose: str) -> Iterator[Offer]:
    """What a sentence tells of its subject, each pattern in turn."""
    asked = [
        [(f"When {m[2]} {_low(m[1], prose)} {m[3]}{m[4]}?", m[0]) for m in _each(_WAS_WHEN, prose)],
        [(f"When did {_low(m[1], prose)} {_PAST[m[2]]}{m[3]}?", m[0])
         for m in _each(_DID_WHEN, prose)],
        [(f"Who {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_BY, prose)],
        [(f"Where {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_WHERE, prose)],
        [(f"{_who(m, prose)} {m[2]} {_low(m[1], prose)}?", m[0]) for m in _each(_IS, prose)],
    ]  # fmt: skip
    for in_turn in zip_longest(*asked):
        for question, told in filter(None, in_turn):
            yield Offer(question, _holds(told.strip()))


def _each(pattern: re.Pattern[str], prose: str) -> Iterator[re.Match[str]]:
    known = set(names(prose))
    for match in list(pattern.finditer(prose))[:4]:
        bare = match[1].removeprefix("The ")
        two = " " in bare and bare.split()[0] not in _NO_NAMES  # a word alone may only begin it
        if bare in known or two:
            yield match


def _low(subject: str, prose: str) -> str:
    """A subject as it stands within a question."""
    bare = subject.removeprefix("The ")
    return f"the {bare}" if subject != bare else _the(bare, prose)


def _who(match: re.Match[str], prose: str) -> str:
    """A person is asked for with "who": whom the text calls Mr, or he or she right after."""
    name, after = match[1].split()[-1], prose[match.end() : match.end() + 200]
    titled = re.search(rf"\b(?:Mr|Mrs|Ms|Dr|Sir) (?:\w+ )?{re.escape(name)}\b", prose)
    return "Who" if titled or re.search(r"\b(?:he|she|his|her|who)\b", after, re.I) else "What"


def _years(prose: str) -> Iterator[Offer]:
    for match in list(_IN_YEAR.finditer(prose))[:3]:
        yield Offer(f"What happened in {match[1]}?", _holds(match[0].strip()))


def _subjects(prose: str) -> Iterator[Offer]:
    """What the text comes back to: names, and nouns that its sentences begin with."""
    for name in names(prose)[:8]:
        if len(re.findall(rf"\b{re.escape(name)}\b", prose)) > 1:
            yield Offer(f"What is said about {_the(name, prose)}?", _holds(name))
    nouns = Counter(_NOUN.findall(prose))
    for noun, count in nouns.most_common(6):
        if count > 2 and noun not in _ROLES and noun not in _VAGUE:
            yield Offer(f"What is said about the {noun}?", _begins(f"The {noun} "))


def _begins(words: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.sentence.text.startswith(words)


def _holds(words: str) -> Callable[[Answer], bool]:
    return lambda answer: words in answer.sentence.text


def _prose(text: str) -> str:
    """The lines that are sentences: no heading, by-line, caption or row of a table."""
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


def _the(name: str, text: str) -> str:
    """The name as the text says it: with "the" where it mostly does."""
    with_the = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b(?! [A-Z])", text))
    last = name.split()[-1].casefold()
    if last in _WITH_THE or (with_the and last in _ROLES):
        return f"the {name}"
    return f"the {name}" if 2 * with_the > text.count(name) else name


def names(text: str) -> list[str]:
    """The proper names in a text, the most frequent first.

    Neither words that only begin sentences nor common nouns, roles and peoples are among them.
    """
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
        if name in sure and _proper(name, count, text):
            first.setdefault(name[:5], name)
    return list(first.values())


def _proper(name: str, count: Counter[str], text: str) -> bool:
    words = name.split()
    last = words[-1]
    if (len(name) > 6 and name.isupper()) or any(word in _NO_NAMES for word in words):
        return False
    if _WHENCE.fullmatch(last) or (len(words) == 1 and last.casefold() in _ROLES):
        return False
    if len(words) == 1:
        longer = sum(n for other, n in count.items() if name in other.split() and other != name)
        common = re.search(rf"\b{re.escape(name.lower())}\b", text)
        return not common and (longer < count[name] or count[name] > 3)
    named = last.casefold() not in _ROLES or re.search(rf"\b[Tt]he {re.escape(name)}\b", text)
    return bool(words[0].casefold() not in _ROLES and named)
