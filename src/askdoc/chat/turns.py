"""The conversation: each question with its answers, as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.body import passage_html
from askdoc.chat.visits import Turn
from askdoc.messages import tr, trn
from askdoc.types import Answer, Reply

# Earlier turns are not shown, so that the page stays fast; saved conversations contain all.
MAX_TURNS = 30

# A longer sentence is set in smaller type.
_LONG = 240


@dataclass(frozen=True, slots=True)
class Look:
    """Options for showing turns.

    voting: whether thumbs are offered
    several: whether there are several documents, so that their names are shown
    pins: the pinned answers, as (turn number, rank)
    """

    voting: bool = False
    several: bool = False
    pins: frozenset[tuple[int, int]] = frozenset()


def as_html(turns: Sequence[Turn], look: Look) -> str:
    """The part of the conversation that is in the page."""
    first = max(0, len(turns) - MAX_TURNS)
    hidden = trn(
        "{n} earlier one is not shown; saving includes it.",
        "{n} earlier ones are not shown; saving includes them.",
        first,
    )
    earlier = f'<p class="earlier">{hidden}</p>' if first else ""
    return earlier + "".join(turn_html(turn, look) for turn in turns[first:])


def turn_html(turn: Turn, look: Look) -> str:
    """A question with its answers."""
    reply = turn.reply
    answers = [answer_html(turn, rank, look) for rank in range(len(reply))]
    if not answers and reply.note:
        body = f'<p class="note">{show.in_page(reply.note)}</p>'
    elif reply.state != "not":
        shown, rest = answers[0], "".join(answers[1:])
        more = trn("{n} further passage", "{n} further passages", len(answers) - 1)
        folded = f'<details class="more"><summary>{more}</summary>{rest}</details>' if rest else ""
        # an uncertain answer is set in normal type
        unsure = reply.state == "perhaps"
        kind = f"best{' unsure' * unsure}{' long' * (len(reply[0].sentence.text) > _LONG)}"
        # a note such as "Other passages:" already introduces them
        doubtful = unsure and not reply.note
        doubt = f'<p class="doubt">{show.perhaps_answered()}</p>' if doubtful else ""
        body = f'{_reason(reply)}{doubt}<div class="{kind}">{shown}</div>{folded}'
    else:
        head = tr("Closest passages")
        folded = (
            f'<details class="more closest"><summary>{head}</summary>{"".join(answers)}</details>'
        )
        said = turn.refusal or show.refused()
        body = f'<div class="refused">{_refusal(reply, said)}{folded * bool(answers)}</div>'
    return (
        f'<section class="turn" data-turn="{turn.number}" data-own="{int(turn.own)}" '
        f'data-q="{show.escape(reply.searched)}">'
        f'<h2 class="asked"><bdi>{show.in_page(reply.question)}</bdi></h2>'
        f"{_searched(reply)}{body}</section>"
    )


def _refusal(reply: Reply, refusal: str) -> str:
    if reply.unmet:
        return _reason(reply)
    said = refusal if reply.answers else tr("No passage matches.")
    return f'<p class="note">{show.in_page(said)}</p>{_reason(reply)}'


def _reason(reply: Reply) -> str:
    """The note and the reason, a line each."""
    lines = filter(None, (reply.note, reply.reason))
    return "".join(f'<p class="reason">{show.in_page(line)}</p>' for line in lines)


def _searched(reply: Reply) -> str:
    said = f"{show.in_page(reply.narrowed)}." if reply.narrowed else ""
    if reply.searched != reply.question:
        searched = tr("Searched: {question}", question=f"<bdi>{show.in_page(reply.searched)}</bdi>")
        said = f"{searched} {said}"
    return f'<p class="note searched">{said.strip()}</p>' if said else ""


def answer_html(turn: Turn, rank: int, look: Look) -> str:
    """A passage, its place, and its buttons."""
    answer = turn.reply[rank]
    # confidence and explanation are shown only for what may answer
    may = turn.reply.state != "not"
    speaker = f'<b class="speaker">{show.in_page(answer.speaker)}</b> · ' if answer.speaker else ""
    title, name = map(show.in_page, (answer.document.title, answer.document.name))
    named = f' <span class="name">({name})</span>' if look.several and title != name else ""
    date = answer.document.date
    dated = f', <span class="date">{date}</span>' if date else ""
    why = "<br>".join(map(show.in_page, [show.place(answer), *show.why_lines(answer)]))
    likely = f' · <span class="likely">{show.likely(answer)}</span>'
    head = tr("Why this passage")
    explained = f'<details class="why"><summary>{head}</summary>{why}</details>'
    # votes on a visitor's own documents are not saved
    voting = look.voting and not turn.own
    thumbs = "".join(_thumb(way, turn.votes.get(rank)) for way in ("up", "down")) if voting else ""
    pinned = (turn.number, rank) in look.pins
    pin = f'<button data-do="pin" aria-pressed="{str(pinned).lower()}">{tr("Pin")}</button>'
    return (
        f'<article class="answer" data-turn="{turn.number}" data-answer="{rank}" '
        f'data-cite="{show.escape(show.citation(answer))}" '
        f'data-name="{show.escape(answer.document.name)}" '
        f'data-start="{answer.sentence.start}" data-end="{answer.sentence.end}">'
        f"{passage_html(answer)}"
        f'<p class="place">{speaker}<a href="#article" data-do="show" '
        f'title="{tr("See the place")}"><bdi>{title}</bdi>{named}{dated}, {_where(answer)}</a>'
        f"{likely * may}</p>"
        f'<p class="acts"><button data-do="cite">{tr("Copy citation")}</button>{pin}{thumbs}</p>'
        f"{explained * may}</article>"
    )


def _where(answer: Answer) -> str:
    """The page, the time, or the paragraph, not counting headlines."""
    if answer.page_name:
        scan = show.from_picture(answer)
        return show.in_page(f"{answer.page_name} ({scan})" if scan else answer.page_name)
    if answer.time is not None:
        return show.clock(answer.time)
    document = answer.document
    lines = [
        line for line in document.text[: answer.sentence.start + 1].splitlines() if line.strip()
    ]
    headline = len(lines) > 1 and lines[0].strip().strip("# ") == document.title.strip()
    return tr("paragraph {number}", number=max(1, len(lines) - headline))


def _thumb(way: str, vote: str | None) -> str:
    words = tr("This answers") if way == "up" else tr("This does not")
    pressed = "true" if vote == way else "false"
    return (
        f'<button data-do="vote" data-vote="{way}" aria-pressed="{pressed}" '
        f'title="{tr("Saved on the server as a golden question")}">{words}</button>'
    )
