"""Faults of backpropagation: what people write for one of its lines, with the name of the fault.

A fault computes a line otherwise from the same arrays; all that follows is
computed from it, so that one fault explains every array that it spoils.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symtutor.diagnosing.gradients.probes import Arrays, Line, Trial
from symtutor.matrix_algebra import Map, elementwise
from symtutor.network import ACTIVATIONS

__all__ = ["Fault", "faults_of"]

Compute = Callable[[Arrays], Any]
_LOSSES = (
    "network.sigmoid_cross_entropy",
    "network.softmax_cross_entropy",
    "network.cross_entropy_with_logits",
    "network.squared_error",
    "network.binary_cross_entropy",
    "network.binary_cross_entropy_with_logits",
    "network.cross_entropy",
    "network.hinge",
)
_ENTRYWISE = ("network.sigmoid", "network.tanh", "network.entrywise")
_Z = sp.Symbol("z")


@dataclass(frozen=True)
class Fault:
    """A line computed otherwise.

    Parameters
    ----------
    id : str
        Rule and fault, such as ``network.sigmoid/no-derivative``.
    line : str
        The name of the array.
    compute : callable
        What it is computed as.
    words : str
        What went wrong and what is right.
    """

    id: str
    line: str
    compute: Compute
    words: str


def faults_of(trial: Trial) -> tuple[Fault, ...]:
    """Return the faults of every line of a network, from the loss backward."""
    return tuple(fault for line in trial.lines for fault in _of_line(line, trial))


def _of_line(line: Line, trial: Trial) -> Iterator[Fault]:
    rule = line.node.rule.id
    if rule in _LOSSES:
        yield from _of_loss(line, trial)
    elif rule in _ENTRYWISE:
        yield from _of_activation(line, trial)
    elif rule == "network.softmax":
        yield from _of_softmax(line)
    elif rule == "network.linear":
        yield from _of_linear(line, line.node, trial)
    elif rule == "network.several_uses":
        yield from _of_several(line, trial)
    yield from _of_any(line, rule)


def _named(rule: str, name: str, line: Line, compute: Compute, words: str) -> Fault:
    return Fault(f"{rule}/{name}", line.name, compute, words)


def _of_any(line: Line, rule: str) -> Iterator[Fault]:
    for name, factor, words in (
        ("sign", -1.0, "The sign is wrong: {line} has to be taken with the other sign."),
        ("twice", 2.0, "{line} is twice what it should be: there is a stray factor 2."),
        ("half", 0.5, "{line} is half of what it should be: a factor 2 is missing."),
        ("zero", 0.0, "{line} is 0: it is never computed."),
    ):
        yield _named(rule, name, line, _times(line.compute, factor), words.format(line=line.name))


def _times(compute: Compute, factor: float) -> Compute:
    return lambda arrays: factor * compute(arrays)


# ---- losses --------------------------------------------------------------------------------------
def _of_loss(line: Line, trial: Trial) -> Iterator[Fault]:
    rule, bindings = line.node.rule.id, line.node.bindings
    count = float(sp.sympify(bindings["N"]).xreplace(dict(trial.sizes)))
    n = trial.rows
    if count != 1:
        yield _named(
            rule,
            "sum-for-mean",
            line,
            _times(line.compute, count),
            "The loss is a mean, and its gradient has to be divided by the count: a sum was taken.",
        )
        yield _named(rule, "count-twice", line, _times(line.compute, 1 / count), "The count divides twice: once is right.")
        if count != n:
            yield _named(
                rule,
                "rows-only",
                line,
                _times(line.compute, count / n),
                "The loss averages over all entries of Y, and it was divided by the rows only.",
            )
            yield _named(
                rule,
                "units-only",
                line,
                _times(line.compute, n),
                "The loss averages over the examples too, and it was divided by the number of outputs only.",
            )
        else:
            width = int(np.prod([int(trial.sizes.get(s, s)) for s in line.node.goal.args[0].shape])) / n
            if width != 1:
                yield _named(
                    rule,
                    "entries-for-rows",
                    line,
                    _times(line.compute, 1 / width),
                    "The loss averages over the examples, and it was divided by all entries.",
                )
                yield _named(
                    rule,
                    "outputs-for-rows",
                    line,
                    _times(line.compute, n / width),
                    "It was divided by the number of outputs in place of the number of examples.",
                )
    else:
        yield _named(rule, "mean-for-sum", line, _times(line.compute, 1 / n), "The loss is a sum, and a mean over the examples was taken.")
    if count != 1:
        twice = _times(line.compute, 2 * count)
        ids = f"{rule}/sum-for-mean + {rule}/twice"
        yield Fault(
            ids, line.name, twice, "The loss is a mean, and a sum was taken; and there is a stray factor 2, as of a wrong derivative."
        )
        minus = _times(line.compute, -count)
        yield Fault(
            f"{rule}/sum-for-mean + {rule}/sign", line.name, minus, "The loss is a mean, and a sum was taken; and the sign is wrong."
        )
    slope = _slope_at_last(line)
    if slope is not None:
        yield _named(
            rule,
            "activation-twice",
            line,
            lambda arrays: line.compute(arrays) * slope(arrays),
            "The derivative of the activation is in A − Y already: it was multiplied in once more.",
        )
    A, Y = bindings["A"], bindings["Y"]
    if isinstance(A, sp.MatrixSymbol) and isinstance(Y, sp.MatrixSymbol):
        factor = 2.0 if rule == "network.squared_error" else 1.0
        yield _named(
            rule,
            "no-targets",
            line,
            lambda arrays: factor * arrays[A.name] / count,
            "The targets are missing: the gradient holds prediction minus target.",
        )
        yield _named(
            rule,
            "absolute",
            line,
            lambda arrays: np.abs(line.compute(arrays)),
            "The absolute value of the difference was taken: the sign tells where to go.",
        )
        yield _named(
            rule, "sign-only", line, lambda arrays: np.sign(line.compute(arrays)) / count, "Only the sign of the difference was taken."
        )


def _slope_at_last(line: Line) -> Compute | None:
    """Return σ′ at the last layer, where a sigmoid or softmax is differentiated with its loss in one step."""
    if line.node.rule.id not in {"network.sigmoid_cross_entropy", "network.softmax_cross_entropy"}:
        return None
    A: Any = line.node.bindings["A"]
    inner: Any = A.args[0] if isinstance(A, sp.Transpose) else A
    name = inner.name
    return lambda arrays: arrays[name] * (1 - arrays[name])


# ---- activations ---------------------------------------------------------------------------------
def _of_activation(line: Line, trial: Trial) -> Iterator[Fault]:
    rule, bindings = line.node.rule.id, line.node.bindings
    node, A, above, f = bindings["node"], bindings["A"], bindings["A_bar"], bindings["f"].xreplace({bindings["z"]: _Z})
    back, Z = above.name, node.name
    yield _named(
        rule, "no-derivative", line, lambda a: a[back], f"The derivative of the activation is missing: {line.name} = {back} ∘ g′({Z})."
    )

    def slope(a: Arrays) -> Any:
        ones = {**a, back: np.ones_like(a[back])}
        return line.compute(ones)

    yield _named(
        rule, "derivative-twice", line, lambda a: line.compute(a) * slope(a), "The derivative of the activation was multiplied in twice."
    )
    yield _named(rule, "only-derivative", line, slope, f"The gradient {back} from above is missing: only g′({Z}) was taken.")
    yield _named(
        rule,
        "value-for-derivative",
        line,
        lambda a: a[back] * trial.value(elementwise(f, _Z, node), a),
        "The activation itself was taken in place of its derivative.",
    )
    if isinstance(A, sp.MatrixSymbol):
        yield _named(
            rule,
            "wrong-variable",
            line,
            lambda a: _slope_of(f, a, back, A.name, trial, node),
            f"The derivative was taken at {A.name} = g({Z}) in place of {Z}.",
        )
        if f == ACTIVATIONS["sigmoid"]:
            yield _named(rule, "at-z", line, lambda a: a[back] * a[Z] * (1 - a[Z]), f"a(1 − a) needs a = σ(z), and {Z} was put in.")
            yield _named(rule, "no-complement", line, lambda a: a[back] * a[A.name], "The factor 1 − σ is missing: σ′ = σ(1 − σ).")
            yield _named(rule, "plus", line, lambda a: a[back] * a[A.name] * (1 + a[A.name]), "σ′ = σ(1 − σ), with a minus.")
            yield _named(rule, "complement-only", line, lambda a: a[back] * (1 - a[A.name]), "The factor σ is missing: σ′ = σ(1 − σ).")
        if f == sp.tanh(_Z):
            yield _named(rule, "at-z", line, lambda a: a[back] * (1 - a[Z] ** 2), f"1 − a² needs a = tanh(z), and {Z} was put in.")
            yield _named(rule, "no-square", line, lambda a: a[back] * (1 - a[A.name]), "The square is missing: tanh′ = 1 − tanh².")
            yield _named(rule, "plus", line, lambda a: a[back] * (1 + a[A.name] ** 2), "tanh′ = 1 − tanh², with a minus.")
            yield _named(
                rule,
                "as-sigmoid",
                line,
                lambda a: a[back] * a[A.name] * (1 - a[A.name]),
                "a(1 − a) is the derivative of the sigmoid; tanh′ = 1 − a².",
            )
    if f.has(sp.Max, sp.Piecewise):
        yield _named(
            rule,
            "other-side",
            line,
            lambda a: a[back] * (a[Z] < 0),
            "The slope of the other side was taken: the gradient passes where z > 0.",
        )
        if f == ACTIVATIONS["leaky relu"]:
            yield _named(
                rule, "as-relu", line, lambda a: a[back] * (a[Z] > 0), "Below 0 the slope of the leaky ReLU is 1/100, and 0 was taken."
            )
        if f == ACTIVATIONS["elu"]:
            yield _named(rule, "as-relu", line, lambda a: a[back] * (a[Z] > 0), "Below 0 the slope of the ELU is e^z, and 0 was taken.")
            yield _named(
                rule,
                "no-one",
                line,
                lambda a: a[back] * np.where(a[Z] > 0, 1, np.expm1(a[Z])),
                "The slope below 0 is e^z, which is the value plus 1.",
            )
        yield _named(
            rule, "mask-from-above", line, lambda a: a[back] * (a[back] > 0), f"The mask was taken from {back}; it belongs to {Z}."
        )
    if f not in {ACTIVATIONS["relu"], _Z} and f != ACTIVATIONS["leaky relu"]:
        yield _named(rule, "relu-slope", line, lambda a: a[back] * (a[Z] > 0), "The slope of the ReLU was taken for another activation.")


def _slope_of(f: Any, a: Arrays, back: str, at: str, trial: Trial, node: Any) -> Any:
    """Return the gradient from above times f′ at another array."""
    slope = sp.diff(f.rewrite(sp.Piecewise), _Z)
    if slope.has(sp.Derivative, sp.Heaviside, sp.DiracDelta):
        return a[back] * np.nan
    moved = {**a, node.name: a[at]}
    return a[back] * trial.value(Map(slope, _Z, node) if slope.has(_Z) else elementwise(slope, _Z, node), moved)


def _of_softmax(line: Line) -> Iterator[Fault]:
    rule, bindings = line.node.rule.id, line.node.bindings
    back, A = bindings["A_bar"].name, bindings["A"]
    if not isinstance(A, sp.MatrixSymbol):
        return
    axis = 0 if bindings["is_turned"] == sp.true else 1
    yield _named(
        rule,
        "diagonal-only",
        line,
        lambda a: a[back] * a[A.name] * (1 - a[A.name]),
        "Only the diagonal sᵢ(1 − sᵢ) of the Jacobian was taken: each z changes all entries of its row, ∂sᵢ/∂zⱼ = −sᵢ sⱼ.",
    )
    yield _named(rule, "no-sum", line, lambda a: a[back] * a[A.name], "The terms −sᵢ sⱼ of the Jacobian are missing.")
    yield _named(rule, "no-derivative", line, lambda a: a[back], "The derivative of the softmax is missing.")
    yield _named(
        rule,
        "wrong-axis",
        line,
        lambda a: a[A.name] * (a[back] - (a[back] * a[A.name]).sum(axis=1 - axis, keepdims=True)),
        "The sum in the Jacobian goes over the entries of one example, and it was taken over the examples.",
    )
    yield _named(
        rule,
        "mean",
        line,
        lambda a: a[A.name] * (a[back] - (a[back] * a[A.name]).mean(axis=axis, keepdims=True)),
        "The sum in the Jacobian was taken as a mean.",
    )


# ---- linear maps ---------------------------------------------------------------------------------
def _of_linear(line: Line, node: Any, trial: Trial) -> Iterator[Fault]:
    rule, bindings = "network.linear", node.bindings
    matrix, back = bindings["node"], bindings["Z_bar"].name
    before, after, is_turned = bindings["around"][0]
    n = trial.rows
    ones = [f for f in (*before, *after) if isinstance(f, sp.OneMatrix)]
    if is_turned == sp.true or len(bindings["around"]) > 1:
        return
    own = node.value
    right: Compute = lambda a: trial.value(own, a)  # noqa: E731 (the line without what else is added to it)
    rest: Compute = lambda a: line.compute(a) - right(a)  # noqa: E731 (as above)

    def fault(name: str, compute: Compute, words: str) -> Fault:
        return _named(rule, name, line, lambda a: _added(compute(a), rest(a)), words)

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
        yield fault(
            "wrong-axis",
            lambda a: a[back].sum(axis=1 - axis, keepdims=True),
            f"{line.name} sums over the examples, and the sum was taken over the units.",
        )
        yield fault("not-summed", lambda a: a[back], f"{line.name} sums over the examples: {back} was taken as it is.")
        yield fault(
            "total",
            lambda a: np.full(_shape_of(matrix, trial), a[back].sum()),
            f"{line.name} sums over the examples alone, and the sum was taken over all entries.",
        )
        yield fault(
            "largest", lambda a: a[back].max(axis=axis, keepdims=True), f"{line.name} sums over the examples, and the largest was taken."
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


def _of_several(line: Line, trial: Trial) -> Iterator[Fault]:
    premises = line.node.premises
    for k, premise in enumerate(premises):
        others = [p.value for j, p in enumerate(premises) if j != k]
        penalty = premise.rule.id == "network.penalty"
        name = "penalty-missing" if penalty else "use-missing"
        words = (
            "The gradient of the penalty is missing." if penalty else "One of the uses of the matrix was not counted: the gradients add up."
        )
        yield _named("network.several_uses", name, line, _total_of(others, trial), words)
        if penalty:
            for factor, told in ((2.0, "twice"), (0.5, "half"), (-1.0, "sign")):
                compute = _total_of(others, trial, premise.value, factor)
                yield _named("network.penalty", told, line, compute, "The gradient of (λ/2)·Σ w² is λ·W.")
        elif premise.rule.id == "network.linear":
            yield from _of_linear(line, premise, trial)
