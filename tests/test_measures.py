"""The measures of answers, worked out by hand, and the textbook's windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import FakeEmbedder, document
from hypothesis import given
from hypothesis import strategies as st

import askdoc
from askdoc.evaluation import Golden, Retrieved, Textbook, measure, textbook_windows

# --- measures: an answer at 100 to 110 of a.txt

ROW = Golden("a.txt", "?", ((100, 110),))
MISS = Retrieved("a.txt", 500, 600, (500, 550))
RIGHT = Retrieved("a.txt", 50, 150, (90, 120))


def found(start: int, end: int, sentence: tuple[int, int] | None = None) -> Retrieved:
    return Retrieved("a.txt", start, end, sentence)


@pytest.mark.parametrize(
    ("passages", "hit_at_1", "hit_at_3", "mrr"),
    [
        ([RIGHT], 1, 1, 1),
        ([RIGHT, RIGHT], 1, 1, 1),
        ([MISS, RIGHT], 0, 1, 1 / 2),
        ([MISS, MISS, RIGHT], 0, 1, 1 / 3),
        ([MISS, MISS, MISS, RIGHT], 0, 0, 1 / 4),
        ([*[MISS] * 9, RIGHT], 0, 0, 1 / 10),
        ([*[MISS] * 10, RIGHT], 0, 0, 0),
        ([MISS], 0, 0, 0),
        ([], 0, 0, 0),
        ([found(100, 110)], 1, 1, 1),  # the answer and nothing else
        ([found(101, 200)], 0, 0, 0),  # it lacks one character
        ([found(0, 109)], 0, 0, 0),
        ([Retrieved("b.txt", 50, 150)], 0, 0, 0),  # the same place in another document
    ],
)
def test_rank_of_the_answer(
    passages: list[Retrieved], hit_at_1: float, hit_at_3: float, mrr: float
) -> None:
    m = measure([(ROW, passages)])
    assert (m.questions, m.hit_at_1, m.hit_at_3) == (1, hit_at_1, hit_at_3)
    assert m.mrr == pytest.approx(mrr, abs=1e-12)


@pytest.mark.parametrize(
    ("passages", "r_at_500", "r_at_1000"),
    [
        ([RIGHT], 1, 1),
        # 390 characters, then 110 to the answer's end: 500 exactly
        ([found(1000, 1390), found(0, 300)], 1, 1),
        # one more
        ([found(1000, 1391), found(0, 300)], 0, 1),
        ([found(1000, 1890), found(0, 300)], 0, 1),
        ([found(1000, 1891), found(0, 300)], 0, 0),
        # inside the first passage, as far as it is read
        ([found(0, 5000)], 1, 1),
        ([found(50, 60), found(60, 99), found(99, 200)], 1, 1),
        ([found(200, 700), RIGHT], 0, 1),
        ([MISS], 0, 0),
        ([], 0, 0),
        # more than ten passages are read, if they are short
        ([*[found(0, 10)] * 20, RIGHT], 1, 1),
    ],
)
def test_answer_in_the_first_characters_read(
    passages: list[Retrieved], r_at_500: float, r_at_1000: float
) -> None:
    m = measure([(ROW, passages)])
    assert (m.r_at_500, m.r_at_1000) == (r_at_500, r_at_1000)


@pytest.mark.parametrize(
    ("first", "touches"),
    [
        (found(50, 150, (90, 120)), 1),
        (found(50, 150, (50, 101)), 1),  # one character is enough
        (found(50, 150, (109, 150)), 1),
        (found(50, 150, (50, 100)), 0),  # it ends where the answer starts
        (found(50, 150, (110, 150)), 0),
        (Retrieved("b.txt", 50, 150, (90, 120)), 0),
        (found(50, 150), None),  # no sentence is marked
    ],
)
def test_marked_sentence(first: Retrieved, touches: float | None) -> None:
    assert measure([(ROW, [first, RIGHT])]).sent_at_1 == touches


def test_any_of_the_answers_will_do() -> None:
    row = Golden("a.txt", "?", ((900, 910), (100, 110)))
    m = measure([(row, [RIGHT])])
    assert (m.hit_at_1, m.r_at_500, m.sent_at_1) == (1, 1, 1)
    apart = Golden("a.txt", "?", ((40, 60), (140, 160)))  # neither wholly inside
    assert measure([(apart, [RIGHT])]).hit_at_1 == 0


def test_measures_are_means() -> None:
    m = measure([(ROW, [RIGHT]), (ROW, [MISS, RIGHT]), (ROW, [MISS]), (ROW, [])])
    assert m == askdoc.Measures(
        questions=4,
        hit_at_1=0.25,
        hit_at_3=0.5,
        mrr=0.375,  # (1 + 1/2) / 4
        r_at_500=0.5,
        r_at_1000=0.5,
        sent_at_1=0.25,
        sent_f1=0.0,  # nothing is said of marks beside the first
    )


@pytest.mark.parametrize(
    ("marks", "f1"),
    [
        (((90, 120),), 1),
        (((90, 120), (50, 80)), 2 * 0.5 * 1 / 1.5),
        (((95, 105),), 2 * 1 * 0.5 / 1.5),  # half of the answer
        (((50, 80),), 0),
        ((), 0),
    ],
)
def test_marks_are_correct_and_complete(marks: tuple[tuple[int, int], ...], f1: float) -> None:
    first = Retrieved("a.txt", 50, 150, (90, 120), marks)
    assert measure([(ROW, [first])]).sent_f1 == pytest.approx(f1)


# --- the textbook's windows


def test_windows_end_at_blank_lines() -> None:
    # Paragraphs of 400 and 2 between them: two fit in 1000, three do not; none is short
    # enough to be shared.
    text = "\n\n".join(["x" * 400] * 5)
    assert textbook_windows(text) == [(0, 802), (804, 1606), (1608, 2008)]


def test_short_paragraphs_are_shared_up_to_200_characters() -> None:
    # 100 and 2 between them: 9 fit (916), the last one is shared (two would be 202).
    text = "\n\n".join(["x" * 100] * 12)
    assert textbook_windows(text) == [(0, 916), (816, 1222)]


def test_long_paragraph_is_cut_at_line_ends_then_at_spaces_then_anywhere() -> None:
    lines = "\n".join(["x" * 600] * 2)
    assert textbook_windows(lines) == [(0, 600), (601, 1201)]
    words = " ".join(["x" * 600] * 2)
    assert textbook_windows(words) == [(0, 600), (601, 1201)]
    assert textbook_windows("x" * 1500) == [(0, 1000), (1000, 1500)]


def test_short_or_empty_text() -> None:
    assert textbook_windows("The cat slept.") == [(0, 14)]
    assert textbook_windows("") == textbook_windows(" \n\n ") == []


@given(st.lists(st.sampled_from(["word", "x" * 250, "y" * 1200, " ", "\n", "\n\n", "é. "])))
def test_windows_cover_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    windows = textbook_windows(text)
    inside = {i for start, end in windows for i in range(start, end)}
    assert all(i in inside or c.isspace() for i, c in enumerate(text))
    assert all(0 < end - start <= 1000 for start, end in windows)
    for (start, end), (after, last) in pairwise(windows):
        assert start < after
        assert end < last
        assert end - after <= 200


def test_textbook_ranks_windows_by_cosine() -> None:
    texts = ["The cat slept. " + "It purred. " * 89, "The dog ran. " + "It barked. " * 89]
    book = Textbook([document("\n\n".join(texts))], FakeEmbedder())
    places = [(f.start, f.end, f.sentence) for f in book.ask("Where is the dog?")]
    length = len(texts[0])
    assert length < 1000 < 2 * length
    assert places == [(length + 2, 2 * length, None), (0, length, None)]
