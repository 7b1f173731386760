"""Conditions on limits that are letters: both must lie in one interval on which the integrand is continuous."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import leading
from symtutor.algorithms.asymptotics.signs import assuming
from symtutor.algorithms.structure import coefficients, depends, is_positive, linear, nodes, symbols

__all__ = ["assumed_signs", "one_interval", "solved", "up_to_an_end"]


class _Unknown(Exception):  # noqa: N818 (an outcome, not an error)
    """Raised where the places at which an integrand breaks are not known."""


def one_interval(f: sp.Expr, x: sp.Expr, a: sp.Rational, b: sp.Expr) -> tuple[Any, ...] | None:
    """Return conditions under which f is continuous from a to b, or None where they are not known.

    Parameters
    ----------
    f : Expr
        The integrand.
    x : Symbol
        Its variable.
    a, b : Expr
        The limits.

    Examples
    --------
    >>> from sympy.abc import a, b, x
    >>> one_interval(1 / x, x, a, b)
    (a*b > 0,)
    >>> one_interval(sp.log(x - 1), x, sp.Integer(2), b)
    (b > 1,)
    >>> one_interval(x**2, x, a, b)
    ()
    """
    found: list[Any] = []
    try:
        for node in nodes(f, x):
            found.extend(_of_node(node, x, a, b))
    except _Unknown:
        return None
    return _strongest(c for c in map(solved, found) if not _is_certain(c))


def _is_certain(condition: Any) -> bool:
    """Tell whether a condition holds for all real letters, such as a² ≥ 0."""
    return bool(condition.xreplace({s: sp.Symbol(s.name, real=True) for s in condition.free_symbols}) == sp.true)


def up_to_an_end(f: Any, x: Any, letter: Any, end: Any, side: int) -> tuple[Any, ...] | None:
    """Return conditions under which f is continuous from a letter up to an end, which it need not reach, or None.

    Parameters
    ----------
    f : Expr
        The integrand.
    x : Symbol
        Its variable.
    letter : Expr
        The limit that holds letters.
    end : Expr
        The other limit: a number or infinite.
    side : int
        1 if the letter lies above the end, -1 below.

    Examples
    --------
    >>> from sympy.abc import b, x
    >>> up_to_an_end(1 / x**2, x, b, sp.oo, -1)
    (b > 0,)
    >>> up_to_an_end(sp.log(x), x, b, sp.S.Zero, 1)
    (b > 0,)
    """
    near = sp.Symbol("t_near")
    found = one_interval(f, x, letter, near)
    if found is None:
        return None
    kept: list[Any] = []
    for condition in found:
        if near not in condition.free_symbols:
            kept.append(condition)
            continue
        if not isinstance(condition, sp.Gt | sp.Ge | sp.Lt | sp.Le):
            return None
        gap = (condition.lhs - condition.rhs) * (1 if isinstance(condition, sp.Gt | sp.Ge) else -1)
        with assuming() as noted:
            size = leading(gap, near, end, side)
        if size is None or noted:
            return None
        kept.append(solved(sp.Gt(size.coefficient, 0)))
    if end.is_finite:
        kept.append(solved(sp.Gt((letter - end) * side, 0)))
    return None if sp.false in kept else _strongest(c for c in kept if c != sp.true)


def _strongest(conditions: Iterable[Any]) -> tuple[Any, ...]:
    """Return conditions without repetition and without bounds on a letter that follow from another one."""
    kept: list[Any] = []
    for condition in dict.fromkeys(conditions):
        others = [c for c in kept if c.func == condition.func and c.lhs == condition.lhs and c.rhs.is_number and condition.rhs.is_number]
        if not (isinstance(condition, sp.Gt | sp.Lt) and others):
            kept.append(condition)
        elif (condition.rhs > others[0].rhs) == isinstance(condition, sp.Gt):
            kept[kept.index(others[0])] = condition
    return tuple(kept)


def assumed_signs(antiderivative: sp.Expr, x: sp.Symbol) -> tuple[Any, ...] | None:
    """Return the signs that decide where the functions in an antiderivative tend as x goes to infinity; None where they are unclear.

    Examples
    --------
    >>> a, x = sp.symbols("a x")
    >>> assumed_signs(-sp.exp(-a * x) / a, x)
    (a > 0,)
    >>> assumed_signs(sp.atan(2 * x), x)
    ()
    """
    found: list[Any] = []
    for node in nodes(antiderivative, x):
        powers = coefficients(node.args[0], x) if isinstance(node, sp.Function) else None
        if powers is None or not symbols(powers[-1]) or is_positive(powers[-1]) is not None:
            continue
        sign = is_positive(powers[-1], letters=True)
        if sign is None:
            return None
        above, below = sp.fraction(sp.together(powers[-1]))
        found.append(solved(sp.Gt(above * below, 0) if sign else sp.Lt(above * below, 0)))
    return tuple(dict.fromkeys(found))


def solved(condition: Any) -> Any:
    """Return a linear condition on one letter solved for it.

    Examples
    --------
    >>> solved(-sp.Symbol("p") < -1)
    p > 1
    """
    letters = condition.free_symbols
    if len(letters) == 1 and condition.is_Relational:
        (letter,) = letters
        shape = linear(condition.lhs - condition.rhs, letter)
        if shape is not None and shape[0].is_number and shape[0].is_positive is not None:
            place = -shape[1] / shape[0]
            relation = condition.func if shape[0].is_positive else condition.reversed.func
            return relation(letter, place)
    return condition


def _of_node(node: sp.Expr, x: sp.Expr, a: sp.Expr, b: sp.Expr) -> Iterator[Any]:
    if isinstance(node, sp.Pow):
        yield from _of_power(node, x, a, b)
    elif type(node) in _LIMITED:
        for kind, inner in _LIMITED[type(node)](*node.args):
            yield from kind(inner, x, a, b)
    elif not (isinstance(node, sp.Symbol | sp.Add | sp.Mul) or type(node) in _SMOOTH):
        raise _Unknown


def _of_power(node: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    base, exponent = node.args
    if not depends(base, x):
        if not (base.is_positive or base == sp.E):
            yield base > 0
    elif exponent.is_Integer:
        if exponent < 0:
            yield from _without_zero(base, x, a, b)
    elif exponent.is_Rational and exponent > 0:
        yield from _nonnegative(base, x, a, b)
    else:
        yield from _positive(base, x, a, b)


def _without_zero(g: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    """Yield: a and b lie on the same side of every zero of g."""
    if isinstance(g, sp.Abs):
        g = g.args[0]
    if _has_no_zero(g, x):
        return
    for factor in sp.Mul.make_args(sp.factor(g) if g.is_polynomial(x) else g):
        base = factor.base if isinstance(factor, sp.Pow) else factor
        if not depends(base, x) or _has_no_zero(base, x):
            continue
        yield from _on_one_side(base, x, a, b)


def _on_one_side(g: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    """Yield conditions under which a factor has no zero from a to b; they hold no other letters than those of g and the limits.

    Raises
    ------
    _Unknown
        Where nobody can say it without the variable.
    """
    if linear(g, x) is not None:
        yield sp.Gt(g.xreplace({x: a}) * g.xreplace({x: b}), 0)
    elif isinstance(g, sp.sin | sp.cos) and linear(g.args[0], x) is not None:
        yield from _in_one_arch(g, x, a, b)
    elif (phase := _common_phase(g, x)) is not None:  # one wave: its zeros are π apart
        yield sp.Gt(g.xreplace({x: a}) * g.xreplace({x: b}), 0)
        yield sp.Lt(sp.Abs(sp.expand(phase.xreplace({x: b}) - phase.xreplace({x: a}))), sp.pi)
    elif g.is_polynomial(x):
        yield from _beside_the_roots(g, x, a, b)
    else:
        bounds = _level_and_swing(g, x)
        if bounds is None:
            raise _Unknown
        yield sp.Gt(sp.Abs(bounds[0]), bounds[1])


def _in_one_arch(wave: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    """Yield: the arguments of a sine or cosine at both limits lie between the same two neighbouring zeros."""
    low, high = (wave.args[0].xreplace({x: end}) for end in (a, b))
    shift = sp.S.Half if isinstance(wave, sp.cos) else sp.S.Zero
    if isinstance(wave, sp.cos) and sp.expand(low + high) == 0:
        low = sp.S.Zero  # an interval around 0
    for fixed, free in ((low, high), (high, low)):
        if not symbols(fixed) and symbols(free):
            arch = sp.floor(fixed / sp.pi + shift)
            yield sp.Gt(free, (arch - shift) * sp.pi)
            yield sp.Lt(free, (arch - shift + 1) * sp.pi)
            return
    yield sp.Gt(wave.func(low) * wave.func(high), 0)
    yield sp.Lt(sp.Abs(sp.expand(high - low)), sp.pi)


def _common_phase(g: Any, x: Any) -> Any:
    """Return the linear argument of all sines and cosines in p sin u + q cos u, or None where g is no such sum."""
    cores = [term.as_independent(x, as_Add=False)[1] for term in sp.Add.make_args(g)]
    phases = {core.args[0] for core in cores if isinstance(core, sp.sin | sp.cos)}
    if len(phases) != 1 or not all(isinstance(core, sp.sin | sp.cos) for core in cores):
        return None
    (phase,) = phases
    return phase if linear(phase, x) is not None else None


def _beside_the_roots(g: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    """Yield: both limits lie on the same side of every real root, or a quadratic with letters has none."""
    poly = sp.Poly(g, x)
    if poly.domain.is_QQ or poly.domain.is_ZZ:
        for root in dict.fromkeys(sp.real_roots(poly)):
            yield sp.Gt((a - root) * (b - root), 0)
    elif poly.degree() == 2:
        discriminant = sp.factor(poly.discriminant())
        factor, base = discriminant.as_independent(*symbols(discriminant), as_Add=False)
        if factor.is_negative and base.is_Pow and base.exp.is_even:
            yield sp.Ne(base.base, 0)
        else:
            yield sp.Lt(discriminant, 0)
    else:
        raise _Unknown


def _level_and_swing(g: Any, x: Any) -> tuple[Any, Any] | None:
    """Return p and |q| + … of p + q sin + …, whose zeros need |p| ≤ |q| + …."""
    level = swing = sp.S.Zero
    for term in sp.Add.make_args(g):
        factor, core = term.as_independent(x, as_Add=False)
        if core == 1:
            level += factor
        elif isinstance(core, sp.sin | sp.cos | sp.tanh | sp.erf):
            swing += sp.Abs(factor)
        else:
            return None
    return None if level == 0 else (level, swing)


def _has_no_zero(g: Any, x: Any) -> bool:
    """Tell whether a polynomial with rational coefficients has no real zero, or whether g surely has one sign."""
    if isinstance(g, sp.exp | sp.cosh) or _is_above_zero(g, x):
        return True
    if not g.is_polynomial(x):
        return False
    poly = sp.Poly(g, x)
    return bool(poly.domain.is_QQ or poly.domain.is_ZZ) and poly.count_roots() == 0


def _is_above_zero(g: Any, x: Any) -> bool:
    """Tell whether g is a positive number, plus positive multiples of exponentials, plus sines and cosines that cannot undo it."""
    least = sp.S.Zero
    for term in sp.Add.make_args(g):
        factor, core = term.as_independent(x, as_Add=False)
        if symbols(factor) or not factor.is_real:
            return False
        if core == 1:
            least += factor
        elif isinstance(core, sp.sin | sp.cos):
            least -= abs(factor)
        elif not (isinstance(core, sp.exp | sp.cosh) and factor.is_positive):
            return False
    return bool(least.is_positive)


def _positive(g: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    if _is_above_zero(g, x):
        return
    if not g.is_polynomial(x):
        raise _Unknown
    shape = sp.Poly(g, x)
    if shape.degree() == 1 or (shape.degree() == 2 and shape.LC().is_negative):
        for end in (a, b):
            yield sp.Gt(g.xreplace({x: end}), 0)
        return
    yield from _without_zero(g, x, a, b)
    if not (_has_no_zero(g, x) and g.xreplace({x: sp.S.Zero}).is_positive):
        yield sp.Gt(g.xreplace({x: a}), 0)


def _nonnegative(g: Any, x: Any, a: Any, b: Any) -> Iterator[Any]:
    if g.is_polynomial(x) and _has_no_zero(g, x) and g.xreplace({x: sp.S.Zero}).is_positive:
        return
    if isinstance(g, sp.exp | sp.cosh | sp.Abs):
        return
    # a root of a concave quadratic is defined between the zeros, so at both limits is enough
    shape = sp.Poly(g, x) if g.is_polynomial(x) else None
    if shape is None or shape.degree() > 2 or (shape.degree() == 2 and not shape.LC().is_negative):
        raise _Unknown
    for end in (a, b):
        yield sp.Ge(g.xreplace({x: end}), 0)


_SMOOTH = {
    sp.exp, sp.sin, sp.cos, sp.atan, sp.asinh, sp.sinh, sp.cosh, sp.tanh, sp.sech, sp.erf, sp.erfi, sp.Abs, sp.Max, sp.Min,
}  # fmt: skip
_LIMITED: dict[Any, Callable[..., Iterator[tuple[Any, Any]]]] = {
    sp.log: lambda u: iter(((_without_zero if isinstance(u, sp.Abs) else _positive, u),)),
    sp.asin: lambda u: iter(((_nonnegative, 1 - u**2),)),
    sp.acos: lambda u: iter(((_nonnegative, 1 - u**2),)),
    sp.coth: lambda u: iter(((_without_zero, u),)),
    sp.csch: lambda u: iter(((_without_zero, u),)),
    **dict.fromkeys((sp.tan, sp.sec), lambda u: iter(((_without_zero, sp.cos(u)),))),
    **dict.fromkeys((sp.cot, sp.csc), lambda u: iter(((_without_zero, sp.sin(u)),))),
}
