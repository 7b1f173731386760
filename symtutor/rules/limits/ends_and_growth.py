"""Ends of the graphs of elementary functions, and orders of growth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import Leading, leading, limit_value
from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import (
    ABOVE,
    BELOW,
    BOTH,
    STEWART,
    assumed_for,
    bound_limit,
    continuous_value,
    limit_of,
    positive_parameters,
    sides_of,
)
from symtutor.term import Term, quote

__all__ = ["END_RULES", "GROWTH_RULES", "VANISHING_RULES"]

rule = partial(Rule, goal=Limit, commit=True)


# ---- ends of the domain --------------------------------------------------------------------------
def _end(goal: Limit, context: Context) -> Iterable[Bindings]:
    """Find an elementary function of the variable itself, at infinity or at an end of its domain."""
    f, x, to, direction = goal.args
    if f != x and (sum(a == x for a in f.args) != 1 or any(a != x and context.depends(a, x) for a in f.args)):
        return ()
    found = _power_at_end(f, to, direction) if isinstance(f, sp.Pow) and f.exp.free_symbols - {x} and f.base == x else None
    if found is None:
        found = limit_of(f, x, to, direction)
    return () if found is None or found is sp.nan else ({**bound_limit(goal), "value": found},)


def _power_at_end(f: Any, to: Any, direction: Any) -> Any:
    """Return the limit of x^p for a symbolic p, whose letters count as positive."""
    sign = sp.sign(f.exp.xreplace({s: sp.Symbol(s.name, positive=True) for s in f.exp.free_symbols}))
    if sign not in {1, -1} or not (to is sp.oo or (to == 0 and sides_of(to, direction) == (1,))):
        return None
    return sp.oo if (sign == 1) == (to is sp.oo) else sp.S.Zero


def _of_end(f: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> tuple[Any, ...]:
    """Return the conditions on which the end of a graph rests: those on the exponent of a symbolic power of the variable, or signs."""
    if isinstance(f, sp.Pow) and f.base == x and not f.exp.has(x) and f.exp.free_symbols:
        return positive_parameters(f.exp)
    return assumed_for(x, to, direction, f)


def _end_entry(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    heads: tuple[Any, ...],
    words: str,
    mistakes: tuple[tuple[str, Any, str], ...],
    is_wanted: Callable[[Any, Any], bool] = lambda _f, _x: True,
) -> Rule:
    """Return the rule for the ends of some elementary functions."""

    def when(goal: Limit, context: Context) -> Iterable[Bindings]:
        return _end(goal, context) if is_wanted(*goal.args[:2]) else ()

    def wrong(make: Any) -> Callable[..., Term]:
        return lambda f, value, x, a, direction: quote(make(value.args[0]))

    return rule(
        id=f"limit.end_{id}",
        name="end of the graph",
        heads=heads,
        when=when,
        left=lambda f, value, x, a, direction: Limit(f, x, a, direction),
        right=lambda value: value,
        words=words,
        holds=lambda f, x, a, direction: _of_end(f, x, a, direction),
        cost=0,
        mistakes=tuple(Mistake(key, wrong(make), text) for key, make, text in mistakes),
        source=f"{STEWART}, sec. 2.2 and 2.6",
    )


def _turned(value: Any) -> Any:
    return -value if value != 0 else sp.oo


def _zero(_value: object) -> sp.Expr:
    return sp.S.Zero


def _infinite(_value: object) -> sp.Basic:
    return sp.oo


_HYPERBOLIC = (
    sp.sinh,
    sp.cosh,
    sp.tanh,
    sp.coth,
    sp.sech,
    sp.csch,
    sp.asinh,
    sp.acosh,
    sp.atanh,
    sp.acoth,
    sp.asech,
    sp.acsch,
    sp.erf,
    sp.erfc,
)
_TRIGONOMETRIC = (sp.tan, sp.cot, sp.sec, sp.csc, sp.asec, sp.acsc, sp.asin, sp.acos)

END_RULES = (
    _end_entry(
        "power",
        (sp.Symbol, sp.Pow),
        "As {x} tends to {a}, {f} tends to {value}: a positive power grows with its base, a negative one shrinks.",
        (
            ("sign", _turned, "The sign or the direction is wrong: try a number close to the point, on the side that counts."),
            ("one", lambda _v: sp.S.One, "Only 1 stays 1."),
        ),
        is_wanted=lambda f, x: not isinstance(f, sp.Pow) or f.base == x,
    ),
    _end_entry(
        "constant_base",
        (sp.Pow,),
        "As {x} tends to {a}, {f} tends to {value}: powers of a number above 1 grow without bound with their exponent, "
        "and tend to 0 where it falls without bound; for a number below 1 it is the other way round.",
        (
            ("sign", _turned, "Look whether the base is larger than 1, and whether the exponent grows or falls."),
            ("one", lambda _v: sp.S.One, "b⁰ = 1 is the value at 0, not at the end."),
        ),
        is_wanted=lambda f, x: f.base != 0 and f.base.is_negative is not True,
    ),
    _end_entry(
        "exp",
        (sp.exp,),
        "The exponential function grows without bound to the right and tends to 0 to the left: here the limit is {value}.",
        (
            ("sign", _turned, "eˣ is never negative: it tends to 0 on the left, to ∞ on the right."),
            ("one", lambda _v: sp.S.One, "e⁰ = 1 is its value at 0, not at the end."),
        ),
    ),
    _end_entry(
        "log",
        (sp.log,),
        "The logarithm falls without bound at 0 and grows without bound to the right: here the limit is {value}.",
        (
            ("zero", _zero, "ln 1 = 0; at 0 the logarithm falls to −∞, at ∞ it grows."),
            ("sign", _turned, "The logarithm is negative near 0 and positive for large numbers."),
        ),
    ),
    _end_entry(
        "arctan",
        (sp.atan, sp.acot),
        "The graph of {f} has a horizontal asymptote here: the limit is {value}.",
        (("infinite", _infinite, "arctan has values between −π/2 and π/2 only."), ("sign", _turned, "arctan rises from −π/2 to π/2.")),
    ),
    _end_entry(
        "trigonometric",
        _TRIGONOMETRIC,
        "At the end of this branch of its graph {f} tends to {value}.",
        (
            ("zero", _zero, "Here the denominator vanishes, not the function."),
            ("sign", _turned, "Look at the sign on this side of the point."),
        ),
    ),
    _end_entry(
        "hyperbolic",
        _HYPERBOLIC,
        "At the end of its graph {f} tends to {value}.",
        (
            ("zero", _zero, "Write it with exponential functions: one of them dominates."),
            ("sign", _turned, "Look at the sign of the dominating exponential function."),
        ),
    ),
    _end_entry(
        "gamma",
        (sp.gamma, sp.loggamma, sp.factorial),
        "{f} grows without bound: the limit is {value}.",
        (
            ("zero", _zero, "A factorial grows with its argument."),
            ("one", lambda _v: sp.S.One, "0! = 1, but a factorial grows with its argument."),
        ),
    ),
)


# ---- negative powers at infinity --------------------------------------------------------------------
_U = sp.Symbol("1/x")


def _in_negative_powers(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return an expression with a letter in place of 1/x, or None where x stands elsewhere than in negative powers."""
    if not f.has(x):
        return f
    if isinstance(f, sp.Pow) and f.base == x and f.exp.is_Rational and f.exp < 0:
        return _U**-f.exp
    parts = [_in_negative_powers(a, x) if isinstance(a, sp.Expr) else None for a in f.args]
    return None if not parts or any(p is None for p in parts) else f.func(*parts)


