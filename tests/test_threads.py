"""Many readers and a writer: every reply comes from one moment, and no reader waits for long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder
from saved import opened

import askdoc
from askdoc.cores import cores
from askdoc.embed import embed_question
from askdoc.types import Reading

SECONDS = 6
READERS = 8

# Of each edition every passage says its number, so a mixture of two would show.
PASSAGES = 6


def edition(name: str, number: int) -> askdoc.Document:
    text = "\n\n".join(f"Edition {number}: the cat met dog {i} of {name}." for i in range(PASSAGES))
    return askdoc.Document(name, text, name)


@pytest.mark.slow
@pytest.mark.parametrize("saved", [False, True], ids=["in memory", "saved"])
def test_readers_during_writing_see_one_moment(
    saved: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The writer publishes edition n of two documents at once, or takes a third away and back.

    So at any moment both are of one edition, complete, and the count of passages is one of two.
    """
    library = opened(tmp_path / "x.askdoc") if saved else askdoc.Library((), FakeEmbedder())
    library.add([edition("a.txt", 0), edition("b.txt", 0), edition("c.txt", 0)])
    wrong: list[str] = []
    waits: list[float] = []
    done = threading.Event()

    def read() -> None:
        question = embed_question("Where is the cat?", library.embedder)
        seen = 0
        while not done.is_set():
            try:
                began = time.monotonic()
                found, statistics = library._store.search(question, 100)
                reply = library.ask("Where is the cat?", 100)
                waits.append(time.monotonic() - began)
            except Exception as error:
                wrong.append(repr(error))
                return
            texts = [c.passage.text for c in found if c.passage.document.name != "c.txt"]
            editions = {int(text.split(":")[0].split()[1]) for text in texts}
            if len(editions) != 1 or len(texts) != 2 * PASSAGES or min(editions) < seen:
                wrong.append(f"{len(texts)} passages of editions {editions} after {seen}")
            if not len(found) == statistics.passages == statistics.frequencies["cat"]:
                wrong.append(f"{len(found)} found, {statistics}")
            if len(found) not in (2 * PASSAGES, 3 * PASSAGES):
                wrong.append(f"{len(found)} found")
            for answer in reply:
                if answer.text not in answer.document.text:
                    wrong.append(f"{answer.text!r} is not in {answer.document.text!r}")
            seen = max(editions)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    number = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and not wrong:
        number += 1
        library.add([edition("a.txt", number), edition("b.txt", number)])
        if number % 3 == 0:
            library.remove("c.txt")
            library.add([edition("c.txt", number)])
    done.set()
    for reader in readers:
        reader.join()
    with capsys.disabled():
        waits.sort()
        print(
            f"\n{len(waits)} replies of {READERS} readers during {number} editions, "
            f"{len(wrong)} errors, longest wait {waits[-1] / np.median(waits):.0f} x the median"
        )
    assert wrong == []
    assert len(waits) > 100
    assert number > 10
    assert {document.text for document in library.documents} >= {edition("a.txt", number).text}


def test_additions_of_several_threads_are_all_stored(place: str | Path) -> None:
    library = opened(place)

    def add(writer: int) -> None:
        for i in range(5):
            library.add([askdoc.Document(f"{writer}-{i}.txt", f"Cat {writer} met dog {i}.", "")])

    threads = [threading.Thread(target=add, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({document.name for document in library.documents}) == 20
    assert opened(place).documents == library.documents


@dataclass
class Watched(FakeEmbedder):
    """Takes a while for a question, and tells how many are asked at once, at most."""

    now: int = 0
    most: int = 0
    questions: list[str] = field(default_factory=list)

    def read_question(self, question: str) -> Reading:
        self.questions.append(question)
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.005)
        self.now -= 1
        return super().read_question(question)


def test_no_more_ask_at_once_than_there_are_cores() -> None:
    library = askdoc.Library([edition("a.txt", 0)], FakeEmbedder())
    library.embedder = watched = Watched()
    with ThreadPoolExecutor(8 * cores()) as pool:
        replies = list(pool.map(library.ask, ["Where is the cat?"] * 16 * cores()))
    assert all(reply[0].document.name == "a.txt" for reply in replies)
    assert watched.most == max(2, cores())


def test_whoever_waits_is_answered_while_others_ask_again_and_again() -> None:
    library = askdoc.Library([edition("a.txt", 0)], FakeEmbedder())
    library.embedder = watched = Watched()
    answered = threading.Event()

    def keep_asking() -> None:
        for _ in range(200):
            library.ask("Where is the cat?")
            if answered.is_set():
                break

    others = [threading.Thread(target=keep_asking) for _ in range(cores() + 2)]
    for thread in others:
        thread.start()
    while len(watched.questions) < 20:
        time.sleep(0.001)
    library.ask("Who waits?")
    answered.set()
    for thread in others:
        thread.join()
    assert watched.questions.index("Who waits?") < 60


def test_errors_of_a_question_reach_who_asked() -> None:
    class Broken(FakeEmbedder):
        def read_question(self, question: str) -> Reading:
            time.sleep(0.005)
            raise ValueError(question)

    library = askdoc.Library([edition("a.txt", 0)], FakeEmbedder())
    library.embedder = Broken()

    def ask(number: int) -> str:
        with pytest.raises(ValueError, match=f"cat {number}") as error:
            library.ask(f"cat {number}?")
        return str(error.value)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [f"cat {number}?" for number in range(8)]
