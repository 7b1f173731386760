"""Backpropagation: the gradient in every matrix of a network, each from the gradients in what uses it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from symtutor.goals.networks import Adjoint, Backpropagation, adjoint_symbol, gradients_by_name
from symtutor.matrix_algebra import transposed
from symtutor.rule import Bindings
from symtutor.rules.networks.layers import LAYER_RULES
from symtutor.rules.networks.losses import LOSS_RULES
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term

__all__ = ["NETWORKS"]


def _layers(goal: Backpropagation, _context: object) -> Iterable[Bindings]:
    definitions, wanted, fused, inputs = goal.args
    users = _users(definitions, fused)
    named = {symbol: sp.Tuple(symbol, expr) for symbol, expr in definitions}
    adjoints = []
    for node in wanted:
        uses = users.get(node, [])
        if not uses:
            return ()
        names = [named[name] for name in (u[2] for u in uses) if name in named and isinstance(name, sp.MatrixSymbol)]
        names += [named[a] for a in fused if any(use[1].has(part) for use in uses for part in (named[a][1], transposed(named[a][1])))]
        adjoints.append(sp.Tuple(node, sp.Tuple(*uses), sp.Tuple(*names)))
    gradients = sp.Tuple(*map(adjoint_symbol, wanted))
    return (
        {
            "definitions": definitions,
            "wanted": wanted,
            "fused": fused,
            "inputs": inputs,
            "gradients": gradients,
            "adjoints": tuple(adjoints),
        },
    )


def _users(definitions: sp.Tuple, fused: sp.Tuple) -> dict[sp.MatrixExpr, list[sp.Tuple]]:
    """Return the uses of every matrix: the gradient in what uses it, its definition and its name; found in one pass."""
    *layers, (loss, total) = definitions
    joined = {symbol: expr for symbol, expr in layers if symbol in fused}
    found: dict[sp.MatrixExpr, list[sp.Tuple]] = {}
    for symbol, expr in layers:
        if symbol in joined:
            continue
        for node in sorted(expr.atoms(sp.MatrixSymbol), key=str):
            found.setdefault(node, []).append(sp.Tuple(adjoint_symbol(symbol), expr, symbol))
    for term in sp.Add.make_args(total):
        opened = _opened(term, joined)
        for node in sorted(opened.atoms(sp.MatrixSymbol), key=str):
            found.setdefault(node, []).append(sp.Tuple(sp.S.One, opened, loss))
    return found


def _opened(term: sp.Expr, joined: dict[sp.Expr, sp.Expr]) -> sp.Expr:
    """Return a term of the loss in which an activation is written out."""
    for symbol, expr in joined.items():
        if term.has(symbol):
            turned = transposed(symbol)
            term = term.xreplace({turned: transposed(expr)}) if term.has(turned) else term.xreplace({symbol: expr})
    return term


BACKPROPAGATION = VectorRule(
    id="network.backpropagation",
    name="backpropagation",
    goal=Backpropagation,
    when=_layers,
    left=lambda definitions, wanted, fused, inputs, gradients, adjoints: Backpropagation(definitions, wanted, fused, inputs),
    right=lambda definitions, wanted, fused, inputs, gradients, adjoints: Term(
        gradients_by_name, (gradients, *[Adjoint(*a.args[0]) for a in adjoints])
    ),
    why="Write what each layer does; then go backward from the loss: the gradient in a matrix follows from the gradients in what uses it.",
    words="From the loss backward: the gradient in a matrix follows from the gradients in what uses it.",
    samples=None,
    cost=0,
    commit=True,
    minor=True,
    source="D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by back-propagating errors, Nature 323, 1986",
)

NETWORKS = (BACKPROPAGATION, *LOSS_RULES, *LAYER_RULES)
