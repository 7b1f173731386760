"""Stationary points in several variables: from a gradient to polynomial equations and back, and what kind each point is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from itertools import product as pairs
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of
from symtutor.algorithms.equations.systems import real_solutions

__all__ = ["definiteness", "kind_at", "polynomial_system", "signature", "solutions_of"]


def polynomial_system(equations: Sequence[sp.Expr], variables: Sequence[sp.Symbol]) -> tuple[list[sp.Expr], dict[Any, Any]] | None:
    """Return polynomial equations with the same solutions, and letters that stand for sines and cosines; None where there are none."""
    letters: dict[Any, Any] = {}
    circles: list[Any] = []
    found = []
    for v in variables:
        waves = {w for e in equations for w in e.atoms(sp.sin, sp.cos) if w.args[0] == v}
        if waves:
            s, c = sp.Symbol(f"_s_{v}"), sp.Symbol(f"_c_{v}")
            letters |= {sp.sin(v): s, sp.cos(v): c}
            circles.append(s**2 + c**2 - 1)
    for e in equations:
        above = sp.fraction(sp.together(e))[0].xreplace(letters)
        factors = [f for f in sp.Mul.make_args(sp.factor(above)) if not _never_zero(f)]
        found.append(sp.Mul(*factors))
    unknowns = [*(v for v in variables if sp.sin(v) not in letters), *letters.values()]
    if any(sp.sin(v) in letters and e.has(v) for v in variables for e in found):
        return None
    if not all(e.is_polynomial(*unknowns) for e in found):
        return None
    return [*found, *circles], letters


def _never_zero(factor: sp.Expr) -> bool:
    if factor.is_number:
        return factor != 0
    if isinstance(factor, sp.exp):
        return True
    return isinstance(factor, sp.Pow) and (isinstance(factor.base, sp.exp) or factor.exp.is_negative is True)


def solutions_of(equations: Sequence[sp.Expr], variables: Sequence[sp.Symbol]) -> list[tuple[sp.Expr, ...]] | None:
    """Return all real points that solve equations, angles within one turn from 0; None where they are not found.

    Raises
    ------
    PositiveDimension
        If the solutions are not isolated points.
    """
    system = polynomial_system(equations, variables)
    if system is None:
        return None
    plain, letters = system
    unknowns = [*(v for v in variables if sp.sin(v) not in letters), *letters.values()]
    values = real_solutions(plain, unknowns)
    if values is None:
        return None
    points = []
    for place in (dict(zip(unknowns, value, strict=True)) for value in values):
        point = tuple(_angle(place[letters[sp.sin(v)]], place[letters[sp.cos(v)]]) if sp.sin(v) in letters else place[v] for v in variables)
        if point not in points and all(_holds(e, dict(zip(variables, point, strict=True))) for e in equations):
            points.append(point)
    return sorted(points, key=lambda p: [numeric(v) for v in p])


def _holds(equation: Any, place: dict[Any, Any]) -> bool:
    """Tell whether an equation has a value at a point where its numerator is 0: no denominator is 0 there."""
    below = sp.fraction(sp.together(equation))[1].xreplace(place)
    return below.is_number and sign_of(sp.sympify(below)) not in {0, None}


def _angle(sine: Any, cosine: Any) -> Any:
    turned = sp.atan2(sine, cosine)
    return turned if sign_of(turned) != -1 else turned + 2 * sp.pi


# ---- kinds ---------------------------------------------------------------------------------------
def signature(matrix: Any) -> tuple[int, int, int] | None:
    """Return how many eigenvalues of a symmetric matrix are positive, negative and zero, by the signs of its characteristic polynomial.

    Examples
    --------
    >>> signature(sp.Matrix([[2, 2], [2, -6]]))
    (1, 1, 0)
    """
    mark = sp.Symbol("_e")
    coefficients = matrix.charpoly(mark, simplify=sp.expand).all_coeffs()
    signs = [sign_of(sp.sympify(c)) for c in coefficients]
    if None in signs:
        return None
    zero = 0
    while zero < len(signs) - 1 and signs[-1 - zero] == 0:
        zero += 1
    kept = [s for s in signs if s]
    positive = sum(a != b for a, b in pairwise(kept))  # Descartes: all roots are real
    return positive, matrix.rows - zero - positive, zero


def definiteness(matrix: sp.MatrixExpr) -> str | None:
    """Return positive definite, negative definite, indefinite, or the semidefinite kinds of a symmetric matrix."""
    found = signature(matrix)
    if found is None:
        return None
    positive, negative, zero = found
    if positive and negative:
        return "indefinite"
    if zero == matrix.rows:
        return "zero"
    if positive:
        return "positive semidefinite" if zero else "positive definite"
    return "negative semidefinite" if zero else "negative definite"


_KINDS = {"positive definite": "local minimum", "negative definite": "local maximum", "indefinite": "saddle"}


def kind_at(expr: sp.Basic, variables: Sequence[sp.Symbol], point: Sequence[sp.Expr], hessian: Any) -> tuple[str, str]:
    """Return what a stationary point is and how that is known: by its Hessian, along two curves, or by even powers."""
    shape = None if hessian is None else definiteness(hessian)
    if shape in _KINDS:
        return _KINDS[shape], shape
    place = dict(zip(variables, point, strict=True))
    moved = sp.expand(expr.xreplace({v: v + place[v] for v in variables}) - expr.xreplace(place))
    if moved.is_polynomial(*variables):
        kind = _by_even_powers(moved, variables)
        if kind:
            return kind, "even powers"
        curves = _curves(moved, variables)
        if curves is not None:
            return "saddle", f"curves {curves[0]} {curves[1]}"
    if hessian is None and _is_norm(expr, variables, place):
        return "local minimum", "root of squares"
    return "inconclusive", shape or "no derivative"


def _by_even_powers(moved: Any, variables: Sequence[Any]) -> str | None:
    """Return the kind of 0 where all terms are even powers with coefficients of one sign."""
    terms = sp.Poly(moved, *variables).terms()
    if not terms or any(e % 2 for powers, _ in terms for e in powers):
        return None
    signs = {sign_of(c) for _, c in terms}
    return {1: "local minimum", -1: "local maximum"}.get(signs.pop()) if len(signs) == 1 else None  # type: ignore[arg-type]


def _is_norm(expr: Any, variables: Sequence[Any], place: dict[Any, Any]) -> bool:
    """Tell whether an expression is a number plus positive multiples of square roots that are 0 at a point."""
    for term in sp.Add.make_args(expr):
        if not term.free_symbols & set(variables):
            continue
        c, root = term.as_independent(*variables, as_Add=False)
        if not (isinstance(root, sp.Pow) and root.exp == sp.S.Half and root.base.xreplace(place) == 0 and sign_of(c) == 1):
            return False
    return True


def _curves(moved: Any, variables: Sequence[Any]) -> tuple[Any, Any] | None:
    """Return two curves through 0, as tuples in a letter t, along which a polynomial rises and falls."""
    t = sp.Symbol("t")
    up = down = None
    shapes = [sp.S.Zero, t, -t, 2 * t, t**2, -(t**2), 2 * t**2, sp.Rational(1, 2) * t**2, t**3, -(t**3)]
    for curve in pairs(shapes, repeat=len(variables)) if len(variables) <= 3 else ():
        along = sp.expand(moved.xreplace(dict(zip(variables, curve, strict=True))))
        if along == 0:
            continue
        (power,), c = sp.Poly(along, t).terms()[-1]
        sign = sign_of(c)
        if power % 2:
            return sp.Tuple(*curve), sp.Tuple(*(a.xreplace({t: -t}) for a in curve))
        up, down = (up or curve) if sign == 1 else up, (down or curve) if sign == -1 else down
        if up and down:
            return sp.Tuple(*up), sp.Tuple(*down)
    return None
