"""In which sense two expressions of a derivation are the same: as antiderivatives, numbers, limits or functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, digits_of, enclose
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.limits.proofs import proved_limit
from symtutor.checking.values.slopes import NoSlope, on_branch, slope
from symtutor.goals import core as goals
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["AsAntiderivative", "AsFunction", "AsLimit", "AsNumber", "Known", "Sense", "compare", "limit_of", "settled"]

Known = Callable[[Any], Any]  # the proved value of an integral, limit or sum, or None
Letters = Mapping[Any, Any]

_PARAMETERS = (sp.Rational(137, 100), sp.Rational(71, 50), sp.Rational(613, 300), sp.Rational(29, 20), sp.Rational(97, 70))
_PRECISION = 120


@dataclass(frozen=True, slots=True)
class AsAntiderivative:
    """Up to a constant: two expressions are the same when their derivatives are."""

    variable: sp.Symbol


@dataclass(frozen=True, slots=True)
class AsNumber:
    """The same number, whatever the parameters are; these count as positive."""


@dataclass(frozen=True, slots=True)
class AsLimit:
    """The same limit; an expression without lim stands for its limit."""

    variable: sp.Symbol
    to: Any
    direction: str = "+-"


@dataclass(frozen=True, slots=True)
class AsFunction:
    """The same function where both are defined."""


Sense = AsAntiderivative | AsNumber | AsLimit | AsFunction


def compare(
    a: Any, b: Any, sense: Sense, letters: Letters | None = None, known: Known | None = None, domain: Letters | None = None
) -> Verdict:
    """Judge whether two expressions with goals inside have the same meaning.

    Parameters
    ----------
    a, b : Expr
        Integrals, limits and derivatives in them stay unevaluated.
    sense : Sense
        What counts as the same.
    letters : mapping of Symbol to Expr, optional
        What stands for the letters of a substitution.
    known : callable, optional
        Gives proved values of integrals, limits and sums.
    domain : mapping of Symbol to Set, optional
        Where the letter of a substitution runs.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from sympy.abc import u, x
    >>> whole = sp.Integral(2 * x * sp.cos(x**2), x)
    >>> compare(whole, sp.Integral(sp.cos(u), u), AsAntiderivative(x), {u: x**2}).status
    <Status.CORRECT: 'correct'>
    >>> compare(whole, sp.sin(x**2) / 2, AsAntiderivative(x)).status
    <Status.INCORRECT: 'incorrect'>
    """
    letters, known = letters or {}, known or (lambda _: None)
    if a == b:
        return Verdict(Status.CORRECT, Proof("identical"))
    try:
        if isinstance(sense, AsAntiderivative):
            left, right = (on_branch(slope(side, sense.variable, letters), domain or {}) for side in (a, b))
            return same_value(left, right, domain or {})
        if isinstance(sense, AsLimit):
            return _limits(a, b, sense, letters, known)
        return _values(put_in(a, letters), put_in(b, letters), known, domain or {}, is_number=isinstance(sense, AsNumber))
    except NoSlope as reason:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, str(reason)))


def put_in(expr: sp.Basic, letters: Letters) -> Any:
    """Return an expression with the letters of definitions replaced, again while these hold others."""
    for _ in range(len(letters) + 1):
        free = {k: v for k, v in letters.items() if k in expr.free_symbols}
        if not free:
            return expr
        expr = expr.subs(free, simultaneous=True)
    return expr


def settled(expr: sp.Basic, known: Known) -> Any:
    """Return an expression whose integrals, limits and sums have their proved values, or None where one has none."""
    if any(e.expr.has(sp.Derivative) and e.expr.has(sp.Piecewise, sp.Abs, sp.Max, sp.Min) for e in expr.atoms(sp.Subs)):
        return None  # at a join, the formula of one side need not be the derivative
    expr = worked_out(expr)
    for _ in range(4):
        open_parts = [
            part for part in expr.atoms(sp.Integral, sp.Limit, sp.Sum, sp.Product) if not part.atoms(sp.Integral, sp.Limit, sp.Sum) - {part}
        ]
        if not open_parts:
            return expr
        values = {part: known(part) for part in open_parts}
        if any(value is None for value in values.values()):
            return None
        if any(value in {sp.nan, sp.zoo} for value in values.values()):
            return sp.nan
        expr = expr.xreplace(values)
    return None


def worked_out(expr: sp.Basic) -> Any:
    """Return an expression whose derivatives are worked out."""
    if isinstance(expr, sp.Expr) and expr.has(sp.Derivative, sp.Subs):
        return expr.doit(integrals=False, limits=False, sums=False)
    return expr


def limit_of(expr: Any, sense: AsLimit, known: Known) -> Any:
    """Return the proved limit of an expression, with limits inside it at their values, or None."""
    if expr.has(sp.Limit):
        expr = settled(expr, known)
        if expr is None or not expr.has(sense.variable):
            return expr
    if not expr.has(sense.variable):
        return expr
    return known(sp.Limit(expr, sense.variable, sense.to, sense.direction))


def proved(goal: sp.Basic, domain: Mapping[Any, Any] | None = None) -> Any:
    """Return the limit of SymPy's unevaluated Limit with a proof by the checker's own means, or None."""
    expr, variable, to, direction = goal.args
    found = proved_limit(goals.Limit(expr, variable, to, sp.Symbol(str(direction))), domain or {})
    return None if found is None or found.conditions not in {sp.true, True} else found.value


# ---- limits -------------------------------------------------------------------------------------
def bare(expr: sp.Basic, sense: AsLimit) -> sp.Basic:
    """Return what stands under lim: a sum or product of limits of one kind becomes the expression under one of them."""

    def inside(part: Any) -> bool:
        return isinstance(part, sp.Limit) and part.args[1:3] == (sense.variable, sense.to)

    return expr.replace(inside, lambda part: part.args[0]) if expr.has(sp.Limit) else expr


def nearby(sense: AsLimit) -> dict[Any, sp.Set]:
    """Return a domain beside the point of a limit."""
    x, to = sense.variable, sense.to
    if to is sp.oo:
        return {x: sp.Interval.open(1, sp.oo)}
    if to is -sp.oo:
        return {x: sp.Interval.open(-sp.oo, -1)}
    if sense.direction == "+":
        return {x: sp.Interval.open(to, to + 1)}
    if sense.direction == "-":
        return {x: sp.Interval.open(to - 1, to)}
    return {}


def _limits(a: sp.Basic, b: sp.Basic, sense: AsLimit, letters: Letters, known: Known) -> Verdict:
    """Compare first beside the point, then by the limits."""
    a, b = put_in(a, letters), put_in(b, letters)
    left, right = limit_of(a, sense, known), limit_of(b, sense, known)
    if left is not None and right is not None:
        return _settled(left, right, {})
    found = same_value(bare(a, sense), bare(b, sense), nearby(sense))
    if found.status is Status.CORRECT:
        return found
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "a limit was not found"))


# ---- numbers and functions -----------------------------------------------------------------------
def _values(a: Any, b: Any, known: Known, domain: Letters, *, is_number: bool) -> Verdict:
    """Compare closed values; where an integral stays open, enclosures of both."""
    left, right = settled(a, known), settled(b, known)
    if left is not None and right is not None:
        if is_number:
            domain = {s: sp.Interval.open(0, sp.oo) for s in (left.free_symbols | right.free_symbols)}
        elif not domain and (pieces := _beside_joins(a, b)):
            verdicts = [_settled(left, right, piece) for piece in pieces]
            return next((v for s in (Status.INCORRECT, Status.UNDECIDED) for v in verdicts if v.status is s), verdicts[0])
        return _settled(left, right, domain)
    if is_number:
        return _by_enclosure(a if left is None else left, b if right is None else right)
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "an integral or limit was not found"))


def _beside_joins(*exprs: Any) -> list[dict[Any, sp.Set]]:
    """Return the intervals between the joins of cases that are to be differentiated: a derivative there is that of no piece."""
    derivatives = sorted((d for e in exprs for d in e.atoms(sp.Derivative) if d.expr.has(*_KINKED)), key=str)
    if len({d.variables[0] for d in derivatives}) != 1:
        return []
    x = derivatives[0].variables[0]
    zeros = [r.lhs - r.rhs for d in derivatives for r in d.expr.atoms(sp.core.relational.Relational)]
    zeros.extend(part.args[0] for d in derivatives for part in d.expr.atoms(sp.Abs, sp.sign))
    found = {root for zero in zeros if zero.is_polynomial(x) for root in sp.roots(zero, x) if root.is_real}
    ends = [-sp.oo, *sorted(found, key=sp.N), sp.oo]
    return [{x: sp.Interval.open(low, high)} for low, high in pairwise(ends)] if found else []


_KINKED = (sp.Piecewise, sp.Abs, sp.sign)


def _settled(left: sp.Basic, right: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Compare two values of which one may be infinite or missing."""
    special = {sp.oo, -sp.oo, sp.nan, sp.zoo}
    if left in special or right in special:
        if left == right:
            return Verdict(Status.CORRECT, Proof("the same"))
        if left.has(sp.oo, sp.zoo, sp.nan) and right.has(sp.oo, sp.zoo, sp.nan) and not (left in special and right in special):
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "∞ stands in a formula"))
        return Verdict(Status.INCORRECT, Witness({}, _named(left), _named(right), ("", ""), 0))
    return same_value(left, right, domain)


