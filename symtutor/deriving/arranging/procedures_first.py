"""Problems of optimization as a textbook begins them: the function by its name, its derivatives in one line each.

Layout works every derivative out in a block of its own before the procedure
that needs it.  A reader wants f first, and ∇f = (f_x, f_y) as one line of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.names import Names
from symtutor.deriving.steps import Block, Line, distinct_reasons, equality, in_one_line
from symtutor.goals import convexity, descent, optimization, vectors
from symtutor.goals.core import Derivative, HigherDerivative, Limit
from symtutor.rule import Procedure
from symtutor.term import LEAVES, Term, Variable, quote, value
from symtutor.textbook import opened, written

__all__ = ["procedures_first"]

_KINDS = (
    optimization.MinimumOf,
    optimization.SeparationOf,
    optimization.StationaryOf,
    optimization.ExtremaOf,
    convexity.ConvexityOf,
    descent.DescentOf,
)
_PARTS = (vectors.Partial, Derivative, HigherDerivative)
_SHORT = 4  # lines of a derivative that a reader sees at once


def procedures_first(solved: Solved, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a problem of optimization with the function first and a line for each of its derivatives.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout, parts first.
    """
    goal: Any = solved.term
    if not isinstance(goal, _KINDS) or not blocks or blocks[-1].node is None or not isinstance(blocks[-1].node.rule, Procedure):
        return blocks
    if isinstance(goal, optimization.SeparationOf):
        return _street(tuple(b for b in blocks if not _is_derivative(b)))
    return _InOrder(goal, blocks).blocks()


def _is_derivative(block: Block) -> bool:
    return block.node is not None and isinstance(block.node.goal, (*_PARTS, vectors.Gradient, vectors.Hessian))


