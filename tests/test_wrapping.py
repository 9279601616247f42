"""Wrapping for a terminal: columns, marks and directions."""

from __future__ import annotations

import io
import re

import pytest
from conftest import fake_library
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from askdoc.cli import printing
from askdoc.cli.wrapping import RLM, is_right_to_left, wrap

CHINESE = "渡船停在岸边。**船长说，修理引擎需要六个星期。**没有人知道费用是多少。"
JAPANESE = "駅は閉まっている。**駅長は「来月まで再開しない」と述べた。**乗客は困っている。"
THAI = "เรือข้ามฟากจอดอยู่ที่ท่าเรือและกัปตันบอกว่าการซ่อมเครื่องยนต์ต้องใช้เวลาหกสัปดาห์"
HEBREW = "המעבורת עוגנת בנמל. הקברניט אמר שתיקון המנוע יימשך שישה שבועות. איש אינו יודע."


def lines(text: str, width: int) -> list[str]:
    return [line.plain for line in wrap(Text(text), width)]


@pytest.mark.parametrize("text", [CHINESE, JAPANESE])
def test_wide_characters_take_two_columns_and_marks_stay_with_their_words(text: str) -> None:
    for width in range(12, 70):
        found = lines(text, width)
        assert "".join(found) == text
        assert max(map(cell_len, found)) <= width
        assert "".join(found).count("**") == sum(line.count("**") for line in found) == 2
        for line in found:
            assert not re.match(r"[。，、」！？]", line)
            assert not line.endswith("「")
            assert line.strip("*") != ""


def test_a_chinese_clause_fills_the_line_after_latin_words() -> None:
    assert lines("Boeing 公司说飞机下个月起飞", 16) == ["Boeing 公司说飞", "机下个月起飞"]


def test_latin_words_are_broken_at_spaces_only() -> None:
    text = "The ferry waits. **The captain repairs it.** Nobody knows."
    assert lines(text, 18) == [
        "The ferry waits.",
        "**The captain",
        "repairs it.**",
        "Nobody knows.",
    ]


def test_marks_at_the_end_of_a_word_wider_than_the_line_are_not_torn() -> None:
    for width in range(4, 40):
        found = lines(f"see **{'x' * 33}** then", width)
        assert max(map(cell_len, found)) <= width
        assert sum(line.count("**") for line in found) == 2


def test_combining_characters_stay_with_their_letter() -> None:
    found = lines(THAI, 11)
    assert "".join(found) == THAI
    assert all(cell_len(line) <= 11 for line in found)
    assert not any(re.match("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", line) for line in found)
    assert lines("e\u0301" * 7, 3) == ["e\u0301" * 3, "e\u0301" * 3, "e\u0301"]


def test_a_character_wider_than_the_line_is_a_line() -> None:
    assert lines("船長", 1) == ["船", "長"]
    assert lines("", 10) == [""]
    assert lines("*" * 9, 4) == ["****", "****", "*"]


@given(st.text(alphabet="ab 船。「é\u0301ש*", max_size=60), st.integers(2, 20))
def test_any_text_fits_and_keeps_its_characters(text: str, width: int) -> None:
    found = lines(text, width)
    assert all(cell_len(line) <= width for line in found)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)


def test_styles_go_over_to_the_next_line() -> None:
    first, second = wrap(Text("one two", "red"), 4)
    assert (first.plain, second.plain) == ("one", "two")
    assert first.style == second.style == "red"


def test_direction_is_that_of_the_first_letter() -> None:
    assert is_right_to_left(f"12. „{HEBREW}")
    assert is_right_to_left("قال القبطان: Boeing")
    assert not is_right_to_left("Boeing אמר")
    assert not is_right_to_left("12.")


@pytest.mark.parametrize("terminal", [True, False])
def test_right_to_left_lines_are_marked_on_a_terminal_only(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = fake_library(HEBREW)
    out = io.StringIO()
    monkeypatch.setattr(
        printing,
        "Console",
        lambda **given: Console(
            file=out, force_terminal=terminal, width=40, no_color=True, **given
        ),
    )
    printing.print_reply(library.ask("כמה זמן יימשך תיקון המנוע?"), explain=False)
    shown = [line.strip() for line in re.sub(r"\x1b\S*?[m\\]", "", out.getvalue()).split("\n")]
    passage = [line for line in shown if is_right_to_left(line.strip(f"*{RLM}"))]
    assert len(passage) > 1
    for line in passage:
        assert (line.startswith(RLM), line.endswith(RLM)) == (terminal, terminal)
        assert cell_len(line) <= 37
    assert "".join(passage).count("**") == 2
