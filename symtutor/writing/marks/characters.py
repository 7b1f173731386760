"""Characters that words about mathematics contain: powers such as e^x and xⁿ⁻¹, and what stands for them elsewhere."""

import re
import unicodedata

__all__ = ["POWER", "SUBSCRIPTS", "SUPERSCRIPTS", "ascii_words", "exponent", "index"]

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿˣᵀ", "0123456789+-nxT", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₘₙ", "0123456789ijkmn", strict=True))

# e^x, x^(n+1), aˣ, xⁿ⁻¹, x₁, f_xx: a letter with what is written above or below it
POWER = re.compile(
    rf"(?P<base>\b[^\W_{''.join([*SUPERSCRIPTS, *SUBSCRIPTS])}])"
    rf"(?:\^(?:(?P<up>\w)\b|\((?P<long>[\w+−-]+)\))|(?P<raised>[{''.join(SUPERSCRIPTS)}]+)|(?P<lowered>[{''.join(SUBSCRIPTS)}]+)"
    r"|_(?P<index>[A-Za-z0-9]{1,3})\b)"
)

_RAISED = re.compile(f"[{''.join(SUPERSCRIPTS)}]+")
_ASCII = {
    **SUBSCRIPTS,
    "−": "-",
    "·": "*",
    "×": "x",
    "±": "+-",
    "′": "'",
    "\u0304": "_bar",
    "″": "''",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "→": "->",
    "↦": "->",
    "⇒": "=>",
    "⇔": "<=>",
    "√": "sqrt ",
    "∛": "cbrt ",
    "∞": "oo",
    "∫": "integral ",
    "∂": "d",
    "∈": " in ",
    "∘": "*",
    "⊗": "kron",
    "∇": "grad ",
    "σ": "sigma",
    "π": "pi",
    "…": "...",
    "–": "-",
    "—": "-",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "‖": "||",
}


def exponent(match: re.Match[str]) -> str:
    """Return what stands above the letter of a `POWER`, in plain characters; nothing when it stands below."""
    return match["up"] or match["long"] or "".join(SUPERSCRIPTS[c] for c in match["raised"] or "")


def index(match: re.Match[str]) -> str:
    """Return what stands below the letter of a `POWER`, in plain characters; nothing when it stands above."""
    return match["index"] or "".join(SUBSCRIPTS[c] for c in match["lowered"] or "")


def ascii_words(text: str, letters: dict[str, str]) -> str:
    """Return a text in ASCII.

    Parameters
    ----------
    text : str
        Words and formulas.
    letters : dict
        Names of Greek letters.

    Examples
    --------
    >>> ascii_words("(xⁿ)′ = n·xⁿ⁻¹", {})
    "(x^n)' = n*x^(n-1)"
    """
    raised = _RAISED.sub(lambda match: _raised("".join(SUPERSCRIPTS[c] for c in match.group())), text)
    plain = "".join(_ASCII.get(c, letters.get(c, c)) for c in raised)
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode() if not plain.isascii() else plain


def _raised(text: str) -> str:
    return f"^{text}" if len(text) == 1 else f"^({text})"