def _vanishing(goal: Limit, _context: object) -> Iterator[Bindings]:
    """Find an expression that is continuous in 1/x at 0."""
    f, x, to, _direction = goal.args
    is_wanted = to.is_infinite and not (isinstance(f, sp.Pow) and f.base == x)
    inside = _in_negative_powers(f, x) if is_wanted else None
    found = None if inside is None else continuous_value(inside, _U, sp.S.Zero, ABOVE if to is sp.oo else BELOW)
    if found is not None and found.is_finite is not False:
        yield {**bound_limit(goal), "value": found}


VANISHING = rule(
    id="limit.vanishing_powers",
    name="negative powers tend to 0",
    when=_vanishing,
    left=lambda f, value, x, a, direction: Limit(f, x, a, direction),
    right=lambda value: value,
    words="As {x} tends to {a}, its negative powers tend to 0, and all around them is continuous: with 0 in their place {f} is {value}.",
    cost=0,
    mistakes=(
        Mistake("infinite", lambda: quote(sp.oo), "1 over a large number is small: the negative powers tend to 0, not to ∞."),
        Mistake("all-zero", lambda: quote(sp.S.Zero), "Only the negative powers tend to 0: the numbers beside them stay."),
    ),
    source=f"{STEWART}, sec. 2.6",
)


