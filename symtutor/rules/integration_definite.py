"""Definite integrals: what breaks first, then substitution with its limits, symmetry, and the fundamental theorem."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.breaks import breaks, sign_changes, zeros
from symtutor.algorithms.sampling import is_real_inside, points_between
from symtutor.algorithms.slopes import slope
from symtutor.algorithms.structure import coefficients, nodes, separated, symbols
from symtutor.algorithms.substitution import candidates, in_terms_of
from symtutor.goals import DefiniteIntegral, I, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import ZERO, Between, Term, apply_head, quote, total

__all__ = ["DEFINITE_INTEGRALS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_FROM_LEFT, _FROM_RIGHT = sp.Symbol("-"), sp.Symbol("+")


def _between(antiderivative: Any, x: Any, a: Any, b: Any) -> Term:
    return apply_head(Between, antiderivative, x, a, b)


def _left(f: Any, x: Any, a: Any, b: Any) -> Term:
    return DefiniteIntegral(f, x, a, b)


def _is_number(end: Any) -> bool:
    return not symbols(end)


def _is_ordered(a: Any, b: Any) -> bool:
    """Tell whether both ends are numbers and a < b."""
    return _is_number(a) and _is_number(b) and bool(sp.N(b - a, 20) > 0)


def _empty(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == b:
        yield {"f": f, "x": x, "a": a}


def _swapped(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if _is_number(a) and _is_number(b) and not _is_ordered(a, b) and a != b:
        yield {"f": f, "x": x, "a": a, "b": b}


def _not_real(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if _is_ordered(a, b) and is_real_inside(f, x, a, b) is False:
        yield {"f": f, "x": x, "a": a, "b": b}


def _pieces(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    """Split where |·|, sign, Max, Min or Piecewise switch; inside each part they are plain."""
    f, x, a, b = goal.args
    if not _is_ordered(a, b) or not any(isinstance(n, sp.Abs | sp.sign | sp.Max | sp.Min | sp.Piecewise) for n in nodes(f, x)):
        return
    points = sign_changes(f, x, a, b)
    if points is None:
        return
    ends = [a, *(p for p in points if sp.N(p - a) > 0 and sp.N(b - p) > 0), b]
    parts = tuple(_plain(f, x, points_between(low, high)[2]) for low, high in pairwise(ends))
    yield {"f": f, "x": x, "ends": tuple(ends), "parts": parts}


def _continuous_pieces(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Split as `_pieces` does, when each part has an antiderivative that is continuous on it."""
    for bindings in _pieces(goal, context):
        x, ends = bindings["x"], bindings["ends"]
        if all(e.is_finite for e in ends) and all(
            (found := context.value(I(part, x))) is not None and breaks(found, x, low, high) == ()
            for part, (low, high) in zip(bindings["parts"], pairwise(ends), strict=True)
        ):
            yield bindings


