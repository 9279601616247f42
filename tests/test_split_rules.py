"""Rules of splitting one by one: line ends, program code, broken words, what is divided where."""

from __future__ import annotations

import pytest
from conftest import passages

from askdoc.languages import language
from askdoc.split.blocks import blocks, is_heading
from askdoc.split.sentences import continues_after_break, sentence_spans

LONG = "The quick brown fox jumped over"


def pieces(text: str, code: str = "") -> list[list[str]]:
    """The pieces of each block, as they stand in the text."""
    found = blocks(text, language=language(code))
    return [[text[piece.start : piece.end] for piece in block.pieces] for block in found]


def sentences(text: str, code: str = "en") -> list[str]:
    spans = sentence_spans(text, 0, len(text), language=language(code))
    return [text[start:end] for start, end in spans]


# --- a sentence goes on over a line end


@pytest.mark.parametrize(
    ("line", "following", "on"),
    [
        (LONG, "the dog.", True),
        (f"{LONG} ", "  “the dog.”", True),
        (LONG, "> the dog.", True),
        (LONG, "The dog.", False),
        (LONG, "- the dog.", False),  # an item of a list
        (LONG, "", False),
        ("", "the dog.", False),
        (f"{LONG}:", "the dog.", False),
        # 25 characters, and one fewer
        ("It has got so many apples", "and pears.", True),
        ("It has got six red apples"[1:], "and pears.", False),
        ("It is won-", "derful.", True),
        ("Eggs,", "Milk", True),
        ("Eggs –", "Milk", True),
        ("Eggs;", "Milk", False),
        ("It is of the", "Dog.", True),  # no sentence ends with such a word
        ("It is the first.", "Dog.", False),
        ("He met Dr.", "Smith.", True),
        ("He met “Dr.", "Smith.”", True),
        ("He met Bob.", "Smith came.", False),
    ],
)
def test_sentence_continues(line: str, following: str, on: bool) -> None:
    assert continues_after_break(line, following, language("en")) is on


@pytest.mark.parametrize(
    "text",
    [
        "It opens at 5 p.m. Monday. | It rains.",
        "It opens at 5 a.m. Eastern. | It rains.".replace("Eastern", "EST"),
        "It opens at 5 p.m. | Kerry came.",
        "It opens at 5 a.m. | Kerry came.",
        "It opens at 5 p.m. | The cat sleeps.",
        "It opens at 5 a.m. | The cat sleeps.",
        "It opens at 5 p.m. or later.",
        "He counted 100. | Then he left.",
        "J. Smith came with A. Jones. | They left.",
        "See No. 5 and Sec. B of it. | They left.",
        "“Really?” asked the miller. | “Go!” | Nobody went.",
        "It was 3.5 percent! | (It rains.) | It ended…",
    ],
)
def test_full_stops(text: str) -> None:
    assert sentences(text.replace(" | ", " ")) == text.split(" | ")


# --- blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "Run:\n\n```sh\nmake a\n\n  make b\nmake c\n```\n\nDone.",
            [["Run:"], ["```sh\nmake a", "make b", "make c\n```"], ["Done."]],
        ),
        (
            "~~~\na\nb\nc\nd\n~~~",
            [["~~~\na", "b", "c", "d\n~~~"]],
        ),
        ("```\na\nb\n```", [["```\na", "b\n```"]]),
        ("```\na\n```", [["```\na\n```"]]),
        ("```\n```", [["```", "```"]]),
    ],
)
def test_each_line_of_code_is_a_piece_and_fences_stay_with_them(
    text: str, blocks: list[list[str]]
) -> None:
    assert pieces(text) == blocks


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("The won-\nderful cat. A Wonderful dog.", "The wonderful cat."),
        ("The won-\nderful cat.", "The wonderful cat."),
        ("The self-\nmade cat. The self is made.", "The self-made cat."),
        # the parts of other broken words are no words of the text
        ("The self-\nmade cat. His self-\nmade dog.", "The selfmade cat."),
    ],
)
def test_words_of_the_text_tell_whether_a_hyphen_stays(text: str, searched: str) -> None:
    first, *_ = (piece for block in blocks(text) for piece in block.pieces)
    assert first.searched == searched


