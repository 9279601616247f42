"""Draw `pipeline.svg`, the picture of how askdoc works: `python docs/pipeline.py`."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
WIDTH, HEIGHT, GAP, LEFT = 126, 54, 22, 20

# Row: its heading, its steps (a name, and what it does in two short lines).
ROWS = [
    (
        "Indexing",
        [
            ("load", "a file becomes", "plain text"),
            ("split", "sentences, packed", "into passages"),
            ("speakers", "who says", "each sentence"),
            ("embed", "passages, sentences,", "words in context"),
            ("index", "vectors (FAISS) and", "posting lists (BM25)"),
        ],
    ),
    (
        "Asking",
        [
            ("question", "spelling, operators,", "follow-up completed"),
            ("embed", "the question and", "each of its words"),
            ("candidates", "nearest vectors and", "best by BM25"),
            ("rank", "cosine + BM25 +", "late interaction"),
            ("reply", "sentence, place,", "confidence, state"),
        ],
    ),
]


def box(x: int, y: int, name: str, *lines: str) -> list[str]:
    middle = x + WIDTH // 2
    return [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" class="box"/>',
        f'<text x="{middle}" y="{y + 17}" class="name">{name}</text>',
        *(
            f'<text x="{middle}" y="{y + 32 + 13 * n}" class="small">{line}</text>'
            for n, line in enumerate(lines)
        ),
    ]


def arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="arrow" marker-end="url(#tip)"/>'


def draw() -> str:
    columns = len(ROWS[0][1])
    width = 2 * LEFT + columns * WIDTH + (columns - 1) * GAP
    parts: list[str] = []
    for number, (heading, steps) in enumerate(ROWS):
        top = 14 + 112 * number
        parts.append(f'<text x="{LEFT}" y="{top + 10}" class="row">{heading}</text>')
        for column, step in enumerate(steps):
            x = LEFT + column * (WIDTH + GAP)
            parts += box(x, top + 20, *step)
            if column:
                parts.append(arrow(x - GAP, top + 20 + HEIGHT // 2, x - 3, top + 20 + HEIGHT // 2))
    index = LEFT + 4 * (WIDTH + GAP) + WIDTH // 2
    candidates = LEFT + 2 * (WIDTH + GAP) + WIDTH // 2
    parts.append(arrow(index, 14 + 20 + HEIGHT, candidates, 14 + 112 + 17))
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 212" width="{width}" \
height="212" role="img" aria-label="How askdoc indexes files and answers questions">
<style>
text {{ font-family: system-ui, sans-serif; fill: #1f2328; text-anchor: middle }}
.row {{ font-size: 12px; text-anchor: start; fill: #59636e }}
.name {{ font-size: 13px; font-weight: 600 }}
.small {{ font-size: 10.5px; fill: #59636e }}
.box {{ fill: #fff8db; stroke: #b8860b }}
.arrow {{ stroke: #59636e; stroke-width: 1.3 }}
</style>
<defs><marker id="tip" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" \
orient="auto"><path d="M0 0 6 3 0 6Z" fill="#59636e"/></marker></defs>
<rect width="100%" height="100%" rx="8" fill="#fff"/>
{body}
</svg>
"""


if __name__ == "__main__":
    (HERE / "pipeline.svg").write_text(draw(), "utf-8")
