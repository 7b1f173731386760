"""The whole before its parts: what is to be filled comes first, each part in one line, then the result; functions get names.

Layout works a goal out before what needs it.  A reader wants to know first
where a part belongs: ∇f = (f_x, f_y), then f_x and f_y, then ∇f.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.numbers_put_in import numbers_in
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.arranging.sides_in_lines import sides_in_lines
from symtutor.deriving.names import Names, free_letter
from symtutor.deriving.own_terms import finished_parts, in_own_terms, in_the_same_way
from symtutor.deriving.steps import Block, Line, Reason, distinct_reasons, equality, in_one_line, reason
from symtutor.goals import vectors
from symtutor.goals.core import Derivative, Evaluated, Goal, Limit
from symtutor.goals.curves import along_curve
from symtutor.term import ONE, At, Negation, Term, Variable, as_term, quote, total, value
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
_FIELDS = (vectors.Jacobian, vectors.Divergence, vectors.Curl)
_DIRECTIONAL = (vectors.DirectionalDerivative, vectors.DirectionalDerivativeAt)
_OPERATORS = frozenset({vectors.grad, vectors.jac, vectors.hess, vectors.div, vectors.curl})
_COMPONENTS = ("P", "Q", "R", "F", "G", "H")
_LONG_PART = 5  # lines of a part that is more than one line of a book
_LONG_ROW = 30  # characters of a value that fills a line by itself


def whole_first(solved: Solved, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a problem in several variables with the whole before its parts, and a part a line.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout, parts first.
    """
    goal: Term = solved.term
    if isinstance(goal, Limit):
        return sides_in_lines(blocks)
    if isinstance(goal, Evaluated) and isinstance(goal.args[0], Goal):
        goal = goal.args[0]
    if not isinstance(goal, (*_NAMED, *_FIELDS)) or not blocks:
        return blocks
    if isinstance(goal, vectors.Hessian) and len(goal.args[1]) == 1:
        return blocks  # a second derivative, in a chain
    if isinstance(goal, vectors.Divergence):
        return _divergence(goal, blocks)
    parts = [b for b in blocks if not b.answers and b.node is not None and isinstance(b.node.goal, vectors.Partial | Derivative)]
    others = [b for b in blocks if all(b is not part for part in parts)]
    if not parts or others[0].node is None or len(others[0].lines) < 2:
        return blocks
    return _Whole(goal, parts, others).blocks()


