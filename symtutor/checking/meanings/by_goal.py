"""What each goal means, said a second time and independently of the rules.

A derivative is what SymPy's own ``diff`` gives; an antiderivative is what
differentiates back; a fraction multiplied out is the same function.  Each
meaning judges a goal and a claimed value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import in_one_form, real_value
from symtutor.checking.equivalence.same_value import same_value
from symtutor.goals import convexity as convexity_goals
from symtutor.goals import core as goals
from symtutor.goals import curves as curve_goals
from symtutor.goals import descent as descent_goals
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import networks as network_goals
from symtutor.goals import optimization as optimization_goals
from symtutor.goals import vectors as vector_goals
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import transposed
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge"]

Domain = Mapping[Any, Any]
Conditions = tuple[Any, ...]


def judge(
    goal: Goal,
    claimed: sp.Basic,
    domain: Domain | None = None,
    known: Mapping[Goal, sp.Basic] | None = None,
    conditions: Iterable[sp.Basic] = (),
) -> Verdict:
    """Return whether a claimed value answers a closed goal.

    Parameters
    ----------
    goal : Goal
        A closed goal.
    claimed : Basic
        The value that a rule gave.
    domain : mapping of Symbol to Set, optional
        Where symbols live; others are real.
    known : mapping of Goal to Basic, optional
        Proved values of other goals, on which a proof may rest: an antiderivative for a definite integral.

    conditions : iterable of Boolean
        Under which the value is claimed.

    Returns
    -------
    Verdict
        Undecided for a goal whose meaning has no independent test.
    """
    resting = _RESTING.get(type(goal))
    if resting is not None:
        return resting(goal, claimed, known or {}, domain or {}, tuple(conditions))
    meaning = _MEANINGS.get(type(goal))
    if meaning is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, f"{type(goal).__name__} has no independent test yet"))
    return meaning(goal, claimed, domain or {})


def _definite(goal: Any, claimed: sp.Basic, known: Mapping[Goal, sp.Basic], domain: Domain, conditions: Conditions) -> Verdict:
    from symtutor.checking.meanings.definite_integrals import judge_definite  # noqa: PLC0415 (only such goals need it)

    return judge_definite(goal, claimed, known, domain, conditions)


def _summed(goal: Goal, claimed: sp.Expr, known: Mapping[Goal, sp.Expr], domain: Domain, _conditions: Conditions) -> Verdict:
    from symtutor.checking.meanings.sums import judge_sum  # noqa: PLC0415 (only such goals need it)

    return judge_sum(goal, claimed, known, domain)


def _derivative(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    expr, variable, *_ = goal.args
    verdict = same_value(in_one_form(differentiated(expr, variable)), in_one_form(claimed), domain)
    return _off_the_jumps(verdict, (expr, claimed), variable)


def _off_the_jumps(verdict: Verdict, sides: tuple[Any, Any], variable: Any) -> Verdict:
    """Return the verdict on a derivative for places other than jumps, where its formula has a value though it has none."""
    if verdict.status is not Status.CORRECT or not any(side.has(sp.sign, sp.Heaviside, sp.floor, sp.ceiling) for side in sides):
        return verdict
    jumping = sorted({p for side in sides for p in side.atoms(sp.sign, sp.Heaviside, sp.floor, sp.ceiling)}, key=sp.default_sort_key)
    inside = [(p, p.args[0]) for p in jumping if p.has(variable)]
    off = [sp.Ne(u, 0) if isinstance(p, sp.sign | sp.Heaviside) else sp.Ne(sp.floor(u), u) for p, u in inside]
    return replace(verdict, domain=sp.And(verdict.domain, *off))


def _higher_derivative(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    expr, variable, order = goal.args
    if not order.is_Integer:
        return _of_symbolic_order(goal, claimed, domain)
    for _ in range(order):
        expr = differentiated(expr, variable)
    return same_value(in_one_form(expr), in_one_form(claimed), domain)


def _of_symbolic_order(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    """Judge a derivative of order n by induction: the order 1, and the step from n to n + 1."""
    from symtutor.checking.meanings.curves import induction_sides  # noqa: PLC0415 (only such goals need it)

    verdicts = [same_value(wanted, found, domain) for wanted, found in induction_sides(goal, claimed)]
    undone = next((v for v in verdicts if v.status is not Status.CORRECT), None)
    return Verdict(Status.CORRECT, Proof("induction over the order")) if undone is None else undone


def _taylor(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    from symtutor.checking.meanings.taylor import judge_near, taylor_sides  # noqa: PLC0415 (only such goals need it)

    if goal.args[1] in claimed.free_symbols and not claimed.is_polynomial(goal.args[1]):
        return Verdict(Status.INCORRECT, Witness({}, "no polynomial", "a polynomial", ("", ""), 0))
    for wanted, found in taylor_sides(goal, claimed):
        if wanted.has(sp.zoo, sp.nan, sp.oo):
            return judge_near(goal, claimed, domain)
        verdict = same_value(wanted, found, domain)
        if verdict.status is not Status.CORRECT:
            return verdict
    return Verdict(Status.CORRECT, Proof("equal derivatives at the point"))


def _bound(goal: Any, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.meanings.bounds import judge_bound, judge_remainder  # noqa: PLC0415 (only such goals need it)

    return (judge_remainder if isinstance(goal, goals.TaylorRemainder) else judge_bound)(goal, claimed, domain)


def _on_curves(goal: Goal, claimed: sp.Basic, domain: Domain) -> Verdict:
    from symtutor.checking.meanings.curves import sides  # noqa: PLC0415 (only such goals need it)

    return same_value(*sides(goal, claimed), domain)


def _rewritten(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    return same_value(goals.inert(goal), claimed, domain)


def _finished(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    if isinstance(goal.args[0], sp.MatrixExpr) and not isinstance(goal.args[0], sp.MatrixBase):
        return _of_matrices(matrix_goals.Transposed(goal.args[0]), transposed(claimed), domain)
    return _same_parts(goal.args[0], claimed, domain)


def _evaluated(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    expr, variables, values = goal.args
    found = real_value(expr, dict(zip(variables, values, strict=True)))
    if found.has(sp.zoo, sp.nan) or claimed is sp.nan:
        is_undefined = found.has(sp.zoo, sp.nan)
        return _certain(is_undefined == (claimed is sp.nan), "the expression has no finite value at the point")
    return same_value(found, claimed, domain)


def _antiderivative(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    expr, variable = goal.args
    slope = differentiated(claimed, variable)
    verdict = same_value(expr, slope, domain)
    if verdict.status is Status.INCORRECT and expr.has(sp.sign, sp.floor, sp.ceiling, sp.Heaviside):
        from symtutor.checking.meanings.antiderivatives import off_the_steps  # noqa: PLC0415 (few integrands have steps)

        verdict = off_the_steps(slope, expr, variable, domain, verdict)
    if verdict.status is not Status.CORRECT:
        return verdict
    from symtutor.checking.integrals.jumps import jump_of, step_of  # noqa: PLC0415 (only antiderivatives need it)

    witness = step_of(claimed, expr, variable) or (None if domain else jump_of(claimed, expr, variable))
    if witness is None:
        against = _without_jumps(claimed, (expr,), (variable,), domain)
        return verdict if against is None or against.status is Status.UNDECIDED else against
    return Verdict(Status.INCORRECT, witness)


def _limit(goal: Goal, claimed: sp.Expr, known: Mapping[Goal, sp.Expr], domain: Domain, _conditions: Conditions) -> Verdict:
    from symtutor.checking.limits.meaning import judge_limit  # noqa: PLC0415 (only such goals need it)

    return judge_limit(goal, claimed, known, domain)


def _common_value(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    """Judge two values that must agree: their common value, or nan where they differ."""
    first, second = goal.args[:2]
    if claimed is not sp.nan:
        verdict = same_value(first, claimed, domain)
        return same_value(second, claimed, domain) if verdict.status is Status.CORRECT else verdict
    if first is sp.nan or second is sp.nan or {first, second} & {sp.oo, -sp.oo}:
        return _certain(first != second or first is sp.nan, "the two values are not one number")
    verdict = same_value(first, second, domain)
    if verdict.status is Status.UNDECIDED:
        return verdict
    return _certain(verdict.status is Status.INCORRECT, "the two values differ")


def _restored(goal: Goal, claimed: sp.Expr, domain: Domain) -> Verdict:
    """Judge another form of an antiderivative by its derivative."""
    from symtutor.checking.integrals.jumps import step_of  # noqa: PLC0415 (only antiderivatives need it)

    expr, variable = goal.args
    verdict = same_value(differentiated(expr, variable), differentiated(claimed, variable), domain)
    witness = step_of(claimed - expr, differentiated(expr, variable), variable) if verdict.status is Status.CORRECT else None
    return verdict if witness is None else Verdict(Status.INCORRECT, witness)


def _in_several_variables(goal: Goal, claimed: sp.Basic, domain: Domain) -> Verdict:
    from symtutor.checking.meanings.vectors import meaning_of  # noqa: PLC0415 (only such goals need it)

    return _same_parts(meaning_of(goal), claimed, domain)


def _same_parts(wanted: sp.Basic, claimed: sp.Basic, domain: Domain) -> Verdict:
    """Compare matrices entry by entry, equations side by side; the first part that is not proved equal decides."""
    if isinstance(wanted, sp.MatrixBase) and isinstance(claimed, sp.MatrixBase) and wanted.shape == claimed.shape:
        pairs = list(zip(wanted.flat(), claimed.flat(), strict=True))
    elif isinstance(wanted, sp.Eq) and isinstance(claimed, sp.Eq):
        pairs = [(wanted.lhs, claimed.lhs), (wanted.rhs, claimed.rhs)]
    else:
        return same_value(wanted, claimed, domain)
    verdicts = [same_value(a, b, domain) for a, b in pairs if a != b]
    for status in (Status.INCORRECT, Status.UNDECIDED):
        found = next((v for v in verdicts if v.status is status), None)
        if found is not None:
            return found
    return Verdict(Status.CORRECT, Proof("part by part" if verdicts else "identical"))


def _potential(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.meanings.vectors import potential_sides  # noqa: PLC0415 (only such goals need it)

    left, right, must_agree = potential_sides(goal, claimed)
    if must_agree:
        verdict = _same_parts(left, right, domain)
        against = _without_jumps(claimed, goal.args[0], goal.args[1], domain) if verdict.status is Status.CORRECT else None
        return verdict if against is None else against
    verdict = same_value(left, right, domain)
    if verdict.status is Status.UNDECIDED:
        return verdict
    return _certain(verdict.status is Status.INCORRECT, "cross derivatives that differ")


def _without_jumps(potential: Any, field: Any, variables: Any, domain: Domain) -> Verdict | None:
    """Return None for a potential without jumps where it and its field are defined, else that it jumps, or that this is not known."""
    from symtutor.checking.equivalence.domains import natural_domain  # noqa: PLC0415 (only such answers need it)
    from symtutor.checking.equivalence.jumping import gaps_at_steps, may_jump  # noqa: PLC0415 (the same)

    inside = sp.And(natural_domain(sp.Tuple(*field)), natural_domain(potential))
    for variable in (v for v in variables if may_jump(potential, v)):
        gaps = gaps_at_steps(potential, variable)
        if gaps is None:
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "the gradient is right; that the answer has no jumps is not proved"))
        for place, gap in gaps:
            if inside.subs(variable, place) == sp.false:
                continue
            verdict = same_value(gap, sp.S.Zero, domain)
            if verdict.status is Status.INCORRECT and isinstance(verdict.evidence, Witness):
                found = verdict.evidence
                at = place.subs(found.point).xreplace({s: sp.S.Zero for s in place.free_symbols if s.name.startswith("_")})
                jump = Witness({**found.point, variable: at}, f"a jump by {found.left}", "no jump", found.enclosure, found.digits)
                return Verdict(Status.INCORRECT, jump, explanation=f"The gradient is right, but the answer has a jump: {jump}.")
            if verdict.status is not Status.CORRECT:
                return Verdict(
                    Status.UNDECIDED, Agreement(0, 0, f"the gradient is right; that {variable} = {place} is no jump is not proved")
                )
    return None


def _of_matrices(goal: Goal, claimed: sp.Basic, _domain: Domain) -> Verdict:
    from symtutor.checking.meanings.matrices import judge_matrix_goal  # noqa: PLC0415 (only such goals need it)

    return judge_matrix_goal(goal, claimed)


def _roots(goal: Goal, claimed: sp.Basic, domain: Domain) -> Verdict:
    from symtutor.checking.optimization.zeros.zeros import judge_roots  # noqa: PLC0415 (only such goals need it)

    return judge_roots(goal, claimed, domain)


def _inequality(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.optimization.inequalities import judge_inequality  # noqa: PLC0415 (only such goals need it)

    return judge_inequality(goal, claimed, domain)


def _extrema(goal: Goal, claimed: sp.Basic, known: Mapping[Goal, sp.Expr], domain: Domain, _conditions: Conditions) -> Verdict:
    from symtutor.checking.optimization.extrema import judge_extrema  # noqa: PLC0415 (only such goals need it)

    return judge_extrema(goal, claimed, known, domain)


def _of_networks(goal: Goal, claimed: sp.Basic, _domain: Domain) -> Verdict:
    from symtutor.checking.networks.meaning import judge_network_goal  # noqa: PLC0415 (only such goals need it)

    return judge_network_goal(goal, claimed)


def _points(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.optimization.zeros.systems import judge_points  # noqa: PLC0415 (only such goals need it)

    return judge_points(goal, claimed, domain)


def _stationary(goal: Goal, claimed: sp.Basic, known: Mapping[Goal, sp.Expr], domain: Domain, _conditions: Conditions) -> Verdict:
    from symtutor.checking.optimization.zeros.systems import judge_stationary  # noqa: PLC0415 (only such goals need it)

    return judge_stationary(goal, claimed, known, domain)


def _optimum(goal: Goal, claimed: sp.Basic, known: Mapping[Goal, sp.Expr], domain: Domain, _conditions: Conditions) -> Verdict:
    from symtutor.checking.optimization.constrained import judge_optimum  # noqa: PLC0415 (only such goals need it)
    from symtutor.checking.optimization.open_sets import judge_open_optimum  # noqa: PLC0415 (only such goals need it)
    from symtutor.checking.optimization.reduced import judge_reduced  # noqa: PLC0415 (only such goals need it)
    from symtutor.checking.optimization.zeros.signs import Undecided  # noqa: PLC0415 (only such goals need it)

    try:
        verdict = judge_reduced(goal, claimed, known)
        if verdict is not None:
            return verdict
        return judge_open_optimum(goal, claimed) if goal.args[6] else judge_optimum(goal, claimed, known, domain)
    except Undecided as outcome:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, str(outcome)))


def _separation(goal: Goal, claimed: sp.Basic, _domain: Domain) -> Verdict:
    from symtutor.checking.optimization.separation import judge_separation  # noqa: PLC0415 (only such goals need it)

    return judge_separation(goal, claimed)


def _descent(goal: Goal, claimed: sp.Basic, _domain: Domain) -> Verdict:
    from symtutor.checking.optimization.descent import judge_descent  # noqa: PLC0415 (only such goals need it)

    return judge_descent(goal, claimed)


def _convexity(goal: Goal, claimed: sp.Basic, _domain: Domain) -> Verdict:
    from symtutor.checking.optimization.convexity import judge_convexity  # noqa: PLC0415 (only such goals need it)

    return judge_convexity(goal, claimed)


def _certain(truth: bool, method: str) -> Verdict:
    return Verdict(Status.CORRECT if truth else Status.INCORRECT, Proof(method))


_MEANINGS: dict[type[Goal], Callable[[Any, Any, Domain], Verdict]] = {
    goals.Derivative: _derivative,
    goals.HigherDerivative: _higher_derivative,
    goals.DerivativeFromDefinition: _derivative,
    goals.DerivativeFromDefinitionAt: _on_curves,
    goals.Evaluated: _evaluated,
    goals.Expanded: _rewritten,
    goals.Canceled: _rewritten,
    goals.Collected: _rewritten,
    goals.Finished: _finished,
    goals.BothSides: _common_value,
    goals.Squeezed: _common_value,
    goals.AlongSequences: _common_value,
    goals.DifferenceQuotient: _rewritten,
    goals.Restored: _restored,
    goals.TaylorPolynomial: _taylor,
    goals.TaylorTerm: _taylor,
    goals.Truncated: _taylor,
    goals.TaylorRemainder: _bound,
    goals.AbsoluteBound: _bound,
    goals.Integral: _antiderivative,
    **dict.fromkeys(vector_goals.KINDS, _in_several_variables),
    vector_goals.Potential: _potential,
    optimization_goals.Solve: _roots,
    optimization_goals.SolveInequality: _inequality,
    optimization_goals.SolveSystem: _points,
    optimization_goals.SeparationOf: _separation,
    descent_goals.DescentOf: _descent,
    convexity_goals.ConvexityOf: _convexity,
    **dict.fromkeys(matrix_goals.KINDS, _of_matrices),
    **dict.fromkeys(network_goals.KINDS, _of_networks),
    **dict.fromkeys(curve_goals.KINDS, _on_curves),
}

# meanings that may rest on proved values of other goals
_RESTING: dict[type[Goal], Callable[[Any, Any, Mapping[Goal, Any], Domain, Conditions], Verdict]] = {
    goals.DefiniteIntegral: _definite,
    goals.Limit: _limit,
    goals.Summation: _summed,
    goals.RiemannSum: _summed,
    optimization_goals.ExtremaOf: _extrema,
    optimization_goals.StationaryOf: _stationary,
    optimization_goals.MinimumOf: _optimum,
}
