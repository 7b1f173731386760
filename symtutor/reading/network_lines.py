"""Lines of a network as people type them, in one spelling: LaTeX and numpy names, layers as superscripts, XW for X W, biases.

Whether examples are rows or columns follows from the side on which the inputs stand: X W or W X.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from symtutor.errors import InputError
from symtutor.reading.matrices.shapes import is_matrix_letter
from symtutor.reading.numpy_calls import without_calls, without_sums
from symtutor.reading.text.names import GREEK, GREEK_LETTERS

__all__ = ["NAME", "are_columns", "in_one_spelling", "is_matrix_name", "is_numpy", "spelled_claim", "spelled_lines"]

NAME = re.compile(r"[A-Za-z]\w*")
_LETTER = r"(\s*)([A-Za-z]\w*)"
_SUMMAND = re.compile(rf"(?<=[+\-]){_LETTER}(?=\s*(?:$|[+\-)]))|(?:(?<=\()|^){_LETTER}(?=\s*[+\-])")
_RUN = re.compile(r"(?<![\w.])([A-Z]\d*(?:_\d+)?)([A-Za-z]\d*(?:_\d+)?)(?!\w|\()")
_NUMBERS = frozenset({*GREEK_LETTERS.values(), *GREEK, "lam", "lamda", "eps", "lr"})
_STAR = re.compile(r"((?<![\w.])[\d.]+\s*|/\s*\w+\s*|\b[a-z]{2,}\s+|\bN\s*)?(?<!\*)\*(?!\*|\s*\d)")
_NUMPY = re.compile(r"@|\.T\b|\b(?:np|numpy|torch)\s*\.|\.(?:dot|sum|matmul)\(")
_SPELLINGS: tuple[tuple[str, str], ...] = (
    (r"\*\*", "^"),
    (r"\\(?:mathbf|boldsymbol|bm|mathrm|text|operatorname)\s*\{\s*(\w+)\s*\}", r"\1"),
    (r"\\hat\s*\{\s*(\w+)\s*\}", r"\1hat"),
    (r"\\left|\\right|\\[,;!]", ""),
    (r"\^\s*\{?\s*[(\[<]\s*(\w)\s*[)\]>]\s*\}?", r"\1"),  # the layer, as in W^{(1)} and W^{[1]}
    (r"_\{(\w+)\}", r"_\1"),
    (r"\\(?:sigma)\b|σ", "sigmoid"),
    (r"\\(tanh|softmax|max|exp)\b", r"\1"),
    (r"\bnp\.|\btorch\.|\bF\.", ""),
    (r"\bmax(?:imum)?\(\s*0(?:\.0*)?\s*,", "relu("),
    (r"\.T\b|\^\s*\{?\s*\\top\s*\}?|ᵀ", "^T"),
    (r"\\odot|\\circ|⊙", "∘"),
    (r"\\cdot|\\times", " "),
    (r"\\math(?:bb|bf)\s*\{\s*1\s*\}|\\mathbbm\s*\{\s*1\s*\}", "1"),
    (r"@", " "),
)


def spelled_lines(lines: Sequence[str], declared: Collection[str], inputs: Collection[str], convention: str | None) -> list[str]:
    """Return lines in one spelling, each bias with the ones that give it to every example.

    Parameters
    ----------
    lines : sequence of str
        Definitions in order.
    declared, inputs : collection of str
        The names of matrices whose shapes are given, and of the examples.
    convention : {"rows", "columns"} or None
        Which side of a matrix the examples are; by default what the lines say.

    Examples
    --------
    >>> spelled_lines(["Z^{[1]} = XW + c"], (), ("X",), None)
    ['Z1 = X W + 1 c^T']
    >>> spelled_lines(["Z = W X + b"], (), ("X",), None)
    ['Z = W X + b 1^T']
    """
    plain = [in_one_spelling(line) for line in lines]
    defined = [line.partition("=")[0].strip() for line in plain]
    known = {*declared, *defined, *inputs}
    plain = [_parted(line, known) for line in plain]
    if not all(name[0].isupper() for name in inputs):  # an example is a column, and so is a bias
        return plain
    columns = are_columns(plain, inputs, convention)
    return [_spread(line, {*declared, *defined}, columns=columns) for line in plain]


def in_one_spelling(line: str) -> str:
    """Return a line with plain names and signs.

    Examples
    --------
    >>> in_one_spelling("dW^{(2)} = np.dot(A1.T, dZ2)")
    'dW2 = A1^T dZ2'
    """
    for old, new in _SPELLINGS:
        line = re.sub(old, new, line)
    return without_calls(line)


def is_numpy(text: str) -> bool:
    """Tell whether a formula is in numpy's notation, where * is the product entry by entry.

    Examples
    --------
    >>> [is_numpy(text) for text in ("dZ2 @ W2^T", "dZ2 * W2.T", "dZ2.dot(W2)", "np.exp(Z)", "dZ2 * W2^T")]
    [True, True, True, True, False]
    """
    return bool(_NUMPY.search(text))


def spelled_claim(text: str, *, is_column: bool, by_entries: bool = False, count: str = "N") -> str:
    """Return a formula for a gradient with numpy's sums over an axis as products with ones, in the direction that a bias has.

    Where * is to be read by entries, it is the sign of that product; a mean over an axis is divided by the count of the examples.

    Examples
    --------
    >>> spelled_claim("np.sum(dZ1, axis=0, keepdims=True)", is_column=True)
    '((dZ1)^T 1)'
    >>> spelled_claim("(dZ2 @ W2.T) * (Z1 > 0)", is_column=False, by_entries=True)
    '(dZ2   W2^T) ∘ (Z1 > 0)'
    >>> spelled_claim("np.where(Z1 > 0, dA1, 0)", is_column=False)
    '((dA1) ∘ [Z1 > 0])'
    """
    text = re.sub(r"(?<!\*)\*\s*1(?:\.0*)?\s*/(?!/)", "/", text)  # A * 1/N
    if by_entries:
        text = _entrywise_stars(text)
    return without_sums(in_one_spelling(text), is_column=is_column, count=count)


def _entrywise_stars(text: str) -> str:
    """Return a formula in which * between arrays is a product entry by entry, as in numpy; before it stands no number.

    Examples
    --------
    >>> _entrywise_stars("1/N * A * 2 * B")
    '1/N * A * 2 * B'
    >>> _entrywise_stars("(A - Y) * B")
    '(A - Y)  ∘ B'
    """
    return _STAR.sub(lambda found: found[0] if found[1] else " ∘", text)


def is_matrix_name(name: str) -> bool | None:
    """Tell whether a name of a network is a matrix (True) or a column (False), or a number (None); names have several letters too.

    Examples
    --------
    >>> [is_matrix_name(name) for name in ("Wxh", "bh", "W1", "b", "lambda", "eps")]
    [True, False, True, False, None, None]
    """
    kind = is_matrix_letter(name)
    if kind is not None or re.split(r"[_\d]", name)[0] in _NUMBERS:
        return kind
    return name[0].isupper()


def _parted(line: str, known: Collection[str]) -> str:
    """Return a line in which XW is the product X W, where X is known and XW is not."""

    def parted(found: re.Match[str]) -> str:
        whole, left, right = found[0], found[1], found[2]
        is_repeated = re.match(rf"\s*{re.escape(right)}\b", found.string[found.end() :])  # Wx x has a matrix of the name Wx
        return f"{left} {right}" if whole not in known and not is_repeated and (left in known or right in known) else whole

    name, equals, right = line.partition("=")
    return f"{name}{equals}{_RUN.sub(parted, right)}"


def are_columns(lines: Sequence[str], inputs: Collection[str], convention: str | None) -> bool:
    """Tell whether examples are columns: every use of the inputs is the last factor behind a matrix, as in W X + b.

    Raises
    ------
    InputError
        If the convention is none of the two.
    """
    if convention not in {None, "rows", "columns"}:
        raise InputError(f"convention={convention!r} is unknown", 'Choose one of "rows" and "columns".')
    if convention is not None:
        return convention == "columns"
    uses = [(line, found) for line in lines for name in inputs for found in re.finditer(rf"\b{re.escape(name)}\b", line.partition("=")[2])]
    is_last = [
        bool(re.search(r"[A-Za-z]\w*\s*\*?\s*$", r[: f.start()]) and re.match(r"\s*(?:$|[+\-);])", r[f.end() :]))
        for r, f in ((line.partition("=")[2], found) for line, found in uses)
    ]
    return bool(uses) and all(is_last)


def _spread(line: str, held: Collection[str], *, columns: bool) -> str:
    """Return a line in which a bias that is added to every example, as in X W + c, is 1 cᵀ, or c 1ᵀ where they are columns.

    Its name is that of a column, and it is of no declared shape and no line before.
    """
    name, equals, right = line.partition("=")
    if NAME.fullmatch(right.strip()):
        return line

    def spread(found: re.Match[str]) -> str:
        space, letter = (part for part in found.groups() if part is not None)
        if letter in held or is_matrix_name(letter) is not False:
            return found[0]
        return f"{space}{letter} 1^T" if columns else f"{space}1 {letter}^T"

    return f"{name}{equals}{_SUMMAND.sub(spread, right)}"
