"""How backpropagation is laid out: the way forward, the way back, a line for each gradient, and the slopes of the activations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sympy as sp

from symtutor.derivation import Derivation
from symtutor.deriving.steps import Block, Line, Reason, reason
from symtutor.goals.core import Derivative
from symtutor.goals.networks import LOSSES, Adjoint, Penalty, RowSumsOne, adjoint_symbol
from symtutor.network import Definition
from symtutor.term import Term, quote

__all__ = ["forward_lines", "gradient_blocks"]


def gradient_blocks(node: Derivation, detail: str) -> tuple[Block, ...]:
    """Return the definitions of a network, then its gradients, each with the rules that gave it.

    Parameters
    ----------
    node : Derivation
        Of a goal of backpropagation.
    detail : str
        "brief" leaves out the way forward; "full" adds the derivatives of the activations.
    """
    definitions = node.goal.args[0]
    forward = tuple(Line(None, term) for term in forward_lines(Definition(symbol, expr) for symbol, expr in definitions))
    backward = tuple(_line(premise) for premise in node.premises)
    slopes = tuple(_slopes(node)) if detail == "full" else ()
    blocks = [Block(None, forward)] if detail != "brief" else []
    return (*blocks, *([Block(None, slopes)] if slopes else []), Block(node, backward))


def _equation(name: sp.Basic, value: sp.Expr) -> Term:
    return Term(sp.Eq, (quote(name), quote(value)))


def forward_lines(definitions: Iterable[Definition]) -> Iterator[Term]:
    """Yield the definitions of a network as equations; a loss is written as what it stands for."""
    for line in definitions:
        losses = line.expr.atoms(*LOSSES, Penalty)
        yield _equation(line.symbol, line.expr.xreplace({loss: loss.meaning() for loss in losses}))


def _line(node: Derivation) -> Line:
    reasons: dict[str, Reason] = {}
    for part in _parts(node):
        reasons.setdefault(part.rule.id, reason(part))
    conditions = tuple(dict.fromkeys(c for part in _parts(node) for c in part.conditions))
    return Line(None, _equation(adjoint_symbol(node.goal.args[0]), node.value), tuple(reasons.values()), (), conditions)


def _parts(node: Derivation) -> Iterator[Derivation]:
    """Yield a node and the nodes below it that belong to its line."""
    yield node
    for premise in node.premises:
        if isinstance(premise.goal, Adjoint | RowSumsOne):
            yield from _parts(premise)


def _slopes(node: Derivation) -> Iterator[Line]:
    """Yield the derivatives of the activations, each once."""
    seen = set()
    for premise in node.premises:
        for part in premise.premises:
            if isinstance(part.goal, Derivative) and part.goal not in seen:
                seen.add(part.goal)
                yield Line(None, Term(sp.Eq, (part.goal.shown(), quote(part.value))), (reason(part),), (), part.conditions)
