"""Differentials of matrix expressions: d(AB) = dA·B + A·dB, d(A⁻¹) = −A⁻¹·dA·A⁻¹, d ln det A = tr(A⁻¹ dA) and their like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.core import D
from symtutor.goals.matrices import DifferentialOf, increment
from symtutor.matrix_algebra import (
    Map,
    Unvec,
    Vec,
    diagonal,
    diagonal_of,
    elementwise,
    hadamard,
    inverse,
    is_matrix,
    kronecker,
    plus,
    power,
    times,
    transposed,
    unvec,
    vec,
)
from symtutor.rule import Bindings, Mistake
from symtutor.rules.matrices.linear_forms import applied, change, inside_of
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term, as_term, total

__all__ = ["CONSTANT", "DIFFERENTIALS"]

_MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019, ch. 8"


# ---- when ----------------------------------------------------------------------------------------
def _constant(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    if expr.has(X):
        return ()
    return ({"c": expr, "X": X, "zero": sp.ZeroMatrix(*expr.shape) if is_matrix(expr) else sp.S.Zero},)


def _symbol(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    return ({"X": X, "dX": increment(X)},) if expr == X else ()


def _sum(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    if not isinstance(expr, sp.MatAdd | sp.Add):
        return ()
    return ({"terms": expr.args, "varying": tuple(a for a in expr.args if a.has(X)), "X": X},)


def _factors(goal: DifferentialOf, _context: Any) -> Iterable[Bindings]:
    """Find a product of matrices in which the number in front is constant."""
    expr, X = goal.args
    numbers = sp.Mul(*[a for a in expr.args if not is_matrix(a)])
    if numbers.has(X):
        return ()
    return ({"c": numbers, "factors": tuple(a for a in expr.args if is_matrix(a)), "X": X},)


def _scaled(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    """Find a number that varies before a matrix."""
    expr, X = goal.args
    numbers = sp.Mul(*[a for a in expr.args if not is_matrix(a)])
    if not numbers.has(X):
        return ()
    rest = times(*[a for a in expr.args if is_matrix(a)])
    return ({"s": numbers, "A": rest, "X": X},)


def _all_factors(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    return ({"factors": tuple(expr.args), "X": X},)


def _power(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    base, n = expr.args
    return ({"A": base, "n": n, "X": X},) if n.is_Integer and n >= 2 else ()


def _map(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    body, letter, inner = expr.args
    return ({"f": body, "z": letter, "A": inner, "X": X},)


# ---- right sides ---------------------------------------------------------------------------------
def _matrix_sum(terms: Sequence[Term]) -> Term:
    return as_term(terms[0]) if len(terms) == 1 else applied(plus, *terms)


def _varies(factor: Term, X: Term) -> bool:
    return bool(factor.args[0].has(X.args[0]))


def _one_at_a_time(head: Any, factors: Sequence[Term], X: Term) -> list[Term]:
    """Return, for each factor that varies, the product with the differential of that factor."""
    places = [i for i, f in enumerate(factors) if _varies(f, X)]
    return [applied(head, *[change(g, X) if j == i else g for j, g in enumerate(factors)]) for i in places]


def _multiple(c: Term, term: Term) -> Term:
    return as_term(term) if c.args[0] == 1 else applied(times, c, term)


def _first_twice(terms: list[Term]) -> Term:
    """Return two terms as if they were equal; one or more than two as they are."""
    return applied(times, 2, terms[0]) if len(terms) == 2 else _matrix_sum(terms)


def _repeated(A: Term, times_over: int) -> list[Term]:
    """Return a matrix to a power as a list of factors: none for the power 0, the matrix itself for 1."""
    return [] if times_over == 0 else [A] if times_over == 1 else [applied(power, A, times_over)]


def _powers(A: Term, n: Term, X: Term) -> list[Term]:
    """Return, for each place in a power, the product with the differential there."""
    count = int(n.args[0])
    terms = []
    for i in range(count):
        before, after = _repeated(A, i), _repeated(A, count - 1 - i)
        terms.append(applied(times, *before, change(A, X), *after))
    return terms


CONSTANT = VectorRule(
    id="matrix.constant",
    name="differential of a constant",
    goal=DifferentialOf,
    when=_constant,
    left=lambda c, X, zero: DifferentialOf(c, X),
    right=lambda c, X, zero: zero,
    words="{c} does not depend on {X}, so it does not change.",
    cost=0,
    commit=True,
    source=_MAGNUS,
)

SYMBOL = VectorRule(
    id="matrix.symbol",
    name="increment",
    goal=DifferentialOf,
    heads=(sp.MatrixSymbol,),
    when=_symbol,
    left=lambda X, dX: DifferentialOf(X, X),
    right=lambda X, dX: dX,
    words="The change of {X} itself is called {dX}.",
    samples=None,
    cost=0,
    commit=True,
    minor=True,
    source=_MAGNUS,
)

SUM = VectorRule(
    id="matrix.sum",
    name="differential of a sum",
    goal=DifferentialOf,
    heads=(sp.MatAdd, sp.Add),
    when=_sum,
    left=lambda terms, varying, X: DifferentialOf(_summed(terms), X),
    right=lambda terms, varying, X: _summed([change(t, X) for t in varying]),
    words="The differential of a sum is the sum of the differentials; constant terms do not change.",
    cost=0,
    commit=True,
    minor=True,
    source=_MAGNUS,
)


def _summed(terms: Sequence[Term]) -> Term:
    """Return a sum of numbers or of matrices."""
    first = terms[0].args[0]
    return _matrix_sum(terms) if is_matrix(first) else total(list(terms))


PRODUCT = VectorRule(
    id="matrix.product",
    name="product rule d(AB) = dA·B + A·dB",
    goal=DifferentialOf,
    heads=(sp.MatMul,),
    when=_factors,
    left=lambda c, factors, X: DifferentialOf(applied(times, c, *factors), X),
    right=lambda c, factors, X: _multiple(c, _matrix_sum(_one_at_a_time(times, factors, X))),
    words="Change one factor at a time, each in its place: matrices must not be exchanged.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "first-factor-only",
            lambda c, factors, X: _multiple(c, _one_at_a_time(times, factors, X)[0]),
            "Only one factor was changed: d(AB) = dA·B + A·dB.",
        ),
        Mistake(
            "last-factor-only",
            lambda c, factors, X: _multiple(c, _one_at_a_time(times, factors, X)[-1]),
            "Only one factor was changed: d(AB) = dA·B + A·dB.",
        ),
        Mistake(
            "as-symmetric",
            lambda c, factors, X: _multiple(c, _first_twice(_one_at_a_time(times, factors, X))),
            "Both changes were taken to be equal: xᵀAx changes by dxᵀ·A·x + xᵀ·A·dx, and the gradient is (A + Aᵀ)·x; it is 2A·x only "
            "where A is symmetric.",
        ),
    ),
    samples=None,
    source=_MAGNUS,
)

SCALED = VectorRule(
    id="matrix.scaled",
    name="product rule for a number times a matrix",
    goal=DifferentialOf,
    heads=(sp.MatMul,),
    when=_scaled,
    left=lambda s, A, X: DifferentialOf(applied(times, s, A), X),
    right=lambda s, A, X: _matrix_sum([applied(times, change(s, X), A), *([applied(times, s, change(A, X))] if _varies(A, X) else [])]),
    words="Change the number {s}, then the matrix.",
    cost=0,
    commit=True,
    source=_MAGNUS,
)


def _linear(what: str, name: str, head: type[sp.MatrixExpr], build: Any, words: str) -> VectorRule:
    """Return the rule of a function of matrices that is linear: it changes by the function of the change."""
    return VectorRule(
        id=f"matrix.{what}",
        name=name,
        goal=DifferentialOf,
        heads=(head,),
        when=inside_of,
        left=lambda A, X: DifferentialOf(applied(build, A), X),
        right=lambda A, X: applied(build, change(A, X)),
        words=words,
        cost=0,
        commit=True,
        minor=True,
        source=_MAGNUS,
    )


TRANSPOSE = _linear(
    "transpose", "differential of a transpose", sp.Transpose, transposed, "The transpose changes by the transpose of the change."
)

INVERSE = VectorRule(
    id="matrix.inverse",
    name="differential of an inverse",
    goal=DifferentialOf,
    heads=(sp.Inverse,),
    when=inside_of,
    left=lambda A, X: DifferentialOf(applied(inverse, A), X),
    right=lambda A, X: applied(times, -1, applied(inverse, A), change(A, X), applied(inverse, A)),
    words="From A·A⁻¹ = I follows dA·A⁻¹ + A·d(A⁻¹) = 0, so d(A⁻¹) = −A⁻¹·dA·A⁻¹.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-minus",
            lambda A, X: applied(times, applied(inverse, A), change(A, X), applied(inverse, A)),
            "The minus is missing: d(A⁻¹) = −A⁻¹·dA·A⁻¹.",
        ),
        Mistake(
            "as-of-numbers",
            lambda A, X: applied(times, -1, applied(inverse, A), applied(inverse, A), change(A, X)),
            "Matrices must not be exchanged: dA stands between the two inverses.",
        ),
    ),
    source=_MAGNUS,
)

POWER = VectorRule(
    id="matrix.power",
    name="differential of a power",
    goal=DifferentialOf,
    heads=(sp.MatPow,),
    when=_power,
    left=lambda A, n, X: DifferentialOf(applied(power, A, n), X),
    right=lambda A, n, X: _matrix_sum(_powers(A, n, X)),
    words="A power is a product of equal factors: change one at a time, with the others on its left and right.",
    cost=0,
    commit=True,
    samples={"n": sp.Integer(3)},
    source=_MAGNUS,
)

HADAMARD = VectorRule(
    id="matrix.hadamard",
    name="product rule entry by entry",
    goal=DifferentialOf,
    heads=(sp.HadamardProduct,),
    when=_all_factors,
    left=lambda factors, X: DifferentialOf(applied(hadamard, *factors), X),
    right=lambda factors, X: _matrix_sum(_one_at_a_time(hadamard, factors, X)),
    words="Each entry is a product of numbers: change one factor at a time.",
    cost=0,
    commit=True,
    samples=None,
    source=_MAGNUS,
)

KRONECKER = VectorRule(
    id="matrix.kronecker",
    name="product rule for ⊗",
    goal=DifferentialOf,
    heads=(sp.KroneckerProduct,),
    when=_all_factors,
    left=lambda factors, X: DifferentialOf(applied(kronecker, *factors), X),
    right=lambda factors, X: _matrix_sum(_one_at_a_time(kronecker, factors, X)),
    words="The Kronecker product is linear in each factor: change one at a time.",
    cost=0,
    commit=True,
    samples=None,
    source=_MAGNUS,
)

MAP = VectorRule(
    id="matrix.map",
    name="chain rule entry by entry",
    goal=DifferentialOf,
    heads=(Map,),
    when=_map,
    left=lambda f, z, A, X: DifferentialOf(applied(elementwise, f, z, A), X),
    right=lambda f, z, A, X: applied(hadamard, Term(elementwise, (D(f, z), z, A)), change(A, X)),
    words="Every entry is a function of its own entry of {A}: multiply the derivative of the function, entry by entry, with the change.",
    samples={"f": sp.Function("f")(sp.Symbol("z")), "z": sp.Symbol("z")},
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-inner",
            lambda f, z, A, X: applied(hadamard, Term(elementwise, (D(f, z), z, A)), increment(X.args[0])),
            "The change of the inside is missing.",
        ),
        Mistake(
            "no-derivative",
            lambda A, X: change(A, X),
            "The derivative of the function of the entries is missing: it is multiplied in entry by entry.",
        ),
    ),
    source=_MAGNUS,
)

VEC = _linear("vec", "differential of vec", Vec, vec, "Putting columns under each other is linear.")

UNVEC = VectorRule(
    id="matrix.unvec",
    name="differential of unvec",
    goal=DifferentialOf,
    heads=(Unvec,),
    when=lambda goal, _context: (dict(zip("AmnX", (*goal.args[0].args, goal.args[1]), strict=True)),),
    left=lambda A, X, m, n: DifferentialOf(applied(unvec, A, m, n), X),
    right=lambda A, X, m, n: applied(unvec, change(A, X), m, n),
    words="Putting the entries of a column into a matrix is linear.",
    mistakes=(
        Mistake(
            "by-rows",
            lambda A, X, m, n: applied(transposed, applied(unvec, change(A, X), n, m)),
            "The entries were put in row by row: vec and unvec go column by column (in numpy: order='F').",
        ),
    ),
    samples=None,
    cost=0,
    commit=True,
    minor=True,
    source=_MAGNUS,
)

DIAGONAL = _linear(
    "diagonal",
    "differential of a diagonal matrix",
    sp.DiagMatrix,
    diagonal,
    "The diagonal matrix of a column changes by that of the change.",
)

DIAGONAL_OF = _linear(
    "diagonal_of",
    "differential of the diagonal",
    sp.DiagonalOf,
    diagonal_of,
    "The diagonal changes by the diagonal of the change.",
)


DIFFERENTIALS = (SYMBOL, SUM, PRODUCT, SCALED, TRANSPOSE, INVERSE, POWER, HADAMARD, KRONECKER, MAP, VEC, UNVEC, DIAGONAL, DIAGONAL_OF)
