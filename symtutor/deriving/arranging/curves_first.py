"""Curves as a textbook writes them: the equation first, y and y′ for y(x) and y′(x), a side a line; a tangent from its formula.

Layout works both sides of an equation out before the line that needs them,
and the slope before the tangent.  A reader wants the equation first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import UndefinedFunction

from symtutor.algorithms.numbers_put_in import numbers_in
from symtutor.derivation import Solved
from symtutor.deriving.steps import Block, Line, Reason, equality
from symtutor.goals import curves
from symtutor.goals.core import Derivative
from symtutor.term import LEAVES, ONE, At, Negation, Quotient, Term, Variable, as_term, quote, subterms, value
from symtutor.textbook import opened, written

__all__ = ["curves_first", "line_alone"]

_SHORT_SIDE = 4  # lines of a side that a reader follows at once
_LINES = (curves.Tangent, curves.Normal)


def curves_first(solved: Solved, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a problem about a curve in the order of a textbook; those of other problems as they are.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout, parts first.
    """
    slopes = [b.node.goal for b in blocks if b.node is not None and isinstance(b.node.goal, curves.Slope)]
    if slopes:
        _, _, dependent, variable, others = slopes[0].args
        plain = _Plain(variable, (dependent, *others)).blocks(_sides_in_place(blocks))
        return tuple(_at_the_moment(block, dependent) for block in _twice_in_a_row(plain))
    if blocks and isinstance(solved.term, _LINES):
        return _line_from_its_formula(blocks)
    return blocks


