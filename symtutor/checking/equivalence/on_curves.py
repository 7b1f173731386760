"""Sameness on the points of a curve F(x, y) = 0, as for implicit derivatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from mpmath import libmp
from sympy.polys.domains import ZZ
from sympy.polys.rings import ring

from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, digits_of, enclose, subtract
from symtutor.checking.normal_form.conversion import Converter
from symtutor.checking.normal_form.polynomial import BITS, MASK, Poly, variables
from symtutor.checking.normal_form.tower import Element, NoNormalForm
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_on_curve", "points_on_curve", "without_powers"]

GRID = tuple(sp.Rational(k, 4) + sp.Rational(1, 7) for k in range(-16, 17))
ACROSS = tuple(sp.Rational(text) for text in "1/3 2/3 1/7 -1/3 5/4 -2/3 2 -7/4 3 1/20 -3 9/2".split())
BISECTIONS = 120
PRECISION = 192
WANTED = 6


def judge_on_curve(found: Any, wanted: Any, curve: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Judge whether two expressions agree wherever an expression is 0.

    Parameters
    ----------
    found, wanted : Expr
        The two sides.
    curve : Expr
        What is 0 on the curve; an equation counts by its difference.
    domain : mapping of Symbol to Set
        Where the symbols live.

    Returns
    -------
    Verdict
        Proved when the curve divides the numerator of the difference; refuted by a
        point of the curve, enclosed between a change of sign, at which they differ.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> print(judge_on_curve(-x / y, x / y, x**2 + y**2 - 1, {}))
    Not the same on the curve: near x = 1/3, y = −0.9428 the values are 0.3536 and −0.3536.
    """
    if isinstance(curve, sp.core.relational.Relational):
        curve = curve.lhs - curve.rhs
    curve = without_powers(curve)
    if _curve_divides(found, wanted, curve):
        return Verdict(
            Status.CORRECT,
            Proof("the curve divides the difference", (found, wanted, curve)),
            sp.Eq(curve, 0),
            None,
            "Correct on the curve.",
        )
    agreed = 0
    for point in points_on_curve(curve, domain):
        try:
            left, right = enclose(found, point, PRECISION), enclose(wanted, point, PRECISION)
        except Undefined:
            continue
        gap = subtract(left, right, PRECISION)
        if not contains_zero(gap):
            return _refuted(point, left, right, gap)
        agreed += 1
        if agreed == WANTED:
            break
    reason = "" if agreed else "no point of the curve was found at which both sides are real"
    words = (
        f"Not decided: the two sides agree at {agreed} points of the curve, and no proof was found."
        if agreed
        else f"Not decided: {reason}."
    )
    return Verdict(Status.UNDECIDED, Agreement(30 if agreed else 0, agreed, reason), sp.Eq(curve, 0), None, words)


def _curve_divides(found: Any, wanted: Any, curve: sp.Basic) -> bool:
    """Tell whether the numerator of found − wanted is a multiple of the curve's."""
    converter = Converter()
    try:
        difference, zero, *sides = converter.settle(
            lambda: (converter.difference_now(found, wanted), *map(converter.element, (curve, found, wanted)))
        )
        if not difference.num or not zero.num:
            return not difference.num
        (_, _, above), *below = (converter.tower.decompose(e) for e in (zero, *(s for s in sides if s.num)))
    except NoNormalForm:
        return False
    parts = {key for key, k in above.items() if k > 0}
    if any(k < 0 and key in parts for _, _, factors in below for key, k in factors.items()):
        return False  # a side has no value on a part of the curve
    tower = converter.tower
    radical = tower.mul([Element({0: 1}), *(Element(tower.expanded(Element(dict(key)))) for key in sorted(parts, key=sorted))])
    return _divides(converter, _above(converter, radical), _above(converter, difference))


def _above(converter: Converter, e: Element) -> Element:
    """Return what stands above the fraction bar, multiplied out."""
    factors = {f: k for f, k in e.factors.items() if k > 0}
    return Element(converter.tower.expanded(Element(e.num, 1, factors)))


def without_powers(curve: Any) -> sp.Expr:
    """Return a curve with each factor once: at the zeros of a square neither sign nor slope tells anything.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> without_powers((x - y) ** 2 * sp.sin(x) ** 3), without_powers((x**2 - 2 * x * y + y**2))
    ((x - y)*sin(x), x - y)
    """
    if curve.is_polynomial(*curve.free_symbols) and curve.free_symbols and not curve.atoms(sp.Float):
        return sp.Mul(*(factor for factor, _ in sp.factor_list(curve)[1]))
    bases = (f.base if isinstance(f, sp.Pow) and f.exp.is_Integer and f.exp > 1 else f for f in sp.Mul.make_args(curve))
    return sp.Mul(*dict.fromkeys(bases))


