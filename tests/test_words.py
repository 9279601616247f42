"""Content words, and what a question demands of a passage: "quoted words" and -words."""

from __future__ import annotations

import itertools
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import askdoc.words
from askdoc.boundaries import boundaries
from askdoc.words import (
    content_words,
    is_same_person,
    joining,
    spelled,
    spelled_among,
    stems,
)

# --- content words


def test_content_words_and_where_they_stand() -> None:
    assert list(content_words("The talks in London")) == [("talk", 4, 9), ("london", 13, 19)]


def test_offsets_of_a_part_are_offsets_of_the_text() -> None:
    text = "The talks in London"
    assert list(content_words(text, 10)) == [("london", 13, 19)]
    assert list(content_words(text, 0, 9)) == [("talk", 4, 9)]
    assert list(content_words(text, 10, 12)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("What did he do about it?", ""),
        ("Talks talking TALKED talk", "talk talk talk talk"),
        ("What did Kerry say about Assad?", "kerri say assad"),
        ("Kerry's visit", "kerri visit"),  # the s of a possessive is no word
        ("root-cause", "root caus"),
        ("$5.2m in Łódź", "5 2m łódź"),
        ("外務大臣 é", "外務 務大 大臣 é"),
    ],
)
def test_stems(text: str, expected: str) -> None:
    assert stems(text) == expected.split()


@given(st.text())
@example("㐀\u0300")
def test_places_spell_the_words(text: str) -> None:
    found = list(content_words(text))
    assert [stem for start, end in [f[1:] for f in found] for stem in stems(text[start:end])] == [
        stem for stem, _, _ in found
    ]
    assert [start for _, start, _ in found] == sorted(start for _, start, _ in found)


@given(
    st.text("aB_1é '-\n", max_size=30),
    st.sets(st.text("ab_1é", min_size=1, max_size=3), max_size=4),
)
@example("Bear bears a bear, a_bear and a Bear", {"bear", "a"})
@example("aa aaa aa", {"aa"})
def test_some_words_are_found_as_among_all(text: str, words: set[str]) -> None:
    expected = [one for one in spelled(text) if one[0] in words]
    assert sorted(spelled_among(words, text)) == sorted(expected)
    for word in words:
        places = [place for found, *place in spelled_among(words, text) if found == word]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("José Muñoz", "josé muñoz"),
        ("Jose\u0301 Mun\u0303oz", "josé muñoz"),  # as macOS writes file names
        ("the oﬃce", "the office"),  # a ligature
        ("Ｆｅｅ ５０", "fee 50"),  # full width
        ("\ufdfa", "صلىاللهعليهوسلم"),  # one character that means several words stays one word
    ],
)
def test_one_spelling_of_each_word(text: str, words: str) -> None:
    found = list(spelled(text))
    assert [word for word, _, _ in found] == words.split()
    assert found[-1][2] == len(text)


@pytest.mark.parametrize(
    ("asked", "full_name", "same"),
    [
        ("Law", "Jack Law", True),
        ("Jack Law", "Law", True),
        ("Mr Law", "Jack Law", True),
        ("Ann Law", "Jack Law", False),
        ("Mr Law", "Mrs Law", False),
        ("Ann Law", "Jack Law or Ann Law", True),
        ("work secretary", "Jack Law, pensions secretary work", True),
        ("foreign secretary", "Jack Law, pensions secretary work", False),
        ("Hill", "Jack Law", False),
        ("", "Jack Law", False),
    ],
)
def test_of_whom_is_asked(asked: str, full_name: str, same: bool) -> None:
    assert is_same_person(frozenset(stems(asked)), full_name) is same


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("馆长是谁？", ["馆长", "长是", "是谁"]),
        ("橋は2019年。ABC社", ["橋は", "2019", "年", "abc", "社"]),
        ("확진자 수", ["확진자", "수"]),
        ("लीला शर्मा", ["लीला", "शर्मा"]),
    ],
)
def test_words_of_other_scripts(text: str, words: list[str]) -> None:
    found = list(spelled(text))
    assert [word for word, _, _ in found] == words
    assert all(text[start:end].lower() == word for word, start, end in found)


# --- where words end that no spaces divide


@pytest.fixture(params=["icu", "scripts"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With askdoc[cjk] and without."""
    if request.param == "scripts":
        monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    return str(request.param)


def parts(text: str) -> list[str]:
    ends = sorted(boundaries(text))
    return [text[a:b] for a, b in itertools.pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "icu", "scripts"),
    [
        ("谁设计了大学？", "谁 设计 了 大学 ？", "谁 设计 了 大学 ？"),
        ("水库建于山顶", "水库 建 于 山顶", "水库建 于 山顶"),
        ("橋を建てた", "橋 を 建て た", "橋 を 建 てた"),
        ("古いパン屋", "古い パン 屋", "古 い パン 屋"),
        ("𠮷野の橋", "𠮷 野 の 橋", "𠮷野 の 橋"),
        ("人々😀の橋", "人々 😀 の 橋", "人々 😀 の 橋"),
    ],
)
def test_words_end_where_a_dictionary_or_the_script_says(
    text: str, icu: str, scripts: str, way: str
) -> None:
    assert parts(text) == (icu if way == "icu" else scripts).split()


@given(st.text(st.characters(codec=None), max_size=20))
@example("\ud800橋\x00𠮷")
def test_boundaries_lie_in_the_text(text: str) -> None:
    found = boundaries(text)
    assert {0, len(text)} <= found
    assert found <= set(range(len(text) + 1))


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("谁设计了大学？", "谁设 计了 了大"),
        ("橋のパン", "橋の のパ"),
        ("大学的大学", "学的 的大"),
        ("ใครสร้างสะพาน", ""),
        ("누가 다리를 지었나요?", ""),
    ],
)
def test_pairs_that_join_words(question: str, pairs: str, way: str) -> None:
    assert joining(question) == set(pairs.split())


def test_a_pair_that_is_a_word_elsewhere_joins_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askdoc.words, "boundaries", lambda _: frozenset({1, 2}))
    assert joining("大桥大桥") == {"桥大"}


def test_other_questions_need_no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askdoc.words, "boundaries", None)
    for question in ("Who built the bridge?", "Кто построил мост?", "من بنى الجسر؟", "桥?"):
        assert joining(question) == set()