def _diverging_power(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == 0 and f.base == x and _is_number(f.exp) and _is_ordered(a, b) and b.is_finite and sp.N(f.exp) <= -1:
        yield {"x": x, "n": f.exp, "b": b}


def _plain(f: Any, x: Any, point: Any) -> Any:
    """Return an integrand as it is around a point: without |·|, sign, Max, Min, Piecewise."""
    table: dict[Any, Any] = {}
    node: Any
    for node in sorted(nodes(f, x), key=lambda n: n.count_ops()):
        if isinstance(node, sp.Abs):
            inside = node.args[0]
            table[node] = inside if sp.N(inside.xreplace({x: point})) > 0 else -inside
        elif isinstance(node, sp.sign):
            table[node] = sp.sign(sp.N(node.args[0].xreplace({x: point})))
        elif isinstance(node, sp.Max | sp.Min):
            pick = max if isinstance(node, sp.Max) else min
            table[node] = pick(node.args, key=lambda a: sp.N(a.xreplace({x: point})))
        elif isinstance(node, sp.Piecewise):
            table[node] = next((e for e, c in node.args if c.xreplace({x: point}) == sp.true), sp.nan)
    return f.xreplace(table)


def _inner_breaks(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Split at the first place inside where the antiderivative breaks."""
    f, x, a, b = goal.args
    if not _is_ordered(a, b):
        return
    antiderivative = context.value(I(f, x))
    points = None if antiderivative is None else breaks(antiderivative, x, a, b)
    if points is None:
        points = breaks(f, x, a, b)
    inside = [p for p in points or () if sp.N(p - a) > 0 and sp.N(b - p) > 0]
    if inside:
        yield {"f": f, "x": x, "a": a, "c": inside[0], "b": b}


def _odd(goal: DefiniteIntegral, _context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    if a == -b and _is_ordered(a, b) and b.is_finite and sp.expand(f.xreplace({x: -x}) + f) == 0 and breaks(f, x, a, b) == ():
        yield {"f": f, "x": x, "a": b}


def _disc(goal: DefiniteIntegral, _context: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Yield (centre, radius) of an integrand √(r² − (x − c)²)."""
    f, x, *_ = goal.args
    found = coefficients(f.base, x) if isinstance(f, sp.Pow) and f.exp == sp.S.Half else None
    if found is not None and len(found) == 3 and found[2] == -1 and not symbols(found[0]) and not symbols(found[1]):
        centre = found[1] / 2
        square = sp.expand(found[0] + centre**2)
        if square.is_positive:
            yield centre, sp.sqrt(square), x


def _half_disc(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    for centre, radius, _ in _disc(goal, context):
        if sp.expand(a - centre + radius) == 0 and sp.expand(b - centre - radius) == 0:
            yield {"f": f, "x": x, "a": a, "b": b, "r": radius}


def _quarter_disc(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    f, x, a, b = goal.args
    for centre, radius, _ in _disc(goal, context):
        ends = (sp.expand(a - centre), sp.expand(b - centre))
        if ends in {(sp.S.Zero, radius), (-radius, sp.S.Zero)}:
            yield {"f": f, "x": x, "a": a, "b": b, "r": radius}


def _with_limits(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Find substitutions whose inner function is smooth and monotone from a to b."""
    f, x, a, b = goal.args
    if not _is_ordered(a, b) or not (a.is_finite and b.is_finite):
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
    low, high = (a, b) if _is_ordered(a, b) else (b, a)
    points = breaks(found, x, low, high)
    return None if points is None else (found, points)


def _continuous(goal: DefiniteIntegral, context: Any) -> Iterator[Bindings]:
    """Find an antiderivative that is continuous from a to b, both finite."""
    f, x, a, b = goal.args
    if _is_number(a) and _is_number(b):
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
        if not _is_ordered(a, b):
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


EMPTY = Rule(
    id="int.definite_empty",
    name="equal limits",
    goal=DefiniteIntegral,
    when=_empty,
    left=lambda f, x, a: DefiniteIntegral(f, x, a, a),
    right=lambda f, x, a: ZERO,
    words="From a point to itself there is nothing to add up.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 5.2",
)
NOT_REAL = Rule(
    id="int.definite_not_real",
    name="not real there",
    goal=DefiniteIntegral,
    when=_not_real,
    left=_left,
    right=lambda f, x, a, b: quote(sp.nan),
    words="Between {a} and {b} the integrand {f} is not real everywhere: there is no such integral.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 5.2",
)
PIECES = Rule(
    id="int.definite_pieces",
    name="split where the integrand changes its form",
    goal=DefiniteIntegral,
    when=_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda f, x, ends, parts: total([DefiniteIntegral(p, x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the expression between the bars changes its sign; on each part the integrand is plain.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x, ends, parts: DefiniteIntegral(parts[0], x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
            "Abs(x)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
PIECES_IN_ONE = Rule(
    id="int.definite_pieces_in_one",
    name="split where the integrand changes its form",
    goal=DefiniteIntegral,
    when=_continuous_pieces,
    left=lambda f, x, ends, parts: DefiniteIntegral(f, x, ends[0], ends[-1]),
    right=lambda f, x, ends, parts: total([_between(I(p, x), x, ends[i], ends[i + 1]) for i, p in enumerate(parts)]),
    words="Split the interval where the expression between the bars changes its sign; on each part the integrand is plain, and the "
    "fundamental theorem applies.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x, ends, parts: _between(I(parts[0], x), x, ends[0], ends[-1]),
            "The expression changes its sign inside: the bars cannot simply be dropped.",
            "Abs(x)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
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
    mistakes=(
        Mistake("power-rule", lambda x, n, b: b ** (n + 1) / (n + 1), "The antiderivative has no finite limit at 0.", "1/x**2"),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
SPLIT = Rule(
    id="int.definite_split",
    name="split at the singular point",
    goal=DefiniteIntegral,
    when=_inner_breaks,
    left=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, c, b: DefiniteIntegral(f, x, a, c) + DefiniteIntegral(f, x, c, b),
    words="At {x} = {c}, inside the interval, there is a singular point: both parts must converge on their own.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "pole-ignored",
            lambda f, x, a, c, b: _between(I(f, x), x, a, b),
            "The fundamental theorem needs a continuous antiderivative: there is a singular point inside the interval.",
            "1/x**2",
        ),
    ),
    source=f"{_STEWART}, sec. 7.8",
)
ODD = Rule(
    id="int.definite_odd",
    name="odd integrand",
    goal=DefiniteIntegral,
    when=_odd,
    left=lambda f, x, a: DefiniteIntegral(f, x, -a, a),
    right=lambda f, x, a: ZERO,
    words="The integrand is odd and the interval symmetric: the two halves cancel.",
    cost=1,
    mistakes=(
        Mistake(
            "doubled",
            lambda f, x, a: 2 * DefiniteIntegral(f, x, 0, a),
            "Doubling one half is for even integrands: here the halves cancel.",
            "x**3",
        ),
    ),
    source=f"{_STEWART}, sec. 5.5",
)
HALF_DISC = Rule(
    id="int.half_disc",
    name="area of a half-disc",
    goal=DefiniteIntegral,
    heads=(sp.Pow,),
    when=_half_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, r: quote(sp.pi) * r**2 / 2,
    words="The graph is the upper half of a circle of radius {r}: the integral is the area of the half-disc.",
    cost=1,
    mistakes=(
        Mistake(
            "whole-disc",
            lambda f, x, a, b, r: quote(sp.pi) * r**2,
            "Only the upper half lies between the graph and the axis.",
            "sqrt(4 - x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)
QUARTER_DISC = Rule(
    id="int.quarter_disc",
    name="area of a quarter-disc",
    goal=DefiniteIntegral,
    heads=(sp.Pow,),
    when=_quarter_disc,
    left=lambda f, x, a, b, r: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, r: quote(sp.pi) * r**2 / 4,
    words="The graph is a quarter of a circle of radius {r}: the integral is the area of the quarter-disc.",
    cost=1,
    mistakes=(
        Mistake(
            "half-disc",
            lambda f, x, a, b, r: quote(sp.pi) * r**2 / 2,
            "From the centre to the edge it is a quarter, not half, of the disc.",
            "sqrt(4 - x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
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
    left=_left,
    right=lambda f, x, a, b: _between(I(f, x), x, a, b),
    words="The antiderivative is continuous from {a} to {b}: its value at the upper limit minus its value at the lower one.",
    cost=1,
    mistakes=(
        Mistake("order", lambda f, x, a, b: _between(I(f, x), x, b, a), "Upper limit minus lower limit, not the other way round.", "x**2"),
        Mistake("sum", lambda f, x, a, b: at(I(f, x), x, b) + at(I(f, x), x, a), "The value at the lower limit is subtracted.", "exp(x)"),
        Mistake(
            "lower-forgotten",
            lambda f, x, a, b: at(I(f, x), x, b),
            "The value at the lower limit is subtracted, and it need not be 0.",
            "exp(x)",
        ),
        Mistake("not-integrated", lambda f, x, a, b: _between(f, x, a, b), "Take the antiderivative before the limits are put in.", "x**2"),
    ),
    source=f"{_STEWART}, sec. 5.3",
)
IMPROPER_HIGH = Rule(
    id="int.improper_high",
    name="improper at the upper limit",
    goal=DefiniteIntegral,
    when=_improper((False, True)),
    left=lambda f, x, a, b, t: DefiniteIntegral(f, x, a, b),
    right=lambda f, x, a, b, t: Limit(_between(I(f, x), x, a, t), t, b, _FROM_LEFT),
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
    right=lambda f, x, a, b, t: Limit(_between(I(f, x), x, t, b), t, a, _FROM_RIGHT),
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
SWAPPED = Rule(
    id="int.definite_swapped",
    name="limits exchanged",
    goal=DefiniteIntegral,
    when=_swapped,
    left=_left,
    right=lambda f, x, a, b: -DefiniteIntegral(f, x, b, a),
    words="Exchanging the limits turns the sign.",
    cost=1,
    mistakes=(Mistake("sign", lambda f, x, a, b: DefiniteIntegral(f, x, b, a), "Exchanging the limits turns the sign.", "x**2"),),
    source=f"{_STEWART}, sec. 5.2",
)

DEFINITE_INTEGRALS = (
    EMPTY,
    NOT_REAL,
    PIECES_IN_ONE,
    PIECES,
    DIVERGING_POWER,
    ODD,
    HALF_DISC,
    QUARTER_DISC,
    SPLIT,
    SUBSTITUTE_LIMITS,
    FUNDAMENTAL,
    IMPROPER_HIGH,
    IMPROPER_LOW,
    IMPROPER_BOTH,
    SWAPPED,
)
