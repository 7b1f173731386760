"""Enclose what float64 arithmetic makes of an expression, at many points at once.

Every operation on intervals is rounded outwards by at least what numpy may
be off, so the interval holds the exact value *and* the value that a float
evaluation gives, in whatever order it adds and multiplies.  Over a single
point its width bounds the rounding error; over an interval it bounds the
expression (in particular the next derivative of a truncation error).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sympy as sp
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symtutor.errors import InputError
from symtutor.term import sympified

__all__ = ["Interval", "enclose", "magnitude"]

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_EPS = float(np.finfo(np.float64).eps)
# numpy promises 4 units in the last place for its vector forms of exp, sin, pow ...
_FUNCTION_ERROR = 4 * _EPS
_FAR = 1e7  # beyond this the reduction of an angle is not worth following


class Interval(NamedTuple):
    """Lower and upper ends, arrays of one shape; nan where the expression may be undefined."""

    low: Floats
    high: Floats


def enclose(expr: Any, ranges: Mapping[sp.Symbol, tuple[Any, Any]], *, continuous: bool = False) -> Interval:
    """Return intervals that hold the exact and the float64 values of an expression.

    Parameters
    ----------
    expr : Expr
        A real expression.
    ranges : mapping of Symbol to (low, high)
        Exact float ends, numbers or arrays that broadcast; equal ends are a point.
    continuous : bool, default False
        Whether a jump inside the range makes the result undefined (nan); otherwise it is covered.

    Returns
    -------
    Interval
        Ends of the broadcast shape; nan where the expression, or a function that is
        not in the table, may be undefined, infinite ends where it may overflow.

    Raises
    ------
    InputError
        If a free symbol has no range.

    Notes
    -----
    Natural interval extension: sound, and not sharp where a variable occurs often;
    callers cut long ranges into pieces.

    References
    ----------
    .. [1] R. E. Moore, R. B. Kearfott and M. J. Cloud, *Introduction to Interval
       Analysis*, SIAM, 2009, ch. 5.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> low, high = enclose(x**2 - 2 * x, {x: (0.0, 1.0)})
    >>> bool(low <= -1 and high >= 0)
    True
    """
    shape = np.broadcast_shapes(*(np.shape(end) for pair in ranges.values() for end in pair))
    known = {name: Interval(_spread(low, shape), _spread(high, shape)) for name, (low, high) in ranges.items()}
    missing = sorted(s.name for s in expr.free_symbols - set(known))
    if missing:
        raise InputError(f"no range is given for {', '.join(missing)}")
    with np.errstate(all="ignore"):
        low, high = _Walk(known, shape, continuous=continuous).interval(sympified(expr))
        broken = np.isnan(low) | np.isnan(high)
        return Interval(np.where(broken, np.nan, low), np.where(broken, np.nan, high))


def magnitude(interval: Interval) -> Floats:
    """Return the largest absolute value in each interval; inf where it may be undefined."""
    largest = np.maximum(np.abs(interval.low), np.abs(interval.high))
    return np.where(np.isnan(largest), np.inf, largest)


def _spread(ends: Any, shape: tuple[int, ...]) -> Floats:
    return np.array(np.broadcast_to(np.asarray(ends, dtype=np.float64), shape))


class _Walk:
    """One walk over an expression; equal subexpressions are enclosed once."""

    def __init__(self, known: Mapping[sp.Symbol, Interval], shape: tuple[int, ...], *, continuous: bool) -> None:
        self.shape = shape
        self.continuous = continuous
        self.seen: dict[Any, Interval] = dict(known)

    def interval(self, expr: sp.Basic) -> Interval:
        """Return the interval of an expression."""
        found = self.seen.get(expr)
        if found is None:
            found = self.seen[expr] = self._compute(expr)
        return found

    def _compute(self, expr: Any) -> Interval:
        if expr.is_Number or expr.is_NumberSymbol:
            return self._constant(expr)
        head = type(expr)
        special = _SPECIAL.get(head)
        if special is not None:
            return special(self, *expr.args)
        if head in _REWRITTEN:
            return self.interval(_REWRITTEN[head](*expr.args))
        rule = _RULES.get(head)
        if rule is None:
            return self._nowhere()
        result = rule(*(self.interval(a) for a in expr.args))
        if self.continuous and head in _JUMPING:
            return Interval(*(np.where(result.low < result.high, np.nan, end) for end in result))
        return result

    def _constant(self, number: sp.Rational) -> Interval:
        """Return the floats around a number; the number itself where it is a float."""
        near = float(number)
        exact = number.is_Rational and np.isfinite(near) and sp.Rational(near) == number
        ends = (near, near) if exact else (np.nextafter(near, -np.inf), np.nextafter(near, np.inf))
        return Interval(_spread(ends[0], self.shape), _spread(ends[1], self.shape))

    def _nowhere(self) -> Interval:
        return Interval(_spread(np.nan, self.shape), _spread(np.nan, self.shape))

    def power(self, base: Any, exponent: Any) -> Interval:
        """Return the interval of a power; a negative base needs an integer exponent, as in numpy."""
        interval = self.interval(base)
        if exponent.is_Integer:
            return _integer_power(interval, int(exponent))
        if exponent == sp.S.Half:
            return _outward(_where(interval.low >= 0, Interval(np.sqrt(interval.low), np.sqrt(interval.high))))
        if exponent.is_Number:
            power = float(exponent)
            defined = interval.low >= 0 if power > 0 else interval.low > 0
            return _loosen(_where(defined, _hull(interval.low**power, interval.high**power)))
        # numpy rounds exponent and logarithm together: the interval of exp(e log b) covers both
        return _FUNCTIONS[sp.exp](_product(self.interval(exponent), _FUNCTIONS[sp.log](interval)))

    def piecewise(self, *branches: Any) -> Interval:
        """Return the branch that surely holds; undefined where the condition is open."""
        result = self._nowhere()
        for value, condition in reversed(branches):
            surely, never = self._truth(condition)
            branch = self.interval(value)
            kept = [np.where(never, old, np.nan) for old in result]
            result = Interval(*(np.where(surely, new, old) for new, old in zip(branch, kept, strict=True)))
        return result

    def _truth(self, condition: Any) -> tuple[Truths, Truths]:
        """Return where a condition surely holds and where it surely fails."""
        if isinstance(condition, BooleanTrue | BooleanFalse):
            always = np.full(self.shape, bool(condition))
            return always, ~always
        if isinstance(condition, sp.Not):
            surely, never = self._truth(condition.args[0])
            return never, surely
        if isinstance(condition, sp.And | sp.Or):
            parts = [self._truth(c) for c in condition.args]
            both, either = (np.logical_and, np.logical_or) if isinstance(condition, sp.And) else (np.logical_or, np.logical_and)
            return reduce(both, [p[0] for p in parts]), reduce(either, [p[1] for p in parts])
        compare = _RELATIONS.get(type(condition))
        if compare is None:
            unknown = np.full(self.shape, fill_value=False)
            return unknown, unknown
        return compare(*(self.interval(side) for side in condition.args))


def _outward(interval: Interval) -> Interval:
    """Return the interval one float larger on each side."""
    return Interval(np.nextafter(interval.low, -np.inf), np.nextafter(interval.high, np.inf))


def _loosen(interval: Interval, relative: float = _FUNCTION_ERROR) -> Interval:
    """Return the interval larger by a relative error of its ends."""
    low, high = interval
    return _outward(Interval(low - relative * np.abs(low), high + relative * np.abs(high)))


def _where(defined: Any, interval: Interval) -> Interval:
    return Interval(np.where(defined, interval.low, np.nan), np.where(defined, interval.high, np.nan))


def _hull(*ends: Any) -> Interval:
    return Interval(reduce(np.minimum, ends), reduce(np.maximum, ends))


def _add(*terms: Interval) -> Interval:
    low = reduce(np.add, [t.low for t in terms])
    high = reduce(np.add, [t.high for t in terms])
    if len(terms) == 2:
        return _outward(Interval(low, high))
    # in any order of adding each of the n - 1 roundings is at most eps/2 of the sum of the sizes; twice, for our own sum
    slack = (len(terms) - 1) * _EPS * reduce(np.add, [np.maximum(np.abs(t.low), np.abs(t.high)) for t in terms])
    return _outward(Interval(low - slack, high + slack))


def _product(a: Interval, b: Interval) -> Interval:
    return _outward(_hull(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high))


def _multiply(*factors: Interval) -> Interval:
    result = reduce(_product, factors)
    return result if len(factors) == 2 else _loosen(result, (len(factors) - 1) * _EPS)


def _integer_power(base: Interval, n: int) -> Interval:
    if n < 0:
        whole = _integer_power(base, -n) if n != -1 else base
        return _outward(_where((whole.low > 0) | (whole.high < 0), _hull(1 / whole.low, 1 / whole.high)))
    low, high = base.low**n, base.high**n
    result = _hull(low, high)
    result = _outward(result) if n == 2 else _loosen(result)
    if n % 2:
        return result
    floor = np.where((base.low <= 0) & (base.high >= 0), 0.0, np.maximum(result.low, 0.0))
    return Interval(np.where(np.isnan(result.low), np.nan, floor), result.high)


def _increasing(function: Any, low: float = -np.inf, high: float = np.inf) -> Callable[[Interval], Interval]:
    """Return the interval form of an increasing numpy function on an open or closed domain."""

    def form(a: Interval) -> Interval:
        bounded_below = np.isfinite(function(a.low)) | (a.low == -np.inf)
        inside = (a.low >= low) & (a.high <= high) & bounded_below
        return _loosen(_where(inside, Interval(function(a.low), function(a.high))))

    return form


def _even(function: Any) -> Callable[[Interval], Interval]:
    """Return the interval form of an even function that increases on [0, oo)."""

    def form(a: Interval) -> Interval:
        size = _absolute(a)
        return _loosen(Interval(function(size.low), function(size.high)))

    return form


def _absolute(a: Interval) -> Interval:
    ends = _hull(np.abs(a.low), np.abs(a.high))
    return Interval(np.where((a.low <= 0) & (a.high >= 0), 0.0, ends.low), ends.high)


def _holds(a: Interval, place: float, period: float) -> Truths:
    """Tell whether an interval holds a point place + k·period."""
    return np.floor((a.high - place) / period) > np.floor((a.low - place) / period)


def _wave(function: Any, peak: float) -> Callable[[Interval], Interval]:
    """Return the interval form of sin or cos, whose maximum 1 is at `peak`."""

    def form(a: Interval) -> Interval:
        ends = _loosen(_hull(function(a.low), function(a.high)))
        far = (a.high - a.low >= 2 * np.pi) | (np.maximum(np.abs(a.low), np.abs(a.high)) > _FAR)
        low = np.where(far | _holds(a, peak + np.pi, 2 * np.pi), -1.0, np.maximum(ends.low, -1.0))
        high = np.where(far | _holds(a, peak, 2 * np.pi), 1.0, np.minimum(ends.high, 1.0))
        return _where(~np.isnan(a.low + a.high), Interval(low, high))

    return form


def _tangent(a: Interval) -> Interval:
    safe = ~_holds(a, np.pi / 2, np.pi) & (a.high - a.low < np.pi) & (np.maximum(np.abs(a.low), np.abs(a.high)) < _FAR)
    return _loosen(_where(safe, Interval(np.tan(a.low), np.tan(a.high))))


def _arc_cosine(a: Interval) -> Interval:
    return _loosen(_where((a.low >= -1) & (a.high <= 1), Interval(np.arccos(a.high), np.arccos(a.low))))


def _step(function: Any) -> Callable[[Interval], Interval]:
    """Return the interval form of an increasing function that is exact in floats."""
    return lambda a: Interval(function(a.low), function(a.high))


def _heaviside(a: Interval, at_zero: Interval) -> Interval:
    return Interval(np.heaviside(a.low, at_zero.low), np.heaviside(a.high, at_zero.high))


def _delta(a: Interval, *_order: Interval) -> Interval:
    """Return 0 away from 0, for Dirac's delta and its derivatives."""
    zero = np.zeros_like(a.low)
    return _where((a.low > 0) | (a.high < 0), Interval(zero, zero))


