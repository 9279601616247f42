"""Suggested questions for the start of a conversation and after each answer.

They are generated from the documents. Each is asked first, and suggested only if the sentence it
was generated from answers it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from askdoc import show
from askdoc.chat.offers import Ask, Offer, about, offers
from askdoc.messages import tr
from askdoc.types import Document, Reply

# The number of passages per question that are searched for speakers.
PASSAGES = 8

# The most questions that are tried, at the start and after each answer.
_MAX_TRIED = 24
_MAX_TRIED_AFTER = 10

# Questions are generated from this many documents, in turn.
_MAX_DOCUMENTS = 4


def starters(documents: Sequence[Document], ask: Ask, most: int = 4) -> list[Offer]:
    """Questions for the start, each answered, no two by the same sentence."""
    each = [offers(document.text, ask) for document in documents[:_MAX_DOCUMENTS]]
    in_turn = itertools.chain.from_iterable(itertools.zip_longest(*each))
    return _answered((offer for offer in in_turn if offer), ask, most, set(), _MAX_TRIED)


def follow_ups(
    replies: Sequence[Reply], ask: Ask, offered: Sequence[Offer], most: int = 3
) -> list[Offer]:
    """Questions that follow the last reply and lead to sentences not yet shown.

    ask: answers a question as a follow-up; offered: starters of the document that answered
    """
    last = replies[-1]
    seen = {answer.sentence.text for reply in replies for answer in reply[:1]}
    asked = {reply.question for reply in replies}
    known = " ".join(reply.searched for reply in replies)
    more: list[Offer] = []
    if last.answers and last.state != "not" and last[0].speaker and " about " in last.searched:
        near = last[0].document.text[max(0, last[0].start - 2_000) : last[0].end + 2_000]
        more = list(itertools.islice(about(last[0].speaker, near, known), 4))
    tried = [*more, *(offer for offer in offered if offer.question not in asked)]
    return _answered(iter(tried), ask, most, seen, _MAX_TRIED_AFTER)


def _answered(
    tried: Iterator[Offer], ask: Ask, most: int, seen: set[str], most_tried: int
) -> list[Offer]:
    found: dict[str, Offer] = {}
    for offer in itertools.islice(tried, most_tried):
        reply = ask(offer.question)
        best = reply[0] if reply.answered else None
        if best and best.sentence.text not in seen and offer.fits(best):
            seen.add(best.sentence.text)
            found[offer.question] = offer
        if len(found) == most:
            break
    return list(found.values())


def as_html(found: Sequence[Offer], began: bool) -> str:
    """The questions as buttons."""
    if not found:
        return ""
    buttons = "".join(
        f'<button data-do="ask" data-question="{show.escape(one.question)}">'
        f"<bdi>{show.in_page(one.question)}</bdi></button>"
        for one in found
    )
    head = tr("Continue with") if began else tr("Start with")
    return f'<div class="chips" role="group" aria-label="{head}">{buttons}</div>'
