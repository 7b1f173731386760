"""Faults at a linear map: transposes, sums over the wrong axis, the wrong array, a use or a penalty that was not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy as sp

from symtutor.diagnosing.gradients.fault import Compute, Fault, named
from symtutor.diagnosing.gradients.probes import Arrays, Line, Trial

__all__ = ["faults_of_linear", "faults_of_several"]


def faults_of_linear(line: Line, node: Any, trial: Trial) -> Iterator[Fault]:
    """Yield the faults of a linear map: transposes, sums over the examples, and arrays that were mixed up."""
    rule, bindings = "network.linear", node.bindings
    matrix, back = bindings["node"], bindings["Z_bar"].name
    before, after, is_turned = bindings["around"][0]
    n = trial.rows
    ones = [f for f in (*before, *after) if isinstance(f, sp.OneMatrix)]
    turned_over = is_turned == sp.true
    if (turned_over and not ones) or len(bindings["around"]) > 1:
        return
    own = node.value
    right: Compute = lambda a: trial.value(own, a)  # noqa: E731 (the line without what else is added to it)
    rest: Compute = lambda a: line.compute(a) - right(a)  # noqa: E731 (as above)

    def fault(name: str, compute: Compute, words: str) -> Fault:
        return named(rule, name, line, lambda a: _added(compute(a), rest(a)), words)

    if matrix in trial.graph.parameters:
        yield fault(
            "mean-for-sum",
            lambda a: right(a) / n,
            f"{line.name} sums over the examples; a mean was taken, though the loss is divided already.",
        )
        yield fault(
            "sum-for-mean",
            lambda a: right(a) * n,
            f"{line.name} is {n} times too large on {n} examples: it is not divided by their number.",
        )
        yield fault("last-only", lambda a: _one_example(own, a, trial, back, -1), "Only the last example was counted.")
        yield fault("first-only", lambda a: _one_example(own, a, trial, back, 0), "Only the first example was counted.")
    if ones:
        axis = 0 if before else 1
        shaped: Callable[[Any], Any] = np.transpose if turned_over else np.asarray
        yield fault(
            "wrong-axis",
            lambda a: shaped(a[back].sum(axis=1 - axis, keepdims=True)),
            f"{line.name} sums over the examples, and the sum was taken over the units.",
        )
        yield fault("not-summed", lambda a: shaped(a[back]), f"{line.name} sums over the examples: {back} was taken as it is.")
        yield fault(
            "total",
            lambda a: np.full(_shape_of(matrix, trial), a[back].sum()),
            f"{line.name} sums over the examples alone, and the sum was taken over all entries.",
        )
        yield fault(
            "largest",
            lambda a: shaped(a[back].max(axis=axis, keepdims=True)),
            f"{line.name} sums over the examples, and the largest was taken.",
        )
        return
    if line.name != f"d{matrix.name}":
        return
    yield fault("transposed", lambda a: right(a).T, f"This is the transpose of {line.name}: a gradient has the shape of its matrix.")
    for name, other in _earlier_forms(before or after, trial):
        yield fault("wrong-input", _with(own, trial, name, _array(other)), f"{name} stands in {line.name}, and {other} was put in.")
    for factor in (*before, *after):
        if isinstance(factor, sp.MatrixSymbol) and factor in trial.graph.parameters:
            turned = _with(own, trial, factor.name, _turned(factor.name))
            if len(set(_shape_of(factor, trial))) == 1:
                yield fault("not-transposed", turned, f"{factor.name} comes back transposed: {line.name} = {back}·{factor.name}ᵀ.")
            yield fault(
                "absolute", _with(own, trial, factor.name, _absolute(factor.name)), f"The absolute values of {factor.name} were taken."
            )
    upstream = back.replace("dZ", "dA")
    if upstream != back and any(other.name == upstream for other in trial.lines):
        yield fault(
            "before-activation",
            _with(own, trial, back, _array(upstream)),
            f"{line.name} was computed from {upstream}; it follows from {back}, after the derivative of the activation.",
        )


def _array(name: str) -> Compute:
    return lambda a: a[name]


def _turned(name: str) -> Compute:
    return lambda a: a[name].T


def _absolute(name: str) -> Compute:
    return lambda a: np.abs(a[name])


def _with(own: Any, trial: Trial, name: str, array: Compute) -> Compute:
    """Return what computes an expression with another array in the place of one; it has to have its shape."""

    def compute(a: Arrays) -> Any:
        other = array(a)
        if np.shape(other) != np.shape(a[name]):
            raise ValueError(f"{name} has another shape")
        return trial.value(own, {**a, name: other})

    return compute


def _total_of(exprs: list[Any], trial: Trial, own: Any = None, factor: float = 0.0) -> Compute:
    """Return what computes a sum of expressions, one of them with a factor."""
    return lambda a: sum((trial.value(e, a) for e in exprs), factor * trial.value(own, a) if own is not None else 0.0)


def _shape_of(matrix: Any, trial: Trial) -> tuple[int, ...]:
    """Return the shape of a matrix on the probes."""
    return tuple(int(trial.sizes.get(s, s)) for s in matrix.shape)


def _added(value: Any, rest: Any) -> Any:
    return value + rest if np.shape(value) == np.shape(rest) else value


def _earlier_forms(factors: Any, trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield the arrays that are put in for an activation by mistake: its Z, and the activations of other layers."""
    names = {d.symbol.name for d in trial.graph.definitions if isinstance(d.symbol, sp.MatrixSymbol)} | {i.name for i in trial.graph.inputs}
    for factor in factors:
        if isinstance(factor, sp.MatrixSymbol) and factor.name.startswith("A"):
            own = factor.name
            for other in sorted(names):
                if other != own and other[0] in "AZX":
                    yield own, other


def _one_example(own: Any, a: Arrays, trial: Trial, back: str, index: int) -> Any:
    """Return a gradient in which one example alone counts."""
    kept = np.zeros_like(a[back])
    is_by_columns = a[back].shape[0] != trial.rows
    if is_by_columns:
        kept[:, index] = a[back][:, index]
    else:
        kept[index] = a[back][index]
    return trial.value(own, {**a, back: kept})


def faults_of_several(line: Line, trial: Trial) -> Iterator[Fault]:
    """Yield the faults of a matrix that is used more than once, a penalty being one of the uses."""
    premises = line.node.premises
    for k, premise in enumerate(premises):
        others = [p.value for j, p in enumerate(premises) if j != k]
        penalty = premise.rule.id == "network.penalty"
        name = "penalty-missing" if penalty else "use-missing"
        words = (
            "The gradient of the penalty is missing." if penalty else "One of the uses of the matrix was not counted: the gradients add up."
        )
        yield named("network.several_uses", name, line, _total_of(others, trial), words)
        if penalty:
            for factor, told in ((2.0, "twice"), (0.5, "half"), (-1.0, "sign")):
                compute = _total_of(others, trial, premise.value, factor)
                yield named("network.penalty", told, line, compute, "The gradient of (λ/2)·Σ w² is λ·W.")
        elif premise.rule.id == "network.linear":
            yield from faults_of_linear(line, premise, trial)
