"""Forms of an answer that may be asked for: factored, expanded, simplified, a single fraction, partial fractions.

An answer is looked at as it was written: SymPy would collect x + x before anybody could see it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.errors import InputError, SymtutorError
from symtutor.goals.core import Goal
from symtutor.term import LEAVES, Negation, Number, Quotient, Root, Term, Variable, subterms, value
from symtutor.textbook import written

__all__ = ["FORMS", "Lack", "form_named", "lack_of_form"]


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps an answer from the form that was asked for: words with {} for the part of it, and for what that part should be."""

    words: str
    parts: tuple[Term, ...]


Lacking = Iterator[Lack]


def form_named(form: object) -> str | None:
    """Return the name of a form, or None where none is asked for.

    Raises
    ------
    InputError
        If there is no such form.
    """
    if form is None:
        return None
    name = " ".join(str(form).lower().replace("_", " ").replace("-", " ").split())
    if name not in FORMS:
        raise InputError(f"form={form!r} is unknown", f"Choose one of {', '.join(FORMS)}.")
    return name


def lack_of_form(term: Term, form: str) -> Lack | None:
    """Return what keeps an answer from a form, or None where it has it; of a list, a matrix or an equation each entry counts.

    Examples
    --------
    >>> from symtutor.reading.read import read_term
    >>> lack_of_form(read_term("3x^2 - 3").term, "factored").words
    '{} can be factored further: {}'
    >>> lack_of_form(read_term("3(x - 1)(x + 1)").term, "factored") is None
    True
    """
    entries = [a for a in term.args if isinstance(a, Term)] if _is_list(term) else []
    if entries:
        return next((lack for entry in entries if (lack := lack_of_form(entry, form)) is not None), None)
    if term.head in LEAVES and term.head is not Number:
        return None
    try:
        return next(FORMS[form](term), None)
    except (SymtutorError, sp.PolynomialError, ArithmeticError, NotImplementedError):
        return None  # not an expression that has such forms


def _is_list(term: Term) -> bool:
    head = term.head
    return isinstance(head, type) and issubclass(head, sp.Tuple | sp.FiniteSet | sp.MatrixBase | sp.core.relational.Relational | sp.Or)


def _operands(term: Term) -> tuple[Term, ...]:
    """Return the summands, factors, bases and sides of fractions of a term; not what stands in functions and exponents."""
    if term.head in {sp.Add, sp.Mul, Negation, Quotient}:
        return tuple(a for a in term.args if isinstance(a, Term))
    if term.head in {sp.Pow, Root}:
        return tuple(a for a in term.args[:1] if isinstance(a, Term) and _is_written_power(term))
    return ()


def _is_written_power(term: Term) -> bool:
    """Tell whether the exponent is a number, so that the base is what varies."""
    return term.head is Root or not value(term.args[1]).free_symbols


def _inside(term: Term) -> Iterator[Term]:
    yield term
    for operand in _operands(term):
        yield from _inside(operand)


def _summands(term: Term) -> list[Term]:
    if term.head is sp.Add:
        return [t for a in term.args for t in _summands(a)]
    return [term]


def _is_sum(term: Term) -> bool:
    return term.head is sp.Add or (term.head is Negation and _is_sum(term.args[0]))


def _is_fraction(term: Term) -> bool:
    """Tell whether a term is a fraction, or a power with a negative exponent."""
    if term.head is Quotient:
        return True
    return term.head is sp.Pow and term.args[1].head is Negation and not value(term.args[1]).free_symbols


# ---- factored ----
def _unfactored(term: Term) -> Lacking:
    if term.head is not sp.Add:
        for operand in _operands(term):
            yield from _unfactored(operand)
        return
    expr = value(term)
    if not expr.free_symbols:
        return
    top, bottom = sp.fraction(sp.together(expr))
    content, factors = sp.factor_list(top)
    is_product = sum(power for _, power in factors) > 1 or abs(content.p) > 1
    if bottom.free_symbols or is_product:
        yield Lack("{} can be factored further: {}", (term, _whole(sp.factor(expr), term)))


def _whole(expr: Any, term: Term) -> Term:
    """Return what a part should be, as it is written; the part itself where SymPy turns it back."""
    found = written(expr)
    return found if isinstance(found, Term) else term


# ---- expanded ----
def _unexpanded(term: Term) -> Lacking:
    for part in _inside(term):
        is_product = part.head is sp.Mul and any(map(_is_sum, part.args))
        is_power = part.head is sp.Pow and _is_sum(part.args[0]) and part.args[1].head is Number and part.args[1].args[0] > 1
        if is_product or is_power or (part.head is Negation and _is_sum(part.args[0])):
            yield Lack("{} can be multiplied out: {}", (part, _whole(sp.expand_mul(sp.expand_multinomial(value(part))), part)))
    collected = sp.expand_mul(value(term))
    if len(_summands(term)) > len(sp.Add.make_args(collected)):
        yield Lack("in {} like terms can be collected: {}", (term, _whole(collected, term)))


