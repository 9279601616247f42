"""Convert a formula to text on one line: <mfrac> of a and b -> "a/b", a root of x -> "√x".

It reads MathML and the formulas of Word (OMML), whose elements differ only in name.
"""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.names import name_of

# Binary operators, with a space on both sides; "-1" has none.
_BETWEEN = frozenset("=≠<>≤≥≈≡∼≅∝+−-±∓×·÷∈∉⊂⊆∪∩∧∨→⇒⇔↦⟶∣:≪≫")
_SKIPPED = frozenset(("annotation", "annotation-xml", "mphantom"))
_FRACTIONS = frozenset(("mfrac", "f"))
_ROOTS = frozenset(("msqrt", "mroot", "rad"))
# Their parts after the first are below or above it.
_SCRIPTS = {
    **dict.fromkeys(("msub", "munder", "ssub", "limlow"), "_"),
    **dict.fromkeys(("msup", "mover", "ssup", "limupp"), "^"),
    **dict.fromkeys(("msubsup", "munderover", "ssubsup"), "_^"),
}
_ROWS = frozenset(("mtr", "mlabeledtr", "mr"))
MAX_DEPTH = 100  # the maximum depth; deeper parts are joined as words


def words_of(formula: etree._Element) -> str:
    """The text of a formula, with spaces around binary operators."""
    return " ".join(_words(formula, 0).split())


def _is_read(element: etree._Element) -> bool:
    name = name_of(element)
    return bool(name) and name not in _SKIPPED and not name.endswith("pr")  # Word's properties


def _words(element: etree._Element, depth: int) -> str:
    name = name_of(element)
    if depth > MAX_DEPTH:
        return "".join(map(str, element.itertext()))
    parts = [child for child in element if _is_read(child)]
    if not parts:
        text = element.text or ""
        if name == "mo":
            return _spaced(text.strip())
        return text if name in ("t", "mtext") else text.strip()
    inner = [_words(part, depth + 1) for part in parts]
    if name in _FRACTIONS and len(inner) == 2:
        return "/".join(map(_grouped, inner))
    if name in _ROOTS:
        under = {"mroot": inner[:1], "rad": inner[-1:]}.get(name, inner)  # the other is the degree
        return "√" + _grouped("".join(under))
    if name in _SCRIPTS and len(inner) > 1:
        scripts = "".join(map(_script, _SCRIPTS[name], inner[1:]))
        return inner[0] + (
            scripts if "_(" not in scripts else re.sub(r"\)(?=\w)", ")^", scripts) + " "
        )
    if name == "d":  # Word's brackets, whose characters are properties
        return _bracketed(element, inner)
    if name == "nary":
        return f" {_sign(element, 'chr', '∫')}" + "".join(inner[:-1]) + f" {inner[-1]}"
    if name == "mfenced":
        left, right = element.get("open", "("), element.get("close", ")")
        return f"{left}{', '.join(inner)}{right}"
    if name in _ROWS:
        return " ".join(inner) + "; "
    if name in ("func", "omathpara"):
        return " ".join(inner)
    joined = "".join(inner)
    # subtle: an operator at the start is unary, as in (−b ± c) and x^−1
    return re.sub(r"^\s*([-−+±])\s+", r"\1", joined)


def _spaced(text: str) -> str:
    if text in (
        "\u2061",
        "\u2062",
        "\u2063",
        "\u2064",
    ):  # invisible operators: "applied to", "times", ...
        return " " if text == "\u2061" else ""
    if text in (",", ";"):
        return text + " "
    return re.sub(f"([{re.escape(''.join(_BETWEEN - {'-', ':'}))}]+|^[-:]$)", r" \1 ", text)


def _grouped(text: str) -> str:
    """In brackets, if it has more than one part."""
    text = text.strip()
    return (
        f"({text})"
        if re.search(r"[\s/+−=-]", text) and not re.fullmatch(r"\([^()]*\)", text)
        else text
    )


def _script(sign: str, text: str) -> str:
    """x with 2 above it is written x2, with n + 1 above it x^(n + 1)."""
    grouped = _grouped(text)
    return sign + grouped if grouped.startswith("(") else grouped


def _bracketed(element: etree._Element, inner: list[str]) -> str:
    separator = _sign(element, "sepchr", "|")
    return _sign(element, "begchr", "(") + separator.join(inner) + _sign(element, "endchr", ")")


def _sign(element: etree._Element, name: str, default: str) -> str:
    for properties in element:
        if name_of(properties) in ("dpr", "narypr"):
            for sign in properties:
                if name_of(sign) == name:
                    return next((v for k, v in sign.items() if k.rpartition("}")[2] == "val"), "")
    return default
