"""Conditions without what follows from the others: of a ≠ 0, a·b > 0, b ≠ 0 and b/a > 0 one says the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

import sympy as sp

from symtutor.checking.calculus.ranges import fails_throughout, holds_throughout

__all__ = ["without_implied"]


def without_implied(condition: Any) -> Any:
    """Return a conjunction without the comparisons that always hold, or follow from the others.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> without_implied((x > 0) & (y >= 0) & (x * y >= 0) & sp.Ne(x**2 + y**2, 0) & (sp.cos(x) > 0) & sp.Ne(sp.cos(x), 0))
    (y >= 0) & (x > 0) & (cos(x) > 0)
    >>> without_implied(sp.Ne(x, 0) & (x * y > 0) & sp.Ne(y, 0) & (y / x > 0)), without_implied(((x > 0) | (x < -1)) & (x * (x + 1) > 0))
    (x*y > 0, (x > 0) | (x < -1))
    >>> without_implied(sp.Ne(x, 0) & sp.Ne(y + sp.sqrt(x + y**2), 0) & (x + y**2 >= 0))
    Ne(x, 0) & (x + y**2 >= 0)
    """
    parts = sp.And.make_args(condition)
    sets = {part.lhs: _values(part) for part in parts if part.is_Relational and part.lhs.is_Symbol and not part.rhs.free_symbols}
    if any(fails_throughout(part, sets) for part in parts):
        return sp.false
    kept = [part for part in parts if (part.is_Relational and part.lhs.is_Symbol) or not holds_throughout(part, sets)]
    for part in sorted(kept, key=_length, reverse=True):
        others = [other for other in kept if other is not part]
        if others and _follows(part, others):
            kept = others
    return sp.And(*kept)


_RAYS: dict[Any, Callable[[Any], Any]] = {
    sp.Gt: lambda end: sp.Interval(end, sp.oo, True, True),
    sp.Ge: lambda end: sp.Interval(end, sp.oo, False, True),
    sp.Lt: lambda end: sp.Interval(-sp.oo, end, True, True),
    sp.Le: lambda end: sp.Interval(-sp.oo, end, True, False),
    sp.Ne: lambda _: sp.S.Reals,  # one number that is left out moves no end
}


def _values(condition: Any) -> sp.Set:
    """Return an interval that holds the numbers that satisfy a comparison of a letter with a number, and ends where they do."""
    ray = _RAYS.get(condition.func)
    if ray is not None and condition.rhs.is_real:
        return cast("sp.Set", ray(condition.rhs))
    found: sp.Set = condition.as_set()
    return found


def _length(condition: Any) -> tuple[Any, ...]:
    """Return what orders conditions: those that are dropped first, if they can be, come last."""
    solved = all(c.lhs.is_Symbol for c in condition.atoms(sp.core.relational.Relational))
    divided = any(p.exp.is_negative for p in condition.atoms(sp.Pow))
    return isinstance(condition, sp.Ne), not solved, divided, condition.count_ops(), sp.default_sort_key(condition)


def _follows(condition: Any, others: Sequence[Any]) -> bool:
    """Tell whether a comparison with 0 plainly follows from others: by the signs of its factors, or as sets of one letter."""
    if _follows_on_the_line(condition, others):
        return True
    if not isinstance(condition, sp.Ne | sp.Gt | sp.Lt):
        return False
    strict = [_gap(other) for other in others if isinstance(other, sp.Ne | sp.Gt | sp.Lt)]
    gap = _gap(condition)
    if isinstance(condition, sp.Ne):
        known = {factor for other in strict for factor in _factors(other)}
        norm = _norm(gap)
        return _factors(gap) <= known or (norm is not None and norm != 0 and _factors(norm) <= known)
    signed = [_gap(other) for other in others if isinstance(other, sp.Gt | sp.Lt)]
    return any(_factors(gap) <= _factors(other) and _sign_part(gap) == _sign_part(other) for other in signed)


def _follows_on_the_line(condition: Any, others: Sequence[Any]) -> bool:
    """Tell whether a condition on one letter holds wherever the others on that letter alone hold, as far as these are of polynomials."""
    if len(condition.free_symbols) != 1 or not _is_of_polynomials(condition):
        return False
    alike = [other for other in others if other.free_symbols == condition.free_symbols and _is_of_polynomials(other)]
    return bool(alike) and bool(sp.And(*alike).as_set().is_subset(condition.as_set()))


def _is_of_polynomials(condition: Any) -> bool:
    """Tell whether a condition is put together from comparisons of polynomials with rational coefficients."""
    gaps = [c.lhs - c.rhs for c in condition.atoms(sp.core.relational.Relational)]
    return bool(gaps) and all(gap.free_symbols and gap.is_polynomial(*gap.free_symbols) and _is_rational(gap) for gap in gaps)


def _is_rational(gap: Any) -> bool:
    return all(c.is_Rational for c in sp.Poly(gap, *gap.free_symbols).coeffs())


def _gap(comparison: Any) -> Any:
    """Return what is compared with 0, positive where the comparison is < or >."""
    return comparison.rhs - comparison.lhs if isinstance(comparison, sp.Lt) else comparison.lhs - comparison.rhs


@lru_cache(maxsize=512)
def _powers(gap: Any) -> tuple[Any, tuple[tuple[Any, int], ...]]:
    """Return the number before a product and its irreducible factors with their exponents, above and below the line alike."""
    if not gap.free_symbols or not gap.is_rational_function(*gap.free_symbols):
        return sp.S.One, ((gap, 1),)
    lead, factors = sp.S.One, dict[Any, int]()
    for part in sp.fraction(sp.together(gap)):
        number, found = sp.factor_list(part)
        lead *= number
        for factor, times in found:
            factors[factor] = factors.get(factor, 0) + times
    return lead, tuple(factors.items())


def _factors(gap: Any) -> frozenset[Any]:
    return frozenset(factor for factor, _ in _powers(gap)[1] if factor.free_symbols)


def _sign_part(gap: Any) -> tuple[Any, frozenset[Any]]:
    """Return what the sign of a product depends on: the sign of its number, and its factors to odd powers."""
    lead, factors = _powers(gap)
    return sp.sign(lead), frozenset(factor for factor, times in factors if times % 2)


def _norm(gap: Any) -> Any:
    """Return u² − c²·v of u + c·√v, which is 0 wherever that is; None for another form."""
    roots = [p for p in gap.atoms(sp.Pow) if p.exp == sp.Rational(1, 2)]
    if len(roots) != 1:
        return None
    c = gap.coeff(roots[0])
    rest = sp.expand(gap - c * roots[0])
    return None if c == 0 or not c.is_number or rest.has(roots[0]) else sp.expand(rest**2 - c**2 * roots[0].base)
