"""Derivatives in matrices as true equations: f has a name, df = … is the chain, and what is read off is ∇f or ∂F/∂X.

A gradient is no differential: df = xᵀ·(A + Aᵀ)·dx, so ∇f = (A + Aᵀ)·x.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.derivation import Solved
from symtutor.deriving.arranging.brief import passed_over
from symtutor.deriving.steps import Block
from symtutor.goals.matrices import DifferentialOf, MatrixDerivative, derivative_of, differential_of
from symtutor.goals.vectors import grad
from symtutor.matrix_algebra import is_matrix
from symtutor.rule import Relation
from symtutor.term import Term, Variable, quote

__all__ = ["as_equations"]


def as_equations(solved: Solved, blocks: tuple[Block, ...], *, brief: bool = False) -> tuple[Block, ...]:
    """Return the blocks of a derivative in a matrix with the function, its differential and its derivative by their names.

    Parameters
    ----------
    solved : Solved
        The derivation.
    blocks : tuple of Block
        From layout.
    brief : bool
        Whether only the differential in its last form and what is read off are wanted.
    """
    goal: Term = solved.term
    if not isinstance(goal, MatrixDerivative) or not blocks or len(blocks[-1].lines) < 2:
        return blocks
    expr, X = goal.args
    name = _name(expr, X)
    *earlier, last = blocks
    first, *chain = last.lines
    own = next((b for b in earlier if b.node is not None and b.node.goal == DifferentialOf(expr, X)), None)
    if own is not None:  # d(f) was worked out apart: one chain
        chain = [*own.lines[1:], *(line for line in chain if line.term != own.lines[-1].term)]
        earlier = [b for b in earlier if b is not own]
    at = next((i for i, line in enumerate(chain) if line.relation is Relation.IMPLIES), None)
    if at is None:
        return blocks
    if brief:
        chain, at, earlier = [*passed_over(chain[:at]), *chain[at:]], min(at, 1), []
    symbol = Term(Variable, (sp.Symbol(name) if not is_matrix(expr) else sp.MatrixSymbol(name, *expr.shape),))
    of_name = Term(differential_of, (symbol, quote(X)))
    is_gradient = not is_matrix(expr) and X.shape[1] == 1
    read_off = Term(grad, (symbol, quote(X))) if is_gradient else Term(derivative_of, (symbol, quote(X)))
    chain[at] = replace(chain[at], term=Term(sp.Eq, (read_off, chain[at].term)))
    if at > 0:
        chain[0] = replace(chain[0], relation=Relation.IMPLIES, term=Term(sp.Eq, (of_name, chain[0].term)))
    defined = replace(first, term=Term(sp.Eq, (symbol, quote(expr))))
    return (*earlier, replace(last, lines=(defined, *chain)))


def _name(expr: Any, X: sp.Basic) -> str:
    """Return a letter that is in none of the problem's names, also with a d before it."""
    taken = {s.name for s in (expr.atoms(sp.Symbol, sp.MatrixSymbol) | X.atoms(sp.MatrixSymbol))}
    letters = "FGHPQ" if is_matrix(expr) and expr.shape[1] != 1 else "yghpq" if is_matrix(expr) else "fghpq"
    return next((c for c in letters if c not in taken and f"d{c}" not in taken), f"{letters[0]}_0")
