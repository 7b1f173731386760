"""Kinks, jumps and oscillation: absolute values, floors and pieces near a point; squeezing; two sequences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotic_series import Unknown, is_odd_root
from symtutor.algorithms.asymptotics import condition_near, limit_value, sign_near
from symtutor.algorithms.bounds import bounds_near
from symtutor.goals import AlongSequences, Limit, Squeezed
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits_forms import STEWART, bound_limit, limit_of, rewriting, same_value, sides_of
from symtutor.term import quote, sympified

__all__ = ["LOCAL_RULES", "OSCILLATION_RULES", "local_form"]


# ---- the form of an expression on one side of a point --------------------------------------------
def _absolute(expr: Any, sign: int | None) -> Any:
    return expr if sign is None else sign * expr.args[0]


def _signum(expr: Any, sign: int | None) -> Any:
    return expr if sign is None else sp.Integer(sign)


def _step(expr: Any, sign: int | None) -> Any:
    return expr if not sign else sp.Integer(sign > 0)


_BY_SIGN: dict[Any, Callable[[Any, int | None], Any]] = {sp.Abs: _absolute, sp.sign: _signum, sp.Heaviside: _step}


def _whole(expr: Any, x: Any, to: Any, side: int) -> Any:
    """Return the integer that a floor or ceiling is near the point."""
    if to.is_infinite:
        return expr
    inner = expr.args[0]
    found = limit_value(expr.func(inner) if isinstance(expr, sp.floor) else -sp.floor(-inner), x, to, side)
    return found if found is not None and found.is_Integer else expr


def _extreme(expr: Any, x: Any, to: Any, side: int) -> Any:
    """Return the largest or smallest argument near the point."""
    best = expr.args[0]
    for other in expr.args[1:]:
        sign = sign_near(other - best, x, to, side)
        if sign is None:
            return expr
        if sign == (1 if isinstance(expr, sp.Max) else -1):
            best = other
    return best


def _piece(expr: Any, x: Any, to: Any, side: int) -> Any:
    for piece, condition in expr.args:
        try:
            if condition_near(condition, x, to, side):
                return piece
        except Unknown:
            return expr
    return sp.nan


def local_form(expr: Any, x: Any, to: Any, side: int) -> Any:
    """Return an expression without the absolute values, floors and pieces that are one formula on this side of the point.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> local_form(sp.Abs(x) / x, x, sp.S.Zero, -1), local_form(sp.floor(x), x, sp.Integer(2), -1)
    (-1, 1)
    """
    if not expr.has(x) or expr == x:
        return expr
    if isinstance(expr, sp.Piecewise):
        found = _piece(expr, x, to, side)
        return expr if found == expr else local_form(found, x, to, side)
    expr = expr.func(*(local_form(a, x, to, side) for a in expr.args))
    if type(expr) in _BY_SIGN:
        return _BY_SIGN[type(expr)](expr, sign_near(expr.args[0], x, to, side))
    if isinstance(expr, sp.floor | sp.ceiling):
        return _whole(expr, x, to, side)
    if isinstance(expr, sp.Pow) and is_odd_root(expr.exp) and sign_near(expr.base, x, to, side) == -1:
        return sp.S.NegativeOne**expr.exp.p * (-expr.base) ** expr.exp
    return _extreme(expr, x, to, side) if isinstance(expr, sp.Max | sp.Min) else expr


_KINKS = (sp.Abs, sp.sign, sp.Heaviside, sp.floor, sp.ceiling, sp.Max, sp.Min, sp.Piecewise)


def _one_formula(goal: Limit, _context: Any) -> Iterator[tuple[Any, Any]]:
    """Find the formula that an expression with kinks is near the point, the same on all sides that count."""
    f, x, to, direction = goal.args
    roots = [p for p in f.atoms(sp.Pow) if p.has(x) and is_odd_root(p.exp)]
    if f.has(*_KINKS) or roots:
        forms = [local_form(f, x, to, s) for s in sides_of(to, direction)]
        if len(set(forms)) == 1:
            kinks = [e for e in sp.preorder_traversal(f) if (isinstance(e, _KINKS) and e.has(x)) or e in roots]
            yield forms[0], kinks[0] if kinks else f


LOCAL_FORM = rewriting(
    id="limit.local_form",
    name="one formula near the point",
    find=_one_formula,
    words="Close to {a}, on the side that counts, {by} is given by one formula: {f} is {g} there.",
    cost=0,
    source=f"{STEWART}, sec. 2.3",
    mistakes=(
        Mistake(
            "other-sign",
            lambda f, g, by, x, a, direction: Limit(-g, x, a, direction),
            "On this side of the point the other sign holds: |u| is −u where u is negative.",
            "Abs(x)/x",
        ),
        Mistake(
            "zero",
            lambda f, g, by, x, a, direction: quote(sp.S.Zero),
            "The value at the point itself does not matter: look at the formula beside it.",
            "Abs(x)/x",
        ),
    ),
)


# ---- squeezing ----------------------------------------------------------------------------------
def _between(goal: Limit, context: Any) -> Iterable[Bindings]:
    """Find bounds with one common limit for an expression that has no expansion."""
    f, x, to, direction = goal.args
    if limit_of(f, x, to, direction) is not None:
        return ()
    bounds = bounds_near(f, x, to, sides_of(to, direction))
    if bounds is None or bounds[0] == bounds[1]:
        return ()
    lower, upper = (limit_of(b, x, to, direction, context) for b in bounds)
    if lower is None or lower is sp.nan or lower != upper:
        return ()
    return ({**bound_limit(goal), "lower": bounds[0], "upper": bounds[1]},)


def _common(goal: Squeezed, _context: Any) -> Iterable[Bindings]:
    lower, upper = goal.args
    return ({"lower": lower, "upper": upper},) if same_value(lower, upper) else ()


SQUEEZE = Rule(
    id="limit.squeeze",
    name="squeeze theorem",
    goal=Limit,
    when=_between,
    left=lambda f, lower, upper, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, lower, upper, x, a, direction: Squeezed(Limit(lower, x, a, direction), Limit(upper, x, a, direction)),
    words="{f} lies between {lower} and {upper}: if both bounds have the same limit, it has this limit too.",
    commit=True,
    cost=1,
    mistakes=(
        Mistake(
            "no-limit",
            lambda f, lower, upper, x, a, direction: quote(sp.nan),
            "The oscillation alone does not decide: the bounds close in on one value, so the limit exists.",
            "x*sin(1/x)",
        ),
        Mistake(
            "one",
            lambda f, lower, upper, x, a, direction: quote(sp.S.One),
            "sin(u)/u tends to 1 only where u tends to 0; here u grows beyond all bounds.",
            "x*sin(1/x)",
        ),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 3",
)

SQUEEZED = Rule(
    id="limit.squeezed",
    name="both bounds have one limit",
    goal=Squeezed,
    when=_common,
    left=lambda lower, upper: Squeezed(lower, upper),
    right=lambda lower, upper: upper,
    words="Both bounds tend to {upper}, and so does what lies between them.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake("one", lambda lower, upper: quote(sp.S.One), "The limit is the common limit of the bounds, here not 1.", "x*sin(1/x)"),
        Mistake("none", lambda lower, upper: quote(sp.nan), "The bounds have the same limit, so the limit exists.", "x*sin(1/x)"),
    ),
    source=f"{STEWART}, sec. 2.3, theorem 3",
)

# ---- two sequences ------------------------------------------------------------------------------
_ROOT = 1 / sp.sqrt(2)
_PHASES = ((0, 1), (1, 0), (-1, 0), (0, -1), (_ROOT, _ROOT))


def _phased(f: Any, u: Any, phase: tuple[Any, Any]) -> Any:
    """Return an expression along the points where sin u and cos u have given values."""
    sine, cosine = (sympified(p) for p in phase)
    ratios = {sp.tan(u): (sine, cosine), sp.cot(u): (cosine, sine), sp.sec(u): (sp.S.One, cosine), sp.csc(u): (sp.S.One, sine)}
    if any(f.has(function) and below == 0 for function, (_above, below) in ratios.items()):
        return None
    values = {function: above / below for function, (above, below) in ratios.items() if below != 0}
    return f.xreplace({sp.sin(u): sine, sp.cos(u): cosine, **values})


def _oscillating(f: Any, x: Any, to: Any, side: int) -> list[Any]:
    """Return the angles in an expression that grow beyond all bounds."""
    heads = (sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc)
    angles = dict.fromkeys(e.args[0] for e in sp.preorder_traversal(f) if isinstance(e, heads) and e.has(x))
    limits = {u: limit_value(u, x, to, side) for u in angles}
    return [u for u, found in limits.items() if found is not None and found.is_infinite]


def _variants(f: Any, x: Any, to: Any, side: int) -> list[Any]:
    """Return what an oscillating expression is along sequences of points, where each has one formula."""
    alternating = [e for e in sp.preorder_traversal(f) if isinstance(e, sp.Pow) and e.base == -1 and e.has(x)]
    if len(set(alternating)) == 1:
        return [f.xreplace({alternating[0]: sp.Integer(s)}) for s in (1, -1)]
    angles = _oscillating(f, x, to, side)
    if len(angles) != 1:
        return []
    return [v for v in (_phased(f, angles[0], p) for p in _PHASES) if v is not None]


def _two_values(goal: Limit, _context: Any) -> Iterable[Bindings]:
    """Find two sequences along which an oscillating expression has different limits."""
    f, x, to, direction = goal.args
    for side in sides_of(to, direction):
        if limit_value(f, x, to, side) is not None:
            continue
        found: list[tuple[Any, Any]] = []
        for variant in _variants(f, x, to, side):
            there = limit_value(variant, x, to, side)
            if there is None:
                continue
            for other, elsewhere in found:
                if not same_value(there, elsewhere):
                    way = direction if to.is_infinite else sp.Symbol("+" if side > 0 else "-")
                    return ({**bound_limit(goal), "g": other, "h": variant, "side": way},)
            found.append((variant, there))
    return ()


def _distinct(goal: AlongSequences, _context: Any) -> Iterable[Bindings]:
    first, second = goal.args
    return ({"first": first, "second": second},) if first != second else ()


OSCILLATION = Rule(
    id="limit.oscillation",
    name="two sequences",
    goal=Limit,
    when=_two_values,
    left=lambda f, g, h, side, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, g, h, side, x, a, direction: AlongSequences(Limit(g, x, a, side), Limit(h, x, a, side)),
    words="Arbitrarily close to {a} there are points where {f} is {g} and others where it is {h}: compare the limits along both.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake(
            "zero",
            lambda f, g, h, side, x, a, direction: quote(sp.S.Zero),
            "The mean of an oscillation is not its limit: there are points as close as one likes with quite different values.",
            "sin(1/x)",
        ),
        Mistake(
            "first-sequence",
            lambda f, g, h, side, x, a, direction: Limit(h, x, a, side),
            "One sequence of points does not make a limit: along others the values differ.",
            "sin(1/x)",
        ),
    ),
    source=f"{STEWART}, sec. 2.2, example 4",
)

SEQUENCES_DIFFER = Rule(
    id="limit.sequences_differ",
    name="two sequences, two limits",
    goal=AlongSequences,
    when=_distinct,
    left=lambda first, second: AlongSequences(first, second),
    right=lambda first, second: quote(sp.nan),
    words="Along one sequence the values tend to {first}, along the other to {second}: there is no limit.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake("first", lambda first, second: first, "A limit is the same along every sequence; here two differ.", "sin(x)"),
        Mistake("mean", lambda first, second: (first + second) / 2, "Two values have no compromise: the limit does not exist.", "sin(x)"),
    ),
    source=f"{STEWART}, sec. 2.2, example 4",
)

LOCAL_RULES = (LOCAL_FORM,)
OSCILLATION_RULES = (SQUEEZE, SQUEEZED, OSCILLATION, SEQUENCES_DIFFER)
