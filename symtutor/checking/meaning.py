"""What each goal means, said a second time and independently of the rules.

A derivative is what SymPy's own ``diff`` gives; an antiderivative is what
differentiates back; a fraction multiplied out is the same function.  Each
meaning judges a goal and a claimed value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath
import sympy as sp

from symtutor import curve_goals, goals, matrix_goals, vector_goals
from symtutor.checking.differentiator import differentiated
from symtutor.checking.real import in_one_form, real_value
from symtutor.goals import Goal
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["judge"]

Domain = Mapping[Any, Any]

_APPROACH_DIGITS = 60


def judge(goal: Goal, claimed: Any, domain: Domain | None = None, known: Mapping[Goal, Any] | None = None) -> Verdict:
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

    Returns
    -------
    Verdict
        Undecided for a goal whose meaning has no independent test.
    """
    if isinstance(goal, goals.DefiniteIntegral):
        from symtutor.checking.integrals import judge_definite  # noqa: PLC0415 (only such goals need it)

        return judge_definite(goal, claimed, known or {}, domain or {})
    meaning = _MEANINGS.get(type(goal))
    if meaning is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, f"{type(goal).__name__} has no independent test yet"))
    return meaning(goal, claimed, domain or {})


def _same(wanted: Any, claimed: Any, domain: Domain) -> Verdict:
    """Compare two values: a cheap proof, a cheap refutation, then everything."""
    if wanted == claimed:
        return Verdict(Status.CORRECT, Proof("identical"))
    # most steps of most derivations end above, and a first answer need not wait for the whole verdict engine
    from symtutor.checking.equivalence import equivalence, is_proved_equal, refute  # noqa: PLC0415

    if is_proved_equal(wanted, claimed):
        return Verdict(Status.CORRECT, Proof("normal form"))
    witness = refute(wanted, claimed, domain=domain)
    if witness is not None:
        return Verdict(Status.INCORRECT, witness)
    return equivalence(wanted, claimed, domain=domain)


