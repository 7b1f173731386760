"""Intervals that surely hold the value of an expression at an exact point.

A part that is rational is computed exactly; the rest is enclosed in intervals,
so that an interval of a difference that excludes 0 refutes equality.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp
from mpmath import libmp

from symtutor.checking import balls, intervals
from symtutor.checking.intervals import GUARD, Blurred, Interval, Outside, Undefined, Unknown, contains_zero

__all__ = ["Blurred", "Interval", "Outside", "Undefined", "Unknown", "contains_zero", "digits_of", "enclose", "is_true", "subtract"]


def enclose(expr: Any, point: Mapping[Any, Any], precision: int = 64) -> Interval:
    """Return an interval that holds the value of an expression at an exact point.

    Parameters
    ----------
    expr : Expr
        All its parts must be real at the point.
    point : mapping of Symbol to Rational, or to a pair of Fractions
        A value for every free symbol, or the ends of an interval that holds it.
    precision : int
        Working precision in bits.

    Returns
    -------
    tuple of raw mpmath numbers
        Lower and upper end.

    Raises
    ------
    Outside
        If a part is surely undefined or not real there.
    Blurred
        If this cannot be told at the precision, or a function has no enclosure.

    Notes
    -----
    Functions come from ball arithmetic where python-flint is installed, see
    `balls`; else elementary functions from mpmath's interval routines with 24
    guard bits, monotone special functions from their end points [1]_.

    References
    ----------
    .. [1] W. Tucker, *Validated Numerics*, Princeton University Press, 2011, ch. 3.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> digits_of(enclose(sp.sqrt(x) - 1, {x: sp.Rational(9, 4)}), 5)
    '0.50000'
    """
    return _Evaluation(point, precision).value(expr)


def is_true(condition: Any, point: Mapping[Any, Any], precision: int = 64) -> bool:
    """Tell whether a condition holds at an exact point.

    Raises
    ------
    Blurred
        If the enclosures do not decide it.
    """
    return _Evaluation(point, precision).truth(condition)


def subtract(a: Interval, b: Interval, precision: int) -> Interval:
    """Return an interval that holds the difference."""
    return libmp.mpi_sub(a, b, precision)


def digits_of(interval: Interval, digits: int = 15) -> str:
    """Return the middle of an interval as a decimal."""
    return str(libmp.to_str(libmp.mpi_mid(interval, 4 * digits + 20), digits, strip_zeros=False))


Value = Fraction | Interval


class _Evaluation:
    """The values of subexpressions at one point and precision."""

    def __init__(self, point: Mapping[Any, Any], precision: int) -> None:
        self.precision = precision
        self.memo: dict[Any, Value] = {s: _coordinate(v, precision) for s, v in point.items()}

    def value(self, expr: Any) -> Interval:
        """Return the interval of a subexpression."""
        found = self.number(expr)
        return intervals.exact(found, self.precision) if isinstance(found, Fraction) else found

    def number(self, expr: Any) -> Value:
        """Return the exact value of a subexpression where it is plainly rational, else its interval."""
        found = self.memo.get(expr)
        if found is None:
            head = type(expr)
            if balls.serves(head):
                found = balls.enclosed(head, [self.value(a) for a in expr.args], self.precision)
            if found is None:
                found = self._by_rule(head, expr)
            self.memo[expr] = found
        return found

    def _by_rule(self, head: Any, expr: Any) -> Value:
        rule = RULES.get(head) or next((RULES[c] for c in head.__mro__ if c in RULES), None)
        if rule is None:
            raise Unknown(f"no enclosure for {head.__name__}")
        return rule(self, expr)

    def truth(self, condition: Any) -> bool:
        """Return the truth of a condition."""
        if condition in {sp.true, sp.false}:
            return bool(condition)
        if isinstance(condition, sp.And):
            return all(self.truth(c) for c in condition.args)
        if isinstance(condition, sp.Or):
            return any(self.truth(c) for c in condition.args)
        if isinstance(condition, sp.Not):
            return not self.truth(condition.args[0])
        if isinstance(condition, sp.core.relational.Relational):
            return self._relation(condition)
        raise Unknown(f"no truth for {type(condition).__name__}")

    def _relation(self, condition: Any) -> bool:
        left, right = self.number(condition.lhs), self.number(condition.rhs)
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return RELATIONS[type(condition)]((left > right) - (left < right))
        gap = subtract(self.value(condition.lhs), self.value(condition.rhs), self.precision)
        low, high = libmp.mpf_sign(gap[0]), libmp.mpf_sign(gap[1])
        if low == high == 0 or low > 0 or high < 0:
            return RELATIONS[type(condition)](low)
        raise Blurred("too close to a boundary")


def _coordinate(value: Any, precision: int) -> Value:
    """Return an exact coordinate, or the interval between two."""
    if isinstance(value, tuple):
        return intervals.exact(value[0], precision)[0], intervals.exact(value[1], precision)[1]
    return Fraction(int(value.p), int(value.q))


RELATIONS: dict[Any, Callable[[int], bool]] = {
    sp.Gt: lambda sign: sign > 0,
    sp.Ge: lambda sign: sign >= 0,
    sp.Lt: lambda sign: sign < 0,
    sp.Le: lambda sign: sign <= 0,
    sp.Eq: lambda sign: sign == 0,
    sp.Ne: lambda sign: sign != 0,
}


# ---- rules ----------------------------------------------------------------------------------------
def _fold(
    exact: Callable[[Fraction, Fraction], Fraction], rough: Callable[[Interval, Interval, int], Interval], start: int
) -> Callable[[_Evaluation, Any], Value]:
    """Return a rule for a sum or product: rational parts first and exactly."""

    def rule(e: _Evaluation, expr: Any) -> Value:
        known, total = Fraction(start), None
        for arg in expr.args:
            part = e.number(arg)
            if isinstance(part, Fraction):
                known = exact(known, part)
            else:
                total = part if total is None else rough(total, part, e.precision)
        if total is None:
            return _short(known, e.precision)
        return total if known == start else rough(total, intervals.exact(known, e.precision), e.precision)

    return rule


def _short(number: Fraction, precision: int) -> Value:
    """Return a rational number as it is unless it has grown beyond use."""
    return number if number.numerator.bit_length() + number.denominator.bit_length() < 4096 else intervals.exact(number, precision)


def _pow(e: _Evaluation, expr: Any) -> Value:
    base, exponent = expr.args
    if exponent.is_Integer:
        known, n = e.number(base), int(exponent)
        if isinstance(known, Fraction) and abs(n) < 64:
            if not known and n < 0:
                raise Outside("division by 0")
            return _short(known**n, e.precision)
        return intervals.integer_power(e.value(base), n, e.precision)
    if base is sp.E:
        return intervals.exp(e.value(exponent), e.precision)
    below = e.value(base)
    if exponent.is_Rational:
        return intervals.rational_power(below, exponent, e.precision)
    power = e.value(exponent)
    if power[0] == power[1] and libmp.mpf_floor(power[0]) == power[0]:
        return intervals.integer_power(below, int(libmp.to_int(power[0])), e.precision)
    intervals.require_positive(below)
    return intervals.exp(libmp.mpi_mul(power, intervals.log(below, e.precision), e.precision), e.precision)


def _unary(function: Callable[[Interval, int], Interval]) -> Callable[[_Evaluation, Any], Interval]:
    return lambda e, expr: function(e.value(expr.args[0]), e.precision)


def _monotone(
    function: Callable[[Any, int], Any], low: int | None = None, high: int | None = None
) -> Callable[[_Evaluation, Any], Interval]:
    """Return a rule for an increasing function, real on [low, high] or everywhere."""

    def rule(e: _Evaluation, expr: Any) -> Interval:
        interval = e.value(expr.args[0])
        if low is not None:
            intervals.require_positive(libmp.mpi_sub(interval, intervals.whole(low), 53), strict=False)
        if high is not None:
            intervals.require_positive(libmp.mpi_sub(intervals.whole(high), interval, 53), strict=False)
        return intervals.increasing(function, interval, e.precision)

    return rule


def _ratio(top: int, bottom: int) -> Callable[[Interval, int], Interval]:
    """Return cosine (0), sine (1) or 1 (2) over another of them."""

    def quotient(interval: Interval, precision: int) -> Interval:
        parts = (*intervals.cos_sin(interval, precision), intervals.whole(1))
        return intervals.divide(parts[top], parts[bottom], precision)

    return quotient


def _inverse(function: Callable[[Interval, int], Interval]) -> Callable[[Interval, int], Interval]:
    """Return the reciprocal of a function."""
    return lambda interval, precision: intervals.divide(intervals.whole(1), function(interval, precision), precision)


def _of_reciprocal(head: Any) -> Callable[[_Evaluation, Any], Interval]:
    """Return a rule that reads f(x) as head(1/x)."""
    return lambda e, expr: e.value(head(1 / expr.args[0], evaluate=False))


def _acos(e: _Evaluation, expr: Any) -> Interval:
    low, high = e.value(sp.asin(expr.args[0], evaluate=False))
    half_pi = libmp.mpf_shift(libmp.mpf_pi(e.precision, "f"), -1), libmp.mpf_shift(libmp.mpf_pi(e.precision, "c"), -1)
    return libmp.mpi_sub(half_pi, (low, high), e.precision)


def _heaviside(e: _Evaluation, expr: Any) -> Interval:
    """Return 0, the declared value at 0, or 1."""
    sign = e.value(sp.sign(expr.args[0], evaluate=False))
    if sign == intervals.whole(0):
        return e.value(expr.args[1])
    return intervals.whole(1) if libmp.mpf_sign(sign[0]) > 0 else intervals.whole(0)


def _absolute(e: _Evaluation, expr: Any) -> Value:
    inner = e.number(expr.args[0])
    return abs(inner) if isinstance(inner, Fraction) else intervals.absolute(inner, e.precision)


def _sign(e: _Evaluation, expr: Any) -> Value:
    inner = e.number(expr.args[0])
    return Fraction((inner > 0) - (inner < 0)) if isinstance(inner, Fraction) else intervals.sign(inner, e.precision)


def _extreme(pick: Callable[..., Any]) -> Callable[[_Evaluation, Any], Interval]:
    """Return the rule of Max or Min."""

    def rule(e: _Evaluation, expr: Any) -> Interval:
        parts = [e.value(a) for a in expr.args]
        best = parts[0]
        for part in parts[1:]:
            best = (pick(best[0], part[0]), pick(best[1], part[1]))
        return best

    return rule


def _piecewise(e: _Evaluation, expr: Any) -> Interval:
    for value, condition in expr.args:
        if e.truth(condition):
            return e.value(value)
    raise Outside("no case of the piecewise function applies")


def _special(name: str, *, bound: Callable[[Any], Any] | None = None) -> Callable[[_Evaluation, Any], Interval]:
    """Return a rule from mpmath's values at both ends, widened by a bound of the slope (64 times the observed one where none is known)."""

    def rule(e: _Evaluation, expr: Any) -> Interval:
        places = [intervals.tame(e.value(a)) for a in expr.args]
        if any(intervals.magnitude(i[1]) > 40 or intervals.magnitude(i[0]) > 40 for i in places):
            raise Unknown("too large a number")
        with mpmath.workprec(e.precision + 2 * GUARD):
            try:
                ends = [getattr(mpmath, name)(*(mpmath.mpf(i[k]) for i in places)) for k in (0, 1)]
            except (ValueError, ZeroDivisionError) as pole:
                raise Outside("not defined here") from pole
            if any(isinstance(v, mpmath.mpc) or not mpmath.isfinite(v) for v in ends):
                # mpmath has a trace of an imaginary part in some real values, as in polylog(1/2, -2)
                if all(mpmath.isfinite(v) and abs(v.imag) <= abs(v) * mpmath.ldexp(1, -e.precision) for v in ends):
                    raise Blurred("real or nearly real here")
                raise Outside("not real here")
            slack = sum((mpmath.mpf(i[1]) - mpmath.mpf(i[0]) for i in places), mpmath.mpf(0))
            middle = [mpmath.mpf(i[0]) for i in places]
            slope = bound(middle[-1]) if bound else 1 + abs(ends[1] - ends[0]) / slack * 64 if slack else mpmath.mpf(0)
            low, high = min(ends) - slope * slack, max(ends) + slope * slack
            return intervals.widen(low._mpf_, high._mpf_, e.precision)

    return rule


