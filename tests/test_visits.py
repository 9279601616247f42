"""The chat without a browser: visits, the files that visitors bring, and their feedback."""

from __future__ import annotations

import gc
import json
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder, document, fake_library

import askdoc
from askdoc.chat import feedback
from askdoc.chat import visits as visits_module
from askdoc.chat.originals import Originals
from askdoc.chat.uploads import Upload, Uploads, file_name
from askdoc.chat.visits import Limits, Visit, Visits
from askdoc.reasons import of_all
from askdoc.types import Reading, Reply

# --- visits


def chat(*texts: str, **limits: Any) -> tuple[Visits, Uploads]:
    visits = Visits(fake_library(*texts), Limits(**limits))
    return visits, Uploads(visits, Originals())


def read(uploads: Uploads, visit: Visit, folder: Path, *texts: str) -> list[Upload]:
    """Bring texts as 1.txt, 2.txt, ..., and wait until none is being read."""
    found = []
    for number, text in enumerate(texts, start=1):
        path = folder / f"upload{number}.txt"
        path.write_text(text)
        found.append(uploads.add(visit, path, f"{number}.txt"))
    done(found)
    return found


def done(all_: list[Upload]) -> None:
    for _ in range(6_000):
        if not any(one.pending for one in all_):
            return
        time.sleep(0.01)
    raise AssertionError(all_)


def test_filters_count_own_and_shared_documents(tmp_path: Path) -> None:
    """What one library lacks is said, and does not push aside what the other has."""
    visits = Visits(askdoc.Library([document("A dog ran.", "2021.txt")], FakeEmbedder()), Limits())
    uploads, visit = Uploads(visits, Originals()), visits.get("mine")
    read(uploads, visit, tmp_path, "Another dog ran home.")
    reply = visits.ask(visit, "What did the dog do? after:2020")
    assert [answer.document.name for answer in reply] == ["2021.txt"]
    assert not reply.unmet
    assert reply.narrowed == (
        "1 of 1 document matches after:2020. 0 of 1 document matches after:2020; 1.txt has no date"
    )


def test_own_documents_are_searched_only_by_their_visitor(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.")
    mine, other = visits.get("mine"), visits.get("other")
    (upload,) = read(uploads, mine, tmp_path, "The cat slept.")
    assert upload.state == "read"
    assert not upload.path.exists()
    mine.deselected.add(("shared", "1.txt"))
    assert [a.text for a in visits.ask(mine, "cat?")] == ["The cat slept."]
    assert [a.text for a in visits.ask(other, "cat?")] == ["A dog ran."]
    assert visits.library.documents[0].text == "A dog ran."
    assert ("own", "1.txt") not in visits.documents(other)


def test_documents_of_both_kinds_are_asked_together_best_first(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.", "A bird sang.")
    visit = visits.get("tab")
    read(uploads, visit, tmp_path, "The cat slept.")
    visit.deselected.add(("shared", "2.txt"))
    reply = visits.ask(visit, "Where is the cat?")
    assert [a.text for a in reply] == ["The cat slept.", "A dog ran."]
    assert reply[0].confidence > reply[1].confidence


def test_nothing_is_answered_when_nothing_is_asked() -> None:
    visits, _ = chat("A dog ran.")
    visit = visits.get("tab")
    visit.deselected.add(("shared", "1.txt"))
    with pytest.raises(askdoc.AskdocError, match="no document is asked; tick one under Sources"):
        visits.ask(visit, "dog?")


def test_visit_ends_with_its_tab() -> None:
    visits, _ = chat("A dog ran.")
    first = visits.get("first")
    assert visits.get("first") is first
    visits.end("first")
    assert first.ended
    assert visits.get("first") is not first
    assert visits.get("first").name != first.name
    visits.end("unknown")


def test_idle_visits_end_although_nobody_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits_module, "SWEEP_SECONDS", 0.02)
    visits, uploads = chat("A dog ran.")
    idle, reading, busy = map(visits.get, ("idle", "reading", "busy"))
    read(uploads, idle, tmp_path, "The cat slept.")
    library = weakref.ref(idle.own) if idle.own else None
    idle.last_active = reading.last_active = time.monotonic() - 3_601
    del idle
    with reading.writing:  # who waits for a long file is not idle
        for _ in range(200):
            if len(visits) == 2:
                break
            time.sleep(0.05)
        assert (reading.ended, busy.ended) == (False, False)
        assert len(visits) == 2
    gc.collect()
    assert library is not None
    assert library() is None  # nothing of the text is kept
    visits.end("busy")
    visits.end("reading")


def test_the_number_of_visits_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits_module, "MAX_VISITS", 3)
    visits, _ = chat("A dog ran.")
    first, second = visits.get("1"), visits.get("2")
    for tab in "314":
        visits.get(tab)
    assert (first.ended, second.ended) == (False, True)
    assert len(visits) == 3


