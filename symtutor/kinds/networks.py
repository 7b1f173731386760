"""Kinds of problems of networks: backpropagation, and the gradient in one matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.goals import networks as goals
from symtutor.goals.core import Goal
from symtutor.kinds.kind import Case, Kind, not_judged
from symtutor.network import Definition, Graph
from symtutor.term import apply_head
from symtutor.writing.document import Paragraph, Piece

__all__ = ["KINDS", "Gradients", "graph_of"]


class Gradients(Mapping[str, Any]):
    """Gradients of a loss by name, in the order in which they are computed.

    Examples
    --------
    >>> W = sp.MatrixSymbol("dW1", 2, 2)
    >>> Gradients(sp.Tuple(sp.Tuple(W, W.T)))["dW1"]
    dW1.T
    """

    def __init__(self, pairs: Any) -> None:
        self._held = {name.name: value for name, value in pairs}

    def __getitem__(self, name: str) -> Any:
        return self._held[getattr(name, "name", name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return "\n".join(f"{name} = {value}" for name, value in self._held.items())


def graph_of(goal: Any) -> Graph:
    """Return the network of a goal of backpropagation."""
    definitions, wanted, fused, given = goal.args
    lines = tuple(Definition(symbol, expr) for symbol, expr in definitions)
    defined = {d.symbol for d in lines}
    losses = [e for d in lines for e in d.expr.atoms(*goals.LOSSES)]
    targets = next((m for loss in losses for m in loss.targets.atoms(sp.MatrixSymbol)), None)
    leaves = [node for node in wanted if node not in defined]
    inputs = tuple(given)
    parameters = tuple(sorted((node for node in leaves if node not in inputs), key=lambda m: _place(m, lines)))
    return Graph(lines, inputs, targets, parameters, bool(fused))


def _place(matrix: Any, lines: tuple[Definition, ...]) -> tuple[int, int, str]:
    index = next(k for k, d in enumerate(lines) if d.expr.has(matrix))
    return index, int(1 in matrix.shape), matrix.name


def _title(goal: Any) -> tuple[Piece, ...]:
    wanted = goal.args[1]
    return (f"Differentiate the loss of a network in its {len(wanted)} matrices, by backpropagation",)


_GRADIENTS_AND_JACOBIANS = (
    "Each d-matrix is the gradient of the loss, of the shape of its matrix; none of them is a Jacobian. "
    "The Jacobian of a layer is a factor between them: for one example, "
)


def _remarks(case: Case) -> tuple[Paragraph, ...]:
    relu = any(d.expr.has(sp.Max) for d in graph_of(case.goal).definitions)
    told = [
        Paragraph(
            (
                _GRADIENTS_AND_JACOBIANS,
                apply_head(sp.Eq, sp.Symbol("J"), _jacobian()),
                " takes a change of the inputs of the layer to a change of its outputs, and its transpose takes gradients back.",
            )
        )
    ]
    if relu:
        told.append(Paragraph(("Where an entry of Z is exactly 0, max(0, z) has no derivative; programs take 0 there.",)))
    return tuple(told)


def _jacobian() -> Any:
    n, m = sp.symbols("n m")
    slopes = sp.MatrixSymbol("g'(z)", n, 1)
    return sp.MatMul(sp.DiagMatrix(slopes), sp.Transpose(sp.MatrixSymbol("W", m, n)), evaluate=False)


def _source(case: Case) -> Any:
    def source(*, inputs: bool = False) -> str:
        """Return numpy code with forward, loss and gradients over dicts of arrays."""
        from symtutor.writing.programs.program import numpy_program  # noqa: PLC0415 (only when a program is asked for)

        return numpy_program(graph_of(case.goal), list(case.value), with_inputs=inputs)

    return source


KINDS: dict[type[Goal], Kind] = {
    goals.Backpropagation: Kind(
        _title,
        read=not_judged,
        answer=lambda case: Gradients(case.value),
        remarks=_remarks,
        beside={"source": _source},
        entries=lambda goal: len(goal.args[1]),
    ),
}
