"""The speaker that a question asks about: "What did John Kerry say about Assad?" -> John Kerry."""

from __future__ import annotations

import re

from askdoc.languages import question_languages
from askdoc.speakers.names import is_person_noun, length_of_titles
from askdoc.speakers.reported import reported_speaker
from askdoc.speakers.words import HONORIFICS

_SAY = (
    "accuse add admit advise announce argue ask believe blame call claim comment complain concede "
    "condemn confirm criticise criticize demand deny describe declare disclose dismiss explain "
    "expect fear feel give hope insist mean note object offer predict promise propose react reject "
    "remark reply report respond reveal say see state stress suggest tell think threaten urge view "
    "want warn welcome wish worry write"
)
_HELPERS = "did|does|do|has|have|had|would|will|could|can|should|might"
_NAMED = r"(?:[\w.,’'-]+\s+){0,6}?(?P<name>[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*)"
_OF = r"(?:\s+(?:of|from|at|for)\s+[^?,]{1,60}?)?"  # Ann Hill of the Harbour Trust
_SAYS = rf"\s+(?:\w+ly\s+)?(?:{'|'.join(_SAY.split())})\b"
_ASKED = re.compile(rf"\b(?:{_HELPERS})\s+{_NAMED}{_OF}{_SAYS}")
_ACCORDING = re.compile(rf"\b[Aa]ccording\s+to\s+(?:the\s+)?{_NAMED}")
# Whatever stands between them: "Deutsche Bank's lawyer", "the mayor of Turku"
_SUBJECT = re.compile(rf"\b(?:{_HELPERS})\s+(?P<subject>[^?!;]{{1,80}}?){_SAYS}")
_ROLE = r"the\s+(?P<role>(?:[\w-]+\s+){0,4}?[\w-]+)"
_ASKED_ROLE = re.compile(
    rf"\b(?:{_HELPERS})\s+{_ROLE}{_OF}{_SAYS}|\b[Aa]ccording\s+to\s+the\s+(?P<also>[\w -]+)"
)


def asked_speaker(question: str) -> str | None:
    """The person or organization whose statements a question asks for; None if it asks for none.

    Returns a name, or the words for a role, such as "the work secretary".
    """
    for language in question_languages(question):
        who = language.kinds.questions.get("person", "(?!)")
        if language.code == "en" or re.match(rf"\W*(?:{who})", question, re.IGNORECASE):
            continue  # "Wer erklärte die Gezeiten?" asks for the speaker
        if name := reported_speaker(question, language):
            return name
    match = _ASKED.search(question) or _ACCORDING.search(question)
    name = match["name"] if match else ""
    name = re.sub(r"['’]s$", "", name).rstrip(".,'’")
    if name[:1].isupper():
        words = name.split()
        titles = length_of_titles(words, ends_in_name=True)
        honoured = titles == 1 and words[0].lower() in HONORIFICS
        return " ".join(words if honoured else words[titles:])
    match = _ASKED_ROLE.search(question)
    role = ((match["role"] or match["also"]).split() if match else []) or [""]
    return " ".join(role) if is_person_noun(role[-1]) else None


def asked_subject(question: str) -> tuple[int, int] | None:
    """Where an English question names whose statements it asks for, as characters.

    "Deutsche Bank's lawyer" in "What did Deutsche Bank's lawyer say about the files?"
    """
    match = _SUBJECT.search(question)
    return match.span("subject") if match else None
