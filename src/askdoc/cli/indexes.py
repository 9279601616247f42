"""The commands `index`, `doctor`, `reembed`, `copy` and `verify`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

import askdoc
from askdoc import show
from askdoc.cli.common import (
    FILES,
    INDEX,
    INTERRUPTED,
    NOT_AS_WANTED,
    Model,
    Saved,
    WithOmitted,
    command,
    note,
    open_library,
    paragraphs,
    progress_bar,
)
from askdoc.cli.printing import print_changes, print_evaluation, print_verdict
from askdoc.cli.usage import Command
from askdoc.messages import tr

# The forms of the address of a Ray cluster.
_ADDRESS = re.compile(r"auto|local|ray://.+|[^/]+:\d+")


class _IndexCommand(Command):
    """Allows --ray without a value, which means this machine; a PATH follows."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given: list[str] = []
        for at, argument in enumerate(args):
            following = args[at + 1 : at + 2]
            alone = argument == "--ray" and not any(map(_ADDRESS.fullmatch, following))
            given.append("--ray=" if alone else argument)
        return super().parse_args(ctx, given)


@command(
    cls=_IndexCommand,
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc index papers/ --index papers.askdoc",
        '  askdoc ask "Who resigned?" --index papers.askdoc',
        "  askdoc index papers/ --index papers.askdoc --ray ray://10.0.0.5:10001",
        tr(
            "Run it again after files change: it reads only those. You can stop it at any "
            "time; the next run continues."
        ),
    ),
)
def index(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=f"{FILES}.")],
    index: Annotated[
        str, typer.Option(metavar="DIR", help=tr("Where to save the index: {index}.", index=INDEX))
    ],
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=tr("Rebuild the index from scratch."))
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="[ADDRESS]",
            help=tr("Read the files on a Ray cluster; without ADDRESS, on this machine."),
        ),
    ] = None,
    model: Model = None,
    with_omitted: WithOmitted = False,
) -> None:
    """Save an index of files, or update it."""
    try:
        spread = False if ray is None else ray or True
        library = open_library(
            *(paths, index, model, None), rebuild=rebuild, ray=spread, with_omitted=with_omitted
        )
    except KeyboardInterrupt:
        note(tr("stopped; finished work is saved, run it again to continue"))
        raise typer.Exit(INTERRUPTED) from None
    print_changes(library.changes, index)


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc doctor --index papers.askdoc",
        "  askdoc doctor papers/ --index papers.askdoc",
        tr("Exits with 1 if it finds a problem."),
    ),
)
def doctor(
    index: Saved,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help=tr("The files that the index should contain.")),
    ] = None,
) -> None:
    """Find problems in a saved index, and the commands that fix them."""
    from askdoc.doctor import examine

    console = Console(highlight=False, emoji=False)
    wrong = 0
    for finding in examine(index, paths or ()):
        sign, colour = ("ok", "green") if finding.fine else ("!!", "bold red")
        console.print(
            Text.assemble((sign, colour), " ", show.visible(finding.text)), soft_wrap=True
        )
        if not finding.fine:
            wrong += 1
            if finding.fix:
                console.print(Text(f"   {show.visible(finding.fix)}"), soft_wrap=True)
    if wrong:
        raise typer.Exit(NOT_AS_WANTED)


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc reembed --index papers.askdoc --model sentence-transformers/all-mpnet-base-v2",
        "  askdoc reembed --index papers.askdoc --model ./my-model --golden golden.jsonl",
        "  askdoc reembed --index papers.askdoc --rollback",
        tr("Until the new vectors are complete, the index answers with the old ones."),
    ),
)
def reembed(
    index: Saved,
    model: Model = None,
    golden: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=tr("Golden questions: switch only if it is not worse.")),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help=tr("Switch even if it is worse."))
    ] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help=tr("Return to the previous model."))
    ] = False,
) -> None:
    """Re-embed a saved index with another model, and switch to it."""
    if rollback:
        print(tr("{index}: returned to {model}", index=index, model=askdoc.rollback(index)))
        return
    if model is None:
        raise typer.BadParameter(tr("give a --model, or --rollback to return to the previous one"))
    try:
        with progress_bar(tr("Embedding")) as progress:
            swap = askdoc.reembed(index, model, golden=golden, anyway=anyway, progress=progress)
    except KeyboardInterrupt:
        note(tr("stopped; the index is unchanged, run it again to continue"))
        raise typer.Exit(INTERRUPTED) from None
    if swap.measured:
        for name, measured in zip((swap.old, swap.new), swap.measured, strict=True):
            print(f"\n{name}")
            print_evaluation(measured)
    if not swap.swapped:
        note(
            tr(
                "{new} is worse, so the index stays with {old}; to switch anyway, add --anyway",
                new=swap.new,
                old=swap.old,
            )
        )
        raise typer.Exit(NOT_AS_WANTED)
    print(
        tr(
            "{index}: switched from {old} to {new}; --rollback returns",
            index=index,
            old=swap.old,
            new=swap.new,
        )
    )


@command(
    epilog=paragraphs(
        tr("Examples:"),
        "  askdoc copy --from papers.askdoc --to milvus+http://host:19530/papers",
        "  askdoc copy --from milvus+http://host:19530/papers --to papers.askdoc",
        tr("You can stop it at any time; the next run continues."),
    ),
)
def copy(
    source: Annotated[
        str,
        typer.Option("--from", metavar="DIR", help=tr("The index to copy: {index}.", index=INDEX)),
    ],
    target: Annotated[str, typer.Option("--to", metavar="DIR", help=tr("Where to save the copy."))],
) -> None:
    """Copy an index to another place without re-embedding, and compare the two."""
    from askdoc.copy import copy as copy_index
    from askdoc.store import shown

    try:
        with progress_bar(tr("Copying")) as progress:
            counts = copy_index(source, target, progress=progress)
    except KeyboardInterrupt:
        note(tr("stopped; copied documents are saved, run it again to continue"))
        raise typer.Exit(INTERRUPTED) from None
    print(
        tr(
            "{target}: {documents} documents, {passages} passages, the same as in {source}",
            target=shown(target),
            documents=counts.documents,
            passages=counts.passages,
            source=shown(source),
        )
    )


@command(
    epilog=paragraphs(
        tr("Examples:"),
        '  askdoc ask "Who resigned?" papers/ --json > answer.json',
        "  askdoc verify answer.json papers/",
        tr("Exits with 1 if a text no longer says what the answer quotes."),
    ),
)
def verify(
    answer: Annotated[Path, typer.Argument(help=tr("The output of askdoc ask --json."))],
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help=f"{FILES}.")],
) -> None:
    """Check that the texts still say what a saved answer quotes, word for word."""
    verdicts = askdoc.verify(answer, paths)
    for verdict in verdicts:
        print_verdict(verdict)
    if not all(verdict.says_so for verdict in verdicts):
        raise typer.Exit(NOT_AS_WANTED)
