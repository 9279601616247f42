"""What a document knows of its pages, its times and its file, and that an index keeps it."""

from __future__ import annotations

from dataclasses import replace

from askdoc import show
from askdoc.store.stored import details, document_of
from askdoc.types import Document, Facts, Omitted

TEXT = "One cat sat.\n\nTwo birds flew away.\n\nRunning head"
FULL = Document(
    "a.pdf",
    TEXT,
    "Animals",
    (0, 14),
    page_names=("page i", "page 1"),
    scans=((1, 0.87),),
    times=((0, 1.5), (14, 3725.2)),
    facts=Facts("Ana Ruiz", "2024-03-03", "The Courier", "en"),
    omitted=(
        Omitted("page number", "i", page=1),
        Omitted("running head", "Running head", page=1, start=36),
        Omitted("missing chapter", name="c.xhtml"),
    ),
    headings=((0, 5, 1), (14, 18, 2)),
)


def test_pages_have_names() -> None:
    assert [FULL.page_name_at(at) for at in (0, 13, 14, 30)] == [
        *("page i", "page i", "page 1", "page 1")
    ]
    assert Document("a", TEXT, "a", (0, 14)).page_name_at(20) == "page 2"
    assert Document("a", TEXT, "a").page_name_at(20) is None


def test_what_was_left_out_and_is_held_again_has_its_own_page() -> None:
    assert (FULL.page_at(35), FULL.page_at(36)) == (2, 1)


def test_what_was_left_out_can_be_held_at_the_end() -> None:
    held = replace(FULL, omitted=tuple(replace(one, start=None) for one in FULL.omitted))
    held = held.with_omitted()
    assert held.text == f"{TEXT}\n\ni\n\nRunning head"
    assert [(str(one), one.start) for one in held.omitted] == [
        ("page number on page 1", len(TEXT) + 2),
        ("running head on page 1", len(TEXT) + 5),
        ("missing chapter c.xhtml", None),
    ]
    assert held.page_at(len(TEXT) + 2) == 1
    assert held.with_omitted() == held


def test_times() -> None:
    assert [FULL.time_at(at) for at in (0, 13, 14)] == [1.5, 1.5, 3725.2]
    assert Document("a", TEXT, "a", times=((5, 2.0),)).time_at(4) is None
    assert [show.clock(seconds) for seconds in (0, 61.9, 3725.2)] == ["0:00", "1:01", "1:02:05"]


def test_an_index_keeps_all_of_it() -> None:
    assert (
        document_of(FULL.name, FULL.title, FULL.text.encode(), FULL.sha256, details(FULL)) == FULL
    )
