"""The remainder of Lagrange, and bounds on derivatives over an interval."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.breaks import sign_changes
from symtutor.context import Context
from symtutor.goals.core import AbsoluteBound, D, Goal, HigherDerivative, TaylorRemainder, inert
from symtutor.rule import Bindings, Mistake, Relation, Rule
from symtutor.rules.limits.local_formulas import local_form
from symtutor.rules.limits.questions import sign_of_number
from symtutor.term import ONE, At, Term, apply_head, as_term, product, quote, total
from symtutor.textbook import factors, summands

__all__ = ["REMAINDER_RULES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 11.10"

rule = partial(Rule, goal=AbsoluteBound, cost=1, commit=True, source=_SOURCE)


def _larger(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Return the larger of two numbers."""
    return b if sign_of_number(b - a) == 1 else a


def _remainder(goal: TaylorRemainder, _context: object) -> Iterable[Bindings]:
    """Find the distance that counts; the place of the remainder lies between the point and the interval."""
    f, x, about, degree, low, high = goal.args
    farthest = _larger(sp.Abs(low - about), sp.Abs(high - about))
    start, end = -_larger(-low, -about), _larger(high, about)
    smooth = _one_formula(f, x, about, start, end)
    if smooth is None:
        return ()
    ends = {"low": low, "high": high, "start": start, "end": end}
    return ({"f": f, "g": smooth, "x": x, "a": about, "n": degree, **ends, "r": farthest},)


def _one_formula(f: sp.Basic, x: sp.Expr, about: sp.Expr, start: sp.Basic, end: sp.Basic) -> Any:
    """Return the one smooth formula that an expression has between two places, or None where it changes or jumps there."""
    if not f.has(*_CHANGING):
        return f
    if f.has(sp.Heaviside, sp.frac, sp.Mod) or sign_changes(f, x, start, end) != ():
        return None
    formula = local_form(f, x, about, 1)
    return None if formula.has(*_CHANGING) else formula


def _constant(goal: AbsoluteBound, context: Context) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    return () if context.depends(f, x) else ({"f": f, "x": x, "low": low, "high": high},)


def _whole(goal: AbsoluteBound, _context: object) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    return ({"f": f, "x": x, "low": low, "high": high},)


def _sum(goal: AbsoluteBound, _context: object) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    return ({"terms": summands(f), "x": x, "low": low, "high": high},)


def _product(goal: AbsoluteBound, _context: Any) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    return ({"factors": factors(f), "x": x, "low": low, "high": high},)


def _power(goal: AbsoluteBound, _context: object) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    if not f.exp.is_Integer or f.exp <= 1:
        return ()
    return ({"f": f.base, "k": f.exp, "x": x, "low": low, "high": high},)


def _exponent(goal: AbsoluteBound, _context: object) -> Iterable[Bindings]:
    f, x, low, high = goal.args
    return ({"u": f.args[0], "x": x, "low": low, "high": high},)


_CHANGING = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling, sp.frac, sp.Mod)
_MONOTONIC = (sp.exp, sp.log, sp.atan, sp.sinh, sp.tanh, sp.asinh)
_BETWEEN_POLES = (sp.tan, sp.sec)  # up to a right angle on both sides they grow away from 0


def _ends(goal: AbsoluteBound, _context: object) -> Iterable[Bindings]:
    """Find an expression that is monotonic, or a power of a polynomial without a zero, so that it is largest at a known place."""
    f, x, low, high = goal.args
    inner = _inside(f, x)
    if not isinstance(inner, sp.Expr):  # a piece with its condition
        return ()
    places = _places(inner, x, low, high)
    if places is None or not _is_largest_at_places(f, x, [inner.xreplace({x: p}) for p in places]):
        return ()
    best = None
    for place in places:
        there = sp.Abs(f.xreplace({x: place}))
        best = there if best is None else _larger(best, there)
    return ({"f": f, "most": best, "x": x, "low": low, "high": high},)


def _is_secant(f: sp.Basic) -> bool:
    """Tell whether an expression is a negative power of a cosine."""
    return isinstance(f, sp.Pow) and isinstance(f.base, sp.cos) and f.exp.is_negative is True


def _inside(f: Any, x: sp.Expr) -> Any:
    """Return what is inside a function or power."""
    if _is_secant(f):
        return f.base.args[0]
    if isinstance(f, sp.Pow):
        return f.exp if f.exp.has(x) else f.base
    return f.args[0] if f.args else f