class _Whole:
    """A problem in several variables: its parts, the block that needs them, and what comes after it."""

    def __init__(self, goal: Any, parts: list[Block], others: list[Block]) -> None:
        self.goal = goal
        self.parts = parts
        self.first, *self.rest = others
        self.node: Derivation = self.first.node  # type: ignore[assignment]
        self.head, self.formula, *self.after = self.first.lines
        is_field = isinstance(goal, _FIELDS)
        exprs, variables = (tuple(goal.args[0]) if is_field else (goal.args[0],)), goal.args[1]
        taken = {letter for why in distinct_reasons([*parts, *others]) for letter in why.letters}
        names = Names(exprs, variables, _COMPONENTS, taken) if is_field else Names(exprs, variables, taken=taken)
        self.names = names if names.all_named else None

    def blocks(self) -> tuple[Block, ...]:
        """Return the definitions, the whole, its parts, and the result."""
        middle = self._middle()
        opening = [*map(_plain, self._definitions()), self._whole()]
        middle, ending = finished_parts(in_the_same_way(middle), self._ending())
        if isinstance(self.goal, vectors.Jacobian) and self.names is not None and len(self.goal.args) == 2:
            ending = in_own_terms(tuple(self.goal.args[0]), tuple(self.names.letters), self._operator(), ending)
        lines: list[Line] = []
        found: list[Block] = []
        for part in [*opening, *middle]:
            if isinstance(part, Line):
                lines.append(part)
                continue
            found.extend([Block(None, tuple(lines)), part] if lines else [part])
            lines = []
        return (*found, *([Block(None, tuple(lines))] if lines else []), *ending)

    # ---- what comes first -----------------------------------------------------------------------
    def _definitions(self) -> tuple[Term, ...]:
        if self.names is None:
            return ()
        if isinstance(self.goal, _FIELDS):
            letters = self._tuple([Term(Variable, (sp.Symbol(name),)) for name in self.names.letters])
            return (equality(letters, self._tuple([quote(e) for e in self.goal.args[0]])),)
        return self.names.definitions

    @staticmethod
    def _tuple(terms: Sequence[Term]) -> Term:
        return terms[0] if len(terms) == 1 else Term(sp.Tuple, tuple(terms))

    def _renamed(self, term: Term) -> Term:
        return opened(term) if self.names is None else self.names.renamed(term)

    def _operator(self, *place: Term) -> Term:
        """Return what stands left of the result: ∇f, ∇f(1, 2), J, curl(P, Q, R), d/dt f."""
        head = opened(self.head.term)
        if self.names is None or head.head not in _OPERATORS:
            return self._renamed(head)
        if head.head is vectors.jac:
            used = {s.name for e in self.goal.args[0] for s in e.free_symbols} | {s.name for s in self.goal.args[1]}
            name = free_letter(("J", "D", "DF"), used)
            return Term(sp.Function(name), place) if place else Term(Variable, (sp.Symbol(name),))
        if head.head is vectors.curl:
            return Term(vectors.curl, (self._tuple([Term(Variable, (sp.Symbol(n),)) for n in self.names.letters]), *head.args[1:]))
        name = self.names.letter
        return Term(head.head, (Term(sp.Function(name), place) if place else Term(Variable, (sp.Symbol(name),)), *head.args[1:]))

    def _whole(self) -> Line:
        """Return the line that says what is to be filled."""
        if isinstance(self.goal, _DIRECTIONAL):
            last = self.rest[-1]
            return Line(
                None, equality(self._slope(), Term(vectors.dot, (self._gradient(), self._direction()))), distinct_reasons([last])[:1]
            )
        if self._is_chain():
            return replace(self.formula, relation=None, term=equality(self._derivative_of_f(), self._products_of_names()))
        is_operator = opened(self.head.term).head in _OPERATORS or isinstance(self.goal, vectors.ChainDerivative)
        term = self._renamed(self.formula.term)
        return replace(self.formula, relation=None, term=equality(self._operator(), term) if is_operator else term)

    # ---- the parts ------------------------------------------------------------------------------
    def _middle(self) -> list[Line | Block]:
        """Return a line for each part, a block for one that takes many, and a line for all parts of a component."""
        parts = [b for b in self.parts if not self._is_looked_up(b)]
        single = {id(part): self._part(part) for part in parts}
        if self.names is not None and isinstance(self.goal, vectors.Curl):
            return self._components_of_curl(parts, single)
        if self.names is None or not isinstance(self.goal, vectors.Jacobian):
            return list(single.values())
        found: list[Line | Block] = []
        for expr, name in zip(self.goal.args[0], self.names.letters, strict=True):
            mine = [b for b in parts if b.node is not None and b.node.goal.args[0] == expr]
            lines = [single[id(b)] for b in mine]
            values = [n.value for v in self.goal.args[1] for n in self.node.premises if n.goal.args[:2] == (expr, v)]
            is_short = sum(len(str(v)) for v in values) <= _LONG_ROW and all(isinstance(line, Line) for line in lines)
            if len(lines) < 2 or len(values) != len(self.goal.args[1]) or not is_short:
                found.extend(line for line in lines if all(line is not known for known in found))
                continue
            asked = self._tuple([Term(Variable, (sp.Symbol(f"{name}_{v.name}"),)) for v in self.goal.args[1]])
            found.append(_partial_first(in_one_line(equality(asked, self._tuple(list(map(quote, values)))), mine), several=True))
        return found

    def _part(self, part: Block) -> Line | Block:
        """Return a part as one line, or as a block that begins with its name."""
        first, last = part.lines[0], part.lines[-1]
        asked = self._renamed(first.term)
        if self.names is not None:
            self.names.learn(first.term, last.term)
        if len(part.lines) <= _LONG_PART:
            return _partial_first(in_one_line(equality(asked, last.term), [part]))
        return replace(part, lines=(replace(first, term=asked), *part.lines[1:]))

    def _components_of_curl(self, parts: list[Block], single: dict[int, Line | Block]) -> list[Line | Block]:
        """Return a line for each component of a curl: what it is, its two derivatives, their difference."""
        assert self.names is not None
        rows = opened(self.formula.term).args[0].args
        found: list[Line | Block] = [line for line in single.values() if isinstance(line, Block)]
        values = {n.goal.args[:2]: n.value for n in self.node.premises}
        (p, q, r), (x, y, z) = self.goal.args
        for row, pairs, result in zip(rows, (((r, y), (q, z)), ((p, z), (r, x)), ((q, x), (p, y))), self.node.value, strict=True):
            if any(pair not in values for pair in pairs):
                return list(single.values())
            up, down = (quote(values[pair]) for pair in pairs)
            mine = [b for b in parts if b.node is not None and b.node.goal.args[:2] in pairs and isinstance(single[id(b)], Line)]
            difference = Term(sp.Add, (up, Term(Negation, (down,))))
            found.append(_partial_first(in_one_line(equality(self._renamed(row.args[0]), difference, quote(result)), mine), several=True))
        return found

    # ---- the result -----------------------------------------------------------------------------
    def _ending(self) -> list[Block]:
        if isinstance(self.goal, _DIRECTIONAL):
            return self._in_a_direction()
        if self._is_chain():
            return self._along_the_paths()
        lines = list(self.after)
        if isinstance(self.goal, vectors.TangentPlane) and lines:
            return [replace(self.first, lines=(self._with_slopes(lines[0]), *lines[1:])), *self.rest]
        is_operator = opened(self.head.term).head in _OPERATORS
        if self.rest and is_operator:
            return [self._at_the_point(self.rest[0]), *self.rest[1:]]
        if lines:
            left = self._operator() if is_operator or isinstance(self.goal, vectors.ChainDerivative) else None
            lines[0] = replace(lines[0], relation=None, term=lines[0].term if left is None else equality(left, lines[0].term))
        return [*([replace(self.first, lines=tuple(lines))] if lines else []), *self.rest]

    def _at_the_point(self, block: Block) -> Block:
        """Return one line for the numbers put in: ∇f(1, 2) = (1 + 4, 2) = (5, 2)."""
        start, *others = block.lines
        term = opened(start.term)
        if term.head is not At or self.names is None or not others:
            return block
        place = term.args[2].args if term.args[2].head is sp.Tuple else (term.args[2],)
        is_point = len(place) == len(self.goal.args[1])
        left = self._operator(*place) if is_point else Term(At, (self._operator(), *term.args[1:]))
        line = in_one_line(equality(left, *(other.term for other in others)), [block])
        return replace(block, lines=(line,))

    def _with_slopes(self, line: Line) -> Line:
        """Return the equation of a plane with the value and the slopes at the point beside it."""
        assert self.names is not None
        expr, variables, point = self.goal.args[:3]
        table = dict(zip(variables, point, strict=True))
        place = tuple(map(written, point))
        slopes = {n.goal.args[1]: n.value for n in self._nodes(vectors.Partial | Derivative) if n.goal.args[0] == expr}
        named = [(self.names.letter, expr), *((f"{self.names.letter}_{v.name}", slopes[v]) for v in variables if v in slopes)]
        said: list[Any] = []
        for name, found in named:
            numbers = equality(Term(sp.Function(name), place), numbers_in(found, table), quote(found.xreplace(table)))
            said.extend([", ", numbers] if said else [numbers])
        return replace(line, relation=None, said=tuple(said))

    def _nodes(self, kinds: Any) -> list[Derivation]:
        return [n for n in self.node.nodes() if isinstance(n.goal, kinds)]

    # ---- directions -----------------------------------------------------------------------------
    def _letter_of_direction(self) -> str:
        used = {s.name for s in (*self.goal.args[0].free_symbols, *self.goal.args[1], *sp.Matrix(self.goal.args[2]).free_symbols)}
        return free_letter(("u", "v", "e", "d", "u_0"), used)

    def _direction(self) -> Term:
        return Term(Variable, (sp.Symbol(self._letter_of_direction()),))

    def _slope(self) -> Term:
        assert self.names is not None
        return Term(vectors.slope_along, (Term(Variable, (sp.Symbol(self.names.letter),)), self._direction()))

    def _gradient(self) -> Term:
        assert self.names is not None
        place = tuple(map(written, self.goal.args[3])) if len(self.goal.args) > 3 else ()
        f = Term(sp.Function(self.names.letter), place) if place else Term(Variable, (sp.Symbol(self.names.letter),))
        return Term(vectors.grad, (f, as_term(self.goal.args[1])))

    def _in_a_direction(self) -> list[Block]:
        """Return the gradient at the point, the direction of length 1, and their scalar product."""
        last = self.rest[-1]
        assert last.node is not None
        unit = next(n for n in last.node.premises if isinstance(n.goal, vectors.Unit))
        there = next((n for n in last.node.premises if isinstance(n.goal, Evaluated)), None)
        gradient = self.node.value if there is None else there.value
        if there is None:
            lines = [Line(None, equality(self._gradient(), quote(gradient)))]
        else:
            numbers = numbers_in(self.node.value, dict(zip(*there.goal.args[1:], strict=True)))
            lines = [Line(None, equality(self._gradient(), numbers, quote(gradient)), (reason(there),), (), there.conditions)]
        given = as_term(self.goal.args[2])
        asked = () if unit.value == self.goal.args[2] else (unit.goal.shown(),)
        lines.append(Line(None, equality(self._direction(), *(asked or (given,)), quote(unit.value)), (reason(unit),)))
        products = [a * b for a, b in zip(gradient, unit.value, strict=True) if a * b != 0]
        sum_of = Term(sp.Add, tuple(map(quote, products))) if len(products) > 1 else quote(last.node.value)
        result = equality(self._slope(), Term(vectors.dot, (quote(gradient), quote(unit.value))), sum_of, quote(last.node.value))
        final = next(
            i for i, line in enumerate(last.lines) if i and line.term.head is not vectors.dot and value(line.term) == last.node.value
        )
        lines.append(replace(last.lines[final], relation=None, term=result, reasons=()))
        return [replace(last, lines=(*lines, *last.lines[final + 1 :]))]

    # ---- chains ---------------------------------------------------------------------------------
    def _is_chain(self) -> bool:
        """Tell whether this is a chain rule whose paths go through letters alone."""
        if not isinstance(self.goal, vectors.ChainDerivative) or self.names is None:
            return False
        f, _letters, _places, t = self.goal.args
        return bool(self.node.bindings.get("along")) and t not in f.free_symbols

    def _is_looked_up(self, part: Block) -> bool:
        """Tell whether a part is the derivative of an inner function, which stands in the line of the products."""
        inner = () if not isinstance(self.goal, vectors.ChainDerivative) else self.goal.args[2]
        is_inner = part.node is not None and part.node.goal.args[0] in inner and part.node.goal.args[0] != self.goal.args[0]
        return is_inner and len(part.lines) <= _LONG_PART

    def _derivative_of_f(self) -> Term:
        assert self.names is not None
        return self._along(Term(Variable, (sp.Symbol(self.names.letter),)))

    def _along(self, function: Term) -> Term:
        """Return the derivative of a named function in the new variable, ∂ where there are several of them."""
        t = written(self.goal.args[3])
        is_partial = any(isinstance(n.goal, vectors.Partial) for n in self._inner())
        return Term(vectors.partial_of, (function, t)) if is_partial else Term(along_curve, (function, t, ONE))

    def _inner(self) -> list[Derivation]:
        """Return the nodes of the derivatives of the inner functions, in the order of the paths."""
        t = self.goal.args[3]
        found = [next((n for n in self.node.premises if n.goal.args[:2] == (e, t)), None) for e in self.node.bindings["inner"]]
        return [n for n in found if n is not None]

    def _products_of_names(self) -> Term:
        assert self.names is not None
        along = self.node.bindings["along"]
        slopes = [Term(Variable, (sp.Symbol(f"{self.names.letter}_{u.name}"),)) for u in along]
        return total([Term(sp.Mul, (slope, self._along(written(u)))) for slope, u in zip(slopes, along, strict=True)])

    def _along_the_paths(self) -> list[Block]:
        """Return the sum of the products, then the inner functions put in."""
        f, letters, places, _ = self.goal.args
        along, inner = self.node.bindings["along"], self._inner()
        outer = [next((n.value for n in self.node.premises if n.goal.args[:2] == (f, u)), None) for u in along]
        if len(inner) != len(along) or None in outer:
            return [replace(self.first, lines=(replace(self.after[0], relation=None), *self.after[1:])), *self.rest]
        products = total([_product(a, n.value) for a, n in zip(outer, inner, strict=True)])
        looked_up = [b for b in self.parts if self._is_looked_up(b)]
        reasons = distinct_reasons([*looked_up, Block(None, tuple(Line(None, b.term, b.reasons) for b in self.after))])
        extra = tuple(reason(n) for n in inner if not n.premises and all(n.rule is not r.rule for r in reasons))
        first = in_one_line(equality(self._derivative_of_f(), products), [*looked_up, replace(self.first, lines=tuple(self.after[:1]))])
        put_in = dict(zip(letters, places, strict=True))
        terms = [sp.sympify(a * n.value).xreplace(put_in) for a, n in zip(outer, inner, strict=True)]
        found = self.node.value
        kept = [t for t in terms if t != 0]
        is_sum = isinstance(found, sp.Add) and len(kept) > 1 and set(found.args) == set(kept)
        ending = Term(sp.Add, tuple(map(quote, kept))) if is_sum else quote(found)
        lines = [replace(first, reasons=(*reasons, *extra))]
        if opened(products) != opened(ending):
            said = tuple(piece for u, e in put_in.items() if u in along for piece in (", ", equality(as_term(u), as_term(e))))[1:]
            lines.append(Line(self.after[-1].relation, ending, said=(*said, " put in")))
        later = [line for line in self.after[1:] if value(line.term) != found]
        return [replace(self.first, lines=tuple(lines if not later else [*lines, *self.after[-1:]])), *self.rest]


