"""Find speakers in languages other than English, by the reporting clause.

„Wir bauen“, sagte Klaus Brandt. Er fügte hinzu: „Im Mai.“ -> Brandt, Brandt

A reporting clause names a speaker, or refers to whoever was named or spoke last. A sentence inside
a quotation, or fully quoted directly after one, has the same speaker. Other sentences have none,
because a missing speaker is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache

from askdoc.languages import Language, Reporting, stop_words
from askdoc.types import Passage, Speaker

# The most sentences between a pronoun and its antecedent.
_MEMORY = 4
_OPEN, _CLOSE = "„“«‹»", "“”»›«"
_QUOTED = re.compile(
    r"„[^“”]*[“”]|“[^”]*”|«[^»]*»|»[^«]*«|\"[^\"]*\"|(?<!\w)‘(?=\w)[^‘’]*(?:’(?=\w)[^‘’]*)*’(?!\w)"
)
_DASH = re.compile(r"^\s*[—–]\s*(?P<said>.*?)(?:\s+[—–]\s*(?P<clause>.*))?$", re.DOTALL)
_UPPER = r"[A-ZÄÖÜÉÈÀÂÇÎÓÁÍÚÑÃÕÊÔÌÒÙ]"
_PARTICLES = r"(?:von|vom|zu|de|du|des|del|la|le|van(?:\s+den)?|der|di|da|do|dos)"
# At most six words, from the start of a word, so that the time is linear in the length of the text.
_NAME = rf"(?<![\w’'-]){_UPPER}[\w.’'-]*+(?:\s+(?:{_PARTICLES}\s+){{0,2}}{_UPPER}[\w’'-]*+){{0,5}}"
# « Sans pluie, dit-elle, rien ne pousse. »
_INSERTED = re.compile(r",\s+([^,]{3,60}?)(?=,)")
# — Et les livres ? demande Fabre.
_ASKED = re.compile(r"[?!…,]\s+(?=[a-zà-ÿ])")
# The placeholder for a quotation while its clause is parsed.
_GAP = " § "


@dataclass
class _Person:
    """name: the last word of the longest name; gender: "m", "f" or "" if unknown"""

    full_name: str
    gender: str = ""

    @property
    def name(self) -> str:
        return self.full_name.split()[-1]


def reported(passages: Sequence[Passage], language: Language) -> list[Speaker | None]:
    """The speaker of each sentence of the passages of a document; None if unsure."""
    if language.reporting is None:
        return [None for passage in passages for _ in passage.sentences]
    told = _Tracker(language, language.reporting)
    text = passages[0].document.text
    found: list[Speaker | None] = []
    before = 0
    for passage in passages:
        for sentence in passage.sentences:
            new = "\n\n" in text[before : sentence.start]
            found.append(told.speaker(sentence.text, new_paragraph=new))
            before = sentence.end
    return found


def reported_speaker(question: str, language: Language) -> str | None:
    """The speaker that a question asks about: "Was sagte Klaus Brandt dazu?" -> Klaus Brandt."""
    if language.reporting is None:
        return None
    match = _first(language, question.strip("¿"))
    return _without_roles(match["name"], language.reporting)[0] or None if match else None


@dataclass(frozen=True)
class _Patterns:
    named: tuple[re.Pattern[str], ...]
    pointing: re.Pattern[str]
    alone: re.Pattern[str] | None
    mentioned: re.Pattern[str]


@cache
def _patterns(reporting: Reporting) -> _Patterns:
    verbs = rf"(?i:{'|'.join(sorted(reporting.verbs, key=len, reverse=True))})"
    participles = rf"(?i:{'|'.join(sorted(reporting.participles))})"
    have = rf"(?i:{'|'.join(sorted(reporting.have))})"
    said = rf"(?:{have}\s+(?:\w+\s+)?{participles}|{verbs})"
    articles = rf"(?i:(?:{'|'.join(sorted(reporting.articles))})\b['’]?\s*)"
    titles = rf"(?:(?i:{'|'.join(sorted(reporting.titles))})\b\.?\s+)"
    roles = rf"(?:(?i:{reporting.roles})\b\s+(?:\w+\s+(?={_UPPER}))?)"
    word = r"(?!di\s)[a-zäöüéè-]+\s+"
    who = rf"(?P<before>{articles}?(?:{roles}|{titles}|{word}){{0,3}}?)(?P<name>{_NAME})"
    he = "|".join(sorted(reporting.he))
    return _Patterns(
        (
            re.compile(rf"\b(?i:{reporting.according})\s+{who}"),
            re.compile(rf"\b{said}\s+{who}"),
            re.compile(
                rf"(?:^|[§,:;–—]\s*|\b(?i:und|et|y|que|dass|wie|comme|como)\s+){who}"
                rf"(?:,[^,§]{{1,80}},)?\s+(?:{_PARTICLES}\s+)?{said}\b"
            ),
            re.compile(rf"{who}(?:,[^,§]{{1,80}},)?\s+{have}\b[^.§]{{0,120}}\b{participles}\b"),
            re.compile(rf"\b{have}\s+{who}\b[^.§]{{0,120}}\b{participles}\b"),
            re.compile(
                rf"(?P<before>(?<!einem )(?<!einer )\b)(?P<name>{_NAME})\s+{reporting.behind}\b"
            )
            if reporting.behind
            else re.compile("(?!)"),
        ),
        re.compile(
            rf"\b{have}-t-(?P<asked>{he})\s+(?:\w+\s+)?{participles}\b|\b{verbs}[\s-](?:t-)?(?P<after>{he})\b|"
            rf"(?:^|[§,:;]\s*|\b(?:und|et|y|que|dass)\s+)(?P<before>(?i:{he}))\s+(?:\w+\s+)?{said}\b|"
            rf"(?:^|[§,:;]\s*)(?P<long>(?i:{he}))\s+{have}\b[^.§]{{0,120}}\b{participles}\b"
        ),
        re.compile(rf"(?:^|§[\s,]*|\by\s+){said}(?=\s*(?:§|que\b|che\b|:|$|\.|,|a\b|en\b))")
        if reporting.alone
        else None,
        re.compile(
            rf"{titles}?(?:{roles})?{_UPPER}[\w’'-]+(?:\s+{_UPPER}[\w’'-]+){{1,5}}|{titles}{_UPPER}[\w’'-]+"
        ),
    )


def _first(
    language: Language, text: str, known: Container[str] | None = None
) -> re.Match[str] | None:
    """The first clause that names somebody.

    known: the surnames so far; None if any capitalized word may be one
    """
    reporting = language.reporting
    assert reporting is not None
    no_names = stop_words(language.code) | reporting.he.keys()
    found = [
        match
        for pattern in _patterns(reporting).named
        for match in pattern.finditer(text)
        if re.split(r"[\s’']", match["name"].lower())[0] not in no_names
        and (known is None or _is_person(reporting, match, known))
    ]
    return min(found, key=lambda match: match.start("name"), default=None)


def _is_person(reporting: Reporting, match: re.Match[str], known: Container[str]) -> bool:
    """Whether a word is a name in a language that capitalizes all nouns.

    It is if it is known, has a title or a role, or follows a quotation: “sagte Brandt, but not
    forderte Hilfe.
    """
    if not reporting.capitals:
        return True
    name, gender = _without_roles(match["name"], reporting)
    told = gender or name != match["name"].rstrip(".,’'") or _roles_in(match["before"], reporting)
    behind = re.search(r"[§,]\s*\S+\s+$", match.string[: match.start("before")])
    return bool(told or behind or (name and name.split()[-1].lower() in known))


def _roles_in(words: str, reporting: Reporting) -> bool:
    return any(
        word in reporting.titles or re.fullmatch(reporting.roles, word)
        for word in words.lower().replace(".", " ").split()
    )


def _without_roles(name: str, reporting: Reporting) -> tuple[str, str]:
    """A run of capitalized words -> (its name, the gender that its titles and roles imply)."""
    gender = ""
    words = name.rstrip(".,’'").split()
    while words:
        small = words[0].lower().rstrip(".")
        role = re.fullmatch(reporting.roles, small) is not None
        if not role and small not in reporting.titles:
            break
        gender = gender or reporting.titles.get(small, "") or _gender_of(small, reporting)
        words = words[1:]
    return " ".join(words).removesuffix("’s").removesuffix("'s"), gender


def _gender_of(role: str, reporting: Reporting) -> str:
    feminine = re.fullmatch(reporting.roles, role) and re.search(reporting.feminine, role)
    return "f" if feminine else ""


class _Tracker:
    """The state of the pass: known people, the last speaker, whether a quotation is open."""

    def __init__(self, language: Language, reporting: Reporting) -> None:
        self._language = language
        self._reporting = reporting
        self._patterns = _patterns(reporting)
        self._known: dict[str, _Person] = {}
        self._last: list[tuple[int, _Person]] = []
        self._now = 0
        self._speaking: _Person | None = None  # in the previous sentence
        self._open = False

    def speaker(self, text: str, new_paragraph: bool) -> Speaker | None:
        self._now += 1
        inside, self._open = self._open, _left_open(text, self._open)
        clause = _clause(text, inside)
        person = self._of_clause(clause)
        if person is None and not clause.strip(" §.,"):
            person = self._of_clause(" ".join(_INSERTED.findall(text)))
        quoted = inside or _GAP.strip() in clause or _DASH.match(text) is not None
        if person is None and quoted and not re.search(r"\w+\W+\w+", clause.replace("§", "")):
            person = self._speaking if inside or not new_paragraph else None
        self._note(clause)
        if person:
            self._last.append((self._now, person))
        self._speaking = person
        return Speaker(person.name, person.full_name, True) if person else None

    def _of_clause(self, clause: str) -> _Person | None:
        if clause.endswith("?"):
            return None
        if match := _first(self._language, clause, self._known):
            name, gender = _without_roles(match["name"], self._reporting)
            if name:
                return self._person(name, gender or self._gender_before(match["before"]))
        if match := self._patterns.pointing.search(clause):
            he = next(word for word in match.groups() if word)
            return self._recent(self._reporting.he.get(he.lower(), ""))
        if self._patterns.alone and self._patterns.alone.search(clause):
            return self._recent("")
        return None

    def _gender_before(self, words: str) -> str:
        """The gender that the titles and roles before a name imply."""
        for word in words.lower().replace(".", " ").split():
            if gender := self._reporting.titles.get(word) or _gender_of(word, self._reporting):
                return gender
        return ""

    def _person(self, name: str, gender: str) -> _Person:
        key = name.split()[-1].lower()
        person = self._known.setdefault(key, _Person(name))
        if len(name) > len(person.full_name):
            person.full_name = name
        person.gender = person.gender or gender
        return person

    def _recent(self, gender: str) -> _Person | None:
        for when, person in reversed(self._last):
            if self._now - when > _MEMORY:
                break
            if gender in ("", person.gender) or not person.gender:
                person.gender = person.gender or gender
                return person
        return None

    def _note(self, clause: str) -> None:
        """Note people who are named but do not speak; a pronoun may refer to them."""
        for match in self._patterns.mentioned.finditer(clause):
            if match[0].split()[0].lower() in stop_words(self._language.code):
                continue
            name, gender = _without_roles(match[0], self._reporting)
            several = len(name.split()) > 1 and not self._reporting.capitals
            if several or (name and match[0] != name):
                self._last.append((self._now, self._person(name, gender)))


def _clause(text: str, inside: bool) -> str:
    """The text outside of quotations, with a placeholder for each quotation."""
    if dialogue := _DASH.match(text):
        _, *clauses = _ASKED.split(dialogue["said"])
        return f"{_GAP}{dialogue['clause'] or (clauses[-1] if clauses else '')}"
    if inside:
        closed = re.search(rf"[{_CLOSE}]", text)
        text = f"{_GAP}{text[closed.end() :]}" if closed else _GAP
    text = _QUOTED.sub(_GAP, text)
    return re.sub(r"(?:[„“«\"]|»(?=\w)).*$", _GAP, text, flags=re.DOTALL).strip()


def _left_open(text: str, inside: bool) -> bool:
    """Whether a quotation is still open after a sentence."""
    for char in re.findall(r"[„“”«»]", text):
        inside = char in "„«" or (char == "“" and not inside)
    return inside
