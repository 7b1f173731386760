"""Sums of oscillating terms that close in: one oscillating factor taken out, and a difference of sines written as a product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value
from symtutor.goals.core import Limit
from symtutor.rule import Mistake
from symtutor.rules.limits.questions import STEWART, limit_of, rewriting, sides_of
from symtutor.term import quote

__all__ = ["OSCILLATING_SUMS"]

_MOST_TERMS = 8


def _oscillates(angle: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> bool:
    """Tell whether an angle is infinite in the limit."""
    ends = [limit_value(angle, x, to, s) for s in sides_of(to, direction)]
    return angle.has(x) and all(end is not None and end.is_infinite for end in ends)


def _turning_part(term: Any, goal: Limit) -> sp.Basic:
    """Return the factors of a term that hold an oscillating sine or cosine."""
    _f, x, to, direction = goal.args
    return sp.Mul(*(a for a in sp.Mul.make_args(term) if any(_oscillates(e.args[0], x, to, direction) for e in a.atoms(sp.sin, sp.cos))))


def _sums(f: sp.Expr) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Yield an expression's sum, alone or as a factor, with the other factors."""
    for factor in sp.Mul.make_args(f):
        if isinstance(factor, sp.Add) and len(factor.args) <= _MOST_TERMS:
            yield factor, f / factor


# ---- one factor --------------------------------------------------------------------------------
def _factor_taken_out(goal: Limit, _context: Any) -> Iterator[tuple[sp.Basic, sp.Function]]:
    """Take an oscillating factor out of terms that share it."""
    for total, others in _sums(goal.args[0]):
        groups: dict[Any, list[Any]] = {}
        for term in total.args:
            groups.setdefault(_turning_part(term, goal), []).append(term)
        for wave, terms in groups.items():
            if wave != 1 and len(terms) > 1:
                front = sp.factor_terms(sp.Add(*(t / wave for t in terms)))
                yield others * (front * wave + (total - sp.Add(*terms))), wave
                return


FACTOR_TAKEN_OUT = rewriting(
    id="limit.oscillating_factor",
    name="oscillating factor taken out",
    find=_factor_taken_out,
    heads=(sp.Add, sp.Mul),
    words="Both terms oscillate, but with the same factor {by}: take it out, then what stands before it decides.",
    cost=0,
    source=f"{STEWART}, sec. 2.3",
    mistakes=(
        Mistake(
            "no-limit", lambda: quote(sp.nan), "That each term oscillates does not decide: their difference may close in on one value."
        ),
        Mistake("one", lambda: quote(sp.S.One), "The bounded factor is multiplied by what stands before it, which tends to 0."),
    ),
)


# ---- sums to products --------------------------------------------------------------------------
def _wave(term: Any) -> tuple[sp.Expr, sp.Expr, bool] | None:
    """Return coefficient and wave of a term that is a multiple of a sine or cosine, and whether that is squared."""
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if isinstance(base, sp.sin | sp.cos) and exponent in {1, 2}:
            return term / factor, base, exponent == 2
    return None


def _as_product(first: Any, second: Any, sign: int, *, squared: bool) -> tuple[sp.Expr, sp.Expr]:
    """Return sin A ± sin B, cos A ± cos B or a difference of their squares as a product, and its factor that may tend to 0."""
    if squared:
        together, apart = (sp.expand(first.args[0] + s * second.args[0]) for s in (1, -1))
        return (1 if isinstance(first, sp.sin) else -1) * sp.sin(together) * sp.sin(apart), sp.sin(apart)
    half, mean = sp.expand(first.args[0] - second.args[0]) / 2, sp.expand(first.args[0] + second.args[0]) / 2
    if isinstance(first, sp.sin):
        return (2 * sp.sin(mean) * sp.cos(half), sp.cos(half)) if sign > 0 else (2 * sp.cos(mean) * sp.sin(half), sp.sin(half))
    return (2 * sp.cos(mean) * sp.cos(half), sp.cos(half)) if sign > 0 else (-2 * sp.sin(mean) * sp.sin(half), sp.sin(half))


def _sum_to_product(goal: Limit, _context: Any) -> Iterator[tuple[sp.Basic, sp.Basic]]:
    """Write a sum or difference of two oscillating sines or cosines as a product with a factor that tends to 0."""
    f, x, to, direction = goal.args
    for total, others in _sums(f):
        waves = [(t, *found) for t in total.args if (found := _wave(t)) is not None and _turning_part(t, goal) != 1]
        for i, (one, front, first, squared) in enumerate(waves):
            for other, behind, second, also_squared in waves[i + 1 :]:
                sign = 1 if behind == front and not squared else -1 if behind == -front else 0
                if not sign or type(first) is not type(second) or squared != also_squared:
                    continue
                product, small = _as_product(first, second, sign, squared=squared)
                if limit_of(small, x, to, direction) == 0:
                    yield others * (front * product + (total - one - other)), small
                    return


SUM_TO_PRODUCT = rewriting(
    id="limit.sum_to_product",
    name="sum of sines as a product",
    find=_sum_to_product,
    heads=(sp.Add, sp.Mul),
    words="Both terms oscillate, but their angles come together: written as a product of two sines or cosines, one of them {by}, "
    "which tends to 0.",
    cost=0,
    source=f"{STEWART}, appendix D",
    mistakes=(
        Mistake(
            "no-limit", lambda: quote(sp.nan), "That each term oscillates does not decide: their difference may close in on one value."
        ),
        Mistake(
            "one", lambda: quote(sp.S.One), "The factor with the difference of the angles tends to 0, and the other factor is bounded."
        ),
    ),
)

OSCILLATING_SUMS = (FACTOR_TAKEN_OUT, SUM_TO_PRODUCT)