# ---- a single fraction ----
def _not_single(term: Term) -> Lacking:
    while term.head is Negation:
        term = term.args[0]
    if term.head is sp.Mul and sum(map(_is_fraction, term.args)) == 1:
        parts = [side for a in term.args for side in (a.args if a.head is Quotient else (a.args[0],) if _is_fraction(a) else (a,))]
    else:
        parts = list(term.args) if term.head is Quotient else [term.args[0]] if _is_fraction(term) else [term]
    held = next((part for whole in parts for part in _inside(whole) if _is_fraction(part)), None)
    if held is not None:
        yield Lack("it holds the fraction {} beside others; as one fraction it is {}", (held, _whole(sp.together(value(term)), term)))


# ---- partial fractions ----
def _not_partial(term: Term) -> Lacking:
    for part in _summands(term):
        top, bottom = sp.fraction(sp.together(value(part)))
        letters = sorted(bottom.free_symbols, key=str)
        if not letters:
            continue
        x = letters[-1]
        _, factors = sp.factor_list(bottom, x)
        base = factors[0][0] if factors else bottom
        if len(factors) > 1 or sp.degree(top, x) >= sp.degree(base, x):
            yield Lack("{} can be split further: {}", (part, _whole(sp.apart(value(part), x), part)))


# ---- simplified ----
def _unsimplified(term: Term) -> Lacking:
    for part in subterms(term):
        if isinstance(part, Goal):
            return
        yield from _shorter_part(part)
    expr = value(term)
    for candidate in _rewritten(expr, term):
        shorter = _whole(candidate, term)
        if _size(shorter) < _size(term):
            yield Lack("a shorter form of {} is {}", (term, shorter))


def _shorter_part(part: Term) -> Lacking:
    """Yield what every textbook does to one node: roots of squares, fractions in fractions, factors 1 and summands 0."""
    if part.head is Root and part.args[0].head is Number and part.args[1] == Term(Number, (sp.Integer(2),)):
        root = sp.sqrt(part.args[0].args[0])
        if root.is_Rational or root.is_Mul:
            yield Lack("{} is {}", (part, _whole(root, part)))
    if part.head is Quotient and any(_is_fraction(side) for side in part.args):
        yield Lack("{} is a fraction in a fraction: {}", (part, _whole(sp.together(value(part)), part)))
    neutral = {sp.Mul: 1, sp.Add: 0}.get(part.head)
    if neutral is not None and any(a.head is Number and a.args[0] == neutral for a in part.args):
        yield Lack("{} can be left out of {}", (Term(Number, (sp.Integer(neutral),)), part))


def _rewritten(expr: Any, term: Term) -> Iterator[Any]:
    """Yield an expression worked out, with sums multiplied out, factors canceled, squares of sine and cosine joined."""
    yield expr
    if any(part.head is Quotient for part in subterms(term)):
        yield sp.cancel(expr)
    if term.head is sp.Add:
        yield sp.expand(expr)
    for squares in itertools.chain(_with_squares(expr, sp.sin, sp.cos, -1), _with_squares(expr, sp.sec, sp.tan, 1)):
        if len(sp.Add.make_args(squares)) < len(sp.Add.make_args(expr)):
            yield squares


def _with_squares(expr: Any, one: Any, other: Any, sign: int) -> Iterator[Any]:
    """Yield an expression with the square of a function by that of its partner, of each argument and either way."""
    for inner in sorted({f.args[0] for f in expr.atoms(one, other)}, key=str):
        yield sp.expand(expr.subs(one(inner) ** 2, 1 + sign * other(inner) ** 2))
        yield sp.expand(expr.subs(other(inner) ** 2, sign * (one(inner) ** 2 - 1)))


def _size(term: Term) -> tuple[Any, ...]:
    """Return by what one form is shorter than another: leaves beside 1, letters among them, the size of the numbers."""
    leaves = [t for t in subterms(term) if t.head in LEAVES]
    counted = [t for t in leaves if not (t.head is Number and t.args[0] == 1)]
    numbers = [abs(t.args[0]) for t in counted if t.head is Number]
    return len(counted), sum(1 for t in leaves if t.head is Variable), sum(numbers)


FORMS: dict[str, Callable[[Term], Lacking]] = {
    "factored": _unfactored,
    "expanded": _unexpanded,
    "simplified": _unsimplified,
    "single fraction": _not_single,
    "partial fractions": _not_partial,
}
