"""The fundamental theorem: substitution with its limits, continuous antiderivatives, improper ends as limits."""

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.breaks import breaks, is_number, is_ordered, zeros
from symtutor.algorithms.slopes import slope
from symtutor.algorithms.structure import separated
from symtutor.algorithms.substitution import candidates, in_terms_of
from symtutor.goals import DefiniteIntegral, I, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integration_entries import between, definite
from symtutor.rules.notation import at
from symtutor.term import ZERO, quote

__all__ = ["FUNDAMENTAL_THEOREM"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_FROM_LEFT, _FROM_RIGHT = sp.Symbol("-"), sp.Symbol("+")


def _diverging_power(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == 0 and f.base == x and is_number(f.exp) and is_ordered(a, b) and b.is_finite and sp.N(f.exp) <= -1:
        yield {"x": x, "n": f.exp, "b": b}


def _with_limits(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Find substitutions whose inner function is smooth and monotone from a to b."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or not (a.is_finite and b.is_finite):
        return
    u = context.letter(f, x, a, b)
    for inner in candidates(f, x):
        found = in_terms_of(f, inner, x, u)
        if found is None or found.xreplace({u: x}) == f or breaks(inner, x, a, b) != ():
            continue
        turning = zeros(slope(inner, x), x, a, b)
        if turning is None or any(sp.N(p - a) > 0 and sp.N(b - p) > 0 for p in turning):
            continue
        c, outer = separated(found, u)
        low, high = (inner.xreplace({x: end}) for end in (a, b))
        if low.is_finite and high.is_finite:
            yield {"f": f, "outer": outer, "c": c, "u": u, "inner": inner, "x": x, "a": a, "b": b, "low": low, "high": high}


def _antiderivative(goal: DefiniteIntegral, context: Any) -> Any:
    """Return (F, points where it breaks from a to b), or None."""
    f, x, a, b = goal.args
    found = context.value(I(f, x))
    if found is None or found.has(sp.Integral):
        return None
    low, high = (a, b) if is_ordered(a, b) else (b, a)
    points = breaks(found, x, low, high)
    return None if points is None else (found, points)


def _continuous(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Find an antiderivative that is continuous from a to b, both finite."""
    f, x, a, b = goal.args
    if is_number(a) and is_number(b):
        if not (a.is_finite and b.is_finite) or a == b:
            return
        found = _antiderivative(goal, context)
        if found is None or found[1]:
            return
        if any(found[0].xreplace({x: end}).has(sp.nan, sp.zoo, sp.oo) for end in (a, b)):
            return
    elif context.value(I(f, x)) is None or sp.oo in {a, b} or -sp.oo in {a, b}:
        return
    yield {"f": f, "x": x, "a": a, "b": b}


def _improper(wanted: tuple[bool, bool]) -> Callable[[Any, Any], Iterator[Bindings]]:
    """Return a finder of integrals whose lower, upper or both ends are singular or infinite."""

    def when(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
        f, x, a, b = goal.args
        if not is_ordered(a, b):
            return
        found = _antiderivative(goal, context)
        if found is None:
            return
        antiderivative, points = found
        if any(sp.N(p - a) > 0 and sp.N(b - p) > 0 for p in points):
            return
        is_open = tuple(
            not end.is_finite or any(sp.N(p - end, 20) == 0 for p in points) or antiderivative.xreplace({x: end}).has(sp.nan, sp.zoo, sp.oo)
            for end in (a, b)
        )
        if is_open == wanted:
            yield {"f": f, "x": x, "a": a, "b": b, "t": context.letter(f, x, a, b, choices="tsuvw")}

    return when


def _both_ends(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Find integrals that are improper at both ends, and a point between to split them at."""
    for bindings in _improper((True, True))(goal, context):
        a, b = bindings["a"], bindings["b"]
        middle = (a + b) / 2 if a.is_finite and b.is_finite else a + 1 if a.is_finite else b - 1 if b.is_finite else sp.S.Zero
        yield {"f": bindings["f"], "x": bindings["x"], "a": a, "c": middle, "b": b}


DIVERGING_POWER = Rule(
    id="int.diverging_power",
    name="power test",
    goal=DefiniteIntegral,
    heads=(sp.Pow,),
    when=_diverging_power,
    left=lambda x, n, b: DefiniteIntegral(x**n, x, 0, b),
    right=lambda x, n, b: quote(sp.oo),
    words="Near 0 the power {x}^p with p ≤ −1 is too large: the integral from 0 diverges.",
    cost=1,
    mistakes=(Mistake("power-rule", lambda x, n, b: b ** (n + 1) / (n + 1), "The antiderivative has no finite limit at 0.", "1/x**2"),),
    source=f"{_STEWART}, sec. 7.8",
)
SUBSTITUTE_LIMITS = Rule(
    id="int.definite_substitution",
    name="substitution, limits change",
    goal=DefiniteIntegral,
    heads=(sp.Mul, sp.Pow, sp.Function),
    when=_with_limits,
    left=lambda f, outer, c, u, inner, x, a, b, low, high: DefiniteIntegral(f, x, a, b),
    right=lambda f, outer, c, u, inner, x, a, b, low, high: c * DefiniteIntegral(outer, u, low, high),
    words="Call the inside {u} = {inner}: for {x} = {a} it is {low}, for {x} = {b} it is {high}, and these are the new limits.",
    shows=lambda bindings, _values: {str(bindings["u"]): bindings["inner"]},
    cost=3,
    mistakes=(
        Mistake(
            "limits-kept",
            lambda f, outer, c, u, inner, x, a, b, low, high: c * DefiniteIntegral(outer, u, a, b),
            "The limits are values of the old variable: with the new letter they change, too.",
            "x*exp(x**2)",
        ),
        Mistake(
            "du-factor-lost",
            lambda f, outer, c, u, inner, x, a, b, low, high: DefiniteIntegral(outer, u, low, high),
            "The factor from du is missing.",
            "x*exp(x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
FUNDAMENTAL = Rule(
    id="int.fundamental_theorem",
    name="fundamental theorem of calculus",
    goal=DefiniteIntegral,
    when=_continuous,
    left=definite,
    right=lambda f, x, a, b: between(I(f, x), x, a, b),
    words="The antiderivative is continuous from {a} to {b}: its value at the upper limit minus its value at the lower one.",
    cost=1,
    mistakes=(
        Mistake("order", lambda f, x, a, b: between(I(f, x), x, b, a), "Upper limit minus lower limit, not the other way round.", "x**2"),
        Mistake("sum", lambda f, x, a, b: at(I(f, x), x, b) + at(I(f, x), x, a), "The value at the lower limit is subtracted.", "exp(x)"),
        Mistake(
            "lower-forgotten",
            lambda f, x, a, b: at(I(f, x), x, b),
            "The value at the lower limit is subtracted, and it need not be 0.",
            "exp(x)",
        ),
        Mistake("not-integrated", lambda f, x, a, b: between(f, x, a, b), "Take the antiderivative before the limits are put in.", "x**2"),
    ),
    source=f"{_STEWART}, sec. 5.3",
)
IMPROPER_HIGH = Rule(
    id="int.improper_high",
    name="improper at the upper limit",
    goal=DefiniteIntegral,
    when=_improper((False, True)),
    left=lambda f, x, a, b, t: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, t: Limit(between(I(f, x), x, a, t), t, b, _FROM_LEFT),
    words="At the upper limit the integral is improper: integrate up to {t} and let {t} tend to {b}.",
    cost=1,
    mistakes=(
        Mistake("end-dropped", lambda f, x, a, b, t: -at(I(f, x), x, a), "The limit at the upper end is not simply 0.", "1/(1 + x**2)"),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
IMPROPER_LOW = Rule(
    id="int.improper_low",
    name="improper at the lower limit",
    goal=DefiniteIntegral,
    when=_improper((True, False)),
    left=lambda f, x, a, b, t: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, t: Limit(between(I(f, x), x, t, b), t, a, _FROM_RIGHT),
    words="At the lower limit the integral is improper: integrate from {t} on and let {t} tend to {a}.",
    cost=1,
    mistakes=(Mistake("end-dropped", lambda f, x, a, b, t: at(I(f, x), x, b), "The limit at the lower end is not simply 0.", "1/sqrt(x)"),),
    source=f"{_STEWART}, sec. 7.8",
)
IMPROPER_BOTH = Rule(
    id="int.improper_both",
    name="improper at both limits",
    goal=DefiniteIntegral,
    when=_both_ends,
    left=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, c) + DefiniteIntegral(f, x, c, b),
    words="At both limits the integral is improper: split it at {c}; each part must converge on its own.",
    cost=1,
    mistakes=(
        Mistake(
            "symmetric-limit",
            lambda f, x, a, c, b: ZERO,
            "The two parts must converge each on its own: a symmetric limit can hide that the integral diverges.",
            "x",
        ),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
FUNDAMENTAL_THEOREM = (DIVERGING_POWER, SUBSTITUTE_LIMITS, FUNDAMENTAL, IMPROPER_HIGH, IMPROPER_LOW, IMPROPER_BOTH)
