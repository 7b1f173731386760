"""Finishing: the answer of a derivation in the form in which a textbook leaves it, as a derivation of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.finishing import finished_form
from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.deriving.search import Search
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.goals.core import Finished

__all__ = ["finished"]


def finished(solved: Solved, book: Book) -> Solved | None:
    """Return the derivation with its answer finished, or None where it is finished already.

    Parameters
    ----------
    solved : Solved
        A derivation whose last premise gives the answer.
    book : Book
        The rules.

    Returns
    -------
    Solved or None
        The steps of the finish stand in its `finish`; they are yet to be checked.
    """
    root = solved.premises[-1] if solved.premises else None
    if root is None or type(root.goal) is not type(solved.term) or root.value != solved.value or not type(root.goal).may_be_rewritten:
        return None  # the goal of a goal, as the determinant of a Jacobian, stands closed at the root
    if root.rule.takes_logarithm and "logs" in root.bindings:
        return None  # the function times a sum of fractions, one for each factor, is what the method is for
    form = finished_form(solved.value)
    if form == solved.value or (type(root.goal).has_constant and not _shares_an_exponential(form)):
        return None
    try:
        node = Search(book).solve(Finished(solved.value, form)).premises[-1]
    except (NoRuleApplies, OutOfBudget):
        return None
    return replace(solved, value=node.value, finish=node)


def _shares_an_exponential(form: Any) -> bool:
    """Tell whether an antiderivative is an exponential times a bracket; other sums are left as they are integrated term by term."""
    return bool(form.is_Mul and any(isinstance(f, sp.exp) for f in form.args))
