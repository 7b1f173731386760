"""Verdicts with their domain, each in one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.implied import without_implied
from symtutor.checking.calculus.regions import merged
from symtutor.checking.equivalence.declared import positive_letters
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.checking.equivalence.refutation import Search
from symtutor.checking.equivalence.told import told
from symtutor.checking.normal_form.normal_form import have_equal_normal_forms
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = [
    "of_an_answer",
    "of_an_antiderivative",
    "verdict_correct",
    "verdict_incorrect",
    "verdict_of_induction",
    "verdict_of_jump",
    "verdict_parts",
    "verdict_undecided",
]


SMALL = 5_000


def verdict_correct(a: Any, b: Any, proof: Proof, domain: Mapping[Any, Any], *, up_to_constant: bool) -> Verdict:
    """Return the verdict for a proof, with the domain on which both sides are defined."""
    positive = positive_letters(domain)
    declared = sp.And(*(_declared(s, where) for s, where in domain.items()))
    whole = frozenset(s for s, where in domain.items() if where.is_subset(sp.S.Integers))
    left = natural_domain(_with_whole_powers(a, whole), positive)
    right = _with_conditions_of(left, natural_domain(_with_whole_powers(b, whole), positive))
    both = without_implied(merged(sp.And(left, right, declared, *_jumps(a, b, proof, positive))))
    if not _has_inner_points(both, whole):
        return _verdict_right_in_form(both)
    words = "Correct up to a constant on each interval" if up_to_constant and proof.method != "identical" else "Correct"
    comma = "," if up_to_constant and proof.method != "identical" else ""
    place = "" if both == sp.true else f"{comma} for {condition_text(both)}"
    left, right = without_implied(left), without_implied(right)
    difference = (
        ""
        if left == right or proof.method == "identical"
        else f" (the first is defined for {condition_text(left)}, the second for {condition_text(right)})"
    )
    if not _tells_more(left, right, both):
        difference = ""
    return Verdict(Status.CORRECT, proof, both, None, f"{words}{place}{difference}.")


def _with_whole_powers(expr: sp.Basic, whole: frozenset[sp.Expr]) -> Any:
    """Return an expression that is defined where it is, with reciprocals for powers by letters for whole numbers: (−1)^n has values."""
    if not whole or not isinstance(expr, sp.Expr):
        return expr
    powers = [p for p in expr.atoms(sp.Pow) if p.exp.free_symbols and p.exp.free_symbols <= whole and p.exp.is_polynomial()]
    return expr.xreplace({p: 1 / p.base for p in powers if all(c.is_Integer for c in sp.Poly(p.exp, *p.exp.free_symbols).coeffs())})


def _has_inner_points(condition: sp.Basic, whole: frozenset[sp.Expr] = frozenset()) -> bool:
    """Tell whether a condition may hold on more than single points, lines or surfaces; of letters for whole numbers, on more than one."""
    if isinstance(condition, sp.Or | sp.And):
        found = [_has_inner_points(part, whole) for part in condition.args]
        return any(found) if isinstance(condition, sp.Or) else all(found)
    if isinstance(condition, sp.Eq) and condition.has(sp.floor) and condition.free_symbols <= whole:
        return True  # n = ⌊n⌋ says only that n is a whole number
    return condition != sp.false and not isinstance(condition, sp.Eq)


def _verdict_right_in_form(both: Any) -> Verdict:
    """Return the verdict for sides that are the same by their form, and real together nowhere, or at single points only."""
    where = "at no point" if both == sp.false else f"only for {condition_text(both)}"
    reason = f"right in form, but the two sides are real together {where}; absolute values may be missing"
    return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), both, None, f"Not decided: {reason}.")


def _with_conditions_of(left: sp.Basic, right: sp.Basic) -> Any:
    """Return a domain with its conditions written as in another domain where they are the same by normal form."""
    known = sp.And.make_args(left)
    return sp.And(*(next((k for k in known if _is_same_condition(k, c)), c) for c in sp.And.make_args(right)))


def _is_same_condition(p: Any, q: Any) -> bool:
    if p == q or type(p) is not type(q) or not isinstance(p, sp.core.relational.Relational) or p.free_symbols != q.free_symbols:
        return p == q
    signs = (1, -1) if isinstance(p, sp.Ne) else (1,)
    return any(have_equal_normal_forms(p.lhs - p.rhs, sign * (q.lhs - q.rhs), work=SMALL) for sign in signs)


def _jumps(a: Any, b: Any, proof: Proof, positive: frozenset[Any]) -> list[Any]:
    """Return that signs are not 0 where a proof did not look at the zeros one by one."""
    if not proof.method.startswith("normal form"):
        return []
    return [natural_domain(1 / part.args[0], positive) for e in (a, b) for part in sorted(e.atoms(sp.sign, sp.Heaviside), key=str)]


def _tells_more(left: sp.Basic, right: sp.Basic, both: sp.Basic) -> bool:
    """Tell whether naming the two domains adds to naming the common one."""
    return left != right and not (both == left and right == sp.true) and not (both == right and left == sp.true)


def _declared(symbol: Any, where: Any) -> Any:
    """Return a declared domain as a condition; that a parameter is positive goes without saying."""
    if where in (sp.S.Reals, sp.Interval.open(0, sp.oo)):
        return sp.true
    if isinstance(where, sp.Interval):
        if where.start.is_infinite and where.end.is_infinite:
            return sp.true
        low, high = (sp.Gt if where.left_open else sp.Ge), (sp.Lt if where.right_open else sp.Le)
        ends = ((low, where.start), (high, where.end))
        return sp.And(*(relation(symbol, end) for relation, end in ends if end.is_finite))
    return where.as_relational(symbol) if hasattr(where, "as_relational") else sp.true


def verdict_incorrect(witness: Witness, *, up_to_constant: bool) -> Verdict:
    """Return the verdict for a point of difference."""
    left, right = _short(_told(witness.left), witness.right), _short(_told(witness.right), witness.left)
    values = f"the {'slopes' if up_to_constant else 'values'} are {left} and {right}"
    return Verdict(Status.INCORRECT, witness, sp.true, None, _not_the_same(witness, values, up_to_constant=up_to_constant))


def of_an_answer(verdict: Verdict, *, up_to_constant: bool = False) -> Verdict:
    """Return a verdict whose sentence says which value is the answer's, where a witness has both."""
    witness = verdict.evidence
    if verdict.status is not Status.INCORRECT or not isinstance(witness, Witness) or " are " not in verdict.explanation:
        return verdict
    subject = "the derivative of your answer" if up_to_constant else "your answer"
    left, right = _short(_told(witness.left), witness.right), _short(_told(witness.right), witness.left)
    values = f"{subject} is {left}, {f'and {right} is right' if right != _UNDEFINED else 'but no value exists'}"
    return replace(verdict, explanation=_not_the_same(witness, values, up_to_constant=up_to_constant))


