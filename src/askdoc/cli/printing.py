"""Print answers, measures and changes to a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

import askdoc
from askdoc import show
from askdoc.cli.wrapping import RLM, is_right_to_left, wrap
from askdoc.messages import quoted, tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from askdoc.calibration import Fitted
    from askdoc.evaluation import Evaluation
    from askdoc.unanswered import Gap
    from askdoc.verification import Verdict

_INDENT = "   "
# The marks around a part of a passage without colors, and its style with them.
_MARKS = {
    "": ("", ""),
    "sentence": ("**", "black on bright_yellow"),
    "also": ("*", "underline bright_yellow"),
}


def print_reply(
    reply: askdoc.Reply,
    explain: bool,
    files: Mapping[str, Path] | None = None,
    *,
    heading: bool = False,
) -> None:
    """Print the passages, with the answering sentence marked.

    explain: add why each passage was found
    files: the path of each document by name; terminals that support links open it
    heading: start with the question
    """
    console = Console(highlight=False, emoji=False)
    if heading:
        console.print(Text(f"# {show.visible(reply.question)}", "bold"), soft_wrap=True)
    if lines := show.headline(reply):
        for line in lines.split("\n"):
            for wrapped in wrap(Text(show.visible(line), "bold"), console.width):
                console.print(wrapped, soft_wrap=True)
        console.print()
    for number, answer in enumerate(reply, start=1):
        about = show.visible(show.about(answer))
        place = Style(dim=True, link=_address(answer, files or {}))
        console.print(Text.assemble((f"{number}  ", "bold"), (about, place)), soft_wrap=True)
        for shown in _passage(answer, console):
            console.print(Text(_INDENT).append_text(shown), soft_wrap=True)
        for reason in show.why_lines(answer) if explain else ():
            console.print(Text(f"{_INDENT}{reason}", "dim"), soft_wrap=True)
        console.print()


def _passage(answer: askdoc.Answer, console: Console) -> list[Text]:
    """The lines of the passage, its sentences marked. On a terminal, marks and punctuation of a
    right-to-left text keep its direction where they are beside the end of a line."""
    has_colours = bool(console.color_system) and not console.no_color
    direction = RLM if console.is_terminal and is_right_to_left(answer.text) else ""
    passage = Text()
    for text, mark in show.parts(answer):
        stars, style = _MARKS[mark]
        around = "" if has_colours else stars
        passage.append(f"{around}{show.visible(text)}{around}", style)
    lines = wrap(passage, console.width - len(_INDENT))
    return [Text(direction).append_text(line).append(direction) for line in lines]


def _address(answer: askdoc.Answer, files: Mapping[str, Path]) -> str | None:
    """The link to the file, at the page of a PDF; None if its path is not known."""
    file = files.get(answer.document.name)
    if file is None:
        return None
    page = f"#page={answer.page}" if answer.page and file.suffix.lower() == ".pdf" else ""
    return file.absolute().as_uri() + page


def print_evaluation(result: Evaluation) -> None:
    """One row per document, and one for the textbook method."""
    names = "hit@1", "hit@3", "MRR", "r@500", "r@1000", "sent@1", "sentF1"
    # fits into 80 columns
    table = Table("", tr("questions"), *names, box=SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for column in table.columns[1:]:
        column.justify = "right"
    rows = [*result.documents.items()] if len(result.documents) > 1 else []
    for name, m in (*rows, (tr("all"), result.total), (tr("all, textbook"), result.textbook)):
        values = m.hit_at_1, m.hit_at_3, m.mrr, m.r_at_500, m.r_at_1000, m.sent_at_1, m.sent_f1
        cells = ["-" if value is None else f"{value:.3f}" for value in values]
        table.add_row(Text(show.visible(name)), str(m.questions), *cells)
    console = Console(highlight=False, emoji=False)
    if result.total.questions:
        console.print(table)
    if result.refused is not None:
        console.print(
            tr(
                "{n} golden refusals: {share:.3f} are refused",
                n=result.refusals,
                share=result.refused,
            )
        )


def print_fitted(fitted: Fitted, index: str) -> None:
    """How reliable the confidence is before and after calibration, and whether it is saved."""
    columns = (tr("before"), tr("said"), tr("right"), tr("after"), tr("said"), tr("right"))
    table = Table(tr("confidence"), *columns, box=SIMPLE)
    for column in table.columns[1:]:
        column.justify = "right"
    for before, after in zip(fitted.before.bands, fitted.after.bands, strict=True):
        cells = []
        for band in (before, after):
            told = (f"{band.said:.2f}", f"{band.right:.2f}") if band.questions else ("-", "-")
            cells += [str(band.questions), *told]
        table.add_row(f"{before.low:.2f}–{before.high:.2f}", *cells)
    console = Console(highlight=False, emoji=False)
    console.print(table)
    for name, before_, after_ in (
        (tr("error"), fitted.before.error, fitted.after.error),
        (tr("log loss"), fitted.before.loss, fitted.after.loss),
    ):
        console.print(
            tr(
                "{name}: {before:.3f} before, {after:.3f} after, on held-out questions",
                name=name,
                before=before_,
                after=after_,
            )
        )
    said = (
        tr("{n} questions: saved in {index}", n=fitted.questions, index=index)
        if fitted.better
        else tr(
            "{n} questions: not better, so nothing changes in {index}",
            n=fitted.questions,
            index=index,
        )
    )
    console.print(Text(said), soft_wrap=True)


def print_gaps(found: Sequence[Gap]) -> None:
    """The unanswered questions, one row per gap."""
    table = Table(tr("asked"), tr("question"), tr("missing"), tr("closest passage"), box=SIMPLE)
    table.columns[0].justify = "right"
    for gap in found:
        more = f" ({tr('and {n} like it', n=len(gap.others))})" if gap.others else ""
        place = f"{gap.document}: {' '.join(gap.passage.split())[:160]}" if gap.document else "-"
        cells = (gap.question + more, ", ".join(gap.missing) or "-", place)
        table.add_row(str(gap.count), *(Text(show.visible(cell)) for cell in cells))
    Console(highlight=False, emoji=False).print(table)


def print_changes(changes: askdoc.Changes, index: str) -> None:
    """The names of what was added, changed and removed, and the counts."""
    from askdoc.store import shown

    console = Console(highlight=False, emoji=False)
    for sign, names in ("+", changes.added), ("~", changes.changed), ("-", changes.removed):
        for name in names:
            console.print(Text(f"{sign} {show.visible(name)}"), soft_wrap=True)
    counts = [
        f"{len(names)} {what}"
        for what, names in (
            (tr("added"), changes.added),
            (tr("changed"), changes.changed),
            (tr("removed"), changes.removed),
            (tr("unchanged"), changes.unchanged),
            (tr("left out"), changes.left_out),
        )
    ]
    console.print(Text(f"{shown(index)}: {', '.join(counts)}"), soft_wrap=True)
    if changes.omitted:
        kinds = show.counted(changes.omitted)
        console.print(Text(tr("left out of the texts: {kinds}", kinds=kinds)), soft_wrap=True)


def print_verdict(verdict: Verdict) -> None:
    """Where the quotation is now, or that it is gone."""
    quotation = verdict.quotation
    if verdict.says_so:
        where = tr("{name}, from character {start}", name=verdict.document, start=verdict.start)
        how = (
            tr("unchanged") if verdict.unchanged else tr("the file has changed, but still says so")
        )
        line = Text.assemble(("ok", "green"), f" {show.visible(where)}: {how}")
    else:
        line = Text.assemble(
            ("!!", "bold red"), f" {show.visible(quotation.name)}: {tr('no longer says so')}: "
        )
        line.append(quoted(show.visible(quotation.sentence)))
    Console(highlight=False, emoji=False).print(line, soft_wrap=True)
