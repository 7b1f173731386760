"""What kind of problem a solution is about, and why its method: the sentences of the rules with which the derivation begins."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from symtutor.derivation import Derivation, Solved
from symtutor.goals.core import DefiniteIntegral, Integral
from symtutor.writing.document import Piece, filled

__all__ = ["strategy"]


def strategy(solved: Solved) -> tuple[Piece, ...]:
    """Return the sentences for the top of a solution; none where a table answers at once.

    Parameters
    ----------
    solved : Solved
        The derivation of a problem.
    """
    is_several = solved.term.head is sp.Tuple
    roots = solved.premises if is_several else reversed(solved.premises)
    first = next((node for root in roots for node in _with_reason(root)), None)
    if first is None:
        return ()
    pieces = filled(first.rule.why, first.bindings)
    if not isinstance(first.goal, DefiniteIntegral):
        return pieces
    inside = next((node for node in _with_reason(first, inside=True) if isinstance(node.goal, Integral)), None)
    return pieces if inside is None else (*pieces, " ", *filled(inside.rule.why, inside.bindings))


def _with_reason(node: Derivation, *, inside: bool = False) -> Iterator[Derivation]:
    """Yield the first rule that says why it is used, going down while there is only one way to go."""
    if node.rule.why and not inside:
        yield node
    elif inside or node.rule.minor or len(node.premises) == 1:
        for premise in node.premises[:1]:
            yield from _with_reason(premise)