def of_an_antiderivative(verdict: Verdict, found: sp.Basic, variable: Any, given: frozenset[sp.Expr]) -> Verdict:
    """Return a verdict on an antiderivative whose sentence says whether the constant of integration is there.

    Parameters
    ----------
    verdict : Verdict
        What was found, up to a constant on each interval.
    found : Expr
        The answer.
    variable : Symbol
        The variable of integration.
    given : frozenset of Symbol
        The letters of the problem; a term in another letter, without the variable, is the constant.
    """
    if verdict.status is not Status.CORRECT or not isinstance(found, sp.Expr):
        return of_an_answer(verdict, up_to_constant=True)
    told = verdict.explanation or "Correct."
    place = told.removeprefix("Correct up to a constant on each interval").removeprefix("Correct").removeprefix(",").removesuffix(".")
    has_constant = any(variable not in term.free_symbols and term.free_symbols - given for term in sp.Add.make_args(sp.expand(found)))
    has_constant = has_constant or any(_is_shift(found, letter, variable) for letter in found.free_symbols - given - {variable})
    missing = "" if has_constant else f"{',' if place else ''} up to a constant: + C is missing"
    return replace(verdict, explanation=f"Correct{place}{missing}.")


def _is_shift(found: sp.Expr, letter: Any, variable: Any) -> bool:
    """Tell whether a letter only moves an antiderivative up and down, as C in ln|C x|."""
    slope = differentiated(found, letter)
    slope = sp.cancel(slope.replace(lambda e: isinstance(e, sp.Abs), lambda e: e.args[0] * sp.sign(e.args[0])))
    return slope != 0 and not slope.has(sp.Derivative, sp.Subs, variable)


