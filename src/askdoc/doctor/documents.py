"""Checks of the documents in an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from askdoc.boundaries import has_dictionary
from askdoc.doctor.finding import Finding, problem
from askdoc.embed import DEFAULT_MODEL
from askdoc.errors import LoadError
from askdoc.languages import language
from askdoc.load import find
from askdoc.messages import later, tr
from askdoc.show import counted
from askdoc.store import LocalStore
from askdoc.types import Embedder, Omitted, Store


class Listed(NamedTuple):
    """What the checks need of a document. Texts of many documents do not fit into memory.

    digest: the SHA-256 checksum of its text
    """

    name: str
    language: str
    digest: bytes
    omitted: tuple[Omitted, ...]


def listed(store: Store) -> list[Listed]:
    """All documents, by name."""
    every = store.each_document() if isinstance(store, LocalStore) else store.documents
    return sorted(
        (Listed(d.name, d.language, _digest(d.text), d.omitted) for d in every),
        key=lambda one: one.name,
    )


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", errors="surrogatepass")).digest()


def truncated(store: LocalStore, embedder: Embedder, index: str | Path) -> Iterator[Finding]:
    """The passages that are longer than the model reads."""
    cut = Counter(
        name
        for name, text in store.passage_texts()
        if embedder.count_tokens(text) > embedder.max_tokens
    )
    if not cut:
        yield Finding(
            True,
            tr(
                "no passage is longer than the {max_tokens} tokens it reads",
                max_tokens=embedder.max_tokens,
            ),
        )
    for name, count in cut.items():
        yield Finding(
            False,
            tr(
                "{name}: {count} of its passages exceed the {max_tokens} tokens that "
                "the model reads",
                name=name,
                count=count,
                max_tokens=embedder.max_tokens,
            ),
            f"askdoc index PATH... --index {index} --rebuild",
        )


def languages(
    documents: Sequence[Listed], embedder: Embedder, index: str | Path
) -> Iterator[Finding]:
    """The documents in languages that the model does not know."""
    if embedder.name != DEFAULT_MODEL:
        yield Finding(True, tr("the languages of {name} are unknown", name=embedder.name))
        return
    foreign = [document for document in documents if document.language not in ("", "en")]
    if not foreign:
        yield Finding(True, tr("the texts are in English, like the model"))
    for document in foreign:
        yield Finding(
            False,
            tr(
                "{name}: in {language}, and the model knows only English",
                name=document.name,
                language=tr(language(document.language).name),
            ),
            f"askdoc reembed --index {index} --model multilingual",
        )


def words(documents: Sequence[Listed]) -> Iterator[Finding]:
    """Whether a dictionary finds the words of Chinese and Japanese documents."""
    unspaced = [document.name for document in documents if document.language in ("ja", "zh")]
    if unspaced and not has_dictionary():
        yield Finding(
            False,
            tr("{name}: word boundaries in questions are only estimated", name=min(unspaced)),
            'pip install "askdoc[cjk]"',
        )


def duplicates(documents: Sequence[Listed], index: str | Path) -> Iterator[Finding]:
    """Documents with the same text."""
    by_text = groupby(sorted(documents, key=lambda one: one.digest), lambda one: one.digest)
    names = ([one.name for one in same] for _, same in by_text)
    found = sorted(several for several in names if len(several) > 1)
    if not found:
        yield Finding(True, tr("no text occurs twice"))
    for several in found:
        yield Finding(
            False,
            tr("the same text: {names}", names=", ".join(several)),
            tr("delete all but one, then: askdoc index PATH... --index {index}", index=index),
        )


def omitted(documents: Sequence[Listed]) -> Iterator[Finding]:
    """The parts of the files that are not in the texts."""
    parts = [(document, one) for document in documents for one in document.omitted]
    kept = Counter(one.kind for _, one in parts if one.text is not None and one.start is None)
    if kept:
        yield Finding(
            True,
            tr("left out of the texts: {kinds}; --with-omitted includes it", kinds=counted(kept)),
        )
    for document, one in parts:
        if one.uncertain:
            yield Finding(True, tr("{name}: uncertain: {part}", name=document.name, part=one))
        elif one.text is None:
            yield Finding(
                False,
                tr("{name}: {part}: not read", name=document.name, part=one),
                tr("look at the file itself"),
            )


def out_of_date(store: Store, paths: Sequence[str | Path], index: str | Path) -> Iterator[Finding]:
    """Files of the paths that differ from what was indexed."""
    try:
        files = find(paths).files
        now = {file.name: file.sha256() for file in files}
    except LoadError as error:
        yield problem(error)
        return
    then = store.hashes
    stale = {
        later("{n} new since it was written, such as {name}"): now.keys() - then.keys(),
        later("{n} changed since it was written, such as {name}"): {
            name for name in now if then.get(name, now[name]) != now[name]
        },
        later("{n} deleted since it was written, such as {name}"): then.keys() - now.keys(),
    }
    if not any(stale.values()):
        yield Finding(True, tr("it is up to date with the paths"))
    for what, found in stale.items():
        if found:
            given = " ".join(str(path) for path in paths)
            yield Finding(
                False,
                tr(what, n=len(found), name=min(found)),
                f"askdoc index {given} --index {index}",
            )
