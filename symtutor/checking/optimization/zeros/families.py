"""Solutions with a whole number n in them: each member is put in, and the zeros within one period are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.verdict import Proof, Status, Verdict, Witness, claim_open

__all__ = ["judge_families"]

_TURNS: dict[Any, Any] = {
    sp.sin: 2 * sp.pi,
    sp.cos: 2 * sp.pi,
    sp.sec: 2 * sp.pi,
    sp.csc: 2 * sp.pi,
    sp.tan: sp.pi,
    sp.cot: sp.pi,
}
_MOST = 60
_SHIFT = sp.Rational(1, 97)


def judge_families(
    gap: sp.Expr, x: sp.Symbol, where: sp.Basic, families: Sequence[Any], count: Callable[[Any, tuple[Any, ...]], Any]
) -> Verdict:
    """Judge families of solutions of ``gap = 0``.

    Parameters
    ----------
    gap : Expr
        An expression in `x` alone.
    x : Symbol
        The unknown.
    where : Set
        The domain.
    families : sequence of Expr
        Numbers, each with one letter that stands for every whole number.
    count : callable
        Tells of an interval and solutions in it whether there are others: None, a witness, or why that is not known.
    """
    steps = []
    for family in families:
        letters = tuple(family.free_symbols)
        step = sp.diff(family, letters[0]) if len(letters) == 1 else sp.nan
        if not step.is_number or step == 0 or sign_of_number(step) is None:
            return claim_open("a solution is no number and no family of equal distances")
        steps.append((letters[0], abs(step)))
    outside = _outside(where, families, steps)
    if outside is not None:
        return outside
    ratios = [sp.nsimplify(sp.simplify(step / steps[0][1])) for _, step in steps]
    if not all(r.is_Rational for r in ratios):
        return claim_open("the families have no common period")
    period = steps[0][1] * sp.ilcm(1, *(r.p for r in ratios)) / sp.igcd(0, *(r.q for r in ratios))
    turns = next((k for k in (1, 2, 3, 4, 6) if _has_period(gap, x, k * period)), None)
    if turns is None:
        return claim_open("the expression has not the period of its solutions")
    period *= turns
    inside = []
    for family, (letter, step) in zip(families, steps, strict=True):
        members = int(sp.nsimplify(sp.simplify(period / step)))
        if members > _MOST:
            return claim_open("the period is too long")
        for k in range(members):
            place = sp.expand(family.xreplace({letter: sp.Integer(k)}))
            verdict = same_value(sp.S.Zero, gap.xreplace({x: place}), {})
            if verdict.status is not Status.CORRECT:
                return verdict
            inside.append(sp.expand(place - period * sp.floor(sp.N((place - _SHIFT) / period))))
    found = count(sp.Interval(_SHIFT, period + _SHIFT), tuple(inside))
    if found is None:
        return Verdict(Status.CORRECT, Proof("counted within one period"))
    return claim_open(found) if isinstance(found, str) else Verdict(Status.INCORRECT, found)


def _outside(where: sp.Basic, families: Sequence[sp.Basic], steps: Sequence[tuple[sp.Expr, sp.Basic]]) -> Verdict | None:
    """Return that a family has members outside the domain, or None."""
    cut: Any
    whole, cut = (where.args[0], where.args[1]) if isinstance(where, sp.Complement) else (where, sp.S.EmptySet)
    if isinstance(where, sp.Union):
        ends = {e for part in where.args if isinstance(part, sp.Interval) for e in (part.start, part.end)} - {sp.oo, -sp.oo}
        if {where.inf, where.sup} == {-sp.oo, sp.oo} and where == sp.S.Reals - sp.FiniteSet(*ends):
            whole, cut = sp.S.Reals, sp.FiniteSet(*ends)
    if whole not in {sp.S.Reals, sp.S.UniversalSet, sp.Interval(-sp.oo, sp.oo)}:
        return Verdict(Status.INCORRECT, Witness({}, "a family of solutions without end", f"in {where}", ("", ""), 0))
    for hole in cut:
        for family, (letter, step) in zip(families, steps, strict=True):
            turns = sp.simplify((hole - family.xreplace({letter: sp.S.Zero})) / step)
            if turns.is_Integer or sign_of_number(turns - sp.floor(sp.N(turns) + sp.S.Half)) not in {1, -1}:
                return Verdict(Status.INCORRECT, Witness({}, str(hole), "a number of the domain", ("", ""), 0))
    return None


def _has_period(expr: sp.Expr, x: sp.Symbol, period: sp.Expr) -> bool:
    """Tell whether the variable stands in circular functions alone, each of which has whole turns in a period."""
    waves = {n for n in sp.preorder_traversal(expr) if type(n) in _TURNS and n.has(x)}
    outer = {w for w in waves if not any(w != v and v.has(w) for v in waves)}
    if not outer or expr.xreplace({w: sp.Symbol(f"_w{i}") for i, w in enumerate(outer)}).has(x):
        return False
    for wave in outer:
        rate = sp.diff(wave.args[0], x)
        if rate.has(x) or not sp.simplify(rate * period / _TURNS[type(wave)]).is_Integer:
            return bool(sp.expand_trig(expr.xreplace({x: x + period}) - expr).simplify() == 0)
    return True
