"""Whether sums without end, limits and integrals in two sides have values: SymPy drops a series from a difference with itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.implied import without_implied
from symtutor.checking.calculus.ranges import holds_throughout
from symtutor.checking.calculus.regions import merged
from symtutor.checking.equivalence.as_written import forgotten
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.checking.equivalence.whole_numbers import with_whole_powers
from symtutor.checking.values.series import series_value
from symtutor.errors import sympy_errors
from symtutor.term import Term, Variable, subterms, value
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["where_parts_have_values"]

_SEEN = 30  # terms whose conditions are looked at, beside the zeros of polynomials wherever they are
_OPEN = frozenset({sp.Sum, sp.Limit, sp.Integral})
_NAMES: dict[type, str] = {sp.Sum: "a sum", sp.Limit: "a limit", sp.Integral: "an integral"}
_WITH_LIMITS = 3  # a letter and its limits
_WITHOUT_NUMBER = (sp.nan, sp.zoo, sp.oo, -sp.oo)


def where_parts_have_values(
    verdict: Verdict, sides: Sequence[Any], terms: Sequence[Term | None], value_of: Callable[[Any], Any] = lambda _: None
) -> Verdict:
    """Return a verdict "correct" for the places at which the sums, limits and integrals in both sides have values.

    Parameters
    ----------
    verdict : Verdict
        What was found of the two sides.
    sides : sequence of Expr
        The two sides.
    terms : sequence of Term or None
        The sides as they were typed, in the same order; None for one that was not.
    value_of : callable
        Returns the value of a limit or an integral, nan or infinite where there is none, None where it is not known.

    Returns
    -------
    Verdict
        Incorrect where one side has no value and the other is said to be a number; left open where neither has one.
    """
    if len(terms) != len(sides) or not any(t is not None and any(part.head in _OPEN for part in subterms(t)) for t in terms):
        return verdict
    conditions: list[Any] = []
    faults: list[str | None] = []
    for side, term in zip(sides, terms, strict=True):
        fault = None
        for reason, condition in () if term is None else (*_of_series(term, side), *_of_limits(term, side, value_of)):
            fault = fault or reason
            conditions.append(condition)
        faults.append(fault)
    known = [fault for fault in faults if fault is not None]
    if len(known) == len(sides):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, known[0]), sp.true, None, f"Not decided: neither side has a value: {known[0]}.")
    if known:
        if any(side is sp.nan for side, fault in zip(sides, faults, strict=True) if fault is None):
            return Verdict(Status.CORRECT, Proof(known[0]), sp.true, None, f"Correct: no value exists: {known[0]}.")
        return Verdict(Status.INCORRECT, Proof(known[0]), sp.true, None, f"Not the same: one side has no value: {known[0]}.")
    if verdict.status is not Status.CORRECT or not conditions:
        return verdict
    if (lost := next((c for c in conditions if isinstance(c, sp.Sum | sp.Limit | sp.Integral)), None)) is not None:
        reason = f"whether {_NAMES[type(lost)]} in it has a value is not known"
        return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), sp.true, None, f"Not decided: {reason}.")
    domain = without_implied(merged(sp.And(verdict.domain, *conditions)))
    if domain in {verdict.domain, merged(verdict.domain)}:
        return verdict
    if domain == sp.false:
        reason = "the series in it have values together nowhere"
        return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), sp.false, None, f"Not decided: {reason}.")
    return replace(verdict, domain=domain, explanation=f"Correct for {condition_text(domain)}.")


def _of_series(term: Term, side: Any) -> Iterator[tuple[str | None, Any]]:
    """Yield for each sum over one index why it has no value, or None, and the condition on letters under which it has one.

    A sum that was dropped and of which nothing is known stands in the place of its condition.
    """
    for part in subterms(term):
        if part.head is not sp.Sum or len(part.args) != 4 or part.args[1].head is not Variable:
            continue
        try:
            body, index, first, last = map(value, part.args)
        except sympy_errors():
            continue
        if not isinstance(body, sp.Expr) or not first.is_Integer:
            continue
        undefined = _undefined_at(body, part.args[0], index, first, last)
        if undefined is not None:
            yield f"in the sum over {index} the term for {index} = {undefined} is not defined", sp.true
        elif last is sp.oo:
            series = sp.Sum(body, (index, first, last))
            found = series_value(series)
            is_lost = part is not term and not (isinstance(side, sp.Expr) and side.has(series))
            if found is not None and found[0] in _WITHOUT_NUMBER and is_lost:
                yield f"the sum over {index} diverges", sp.true
            elif found is not None and found[0] not in _WITHOUT_NUMBER:
                yield None, found[1]
            elif is_lost:
                yield None, series


def _of_limits(term: Term, side: Any, known: Callable[[Any], Any]) -> Iterator[tuple[str | None, Any]]:
    """Yield the same for limits and integrals that were dropped."""
    for part in subterms(term):
        if part is term or part.head not in {sp.Limit, sp.Integral}:
            continue
        try:
            whole = value(part)
        except sympy_errors():
            continue
        if not isinstance(whole, sp.Limit | sp.Integral) or (isinstance(side, sp.Basic) and side.has(whole)):
            continue
        if isinstance(whole, sp.Integral) and any(len(limits) < _WITH_LIMITS for limits in whole.limits):
            continue
        found = known(whole)
        if found is None and not _is_of_continuous(whole):
            yield None, whole
        elif found in _WITHOUT_NUMBER:
            yield f"{_NAMES[type(whole)]} is no number", sp.true


def _is_of_continuous(integral: Any) -> bool:
    """Tell whether an integral is one over a closed interval on all of which the formula inside is defined, so that it has a value."""
    if not isinstance(integral, sp.Integral) or len(integral.limits) != 1:
        return False
    letter, *ends = integral.limits[0]
    if not all(end.is_number and end.is_finite for end in ends):
        return False
    where = {letter: sp.Interval(*sorted(ends))}
    needed = sp.And.make_args(natural_domain(integral.function))
    return all(condition == sp.true or holds_throughout(condition, where) for condition in needed)


def _undefined_at(body: Any, term: Any, index: Any, first: Any, last: Any) -> int | None:
    """Return the first whole number at which a term of a sum, as it was written, is plainly not defined."""
    if not (last is sp.oo or last.is_Integer):
        return None
    needed = [*sp.And.make_args(natural_domain(with_whole_powers(body, index, first))), *forgotten([term])]
    needed = [condition for condition in needed if condition.free_symbols == {index}]
    end = first + _SEEN if last is sp.oo else min(first + _SEEN, last + 1)
    places = sorted({*range(int(first), int(end)), *(n for c in needed for n in _far_places(c, index) if first <= n <= last)})
    return next((n for n in places if any(c.subs(index, n) == sp.false for c in needed)), None)


def _far_places(condition: Any, index: Any) -> list[int]:
    """Return every whole number at which the two sides of a comparison of polynomials are equal, however large it is."""
    if not condition.is_Relational:
        return []
    gap = sp.fraction(sp.together(condition.lhs - condition.rhs))[0]
    if not gap.is_polynomial(index):
        return []
    try:
        zeros = sp.Poly(gap, index, domain=sp.QQ).ground_roots()
    except sp.CoercionFailed:
        return []
    return [int(zero) for zero in zeros if zero.is_Integer]
