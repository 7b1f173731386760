"""Whether a number lies in a domain, told by enclosures."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, enclose
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.optimization.zeros.algebraic import sign_of_roots
from symtutor.goals.optimization import IsolatedRoot

__all__ = ["are_apart", "is_same_number", "lies_in", "sign_of_number"]

_PRECISIONS = (80, 200, 500)


def sign_of_number(number: sp.Basic) -> int | None:
    """Return the sign of an exact number, or None where it is not real or was not decided."""
    if number in {sp.oo, -sp.oo}:
        return 1 if number is sp.oo else -1
    if number.is_Rational:
        return int(sp.sign(number))
    for precision in _PRECISIONS:
        try:
            low, high = enclose(*_between_bounds(number, precision), precision)
        except Undefined:
            break
        if not contains_zero((low, high)):
            return -1 if low[0] else 1
    if is_proved_equal(sp.S.Zero, number):
        return 0
    return sign_of_roots(number) if number.has(sp.CRootOf) else None


def is_same_number(a: Any, b: Any) -> bool:
    """Tell whether two numbers are proved to be the same."""
    return bool(a == b) or sign_of_number(a - b) == 0


def are_apart(a: Any, b: Any) -> bool:
    """Tell whether two numbers are proved to be different."""
    return bool(a != b) and sign_of_number(a - b) in {1, -1}


def _between_bounds(number: Any, precision: int) -> tuple[Any, dict[Any, Any]]:
    """Return a number with a letter for each root that is known between two bounds, and narrow ones."""
    roots = {root: sp.Symbol(f"_root{k}") for k, root in enumerate(sorted(number.atoms(IsolatedRoot), key=str))}
    return number.xreplace(roots), {letter: _narrow(root, precision) for root, letter in roots.items()}


@lru_cache(maxsize=2_000)
def _narrow(root: Any, precision: int) -> tuple[Fraction, Fraction]:
    """Return bounds of an isolated root between which its expression surely changes its sign, close together where these are found."""
    expr, letter, low, high = root.args
    digits = int(precision * _DIGITS_OF_A_BIT)
    try:
        middle, width = sp.Rational(str(sp.N(root, digits + 10))), sp.Rational(1, 10**digits)
        a, b = max(low, middle - width), min(high, middle + width)
        signs = [enclose(expr, {letter: end}, 2 * precision) for end in (a, b)]
    except (Undefined, ValueError, TypeError):
        return _fraction(low), _fraction(high)
    is_between = a < b and not any(map(contains_zero, signs)) and bool(signs[0][0][0]) != bool(signs[1][0][0])
    return (_fraction(a), _fraction(b)) if is_between else (_fraction(low), _fraction(high))


_DIGITS_OF_A_BIT = 0.3


def _fraction(end: Any) -> Fraction:
    return Fraction(int(end.p), int(end.q))


def lies_in(number: Any, domain: Any) -> bool:
    """Tell whether a number lies in a set of intervals and points; one that holds letters is not tested.

    Examples
    --------
    >>> lies_in(sp.sqrt(2), sp.Interval.open(0, sp.sqrt(2))), lies_in(sp.sqrt(2), sp.Interval(0, sp.sqrt(2)))
    (False, True)
    """
    if domain in {sp.S.Reals, sp.S.UniversalSet} or number.free_symbols:
        return True
    if isinstance(domain, sp.Union):
        return any(lies_in(number, part) for part in domain.args)
    if isinstance(domain, sp.FiniteSet):
        return any(number == place or sign_of_number(number - place) == 0 for place in domain)
    if isinstance(domain, sp.Complement):
        whole, cut = domain.args
        return lies_in(number, whole) and not lies_in(number, cut)
    if not isinstance(domain, sp.Interval):
        return bool(domain.contains(number) == sp.true)
    above = sp.S.One if domain.start is -sp.oo else sign_of_number(number - domain.start)
    below = sp.S.One if domain.end is sp.oo else sign_of_number(domain.end - number)
    return (above == 1 or (above == 0 and not domain.left_open)) and (below == 1 or (below == 0 and not domain.right_open))
