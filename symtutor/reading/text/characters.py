"""Characters of plain text in all the spellings that pages and keyboards produce."""

from __future__ import annotations

import unicodedata

__all__ = ["FRACTIONS", "MATRIX_SIGNS", "SIGNS", "SUBSCRIPTS", "SUPERSCRIPTS", "described", "is_space", "plain"]

_SPELLINGS = {
    "-": "−–—‐‑‒―﹣－",
    "*": "×·⋅∙•∗＊",
    "/": "÷∕⁄",
    "'": "′’‘ʹ´`",
    "<=": "≤⩽≦",
    ">=": "≥⩾≧",
    "!=": "≠",
    "->": "→⟶",
    "∫": "∫",
    "∂": "∂𝜕",
    "√": "√∛∜",
    "sum": "∑",
    "prod": "∏",
    "|": "∣",
    "⌊": "⌊",
    "⌋": "⌋",
    "⌈": "⌈",
    "⌉": "⌉",
    "=>": "⇒⟹∴",
    "<=>": "⇔⟺",
    "≈": "≈≃≅",
    "±": "±",
    "∓": "∓",
    "‖": "‖∥",
    "⟨": "⟨〈",
    "⟩": "⟩〉",
    "nabla": "∇",
}
MATRIX_SIGNS: dict[str, str] = {"∘": "∘", "⊙": "∘", ".*": "∘", "⊗": "⊗", "@": "*", ":": ":"}
_WRITTEN = {
    "**": "^",
    "==": "=",
    ":=": "=",
    "<=": "<=",
    "=<": "<=",
    ">=": ">=",
    "!=": "!=",
    "<>": "!=",
    "->": "->",
    "..": "..",
    "=>": "=>",
    "<=>": "<=>",
}
SIGNS: dict[str, str] = {
    **{spelling: sign for sign, spellings in _SPELLINGS.items() for spelling in spellings},
    **{sign: sign for sign in "+-*/^!=<>()[]{}|,;'_&"},
    **_WRITTEN,
}

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᵏᵐᵖᵗˣʸᵀ⊤", "0123456789+-=()niabcdekmptxyTT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aeijklmnoprstuvx", strict=True))

FRACTIONS = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
}

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\ufeff\u00ad\ufe0e\ufe0f")


def is_space(character: str) -> bool:
    """Tell whether a character is space or cannot be seen."""
    return character.isspace() or character in _INVISIBLE


def plain(character: str) -> str:
    """Return a character without its typeface: an italic or full-width letter or digit becomes the usual one."""
    if character.isascii() or character in SUPERSCRIPTS or character in SUBSCRIPTS:
        return character
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and character not in FRACTIONS else character


def described(character: str) -> str:
    """Return a character as it can be shown in a message."""
    name = unicodedata.name(character, f"code {ord(character)}").lower()
    return (
        f"{character!r} ({name})"
        if character.isprintable() and not character.isascii()
        else repr(character)
        if character.isprintable()
        else name
    )
