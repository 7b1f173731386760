"""Arrays on which a learner's gradients are tried, and the right gradients there, computed line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.index_notation.instances import REAL, instance
from symtutor.checking.networks.whole import resized
from symtutor.derivation import Derivation
from symtutor.goals.networks import (
    BinaryCrossEntropy,
    BinaryCrossEntropyWithLogits,
    CrossEntropy,
    CrossEntropyWithLogits,
    Hinge,
    adjoint_symbol,
    spelled_out,
)
from symtutor.network import Graph

__all__ = ["Line", "Probe", "Trial", "probes_of"]

Arrays = dict[str, Any]
_BATCH = 7
_OTHERS = (5, 3, 6, 4)
_ROUNDING = 1e-12  # what is left of a gradient whose terms cancel, beside the largest one
_TAIL = 45.0  # a sigmoid is 1 to the last digit there


@dataclass(frozen=True)
class Line:
    """One gradient: its name, the derivation that gave it, and what computes it from the arrays before it."""

    name: str
    node: Derivation
    compute: Callable[[Arrays], Any]


@dataclass(frozen=True)
class Probe:
    """Arrays for a network: parameters, inputs and targets, and whether its last units are saturated."""

    parameters: Arrays
    inputs: tuple[Any, ...]
    targets: Any
    forward: Arrays
    is_tail: bool


@dataclass(frozen=True)
class Trial:
    """A network on numbers: its gradients line by line, and the probes.

    Parameters
    ----------
    lines : tuple of Line
        From the loss backward.
    probes : tuple of Probe
        The first ones are moderate, the last is in the tails.
    sizes : mapping
        What stands for each size.
    """

    lines: tuple[Line, ...]
    probes: tuple[Probe, ...]
    sizes: Mapping[Any, Any]
    graph: Graph
    loss: Callable[[Arrays], Any]

    @property
    def rows(self) -> int:
        """The number of examples."""
        first = self.graph.inputs[0] if self.graph.inputs else self.graph.targets
        ones = (f for d in self.graph.definitions[:1] for f in sp.preorder_traversal(d.expr) if isinstance(f, sp.OneMatrix))
        by_columns = any(f.shape[0] == 1 for f in ones) or (str(first.shape[1]) == "N" and first.shape[0] != first.shape[1])
        size = first.shape[1] if by_columns else first.shape[0]
        return int(self.sizes.get(size, size))

    def value(self, expr: Any, arrays: Arrays) -> Any:
        """Return an expression in the names of the network on arrays."""
        return _computing(expr, self.sizes, _letters(self.graph, self.sizes))(arrays)

    def right(self, probe: Probe) -> Arrays:
        """Return the right gradients on a probe, by name."""
        return self.changed(probe, {})

    def changed(self, probe: Probe, faults: Mapping[str, Callable[[Arrays], Any]]) -> Arrays:
        """Return the gradients on a probe where some lines are computed otherwise."""
        arrays = dict(probe.forward)
        with np.errstate(all="ignore"):
            for line in self.lines:
                arrays[line.name] = faults.get(line.name, line.compute)(arrays)
        found = {line.name: arrays[line.name] for line in self.lines}
        rounding = _ROUNDING * max(float(np.abs(array).max()) for array in found.values())
        return {name: np.zeros_like(array) if np.abs(array).max() <= rounding else array for name, array in found.items()}


def probes_of(graph: Graph, backward: Derivation) -> Trial:
    """Return the probes of a network with the derivation of its gradients."""
    sizes = _sizes(graph)
    letters = _letters(graph, sizes)
    forward = [(d.symbol.name, _computing(d.expr, sizes, letters)) for d in graph.definitions[:-1]]
    lines = tuple(Line(adjoint_symbol(node.goal.args[0]).name, node, _computing(node.value, sizes, letters)) for node in backward.premises)
    probes = tuple(_probe(graph, sizes, forward, seed, is_tail=is_tail) for seed, is_tail in ((1, False), (2, False), (3, True)))
    trial = Trial(lines, probes, sizes, graph, _computing(graph.definitions[-1].expr, sizes, letters))
    is_finite = [all(np.isfinite(np.asarray(a, dtype=float)).all() for a in trial.right(p).values()) for p in probes]
    return replace(trial, probes=tuple(p for p, held in zip(probes, is_finite, strict=True) if held or not p.is_tail))


def _sizes(graph: Graph) -> dict[Any, Any]:
    """Return a number for each size that is a letter, other than all that are numbers."""
    found: list[Any] = []
    for matrix in (*graph.inputs, *(() if graph.targets is None else (graph.targets,)), *graph.parameters):
        found.extend(s for s in matrix.shape if s not in found)
    known = {int(s) for s in found if s.is_Integer}
    free = iter([n for n in (_BATCH, *_OTHERS, *range(8, 60)) if n not in known])
    return {s: s if s.is_Integer else sp.Integer(next(free)) for s in found}


def _letters(graph: Graph, sizes: Mapping[Any, Any]) -> dict[Any, Any]:
    names = {m.args[0] for d in graph.definitions for m in d.expr.atoms(sp.MatrixSymbol)}
    maps = {s for d in graph.definitions for s in d.expr.free_symbols if isinstance(s, sp.Symbol)} - names
    return {s: sizes.get(s, sp.Rational(3, 10)) for s in maps if s.name != "z"}


def _computing(expr: Any, sizes: Mapping[Any, Any], letters: Mapping[Any, Any]) -> Callable[[Arrays], Any]:
    held = resized(spelled_out(expr), sizes)
    symbols = sorted(held.atoms(sp.MatrixSymbol), key=str)
    return lambda arrays: instance(held, REAL, letters, {s: arrays[s.name] for s in symbols})


def _probe(graph: Graph, sizes: Mapping[Any, Any], forward: Any, seed: int, *, is_tail: bool) -> Probe:
    rng = np.random.default_rng(seed)

    def drawn(matrix: Any) -> Any:
        return rng.standard_normal([int(sizes.get(n, n)) for n in matrix.shape])

    inputs = tuple(map(drawn, graph.inputs))
    parameters = {p.name: 0.7 * drawn(p) for p in graph.parameters}
    targets = None if graph.targets is None else _targets(graph, drawn(graph.targets))
    arrays = {**parameters, **{i.name: x for i, x in zip(graph.inputs, inputs, strict=True)}}
    if graph.targets is not None:
        arrays[graph.targets.name] = targets
    if is_tail and graph.parameters:
        last = graph.parameters[-1].name
        signs = np.where(np.arange(parameters[last].size).reshape(parameters[last].shape) % 2 == 0, -1.0, 1.0)
        parameters[last] = _TAIL * signs
        arrays[last] = parameters[last]
    with np.errstate(all="ignore"):
        for name, compute in forward:
            arrays[name] = compute(arrays)
    if is_tail and targets is not None and not _is_by_rows(graph):
        targets = np.where(arrays[_last(graph)] > 0.5, 0.0, 1.0)  # confident and wrong
        arrays[graph.targets.name] = targets
    return Probe(parameters, inputs, targets, arrays, is_tail)


def _last(graph: Graph) -> str:
    """Return the name of the predictions."""
    return str(graph.definitions[-2].symbol.name)


def _loss_nodes(graph: Graph) -> set[Any]:
    return {type(e) for d in graph.definitions for e in sp.preorder_traversal(d.expr)}


def _is_by_rows(graph: Graph) -> bool:
    return bool(_loss_nodes(graph) & {CrossEntropy, CrossEntropyWithLogits})


def _targets(graph: Graph, numbers: Any) -> Any:
    """Return targets as the loss wants them: one-hot rows, signs, labels 0 and 1, or numbers between 0 and 1."""
    if _is_by_rows(graph):
        loss = next(e for d in graph.definitions for e in d.expr.atoms(CrossEntropy, CrossEntropyWithLogits))
        axis = 0 if isinstance(loss.args[1], sp.Transpose) else 1  # one-hot, for many take the label of each example
        return (numbers == numbers.max(axis=axis, keepdims=True)).astype(float)
    if Hinge in _loss_nodes(graph):
        return np.sign(numbers)
    if _loss_nodes(graph) & {BinaryCrossEntropy, BinaryCrossEntropyWithLogits}:
        return (numbers > 0).astype(float)
    return 1 / (1 + np.exp(-numbers))
