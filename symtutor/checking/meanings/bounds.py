"""Whether a number bounds an expression on an interval: by enclosures, by monotonicity between critical points, else by a witness."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.enclosures.enclosure import Undefined, digits_of, enclose, subtract
from symtutor.checking.limits.constants import Constants, Undecided
from symtutor.goals.core import AbsoluteBound, TaylorRemainder
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_bound", "judge_remainder"]

_PRECISION = 96
_MOST_HALVINGS = 9
_OPEN = Verdict(Status.UNDECIDED, Agreement(0, 0, "no enclosure shows the bound"))
Domain = Mapping[Any, Any]


def judge_bound(goal: AbsoluteBound, claimed: Any, _domain: Domain | None = None) -> Verdict:
    """Return whether the absolute value of an expression stays below a number on a closed interval.

    Parameters
    ----------
    goal : AbsoluteBound
        The expression, the variable, the ends.
    claimed : Expr
        The bound.

    Notes
    -----
    The interval is cut at the critical points that are roots of polynomial
    factors of the derivative, and halved.  On a cell either an enclosure of the
    expression lies below the bound [1]_, or the derivative has one sign there
    and the exact values at the ends decide.

    References
    ----------
    .. [1] W. Tucker, *Validated Numerics*, Princeton University Press, 2011, ch. 3 and 5.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> judge_bound(AbsoluteBound(sp.exp(-(x**2)), x, -1, 2), sp.S.One).status
    <Status.CORRECT: 'correct'>
    >>> print(judge_bound(AbsoluteBound(sp.exp(x), x, -1, 2), sp.Integer(7)).evidence)
    at x = 2: 7.38905609893065 ≠ 7
    """
    expr, x, low, high = goal.args
    if (expr.free_symbols | claimed.free_symbols) - {x} or not (low.is_number and high.is_number) or claimed.is_finite is False:
        return _OPEN
    return _Bound(expr, x, claimed).verdict(low, high)


def judge_remainder(goal: TaylorRemainder, claimed: sp.Basic, domain: Domain | None = None) -> Verdict:
    """Return whether the error of a Taylor polynomial stays below a number on a closed interval.

    Parameters
    ----------
    goal : TaylorRemainder
        The expression, the variable, the point, the degree, the ends.
    claimed : Expr
        The bound.
    domain : mapping of Symbol to Set, optional
        Not needed: nothing but the variable may be free.

    Notes
    -----
    By Lagrange, a bound on the next derivative, between the ends and the point,
    is one on the error of a smooth function; where that does not reach the claim, the error itself is bounded.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> judge_remainder(TaylorRemainder(sp.sin(x), x, 0, 3, -1, 1), sp.Rational(1, 24)).status
    <Status.CORRECT: 'correct'>
    """
    expr, x, about, degree, low, high = goal.args
    if (expr.free_symbols | about.free_symbols) - {x} or not (low.is_number and high.is_number and degree.is_Integer):
        return _OPEN
    polynomial, slope = sp.S.Zero, expr
    for k in range(int(degree) + 1):
        polynomial += slope.subs(x, about) / sp.factorial(k) * (x - about) ** k
        slope = differentiated(slope, x)
    if polynomial.has(sp.nan, sp.zoo, sp.oo):
        return _OPEN
    wide_low, wide_high = sp.Min(low, about), sp.Max(high, about)
    farthest = sp.Max(about - low, high - about, 0)
    if farthest != 0 and not expr.has(*JUMPING, sp.Abs, sp.Max, sp.Min):  # a jump has no derivative that would show it
        allowed = claimed * sp.factorial(degree + 1) / farthest ** (degree + 1)
        verdict = judge_bound(AbsoluteBound(slope, x, wide_low, wide_high), allowed, domain)
        if verdict.status is Status.CORRECT:
            return Verdict(Status.CORRECT, Proof("the next derivative, bounded on the interval by enclosures"))
    return judge_bound(AbsoluteBound(expr - polynomial, x, low, high), claimed, domain)


class _Bound:
    """The claim |f(x)| ≤ bound."""

    def __init__(self, expr: sp.Expr, x: sp.Symbol, bound: sp.Expr) -> None:
        self.expr, self.x, self.bound = expr, x, bound
        self.constants = Constants({})
        is_smooth = not expr.has(*JUMPING, sp.Abs, sp.Max, sp.Min)
        slope = sp.factor_terms(sp.together(differentiated(expr, x))) if is_smooth else None
        self.factors = None if slope is None else [f for f in sp.Mul.make_args(slope) if f.has(x)]

    def verdict(self, low: Any, high: Any) -> Verdict:
        """Return the verdict for an interval."""
        if self._is_wave(low, high):
            return Verdict(Status.CORRECT, Proof("sine and cosine stay between −1 and 1"))
        cuts = [low, *self._critical_points(low, high), high]
        for place in cuts:
            witness = self._witness(place)
            if witness is not None:
                return Verdict(Status.INCORRECT, witness)
        for start, end in pairwise(cuts):
            if not self._holds_on(start, end, _MOST_HALVINGS):
                return self._refuted(low, high)
        return Verdict(Status.CORRECT, Proof("enclosures on the interval, and exact values where the derivative keeps its sign"))

    def _is_wave(self, low: Any, high: Any) -> bool:
        """Tell whether the expression is a number times sines and cosines, and the bound no less than that number."""
        number, rest = self.expr.as_independent(self.x, as_Add=False)
        powers = [f.args if isinstance(f, sp.Pow) else (f, sp.S.One) for f in sp.Mul.make_args(rest)]
        if not all(isinstance(f, sp.sin | sp.cos) and n.is_Integer and n > 0 for f, n in powers):
            return False
        try:
            for wave, _ in powers:
                enclose(wave, {self.x: (_fraction(low, 0), _fraction(high, 1))}, _PRECISION)
            return self.constants.sign(self.bound - sp.Abs(number)) >= 0
        except (Undefined, Undecided):
            return False

    def _critical_points(self, low: sp.Expr, high: sp.Expr) -> list[sp.Expr]:
        """Return the places inside at which a polynomial factor of the derivative is 0, in order."""
        found: dict[sp.Expr, None] = {}
        for factor in self.factors or ():
            base = factor.base if isinstance(factor, sp.Pow) and factor.exp.is_Integer else factor
            if base.is_polynomial(self.x):
                found.update(dict.fromkeys(r for r in sp.Poly(base, self.x).real_roots() if low < r < high))
        return sorted(found)

    def _holds_on(self, low: Any, high: Any, halvings: int) -> bool:
        """Tell whether the bound is proved on a cell."""
        cell = (_fraction(low, 0), _fraction(high, 1))
        if self._is_enclosed(cell) or (self._is_monotonic(cell) and self._holds_at(low) and self._holds_at(high)):
            return True
        if not halvings:
            return False
        middle = sp.Rational(sum(cell) / 2)
        return all(self._holds_on(*half, halvings - 1) for half in ((low, middle), (middle, high)))

    def _is_enclosed(self, cell: tuple[Fraction, Fraction]) -> bool:
        try:
            size = enclose(sp.Abs(self.expr, evaluate=False), {self.x: cell}, _PRECISION)
            return bool(libmp.mpf_sign(subtract(enclose(self.bound, {}, _PRECISION), size, _PRECISION)[0]) >= 0)
        except Undefined:
            return False

    def _is_monotonic(self, cell: tuple[Fraction, Fraction]) -> bool:
        """Tell whether the derivative keeps its sign: polynomial factors do between their roots, others by enclosure."""
        if self.factors is None:
            return False
        try:
            enclose(self.expr, {self.x: cell}, _PRECISION)  # defined all over the cell
            return all(self._keeps_sign(f, cell) for f in self.factors)
        except Undefined:
            return False

    def _keeps_sign(self, factor: Any, cell: tuple[Fraction, Fraction]) -> bool:
        base = factor.base if isinstance(factor, sp.Pow) and factor.exp.is_Integer else factor
        if base.is_polynomial(self.x):
            return True
        low, high = enclose(base, {self.x: cell}, _PRECISION)
        return bool(libmp.mpf_sign(low) * libmp.mpf_sign(high) > 0)

    def _gap(self, place: sp.Basic) -> sp.Expr:
        """Return the bound less the size of the expression at a place."""
        return self.bound - sp.Abs(self.expr.subs(self.x, place))

    def _holds_at(self, place: sp.Rational) -> bool:
        """Tell whether the bound holds at one exact place."""
        try:
            return self.constants.sign(self._gap(place)) >= 0
        except Undecided:
            return False

    def _witness(self, place: Any) -> Witness | None:
        """Return a place at which the bound surely does not hold."""
        try:
            gap = enclose(self._gap(place), {}, _PRECISION)
            value = enclose(sp.Abs(self.expr.subs(self.x, place)), {}, _PRECISION)
        except Undefined:
            return None
        if libmp.mpf_sign(gap[1]) >= 0:
            return None
        ends = tuple(libmp.to_str(end, 15) for end in gap)
        return Witness({self.x: place}, digits_of(value), str(self.bound), (ends[0], ends[1]))

    def _refuted(self, low: Any, high: Any) -> Verdict:
        """Look for a place where the bound does not hold."""
        for i in range(1, 64):
            witness = self._witness(
                sp.Rational(_fraction(low, 0)) + sp.Rational(_fraction(high, 1) - _fraction(low, 0)) * sp.Rational(i, 64)
            )
            if witness is not None:
                return Verdict(Status.INCORRECT, witness)
        return _OPEN


def _fraction(end: Any, side: int) -> Fraction:
    """Return a rational number at an end of an interval, or just beyond it: below for side 0, above for side 1."""
    if end.is_Rational:
        return Fraction(int(end.p), int(end.q))
    numerator, denominator = libmp.to_rational(enclose(end, {}, _PRECISION)[side])
    return Fraction(int(numerator), int(denominator))
