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
from collections.abc import Sequence
from functools import cache

from askdoc.followup.names import (
    PERSON,
    asks_for_the_subject,
    capital,
    is_name,
    names_of,
    put,
    replaced,
    without_endings,
)
from askdoc.languages import Language, question_languages
from askdoc.words import stems

CONTINUES = re.compile(
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
_THING = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
_CLAUSE_TO_COME = re.compile(r"\bit\b.*\b(?:that|to|when|if|for)\s+\w", re.IGNORECASE)
_NOUN = re.compile(r"\b(?:an?|the|this|that|these|those|every|which|whose)\s+\w", re.IGNORECASE)
_PLACE_BEFORE = re.compile(r"\b(?:in|on|at|from|to|about|of|against|near)\s+(?:the\s+)?$", re.I)
# "A bigger one than before?", "The others?"
_FRAGMENT = re.compile(
    rf"(?!.*\b{_QUESTION_WORD.pattern})(?:\S+\s+){{0,6}}?"
    r"(?:\w*thing else|ones?(?=\W*$|\s+(?:than|in|on|at|from|for|with|that|who)\b)|another|"
    r"others?|rest)\b(?:\s+\S+){0,4}\W*",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = re.compile(r"(?:if|because|although|unless|while)\b", re.IGNORECASE)
# "Who elects them?"
_ENDS = re.compile(r"\b(?:it|them)\W*$", re.IGNORECASE)
# Words that by themselves ask for nothing, by their stems.
_SAYS_LITTLE = frozenset(
    stems("much many most least more less exactly roughly about long often since")
)
# "What does that mean?", "What happened next?", "For example?", "Starting when?"
_POINTS_BACK = re.compile(
    r"what (?:does|did) (?:it|that|this) mean|what do you mean(?: by (?:it|that|this))?|"
    r"what happened (?:next|then|after(?:wards| that)?|before(?: that)?)|(?:give (?:me )?)?"
    r"(?:(?:an?|another|some|any|for) )?(?:examples?|instance)|like what|(?:start|beginn)ing when|"
    r"how come|in what way|(?:where|what|which|who|when|how \w+) (?:is|are|was|were) (?:the )?"
    r"(?:first|second|third|last|other|next) ones?",
    re.IGNORECASE,
)
# "No, I meant the other company"
_CORRECTION = re.compile(
    r"(?:(?:no|nope|sorry|actually|well|ok|okay)\b[\s,.!]*)*"
    r"(?:(?:i|we)(?:['’]m| am| was| were)? (?:mean|meant|asking (?:about|for)|asked (?:about|for)|"
    r"talking about)\s+|(?=(?:and|but|what about|how about)\b))(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
# A question with more words than this is complete.
_MAX_WORDS = 2
HELPS = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
# "How much did it pay?", "Which paper does he work for?", "Did anyone?", "Who was there?": the
# question contains no antecedent.
_POINTER = re.compile(
    rf"(?:(?:what|who|whom|when|where|why|how(?:\s\w+)?)\s+)?{HELPS}\s+(?:he|she|it|they)\b|"
    rf"(?:what|which)\s\w+\s{HELPS}\s(?:he|she|it|they)\b|"
    rf"(?:(?:what|when|where|why|how)\s+)?{HELPS}\s+(?:i|you|we|one)\s+(?:\w+\s+){{1,2}}(?:it|them)\b|"
    r"what\s+(?:happens|happened|becomes|became)\s+(?:to|of|with)\s+(?:it|them|him|her)\b|"
    rf"{HELPS}\s+(?:anyone|anybody|someone|everyone)\b|"
    r".*\b(?:then|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there)\s*[?.!]*$",
    re.IGNORECASE | re.DOTALL,
)
# "Why was that?", "What would Berg gain from this?"
DEMONSTRATIVE = re.compile(r"\b(?:that|this|those|these)\b", re.IGNORECASE)
_ENDS_WITH_IT = re.compile(rf"(?<!like ){DEMONSTRATIVE.pattern}\W*$", re.IGNORECASE)
# Languages that a question may be in, if it is not one of names alone: Spanish or Portuguese.
_ALIKE = 2


def depends_on_history(question: str, history: Sequence[str]) -> bool:
    """Whether it depends on the question before: it is completed, or says "it" or "them" without a
    name."""
    if not any(earlier.strip() for earlier in history):
        return False
    question = corrected(question)
    if complete(question, history) != question or CONTINUES.fullmatch(question.strip()):
        return True
    return question_languages(question)[0].code == "en" and points_back(question)


def points_back(question: str) -> bool:
    """Whether it has a pronoun without an antecedent, as in "Did anyone?" or "What was that?" """
    if _ENDS_WITH_IT.search(question):
        return True
    pointer = _POINTER.match(question.strip())
    return pointer is not None and not names_of(pointer[0]) and not _CLAUSE_TO_COME.search(question)


def complete(question: str, history: Sequence[str]) -> str:
    """The question to search: unchanged if it is complete, otherwise completed from the history.

    history: earlier questions, oldest first; each is completed in turn.
    """
    searched = base = ""
    for asked in [*(earlier for earlier in history if earlier.strip()), question]:
        searched, base = _complete(asked, base) if base else (asked, asked)
    return searched


def corrected(question: str) -> str:
    """ "No, I meant Kelvin" -> "What about Kelvin" """
    match = _CORRECTION.fullmatch(question.strip())
    if match is None or match.start("rest") == 0:
        return question
    rest = match["rest"]
    return rest if _is_question(rest) or CONTINUES.match(rest) else f"What about {rest}"


def _complete(question: str, base: str) -> tuple[str, str]:
    """-> (the question to search, the question from which the next one is completed)"""
    question = corrected(question)
    languages = [one for one in question_languages(f"{base} {question}") if one.continues]
    if 0 < len(languages) <= _ALIKE:
        going_on = (one for one in languages if _continuation(one, question))
        return _completed_in(next(going_on, languages[0]), question, base)
    continues = CONTINUES.fullmatch(question.strip())
    asked = continues["rest"].strip() if continues else question
    if continues and stems(asked) and not (_is_question(asked) or _CLAUSE.match(asked)):
        return _with_new_topic(asked, base)
    if not set(stems(asked)) - _SAYS_LITTLE:
        # "When?", "Why not?", "And him?", "How much at most?": only the previous question has words
        # to search
        return joined(question, base), base
    if continues and _CLAUSE.match(asked):
        return joined(asked, base), base
    if is_fragment(asked):
        return joined(asked, base), base
    if person := _dangling_person(asked):
        if name := _person_of(base):
            completed = capital(put(name, person, asked))
            return completed, completed
        return joined(asked, base), base
    if _is_about_a_thing_before(asked):
        return joined(asked, base), base
    return question, question


def is_fragment(question: str) -> bool:
    """Whether it asks for nothing without the question before: "Another one?" "For example?" """
    bare = question.strip(" ?.!")
    return _FRAGMENT.fullmatch(question) is not None or _POINTS_BACK.fullmatch(bare) is not None


def joined(asked: str, base: str) -> str:
    """A question with the one that it depends on, without what only led from that to it.

    "Why?" after "When? Who built it" -> "Why? Who built it"
    """
    asked = asked.strip()
    parts = re.split(r"(?<=[?!])\s+", base)
    while len(parts) > 1 and not set(stems(parts[0])) - _SAYS_LITTLE:
        parts.pop(0)
    mark = "" if asked[-1:] in "?!.,:;" else "?"
    return f"{capital(asked)}{mark} {' '.join(parts)}"


def is_joined(completed: str, base: str) -> bool:
    """Whether a completed question is one that `joined` made with this base."""
    return completed != base and completed.endswith(re.split(r"(?<=[?!])\s+", base)[-1])


def _completed_in(language: Language, question: str, base: str) -> tuple[str, str]:
    """As `_complete`, in a language other than English: "Und über Russland?", "¿Y en Madrid?" """
    match = _continuation(language, question)
    asked = match["rest"].strip("¿ ") if match else question
    bare = asked.strip(" ?!.¿")
    if not stems(bare, language.code):  # "Wann?", "Et lui ?"
        return f"{capital(question)} {base}", base
    if match and not _pattern(language.asks).match(asked):
        return _with_other(language, bare, base)
    pointing = {word.lower() for word in re.findall(r"[\w-]+", asked)} & language.pronouns
    names = names_of(asked) if language.code != "de" else []  # in German, all nouns are capitalized
    if (match or pointing) and not names and len(stems(asked, language.code)) <= _MAX_WORDS:
        return f"{capital(asked)} {base}", base
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
    names = names_of(base)
    if names and is_name(topic):
        completed = replaced(base, names[-1], topic)
        return completed, completed
    return f"{capital(topic)}? {base}", base


def _continuation(language: Language, question: str) -> re.Match[str] | None:
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
    return joined(topic, base), base


def _dangling_person(question: str) -> re.Match[str] | None:
    """The first pronoun such as "he", if nobody is named or described before it."""
    match = PERSON.search(question)
    if match is None:
        return None
    earlier = question[: match.start()]
    return None if names_of(earlier) or _NOUN.search(earlier) else match


def _is_about_a_thing_before(question: str) -> bool:
    """ "Where did they come from?", "Who elects them?": with so few words, they must refer to the
    history."""
    match = _THING.search(question)
    if match is None or _CLAUSE_TO_COME.search(question) or names_of(question):
        return False
    begins = not stems(question[: match.start()])
    return len(stems(question)) <= _MAX_WORDS and (begins or _ENDS.search(question) is not None)


def _person_of(question: str) -> str | None:
    """The person whom a question is about: the first name that does not follow "in" or "about"."""
    names = names_of(question)
    acting = [name for name in names if not _PLACE_BEFORE.search(question[: name.start()])]
    # the mayor is asked for in "Who is the mayor of Turku?"
    for name in without_endings(acting or ([] if asks_for_the_subject(question) else names)):
        return name
    said = re.match(r"([A-Z]\w+) (?:said|says|thinks|wants|did|does|was|is)\b", question.strip())
    return said[1] if said and not _is_question(question.strip()) else None
