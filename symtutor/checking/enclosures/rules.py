"""The rules of interval evaluation: what each function makes of the intervals of its arguments."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

import mpmath
import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures import intervals
from symtutor.checking.enclosures.intervals import GUARD, Blurred, Interval, Outside, Unknown

__all__ = ["EXACT", "RULES", "Evaluation", "Value"]

Value = Fraction | Interval
_MOST_TERMS = 1_000


class Evaluation(Protocol):
    """What a rule asks for: the values of subexpressions at one point and precision."""

    precision: int

    def value(self, expr: Any) -> Interval:
        """Return the interval of a subexpression."""
        ...

    def number(self, expr: Any) -> Value:
        """Return the exact value of a subexpression where it is plainly rational, else its interval."""
        ...

    def truth(self, condition: Any) -> bool:
        """Return the truth of a condition."""
        ...


def _fold(
    exact: Callable[[Fraction, Fraction], Fraction], rough: Callable[[Interval, Interval, int], Interval], start: int
) -> Callable[[Evaluation, Any], Value]:
    """Return a rule for a sum or product: rational parts first and exactly."""

    def rule(e: Evaluation, expr: Any) -> Value:
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


def _pow(e: Evaluation, expr: Any) -> Value:
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
    if exponent.is_Rational:
        known = e.number(base)
        root = _exact_root(known, int(exponent.q)) if isinstance(known, Fraction) else None
        if root and abs(int(exponent.p)) < 64:
            return _short(root ** int(exponent.p), e.precision)
        return intervals.rational_power(e.value(base), exponent, e.precision)
    below = e.value(base)
    power = e.value(exponent)
    if power[0] == power[1] and libmp.mpf_floor(power[0]) == power[0]:
        return intervals.integer_power(below, int(libmp.to_int(power[0])), e.precision)
    intervals.require_positive(below)
    return intervals.exp(libmp.mpi_mul(power, intervals.log(below, e.precision), e.precision), e.precision)


def _exact_root(number: Fraction, degree: int) -> Fraction | None:
    """Return the root of a fraction that has a rational one; odd roots of negative numbers are real."""
    if number < 0:
        root = _exact_root(-number, degree) if degree % 2 else None
        return None if root is None else -root
    if not number or degree > 16:
        return None
    (above, exact), (below, also) = (sp.integer_nthroot(part, degree) for part in (number.numerator, number.denominator))
    return Fraction(above, below) if exact and also else None


def _unary(function: Callable[[Interval, int], Interval]) -> Callable[[Evaluation, Any], Interval]:
    return lambda e, expr: function(e.value(expr.args[0]), e.precision)


def _monotone(
    function: Callable[[Any, int], Any], low: int | None = None, high: int | None = None
) -> Callable[[Evaluation, Any], Interval]:
    """Return a rule for an increasing function, real on [low, high] or everywhere."""

    def rule(e: Evaluation, expr: Any) -> Interval:
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


def _of_reciprocal(head: Any) -> Callable[[Evaluation, Any], Interval]:
    """Return a rule that reads f(x) as head(1/x)."""
    return lambda e, expr: e.value(head(1 / expr.args[0], evaluate=False))


def _acos(e: Evaluation, expr: sp.Expr) -> Interval:
    low, high = e.value(sp.asin(expr.args[0], evaluate=False))
    half_pi = libmp.mpf_shift(libmp.mpf_pi(e.precision, "f"), -1), libmp.mpf_shift(libmp.mpf_pi(e.precision, "c"), -1)
    return libmp.mpi_sub(half_pi, (low, high), e.precision)


def _heaviside(e: Evaluation, expr: sp.Expr) -> Interval:
    """Return 0, the declared value at 0, or 1."""
    sign = e.value(sp.sign(expr.args[0], evaluate=False))
    if sign == intervals.whole(0):
        return e.value(expr.args[1])
    return intervals.whole(1) if libmp.mpf_sign(sign[0]) > 0 else intervals.whole(0)


def _absolute(e: Evaluation, expr: sp.Expr) -> Value:
    inner = e.number(expr.args[0])
    return abs(inner) if isinstance(inner, Fraction) else intervals.absolute(inner, e.precision)


def _sign(e: Evaluation, expr: sp.Function) -> Value:
    inner = e.number(expr.args[0])
    return Fraction((inner > 0) - (inner < 0)) if isinstance(inner, Fraction) else intervals.sign(inner, e.precision)


def _rounded(exactly: Callable[[Fraction], int], interval: Callable[[Interval, int], Interval]) -> Callable[[Evaluation, Any], Value]:
    """Return the rule of floor or ceiling."""

    def rule(e: Evaluation, expr: Any) -> Value:
        known = e.number(expr.args[0])
        return Fraction(exactly(known)) if isinstance(known, Fraction) else interval(known, e.precision)

    return rule


def _ceiling(interval: Interval, precision: int) -> Interval:
    return libmp.mpi_neg(intervals.floor(libmp.mpi_neg(interval), precision))


def _extreme(pick: Callable[..., Any], exactly: Callable[[list[Fraction]], Fraction]) -> Callable[[Evaluation, Any], Value]:
    """Return the rule of Max or Min."""

    def rule(e: Evaluation, expr: Any) -> Value:
        known = [found for a in expr.args if isinstance(found := e.number(a), Fraction)]
        if len(known) == len(expr.args):
            return exactly(known)
        parts = [e.value(a) for a in expr.args]
        best = parts[0]
        for part in parts[1:]:
            best = (pick(best[0], part[0]), pick(best[1], part[1]))
        return best

    return rule


def _piecewise(e: Evaluation, expr: Any) -> Value:
    for value, condition in expr.args:
        if e.truth(condition):
            return e.number(value)
    raise Outside("no case of the piecewise function applies")


def _special(name: str, *, bound: Callable[[Any], Any] | None = None) -> Callable[[Evaluation, Any], Interval]:
    """Return a rule from mpmath's values at both ends, widened by a bound of the slope (64 times the observed one where none is known)."""

    def rule(e: Evaluation, expr: Any) -> Interval:
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


