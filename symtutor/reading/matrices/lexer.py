"""Text of matrix calculus taken apart: letters, numbers, names of functions, and signs such as ᵀ, ⁻¹, ‖, ∘ and ⊗; LaTeX too."""

from __future__ import annotations

import re
from typing import NamedTuple

from symtutor.errors import ReadError

__all__ = ["FUNCTION_NAMES", "MatrixToken", "matrix_tokens"]

_LONGEST = 10_000
FUNCTION_NAMES = frozenset(
    "tr trace det inv inverse transpose diag vec sum norm ln log exp sin cos tan tanh sinh cosh sqrt abs sign atan "
    "sigmoid softplus relu softmax logsumexp logdet ones I".split()
)
_GREEK = frozenset("alpha beta gamma delta epsilon eta theta kappa lambda lamda mu nu rho sigma tau phi psi omega".split())
_SIGNS = {
    "∥": "‖",
    "||": "‖",
    "·": "*",
    "⋅": "*",
    "×": "*",
    "@": "*",
    "−": "-",
    "–": "-",
    "⊙": "∘",
    ".*": "∘",
    "**": "^",
    "’": "'",
    "⊤": "ᵀ",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}
_SUPERSCRIPTS = {"ᵀ": "T", "²": "2", "³": "3", "⁴": "4", "⁻¹": "-1", "⁻ᵀ": "-T", "⁻²": "-2"}
_COMMANDS = {
    "lVert": "‖",
    "rVert": "‖",
    "Vert": "‖",
    "|": "‖",
    "cdot": "*",
    "times": "*",
    "odot": "∘",
    "circ": "∘",
    "otimes": "⊗",
    "top": "T",
    "intercal": "T",
    "prime": "'",
    "frac": "frac",
    "tfrac": "frac",
    "dfrac": "frac",
}
_SILENT = frozenset("left right big Big mathbf boldsymbol bm mathrm operatorname text mathsf , ; ! quad limits".split())
_SPACE = re.compile(r"\s+")
_PATTERN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)"
    r"|\\(?P<command>[A-Za-z]+|[|,;!{}])"
    r"|(?P<word>[A-Za-z]+(?:_\{?[0-9A-Za-z]+\}?|[0-9]+)?)"
    r"|(?P<greek>[αβγδεηθκλμνρστφψω])"
    r"|(?P<super>⁻¹|⁻ᵀ|⁻²|ᵀ|⊤|²|³|⁴)"
    r"|(?P<sign>\|\||\*\*|\.\*|\.\^|[-+*/^'()\[\]{}‖∥·⋅×@∘⊙⊗−–’_𝟏])"
)
_GREEK_LETTERS = dict(
    zip("αβγδεηθκλμνρστφψω", "alpha beta gamma delta epsilon eta theta kappa lamda mu nu rho sigma tau phi psi omega".split(), strict=True)
)


class MatrixToken(NamedTuple):
    """A piece of text: ``number``, ``letter``, ``function``, ``super`` (a raised T, 2, −1 ...), or the sign itself."""

    kind: str
    text: str
    start: int
    end: int


def matrix_tokens(text: str, declared: frozenset[str] = frozenset()) -> list[MatrixToken]:
    """Return the tokens of a text, ended by one of kind ``end``.

    Parameters
    ----------
    text : str
        As typed.
    declared : frozenset of str
        Names of several letters.

    Raises
    ------
    ReadError
        At a character or name that is unknown.

    Examples
    --------
    >>> [t.text for t in matrix_tokens("||Ax - b||^2")]
    ['‖', 'A', 'x', '-', 'b', '‖', '^', '2', '']
    """
    if len(text) > _LONGEST:
        raise ReadError(f"the text has {len(text)} characters, and at most {_LONGEST} are read", text, _LONGEST)
    found: list[MatrixToken] = []
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space:
            position = space.end()
            continue
        match = _PATTERN.match(text, position)
        if match is None:
            raise ReadError(f"{text[position]!r} has no meaning in a matrix expression", text, position)
        found.extend(_tokens_of(match, text, declared))
        position = match.end()
    return [*found, MatrixToken("end", "", len(text), len(text))]


def _tokens_of(match: re.Match[str], text: str, declared: frozenset[str]) -> list[MatrixToken]:
    kind, start, end = str(match.lastgroup), match.start(), match.end()
    word = match[0]
    if kind == "number":
        return [MatrixToken("number", word, start, end)]
    if kind == "super":
        return [MatrixToken("super", _SUPERSCRIPTS["ᵀ" if word == "⊤" else word], start, end)]
    if kind == "greek":
        return [_named(_GREEK_LETTERS[word], start, end, declared)]
    if kind == "sign":
        if word == "𝟏":
            return [MatrixToken("function", "ones", start, end)]
        sign = _SIGNS.get(word, word)
        return [MatrixToken(sign, sign, start, end)]
    if kind == "command":
        return _of_command(match["command"], text, start, end, declared)
    return _of_word(word, text, start, declared)


def _of_command(name: str, text: str, start: int, end: int, declared: frozenset[str]) -> list[MatrixToken]:
    if name in _SILENT:
        return []
    if name in {"{", "}"}:
        sign = "(" if name == "{" else ")"
        return [MatrixToken(sign, sign, start, end)]
    if name in _COMMANDS:
        sign = _COMMANDS[name]
        return [MatrixToken("letter" if sign == "T" else sign, sign, start, end)]
    if name in FUNCTION_NAMES or name in _GREEK:
        return [_named(name, start, end, declared)]
    raise ReadError(f"the command \\{name} is unknown in a matrix expression", text, start)


def _named(name: str, start: int, end: int, declared: frozenset[str]) -> MatrixToken:
    if name in declared or name not in FUNCTION_NAMES:
        return MatrixToken("letter", "lamda" if name == "lambda" else name, start, end)
    return MatrixToken("function", name, start, end)


def _of_word(word: str, text: str, start: int, declared: frozenset[str]) -> list[MatrixToken]:
    """Take a run of letters apart: declared names and functions whole, other letters one by one."""
    plain = word.replace("{", "").replace("}", "")
    if plain in declared or plain in FUNCTION_NAMES or plain in _GREEK:
        return [_named(plain, start, start + len(word), declared)]
    stem = plain.rstrip("0123456789").partition("_")[0]
    tail = plain[len(stem) :]
    if len(stem) == 1:
        return [MatrixToken("letter", plain, start, start + len(word))]
    if len(stem) > 3 or tail:
        hint = f'Declare it, as in shapes={{"{plain}": ("m", "n")}}, or put * between letters.'
        raise ReadError(f"the name {plain} is unknown", text, start, hint)
    for size in (2, 3):
        if stem[:size] in FUNCTION_NAMES and len(stem) > size:
            return [_named(stem[:size], start, start + size, declared), *_of_word(stem[size:], text, start + size, declared)]
    return [MatrixToken("letter", letter, start + k, start + k + 1) for k, letter in enumerate(stem)]
