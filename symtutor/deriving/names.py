"""Names of functions and of their partial derivatives in the lines of a solution: f, f_x, f_xy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.vectors import partial_of
from symtutor.term import LEAVES, ONE, At, Term, Variable, quote, value
from symtutor.textbook import opened, written

__all__ = ["Names", "free_letter"]

_FUNCTIONS = ("f", "F", "G", "phi", "Phi", "f0")


def free_letter(letters: Sequence[str], used: frozenset[str] | set[str]) -> str:
    """Return the first of some letters that stands for nothing yet."""
    return next(name for name in letters if name not in used)


class Names:
    """Names of functions, and of their partial derivatives once the values of these are known.

    Parameters
    ----------
    exprs : sequence of Expr
        The functions.
    variables : sequence of Symbol
        Their variables.
    letters : sequence of str
        From which their names are taken.
    taken : collection of str
        Letters that mean something else in the solution: the f and g of a product rule.
    """

    def __init__(
        self, exprs: Sequence[Any], variables: Sequence[Any], letters: Sequence[str] = _FUNCTIONS, taken: Collection[str] = ()
    ) -> None:
        used = {s.name for e in (*exprs, *variables) for s in e.free_symbols} | set(taken)
        free = [name for name in letters if name not in used]
        self.letters = tuple(free[: len(exprs)])
        self.variables = tuple(variables)
        self.exprs = tuple(map(written, exprs))
        self.values: dict[Term, str] = dict(zip(self.exprs, self.letters, strict=False))
        applied = (Term(sp.Function(name), tuple(map(written, variables))) for name in self.letters)
        self.definitions = tuple(Term(sp.Eq, (f, quote(e))) for f, e in zip(applied, exprs, strict=False))
        self.all_named = len(self.letters) == len(self.exprs)

    @property
    def letter(self) -> str:
        """The name of the only function, or of the first one."""
        return self.letters[0]

    @property
    def definition(self) -> Term:
        """What the only function, or the first one, is."""
        return self.definitions[0]

    def learn(self, asked: Term, found: Term) -> None:
        """Note the value of a partial derivative, so that it can be cited by its name."""
        name = self.derivative(opened(asked))
        if name is not None:
            self.values.setdefault(opened(found), name)
            held = value(found)
            if isinstance(held, sp.Expr) and not isinstance(held, sp.MatrixExpr):
                self.values.setdefault(written(held), name)  # where it is differentiated its terms stand in the usual order

    def derivative(self, term: Term) -> str | None:
        """Return f_xy for a derivative of f or of one of its derivatives."""
        if term.head not in {sp.Derivative, partial_of} or (len(term.args) > 2 and term.args[2] != ONE):
            return None
        inside = self.values.get(term.args[0]) or self.derivative(term.args[0])
        if inside is None or term.args[1].head is not Variable:
            return None
        letter = term.args[1].args[0].name
        return f"{inside}{letter}" if "_" in inside else f"{inside}_{letter}"

    def renamed(self, term: Term) -> Term:
        """Return a term with the functions and their derivatives by their names; values stay where nothing is asked of them."""
        term = opened(term)
        if term.head is sp.Eq and self.derivative(term.args[0]) is not None:
            return Term(sp.Eq, (self.renamed(term.args[0]), term.args[1]))
        return term if any(term == opened(d) for d in self.definitions) else self._renamed(term)

    def _renamed(self, term: Term) -> Term:
        name = self.derivative(term)
        if name is not None:
            return Term(Variable, (sp.Symbol(name),))
        if term in self.exprs:
            return Term(Variable, (sp.Symbol(self.values[term]),)) if term in self.values else term
        if term.head is At and term.args[0] in self.values and len(term.args) == 3:
            place = term.args[2].args if term.args[2].head is sp.Tuple else (term.args[2],)
            return Term(sp.Function(self.values[term.args[0]]), tuple(place))
        if term.head in LEAVES:
            return term
        return Term(term.head, tuple(self._renamed(a) if isinstance(a, Term) else a for a in term.args), term.span)
