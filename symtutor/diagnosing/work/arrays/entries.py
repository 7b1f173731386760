"""Comparing two matrices of expressions entry by entry: numbers refute, multiplying out and normal forms prove."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.arrays.instance import Instance
from symtutor.diagnosing.work.arrays.walk import Misfit
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["compared"]

_DIGITS = 30
_LARGEST = 600
_POLYNOMIALS = 6  # times as large may be what is multiplied out
_POINTS = 3


def compared(left: Any, right: Any, instance: Instance, *, turned: bool) -> Verdict:
    """Compare two matrices entry by entry: numbers refute, normal forms prove."""
    if left.shape != right.shape:
        if right.shape == (1, 1) and right[0] == 0:
            right = sp.ImmutableMatrix.zeros(*left.shape)
        elif turned and left.shape == right.shape[::-1]:
            right = right.T
        else:
            raise Misfit("two arrays of different shapes")
    sizes = "×".join(map(str, sorted({n for n in instance.length.values() if n > 1})))
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    for a, b in pairs:
        point = _differ_at(a, b)
        if point is not None:
            at, here, there = point
            return Verdict(Status.INCORRECT, Witness(at, mpmath.nstr(here, 8), mpmath.nstr(there, 8), ("", ""), _DIGITS))
    if not all(_is_proved(a, b) for a, b in pairs):
        return Verdict(Status.UNDECIDED, Agreement(_DIGITS, _POINTS, "numbers agree"))
    return Verdict(Status.CORRECT, Proof(f"entry by entry, sizes {sizes}"))


def _is_proved(a: sp.Expr, b: sp.Expr) -> bool:
    """Tell whether two expressions are proved equal: by multiplying out, else by normal forms."""
    size = a.count_ops() + b.count_ops()
    if size > _LARGEST * (1 if (a - b).has(sp.Function) else _POLYNOMIALS):
        return False
    top, _ = sp.fraction(sp.together(a - b))
    return sp.expand(top) == 0 or (size <= _LARGEST and same_value(a, b, {}).status is Status.CORRECT)


def _differ_at(a: sp.Expr, b: sp.Expr) -> tuple[dict[Any, Any], Any, Any] | None:
    """Return a point at which two expressions have different values, with these, or None."""
    letters = sorted(a.free_symbols | b.free_symbols, key=str)
    values = sp.lambdify(letters, [a, b], "mpmath", cse=True)
    with mpmath.workdps(_DIGITS):
        for k in range(2 * _POINTS):
            sign = 1 if k >= _POINTS else -1
            at = {s: sp.Rational(17 + (11 * i + 7 * k) % 23, 19) * (sign if (i + k) % 3 == 0 else 1) for i, s in enumerate(letters)}
            try:
                here, there = (mpmath.mpmathify(v) for v in values(*(mpmath.mpf(int(v.p)) / int(v.q) for v in at.values())))
            except (ValueError, ZeroDivisionError, OverflowError, TypeError):
                continue
            if any(isinstance(v, mpmath.mpc) or not mpmath.isfinite(v) for v in (here, there)):
                continue
            if abs(here - there) > mpmath.mpf(10) ** (-_DIGITS // 2) * (1 + abs(here)):
                return at, here, there
    return None
