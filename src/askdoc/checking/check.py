"""Verdicts on the quotations of a draft."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from askdoc.checking import attribution, runs
from askdoc.checking.drafts import Quotation, quotations
from askdoc.checking.sources import LEFT_OUT, Place, Run, Sources
from askdoc.types import Document, Progress

# exact: word for word; changed: with other words; misattributed: the source has another speaker;
# elsewhere: not in the document that the draft names; not found
Verdict: TypeAlias = Literal["exact", "changed", "misattributed", "elsewhere", "not found"]

# Words in both, words only in the draft ("+"), words only in the source ("-").
Diff: TypeAlias = tuple[tuple[Literal["=", "+", "-"], str], ...]

# With a smaller share of its words in the source, in order, a quotation counts as not found.
LEAST_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation and its verdict.

    document, start, end: the place that says it, or the most similar place; None if there is none
    diff: the word diff against the source, empty if the words are the same
    folded: ignored differences, such as "quotation marks"
    left_out: the words of the source at each ellipsis or bracket
    attributed, speaker: who said it, according to the draft and to the source; None if unclear
    named: the documents that the draft names; likeness: the similarity of the words, 0..1
    """

    quotation: Quotation
    verdict: Verdict
    document: Document | None = None
    start: int = 0
    end: int = 0
    diff: Diff = ()
    folded: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    attributed: str | None = None
    speaker: str | None = None
    named: tuple[str, ...] = ()
    likeness: float = 0.0


def check_draft(
    draft: Document,
    documents: Iterable[Document],
    *,
    block_quotes: bool = True,
    progress: Progress | None = None,
) -> list[Checked]:
    """Search documents for every quotation of a draft, in the order of the draft.

    block_quotes: whether lines that begin with > are quotations
    progress: called as progress(done, total), in quotations

    The draft itself, identified by its SHA-256, is not searched.
    """
    found = quotations(draft.text, block_quotes, draft.block_quotes)
    sources = Sources(one for one in documents if one.sha256 != draft.sha256)
    checked = []
    for quotation in found:
        checked.append(_checked(draft, quotation, sources))
        if progress:
            progress(len(checked), len(found))
    return checked


def _checked(draft: Document, quotation: Quotation, sources: Sources) -> Checked:
    named = attribution.named(quotation, (source.document for source in sources.all))
    attributed = attribution.attributed_speaker(draft, quotation)
    said = attributed.name if attributed else None
    names = tuple(document.name for document in named)
    wanted, places = [], list[Place]()
    for way in (runs.literal, runs.folded):
        wanted = way(quotation.text)
        if wanted and (places := sources.exact(wanted)):
            break
    if not places:
        return _inexact(quotation, wanted, sources, said, names)

    def other(place: Place) -> bool:
        speaker = attribution.speaker_at(place.source.document, place.start, place.end)
        return bool(attributed and speaker and not attribution.same(attributed, speaker))

    def elsewhere(place: Place) -> bool:
        return bool(named) and place.source.document not in named

    place = min(places, key=lambda place: (elsewhere(place), other(place)))
    document = place.source.document
    speaker = attribution.speaker_at(document, place.start, place.end)
    verdict: Verdict = "exact"
    if other(place):
        verdict = "misattributed"
    if elsewhere(place):
        verdict = "elsewhere"
    source = document.text[place.start : place.end]
    return Checked(
        quotation,
        verdict,
        document,
        place.start,
        place.end,
        folded=tuple(runs.differences(quotation.text, source, wanted)),
        left_out=_left_out(place, wanted),
        attributed=said,
        speaker=speaker.name if speaker else None,
        named=names,
        likeness=1.0,
    )


def _inexact(
    quotation: Quotation,
    wanted: Sequence[Run],
    sources: Sources,
    attributed: str | None,
    named: tuple[str, ...],
) -> Checked:
    place = sources.nearest(wanted) if wanted else None
    if place is None:
        return Checked(quotation, "not found", attributed=attributed, named=named)
    document = place.source.document
    speaker = attribution.speaker_at(document, place.start, place.end)
    return Checked(
        quotation,
        "changed" if place.likeness > LEAST_LIKE else "not found",
        document,
        place.start,
        place.end,
        diff=_diff(place, wanted),
        left_out=_left_out(place, wanted),
        attributed=attributed,
        speaker=speaker.name if speaker else None,
        named=named,
        likeness=place.likeness,
    )


def _left_out(place: Place, wanted: Sequence[Run]) -> tuple[str, ...]:
    """The words of the source in place of each ellipsis or bracket."""
    found = []
    for number, run in enumerate(wanted):
        if run.gap:
            between = place.runs[number - 1][1], place.runs[number][0]
            if number:
                words = " ".join(place.source.words[slice(*between)])
                found.append(re.sub(r" (?=[,.;:!?])", "", words))
    return tuple(found)


def _diff(place: Place, wanted: Sequence[Run]) -> Diff:
    parts: list[tuple[Literal["=", "+", "-"], str]] = []
    for run, (start, end) in zip(wanted, place.runs, strict=True):
        if parts and run.gap:
            parts.append(("=", "…" if run.gap == LEFT_OUT else "[…]"))
        there = place.source.words[start:end]
        words = run.as_in(there)
        matcher = difflib.SequenceMatcher(None, words, there, autojunk=False)
        for what, a, b, c, d in matcher.get_opcodes():
            if what == "equal":
                parts.append(("=", " ".join(there[c:d])))
                continue
            if c < d:
                parts.append(("-", " ".join(there[c:d])))
            if a < b:
                parts.append(("+", " ".join(words[a:b])))
    return tuple(parts)
