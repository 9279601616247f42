"""The quotations of a draft are looked up: golden ones, half of them altered by hand."""

from __future__ import annotations

import json
import random
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import docx
import pytest
from commands import run_here

from askdoc.checking import Checked, check_draft, quotations
from askdoc.load import load
from askdoc.types import Document

QUOTES = Path(__file__).parent / "golden" / "quotes"
SOURCES = [load(QUOTES / "ferry.txt"), load(QUOTES / "minutes.txt")]
ROWS = [json.loads(line) for line in (QUOTES / "quotations.jsonl").read_text("utf-8").splitlines()]


def checked(text: str) -> list[Checked]:
    return check_draft(Document("draft.md", text, "draft"), SOURCES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["draft"][:60])
def test_golden(row: dict[str, Any]) -> None:
    (one,) = checked(row["draft"])
    assert one.verdict == row["verdict"]
    if one.verdict == "exact":
        assert one.document is not None
        assert one.document.text[one.start : one.end].strip()


def test_golden_set_is_half_altered() -> None:
    altered = sum(row["verdict"] != "exact" for row in ROWS)
    assert len(ROWS) >= 60
    assert altered >= len(ROWS) / 2


def test_changes_are_reported_word_by_word() -> None:
    (one,) = checked("“Nobody on the island asked us for a bridge,” Fonta said.")
    assert one.diff == (
        ("=", "Nobody on the island asked us for a"),
        ("-", "tunnel"),
        ("+", "bridge"),
    )


def test_equivalent_spellings_and_omissions_are_reported() -> None:
    (one,) = checked("„We have looked at every figure … and the boat is cheaper than a bridge“")
    assert one.verdict == "exact"
    assert one.left_out == ("twice,",)
    assert "ellipses" in one.folded


PAGE = """<!doctype html><html><body><article><h1>The ferry</h1>
<p>Fonta said <q>Nobody on the island asked us for a tunnel</q> at the meeting in the town hall.</p>
<p>The letter of the council says, and it was read aloud to all who had come on that evening:</p>
<blockquote><p>Nobody on the island asked us for a bridge</p><footer>— Fonta</footer></blockquote>
<p>After that the meeting was closed, and everybody went home by the last boat of the day.</p>
</article></body></html>"""


@pytest.mark.slow
def test_quotations_of_a_page(tmp_path: Path) -> None:
    file = tmp_path / "draft.html"
    file.write_text(PAGE)
    inline, block = check_draft(load(file), SOURCES)
    assert (inline.verdict, inline.quotation.text) == (
        "exact",
        "Nobody on the island asked us for a tunnel",
    )
    assert (block.verdict, block.attributed) == ("changed", "Fonta")


@pytest.mark.slow
@pytest.mark.parametrize("style", ["Quote", "Intense Quote"])
def test_block_quotes_of_word(tmp_path: Path, style: str) -> None:
    made = docx.Document()
    made.add_paragraph("The letter of the council says:")
    made.add_paragraph("Nobody on the island asked us for a tunnel,", style)
    made.add_paragraph("and the boat is cheaper than a bridge.", style)
    made.add_paragraph("After that the meeting was closed, and nothing else was said by anybody.")
    made.save(str(tmp_path / "draft.docx"))
    document = load(tmp_path / "draft.docx")
    (one,) = check_draft(document, SOURCES)
    assert one.quotation.text == (
        "Nobody on the island asked us for a tunnel,\n\nand the boat is cheaper than a bridge."
    )
    assert document.text[one.quotation.start : one.quotation.end] == one.quotation.text


def test_a_changed_quotation_is_found_among_many_documents_of_the_same_words() -> None:
    words = "the old mill by the river was sold to a baker from the town".split()
    shuffled = random.Random(2)
    others = [
        Document(f"{n}.txt", " ".join(shuffled.sample(words, len(words))) * 20, f"{n}")
        for n in range(60)
    ]
    mine = Document("mine.txt", "It rained. The old mill by the river was sold to a baker.", "mine")
    draft = Document("draft.md", "“The old mill by the river was given to a baker.”", "draft")
    (one,) = check_draft(draft, [*others, mine])
    assert one.verdict == "changed"
    assert one.document == mine


@pytest.mark.parametrize(
    ("draft", "speakers"),
    [
        (
            "Fonta said “A bridge is too dear for us,” and Obi said “it will last ten years”.",
            "Fonta Obi",
        ),
        (
            "“A bridge is too dear for us,” Fonta said, but Obi told us: “it lasts ten years”.",
            "Fonta Obi",
        ),
        ("Fonta said “a bridge is too dear for us” and “it will last ten years”.", "Fonta Fonta"),
        (
            "“A bridge is too dear for us,” Fonta said. He added: “It will last ten years”.",
            "Fonta Fonta",
        ),
        (
            "“A bridge is too dear for us,” Fonta said. “It will last ten years,” Obi said.",
            "Fonta Obi",
        ),
    ],
)
def test_two_quotations_in_a_sentence_have_each_their_speaker(draft: str, speakers: str) -> None:
    assert [one.attributed for one in checked(draft)] == speakers.split()


def test_short_ones_and_code_are_no_quotations() -> None:
    draft = "He said “No”. The “new pier” is ‘fine’.\n\n```\nprint('one two three four')\n```\n"
    assert quotations(draft) == []


def run(*arguments: object) -> CompletedProcess[str]:
    return run_here("check", *arguments)


@pytest.mark.slow
def test_command(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("“I would rather pay in cash,” said Lenk.\n\n“I would rather pay in gold.”\n")
    done = run(draft, QUOTES / "ferry.txt")
    assert done.returncode == 1
    assert done.stdout == (
        "exact  line 1: “I would rather pay in cash,”\n"
        "   ferry.txt, characters 716–742, Yusuf Lenk\n"
        "changed  line 3: “I would rather pay in gold.”\n"
        "   ferry.txt, characters 716–742, Yusuf Lenk\n"
        "   source to draft: I would rather pay in [-cash-] [+gold+]\n"
        "draft.md: 1 of 2 quotations are exact\n"
    )
    found = json.loads(run(draft, QUOTES, "--json").stdout)
    assert [one["verdict"] for one in found["quotations"]] == ["exact", "changed"]
    assert found["quotations"][0]["source"]["text"] == "I would rather pay in cash"
    draft.write_text("“I would rather pay in cash,” said Lenk.\n")
    assert run(draft, QUOTES).returncode == 0
    none = run(draft)
    assert none.returncode == 2
    assert none.stderr == (
        "askdoc: no source given; name a file or folder, or a saved index with --index\n"
    )
