"""From Terms to matrix expressions: shapes are inferred on the Term, then the nodes of matrix calculus are built.

Capital letters are matrices, small Roman letters columns, small Greek letters
numbers; so are letters in an exponent and letters that something is divided
by.  Shapes that are declared come first.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any

import sympy as sp

from symtutor.errors import ReadError
from symtutor.functions import Ones, formula_of
from symtutor.matrix_algebra import Symmetric, elementwise, hadamard, inverse, kronecker, plus, power, scalar, times, trace, transposed
from symtutor.reading.elaborate import elaborate
from symtutor.reading.matrices.nodes import (
    ENTRYWISE,
    Node,
    Z,
    as_number,
    divided,
    entry_by_entry,
    is_of_entries,
    is_one,
    letters_alone,
    numbers_of,
)
from symtutor.reading.matrices.shapes import NUMBER, Shape, ShapesDoNotFit, Sizes, is_matrix_letter, letter_name
from symtutor.term import ZERO, Angled, Constant, Decimal, Frobenius, Negation, Number, Quotient, Root, Term, Variable

__all__ = ["Meaning"]


class Meaning:
    """What the letters of a Term are, and what is built from them.

    Parameters
    ----------
    text : str
        What was read, for messages.
    declared : dict
        Shapes by name.
    functions : mapping
        How functions of matrices are read, by head.
    marked : mapping, optional
        The kind of symbol of those that are more than a matrix: symmetric, or of sum 1.
    """

    def __init__(
        self,
        text: str,
        declared: dict[str, Shape],
        functions: Mapping[Any, Callable[[Meaning, Term], Node]],
        marked: Mapping[str, type[sp.MatrixSymbol]] | None = None,
    ) -> None:
        self.functions = functions
        self.text = text
        self.sizes = Sizes()
        self.declared = declared
        self.marked = marked or {}
        sides = {name: self.sizes.new() for name, kind in self.marked.items() if kind is Symmetric}
        self.shapes = {**declared, **{name: (side, side) for name, side in sides.items()}}
        self.letters: dict[str, None] = {}
        self.alone: set[str] = set()
        self.in_total = self.by_entries = False
        self.in_hadamard: set[int] = set()

    def of(self, term: Term) -> Node:
        """Return the node of a whole text, after noting the letters that can only be numbers."""
        self.alone = letters_alone(term)
        self.shapes |= {name: NUMBER for name in numbers_of(term) if name not in self.declared}
        return self.node(term)

    def symbol(self, name: str) -> Any:
        """Return the symbol of a letter, once sizes are named."""
        shape, kind = self.shapes[name], self.marked.get(name, sp.MatrixSymbol)
        if shape is NUMBER:
            return sp.Symbol(name)
        return kind(name, *map(self.sizes.known, shape))

    # ---- errors ----------------------------------------------------------------------------------
    def fail(self, message: str, term: Term, hint: str = "", *, after: bool = False) -> ReadError:
        """Return an error at a term, or at the sign after it."""
        return ReadError(message, self.text, self._place(term, after=after), hint)

    def unfit(self, message: str, term: Term, hint: str = "", *, after: bool = False) -> ShapesDoNotFit:
        """Return the error that shapes do not fit, at a term or at the sign after it."""
        return ShapesDoNotFit(message, self.text, self._place(term, after=after), hint)

    def _place(self, term: Term, *, after: bool) -> int:
        start, end = term.span or (0, 0)
        if not after:
            return start
        return end + len(self.text[end:]) - len(self.text[end:].lstrip())

    # ---- terms -----------------------------------------------------------------------------------
    def node(self, term: Term) -> Node:
        """Return the node of a term."""
        build = self.functions.get(term.head) or _BY_HEAD.get(term.head)
        if build is not None:
            return build(self, term)
        if term.head in ENTRYWISE:
            self.in_hadamard |= {id(part) for arg in term.args for part in _outer_parts(arg)}
        parts = [self.node(part) for part in term.args if isinstance(part, Term)]
        if all(self.is_number(part) for part in parts) and parts:
            return self.scalar(term, parts)
        if term.head in ENTRYWISE:
            return self.entrywise(term, parts)
        name = getattr(term.head, "__name__", "this")
        raise self.fail(f"{name} of matrices has no meaning here", term, "Sums, products and functions of matrices are read.")

    def scalar(self, term: Term, parts: list[Node]) -> Node:
        """Return a function of numbers."""

        def build() -> sp.Basic:
            values = [as_number(part) for part in parts]
            letters = sp.symbols(f"number0:{len(values)}", cls=sp.Dummy)
            made = elaborate(Term(term.head, tuple(Term(Variable, (letter,)) for letter in letters), term.span), text=self.text)
            return made.xreplace(dict(zip(letters, values, strict=True)))

        return Node(build, NUMBER, term)

    def entrywise(self, term: Term, parts: list[Node]) -> Node:
        """Return a function of every entry of one matrix; further arguments are numbers."""
        matrices = [part for part in parts if not self.is_number(part)]
        if len(matrices) != 1:
            raise self.fail("a function entry by entry takes one matrix", term, "Write it with ∘ and functions of one matrix.")

        def build() -> Any:
            values = [Z if part is matrices[0] else as_number(part) for part in parts]
            return elementwise(formula_of(term.head, *values), Z, matrices[0].build())

        return Node(build, matrices[0].shape, term)

    def summed(self, term: Term) -> Node:
        """Return what is summed over all entries: a power of a column there is one of every entry."""
        before, self.in_total = self.in_total, True
        found = self.node(term)
        self.in_total = before
        return found

    def is_number(self, node: Node) -> bool:
        """Tell whether a part is a number: also a matrix of one row and one column."""
        return node.shape is NUMBER or all(map(self.sizes.is_one, node.shape))

    def constant(self, term: Term) -> Node:
        """Return a number."""
        value = term.args[0]
        return Node(lambda: value, NUMBER, term)

    def letter(self, term: Term) -> Node:
        """Return a letter, whose shape is inferred where it was not declared."""
        name = letter_name(str(term.args[0]))
        if name not in self.shapes:
            kind = is_matrix_letter(name)
            self.shapes[name] = NUMBER if kind is None else (self.sizes.new(), self.sizes.new() if kind else sp.S.One)
        self.letters.setdefault(name)
        return Node(lambda: self.symbol(name), self.shapes[name], term)

    # ---- sums and products -----------------------------------------------------------------------
    def sum(self, term: Term) -> Node:
        """Return a sum."""
        found = self.node(term.args[0])
        for before, part in zip(term.args, term.args[1:], strict=False):
            found = self._added(found, self.node(part), before, in_hadamard=id(term) in self.in_hadamard)
        return found._replace(term=term)

    def _added(self, left: Node, right: Node, before: Term, *, in_hadamard: bool) -> Node:
        if self.is_number(left) and self.is_number(right):
            return Node(lambda: as_number(left) + as_number(right), NUMBER, left.term)
        if left.shape is NUMBER or right.shape is NUMBER:
            beside = (left, right)[left.shape is NUMBER]
            rows, columns = beside.shape
            if not (in_hadamard or self.by_entries or self.sizes.is_one(columns) or self.sizes.is_one(rows) or is_of_entries(beside.term)):
                hint = "Write c I for a multiple of the identity, c ones for a column."
                raise self.unfit("a number and a matrix are added", before, hint, after=True)
            left, right = self._as_of_ones(left, right), self._as_of_ones(right, left)
        for one, other, what in zip(left.shape, right.shape, ("row", "column"), strict=True):
            if not self.sizes.join(one, other):
                told = f"the left side has {self.sizes.shown(one, what)}, the right side {self.sizes.shown(other, what)}"
                raise self.unfit(f"matrices of different shapes are added: {told}", before, after=True)
        return Node(lambda: entry_by_entry(operator.add, plus, left.build(), right.build()), left.shape, left.term)

    def _as_of_ones(self, node: Node, beside: Node) -> Node:
        """Return a number beside a column, or beside what is made entry by entry, as that number in every entry."""
        if node.shape is not NUMBER:
            return node
        rows, columns = beside.shape
        known = self.sizes.known
        return Node(lambda: times(node.build(), sp.OneMatrix(known(rows), known(columns))), beside.shape, node.term)

    def negation(self, term: Term) -> Node:
        """Return a term with a minus before it."""
        inner = self.node(term.args[0])
        return Node(lambda: times(-1, inner.build()), inner.shape, term)

    def product(self, term: Term) -> Node:
        """Return a product, from the left."""
        nodes: list[Node] = []
        for part, after in zip(term.args, (*term.args[1:], ZERO), strict=True):
            is_column = is_one(part) and (self._is_row(after) or (bool(nodes) and not self.is_number(nodes[-1])))  # 1·1ᵀ, A·1
            nodes.append(self.ones(part) if is_column else self.node(part))
        return reduce(self._times, nodes)._replace(term=term)

    def _is_row(self, term: Term) -> bool:
        """Tell whether a factor is 1ᵀ or the transpose of a column."""
        if term.head is not sp.Transpose:
            return False
        (inner,) = term.args
        return is_one(inner) or (inner.head is not Number and self.sizes.is_one((self.node(inner).shape or (1, 0))[1]))

    def _times(self, left: Node, right: Node) -> Node:
        if left.shape is NUMBER or right.shape is NUMBER:
            return Node(lambda: times(left.build(), right.build()), right.shape if left.shape is NUMBER else left.shape, left.term)
        (rows, inner), (outer, columns) = left.shape, right.shape
        if self.is_number(left) and not self.sizes.is_one(outer):
            return Node(lambda: times(as_number(left), right.build()), right.shape, left.term)
        if self.is_number(right) and not self.sizes.is_one(inner):
            return Node(lambda: times(as_number(right), left.build()), left.shape, left.term)
        if self._is_vague(inner, outer) or not self.sizes.join(inner, outer):
            told = f"{self.sizes.shown(inner, 'column')} on the left, {self.sizes.shown(outer, 'row')} on the right"
            raise self.unfit(f"the product is not defined: {told}", right.term, "Perhaps a transpose is missing, as in x'y.")
        return Node(lambda: times(left.build(), right.build()), (rows, columns), left.term)

    def _is_vague(self, inner: Any, outer: Any) -> bool:
        """Tell whether a product fits only if a column or row has one entry, of which nothing was said."""
        return self.sizes.is_one(inner) != self.sizes.is_one(outer) and not all(map(self.sizes.is_known, (inner, outer)))

    def quotient(self, term: Term) -> Node:
        """Return something divided by a number, or entry by entry by a matrix of the same shape."""
        left, right = map(self.node, term.args)
        if self.is_number(right):
            return Node(lambda: times(1 / as_number(right), left.build()), left.shape, term)
        if left.shape is not NUMBER and all(self.sizes.join(a, b) for a, b in zip(left.shape, right.shape, strict=True)):
            if is_of_entries(term.args[1]):
                return Node(lambda: entry_by_entry(operator.truediv, divided, left.build(), right.build()), left.shape, term)
        elif left.shape is NUMBER and (is_of_entries(term.args[1]) or self.sizes.is_one(right.shape[1])):  # 1/x of a column
            return Node(lambda: entry_by_entry(operator.truediv, divided, left.build(), right.build()), right.shape, term)
        raise self.unfit("something is divided by a matrix", term.args[0], "Write inv(A) or A^-1 on the side where it belongs.", after=True)

    def entry_by_entry(self, term: Term) -> Node:
        """Return a product entry by entry."""
        self.in_hadamard |= {id(part) for arg in term.args for part in _outer_parts(arg)}
        left, right = map(self.node, term.args)
        if left.shape is NUMBER or right.shape is NUMBER:
            if self.by_entries and term.head is sp.HadamardProduct:  # a number multiplies every entry
                return Node(lambda: times(left.build(), right.build()), left.shape or right.shape, term)
            raise self.unfit("a product entry by entry needs two matrices", term.args[0], after=True)
        if not all(self.sizes.join(a, b) for a, b in zip(left.shape, right.shape, strict=True)):
            raise self.unfit("a product entry by entry needs two matrices of one shape", term.args[0], after=True)
        build = hadamard if term.head is sp.HadamardProduct else lambda a, b: trace(times(transposed(a), b))
        return Node(lambda: build(left.build(), right.build()), left.shape if term.head is sp.HadamardProduct else NUMBER, term)

    def kronecker(self, term: Term) -> Node:
        """Return a Kronecker product."""
        left, right = map(self.node, term.args)
        shape = tuple(
            self.sizes.product(one, other) for one, other in zip(left.shape or (sp.S.One,) * 2, right.shape or (sp.S.One,) * 2, strict=True)
        )
        return Node(lambda: kronecker(left.build(), right.build()), shape, term)

    def inner(self, term: Term) -> Node:
        """Return ⟨a, b⟩."""
        if len(term.args) != 2:
            raise self.fail("an inner product has two parts", term, "Write <a, b>.")
        left, right = map(self.node, term.args)
        if not all(self.sizes.join(a, b) for a, b in zip(left.shape or (1, 1), right.shape or (1, 1), strict=True)):
            raise self.unfit("an inner product needs two parts of one shape", term)
        if not self.sizes.is_one((left.shape or (1, 1))[1]):
            return Node(lambda: trace(times(transposed(left.build()), right.build())), NUMBER, term)
        return Node(lambda: scalar(times(transposed(left.build()), right.build())), NUMBER, term)

    # ---- powers ----------------------------------------------------------------------------------
    def turned(self, term: Term) -> Node:
        """Return a transpose; 1ᵀ is the row of ones."""
        (part,) = term.args
        inner = self.ones(part) if is_one(part) else self.node(part)
        shape = NUMBER if inner.shape is NUMBER else inner.shape[::-1]
        return Node(lambda: transposed(inner.build()), shape, term)

    def power(self, term: Term) -> Node:
        """Return a power of a number or square matrix; e^A is the exponential of every entry."""
        if self.is_e(term.args[0]):
            return self.exponential(term)
        if term.args[1] == _INVERSE_TRANSPOSE and "T" not in self.declared:
            inner = self.node(term.args[0])
            self.square(inner, "an inverse")
            return Node(lambda: transposed(inverse(inner.build())), inner.shape, term)
        base, exponent = map(self.node, term.args)
        if exponent.shape is not NUMBER:
            raise self.fail("an exponent must be a number", term.args[1])
        if self.is_number(base):
            return Node(lambda: as_number(base) ** exponent.build(), NUMBER, term)
        if self.by_entries or (self.in_total and self.sizes.known(base.shape[0]) is not self.sizes.known(base.shape[1])):  # numpy's r**2
            return Node(lambda: elementwise(Z ** exponent.build(), Z, base.build()), base.shape, term)
        if is_of_entries(term.args[0]) and not self.sizes.join(*base.shape):
            return Node(lambda: elementwise(Z ** exponent.build(), Z, base.build()), base.shape, term)
        rows, columns = base.shape
        if self.sizes.is_one(rows) != self.sizes.is_one(columns) or not self.sizes.join(rows, columns):
            hint = "Entry by entry it is x ∘ x; the squared length is x'x or ||x||^2."
            raise self.unfit("a power needs a number or a square matrix", term.args[0], hint, after=True)

        def build() -> Any:
            by = exponent.build()
            if by.is_Rational and not by.is_Integer:
                raise self.fail(
                    "a root of a matrix is not worked out here", term.args[1], "Powers of matrices are whole numbers or letters."
                )
            return inverse(base.build()) if by == -1 else power(base.build(), by)

        return Node(build, base.shape, term)

    def is_e(self, term: Term) -> bool:
        """Tell whether a base is the number e: the letter is not declared, and is no column elsewhere."""
        return term.head is Variable and str(term.args[0]) == "e" and "e" not in self.declared and "e" not in self.alone

    def exponential(self, term: Term) -> Node:
        """Return e^A."""
        exponent = self.node(term.args[1])
        if self.is_number(exponent):
            return Node(lambda: sp.exp(as_number(exponent)), NUMBER, term)
        return Node(lambda: elementwise(sp.exp(Z), Z, exponent.build()), exponent.shape, term)

    def root(self, term: Term) -> Node:
        """Return a root of a number, or of every entry."""
        inner, degree = map(self.node, term.args)
        if self.is_number(inner):
            return Node(lambda: as_number(inner) ** (1 / degree.build()), NUMBER, term)
        return Node(lambda: elementwise(Z ** (1 / degree.build()), Z, inner.build()), inner.shape, term)

    # ---- functions of matrices -------------------------------------------------------------------
    def applied(self, build: Callable[[Any], Any], name: str, needs: str, shape: Shape, inner: Node, term: Term) -> Node:
        """Return a function of a matrix, which has to be a square matrix or a column where it needs one."""
        if inner.shape is NUMBER:
            raise self.unfit(f"{name} of a number was found, and of a matrix was expected", term)
        if needs == "square":
            self.square(inner, name)
        if needs == "column" and not self.sizes.is_one(inner.shape[1]):
            raise self.unfit(f"{name} needs a column, and this has {self.sizes.shown(inner.shape[1], 'column')}", inner.term)
        return Node(lambda: build(inner.build()), shape, term)

    def square(self, node: Node, name: str) -> None:
        """Make a matrix square, or say that it is not."""
        rows, columns = node.shape or (1, 1)
        if self.sizes.is_one(rows) != self.sizes.is_one(columns) or not self.sizes.join(rows, columns):
            told = f"{self.sizes.shown(rows, 'row')} and {self.sizes.shown(columns, 'column')}"
            raise self.unfit(f"{name} needs a square matrix, and this has {told}", node.term)

    def identity(self, term: Term) -> Node:
        """Return the identity of a size that is inferred."""
        size = self.sizes.new()
        return Node(lambda: sp.Identity(self.sizes.known(size)), (size, size), term)

    def ones(self, term: Term) -> Node:
        """Return a column of ones."""
        size = self.sizes.new()
        return Node(lambda: sp.OneMatrix(self.sizes.known(size), 1), (size, sp.S.One), term)


def _outer_parts(term: Term) -> Iterator[Term]:
    """Yield a term, and what stands in it under a sign or over a denominator."""
    yield term
    if term.head in {Negation, Quotient}:
        yield from _outer_parts(term.args[0])


_INVERSE_TRANSPOSE = Term(Negation, (Term(Variable, (sp.Symbol("T"),)),))
_BY_HEAD: dict[Any, Callable[[Meaning, Term], Node]] = {
    **dict.fromkeys((Number, Decimal, Constant), Meaning.constant),
    Variable: Meaning.letter,
    sp.Add: Meaning.sum,
    Negation: Meaning.negation,
    sp.Mul: Meaning.product,
    Quotient: Meaning.quotient,
    sp.Pow: Meaning.power,
    Root: Meaning.root,
    sp.Transpose: Meaning.turned,
    sp.HadamardProduct: Meaning.entry_by_entry,
    Frobenius: Meaning.entry_by_entry,
    sp.KroneckerProduct: Meaning.kronecker,
    Angled: Meaning.inner,
    sp.Identity: Meaning.identity,
    Ones: Meaning.ones,
}
