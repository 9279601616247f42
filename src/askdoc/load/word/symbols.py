"""Characters of symbol fonts as Unicode characters."""

from __future__ import annotations

import re

# The font Symbol from 0x20 on; "." stands for glyphs without a Unicode character.
_SYMBOL = (
    " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖ"
    "ωξψζ{|}~"
    ".................................€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈….."
    ".ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑.........〉∫..............."
)
# The meaningful glyphs of other fonts: ticks and boxes, arrows, bullets, numbers.
_PICTURES = {
    "wingdings": {
        **dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
        **dict(zip(range(0x8C, 0x96), "❶❷❸❹❺❻❼❽❾❿", strict=True)),
        **dict(zip(range(0xDF, 0xE3), "←→↑↓", strict=True)),
        **dict(zip(range(0xEF, 0xF3), "⇦⇨⇧⇩", strict=True)),
        **dict(zip(range(0xFB, 0xFF), "✗✓☒☑", strict=True)),
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), "☐"),
        **dict.fromkeys((0x6C, 0x9F, 0xB7), "•"),
        **dict.fromkeys((0x6E, 0xA7), "▪"),
        **{0x76: "❖", 0xA1: "○", 0xD8: "➢", 0x28: "☎", 0x2A: "✉", 0xAB: "★"},
    },
    "wingdings 2": {
        **{0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
        **{0x97: "●", 0x98: "●", 0x2A: "☐", 0x30: "☐"},
    },
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■", 0x6E: "●"},
}
_PRIVATE = re.compile(r"[\uf020-\uf0ff]")


def symbol(font: str | None, code: str | None) -> str | None:
    """A glyph by its number in a font, in hexadecimal; None if it is unknown."""
    if not code or not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return None
    number = int(code, 16)
    at = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    name = (font or "").lower()
    if name == "symbol":
        sign = _SYMBOL[at - 0x20] if 0x20 <= at < 0x20 + len(_SYMBOL) else "."
        return sign if sign != "." or at == 0x2E else None
    if name in _PICTURES or name.startswith("wingdings"):
        return _PICTURES.get(name, {}).get(at)
    return chr(number) if at == number and 0x20 <= number < 0x110000 else None


def plain(text: str, font: str | None) -> str:
    """Text with the codes of such a font replaced; unknown ones stay."""
    return _PRIVATE.sub(lambda sign: symbol(font, f"{ord(sign[0]):X}") or sign[0], text)
