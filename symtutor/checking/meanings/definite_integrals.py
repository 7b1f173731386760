"""What a definite integral is: proved by independent means, refuted by a rigorous quadrature, or compared with a numeric one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import mpmath
import sympy as sp

from symtutor.checking.calculus.real_values import is_odd_root, with_real_odd_roots
from symtutor.checking.integrals.at_points import tried_at_points
from symtutor.checking.integrals.continuity import defined_inside
from symtutor.checking.integrals.proofs import Claim, proved
from symtutor.errors import sympy_errors
from symtutor.goals.core import DefiniteIntegral, Goal
from symtutor.verdict import Agreement, Status, Verdict, Witness

if TYPE_CHECKING:
    from symtutor.checking.integrals.enclosure import EnclosedIntegral

__all__ = ["bounded_value", "estimated_value", "judge_definite", "numeric_value"]

_DIGITS = 20
_WITHOUT_NUMBER = (sp.oo, -sp.oo, sp.nan)
_DEGREES, _AGREES = (6, 8), 1e-11  # of two quadratures for an estimate
_PARAMETER_START, _PARAMETER_STEP = sp.Rational(137, 100), sp.Rational(613, 1000)


def judge_definite(
    goal: DefiniteIntegral, claimed: Any, known: Mapping[Goal, sp.Basic], domain: Mapping[Any, Any], conditions: Iterable[sp.Basic] = ()
) -> Verdict:
    """Return whether a claimed value is the value of a definite integral.

    Parameters
    ----------
    goal : DefiniteIntegral
        The integrand, the variable and the limits.
    claimed : Expr
        The value; oo or -oo where it diverges to that, nan where there is none.
    known : mapping of Goal to Expr
        Values of the other goals of the derivation that were proved, antiderivatives among them.
    domain : mapping of Symbol to Set
        Where parameters live.
    conditions : iterable of Boolean
        Under which the value is claimed.

    Returns
    -------
    Verdict
        Proved by the fundamental theorem, a limit at an improper end, symmetry, period, substitution
        or the parts of the interval; refuted where a rigorous quadrature excludes the value;
        else undecided, with the digits to which a quadrature agrees.
    """
    f, x, low, high = goal.args
    if not _is_real_throughout(f, x, low, high):
        f = with_real_odd_roots(f)
        goal = DefiniteIntegral(f, x, low, high)
        if goal in known:
            return Claim(f, x, low, high, claimed, known, domain).verdict(known[goal], "the integrand with its odd roots real")
    found = proved(Claim(f, x, low, high, claimed, known, domain))
    if found is None:
        found = _by_quadrature(goal, claimed)
    if found.status is Status.CORRECT and sp.Tuple(f, low, high).free_symbols - {x} and claimed not in _WITHOUT_NUMBER:
        # a proof that rests on conditions is worth what they are: they must hold somewhere, and the value be right there
        against = tried_at_points((f, x, low, high), claimed, conditions, domain, bounded_value, estimated_value)
        return found if against is None else against
    return found


def numeric_value(f: Any, x: Any, low: Any, high: Any) -> EnclosedIntegral | None:
    """Return a definite integral as a float with a rigorous bound, or None where none was found.

    Parameters
    ----------
    f, x, low, high : Expr
        The integrand, its variable and the limits, in whichever order.

    Examples
    --------
    >>> print(numeric_value(sp.Symbol("x") ** 2, sp.Symbol("x"), sp.S.One, sp.S.Zero))
    -0.333333333333333 ± 1.8e-15
    """
    from symtutor.checking.integrals.enclosure import enclosed_integral  # noqa: PLC0415 (most answers are proved)

    if not all(end.is_real and end.is_finite for end in (low, high)) or low == high:
        return None
    if not _is_real_throughout(f, x, *((low, high) if low < high else (high, low))):
        f = with_real_odd_roots(f)
    if low < high:
        return enclosed_integral(f, x, low, high)
    found = enclosed_integral(f, x, high, low)
    return None if found is None else found.turned()


@lru_cache(maxsize=100)
def bounded_value(f: Any, x: Any, low: Any, high: Any) -> EnclosedIntegral | None:
    """Return a definite integral as a float with a rigorous bound, its ends singular or infinite too, or None where none was found.

    Parameters
    ----------
    f, x, low, high : Expr
        The integrand, its variable and the limits, in whichever order.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(bounded_value(sp.log(x) / (1 + x), x, sp.S.Zero, sp.S.One))
    -0.82246704 ± 9.9e-09
    """
    from symtutor.checking.integrals.improper import improper_integral  # noqa: PLC0415 (most answers are proved)

    found = numeric_value(f, x, low, high)
    if found is not None or low == high or not all(end.is_extended_real for end in (low, high)):
        return found
    if low < high:
        return improper_integral(f, x, low, high)
    turned = improper_integral(f, x, high, low)
    return None if turned is None else turned.turned()


def estimated_value(f: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> float | None:
    """Return a definite integral as a float on which two quadratures of different fineness agree; its error has no bound.

    Parameters
    ----------
    f, x, low, high : Expr
        The integrand, its variable and the limits, which may be infinite.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(round(estimated_value(x**x, x, sp.S.Zero, sp.S.One), 10))
    0.7834305107
    """
    if sp.Tuple(f, low, high).free_symbols - {x}:
        return None
    found = []
    for degree in _DEGREES:
        try:
            with mpmath.workdps(_DIGITS):
                value = mpmath.quad(sp.lambdify(x, f, "mpmath"), [_number(e) for e in (low, high)], maxdegree=degree)
        except (*sympy_errors(), NameError, mpmath.libmp.NoConvergence):
            return None
        if not mpmath.isfinite(value) or mpmath.im(value):
            return None
        found.append(mpmath.re(value))
    return float(found[0]) if abs(found[1] - found[0]) <= _AGREES * (1 + abs(found[0])) else None


def _is_real_throughout(f: sp.Expr, x: Any, low: Any, high: Any) -> bool:
    """Tell whether no odd root of an integrand may be that of a negative number, whose principal value is not real."""
    odd = [p for p in f.atoms(sp.Pow) if is_odd_root(p) and p.base.has(x)]
    return not odd or bool(low.is_number and high.is_number and all(defined_inside(sp.sqrt(p.base), x, low, high) for p in odd))


def _by_quadrature(goal: DefiniteIntegral, claimed: sp.Expr) -> Verdict:
    """Compare a claimed value with a numeric one; parameters get fixed values."""
    if claimed.is_finite is False or claimed is sp.nan:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "that an integral has no value is not tested by numbers"))
    expr, x, low, high = goal.args
    others = sorted((expr.free_symbols | low.free_symbols | high.free_symbols | claimed.free_symbols) - {x}, key=lambda s: s.name)
    at = {s: _PARAMETER_START + i * _PARAMETER_STEP for i, s in enumerate(others)}
    f, ends, wanted = expr.xreplace(at), tuple(e.xreplace(at) for e in (low, high)), claimed.xreplace(at)
    bounded = bounded_value(f, x, *ends)
    if bounded is not None and wanted.is_real and bounded.excludes(wanted):
        span = tuple(str(bounded.value + side * bounded.error) for side in (-1, 1))
        return Verdict(Status.INCORRECT, Witness(at, str(bounded), str(sp.N(wanted, 15)), (span[0], span[1]), 15))
    return Verdict(Status.UNDECIDED, _agreement(f, x, ends, wanted))


def _agreement(f: sp.Expr, x: sp.Symbol, ends: tuple[sp.Expr, sp.Expr], wanted: sp.Expr) -> Agreement:
    """Return to how many digits an adaptive quadrature agrees; its error is estimated, so it never refutes."""
    try:
        with mpmath.workdps(_DIGITS):
            found = mpmath.quad(sp.lambdify(x, f, "mpmath"), [_number(e) for e in ends])
            gap = abs(found - mpmath.mpmathify(sp.N(wanted, _DIGITS)))
            gap /= 1 + abs(found)
    except (*sympy_errors(), NameError, mpmath.libmp.NoConvergence):
        return Agreement(0, 0, "the integrand could not be evaluated everywhere")
    if not mpmath.isfinite(gap):
        return Agreement(0, 0, "the quadrature did not converge")
    digits = _DIGITS if gap == 0 else max(0, int(-mpmath.log10(gap)))
    return Agreement(min(digits, _DIGITS), 1, "quadrature")


def _number(end: Any) -> Any:
    if end in {sp.oo, -sp.oo}:
        return mpmath.inf if end is sp.oo else -mpmath.inf
    return mpmath.mpf(sp.N(end, _DIGITS))
