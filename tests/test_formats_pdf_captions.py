"""The two sides of a court's caption, between which a column of signs stands for a line."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from test_formats_pdf_margins import Place, omitted, read

LEFT = [
    "ANNA HOLT, the owner of a boat,", "", "Plaintiff,", "", "v.", "",
    "NORTH QUAY CARRIERS, LTD., and", "the Town of Wick,", "", "Defendants.",
]  # fmt: skip
RIGHT = [
    "Case No. 21-311", "", "ORDER ON THE MOTION", "TO DISMISS", "", "Hearing: May 3", "",
    "Judge: P. Quill",
]  # fmt: skip
BELOW: Place = (90, 500, "The motion of the defendants was heard on the third of May.")


def caption(left: list[str], sign: str, right: list[str]) -> list[Place]:
    """Drawn row by row."""
    rows = [
        (place, 700 - 14 * i, words)
        for i in range(max(len(left), len(right)))
        for place, words in (
            (90, left[i] if i < len(left) else ""),
            (300, sign),
            (320, right[i] if i < len(right) else ""),
        )
        if words
    ]
    return [*rows, BELOW]


@pytest.mark.parametrize("sign", [")", "§", ":", "|"])
def test_sides_of_a_caption_follow_each_other(sign: str) -> None:
    found = read(caption(LEFT, sign, RIGHT))
    assert " ".join(found.text.split()) == " ".join(
        word for line in [*LEFT, *RIGHT, BELOW[2]] for word in line.split()
    )
    assert omitted(found) == [("column of signs", " ".join([sign] * len(LEFT)), 1)]


def test_sign_in_one_piece_with_the_name_before_it() -> None:
    row = "ANNA HOLT, the owner )"
    start = 303.7 - stringWidth(row, "Helvetica", 11)
    places = [(start, 700, row), *caption(["", *LEFT[1:]], ")", RIGHT)[1:]]
    assert "owner Plaintiff, v." in " ".join(read(places).text.split())


def test_colons_of_a_form_stay_between_labels_and_values() -> None:
    labels, values = ["Name", "Boat", "Berth", "Rent"], ["Isla Gunn", "Skua", "7", "40 pounds"]
    found = read(caption(labels, ":", values))
    assert found.omitted == ()
    assert "Boat | : | Skua" in found.text


def test_signs_that_ocr_lost_leave_a_caption() -> None:
    places = caption(LEFT, ")", RIGHT)
    signs = [place for place in places if place[2] == ")"]
    found = read([place for place in places if place not in signs[2:6]])
    assert found.text.index("Defendants") < found.text.index("Case No.")