def _is_largest_at_places(f: sp.Expr, x: sp.Symbol, insides: list[sp.Expr]) -> bool:
    """Tell whether the absolute value of a function of a line or parabola is largest at an end or at the vertex."""
    if isinstance(f, _BETWEEN_POLES) or _is_secant(f):
        return all(sign_of_number(sp.pi / 2 - sp.Abs(u)) == 1 for u in insides)
    if isinstance(f, sp.Pow) and not f.exp.has(x):
        return bool(f.exp.is_Integer and f.exp > 0) or {sign_of_number(u) for u in insides} in ({1}, {-1})
    if isinstance(f, sp.log):
        return all(sign_of_number(u) == 1 for u in insides)
    return isinstance(f, (sp.Pow, sp.Symbol, sp.cosh, *_MONOTONIC))


def _places(inner: sp.Expr, x: sp.Expr, low: sp.Expr, high: sp.Rational) -> list[sp.Expr] | None:
    """Return the ends of the interval, and the vertex of a quadratic inside it."""
    if not inner.is_polynomial(x) or sp.degree(inner, x) > 2:
        return None
    places = [low, high]
    if sp.degree(inner, x) == 2:
        b, c = sp.Poly(inner, x).all_coeffs()[:2]
        vertex = -c / (2 * b)
        if sign_of_number(vertex - low) == 1 and sign_of_number(high - vertex) == 1:
            places.append(vertex)
    return places


def _next_derivative(f: Term, x: Term, n: Term) -> Goal:
    """Return the goal of the derivative of order n + 1."""
    degree = as_term(n).args[0]
    return D(f, x) if degree == 0 else HigherDerivative(f, x, degree + 1)


def _lagrange(f: Term, x: Term, n: Term, low: Term, high: Term, r: Term, *, order: int = 1, factorial: bool = True) -> Term:
    degree = as_term(n).args[0] + order
    bound = AbsoluteBound(_next_derivative(f, x, n), x, low, high) * r ** quote(degree)
    return bound / quote(sp.factorial(degree)) if factorial else bound


def _size(f: Term, x: Term, low: Term, high: Term) -> Any:
    """Return the absolute value of a number, of anything else the goal to bound it."""
    number = inert(as_term(f))
    return quote(sp.Abs(number)) if number.is_number else AbsoluteBound(f, x, low, high)


def _at_some_place(bindings: Bindings, _values: tuple[sp.Expr, ...]) -> dict[str, Term]:
    """Return the remainder itself: the next derivative at a place ξ, over the factorial, times the power of the distance."""
    x, about, order = bindings["x"], bindings["a"], bindings["n"] + 1
    slope = Term(At, (quote(sp.Derivative(sp.Function("f")(x), (x, order))), quote(x), quote(sp.Symbol("xi"))))
    remainder = slope / Term(sp.factorial, (quote(order),)) * quote((x - about) ** order)
    formula = Term(sp.Eq, (Term(sp.Function(f"R_{bindings['n']}"), (quote(x),)), remainder))
    name = "{} with ξ between " + f"{x} and " + (str(about) if about.is_Integer else "the point")
    distance = Term(sp.Le, (Term(sp.Abs, (quote(x - about),)), quote(bindings["r"])))
    return {name: formula, "and here {}": distance}


REMAINDER = rule(
    id="taylor.remainder",
    name="remainder of Lagrange",
    shows=_at_some_place,
    goal=TaylorRemainder,
    when=_remainder,
    left=lambda f, g, x, a, n, low, high, start, end, r: TaylorRemainder(f, x, a, n, low, high),
    right=lambda g, x, n, start, end, r: _lagrange(g, x, n, start, end, r),
    words="The error of the Taylor polynomial of degree {n} is the next derivative at some place in between, divided by the next "
    "factorial, times the next power of the distance, which is at most {r}: bound the derivative from {start} to {end}.",
    relation=Relation.AT_MOST,
    mistakes=(
        Mistake(
            "same-order",
            lambda g, x, n, start, end, r: _lagrange(g, x, n, start, end, r, order=0),
            "The remainder has the power and the factorial of the next order, n + 1.",
        ),
        Mistake(
            "no-factorial",
            lambda g, x, n, start, end, r: _lagrange(g, x, n, start, end, r, factorial=False),
            "The remainder is divided by (n + 1)!: that factor is missing.",
        ),
    ),
)

BOUND_CONSTANT = rule(
    id="bound.constant",
    name="absolute value of a constant",
    when=_constant,
    left=lambda f, x, low, high: AbsoluteBound(f, x, low, high),
    right=lambda f: Term(sp.Abs, (f,)),
    words="{f} does not depend on {x}: its absolute value is its bound.",
    cost=0,
    minor=True,
    mistakes=(
        Mistake("sign", lambda f: -Term(sp.Abs, (f,)), "A bound of an absolute value is not negative."),
        Mistake("one", lambda: ONE, "The bound of a constant is its absolute value."),
    ),
)

