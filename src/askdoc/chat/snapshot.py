"""A snapshot of the selection and pins, which the page stores and a restarted server restores.

It contains names, checksums and offsets, but no text. Each part is restored only if it still
matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from askdoc.chat.visits import Key, Turn, Visit, Visits
from askdoc.messages import tr, trn
from askdoc.types import Answer, Document

# Limits on a snapshot: restoring a pin needs a search.
MAX_TICKS = 200
MAX_PINS = 50
_PASSAGES = 10

Documents = Mapping[Key, Document]


def record(visit: Visit, documents: Documents) -> dict[str, Any]:
    """{"ticks": the selection, None if all are selected, "pins": the pinned answers}"""
    return {"ticks": _ticks(visit, documents), "pins": list(_pins(visit))}


def _ticks(visit: Visit, documents: Documents) -> dict[str, Any] | None:
    """{"on": whether "of" lists the selected documents or the others, "of": None if too many}"""
    out = [key for key in documents if key in visit.deselected]
    if not out:
        return None
    asked = [key for key in documents if key not in visit.deselected]
    on = len(asked) < len(out)
    keys = asked if on else out
    named = [[*key, documents[key].sha256] for key in keys] if len(keys) <= MAX_TICKS else None
    return {"on": on, "of": named}


def _pins(visit: Visit) -> Iterator[dict[str, Any]]:
    for turn, rank in visit.pins:
        answer = turn.reply[rank]
        own = answer.document in visit.documents
        yield {
            "question": turn.reply.question,
            "searched": turn.reply.searched,
            "where": "own" if own else "shared",
            "name": answer.document.name,
            "sha256": answer.document.sha256,
            "start": answer.sentence.start,
            "end": answer.sentence.end,
        }


def tick(visit: Visit, documents: Documents, saved: object) -> list[str]:
    """Restore the selection -> descriptions of what cannot be restored."""
    if not isinstance(saved, dict):
        return []
    if not isinstance(saved.get("of"), list):
        return [tr("which documents are asked")]
    named = [tuple(map(str, one)) for one in saved["of"] if isinstance(one, list) and len(one) == 3]
    known = {(w, name) for w, name, sha256 in named if _is(documents, (w, name), sha256)}
    changed = [n for w, n, _ in named if (w, n) in documents and (w, n) not in known]
    if saved.get("on") is True and not known:
        return [tr("which documents are asked")]
    visit.deselected = set(documents) - known if saved.get("on") is True else known
    return [tr("the selection of {name}, which has changed", name=name) for name in changed]


def pin(visit: Visit, visits: Visits, saved: object) -> list[str]:
    """Restore the pins -> descriptions of what cannot be restored."""
    pins = [one for one in saved if isinstance(one, dict)] if isinstance(saved, list) else []
    lost = len(pins[MAX_PINS:])
    for one in pins[:MAX_PINS]:
        found = _in_turns(visit, one) or _searched(visit, visits, one)
        if found is None:
            lost += 1
        elif found not in visit.pins:
            visit.pins.append(found)
    return [trn("{n} pinned passage", "{n} pinned passages", lost)] if lost else []


def _in_turns(visit: Visit, one: Mapping[str, Any]) -> tuple[Turn, int] | None:
    """The pinned answer in the conversation."""
    turns = [turn for turn, _ in visit.pins] + visit.turns
    for turn in turns:
        for rank, answer in enumerate(turn.reply):
            if turn.reply.question == one.get("question") and _is_at(answer, one):
                return turn, rank
    return None


def _searched(visit: Visit, visits: Visits, one: Mapping[str, Any]) -> tuple[Turn, int] | None:
    """The pinned answer, found by asking its question again."""
    where, name = key = str(one.get("where")), str(one.get("name"))
    library = visit.own if where == "own" else visits.library
    question = one.get("searched")
    if not library or not isinstance(question, str) or not question.strip():
        return None
    if not _is(visits.documents(visit), key, one.get("sha256")):
        return None
    # subtle: among all documents first, because the confidence depends on the other candidates
    for only in None, [name]:
        reply = library.ask(question, _PASSAGES, documents=only)
        answers = tuple(answer for answer in reply if _is_at(answer, one))
        if answers:
            reply = replace(reply, question=str(one.get("question")), answers=answers[:1])
            turn = Turn(visit.asked, reply, own=where == "own")
            visit.asked += 1
            return turn, 0
    return None


def _is(documents: Documents, key: Key, sha256: object) -> bool:
    return key in documents and documents[key].sha256 == sha256


def _is_at(answer: Answer, one: Mapping[str, Any]) -> bool:
    place = answer.document.sha256, answer.sentence.start, answer.sentence.end
    return place == (one.get("sha256"), one.get("start"), one.get("end"))
