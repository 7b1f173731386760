"""Problems under constraints in which one variable is left: its extrema, with limits at open ends, decide them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, tidy
from symtutor.algorithms.optimization.one_left import Line, conditions_left, halfline, is_settled, lines_of, optimum_of
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Extrema, ExtremaOf, ExtremePoint, MinimumOf, Optimum, Solve, SolveInequality
from symtutor.rule import Bindings, Mistake, Procedure, Relation, Said, unquoted
from symtutor.term import Term, apply_head, as_term

__all__ = ["ONE_LEFT"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _when(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, inequalities, equations, variables, _sense, _order, strict = goal.args
    if any(e.free_symbols - set(variables) for e in (f, *inequalities, *equations, *strict)):
        return
    is_bent = any(e.has(sp.Abs, sp.Max, sp.Min, sp.sign) for e in (f, *inequalities, *strict))
    is_done = not is_bent and is_settled(*goal.args)
    if is_done and not optimum_of(*goal.args).place.has(sp.CRootOf):
        return  # roots of polynomials without a name of their own may have one with one letter less
    for line in lines_of(f, tuple(inequalities), tuple(equations), tuple(strict), tuple(variables)):
        found = _domain(f, inequalities, equations, strict, line, context)
        if found is None:
            continue
        domain, asked = found
        inside = _written_out(f.xreplace(dict(line.values))) if equations else f
        extrema: tuple[Goal, ...] = ()
        if domain is not sp.S.EmptySet:
            if line.variable not in inside.free_symbols:
                continue
            extrema = (ExtremaOf(inside, line.variable, domain),)
            best = context.value(extrema[0])
            if best is None or best.infimum is sp.nan or best.supremum is sp.nan or (is_done and best.has(sp.CRootOf)):
                continue
        values = sp.Tuple(*line.values.values())
        yield {"goal": goal, "x": line.variable, "line": values, "domain": domain, "asked": (*asked, *extrema)}
        return


def _written_out(expr: Any) -> Any:
    """Return an expression as a sum of powers where it is one, else in a short form."""
    spread = sp.expand(expr)
    is_sum = all(len(sp.Add.make_args(sp.fraction(t)[1])) == 1 for t in sp.Add.make_args(spread))
    return spread if is_sum and spread.is_rational_function() else tidy(expr)


def _domain(f: Any, inequalities: Any, equations: Any, strict: Any, line: Line, context: Context) -> tuple[Any, tuple[Goal, ...]] | None:
    """Return where the variable may lie, with the inequalities that were solved for that."""
    conditions = conditions_left(f, inequalities, equations, strict, line)
    if conditions is None:
        return None
    x = line.variable
    whole: Any = sp.S.Reals
    asked: list[Goal] = []
    for gap, relation in conditions:
        part = halfline(gap, x, relation)
        if part is None:
            if gap.free_symbols != {x}:
                return None
            goal = (
                Solve(gap, sp.S.Zero, x, sp.S.Reals)
                if relation == "!="
                else SolveInequality(gap, sp.S.Zero, x, sp.S.Reals, sp.Symbol(relation))
            )
            value = context.value(goal)
            if value is None or value.free_symbols - {x}:
                return None
            part = sp.Complement(sp.S.Reals, sp.FiniteSet(*value.values)) if relation == "!=" else value.set
            asked.append(goal)
        whole = whole.intersect(part)
    return None if isinstance(whole, sp.Intersection | sp.ConditionSet) else (whole, tuple(dict.fromkeys(asked)))


def _concluded(variables: Any, sense: Any, line: Any, *found: Any) -> Optimum:
    """Return the optimum from the extrema in the variable that is left; without these the domain is empty."""
    many = bool(found) and hasattr(found[-1], "infimum") and (found[-1].period != 0 or any(p.sign == 0 for p in found[-1].slopes))
    reason = "one variable, level" if many else "one variable"

    def record(place: Any, height: Any, outcome: str, ties: Any = ()) -> Optimum:
        return Optimum(variables, place, height, (), sense, outcome, reason, (), (), ties, sp.nan, (sp.Symbol("unknown"), ()))

    if not found or not hasattr(found[-1], "infimum"):
        return record((), sp.nan, "infeasible")
    best = found[-1]
    bound, kind = (best.infimum, "local minimum") if sense == 1 else (best.supremum, "local maximum")
    if bound in {sp.oo, -sp.oo}:
        return record((), bound, "unbounded")
    x = next(v for v in line if isinstance(v, sp.Symbol))
    places = [sp.Tuple(*(tidy(c.xreplace({x: p.x})) for c in line)) for p in best.points if p.kind == kind and p.scope == "global"]
    places += [sp.Tuple(*(tidy(c.xreplace({x: p.x})) for c in line)) for p in best.points if not places and p.value == bound]
    if not places:
        return record((), bound, "not attained")
    return record(places[0], bound, "minimum" if sense == 1 else "maximum", tuple(places))


def _inside_only(variables: Any, sense: Any, line: Any, *found: Any) -> Any:
    """Return what is said by who looks at the places with slope 0 alone, and at no end."""
    best = found[-1] if found and hasattr(found[-1], "infimum") else None
    inner = [p for p in best.points if str(p.test) != "end"] if best is not None else []
    if best is None or not inner:
        return _concluded(variables, sense, line, *found)
    heights = sorted((p.value for p in inner), key=lambda v: sense * numeric(v))
    kind = "local minimum" if sense == 1 else "local maximum"
    points = tuple(ExtremePoint(p.x, p.value, kind, "global" if p.value == heights[0] else "local", p.test) for p in inner)
    bounds = (heights[0], heights[-1]) if sense == 1 else (heights[-1], heights[0])
    return _concluded(variables, sense, line, Extrema(points, (), best.slopes, best.bends, (), *bounds, best.period))


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    goal, x, line, domain = (bindings[k] for k in ("goal", "x", "line", "domain"))
    f, inequalities, equations, variables, _sense, _order, strict = goal.args
    yield Said(apply_head(sp.Eq, sp.Function("f")(*variables), f), ("the objective",))
    for gaps, head in ((inequalities, sp.Ge), (equations, sp.Eq), (strict, sp.Gt)):
        yield from (Said(apply_head(head, g, 0), ("a constraint",)) for g in gaps)
    for v, by in zip(variables, line, strict=True):
        if v != by:
            yield Said(apply_head(sp.Eq, v, by), ("by the equations",), Relation.IFF)
    if domain is sp.S.EmptySet:
        yield Said(as_term(sp.S.EmptySet), ("no number satisfies all the constraints",), Relation.IMPLIES)
        return
    yield Said(Term(sp.Contains, (as_term(x), as_term(domain))), ("where the constraints hold and f has a value",), Relation.IFF)
    word = "minimum" if answer.sense == 1 else "maximum"
    if answer.place:
        at = Term(sp.Eq, (Term(sp.Function("f"), tuple(map(as_term, answer.place))), as_term(answer.value)))
        yield Said(at, (f"the {word}: the {'least' if answer.sense == 1 else 'greatest'} value on this set",), Relation.IMPLIES)
        return
    name = sp.Function("inf" if answer.sense == 1 else "sup")
    told = "f has no bound" if answer.status == "unbounded" else "approached and not taken"
    yield Said(apply_head(sp.Eq, name(sp.Function("f")(*variables)), answer.value), (f"{told}: there is no {word}",), Relation.IMPLIES)


def _concluding(head: Any, goal: Any, line: Any, asked: Any) -> Term:
    goals = asked.args[0] if isinstance(asked, Term) else asked
    _f, _inequalities, _equations, variables, sense, _order, _strict = unquoted(goal).args
    return Term(head, (as_term(variables), as_term(sense), as_term(line), *(unquoted(g) for g in goals)))


ONE_VARIABLE = Procedure(
    id="optimize.one_variable_left",
    name="one variable is left",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda goal, x, line, domain, asked: unquoted(goal),
    right=lambda goal, x, line, domain, asked: _concluding(_concluded, goal, line, asked),
    told=_told,
    words="Where the equations leave one variable, the constraints say where it may lie; the extrema on this set, with the limits at its "
    "ends, tell the least and the greatest value.",
    why="The constraints leave one variable: find where it may lie, and the extrema of f as a function of it there.",
    cost=1,
    commit=True,
    samples=None,
    mistakes=(
        Mistake(
            "ends-forgotten",
            lambda goal, x, line, domain, asked: _concluding(_inside_only, goal, line, asked),
            "The least and the greatest value may lie at an end of the set, where the slope need not be 0.",
        ),
    ),
    source=f"{_STEWART}, sec. 4.7",
)

ONE_LEFT = (ONE_VARIABLE,)
