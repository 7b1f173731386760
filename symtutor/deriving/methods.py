"""Several methods for one problem: which of them succeed."""

from __future__ import annotations

from collections.abc import Mapping

from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.deriving.search import derive
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.problem import Problem

__all__ = ["solved_by_methods"]


def solved_by_methods(problem: Problem, book: Book, methods: Mapping[str, tuple[str, ...]], *, nodes: int = 400) -> dict[str, Solved]:
    """Return the derivations by those methods that reach the goal, in the order of the names.

    Parameters
    ----------
    problem : Problem
        What is asked.
    book : Book
        The rules.
    methods : mapping of str to tuple of str
        For each name of a method the ids of its rules.
    nodes : int
        How many goals each method may look at.

    Returns
    -------
    dict of str to Solved

    Examples
    --------
    >>> import sympy as sp
    >>> from symtutor.goals.core import I
    >>> from symtutor.rules import BOOK
    >>> from symtutor.rules.integrals.order import METHODS
    >>> x = sp.Symbol("x")
    >>> sorted(solved_by_methods(Problem(I(x * sp.sqrt(x + 1), x)), BOOK, METHODS))
    ['parts', 'root substitution', 'substitution']
    """
    found = {}
    for name, ids in methods.items():
        try:
            found[name] = derive(problem, book, nodes=nodes, method=ids)
        except (NoRuleApplies, OutOfBudget):
            continue
    return found