def _polygamma(e: _Evaluation, expr: Any) -> Interval:
    """Return the interval of polygamma; mpmath would cut a fractional order down."""
    if not expr.args[0].is_Integer or expr.args[0] < 0:
        raise Unknown("no enclosure for polygamma of this order")
    return _special("polygamma")(e, expr)


def _constant(function: Callable[..., Any]) -> Callable[[_Evaluation, Any], Interval]:
    return lambda e, _: (function(e.precision, "f"), function(e.precision, "c"))


def _algebraic_number(e: _Evaluation, expr: Any) -> Interval:
    """Return the interval of a real root of a polynomial, isolated by SymPy."""
    if not expr.is_real:
        raise Outside("not real here")
    error = sp.Rational(1, 2**e.precision)
    middle = expr.eval_rational(dx=error)
    return intervals.exact(middle - error, e.precision)[0], intervals.exact(middle + error, e.precision)[1]


RULES: dict[Any, Callable[[_Evaluation, Any], Value]] = {
    sp.Rational: lambda _, n: Fraction(int(n.p), int(n.q)),
    sp.Add: _fold(operator.add, libmp.mpi_add, 0),
    sp.Mul: _fold(operator.mul, libmp.mpi_mul, 1),
    sp.Pow: _pow,
    sp.exp: _unary(intervals.exp),
    sp.log: _unary(intervals.log),
    sp.sin: _unary(lambda i, p: intervals.cos_sin(i, p)[1]),
    sp.cos: _unary(lambda i, p: intervals.cos_sin(i, p)[0]),
    sp.tan: _unary(_ratio(1, 0)),
    sp.cot: _unary(_ratio(0, 1)),
    sp.sec: _unary(_ratio(2, 0)),
    sp.csc: _unary(_ratio(2, 1)),
    sp.sinh: _unary(intervals.sinh),
    sp.cosh: _unary(intervals.cosh),
    sp.tanh: _unary(intervals.tanh),
    sp.coth: _unary(_inverse(intervals.tanh)),
    sp.sech: _unary(_inverse(intervals.cosh)),
    sp.csch: _unary(_inverse(intervals.sinh)),
    sp.atan: _monotone(libmp.mpf_atan),
    sp.asin: _monotone(libmp.mpf_asin, -1, 1),
    sp.acos: _acos,
    sp.acot: _of_reciprocal(sp.atan),
    sp.asec: _of_reciprocal(sp.acos),
    sp.acsc: _of_reciprocal(sp.asin),
    sp.asinh: _monotone(libmp.mpf_asinh),
    sp.acosh: _unary(intervals.acosh),
    sp.atanh: _unary(intervals.atanh),
    sp.acoth: _of_reciprocal(sp.atanh),
    sp.asech: _of_reciprocal(sp.acosh),
    sp.acsch: _of_reciprocal(sp.asinh),
    sp.erf: _monotone(libmp.mpf_erf),
    sp.Abs: _absolute,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.Max: _extreme(intervals.larger),
    sp.Min: _extreme(intervals.smaller),
    sp.floor: _unary(intervals.floor),
    sp.ceiling: lambda e, n: libmp.mpi_neg(intervals.floor(libmp.mpi_neg(e.value(n.args[0])), e.precision)),
    sp.Piecewise: _piecewise,
    sp.Si: _special("si", bound=lambda _: mpmath.mpf(1)),
    sp.gamma: _special("gamma"),
    sp.loggamma: _special("loggamma"),
    sp.factorial: _special("factorial"),
    sp.Ei: _special("ei"),
    sp.li: _special("li"),
    sp.Ci: _special("ci"),
    sp.erfc: _special("erfc"),
    sp.erfi: _special("erfi"),
    sp.LambertW: _special("lambertw"),
    sp.polylog: _special("polylog"),
    sp.fresnels: _special("fresnels", bound=lambda _: mpmath.mpf(1)),
    sp.fresnelc: _special("fresnelc", bound=lambda _: mpmath.mpf(1)),
    sp.expint: _special("expint"),
    sp.polygamma: _polygamma,
    sp.zeta: _special("zeta"),
    sp.uppergamma: _special("gammainc"),
    type(sp.pi): _constant(libmp.mpf_pi),
    type(sp.E): _constant(libmp.mpf_e),
    type(sp.EulerGamma): _constant(libmp.mpf_euler),
    type(sp.Catalan): _constant(libmp.mpf_catalan),
    type(sp.GoldenRatio): lambda e, _: e.value((1 + sp.sqrt(5)) / 2),
    sp.CRootOf: _algebraic_number,
}
