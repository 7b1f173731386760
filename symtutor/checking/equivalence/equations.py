"""Whether two equations have the same solutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import sympy as sp

from symtutor.checking.calculus.ranges import holds_throughout
from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, digits_of, enclose
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.on_curves import points_on_curve, without_powers
from symtutor.checking.equivalence.up_to_factor import Compare, equal_up_to_factor
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["same_solutions"]

_PRECISION = 192  # bits
_POINTS = 24
_LONG = 10**6  # a denominator beyond it is that of an enclosed coordinate
_HIGHEST = 12  # degree up to which polynomials in several letters are factored
_TRIED = (sp.Integer(1), sp.Integer(2), sp.Rational(-1, 2), sp.Integer(3), sp.S.Zero)


def same_solutions(one: sp.Rel, other: sp.Rel, compare: Compare, *, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Judge whether two equations have the same real solutions.

    Parameters
    ----------
    one, other : Eq
        The equations.
    compare : callable
        Judges two expressions.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Verdict
        Refuted by a solution of one that does not solve the other.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> from symtutor.checking.equivalence.equivalence import equivalence
    >>> print(same_solutions(sp.Eq(2 * x + 6 * y, 3), sp.Eq(y, sp.Rational(1, 2) - x / 3), equivalence))
    Correct.
    >>> print(same_solutions(sp.Eq(x**2, 4), sp.Eq(x, 2), equivalence))
    Not the same: x = −2 solves one of the equations and not the other.
    """
    if one.lhs == other.lhs and not one.lhs.free_symbols & (one.rhs.free_symbols | other.rhs.free_symbols):
        verdict = compare(one.rhs, other.rhs, domain=domain)
        if verdict.status is not Status.UNDECIDED:
            return verdict
    left, right = one.lhs - one.rhs, other.lhs - other.rhs
    names = {part: sp.Dummy() for part in (left, right) for part in part.atoms(sp.Derivative, sp.core.function.AppliedUndef)}
    verdict = equal_up_to_factor(left.xreplace(names), right.xreplace(names), compare, domain)
    if verdict.status is Status.CORRECT:
        return verdict
    polynomials = _polynomials(left, right)
    if polynomials is not None:
        return _of_polynomials(*polynomials)
    if _have_same_factors(*(_cleared(side.xreplace(names)) for side in (left, right))):
        return Verdict(Status.CORRECT, Proof("the same irreducible factors"), explanation="Correct.")
    if not domain and any(_has_one_root(own, other, compare) for own, other in ((left, right), (right, left))):
        return Verdict(Status.CORRECT, Proof("strictly monotonic on an interval, and 0 at the one place"), explanation="Correct.")
    back = {dummy: part for part, dummy in names.items()}
    for first, second in ((left, right), (right, left)):
        for point in _solutions(first.xreplace(names)):
            value = second.xreplace(names).xreplace(point)
            if value.is_Rational and value != 0:
                shown = {back.get(letter, letter): number for letter, number in point.items()}
                return _refuted(", ".join(f"{k} = {v}" for k, v in shown.items()), shown, str(value))
    for first, second in ((left, right), (right, left)):
        if (near := _alone(without_powers(first.xreplace(names)), second.xreplace(names), domain or {})) is not None:
            shown = {next((part for dummy, part in back.items() if dummy == k), k): v for k, v in near.point.items()}
            return _refuted(", ".join(f"{k} = {_short(v)}" for k, v in shown.items()), shown, near.right)
    return Verdict(Status.UNDECIDED, verdict.evidence, explanation="Whether the equations have the same solutions is not decided.")


def _short(number: Any) -> str:
    return str(number if number.q < _LONG else sp.N(number, 6))


def _alone(one: Any, other: Any, domain: Mapping[Any, Any]) -> Witness | None:
    """Return a point, all coordinates exact but an enclosed one, at which one expression surely is 0 and another surely is not."""
    if other.free_symbols - one.free_symbols:
        return None
    for point, _ in zip(points_on_curve(one, domain), range(_POINTS), strict=False):
        try:
            value = enclose(other, point, _PRECISION)
        except Undefined:
            continue
        if not contains_zero(value):
            shown = {s: sp.Rational(v[0].numerator, v[0].denominator) if isinstance(v, tuple) else v for s, v in point.items()}
            return Witness(shown, "0", digits_of(value), ("", ""), 15)
    return None


def _refuted(told: str, point: Mapping[sp.Symbol, sp.Expr], value: str) -> Verdict:
    explanation = f"Not the same: {told} solves one of the equations and not the other."
    return Verdict(Status.INCORRECT, Witness(point, "0", value, (value, value)), explanation=explanation)


