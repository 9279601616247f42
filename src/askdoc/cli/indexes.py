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
    app,
    open_library,
    progress_bar,
    stderr,
)
from askdoc.cli.printing import print_changes, print_evaluation, print_verdict

# The forms of the address of a Ray cluster.
_ADDRESS = re.compile(r"auto|local|ray://.+|[^/]+:\d+")


class _IndexCommand(typer.core.TyperCommand):
    """Lets --ray stand alone: it then means this machine, and a PATH follows."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given: list[str] = []
        for at, argument in enumerate(args):
            following = args[at + 1 : at + 2]
            alone = argument == "--ray" and not any(map(_ADDRESS.fullmatch, following))
            given.append("--ray=" if alone else argument)
        return super().parse_args(ctx, given)


@app.command(
    cls=_IndexCommand,
    epilog="Examples:\n\n  askdoc index papers/ --index papers.askdoc\n\n"
    '  askdoc ask "Who resigned?" --index papers.askdoc\n\n'
    "  askdoc index papers/ --index papers.askdoc --ray ray://10.0.0.5:10001\n\n"
    "Run it again after files change: it reads only those. You can stop it at any time; the next "
    "run continues.",
)
def index(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help=f"{FILES}.")],
    index: Annotated[str, typer.Option(metavar="DIR", help=f"Where to save the index: {INDEX}.")],
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Rebuild the index from scratch.")
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            metavar="[ADDRESS]",
            help="Read the files on a Ray cluster; without ADDRESS, on this machine.",
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
        stderr().print("askdoc: stopped; finished work is saved, run it again to continue")
        raise typer.Exit(INTERRUPTED) from None
    print_changes(library.changes, index)


@app.command(
    epilog="Examples:\n\n  askdoc doctor --index papers.askdoc\n\n"
    "  askdoc doctor papers/ --index papers.askdoc\n\n"
    "Exits with 1 if it finds a problem."
)
def doctor(
    index: Saved,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...]", help="The files that the index should contain."),
    ] = None,
) -> None:
    """Find problems of a saved index, and the commands that fix them."""
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
            if finding.mend:
                console.print(Text(f"   {show.visible(finding.mend)}"), soft_wrap=True)
    if wrong:
        raise typer.Exit(NOT_AS_WANTED)


@app.command(
    epilog="Examples:\n\n"
    "  askdoc reembed --index papers.askdoc --model sentence-transformers/all-mpnet-base-v2\n\n"
    "  askdoc reembed --index papers.askdoc --model ./my-model --golden golden.jsonl\n\n"
    "  askdoc reembed --index papers.askdoc --rollback\n\n"
    "Until the new vectors are complete, the index answers with the old ones."
)
def reembed(
    index: Saved,
    model: Model = None,
    golden: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Golden questions: switch only if it is not worse."),
    ] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Switch even if it is worse.")] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Return to the previous model.")
    ] = False,
) -> None:
    """Re-embed a saved index with another model, and switch to it."""
    if rollback:
        print(f"{index}: returned to {askdoc.rollback(index)}")
        return
    if model is None:
        raise typer.BadParameter("give a --model, or --rollback to return to the previous one")
    try:
        with progress_bar("Embedding") as progress:
            swap = askdoc.reembed(index, model, golden=golden, anyway=anyway, progress=progress)
    except KeyboardInterrupt:
        stderr().print("askdoc: stopped; the index is unchanged, run it again to continue")
        raise typer.Exit(INTERRUPTED) from None
    if swap.measured:
        for name, measured in zip((swap.old, swap.new), swap.measured, strict=True):
            print(f"\n{name}")
            print_evaluation(measured)
    if not swap.swapped:
        stderr().print(f"askdoc: {swap.new} is worse, so {swap.old} stays; or add --anyway")
        raise typer.Exit(NOT_AS_WANTED)
    print(f"{index}: switched from {swap.old} to {swap.new}; --rollback returns")


@app.command(
    epilog="Examples:\n\n"
    "  askdoc copy --from papers.askdoc --to milvus+http://host:19530/papers\n\n"
    "  askdoc copy --from milvus+http://host:19530/papers --to papers.askdoc\n\n"
    "You can stop it at any time; the next run continues."
)
def copy(
    source: Annotated[
        str, typer.Option("--from", metavar="DIR", help=f"The index to copy: {INDEX}.")
    ],
    target: Annotated[str, typer.Option("--to", metavar="DIR", help="Where to save the copy.")],
) -> None:
    """Copy an index to another place without re-embedding, and compare the two."""
    from askdoc.copy import copy as copy_index
    from askdoc.store import shown

    try:
        with progress_bar("Copying") as progress:
            counts = copy_index(source, target, progress=progress)
    except KeyboardInterrupt:
        stderr().print("askdoc: stopped; what is copied stays, run it again to continue")
        raise typer.Exit(INTERRUPTED) from None
    held = f"{counts.documents} documents, {counts.passages} passages"
    print(f"{shown(target)}: {held}, the same as in {shown(source)}")


@app.command(
    epilog="Examples:\n\n"
    '  askdoc ask "Who resigned?" papers/ --json > answer.json\n\n'
    "  askdoc verify answer.json papers/\n\n"
    "Exits with 1 if a text no longer says what the answer quotes."
)
def verify(
    answer: Annotated[Path, typer.Argument(help="The output of askdoc ask --json.")],
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help=f"{FILES}.")],
) -> None:
    """Check that the texts still say what a saved answer quotes, word for word."""
    verdicts = askdoc.verify(answer, paths)
    for verdict in verdicts:
        print_verdict(verdict)
    if not all(verdict.says_so for verdict in verdicts):
        raise typer.Exit(NOT_AS_WANTED)
