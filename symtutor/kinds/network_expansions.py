"""Networks of a few units written out in scalars: the loss, its partial derivatives, and that backpropagation gives the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.index_notation.instances import EXACT, instance
from symtutor.checking.index_notation.kinks import vanishes_between_kinks
from symtutor.errors import InputError
from symtutor.goals.networks import CrossEntropy, CrossEntropyWithLogits, adjoint_symbol, spelled_out
from symtutor.network import Graph
from symtutor.term import quote
from symtutor.writing.marks.text import UNICODE

__all__ = ["Expansion", "expanded_network"]

_MOST_ENTRIES = 24


@dataclass(frozen=True)
class Expansion:
    """The loss of a small network in the entries of its matrices.

    Parameters
    ----------
    loss : Expr
        Written out.
    derivatives : mapping
        From the names of parameters to matrices of ∂L/∂w, differentiated as scalars.
    agrees : mapping
        From the same names to whether backpropagation is proved to give the same in every entry.
    """

    loss: Any
    derivatives: Mapping[str, Any]
    agrees: Mapping[str, bool]

    def __str__(self) -> str:
        lines = [f"L = {UNICODE.render(quote(self.loss))}"]
        for name, matrix in self.derivatives.items():
            told = "proved equal to" if self.agrees[name] else "not proved equal to"
            for i in range(matrix.shape[0]):
                for j in range(matrix.shape[1]):
                    entry = UNICODE.render(quote(_entry(name, i, j)))
                    lines.append(f"∂L/∂{entry} = {UNICODE.render(quote(matrix[i, j]))}    ({told} entry {i + 1}, {j + 1} of d{name})")
        return "\n".join(lines)

    __repr__ = __str__


def expanded_network(graph: Graph, gradients: Iterable[tuple[Any, Any]], batch: int = 1) -> Expansion:
    """Write a network out in scalars.

    Parameters
    ----------
    graph : Graph
        With widths that are numbers.
    gradients : iterable of pairs
        Names of gradients with their formulas.
    batch : int
        The number of examples, where it is a symbol.

    Raises
    ------
    InputError
        If it has too many parameters, or widths that are symbols.
    """
    rows = {m.shape[0] for m in (*graph.inputs, graph.targets) if m.shape[0].is_Symbol}
    sizes = {s: int(batch) for s in rows}
    matrices = (*graph.inputs, *graph.parameters, graph.targets)
    shapes = {m: tuple(sp.sympify(n).xreplace({s: sp.Integer(v) for s, v in sizes.items()}) for n in m.shape) for m in matrices}
    count = sum(sp.prod(shapes[p]) for p in graph.parameters)
    if not (sp.sympify(count).is_Integer and count <= _MOST_ENTRIES):
        raise InputError(
            f"{count} parameters are too many to write the network out in scalars",
            f"At most {_MOST_ENTRIES}, with widths that are numbers: the formulas in matrices hold for every size.",
        )
    values: dict[Any, Any] = {m: sp.ImmutableMatrix(int(r), int(c), lambda i, j, m=m: _entry(m.name, i, j)) for m, (r, c) in shapes.items()}
    values[graph.targets] = _targets(graph, values[graph.targets])
    for d in graph.definitions:
        values[d.symbol] = instance(spelled_out(d.expr), EXACT, sizes, values)
    loss = values[graph.definitions[-1].symbol]
    for name, expr in gradients:
        values[name] = instance(spelled_out(expr), EXACT, sizes, values)
    derivatives = {p.name: values[p].applyfunc(lambda entry: differentiated(loss, entry)) for p in graph.parameters}
    agrees = {
        p.name: all(_are_equal(a, b) for a, b in zip(derivatives[p.name].flat(), values[adjoint_symbol(p)].flat(), strict=True))
        for p in graph.parameters
    }
    return Expansion(loss, derivatives, agrees)


def _entry(name: str, i: int, j: int) -> Any:
    return sp.Symbol(f"{name.lower() if name[:1] in 'WbVU' else name}_{i + 1}{j + 1}")


def _targets(graph: Graph, given: Any) -> Any:
    """Return the targets; for a cross-entropy the last entry of a row is what is left to 1."""
    losses = graph.definitions[-1].expr.atoms(CrossEntropy, CrossEntropyWithLogits)
    if not losses:
        return given
    is_turned = any(isinstance(loss.targets, sp.Transpose) for loss in losses)
    rows = given.T if is_turned else given
    last = rows.shape[1] - 1
    found = sp.ImmutableMatrix(*rows.shape, lambda i, j: rows[i, j] if j < last else 1 - sum(rows[i, k] for k in range(last)))
    return found.T if is_turned else found


def _are_equal(one: Any, other: Any) -> bool:
    gap = one - other
    return bool(gap == 0 or is_proved_equal(one, other) or vanishes_between_kinks(gap))
