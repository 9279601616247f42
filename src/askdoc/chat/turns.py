"""The conversation: each question with its answers, as safe HTML and as Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from askdoc import show
from askdoc.chat.scope import REFUSED
from askdoc.types import Answer, Reply

# Earlier turns leave the page, so that a long conversation stays light; a download has them all.
MOST_TURNS = 30

# A sentence longer than this is set smaller, or it would fill the window.
_LONG = 240


def as_html(
    replies: Sequence[Reply],
    votes: Mapping[tuple[int, int], str],
    mine: set[int],
    voting: bool,
    several: bool = False,
    refusals: Sequence[str] = (),
) -> str:
    """The whole conversation.

    votes: (reply, answer) -> "up" or "down"; voting: whether thumbs are offered
    several: whether there are several documents, so that their names are said
    refusals: of each reply, what is said if it is not answered
    mine: replies about a visitor's own documents, whose address means nothing to others
    """
    if not replies:
        return ""
    first = max(0, len(replies) - MOST_TURNS)
    more = itertools.repeat(REFUSED)
    turns = (
        _turn(number, replies[number], votes, number in mine, voting, several, said)
        for number, said in zip(
            range(first, len(replies)), itertools.chain(refusals[first:], more), strict=False
        )
    )
    earlier = f'<p class="earlier">{first} earlier ones are in “Save as Markdown”.</p>'
    return (
        earlier * bool(first)
        + "".join(turns)
        + '<p class="tools"><button data-do="download">Save as Markdown</button>'
        '<button data-do="clear">Start again</button></p>'
    )


def _turn(
    number: int,
    reply: Reply,
    votes: Mapping[tuple[int, int], str],
    own: bool,
    voting: bool,
    several: bool,
    refusal: str,
) -> str:
    may = reply.state != "not"
    voting = voting and not own  # of a visitor's own documents nothing is kept
    answers = [
        _answer(number, rank, answer, votes.get((number, rank)), voting, several, may)
        for rank, answer in enumerate(reply)
    ]
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
        body = f'<div class="refused">{_refusal(reply, refusal)}{folded * bool(answers)}</div>'
    return (
        f'<section class="turn" data-turn="{number}" data-own="{int(own)}" '
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
    if reply.searched == reply.question:
        return ""
    return f'<p class="note searched">Searched: <bdi>{show.in_page(reply.searched)}</bdi></p>'


def _answer(
    turn: int, rank: int, answer: Answer, vote: str | None, voting: bool, several: bool, may: bool
) -> str:
    """A passage, where it stands, and what can be done with it.

    may: whether it may answer; how likely, and why it was found, is said only then
    """
    speaker = f'<b class="speaker">{show.in_page(answer.speaker)}</b> · ' if answer.speaker else ""
    title, name = map(show.in_page, (answer.document.title, answer.document.name))
    named = f' <span class="name">({name})</span>' if several and title != name else ""
    why = "<br>".join(map(show.in_page, [show.place(answer), *show.why_lines(answer)]))
    likely = f' · <span class="likely">{show.likely(answer)}</span>'
    explained = f'<details class="why"><summary>Why this passage</summary>{why}</details>'
    thumbs = "".join(_thumb(way, vote) for way in ("up", "down")) if voting else ""
    return (
        f'<article class="answer" data-turn="{turn}" data-answer="{rank}" '
        f'data-cite="{show.escape(show.citation(answer))}" '
        f'data-fragment="{show.escape(show.fragment(answer.sentence.text))}">'
        f"{show.passage_html(answer)}"
        f'<p class="place">{speaker}<a href="#article" data-do="show" title="See the place">'
        f"<bdi>{title}</bdi>{named}, {_where(answer)}</a>{likely * may}</p>"
        f'<p class="acts"><button data-do="cite">Copy citation</button>{thumbs}</p>'
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


def as_markdown(replies: Sequence[Reply], refusals: Sequence[str] = ()) -> str:
    """The conversation to keep: questions as headings, passages quoted, their places."""
    lines = []
    for reply, refusal in zip(replies, [*refusals, *(REFUSED,) * len(replies)], strict=False):
        lines.append(f"## {_plain(reply.question)}\n")
        said = show.headline(reply).replace(REFUSED, refusal)
        lines += [f"*{_plain(line)}*\n" for line in said.splitlines()]
        strong = "**" if reply.state != "not" else ""  # only what may answer stands out
        for answer in reply:
            before, sentence, after = map(_plain, show.parts(answer))
            quoted = f"{before}{strong}{sentence}{strong}{after}".replace("\n", "\n> ")
            lines.append(f"> {quoted}\n")
            lines.append(f"{_plain(show.about(answer))}\n")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: its marks get a backslash; line ends stay."""
    text = re.sub(r"\r\n?", "\n", text)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
