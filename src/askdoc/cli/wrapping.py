"""Wrap text to the columns of a terminal, in any script, without separating marks from it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

if TYPE_CHECKING:
    from rich.text import Text

# The right-to-left mark: invisible, it gives the punctuation beside it the direction of the script.
RLM = "\u200f"

# Scripts that break a line between any two characters; Korean breaks at spaces.
_ANYWHERE = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# No line ends with one of the first, or starts with one of the second.
_OPENING = re.escape("*([{“‘«「『（〔［｛〈《【")
_CLOSING = re.escape("*)]}”’»」』）〕］｝〉》】。．，、！？；：・…‥ー々.,!?;:%％")
_BREAK = (
    rf"(?<=\s)(?=\S)|(?:(?<=[{_ANYWHERE}])|(?=[{_ANYWHERE}]))(?<![{_OPENING}])(?![{_CLOSING}\s])"
)


def wrap(text: Text, width: int) -> list[Text]:
    """The lines of a text without line ends, each at most `width` columns wide, with their styles.

    A wide character takes two columns, a combining one none. A word wider than a line is broken
    between characters, but beside an asterisk only if nothing else fits.
    """
    lines = list(text.divide(_breaks(text.plain, width)))
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int) -> list[int]:
    """Where lines start, but for the first: at the last place that fits, good ones first."""
    allowed = {found.start() for found in re.finditer(_BREAK, text)}
    breaks: list[int] = []
    line = used = good = poor = 0
    for start, end, size in split_graphemes(text)[0]:
        good = start if start in allowed else good
        poor = start if "*" not in text[max(start - 1, 0) : start + 1] else poor
        # spaces at the end of a line may hang over, since they are not printed
        while used + size > width and start > line and not text[start:end].isspace():
            line = next((at for at in (good, poor) if at > line), start)
            breaks.append(line)
            used = cell_len(text[line:start])
        used += size
    return breaks


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script such as Hebrew or Arabic."""
    directions = map(unicodedata.bidirectional, text)
    return next((d in ("R", "AL") for d in directions if d in ("L", "R", "AL")), False)