def _derivative(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    expr, variable, *_ = goal.args
    return _same(in_one_form(differentiated(expr, variable)), in_one_form(claimed), domain)


def _higher_derivative(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    expr, variable, order = goal.args
    if not order.is_Integer:
        return _of_symbolic_order(goal, claimed, domain)
    for _ in range(order):
        expr = differentiated(expr, variable)
    return _same(in_one_form(expr), in_one_form(claimed), domain)


def _of_symbolic_order(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    """Judge a derivative of order n by induction: the order 1, and the step from n to n + 1."""
    from symtutor.checking.curve_meaning import induction_sides  # noqa: PLC0415 (only such goals need it)

    verdicts = [_same(wanted, found, domain) for wanted, found in induction_sides(goal, claimed)]
    undone = next((v for v in verdicts if v.status is not Status.CORRECT), None)
    return undone or Verdict(Status.CORRECT, Proof("induction over the order"))


def _taylor(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.taylor_meaning import taylor_sides  # noqa: PLC0415 (only such goals need it)

    for wanted, found in taylor_sides(goal, claimed):
        if wanted.has(sp.zoo, sp.nan, sp.oo):
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "a derivative has no plain value at the point"))
        verdict = _same(wanted, found, domain)
        if verdict.status is not Status.CORRECT:
            return verdict
    return Verdict(Status.CORRECT, Proof("equal derivatives at the point"))


def _on_curves(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.curve_meaning import sides  # noqa: PLC0415 (only such goals need it)

    return _same(*sides(goal, claimed), domain)


def _rewritten(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    return _same(goals.inert(goal), claimed, domain)


def _evaluated(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    expr, variables, values = goal.args
    found = real_value(expr, dict(zip(variables, values, strict=True)))
    if found.has(sp.zoo, sp.nan) or claimed is sp.nan:
        is_undefined = found.has(sp.zoo, sp.nan)
        return _certain(is_undefined == (claimed is sp.nan), "the expression has no finite value at the point")
    return _same(found, claimed, domain)


def _antiderivative(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    expr, variable = goal.args
    return _same(expr, differentiated(claimed, variable), domain)


def _limit(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    """Judge a limit: a function continuous at the point has its value; otherwise values on the way are compared at high precision."""
    expr, variable, to, direction = goal.args
    if expr.is_rational_function(variable):
        expr = sp.cancel(expr)
    if _is_continuous_at(expr, variable, to):
        return _same(expr.subs(variable, to), claimed, domain)
    if claimed in {sp.oo, -sp.oo}:
        grows = _grows(expr, variable, to, str(direction), claimed)
        return Verdict(
            Status.UNDECIDED, Agreement(0, 0, f"values on the way there {'grow without end' if grows else 'could not be compared'}")
        )
    digits = _agreeing_digits(expr, variable, to, str(direction), claimed)
    return Verdict(Status.UNDECIDED, Agreement(digits, 1, "values on the way to the limit"))


def _is_continuous_at(expr: Any, variable: Any, to: Any) -> bool:
    """Tell whether an expression is surely continuous at a point: a polynomial, or defined all around it without jumps."""
    if not to.is_finite:
        return variable not in expr.free_symbols
    if expr.is_polynomial(variable):
        return True
    from symtutor.checking.domains import natural_domain  # noqa: PLC0415 (only limits need it)
    from symtutor.checking.slopes import JUMPING  # noqa: PLC0415

    if expr.has(*JUMPING):
        return False
    condition = natural_domain(expr)
    if condition == sp.true:
        return True
    open_relations = {r: _OPEN[type(r)](r.lhs, r.rhs) for r in condition.atoms(sp.core.relational.Relational) if type(r) in _OPEN}
    return condition.xreplace(open_relations).subs(variable, to) == sp.true


_OPEN = {sp.GreaterThan: sp.StrictGreaterThan, sp.LessThan: sp.StrictLessThan}


def _grows(expr: Any, variable: Any, to: Any, direction: str, claimed: Any) -> bool:
    """Tell whether values have the sign of an infinite limit and grow on the way to it."""
    if expr.free_symbols - {variable}:
        return False
    sign = 1 if claimed is sp.oo else -1
    for side in _sides(to, direction):
        sizes = [sp.N(expr.xreplace({variable: _near(to, side, power)}), _APPROACH_DIGITS) * sign for power in (5, 10, 20)]
        if not all(size.is_real for size in sizes) or not 0 < sizes[0] < sizes[1] < sizes[2]:
            return False
    return True


def _sides(to: Any, direction: str) -> list[int]:
    """Return the sides from which a point is approached: 1 from the right, −1 from the left."""
    if not to.is_finite:
        return [1]
    return [s for s in (1, -1) if direction in {"+-", "+" if s > 0 else "-"}]


def _near(to: Any, side: int, power: int) -> Any:
    """Return a place near a point, or far out."""
    if not to.is_finite:
        return sp.Integer(10) ** power * (1 if to is sp.oo else -1)
    return to + side * sp.Rational(1, 10**power)


def _agreeing_digits(expr: Any, variable: Any, to: Any, direction: str, claimed: Any) -> int:
    """Return to how many digits the expression agrees with a claimed limit very near the point; 0 when it cannot be told."""
    if not claimed.is_finite or (expr.free_symbols | claimed.free_symbols) - {variable}:
        return 0
    digits = []
    with mpmath.workdps(_APPROACH_DIGITS):
        for side in _sides(to, direction):
            gap = abs(sp.N(expr.xreplace({variable: _near(to, side, 20)}) - claimed, _APPROACH_DIGITS))
            told = gap.is_Number and gap.is_finite
            digits.append(0 if not told else 20 if gap == 0 else min(20, max(0, int(-mpmath.log10(mpmath.mpf(gap))))))
    return min(digits)


def _in_several_variables(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.matrix_meaning import meaning_of  # noqa: PLC0415 (only such goals need it)

    return _same_parts(meaning_of(goal), claimed, domain)


def _same_parts(wanted: Any, claimed: Any, domain: Domain) -> Verdict:
    """Compare matrices entry by entry, equations side by side; the first part that is not proved equal decides."""
    if isinstance(wanted, sp.MatrixBase) and isinstance(claimed, sp.MatrixBase) and wanted.shape == claimed.shape:
        pairs = list(zip(wanted.flat(), claimed.flat(), strict=True))
    elif isinstance(wanted, sp.Eq) and isinstance(claimed, sp.Eq):
        pairs = [(wanted.lhs, claimed.lhs), (wanted.rhs, claimed.rhs)]
    else:
        return _same(wanted, claimed, domain)
    verdicts = [_same(a, b, domain) for a, b in pairs if a != b]
    for status in (Status.INCORRECT, Status.UNDECIDED):
        found = next((v for v in verdicts if v.status is status), None)
        if found is not None:
            return found
    return Verdict(Status.CORRECT, Proof("part by part" if verdicts else "identical"))


def _potential(goal: Goal, claimed: Any, domain: Domain) -> Verdict:
    from symtutor.checking.matrix_meaning import potential_sides  # noqa: PLC0415 (only such goals need it)

    left, right, must_agree = potential_sides(goal, claimed)
    if must_agree:
        return _same_parts(left, right, domain)
    verdict = _same(left, right, domain)
    if verdict.status is Status.UNDECIDED:
        return verdict
    return _certain(verdict.status is Status.INCORRECT, "cross derivatives that differ")


def _of_matrices(goal: Goal, claimed: Any, _domain: Domain) -> Verdict:
    from symtutor.checking.matrix_calculus import judge_matrix_goal  # noqa: PLC0415 (only such goals need it)

    return judge_matrix_goal(goal, claimed)


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
    goals.Limit: _limit,
    goals.TaylorPolynomial: _taylor,
    goals.TaylorTerm: _taylor,
    goals.Truncated: _taylor,
    goals.Integral: _antiderivative,
    **dict.fromkeys(vector_goals.KINDS, _in_several_variables),
    vector_goals.Potential: _potential,
    **dict.fromkeys(matrix_goals.KINDS, _of_matrices),
    **dict.fromkeys(curve_goals.KINDS, _on_curves),
}
