"""A point of difference that a learner can compute by hand, in the place of a generic one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import sympy as sp

from symtutor.checking.enclosures.enclosure import Undefined, Unknown
from symtutor.checking.equivalence.points import Point
from symtutor.checking.equivalence.refutation import compare_at
from symtutor.verdict import Status, Verdict, Witness

__all__ = ["at_a_simple_point"]

_VALUES = tuple(map(sp.Rational, ("0", "1", "2", "-1", "1/2")))
_FEW = _VALUES[:3]  # for each of several letters
_MOST_LETTERS = 3
_BITS = 64


def at_a_simple_point(verdict: Verdict, a: Any, b: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Return a verdict whose witness is the simplest point at which the two sides differ; one with exact values where there is one.

    Parameters
    ----------
    verdict : Verdict
        With a witness, found at a generic point.
    a, b : Expr
        The two sides.
    domain : mapping of Symbol to Set
        Where the symbols live.
    """
    witness = verdict.evidence
    if verdict.status is not Status.INCORRECT or not isinstance(witness, Witness) or not witness.point:
        return verdict
    if not isinstance(a, sp.Expr) or not isinstance(b, sp.Expr) or set(witness.point) != a.free_symbols | b.free_symbols:
        return verdict
    if not all(value.is_Rational for value in witness.point.values()) or verdict.explanation.count(" at ") != 1:
        return verdict  # it says more than that two values differ
    found = [simple for point in _points(sorted(witness.point, key=str), domain) if (simple := _compared(a, b, point)) is not None]
    simple = next((each for each in found if "." not in each.left + each.right), found[0] if found else None)
    if simple is None:
        return verdict
    old, new = (", ".join(f"{name} = {number}" for name, number in each.point.items()) for each in (witness, simple))
    told = verdict.explanation.replace(f"at {old} ", f"at {new} ")
    told = told.replace(f" {witness.left} and {witness.right}", f" {simple.left} and {simple.right}")
    return replace(verdict, evidence=simple, explanation=told)


def _points(letters: list[sp.Symbol], domain: Mapping[sp.Expr, sp.Basic]) -> Iterator[Point]:
    if len(letters) > _MOST_LETTERS:
        return
    values = _VALUES if len(letters) == 1 else _FEW
    for chosen in sorted(product(values, repeat=len(letters)), key=lambda place: sum(map(values.index, place))):
        if all(domain.get(s, sp.S.Reals).contains(v) == sp.true for s, v in zip(letters, chosen, strict=True)):
            yield dict(zip(letters, chosen, strict=True))


def _compared(a: sp.Expr, b: sp.Expr, point: Point) -> Witness | None:
    """Return a witness of a difference at a point, None where there is none or a side has no value."""
    try:
        return compare_at(a, b, point, _BITS)
    except (Unknown, Undefined):
        return None
