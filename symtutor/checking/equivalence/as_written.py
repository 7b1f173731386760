"""Where a formula is defined as it was written: SymPy makes x of e^(ln x) and 1 of x/x, and forgets where that holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.ranges import without_implied
from symtutor.checking.calculus.regions import merged
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.errors import sympy_errors
from symtutor.term import LEAVES, Quotient, Term, Variable, subterms, value
from symtutor.verdict import Status, Verdict

__all__ = ["as_written"]


def as_written(verdict: Verdict, terms: Iterable[Term], positive: Iterable[sp.Symbol] = ()) -> Verdict:
    """Return a verdict "correct" for the places at which both sides are defined as they were written.

    Parameters
    ----------
    verdict : Verdict
        What was found of their values.
    terms : iterable of Term
        The sides as they were typed; none where they came as SymPy expressions.
    positive : iterable of Symbol
        Letters that are declared to be positive.

    Examples
    --------
    >>> from symtutor.verdict import Proof
    >>> x = sp.Symbol("x")
    >>> found = Verdict(Status.CORRECT, Proof("identical"), sp.true, None, "Correct.")
    >>> print(as_written(found, [Term(Quotient, (Term(Variable, (x,)),) * 2)]))
    Correct for x ≠ 0.
    """
    if verdict.status is not Status.CORRECT:
        return verdict
    known = frozenset(positive)
    lost = [condition for term in terms for condition in _forgotten(term, known)]
    domain = without_implied(merged(sp.And(verdict.domain, *lost))) if lost else verdict.domain
    if domain in {verdict.domain, merged(verdict.domain), sp.false}:
        return verdict
    text = condition_text(domain)
    told = f"Correct for {text}." if verdict.explanation in {"", "Correct."} else f"{verdict.explanation} As it is written, for {text}."
    return replace(verdict, domain=domain, explanation=told)


def _forgotten(term: Term, positive: frozenset[sp.Symbol]) -> Iterator[Any]:
    """Yield the conditions under which the parts of a formula are defined, those left out that its value needs as well."""
    whole = _value(term)
    if whole is None:
        return
    sides = whole.args if isinstance(whole, sp.Tuple | sp.Equality) else (whole,)
    if not all(isinstance(side, sp.Expr) and not side.has(sp.MatrixBase, sp.MatrixExpr) for side in sides):
        return  # vectors and matrices have no domain of real numbers
    kept = {c for side in sides for c in sp.And.make_args(natural_domain(side, positive))}
    seen: set[Any] = set()
    letters = {s for part in subterms(term) if part.head is Variable for s in part.args}
    free = whole.free_symbols if whole.has(sp.Integral, sp.Limit, sp.Sum, sp.Product, sp.Derivative) else letters
    for part in subterms(term):
        if part.head in LEAVES or not part.args:
            continue
        parts = [_value(part)]
        if part.head is Quotient and isinstance(below := _value(part.args[-1]), sp.Expr) and below != 0:
            parts.append(1 / below)
        for expr in parts:
            if not isinstance(expr, sp.Expr) or expr in seen or not expr.free_symbols:
                continue
            seen.add(expr)
            for condition in sp.And.make_args(natural_domain(expr, positive)):
                if condition not in kept and condition.free_symbols and condition.free_symbols <= free:
                    kept.add(condition)
                    yield condition


def _value(term: Term) -> Any:
    """Return what a formula means, None for what has a meaning only in a larger one, such as the brackets of a vector."""
    try:
        return value(term)
    except sympy_errors():
        return None
