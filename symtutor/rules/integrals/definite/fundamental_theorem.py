"""The fundamental theorem: substitution with its limits, continuous antiderivatives, improper ends as limits."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import slope
from symtutor.algorithms.integrands.substitution import candidates, in_terms_of
from symtutor.algorithms.places.breaks import breaks, is_number, is_ordered, zeros
from symtutor.algorithms.structure import depends, separated, symbols
from symtutor.context import Context
from symtutor.goals.core import DefiniteIntegral, I, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.definite.conditions import assumed_signs, one_interval, solved, up_to_an_end
from symtutor.rules.integrals.table.entries import between, letter_and_differential
from symtutor.rules.notation import absolute, at
from symtutor.term import ZERO, apply_head, quote

__all__ = ["FUNDAMENTAL_THEOREM"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"

rule = partial(Rule, goal=DefiniteIntegral, cost=1, source=f"{_STEWART}, sec. 7.8")
_BOTH, _FROM_LEFT, _FROM_RIGHT = sp.Symbol("+-"), sp.Symbol("-"), sp.Symbol("+")


def _diverging_power(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == 0 and f.base == x and is_number(f.exp) and is_ordered(a, b) and b.is_finite and sp.N(f.exp) <= -1:
        yield {"x": x, "n": f.exp, "b": b}


def _power_from_zero(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == 0 and f.base == x and symbols(f.exp) and x not in symbols(f.exp) and is_number(b) and b.is_positive and b.is_finite:
        yield {"x": x, "n": f.exp, "b": b}


def _power_to_infinity(goal: DefiniteIntegral, _context: object) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if b is sp.oo and f.base == x and symbols(f.exp) and x not in symbols(f.exp) and is_number(a) and a.is_positive:
        yield {"x": x, "n": f.exp, "a": a}


def _with_limits(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    """Find substitutions whose inner function is smooth and monotone from a to b."""
    f, x, a, b = goal.args
    if not is_ordered(a, b) or not (a.is_finite and b.is_finite) or breaks(f, x, a, b):
        return  # improper integrals are limits first
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
        if low.is_finite and high.is_finite and breaks(outer, u, *((low, high) if is_ordered(low, high) else (high, low))) == ():
            yield {"f": f, "outer": outer, "c": c, "u": u, "inner": inner, "x": x, "a": a, "b": b, "low": low, "high": high}


def _antiderivative(goal: DefiniteIntegral, context: Context) -> Any:
    """Return (F, points where it or its derivative breaks from a to b), or None."""
    f, x, a, b = goal.args
    found = context.value(I(f, x))
    if found is None or found.has(sp.Integral):
        return None
    low, high = (a, b) if is_ordered(a, b) else (b, a)
    if not all(_is_real_between(part, x, low) for expr in (f, found) for part in expr.atoms(sp.Pow)):
        return None
    points = breaks(found, x, low, high)
    # the zeros of a denominator may be out of reach; then the continuity of F decides
    return None if points is None else (found, {*points, *(breaks(f, x, low, high) or ())})


def _is_real_between(power: sp.Expr, x: sp.Symbol, low: sp.Expr) -> bool:
    """Tell whether a power whose exponent holds a letter is one of a base that is not negative above the lower limit."""
    base, exponent = power.args
    if not symbols(exponent) or not depends(base, x) or isinstance(base, sp.exp | sp.Abs):
        return True
    return bool(base == x and low.is_nonnegative)


def _continuous(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    """Find an antiderivative that is continuous from a to b, both finite."""
    f, x, a, b = goal.args
    if a == b or not (a.is_finite is not False and b.is_finite is not False):
        return
    found = _antiderivative(goal, context) if is_number(a) and is_number(b) else None
    if found is not None:
        if not found[1] and _is_finite_at(found[0], x, a, b):
            yield {"f": f, "x": x, "a": a, "b": b, "conditions": ()}
    elif symbols(f) != {x} or not (is_number(a) and is_number(b)):
        conditions = one_interval(f, x, a, b)
        if conditions is not None and context.value(I(f, x)) is not None:
            yield {"f": f, "x": x, "a": a, "b": b, "conditions": conditions}


def _is_finite_at(expr: sp.Expr, x: sp.Symbol, *ends: sp.Expr) -> bool:
    return not any(expr.xreplace({x: end}).has(sp.nan, sp.zoo, sp.oo) for end in ends)


def _improper(wanted: tuple[bool, bool]) -> Callable[[Any, Any], Iterator[Bindings]]:
    """Return a finder of integrals whose lower, upper or both ends are singular or infinite."""

    def when(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
        f, x, a, b = goal.args
        if not is_ordered(a, b):
            yield from _from_a_letter(goal, context, wanted)
            return
        found = _antiderivative(goal, context)
        if found is None:
            return
        antiderivative, points = found
        if any(sp.N(p - a) > 0 and sp.N(b - p) > 0 for p in points):
            return
        is_open = tuple(
            not end.is_finite or any(sp.N(p - end, 20) == 0 for p in points) or not _is_finite_at(antiderivative, x, end) for end in (a, b)
        )
        if is_open == wanted:
            end, side = (b, _FROM_LEFT) if wanted[1] else (a, _FROM_RIGHT)
            letter = context.letter(f, x, a, b, choices="tsuvw")
            signs = () if end.is_finite else assumed_signs(antiderivative, x)
            if signs is not None:
                yield {"f": f, "x": x, "a": a, "b": b, "t": letter, "side": side if end.is_finite else _BOTH, "signs": signs}

    return when


def _from_a_letter(goal: DefiniteIntegral, context: Any, wanted: tuple[bool, bool]) -> Iterator[Bindings]:
    """Find integrals between a limit that holds letters and one, the wanted one, where they are improper."""
    f, x, a, b = goal.args
    if wanted == (True, True):
        return
    end, letter, side = (b, a, -1) if wanted[1] else (a, b, 1)
    if not is_number(end) or is_number(letter) or end is (sp.oo if side > 0 else -sp.oo):
        return
    antiderivative = context.value(I(f, x))
    if antiderivative is None or antiderivative.has(sp.Integral):
        return
    if end.is_finite and _is_finite_at(f, x, end) and _is_finite_at(antiderivative, x, end):
        return
    conditions = up_to_an_end(f, x, letter, end, side)
    signs = () if end.is_finite else assumed_signs(antiderivative, x)
    if conditions is not None and signs is not None:
        way = _BOTH if not end.is_finite else _FROM_LEFT if side < 0 else _FROM_RIGHT
        t = context.letter(f, x, a, b, choices="tsuvw")
        yield {"f": f, "x": x, "a": a, "b": b, "t": t, "side": way, "signs": tuple(dict.fromkeys((*conditions, *signs)))}


def _both_ends(goal: DefiniteIntegral, context: Context) -> Iterator[Bindings]:
    """Find integrals that are improper at both ends, and a point between to split them at."""
    for bindings in _improper((True, True))(goal, context):
        a, b = bindings["a"], bindings["b"]
        middle = (a + b) / 2 if a.is_finite and b.is_finite else a + 1 if a.is_finite else b - 1 if b.is_finite else sp.S.Zero
        yield {"f": bindings["f"], "x": bindings["x"], "a": a, "c": middle, "b": b}


DIVERGING_POWER = rule(
    id="int.diverging_power",
    name="power test",
    heads=(sp.Pow,),
    when=_diverging_power,
    left=lambda x, n, b: DefiniteIntegral(x**n, x, 0, b),
    right=lambda: quote(sp.oo),
    words="Near 0 the power {x}^p with p ≤ −1 is too large: the integral from 0 diverges.",
    mistakes=(Mistake("power-rule", lambda n, b: b ** (n + 1) / (n + 1), "The antiderivative has no finite limit at 0."),),
)
POWER_FROM_ZERO = rule(
    id="int.power_from_zero",
    name="power test",
    heads=(sp.Pow,),
    when=_power_from_zero,
    left=lambda x, n, b: DefiniteIntegral(x**n, x, 0, b),
    right=lambda n, b: b ** (n + 1) / (n + 1),
    words="Near 0 the power {x}^p is integrable just where p > −1; then the antiderivative tends to 0 there.",
    holds=lambda n: (solved(sp.Gt(n, -1)),),
    commit=True,
    mistakes=(Mistake("no-power-added", lambda n, b: b**n / n, "The exponent rises by 1 before it divides."),),
)
POWER_TO_INFINITY = rule(
    id="int.power_to_infinity",
    name="power test",
    heads=(sp.Pow,),
    when=_power_to_infinity,
    left=lambda x, n, a: DefiniteIntegral(x**n, x, a, sp.oo),
    right=lambda n, a: a ** (n + 1) / (-(n + 1)),
    words="Towards ∞ the power {x}^p is integrable just where p < −1; then the antiderivative tends to 0 there.",
    holds=lambda n: (solved(sp.Lt(n, -1)),),
    commit=True,
    mistakes=(Mistake("sign", lambda n, a: a ** (n + 1) / (n + 1), "The value at the lower limit is subtracted."),),
)


def _letter_and_limits(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return u = g(x), du = g′(x) dx, and what the limits become."""
    x, a, b, u, low, high = (bindings[key] for key in ("x", "a", "b", "u", "low", "high"))
    ends = tuple(apply_head(sp.Eq, *pair) for pair in ((x, a), (u, low), (x, b), (u, high)))
    return {**letter_and_differential(bindings), "{} gives {}, {} gives {}": ends}