def divided(*commas: int) -> list[int]:
    """How many words each part of a sentence of 19 words has, of which a model reads 14 tokens."""
    words = ["words"] * 19
    for at in commas:
        words[at] += ","
    # a word is a token, and there are two more
    parts = [part for p in passages(f"{' '.join(words)}.", 4_000, 14) for part in p.sentences]
    return [len(part.text.split()) for part in parts]


@pytest.mark.parametrize(
    ("commas", "parts"),
    [
        ((), [9, 10]),
        # behind a quarter of the characters, and too near to the start
        ((4,), [5, 7, 7]),
        ((3,), [9, 10]),
        # as far as three quarters, and too near to the end
        ((13,), [7, 7, 5]),
        ((14,), [9, 10]),
        # the nearer one to the middle
        ((6, 8), [9, 10]),
        ((8, 12), [9, 10]),
    ],
)
def test_long_sentence_is_divided_near_its_middle(
    commas: tuple[int, ...], parts: list[int]
) -> None:
    assert divided(*commas) == parts


def test_part_of_a_long_sentence_is_searched_in_plain_letters() -> None:
    text = "One two three four five, six seven eight nine o\ufb03ce."
    (_, second) = (p.sentences[0] for p in passages(text, 4_000, 8))
    assert (second.text, second.searched) == (
        "six seven eight nine o\ufb03ce.",
        "six seven eight nine office.",
    )


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Old mills", True),
        ("It is old.", False),
        ("He said: “It is old.”", False),
        ("Is it old?*", False),
        # an item of a list, unless it is short
        ("- old mills", True),
        ("- two old mills", False),
        ("## It is old.", True),
        ("It is old.\n==========", True),
        ("It is old.\r\n----------", True),
        ("It is\nold", False),
        ("x" * 120, True),
        ("x" * 121, False),
        ("x" * 120 + "\n=====", True),
        ("x" * 121 + "\n=====", False),
        ("It is old.\r=====", True),
        ("Old\nmills\n=====", False),
        ("It is\rold", False),
        ("It is old.[3][14]", False),  # references to sources
        ("Appendix X", True),
    ],
)
def test_headings(line: str, heading: bool) -> None:
    assert is_heading(line, 0, len(line)) is heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an underlined heading needs no blank lines around it
        (
            "Read this first.\nOld mills\n=========\nThey turn.\nThey creak.",
            [["Read this first."], ["Old mills\n========="], ["They turn.", "They creak."]],
        ),
        # what is quoted in a mail is a block of its own
        (
            "Ana wrote:\n> The mill is sold.\n> It was old.\nWho bought it?",
            [["Ana wrote:"], ["> The mill is sold.", "> It was old."], ["Who bought it?"]],
        ),
        # a line of more than 120 characters is a paragraph, not wrapped
        (f"{'x' * 119}.\nIt ends.", [[f"{'x' * 119}.", "It ends."]]),
        (f"{'x' * 120}.\nIt ends.", [[f"{'x' * 120}."], ["It ends."]]),
        (f"{'word ' * 30}and met Dr.\nSmith.", [[f"{'word ' * 30}and met Dr.\nSmith."]]),
    ],
)
@pytest.mark.parametrize("before", ["", "Preface.\n\n"])
def test_lines_that_are_blocks_of_their_own(
    text: str, expected: list[list[str]], before: str
) -> None:
    preface = [["Preface."]] if before else []
    assert pieces(before + text, "en") == [*preface, *expected]


