"""Where an expression may break on an interval: poles, jumps, ends of its domain, found exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.places.nonzero import is_nonzero_on
from symtutor.algorithms.polynomials import polynomial
from symtutor.algorithms.structure import coefficients, depends, linear, nodes, symbols
from symtutor.algorithms.trigonometric import as_circle

__all__ = ["breaks", "is_number", "is_ordered", "sign_changes", "zeros"]

_MOST = 60
_INFINITE = (sp.oo, -sp.oo)


class UnknownError(Exception):
    """Zeros that could not be found."""


def is_number(end: sp.Expr) -> bool:
    """Tell whether a limit of integration holds no letters."""
    return not symbols(end)


def is_ordered(a: sp.Expr, b: sp.Expr) -> bool:
    """Tell whether both limits are numbers and a < b."""
    return is_number(a) and is_number(b) and bool(sp.N(b - a, 20) > 0)


def breaks(expr: Any, x: Any, low: Any, high: Any) -> tuple[Any, ...] | None:
    """Return the points from low to high at which an expression may be singular or jump, in order.

    Returns None when they cannot be found.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> breaks(sp.log(sp.Abs(x - 1)) + 1 / x, x, sp.Integer(-1), sp.Integer(3))
    (0, 1)
    >>> breaks(sp.tan(x), x, sp.S.Zero, sp.pi)
    (pi/2,)
    """
    return _collected(_critical(expr, x), x, low, high)


def sign_changes(expr: Any, x: Any, low: Any, high: Any) -> tuple[Any, ...] | None:
    """Return the points between low and high at which |·|, sign, Max, Min, floor, ceiling or Piecewise switch.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> sign_changes(sp.Abs(x**2 - 1), x, sp.Integer(-2), sp.Integer(0))
    (-1,)
    """
    return _collected(_switching(expr, x, low, high), x, low, high)


def zeros(expr: Any, x: Any, low: Any, high: Any) -> tuple[Any, ...] | None:
    """Return the zeros of an expression from low to high, in order, or None when they cannot be found."""
    return _collected(iter((expr,)), x, low, high)


def _collected(found: Iterator[Any], x: sp.Basic, low: sp.Basic, high: sp.Basic) -> tuple[sp.Basic, ...] | None:
    points: list[Any] = []
    try:
        for g in found:
            points.extend(p for p in _zeros(g, x, low, high) if p not in points)
    except UnknownError:
        return None
    return tuple(sorted(points, key=lambda p: sp.N(p, 20)))


def _critical(expr: sp.Expr, x: sp.Expr) -> Iterator[sp.Expr]:
    """Yield expressions whose zeros are the only places where an expression may break."""
    for node in nodes(expr, x):
        if isinstance(node, sp.Pow):
            if depends(node.base, x) and not (node.exp.is_Rational and node.exp > 0):
                yield node.base
        elif type(node) in _SINGULAR:
            yield from _SINGULAR[type(node)](*node.args)
        elif not (isinstance(node, sp.Symbol | sp.Add | sp.Mul) or type(node) in _SMOOTH):
            raise UnknownError


def _switching(expr: Any, x: Any, low: Any, high: Any) -> Iterator[sp.Basic]:
    node: Any
    for node in nodes(expr, x):
        if isinstance(node, sp.Abs | sp.sign):
            yield node.args[0]
        elif isinstance(node, sp.Max | sp.Min):
            if len(node.args) > 2:
                raise UnknownError
            one: Any = node.args[0]
            other: Any = node.args[1]
            yield one - other
        elif isinstance(node, sp.Piecewise):
            yield from _thresholds(node)
        elif isinstance(node, sp.floor | sp.ceiling):
            yield from _levels(node.args[0], x, low, high)


def _levels(argument: Any, x: Any, low: Any, high: Any) -> Iterator[Any]:
    """Yield argument − k for the whole numbers k that an argument reaches; it may turn at places that are known."""
    if low in _INFINITE or high in _INFINITE or symbols(sp.Tuple(argument, low, high)) - {x}:
        raise UnknownError
    turning = _zeros(sp.diff(argument, x), x, low, high)
    values = [sp.N(argument.xreplace({x: place}), 20) for place in (low, high, *turning)]
    first, last = int(sp.floor(min(values))), int(sp.ceiling(max(values)))
    if last - first > _MOST:
        raise UnknownError
    yield from (argument - k for k in range(first, last + 1))


def _thresholds(pieces: Any) -> Iterator[Any]:
    """Yield what vanishes where the conditions of a Piecewise switch."""
    for _, condition in pieces.args:
        for relation in sorted(condition.atoms(sp.core.relational.Relational), key=sp.default_sort_key):
            yield relation.lhs - relation.rhs


_SMOOTH = {
    sp.sin, sp.cos, sp.exp, sp.atan, sp.asin, sp.acos, sp.sinh, sp.cosh, sp.tanh, sp.asinh, sp.erf, sp.erfi, sp.Si, sp.Shi,
    sp.fresnels, sp.fresnelc, sp.Abs, sp.sech, sp.Max, sp.Min,
}  # fmt: skip

_SINGULAR: dict[Any, Callable[..., Iterator[Any]]] = {
    sp.log: lambda a, *_: iter((a.args[0] if isinstance(a, sp.Abs) else a,)),
    sp.tan: lambda a: iter((sp.cos(a),)),
    sp.sec: lambda a: iter((sp.cos(a),)),
    sp.cot: lambda a: iter((sp.sin(a),)),
    sp.csc: lambda a: iter((sp.sin(a),)),
    sp.coth: lambda a: iter((a,)),
    sp.csch: lambda a: iter((a,)),
    sp.sign: lambda a: iter((a,)),
    sp.acot: lambda a: iter((a,)),
    sp.asec: lambda a: iter((a,)),
    sp.acsc: lambda a: iter((a,)),
    sp.acosh: lambda a: iter((a - 1,)),
    sp.atanh: lambda a: iter((1 - a, 1 + a)),
    sp.acoth: lambda a: iter((1 - a, 1 + a)),
    sp.Ei: lambda a: iter((a,)),
    sp.Ci: lambda a: iter((a.args[0] if isinstance(a, sp.Abs) else a,)),
    sp.Chi: lambda a: iter((a.args[0] if isinstance(a, sp.Abs) else a,)),
    sp.li: lambda a: iter((a, a - 1)),
    sp.polylog: lambda _n, a: iter((a - 1,)),
}


def _inside(point: sp.Basic, low: sp.Basic, high: sp.Basic) -> bool:
    """Tell whether a number lies from low to high."""
    number = sp.N(point, 30)
    return bool(number.is_real and sp.N(low, 30) - number <= 0 and number - sp.N(high, 30) <= 0)


def _zeros(g: Any, x: Any, low: Any, high: Any) -> list[sp.Basic]:
    """Return the zeros of g from low to high, or raise `UnknownError`."""
    if not depends(g, x):
        if g == 0:
            raise UnknownError
        return []
    if isinstance(g, sp.Mul):
        return [p for factor in g.args for p in _zeros(factor, x, low, high)]
    if _is_positive_sum(g, x):
        return []
    if isinstance(g, sp.Pow):
        if not depends(g.exp, x):
            return _zeros(g.base, x, low, high) if g.exp.is_positive else []
        return []
    if isinstance(g, sp.Abs):
        return _zeros(g.args[0], x, low, high)
    if symbols(g) != {x}:
        raise UnknownError
    for find in (_of_linear, _of_polynomial, _of_exponentials, _of_fraction, _of_kernel, _of_circle):
        found = find(g, x, low, high)
        if found is not None:
            return [p for p in found if _inside(p, low, high)]
    if low not in _INFINITE and high not in _INFINITE and is_nonzero_on(g, x, low, high):
        return []
    raise UnknownError


def _of_linear(g: sp.Expr, x: sp.Expr, _low: object, _high: object) -> list[sp.Basic] | None:
    found = linear(g, x)
    return None if found is None else [-found[1] / found[0]]


def _of_polynomial(g: Any, x: Any, _low: Any, _high: Any) -> list[Any] | None:
    found = coefficients(g, x)
    if found is None:
        return None
    if len(found) == 3:
        c, b, a = found
        root = sp.sqrt(b**2 - 4 * a * c)
        return [p for p in ((-b - root) / (2 * a), (-b + root) / (2 * a)) if sp.N(p, 20).is_real]
    poly = polynomial(g, x)
    if poly is None or not poly.domain.is_QQ:
        return None
    return [r for p, _ in poly.factor_list()[1] for r in p.real_roots()]


def _is_positive_sum(g: sp.Expr, x: Any) -> bool:
    """Tell whether an expression is a sum of exponentials and numbers with positive factors."""
    for term in sp.Add.make_args(g):
        factor, core = term.as_independent(x, as_Add=False)
        if not factor.is_positive or not all(_is_exponential(part, x) or isinstance(part, sp.cosh) for part in sp.Mul.make_args(core)):
            return False
    return True


def _is_exponential(expr: sp.Expr, x: sp.Expr) -> bool:
    """Tell whether an expression is a power of a positive number; 1 is one."""
    return expr == 1 or isinstance(expr, sp.exp) or (isinstance(expr, sp.Pow) and not depends(expr.base, x) and bool(expr.base.is_positive))


def _of_fraction(g: sp.Expr, x: sp.Expr, low: sp.Basic, high: sp.Basic) -> list[Any] | None:
    """Find the zeros of the numerator of a rational function."""
    if not g.is_rational_function(x) or g.is_polynomial(x):
        return None
    above, below = sp.fraction(sp.cancel(sp.together(g)))
    return [p for p in _zeros(above, x, low, high) if below.xreplace({x: p}) != 0]


def _of_exponentials(g: sp.Expr, x: Any, _low: object, _high: object) -> list[Any] | None:
    """Solve a rational function of one exponential, such as e^(2x) + 2e^(−x)."""
    rates = {}
    for node in nodes(g, x):
        if isinstance(node, sp.exp | sp.Pow) and depends(node.exp, x):
            shape = linear(node.exp, x)
            if not _is_exponential(node, x) or shape is None or shape[1] != 0:
                return None
            rates[node] = shape[0] * sp.expand_log(sp.log(node.base), factor=True)
    if not rates:
        return None
    first = next(iter(rates.values()))
    shares = {node: rate / first for node, rate in rates.items()}
    if not all(share.is_Rational for share in shares.values()):
        return None
    unit, mark = sp.ilcm(1, *(share.q for share in shares.values())), sp.Symbol("_exponential")
    above, _ = sp.fraction(sp.together(g.xreplace({node: mark ** (share * unit) for node, share in shares.items()})))
    if depends(above, x):
        return None
    return [sp.log(p) * unit / first for p in _zeros(sp.expand(above), mark, -sp.oo, sp.oo) if sp.N(p, 20) > 0]


def _of_kernel(g: sp.Expr, x: Any, low: Any, high: Any) -> list[sp.Basic] | None:
    """Solve a polynomial in one function of x, then that function for x."""
    kernels = [n for n in nodes(g, x) if isinstance(n, sp.Function) or (isinstance(n, sp.Pow) and not n.exp.is_Integer)]
    if not kernels or any(k != kernels[0] for k in kernels):
        return None
    mark = sp.Symbol("_kernel")
    inside = g.xreplace({kernels[0]: mark})
    if depends(inside, x):
        return None
    roots = _of_linear(inside, mark, None, None) or _of_polynomial(inside, mark, None, None)
    if roots is None:
        return None
    points: list[sp.Basic] = []
    for root in roots:
        for target in _inverted(kernels[0], root, x, low, high):
            points.extend(_zeros(target, x, low, high))
    return points


def _inverted(kernel: sp.Function, value: Any, x: sp.Basic, low: Any, high: Any) -> Iterator[Any]:
    """Yield expressions whose zeros solve kernel = value."""
    arg = kernel.args[0]
    if isinstance(kernel, sp.log):
        yield arg - sp.exp(value)
    elif isinstance(kernel, sp.exp):
        if sp.N(value) > 0:
            yield arg - sp.log(value)
    elif isinstance(kernel, sp.Pow) and kernel.exp.is_Rational and kernel.exp > 0:
        if sp.N(value) >= 0:
            yield kernel.base - value ** (1 / kernel.exp)
    elif isinstance(kernel, sp.sin | sp.cos | sp.tan):
        yield from _angles(kernel, value, x, low, high)
    elif isinstance(kernel, sp.Abs):
        if sp.N(value) >= 0:
            yield from (arg - value, arg + value)
    else:
        raise UnknownError


def _angles(kernel: sp.Function, value: sp.Expr, x: sp.Basic, low: sp.Basic, high: sp.Basic) -> Iterator[Any]:
    """Yield arg − angle for every angle in reach with kernel = value."""
    if isinstance(kernel, sp.tan):
        bases, period = [sp.atan(value)], sp.pi
    elif abs(sp.N(value)) > 1:
        return
    elif isinstance(kernel, sp.sin):
        bases, period = [sp.asin(value), sp.pi - sp.asin(value)], 2 * sp.pi
    else:
        bases, period = [sp.acos(value), -sp.acos(value)], 2 * sp.pi
    yield from _turned(kernel.args[0], bases, period, x, low, high)


def _turned(arg: Any, bases: list[Any], period: Any, x: Any, low: Any, high: Any) -> Iterator[Any]:
    """Yield arg − base − k·period for the k that can be met from low to high."""
    shape = linear(arg, x)
    if shape is None or low in _INFINITE or high in _INFINITE:
        raise UnknownError
    ends = sorted(sp.N(shape[0] * end + shape[1], 20) for end in (low, high))
    for base in dict.fromkeys(bases):
        first = sp.ceiling((ends[0] - sp.N(base, 20)) / sp.N(period, 20) - sp.Rational(1, 10**9))
        last = sp.floor((ends[1] - sp.N(base, 20)) / sp.N(period, 20) + sp.Rational(1, 10**9))
        if last - first > _MOST:
            raise UnknownError
        yield from (arg - base - k * period for k in range(int(first), int(last) + 1))


def _of_circle(g: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> list[Any] | None:
    """Solve a polynomial in sine and cosine by the tangent of half the angle."""
    circle = as_circle(g, x)
    if circle is None or circle.is_hyperbolic or circle.below.total_degree() > 0:
        return None
    t = sp.Symbol("_tangent")
    degree = circle.above.total_degree()
    sine, cosine = circle.above.gens
    cleared = sp.expand(
        sp.Add(
            *[
                c
                * (2 * t) ** dict(zip(circle.above.gens, powers, strict=True))[sine]
                * (1 - t**2) ** dict(zip(circle.above.gens, powers, strict=True))[cosine]
                * (1 + t**2) ** (degree - sum(powers))
                for powers, c in circle.above.terms()
            ]
        )
    )
    roots = _of_linear(cleared, t, None, None) or _of_polynomial(cleared, t, None, None) if depends(cleared, t) else []
    if roots is None:
        return None
    bases = [2 * sp.atan(r) for r in roots]
    if sp.expand(circle.above.as_expr().xreplace({sine: sp.S.Zero, cosine: sp.S.NegativeOne})) == 0:
        bases.append(sp.pi)
    return [p for target in _turned(circle.angle, bases, 2 * sp.pi, x, low, high) for p in _zeros(target, x, low, high)]
