"""The command that answers: ask."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import askdoc
from askdoc import show
from askdoc import unanswered as gaps
from askdoc.cli.common import (
    After,
    Before,
    Index,
    Kind,
    Model,
    Paths,
    Rerank,
    Unanswered,
    Within,
    WithOmitted,
    command,
    open_library,
    paragraphs,
)
from askdoc.cli.inputs import PIPE, matching, read_questions
from askdoc.cli.printing import print_reply
from askdoc.errors import AskdocError, QuestionError
from askdoc.messages import tr


class Format(StrEnum):
    """How replies are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    RIS = "ris"
    ANNOTATIONS = "annotations"


@command(
    epilog=paragraphs(
        tr("Examples:"),
        '  askdoc ask "What did Kerry say about Assad?" corpus/',
        '  askdoc ask "Who pays the costs?" contract.txt appendix.md --top-k 1',
        '  askdoc ask "When does it end?" contract.txt --json',
        '  pdftotext contract.pdf - | askdoc ask "When does it end?" -',
        "  askdoc ask --questions questions.txt papers/ > replies.jsonl",
        '  askdoc ask "And about Russia?" corpus/ --history "What did Kerry say about Assad?"',
        "  askdoc ask 'What is the \"root cause\" of the crisis -Berlin?' corpus/ --explain",
        '  askdoc ask "Who pays?" contract.txt --unanswered gaps.jsonl',
        "  askdoc ask \"Who resigned?\" --index papers.askdoc --document 'reports/*.pdf'",
        tr("Words in quotation marks must occur in a passage, a -word must not."),
    ),
)
def ask(
    question: Annotated[
        str | None,
        typer.Argument(help=tr("The question, in quotation marks; a path with --questions.")),
    ] = None,
    paths: Paths = None,
    index: Index = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help=tr(
                "Search only this document, or those that match a pattern such as "
                "'reports/*.pdf'; repeatable."
            ),
        ),
    ] = None,
    questions: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=tr(
                "Ask every line of this file (- for standard input); prints JSON "
                "Lines unless --format says otherwise."
            ),
        ),
    ] = None,
    top_k: Annotated[
        int, typer.Option(metavar="N", help=tr("The maximum number of passages."))
    ] = 3,
    history: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help=tr("An earlier question; repeat it, oldest first.")),
    ] = None,
    after: After = None,
    before: Before = None,
    within: Within = None,
    kind: Kind = None,
    unanswered: Unanswered = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help=tr("Also print why each passage was found, in the format text.")
        ),
    ] = False,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help=tr("The output format; ris and annotations are for other programs.")
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=tr("The same as --format json."))] = False,
    model: Model = None,
    reranker: Rerank = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Print the passages that best answer QUESTION, with the answering sentence marked."""
    filters = askdoc.Filters(after or "", before or "", tuple(within or ()), tuple(kind or ()))
    asked, named = _asked(question, paths or [], questions, top_k)
    if as_json and form not in (None, Format.JSON):
        raise AskdocError(
            tr("--json contradicts --format {form}; give only one of them", form=form)
        )
    form = Format.JSON if as_json else form or (Format.JSONL if questions else Format.TEXT)
    if unanswered:
        gaps.check(unanswered)
    library = open_library(named, index, model, reranker, with_omitted=with_omitted)
    documents = matching(document or [], library)

    def replies() -> Iterator[askdoc.Reply]:
        for one in asked:
            reply = library.ask(
                *(one, top_k), history=history or [], documents=documents, filters=filters
            )
            if unanswered:
                gaps.write(unanswered, reply)
            yield reply

    _print(replies(), form, questions is not None, library.files, explain)


def _asked(
    question: str | None, paths: list[str], questions: str | None, top_k: int
) -> tuple[list[str], list[str]]:
    """The questions and the paths; invalid ones fail before the model is loaded."""
    from askdoc.library import check_question

    if questions is None:
        if question is None:
            raise QuestionError(
                tr('no question given; write one, for example: askdoc ask "Who paid?" PATH')
            )
        check_question(question, top_k)
        # subtle: Path.is_file() raises if the question is too long for a file name
        swapped = paths and os.path.isfile(question)  # noqa: PTH113
        if swapped and not any(map(os.path.lexists, paths)):
            raise QuestionError(
                tr(
                    "{question}: a file where the question should be; write the question first, "
                    'for example: askdoc ask "Who paid?" {question}',
                    question=question,
                )
            )
        return [question], paths
    named = [*([question] if question is not None else []), *paths]
    if questions == PIPE and PIPE in named:
        raise QuestionError(
            tr(
                "both the questions and an article are standard input (-); save one "
                "of them as a file"
            )
        )
    return read_questions(questions, top_k), named


def _print(
    replies: Iterable[askdoc.Reply],
    form: Format,
    several: bool,
    files: dict[str, Path],
    explain: bool,
) -> None:
    """Each reply as soon as it is ready, unless the format needs all of them."""
    from askdoc import export
    from askdoc.export import ExportedReply

    if form is Format.TEXT:
        for reply in replies:
            print_reply(reply, explain, files, heading=several)
    elif form is Format.JSON:
        found = [show.as_json(reply) for reply in replies]
        print(f"[{', '.join(found)}]" if several else found[0])
    elif form is Format.JSONL:
        for reply in replies:
            print(show.as_json(reply), flush=True)
    elif form is Format.CSV:
        for number, reply in enumerate(replies):
            print(export.table([ExportedReply.whole(reply)], head=not number), end="", flush=True)
    elif form is Format.ANNOTATIONS:
        print(export.web_annotations([ExportedReply.whole(reply) for reply in replies]), end="")
    else:
        write = export.markdown if form is Format.MARKDOWN else export.references
        for reply in replies:
            print(
                write([ExportedReply.whole(reply)]),
                end="\n" * (form is Format.MARKDOWN),
                flush=True,
            )
