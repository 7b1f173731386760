"""The order in which proofs are tried, and what they must be completed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.calculus.real_derivatives import derivative
from symtutor.checking.calculus.regions import Region
from symtutor.checking.enclosures.enclosure import Undefined, enclose
from symtutor.checking.equivalence.algebraic_numbers import is_algebraic_zero
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.jumping import Jump, may_jump
from symtutor.checking.equivalence.points import points_of
from symtutor.checking.equivalence.refutation import compare_at
from symtutor.checking.equivalence.splitting import Piece, only_letter, pieces, without_cases
from symtutor.checking.integrals.continuity import continuous_on
from symtutor.checking.normal_form.conversion import Bounds
from symtutor.checking.normal_form.normal_form import prove_by_normal_form
from symtutor.verdict import Proof, Witness

__all__ = ["prove"]


ANGLE = "multiple of π"
PRECISION = 128


def prove(
    a: Any,
    b: Any,
    *,
    bounds: Bounds,
    jumps: bool,
    sides: tuple[Any, Any],
    variable: sp.Basic | None = None,
    up_to_constant: bool = False,
    domain: Mapping[Any, Any] = MappingProxyType({}),
) -> Proof | Witness | Jump | None:
    """Return a proof that a = b on the common domain of the sides, a point where this fails, or None.

    Parameters
    ----------
    a, b : Expr
        What is to be equal: the sides, or their derivatives.
    bounds : mapping
        Bounds of symbols that the declared domain gives.
    jumps : bool
        Whether a side has jumps, so that breakpoints must be looked at one by one.
    sides : pair of Expr
        The sides themselves, whose domain counts.
    variable : Symbol, optional
        The variable of the derivatives.
    up_to_constant : bool
        Whether a and b are derivatives.
    domain : mapping of Symbol to Set
        The declared domain, which tells whether a bound belongs to it.
    """
    if not jumps:
        whole = prove_by_normal_form(a, b, bounds=bounds)
        if whole is not None and all(_is_settled_everywhere(total, bounds) for total in _angles(whole)):
            return whole
    if not up_to_constant and (closed := _of_numbers_or_roots(a, b, bounds)) is not None:
        return closed
    symbols = sorted(sides[0].free_symbols | sides[1].free_symbols, key=str)
    line = variable or (symbols[0] if len(symbols) == 1 else only_letter(*sides) if jumps and not up_to_constant else None)
    found = None if line not in symbols else _piece_by_piece(sides, line, bounds, domain, up_to_constant=up_to_constant)
    if found is None and jumps and not up_to_constant:
        whole = prove_by_normal_form(*without_cases(a, b), bounds=bounds)
        return whole if whole is not None and all(_is_settled_everywhere(total, bounds) for total in _angles(whole)) else None
    return found


def _of_numbers_or_roots(a: sp.Expr, b: sp.Expr, bounds: Bounds) -> Proof | None:
    """Return a proof for algebraic numbers, or that a root is what gives its radicand and is never negative."""
    if not a.free_symbols | b.free_symbols:
        return Proof("closer to 0 than any other such algebraic number", (a - b,)) if is_algebraic_zero(a - b) else None
    for root, other in ((a, b), (b, a)):
        if isinstance(root, sp.Pow) and root.exp.is_Rational and root.exp.p == 1 and root.exp.q % 2 == 0:
            known = natural_domain(other)
            if natural_domain(sp.sqrt(other)) == known and (proof := prove_by_normal_form(root.base, other**root.exp.q, bounds=bounds)):
                return Proof("equal powers of what is not negative", (root, other, proof))
    return None


def _is_settled_everywhere(total: Any, bounds: Bounds) -> bool:
    """Tell whether a sum of angles is continuous on all of the space, which is connected, and 0 at one point."""
    positive = frozenset(s for s, (low, _) in bounds.items() if low is not None and low >= 0)
    if natural_domain(total, positive) != sp.true:
        return False
    domain = {s: sp.Interval.open(0, sp.oo) for s in positive}
    return _is_below_pi(total, next(points_of(tuple(sorted(total.free_symbols, key=str)), domain)))


def _angles(proof: Proof) -> list[Any]:
    """Return the sums of angles of a proof that still need an enclosure."""
    cases = [proof.steps] if not any(s[0] == "case" for s in proof.steps) else [s[1] for s in proof.steps]
    found = []
    for steps in cases:
        lets = {name: meaning for tag, name, meaning in (s for s in steps if s[0] == "let")}
        found += [s[1].xreplace(lets) for s in steps if s[0] == ANGLE]
    return found


def _constant_proof(a: Any, b: Any) -> Proof | None:
    """Return a proof for numbers, its multiples of π settled by enclosures."""
    proof = prove_by_normal_form(a, b)
    return proof if proof is not None and _settled(proof, {}) else None


def _settled(proof: Proof, point: dict[Any, Any]) -> bool:
    """Tell whether each multiple of π is 0 at a point."""
    return all(_is_below_pi(total, point) for total in _angles(proof))


def _is_below_pi(total: Any, point: dict[Any, Any]) -> bool:
    """Tell whether an enclosure lies strictly between −3 and 3, so that a multiple of π there is 0."""
    try:
        low, high = enclose(total, point, PRECISION)
    except Undefined:
        return False
    three = libmp.from_int(3)
    return bool(libmp.mpf_gt(low, libmp.mpf_neg(three)) and libmp.mpf_lt(high, three))


def _piece_by_piece(
    sides: tuple[Any, Any], line: Any, bounds: Bounds, domain: Mapping[Any, Any], *, up_to_constant: bool
) -> Proof | Witness | Jump | None:
    """Return a proof on each interval and at each breakpoint of the common domain."""
    declared = _within(line, bounds, domain.get(line, sp.S.Reals))
    parts = pieces(*sides, line, declared)
    if not parts:
        return None
    steps: list[tuple[sp.Expr | Proof, ...]] = []
    for part in parts:
        found = _prove_piece(part, line, bounds, up_to_constant=up_to_constant)
        if not isinstance(found, Proof):
            return found
        steps.append((part.region.low, part.region.high, part.left, part.right, found))
    if up_to_constant and (jump := _jump(parts, line)) is not None:
        return jump if isinstance(jump, Jump) else None
    return Proof("on each interval and at each breakpoint", tuple(steps))


def _within(line: sp.Expr, bounds: Bounds, where: sp.Set) -> sp.Basic:
    """Return the condition that a declared domain means, its open ends left out."""
    low, high = (None if end is None else sp.Rational(end.numerator, end.denominator) for end in bounds.get(line, (None, None)))
    parts = [] if low is None else [line > low if where.contains(low) == sp.false else line >= low]
    return sp.And(*parts, *([] if high is None else [line < high if where.contains(high) == sp.false else line <= high]))


def _prove_piece(part: Piece, line: Any, bounds: Bounds, *, up_to_constant: bool) -> Proof | Witness | None:
    """Return a proof on one region."""
    region = part.region
    if region.low == region.high:
        return Proof("up to a constant") if up_to_constant else _prove_at(part, line)
    inside = {**bounds, line: (_fraction(region.low), _fraction(region.high))}
    left, right = part.left, part.right
    if up_to_constant:
        left, right = derivative(left, line), derivative(right, line)
    sample = {line: region.sample}
    if up_to_constant and (may_jump(part.left, line) or may_jump(part.right, line)):
        return _constant_difference(part, line, inside)
    proof = prove_by_normal_form(left, right, bounds=inside)
    if proof is not None and _settled(proof, sample):
        return proof
    if not left.free_symbols - {line} and not right.free_symbols - {line}:
        try:
            witness = compare_at(left, right, sample, PRECISION)
        except Undefined:
            return None
        return witness or (None if up_to_constant else _by_derivative(part, line, inside))
    return None


def _fraction(end: Any) -> Fraction | None:
    return Fraction(int(end.p), int(end.q)) if end.is_Rational else None


def _prove_at(part: Piece, line: Any) -> Proof | Witness | None:
    """Return a proof at one breakpoint, or the breakpoint as a witness."""
    if part.left == part.right:
        return Proof("identical")
    if part.left.free_symbols | part.right.free_symbols:
        return prove_by_normal_form(part.left, part.right)
    try:
        witness = compare_at(part.left, part.right, {}, PRECISION)
    except Undefined:
        return None
    if witness is not None:
        return Witness({line: part.region.low}, witness.left, witness.right, witness.enclosure, witness.digits)
    return _constant_proof(part.left, part.right)


def _constant_difference(part: Piece, line: Any, bounds: Bounds) -> Proof | None:
    """Return a proof that a difference is its value at one place; equal slopes would not tell where something jumps."""
    difference = part.left - part.right
    value = difference.subs(line, part.region.sample)
    return None if value.has(sp.nan, sp.zoo) else prove_by_normal_form(difference, value, bounds=bounds)


def _by_derivative(part: Piece, line: sp.Expr, bounds: Bounds) -> Proof | None:
    """Return a proof by equal derivatives on an interval on which both sides are continuous, and one equal value."""
    ends = part.region.low, part.region.high
    if not all(continuous_on(side, line, *ends, closed=(False, False)) for side in (part.left, part.right)):
        return None
    slopes = derivative(part.left, line), derivative(part.right, line)
    proof = prove_by_normal_form(*slopes, bounds=bounds)
    if proof is None or _angles(proof):
        return None
    for place in _places(part.region):
        left, right = part.left.xreplace({line: place}), part.right.xreplace({line: place})
        value = _constant_proof(left, right) if left.is_finite is not False and right.is_finite is not False else None
        if value is not None:
            return Proof("equal derivatives and one equal value", ((*slopes, proof), (place, left, right, value)))
    return None


def _places(region: Region) -> list[Any]:
    """Return places in an interval at which values tend to be known exactly."""
    nice = (sp.Integer(0), sp.Integer(1), sp.Integer(-1), sp.Rational(1, 2), sp.Integer(2), region.sample)
    return [p for p in nice if region.low < p < region.high]


def _jump(parts: tuple[Piece, ...], line: Any) -> Jump | str | None:
    """Return None if the difference is continuous inside the domain, a jump, or a word when this is not known."""
    for before, at, after in zip(parts, parts[1:], parts[2:], strict=False):
        if not (before.region.high == at.region.low == at.region.high == after.region.low):
            continue
        here = {line: at.region.low}
        gaps = [(p.left - p.right).subs(here) for p in (before, at, after)]
        if any(gap.has(sp.nan, sp.zoo, sp.oo, -sp.oo) for gap in gaps):
            return "unknown"
        for p, q in (_without_common_terms(gaps[0], gaps[2]), _without_common_terms(gaps[0], gaps[1])):
            if p == q or _constant_proof(p, q) is not None:
                continue
            if p.free_symbols | q.free_symbols:
                return "unknown"
            try:
                witness = compare_at(p, q, {}, PRECISION)
            except Undefined:
                return "unknown"
            return "unknown" if witness is None else Jump(replace(witness, point=here))
    return None


def _without_common_terms(p: Any, q: Any) -> tuple[Any, Any]:
    """Return two sums without the terms that both have, such as a constant C beside a jump."""
    common = set(sp.Add.make_args(p)) & set(sp.Add.make_args(q))
    left, right = (sp.Add(*(term for term in sp.Add.make_args(e) if term not in common)) for e in (p, q))
    return left, right