_Rule = Callable[..., Interval]

_FUNCTIONS: dict[Any, _Rule] = {
    sp.exp: _increasing(np.exp),
    sp.log: _increasing(np.log, 0.0),
    sp.sinh: _increasing(np.sinh),
    sp.tanh: _increasing(np.tanh),
    sp.asinh: _increasing(np.arcsinh),
    sp.acosh: _increasing(np.arccosh, 1.0),
    sp.atanh: _increasing(np.arctanh, -1.0, 1.0),
    sp.atan: _increasing(np.arctan),
    sp.asin: _increasing(np.arcsin, -1.0, 1.0),
    sp.acos: _arc_cosine,
    sp.cosh: _even(np.cosh),
    sp.sin: _wave(np.sin, np.pi / 2),
    sp.cos: _wave(np.cos, 0.0),
    sp.tan: _tangent,
    sp.Abs: _absolute,
}

_JUMPING: dict[Any, _Rule] = {
    sp.sign: _step(np.sign),
    sp.floor: _step(np.floor),
    sp.ceiling: _step(np.ceil),
    sp.Heaviside: _heaviside,
}

_RULES: dict[Any, _Rule] = {
    sp.Add: _add,
    sp.Mul: _multiply,
    sp.Max: lambda *a: Interval(reduce(np.maximum, [i.low for i in a]), reduce(np.maximum, [i.high for i in a])),
    sp.Min: lambda *a: Interval(reduce(np.minimum, [i.low for i in a]), reduce(np.minimum, [i.high for i in a])),
    sp.DiracDelta: _delta,
    **_FUNCTIONS,
    **_JUMPING,
}

