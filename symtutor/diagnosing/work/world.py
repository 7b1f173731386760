"""What stays the same while the lines of a work are judged."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, Sense, compare, put_in
from symtutor.diagnosing.work.answers import Known
from symtutor.diagnosing.work.arrays.world import ArrayWorld
from symtutor.diagnosing.work.completing import completed
from symtutor.diagnosing.work.known import known_value
from symtutor.diagnosing.work.names import Names, named_expression
from symtutor.diagnosing.work.targets import Target
from symtutor.diagnosing.work.verdicts import FAILURES, UNKNOWN
from symtutor.problem import Problem
from symtutor.reading.work.lines import expression_of
from symtutor.term import Term, Variable, subterms
from symtutor.verdict import Status, Verdict
from symtutor.work import Chain, Context, Part, Work

__all__ = ["World", "is_open"]


def _mentions(expr: sp.Basic, letter: sp.Expr) -> bool:
    return bool(expr.has(letter))


def _branch(inner: sp.Basic) -> sp.Set:
    """Return where the new letter of a substitution x = g(t) runs, so that g can be inverted."""
    half = sp.pi / 2
    if inner.has(sp.sec, sp.csc):
        return sp.Interval.open(0, half)
    if inner.has(sp.sin, sp.tan):
        return sp.Interval.open(-half, half)
    if inner.has(sp.cos, sp.cot):
        return sp.Interval.open(0, sp.pi)
    return sp.Interval.open(0, sp.oo)


def is_open(a: Any, b: Any) -> bool:
    """Tell whether one side holds an unknown function, or f_x or y′ that the other does not, of which nothing is said."""
    return bool(a.has(AppliedUndef) or b.has(AppliedUndef)) or any(re.search(r"['_]", s.name) for s in a.free_symbols ^ b.free_symbols)


@dataclass(frozen=True, slots=True)
class World:
    """The problem, and all lines for questions such as whether a letter is used later.

    Parameters
    ----------
    target : Target
        What is asked.
    work : Work
        Problem and lines.
    arrays : tuple of ArrayWorld
        The work where it is about vectors and matrices, and variants of its problem; else empty.
    known : Known, optional
        What is known of the answer, where lines have no other meaning.
    solve : callable, optional
        Gives a problem's answer with the judge of others, see `symtutor.diagnosing.work.mistakes.by_rule.Answered`.
    optimum : callable, optional
        Gives the optimum that the problem asks for, with its value, point and multipliers, or None.
    solutions : callable, optional
        Gives the set of values of a letter that satisfy a relation, or None.
    """

    target: Target
    work: Work
    arrays: tuple[ArrayWorld, ...] = ()
    known: Known | None = None
    solve: Callable[[Problem], Any] | None = None
    optimum: Callable[[], Any] | None = None
    solutions: Callable[[Any, Any], Any] | None = None

    def letters_of(self, context: Context) -> dict[Any, Any]:
        """Return what stands for letters: definitions, and letters of an identity that are settled."""
        found = {letter: d.expression for letter, d in context.definitions.items()}
        found.update({letter: value for letter, value in context.unknowns.items() if value is not None})
        return found

    def begins_with(self, chain: Chain) -> bool:
        """Tell whether a chain is still at the problem, or at the function that it differentiates."""
        problem = self.work.problem
        term = problem.parts[0].term if problem is not None and problem.parts else None
        return chain.line == 0 or (term is not None and chain.term == term) or chain.expression == self.target.function

    def names_of(self, context: Context) -> Names:
        """Return the names of the problem and those that lines gave."""
        names = self.target.names
        asked = self.target.asked
        if isinstance(asked, sp.Integral):
            for name in ("I", "J"):
                if sp.Symbol(name) not in asked.free_symbols and sp.Symbol(name) not in context.definitions:
                    names = names.having(name, asked, ())
        y = sp.Symbol("y")
        if self.target.function is not None and y not in {*self.target.function.free_symbols, *context.definitions, self.target.variable}:
            names = names if "y" in names.values else names.having("y", self.target.function, (self.target.variable,))
        for name, (_, value) in context.names.items():
            names = names.having(name, value, ())
        for letter, known in context.definitions.items():
            if self._is_differentiated(letter.name) and letter.name not in self.target.letters:
                names = names.having(letter.name, known.expression, (self.target.variable,))
        return names

    def _is_differentiated(self, name: str) -> bool:
        """Tell whether a letter stands with a prime in the work on a derivative."""
        if not isinstance(self.target.sense, AsFunction) or self.target.variable is None:
            return False
        return any(re.search(rf"(?<![A-Za-z\\]){re.escape(name)}['′’]", line.text) for line in self.work.lines)

    def _with_slopes(self, expr: sp.Basic, context: Context) -> sp.Basic:
        """Return an expression in which dy/du of two letters with a meaning is the quotient of their derivatives."""
        x = self.target.variable
        if x is None or not isinstance(expr, sp.Expr) or not isinstance(self.target.sense, AsFunction) or not expr.has(sp.Derivative):
            return expr
        meaning = {letter: put_in(letter, self.letters_of(context)) for letter in context.definitions}
        meaning[x] = x
        if self.target.function is not None and "y" not in self.target.names.values:
            meaning.setdefault(sp.Symbol("y"), self.target.function)

        def is_known(e: sp.Basic) -> bool:
            return isinstance(e, sp.Derivative) and len(e.variables) == 1 and e.expr in meaning and e.variables[0] in meaning

        return expr.replace(is_known, lambda e: sp.diff(meaning[e.expr], x) / sp.diff(meaning[e.variables[0]], x))

    def expression(self, term: Term, part: Part, context: Context) -> Any:
        """Return the SymPy object of a Term with names replaced by what they stand for."""
        read = self._from_the_real_side(self._with_slopes(expression_of(completed(term, context, self.target), part.text), context))
        if read == sp.Symbol("y'") and self.target.is_slope_by_parameter:
            return read  # dy/dx or dy/dt
        if isinstance(read, sp.Tuple) and self._is_of_several():
            read = sp.ImmutableMatrix(list(read))  # (2x, 3y²) for a gradient
        return (
            named_expression(read, self.names_of(context)) if isinstance(read, sp.Basic) and not isinstance(read, sp.MatrixBase) else read
        )

    def _from_the_real_side(self, expr: Any) -> Any:
        """Return an expression whose limits from both sides are from the only side on which the function of the problem is real."""
        side, sense = self.target.real_side, self.target.sense
        if not side or not isinstance(sense, AsLimit) or not isinstance(expr, sp.Expr):
            return expr

        def is_of_both(e: sp.Basic) -> bool:
            return isinstance(e, sp.Limit) and e.args[1:3] == (sense.variable, sense.to) and str(e.args[3]) == "+-"

        return expr.replace(is_of_both, lambda e: e.func(*e.args[:3], side))

    def _is_of_several(self) -> bool:
        """Tell whether a list of entries is a column: a gradient is asked for, or a function of several variables is given."""
        if isinstance(self.target.asked, sp.MatrixBase):
            return True
        names = self.target.names
        return not self.target.equations and any(len(names.arguments(name)) > 1 for name in names.values)

    def raw(self, term: Term, part: Part, context: Context) -> Any:
        """Return the SymPy object of a Term as it was written."""
        return expression_of(completed(term, context, self.target), part.text)

    def same(self, a: Any, b: Any, sense: Sense, context: Context) -> Verdict:
        """Judge whether two expressions are the same in a sense."""
        letters = self.letters_of(context)
        domain: dict[Any, Any] = {}
        if isinstance(sense, AsAntiderivative):
            inner = letters.get(sense.variable)
            new = sorted(inner.free_symbols - (a.free_symbols & b.free_symbols), key=str) if inner is not None else []
            if inner is not None and len(new) == 1 and any(_mentions(side, new[0]) for side in (a, b)):
                domain, sense = {new[0]: _branch(inner)}, AsAntiderivative(new[0])  # x = g(t): everything as a function of t
            else:
                letters.pop(sense.variable, None)
        try:
            found = compare(a, b, sense, letters, known_value, domain)
        except FAILURES:
            return UNKNOWN
        if isinstance(a, sp.MatrixBase) != isinstance(b, sp.MatrixBase):
            return UNKNOWN  # a chain that was not read from its beginning
        if found.status is Status.INCORRECT and is_open(a, b):
            return UNKNOWN
        return found

    def is_used_after(self, symbol: sp.Symbol, number: int) -> bool:
        """Tell whether a letter stands in a later line otherwise than alone on the left."""
        for line in self.work.lines[number:]:
            for part in line.parts:
                leaves = () if part.term is None else (leaf for leaf in subterms(part.term) if leaf.head is Variable)
                if any(leaf.args[0].name.rstrip("'") == symbol.name for leaf in leaves):
                    return True
                if part.term is None and re.search(rf"(?<![A-Za-z\\]){re.escape(symbol.name)}(?![A-Za-z])", part.text):
                    return True
        return False