def test_what_somebody_says_is_no_heading() -> None:
    line = "Ana: Over there"
    assert [block.heading for block in blocks(line)] == [True]
    assert [block.heading for block in blocks(line, turns={0})] == [False]
    assert [block.heading for block in blocks(f"{line}\n====", turns={0})] == [False]


# --- texts with a blank line after every line

LINES = [
    "The ferry left the harbour at six and",
    "crossed the lake in less than an hour.",
    "Nobody saw the captain leave the bridge.",
    "The passengers read the papers of the",
    "day before, and some of them slept.",
    "The harbour of Ely was closed at noon.",
    "The mayor blamed the fog of the morning.",
    "The captain was found on the next day.",
]


def paragraphs(lines: list[str], gap: str = "\n\n") -> int:
    return len(pieces("```\nmake\n```\n" + gap.join(lines) + "\n```\nrun\n```")) - 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (LINES[:5], 1),  # 2 of 4 go on in the next one
        (LINES[:4], 4),  # too few to tell
        (LINES[:7], 1),  # 2 of 6: a third is enough
        (LINES[:8], 8),  # 2 of 7
        (LINES[1:6], 5),  # 1 of 4
    ],
)
def test_double_spaced_lines_are_one_paragraph(lines: list[str], expected: int) -> None:
    assert paragraphs(lines) == expected


def test_larger_gaps_divide_the_paragraphs_of_a_double_spaced_text() -> None:
    text = "\n\n".join(LINES[:5]) + "\n\n\n\n" + "\n\n".join(LINES[5:7])
    assert [(block[0], block[-1]) for block in pieces(text)] == [
        ("\n\n".join(LINES[:2]), "\n\n".join(LINES[3:5])),
        (LINES[5], LINES[6]),
    ]


def test_stanzas_are_paragraphs_although_sentences_go_on() -> None:
    refrain = "and the wind blew over the grey water"
    stanza = "the ferry is late and the night is long\nthe harbour is far and the fog is thick"
    assert paragraphs([refrain, stanza] * 4) == 8


# --- tables and cards

CARD = "C: d.", "E: f", "G: h", "I: j"


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        # rows with other cells than the head are searched without its names
        (
            "Port | Use\n--- | ---\n22 | ssh\n80 | web | old\n443 | tls",
            ["", "Port: 22; Use: ssh", "80; web; old", "Port: 443; Use: tls"],
        ),
        # a rule below the first row says that it is the head; not if there is one below each row
        ("Cat | Dog\n--- | ---\nTom | Rex", ["", "Cat: Tom; Dog: Rex"]),
        ("Cat | Dog\nTom | Rex", ["Cat; Dog", "Cat: Tom; Dog: Rex"]),
        (
            "Cat | Dog\n--- | ---\nTom | Rex\n--- | ---\nKit | Ace\n--- | ---",
            ["Cat; Dog", "Cat: Tom; Dog: Rex", "Cat: Kit; Dog: Ace"],
        ),
        (
            "Cat | Dog\n=== | ===\nTom | Rex\n--- | ---\nKit | Ace\n--- | ---",
            ["", "Cat: Tom; Dog: Rex", "Cat: Kit; Dog: Ace"],
        ),
        # a rule may stand above the first row, too
        (
            "+-----+-----+\n| Cat | Dog |\n+-----+-----+\n| Tom | Rex |",
            ["", "Cat: Tom; Dog: Rex"],
        ),
        ("--- | ---\nCat | Dog", ["Cat; Dog"]),
        ("--- | ---\n--- | ---", [""]),
        # so do numbers in most rows of a column, and none in the first row but years
        ("Name | Age\nTom | 3\nKit | 4", ["", "Name: Tom; Age: 3", "Name: Kit; Age: 4"]),
        (
            "Name | Age\nTom | 3\nKit | old",
            ["Name; Age", "Name: Tom; Age: 3", "Name: Kit; Age: old"],
        ),
        ("2015 | 2016\n1.5 | 3\n2 | 4", ["", "2015: 1.5; 2016: 3", "2015: 2; 2016: 4"]),
        ("2015 | 7\n1.5 | 3\n2 | 4", ["2015; 7", "2015: 1.5; 7: 3", "2015: 2; 7: 4"]),
        # rows may lack cells
        (
            "Name | Age | Town\nTom | 3\nKit | 4 | Ely",
            ["", "Tom; 3", "Name: Kit; Age: 4; Town: Ely"],
        ),
        # labels that differ, and what belongs to each
        (
            "Name: Oskar Lund\nTrade: joiner\nTown: Celle",
            [None, "Oskar Lund; Trade: joiner", "Oskar Lund; Town: Celle"],
        ),
        ("Name: Oskar Lund.\nTrade: joiner.\nTown: Celle", [None, None, None]),
        ("Name: Oskar Lund.  \nTrade: joiner.  \nTown: Celle", [None, None, None]),
        ("Name: Oskar\nName: joiner\nTown: Celle", [None, None, None]),
        ("Name: Oskar\nTown: Celle", [None, None]),
        # less than half of them sentences
        ("A: b.\nC: d.\nE: f\nG: h\nI: j", [None, *(f"b.; {x}" for x in CARD)]),
        ("A: b.\nC: d.\nE: f\nG: h", [None] * 4),
    ],
)
def test_rows_are_searched_with_the_names_of_their_columns(
    text: str, searched: list[str | None]
) -> None:
    assert [piece.searched for block in blocks(text) for piece in block.pieces] == searched


