"""Functions of matrices by name: what each asks of the shape of its argument, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.functions import (
    Diagonal,
    Inverse,
    LogDeterminant,
    LogSumExp,
    Mean,
    Softmax,
    Unvectorized,
    Vectorized,
    formula_of,
)
from symtutor.goals import matrices as goals
from symtutor.matrix_algebra import (
    diagonal,
    diagonal_of,
    elementwise,
    entries_sum,
    inverse,
    squared_norm,
    trace,
    unvec,
    vec,
)
from symtutor.reading.matrices.conditions import of_cases, of_condition
from symtutor.reading.matrices.meaning import Meaning
from symtutor.reading.matrices.nodes import (
    ENTRYWISE,
    Node,
    Z,
    as_number,
    is_of_entries,
    log_sum_exp,
    mean,
)
from symtutor.reading.matrices.shapes import NUMBER, Shape, Sizes
from symtutor.term import At, Negation, Norm, Number, Quotient, Term

__all__ = ["OF_MATRICES"]


def of_norm(meaning: Meaning, term: Term) -> Node:
    """Return a norm."""
    inner = meaning.node(term.args[0])
    kind = str(term.args[1].args[0]) if len(term.args) > 1 and term.args[1].args else "2"
    if kind not in {"1", "2", "F"}:
        raise meaning.fail(f"the norm with index {kind} is not known here", term, "Known are ‖·‖, ‖·‖_2, ‖·‖_F and ‖·‖_1.")
    if inner.shape is NUMBER:
        return Node(lambda: sp.Abs(inner.build()), NUMBER, term)
    if kind == "1":
        return Node(lambda: entries_sum(elementwise(sp.Abs(Z), Z, inner.build())), NUMBER, term)
    return Node(lambda: sp.sqrt(squared_norm(inner.build())), NUMBER, term)


def of_bars(meaning: Meaning, term: Term) -> Node:
    """Return |A|: a determinant where A is a matrix, |x| entry by entry where it is a column."""
    inner = meaning.node(term.args[0])
    if inner.shape is not NUMBER and not meaning.sizes.is_one(inner.shape[1]) and not is_of_entries(term.args[0]):
        meaning.square(inner, "a determinant")
        return Node(lambda: sp.Determinant(inner.build()), NUMBER, term)
    return meaning.entrywise(term, [inner]) if not meaning.is_number(inner) else meaning.scalar(term, [inner])


def of_sum(meaning: Meaning, term: Term) -> Node:
    """Return the sum of all entries."""
    if len(term.args) > 1:
        raise meaning.fail("a sum over an index is not read in matrix calculus", term, "Write it with matrices, as in ||X w - y||^2.")
    body = term.args[0]
    inner = meaning.summed(body)
    if body.head is sp.Abs and inner.shape is NUMBER and body.args[0].head is not Number:
        inner = meaning.entrywise(body, [meaning.node(body.args[0])])
    return meaning.applied(entries_sum, "sum", "any", NUMBER, inner, term)


def of_softmax(meaning: Meaning, term: Term) -> Node:
    """Return the softmax of a column, or of every row of a matrix."""
    inner = meaning.node(term.args[0])
    if inner.shape is NUMBER or meaning.sizes.is_one(inner.shape[1]):
        return meaning.applied(goals.Softmax, "softmax", "column", inner.shape, inner, term)
    if meaning.sizes.is_one(inner.shape[0]):
        raise meaning.unfit("softmax needs a column, or a matrix of which every row is one", inner.term)
    return Node(lambda: goals.SoftmaxRows(inner.build()), inner.shape, term)


def of_diagonal(meaning: Meaning, term: Term) -> Node:
    """Return the diagonal matrix of a column, or the diagonal of a square matrix."""
    inner = meaning.node(term.args[0])
    is_column = inner.shape is not NUMBER and meaning.sizes.is_one(inner.shape[1])
    rows = (inner.shape or (1, 1))[0]
    build = diagonal if is_column else diagonal_of
    return meaning.applied(build, "diag", "any" if is_column else "square", (rows, rows if is_column else sp.S.One), inner, term)


def of_slope(meaning: Meaning, term: Term) -> Node:
    """Return relu'(A): the derivative of a function at every entry; at a kink it has no value."""
    derivative, inside = (term.args[0], term.args[2]) if term.head is At else (term, term.args[1])
    head, order = derivative.args[0].head, derivative.args[2].args[0]
    if head not in ENTRYWISE:
        raise meaning.fail("a prime needs a function of every entry", term, "Write tanh'(A), or x^T for a transpose.")
    inner, body = meaning.node(inside), formula_of(head, Z)
    if body.has(sp.Max, sp.Min):
        body = body.rewrite(sp.Piecewise)
    slope = _beside_kinks(sp.diff(body, Z, order))
    if meaning.is_number(inner):
        return Node(lambda: slope.xreplace({Z: as_number(inner)}), NUMBER, term)
    return Node(lambda: elementwise(slope, Z, inner.build()), inner.shape, term)


