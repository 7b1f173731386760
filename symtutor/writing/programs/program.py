"""A network as a numpy module: forward, loss and gradients over dicts of arrays, without hidden state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from keyword import iskeyword
from typing import Any

import sympy as sp

from symtutor.goals import networks as nodes
from symtutor.matrix_algebra import hadamard, plus, times
from symtutor.network import Graph, number_symbols
from symtutor.writing.programs.expressions import HELPERS, Writer

__all__ = ["numpy_program"]


def numpy_program(graph: Graph, gradients: Iterable[tuple[Any, Any]], *, with_inputs: bool = False) -> str:
    """Return the source of a module that computes a network, its loss and its gradients.

    Parameters
    ----------
    graph : Graph
        The definitions.
    gradients : iterable of (MatrixSymbol, MatrixExpr)
        Each gradient with its formula in the names of the network, in an order in which they can be computed.
    with_inputs : bool
        Whether the gradients in the inputs are returned too.

    Returns
    -------
    str
        Python source with ``forward(parameters, X)``, ``loss(parameters, X, Y)`` and ``gradients(parameters, X, Y)``.
    """
    return "\n".join(_Program(graph, list(gradients), with_inputs=with_inputs).lines()) + "\n"


class _Program:
    def __init__(self, graph: Graph, gradients: list[tuple[Any, Any]], *, with_inputs: bool) -> None:
        self.graph = graph
        *self.layers, self.loss = graph.definitions
        self.wanted = [nodes.adjoint_symbol(p) for p in (*graph.parameters, *(graph.inputs if with_inputs else ()))]
        self.joined = set(replace(graph, fused=True).joined)
        self.gradients = _needed(self._without_overflow(gradients), self.wanted)
        self.names = {given: "X" if len(graph.inputs) == 1 else given.name for given in graph.inputs}
        self.writer = Writer(self.names)
        self.outputs = self._predictions()

    def _predictions(self) -> Any:
        losses = list(self.loss.expr.atoms(*nodes.LOSSES))
        if losses:
            held = losses[0].predictions
            return held.args[0] if isinstance(held, sp.Transpose) else held
        return self.layers[-1].symbol

    def _without_overflow(self, gradients: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        """Return gradients in which an activation and the loss behind it are one step, also where they were derived in two.

        A gradient through ln a divides by a, which is 0 to the last digit where the network is sure of itself.
        """
        values = dict(gradients)
        for d in self.layers:
            back = nodes.adjoint_symbol(d.symbol)
            if d.symbol not in self.joined or back not in values:
                continue
            loss = next(e for e in self.loss.expr.atoms(*nodes.LOSSES) if e.predictions.has(d.symbol))
            inner = d.expr.args[0].args[0] if isinstance(d.expr, sp.Transpose) else d.expr.args[-1]
            Z: Any = next(iter(inner.atoms(sp.MatrixSymbol)))
            if sum(other.expr.has(Z) for other in self.layers) != 1:
                continue
            Y: Any = loss.targets.args[0] if isinstance(loss.targets, sp.Transpose) else loss.targets
            share = d.symbol
            if isinstance(loss, nodes.CrossEntropy):  # the targets of an example need not sum to 1
                n, m = Y.shape
                by_columns = isinstance(loss.targets, sp.Transpose)
                sums = times(sp.OneMatrix(n, 1), sp.OneMatrix(1, n), Y) if by_columns else times(Y, sp.OneMatrix(m, 1), sp.OneMatrix(1, m))
                share = hadamard(d.symbol, sums)
            values[nodes.adjoint_symbol(Z)] = times(1 / loss.count, plus(share, times(-1, Y)))
            del values[back]
        return list(values.items())

    # ---- the module ------------------------------------------------------------------------------
    def lines(self) -> Iterator[str]:
        body = [*self._forward(), "", "", *self._loss(), "", "", *self._gradients()]
        text = "\n".join(body)
        helpers = [name for name in HELPERS if f"{name}(" in text]
        helpers += [name for name in HELPERS if name not in helpers and any(f" {name}(" in HELPERS[h] for h in helpers)]
        yield f'"""A network with {self._described()}: forward pass, loss and gradients."""'
        yield ""
        if "erf" in helpers:
            yield "import math"
            yield ""
        yield "import numpy as np"
        yield ""
        yield ""
        for name in helpers:
            yield HELPERS[name]
            yield ""
            yield ""
        yield from body

    def _described(self) -> str:
        count = len(self.graph.parameters)
        return f"{len(self.layers)} lines and {count} parameter{'s' * (count != 1)}"

    def _arguments(self, exprs: Iterable[Any], *, with_targets: bool = True) -> str:
        """Return the parameters, the inputs, the targets, and the numbers in expressions that no shape gives."""
        targets = [] if self.graph.targets is None or not with_targets else [self.graph.targets.name]
        given = [*(self.names[i] for i in self.graph.inputs), *targets]
        held = {s for expr in exprs for s in number_symbols(expr)}
        rates = [s.name for s in self.graph.rates if s in held]
        return ", ".join(["parameters", *given, *(f"{name}_" if iskeyword(name) else name for name in rates)])

    def _unpacked(self, used: Iterable[Any]) -> Iterator[str]:
        held = [p for p in self.graph.parameters if p in set(used)]
        for start in range(0, len(held), 6):
            some = held[start : start + 6]
            left = ", ".join(p.name for p in some)
            right = ", ".join(f'parameters["{p.name}"]' for p in some)
            yield f"    {left} = {right}"

    def _sizes(self, exprs: Iterable[Any]) -> Iterator[str]:
        """Yield lines that name the sizes which stand as numbers in expressions."""
        wanted = {s for expr in exprs for s in number_symbols(expr)}
        known: dict[Any, str] = {}
        given = [*((self.names[i], i) for i in self.graph.inputs), *((p.name, p) for p in self.graph.parameters)]
        if self.graph.targets is not None:
            given.append((self.graph.targets.name, self.graph.targets))
        for name, matrix in given:
            for axis, size in enumerate(matrix.shape):
                if size in wanted and size not in known:
                    known[size] = f"{name}.shape[{axis}]"
        for size in sorted(known, key=str):
            yield f"    {size} = {known[size]}"

    def _steps(self, until: Any = None) -> Iterator[str]:
        for d in self.layers:
            yield f"    {d.symbol.name} = {self.writer.code(d.expr)}"
            if d.symbol == until:
                return

    def _forward(self) -> Iterator[str]:
        steps = list(self._steps(self.outputs))
        yield f"def forward({self._arguments((d.expr for d in self.layers), with_targets=False)}):"
        yield f'    """Return the predictions {self.outputs.name}."""'
        yield from self._unpacked(_symbols(d.expr for d in self.layers))
        yield from self._sizes(d.expr for d in self.layers)
        yield from steps
        yield f"    return {self.outputs.name}"

    def _loss(self) -> Iterator[str]:
        lines, value = self._loss_value()
        used = _symbols([*(d.expr for d in self.layers), self.loss.expr])
        yield f"def loss({self._arguments([*(d.expr for d in self.layers), self.loss.expr])}):"
        yield '    """Return the loss as a number."""'
        yield from self._unpacked(used)
        yield from self._sizes([*(d.expr for d in self.layers), self.loss.expr])
        yield from lines
        yield f"    return float({value})"

    def _loss_value(self) -> tuple[list[str], str]:
        """Return the lines before the loss, and the loss: from Z where its activation has a form that never takes the log of 0."""
        joined = self.joined
        terms = sp.Add.make_args(self.loss.expr)
        lines = [line for d, line in zip(self.layers, self._steps(), strict=True) if d.symbol not in joined]
        defined = {d.symbol: d.expr for d in self.layers}
        return lines, " + ".join(self._loss_term(t, defined, joined) for t in terms)

    def _loss_term(self, term: Any, defined: Mapping[Any, Any], joined: set[Any]) -> str:
        if isinstance(term, nodes.Penalty):
            factor: Any = term.args[0]
            W: Any = term.args[1]
            return f"{self.writer.at_level(factor, 3)} * np.sum({W.name}**2)"
        if not isinstance(term, nodes.LOSSES) or isinstance(term, nodes.OwnLoss):
            return self.writer.code(nodes.spelled_out(term))
        is_turned = isinstance(term.predictions, sp.Transpose)
        symbol = term.predictions.args[0] if is_turned else term.predictions
        A, Y = self.writer.code(term.predictions), self.writer.code(term.targets)
        kind = type(term)
        if symbol in joined:
            expr = defined[symbol]
            Z = expr.args[0].args[0] if is_turned else expr.args[-1]
            A = self.writer.code(Z)
            kind = {nodes.BinaryCrossEntropy: nodes.BinaryCrossEntropyWithLogits, nodes.CrossEntropy: nodes.CrossEntropyWithLogits}[kind]
        whole = _LOSS_CODE[kind].format(A=A, Y=Y)
        return whole if term.count == 1 else f"{whole} / {self.writer.at_level(term.count, 3)}"

    def _gradients(self) -> Iterator[str]:
        exprs = [expr for _, expr in self.gradients]
        needed = _symbols(exprs)
        steps = [line for d, line in zip(self.layers, self._steps(), strict=True)]
        steps = _reached(self.layers, steps, needed)
        yield f"def gradients({self._arguments([*(d.expr for d in self.layers), *exprs])}):"
        yield '    """Return the gradient of the loss in every parameter, by name."""'
        yield from self._unpacked(_symbols([*(d.expr for d in self.layers), *exprs]))
        yield from self._sizes([*(d.expr for d in self.layers), *exprs])
        yield from steps
        for name, expr in self.gradients:
            yield f"    {name.name} = {self.writer.code(nodes.spelled_out(expr) if expr.has(*nodes.LOSSES) else expr)}"
        yield "    return {" + ", ".join(f'"{n.name}": {n.name}' for n in self.wanted) + "}"


_LOSS_CODE: dict[type, str] = {
    nodes.SquaredError: "np.sum(({A} - {Y})**2)",
    nodes.BinaryCrossEntropy: "-np.sum({Y} * np.log({A}) + (1 - {Y}) * np.log1p(-{A}))",
    nodes.BinaryCrossEntropyWithLogits: "np.sum(softplus({A}) - {Y} * {A})",
    nodes.CrossEntropy: "-np.sum({Y} * np.log({A}))",
    nodes.CrossEntropyWithLogits: "np.sum({Y} * (log_sum_exp({A}) - {A}))",
    nodes.Hinge: "np.sum(np.maximum(0, 1 - {Y} * {A}))",
}


def _symbols(exprs: Iterable[Any]) -> set[Any]:
    return {s for e in exprs for s in e.atoms(sp.MatrixSymbol)}


def _needed(gradients: list[tuple[Any, Any]], wanted: list[Any]) -> list[tuple[Any, Any]]:
    """Return the gradients that those wanted depend on, in order."""
    missing = set(wanted)
    for name, expr in reversed(gradients):
        if name in missing:
            missing |= expr.atoms(sp.MatrixSymbol)
    return [(name, expr) for name, expr in gradients if name in missing]


def _reached(layers: list[Any], steps: list[str], needed: set[Any]) -> list[str]:
    """Return the lines of the way forward that are needed."""
    missing = set(needed)
    kept = []
    for d, line in zip(reversed(layers), reversed(steps), strict=True):
        if d.symbol in missing:
            missing |= d.expr.atoms(sp.MatrixSymbol)
            kept.append(line)
    return kept[::-1]
