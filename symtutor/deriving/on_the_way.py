"""What a textbook writes between the two sides of a rule; only what is proved to be equal to them is shown."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.derivation import Derivation
from symtutor.deriving.steps import Reason, reason
from symtutor.goals.core import Limit, inert
from symtutor.goals.optimization import Solve
from symtutor.rule import BY_THE_RULE, OnTheWay, Remark
from symtutor.term import Term, value

__all__ = ["in_words", "reasons_on_the_way", "way_of"]


def in_words(why: str) -> Reason:
    """Return a reason that is said in words of its own."""
    return Reason(Remark(id="on_the_way", name=why, words=f"{why[0].upper()}{why[1:]}."), {}, {})


def reasons_on_the_way(why: str, node: Derivation) -> Reason | None:
    """Return why a line on the way follows: words, nothing, or the rule itself with its letters."""
    if why == BY_THE_RULE:
        return reason(node)
    return in_words(why) if why else None


def way_of(node: Derivation) -> OnTheWay:
    """Return what stands between the sides of a node's rule, nothing where a part of it is not proved.

    Parameters
    ----------
    node : Derivation
        A node; what is shown is compared with both of its sides.
    """
    find = node.rule.on_the_way
    way = OnTheWay() if find is None else find(node.bindings)
    return way if all(_is_equal(term, node) for term in way.terms) else OnTheWay()


def _is_equal(term: Term, node: Derivation) -> bool:
    """Tell whether a term is proved equal to the left side of a node's rule; two limits are where their expressions are."""
    if term.head is sp.Limit:
        expr, *way = term.args
        return isinstance(node.goal, Limit) and [value(part) for part in way] == list(node.goal.args[1:]) and _same(expr, node.goal.args[0])
    if term.head is sp.Eq and isinstance(node.goal, Solve):
        left, right, x, *_ = node.goal.args
        gap, asked = value(term.args[0]) - value(term.args[1]), left - right
        factor = asked.as_independent(x, as_Add=False)[0] if asked.is_Mul else _coefficient(left, x) / _coefficient(value(term.args[0]), x)
        return bool(factor.is_number and factor != 0 and is_proved_equal(factor * gap, asked)) or bool(is_proved_equal(gap, asked))
    return _same(term, inert(node.goal)) or _same(term, node.value)


def _coefficient(expr: Any, x: Any) -> Any:
    return expr.as_independent(x, as_Add=False)[0] if isinstance(expr, sp.Mul) else sp.S.One


def _same(term: Term, side: Any) -> bool:
    found = value(term)
    if isinstance(found, sp.Integral) and isinstance(side, sp.Integral) and found.limits == side.limits:
        return found == side or bool(is_proved_equal(found.function, side.function))
    if isinstance(found, sp.Basic) and found.has(sp.Integral) and all(part.function.is_polynomial() for part in found.atoms(sp.Integral)):
        found = found.doit()
    return bool(found == side or (isinstance(side, sp.Expr) and not side.has(sp.Limit) and is_proved_equal(found, side)))