def test_flood_of_empty_visits_ends_none_with_something_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits_module, "MAX_VISITS", 3)
    visits, uploads = chat("A dog ran.")
    mine = visits.get("mine")
    read(uploads, mine, tmp_path, "The cat slept.")
    for number in range(10):
        visits.get(f"flood{number}")
    assert visits.get("mine") is mine


def test_page_that_only_looks_keeps_no_visit_alive() -> None:
    visits, _ = chat("A dog ran.")
    visit = visits.get("tab")
    visit.last_active = before = time.monotonic() - 100
    assert visits.get("tab", active=False) is visit
    assert visit.last_active == before
    visits.get("tab")
    assert visit.last_active > before


def test_a_reason_is_true_of_all_documents(tmp_path: Path) -> None:
    visits, uploads = chat("The cat likes Berlin.")
    visit = visits.get("tab")
    read(uploads, visit, tmp_path, "A dog ran to Zanzibar.")

    def why(question: str) -> str | None:
        reply = visits.ask(visit, question)
        assert not reply.answered
        return reply.reason

    assert why("Does Oslo like tea?") == "The documents never mention “Oslo”."
    # the shared article does not mention it, their own document does
    assert why("Does Zanzibar like tea?") is None


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        # a library that has a similar name says so, which is no reason of the other
        (
            {"reason": "The article never mentions “Ost” (nearest: “Oslo”).", "missing": ("Ost",)},
            {"reason": "The article never mentions “Ost”.", "missing": ("Ost",)},
            "The documents never mention “Ost”.",
        ),
        ({"reason": "a", "missing": ("Ost",)}, {"reason": "b", "missing": ("Mill",)}, None),
        ({"reason": "a", "missing": ("Ost",)}, {}, None),
        ({"reason": "a"}, {"reason": "a"}, "a"),
        (
            {"reason": "No passage avoids tea.", "missing": ("Ost",), "unmet": "-tea"},
            {"reason": "No passage avoids tea.", "missing": ("Ost",), "unmet": "-tea"},
            "No passage avoids tea.",
        ),
        ({}, {}, None),
    ],
)
def test_common_reason_of_two_libraries(
    first: dict[str, Any], second: dict[str, Any], common: str | None
) -> None:
    found = of_all([Reply("q", "q", "not", (), **one) for one in (first, second)])
    assert found == common


# --- reading what is brought


class Held(FakeEmbedder):
    """Reads texts only when it is let."""

    def __init__(self) -> None:
        self.reading, self.let = threading.Event(), threading.Event()

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        self.reading.set()
        assert self.let.wait(60)
        return super().read_texts(texts)


def held(folder: Path, *texts: str) -> tuple[Held, Visits, Visit, Uploads, list[Upload]]:
    """A visit whose first file is being read, and goes on being so until it is let."""
    embedder = Held()
    visits = Visits(askdoc.Library((), embedder), Limits())
    visit, uploads, found = visits.get("tab"), Uploads(visits, Originals()), []
    for number, text in enumerate(texts, start=1):
        path = folder / f"upload{number}.txt"
        path.write_text(text)
        found.append(uploads.add(visit, path, f"{number}.txt"))
    assert embedder.reading.wait(60)
    return embedder, visits, visit, uploads, found


