"""Limits proved by expansions beside the point, and limits that do not exist by two sides or two sequences of points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import sympy as sp

from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.limits.constants import Constants, Undecided
from symtutor.checking.limits.expander import Expander
from symtutor.checking.limits.expansion import NotReal, TooShort
from symtutor.checking.limits.waves import along_sequences
from symtutor.goals.core import Goal, Limit
from symtutor.verdict import Proof, Witness

__all__ = ["ProvedLimit", "conditions_as_domain", "found_at_edges", "found_elsewhere", "proved_limit", "witness_against"]

_LENGTHS = (1, 4, 8, 14)  # one term is enough where a function is continuous
_MOST_NODES = 200
_NOT_REAL = "no real values beside the point"
Domain = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class ProvedLimit:
    """A limit with its proof.

    Parameters
    ----------
    value : Expr
        The limit, oo, -oo, or nan where there is none.
    proof : Proof
        How it was found.
    conditions : Boolean
        What was assumed of parameters.
    """

    value: Any
    proof: Proof
    conditions: Any = sp.true


def proved_limit(goal: Goal, domain: Domain | None = None, known: Mapping[Goal, sp.Expr] | None = None) -> ProvedLimit | None:
    """Return the limit of an expression with a proof, or None where none is found.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    domain : mapping of Symbol to Set, optional
        Where parameters live.
    known : mapping of Goal to Expr, optional
        Proved values of one-sided limits, on which a two-sided one may rest.

    Notes
    -----
    On each side the expression is expanded in a scale of exponentials, powers
    and logarithms with bounds on what is left out; an oscillating part is a
    coefficient between two bounds, which is the squeeze theorem.  Where there
    is no limit, the proof holds the two sides with their values, or two
    sequences of points with theirs.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> proved_limit(Limit(sp.sin(x) / x, x, 0, sp.Symbol("+-"))).value
    1
    >>> found = proved_limit(Limit(sp.cos(1 / x), x, 0, sp.Symbol("+")))
    >>> found.value, found.proof.steps
    (nan, ((Eq(1/x, 2*pi*k), 1), (Eq(1/x, 2*pi*k + pi/2), 0)))
    """
    expr, variable, to, direction = goal.args
    if sum(1 for _ in sp.preorder_traversal(expr)) > _MOST_NODES:
        return None
    sides = (1,) if to.is_infinite else tuple(s for s in (-1, 1) if str(direction) in {"+-", "+" if s > 0 else "-"})
    found = [_on_side(expr, variable, to, side, domain or {}, known or {}) for side in sides]
    settled = [f for f in found if f is not None]
    missing = next((f for f in settled if f.value is sp.nan), None)
    if missing is not None or len(found) == 1:
        return missing or found[0]
    return _together(settled[0], settled[1], domain or {}) if len(settled) == len(found) else None


def _together(below: ProvedLimit, above: ProvedLimit, domain: Domain) -> ProvedLimit | None:
    """Return what two one-sided limits say."""
    conditions = sp.And(below.conditions, above.conditions)
    differ = _when_different(below.value, above.value, domain)
    if differ is None:
        return None
    if differ == sp.false:
        return ProvedLimit(above.value, above.proof, conditions)
    steps = (("from below", below.value), ("from above", above.value))
    return ProvedLimit(sp.nan, Proof("different limits from the two sides", steps), sp.And(conditions, differ))


def _when_different(a: sp.Expr, b: sp.Expr, domain: Domain) -> Any:
    """Return the condition on parameters under which two values differ, or None where this is not known."""
    if a.is_infinite or b.is_infinite:
        return sp.false if a == b else sp.true
    constants = Constants(domain)
    try:
        if constants.is_zero(a - b):
            return sp.false
        constants.require_nonzero(a - b)
    except Undecided:
        return None
    return constants.conditions()


def _on_side(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, side: int, domain: Domain, known: Mapping[Goal, sp.Expr]) -> ProvedLimit | None:
    """Return a one-sided limit."""
    found = _expanded(expr, x, to, side, domain) or _oscillating(expr, x, to, side, domain)
    if found is not None or to.is_infinite:
        return found
    value = known.get(Limit(expr, x, to, sp.Symbol("+" if side > 0 else "-")))
    return None if value is None else ProvedLimit(value, Proof("a one-sided limit proved before"))


def _expanded(expr: sp.Expr, x: Any, to: Any, side: int, domain: Domain) -> ProvedLimit | None:
    """Return a one-sided limit read off an expansion."""
    for length in _LENGTHS:
        constants = Constants(domain)
        expander = Expander(x, to, side, constants, length)
        try:
            value = expander.limit(expr)
        except TooShort:
            continue
        except NotReal:
            return ProvedLimit(sp.nan, Proof(_NOT_REAL), constants.conditions())
        except (Undecided, RecursionError):
            return None
        if not constants.is_fixed(value):
            return None
        method = "squeezed between bounds" if constants.bounded else "expansion beside the point"
        return ProvedLimit(value, Proof(method, _shown(expander, expr)), constants.conditions())
    return None


def _shown(expander: Expander, expr: Any) -> tuple[str, ...]:
    """Return the leading term of an expansion, in words."""
    terms = expander.expand(expr).terms
    return (f"{terms[0][1]}*{terms[0][0]}",) if terms else ()


def _oscillating(expr: sp.Basic, x: sp.Expr, to: sp.Basic, side: int, domain: Domain) -> ProvedLimit | None:
    """Return that there is no limit, shown by two sequences of points with different ones."""
    found: list[tuple[sp.Basic, ProvedLimit]] = []
    assumed: list[Any] = []  # of parameters, such as a > 0 for an angle a·x that grows
    for place, variant in along_sequences(expr, x, lambda part: _limit_of(part, x, to, side, domain, assumed)):
        there = _expanded(variant, x, to, side, domain)
        if there is None or there.value is sp.nan:
            continue
        for other, elsewhere in found:
            differ = _when_different(there.value, elsewhere.value, domain)
            if differ is not None and differ != sp.false:
                proof = Proof("two sequences of points with different limits", ((other, elsewhere.value), (place, there.value)))
                return ProvedLimit(sp.nan, proof, sp.And(there.conditions, elsewhere.conditions, differ, *assumed))
        found.append((place, there))
    return None


def _limit_of(part: sp.Expr, x: sp.Expr, to: sp.Basic, side: int, domain: Domain, assumed: list[Any]) -> Any:
    """Return the limit of a part, or None; what it rests on is noted."""
    found = _expanded(part, x, to, side, domain)
    if found is None:
        return None
    assumed.append(found.conditions)
    return found.value


def conditions_as_domain(conditions: sp.Basic) -> Iterator[tuple[Any, Any]]:
    """Yield the letters that conditions say to lie above a number, each with its set.

    Examples
    --------
    >>> a, b = sp.symbols("a b")
    >>> dict(conditions_as_domain((a > 0) & sp.Ne(b, 0)))
    {a: Interval.open(0, oo)}
    """
    for condition in sp.And.make_args(conditions):
        if isinstance(condition, sp.Gt) and condition.lhs.is_Symbol and condition.rhs.is_Integer:
            yield condition.lhs, sp.Interval.open(condition.rhs, sp.oo)


def _tells(found: ProvedLimit | None) -> TypeGuard[ProvedLimit]:
    """Tell whether a limit was proved that a claimed one can be compared with: where nothing is real there is none."""
    return found is not None and not (found.value is sp.nan and found.proof.method == _NOT_REAL)


def found_elsewhere(goal: Goal, conditions: Any, domain: Domain) -> Iterator[tuple[ProvedLimit, Domain]]:
    """Yield the limits that are proved where one of the assumed conditions is false, with the domains on which they are.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    conditions : Boolean
        What a proof assumed of parameters.
    domain : mapping of Symbol to Set
        Where parameters live.

    Examples
    --------
    >>> a, x = sp.symbols("a x")
    >>> [str(found.value) for found, _ in found_elsewhere(Limit(sp.exp(a * x), x, sp.oo, sp.Symbol("+-")), a > 0, {})]
    ['0']
    """
    assumed = dict(conditions_as_domain(conditions))
    for letter, part in assumed.items():
        low = part.start
        other = {letter: sp.Interval.open(low - 1, low) if low > 0 else sp.Interval.open(-sp.oo, 0)}
        where = {**domain, **assumed, **other}
        found = proved_limit(goal, where)
        if _tells(found):
            yield found, where


def found_at_edges(goal: Goal, conditions: Any, domain: Domain) -> Iterator[tuple[ProvedLimit, dict[Any, Any]]]:
    """Yield the limits that are proved at the edge of an assumed condition, such as k = 0 of k > 0, each with its point.

    Parameters
    ----------
    goal : Limit
        The expression, the variable, the point, the direction.
    conditions : Boolean
        What a proof assumed of parameters.
    domain : mapping of Symbol to Set
        Where parameters live.

    Examples
    --------
    >>> k, x = sp.symbols("k x")
    >>> [(found.value, at) for found, at in found_at_edges(Limit(sp.cos(k * x), x, sp.oo, sp.Symbol("+-")), k > 0, {})]
    [(1, {k: 0})]
    """
    for condition in sp.And.make_args(conditions):
        letter = condition.lhs.as_coeff_Mul()[1] if isinstance(condition, sp.Gt | sp.Ne) else sp.nan
        if not letter.is_Symbol or not condition.rhs.is_Rational:
            continue
        edge = condition.rhs / condition.lhs.as_coeff_Mul()[0]
        if letter in domain and domain[letter].contains(edge) != sp.true:
            continue
        there = Limit(*(a.xreplace({letter: edge}) for a in goal.args))
        if there.args[0].has(sp.nan, sp.zoo, sp.oo) or natural_domain(goal.args[0]).subs(letter, edge) == sp.false:
            continue
        found = proved_limit(there, domain)
        if _tells(found):
            yield found, {letter: edge}


def witness_against(found: ProvedLimit, claimed: sp.Expr) -> Witness:
    """Return what stands against a claimed limit: the limit, or the two ways on which the values differ.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = proved_limit(Limit(sp.Abs(x) / x, x, 0, sp.Symbol("+-")))
    >>> print(witness_against(found, sp.S.One))
    no limit (from below: -1, from above: 1) ≠ 1
    """
    if found.value is not sp.nan:
        shown = str(found.value)
    else:
        ways = ", ".join(f"{_text(place)}: {value}" for place, value in found.proof.steps)
        shown = f"no limit ({ways or found.proof.method})"
    return Witness({}, shown, "no limit" if claimed is sp.nan else str(claimed), ("", ""), 0)


def _text(place: Any) -> str:
    return f"{place.lhs} = {place.rhs}" if isinstance(place, sp.Eq) else str(place)