_SPECIAL: dict[Any, Callable[..., Interval]] = {sp.Pow: _Walk.power, sp.Piecewise: _Walk.piecewise}

_REWRITTEN: dict[Any, Callable[..., Any]] = {
    sp.cot: lambda a: 1 / sp.tan(a),
    sp.sec: lambda a: 1 / sp.cos(a),
    sp.csc: lambda a: 1 / sp.sin(a),
    sp.sech: lambda a: 1 / sp.cosh(a),
    sp.csch: lambda a: 1 / sp.sinh(a),
    sp.coth: lambda a: 1 / sp.tanh(a),
    sp.acot: lambda a: sp.atan(1 / a),
    sp.asec: lambda a: sp.acos(1 / a),
    sp.acsc: lambda a: sp.asin(1 / a),
}

_RELATIONS: dict[Any, Callable[[Interval, Interval], tuple[Truths, Truths]]] = {
    sp.StrictLessThan: lambda a, b: (a.high < b.low, a.low >= b.high),
    sp.LessThan: lambda a, b: (a.high <= b.low, a.low > b.high),
    sp.StrictGreaterThan: lambda a, b: (a.low > b.high, a.high <= b.low),
    sp.GreaterThan: lambda a, b: (a.low >= b.high, a.high < b.low),
    sp.Eq: lambda a, b: (
        (a.low == a.high) & (b.low == b.high) & (a.low == b.low),
        (a.high < b.low) | (a.low > b.high),
    ),
    sp.Ne: lambda a, b: (
        (a.high < b.low) | (a.low > b.high),
        (a.low == a.high) & (b.low == b.high) & (a.low == b.low),
    ),
}