def test_one_file_is_cancelled_while_others_go_on(tmp_path: Path) -> None:
    embedder, _, visit, uploads, (first, second, third) = held(
        tmp_path, "A cat.", "A bird.", "A dog."
    )
    assert [one.state for one in (first, second, third)] == ["reading", "waiting", "waiting"]
    uploads.cancel(visit, first.number)
    uploads.cancel(visit, second.number)
    embedder.let.set()
    done([first, second, third])
    assert [d.name for d in visit.documents] == ["3.txt"]
    assert [one.name for one in visit.uploads] == ["3.txt"]
    assert list(tmp_path.iterdir()) == []


def test_reading_stops_when_its_visitor_has_left(tmp_path: Path) -> None:
    embedder, visits, visit, _, found = held(tmp_path, *["A cat."] * 3)
    visits.end("tab")
    embedder.let.set()
    done(found)
    assert visit.documents == ()
    assert list(tmp_path.iterdir()) == []


def test_a_visitor_without_files_takes_no_room(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.", visitors=1)
    (empty,) = read(uploads, visits.get("one"), tmp_path, "")
    assert empty.state == "failed"
    (upload,) = read(uploads, visits.get("other"), tmp_path, "A cat.")
    assert upload.state == "read"


def test_limits(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.", files=2, characters=100, visitors=1)
    visit = visits.get("tab")
    found = read(uploads, visit, tmp_path, "A cat.", "A dog.", "A bird.", "x")
    assert [one.said for one in found if one.state == "failed"] == [
        f"{name}: left out; the limit is 2 documents, remove one to make room"
        for name in ("3.txt", "4.txt")
    ]
    (refused,) = read(uploads, visits.get("other"), tmp_path, "A cat.")
    assert refused.said == "too many visitors are reading documents now; try again later"


def test_same_file_is_not_read_twice(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.")
    _, again = read(uploads, visits.get("tab"), tmp_path, "A cat.", "A cat.")
    assert again.said == "2.txt: already here, as 1.txt"


def test_too_much_text_is_not_accepted(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.", characters=100)
    visit = visits.get("tab")
    long, _ = read(uploads, visit, tmp_path, "A cat sat. " * 20, "A bird.")
    assert [d.name for d in visit.documents] == ["2.txt"]
    assert long.said.startswith("1.txt: too long; the limit is 100 characters for one visit")


def test_reading_takes_no_longer_than_allowed(tmp_path: Path) -> None:
    visits, uploads = chat("A dog ran.", seconds=-1)
    (upload,) = read(uploads, visits.get("tab"), tmp_path, "A cat.")
    assert upload.said == "1.txt: takes too long to read; add a part of it"


def test_error_names_the_file_and_no_folder_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "x.dwg"
    path.write_text("a,b")
    visits, uploads = chat("A dog ran.")
    visit = visits.get("tab")
    found = [
        uploads.add(visit, path, "plan.dwg"),
        uploads.add(visit, tmp_path / "gone.txt", "gone.txt"),
    ]
    done(found)
    assert found[0].said.startswith("plan.dwg: askdoc does not read")
    assert found[1].said == "gone.txt: cannot be read; save it again or as plain text"
    assert str(tmp_path) not in f"{found}".replace(str(path), "").replace(str(tmp_path), "", 2)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.txt", "a (3).txt"),
        ("../../etc/passwd", "..∕..∕etc∕passwd"),
        ("<b>.txt", "<b>.txt"),
        ("nul\0.txt", "nul.txt"),
        (".txt", ".txt"),
        ("", "document"),
        ("ü" * 200 + ".pdf", "ü" * 90 + ".pdf"),
    ],
)
def test_file_name(name: str, file: str) -> None:
    assert file_name(name, {"a.txt", "a (2).txt"}) == file


# --- feedback


def test_rows_and_their_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "golden.jsonl"
    cats = fake_library("The cat slept.")
    feedback.write(path, cats.ask("cat?"), 0, "up")
    feedback.write(path, cats.ask("cat?"), 0, "down")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    row = {"document": "1.txt", "question": "cat?"}
    assert rows == [{**row, "answers": [[0, 14]]}, {**row, "answers": [], "rejected": [[0, 14]]}]
    monkeypatch.setattr(feedback, "MAX_BYTES", 10)
    feedback.write(path, cats.ask("cat?"), 0, "up")
    assert len(path.read_text().splitlines()) == 2
