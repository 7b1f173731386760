"""Where a formula is defined as it was written: SymPy makes x of e^(ln x) and 1 of x/x, and forgets where that holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.logic.boolalg import Boolean

from symtutor.checking.calculus.implied import without_implied
from symtutor.checking.calculus.regions import merged
from symtutor.checking.calculus.satisfying import holds_at
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.errors import NotReal, sympy_errors
from symtutor.heads import At
from symtutor.term import LEAVES, Quotient, Term, Variable, subterms, value
from symtutor.verdict import Agreement, Status, Verdict

__all__ = ["as_written", "forgotten", "must_be_defined_at", "real_nowhere"]

_BINDING = {sp.Sum: 1, sp.Product: 1, sp.Limit: 1, sp.Integral: 2}  # heads whose letter is bound if there are more arguments than these


def as_written(
    verdict: Verdict, terms: Iterable[Term], positive: Iterable[sp.Symbol] = (), unknowns: Collection[sp.Symbol] = ()
) -> Verdict:
    """Return a verdict "correct" for the places at which both sides are defined as they were written.

    Parameters
    ----------
    verdict : Verdict
        What was found of their values.
    terms : iterable of Term
        The sides as they were typed; none where they came as SymPy expressions.
    positive : iterable of Symbol
        Letters that are declared to be positive.
    unknowns : collection of Symbol
        Letters that the answer gives values of: what is needed of them is part of the problem, and no condition on its answer.

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
    terms = tuple(terms)
    if real_nowhere(terms, positive) is not None:
        reason = "as it is written, a part of it is real nowhere"
        return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), sp.false, None, f"Not decided: {reason}.")
    lost = [condition for condition in forgotten(terms, positive) if not condition.free_symbols & set(unknowns)]
    domain = without_implied(merged(sp.And(verdict.domain, *lost))) if lost else verdict.domain
    if domain in {verdict.domain, merged(verdict.domain), sp.false}:
        return verdict
    text = condition_text(domain)
    told = f"Correct for {text}." if verdict.explanation in {"", "Correct."} else f"{verdict.explanation} As it is written, for {text}."
    return replace(verdict, domain=domain, explanation=told)


def forgotten(terms: Iterable[Term], positive: Iterable[sp.Symbol] = ()) -> tuple[Any, ...]:
    """Return the conditions under which formulas are defined as they were typed, those left out that their values need as well.

    Parameters
    ----------
    terms : iterable of Term
        Expressions, equations and inequalities as they were typed.
    positive : iterable of Symbol
        Letters that are declared to be positive.

    Examples
    --------
    >>> x = Term(Variable, (sp.Symbol("x"),))
    >>> forgotten([Term(Quotient, (x, x)), Term(sp.exp, (Term(sp.log, (x,)),))])
    (Ne(x, 0), x > 0)
    """
    known = frozenset(positive)
    return tuple(dict.fromkeys(condition for term in terms for part in _compared(term) for condition in _forgotten(part, known)))


def real_nowhere(terms: Iterable[Term | None], positive: Iterable[sp.Symbol] = ()) -> Term | None:
    """Return a part that is real for no values of its letters, of formulas that were read as something real.

    Parameters
    ----------
    terms : iterable of Term or None
        Formulas as they were typed.
    positive : iterable of Symbol
        Letters that are declared to be positive.

    Examples
    --------
    >>> from symtutor.reading.read import read_term
    >>> real_nowhere([read_term("1 + sqrt(-x^2 - 1)^2").term]).head.__name__
    'Root'
    >>> real_nowhere([read_term("sqrt(x - 1)^2").term])
    """
    known = frozenset(positive)
    of_terms = [[(part, _value(part)) for part in subterms(term)] for term in terms if term is not None]
    if any(isinstance(expr, sp.Expr) and part.head in LEAVES and expr.has(sp.I) for parts in of_terms for part, expr in parts):
        return None  # complex numbers are meant
    for parts in of_terms:
        for part, expr in reversed(parts):
            if part.head in LEAVES or not isinstance(expr, sp.Expr) or expr.has(sp.MatrixBase, sp.MatrixExpr) or _alternates(expr):
                continue
            if expr.has(sp.I) or natural_domain(expr, known) == sp.false:
                return part
    return None


def must_be_defined_at(point: Mapping[Any, Any], terms: Iterable[Term]) -> None:
    """Refuse a point at which formulas have no value as they were written.

    Raises
    ------
    NotReal
        Naming the condition that fails there.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> must_be_defined_at({x: sp.S.Zero}, [Term(Quotient, (Term(Variable, (x,)),) * 2)])
    Traceback (most recent call last):
    ...
    symtutor.errors.NotReal: as it is written this is defined only for x ≠ 0, and not at x = 0
    """
    whole = [term.args[0] if term.head is At else term for term in terms]
    for condition in forgotten(whole) if point else ():
        is_of_numbers = not any(point[letter].free_symbols for letter in condition.free_symbols & point.keys())
        if condition.free_symbols <= point.keys() and is_of_numbers and not holds_at(condition, point):
            place = ", ".join(f"{letter} = {point[letter]}" for letter in point if letter in condition.free_symbols)
            raise NotReal(f"as it is written this is defined only for {condition_text(condition)}, and not at {place}")


def _alternates(expr: Any) -> bool:
    """Tell whether a power such as (−1)^n stands in an expression, which is meant for whole n."""
    return any(p.base.is_negative and p.exp.free_symbols for p in expr.atoms(sp.Pow))


def _compared(term: Term) -> Iterator[Term]:
    """Yield the sides of an inequality and of what is always true or never, such as x/x = 1, and the formula itself of any other."""
    whole = _value(term)
    if not isinstance(whole, Boolean) or isinstance(whole, sp.Equality | sp.Symbol):  # SymPy takes a symbol for a Boolean too
        yield term
        return
    for side in term.args:
        if isinstance(side, Term):
            yield from _compared(side)


def _forgotten(term: Term, positive: frozenset[sp.Symbol]) -> Iterator[Any]:
    """Yield the forgotten conditions of an expression, or of an equation between two."""
    whole = _value(term)
    if whole is None:
        return
    sides = whole.args if isinstance(whole, sp.Tuple | sp.Equality) else (whole,)
    if not all(isinstance(side, sp.Expr) and not side.has(sp.MatrixBase, sp.MatrixExpr) for side in sides):
        return  # vectors and matrices have no domain of real numbers
    kept = {c for side in sides for c in sp.And.make_args(natural_domain(side, positive))}
    seen: set[Any] = set()
    indices = {
        str(s) for part in subterms(term) if part.head in _BINDING and len(part.args) > _BINDING[part.head] for s in part.args[1].args
    }
    letters = {s for part in subterms(term) if part.head is Variable for s in part.args if str(s) not in indices}
    free = whole.free_symbols if whole.has(sp.Integral, sp.Limit, sp.Sum, sp.Product, sp.Derivative) else letters
    for part in subterms(term):
        if part.head in LEAVES or not part.args:
            continue
        parts = [_value(part)]
        if part.head is Quotient and isinstance(below := _value(part.args[-1]), sp.Expr) and below != 0:
            parts.append(1 / below)
        for expr in parts:
            if not isinstance(expr, sp.Expr) or expr in seen or not expr.free_symbols or set(map(str, expr.free_symbols)) & indices:
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
