"""The whole before its parts: what is to be filled comes first, each part in one line, then the result; the function gets a name.

Layout works a goal out before what needs it.  A reader wants to know first
where a part belongs: ∇f = (f_x, f_y), then f_x and f_y, then ∇f.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.derivation import Solved
from symtutor.deriving.steps import Block, Line, Reason
from symtutor.goals import vectors
from symtutor.goals.core import Derivative, Evaluated, Goal, Limit, equal_chain, from_both_sides
from symtutor.term import LEAVES, At, Term, Variable, quote
from symtutor.textbook import opened, written

__all__ = ["whole_first"]

_NAMED = (
    vectors.Gradient,
    vectors.Hessian,
    vectors.DirectionalDerivative,
    vectors.DirectionalDerivativeAt,
    vectors.TangentPlane,
    vectors.ChainDerivative,
)
_IN_PARTS = (*_NAMED, vectors.Jacobian, vectors.Divergence, vectors.Curl)
_OPERATORS = frozenset({vectors.grad, vectors.jac, vectors.hess, vectors.div, vectors.curl})
_LONG_PART = 5  # lines of a part that is more than one line of a book


def whole_first(solved: Solved, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a problem in several variables with the whole before its parts, and a part a line.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout, parts first.
    """
    goal: Any = solved.term
    if isinstance(goal, Limit):
        return _sides_in_lines(blocks)
    if isinstance(goal, Evaluated) and isinstance(goal.args[0], Goal):
        goal = goal.args[0]
    if not isinstance(goal, _IN_PARTS) or not blocks:
        return blocks
    parts = [b for b in blocks if not b.answers and b.node is not None and isinstance(b.node.goal, vectors.Partial | Derivative)]
    others = [b for b in blocks if all(b is not part for part in parts)]
    if not parts or any(len(b.lines) > _LONG_PART for b in parts) or len(others[0].lines) < 2:
        return blocks
    names = _Names(goal) if isinstance(goal, _NAMED) else None
    is_chain = isinstance(goal, vectors.ChainDerivative)
    looked_up = [part for part in parts if is_chain and isinstance(part.node.goal, Derivative)]  # type: ignore[union-attr]
    rows = [_one_line(part, names) for part in parts if all(part is not inner for inner in looked_up)]
    first, *rest = others
    head, formula, *after = first.lines
    if looked_up and after:
        after[0] = replace(after[0], reasons=_distinct_reasons([*looked_up, replace(first, lines=(after[0],))]))
    is_operator = is_chain or opened(head.term).head in _OPERATORS
    whole = replace(formula, relation=None, term=_equation(head.term, formula.term) if is_operator else formula.term)
    opening = [*([] if names is None else [Line(None, names.definition)]), whole, *rows]
    renamed = [line if names is None else replace(line, term=names.renamed(line.term)) for line in opening]
    ending = list(after)
    if rest and is_operator:
        ending = []  # the value is written again, with the numbers put in
        rest = [_from_the_operator(_renamed(rest[0], names), head, names), *(_renamed(block, names) for block in rest[1:])]
    elif ending and is_operator:
        ending[0] = replace(
            ending[0], relation=None, term=_equation(head.term if names is None else names.renamed(head.term), ending[0].term)
        )
    elif ending:
        ending[0] = replace(ending[0], relation=None)
    found = [Block(None, tuple(renamed))]
    if ending:
        found.append(replace(first, lines=tuple(ending)))
    return (*found, *rest)


