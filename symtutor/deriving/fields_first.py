"""Potentials and Riemann sums as a textbook begins them: the test and the function C(y); the width and the points of the cells."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.on_the_way import in_words
from symtutor.deriving.steps import Block, Line
from symtutor.goals.core import Integral, RiemannSum, equal_chain
from symtutor.goals.vectors import Potential, partial_of
from symtutor.term import Quotient, Term, as_term, quote, total
from symtutor.textbook import opened

__all__ = ["fields_first"]

_ENDS = {sp.S.Zero: "left end", sp.S.Half: "midpoint", sp.S.One: "right end"}


def fields_first(solved: Solved, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a potential in two variables, or of a Riemann sum, with the lines that a textbook begins with.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout, parts first.
    """
    root = solved.premises[-1] if solved.premises else None
    if root is None or root.goal != solved.term or not blocks:
        return blocks
    if isinstance(root.goal, RiemannSum):
        return (Block(None, _cells(root.goal)), *blocks)
    if isinstance(root.goal, Potential) and root.rule.id == "vector.potential" and len(root.goal.args[1]) == 2:
        return _potential(root) or blocks
    return blocks


def _cells(goal: RiemannSum) -> tuple[Line, ...]:
    """Return the lines for the width of a cell and its point."""
    _expr, variable, low, high, count, share = goal.args
    index, width = goal.index(), goal.step()
    used = {s.name for part in goal.args for s in part.free_symbols} | {index.name}
    step = next(sp.Symbol(letter) for letter in ("h", "d", "w", "H") if letter not in used)
    point = low + (index + share) * width
    fraction = Term(Quotient, (quote(high - low), quote(count)))
    wide = _equal(step, width) if opened(fraction) == opened(quote(width)) else Term(equal_chain, (quote(step), fraction, quote(width)))
    name = sp.Symbol(f"{variable}_{index}")
    end = _ENDS.get(share, "point")
    return (
        Line(None, wide, said=("the width of a cell",)),
        Line(None, _equal(name, point), said=(f"the {end} of cell ", as_term(index), ", counted from 0")),
    )


def _equal(left: Any, right: Any) -> Term:
    return Term(sp.Eq, (as_term(left), as_term(right)))


def _terms(expr: Any) -> list[Term]:
    """Return the terms of a sum; nothing for 0."""
    term = opened(quote(expr))
    return [] if expr == 0 else list(term.args) if term.head is sp.Add else [term]


def _potential(root: Derivation) -> tuple[Block, ...] | None:
    """Return the potential of a field in two variables: the test, one integral, the function that is missing."""
    (p, q), (x, y) = root.goal.args
    used = {s.name for part in (p, q) for s in part.free_symbols}
    integral = next(node for node in root.premises if isinstance(node.goal, Integral))
    found, rest = integral.value, root.premises[-1].value
    f, c = (next(sp.Symbol(name) for name in names if name not in used) for names in (("f", "F", "phi", "Phi"), ("C", "K", "H", "c0")))
    missing = root.premises[-2].value  # what the second component has beyond the derivative of the integral
    if missing.has(x) or any(part.has(sp.Abs, sp.Max, sp.Min, sp.sign, sp.Piecewise) for part in (p, q, found, rest)):
        return None
    unknown = quote(sp.Function(c.name)(y))
    slope = quote(sp.Derivative(sp.Function(c.name)(y), y))
    by_x, by_y = (quote(sp.Symbol(f"{f.name}_{v.name}")) for v in (x, y))
    cross = [Term(partial_of, (as_term(part), as_term(letter))) for part, letter in ((p, y), (q, x))]
    sides = Term(equal_chain, (cross[0], quote(sp.diff(p, y)), cross[1]))
    integrated = total([*_terms(found), unknown])
    compared = Term(equal_chain, (by_y, total([*_terms(sp.diff(found, y)), slope]), as_term(q)))
    conditions = tuple(dict.fromkeys(c for node in root.nodes() for c in node.conditions))
    lines = [
        Line(None, sides, (in_words("the cross derivatives agree, so there is a potential"),)),
        Line(None, _equal(f, Term(sp.Integral, (as_term(p), as_term(x)))), said=("from ", Term(sp.Eq, (by_x, as_term(p))))),
        Line(None, _equal(f, integrated), said=("the constant may depend on ", as_term(y))),
        Line(None, compared, said=("differentiated in ", as_term(y), ", and the second component")),
        Line(None, Term(sp.Eq, (slope, quote(missing)))),
        Line(None, Term(sp.Eq, (unknown, quote(rest)))),
        Line(None, _equal(f, root.value), conditions=conditions, said=("a constant may be added",)),
    ]
    return (Block(root, tuple(lines), answers=True),)
