"""Faults at an activation: its derivative left out, taken twice or at the wrong place, and the Jacobian of a softmax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from symtutor.diagnosing.gradients.fault import Fault, named
from symtutor.diagnosing.gradients.probes import Arrays, Line, Trial
from symtutor.matrix_algebra import Map, elementwise
from symtutor.network import ACTIVATIONS

__all__ = ["faults_of_activation", "faults_of_softmax"]

_Z = sp.Symbol("z")


def faults_of_activation(line: Line, trial: Trial) -> Iterator[Fault]:
    """Yield the faults of a layer that is made entry by entry: its derivative missing, at another place, or that of another function."""
    rule, bindings = line.node.rule.id, line.node.bindings
    node, A, above, f = bindings["node"], bindings["A"], bindings["A_bar"], bindings["f"].xreplace({bindings["z"]: _Z})
    back, Z = above.name, node.name
    yield named(
        rule, "no-derivative", line, lambda a: a[back], f"The derivative of the activation is missing: {line.name} = {back} ∘ g′({Z})."
    )

    def slope(a: Arrays) -> Any:
        ones = {**a, back: np.ones_like(a[back])}
        return line.compute(ones)

    yield named(
        rule, "derivative-twice", line, lambda a: line.compute(a) * slope(a), "The derivative of the activation was multiplied in twice."
    )
    yield named(rule, "only-derivative", line, slope, f"The gradient {back} from above is missing: only g′({Z}) was taken.")
    yield named(
        rule,
        "value-for-derivative",
        line,
        lambda a: a[back] * trial.value(elementwise(f, _Z, node), a),
        "The activation itself was taken in place of its derivative.",
    )
    if isinstance(A, sp.MatrixSymbol):
        yield named(
            rule,
            "wrong-variable",
            line,
            lambda a: _slope_of(f, a, back, A.name, trial, node),
            f"The derivative was taken at {A.name} = g({Z}) in place of {Z}.",
        )
        if f == ACTIVATIONS["sigmoid"]:
            yield named(rule, "at-z", line, lambda a: a[back] * a[Z] * (1 - a[Z]), f"a(1 − a) needs a = σ(z), and {Z} was put in.")
            yield named(rule, "no-complement", line, lambda a: a[back] * a[A.name], "The factor 1 − σ is missing: σ′ = σ(1 − σ).")
            yield named(rule, "plus", line, lambda a: a[back] * a[A.name] * (1 + a[A.name]), "σ′ = σ(1 − σ), with a minus.")
            yield named(rule, "complement-only", line, lambda a: a[back] * (1 - a[A.name]), "The factor σ is missing: σ′ = σ(1 − σ).")
        if f == sp.tanh(_Z):
            yield named(rule, "at-z", line, lambda a: a[back] * (1 - a[Z] ** 2), f"1 − a² needs a = tanh(z), and {Z} was put in.")
            yield named(rule, "no-square", line, lambda a: a[back] * (1 - a[A.name]), "The square is missing: tanh′ = 1 − tanh².")
            yield named(rule, "plus", line, lambda a: a[back] * (1 + a[A.name] ** 2), "tanh′ = 1 − tanh², with a minus.")
            yield named(
                rule,
                "as-sigmoid",
                line,
                lambda a: a[back] * a[A.name] * (1 - a[A.name]),
                "a(1 − a) is the derivative of the sigmoid; tanh′ = 1 − a².",
            )
    if f.has(sp.Max, sp.Piecewise):
        yield named(
            rule,
            "other-side",
            line,
            lambda a: a[back] * (a[Z] < 0),
            "The slope of the other side was taken: the gradient passes where z > 0.",
        )
        if f == ACTIVATIONS["leaky relu"]:
            yield named(
                rule, "as-relu", line, lambda a: a[back] * (a[Z] > 0), "Below 0 the slope of the leaky ReLU is 1/100, and 0 was taken."
            )
        if f == ACTIVATIONS["elu"]:
            yield named(rule, "as-relu", line, lambda a: a[back] * (a[Z] > 0), "Below 0 the slope of the ELU is e^z, and 0 was taken.")
            yield named(
                rule,
                "no-one",
                line,
                lambda a: a[back] * np.where(a[Z] > 0, 1, np.expm1(a[Z])),
                "The slope below 0 is e^z, which is the value plus 1.",
            )
        yield named(rule, "mask-from-above", line, lambda a: a[back] * (a[back] > 0), f"The mask was taken from {back}; it belongs to {Z}.")
    if f not in {ACTIVATIONS["relu"], _Z} and f != ACTIVATIONS["leaky relu"]:
        yield named(rule, "relu-slope", line, lambda a: a[back] * (a[Z] > 0), "The slope of the ReLU was taken for another activation.")


def _slope_of(f: Any, a: Arrays, back: str, at: str, trial: Trial, node: Any) -> Any:
    """Return the gradient from above times f′ at another array."""
    slope = sp.diff(f.rewrite(sp.Piecewise), _Z)
    if slope.has(sp.Derivative, sp.Heaviside, sp.DiracDelta):
        return a[back] * np.nan
    moved = {**a, node.name: a[at]}
    return a[back] * trial.value(Map(slope, _Z, node) if slope.has(_Z) else elementwise(slope, _Z, node), moved)


def faults_of_softmax(line: Line) -> Iterator[Fault]:
    """Yield the faults of a softmax by rows: its Jacobian taken for diagonal, or summed over the examples."""
    rule, bindings = line.node.rule.id, line.node.bindings
    back, A = bindings["A_bar"].name, bindings["A"]
    if not isinstance(A, sp.MatrixSymbol):
        return
    axis = 0 if bindings["is_turned"] == sp.true else 1
    yield named(
        rule,
        "diagonal-only",
        line,
        lambda a: a[back] * a[A.name] * (1 - a[A.name]),
        "Only the diagonal sᵢ(1 − sᵢ) of the Jacobian was taken: each z changes all entries of its row, ∂sᵢ/∂zⱼ = −sᵢ sⱼ.",
    )
    yield named(rule, "no-sum", line, lambda a: a[back] * a[A.name], "The terms −sᵢ sⱼ of the Jacobian are missing.")
    yield named(rule, "no-derivative", line, lambda a: a[back], "The derivative of the softmax is missing.")
    yield named(
        rule,
        "wrong-axis",
        line,
        lambda a: a[A.name] * (a[back] - (a[back] * a[A.name]).sum(axis=1 - axis, keepdims=True)),
        "The sum in the Jacobian goes over the entries of one example, and it was taken over the examples.",
    )
    yield named(
        rule,
        "mean",
        line,
        lambda a: a[A.name] * (a[back] - (a[back] * a[A.name]).mean(axis=axis, keepdims=True)),
        "The sum in the Jacobian was taken as a mean.",
    )