def _product(outer: Any, inner: Any) -> Term:
    """Return a product with its factors as they are: 2x·y·2t."""
    if outer in {0, 1} or inner in {0, 1}:
        return quote(outer * inner)
    factors = [factor for term in map(written, (outer, inner)) for factor in (term.args if term.head is sp.Mul else (term,))]
    return Term(sp.Mul, tuple(factors))


def _plain(term: Term) -> Line:
    return Line(None, term)


def _partial_first(line: Line, *, several: bool = False) -> Line:
    """Return a line whose first reason says what is held constant, before the rules that were then used; not of several variables."""
    reasons: list[Reason] = sorted(line.reasons, key=lambda why: not why.answers(vectors.Partial))
    if several:
        reasons = [replace(why, letters={}) if why.answers(vectors.Partial) else why for why in reasons]
    return replace(line, reasons=tuple(reasons))


def _divergence(goal: Any, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the lines of a divergence: its components by name, the sum of their derivatives, and what it is."""
    *parts, block = blocks
    names = Names(goal.args[0], goal.args[1], _COMPONENTS)
    if parts or not block.answers or len(block.lines) < 3 or not names.all_named:
        return blocks
    head, formula, *middle = block.lines
    letters = [Term(Variable, (sp.Symbol(name),)) for name in names.letters]
    defined = equality(Term(sp.Tuple, tuple(letters)), Term(sp.Tuple, tuple(map(quote, goal.args[0]))))
    slopes = [Term(Variable, (sp.Symbol(f"{name}_{v.name}"),)) for name, v in zip(names.letters, goal.args[1], strict=True)]
    operator = Term(vectors.div, (Term(sp.Tuple, tuple(letters)), *opened(head.term).args[1:]))
    whole = replace(formula, relation=None, term=equality(operator, total(slopes)))
    at = next(i for i, line in enumerate(middle) if value(line.term) == block.node.value)  # type: ignore[union-attr]
    result = _partial_first(in_one_line(middle[at].term, [replace(block, lines=tuple(middle[: at + 1]))]), several=True)
    result = replace(result, relation=middle[at].relation)
    return (replace(block, lines=(Line(None, defined), whole, result, *middle[at + 1 :])),)
