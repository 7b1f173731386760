"""Proofs that a definite integral has a claimed value, each independent of the rule that found it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal
from symtutor.checking.integrals.continuity import continuous_on, defined_inside, has_known_functions, nowhere_real
from symtutor.checking.integrals.divergence import diverges_to
from symtutor.checking.integrals.forms_between import form_between, forms_between, has_forms
from symtutor.checking.integrals.known_areas import classical_value, plain_antiderivative
from symtutor.checking.limits.meaning import judge_limit
from symtutor.goals.core import DefiniteIntegral, Goal, Integral, Limit
from symtutor.term import combine
from symtutor.verdict import Proof, Status, Verdict

__all__ = ["Claim", "proved"]

_SAMPLE = sp.Rational(3, 7)
_WITHOUT_VALUE = (sp.oo, -sp.oo, sp.nan)


@dataclass(frozen=True, slots=True)
class Claim:
    """That the integral of f in x from low to high has a value.

    Parameters
    ----------
    f, x, low, high : Expr
        The integrand, its variable, the limits.
    value : Expr
        What it is said to be; nan where there is said to be none.
    known : mapping of Goal to Expr
        Proved values of other goals.
    domain : mapping of Symbol to Set
        Where letters live.
    """

    f: Any
    x: Any
    low: Any
    high: Any
    value: Any
    known: Mapping[Any, Any]
    domain: Mapping[Any, Any]

    @property
    def has_numbers(self) -> bool:
        """Whether both limits are numbers or infinite."""
        return not (self.low.free_symbols or self.high.free_symbols)

    def verdict(self, found: Any, method: str) -> Verdict:
        """Return what it says of the claim that the integral was found to have a value."""
        if found in _WITHOUT_VALUE or self.value in _WITHOUT_VALUE:
            return Verdict(Status.CORRECT if found == self.value else Status.INCORRECT, Proof(method))
        if is_proved_equal(found, self.value):
            return Verdict(Status.CORRECT, Proof(method))
        verdict = equivalence(found, self.value, domain=self.domain)
        return Verdict(Status.CORRECT, Proof(method), verdict.domain) if verdict.status is Status.CORRECT else verdict


def proved(claim: Claim) -> Verdict | None:
    """Return a proof or a refutation of a claim, or None where no way leads to one.

    Parameters
    ----------
    claim : Claim
        What a definite integral is said to be.
    """
    for way in _WAYS:
        for verdict in way(claim):
            if verdict.status is not Status.UNDECIDED:
                return verdict
    return None


def _empty(claim: Claim) -> Iterator[Verdict]:
    if claim.low == claim.high:
        yield claim.verdict(sp.S.Zero, "from a point to itself")


def _turned(claim: Claim) -> Iterator[Verdict]:
    if claim.has_numbers and claim.low > claim.high:
        found = proved(replace(claim, low=claim.high, high=claim.low, value=-claim.value))
        if found is not None:
            yield found


def _by_power_test(claim: Claim) -> Iterator[Verdict]:
    """Prove integrals of a power with a letter as exponent from 0, or to infinity, for the exponents for which they converge."""
    base, exponent = claim.f.as_base_exp()
    if base != claim.x or exponent.has(claim.x) or not exponent.free_symbols or not claim.has_numbers:
        return
    antiderivative = claim.x ** (exponent + 1) / (exponent + 1)
    for end, other, condition, sign in ((claim.low, claim.high, exponent > -1, 1), (claim.high, claim.low, exponent < -1, -1)):
        if end == (sp.S.Zero if sign > 0 else sp.oo) and other.is_positive and other.is_finite:
            verdict = claim.verdict(sign * antiderivative.subs(claim.x, other), f"power test, for {condition}")
            yield replace(verdict, domain=condition) if verdict.status is Status.CORRECT else verdict


def _by_theorem(claim: Claim) -> Iterator[Verdict]:
    found = classical_value(claim.f, claim.x, claim.low, claim.high)
    if found is not None:
        yield claim.verdict(found[0], f"a theorem: {found[1]}")


def _not_real(claim: Claim) -> Iterator[Verdict]:
    if not claim.has_numbers or claim.f.free_symbols != {claim.x}:
        return
    gap = nowhere_real(claim.f, claim.x, claim.low, claim.high)
    if gap is not None:
        yield claim.verdict(sp.nan, f"the integrand is not real between {gap[0]} and {gap[1]}")


def _by_fundamental_theorem(claim: Claim) -> Iterator[Verdict]:
    """Prove by an antiderivative that is continuous from one limit to the other."""
    for antiderivative in _antiderivatives(claim.f, claim):
        change = _change(antiderivative, claim)
        if change is not None:
            yield claim.verdict(*change)


def _change(antiderivative: sp.Expr, claim: Claim) -> tuple[sp.Expr, str] | None:
    """Return by how much an antiderivative changes between the limits, with the reason why that is the integral."""
    x, low, high = claim.x, claim.low, claim.high
    ends = tuple(antiderivative.subs(x, end) for end in (high, low))
    if any(end.has(sp.nan, sp.zoo) for end in ends):
        return None
    if not claim.has_numbers or claim.f.free_symbols - {x}:
        if low.is_infinite or high.is_infinite or not has_known_functions(antiderivative):
            return None
        is_whole = all(continuous_on(e, x, -sp.oo, sp.oo, closed=(False, False)) for e in (antiderivative, claim.f))
        return ends[0] - ends[1], "fundamental theorem" + ("" if is_whole else ", where the limits lie in one interval of continuity")
    if low.is_finite is False or high.is_finite is False or not continuous_on(antiderivative, x, low, high):
        return None
    if not defined_inside(claim.f, x, low, high):
        return None
    return ends[0] - ends[1], "fundamental theorem: a proved antiderivative, continuous on the interval"


def _by_limit_at_an_end(claim: Claim) -> Iterator[Verdict]:
    """Prove an improper integral by the limit of an antiderivative at the one end where it is improper."""
    if not claim.has_numbers:
        yield from _by_limit_beside_a_letter(claim)
        return
    x, low, high = claim.x, claim.low, claim.high
    for antiderivative in _antiderivatives(claim.f, claim):
        for is_closed in ((True, False), (False, True)):
            if not continuous_on(antiderivative, x, low, high, closed=is_closed) or not defined_inside(claim.f, x, low, high):
                continue
            inner, outer, side = (low, high, "-") if is_closed[0] else (high, low, "+")
            gap = antiderivative - antiderivative.subs(x, inner)
            goal = Limit(gap if is_closed[0] else -gap, x, outer, sp.Symbol("+-" if outer.is_infinite else side))
            verdict = judge_limit(goal, claim.value, claim.known, claim.domain)
            if verdict.status is Status.CORRECT:
                method = f"limit of proper integrals at {outer}: {getattr(verdict.evidence, 'method', 'proved')}"
                yield Verdict(Status.CORRECT, Proof(method), verdict.domain)


def _by_limit_beside_a_letter(claim: Claim) -> Iterator[Verdict]:
    """Prove an improper integral whose other limit holds letters, which must lie in one interval of continuity with the end."""
    x, low, high = claim.x, claim.low, claim.high
    if low.free_symbols and high.free_symbols:
        return
    end, inner, side, sign = (high, low, "-", 1) if low.free_symbols else (low, high, "+", -1)
    for antiderivative in _antiderivatives(claim.f, claim):
        if not has_known_functions(antiderivative):
            continue
        gap = sign * (antiderivative - antiderivative.subs(x, inner))
        verdict = judge_limit(Limit(gap, x, end, sp.Symbol("+-" if end.is_infinite else side)), claim.value, claim.known, claim.domain)
        if verdict.status is Status.CORRECT:
            method = f"limit of proper integrals at {end}, where the limits lie in one interval of continuity"
            yield Verdict(Status.CORRECT, Proof(method), verdict.domain)


def _by_symmetry(claim: Claim) -> Iterator[Verdict]:
    """Prove by f(−x) = −f(x), or f(−x) = f(x) and one half, on an interval around 0."""
    f, x, high = claim.f, claim.x, claim.high
    if not is_proved_equal(claim.low, -high):
        return
    turned = f.xreplace({x: -x})
    ends = (claim.low, high) if claim.has_numbers else (-sp.oo, sp.oo)
    is_closed = claim.has_numbers
    if is_proved_equal(turned, -f) and continuous_on(f, x, *ends, closed=(is_closed, is_closed)):
        yield claim.verdict(sp.S.Zero, "f(−x) = −f(x), and f is continuous on an interval around 0")
    half = claim.known.get(DefiniteIntegral(f, x, sp.S.Zero, high))
    if half is not None and is_proved_equal(turned, f):
        yield claim.verdict(2 * half, "f(−x) = f(x), and one half was proved")


def _by_comparison(claim: Claim) -> Iterator[Verdict]:
    """Prove that an integral diverges to infinity by the size of the integrand near an end."""
    if claim.has_numbers and claim.low < claim.high:
        found = diverges_to(claim.f, claim.x, claim.low, claim.high)
        if found is not None:
            yield claim.verdict(*found)


def _by_equal_integrand(claim: Claim) -> Iterator[Verdict]:
    """Prove by a known integral between the same limits of an integrand that is written in another way."""
    if not claim.has_numbers or claim.low.is_infinite or claim.high.is_infinite:
        return
    for goal, value in _known_integrals(claim):
        if goal.args[2:] == (claim.low, claim.high) and goal.args[0] != claim.f:
            verdict = equivalence(goal.args[0], claim.f, domain={claim.x: sp.Interval(claim.low, claim.high)})
            if verdict.status is Status.CORRECT:
                yield claim.verdict(value, "the same integrand, written in another way, was proved")


def _by_period(claim: Claim) -> Iterator[Verdict]:
    """Prove by a known integral over one period."""
    for goal, value in _known_integrals(claim):
        g, _, low, high = goal.args
        period = high - low
        times = sp.cancel((claim.high - claim.low) / period) if period != 0 else sp.S.Zero
        if not (times.is_Integer and times > 0) or g != claim.f or (low, high) == (claim.low, claim.high):
            continue
        if is_proved_equal(g.xreplace({claim.x: claim.x + period}), g):
            yield claim.verdict(times * value, "f repeats itself, and one period was proved")


def _by_parts_of_the_interval(claim: Claim) -> Iterator[Verdict]:
    """Prove by integrals over parts of the interval that were proved, or that follow from antiderivatives there."""
    if not claim.has_numbers:
        return
    for parts in _coverings(claim):
        yield claim.verdict(combine(sp.Add, parts), "the parts of the interval, each proved")


def _coverings(claim: Claim) -> Iterator[list[sp.Expr]]:
    """Yield the values of integrals that together cover the interval."""
    pieces = [
        (goal.args[2], goal.args[3], value)
        for goal, value in _known_integrals(claim)
        if goal.args[2:] != (claim.low, claim.high) and _agrees(goal, claim)
    ]
    values, place = [], claim.low
    while place != claim.high:
        step = next(((high, value) for low, high, value in pieces if low == place and place < high <= claim.high), None)
        if step is None:
            break
        values.append(step[1])
        place = step[0]
    if place == claim.high:
        yield values
    if not has_forms(claim.f) or claim.f.free_symbols != {claim.x}:
        return
    changes = []
    for form, low, high in forms_between(claim.f, claim.x, claim.low, claim.high) or ():
        part = replace(claim, f=form, low=low, high=high)
        change = next((c for c in (_change(a, part) for a in _antiderivatives(form, claim)) if c is not None), None)
        if change is None:
            return
        changes.append(change[0])
    if changes:
        yield changes


def _agrees(goal: Goal, claim: Claim) -> bool:
    """Tell whether the integrand of a known integral is that of the claim between the limits of the known one."""
    g, _, low, high = goal.args
    if g == claim.f:
        return True
    return bool(has_forms(claim.f) and low < high and form_between(claim.f, claim.x, low, high) == g)


def _known_integrals(claim: Claim) -> Iterator[tuple[Goal, sp.Expr]]:
    for goal, value in claim.known.items():
        if isinstance(goal, DefiniteIntegral) and goal.args[1] == claim.x:
            yield goal, value


def _by_substitution(claim: Claim) -> Iterator[Verdict]:
    """Prove by a known integral in u: f = c·h(g(x))·g′(x), g runs between its limits, h is continuous on all values of g."""
    f, x = claim.f, claim.x
    if not claim.has_numbers or claim.value in _WITHOUT_VALUE:
        return
    parts = [part for part in sp.preorder_traversal(f) if isinstance(part, sp.Expr) and part.has(x)]
    roots = [part.base ** sp.Rational(1, part.exp.q) for part in parts if isinstance(part, sp.Pow) and part.exp.is_Rational]
    inner = [*(g for g in (*parts, *roots) if g != f), f]  # e^x itself last: u = e^x, du = e^x dx
    for goal, value in claim.known.items():
        if not isinstance(goal, DefiniteIntegral) or value in _WITHOUT_VALUE:
            continue
        outer, u, low, high = goal.args
        for g in dict.fromkeys(inner):
            if u == x or not _maps(g, claim, low, high):
                continue
            slope = sp.diff(g, x)
            factor = _ratio(f, outer.xreplace({u: g}) * slope, x)
            if factor is None or not is_proved_equal(f, factor * outer.xreplace({u: g}) * slope):
                continue
            whole = outer.xreplace({u: g})
            if all(continuous_on(e, x, claim.low, claim.high) for e in (g, slope, whole)):
                yield claim.verdict(factor * value, f"substitution {u} = {g}, continuous with its derivative; the limits are its values")


def _ratio(f: sp.Expr, whole: sp.Expr, x: sp.Expr) -> Any:
    """Return the constant factor between two functions, if a plain quotient or the values at one point show it."""
    plain = f / whole
    if not plain.has(x):
        return plain
    here = [e.subs(x, _SAMPLE) for e in (f, whole)]
    return sp.nsimplify(here[0] / here[1]) if here[1].is_zero is False and here[0].is_finite else None


def _maps(g: sp.Expr, claim: Claim, low: sp.Expr, high: sp.Expr) -> bool:
    """Tell whether an expression takes two values at the limits."""
    ends = [g.subs(claim.x, end) for end in (claim.low, claim.high)] if claim.low.is_finite and claim.high.is_finite else [sp.nan] * 2
    return all(found.is_finite and is_proved_equal(found, wanted) for found, wanted in zip(ends, (low, high), strict=True))


def _antiderivatives(f: Any, claim: Claim) -> Iterator[sp.Expr]:
    """Yield antiderivatives of an integrand that were proved, or that are proved here."""
    x = claim.x
    found = claim.known.get(Integral(f, x))
    if found is not None:
        yield found
    for goal, value in claim.known.items():
        if isinstance(goal, Integral) and goal.args[1] == x and goal.args[0] != f:
            factor = sp.cancel(f / goal.args[0]) if goal.args[0] != 0 else x
            if not factor.has(x):
                yield factor * value
    plain = plain_antiderivative(f, x)
    if plain is not None:
        yield plain


_WAYS: tuple[Callable[[Claim], Iterator[Verdict]], ...] = (
    _empty,
    _turned,
    _by_fundamental_theorem,
    _by_symmetry,
    _by_parts_of_the_interval,
    _by_limit_at_an_end,
    _by_substitution,
    _by_equal_integrand,
    _by_period,
    _by_power_test,
    _by_theorem,
    _not_real,
    _by_comparison,
)