BOUND_SINE = rule(
    id="bound.sine",
    name="sine and cosine stay between −1 and 1",
    heads=(sp.sin, sp.cos),
    when=_whole,
    left=lambda f, x, low, high: AbsoluteBound(f, x, low, high),
    right=lambda: ONE,
    words="The absolute value of a sine or cosine is never more than 1.",
    relation=Relation.AT_MOST,
    cost=0,
    mistakes=(
        Mistake("argument", lambda high: high, "It is the sine that is bounded by 1, whatever its argument."),
        Mistake(
            "low-end",
            lambda f, x, low: Term(sp.Abs, (quote(f.args[0].xreplace({x.args[0]: low.args[0]})),)),
            "The value at the left end was taken, but the absolute value may be larger elsewhere.",
        ),
    ),
)

BOUND_ENDS = rule(
    id="bound.ends",
    name="largest value on the interval",
    when=_ends,
    left=lambda f, most, x, low, high: AbsoluteBound(f, x, low, high),
    right=lambda most: most,
    words="From {low} to {high} the absolute value of {f} is largest at an end, or where what is inside is extreme: there it is {most}.",
    cost=0,
    mistakes=(
        Mistake(
            "low-end",
            lambda f, x, low: Term(sp.Abs, (quote(f.args[0].xreplace({x.args[0]: low.args[0]})),)),
            "The value at the left end was taken, but the absolute value is larger elsewhere.",
        ),
        Mistake("one", lambda: ONE, "Only sine and cosine are bounded by 1."),
    ),
)

BOUND_SUM = rule(
    id="bound.sum",
    name="triangle inequality",
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, x, low, high: AbsoluteBound(total(terms), x, low, high),
    right=lambda terms, x, low, high: total([AbsoluteBound(t, x, low, high) for t in terms]),
    words="The absolute value of a sum is at most the sum of the absolute values.",
    relation=Relation.AT_MOST,
    mistakes=(
        Mistake(
            "difference",
            lambda terms, x, low, high: AbsoluteBound(terms[0], x, low, high) - total([AbsoluteBound(t, x, low, high) for t in terms[1:]]),
            "Bounds of absolute values are added, even where the terms are subtracted.",
        ),
        Mistake("term-forgotten", lambda terms, x, low, high: AbsoluteBound(terms[0], x, low, high), "Every term counts in the bound."),
    ),
)

BOUND_PRODUCT = rule(
    id="bound.product",
    name="bound of a product",
    heads=(sp.Mul,),
    when=_product,
    left=lambda factors, x, low, high: AbsoluteBound(product(factors), x, low, high),
    right=lambda factors, x, low, high: product([_size(f, x, low, high) for f in factors]),
    words="The absolute value of a product is the product of the absolute values: bound each factor.",
    relation=Relation.AT_MOST,
    mistakes=(
        Mistake(
            "sum",
            lambda factors, x, low, high: total([AbsoluteBound(f, x, low, high) for f in factors]),
            "The bounds of factors are multiplied.",
        ),
        Mistake(
            "factor-forgotten", lambda factors, x, low, high: AbsoluteBound(factors[-1], x, low, high), "Every factor counts in the bound."
        ),
    ),
)

BOUND_POWER = rule(
    id="bound.power",
    name="bound of a power",
    heads=(sp.Pow,),
    when=_power,
    left=lambda f, k, x, low, high: AbsoluteBound(f**k, x, low, high),
    right=lambda f, k, x, low, high: AbsoluteBound(f, x, low, high) ** k,
    words="Bound the base and raise the bound to the power {k}.",
    relation=Relation.AT_MOST,
    mistakes=(
        Mistake("power-forgotten", lambda f, x, low, high: AbsoluteBound(f, x, low, high), "The bound is raised to the power."),
        Mistake("multiple", lambda f, k, x, low, high: k * AbsoluteBound(f, x, low, high), "A power is no multiple."),
    ),
)

BOUND_EXPONENTIAL = rule(
    id="bound.exponential",
    name="bound of an exponential",
    heads=(sp.exp,),
    when=_exponent,
    left=lambda u, x, low, high: AbsoluteBound(apply_head(sp.exp, u), x, low, high),
    right=lambda u, x, low, high: apply_head(sp.exp, AbsoluteBound(u, x, low, high)),
    words="The exponential function increases: bound the exponent {u}.",
    relation=Relation.AT_MOST,
    mistakes=(
        Mistake(
            "exponent",
            lambda u, x, low, high: AbsoluteBound(u, x, low, high),
            "That bounds the exponent only: the exponential of the bound is needed.",
        ),
        Mistake("one", lambda: ONE, "Only sine and cosine are bounded by 1."),
    ),
)

REMAINDER_RULES = (REMAINDER, BOUND_CONSTANT, BOUND_SINE, BOUND_ENDS, BOUND_SUM, BOUND_PRODUCT, BOUND_POWER, BOUND_EXPONENTIAL)
