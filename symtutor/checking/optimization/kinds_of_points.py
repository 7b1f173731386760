"""What a stationary point in several variables is, proved: by eigenvalues, convexity, even powers, or two curves through it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from typing import Any

import sympy as sp

from symtutor.checking.optimization.convexity import is_convex
from symtutor.checking.optimization.zeros.membership import sign_of_number

__all__ = ["kind_of_point"]

_LETTER = sp.Symbol("_t")


def kind_of_point(expr: Any, names: Sequence[Any], place: Sequence[Any], hessian: Any) -> str | None:
    """Return "local minimum", "local maximum" or "saddle" where one of them is proved, None otherwise.

    Parameters
    ----------
    expr : Expr
        The function; its gradient is 0 at the place, or does not exist there.
    names, place : sequence
        The variables and their values.
    hessian : Matrix
        The second derivatives at the place.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> kind_of_point(x**2 - y**4, (x, y), (0, 0), sp.Matrix([[2, 0], [0, 0]]))
    'saddle'
    """
    names = tuple(names)
    if hessian.has(sp.nan, sp.zoo, sp.oo):
        return "local minimum" if _is_sum_of_roots(expr, names, place) else None
    found = _by_eigenvalues(hessian)
    if found is not None:
        return found
    if is_convex(expr, names):
        return "local minimum"
    if is_convex(-expr, names):
        return "local maximum"
    at = dict(zip(names, place, strict=True))
    moved = sp.expand(expr.xreplace({v: v + at[v] for v in names}) - expr.xreplace(at))
    if not moved.is_polynomial(*names) or moved == 0:
        return None
    return _by_even_powers(moved, names) or _by_curves(moved, names)


def _by_eigenvalues(hessian: Any) -> str | None:
    """Return the kind that the signs of the eigenvalues decide, counted in the characteristic polynomial: all roots are real."""
    size = hessian.rows
    coefficients = hessian.charpoly(sp.Symbol("_e"), simplify=sp.expand).all_coeffs()
    signs = [sign_of_number(sp.sympify(c)) for c in coefficients]
    if None in signs:
        return None
    positive, negative = (_changes([s * w**k for k, s in enumerate(signs) if s is not None]) for w in (1, -1))
    if positive and negative:
        return "saddle"
    return {(size, 0): "local minimum", (0, size): "local maximum"}.get((positive, negative))


def _changes(signs: Sequence[int]) -> int:
    return sum(a != b for a, b in pairwise(s for s in signs if s))


def _by_even_powers(moved: Any, names: Sequence[Any]) -> str | None:
    terms = sp.Poly(moved, *names).terms()
    signs = {sign_of_number(c) for _, c in terms}
    if any(e % 2 for powers, _ in terms for e in powers) or len(signs) != 1:
        return None
    return {1: "local minimum", -1: "local maximum"}.get(signs.pop() or 0)


def _by_curves(moved: Any, names: Sequence[Any]) -> str | None:
    """Return "saddle" where the function rises along one curve of whole powers through the point, and falls along another."""
    ways = [sp.S.Zero, *(s * _LETTER**k for k in (1, 2, 3) for s in (1, -1)), 2 * _LETTER, 2 * _LETTER**2, _LETTER**2 / 2]
    met: set[int | None] = set()
    for curve in product(ways, repeat=len(names)) if len(names) < 4 else ():
        along = sp.expand(moved.xreplace(dict(zip(names, curve, strict=True))))
        if along == 0:
            continue
        (power,), c = sp.Poly(along, _LETTER).terms()[-1]
        sign = sign_of_number(c)
        met |= {sign, -sign} if power % 2 and sign else {sign}
        if met >= {1, -1}:
            return "saddle"
    return None


def _is_sum_of_roots(expr: Any, names: tuple[Any, ...], place: Sequence[Any]) -> bool:
    """Tell whether a function is a number plus positive multiples of square roots that are 0 at a place."""
    at = dict(zip(names, place, strict=True))
    for term in sp.Add.make_args(expr):
        factor: Any
        root: Any
        factor, root = term.as_independent(*names, as_Add=False)
        if not root.has(*names):
            continue
        if not (root.is_Pow and root.exp == sp.S.Half and sign_of_number(root.base.xreplace(at)) == 0 and sign_of_number(factor) == 1):
            return False
    return True
