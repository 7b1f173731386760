"""How a problem under constraints is told: the Lagrangian, its conditions, each case and what becomes of it, and the conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import tidy
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.program import Program
from symtutor.goals.core import equal_chain
from symtutor.goals.vectors import grad, hess, partial_of
from symtutor.rule import Bindings, Relation, Said
from symtutor.term import ZERO, Negation, Term, apply_head, as_term, quote, total
from symtutor.textbook import written

__all__ = ["program_of", "told"]


def program_of(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any) -> Program:
    """Return the problem as a minimum: a maximum of f is a minimum of −f."""
    return Program(sense * f, tuple(inequalities), tuple(equations), tuple(variables))


def _why(answer: Any, program: Program) -> str:
    """Return why the best of the points is what it is said to be."""
    word, lower = ("maximum", "greatest") if answer.sense == -1 else ("minimum", "least")
    if answer.reason == "convex" and not program.inequalities and not program.equations:
        return f"f is {'concave' if answer.sense == -1 else 'convex'}, so a point where ∇f = 0 is a global {word}"
    if answer.reason == "log-convex":
        return f"with x = e^u the problem is convex in the logarithms u, so a point that satisfies the conditions is a global {word}"
    if answer.reason == "convex":
        shape = "concave" if answer.sense == -1 else "convex"
        place = " on the solutions of the equations" if program.equations and not is_convex(program.objective, program.variables) else ""
        return f"f is {shape}{place} and the feasible set is convex, so a point that satisfies the conditions is a global {word}"
    if answer.reason == "unknown" or answer.status == "candidate":
        return f"that a {word} exists is not proved here: this is the {lower} value among the points that satisfy the conditions"
    if answer.reason == "compact":
        return f"the feasible set is closed and bounded, so a {word} exists, and it is among these points"
    if answer.reason == "bounded":
        side = "above" if answer.sense == -1 else "below"
        return f"f is quadratic and bounded {side} on a set with flat sides, so a {word} exists (Frank and Wolfe), among these points"
    side = "falls below" if answer.sense == -1 else "grows beyond"
    place = " on the solutions of the equations" if program.equations else ""
    return f"f {side} all bounds in every direction{place}, so a {word} exists, and it is among these points"


def told(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    """Yield the lines of the conclusion of a problem under constraints; one with strict ones may be closed first."""
    if not bindings["strict"] or len(answer.certificate) != 1:
        yield from _told(bindings, values, answer)
        return
    closed = answer.certificate[0]
    strict = tuple(bindings["strict"])
    for s in strict:
        yield Said(apply_head(sp.Gt, s, 0), ("a strict constraint: it is looked at with ≥ first",))
    yield from _told({**bindings, "inequalities": (*bindings["inequalities"], *strict), "strict": ()}, values, closed)
    if answer.place:
        place = dict(zip(bindings["variables"], answer.place, strict=True))
        for s in strict:
            yield Said(apply_head(sp.Gt, s.xreplace(place), 0), ("so the point satisfies the strict constraint ", apply_head(sp.Gt, s, 0)))
    elif answer.status == "not attained":
        words = "a strict constraint has a positive multiplier, so f comes near this value and never takes it"
        bound = apply_head(sp.Gt if answer.sense == 1 else sp.Lt, sp.Function("f")(*bindings["variables"]), answer.value)
        yield Said(bound, (words,), Relation.IMPLIES)


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f, sense, variables = bindings["f"], bindings["sense"], bindings["variables"]
    program = program_of(f, bindings["inequalities"], bindings["equations"], variables, sense)
    letter = sp.Function("L")(*variables)
    lams = [sp.Symbol(f"lambda_{i + 1}") for i in range(len(program.inequalities))]
    nus = [sp.Symbol(f"nu_{i + 1}") for i in range(len(program.equations))]
    if sense == -1:
        negated = Term(Negation, (as_term(sp.Function("f")(*variables)),))
        yield Said(Term(sp.Eq, (negated, as_term(-f))), ("is minimized: the greatest value of f is minus the least value of −f",))
    for i, g in enumerate(program.inequalities):
        yield Said(apply_head(sp.Ge, g, 0), (f"constraint {i + 1}",))
    for i, h in enumerate(program.equations):
        yield Said(apply_head(sp.Eq, h, 0), (f"equation {i + 1}",))
    for s in bindings["strict"]:
        yield Said(apply_head(sp.Gt, s, 0), ("strict: never active, so without a multiplier",))
    if answer.status in {"infeasible", "unbounded"}:
        yield from _without_minimum(program, answer)
        return
    if not lams and not nus:
        for v in variables:
            slope = Term(partial_of, (as_term(sp.Symbol("f")), as_term(v)))
            yield Said(Term(equal_chain, (slope, as_term(sp.diff(f, v)), ZERO)), ("∇f = 0, the part in ", as_term(v)))
        yield from _ending(answer, program, variables, lams, sense)
        return
    held = list(zip([*lams, *nus], [*program.inequalities, *program.equations], strict=True))
    whole = _lagrangian(program.objective, held)
    linear = ("; linear constraints need no qualification: multipliers exist at every minimum",) if program.is_affine else ()
    yield Said(Term(sp.Eq, (as_term(letter), whole)), ("the Lagrangian, with all λ ≥ 0" if lams else "the Lagrangian", *linear))
    if answer.qualification == "Slater":
        yield Said(
            apply_head(sp.Eq, sp.Tuple(*variables), answer.qualified[1]),
            ("Slater's condition: every nonlinear constraint is strict at this point, so multipliers exist at every minimum",),
        )
    lagrangian = program.objective - sp.Add(*(m * g for m, g in held))
    for v in variables:
        slope = Term(partial_of, (as_term(sp.Symbol("L")), as_term(v)))
        yield Said(Term(equal_chain, (slope, as_term(sp.diff(lagrangian, v)), ZERO)), ("stationarity in ", as_term(v)))
    if lams:
        is_one = len(lams) == 1
        shown = (lams[0], program.inequalities[0]) if is_one else (sp.Symbol("lambda_i"), sp.Symbol("g_i"))
        each = "" if is_one else "for each constraint g_i ≥ 0, "
        yield Said(
            Term(sp.Eq, (Term(sp.Mul, tuple(map(as_term, shown))), ZERO)),
            (f"slackness: {each}{'λ₁' if is_one else 'λ_i'} is 0 or the constraint is active",),
        )
    yield from _ending(answer, program, variables, lams, sense)


_OUT = frozenset({"none feasible", "negative multiplier", "outside", "violated"})  # cases that cannot be the optimum
_MANY = 8  # cases up to which each has a line


def _ending(answer: Any, program: Program, variables: Any, lams: Any, sense: Any) -> Iterator[Said]:
    """Yield the cases and what follows from them."""
    cases = [c for c in answer.cases if str(c.verdict) != "no solution"]
    if len(cases) > _MANY:
        yield from (replace(said, aside=bool(answer.place)) for said in _by_reason(cases, lams))
        cases = [c for c in cases if str(c.verdict) not in {"negative multiplier", "violated"}]
    for same in _alike(cases):
        is_out = bool(answer.place) and str(same[0].verdict) in _OUT
        yield from (replace(said, aside=is_out) for said in _case(same, variables, lams, sense))
    contradicting = [c.active for c in answer.cases if str(c.verdict) == "no solution"]
    if contradicting:
        named = "; ".join(_named(active, lams) for active in contradicting)
        named = f"the active sets {_sets(contradicting)}" if len(contradicting) > _MANY else named
        yield Said(as_term(sp.S.EmptySet), (f"{named}: these equations contradict each other",), aside=bool(answer.place))
    if not answer.place:
        yield Said(as_term(sp.S.EmptySet), ("no solution of the conditions was found; whether there is an optimum is not decided here",))
        return
    yield from _best(program, answer)


def _alike(cases: Iterable[Any]) -> list[list[Any]]:
    """Return cases that give one point with the same multipliers and end in the same way together."""
    groups: dict[Any, list[Any]] = {}
    for k, case in enumerate(cases):
        pulling = tuple((i, m) for i, m in zip(case.active, case.lams, strict=False) if m != 0)
        rest = tuple(case.lams)[len(case.active) :]
        groups.setdefault((case.place, case.verdict, case.evidence, pulling, rest) if case.place else k, []).append(case)
    return list(groups.values())


def _sets(actives: Iterable[Any]) -> str:
    return ", ".join("{" + ", ".join(map(str, active)) + "}" for active in actives)


def _by_reason(cases: Iterable[Any], lams: Any) -> Iterator[Said]:
    """Yield a line for each reason for which active sets die: the multiplier that is negative, the constraint that is violated."""
    reasons: dict[tuple[str, int], list[Any]] = {}
    for case in cases:
        if str(case.verdict) in {"negative multiplier", "violated"}:
            reasons.setdefault((str(case.verdict), int(case.evidence[0])), []).append(case)
    for (what, index), dead in sorted(reasons.items(), key=lambda item: (item[0][0] != "violated", item[0][1])):
        is_sign = what == "negative multiplier"
        pieces: list[Any] = []
        for same in _alike(dead):
            value = (apply_head(sp.Eq, lams[index - 1], same[0].evidence[1]), " at ") if is_sign else ()
            pieces.extend(["; " if pieces else "", f"{_sets(c.active for c in same)}: ", *value, as_term(sp.Tuple(*same[0].place))])
        head = (
            (as_term(lams[index - 1]), " would be negative for the active sets ")
            if is_sign
            else (f"constraint {index} is violated by the active sets ",)
        )
        yield Said(as_term(sp.S.EmptySet), (*head, *pieces))


def _lagrangian(objective: Any, held: Iterable[tuple[Any, Any]]) -> Term:
    """Return the objective minus each multiplier times its constraint, as it is written."""
    first = written(objective)
    parts = first.args if first.head is sp.Add else (first,)
    return total([*parts, *(-Term(sp.Mul, (as_term(m), as_term(g))) for m, g in held)])


def _without_minimum(program: Program, answer: Any) -> Iterator[Said]:
    if answer.status == "infeasible" and len(answer.certificate) == 2 and hasattr(answer.certificate[1], "place"):
        number, best = int(answer.certificate[0]), answer.certificate[1]
        g = (program.inequalities if number > 0 else program.equations)[abs(number) - 1]
        word = "greatest" if best.sense == -1 else "least"
        asked = "at least 0" if number > 0 else "0"
        yield Said(
            apply_head(sp.Le if best.sense == -1 else sp.Ge, g, best.value),
            (f"its {word} value among the points that satisfy the other constraints, and it must be {asked}: no point satisfies them all",),
            Relation.IMPLIES,
        )
        return
    if answer.status == "infeasible":
        rows = [*program.equations, *program.inequalities]
        parts = [m * g for m, g in zip(answer.certificate, rows, strict=True) if m != 0]
        held = [(m, g) for m, g in zip(answer.certificate, rows, strict=True) if m != 0]
        shown = total([as_term(g) if m == 1 else Term(sp.Mul, (as_term(m), as_term(g))) for m, g in held])
        yield Said(
            Term(sp.Eq, (shown, as_term(sp.expand(sp.Add(*parts))))),
            ("a combination of the constraints that must be ≥ 0 and is negative: no point satisfies them all",),
            Relation.IMPLIES,
        )
        return
    start, ray = answer.certificate
    t = sp.Symbol("t")
    line = tuple(a + t * d for a, d in zip(start, ray, strict=True))
    along = sp.expand(program.objective.xreplace(dict(zip(program.variables, line, strict=True))))
    yield Said(_point(program.variables, line), ("satisfies every constraint for all t ≥ 0",))
    yield Said(apply_head(sp.Eq, sp.Symbol("f"), along), ("falls beyond all bounds as t grows: there is no minimum",), Relation.IMPLIES)


def _point(variables: Any, place: Any) -> Term:
    """Return the equation of a point; of one variable without brackets."""
    sides = [side[0] if len(side) == 1 else sp.Tuple(*side) for side in (tuple(variables), tuple(place))]
    return apply_head(sp.Eq, *sides)


def _case(same: Sequence[Any], variables: Any, lams: Any, sense: Any) -> Iterator[Said]:
    """Yield what becomes of a case; of several that give one point, once."""
    case = same[0]
    head = f"{'; '.join(_named(c.active, lams) for c in same)}: " if lams else ""
    what = str(case.verdict)
    if not case.place:
        words = {
            "none feasible": "infinitely many solutions, and none of them satisfies the other conditions",
            "infinitely many": "infinitely many solutions: some of them, with every value that f has there, are looked at",
            "not solved": "the equations were not solved",
        }[what]
        off = [m for k, m in enumerate(lams) if k + 1 not in case.active]
        shown = Term(equal_chain, (*map(as_term, off), ZERO)) if len(off) > 1 else apply_head(sp.Eq, off[0], 0) if off else None
        yield Said(as_term(sp.S.EmptySet) if shown is None else shown, (f"{head}{words}",))
        return
    place = _point(variables, case.place)
    if what == "irregular":
        yield Said(place, ("the gradients of active constraints are dependent here, so there may be no multipliers: looked at by itself",))
    elif what == "negative multiplier":
        index, lam = case.evidence
        yield Said(place, (head, "but ", apply_head(sp.Eq, sp.Symbol(f"lambda_{index}"), lam), " < 0"))
    elif what == "outside":
        gap, value = case.evidence
        yield Said(place, (head, "but ", apply_head(sp.Gt, gap, 0), " fails: its left side is ", quote(value)))
    elif what == "violated":
        index, value = case.evidence
        yield Said(place, (f"{head}but constraint {index} is violated: its left side is ", quote(value)))
    else:
        names = [*(sp.Symbol(f"lambda_{i}") for i in case.active), *(sp.Symbol(f"nu_{k + 1}") for k in range(len(case.lams)))]
        numbers = [p for n, m in zip(names, case.lams, strict=False) for p in (", ", apply_head(sp.Eq, n, m))]
        is_free = not lams and not numbers
        yield Said(place, ("the solution",) if is_free else (f"{head}satisfies all conditions", *numbers))
        yield from _bent(case, sense, variables, is_free=is_free)


def _bent(case: Any, sense: Any, variables: Any, *, is_free: bool) -> Iterator[Said]:
    """Yield the Hessian of L on the tangent space of the active constraints, and what follows from it."""
    if not case.evidence:
        return
    word = "minimum" if sense == 1 else "maximum"
    shape, matrix = str(case.evidence[0]), case.evidence[1]
    if shape == "no direction":
        yield Said(as_term(sp.S.EmptySet), (f"no direction is left in which the active constraints stay equal to 0: a local {word}",))
        return
    turned = ": a local minimum of −f" if sense == -1 else ""  # L is made of −f
    kinds = {"positive definite": f"{turned}: a local {word}", "indefinite": f": no local {word}"}
    if matrix.shape == (1, 1) and len(case.evidence) > 2:
        yield Said(*_along(case.evidence[2], matrix[0, 0], kinds, shape))
        return
    is_number = matrix.shape == (1, 1)
    told = {"positive definite": "positive", "indefinite": "negative", "not definite": "negative"}.get(shape, "0") if is_number else shape
    there = Term(sp.Function("f" if is_free else "L"), tuple(map(as_term, case.place)))
    bent = Term(hess, (there, as_term(sp.Tuple(*variables))))
    where = "" if is_free else "on the tangent space of the active constraints: "
    yield Said(
        Term(sp.Eq, (bent, as_term(matrix[0, 0] if is_number else matrix))),
        (f"{where}{told}{kinds.get(shape, ', which decides nothing')}",),
    )


def _along(basis: Any, second: Any, kinds: dict[str, str], shape: str) -> tuple[Term, tuple[Any, ...]]:
    """Return the second derivative of L along the only direction in which the active constraints stay 0, and what it says."""
    t = sp.Symbol("t")
    bent = Term(sp.Derivative, (as_term(sp.Symbol("L")), as_term(t), as_term(2)))
    direction = as_term(sp.Tuple(*basis))
    told = kinds.get(shape, ", which decides nothing")
    told = ", whose sign is not told here" if shape == "unknown" else told
    words = ("along t·", direction, f", the direction in which the active constraints stay 0{told}")
    return Term(sp.Eq, (bent, as_term(second))), words


def _named(active: Any, lams: Any) -> str:
    """Return how a case is called: constraints 1 and 3 active."""
    numbers = [str(i) for i in active]
    if not numbers:
        return "no constraint active" if len(lams) > 1 else "constraint 1 not active"
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"constraint{'s' * (len(numbers) > 1)} {listed} active"


def _best(program: Program, answer: Any) -> Iterator[Said]:
    place = dict(zip(program.variables, answer.place, strict=True))
    yield from _independence(program, answer, place)
    word = {"minimum": "the minimum", "maximum": "the maximum"}.get(answer.status, "the best candidate")
    yield Said(
        Term(sp.Eq, (Term(sp.Function("f"), tuple(map(as_term, answer.place))), as_term(answer.value))),
        (f"{word}: {_why(answer, program)}",),
        Relation.IMPLIES,
    )
    if answer.dual is not sp.nan and (program.inequalities or program.equations):
        letters = [sp.Symbol(f"lambda_{k}" if k > 0 else f"nu_{-k}") for k in _signed(program)]
        yield Said(
            apply_head(sp.Eq, sp.Function("q")(*letters), answer.dual),
            ("the dual value, the least value of L over all points at these multipliers, where L is convex; the gap is ", _zero(answer)),
        )


def _signed(program: Program) -> list[int]:
    """Return the numbers of the inequalities, and those of the equations with a minus sign."""
    return [*range(1, len(program.inequalities) + 1), *(-k for k in range(1, len(program.equations) + 1))]


def _zero(answer: Any) -> Term:
    return Term(sp.Eq, (Term(sp.Add, (as_term(answer.value), as_term(-answer.dual))), as_term(tidy(answer.value - answer.dual))))


def _independence(program: Program, answer: Any, place: dict[Any, Any]) -> Iterator[Said]:
    """Yield the gradients of the active constraints at the point, where their independence is what makes multipliers exist."""
    if answer.qualification not in {"LICQ", "none"}:
        return
    held = [*(program.inequalities[int(i) - 1] for i in answer.qualified[1]), *program.equations]
    words = (
        "independent (LICQ), so multipliers exist there" if answer.qualification == "LICQ" else "dependent: no qualification holds there"
    )
    for k, g in enumerate(held):
        slopes = sp.Tuple(*(tidy(sp.diff(g, v).xreplace(place)) for v in program.variables))
        named = Term(grad, (as_term(g), as_term(sp.Tuple(*program.variables))))
        conclusion = (f"; the gradients of the active constraints are {words}",) if k == len(held) - 1 else ()
        yield Said(Term(sp.Eq, (named, as_term(slopes))), ("at the point", *conclusion))