def _polygamma(e: Evaluation, expr: Any) -> Interval:
    """Return the interval of polygamma; mpmath would cut a fractional order down."""
    if not expr.args[0].is_Integer or expr.args[0] < 0:
        raise Unknown("no enclosure for polygamma of this order")
    return _special("polygamma")(e, expr)


def _whole(e: Evaluation, expr: Any) -> int | None:
    """Return the value of an expression where it is plainly a whole number."""
    found = e.number(expr)
    return int(found) if isinstance(found, Fraction) and found.denominator == 1 else None


def _binomial(e: Evaluation, expr: Any) -> Value:
    """Return a binomial at whole numbers, exactly."""
    above, below = (_whole(e, a) for a in expr.args)
    if above is None or below is None or above > _MOST_TERMS:
        raise Unknown("a binomial of what is not whole")
    if not 0 <= below <= above:
        raise Outside("a binomial is taken for 0 ≤ k ≤ n")
    return Fraction(math.comb(above, below))


def _sum(e: Evaluation, expr: Any) -> Value:
    """Return a sum between whole numbers, term by term."""
    if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
        raise Unknown("no enclosure for a sum of this kind")
    index, *ends = expr.limits[0]
    low, high = (_whole(e, end) for end in ends)
    if low is None or high is None or not -1 <= high - low < _MOST_TERMS:
        raise Unknown("a sum between ends that are not whole, or far apart")
    terms = [expr.function.xreplace({index: sp.Integer(k)}) for k in range(low, high + 1)]
    return e.number(sp.Add(*terms, evaluate=False)) if len(terms) > 1 else e.number(terms[0] if terms else sp.S.Zero)


def _constant(function: Callable[..., Any]) -> Callable[[Evaluation, Any], Interval]:
    return lambda e, _: (function(e.precision, "f"), function(e.precision, "c"))


def _algebraic_number(e: Evaluation, expr: Any) -> Interval:
    """Return the interval of a real root of a polynomial, isolated by SymPy."""
    if not expr.is_real:
        raise Outside("not real here")
    error = sp.Rational(1, 2**e.precision)
    middle = expr.eval_rational(dx=error)
    return intervals.exact(middle - error, e.precision)[0], intervals.exact(middle + error, e.precision)[1]


RULES: dict[Any, Callable[[Evaluation, Any], Value]] = {
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
    sp.Max: _extreme(intervals.larger, max),
    sp.Min: _extreme(intervals.smaller, min),
    sp.floor: _rounded(math.floor, intervals.floor),
    sp.ceiling: _rounded(math.ceil, _ceiling),
    sp.Piecewise: _piecewise,
    sp.Si: _special("si", bound=lambda _: mpmath.mpf(1)),
    sp.gamma: _special("gamma"),
    sp.loggamma: _special("loggamma"),
    sp.factorial: _special("factorial"),
    sp.binomial: _binomial,
    sp.Sum: _sum,
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

_ZERO, _ONE = Fraction(0), Fraction(1)
EXACT: dict[Any, dict[Fraction, Fraction]] = {
    sp.exp: {_ZERO: _ONE},
    sp.log: {_ONE: _ZERO},
    **{head: {_ZERO: _ZERO} for head in (sp.sin, sp.tan, sp.sinh, sp.tanh, sp.asin, sp.atan, sp.asinh, sp.atanh, sp.erf, sp.erfi, sp.Si)},
    **{head: {_ZERO: _ONE} for head in (sp.cos, sp.sec, sp.cosh, sp.sech, sp.erfc)},
    sp.acos: {_ONE: _ZERO},
    sp.acosh: {_ONE: _ZERO},
    sp.asech: {_ONE: _ZERO},
}
