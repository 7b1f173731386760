"""Differentials of numbers made of matrices: traces, determinants, products and functions of such numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.goals.core import D
from symtutor.goals.matrices import DifferentialOf
from symtutor.matrix_algebra import inverse, is_matrix, power, times, trace, transposed
from symtutor.rule import Bindings, Mistake
from symtutor.rules.matrices.linear_forms import applied, change, inside_of
from symtutor.rules.notation import at
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Negation, Term, as_term, fresh_symbol, product, total

__all__ = ["NUMBERS"]

_MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019, ch. 8"
_LETTERS = "uvwstpqrmn"


def _log_determinant(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    (inner,) = expr.args
    return ({"A": inner.args[0], "X": X},) if isinstance(inner, sp.Determinant) else ()


def _squared_norm(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    """Find tr(RᵀR), of a column rᵀr."""
    expr, X = goal.args
    inner = expr.args[0]
    factors = inner.args if isinstance(inner, sp.MatMul) else ()
    half = len(factors) // 2
    if len(factors) % 2 or not factors or not all(map(is_matrix, factors)):
        return ()
    R = times(*factors[half:])
    return ({"R": R, "X": X},) if transposed(R) == times(*factors[:half]) and R.has(X) else ()


def _symbolic_power(matrix: sp.Basic, X: sp.MatrixExpr) -> Iterable[Bindings]:
    """Bind base and exponent of a power that cannot be written as so many factors."""
    if not isinstance(matrix, sp.MatPow) or matrix.args[1].is_Integer or matrix.args[1].has(X):
        return ()
    return ({"A": matrix.args[0], "k": matrix.args[1], "X": X},)


def _power_inside(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    return _symbolic_power(expr.args[0], X)


def _power_in_determinant(goal: DifferentialOf, _context: Any) -> Iterable[Bindings]:
    expr, X = goal.args
    (inner,) = expr.args
    return _symbolic_power(inner.args[0], X) if isinstance(inner, sp.Determinant) else ()


def _scalar_product(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    """Find a product of numbers; constant ones are set apart."""
    expr, X = goal.args
    if is_matrix(expr):
        return ()
    varying = [a for a in expr.args if a.has(X)]
    return ({"c": sp.Mul(*[a for a in expr.args if not a.has(X)]), "factors": tuple(varying), "X": X},)


def _scalar_chain(goal: DifferentialOf, _context: object) -> Iterable[Bindings]:
    """Find a function of a number that varies: a power or a function of one argument."""
    expr, X = goal.args
    if is_matrix(expr):
        return ()
    moving = [a for a in expr.args if a.has(X)]
    if len(moving) != 1:
        return ()
    used = {s.name for s in expr.free_symbols}
    u = fresh_symbol(used, _LETTERS)
    outer = expr.func(*[u if a is moving[0] else a for a in expr.args])
    return ({"outer": outer, "u": u, "inner": moving[0], "X": X},)


def _scaled_number(c: Term, term: Any) -> Term:
    held = c.args[0]
    if held == 1:
        return as_term(term)
    return Term(Negation, (as_term(term),)) if held == -1 else product([c, term])


TRACE = VectorRule(
    id="matrix.trace",
    name="differential of a trace",
    goal=DifferentialOf,
    heads=(sp.Trace,),
    when=inside_of,
    left=lambda A, X: DifferentialOf(applied(trace, A), X),
    right=lambda A, X: applied(trace, change(A, X)),
    words="The trace is linear: it changes by the trace of the change.",
    cost=0,
    commit=True,
    minor=True,
    source=_MAGNUS,
)

SQUARED_NORM = VectorRule(
    id="matrix.squared_norm",
    name="differential of a squared norm: d‖r‖² = 2rᵀ·dr",
    goal=DifferentialOf,
    heads=(sp.Trace,),
    when=_squared_norm,
    left=lambda R, X: DifferentialOf(applied(trace, applied(times, applied(transposed, R), R)), X),
    right=lambda R, X: applied(trace, applied(times, 2, applied(transposed, R), change(R, X))),
    words="The squared norm is the sum of the squares of all entries: each r² changes by 2r·dr.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-factor",
            lambda R, X: applied(trace, applied(times, applied(transposed, R), change(R, X))),
            "Both factors of rᵀ·r change, by the same number: the factor 2 is missing.",
        ),
    ),
    source=f"{_MAGNUS}, sec. 2",
)

TRACE_OF_POWER = VectorRule(
    id="matrix.trace_of_power",
    name="differential of the trace of a power",
    goal=DifferentialOf,
    heads=(sp.Trace,),
    when=_power_inside,
    left=lambda A, k, X: DifferentialOf(applied(trace, applied(power, A, k)), X),
    right=lambda A, k, X: product([k, applied(trace, applied(times, applied(power, A, _one_less(k)), change(A, X)))]),
    words="A power with {k} factors {A} has {k} places for the change. Under the trace the factors may be moved round, so all "
    "{k} terms are equal.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-factor",
            lambda A, k, X: applied(trace, applied(times, applied(power, A, _one_less(k)), change(A, X))),
            "Each of the equal factors is changed once: the number of factors is missing in front.",
        ),
    ),
    samples={"k": sp.Symbol("k")},
    source=f"{_MAGNUS}, sec. 2",
)

DETERMINANT_OF_POWER = VectorRule(
    id="matrix.determinant_of_power",
    name="differential of the determinant of a power",
    goal=DifferentialOf,
    heads=(sp.Determinant,),
    when=_power_inside,
    left=lambda A, k, X: DifferentialOf(applied(sp.Determinant, applied(power, A, k)), X),
    right=lambda A, k, X: product(
        [k, applied(sp.Determinant, applied(power, A, k)), applied(trace, applied(times, applied(inverse, A), change(A, X)))]
    ),
    words="From det A^{k} = (det A)^{k}: the chain rule and Jacobi's formula, for an invertible matrix.",
    cost=0,
    commit=True,
    samples={"k": sp.Symbol("k")},
    source=f"{_MAGNUS}, sec. 3",
)

LOG_DETERMINANT_OF_POWER = VectorRule(
    id="matrix.log_determinant_of_power",
    name="differential of ln det of a power",
    goal=DifferentialOf,
    heads=(sp.log,),
    when=_power_in_determinant,
    left=lambda A, k, X: DifferentialOf(applied(sp.log, applied(sp.Determinant, applied(power, A, k))), X),
    right=lambda A, k, X: product([k, applied(trace, applied(times, applied(inverse, A), change(A, X)))]),
    words="Divide the differential of det A^{k} by det A^{k}.",
    cost=0,
    commit=True,
    samples={"k": sp.Symbol("k")},
    source=f"{_MAGNUS}, sec. 3",
)

DETERMINANT = VectorRule(
    id="matrix.determinant",
    name="differential of a determinant",
    goal=DifferentialOf,
    heads=(sp.Determinant,),
    when=inside_of,
    left=lambda A, X: DifferentialOf(applied(sp.Determinant, A), X),
    right=lambda A, X: product([applied(sp.Determinant, A), applied(trace, applied(times, applied(inverse, A), change(A, X)))]),
    words="Jacobi's formula for an invertible matrix: d det A = det A · tr(A⁻¹ dA).",
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, sec. 3",
)

LOG_DETERMINANT = VectorRule(
    id="matrix.log_determinant",
    name="differential of ln det",
    goal=DifferentialOf,
    heads=(sp.log,),
    when=_log_determinant,
    left=lambda A, X: DifferentialOf(applied(sp.log, applied(sp.Determinant, A)), X),
    right=lambda A, X: applied(trace, applied(times, applied(inverse, A), change(A, X))),
    words="Divide Jacobi's formula by the determinant: d ln det A = tr(A⁻¹ dA).",
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, sec. 3",
)

SCALAR_PRODUCT = VectorRule(
    id="matrix.scalar_product",
    name="product rule for numbers",
    goal=DifferentialOf,
    heads=(sp.Mul,),
    when=_scalar_product,
    left=lambda c, factors, X: DifferentialOf(product([c, *factors]), X),
    right=lambda c, factors, X: _scaled_number(
        c, total([product([change(g, X) if j == i else g for j, g in enumerate(factors)]) for i in range(len(factors))])
    ),
    shows=lambda bindings, _values: {"{}": "d(c·f) = c·df" if len(bindings["factors"]) == 1 else "d(f·g) = df·g + f·dg"},
    words="Numbers: change one factor at a time; constant factors stay in front.",
    cost=0,
    commit=True,
    source=_MAGNUS,
)

SCALAR_CHAIN = VectorRule(
    id="matrix.scalar_chain",
    name="chain rule for a number",
    goal=DifferentialOf,
    heads=(sp.Pow, sp.Function, sp.exp, sp.Max, sp.Min),
    when=_scalar_chain,
    left=lambda outer, u, inner, X: DifferentialOf(at(outer, u, inner), X),
    right=lambda outer, u, inner, X: at(D(outer, u), u, inner) * change(inner, X),
    words="A function of a number {u} = {inner}: its derivative times the change of that number.",
    shows=lambda bindings, _values: {str(bindings["u"]): bindings["inner"]},
    cost=0,
    commit=True,
    mistakes=(
        Mistake("no-inner", lambda outer, u, inner: at(D(outer, u), u, inner), "The change of the inside is missing: d f(u) = f′(u) du."),
    ),
    samples=None,
    source=_MAGNUS,
)


def _one_less(k: Term) -> sp.Expr:
    return k.args[0] - 1


NUMBERS = (
    SQUARED_NORM,
    TRACE_OF_POWER,
    TRACE,
    DETERMINANT_OF_POWER,
    DETERMINANT,
    LOG_DETERMINANT_OF_POWER,
    LOG_DETERMINANT,
    SCALAR_PRODUCT,
    SCALAR_CHAIN,
)