def _street(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a separation with what is to be made least before its constraints."""
    first = blocks[0]
    goal: Any = None if first.node is None else first.node.goal
    if not isinstance(goal, optimization.MinimumOf):
        return blocks
    least = equality(quote(sp.Function("f")(*goal.args[3])), quote(goal.args[0]))
    says = ("‖w‖² is to be made least; a constraint for each point: y·(w·x + b) − 1 ≥ 0",)
    return (replace(first, lines=(Line(None, least, said=says), *first.lines)), *blocks[1:])


class _InOrder:
    """The blocks of a problem about one function, in the order of a textbook."""

    def __init__(self, goal: Any, blocks: tuple[Block, ...]) -> None:
        self.goal = goal
        variables = goal.args[3] if isinstance(goal, optimization.MinimumOf) else goal.args[1]
        self.variables = tuple(variables) if isinstance(variables, sp.Tuple) else (variables,)
        self.names = Names((goal.args[0],), self.variables)
        self.found = blocks

    def blocks(self) -> tuple[Block, ...]:
        """Return f, its derivatives, what else has to be worked out, and the procedure."""
        *before, last = self.found
        derivatives = [b for b in before if _is_derivative(b)]
        others = [b for b in before if not _is_derivative(b)]
        told = tuple(replace(line, term=self._named(line.term)) for line in last.lines)
        if isinstance(self.goal, optimization.ExtremaOf):
            return self._of_one_variable(derivatives, others, replace(last, lines=told))
        opening = [Line(None, self.names.definition)]
        if not isinstance(self.goal, optimization.MinimumOf) or any(len(b.lines) > _SHORT for b in derivatives):
            opening.extend(self._in_lines(derivatives))
        if others:
            given = next((k for k, line in enumerate(told) if opened(line.term).head is sp.Contains), 0)  # what is asked comes first
            given += bool(given) and not any(b.node is not None and isinstance(b.node.goal, optimization.SolveInequality) for b in others)
            return (Block(None, told[:given] or tuple(opening)), *others, replace(last, lines=told[given:]))
        return (replace(last, lines=(*opening, *told)),)

    def _named(self, term: Term) -> Term:
        """Return a term with ∇f and Hf for those of the function; the function itself stays as it is."""
        term = opened(term)
        if term.head in {vectors.grad, vectors.hess}:
            return self.names.renamed(term)
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._named(a) if isinstance(a, Term) else a for a in term.args), term.span)

    def _in_lines(self, derivatives: list[Block]) -> Iterator[Line]:
        """Yield a line for each gradient and Hessian, after a line for each part that takes many."""
        waiting: list[Block] = []
        for block in derivatives:
            assert block.node is not None
            if isinstance(block.node.goal, _PARTS):
                waiting.append(block)
                continue
            for part in waiting:
                self.names.learn(part.lines[0].term, part.lines[-1].term)
            long = [b for b in waiting if len(b.lines) > _SHORT]
            short = [b for b in waiting if len(b.lines) <= _SHORT]
            for part in long:
                yield in_one_line(equality(self.names.renamed(part.lines[0].term), part.lines[-1].term), [part])
            yield self._whole(block, block.node, short)
            waiting = []

    def _whole(self, block: Block, node: Derivation, parts: list[Block]) -> Line:
        """Return ∇f = (f_x, f_y) = (2x, 2y) with the rules of its parts; of one variable f′(x) = 2x."""
        f = Term(Variable, (sp.Symbol(self.names.letter),))
        is_gradient = isinstance(node.goal, vectors.Gradient)
        if len(self.variables) == 1:
            x = self.variables[0]
            slope = sp.Derivative(sp.Function(self.names.letter)(x), (x, 1 if is_gradient else 2))
            line = in_one_line(equality(written(slope), quote(node.value[0, 0])), [*parts])
            return self._without_held(line)
        letters = [v.name for v in self.variables]
        name = self.names.letter
        if is_gradient:
            asked = Term(sp.Tuple, tuple(Term(Variable, (sp.Symbol(f"{name}_{v}"),)) for v in letters))
        else:
            rows = [
                Term(sp.Tuple, tuple(Term(Variable, (sp.Symbol(_second(name, letters, i, j)),)) for j in range(len(letters))))
                for i in range(len(letters))
            ]
            asked = Term(sp.ImmutableMatrix, (Term(sp.Tuple, tuple(rows)),))
        head = vectors.grad if is_gradient else vectors.hess
        line = in_one_line(
            equality(Term(head, (f, written(sp.Tuple(*self.variables)))), asked, quote(node.value)),
            [*parts, replace(block, lines=block.lines[1:])],
        )
        return self._without_held(line)

    @staticmethod
    def _without_held(line: Line) -> Line:
        """Return a line that does not say which variables are held constant: it is another one for each entry."""
        return replace(line, reasons=tuple(replace(r, letters={}) if r.answers(vectors.Partial) else r for r in line.reasons))

    def _of_one_variable(self, derivatives: list[Block], others: list[Block], last: Block) -> tuple[Block, ...]:
        """Return a block for each derivative after its name, equations, limits, and the procedure with them."""
        expr, x = self.goal.args[:2]
        f = sp.Function(self.names.letter)(x)
        told = list(last.lines)
        limits = [b for b in others if b.node is not None and isinstance(b.node.goal, Limit) and len(b.lines) <= _SHORT_LIMIT]
        others = [b for b in others if all(b is not limit for limit in limits)]
        told = [_with_limit(line, limits, expr) for line in told if not _is_sign(opened(line.term))]  # the table says how f runs
        if len(last.node.bindings["found"].formulas) > 1:  # type: ignore[union-attr]
            return (
                Block(None, (_taken(told, quote(f)) or Line(None, equality(quote(f), quote(expr))),)),
                *others,
                replace(last, lines=tuple(told)),
            )
        rows: list[Block] = []
        lines: list[Line] = []
        known = expr
        for order in (0, 1, 2):
            line = _taken(told, quote(f) if order == 0 else written(sp.Derivative(f, (x, order))))
            if line is None:
                continue
            block = next((b for b in derivatives if order and b.node is not None and b.node.goal.args[0] == known), None)
            known = value(opened(line.term).args[1]) if order else expr
            solved = next((b for b in others if _solves(b, known)), None)
            said = line.said if order == 0 or not others else ()
            if order == 2 and solved is not None:  # where the graph changes its bending is said where it is found
                others = [_with_words(b, line.said) if b is solved else b for b in others]
            if block is None or len(block.lines) <= _SHORT:
                reasons = () if block is None else distinct_reasons([block])
                lines.append(replace(line, reasons=reasons, said=said))
                continue
            rows.extend([Block(None, tuple(lines))] if lines else [])
            rows.append(replace(block, lines=(replace(block.lines[0], term=opened(line.term).args[0]), *block.lines[1:])))
            lines = []
        rows.extend([Block(None, tuple(lines))] if lines else [])
        return (*rows, *others, replace(last, lines=tuple(told)))


def _taken(told: list[Line], left: Term) -> Line | None:
    """Return the first line that is an equation for what stands on the left, and take it out of the lines."""
    for i, line in enumerate(told):
        term = opened(line.term)
        if term.head is sp.Eq and opened(term.args[0]) == opened(left):
            return told.pop(i)
    return None


def _with_limit(line: Line, limits: list[Block], expr: Any) -> Line:
    """Return the line of a limit with the reasons of the block that worked it out, which is then left out."""
    term = opened(line.term)
    if term.head is not sp.Eq or opened(term.args[0]).head is not sp.Limit:
        return line
    asked = opened(term.args[0])
    for block in limits:
        known = opened(block.lines[0].term)
        if known.head is sp.Limit and value(known.args[2]) == value(asked.args[2]) and value(known.args[0]) == expr:
            return replace(line, reasons=distinct_reasons([block]), said=())
    return line


_SHORT_LIMIT = 6  # lines


def _is_sign(term: Term) -> bool:
    """Tell whether a line says what sign a derivative has between two places."""
    return term.head in {sp.Gt, sp.Lt} and opened(term.args[0]).head is sp.Derivative


def _with_words(block: Block, said: tuple[Any, ...]) -> Block:
    """Return a block with words about what its last line has found, which they need not repeat."""
    *before, last = block.lines
    words, *places = said
    if places and opened(places[-1]) == opened(last.term):
        said = (f"{words.removesuffix(' at ')} there",)
    return replace(block, lines=(*before, replace(last, said=said)))


def _solves(block: Block, expr: Any) -> bool:
    """Tell whether a block finds the zeros of an expression."""
    return block.node is not None and isinstance(block.node.goal, optimization.Solve) and block.node.goal.args[0] == expr


def _second(name: str, letters: list[str], i: int, j: int) -> str:
    return f"{name}_{letters[min(i, j)]}{letters[max(i, j)]}"