def _beside_kinks(slope: Any) -> Any:
    """Return a function that is defined by two cases without the place where they meet."""
    if not isinstance(slope, sp.Piecewise) or len(slope.args) != 2 or not isinstance(slope.args[0].args[1], sp.Rel):
        return slope
    cases: Any = slope.args
    (one, where), (other, _) = cases
    open_side, opposite = (sp.Gt, sp.Lt) if isinstance(where, sp.Gt | sp.Ge) else (sp.Lt, sp.Gt)
    return sp.Piecewise((one, open_side(where.lhs, where.rhs)), (other, opposite(where.lhs, where.rhs)))


_OF_SQUARES = frozenset({sp.exp, sp.log, sp.sin, sp.cos})  # of a square matrix these are power series, and not functions of its entries


def _parts_of_sums(term: Term) -> Iterator[Term]:
    """Yield the parts of sums and products that a matrix is made of."""
    if term.head in {sp.Add, sp.Mul, Negation, Quotient}:
        for part in term.args:
            yield from _parts_of_sums(part)
    else:
        yield term


def _is_series(meaning: Meaning, term: Term) -> bool:
    """Tell whether a term is a function of a square matrix that is a power series, and not taken entry by entry."""
    is_function = term.head in _OF_SQUARES or (term.head is sp.Pow and meaning.is_e(term.args[0]))
    return is_function and not meaning.is_number(meaning.node(term))


def _of_square(build: Callable[[Any], Any], name: str, *, same: bool = False) -> Callable[[Meaning, Term], Node]:
    """Return the reading of a function of square matrices."""

    def read(meaning: Meaning, term: Term) -> Node:
        inner = meaning.node(term.args[0])
        series = next((part for part in _parts_of_sums(term.args[0]) if _is_series(meaning, part)), None)
        if series is not None:
            hint = "The function of every entry is meant by A ∘ I in sums, as in sum(I ∘ exp(A))."
            raise meaning.fail(f"{name} of a function of a matrix, such as its exponential, is not worked out here", series, hint)
        return meaning.applied(build, name, "square", inner.shape if same else NUMBER, inner, term)

    return read


def _of_any(build: Callable[[Any], Any], name: str, shape: Callable[[Sizes], Shape]) -> Callable[[Meaning, Term], Node]:
    """Return the reading of a function of matrices of any shape."""
    return lambda meaning, term: meaning.applied(build, name, "any", shape(meaning.sizes), meaning.summed(term.args[0]), term)


def of_columns(meaning: Meaning, term: Term) -> Node:
    """Return vec(A), the columns under each other."""
    inner = meaning.node(term.args[0])
    rows, columns = inner.shape or (sp.S.One,) * 2
    return meaning.applied(vec, "vec", "any", (meaning.sizes.product(columns, rows), sp.S.One), inner, term)


def of_unvec(meaning: Meaning, term: Term) -> Node:
    """Return unvec(x), the matrix whose columns stand under each other in x."""
    inner, (rows, columns) = meaning.node(term.args[0]), (meaning.sizes.new(), meaning.sizes.new())
    meaning.sizes.join(meaning.sizes.product(columns, rows), (inner.shape or (sp.S.One,))[0])
    known = meaning.sizes.known
    return meaning.applied(lambda x: unvec(x, known(rows), known(columns)), "unvec", "column", (rows, columns), inner, term)


def _of_column(build: Callable[[Any], Any], name: str) -> Callable[[Meaning, Term], Node]:
    """Return the reading of a function of columns that gives a number."""
    return lambda meaning, term: meaning.applied(build, name, "column", NUMBER, meaning.node(term.args[0]), term)


OF_MATRICES: dict[Any, Callable[[Meaning, Term], Node]] = {
    Norm: of_norm,
    sp.Abs: of_bars,
    sp.Sum: of_sum,
    Mean: _of_any(mean, "mean", lambda _sizes: NUMBER),
    Softmax: of_softmax,
    At: of_slope,
    sp.Derivative: of_slope,
    Diagonal: of_diagonal,
    Vectorized: of_columns,
    Unvectorized: of_unvec,
    sp.Trace: _of_square(trace, "tr"),
    sp.Determinant: _of_square(sp.Determinant, "det"),
    LogDeterminant: _of_square(lambda A: sp.log(sp.Determinant(A)), "logdet"),
    Inverse: _of_square(inverse, "inv", same=True),
    LogSumExp: _of_column(log_sum_exp, "logsumexp"),
    sp.Piecewise: of_cases,
    **dict.fromkeys((sp.Gt, sp.Lt, sp.Ge, sp.Le, sp.Ne, sp.Eq), of_condition),
}
