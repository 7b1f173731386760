"""Potentials and Riemann sums as a textbook begins them: the test and the function C(y); the width and the points of the cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.names import free_letter
from symtutor.deriving.on_the_way import in_words
from symtutor.deriving.steps import Block, Line, distinct, equality, in_one_line
from symtutor.goals.core import Integral, RiemannSum, equal_chain
from symtutor.goals.vectors import Potential, partial_of
from symtutor.rule import Relation
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
    if isinstance(root.goal, Potential) and root.rule.relation is Relation.IMPLIES and len(blocks[-1].lines) > 1:
        return _no_potential(root, blocks)
    if isinstance(root.goal, Potential) and root.bindings.get("place") == 0:  # its first component is integrated
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


def _equal(left: sp.Expr, right: Any) -> Term:
    return Term(sp.Eq, (as_term(left), as_term(right)))


def _terms(expr: sp.Expr) -> list[Term]:
    """Return the terms of a sum; nothing for 0."""
    term = opened(quote(expr))
    return [] if expr == 0 else list(term.args) if term.head is sp.Add else [term]


def _potential(root: Derivation) -> tuple[Block, ...] | None:
    """Return a potential as it is found by hand: the test, one integral, then a function that is missing for each further variable."""
    fields, variables = root.goal.args
    used = {s.name for part in (*fields, *variables) for s in part.free_symbols}
    f = free_letter(("f", "F", "phi", "Phi"), used)
    names = [c for c in ("C", "D", "K", "H", "c0", "d0") if c not in used and c != f]
    levels = list(_levels(root))
    parts = [*fields, *(found for _, found in levels)]
    if len(names) < len(variables) - 1 or any(part.has(sp.Abs, sp.Max, sp.Min, sp.sign, sp.Piecewise) for part in parts):
        return None
    if any(missing.has(*variables[:k]) for k, (missing, _) in enumerate(levels) if k):
        return None
    x = variables[0]
    known = levels[0][1]
    unknown = _Unknown(names[0], variables[1:])
    lines = [
        *_cross_derivatives(fields, variables),
        Line(None, _equal(sp.Symbol(f), Term(sp.Integral, (as_term(fields[0]), as_term(x)))), said=("from ", _slope_is(f, x, fields[0]))),
        Line(None, _equal(sp.Symbol(f), total([*_terms(known), unknown.applied])), said=("the constant may depend on ", unknown.of)),
    ]
    for k, (missing, found) in enumerate(levels[1:], start=1):
        v = variables[k]
        slope = unknown.slope(v)
        compared = equality(quote(sp.Symbol(f"{f}_{v}")), total([*_terms(sp.diff(known, v)), slope]), as_term(fields[k]))
        lines.append(Line(None, compared, said=("differentiated in ", as_term(v), f", and the {_ORDINALS[k]} component")))
        if sp.diff(known, v) != 0:
            lines.append(Line(None, Term(sp.Eq, (slope, quote(missing)))))
        after = _Unknown(names[k], variables[k + 1 :]) if k + 1 < len(variables) else None
        integrated = total([*_terms(found), after.applied]) if after is not None else quote(found)
        says = ("any constant will do: take 0",) if missing == 0 and after is None else ()
        lines.append(Line(None, Term(sp.Eq, (unknown.applied, integrated)), said=says))
        known += found
        unknown = after or unknown
    conditions = distinct(c for node in root.nodes() for c in node.conditions)
    lines.append(Line(None, _equal(sp.Symbol(f), root.value), conditions=conditions, said=("a constant may be added",)))
    return (Block(root, tuple(lines), answers=True),)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _levels(node: Derivation) -> Iterator[tuple[Any, Any]]:
    """Yield for each variable in turn what its component has beyond what is known, and the integral of that."""
    fields, _ = node.goal.args
    if not any(fields):
        yield from ((sp.S.Zero, sp.S.Zero) for _ in fields)
        return
    yield fields[0], next(n.value for n in node.premises if isinstance(n.goal, Integral))
    rest = node.premises[-1]
    if len(fields) > 1 and isinstance(rest.goal, Potential):
        yield from _levels(rest)


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The function that takes the place of a constant of integration: C(y, z)."""

    name: str
    variables: tuple[Any, ...]

    @property
    def applied(self) -> Term:
        return quote(sp.Function(self.name)(*self.variables))

    @property
    def of(self) -> Term:
        """Its variables."""
        return as_term(self.variables[0] if len(self.variables) == 1 else sp.Tuple(*self.variables))

    def slope(self, variable: Any) -> Term:
        """Return C′(y), or C_y of several variables."""
        if len(self.variables) == 1:
            return quote(sp.Derivative(sp.Function(self.name)(variable), variable))
        return quote(sp.Symbol(f"{self.name}_{variable}"))


def _slope_is(f: str, variable: Any, component: Any) -> Term:
    return Term(sp.Eq, (quote(sp.Symbol(f"{f}_{variable}")), as_term(component)))


def _cross_derivatives(fields: Any, variables: Any) -> Iterator[Line]:
    """Yield an equation for each pair of cross derivatives; the last one says what follows."""
    pairs = list(combinations(range(len(variables)), 2))
    for i, j in pairs:
        left, right = (Term(partial_of, (as_term(fields[a]), as_term(variables[b]))) for a, b in ((i, j), (j, i)))
        says = (in_words("the cross derivatives agree, so there is a potential"),) if (i, j) == pairs[-1] else ()
        yield Line(None, equality(left, quote(sp.diff(fields[i], variables[j])), right), says)


def _no_potential(root: Derivation, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the two cross derivatives, each in a line, and that they differ."""
    *parts, last = blocks
    first, *_, end = last.lines[1:]
    rows = [in_one_line(equality(part.lines[0].term, part.lines[-1].term), [part]) for part in parts]
    ending = replace(end, relation=Relation.IMPLIES, reasons=(*first.reasons, *end.reasons))
    return (Block(root, (*rows, ending), answers=True),)