def _divides(converter: Converter, zero: Element, difference: Element) -> bool:
    """Tell whether one numerator divides another modulo the relations of the tower."""
    related = [(i, order, value) for i, (order, value) in converter.tower.relations.items()]
    used = sorted(
        {i for p in (zero.num, difference.num, *(v for _, _, v in related)) for i in variables(p)} | {i for i, _, _ in related},
        reverse=True,
    )
    polynomials, *_ = ring([f"g{i}" for i in used], ZZ)

    def in_ring(p: Poly) -> Any:
        return polynomials.from_dict({tuple((m >> (BITS * i)) & MASK for i in used): ZZ(c) for m, c in p.items()})

    relations = [in_ring({order << (BITS * i): 1}) - in_ring(value) for i, order, value in related]
    by_field = [p.set_ring(polynomials.clone(domain=sp.QQ)) for p in (in_ring(difference.num), in_ring(zero.num), *relations)]
    return not by_field[0].rem(by_field[1:])


def points_on_curve(curve: Any, domain: Mapping[Any, Any]) -> Iterator[dict[Any, Any]]:
    """Yield points that surely lie on the curve: all coordinates exact but one, which is enclosed between a change of sign."""
    symbols = sorted(curve.free_symbols, key=str)
    if not symbols:
        return
    *fixed, moving = symbols
    for k in range(len(ACROSS)):
        point = {s: ACROSS[(k + 5 * j) % len(ACROSS)] for j, s in enumerate(fixed)}
        if any(s in domain and domain[s].contains(v) != sp.true for s, v in point.items()):
            continue
        for low, high in _sign_changes(curve, point, moving):
            if moving not in domain or all(
                domain[moving].contains(sp.Rational(e.numerator, e.denominator)) == sp.true for e in (low, high)
            ):
                yield {**point, moving: (low, high)}


def _sign_changes(curve: Any, point: dict[Any, Any], moving: Any) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield short intervals at whose ends a continuous curve has different signs."""
    before: tuple[Any, int] | None = None
    for value in GRID:
        sign = _sign(curve, {**point, moving: value})
        if before is not None and sign * before[1] < 0:
            yield from _bisected(
                curve, point, moving, (Fraction(int(before[0].p), int(before[0].q)), Fraction(int(value.p), int(value.q))), before[1]
            )
        before = (value, sign) if sign else None


def _sign(curve: Any, point: dict[sp.Expr, sp.Rational]) -> int:
    """Return the sure sign of the curve at a point, 0 when it is not known."""
    try:
        low, high = enclose(curve, point, PRECISION)
    except Undefined:
        return 0
    return 1 if libmp.mpf_sign(low) > 0 else -1 if libmp.mpf_sign(high) < 0 else 0


def _bisected(
    curve: Any, point: dict[Any, Any], moving: Any, ends: tuple[Fraction, Fraction], sign: int
) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield a short interval around a zero, if the curve is continuous between the ends."""
    low, high = ends
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        here = _sign(curve, {**point, moving: sp.Rational(middle.numerator, middle.denominator)})
        if not here:
            break
        low, high = (middle, high) if here == sign else (low, middle)
    try:
        enclose(curve, {**point, moving: (low, high)}, PRECISION)
    except Undefined:
        return
    yield low, high


def _refuted(point: dict[Any, Any], left: Any, right: Any, gap: Any) -> Verdict:
    shown = {s: (sp.Rational(v[0].numerator, v[0].denominator) if isinstance(v, tuple) else v) for s, v in point.items()}
    place = ", ".join(f"{s} = {f'{float(shown[s]):.4g}' if isinstance(v, tuple) else v}" for s, v in point.items())
    witness = Witness(shown, digits_of(left), digits_of(right), (digits_of((gap[0], gap[0]), 5), digits_of((gap[1], gap[1]), 5)), 15)
    return Verdict(
        Status.INCORRECT,
        witness,
        sp.true,
        None,
        f"Not the same on the curve: near {place} the values are {' and '.join(_in_digits(witness))}.",
    )


def _in_digits(witness: Witness) -> tuple[str, str]:
    """Return the two values with four digits, where these tell them apart."""
    short = tuple(f"{float(value):.4g}" for value in (witness.left, witness.right))
    return (short[0], short[1]) if short[0] != short[1] else (witness.left, witness.right)