def _not_the_same(witness: Witness, values: str, *, up_to_constant: bool) -> str:
    place = ", ".join(f"{told(name)} = {told(number)}" for name, number in witness.point.items())
    return f"Not the same{' up to a constant' if up_to_constant else ''}: {'at ' + place + ' ' if place else ''}{values}."


_UNDEFINED = "undefined"
_WORDS = {"nan": _UNDEFINED, "zoo": _UNDEFINED, "oo": "∞", "-oo": "−∞"}


def _told(value: str) -> str:
    """Return a value as it is told: a decimal without the zeros at its end."""
    is_decimal = "." in value and value.replace(".", "").lstrip("-").isdigit()
    return value.rstrip("0").removesuffix(".") if is_decimal else _WORDS.get(value, value)


def _short(value: str, other: str) -> str:
    """Return a decimal with four digits, or six, where it is told apart from the other value so."""
    try:
        number, beside = float(value), float(other) if "/" not in other else float(sp.Rational(other))
    except (ValueError, TypeError):
        return value
    if "." not in value or not 10**-_DIGITS_SHOWN < abs(number) < 10**_DIGITS_SHOWN:
        return value
    return next((short for digits in (4, _DIGITS_SHOWN) if (short := f"{number:.{digits}g}") != f"{beside:.{digits}g}"), value)


_DIGITS_SHOWN = 6


def verdict_of_jump(witness: Witness) -> Verdict:
    """Return the verdict for a difference that jumps inside the domain."""
    place = ", ".join(f"{told(name)} = {told(number)}" for name, number in witness.point.items())
    words = f"Not the same up to a constant: the difference jumps at {place}, from {witness.left} to {witness.right}."
    return Verdict(Status.INCORRECT, witness, sp.true, None, words)


def verdict_of_induction(a: Any, b: Any, proof: Proof) -> Verdict:
    """Return the verdict for a proof over the whole numbers from a first one."""
    _, _, letter, _, start = proof.method.split()
    outside = [side.replace(lambda e: isinstance(e, sp.Sum | sp.Product), lambda _: sp.S.One) for side in (a, b)]
    needed = merged(sp.And(*map(natural_domain, outside)))
    place = "" if needed == sp.true else f" and {condition_text(needed)}"
    domain = sp.And(sp.Ge(sp.Symbol(letter), sp.Integer(start)), needed)
    return Verdict(Status.CORRECT, proof, domain, None, f"Correct for whole numbers {letter} ≥ {start}{place}.")


def verdict_undecided(found: Search, reason: str = "") -> Verdict:
    """Return the verdict where neither a proof nor a point of difference was found, for a reason where it is known."""
    if found.points:
        evidence = Agreement(found.digits, found.points)
        return Verdict(Status.UNDECIDED, evidence, sp.true, None, f"Not decided: the two sides {_agreeing(found)}, and no proof was found.")
    known = "no enclosure is known for a part of it" if found.unknown else "no point was found at which both sides are real"
    reason = reason or known
    return Verdict(Status.UNDECIDED, Agreement(0, 0, reason), sp.true, None, f"Not decided: {reason}.")


def _agreeing(found: Search) -> str:
    return f"agree to {found.digits} digits at {found.points} point{'s' if found.points != 1 else ''}"


def verdict_parts(parts: list[Verdict], names: list[str]) -> Verdict:
    """Return the verdict for a whole of which each part was judged."""
    for status in (Status.INCORRECT, Status.UNDECIDED):
        for part, name in zip(parts, names, strict=True):
            if part.status is status:
                told = part.explanation if len(parts) == 1 else f"In {name}: {part.explanation[:1].lower()}{part.explanation[1:]}"
                return Verdict(status, part.evidence, part.domain, part.mistake, told)
    domain = merged(sp.And(*(p.domain for p in parts)))
    place = "" if domain == sp.true else f" for {condition_text(domain)}"
    return Verdict(Status.CORRECT, Proof("part by part", tuple(p.evidence for p in parts)), domain, None, f"Correct{place}.")