def _polynomials(left: Any, right: Any) -> tuple[sp.Poly, sp.Poly] | None:
    """Return two polynomials with rational coefficients in one letter that both equations have."""
    letters = left.free_symbols | right.free_symbols
    if len(letters) != 1 or not (left.free_symbols and right.free_symbols):
        return None
    (letter,) = letters
    if not (left.is_polynomial(letter) and right.is_polynomial(letter)):
        return None
    made = sp.Poly(left, letter), sp.Poly(right, letter)
    return made if all(p.domain.is_QQ or p.domain.is_ZZ for p in made) else None


def _have_same_factors(left: Any, right: Any) -> bool:
    """Tell whether two polynomials in several letters have the same irreducible factors, whatever their powers."""
    letters = sorted(left.free_symbols | right.free_symbols, key=str)
    if not letters or not (left.is_polynomial(*letters) and right.is_polynomial(*letters)):
        return False
    made = [sp.Poly(side, *letters) for side in (left, right)]
    if not all(p.domain.is_QQ or p.domain.is_ZZ for p in made) or any(p.total_degree() > _HIGHEST or p.is_ground for p in made):
        return False
    first, second = ({factor.monic() for factor, _ in p.factor_list()[1]} for p in made)
    return first == second


def _cleared(gap: Any) -> Any:
    """Return the numerator of a fraction of polynomials where that is not 0 anywhere its denominator is, plainly; else the fraction."""
    letters = gap.free_symbols
    if not letters or gap.is_polynomial(*letters) or not gap.is_rational_function(*letters):
        return gap
    above, below = sp.fraction(sp.cancel(sp.together(gap)))
    for factor, _ in sp.factor_list(below)[1]:
        if len(factor.free_symbols) != 1:
            return gap
        (letter,) = factor.free_symbols
        if sp.degree(factor, letter) != 1:
            return gap
        root = -factor.coeff(letter, 0) / factor.coeff(letter, 1)
        if not root.is_Rational or not (value := sp.expand(above.subs(letter, root))).is_Rational or value == 0:
            return gap
    return above


def _has_one_root(line: Any, gap: Any, compare: Compare) -> bool:
    """Tell whether an expression in one letter is 0 where a linear one is, and has a slope of one sign on the interval where it is real."""
    letters = line.free_symbols | gap.free_symbols
    if len(letters) != 1 or gap.has(*JUMPING, sp.Abs, sp.Max, sp.Min, sp.Piecewise):
        return False
    (letter,) = letters
    if not line.is_polynomial(letter) or sp.degree(line, letter) != 1:
        return False
    root = -line.subs(letter, 0) / line.coeff(letter, 1)
    where = natural_domain(gap)
    if not (where == sp.true or all(c.is_Relational and c.lhs == letter for c in sp.And.make_args(where))):
        return False
    region = sp.S.Reals if where == sp.true else where.as_set()
    if not isinstance(region, sp.Interval | type(sp.S.Reals)) or region.contains(root) != sp.true:
        return False
    slope = sp.diff(gap, letter)
    inside = {letter: region.interior}
    return any(holds_throughout(sign(slope, 0, evaluate=False), inside) for sign in (sp.Gt, sp.Lt)) and bool(
        compare(gap.subs(letter, root), sp.S.Zero)
    )


def _of_polynomials(left: sp.Poly, right: sp.Poly) -> Verdict:
    """Compare the real roots of two polynomials: those that only one has are roots of it without the common factor."""
    common = sp.gcd(left, right)
    for own, other in ((left, right), (right, left)):
        rest = sp.quo(own.sqf_part(), sp.gcd(own.sqf_part(), common)) if common.degree() else own.sqf_part()
        if rest.degree() > 0 and rest.count_roots() > 0:
            root = rest.real_roots()[0]
            value = sp.N(other.as_expr().xreplace({other.gen: root}), 10)
            return _refuted(f"{other.gen} = {root if root.is_Rational else sp.N(root, 10)}", {other.gen: root}, str(value))
    return Verdict(Status.CORRECT, Proof("the same real roots, by the common factor of both sides"), explanation="Correct.")


def _solutions(difference: Any) -> Iterator[dict[Any, Any]]:
    """Yield solutions with rational coordinates of an equation that is linear in one of its letters."""
    letters = sorted(difference.free_symbols, key=str)
    for letter in letters:
        slope = sp.diff(difference, letter)
        if slope.has(letter):
            continue
        others = [other for other in letters if other != letter]
        rest = difference.xreplace({letter: sp.S.Zero})
        for values in product(_TRIED, repeat=min(len(others), 3)):
            point = dict(zip(others, (*values, *[sp.S.One] * (len(others) - len(values))), strict=True))
            below, above = slope.xreplace(point), rest.xreplace(point)
            if below.is_Rational and below != 0 and above.is_Rational:
                yield {**point, letter: -above / below}
