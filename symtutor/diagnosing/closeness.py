"""Numbers that are close to the right one: decimals correct to n digits, answers within a tolerance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures.enclosure import Undefined, enclose
from symtutor.checking.enclosures.intervals import exact
from symtutor.checking.meanings.definite_integrals import bounded_value
from symtutor.errors import InputError
from symtutor.goals.core import DefiniteIntegral, Goal
from symtutor.term import Term
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["tolerance_of", "with_closeness"]

_NOT_COUNTED = "The tolerance was not used: it is for numbers, and letters stand here."
_PRECISION = 192
_LEAST_DIGITS = 2
_MOST_DIGITS = 30  # nobody types more


def tolerance_of(tolerance: Any) -> Any:
    """Return a tolerance as an exact number, or None.

    Raises
    ------
    InputError
        If it is no positive number.
    """
    if tolerance is None:
        return None
    try:
        found = sp.Rational(str(tolerance))
    except (TypeError, ValueError):
        found = sp.S.Zero
    if isinstance(tolerance, bool) or not found > 0:
        raise InputError(f"tolerance={tolerance!r} is no positive number", "Give the largest difference that is still right, as 0.001.")
    return found


def with_closeness(verdict: Verdict, found: Any, wanted: Any, tolerance: Any = None, goal: Any = None) -> Verdict:
    """Return a verdict on a number that counts what is close enough as right, or says to how many digits a decimal is right.

    Parameters
    ----------
    verdict : Verdict
        What was found by exact comparison.
    found, wanted : Expr or Matrix
        The answer, and what is right.
    tolerance : Rational, optional
        The largest difference that is still right, in each entry; of no use where letters stand, which is said.
    goal : Goal, optional
        What was asked: a definite integral has a number also where nothing exact is known.
    """
    if verdict.status is Status.CORRECT:
        return verdict
    gaps = _gaps(found, wanted, goal)
    if gaps is None:
        with_letters = any(getattr(side, "free_symbols", ()) for side in (found, wanted))
        return verdict if tolerance is None or not with_letters else replace(verdict, explanation=f"{verdict.explanation} {_NOT_COUNTED}")
    if tolerance is not None:
        return _within(verdict, gaps, tolerance)
    if verdict.status is Status.INCORRECT and len(gaps) == 1 and (digits := _right_digits(found, wanted, goal, gaps[0])):
        told = f"the answer is {Decimal(int(found.p)) / int(found.q)}, and {wanted} is right"
        if wanted.has(sp.Integral):
            told = verdict.explanation.removeprefix("Not the same: ").removesuffix(".")
        return replace(verdict, mistake=None, explanation=f"Not the same: {told}. It is correct to {digits} digits.")
    return verdict


def _gaps(found: sp.Basic, wanted: sp.Basic, goal: Goal | None) -> list[Any] | None:
    """Return an interval that holds found − wanted for each entry; None unless all are real numbers."""
    entries: list[list[sp.Basic]] = [
        side.flat() if isinstance(side, sp.MatrixBase) else list(side.args) if isinstance(side, sp.Tuple) else [side]
        for side in (found, wanted)
    ]
    if len(entries[0]) != len(entries[1]) or getattr(found, "shape", ()) != getattr(wanted, "shape", ()):
        return None
    gaps = [_gap(mine, right, goal) for mine, right in zip(*entries, strict=True)]
    return None if any(gap is None for gap in gaps) else gaps


def _gap(found: Any, wanted: Any, goal: Any) -> Any:
    if not all(isinstance(side, sp.Expr) and not side.free_symbols for side in (found, wanted)) or found.is_finite is False:
        return None
    try:
        return libmp.mpi_sub(enclose(found, {}, _PRECISION), _number(wanted, goal), _PRECISION)
    except Undefined:
        return None


def _number(wanted: Any, goal: Term) -> Any:
    """Return the interval of what is right; of an integral that stayed open the one of a rigorous quadrature."""
    if wanted.has(sp.Integral) and isinstance(goal, DefiniteIntegral):
        known = bounded_value(*goal.args)
        if known is None:
            raise Undefined("no number with a bound is known")
        low, high = sp.Rational(known.value) - sp.Rational(known.error), sp.Rational(known.value) + sp.Rational(known.error)
        return exact(low, _PRECISION)[0], exact(high, _PRECISION)[1]
    return enclose(wanted, {}, _PRECISION)


def _size(interval: Any) -> tuple[Any, Any]:
    """Return the least and the largest size of the numbers of an interval."""
    low, high = libmp.mpi_abs(interval, _PRECISION)
    return sp.Rational(*libmp.to_rational(low)), sp.Rational(*libmp.to_rational(high))


def _within(verdict: Verdict, gaps: list[Any], tolerance: Any) -> Verdict:
    sizes = [_size(gap) for gap in gaps]
    text = f"{float(tolerance):.6g}"
    if all(high <= tolerance for _, high in sizes):
        return Verdict(Status.CORRECT, Proof(f"the difference is at most {text}"), sp.true, None, f"Correct within {text}.")
    largest = max(low for low, _ in sizes)
    if largest <= tolerance:
        return verdict  # the enclosures do not tell
    if verdict.status is Status.UNDECIDED:
        witness = Witness({}, "the answer", f"a number {float(largest):.6g} away", ("", ""), 15)
        return Verdict(Status.INCORRECT, witness, explanation=f"Not the same: the difference is {float(largest):.6g}, more than {text}.")
    return replace(verdict, explanation=f"{verdict.explanation} The difference is {float(largest):.6g}, more than {text}.")


def _right_digits(found: sp.Rational, wanted: sp.Expr, goal: Term, gap: Any) -> int:
    """Return to how many significant digits a decimal is right, 0 where it is no decimal or fewer than two are."""
    if not found.is_Rational or found.is_Integer or set(sp.factorint(found.q)) - {2, 5}:
        return 0
    _, off = _size(gap)
    _, size = _size(_number(wanted, goal))
    if not size or not found:
        return 0
    order = sp.floor(sp.log(size, 10))
    places = next((k for k in range(_MOST_DIGITS) if (found * 10**k).is_Integer), None)
    if places is None:
        return 0
    given = int(places + order + 1)
    if given > _MOST_DIGITS:
        return 0
    for digits in range(given, max(_LEAST_DIGITS, given - 1) - 1, -1):  # of the digits given all but perhaps the last one are right
        if off <= sp.Rational(10) ** (order - digits + 1) / 2:
            return digits
    return 0
