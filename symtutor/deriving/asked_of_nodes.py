"""What layout asks of the nodes of a derivation, and of the states of a chain."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.deriving.states import Frame, Hole
from symtutor.goals.core import DefiniteIntegral, Goal, Limit, enclosed, inert
from symtutor.goals.optimization import Roots, either
from symtutor.goals.vectors import stacked, unequal
from symtutor.term import LEAVES, At, Quote, Term, Variable, subterms, value

__all__ = [
    "BY_PARTS",
    "STATEMENTS",
    "came_back",
    "given_letters",
    "goal_and_value",
    "has_no_value",
    "has_steps",
    "inside_frames",
    "is_beside",
    "is_named",
    "is_plain",
    "parts_apart",
    "repeated",
    "solutions",
]


BY_PARTS = frozenset({sp.ImmutableMatrix, stacked, unequal})


STATEMENTS = frozenset({sp.Eq, sp.Ne, unequal, enclosed})


def _leads_to_pair(node: Derivation) -> bool:
    """Tell whether two limits are compared in the next line, which would not stand inside something else."""
    return any(p.goal.compares for p in node.premises)


def goal_and_value(node: Derivation) -> tuple[Goal, Any]:
    """Return what makes two nodes the same piece of work."""
    return node.goal, node.value


def parts_apart(state: Term, holes: list[Derivation]) -> list[Derivation]:
    """Return the holes that are worked out apart: entries of a matrix, sides of a relation, and matrices inside something else."""
    improper = [h for h in holes if isinstance(h.goal, DefiniteIntegral)]
    if len(improper) > 1 and any(has_no_value(h) or any(isinstance(p.goal, Limit) for p in h.premises) for h in improper):
        return improper  # each part of an improper integral must converge on its own
    pairs = [] if inside_frames(state).head is Hole else [h for h in holes if _leads_to_pair(h)]
    if pairs or state.head is Hole:
        return pairs
    if inside_frames(state).head in BY_PARTS or given_letters(state):
        return holes
    return [h for h in holes if isinstance(h.value, sp.MatrixBase)]


def has_no_value(node: Derivation) -> bool:
    """Tell whether an integral diverges."""
    return node.value in {sp.oo, -sp.oo, sp.nan}


def repeated(solved: Solved) -> frozenset[tuple[Goal, Any]]:
    """Return the integrals that several rules lead to and that take more than one line; their letters are the problem's own."""
    own = {s for part in subterms(solved.term) for a in part.args if isinstance(a, sp.Basic) for s in a.free_symbols}
    parents: dict[tuple[Goal, Any], int] = {}
    for node in solved.nodes():
        for key in {
            goal_and_value(p) for p in node.premises if p.goal.is_worth_a_block and not p.returned and not p.rule.minor and has_steps(p)
        }:
            parents[key] = parents.get(key, 0) + 1
    return frozenset(key for key, count in parents.items() if count > 1 and {s for a in key[0].args for s in a.free_symbols} <= own)


def has_steps(node: Derivation) -> bool:
    """Tell whether more than a look-up in a table is below a node."""
    return any(n.premises and not n.rule.minor for n in node.nodes())


def given_letters(state: Term) -> tuple[tuple[Any, Any], ...]:
    """Return the letters of a problem that the last rule puts back, with what they stand for."""
    right = inside_frames(state)
    if right.head is not At or right.args[0].head in LEAVES or not all(a.head is Quote for a in right.args[1:]):
        return ()
    letters, places = (a.args[0] for a in right.args[1:])
    return tuple(zip(letters, places, strict=True)) if isinstance(letters, sp.Tuple) else ()


def inside_frames(state: Term) -> Term:
    """Return a state without the frames around it."""
    while state.head is Frame:
        state = state.args[1]
    return state


def came_back(node: Derivation) -> tuple[tuple[Any, Any], ...]:
    """Return the letters of goals that came back in a rule's right side, with these goals."""
    return tuple((p.value, inert(p.goal)) for p in node.premises if p.came_back)


def is_beside(node: Derivation, first: Derivation) -> bool:
    """Tell whether one line does for a goal and the first of a line: they are the same, or go by one rule, each with its own letter."""
    if node is first or goal_and_value(node) == goal_and_value(first):
        return True
    return node.rule is first.rule and node.goal.is_table_entry and "inner" in node.bindings


def is_named(node: Derivation, hole: Derivation) -> bool:
    """Tell whether a goal is the g of an integration by parts, said beside the line, or the limit of a constant, which needs no word."""
    if isinstance(hole.goal, Limit) and hole.rule.minor and not hole.premises:
        return True
    if node.premises and hole is node.premises[-1]:
        return False  # the integral that is left, even where it is that of g′ again: x·ln x − ∫ 1 dx
    return not hole.premises and "dg" in node.bindings and hole.goal.is_worth_a_block and hole.goal.args[0] == node.bindings["dg"]


def solutions(term: Term) -> frozenset[tuple[Any, Any]] | None:
    """Return the values that a statement such as "x = 1 or x = 2" gives to an unknown, else None."""
    if term.head in {sp.Or, either, Roots}:
        parts = [Term(sp.Eq, (term.args[0], a)) for a in term.args[1:]] if term.head is Roots else term.args[term.head is either :]
        found = [solutions(part) for part in parts]
        return None if None in found else frozenset(pair for each in found for pair in each or ())
    if term.head is not sp.Eq or term.args[0].head is not Variable:
        return None
    return frozenset({(value(term.args[0]), value(term.args[1]))})


def is_plain(expr: Any) -> bool:
    """Tell whether numbers can be put into an expression part by part: it holds no derivative or integral of its letters."""
    return isinstance(expr, sp.Expr) and not expr.has(sp.Derivative, sp.Integral, sp.Subs)
