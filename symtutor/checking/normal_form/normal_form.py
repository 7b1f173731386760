"""Proofs by normal form: two expressions that are the same polynomial in a tower of generators are equal."""

from __future__ import annotations

from itertools import product
from typing import Any

from symtutor.checking.normal_form.conversion import Bounds, Converter
from symtutor.checking.normal_form.tower import Inconsistent, NoNormalForm
from symtutor.checking.normal_form.trace import trace
from symtutor.checking.normal_form.vanishing_sums import vanishing_sums
from symtutor.verdict import Proof

__all__ = ["have_equal_normal_forms", "prove_by_normal_form"]

MAX_SIGNS = 3


def have_equal_normal_forms(a: Any, b: Any, *, bounds: Bounds | None = None, work: int = 200_000) -> bool:
    """Tell whether a and b have the same normal form, which proves them equal.

    The answer false proves nothing.

    Parameters
    ----------
    a, b : Expr
        The two sides.
    bounds : mapping of Symbol to (low, high), optional
        Symbols known to lie strictly between two rational numbers; None is infinity.
    work : int
        How many products of terms may be formed.

    Notes
    -----
    The generators and what they stand for are described in `symtutor.checking.normal_form.tower`.
    The test is a zero test in a tower of extensions in the sense of [1]_; no
    independence of the generators is needed, since only 0 is ever concluded.

    References
    ----------
    .. [1] M. Bronstein, *Symbolic Integration I*, 2nd ed., Springer, 2005, ch. 3 and 9.

    Examples
    --------
    >>> from sympy import Abs, cos, sin, sqrt
    >>> from sympy.abc import x
    >>> have_equal_normal_forms(sin(2 * x), 2 * sin(x) * cos(x))
    True
    >>> have_equal_normal_forms(sqrt(x**2), Abs(x))
    True
    >>> have_equal_normal_forms(sqrt(x**2), x)
    False
    """
    try:
        return not Converter(bounds, work).difference(a, b).num
    except NoNormalForm:
        return False


def prove_by_normal_form(a: Any, b: Any, *, bounds: Bounds | None = None, work: int = 200_000) -> Proof | None:
    """Return a proof that a = b wherever both are real, or None.

    Beside a difference that is 0, this finds sums of logarithms that are 0
    because a product is 1, sums of angles that are 0 because a product of
    complex numbers is real, and tries each choice of signs that stay open.
    """
    for joined in (False, True):
        converter = Converter(bounds, work, joined=joined)
        if (proof := _prove(converter, a, b)) is not None or not _has_parts(converter):
            return proof
    return None


def _has_parts(converter: Converter) -> bool:
    """Tell whether exponents or angles were taken apart, so that joining their sums may help."""
    return sum(g.kind in {"exp", "tan"} for g in converter.tower.generators) > 1


def _prove(converter: Converter, a: Any, b: Any) -> Proof | None:
    """Return a proof in one tower."""
    try:
        if (steps := _vanishes(converter, a, b)) is not None:
            return Proof("normal form", steps)
        signs = _open_signs(converter)
        if not 0 < len(signs) <= MAX_SIGNS:
            return None
        return _by_signs(converter, a, b, signs)
    except NoNormalForm:
        return None


def _vanishes(converter: Converter, a: Any, b: Any) -> tuple[Any, ...] | None:
    """Return the steps that show a − b to be 0, or None."""

    def attempt() -> tuple[Any, ...] | None:
        difference = converter.difference(a, b)
        sums = vanishing_sums(converter, difference) if difference.num else ()
        return None if sums is None else (*trace(converter), *sums)

    return converter.settle(attempt)


def _open_signs(converter: Converter) -> list[int]:
    """Return the sign generators that no condition has settled."""
    return [i for i, g in enumerate(converter.tower.generators) if g.kind == "sign" and i not in converter.tower.solved]


def _by_signs(converter: Converter, a: Any, b: Any, signs: list[int]) -> Proof | None:
    """Return a proof with a case for each possible choice of signs."""
    tower = converter.tower
    cases: list[Any] = []
    kept = dict(tower.solved)
    for units in product((1, -1), repeat=len(signs)):
        chosen = dict(zip(signs, units, strict=True))
        tower.solved = dict(kept)
        tower.force(chosen)
        converter.memo.clear()
        converter.opaque.clear()
        if not tower.signs_are_possible():
            continue
        try:
            steps = _vanishes(converter, a, b)
        except Inconsistent:
            continue
        if steps is None or any(s not in tower.solved for s in signs):
            return None
        cases.append(("case", steps))
    return Proof("normal form for each choice of signs", tuple(cases)) if cases else None
