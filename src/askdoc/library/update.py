"""Update a library to contain what files and folders contain; unchanged files are not read
again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.library.changes import Changes
from askdoc.library.filling import Fill, Filled
from askdoc.load import File, FoundFiles, find, nothing_to_read
from askdoc.types import Progress, Store


@dataclass
class _Plan:
    """What to do: files to read, names of unchanged documents, and what is known so far about files
    and parts of files that cannot be read."""

    to_read: list[File] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[LoadError] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)


def update(
    store: Store,
    fill: Fill,
    paths: Sequence[str | Path],
    progress: Progress | None = None,
    *,
    mirror: bool,
    with_omitted: bool = False,
) -> Changes:
    """Read files that are new or changed, compared by content.

    fill: reads files into the store
    progress: called as progress(done, total) in bytes of files
    mirror: also remove documents that the paths do not contain
    with_omitted: whether texts include what is usually left out, such as running heads

    If it is interrupted, finished files stay. Raises `LoadError` if a path does not exist, a file
    named in `paths` cannot be read, or no file can.
    """
    found = find(paths, with_omitted)
    hashes = {file: _sha256(file) for file in found.files}
    plan = _plan(hashes, store)
    stale = mirror and not store.hashes.keys() <= set(plan.unchanged)
    if not plan.to_read and not stale:  # nothing to write, so no lock is needed
        return _changes(plan, [], (), found, paths)
    with store.writing():
        plan = _plan(hashes, store)  # another process may have done the work in the meantime
        before = set(store.hashes)
        present = set(plan.unchanged)
        done = _fill(plan, fill, store, progress)
        present |= set(plan.unchanged)
        changes = _changes(plan, done, before, found, paths)
        named = {file.name for file in found.files}
        gone = {name for name in before if name not in present and name not in done}
        gone = gone if mirror else gone & named  # a file that can no longer be read
        store.remove(gone)
        return replace(changes, removed=tuple(sorted(gone)))


def _sha256(file: File) -> str | LoadError:
    try:
        return file.sha256()
    except LoadError as error:
        if file.named:
            raise
        return error


def _plan(hashes: dict[File, str | LoadError], store: Store) -> _Plan:
    plan, present = _Plan(), store.hashes
    for file, found in hashes.items():
        if isinstance(found, LoadError):
            plan.left_out.append(found)
        elif present.get(file.name) == found:
            plan.unchanged.append(file.name)
        else:
            plan.to_read.append(file)
    return plan


def _fill(plan: _Plan, fill: Fill, store: Store, progress: Progress | None) -> list[str]:
    """Read the planned files -> the names of those put into the store, in order.

    Files that another process has added in the meantime count as unchanged.
    """
    found: dict[File, Filled] = {}
    # subtle: closing it here stops everything it started, however this block ends
    with closing(fill(store, plan.to_read, progress)) as filled:
        for one in filled:
            if one.error and one.file.named:
                raise one.error
            found[one.file] = one
    in_order = [found[file] for file in plan.to_read]
    plan.unchanged += [one.file.name for one in in_order if one.by_others]
    plan.left_out += [one.error for one in in_order if one.error]
    for one in in_order:
        plan.omitted.update(part.kind for part in one.omitted if part.text is not None)
        for part in one.omitted:
            if part.text is None:
                lines = plan.uncertain if part.uncertain else plan.lost
                lines.append(f"{one.file.name}: {part}")
    done = [one for one in in_order if not one.error and not one.by_others]
    plan.languages.update(one.language for one in done)
    return [one.file.name for one in done]


def _changes(
    plan: _Plan,
    done: Sequence[str],
    before: Iterable[str],
    found: FoundFiles,
    paths: Sequence[str | Path],
) -> Changes:
    left_out = (*found.errors, *plan.left_out)
    if not done and not plan.unchanged:
        raise nothing_to_read(paths, left_out)
    known = set(before)
    return Changes(
        added=tuple(name for name in done if name not in known),
        changed=tuple(name for name in done if name in known),
        unchanged=tuple(plan.unchanged),
        left_out=left_out,
        passed_over=dict(found.passed_over),
        omitted=dict(plan.omitted),
        lost=tuple(plan.lost),
        uncertain=tuple(plan.uncertain),
        languages=dict(plan.languages),
        files={file.name: file.path for file in found.files},
    )
