"""An antiderivative given as an answer where none is known: judged by its derivative, and by whether it may jump."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import in_one_form
from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal
from symtutor.checking.equivalence.jumping import gaps_at_steps
from symtutor.checking.integrals.continuity import continuous_on, has_known_functions
from symtutor.checking.integrals.jumps import jump_of, step_of
from symtutor.checking.meanings.joins import agree, has_joins, slope_at
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_antiderivative", "off_the_steps", "verdict_of_hidden_jump"]


# functions that have values at their jumps; the domain of others, such as a tangent, falls into intervals there
_JUMPING = (sp.sign, sp.floor, sp.ceiling, sp.Heaviside, sp.Piecewise)


def judge_antiderivative(f: sp.Expr, x: sp.Symbol, found: sp.Expr, domain: Mapping[Any, Any]) -> Verdict:
    """Judge an antiderivative with nothing to compare it with.

    Parameters
    ----------
    f, x : Expr, Symbol
        The integrand and its variable.
    found : Expr
        The answer.
    domain : mapping of Symbol to Set
        Where symbols live; others are real.

    Returns
    -------
    Verdict
        Proved where the derivative is proved to be f and the answer holds no function that could jump; refuted
        where the derivative is another one, or the answer jumps where f is bounded; else undecided.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> judge_antiderivative(x**x * (sp.log(x) + 1), x, x**x, {}).status
    <Status.CORRECT: 'correct'>
    """
    slope = in_one_form(differentiated(found, x))
    if slope.has(sp.Derivative, sp.Subs) and not f.has(sp.Derivative, sp.Subs):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the answer could not be differentiated"))
    verdict = _with_slopes_at_joins(found, f, x, domain, equivalence(slope, f, variable=x, domain=dict(domain)))
    if verdict.status is not Status.CORRECT:
        return verdict
    jump = verdict_of_hidden_jump(found, f, x)
    if jump is not None:
        return jump
    if has_known_functions(found) or (
        continuous_on(_with_steps_at_one(f), x, -sp.oo, sp.oo, closed=(False, False)) and _is_joined(found, x)
    ):
        return verdict
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "the derivative is right; that the answer has no jumps is not proved"))


def _with_steps_at_one(expr: Any) -> Any:
    """Return an expression whose signs and steps are 1: where these are bounded, so is the expression."""
    return expr.xreplace(dict.fromkeys(expr.atoms(sp.sign, sp.floor, sp.ceiling, sp.Heaviside), sp.S.One))


def _is_joined(found: Any, x: Any) -> bool:
    """Tell whether an expression with signs and steps of linear expressions has the same limit on both sides of each."""
    gaps = gaps_at_steps(found, x)
    return has_known_functions(_with_steps_at_one(found)) and gaps is not None and all(is_proved_equal(gap, sp.S.Zero) for _, gap in gaps)


def verdict_of_hidden_jump(found: sp.Expr, f: sp.Expr, x: sp.Symbol) -> Verdict | None:
    """Return the verdict for an answer that jumps where the integrand is bounded, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> verdict_of_hidden_jump(x + sp.sign(x), sp.S.One, x).status
    <Status.INCORRECT: 'incorrect'>
    """
    jump = jump_of(found, f, x) or step_of(found, f, x) if found.has(*_JUMPING) else None
    if jump is None:
        return None
    place = ", ".join(f"{name} = {number}" for name, number in jump.point.items() if name == x or f.has(name))
    told = f"Not an antiderivative: between its jumps the derivative is right, but {jump.left} near {place}, and {jump.right}."
    return Verdict(Status.INCORRECT, jump, explanation=told)


def _with_slopes_at_joins(found: sp.Expr, f: sp.Expr, x: sp.Symbol, domain: Mapping[Any, Any], verdict: Verdict) -> Verdict:
    """Return a verdict on slopes, where a difference at a single join is told from one on both sides of it.

    The derivative of sign(x)·g(x) by the rules has no meaning at x = 0; there the two sides tell it.
    """
    is_refuted = verdict.status is Status.INCORRECT and isinstance(verdict.evidence, Witness)
    point = getattr(verdict.evidence, "point", {}).get(x) if is_refuted else None
    if point is None or found.free_symbols != {x} or not has_joins(found):
        return verdict
    slope = slope_at(found, x, point)
    if slope is None or not agree(slope, f.subs(x, point)):
        return verdict if slope is not None else Verdict(Status.UNDECIDED, Agreement(0, 0, f"the slope at {x} = {point} is not known"))
    derivative = in_one_form(differentiated(found, x))
    where = domain.get(x, sp.S.Reals)
    for direction, side in ((-1, sp.Interval.open(-sp.oo, point)), (1, sp.Interval.open(point, sp.oo))):
        slopes = (_on_one_side(e, x, point, direction) for e in (derivative, f))
        verdict = equivalence(*slopes, variable=x, domain={**domain, x: where.intersect(side)})
        if verdict.status is not Status.CORRECT:
            return verdict
    proof = Proof(f"the derivative on both sides of {x} = {point}, and there")
    return Verdict(Status.CORRECT, proof, explanation="Correct.")


def off_the_steps(slope: Any, f: sp.Expr, x: sp.Symbol, domain: Mapping[Any, Any], verdict: Verdict, depth: int = 0) -> Verdict:
    """Return a verdict on a slope, where a difference at a place at which the integrand alone jumps does not count.

    An antiderivative has the integrand as its slope on each interval on which that is continuous: x has for (sign x)².
    """
    is_refuted = verdict.status is Status.INCORRECT and isinstance(verdict.evidence, Witness)
    point = getattr(verdict.evidence, "point", {}).get(x) if is_refuted else None
    if point is None or slope.has(*_JUMPING) or depth > _MOST_STEPS:
        return verdict
    if not any(part.args[0].subs(x, point) == 0 for part in f.atoms(sp.sign, sp.Heaviside)):
        return verdict
    where = domain.get(x, sp.S.Reals)
    for direction, side in ((-1, sp.Interval.open(-sp.oo, point)), (1, sp.Interval.open(point, sp.oo))):
        beside, within = _on_one_side(f, x, point, direction), {**domain, x: where.intersect(side)}
        found = equivalence(slope, beside, variable=x, domain=within)
        found = off_the_steps(slope, beside, x, within, found, depth + 1)
        if found.status is not Status.CORRECT:
            return found
    return Verdict(Status.CORRECT, Proof(f"the derivative on both sides of {x} = {point}"), explanation="Correct.")


_MOST_STEPS = 4


def _on_one_side(expr: Any, x: Any, point: Any, direction: int) -> Any:
    """Return an expression with the signs and absolute values of c·(x − point) as they are on one side of the point."""
    table = {}
    for part in expr.atoms(sp.sign, sp.Abs):
        inside = sp.expand(part.args[0])
        if inside.is_polynomial(x) and sp.degree(inside, x) == 1 and inside.subs(x, point) == 0:
            sign = sp.sign(inside.coeff(x)) * direction
            table[part] = sign if isinstance(part, sp.sign) else sign * inside
    return expr.xreplace(table)