# ---- equations of curves ------------------------------------------------------------------------
def _sides_in_place(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with each pair of sides taken into the equation that they are the sides of."""
    found: list[Block] = []
    sides: list[Block] = []
    for block in blocks:
        goal = None if block.node is None else block.node.goal
        if isinstance(goal, curves.SideDerivative):
            sides.append(block)
        elif isinstance(goal, curves.Slope):
            found.append(_with_sides(block, sides))
            sides = []
        elif isinstance(goal, curves.CurveSlope) and len(block.lines) > 2 and opened(block.lines[1].term).head is At:
            first, _general, third, *others = block.lines  # the general slope stands in the line before
            found.append(replace(block, lines=(first, third, *others)))
        else:
            found.append(block)
    return line_alone((*sides, *found))


def line_alone(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the tangent of a curve by itself: the curve does not imply it."""
    found = []
    for block in blocks:
        if block.node is not None and isinstance(block.node.goal, curves.CurveTangent | curves.CurveNormal) and len(block.lines) > 1:
            first, *others = block.lines[1:]
            found.append(replace(block, lines=(replace(first, relation=None), *others)))
        else:
            found.append(block)
    return tuple(found)


def _with_sides(block: Block, sides: list[Block]) -> Block:
    """Return the block of an equation with what its sides took: a line for a long one, its reasons alone for a short one."""
    equation, implied, *others = block.lines
    long = [side for side in sides if len(side.lines) > _SHORT_SIDE]
    short = [side for side in sides if len(side.lines) <= _SHORT_SIDE]
    rows = [Line(None, Term(sp.Eq, (side.lines[0].term, side.lines[-1].term)), _reasons([side])) for side in long]
    joined = _without_repeats((*implied.reasons, *_reasons(short)))
    conditions = tuple(dict.fromkeys(c for side in sides for line in side.lines for c in line.conditions))
    implied = replace(implied, reasons=joined, conditions=(*implied.conditions, *conditions))
    _, _, dependent, variable, letters = block.node.goal.args  # type: ignore[union-attr]
    kept = [line for line in others if not any(r.answers(curves.Renamed) for r in line.reasons)]
    named = [str(s) for s in (dependent, *letters)]
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    said = f"{listed} {'is a function' if len(named) == 1 else 'are functions'} of {variable}"
    return replace(block, lines=(replace(equation, said=(said,)), *rows, implied, *kept))


def _reasons(blocks: Iterable[Block]) -> tuple[Reason, ...]:
    return tuple(reason for block in blocks for line in block.lines for reason in line.reasons if not reason.rule.goes_without_saying)


def _without_repeats(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    first: dict[str, Reason] = {}
    for reason in reasons:
        first.setdefault(reason.rule.id, reason)
    return tuple(first.values())


class _Plain:
    """Plain letters for the functions of one variable: y for y(x), y′ for its derivative."""

    def __init__(self, variable: sp.Symbol, dependent: tuple[sp.Symbol, ...]) -> None:
        self.variable = written(variable)
        self.names = {s.name for s in dependent}
        self.letters = {sp.Function(s.name)(variable): s for s in dependent}

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return blocks in plain letters; a line that then says what the one before says is left out."""
        return tuple(replace(block, lines=self._lines(block.lines)) for block in blocks)

    def _lines(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        found: list[Line] = []
        for line in map(self._line, lines):
            if found and line.reasons and [r.rule.id for r in line.reasons] == [r.rule.id for r in found[-1].reasons] == ["eval.insert"]:
                found[-1] = replace(line, conditions=(*found[-1].conditions, *line.conditions))  # y′, then y for y(x): one line
            elif not found or line.term != found[-1].term:
                found.append(line)
        return tuple(found)

    def _line(self, line: Line) -> Line:
        reasons = tuple(replace(r, letters={k: self._meaning(v) for k, v in r.letters.items()}) for r in line.reasons)
        lets = tuple((letter, self._meaning(meaning)) for letter, meaning in line.lets)
        conditions = tuple(c.xreplace(self.letters) for c in line.conditions)
        return replace(line, term=self._term(opened(line.term)), reasons=reasons, lets=lets, conditions=conditions)

    def _meaning(self, meaning: sp.Expr) -> Any:
        return meaning if isinstance(meaning, str | tuple) else self._term(opened(as_term(meaning)))

    def _term(self, term: Term) -> Term:
        if self._is_function(term):
            return Term(Variable, (sp.Symbol(term.head.__name__),))
        if term.head is sp.Derivative and self._is_function(term.args[0]) and term.args[1] == self.variable:
            return Term(curves.primed, (self._term(term.args[0]), term.args[2]))
        if term.head is sp.Derivative and term.args[1] == self.variable:
            inner = self._term(term.args[0])
            if inner != term.args[0] or any(p.head is Variable and p.args[0].name in self.names for p in subterms(inner)):
                return Term(curves.along_curve, (inner, *term.args[1:]))
        if term.head in LEAVES:
            return term
        args = [self._term(a) if isinstance(a, Term) else a for a in term.args]
        if term.head is sp.Mul:  # 2y·y′, with the derivative last
            args = sorted(args, key=_is_primed)
        return Term(term.head, tuple(args), term.span)

    def _is_function(self, term: Term) -> bool:
        return isinstance(term.head, UndefinedFunction) and term.head.__name__ in self.names and term.args == (self.variable,)


def _is_primed(term: Term) -> bool:
    return term.head is curves.primed or (term.head is sp.Pow and _is_primed(term.args[0]))


def _twice_in_a_row(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with a second derivative begun where the first one is differentiated: y″ = d/dx (−x/y) = …."""
    *before, last = blocks
    if last.node is None or not isinstance(last.node.goal, curves.SecondSlope) or not before or len(last.lines) < 2:
        return blocks
    asked, found, *others = last.lines
    *earlier, again = before
    if again.node is None or not isinstance(again.node.goal, Derivative) or again.lines[-1].term != found.term:
        return blocks
    start = replace(again.lines[0], relation=found.relation, reasons=found.reasons)
    return (*earlier, replace(last, lines=(asked, start, *again.lines[1:], *others)))


# ---- numbers put into a slope ---------------------------------------------------------------------
def _at_the_moment(block: Block, dependent: sp.Symbol) -> Block:
    """Return one line for a slope into which numbers are put: y′ = −(3·2)/4 = −3/2; other blocks as they are."""
    goal = None if block.node is None else block.node.goal
    if not isinstance(goal, curves.CurveSlope | curves.Inserted) or len(block.lines) < 2:
        return block
    first, *others = block.lines
    sides = [line.term for line in others]
    if isinstance(goal, curves.CurveSlope) and first.term.head is At:
        table = [(goal.args[3], goal.args[5]), (goal.args[2], goal.args[4])]
    elif isinstance(goal, curves.Inserted) and isinstance(goal.args[2], sp.Tuple):
        table = list(zip(*goal.args[1:], strict=True))
        sides.insert(0, _put_in(opened(first.term), {_named(old): new for old, new in table}))
    else:
        return block
    given = [(", ", Term(sp.Eq, (_named(old), as_term(new)))) for old, new in table]
    said = (*(piece for pair in given for piece in pair), " put in")[1:]
    slope = Term(curves.primed, (as_term(dependent), ONE))
    conditions = tuple(c for line in others for c in line.conditions)
    return replace(block, lines=(Line(None, equality(slope, *sides), conditions=conditions, said=said),))


def _named(known: Any) -> Term:
    """Return how a quantity or its rate is written: x, x′."""
    if isinstance(known, sp.Derivative):
        return Term(curves.primed, (Term(Variable, (sp.Symbol(known.expr.func.__name__),)), ONE))
    return written(known)


def _put_in(term: Term, table: Mapping[Term, Any]) -> Term:
    """Return a term with numbers in the places of letters, its products as they stand; powers are worked out."""
    if term in table:
        return written(table[term])
    if term.head in LEAVES or term.head is curves.primed:
        return term
    args = tuple(_put_in(a, table) if isinstance(a, Term) else a for a in term.args)
    return quote(value(Term(term.head, args))) if term.head is sp.Pow else Term(term.head, args)


# ---- lines that touch a graph -------------------------------------------------------------------
def _line_from_its_formula(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a tangent or normal: f, the formula, the slope and the point, and the line with the numbers in."""
    *others, last = blocks
    kinds = [None if b.node is None else b.node.goal for b in others]
    is_plain = last.node is not None and any(isinstance(p.goal, curves.SlopeAt) for p in last.node.premises) and len(last.lines) > 1
    if not is_plain or not all(isinstance(goal, Derivative | curves.SlopeAt) for goal in kinds) or not kinds:
        return blocks
    assert last.node is not None
    f, x, a, y, b = (last.node.bindings[key] for key in ("f", "x", "a", "y", "b"))
    name = next(letter for letter in "fgFG" if letter not in {s.name for s in f.free_symbols} | {y.name})
    function, point = sp.Function(name), written(a)
    slope_there = Term(At, (written(sp.Derivative(function(x), x)), written(x), point))
    value_there = Term(function, (point,))
    distance = quote(x - a)
    is_tangent = isinstance(last.node.goal, curves.Tangent)
    rise = slope_there * distance if is_tangent else Term(Negation, (Term(Quotient, (ONE, slope_there)) * distance,))
    formula = Term(sp.Eq, (written(y), Term(sp.Add, (value_there, rise))))
    found = _slope_in(others)
    if found is None:
        return blocks
    general, numbers = found
    slope = sp.Derivative(function(x), x)
    rows = [
        Line(None, Term(sp.Eq, (written(function(x)), quote(f)))),
        Line(None, formula, tuple(replace(r, letters={}) for r in last.lines[1].reasons[:1])),
        Line(None, equality(value_there, numbers_in(f, {x: a}), quote(b))),
    ]
    middle = [Block(None, _as_derivative(block.lines, slope)) for block in general]
    if len(middle) == 1 and len(middle[0].lines) <= _SHORT_SIDE:
        lines = middle[0].lines
        rows.append(Line(None, Term(sp.Eq, (lines[0].term, lines[-1].term)), _without_repeats(r for line in lines for r in line.reasons)))
        middle = []
    at_point = Line(None, equality(slope_there, *(line.term for line in numbers)), numbers[0].reasons)
    first, *after = last.lines[1:]
    start = replace(first, relation=None, reasons=())
    head = Block(None, (*rows, *([] if middle else [at_point, start, *after])), answers=not middle)
    if not middle:
        return (replace(head, node=last.node),)
    return (head, *middle, replace(last, lines=(at_point, start, *after)))


def _slope_in(blocks: list[Block]) -> tuple[list[Block], list[Line]] | None:
    """Return the blocks of the derivative in general, and the lines in which the numbers stand."""
    *general, there = blocks
    first, *others = there.lines
    places = [line for line in others if opened(line.term).head is At]
    numbers = [line for line in others if opened(line.term).head is not At]
    if opened(first.term).head is not At or not numbers:
        return None
    if places:
        start = replace(first, term=opened(first.term).args[0])
        general = [*general, Block(None, (start, *(replace(line, term=opened(line.term).args[0]) for line in places)))]
    return general, numbers


def _as_derivative(lines: tuple[Line, ...], slope: sp.Expr) -> tuple[Line, ...]:
    """Return the lines of a derivative with f′(x) on the left."""
    first, *others = lines
    return (replace(first, term=written(slope)), *others)
