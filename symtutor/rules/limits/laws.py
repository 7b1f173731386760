"""The laws that take a limit apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import sign_near
from symtutor.algorithms.asymptotics.signs import is_zero
from symtutor.context import Context
from symtutor.goals.core import D, Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import STEWART, above_and_below, assumed_in, limit_of, parts_known, sides_of, sign_of_number
from symtutor.term import Quotient, Term, product, quote, total
from symtutor.textbook import factors, summands

__all__ = ["LIMIT_LAWS", "SPLIT_RULES"]

rule = partial(Rule, goal=Limit, cost=0, commit=True, source=f"{STEWART}, sec. 2.3", heads=(sp.Mul,))


# ---- finding bindings ---------------------------------------------------------------------------
def _multiple(goal: Limit, context: Context) -> Iterable[Bindings]:
    """Find a constant factor; in front of an infinite limit its sign must be known, a parameter counts as positive."""
    f, x, to, direction = goal.args
    held = [a for a in f.args if not context.depends(a, x)]
    if not held:
        return ()
    c, rest = sp.Mul(*held), sp.Mul(*[a for a in f.args if context.depends(a, x)])
    found = limit_of(rest, x, to, direction, context) if c.free_symbols else None
    if found is not None and found.is_infinite:
        return ()
    return ({"c": c, "f": rest, "x": x, "a": to, "direction": direction},)


def _multiple_of_infinite(goal: Limit, context: Context) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    c = sp.Mul(*[a for a in f.args if not context.depends(a, x)])
    rest = sp.Mul(*[a for a in f.args if context.depends(a, x)])
    sign = sign_of_number(c) if c.free_symbols else None
    found = limit_of(rest, x, to, direction, context) if sign else None
    if found is None or not found.is_infinite:
        return ()
    return ({"c": c, "sign": sp.Integer(sign), "f": rest, "x": x, "a": to, "direction": direction},)


def _sum(goal: Limit, context: Any) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    terms = summands(f)
    values = parts_known(terms, goal, context)
    if values is None or sp.Add(*values) is sp.nan:
        return ()
    return ({"terms": terms, "x": x, "a": to, "direction": direction},)


def _product(goal: Limit, context: Any) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    parts = factors(f)
    values = parts_known(parts, goal, context)
    if values is None or not _is_determinate(sp.Mul(*values)):
        return ()
    return ({"factors": parts, "x": x, "a": to, "direction": direction},)


def _is_determinate(found: Any) -> bool:
    return not found.has(sp.nan, sp.zoo) and not (found.has(sp.oo, -sp.oo) and not found.is_infinite)


def _quotient(goal: Limit, context: Any) -> Iterable[Bindings]:
    f, x, to, direction = goal.args
    above, below = above_and_below(f)
    if not context.depends(below, x):
        return ()
    values = parts_known((above, below), goal, context)
    if (
        values is None
        or (values[0].is_infinite and values[1].is_infinite)
        or is_zero(values[1])
        or not _is_determinate(values[0] / values[1])
    ):
        return ()
    return ({"f": above, "g": below, "x": x, "a": to, "direction": direction},)


def _pole(goal: Limit, context: Context) -> Iterable[Bindings]:
    """Find a denominator that tends to 0 below a numerator that does not, with one sign on the sides that count."""
    f, x, to, direction = goal.args
    above, below = above_and_below(f)
    if not context.depends(below, x):
        return ()
    top = limit_of(above, x, to, direction, context)
    bottom = limit_of(below, x, to, direction)
    if top is None or bottom is None or top is sp.nan or bottom is sp.nan or is_zero(top) or bottom.is_infinite or not is_zero(bottom):
        return ()
    signs = {sign_near(below, x, to, s) for s in sides_of(to, direction)}
    sign = sign_of_number(top) if top.is_finite is not False else (1 if top is sp.oo else -1)
    if len(signs) != 1 or not sign or None in signs:
        return ()
    sign_below = sp.Integer(signs.pop())
    return ({"f": above, "g": below, "top": top, "sign": sign_below * sign, "x": x, "a": to, "direction": direction},)


def _of_pole(below: sp.Expr, top: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> tuple[Any, ...]:
    """Return the conditions on which the sign of a quotient near its pole rests."""
    signs = (partial(sign_near, below, x, to, s) for s in sides_of(to, direction))
    return assumed_in(partial(sign_of_number, top), *signs)


def _split(goal: Limit, context: Context) -> Iterable[Bindings]:
    """Find the factors with a limit that is finite and not 0; the rest keeps the difficulty."""
    f, x, to, direction = goal.args
    easy: list[sp.Expr] = []
    hard: list[sp.Expr] = []
    for factor in f.args:
        found = limit_of(factor, x, to, direction)
        is_easy = found is not None and found is not sp.nan and found.is_finite is not False and not is_zero(found)
        (easy if is_easy else hard).append(factor)
    if not easy or not hard or all(e.is_rational_function(x) for e in easy if context.depends(e, x)):
        return ()
    rest = sp.Mul(*hard)
    if limit_of(rest, x, to, direction, context) is None:
        return ()
    return ({"f": sp.Mul(*easy), "g": rest, "x": x, "a": to, "direction": direction},)


# ---- laws ---------------------------------------------------------------------------------------
MULTIPLE = rule(
    id="limit.multiple",
    name="constant multiple",
    when=_multiple,
    left=lambda c, f, x, a, direction: Limit(c * f, x, a, direction),
    right=lambda c, f, x, a, direction: c * Limit(f, x, a, direction),
    words="The constant factor {c} stays in front of the limit.",
    minor=True,
    mistakes=(
        Mistake("dropped", lambda f, x, a, direction: Limit(f, x, a, direction), "The constant factor was lost."),
        Mistake("added", lambda c, f, x, a, direction: c + Limit(f, x, a, direction), "The factor multiplies the limit."),
    ),
)

MULTIPLE_OF_INFINITE = rule(
    id="limit.multiple_of_infinite",
    name="constant multiple of an infinite limit",
    when=_multiple_of_infinite,
    left=lambda c, sign, f, x, a, direction: Limit(c * f, x, a, direction),
    right=lambda sign, f, x, a, direction: sign * Limit(f, x, a, direction),
    words="The factor {c} changes an infinite limit only by its sign.",
    holds=lambda c: assumed_in(partial(sign_of_number, c)),
    minor=True,
    mistakes=(
        Mistake(
            "sign", lambda sign, f, x, a, direction: -(sign * Limit(f, x, a, direction)), "The sign of the factor decides between ∞ and −∞."
        ),
        Mistake("finite", lambda c: c, "A factor times something that grows without bound is infinite."),
    ),
    source=f"{STEWART}, sec. 2.6",
)

SUM = rule(
    id="limit.sum",
    name="sum law",
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, x, a, direction: Limit(total(terms), x, a, direction),
    right=lambda terms, x, a, direction: total([Limit(t, x, a, direction) for t in terms]),
    words="Each term has a limit, and there is no ∞ − ∞: the limit of the sum is the sum of the limits.",
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, a, direction: total([Limit(t, x, a, direction) for t in terms[:-1]]),
            "A term was left out: every term has its limit.",
        ),
        Mistake(
            "product",
            lambda terms, x, a, direction: product([Limit(t, x, a, direction) for t in terms]),
            "The limits of the terms are added, not multiplied.",
        ),
    ),
)

PRODUCT = rule(
    id="limit.product",
    name="product law",
    when=_product,
    left=lambda factors, x, a, direction: Limit(product(factors), x, a, direction),
    right=lambda factors, x, a, direction: product([Limit(f, x, a, direction) for f in factors]),
    words="Each factor has a limit, and there is no 0·∞: the limit of the product is the product of the limits.",
    mistakes=(
        Mistake(
            "sum",
            lambda factors, x, a, direction: total([Limit(f, x, a, direction) for f in factors]),
            "The limits of the factors are multiplied, not added.",
        ),
        Mistake(
            "factor-forgotten",
            lambda factors, x, a, direction: Limit(factors[0], x, a, direction),
            "A factor was left out: every factor has its limit.",
        ),
    ),
)

QUOTIENT = rule(
    id="limit.quotient",
    name="quotient law",
    heads=(sp.Mul, sp.Pow),
    when=_quotient,
    left=lambda f, g, x, a, direction: Limit(f / g, x, a, direction),
    right=lambda f, g, x, a, direction: Term(Quotient, (Limit(f, x, a, direction), Limit(g, x, a, direction))),
    words="Numerator and denominator have limits that make a fraction: the limit of the quotient is the quotient of the limits.",
    mistakes=(
        Mistake(
            "upside-down",
            lambda f, g, x, a, direction: Term(Quotient, (Limit(g, x, a, direction), Limit(f, x, a, direction))),
            "The fraction was turned over: the limit of the numerator stands above.",
        ),
        Mistake(
            "hopital",
            lambda f, g, x, a, direction: Limit(D(f, x) / D(g, x), x, a, direction),
            "L'Hôpital's rule is only for 0/0 and ∞/∞: here numerator and denominator have limits of their own.",
        ),
    ),
)

POLE = rule(
    id="limit.pole",
    name="denominator tends to 0",
    heads=(sp.Mul, sp.Pow),
    when=_pole,
    left=lambda f, g, top, sign, x, a, direction: Limit(f / g, x, a, direction),
    right=lambda sign: quote(sp.oo) * sign,
    words="The numerator {f} tends to {top}, which is not 0, and the denominator {g} tends to 0 without changing its sign: "
    "the quotient grows beyond all bounds.",
    why="The denominator tends to 0 and the numerator does not: only the sign has to be found.",
    holds=lambda g, top, x, a, direction: _of_pole(g, top, x, a, direction),
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "A number divided by something tiny is huge: the quotient does not tend to 0."),
        Mistake(
            "sign",
            lambda sign: -(quote(sp.oo) * sign),
            "The sign is wrong: look whether the denominator is positive or negative beside the point.",
        ),
    ),
    source=f"{STEWART}, sec. 2.2",
)

SPLIT = rule(
    id="limit.split",
    name="factor with a limit split off",
    when=_split,
    left=lambda f, g, x, a, direction: Limit(f * g, x, a, direction),
    right=lambda f, g, x, a, direction: Limit(f, x, a, direction) * Limit(g, x, a, direction),
    words="The factor {f} has a limit that is finite and not 0: take it apart from the rest.",
    mistakes=(
        Mistake(
            "factor-forgotten", lambda g, x, a, direction: Limit(g, x, a, direction), "The factor that was split off is part of the limit."
        ),
        Mistake(
            "sum",
            lambda f, g, x, a, direction: Limit(f, x, a, direction) + Limit(g, x, a, direction),
            "The limits of the factors are multiplied, not added.",
        ),
    ),
)

LIMIT_LAWS = (MULTIPLE, MULTIPLE_OF_INFINITE, SUM, QUOTIENT, POLE, PRODUCT)
SPLIT_RULES = (SPLIT,)
