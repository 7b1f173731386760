"""Sums for checking: added up where the number of terms is known, else by telescoping, or by induction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.equivalence.same_value import same_value
from symtutor.goals.core import Goal, RiemannSum, Summation
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["antidifference", "judge_sum", "summation_sides"]

_TERMS = 400
Sides = list[tuple[Any, Any]]


def judge_sum(goal: Goal, claimed: sp.Expr, known: Mapping[Goal, sp.Expr], domain: Mapping[sp.Symbol, sp.Set]) -> Verdict:
    """Return whether a claimed closed form is the value of a sum.

    Parameters
    ----------
    goal : Summation or RiemannSum
        A sum over an index from 0.
    claimed : Expr
        Its closed form.
    known : mapping of Goal to Expr
        Proved values of other goals: a sum of equal terms, written in another way.
    domain : mapping of Symbol to Set
        Where letters live.

    Returns
    -------
    Verdict
        Proved by adding up, by telescoping, by induction over the number of terms, or by the
        proved value of a sum with equal terms.
    """
    for find, method in _WAYS:
        sides = find(goal, claimed, known)
        if sides is not None:
            verdicts = [same_value(wanted, found, domain) for wanted, found in sides]
            undone = next((v for v in verdicts if v.status is not Status.CORRECT), None)
            if undone is None:
                return Verdict(Status.CORRECT, Proof(method))
            if undone.status is Status.INCORRECT:
                return undone
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "no difference of the closed form was found to be the term"))


def summation_sides(goal: Goal, claimed: Any) -> Sides | None:
    """Return pairs that are equal exactly if a claimed closed form is the sum; None where it can neither be added up nor inducted on.

    Parameters
    ----------
    goal : Summation or RiemannSum
        A sum over an index from 0.
    claimed : Expr
        Its closed form.

    Examples
    --------
    >>> from sympy.abc import i, n
    >>> summation_sides(Summation(i, i, n - 1), n * (n - 1) / 2)
    [(0, 0), (n, -n*(n - 1)/2 + n*(n + 1)/2)]
    """
    term, index, last = _written_out(goal)
    if last.is_Integer and -1 <= last <= _TERMS:
        return [(sp.Add(*[term.xreplace({index: sp.Integer(i)}) for i in range(int(last) + 1)]), claimed)]
    letters = last.free_symbols
    if len(letters) != 1:
        return None
    (n,) = letters
    if n in term.free_symbols or last.diff(n) != 1:
        return None
    first = n - last  # the value of n for which 0 is the last index
    return [
        (term.xreplace({index: sp.S.Zero}), claimed.subs(n, first)),
        (term.xreplace({index: last.subs(n, n + 1)}), claimed.subs(n, n + 1) - claimed),
    ]


def _written_out(goal: Goal) -> tuple[Any, Any, Any]:
    """Return term, index and last index of a sum; the width of a cell goes into the term."""
    if not isinstance(goal, RiemannSum):
        term, index, last = goal.args
        return term, index, last
    f, x, low, high, count, share = goal.args  # read here and not by the goal, whose own reading the rules use
    width, index = sp.cancel((high - low) / count), goal.index()
    return width * f.subs(x, low + (index + share) * width), index, count - 1


def _added_up(goal: Goal, claimed: sp.Expr, _known: Mapping[Goal, sp.Expr]) -> Sides | None:
    last = _written_out(goal)[2]
    return summation_sides(goal, claimed) if last.is_number else None


def _by_induction(goal: Goal, claimed: Any, _known: Mapping[Any, Any]) -> Sides | None:
    return None if _written_out(goal)[2].is_number else summation_sides(goal, claimed)


def _by_telescoping(goal: Goal, claimed: sp.Basic, _known: Mapping[Goal, sp.Basic]) -> Sides | None:
    """Return: the term is a difference, and the sum is the difference at both ends."""
    term, index, last = _written_out(goal)
    below = antidifference(term, index)
    if below is None:
        return None
    return [
        (term, below.subs(index, index + 1) - below),
        (below.subs(index, last + 1) - below.subs(index, sp.S.Zero), claimed),
    ]


def _by_known_sum(goal: Goal, claimed: sp.Expr, known: Mapping[Goal, sp.Expr]) -> Sides | None:
    """Return the sides for a sum whose terms are those of a sum with a proved value."""
    term, index, last = _written_out(goal)
    for other, value in known.items():
        if not isinstance(other, Summation) or other.args[1] != index or other.args[2] != last:
            continue
        factor = (goal.args[3] - goal.args[2]) / goal.args[4] if isinstance(goal, RiemannSum) else sp.S.One
        if is_proved_equal(term, factor * other.args[0]):
            return [(factor * value, claimed)]
    return None


_WAYS: tuple[tuple[Callable[[Goal, Any, Mapping[Any, Any]], Sides | None], str], ...] = (
    (_added_up, "added up"),
    (_by_known_sum, "the same terms as a sum that was proved"),
    (_by_telescoping, "telescoping: each term is a difference, and the differences add up"),
    (_by_induction, "induction over the number of terms"),
)


def antidifference(term: sp.Expr, index: sp.Symbol) -> Any:
    """Return G with G(i + 1) − G(i) = term, or None where the term is no sum of powers, exponentials, sines and cosines of the index.

    Parameters
    ----------
    term : Expr
        The term; other letters are constants.
    index : Symbol
        What counts the terms.

    Notes
    -----
    The callers prove the difference again, so a slip here costs a proof and never makes one.

    References
    ----------
    .. [1] R. L. Graham, D. E. Knuth and O. Patashnik, *Concrete Mathematics*, 2nd ed.,
       Addison-Wesley, 1994, sec. 2.6 and 6.5.

    Examples
    --------
    >>> from sympy.abc import i, r
    >>> antidifference(2 * i, i)
    i**2 - i
    >>> antidifference(r**i, i)
    r**i/(r - 1)
    """
    if term.is_polynomial(index):
        return _of_polynomial(term, index)
    parts = []
    for summand in sp.Add.make_args(sp.expand(term, power_base=False, power_exp=False)):
        constant, rest = summand.as_independent(index, as_Add=False)
        find = _OF_FUNCTION.get(type(rest))
        found = _of_polynomial(rest, index) if rest.is_polynomial(index) else None if find is None else find(rest, index)
        if found is None:
            return None
        parts.append(constant * found)
    return sp.Add(*parts)


def _of_polynomial(term: sp.Expr, index: sp.Symbol) -> sp.Expr:
    coefficients = sp.Poly(term, index).all_coeffs()[::-1]
    return sp.Add(*[c * (sp.bernoulli(k + 1, index) - sp.bernoulli(k + 1, 0)) / (k + 1) for k, c in enumerate(coefficients)])


def _of_exponential(term: sp.Expr, index: sp.Symbol) -> Any:
    base, exponent = (sp.E, term.args[0]) if isinstance(term, sp.exp) else term.args
    slope = sp.diff(exponent, index)
    if base.has(index) or slope.has(index):
        return None
    return term / (base**slope - 1)


def _of_sine(term: sp.Expr, index: sp.Expr) -> Any:
    angle, slope = term.args[0], sp.diff(term.args[0], index)
    return None if slope.has(index) else -sp.cos(angle - slope / 2) / (2 * sp.sin(slope / 2))


def _of_cosine(term: sp.Expr, index: sp.Expr) -> Any:
    angle, slope = term.args[0], sp.diff(term.args[0], index)
    return None if slope.has(index) else sp.sin(angle - slope / 2) / (2 * sp.sin(slope / 2))


_OF_FUNCTION: dict[Any, Callable[[Any, Any], Any]] = {
    sp.exp: _of_exponential,
    sp.Pow: _of_exponential,
    sp.sin: _of_sine,
    sp.cos: _of_cosine,
}
