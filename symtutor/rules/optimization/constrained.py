"""Minima and maxima under constraints: Lagrange for equations, Karush, Kuhn and Tucker for inequalities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization import constrained as kkt
from symtutor.algorithms.optimization.existence import conclusion
from symtutor.algorithms.optimization.program import Program, violated
from symtutor.algorithms.optimization.qualification import independent_gradients, irregular_points, slater_point
from symtutor.algorithms.optimization.several_variables import is_convex
from symtutor.algorithms.optimization.signs import numeric, sign_of, tidy
from symtutor.goals.core import Goal
from symtutor.goals.optimization import ActiveSet, MinimumOf, Optimum
from symtutor.goals.vectors import Gradient
from symtutor.rule import Bindings, Procedure, Relation, Said
from symtutor.term import Term, apply_head, as_term, quote

__all__ = ["CONSTRAINED"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, ch. 5"


def _program(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any) -> Program:
    return Program(sense * f, tuple(inequalities), tuple(equations), tuple(variables))


def _when(goal: Goal, context: Any) -> Iterable[Bindings]:
    f, inequalities, equations, variables, sense, order = goal.args
    if any(context.value(Gradient(g, variables)) is None for g in (f, *inequalities, *equations)):
        return
    yield {"f": f, "inequalities": inequalities, "equations": equations, "variables": variables, "sense": sense, "order": order}


# ---- the cases -----------------------------------------------------------------------------------
def _optimum(f: Any, inequalities: Any, equations: Any, variables: Any, sense: Any, order: Any, *_gradients: Any) -> Optimum:
    program = _program(f, inequalities, equations, variables, sense)
    kind, certificate = conclusion(program)
    blank = sp.Tuple()
    qualified = _not_looked_at()

    def record(place: Any, height: Any, lams: Any, outcome: str, *rest: Any) -> Optimum:
        return Optimum(variables, place, height, lams, sense, outcome, kind, certificate, *rest, qualified)

    if kind == "infeasible":
        return record(blank, sp.nan, blank, "infeasible", blank, blank, sp.nan)
    if kind == "unbounded":
        return record(blank, -sense * sp.oo, blank, "unbounded", blank, blank, sp.nan)
    cases, found = _cases(program, only_first=kind == "convex" and len(program.inequalities) > kkt.MOST_SHOWN)
    slater = slater_point(program) if kind == "convex" and not program.is_affine else None
    irregular, are_all = ([], True) if slater is not None else irregular_points(program)
    for active, point in irregular:
        cases.append(ActiveSet(tuple(sp.Integer(i + 1) for i in active), point, (), "irregular", sp.Tuple()))
        found.append((point, None))
    if not found:
        return record(blank, sp.nan, blank, "no candidate", tuple(cases), blank, sp.nan)
    heights = [tidy(program.objective.xreplace(dict(zip(program.variables, p, strict=True)))) for p, _ in found]
    best = min(heights, key=lambda h: numeric(h))
    winners = [k for k, h in enumerate(heights) if sign_of(h - best) == 0]
    point, multipliers = found[winners[0]]
    qualified = _qualification(program, point, slater)
    lams = sp.Tuple() if multipliers is None else _in_order(multipliers, order, program)
    is_open = kind != "convex" and (not are_all or any(str(c.verdict) in {"infinitely many", "not solved"} for c in cases))
    outcome = "candidate" if kind == "unknown" or is_open else "minimum" if sense == 1 else "maximum"
    ties = tuple(dict.fromkeys(sp.Tuple(*found[k][0]) for k in winners))
    dual = kkt.dual_value(program, point, *multipliers) if kind == "convex" and multipliers is not None else sp.nan
    return record(sp.Tuple(*point), sense * best, lams, outcome, tuple(cases), ties, sense * dual if dual is not sp.nan else dual)


def _not_looked_at() -> Any:
    return sp.Tuple(sp.Symbol("unknown"), sp.Tuple())


def _qualification(program: Program, point: Any, slater: Any) -> Any:
    """Return the constraint qualification that holds, with the point or the active inequalities that show it."""
    if program.is_affine:
        return sp.Tuple(sp.Symbol("linear"), sp.Tuple())
    if slater is not None:
        return sp.Tuple(sp.Symbol("Slater"), sp.Tuple(*slater))
    active, is_independent = independent_gradients(program, dict(zip(program.variables, point, strict=True)))
    return sp.Tuple(sp.Symbol("LICQ" if is_independent else "none"), sp.Tuple(*(i + 1 for i in active)))


def _in_order(multipliers: Any, order: Any, program: Program) -> Any:
    """Return the multipliers in the order in which the constraints were given."""
    lams, nus = multipliers
    every = [lams.get(i, sp.S.Zero) for i in range(len(program.inequalities))]
    return sp.Tuple(*(every[int(k) - 1] if k > 0 else nus[-int(k) - 1] for k in order))


def _cases(program: Program, *, only_first: bool) -> tuple[list[Any], list[Any]]:
    """Return every active set with its outcome, and the points that satisfy all conditions with their multipliers."""
    cases: list[Any] = []
    points: list[Any] = []
    size = len(program.variables)
    for active in kkt.subsets(program):
        names = tuple(sp.Integer(i + 1) for i in active)
        solutions = kkt.case_of(program, active)
        if isinstance(solutions, str):
            face = kkt.on_a_face(program, active) if program.is_affine and program.is_convex else None
            if face is None:
                is_settled = program.is_affine and program.is_convex
                cases.append(ActiveSet(names, (), (), "none feasible" if is_settled else "infinitely many", sp.Tuple()))
                continue
            solutions = [face]
        if solutions is None:
            cases.append(ActiveSet(names, (), (), "not solved", sp.Tuple()))
            continue
        if not solutions:
            cases.append(ActiveSet(names, (), (), "no solution", sp.Tuple()))
        for solution in solutions:
            place, lams, nus = solution[:size], solution[size : size + len(active)], solution[size + len(active) :]
            verdict, evidence = _outcome(program, active, place, lams)
            cases.append(ActiveSet(names, tuple(place), tuple(lams) + tuple(nus), verdict, evidence))
            if verdict == "KKT point":
                if all(sign_of(sp.sympify(a) - b) == 0 for q, _ in points for a, b in zip(place, q, strict=True)) and points:
                    continue
                points.append((tuple(place), (dict(zip(active, lams, strict=True)), tuple(nus))))
                if only_first:
                    return cases, points
    return cases, points


def _outcome(program: Program, active: Any, place: Any, lams: Any) -> tuple[str, Any]:
    """Return whether a solution of a case satisfies the other conditions, or which one it fails with the number that shows it."""
    for i, lam in zip(active, lams, strict=True):
        if sign_of(lam) == -1:
            return "negative multiplier", sp.Tuple(sp.Integer(i + 1), lam)
    broken = violated(program, dict(zip(program.variables, place, strict=True)), active)
    if broken is not None:
        return "violated", sp.Tuple(sp.Integer(broken[0] + 1), broken[1])
    return "KKT point", sp.Tuple()


# ---- how it is told ------------------------------------------------------------------------------
def _why(answer: Any, program: Program) -> str:
    """Return why the best of the points is what it is said to be."""
    word, lower = ("maximum", "greatest") if answer.sense == -1 else ("minimum", "least")
    if answer.reason == "convex":
        shape = "concave" if answer.sense == -1 else "convex"
        place = " on the solutions of the equations" if program.equations and not is_convex(program.objective, program.variables) else ""
        return f"f is {shape}{place} and the feasible set is convex, so a point that satisfies the conditions is a global {word}"
    if answer.reason == "unknown" or answer.status == "candidate":
        return f"that a {word} exists is not proved here: this is the {lower} value among the points that satisfy the conditions"
    if answer.reason == "compact":
        return f"the feasible set is closed and bounded, so a {word} exists, and it is among these points"
    side = "falls below" if answer.sense == -1 else "grows beyond"
    place = " on the solutions of the equations" if program.equations else ""
    return f"f {side} all bounds in every direction{place}, so a {word} exists, and it is among these points"


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f, sense, variables = bindings["f"], bindings["sense"], bindings["variables"]
    program = _program(f, bindings["inequalities"], bindings["equations"], variables, sense)
    letter = sp.Function("L")(*variables)
    lams = [sp.Symbol(f"lambda_{i + 1}") for i in range(len(program.inequalities))]
    nus = [sp.Symbol(f"nu_{i + 1}") for i in range(len(program.equations))]
    if sense == -1:
        yield Said(as_term(-f), ("to be minimized: the greatest value of f is minus the least value of −f",))
    for i, g in enumerate(program.inequalities):
        yield Said(apply_head(sp.Ge, g, 0), (f"constraint {i + 1}",))
    for i, h in enumerate(program.equations):
        yield Said(apply_head(sp.Eq, h, 0), (f"equation {i + 1}",))
    if answer.status in {"infeasible", "unbounded"}:
        yield from _without_minimum(program, answer)
        return
    terms = [-m * g for m, g in zip([*lams, *nus], [*program.inequalities, *program.equations], strict=True)]
    whole = (
        Term(sp.Add, (as_term(program.objective), *(Term(sp.Mul, (as_term(t),)) for t in terms))) if terms else as_term(program.objective)
    )
    linear = ("; linear constraints need no qualification: multipliers exist at every minimum",) if program.is_affine else ()
    yield Said(Term(sp.Eq, (as_term(letter), whole)), ("the Lagrangian, with all λ ≥ 0" if lams else "the Lagrangian", *linear))
    if answer.qualification == "Slater":
        yield Said(
            apply_head(sp.Eq, sp.Tuple(*variables), answer.qualified[1]),
            ("Slater's condition: every nonlinear constraint is strict at this point, so multipliers exist at every minimum",),
        )
    lagrangian = program.objective + sp.Add(*terms)
    for v in variables:
        yield Said(apply_head(sp.Eq, sp.diff(lagrangian, v), 0), ("stationarity in ", as_term(v)))
    if lams:
        yield Said(
            apply_head(sp.Eq, sp.Symbol("lambda_i") * sp.Symbol("g_i"), 0), ("slackness: a multiplier is 0 or its constraint is active",)
        )
    for case in answer.cases:
        if str(case.verdict) != "no solution":
            yield from _case(case, variables, lams)
    contradicting = [sp.FiniteSet(*c.active) for c in answer.cases if str(c.verdict) == "no solution"]
    if contradicting:
        yield Said(as_term(sp.Tuple(*contradicting)), ("active sets whose equations contradict each other",))
    if not answer.place:
        yield Said(as_term(sp.S.EmptySet), ("no point satisfies the conditions",))
        return
    yield from _best(program, answer)


def _without_minimum(program: Program, answer: Any) -> Iterator[Said]:
    if answer.status == "infeasible":
        rows = [*program.equations, *program.inequalities]
        parts = [m * g for m, g in zip(answer.certificate, rows, strict=True) if m != 0]
        shown = Term(sp.Add, tuple(Term(sp.Mul, (as_term(m), as_term(g))) for m, g in zip(answer.certificate, rows, strict=True) if m != 0))
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
    yield Said(apply_head(sp.Eq, sp.Tuple(*program.variables), sp.Tuple(*line)), ("satisfies every constraint for all t ≥ 0",))
    yield Said(apply_head(sp.Eq, sp.Symbol("f"), along), ("falls beyond all bounds as t grows: there is no minimum",), Relation.IMPLIES)


def _case(case: Any, variables: Any, lams: Any) -> Iterator[Said]:
    named = ", ".join(str(i) for i in case.active)
    head = f"case active {{{named}}}: " if lams else ""
    what = str(case.verdict)
    if not case.place:
        words = {
            "none feasible": "infinitely many solutions, and none of them satisfies the other conditions",
            "infinitely many": "infinitely many solutions, which were not looked at",
            "not solved": "the equations were not solved",
        }[what]
        yield Said(as_term(sp.Tuple(*case.active)), (f"{head}{words}",))
        return
    place = apply_head(sp.Eq, sp.Tuple(*variables), sp.Tuple(*case.place))
    if what == "irregular":
        yield Said(place, ("the gradients of active constraints are dependent here, so there may be no multipliers: looked at by itself",))
    elif what == "negative multiplier":
        index, lam = case.evidence
        yield Said(place, (head, apply_head(sp.Eq, sp.Symbol(f"lambda_{index}"), lam), " < 0: dies by its sign"))
    elif what == "violated":
        index, value = case.evidence
        yield Said(place, (f"{head}constraint {index} is violated: it is ", quote(value)))
    else:
        shown = [quote(m) for m in case.lams]
        numbers = [p for k, m in enumerate(shown) for p in ((", " if k else ""), m)]
        yield Said(place, (f"{head}satisfies all conditions", *((", multipliers ", *numbers) if numbers else ())))


def _best(program: Program, answer: Any) -> Iterator[Said]:
    place = dict(zip(program.variables, answer.place, strict=True))
    lams = {}
    nus: list[Any] = []
    for case in answer.cases:
        if str(case.verdict) == "KKT point" and case.place == answer.place:
            lams = {int(i) - 1: m for i, m in zip(case.active, case.lams, strict=False)}
            nus = list(case.lams[len(case.active) :])
    has_multipliers = bool(answer.multipliers or lams or nus or not program.inequalities) and answer.qualification != "none"
    shape, reduced = kkt.on_tangent_space(program, place, lams, nus) if has_multipliers else ("", None)
    yield from _independence(program, answer, place)
    if shape and reduced is not None and reduced.rows:
        yield Said(as_term(sp.ImmutableMatrix(reduced)), (f"the Hessian of L on the tangent space of the active constraints: {shape}",))
    word = {"minimum": "the minimum", "maximum": "the maximum"}.get(answer.status, "the best candidate")
    yield Said(
        Term(sp.Eq, (Term(sp.Function("f"), tuple(map(as_term, answer.place))), as_term(answer.value))),
        (f"{word}: {_why(answer, program)}",),
        Relation.IMPLIES,
    )
    if answer.dual is not sp.nan and (program.inequalities or program.equations):
        letter = sp.Function("q")(*(m for k, m in enumerate(answer.multipliers)))
        yield Said(
            apply_head(sp.Eq, letter, answer.dual),
            ("the dual value: L at these multipliers is convex, and its least value over all points is this; the gap is ", _zero(answer)),
        )


def _zero(answer: Any) -> Term:
    return Term(sp.Eq, (Term(sp.Add, (as_term(answer.value), as_term(-answer.dual))), as_term(tidy(answer.value - answer.dual))))


def _independence(program: Program, answer: Any, place: dict[Any, Any]) -> Iterator[Said]:
    """Yield the gradients of the active constraints at the point, where their independence is what makes multipliers exist."""
    if answer.qualification not in {"LICQ", "none"}:
        return
    held = [*(program.inequalities[int(i) - 1] for i in answer.qualified[1]), *program.equations]
    rows = [sp.Tuple(*(tidy(sp.diff(g, v).xreplace(place)) for v in program.variables)) for g in held]
    if rows:
        words = (
            "are independent (LICQ), so multipliers exist there"
            if answer.qualification == "LICQ"
            else "are dependent: no qualification holds there"
        )
        yield Said(
            as_term(sp.Tuple(*rows) if len(rows) > 1 else rows[0]), (f"the gradients of the active constraints at the point {words}",)
        )


KKT = Procedure(
    id="optimize.constrained",
    name="Lagrange multipliers and the conditions of Karush, Kuhn and Tucker",
    goal=MinimumOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda f, inequalities, equations, variables, sense, order: MinimumOf(f, inequalities, equations, variables, sense, order),
    right=lambda f, inequalities, equations, variables, sense, order: Term(
        _optimum, (*map(as_term, (f, inequalities, equations, variables, sense, order)), Gradient(f, variables))
    ),
    told=_told,
    words="At a minimum of f under g ≥ 0 and h = 0 with independent gradients there are multipliers with ∇f = Σ λ ∇g + Σ ν ∇h, λ ≥ 0 and "
    "λ g = 0. Each choice of active constraints makes it a system of equations.",
    cost=1,
    commit=True,
    samples=None,
    source=_BOYD,
)

CONSTRAINED = (KKT,)