def _named(value: sp.Basic) -> str:
    return {sp.nan: "no value", sp.zoo: "no value", sp.oo: "∞", -sp.oo: "−∞"}.get(value, str(value))


def _by_enclosure(a: Any, b: Any) -> Verdict:
    """Compare numbers with open integrals by rigorous quadratures of these, at fixed values of the parameters."""
    from symtutor.checking.meanings.definite_integrals import bounded_value  # noqa: PLC0415 (only open integrals need it)

    difference = worked_out(a - b)
    if difference == 0:
        return Verdict(Status.CORRECT, Proof("identical"))
    free = sorted(difference.free_symbols, key=str)
    at = dict(zip(free, _PARAMETERS, strict=False))
    if len(at) < len(free) or difference.has(sp.Limit, sp.Sum):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "an integral was not found"))
    ranges: dict[Any, Any] = {}
    fixed = difference.xreplace(at)
    for number, integral in enumerate(sorted(fixed.atoms(sp.Integral), key=str)):
        if len(integral.limits) != 1 or len(integral.limits[0]) != 3:
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "an integral was not found"))
        x, low, high = integral.limits[0]
        bounded = bounded_value(integral.function, x, low, high)
        if bounded is None:
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "an integral was not found"))
        ranges[integral] = (
            sp.Symbol(f"integral_{number}"),
            (Fraction(bounded.value) - Fraction(bounded.error), Fraction(bounded.value) + Fraction(bounded.error)),
        )
    fixed = fixed.xreplace({k: v[0] for k, v in ranges.items()})
    try:
        gap = enclose(fixed, dict(ranges.values()), _PRECISION)
    except Undefined:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "a number could not be enclosed"))
    if contains_zero(gap):
        if _vanishes_by_integrands(difference):
            return Verdict(Status.CORRECT, Proof("the integrands, or they and their mirror images, add up to nothing"))
        return Verdict(Status.UNDECIDED, Agreement(9, 1, "quadratures agree"))
    span = (digits_of((gap[0], gap[0]), 5), digits_of((gap[1], gap[1]), 5))
    return Verdict(Status.INCORRECT, Witness(at, str(a.xreplace(at)), str(b.xreplace(at)), span, 15))


def _vanishes_by_integrands(difference: Any) -> bool:
    """Tell whether integrals over one interval and a number add up to 0: their integrand does, alone or with its mirror image.

    All integrals exist: they were enclosed before.
    """
    integrals = sorted(difference.atoms(sp.Integral), key=str)
    limits = {i.limits[0] for i in integrals}
    if len(limits) != 1 or not difference.is_polynomial(*integrals):
        return False
    x, low, high = limits.pop()
    whole = sp.expand(difference)
    integrand = (whole.xreplace(dict.fromkeys(integrals, sp.S.Zero))) / (high - low)
    for integral in integrals:
        factor = whole.coeff(integral)
        if factor.has(sp.Integral) or factor.has(x):
            return False
        integrand += factor * integral.function
    mirrored = integrand + integrand.subs(x, low + high - x)
    domain = {x: sp.Interval.open(low, high)} if low.is_number and high.is_number and low < high else {}
    return any(same_value(e, sp.S.Zero, domain).status is Status.CORRECT for e in (integrand, mirrored))
