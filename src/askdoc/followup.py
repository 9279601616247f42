"""Complete a follow-up question from the history.

    What did Kerry say about Assad?   then   And about Russia?
    -> What did Kerry say about Russia?
    then   What did he say about refugees?
    -> What did Kerry say about refugees?
    then   When?
    -> When? What did Kerry say about refugees?

Only a question that depends on the history is changed: it starts like a continuation, consists of a
question word, or has a pronoun without an antecedent in the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from askdoc.languages import Language, question_languages
from askdoc.speakers import asked_subject, is_person_noun
from askdoc.words import stems

_CONTINUES = re.compile(
    r"(?:(?:and|but|so|or)\b(?!-)[\s,]*)?"
    r"(?:(?:what|how)\s+about|about|and|but|or|also|then)\b(?!-)[\s,]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# How the rest of a continuation may start: with a topic that replaces the old one, ...
_ABOUT = re.compile(r"(?:about|of|with|regarding)\b\s*", re.IGNORECASE)
# ... or a place or time that is added to it, or a whole question.
_WHERE_WHEN = re.compile(
    r"(?:in|on|at|from|to|for|by|after|before|during|since|until|against)\b", re.IGNORECASE
)
_QUESTION_WORD = re.compile(
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|may|might|must|according)(?:['’]s)?\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:he|she|him|his|her)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
_CLAUSE_TO_COME = re.compile(r"\bit\b.*\b(?:that|to|when|if|for)\s+\w", re.IGNORECASE)
# "How long did it take?" asks about what the question before says, not about something it names.
_EVENT = re.compile(
    r"\b(?:does|did|will|would|can|has|had) it (?:take|taken|happen|happened|work|last|help)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*")
_NOUN = re.compile(r"\b(?:an?|the|this|that|these|those|every|which|whose)\s+\w", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|on|at|from|to|near)\s+(?:the\s+)?$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(r"\b(?:in|on|at|from|to|about|of|against|near)\s+(?:the\s+)?$", re.I)

# "Who won?", "Who has bought it?", "Who is the mayor?", but not "Who did Kerry meet?"
_WHO = re.compile(
    r"\s*(?i:who|whose\s+\w+)\s+(?!(?i:did|does|do|has|have|had|will|would|is|are|was|were)\s+[A-Z])"
)
_OWNER = re.compile(r"(?:his|her|its|their)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:if|because|although|unless|while)\b", re.IGNORECASE)

# A question with more words than this is complete.
_MOST_WORDS = 2

# Words that may refer to the history.
_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|it|its|they|them|their)\b", re.IGNORECASE)
_HELPS = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
# "How much did it pay?", "Which paper does he work for?", "Did anyone?", "Why was that?": the
# question contains no antecedent.
_POINTER = re.compile(
    rf"(?:(?:what|who|whom|when|where|why|how(?:\s\w+)?)\s+)?{_HELPS}\s+(?:he|she|it|they)\b|"
    rf"(?:what|which)\s\w+\s{_HELPS}\s(?:he|she)\b|"
    rf"{_HELPS}\s+(?:anyone|anybody|someone|everyone)\b|"
    r".*\b(?:that|this|those|these|there|then)\s*[?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
# Languages that a question may be in, if it is not one of names alone: Spanish or Portuguese.
_ALIKE = 2
# Each completion is searched.
MOST_TRIED = 8
# The characters of a document that show whether its names are places.
_EXAMINED = 100_000


def depends_on_history(question: str, history: Sequence[str]) -> bool:
    """Whether it depends on the question before: it is completed, or says "it" or "them" without a
    name."""
    if not any(earlier.strip() for earlier in history):
        return False
    if complete(question, history) != question or _CONTINUES.fullmatch(question.strip()):
        return True
    if question_languages(question)[0].code != "en":
        return False
    pointer = _POINTER.match(question.strip())
    return pointer is not None and not _names(pointer[0]) and not _CLAUSE_TO_COME.search(question)


def completions(
    question: str, history: Sequence[str], told: str, speaker: str | None, text: str = ""
) -> list[str]:
    """Ways to complete a question that depends on the history, the most usual one first.

    told: the sentence that answered the last question; speaker: who says it, if known
    text: the text of its document, which shows which names are places
    The antecedent of a pronoun, and what "What about Hammond?" replaces, are found by trying.
    """
    usual = complete(question, history)
    base = complete(history[-1], history[:-1])
    found = [usual]
    asked = _bare(question)
    topic = _topic(question)
    if _is_name(topic):
        found += [_replaced(base, name, topic) for name in _names(base)]
    found += _with_other_subject(topic, base)
    if _EVENT.search(asked):
        return [f"{_capital(asked)} {base}"]
    if pronoun := _PRONOUN.search(asked):
        person = _PERSON.fullmatch(pronoun[0]) is not None
        known, names = _texts(_names(base)), _texts(_names(told))
        if person and _asks_for_the_subject(base) and (acting := _acting(told, known)):
            # "she" is the answer to "Who runs Lahti?"; the question before, added to this one,
            # would find that again
            known, names = [], acting
            found.clear()
        stands_for = [*([speaker] if speaker else []), *known, *names]
        resolved = [
            _capital(_put(name, pronoun, asked))
            for name in dict.fromkeys(stands_for)
            if not person
            or name == speaker
            or not _is_no_person(name, pronoun[0], told, f"{base} {told} {text}")
        ]
        found = [*found, *resolved] or [usual]
    return list(dict.fromkeys(found))[:MOST_TRIED]


def _with_other_subject(topic: str, base: str) -> Iterator[str]:
    """What somebody else says about it: "And its chairman?" after "What did the mill say?" """
    place = asked_subject(base)
    if place is None or not topic or not (_is_name(topic) or is_person_noun(topic.split()[-1])):
        return
    subject = base[slice(*place)]
    owner = _OWNER.match(topic)
    if owner:
        topic = f"{subject}'s {topic[owner.end() :]}"
    yield base[: place[0]] + topic + base[place[1] :]


def _bare(question: str) -> str:
    """Remove "And" or "But" at the start."""
    return re.sub(r"^\s*(?:and|but|so|or)\b[\s,]*", "", question, flags=re.IGNORECASE)


def _topic(question: str) -> str:
    """ "What about Hammond?" -> "Hammond", "" for other questions."""
    match = _CONTINUES.fullmatch(question.strip())
    return match["rest"].strip(" ?.!") if match else ""


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:the\s+)?{_NAME.pattern}", text))


def _replaced(base: str, name: re.Match[str], topic: str) -> str:
    return base[: name.start()] + topic + base[name.end() :]


def _texts(names: Sequence[re.Match[str]]) -> list[str]:
    """The names, without a possessive or full stop at the end."""
    return [re.sub(r"['’]s$", "", name[0]).rstrip(".,'’") for name in names]


def complete(question: str, history: Sequence[str]) -> str:
    """The question to search: unchanged if it is complete, otherwise completed from the history.

    history: earlier questions, oldest first; each is completed in turn.
    """
    searched = base = ""
    for asked in [*(earlier for earlier in history if earlier.strip()), question]:
        searched, base = _complete(asked, base) if base else (asked, asked)
    return searched


def _complete(question: str, base: str) -> tuple[str, str]:
    """-> (the question to search, the question from which the next one is completed)"""
    languages = [one for one in question_languages(f"{base} {question}") if one.continues]
    if 0 < len(languages) <= _ALIKE:
        going_on = (one for one in languages if _going_on(one, question))
        return _completed_in(next(going_on, languages[0]), question, base)
    continues = _CONTINUES.fullmatch(question.strip())
    asked = continues["rest"].strip() if continues else question
    if continues and stems(asked) and not (_is_question(asked) or _CLAUSE.match(asked)):
        return _with_new_topic(asked, base)
    if not stems(asked):
        # "When?", "Why not?", "And him?": only the previous question has words to search
        return f"{_capital(question)} {base}", base
    if continues and _CLAUSE.match(asked):
        return f"{_capital(asked)} {base}", base
    if person := _dangling_person(asked):
        if name := _person_of(base):
            completed = _capital(_put(name, person, asked))
            return completed, completed
        return f"{_capital(asked)} {base}", base
    if _is_about_a_thing_before(asked):
        return f"{_capital(asked)} {base}", base
    return question, question


def _completed_in(language: Language, question: str, base: str) -> tuple[str, str]:
    """As `_complete`, in a language other than English: "Und über Russland?", "¿Y en Madrid?" """
    match = _going_on(language, question)
    asked = match["rest"].strip("¿ ") if match else question
    bare = asked.strip(" ?!.¿")
    if not stems(bare, language.code):  # "Wann?", "Et lui ?"
        return f"{_capital(question)} {base}", base
    if match and not _pattern(language.asks).match(asked):
        return _with_other(language, bare, base)
    pointing = {word.lower() for word in re.findall(r"[\w-]+", asked)} & language.pronouns
    names = _names(asked) if language.code != "de" else []  # in German, all nouns are capitalized
    if (match or pointing) and not names and len(stems(asked, language.code)) <= _MOST_WORDS:
        return f"{_capital(asked)} {base}", base
    return question, question


def _with_other(language: Language, topic: str, base: str) -> tuple[str, str]:
    """The previous question with its topic, place or time replaced, or else added.

    "über Russland" after "Was sagte Kerry über Assad?" -> "Was sagte Kerry über Russland?"
    """
    for opening in language.about, language.where_when:
        if named := _pattern(opening).match(topic):
            words = named[0].strip()
            alike = list(re.finditer(rf"(?i)\b{re.escape(words)}\s+[^?!.]+", base))
            if alike:
                completed = base[: alike[-1].start()] + topic + base[alike[-1].end() :]
                return completed, completed
            return f"{base.rstrip(' ?.!')} {topic}?", base
    names = _names(base)
    if names and _is_name(topic):
        completed = _replaced(base, names[-1], topic)
        return completed, completed
    return f"{_capital(topic)}? {base}", base


def _going_on(language: Language, question: str) -> re.Match[str] | None:
    return _pattern(language.continues).fullmatch(question.strip("¿ \t\n"))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


def _is_question(text: str) -> bool:
    """Whether it starts with a question word. "IS" and "WHO" in capitals are names."""
    match = _QUESTION_WORD.match(text)
    return match is not None and not (len(match[0]) > 1 and match[0].isupper())


def _with_new_topic(topic: str, base: str) -> tuple[str, str]:
    """The previous question with its topic replaced, or with a place or time added.

    After "What did Kerry say about Assad?": "about Russia?" -> "What did Kerry say about
    Russia?", "in London?" -> "What did Kerry say about Assad in London?".
    """
    if _WHERE_WHEN.match(topic):
        return f"{base.rstrip(' ?.!')} {topic}", base
    topic = topic[named.end() :] if (named := _ABOUT.match(topic)) else topic
    about = list(re.finditer(r"\babout\b\s+", base, re.IGNORECASE))
    if about:
        completed = base[: about[-1].end()] + topic
        return completed, completed
    return f"{_capital(topic)} {base}", base


def _dangling_person(question: str) -> re.Match[str] | None:
    """The first pronoun such as "he", if nobody is named or described before it."""
    match = _PERSON.search(question)
    if match is None:
        return None
    earlier = question[: match.start()]
    return None if _names(earlier) or _NOUN.search(earlier) else match


def _is_about_a_thing_before(question: str) -> bool:
    """ "Where did they come from?": with so few words, "they" must refer to the history."""
    match = _THING.search(question)
    if match is None or _CLAUSE_TO_COME.search(question) or _names(question):
        return False
    return len(stems(question)) <= _MOST_WORDS and not stems(question[: match.start()])


def _names(question: str) -> list[re.Match[str]]:
    """Runs of capitalized words; not the first word of a question, which is always capitalized."""
    first_word = re.match(r"\s*\S+\s*", question)
    names = _NAME.finditer(question, first_word.end() if first_word else 0)
    return [name for name in names if stems(name[0])]


def _person_of(question: str) -> str | None:
    """The person whom a question is about: the first name that does not follow "in" or "about"."""
    names = _names(question)
    acting = [name for name in names if not _PLACE_BEFORE.search(question[: name.start()])]
    # the mayor is asked for in "Who is the mayor of Turku?"
    for name in _texts(acting or ([] if _asks_for_the_subject(question) else names)):
        return name
    said = re.match(r"([A-Z]\w+) (?:said|says|thinks|wants|did|does|was|is)\b", question.strip())
    return said[1] if said and not _is_question(question.strip()) else None


def _asks_for_the_subject(question: str) -> bool:
    """Whether the answer is who does something: "Who won?", but not "Who did Kerry meet?" """
    return _WHO.match(question) is not None


def _acting(text: str, known: Sequence[str]) -> list[str]:
    """The names, except known ones, of those who may act: not "in London", "Kerry's" only if there
    is no other."""
    first = _NAME.match(text)
    full = first is not None and " " in first[0] and bool(stems(first[0].split()[0]))
    names = list(_NAME.finditer(text)) if full else _names(text)
    found = [name for name in names if stems(name[0]) and not _IN.search(text[: name.start()])]
    found = [name for name in found if _texts([name])[0] not in known]
    return _texts([name for name in found if not name[0].endswith(("'s", "’s"))] or found)


def _is_no_person(name: str, pronoun: str, told: str, text: str) -> bool:
    """Whether "he" or "she" cannot be this name.

    "in Britain" is a place, "UN" and "The Herald" are bodies, "Would" in `"Would we pay?"` only
    begins the quotation, and "Mr Lee" is no "she".
    """
    where = r"in|into|inside|outside|across|throughout|(?:visits?|trip|travel\w*|flew|flight) to"
    inside = rf"\b(?:{where}) {re.escape(name)}\b(?!['’]s?| [A-Z])"
    begins = rf"[\"“‘]{re.escape(name)}\b"
    other = "Mr|Sir|Lord" if pronoun.lower() in ("she", "her") else "Mrs|Ms|Miss|Lady|Dame"
    titled = rf"\b(?:{other})\.? (?:[A-Z]\w+ )?{re.escape(name.split()[-1])}\b"
    return (
        name.isupper()
        or name.startswith("The ")
        or re.search(begins, told) is not None
        or re.search(rf"{inside}|{titled}", text[:_EXAMINED]) is not None
    )


def _put(name: str, pronoun: re.Match[str], question: str) -> str:
    after = re.match(r"\s+([\w-]+)", question[pronoun.end() :])
    owns = pronoun[0].lower() in ("his", "its", "their") or (
        pronoun[0].lower() == "her" and after is not None and bool(stems(after[1]))
    )
    return question[: pronoun.start()] + name + ("'s" if owns else "") + question[pronoun.end() :]


def _capital(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
