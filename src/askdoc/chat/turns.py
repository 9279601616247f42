"""The conversation: each question with its answers, as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.scope import REFUSED
from askdoc.chat.visits import Turn
from askdoc.types import Answer, Reply

# Earlier turns leave the page, so that a long conversation stays light; what is saved has them all.
MOST_TURNS = 30

# A sentence longer than this is set smaller, or it would fill the window.
_LONG = 240


@dataclass(frozen=True, slots=True)
class Look:
    """How turns are shown.

    voting: whether thumbs are offered
    several: whether there are several documents, so that their names are said
    pins: the answers that are pinned, as (turn number, rank)
    """

    voting: bool = False
    several: bool = False
    pins: frozenset[tuple[int, int]] = frozenset()


def as_html(turns: Sequence[Turn], look: Look) -> str:
    """The conversation, as far as it is in the page."""
    first = max(0, len(turns) - MOST_TURNS)
    earlier = f'<p class="earlier">{first} earlier ones are not shown; saving keeps them.</p>'
    return earlier * bool(first) + "".join(turn_html(turn, look) for turn in turns[first:])


def turn_html(turn: Turn, look: Look) -> str:
    """A question with its answers."""
    reply = turn.reply
    answers = [answer_html(turn, rank, look) for rank in range(len(reply))]
    if not answers and reply.note:
        body = f'<p class="note">{show.in_page(reply.note)}</p>'
    elif reply.state != "not":
        shown, rest = answers[0], "".join(answers[1:])
        count = len(answers) - 1
        more = f"{count} further passage{'s' * (count > 1)}"
        folded = f'<details class="more"><summary>{more}</summary>{rest}</details>' if rest else ""
        # what is only perhaps an answer is not shouted
        unsure = reply.state == "perhaps"
        kind = f"best{' unsure' * unsure}{' long' * (len(reply[0].sentence.text) > _LONG)}"
        doubt = f'<p class="doubt">{show.PERHAPS_ANSWERED}</p>' if unsure else ""
        body = f'{_reason(reply)}{doubt}<div class="{kind}">{shown}</div>{folded}'
    else:
        head = "<summary>Closest passages</summary>"
        folded = f'<details class="more closest">{head}{"".join(answers)}</details>'
        said = turn.refusal or REFUSED
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
    return (
        f'<p class="note">{show.in_page(refusal if reply.answers else "No passage fits.")}</p>'
        f"{_reason(reply)}"
    )


def _reason(reply: Reply) -> str:
    said = reply.note or reply.reason
    return f'<p class="reason">{show.in_page(said)}</p>' if said else ""


def _searched(reply: Reply) -> str:
    said = f"{show.in_page(reply.narrowed)}." if reply.narrowed else ""
    if reply.searched != reply.question:
        said = f"Searched: <bdi>{show.in_page(reply.searched)}</bdi> {said}"
    return f'<p class="note searched">{said.strip()}</p>' if said else ""


def answer_html(turn: Turn, rank: int, look: Look) -> str:
    """A passage, where it stands, and what can be done with it."""
    answer = turn.reply[rank]
    # how likely it is, and why it was found, is said only of what may answer
    may = turn.reply.state != "not"
    speaker = f'<b class="speaker">{show.in_page(answer.speaker)}</b> · ' if answer.speaker else ""
    title, name = map(show.in_page, (answer.document.title, answer.document.name))
    named = f' <span class="name">({name})</span>' if look.several and title != name else ""
    date = answer.document.date
    dated = f', <span class="date">{date}</span>' if date else ""
    why = "<br>".join(map(show.in_page, [show.place(answer), *show.why_lines(answer)]))
    likely = f' · <span class="likely">{show.likely(answer)}</span>'
    explained = f'<details class="why"><summary>Why this passage</summary>{why}</details>'
    # of a visitor's own documents no vote is kept
    voting = look.voting and not turn.own
    thumbs = "".join(_thumb(way, turn.votes.get(rank)) for way in ("up", "down")) if voting else ""
    pinned = (turn.number, rank) in look.pins
    pin = f'<button data-do="pin" aria-pressed="{str(pinned).lower()}">Pin</button>'
    return (
        f'<article class="answer" data-turn="{turn.number}" data-answer="{rank}" '
        f'data-cite="{show.escape(show.citation(answer))}" '
        f'data-name="{show.escape(answer.document.name)}" '
        f'data-start="{answer.sentence.start}" data-end="{answer.sentence.end}">'
        f"{show.passage_html(answer)}"
        f'<p class="place">{speaker}<a href="#article" data-do="show" title="See the place">'
        f"<bdi>{title}</bdi>{named}{dated}, {_where(answer)}</a>{likely * may}</p>"
        f'<p class="acts"><button data-do="cite">Copy citation</button>{pin}{thumbs}</p>'
        f"{explained * may}</article>"
    )


def _where(answer: Answer) -> str:
    """The page, the time, or the paragraph as a reader counts it: the headline is none."""
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
    return f"paragraph {max(1, len(lines) - headline)}"


def _thumb(way: str, vote: str | None) -> str:
    words = "This answers" if way == "up" else "This does not"
    pressed = "true" if vote == way else "false"
    return (
        f'<button data-do="vote" data-vote="{way}" aria-pressed="{pressed}" '
        f'title="Kept on the server as a golden question">{words}</button>'
    )
