"""Functions of the entries of a matrix that are given by conditions: definitions by cases, and [A > 0]."""

from __future__ import annotations

import sympy as sp

from symtutor.matrix_algebra import elementwise
from symtutor.reading.elaborate import elaborate
from symtutor.reading.matrices.meaning import Meaning
from symtutor.reading.matrices.nodes import Node, Z, as_number, replaced
from symtutor.reading.matrices.shapes import NUMBER
from symtutor.term import Term, Variable, subterms

__all__ = ["of_cases", "of_condition"]


def of_cases(meaning: Meaning, term: Term) -> Node:
    """Return a definition by cases of the entries of one matrix, or of a number."""
    conditions = [pair.args[1] for pair in term.args if pair.args[1].head in {sp.Gt, sp.Lt, sp.Ge, sp.Le, sp.Ne, sp.Eq}]
    sides = {condition.args[0] for condition in conditions}
    if len(sides) != 1:
        raise meaning.fail("cases of matrices compare one matrix with numbers", term, "Write {0 for x < 0; 1 for x > 0}.")
    (inside,) = sides
    node, letter = meaning.node(inside), Term(Variable, (Z,))
    body = replaced(term, inside, letter)
    others = [meaning.node(leaf) for leaf in subterms(body) if leaf.head is Variable and leaf != letter]
    if not all(map(meaning.is_number, others)):
        raise meaning.fail("cases of matrices compare one matrix with numbers", term)

    def build() -> sp.Expr:
        made = elaborate(body, text=meaning.text)
        return made.xreplace({Z: as_number(node)}) if meaning.is_number(node) else elementwise(made, Z, node.build())

    return Node(build, NUMBER if meaning.is_number(node) else node.shape, term)


def of_condition(meaning: Meaning, term: Term) -> Node:
    """Return [A > 0]: 1 where an entry meets the condition, 0 where it does not; also [0 < A] and [A != 0].

    In a program its value counts where both sides are equal, since an output of relu is often 0; elsewhere it has none there.
    """
    left, right = map(meaning.node, term.args)
    if meaning.is_number(left) == meaning.is_number(right):
        raise meaning.fail("a condition compares the entries of a matrix with a number", term, "Write [x > 0].")
    matrix, number = (right, left) if meaning.is_number(left) else (left, right)

    def build() -> sp.Expr:
        bound = as_number(number)
        sides = (bound, Z) if matrix is right else (Z, bound)
        if meaning.by_entries:
            return elementwise(sp.Piecewise((1, term.head(*sides)), (0, True)), Z, matrix.build())
        above, below = (int(bool(term.head(*(side if s is Z else sp.S.Zero for s in sides)))) for side in (1, -1))
        return elementwise(sp.Piecewise((above, bound < Z), (below, bound > Z)), Z, matrix.build())

    return Node(build, matrix.shape, term)
