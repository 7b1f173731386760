"""Faults at the loss: a sum for a mean, the wrong count, targets left out, a derivative that is in A − Y already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy as sp

from symtutor.diagnosing.gradients.fault import Compute, Fault, named, scaled
from symtutor.diagnosing.gradients.probes import Line, Trial

__all__ = ["faults_of_loss"]


def _logistic(z: Any) -> Any:
    return np.where(z > 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))


def _softmax(z: Any) -> Any:
    raised = np.exp(z - z.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _over_examples(z: Any, trial: Trial) -> Any:
    """Return a softmax with its sums over the wrong axis."""
    return _softmax(z.T).T if z.shape[0] == trial.rows else _softmax(z)


_OF_LOGITS: dict[str, Callable[[Any], Any]] = {
    "network.binary_cross_entropy_with_logits": _logistic,
    "network.cross_entropy_with_logits": _softmax,
}


def faults_of_loss(line: Line, trial: Trial) -> Iterator[Fault]:
    """Yield the faults of the gradient of a loss: counts, factors and targets."""
    rule, bindings = line.node.rule.id, line.node.bindings
    count = float(sp.sympify(bindings["N"]).xreplace(dict(trial.sizes)))
    n = trial.rows
    width = int(np.prod([int(trial.sizes.get(s, s)) for s in line.node.goal.args[0].shape])) / n
    mean = next((m for k in (1, 2, 0.5) for m in (n * width, n) if np.isclose(count, m * k)), 1.0)  # ½ Σ (a − y)² is no mean
    if mean != 1:
        yield named(
            rule,
            "sum-for-mean",
            line,
            scaled(line.compute, mean),
            "The loss is a mean, and its gradient has to be divided by the count: a sum was taken.",
        )
        yield named(rule, "count-twice", line, scaled(line.compute, 1 / mean), "The count divides twice: once is right.")
        if mean != n:
            yield named(
                rule,
                "rows-only",
                line,
                scaled(line.compute, mean / n),
                "The loss averages over all entries of Y, and it was divided by the rows only.",
            )
            yield named(
                rule,
                "units-only",
                line,
                scaled(line.compute, n),
                "The loss averages over the examples too, and it was divided by the number of outputs only.",
            )
        elif width != 1:
            yield named(
                rule,
                "entries-for-rows",
                line,
                scaled(line.compute, 1 / width),
                "The loss averages over the examples, and it was divided by all entries.",
            )
            yield named(
                rule,
                "outputs-for-rows",
                line,
                scaled(line.compute, n / width),
                "It was divided by the number of outputs in place of the number of examples.",
            )
    else:
        yield named(rule, "mean-for-sum", line, scaled(line.compute, 1 / n), "The loss is a sum, and a mean over the examples was taken.")
    if mean != 1:
        twice = scaled(line.compute, 2 * mean)
        ids = f"{rule}/sum-for-mean + {rule}/twice"
        yield Fault(
            ids, line.name, twice, "The loss is a mean, and a sum was taken; and there is a stray factor 2, as of a wrong derivative."
        )
        minus = scaled(line.compute, -mean)
        yield Fault(
            f"{rule}/sum-for-mean + {rule}/sign", line.name, minus, "The loss is a mean, and a sum was taken; and the sign is wrong."
        )
    slope = _slope_at_last(line, trial)
    if slope is not None:
        compute, words = slope
        yield named(rule, "activation-twice", line, lambda arrays: line.compute(arrays) * compute(arrays), words)
    A, Y = bindings["A"], bindings["Y"]
    if isinstance(A, sp.MatrixSymbol) and isinstance(Y, sp.MatrixSymbol):
        if rule == "network.softmax_cross_entropy":
            yield named(
                rule,
                "diagonal-only",
                line,
                lambda arrays: arrays[Y.name] * (arrays[A.name] - 1) / count,
                "Only the diagonal s(1 − s) of the derivative of the softmax was taken: each z changes all entries of its example.",
            )
            yield named(
                rule,
                "wrong-axis",
                line,
                lambda arrays: (_over_examples(arrays[line.node.goal.args[0].name], trial) - arrays[Y.name]) / count,
                "The softmax was taken over the examples: its sum runs over the classes of one example.",
            )
        factor = 2.0 if rule == "network.squared_error" else 1.0
        predicted = _OF_LOGITS.get(rule, np.asarray)
        yield named(
            rule,
            "no-targets",
            line,
            lambda arrays: factor * predicted(arrays[A.name]) / count,
            "The targets are missing: the gradient holds prediction minus target.",
        )
        Z = line.node.goal.args[0].name
        if rule in _OF_LOGITS or A.name != Z:
            yield named(
                rule,
                "logits-for-probabilities",
                line,
                lambda arrays: (arrays[Z] - arrays[Y.name]) / count,
                f"{Z} stands where the probabilities belong: the activation has to be applied before the targets are subtracted.",
            )
        yield named(
            rule,
            "absolute",
            line,
            lambda arrays: np.abs(line.compute(arrays)),
            "The absolute value of the difference was taken: the sign tells where to go.",
        )
        yield named(
            rule, "sign-only", line, lambda arrays: np.sign(line.compute(arrays)) / count, "Only the sign of the difference was taken."
        )


def _slope_at_last(line: Line, trial: Trial) -> tuple[Compute, str] | None:
    """Return a(1 − a) at the last layer and what is said of it, where the gradient of the loss holds no such factor."""
    A: Any = line.node.bindings["A"]
    inner: Any = A.args[0] if isinstance(A, sp.Transpose) else A
    if not isinstance(inner, sp.MatrixSymbol):
        return None
    name = inner.name
    if line.node.rule.id in {"network.sigmoid_cross_entropy", "network.softmax_cross_entropy"}:
        words = "The derivative of the activation is in A − Y already: it was multiplied in once more."
    elif any(d.symbol == inner and isinstance(d.expr, sp.MatrixSymbol) for d in trial.graph.definitions):
        words = f"The last layer is linear, with the slope 1: the slope {name}(1 − {name}) of a sigmoid was multiplied in."
    else:
        return None
    return lambda arrays: arrays[name] * (1 - arrays[name]), words
