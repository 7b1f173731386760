"""Shapes of matrices inferred from a text: what stands beside what decides which sizes are equal.

A size that is not known yet is an `Unknown`; two sizes that must be equal are
joined.  At the end each class of equal sizes has the value that was declared
for one of them, or gets a letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

import sympy as sp

from symtutor.errors import InputError, ReadError
from symtutor.matrix_algebra import OneHot, SumsToOne, Symmetric
from symtutor.reading.text.names import GREEK, GREEK_LETTERS

__all__ = [
    "NUMBER",
    "Shape",
    "ShapesDoNotFit",
    "Sizes",
    "declared_shapes",
    "is_matrix_letter",
    "letter_name",
    "marked_names",
]

Shape = Any  # a pair of sizes, or that of a number
NUMBER: Shape = None  # the shape of a number
_MARKS: dict[str, type[sp.MatrixSymbol]] = {
    "symmetric": Symmetric,
    **dict.fromkeys(("one-hot", "one hot", "onehot"), OneHot),
    **dict.fromkeys(("probabilities", "sums to 1", "rows sum to 1"), SumsToOne),
}
_LETTERS = "mnpqrsdklh"
_STYLED = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|vec)\s*\{([^{}]*)\}")


class ShapesDoNotFit(ReadError):  # noqa: N818 (says what is wrong)
    """A text of matrix calculus that can be read, but whose sizes do not fit together."""


def letter_name(name: str) -> str:
    r"""Return the name of a letter as the symbols of matrix calculus have it.

    Examples
    --------
    >>> letter_name(r"\beta"), letter_name("λ"), letter_name("W_1")
    ('beta', 'lamda', 'W_1')
    """
    plain = _STYLED.sub(r"\1", name.strip()).lstrip("\\")
    plain = GREEK_LETTERS.get(plain, plain)
    return "lamda" if plain == "lambda" else plain


def is_matrix_letter(name: str) -> bool | None:
    """Tell whether a letter is a matrix (True) or a column (False) by custom, or a number (None).

    Examples
    --------
    >>> [is_matrix_letter(name) for name in ("A", "x_1", "mu", "Sigma", "yhat")]
    [True, False, None, True, False]
    """
    stem = name.split("_", maxsplit=1)[0].rstrip("0123456789'")
    for accent in ("hat", "bar", "tilde", "dot"):
        stem = stem.removesuffix(accent) if len(stem) == len(accent) + 1 else stem
    if len(stem) > 1 and (stem not in GREEK or stem[0].islower()):
        return None
    return stem[0].isupper()


class Unknown:
    """A size that is not known; equal only to itself."""


class Sizes:
    """Which sizes are equal, and what is known of them."""

    def __init__(self) -> None:
        self._same: dict[Any, Any] = {}
        self._unknown: list[Unknown] = []
        self._products: list[tuple[Unknown, Any, Any]] = []

    def new(self) -> Unknown:
        """Return a size of which nothing is known."""
        size = Unknown()
        self._unknown.append(size)
        return size

    def product(self, one: Any, other: Any) -> Unknown:
        """Return the size that is the product of two, of which any two give the third."""
        whole = self.new()
        self._products.append((whole, one, other))
        return whole

    def known(self, size: Any) -> Any:
        """Return what is known of a size: a number or symbol, or the unknown that stands for all its equals."""
        while size in self._same:
            size = self._same[size]
        return size

    def join(self, one: Any, other: Any) -> bool:
        """Make two sizes equal; tell whether they can be."""
        one, other = self.known(one), self.known(other)
        if one is other or (not isinstance(one, Unknown) and one == other):
            return True
        if isinstance(one, Unknown):
            self._same[one] = other
            return True
        if isinstance(other, Unknown):
            self._same[other] = one
            return True
        return False

    def is_known(self, size: Any) -> bool:
        """Tell whether a size is a number or symbol."""
        return not isinstance(self.known(size), Unknown)

    def is_one(self, size: Any) -> bool:
        """Tell whether a size is known to be 1."""
        return bool(self.known(size) == 1)

    def shown(self, size: Any, what: str) -> str:
        """Return a number of rows or columns for a message."""
        found = self.known(size)
        return f"an unknown number of {what}s" if isinstance(found, Unknown) else f"{found} {what}{'s' if found != 1 else ''}"

    def _solve_products(self) -> None:
        """Find the sizes that follow from a product of sizes and the other factor, or from both factors."""
        self._join_factors()
        waiting = len(self._products) + 1
        while len(self._products) < waiting:
            waiting = len(self._products)
            self._products = [product for product in self._products if not self._solved(*map(self.known, product))]

    def _join_factors(self) -> None:
        """Join the factors of two products that are one size, in their order: (B ⊗ A) vec X needs a column of X for each one of B."""
        first: dict[Any, tuple[Any, Any]] = {}
        for whole, one, other in self._products:
            known = first.setdefault(self.known(whole), (one, other))
            if not all(map(self.is_known, (*known, one, other))):
                self.join(known[0], one)
                self.join(known[1], other)

    def _solved(self, whole: Any, one: Any, other: Any) -> bool:
        is_open = [isinstance(size, Unknown) for size in (whole, one, other)]
        if is_open == [True, False, False]:
            return self.join(whole, one * other)
        for part, rest, pattern in ((one, other, [False, True, False]), (other, one, [False, False, True])):
            if is_open != pattern:
                continue
            quotient = sp.cancel(whole / rest)
            if (quotient.is_Mul or quotient.is_Symbol or quotient.is_Integer) and sp.denom(quotient) == 1:
                return self.join(part, quotient)
        return not any(is_open)

    def name_all(self, taken: Collection[str]) -> None:
        """Give a letter to every size that is still unknown, in the order in which they appeared."""
        self._solve_products()
        wholes = {self.known(whole) for whole, _, _ in self._products}
        self._name(taken, wholes)
        self._solve_products()
        self._name(taken, set())

    def _name(self, taken: Collection[str], later: Collection[Any]) -> None:
        """Give a letter to every size that is unknown, but for some."""
        known = {str(self.known(size)) for size in self._unknown} | set(taken)
        roots = list(dict.fromkeys(root for size in self._unknown if isinstance(root := self.known(size), Unknown) and root not in later))
        free = [letter for letter in _LETTERS if letter not in known]
        free += [f"n{i}" for i in range(1, len(roots) + 1) if f"n{i}" not in known]
        if len(roots) == 1 and "n" in free:
            free.insert(0, "n")
        for root, letter in zip(roots, free, strict=False):
            self._same[root] = sp.Symbol(letter)


def declared_shapes(shapes: Mapping[Any, Any] | None) -> dict[str, Shape]:
    """Return what a caller said about shapes, by name.

    Parameters
    ----------
    shapes : mapping, optional
        From names to a pair of sizes, to one size for a column, or to () for a
        number; a size is a whole number, a symbol or the name of one. "symmetric" and "one-hot" are no shapes and left out.

    Raises
    ------
    InputError
        If a shape is none of these.

    Examples
    --------
    >>> declared_shapes({"A": ("m", 3), "x": "n", "t": ()})
    {'A': (m, 3), 'x': (n, 1), 't': None}
    """
    if shapes is not None and not isinstance(shapes, Mapping):
        raise InputError(f"shapes is {shapes!r}, and a mapping was expected", 'Write shapes={"A": ("m", "n"), "x": "n"}.')
    given = {name: shape for name, shape in (shapes or {}).items() if not isinstance(shape, str) or shape not in _MARKS}
    return {letter_name(str(name)): _declared(name, shape) for name, shape in given.items()}


def marked_names(shapes: Mapping[Any, Any] | None) -> dict[str, type[sp.MatrixSymbol]]:
    """Return the names of the matrices of which more than a shape is declared, with the kind of symbol that they are.

    Examples
    --------
    >>> [(name, kind.__name__) for name, kind in marked_names({"S": "symmetric", "y": "one-hot", "x": "n"}).items()]
    [('S', 'Symmetric'), ('y', 'OneHot')]
    """
    declared = (shapes or {}).items()
    return {letter_name(str(name)): _MARKS[shape] for name, shape in declared if isinstance(shape, str) and shape in _MARKS}


def _declared(name: Any, shape: Any) -> Shape:
    parts = tuple(shape) if isinstance(shape, tuple | list) else (shape, 1)
    if not parts:
        return NUMBER
    if len(parts) == 1:
        parts = (parts[0], 1)
    if len(parts) != 2:
        raise InputError(f"the shape {shape!r} of {name} has {len(parts)} sizes", "A matrix has two, a column one, a number none: ().")
    return _size(name, parts[0]), _size(name, parts[1])


def _size(name: Any, size: Any) -> Any:
    if isinstance(size, str) and size.isdigit():
        size = int(size)
    if isinstance(size, str) and size.isidentifier():
        return sp.Symbol(size)
    if isinstance(size, int | sp.Integer) and not isinstance(size, bool) and size >= 1:
        return sp.Integer(size)
    if isinstance(size, sp.Expr) and size.free_symbols:
        return size
    raise InputError(f"{size!r} is no size of {name}", "A size is a whole number from 1, a symbol or its name.")