@pytest.mark.parametrize(
    ("cells", "is_table"),
    [
        # columns that begin or end within one character of each other
        (["Tom    3", "Kit    4", "Ace    5"], True),
        (["Tom    3", "Kit     4", "Ace    5"], True),
        (["Tom    3", "Kit      4", "Ace    5"], False),
        (["Tom    123", "Kit      4", "Ace     25"], True),
        (["Tom    123", "Kit     4", "Ace     25"], True),
        (["Tom    1234", "Kit      5", "Ace    7"], False),
        (["Tom    3", "Kit     4567", "Ace    5"], True),
        (["Tom    123", "Kit      45", "Ace     25"], True),
        # whatever blanks and tabs a line starts with
        (["Tom    3", "  \tKit    4", "Ace    5"], False),
        (["  \tTom    3", "  \tKit    4", "  \tAce    5"], True),
    ],
)
def test_columns_stand_below_one_another(cells: list[str], is_table: bool) -> None:
    rows = [piece for block in blocks("\n".join(cells)) for piece in block.pieces]
    assert (rows[-1].searched is not None) is is_table


@pytest.mark.parametrize(("length", "is_searched"), [(120, True), (121, False)])
def test_caption_is_searched_unless_it_is_long(length: int, is_searched: bool) -> None:
    caption = "Table 1 ".ljust(length - 1, "x") + "."
    rows = [*blocks(f"{caption}\n\nCat | Dog\nTom | Rex")][-1].pieces
    before = f"{caption}; " if is_searched else ""
    assert [row.searched for row in rows] == [f"{before}Cat; Dog", f"{before}Cat: Tom; Dog: Rex"]


@pytest.mark.parametrize(
    ("about", "is_searched"), [("b", True), ("x" * 60, True), ("x" * 61, False)]
)
def test_card_is_searched_with_what_it_is_about_if_that_is_short(
    about: str, is_searched: bool
) -> None:
    text = f"It rained all day and all night.\n\nName: {about}\nTrade: joiner\nTown: Celle"
    rows = [*blocks(text)][-1].pieces
    expected = f"{about}; Town: Celle" if is_searched else None
    assert rows[-1].searched == expected


def test_underlined_heading_is_searched_without_its_line() -> None:
    heading, prose = (block.pieces[0] for block in blocks("Old mills\n=========\n\nThey turn."))
    assert heading == (0, 19, "Old mills", True)
    assert prose == (21, 31, None, False)
