"""Matrix expressions read from text: ``||A x - b||^2``, ``tr(A X^T)``, ``ln det X``, with shapes declared or inferred.

Capital letters are matrices, small Roman letters columns, Greek letters
numbers; so are letters in an exponent and letters that something is divided
by.  Shapes that are declared come first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sympy as sp

from symtutor.errors import InputError, ReadError, SymtutorError
from symtutor.matrix_algebra import hadamard, inverse, kronecker, plus, power, scalar, squared_norm, times, transposed
from symtutor.reading.matrices.functions import ENTRYWISE, FUNCTIONS, entry_by_entry
from symtutor.reading.matrices.lexer import MatrixToken, matrix_tokens
from symtutor.reading.matrices.shapes import NUMBER, Shape, Sizes, declared_shapes

__all__ = ["MatrixReading", "read_matrix"]

_DEEPEST = 60
_STARTS = frozenset({"number", "letter", "function", "(", "frac"})


@dataclass(frozen=True, slots=True)
class MatrixReading:
    """What a text of matrix calculus means.

    Parameters
    ----------
    expr : Expr or MatrixExpr
        A number or a matrix.
    symbols : mapping of str to Symbol or MatrixSymbol
        The letters of the text.
    """

    expr: Any
    symbols: Mapping[str, Any]

    @property
    def note(self) -> str:
        """Return one sentence on what the letters were taken for."""
        shaped = [f"{name} is {_words(s)}" for name, s in self.symbols.items()]
        return "; ".join(shaped)


def _words(symbol: Any) -> str:
    if not isinstance(symbol, sp.MatrixSymbol):
        return "a number"
    rows, columns = symbol.shape
    return f"a column of length {rows}" if columns == 1 else f"a matrix of shape {rows} × {columns}"


class _Node(NamedTuple):
    """A part of the text: its value once all sizes are known, its shape, and where it stands."""

    build: Callable[[], Any]
    shape: Shape
    start: int


def read_matrix(text: str, shapes: Mapping[Any, Any] | None = None) -> MatrixReading:
    """Return what a text of matrix calculus means.

    Parameters
    ----------
    text : str
        Plain text or LaTeX.
    shapes : mapping, optional
        From names to (rows, columns), to one size for a column, or to () for a number.

    Raises
    ------
    ReadError
        If the text is no matrix expression, or shapes do not fit; it says where.

    Examples
    --------
    >>> reading = read_matrix("||A x - b||^2 + lambda x'x")
    >>> reading.note
    'A is a matrix of shape m × n; x is a column of length n; b is a column of length m; lamda is a number'
    >>> read_matrix("x'A y", {"A": (2, 3)}).symbols["y"].shape
    (3, 1)
    """
    if not text.strip():
        raise ReadError("the text is empty, and a matrix expression was expected", text, 0)
    parser = _Parser(text, declared_shapes(shapes))
    try:
        node = parser.whole()
        parser.sizes.name_all({s for s, shape in parser.shapes.items() if shape is NUMBER})
        expr = node.build()
    except RecursionError:
        raise ReadError("the text has too many parts", text, len(text), "Give a part of it a letter of its own.") from None
    except ValueError as error:
        if isinstance(error, SymtutorError):
            raise
        raise InputError(f"the shapes do not fit: {error}") from error
    return MatrixReading(expr, {name: parser.symbol(name) for name in parser.letters})


class _Parser:
    """A parser by recursive descent that infers shapes as it goes."""

    def __init__(self, text: str, declared: dict[str, Shape]) -> None:
        self.text = text
        self.tokens = matrix_tokens(text, frozenset(declared))
        self.sizes = Sizes()
        self.shapes = declared | {name: NUMBER for name in self._numbers() if name not in declared}
        self.letters: dict[str, None] = {}
        self._place = 0
        self._closing: list[str] = []
        self._in_exponent = False

    def _numbers(self) -> list[str]:
        """Return the letters that something is divided by."""
        return [t.text for before, t in zip(self.tokens, self.tokens[1:], strict=False) if before.kind == "/" and t.kind == "letter"]

    # ---- tokens ----------------------------------------------------------------------------------
    @property
    def token(self) -> MatrixToken:
        """Return the token that comes next."""
        return self.tokens[self._place]

    def take(self) -> MatrixToken:
        token = self.token
        self._place += 1
        return token

    def fail(self, message: str, start: int, hint: str = "") -> ReadError:
        return ReadError(message, self.text, start, hint)

    def expect(self, kind: str, opened: MatrixToken) -> None:
        if self.token.kind != kind:
            found = repr(self.token.text) if self.token.text else "the end"
            raise self.fail(f"{found} stands where {kind!r} was expected, to close the {opened.text!r}", self.token.start)
        self.take()

    def inside(self, closing: str, opened: MatrixToken) -> _Node:
        """Read an expression up to its closing sign."""
        if len(self._closing) >= _DEEPEST:
            raise self.fail(f"brackets are nested more than {_DEEPEST} deep", opened.start)
        self._closing.append(closing)
        node = self.sum()
        self._closing.pop()
        self.expect(closing, opened)
        return node

    # ---- grammar ---------------------------------------------------------------------------------
    def whole(self) -> _Node:
        node = self.sum()
        if self.token.kind != "end":
            raise self.fail(f"{self.token.text!r} was not expected here", self.token.start)
        return node

    def sum(self) -> _Node:
        node = self._signed()
        while self.token.kind in {"+", "-"}:
            sign = self.take()
            right = self.entrywise()
            node = self._added(node, self._scaled(-1, right) if sign.kind == "-" else right, sign)
        return node

    def _signed(self) -> _Node:
        if self.token.kind in {"+", "-"}:
            sign = self.take()
            right = self.entrywise()
            return self._scaled(-1, right) if sign.kind == "-" else right
        return self.entrywise()

    def entrywise(self) -> _Node:
        """Read products entry by entry and Kronecker products, which bind less than products of matrices."""
        node = self.product()
        while self.token.kind in {"∘", "⊗"}:
            sign = self.take()
            right = self.product()
            node = self._hadamard(node, right, sign) if sign.kind == "∘" else self._kronecker(node, right)
        return node

    def product(self, *, signs: bool = True) -> _Node:
        node = self.raised()
        while True:
            token = self.token
            if signs and token.kind in {"*", "/"}:
                self.take()
                right = self.raised()
                node = self._divided(node, right, token) if token.kind == "/" else self._times(node, right)
            elif token.kind in _STARTS or self._opens_norm(token):
                node = self._times(node, self.raised())
            else:
                return node

    def _opens_norm(self, token: MatrixToken) -> bool:
        return token.kind == "‖" and self._closing[-1:] != ["‖"]

    def raised(self) -> _Node:
        """Read a factor with transposes and powers after it."""
        node = self.primary()
        while self.token.kind in {"'", "super", "^"}:
            token = self.take()
            if token.kind == "'":
                node = self._turned(node)
            elif token.kind == "super":
                node = self._raised_sign(node, token.text, token)
            else:
                node = self._exponent(node, token)
        return node

    def _exponent(self, node: _Node, sign: MatrixToken) -> _Node:
        """Read what stands after ^: T, −T, a whole number or a number in brackets."""
        opened = self.token
        bracket = opened.kind == "("
        texts = [t.text for t in self.tokens[self._place + bracket : self._place + bracket + 2]]
        for count, name in ((1, "T"), (2, "-T")):
            if "".join(texts[:count]) == name and "T" not in self.shapes:
                self._place += bracket + count
                if bracket:
                    self.expect(")", opened)
                return self._raised_sign(node, name, sign)
        before, self._in_exponent = self._in_exponent, True
        is_negative = opened.kind == "-"
        if is_negative:
            self.take()
        exponent = self.primary()
        self._in_exponent = before
        if exponent.shape is not NUMBER:
            raise self.fail("an exponent must be a number", opened.start)
        return self._power(node, self._scaled(-1, exponent) if is_negative else exponent, sign)

    def _raised_sign(self, node: _Node, name: str, token: MatrixToken) -> _Node:
        if name == "T":
            return self._turned(node)
        if name == "-T":
            return self._turned(self._power(node, _constant(-1, token.start), token))
        return self._power(node, _constant(int(name), token.start), token)

    def primary(self) -> _Node:
        token = self.take()
        if token.kind == "number":
            return _constant(sp.Rational(token.text), token.start)
        if token.kind == "letter":
            return self._letter(token)
        if token.kind == "(":
            return self.inside(")", token)._replace(start=token.start)
        if token.kind == "‖":
            return self._norm(token)
        if token.kind == "frac":
            return self._fraction(token)
        if token.kind == "function":
            return self._function(token)
        found = repr(token.text) if token.text else "The end"
        raise self.fail(f"{found} stands where a letter, a number or a bracket was expected", token.start)

    def _fraction(self, token: MatrixToken) -> _Node:
        above, below = (self.inside(")", self._open()) for _ in range(2))
        return self._divided(above, below, token)

    def _open(self) -> MatrixToken:
        token = self.take()
        if token.kind != "(":
            raise self.fail("a bracket was expected", token.start)
        return token

    # ---- meanings --------------------------------------------------------------------------------
    def symbol(self, name: str) -> Any:
        """Return the symbol of a letter, once sizes are named."""
        shape = self.shapes[name]
        return sp.Symbol(name) if shape is NUMBER else sp.MatrixSymbol(name, *map(self.sizes.known, shape))

    def _letter(self, token: MatrixToken) -> _Node:
        name = token.text
        if name not in self.shapes:
            self.shapes[name] = self._usual_shape(name)
        self.letters.setdefault(name)
        return _Node(lambda: self.symbol(name), self.shapes[name], token.start)

    def _usual_shape(self, name: str) -> Shape:
        stem = name.split("_", maxsplit=1)[0].rstrip("0123456789")
        if self._in_exponent or len(stem) > 1:  # the name of a Greek letter
            return NUMBER
        return self.sizes.new(), self.sizes.new() if stem.isupper() else sp.S.One

    def _norm(self, token: MatrixToken) -> _Node:
        inner = self.inside("‖", token)
        kind = "2"
        if self.token.kind == "_":
            self.take()
            bracket = self.token.kind == "("
            if bracket:
                self.take()
            kind = self.take().text
            if bracket:
                self.expect(")", token)
        if kind not in {"1", "2", "F"}:
            raise self.fail(f"the norm with index {kind} is not known here", token.start, "Known are ‖·‖, ‖·‖_2, ‖·‖_F and ‖·‖_1.")
        if kind == "1":
            return _Node(lambda: FUNCTIONS["sum"].build(entry_by_entry("abs", inner.build())), NUMBER, token.start)
        if inner.shape is NUMBER:
            return _Node(lambda: sp.Abs(inner.build()), NUMBER, token.start)
        return _Node(lambda: sp.sqrt(squared_norm(inner.build())), NUMBER, token.start)

    def _function(self, token: MatrixToken) -> _Node:
        name = token.text
        if name == "I":
            size = self.sizes.new()
            return _Node(lambda: sp.Identity(self.sizes.known(size)), (size, size), token.start)
        if name == "ones":
            size = self.sizes.new()
            return _Node(lambda: sp.OneMatrix(self.sizes.known(size), 1), (size, sp.S.One), token.start)
        inner = self.inside(")", self.take()) if self.token.kind == "(" else self.product(signs=False)
        if name in ENTRYWISE:
            is_number = self._is_number(inner)
            return _Node(lambda: entry_by_entry(name, _as_number(inner) if is_number else inner.build()), inner.shape, token.start)
        return self._of_matrix(name, inner, token)

    def _of_matrix(self, name: str, inner: _Node, token: MatrixToken) -> _Node:
        function = FUNCTIONS[name]
        if inner.shape is NUMBER:
            raise self.fail(f"{name} of a number was found, and of a matrix was expected", token.start)
        rows, columns = inner.shape
        if function.needs == "square":
            self._square(inner, name)
        if function.needs == "column" and not self.sizes.is_one(columns):
            raise self.fail(f"{name} needs a column, and this has {self.sizes.shown(columns, 'column')}", inner.start)
        if function.gives == "diagonal" and not self.sizes.is_one(columns):
            self._square(inner, name)
        shapes: dict[str, Callable[[], Shape]] = {
            "number": lambda: NUMBER,
            "same": lambda: inner.shape,
            "turned": lambda: (columns, rows),
            "column": lambda: (self.sizes.new(), sp.S.One),
            "diagonal": lambda: (rows, rows) if self.sizes.is_one(columns) else (rows, sp.S.One),
        }
        return _Node(lambda: function.build(inner.build()), shapes[function.gives](), token.start)

    def _square(self, node: _Node, name: str) -> None:
        rows, columns = node.shape or (1, 1)
        if self.sizes.is_one(rows) != self.sizes.is_one(columns) or not self.sizes.join(rows, columns):
            told = f"{self.sizes.shown(rows, 'row')} and {self.sizes.shown(columns, 'column')}"
            raise self.fail(f"{name} needs a square matrix, and this has {told}", node.start)

    def _is_number(self, node: _Node) -> bool:
        """Tell whether a part is a number: also a matrix of one row and one column."""
        return node.shape is NUMBER or all(map(self.sizes.is_one, node.shape))

    def _scaled(self, number: int, node: _Node) -> _Node:
        return _Node(lambda: times(number, node.build()), node.shape, node.start)

    def _added(self, left: _Node, right: _Node, sign: MatrixToken) -> _Node:
        if self._is_number(left) and self._is_number(right):
            return _Node(lambda: _as_number(left) + _as_number(right), NUMBER, left.start)
        if left.shape is NUMBER or right.shape is NUMBER:
            raise self.fail("a number and a matrix are added", sign.start, "Write c I for a multiple of the identity, c ones for a column.")
        for one, other, what in zip(left.shape, right.shape, ("row", "column"), strict=True):
            if not self.sizes.join(one, other):
                told = f"the left side has {self.sizes.shown(one, what)}, the right side {self.sizes.shown(other, what)}"
                raise self.fail(f"matrices of different shapes are added: {told}", sign.start)
        return _Node(lambda: plus(left.build(), right.build()), left.shape, left.start)

    def _times(self, left: _Node, right: _Node) -> _Node:
        if left.shape is NUMBER or right.shape is NUMBER:
            return _Node(lambda: times(left.build(), right.build()), right.shape if left.shape is NUMBER else left.shape, left.start)
        (rows, inner), (outer, columns) = left.shape, right.shape
        if self._is_number(left) and not self.sizes.is_one(outer):
            return _Node(lambda: times(_as_number(left), right.build()), right.shape, left.start)
        if self._is_number(right) and not self.sizes.is_one(inner):
            return _Node(lambda: times(_as_number(right), left.build()), left.shape, left.start)
        if self._is_vague(inner, outer) or not self.sizes.join(inner, outer):
            told = f"{self.sizes.shown(inner, 'column')} on the left, {self.sizes.shown(outer, 'row')} on the right"
            raise self.fail(f"the product is not defined: {told}", right.start, "Perhaps a transpose is missing, as in x'y.")
        return _Node(lambda: times(left.build(), right.build()), (rows, columns), left.start)

    def _is_vague(self, inner: Any, outer: Any) -> bool:
        """Tell whether a product fits only if a column or row has one entry, of which nothing was said."""
        return self.sizes.is_one(inner) != self.sizes.is_one(outer) and not all(map(self.sizes.is_known, (inner, outer)))

    def _divided(self, left: _Node, right: _Node, sign: MatrixToken) -> _Node:
        if not self._is_number(right):
            raise self.fail("something is divided by a matrix", sign.start, "Write inv(A) or A^-1 on the side where it belongs.")
        return _Node(lambda: times(1 / _as_number(right), left.build()), left.shape, left.start)

    def _hadamard(self, left: _Node, right: _Node, sign: MatrixToken) -> _Node:
        if left.shape is NUMBER or right.shape is NUMBER:
            raise self.fail("a product entry by entry needs two matrices", sign.start)
        if not all(self.sizes.join(a, b) for a, b in zip(left.shape, right.shape, strict=True)):
            raise self.fail("a product entry by entry needs two matrices of one shape", sign.start)
        return _Node(lambda: hadamard(left.build(), right.build()), left.shape, left.start)

    def _kronecker(self, left: _Node, right: _Node) -> _Node:
        return _Node(lambda: kronecker(left.build(), right.build()), (self.sizes.new(), self.sizes.new()), left.start)

    def _turned(self, node: _Node) -> _Node:
        shape = NUMBER if node.shape is NUMBER else node.shape[::-1]
        return _Node(lambda: transposed(node.build()), shape, node.start)

    def _power(self, base: _Node, exponent: _Node, sign: MatrixToken) -> _Node:
        if self._is_number(base):
            return _Node(lambda: _as_number(base) ** exponent.build(), NUMBER, base.start)
        rows, columns = base.shape or (1, 1)
        if self.sizes.is_one(rows) != self.sizes.is_one(columns) or not self.sizes.join(rows, columns):
            hint = "Entry by entry it is x ∘ x; the squared length is x'x or ||x||^2."
            raise self.fail("a power needs a number or a square matrix", sign.start, hint)
        return _Node(
            lambda: inverse(base.build()) if exponent.build() == -1 else power(base.build(), exponent.build()), base.shape, base.start
        )


def _constant(number: Any, start: int) -> _Node:
    return _Node(lambda: sp.sympify(number), NUMBER, start)


def _as_number(node: _Node) -> Any:
    found = node.build()
    return found if node.shape is NUMBER else scalar(found)