# ---- orders of growth ----------------------------------------------------------------------------
def _growth(goal: Limit, context: Context) -> Iterator[Bindings]:
    """Find a product of powers, logarithms, exponentials and factorials at infinity, whose strongest factor decides."""
    f, x, to, _direction = goal.args
    if to is not sp.oo:
        return
    parts = [a for a in sp.Mul.make_args(f) if context.depends(a, x)]
    if len(parts) < 2 or not all(_is_pure(a, x) for a in parts):
        return
    symbolic = [a for a in parts if isinstance(a, sp.Pow) and a.base == x and a.exp.free_symbols - {x}]
    strongest, value = _strongest(parts, symbolic, x)
    if strongest is not None and value is not None:
        yield {**bound_limit(goal), "by": strongest, "value": value}


def _is_pure(factor: sp.Expr, x: sp.Symbol) -> bool:
    base = factor.base if isinstance(factor, sp.Pow) and not factor.exp.has(x) else factor
    if isinstance(base, sp.Pow):
        return not base.base.has(x) or base.base == x
    return base == x or isinstance(base, sp.log | sp.exp | sp.factorial | sp.gamma)


def _strongest(parts: list[sp.Expr], symbolic: list[Any], x: sp.Symbol) -> tuple[sp.Expr | None, sp.Expr | None]:
    """Return the factor that decides, and the limit of the product."""
    sizes = {a: leading(a, x, sp.oo) for a in parts if a not in symbolic}
    if any(found is None for found in sizes.values()):
        return None, None
    rates = {a: found for a, found in sizes.items() if found is not None}
    rest = leading(sp.Mul(*rates), x, sp.oo) if rates else None
    if symbolic and (rest is None or not rest.monomial.growth):
        if any(found.monomial.power for found in rates.values()) or len(symbolic) > 1:
            return None, None
        return symbolic[0], _power_at_end(symbolic[0], sp.oo, BOTH)
    if rest is None or rest.against() in {None, 0}:
        return None, None
    by = next(iter(rates))
    for factor in rates:
        larger, known = _grown(factor, x), _grown(by, x)
        by = factor if larger is not None and known is not None and larger.against(known) == 1 else by
    return by, limit_value(sp.Mul(*rates), x, sp.oo)


def _grown(factor: sp.Expr, x: sp.Symbol) -> Leading | None:
    """Return the size of a factor or of its reciprocal, whichever is large."""
    found = leading(factor, x, sp.oo)
    return leading(1 / factor, x, sp.oo) if found is not None and found.against() == -1 else found


def _decides(factor: sp.Expr) -> str:
    """Return the phrase that says of the strongest factor what it is stronger than."""
    base = factor.as_base_exp()[0] if not isinstance(factor, sp.exp) else factor
    slower = {sp.exp: "exponentials beat powers", sp.Symbol: "powers beat logarithms", sp.factorial: "factorials beat exponentials"}
    return f"{{}} decides: {slower[type(base)]}" if type(base) in slower else "{} decides"


GROWTH = rule(
    id="limit.growth",
    name="order of growth",
    heads=(sp.Mul, sp.Pow),
    when=_growth,
    left=lambda f, by, value, x, a, direction: Limit(f, x, a, direction),
    right=lambda value: value,
    words="At infinity logarithms are slower than powers, powers slower than exponential functions, these slower than factorials: "
    "{by} decides, so the limit is {value}.",
    shows=lambda bindings, _values: {_decides(bindings["by"]): bindings["by"]},
    why="Logarithms, powers and exponentials grow at different orders: the faster one decides.",
    holds=lambda f, by, x, a, direction: (*_of_end(by, x, a, direction), *assumed_for(x, a, direction, f)),
    cost=1,
    mistakes=(
        Mistake(
            "other-way",
            lambda value: 1 / value if value.args[0] == 0 else quote(sp.S.Zero),
            "The order of growth was turned round: logarithms < powers < exponential functions < factorials.",
        ),
        Mistake("one", lambda: quote(sp.S.One), "∞/∞ is not 1: numerator and denominator grow at different rates."),
    ),
    source=f"{STEWART}, sec. 4.4",
)

GROWTH_RULES = (GROWTH,)
VANISHING_RULES = (VANISHING,)
