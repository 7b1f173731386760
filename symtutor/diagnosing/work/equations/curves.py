"""Equations in y′ and y″ on a curve, slopes and tangent lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.on_curves import judge_on_curve
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsFunction
from symtutor.diagnosing.work.verdicts import UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Chain, Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_on_the_curve", "slopes_on", "with_primes"]

Judged = tuple[Finding, Context]
_X, _Y, _Y1, _Y2 = sp.Symbol("x"), sp.Symbol("y"), sp.Symbol("y'"), sp.Symbol("y''")
_TOTAL = {_Y: _Y1, _Y1: _Y2}


def slopes_on(curve: Any) -> tuple[Any, Any]:
    """Return y′ and y″ on a curve F(x, y) = 0.

    Examples
    --------
    >>> slopes_on(_X**2 + _Y**2 - 1)[0]
    -x/y
    """
    first = -sp.diff(curve, _X) / sp.diff(curve, _Y)
    return first, sp.diff(first, _X) + sp.diff(first, _Y) * first


def judge_on_the_curve(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation on a curve: y′ and y″ are letters for what follows, and functions of x and y for what is true."""
    values = [with_primes(world.raw(side, part, context)) for side in sides]
    return _judge_equation(part, values, line, context, world)


def judge_curve_chain(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an expression on a curve: after "=" another right side of the last equation, else the beginning of a chain."""
    values = [with_primes(world.raw(side, part, context)) for side in sides]
    is_continued = part.term is not None and part.term.head is sp.Eq
    if not is_continued or context.chain is None or any(not isinstance(v, sp.Expr) for v in values):
        begun = Chain(line.number, values[-1], AsFunction(), values[0], sides[0])
        return Finding(part, Role.VALUE, UNKNOWN, counts=False), context.having(chain=begun)
    return _judge_equation(part, [context.chain.reference, *values], line, context, world)


def _judge_equation(part: Part, values: Sequence[Any], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation between expressions in x, y, y′ and y″."""
    curve = world.target.curve
    point = world.target.point
    if any(not isinstance(v, sp.Expr) for v in values):
        return _slope_at(part, values, line, context, world)
    line_of = _solved_line(values) if point and len(values) == 2 and line.number > 1 else None
    if line_of is not None:
        return _tangent(part, line_of, context, world)
    first, second = slopes_on(curve)
    meaning = {_Y2: second, _Y1: first}
    branch = _branch_of(values, context, curve)
    truths = [_true(a, b, meaning, curve, branch) for a, b in itertools.pairwise(values)]
    truth = next((v for v in truths if v.status is not Status.CORRECT), truths[-1] if truths else UNKNOWN)
    if truth.status is Status.INCORRECT and set(point) == {_X, _Y}:
        truth = _at_point(values, meaning, point)
    equation = values[0] - values[-1]
    context = context.having(chain=Chain(line.number, values[-1], AsFunction(), values[0]))
    link, follows = _follows(equation, context, curve)
    return Finding(part, Role.EQUATION, truth, follows, link), context.having(equations=(*context.equations, (line.number, equation)))


def _solved_line(values: Sequence[Any]) -> Any:
    """Return what the equation of a line gives for y, as that of y − 4 = 2(x − 3); None for other equations."""
    gap = sp.expand(values[0] - values[1])
    if gap.free_symbols - {_X} != {_Y} or not gap.is_polynomial(_X, _Y) or sp.Poly(gap, _X, _Y).total_degree() > 1:
        return None
    return -gap.subs(_Y, 0) / gap.coeff(_Y)


def with_primes(value: sp.Basic) -> sp.Basic:
    """Return an expression with dy/dx and y′(x) as the letter y′."""
    if not isinstance(value, sp.Expr):
        return value
    value = value.replace(
        lambda e: isinstance(e, sp.Derivative) and e.expr not in {_Y, _Y1} and e.variables == (_X,),
        lambda e: _along(with_primes(e.expr)),
    )
    return value.replace(
        lambda e: isinstance(e, sp.Derivative) and e.expr == _Y and e.variables[0] == _X,
        lambda e: {1: _Y1, 2: _Y2}.get(len(e.variables), e),
    )


def _branch_of(values: Sequence[Any], context: Context, curve: Any) -> Any:
    """Return g(x) of a line y = g(x), this one or an earlier one, that runs on the curve; None where there is none."""
    solved = [_Y - gap for _, gap in context.equations if sp.expand(gap - _Y).free_symbols == {_X}]
    if len(values) == 2 and values[0] == _Y and values[1].free_symbols == {_X}:
        solved.append(values[1])
    return next((g for g in reversed(solved) if same_value(curve.subs(_Y, g), sp.S.Zero, {})), None)


def _true(left: Any, right: Any, meaning: dict[Any, Any], curve: Any, branch: Any) -> Verdict:
    a, b = (e.subs(_Y2, meaning[_Y2]).subs(_Y1, meaning[_Y1]) for e in (left, right))
    if branch is not None:
        on_it = same_value(a.subs(_Y, branch), b.subs(_Y, branch), {})
        if on_it:
            return on_it
    if a.free_symbols | b.free_symbols <= {_X, _Y} | curve.free_symbols:
        same = same_value(a, b, {}) if not (a - b).has(_Y) else None
        if same is not None and same.status is Status.CORRECT:
            return same
        return judge_on_curve(sp.together(a - b), sp.S.Zero, curve, {})
    return UNKNOWN


def _at_point(values: Sequence[Any], meaning: dict[Any, Any], point: Mapping[Any, Any]) -> Verdict:
    """Judge an equation that does not hold along the curve at the point of the problem."""
    first, *others = (e.subs(_Y2, meaning[_Y2]).subs(_Y1, meaning[_Y1]).subs(point) for e in values)
    verdicts = [same_value(first, other, {}) for other in others]
    return next((v for v in verdicts if v.status is not Status.CORRECT), verdicts[0] if verdicts else UNKNOWN)


def _follows(equation: sp.Basic, context: Context, curve: Any) -> tuple[Link | None, Verdict]:
    """Return from which earlier equation one follows: the same with letters solved for, or the derivative of one along x."""
    first: Verdict | None = None
    for number, earlier, by in _earlier(context, curve):
        verdict = _implied(equation, earlier, curve, context)
        first = verdict if first is None else first
        if verdict.status is Status.CORRECT:
            return Link(number, by), verdict
    return None, UNKNOWN if first is None else first


def _earlier(context: Context, curve: sp.Expr) -> Iterator[tuple[int, sp.Expr, Relation]]:
    for number, earlier in reversed(context.equations):
        yield number, earlier, Relation.EQUIVALENT
    for number, earlier in reversed(context.equations):
        if not earlier.has(_Y2):
            yield number, _along(earlier), Relation.DIFFERENTIATED
    yield 0, _along(curve), Relation.DIFFERENTIATED


def _along(expr: sp.Basic) -> sp.Expr:
    """Return the derivative of an expression in x, y and y′ along the curve."""
    return sp.diff(expr, _X) + sum((sp.diff(expr, s) * d for s, d in _TOTAL.items()), sp.S.Zero)


def _implied(equation: sp.Basic, earlier: sp.Expr, curve: sp.Expr, context: Context) -> Verdict:
    """Judge whether an equation holds wherever an earlier one does, by solving that for the highest derivative in it."""
    for letter in (_Y2, _Y1):
        if not earlier.has(letter):
            continue
        slope, rest = sp.diff(earlier, letter), earlier.subs(letter, 0)
        if slope.has(letter):
            return UNKNOWN
        found = equation.subs(letter, -rest / slope)
        if found.has(_Y1) and letter == _Y2:
            plain = _plain_slope(context)
            verdict = same_value(found, sp.S.Zero, {})
            if verdict.status is Status.CORRECT or plain is None:
                return verdict
            found = found.subs(_Y1, plain)
        verdict = same_value(sp.together(found), sp.S.Zero, {})
        if verdict.status is Status.CORRECT:
            return verdict
        return judge_on_curve(sp.together(found), sp.S.Zero, curve, {}) if found.free_symbols <= {_X, _Y} else verdict
    return UNKNOWN


def _plain_slope(context: Context) -> Any:
    for _, earlier in reversed(context.equations):
        if earlier.has(_Y1) and not earlier.has(_Y2) and not sp.diff(earlier, _Y1).has(_Y1):
            return -earlier.subs(_Y1, 0) / sp.diff(earlier, _Y1)
    return None


def _slope_at(part: Part, values: Sequence[Any], line: Line, context: Context, world: World) -> Judged:
    """Judge "slope at (1, 1) = m"."""
    if len(values) == 2 and isinstance(values[0], sp.Tuple) and len(values[0]) == 2 and isinstance(values[1], sp.Expr):
        at = dict(zip((_X, _Y), values[0], strict=True))
        truth = same_value(slopes_on(world.target.curve)[0].subs(at), values[1], {})
        return _with_last_slope(part, values[1], at, truth, line, context)
    return Finding(part, Role.REMARK, UNKNOWN, counts=False), context


def _with_last_slope(part: Part, value: Any, at: dict[Any, Any], truth: Verdict, line: Line, context: Context) -> Judged:
    for number, earlier in reversed(context.equations):
        if earlier.has(_Y1) and not earlier.has(_Y2):
            follows = same_value(earlier.subs(at).subs(_Y1, value), sp.S.Zero, {})
            link = Link(number, Relation.PUT_IN) if follows.status is Status.CORRECT else None
            return Finding(part, Role.ANSWER, truth, follows, link), context.having(slope=(line.number, value))
    return Finding(part, Role.ANSWER, truth, UNKNOWN), context


def _tangent(part: Part, right: Any, context: Context, world: World) -> Judged:
    """Judge a tangent line y = m x + b at the point of the problem."""
    point = world.target.point
    a, b = point[_X], point[_Y]
    slope = slopes_on(world.target.curve)[0].subs(point)
    truth = same_value(b + slope * (_X - a), right, {})
    said = context.slope
    link = None
    if said is not None and same_value(b + said[1] * (_X - a), right, {}).status is Status.CORRECT:
        link = Link(said[0], Relation.PUT_IN)
    follows = Verdict(Status.CORRECT, Proof("the line through the point with this slope")) if link else truth
    if truth.status is Status.INCORRECT and same_value(right.subs(_X, a), b, {}).status is Status.INCORRECT:
        truth = wrong("the line does not pass through the point")
    return Finding(part, Role.ANSWER, truth, follows, link), context
