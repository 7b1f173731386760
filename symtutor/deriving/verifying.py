"""Verifying what a last resort found: its derivative, worked out by the rules of the book."""

from __future__ import annotations

from dataclasses import replace

from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.deriving.layout import laid_out
from symtutor.deriving.remarks import THE_INTEGRAND
from symtutor.deriving.search import derive
from symtutor.deriving.steps import Block, Line, Reason
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.goals.core import D, Integral
from symtutor.problem import Problem
from symtutor.rule import Relation
from symtutor.term import quote

__all__ = ["verifications"]


def verifications(solved: Solved, book: Book, detail: str = "normal") -> tuple[Block, ...]:
    """Return the blocks that differentiate each antiderivative which a last resort found.

    Parameters
    ----------
    solved : Solved
        A derivation.
    book : Book
        The rules.
    detail : str
        See `laid_out`.

    Returns
    -------
    tuple of Block
        Empty where every step is a rule, and for a function whose derivative the book does not know.
    """
    blocks: list[Block] = []
    for node in solved.nodes():
        if not node.rule.is_black_box or not isinstance(node.goal, Integral):
            continue
        f, x = node.goal.args
        try:
            differentiated = laid_out(derive(Problem(D(node.value, x)), book), detail)
        except (NoRuleApplies, OutOfBudget):
            continue
        *before, last = (replace(block, answers=False) for block in differentiated)
        end = Line(Relation.EQUAL, quote(f), (Reason(THE_INTEGRAND, {}, {}),))
        blocks.extend((*before, replace(last, lines=(*last.lines, end) if last.lines[-1].term != end.term else last.lines)))
    return tuple(blocks)
