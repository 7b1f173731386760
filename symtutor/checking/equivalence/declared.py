"""Domains that a caller declares: what counts as one, its ends, and verdicts where it is a finite set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice, product
from typing import Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.verdict import Proof, Status, Verdict, Witness

__all__ = ["declared_domain", "declared_set", "ends_of", "finite_points", "judge_at_points", "positive_letters"]

_MOST = 200  # points of finite domains that are looked at one by one
_HINT = 'Give two ends, as in domain=(0, 1), a condition, as in domain="x > 0", or a SymPy set.'


def declared_set(domain: Any) -> sp.Set:
    """Return a declared domain as a set of real numbers.

    Parameters
    ----------
    domain : Set, or pair of numbers
        Two numbers are the ends of a closed interval.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> declared_set((0, 1)), declared_set(sp.S.Reals)
    (Interval(0, 1), Interval(-oo, oo))
    """
    if isinstance(domain, tuple | list) and len(domain) == 2:
        low, high = map(sp.sympify, domain)
        if low.is_extended_real and high.is_extended_real and (low < high) == sp.true:
            return sp.Interval(low, high)
    if domain == sp.S.Reals:
        return sp.Interval(-sp.oo, sp.oo)
    if not isinstance(domain, sp.Set):
        raise InputError(f"domain={domain!r} is no set of numbers", _HINT)
    if isinstance(domain, sp.Range) and domain.size.is_finite and domain.size <= _MOST:
        return sp.FiniteSet(*domain)
    return domain


def declared_domain(domain: Any, variable: Any) -> dict[Any, Any]:
    """Return the declared domain of each letter: a mapping from symbols or names, or the domain of the variable alone.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> declared_domain({"a": (0, 1)}, x), declared_domain((0, 1), x)
    ({a: Interval(0, 1)}, {x: Interval(0, 1)})
    """
    if isinstance(domain, Mapping):
        return {sp.Symbol(k) if isinstance(k, str) else sp.Symbol(k.name): declared_set(d) for k, d in domain.items()}
    return {variable: declared_set(domain)}


def positive_letters(domain: Mapping[Any, Any]) -> frozenset[Any]:
    """Return the letters that are declared to be positive."""
    return frozenset(letter for letter, where in domain.items() if where.is_subset(sp.Interval.open(0, sp.oo)))


def ends_of(domain: Any) -> tuple[sp.Rational, sp.Basic]:
    """Return the least upper and the greatest lower bound of a set, infinite where they are not known.

    Examples
    --------
    >>> ends_of(sp.Union(sp.Interval(0, 1), sp.Interval(2, 3)))
    (0, 3)
    """
    try:
        return domain.inf, domain.sup
    except (NotImplementedError, TypeError, AttributeError):
        return -sp.oo, sp.oo


def finite_points(sets: Mapping[sp.Basic, sp.Interval]) -> list[dict[Any, Any]]:
    """Return the points of the letters that live in finite sets; none where there are no such letters, or too many points."""
    finite = {s: d for s, d in sets.items() if isinstance(d, sp.FiniteSet)}
    if not finite:
        return []
    values = [sorted(d, key=sp.default_sort_key) for d in finite.values()]
    points = [dict(zip(finite, place, strict=True)) for place in islice(product(*values), _MOST + 1)]
    return points if len(points) <= _MOST else []


def judge_at_points(
    points: list[dict[Any, Any]], judge: Callable[[dict[Any, Any], dict[Any, Any]], Verdict], sets: Mapping[Any, Any]
) -> Verdict:
    """Return the verdict on all points of a finite domain.

    Parameters
    ----------
    points : list of dict
        Values of the letters that live in finite sets.
    judge : callable
        The verdict at one of them, given the domains of the other letters.
    sets : mapping of Symbol to Set
        The declared domain of each letter.
    """
    rest = {s: d for s, d in sets.items() if s not in points[0]}
    verdicts = [(at, judge(at, rest)) for at in points]
    for status in (Status.INCORRECT, Status.UNDECIDED):
        for at, verdict in verdicts:
            if verdict.status is status:
                return _at(at, verdict)
    domain = sp.Or(*(sp.And(*(sp.Eq(s, v) for s, v in at.items())) for at in points))
    told = "Correct at each point of the domain."
    return Verdict(Status.CORRECT, Proof("point by point", tuple(v.evidence for _, v in verdicts)), domain, None, told)


def _at(at: Mapping[Any, Any], verdict: Verdict) -> Verdict:
    """Return a verdict that names the point at which it was found."""
    place = ", ".join(f"{s} = {v}" for s, v in at.items())
    evidence = verdict.evidence
    if isinstance(evidence, Witness):
        evidence = Witness({**at, **evidence.point}, evidence.left, evidence.right, evidence.enclosure, evidence.digits)
        place = ", ".join(f"{s} = {v}" for s, v in evidence.point.items())
        told = f"Not the same: at {place} the values are {evidence.left} and {evidence.right}."
        return Verdict(verdict.status, evidence, sp.true, None, told)
    return Verdict(verdict.status, evidence, sp.true, None, f"At {place}: {verdict.explanation}")