SUBSTITUTE_LIMITS = rule(
    id="int.definite_substitution",
    name="substitution, limits change",
    heads=(sp.Mul, sp.Pow, sp.Function),
    when=_with_limits,
    left=lambda f, outer, c, u, inner, x, a, b, low, high: DefiniteIntegral(f, x, a, b),
    right=lambda outer, c, u, low, high: c * DefiniteIntegral(outer, u, low, high),
    words="Call the inside {u} = {inner}: for {x} = {a} it is {low}, for {x} = {b} it is {high}, and these are the new limits.",
    why="The derivative of the inside {inner} stands beside it, up to a constant: substitute, and the limits change too.",
    shows=_letter_and_limits,
    cost=3,
    mistakes=(
        Mistake(
            "limits-kept",
            lambda outer, c, u, a, b: c * DefiniteIntegral(outer, u, a, b),
            "The limits are values of the old variable: with the new letter they change, too.",
        ),
        Mistake("du-factor-lost", lambda outer, u, low, high: DefiniteIntegral(outer, u, low, high), "The factor from du is missing."),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
FUNDAMENTAL = rule(
    id="int.fundamental_theorem",
    name="fundamental theorem of calculus",
    when=_continuous,
    left=lambda f, x, a, b, conditions: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b: between(I(f, x), x, a, b),
    words="The antiderivative is continuous from {a} to {b}: its value at the upper limit minus its value at the lower one.",
    why="Find an antiderivative, then put the limits in.",
    holds=lambda conditions: conditions,
    mistakes=(
        Mistake("order", lambda f, x, a, b: between(I(f, x), x, b, a), "Upper limit minus lower limit, not the other way round."),
        Mistake("sum", lambda f, x, a, b: at(I(f, x), x, b) + at(I(f, x), x, a), "The value at the lower limit is subtracted."),
        Mistake("lower-forgotten", lambda f, x, b: at(I(f, x), x, b), "The value at the lower limit is subtracted, and it need not be 0."),
        Mistake("not-integrated", lambda f, x, a, b: between(f, x, a, b), "Take the antiderivative before the limits are put in."),
        Mistake(
            "constant-kept",
            lambda f, x, a, b: between(I(f, x), x, a, b) + quote(sp.Symbol("C")),
            "The constant of integration cancels between the two limits: a definite integral is a number without + C.",
        ),
        Mistake(
            "area",
            lambda f, x, a, b: DefiniteIntegral(absolute(f), x, a, b),
            "That is the area between the graph and the axis; in the integral what lies below the axis counts negative.",
        ),
    ),
    source=f"{_STEWART}, sec. 5.3",
)
IMPROPER_HIGH = rule(
    id="int.improper_high",
    name="improper at the upper limit",
    when=_improper((False, True)),
    left=lambda f, x, a, b, t, side, signs: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, t, side: Limit(between(I(f, x), x, a, t), t, b, side),
    holds=lambda signs: signs,
    words="At the upper limit the integral is improper: integrate up to {t} and let {t} tend to {b}.",
    why="The integral is improper at its upper limit: integrate up to {t}, then let {t} tend to {b}.",
    mistakes=(Mistake("end-dropped", lambda f, x, a: -at(I(f, x), x, a), "The limit at the upper end is not simply 0."),),
)
IMPROPER_LOW = rule(
    id="int.improper_low",
    name="improper at the lower limit",
    when=_improper((True, False)),
    left=lambda f, x, a, b, t, side, signs: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, t, side: Limit(between(I(f, x), x, t, b), t, a, side),
    holds=lambda signs: signs,
    words="At the lower limit the integral is improper: integrate from {t} on and let {t} tend to {a}.",
    why="The integral is improper at its lower limit: integrate from {t} on, then let {t} tend to {a}.",
    mistakes=(Mistake("end-dropped", lambda f, x, b: at(I(f, x), x, b), "The limit at the lower end is not simply 0."),),
)
IMPROPER_BOTH = rule(
    id="int.improper_both",
    name="improper at both limits",
    when=_both_ends,
    left=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, c) + DefiniteIntegral(f, x, c, b),
    words="At both limits the integral is improper: split it at {c}; each part must converge on its own.",
    why="The integral is improper at both limits: split it; each part must converge.",
    mistakes=(
        Mistake(
            "symmetric-limit",
            lambda: ZERO,
            "The two parts must converge each on its own: a symmetric limit can hide that the integral diverges.",
        ),
    ),
)
FUNDAMENTAL_THEOREM = (
    DIVERGING_POWER,
    POWER_FROM_ZERO,
    POWER_TO_INFINITY,
    SUBSTITUTE_LIMITS,
    FUNDAMENTAL,
    IMPROPER_HIGH,
    IMPROPER_LOW,
    IMPROPER_BOTH,
)
