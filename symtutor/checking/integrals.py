"""What a definite integral is: by the fundamental theorem from a checked antiderivative, or by quadrature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import sympy as sp

from symtutor.checking.domains import natural_domain
from symtutor.checking.regions import intervals_of
from symtutor.checking.slopes import JUMPING
from symtutor.goals import DefiniteIntegral, Integral
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["continuous_on", "judge_definite"]

_DIGITS = 20
_CERTAIN = 1e-4  # a quadrature whose own error estimate is far below this, and which differs by more, refutes
_PARAMETER_START, _PARAMETER_STEP = sp.Rational(137, 100), sp.Rational(613, 1000)


def judge_definite(goal: DefiniteIntegral, claimed: Any, known: Mapping[Any, Any], domain: Mapping[Any, Any]) -> Verdict:
    """Return whether a claimed value is the value of a definite integral.

    Parameters
    ----------
    goal : DefiniteIntegral
        The integrand, the variable and the limits.
    claimed : Expr
        The value; nan says that there is none.
    known : mapping of Goal to Expr
        Values of the other goals of the derivation that were proved, antiderivatives among them.
    domain : mapping of Symbol to Set
        Where parameters live.

    Returns
    -------
    Verdict
        Proved by the fundamental theorem where a proved antiderivative is continuous on the whole
        interval; else the agreement with a quadrature.
    """
    expr, x, low, high = goal.args
    antiderivative = known.get(Integral(expr, x))
    if antiderivative is not None and continuous_on(antiderivative, x, low, high) and continuous_on(expr, x, low, high):
        from symtutor.checking.equivalence import equivalence  # noqa: PLC0415 (only such goals need it)

        verdict = equivalence(antiderivative.xreplace({x: high}) - antiderivative.xreplace({x: low}), claimed, domain=domain)
        if verdict.status is Status.CORRECT:
            return Verdict(Status.CORRECT, Proof("fundamental theorem: a proved antiderivative, continuous on the interval"))
        if verdict.status is Status.INCORRECT:
            return verdict
    return _by_quadrature(goal, claimed)


def continuous_on(expr: Any, x: Any, low: Any, high: Any) -> bool:
    """Tell whether an expression is surely defined and continuous on a closed interval with finite ends."""
    if low.is_finite is False or high.is_finite is False or expr.has(*JUMPING):
        return False
    condition = natural_domain(expr)
    if condition == sp.true:
        return True
    if condition.free_symbols != {x} or not (low.is_number and high.is_number):
        return False
    low, high = (low, high) if low <= high else (high, low)
    regions = intervals_of(condition, x)
    has_ends = all(condition.subs(x, end) == sp.true for end in (low, high))
    return has_ends and regions is not None and any(r.low <= low and high <= r.high for r in regions)


def _by_quadrature(goal: DefiniteIntegral, claimed: Any) -> Verdict:
    """Compare a claimed value with a numeric one; parameters get fixed values."""
    expr, x, low, high = goal.args
    if claimed.is_finite is False or claimed is sp.nan:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "that an integral has no value is not tested by numbers"))
    others = sorted((expr.free_symbols | low.free_symbols | high.free_symbols | claimed.free_symbols) - {x}, key=lambda s: s.name)
    at = {s: _PARAMETER_START + i * _PARAMETER_STEP for i, s in enumerate(others)}
    try:
        with mpmath.workdps(_DIGITS):
            f = sp.lambdify(x, expr.xreplace(at), "mpmath")
            ends = [_number(e.xreplace(at)) for e in (low, high)]
            found, error = mpmath.quad(f, ends, error=True)
            wanted = mpmath.mpmathify(sp.N(claimed.xreplace(at), _DIGITS))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError, mpmath.libmp.NoConvergence):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the integrand could not be evaluated everywhere"))
    gap = abs(found - wanted) / (1 + abs(wanted))
    if not mpmath.isfinite(gap):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the quadrature did not converge"))
    if gap > _CERTAIN and abs(error) < _CERTAIN**2:
        span = (mpmath.nstr(found - error, 12), mpmath.nstr(found + error, 12))
        return Verdict(Status.INCORRECT, Witness(at, mpmath.nstr(found, 12), mpmath.nstr(wanted, 12), span, _DIGITS))
    digits = _DIGITS if gap == 0 else max(0, int(-mpmath.log10(gap)))
    return Verdict(Status.UNDECIDED, Agreement(min(digits, _DIGITS), 1, "quadrature"))


def _number(end: Any) -> Any:
    if end in {sp.oo, -sp.oo}:
        return mpmath.inf if end is sp.oo else -mpmath.inf
    return mpmath.mpf(sp.N(end, _DIGITS))
