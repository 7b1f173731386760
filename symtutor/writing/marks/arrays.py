"""How vectors, matrices and their derivatives are printed: ∇f, J(f, g), Aᵀ·x, tr(A), A ∘ B, ∂f/∂X."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor import matrix_algebra
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import networks as network_goals
from symtutor.goals import vectors as vector_goals
from symtutor.term import LEAVES, ONE, Negation, Norm, Number, Quote, Quotient, Term, Variable, quote, subterms, value
from symtutor.textbook import opened
from symtutor.writing.marks.calculus import at, differentiated
from symtutor.writing.marks.levels import ATOM, POWER, PREFIX, PRODUCT, SUM

__all__ = ["ARRAYS", "number_times_matrices"]

Printed = tuple[str, int]
_Z = sp.Symbol("z")
_ABOVE_ZERO: Any = sp.Piecewise((0, _Z < 0), (1, _Z > 0))


# ---- several variables ---------------------------------------------------------------------------
def _rows(printer: Any, rows: Term) -> Printed:
    return printer._matrix(*opened(rows).args)


def _stacked(printer: Any, *rows: Term) -> Printed:
    return printer.matrix([[printer.render(row) + printer.marks["transpose"]] for row in rows]), ATOM


def _partial(printer: Any, expr: Term, variable: Term) -> Printed:
    """Print a partial derivative with ∂, whether or not another letter is left in what is differentiated; repeated ones as ∂²/∂x²."""
    inner, order = opened(expr), 1
    while inner.head is vector_goals.partial_of and inner.args[1] == opened(variable):
        inner, order = inner.args[0], order + 1
    return differentiated(printer, "∂", inner, variable, Term(Number, (sp.Integer(order),)))


def _gradient(printer: Any, expr: Term, _variables: Term) -> Printed:
    nabla, text = printer.symbol("nabla"), printer._at_level(expr, ATOM)
    is_word = nabla.isascii() and nabla.isalpha() and text[0].isalnum()
    return nabla + (" " if is_word else "") + text, ATOM


def _named(name: str) -> Callable[..., Printed]:
    """Return the notation name(f) of an operator; variables and points are left out."""

    def write(printer: Any, first: Term, *_others: Term) -> Printed:
        text = printer._at_level(first, ATOM)
        space = " " if len(name) > 1 and opened(first).head is not sp.Tuple and text[0].isalnum() else ""
        return f"{printer.name(name)}{space}{text}", ATOM

    return write


def _approximation(printer: Any, expr: Term, _variables: Term, _point: Term, order: Term) -> Printed:
    return printer.symbol(f"T_{opened(order).args[0]}") + printer.brackets(printer.render(expr)), ATOM


def _dot(printer: Any, left: Term, right: Term) -> Printed:
    return printer.multiply.join(printer._at_level(side, POWER) for side in (left, right)), PRODUCT


def _slope_along(printer: Any, function: Term, direction: Term) -> Printed:
    return f"{printer.symbol(f'D_{opened(direction).args[0].name}')} {printer._at_level(function, ATOM)}", PREFIX


def _norm(printer: Any, vector: Term) -> Printed:
    return printer.bars(printer.render(vector)), ATOM


def _double_bars(printer: Any, inner: Term, *kind: Term) -> Printed:
    text = printer.norm(printer.render(inner))
    return text + (f"_{printer.render(kind[0])}" if kind else ""), ATOM


def _differential(printer: Any, expr: Term, *_others: Term) -> Printed:
    text = printer.render(expr)
    return f"d{text if opened(expr).head is Variable else printer.brackets(text)}", ATOM


def _paths(printer: Any, *paths: Term) -> Printed:
    """Print a tree of dependencies as its paths: f → x → t, f → y → t."""
    return ", ".join(printer.marks["leads to"].join(map(printer.render, opened(path).args)) for path in paths), SUM


def _unequal(printer: Any, left: Term, right: Term) -> Printed:
    return printer._relation(left, right, printer.relations.get(sp.Ne, "≠"))


# ---- matrices of symbolic size -------------------------------------------------------------------
_PRODUCTS = frozenset({sp.MatMul, matrix_algebra.times})


def _factors(terms: tuple[Term, ...]) -> list[Term]:
    """Return the factors of a product; products inside are opened."""
    found: list[Term] = []
    for term in terms:
        inner = opened(term) if term.head is Quote else term
        found.extend(_factors(inner.args) if inner.head in _PRODUCTS else [inner])
    return found


def _without_sign(term: Term) -> Term | None:
    """Return a number without its minus, or None where it has none."""
    if term.head is Negation:
        return term.args[0]
    if term.head is Number and term.args[0] < 0:
        return Term(Number, (-term.args[0],))
    return None


def _product(printer: Any, *factors: Term) -> Printed:
    """Print a number and matrices; a 1 in front is left out, a sign goes before all, a denominator below all."""
    terms = _factors(factors)
    for i, term in enumerate(terms):
        positive = _without_sign(term)
        if positive is not None:
            rest = [*terms[:i], *([] if positive == ONE and len(terms) > 1 else [positive]), *terms[i + 1 :]]
            return printer.minus + _product(printer, *rest)[0], SUM
    first = terms[0]
    if len(terms) == 1:
        return printer._printed(first)
    if first.head is Quotient:
        above, below = first.args
        return printer.fraction(Term(sp.MatMul, tuple(terms[1:] if above == ONE else (above, *terms[1:]))), below)
    texts = [printer._at_level(t, PRODUCT if t is first and t.head is sp.Mul else POWER) for t in terms]
    lead = "" if first.head is Number else printer.marks["matrix product"]
    return texts[0] + lead + printer.marks["matrix product"].join(texts[1:]), PRODUCT


def _sum(printer: Any, *terms: Term) -> Printed:
    """Print a sum of matrices with its signs; a term without minus leads."""
    pieces = [printer._printed(term)[0] for term in terms]
    lead = next((i for i, piece in enumerate(pieces) if not piece.startswith(printer.minus)), 0)
    pieces.insert(0, pieces.pop(lead))
    text = pieces[0]
    for piece in pieces[1:]:
        text += printer.less + piece[len(printer.minus) :] if piece.startswith(printer.minus) else printer.plus + piece
    return text, SUM if len(terms) > 1 else PRODUCT


def _transpose(printer: Any, matrix: Term) -> Printed:
    inner = opened(matrix) if matrix.head is Quote else matrix
    if inner.head is sp.Inverse:
        return printer._at_level(inner.args[0], ATOM) + printer.marks["inverse transpose"], POWER
    return printer._at_level(matrix, ATOM) + printer.marks["transpose"], POWER


def _inverse(printer: Any, matrix: Term, *_exponent: Term) -> Printed:
    return printer._at_level(matrix, ATOM) + printer.marks["inverse"], POWER


def _power(printer: Any, matrix: Term, exponent: Term) -> Printed:
    return printer.superscript(printer._at_level(matrix, ATOM), exponent), POWER


def _trace(printer: Any, matrix: Term) -> Printed:
    """Print a trace; that of a 1 × 1 matrix is the matrix itself."""
    if _is_one_by_one(matrix):
        return printer._printed(matrix)
    return printer.name("tr") + printer.brackets(printer.render(matrix)), ATOM


def number_times_matrices(factors: list[Term]) -> Term | None:
    """Return 2·rᵀ·dr as one product for a number before a 1 × 1 product, which needs no brackets; None of other factors."""
    *numbers, last = factors
    if last.head not in {sp.Trace, matrix_algebra.trace} or not all(n.head in {Number, Variable} for n in numbers) or len(numbers) > 2:
        return None
    inside = opened(last.args[0]) if last.args[0].head is Quote else last.args[0]
    if inside.head not in _PRODUCTS or not _is_one_by_one(inside):
        return None
    return Term(sp.MatMul, (numbers[0] if len(numbers) == 1 else Term(sp.Mul, tuple(numbers)), *inside.args))


def _is_one_by_one(term: Term) -> bool:
    return _shape(term) == (1, 1)


_SUMS = frozenset({sp.MatAdd, matrix_algebra.plus})
_TURNED = frozenset({sp.Transpose, matrix_algebra.transposed})
_OF_SAME_SHAPE = frozenset(
    {
        sp.HadamardProduct,
        matrix_algebra.hadamard,
        sp.Inverse,
        matrix_algebra.inverse,
        sp.MatPow,
        matrix_algebra.power,
        matrix_goals.differential_of,
        matrix_goals.MatrixDifferential,
        matrix_goals.Softmax,
        matrix_goals.SoftmaxRows,
    }
)


def _shape(term: Term) -> Any:
    """Return the shape of a matrix as it is written, or None of a number."""
    if term.head is Quote or term.head is Variable:
        return getattr(term.args[0], "shape", None)
    if term.head in _PRODUCTS:
        shapes = [s for s in map(_shape, term.args) if s is not None]
        return (shapes[0][0], shapes[-1][1]) if shapes else None
    if term.head in _SUMS or term.head in _OF_SAME_SHAPE:
        return _shape(term.args[0])
    if term.head in _TURNED:
        inner = _shape(term.args[0])
        return inner and (inner[1], inner[0])
    if term.head in {matrix_algebra.Map, matrix_algebra.elementwise}:
        return _shape(term.args[2])
    if term.head in {sp.OneMatrix, sp.ZeroMatrix}:
        return tuple(opened(a).args[0] for a in term.args)
    return None


def _map(printer: Any, body: Term, letter: Term, matrix: Term) -> Printed:
    """Print a function of every entry as the function with the matrix in the place of its letter."""
    inside = opened(body)
    if inside.head is sp.Piecewise and value(body) == _ABOVE_ZERO.xreplace({_Z: value(letter)}):
        return f"[{printer.render(matrix)} > 0]", ATOM
    if any(part.head is sp.Derivative for part in subterms(inside)):
        return at(printer, inside, letter, matrix)
    return printer._printed(_put(_entry_by_entry(inside, opened(letter)), opened(letter), matrix))


def _entry_by_entry(term: Term, letter: Term) -> Term:
    """Return a function of a letter in which products are written with ∘, as those of the entries of matrices are."""
    if term.head in LEAVES:
        return term
    args = tuple(_entry_by_entry(a, letter) if isinstance(a, Term) else a for a in term.args)
    moving = [a for a in args if isinstance(a, Term) and any(part == letter for part in subterms(a))]
    if term.head is not sp.Mul or len(moving) < 2:
        return Term(term.head, args)
    joined = Term(sp.HadamardProduct, tuple(moving))
    others = [a for a in args if a not in moving]
    return Term(sp.MatMul, (others[0] if len(others) == 1 else Term(sp.Mul, tuple(others)), joined)) if others else joined


def _spelled_out(kind: Any) -> Callable[..., Printed]:
    """Print a loss as the formula that it is short for."""
    return lambda printer, *args: printer._printed(quote(kind(*map(value, args)).meaning()))


def _put(term: Term, letter: Term, matrix: Term) -> Term:
    if term == letter:
        return matrix
    return Term(term.head, tuple(_put(a, letter, matrix) if isinstance(a, Term) else a for a in term.args))


def _between(mark: str) -> Callable[..., Printed]:
    def write(printer: Any, *factors: Term) -> Printed:
        return printer.marks[mark].join(printer._at_level(f, POWER) for f in factors), PRODUCT

    return write


def _called(name: str) -> Callable[..., Printed]:
    return lambda printer, matrix: (printer.name(name) + printer.brackets(printer.render(matrix)), ATOM)


def _ones(printer: Any, rows: Term, columns: Term) -> Printed:
    is_row = opened(rows) == ONE and opened(columns) != ONE
    return ("1" + printer.marks["transpose"], POWER) if is_row else ("1", ATOM)


def _constant(text: str) -> Callable[..., Printed]:
    return lambda _printer, *_sizes: (text, ATOM)


def _open_derivative(printer: Any, expr: Term, matrix: Term, *_shape: Term) -> Printed:
    operator = printer.derivative("∂", printer.render(matrix), Term(Number, (sp.S.One,)))
    return f"{operator} {printer._at_level(expr, PREFIX)}", PREFIX


def _sum_of(printer: Any, *terms: Term) -> Printed:
    return _sum(printer, *terms) if len(terms) > 1 else printer._printed(terms[0])


ARRAYS: dict[Any, Callable[..., Printed]] = {
    sp.ImmutableMatrix: _rows,
    vector_goals.stacked: _stacked,
    vector_goals.partial_of: _partial,
    vector_goals.grad: _gradient,
    vector_goals.jac: _named("J"),
    vector_goals.hess: _named("H"),
    vector_goals.div: _named("div"),
    vector_goals.curl: _named("curl"),
    vector_goals.potential_of: _named("potential"),
    vector_goals.tangent_plane_of: _named("tangent"),
    vector_goals.approximation_of: _approximation,
    vector_goals.total_differential_of: _differential,
    vector_goals.at_point: lambda printer, column, letters, values: at(printer, column, letters, values),
    vector_goals.dot: _dot,
    vector_goals.norm: _norm,
    vector_goals.slope_along: _slope_along,
    Norm: _double_bars,
    vector_goals.unequal: _unequal,
    vector_goals.paths: _paths,
    sp.MatMul: _product,
    matrix_algebra.times: _product,
    sp.MatAdd: _sum,
    matrix_algebra.plus: _sum_of,
    sp.Transpose: _transpose,
    matrix_algebra.transposed: _transpose,
    sp.Inverse: _inverse,
    matrix_algebra.inverse: _inverse,
    sp.MatPow: _power,
    matrix_algebra.power: _power,
    sp.Trace: _trace,
    matrix_algebra.trace: _trace,
    sp.HadamardProduct: _between("hadamard"),
    matrix_algebra.hadamard: _between("hadamard"),
    sp.KroneckerProduct: _between("kronecker"),
    matrix_algebra.kronecker: _between("kronecker"),
    sp.Identity: _constant("I"),
    sp.ZeroMatrix: _constant("0"),
    sp.OneMatrix: _ones,
    matrix_algebra.Commutation: _constant("K"),
    matrix_algebra.KhatriRao: _between("khatri_rao"),
    matrix_algebra.Map: _map,
    matrix_algebra.elementwise: _map,
    matrix_goals.Softmax: _called("softmax"),
    matrix_goals.SoftmaxRows: _called("softmax"),
    network_goals.Shift: lambda printer, first, *_shape: printer._printed(quote(sp.Symbol(f"S_{first.args[0]}"))),
    network_goals.Penalty: _spelled_out(network_goals.Penalty),
    **{loss: _spelled_out(loss) for loss in network_goals.LOSSES},
    sp.DiagMatrix: _called("diag"),
    matrix_algebra.diagonal: _called("diag"),
    sp.DiagonalOf: _called("diagonal"),
    matrix_algebra.diagonal_of: _called("diagonal"),
    matrix_algebra.Vec: _called("vec"),
    matrix_algebra.vec: _called("vec"),
    matrix_algebra.Unvec: lambda printer, column, *_shape: _called("unvec")(printer, column),
    matrix_goals.MatrixDifferential: _differential,
    matrix_goals.NumberDifferential: _differential,
    matrix_goals.differential_of: _differential,
    matrix_goals.OpenMatrixDerivative: _open_derivative,
    matrix_goals.derivative_of: _open_derivative,
}
