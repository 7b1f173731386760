"""Small networks on one example, for their picture: values forward, gradients backward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.checking.index_notation.instances import REAL, instance
from symtutor.errors import InputError
from symtutor.goals.networks import adjoint_symbol, spelled_out
from symtutor.network import Graph

if TYPE_CHECKING:
    from symtutor.writing.pictures.picture import Picture

__all__ = ["drawn_network"]

_MOST_UNITS = 6


def drawn_network(graph: Graph, gradients: Any, parameters: Mapping[str, Any] | None = None, X: Any = None, Y: Any = None) -> Picture:
    """Draw a chain of dense layers with numbers, those that are not given being fixed ones.

    Parameters
    ----------
    graph : Graph
        The network.
    gradients : iterable of pairs
        Names of gradients with their formulas.
    parameters : mapping, optional
        Arrays by name.
    X, Y : array, optional
        One example and its target.

    Raises
    ------
    InputError
        If it is no chain of small dense layers, or an array has another shape than its matrix.
    """
    from symtutor.writing.pictures.small_networks import Layer, network_picture  # noqa: PLC0415 (matplotlib is loaded only by those who draw)

    chain = _chain(graph)
    sizes = {s: 1 for m in (*graph.inputs, graph.targets) for s in m.shape if isinstance(s, sp.Symbol)}
    given = {**(parameters or {}), graph.inputs[0].name: X, graph.targets.name: Y}
    values: dict[Any, Any] = {}
    for k, matrix in enumerate((*graph.inputs, *graph.parameters, graph.targets)):
        values[matrix] = _array(matrix, given.get(matrix.name), sizes, k, is_target=matrix == graph.targets)
    for d in graph.definitions:
        values[d.symbol] = instance(spelled_out(d.expr), REAL, sizes, values)
    for name, expr in gradients:
        values[name] = instance(spelled_out(expr), REAL, sizes, values)
    loss = float(np.ravel(values[graph.definitions[-1].symbol])[0])

    def slope(matrix: Any) -> Any:
        return values[adjoint_symbol(matrix)]

    layers = [
        Layer(
            A.name,
            np.ravel(values[A]),
            values[W],
            slope(W),
            None if b is None else np.ravel(values[b]),
            None if b is None else np.ravel(slope(b)),
        )
        for A, W, b in chain
    ]
    return network_picture({graph.inputs[0].name: np.ravel(values[graph.inputs[0]])}, layers, loss)


def _chain(graph: Graph) -> list[tuple[Any, Any, Any]]:
    """Return the values, weights and bias of each layer of a chain of dense layers with rows as examples."""
    found = []
    before, lines = graph.inputs[0], list(graph.definitions[:-1])
    while lines:
        line = lines.pop(0)
        own = [m for m in graph.parameters if line.expr.has(m)]
        weights = [m for m in own if m.shape == (before.shape[1], line.symbol.shape[1])]
        if len(weights) != 1 or not line.expr.has(before) or len(own) > 2:
            break
        after = lines.pop(0).symbol if lines and not any(lines[0].expr.has(m) for m in graph.parameters) else line.symbol
        found.append((after, weights[0], next((m for m in own if m != weights[0]), None)))
        before = after
    else:
        widths = [m.shape[1] for m in (graph.inputs[0], *(A for A, *_ in found))]
        if all(n.is_Integer and n <= _MOST_UNITS for n in widths):
            return found
    raise InputError(
        f"the picture shows chains of dense layers with at most {_MOST_UNITS} units a layer, and rows as examples",
        'Such as Network((2, 3, 1), ("tanh", "sigmoid"), "binary cross-entropy").',
    )


def _array(matrix: Any, given: Any, sizes: Mapping[Any, Any], k: int, *, is_target: bool) -> Any:
    """Return an array of the shape of a matrix: what was given, or fixed numbers with one digit behind the point."""
    shape = tuple(int(sp.sympify(n).xreplace(dict(sizes))) for n in matrix.shape)
    if given is not None:
        found = np.asarray(given, dtype=float)
        if found.size != shape[0] * shape[1]:
            raise InputError(f"{matrix.name} has the shape {found.shape}", f"{shape} was expected, one example.")
        return found.reshape(shape)
    if is_target:
        return (np.arange(shape[0] * shape[1]).reshape(shape) == 0).astype(float)
    entries = np.arange(shape[0] * shape[1]).reshape(shape)
    return np.round(0.9 * np.sin(1.7 * entries + 1.3 * k + 0.9), 1)
