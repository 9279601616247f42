"""A library is brought up to what files and folders hold, at no cost for what is unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.library.filling import Fill, Filled
from askdoc.load import File, Found, find, nothing_to_read
from askdoc.types import Progress, Store


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did, as names of documents.

    left_out: an error for each file not read
    passed_over: how many files of other kinds the folders hold, by their ending: {".png": 3}
    omitted: how many parts of the files that were read are not in their texts, by what they are:
    {"running head": 12}; lost: a line for each of those that could not be read
    languages: how many of the files that were read are in which, by its ISO 639-1 code, "" if it
    is not known
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left_out: tuple[LoadError, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    omitted: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Plan:
    """What is to be done: files to be read, names that are as they were, what is known so far of
    files and of parts of files that are not read."""

    to_read: list[File] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[LoadError] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
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
    """Read what is new or changed, by content.

    fill: how files come into the store
    progress: called as progress(done, total) in bytes of files
    mirror: remove what the paths do not hold; else what is there stays
    with_omitted: whether texts hold what is left out of others, such as running heads

    What has been read is kept if it is interrupted. Raises `LoadError` if a path does
    not exist, a file that is named itself cannot be read, or nothing can.
    """
    found = find(paths, with_omitted)
    hashes = {file: _sha256(file) for file in found.files}
    plan = _plan(hashes, store)
    stale = mirror and not store.hashes.keys() <= set(plan.unchanged)
    if not plan.to_read and not stale:  # nothing to write, so nothing to wait for
        return _changes(plan, [], (), found, paths)
    with store.writing():
        plan = _plan(hashes, store)  # another process may have done the work meanwhile
        before = set(store.hashes)
        present = set(plan.unchanged)
        done = _fill(plan, fill, store, progress)
        present |= set(plan.unchanged)
        changes = _changes(plan, done, before, found, paths)
        named = {file.name for file in found.files}
        gone = {name for name in before if name not in present and name not in done}
        gone = gone if mirror else gone & named  # a file that can be read no more
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
    """Read the files to be read -> the names of those that it put into the store, in their order.

    Those that another process has put there meanwhile are unchanged.
    """
    found: dict[File, Filled] = {}
    # subtle: closed here, so that what it has started ends when this ends, in whatever way
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
        plan.lost += [f"{one.file.name}: {part}" for part in one.omitted if part.text is None]
    done = [one for one in in_order if not one.error and not one.by_others]
    plan.languages.update(one.language for one in done)
    return [one.file.name for one in done]


def _changes(
    plan: _Plan,
    done: Sequence[str],
    before: Iterable[str],
    found: Found,
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
        languages=dict(plan.languages),
    )
