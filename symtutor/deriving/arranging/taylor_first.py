"""A Taylor polynomial from its derivatives as it is written by hand: the formula, a line for each derivative, the numbers in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation
from symtutor.deriving.steps import Block, Line, Merged, Reason
from symtutor.goals.core import D, Evaluated, HigherDerivative, TaylorPolynomial, TaylorTerm
from symtutor.rule import Relation
from symtutor.term import At, Negation, Quote, Quotient, Term, quote
from symtutor.textbook import written

__all__ = ["taylor_first"]


def taylor_first(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a solution, a Taylor polynomial from derivatives as a table of them.

    Parameters
    ----------
    blocks : tuple of Block
        From layout, derivatives of higher order before the polynomial.
    """
    told = next((b for b in blocks if b.node is not None and _is_from_derivatives(b.node)), None)
    if told is None or told.node is None:
        return blocks
    own = {goal for goal, _ in _derivatives(told.node)}
    others = tuple(b for b in blocks if b is told or b.node is None or b.node.goal not in own)
    return tuple(replace(b, lines=_table(told.node, told)) if b is told else b for b in others)


def _is_from_derivatives(node: Derivation) -> bool:
    return isinstance(node.goal, TaylorPolynomial) and len(node.premises) > 1 and isinstance(node.premises[-1].goal, TaylorTerm)


def _derivatives(node: Derivation) -> list[tuple[Any, Any]]:
    """Return the goal of each derivative with its value at the point, in rising order."""
    f, x, _, degree = node.goal.args
    values = [p.value for p in node.premises if isinstance(p.goal, Evaluated)]
    goals = [None, D(f, x), *(HigherDerivative(f, x, k) for k in range(2, int(degree) + 1))]
    return list(zip(goals, values, strict=True))


def _table(node: Derivation, block: Block) -> tuple[Line, ...]:
    f, x, a, _ = node.goal.args
    name = sp.Function(next(n for n in "fgF" if sp.Symbol(n) not in f.free_symbols))
    found = {p.goal: p for p in node.nodes()}
    before: tuple[Reason, ...] = ()
    rows, formula, numbers = [], [], []
    for k, (goal, at_point) in enumerate(_derivatives(node)):
        derivative = name(x) if k == 0 else sp.Derivative(name(x), (x, k))
        there = Term(name, (written(a),)) if k == 0 else Term(At, (written(derivative), written(x), written(a)))
        expr = f if goal is None else found[goal].value
        reasons = () if goal is None else _reasons(found[goal])
        before, reasons = reasons, () if [r.rule for r in reasons] == [r.rule for r in before] else reasons
        rows.append(Line(None, Term(sp.Eq, (written(derivative), quote(expr))), reasons, (), (), (Term(sp.Eq, (there, quote(at_point))),)))
        formula.append(_term(there, k, x - a))
        if at_point != 0:
            size = _term(quote(abs(at_point) if at_point.is_number and at_point.is_negative else at_point), k, x - a)
            numbers.append(Term(Negation, (size,)) if at_point.is_number and at_point.is_negative else size)
    left = block.lines[0].term
    first, *others = rows
    whole = Line(None, Term(sp.Eq, (left, _sum(formula))), block.lines[1].reasons[:1])
    ending = [Line(None, Term(sp.Eq, (left, _sum(numbers)))), replace(block.lines[-1], relation=Relation.EQUAL, reasons=())]
    return (first, whole, *others, *ending)


def _reasons(node: Derivation) -> tuple[Reason, ...]:
    """Return the rules of a derivative, for one of higher order those of its last differentiation."""
    last = node.premises[-1] if isinstance(node.goal, HigherDerivative) and node.premises else node
    merged = Merged()
    for part in last.nodes():
        merged.add(part, ())
    return merged.reasons()


def _term(value: Term, k: int, distance: Any) -> Term:
    """Return f″(a)/2!·(x − a)² with the factorial written out."""
    if k == 0:
        return value
    power = written(distance) if k == 1 else Term(sp.Pow, (written(distance), written(sp.Integer(k))))
    if k == 1:
        return power if value == quote(sp.S.One) else Term(sp.Mul, (value, power))
    factorial = Term(sp.factorial, (quote(sp.Integer(k)),))
    held = value.args[0] if value.head is Quote else None
    if isinstance(held, sp.Rational) and held.q != 1:  # 1/(32·2!), not 1/32/2!
        return Term(sp.Mul, (Term(Quotient, (quote(sp.Integer(held.p)), Term(sp.Mul, (quote(sp.Integer(held.q)), factorial)))), power))
    return Term(sp.Mul, (Term(Quotient, (value, factorial)), power))


def _sum(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Term(sp.Add, tuple(terms))