def _sides_in_lines(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a limit from both sides with each short side in one line, and no equation with two values."""
    *sides, whole = blocks
    pairs = [line for line in whole.lines if opened(line.term).head is from_both_sides]
    if not pairs or any(opened(line.term).head is from_both_sides for side in sides for line in side.lines):
        return blocks
    rows, long = [], []
    if len(pairs) > 1:
        first, *others = (opened(line.term).args for line in pairs)
        reasons = _distinct_reasons([replace(whole, lines=tuple(pairs[1:]))])
        rows = [Line(None, _chained(terms), reasons) for terms in zip(first, *others, strict=True)]
    for side in sides:
        if len(side.lines) > _SHORT_SIDE:
            long.append(side)
            continue
        reasons = tuple(r for r in _distinct_reasons([side]) if r.rule.id != "limit.constant")
        told = {c for row in rows for c in row.conditions}
        conditions = _distinct(c for line in side.lines for c in line.conditions if c not in told)
        rows.append(Line(None, _chained([line.term for line in side.lines]), reasons, (), conditions))
    ending = replace(whole, lines=tuple(line for line in whole.lines if all(line is not pair for pair in pairs)))
    return (*long, *([Block(None, tuple(rows))] if rows else []), ending)


def _chained(terms: Iterable[Term]) -> Term:
    """Return a chain of equal terms in one line."""
    return Term(equal_chain, tuple(_distinct(map(opened, terms))))


_SHORT_SIDE = 3


def _equation(left: Term, right: Term) -> Term:
    return Term(sp.Eq, (left, right))


def _renamed(block: Block, names: _Names | None) -> Block:
    """Return a block with the function and its derivatives by their names."""
    return block if names is None else replace(block, lines=tuple(replace(line, term=names.renamed(line.term)) for line in block.lines))


def _from_the_operator(block: Block, head: Line, names: _Names | None) -> Block:
    """Return a block that puts a point into what was found, with the operator on the left: ∇f at x = 1."""
    start, *others = block.lines
    term = opened(start.term)
    if term.head is not At or not others or names is None:
        return block
    left = Term(At, (names.renamed(head.term), *term.args[1:]))
    return replace(block, lines=(replace(start, term=left), *others))


def _one_line(block: Block, names: _Names | None) -> Line:
    """Return a part as one line: what it is, what it is equal to, and all the rules that led there."""
    first, last = block.lines[0], block.lines[-1]
    if names is not None:
        names.learn(first.term, last.term)
    return Line(
        None,
        _equation(first.term, last.term),
        _distinct_reasons([block]),
        _distinct(pair for line in block.lines for pair in line.lets),
        _distinct(condition for line in block.lines for condition in line.conditions),
    )


def _distinct_reasons(blocks: Iterable[Block]) -> tuple[Reason, ...]:
    """Return why the lines of blocks follow, a rule once."""
    reasons: dict[str, Reason] = {}
    for reason in (reason for block in blocks for line in block.lines for reason in line.reasons):
        reasons.setdefault(reason.rule.id, reason)
    return tuple(reasons.values())


def _distinct(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


class _Names:
    """The name of a function, and the names of its partial derivatives once their values are known."""

    def __init__(self, goal: Any) -> None:
        expr, variables = goal.args[0], goal.args[1]
        used = {s.name for s in expr.free_symbols}
        self.letter = next(name for name in ("f", "g", "F", "phi", "f0") if name not in used)
        self.variables = tuple(variables)
        self.expr = written(expr)
        self.values: dict[Term, str] = {self.expr: self.letter}
        self.definition = _equation(Term(sp.Function(self.letter), tuple(written(v) for v in variables)), quote(expr))

    def learn(self, asked: Term, found: Term) -> None:
        """Note the value of a partial derivative, so that it can be cited by its name."""
        name = self._derivative(opened(asked))
        if name is not None:
            self.values.setdefault(opened(found), name)

    def _derivative(self, term: Term) -> str | None:
        """Return f_xy for a derivative of f or of one of its derivatives."""
        if term.head not in {sp.Derivative, vectors.partial_of} or (len(term.args) > 2 and term.args[2] != _ONE):
            return None
        inside = self.values.get(term.args[0]) or self._derivative(term.args[0])
        if inside is None or term.args[1].head is not Variable:
            return None
        letter = term.args[1].args[0].name
        return f"{inside}{letter}" if "_" in inside else f"{inside}_{letter}"

    def renamed(self, term: Term) -> Term:
        """Return a term with the function and its derivatives by their names; values stay where nothing is asked of them."""
        term = opened(term)
        if term.head is sp.Eq and self._derivative(term.args[0]) is not None:
            return Term(sp.Eq, (self.renamed(term.args[0]), term.args[1]))
        return term if term == opened(self.definition) else self._renamed(term)

    def _renamed(self, term: Term) -> Term:
        name = self._derivative(term)
        if name is not None:
            return Term(Variable, (sp.Symbol(name),))
        if term == self.expr:
            return Term(Variable, (sp.Symbol(self.letter),))
        if term.head is At and term.args[0] in self.values and len(term.args) == 3:
            place = term.args[2].args if term.args[2].head is sp.Tuple else (term.args[2],)
            return Term(sp.Function(self.values[term.args[0]]), tuple(place))
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._renamed(a) if isinstance(a, Term) else a for a in term.args), term.span)


_ONE = written(sp.S.One)
