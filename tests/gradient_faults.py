"""Numpy gradients with one fault each, and correct variants: what the grading of code is measured on.

Run ``python -m tests.gradient_faults`` for all faults on all networks; the test takes a slice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

import symtutor as st

__all__ = ["FAULTS", "NETWORKS", "VARIANTS", "applied", "program"]


class Fault(NamedTuple):
    """A fault: what it does to a line of ``gradients``, on which lines, and the end of the id that names it."""

    name: str
    line: str
    change: Callable[[str], str]
    ids: str
    everywhere: bool = False


NETWORKS: dict[str, st.Network] = {
    f"{widths}-{activations}-{loss}-{options}": st.Network(widths, activations, loss, **options)
    for widths, activations, loss, options in (
        ((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy", {}),
        ((2, 4, 1), ("tanh", "sigmoid"), "binary cross-entropy", {}),
        ((3, 5, 2), ("sigmoid", "sigmoid"), "binary cross-entropy", {}),
        ((3, 4, 4, 3), ("relu", "tanh", "softmax"), "cross-entropy", {}),
        ((2, 5, 3), ("tanh", "softmax"), "cross-entropy", {}),
        ((2, 3, 4), ("sigmoid", "softmax"), "cross-entropy", {"reduction": "sum"}),
        ((3, 4, 2), ("relu", "identity"), "mean squared error", {}),
        ((2, 4, 4, 2), ("tanh", "tanh", "identity"), "mean squared error", {}),
        ((2, 3, 1), ("softplus", "identity"), "mean squared error", {"reduction": "sum"}),
        ((4, 3, 2), ("leaky relu", "identity"), "mean squared error", {}),
        ((3, 3, 3, 1), ("elu", "tanh", "identity"), "mean squared error", {}),
        ((2, 4, 2), ("silu", "identity"), "mean squared error", {}),
        ((3, 4, 2), ("relu", "identity"), "hinge", {}),
        ((2, 4, 1), ("relu", "sigmoid"), "binary cross-entropy", {"l2": 0.2}),
        ((2, 3, 3), ("tanh", "softmax"), "cross-entropy", {"l2": 0.1}),
        ((3, 4, 1), ("gelu tanh", "sigmoid"), "binary cross-entropy", {}),
        ((2, 2, 2, 2), ("sigmoid", "tanh", "identity"), "mean squared error", {"batch": 9}),
        ((5, 4, 3), ("relu", "identity"), "cross-entropy with logits", {}),
        ((3, 4, 2), ("tanh", "identity"), "binary cross-entropy with logits", {}),
        ((2, 6, 5, 4, 1), ("relu", "relu", "tanh", "sigmoid"), "binary cross-entropy", {}),
        ((1, 3, 1), ("tanh", "identity"), "mean squared error", {}),
    )
}


def _times(factor: str) -> Callable[[str], str]:
    return lambda code: f"{factor} * ({code})"


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda code: re.sub(old, new, code)


_WEIGHT, _BIAS, _BACK = r"dW\d+", r"db\d+", r"dA[1-9]\d*"
_HIDDEN = r"dZ\d+"  # lines that hold a dA: the derivative of an activation
FAULTS: tuple[Fault, ...] = (
    Fault("weights twice", _WEIGHT, _times("2"), "twice"),
    Fault("weights halved", _WEIGHT, _times("0.5"), "half"),
    Fault("weights with the wrong sign", _WEIGHT, _times("-1"), "sign"),
    Fault("weights zero", _WEIGHT, _times("0"), "zero"),
    Fault("weights as a mean", _WEIGHT, lambda code: f"({code}) / len(X)", "mean-for-sum"),
    Fault("weights not divided", _WEIGHT, lambda code: f"({code}) * len(X)", "sum-for-mean"),
    Fault("weights transposed", _WEIGHT, lambda code: f"({code}).T", "transposed"),
    Fault("weights from Z", _WEIGHT, _swap(r"\bA([1-9]\d*)\.T", r"Z\1.T"), "wrong-input"),
    Fault("weights from one example", _WEIGHT, _swap(r"(\w+)\.T @ (\w+)", r"\1[-1:].T @ \2[-1:]"), "last-only"),
    Fault("weights from the first example", _WEIGHT, _swap(r"(\w+)\.T @ (\w+)", r"\1[:1].T @ \2[:1]"), "first-only"),
    Fault("all weights twice", _WEIGHT, _times("2"), "twice", everywhere=True),
    Fault("all weights with the wrong sign", _WEIGHT, _times("-1"), "sign", everywhere=True),
    Fault("all weights as means", _WEIGHT, lambda code: f"({code}) / len(X)", "mean-for-sum", everywhere=True),
    Fault("all weights transposed", _WEIGHT, lambda code: f"({code}).T", "transposed", everywhere=True),
    Fault("bias as a mean", _BIAS, _swap(r"\.sum\(", ".mean("), "mean-for-sum"),
    Fault("all biases as means", _BIAS, _swap(r"\.sum\(", ".mean("), "mean-for-sum", everywhere=True),
    Fault("bias over the wrong axis", _BIAS, _swap("axis=0", "axis=1"), "wrong-axis"),
    Fault("all biases over the wrong axis", _BIAS, _swap("axis=0", "axis=1"), "wrong-axis", everywhere=True),
    Fault("bias not summed", _BIAS, _swap(r"\.sum\(.*\)", ""), "not-summed"),
    Fault("bias summed over all", _BIAS, lambda code: f"np.full(({code}).shape, ({code}).sum())", "total"),
    Fault("bias as the largest", _BIAS, _swap(r"\.sum\(", ".max("), "largest"),
    Fault("bias with the wrong sign", _BIAS, _times("-1"), "sign"),
    Fault("bias twice", _BIAS, _times("2"), "twice"),
    Fault("bias zero", _BIAS, _times("0"), "zero"),
    Fault("no derivative", _HIDDEN, _swap(r"^(dA\d+) \* .*$", r"\1"), "no-derivative"),
    Fault("no derivative anywhere", _HIDDEN, _swap(r"^(dA\d+) \* .*$", r"\1"), "no-derivative", everywhere=True),
    Fault("only the derivative", _HIDDEN, _swap(r"^dA\d+ \* (.*)$", r"1.0 * \1"), "only-derivative"),
    Fault("derivative twice", _HIDDEN, _swap(r"^(dA\d+) \* (.*)$", r"\1 * (\2) * (\2)"), "derivative-twice"),
    Fault("σ′ without 1 − σ", _HIDDEN, _swap(r" \* \(1 - A\d+\)$", ""), "no-complement"),
    Fault("σ′ with plus", _HIDDEN, _swap(r"\* A(\d+) \* \(1 - A", r"* A\1 * (1 + A"), "plus"),
    Fault("σ′ twice", _HIDDEN, _swap(r"^(dA\d+ \* A\d+ \* \(1 - A\d+\))$", r"2 * \1"), "twice"),
    Fault("σ′ at z", _HIDDEN, _swap(r"\* A(\d+) \* \(1 - A\d+\)$", r"* Z\1 * (1 - Z\1)"), "at-z"),
    Fault("1 − tanh without the square", _HIDDEN, _swap(r"\(1 - A(\d+) \* A\d+\)", r"(1 - A\1)"), "no-square"),
    Fault("1 + tanh²", _HIDDEN, _swap(r"\(1 - A(\d+) \* A\d+\)", r"(1 + A\1**2)"), "plus"),
    Fault("1 − z²", _HIDDEN, _swap(r"\(1 - A(\d+) \* A\d+\)", r"(1 - Z\1**2)"), "at-z"),
    Fault("tanh′ at a", _HIDDEN, _swap(r"\(1 - A(\d+) \* A\d+\)", r"(1 - np.tanh(A\1)**2)"), "wrong-variable"),
    Fault("σ′ for tanh′", _HIDDEN, _swap(r"\(1 - A(\d+) \* A\d+\)", r"A\1 * (1 - A\1)"), "as-sigmoid"),
    Fault("the other side of relu", _HIDDEN, _swap(r"\(Z(\d+) > 0\)", r"(Z\1 < 0)"), "other-side"),
    Fault("relu for its slope", _HIDDEN, _swap(r"\(Z(\d+) > 0\)", r"np.maximum(Z\1, 0)"), "value-for-derivative"),
    Fault("mask from above", _HIDDEN, _swap(r"^(dA\d+) \* \(Z\d+ > 0\)", r"\1 * (\1 > 0)"), "mask-from-above"),
    Fault("leaky slope forgotten", _HIDDEN, _swap(r"np.where\(Z(\d+) > 0, 1, 0.01\)", r"(Z\1 > 0)"), "as-relu"),
    Fault("back with the wrong sign", _BACK, _times("-1"), "sign"),
    Fault("back twice", _BACK, _times("2"), "twice"),
    Fault("back not transposed", _BACK, _swap(r"\.T$", ""), "not-transposed"),
    Fault("sum for mean in the loss", "loss", _swap(r" / (N|\(\d+\*N\)|9|18)$", ""), "sum-for-mean"),
    Fault("twice in the loss", "loss", _times("2"), "twice"),
    Fault("wrong sign in the loss", "loss", _times("-1"), "sign"),
    Fault("no targets", "loss", _swap(r" - Y\)", ")"), "no-targets"),
    Fault("2 of the square missing", "loss", _swap(r"^\(?(2|1 / N|\(.*?\)) \* ", "0.5 * (2) * "), "half"),
    Fault("σ′ once more", "loss", _swap(r"^(.*A(\d+) - Y.*)$", r"(\1) * A\2 * (1 - A\2)"), "activation-twice"),
    Fault("absolute difference", "loss", lambda code: f"np.abs({code})", "absolute"),
    Fault("no penalty", _WEIGHT, _swap(r"^\S+ \* W\d+ \+ | \+ \S+ \* W\d+$", ""), "penalty-missing"),
)


def program(source: str) -> dict[str, Any]:
    """Return the names that a program defines."""
    names: dict[str, Any] = {}
    exec(source, names)
    return names


def applied(fault: Fault, source: str, place: int) -> str | None:
    """Return a program with a fault at one of the lines it fits, or at all of them; None where it fits none."""
    head, body = source.split("def gradients(")
    lines = body.split("\n")
    first = next(i for i, line in enumerate(lines) if re.match(r"\s+d[AZ]\w* = ", line))
    fitting = []
    for i, line in enumerate(lines):
        found = re.match(r"(\s+)(d\w+) = (.*)$", line)
        if found is None or (fault.line == "loss") != (i == first):
            continue
        if fault.line != "loss" and not re.fullmatch(fault.line, found[2]):
            continue
        changed = fault.change(found[3])
        if changed != found[3]:
            fitting.append((i, f"{found[1]}{found[2]} = {changed}"))
    if not fitting or (fault.everywhere and len(fitting) < 2):
        return None
    for i, line in fitting if fault.everywhere else [fitting[place % len(fitting)]]:
        lines[i] = line
    return "def gradients(".join([head, "\n".join(lines)])


def _column(source: str) -> Any:
    """Return gradients with biases of shape (n,), as torch has them."""
    right = program(source)["gradients"]
    return lambda p, X, Y: {k: v.reshape(-1) if k.startswith("db") else v for k, v in right(p, X, Y).items()}


def _single(source: str) -> Any:
    right = program(source)["gradients"]

    def function(p: Any, X: Any, Y: Any) -> Any:
        low = {k: v.astype(np.float32) for k, v in p.items()}
        return {k: v.astype(np.float32) for k, v in right(low, X.astype(np.float32), Y.astype(np.float32)).items()}

    return function


def _renamed(source: str) -> Any:
    right = program(source)["gradients"]
    return lambda p, X, Y: {k[1:]: v for k, v in right(p, X, Y).items()}


def _listed(source: str) -> Any:
    right = program(source)["gradients"]
    return lambda p, X, Y: list(right(p, X, Y).values())


def _scaled_late(source: str) -> Any:
    """Return gradients in which the factor of the loss is applied at the end."""
    right = program(source)["gradients"]
    return lambda p, X, Y: {k: (v * 3.0) / 3.0 for k, v in right(p, X, Y).items()}


def _by_examples(source: str) -> Any:
    """Return gradients with other products: einsum for @, and ones in place of sums."""
    text = re.sub(r"(\w+)\.T @ (\w+)$", r"np.einsum('ni,nj->ij', \1, \2)", source, flags=re.MULTILINE)
    text = re.sub(r"(dZ\d+)\.sum\(axis=0, keepdims=True\)", r"np.ones((1, len(\1))) @ \1", text)
    return program(text)["gradients"]


def _kinks(source: str) -> Any:
    """Return gradients with the other slope at kinks."""
    return program(re.sub(r"\((Z\d+) > 0\)", r"(\1 >= 0)", source))["gradients"]


_WEIGHTS = r"(\w+)\.T @ (dZ\d+)"
_BIASES = r"(dZ\d+)\.sum\(axis=0, keepdims=True\)"
_BACKWARD = r"(dZ\d+) @ (W\d+)\.T"
_ENTRYWISE = r"^(\s+)(dZ\d+) = (dA\d+) \* (.+)$"


def _written(*changes: tuple[str, str]) -> Callable[[str], Any]:
    """Return what writes the products of a program in another way."""

    def variant(source: str) -> Any:
        head, body = source.split("def gradients(")
        for old, new in changes:
            body = re.sub(old, new, body, flags=re.MULTILINE)
        return program(f"{head}def gradients({body}")["gradients"]

    return variant


def _fortran(source: str) -> Any:
    """Return gradients in the other order of memory, and read-only."""
    right = program(source)["gradients"]

    def function(p: Any, X: Any, Y: Any) -> Any:
        found = {k: np.asfortranarray(v) for k, v in right(p, X, Y).items()}
        for array in found.values():
            array.flags.writeable = False
        return found

    return function


def _in_place(source: str) -> Any:
    """Return gradients of a function that works in its arguments."""
    right = program(source)["gradients"]

    def function(p: Any, X: Any, Y: Any) -> Any:
        found = right(p, X, Y)
        for array in (*p.values(), X, Y):
            array[...] = 0
        return found

    return function


def _with_more(source: str) -> Any:
    right = program(source)["gradients"]
    return lambda p, X, Y: {**right(p, X, Y), "loss": 0.0, "dX": None}


def _in_halves(source: str) -> Any:
    """Return gradients as the sum of those of two batches, as when gradients are accumulated; the penalty counts once."""
    right = program(source)["gradients"]

    def function(p: Any, X: Any, Y: Any) -> Any:
        found = right(p, X, Y)
        return {k: (v.astype(np.longdouble) / 2 + v.astype(np.longdouble) / 2).astype(float) for k, v in found.items()}

    return function


VARIANTS: dict[str, Callable[[str], Any]] = {
    "transposed products": _written((_WEIGHTS, r"(\2.T @ \1).T"), (_BACKWARD, r"(\2 @ \1.T).T")),
    "einsum": _written((_WEIGHTS, r"np.einsum('ni,nj->ij', \1, \2)"), (_BACKWARD, r"np.einsum('nj,ij->ni', \1, \2)")),
    "dot and inner": _written((_WEIGHTS, r"np.dot(\1.T, \2)"), (_BACKWARD, r"np.inner(\1, \2)")),
    "tensordot": _written((_WEIGHTS, r"np.tensordot(\1, \2, axes=(0, 0))"), (_BACKWARD, r"np.tensordot(\1, \2, axes=(1, 1))")),
    "a loop over examples": _written((_WEIGHTS, r"sum(np.outer(a, d) for a, d in zip(\1, \2))")),
    "a loop from the end": _written((_WEIGHTS, r"sum(np.outer(a, d) for a, d in list(zip(\1, \2))[::-1])")),
    "broadcast products": _written((_WEIGHTS, r"(\1[:, :, None] * \2[:, None, :]).sum(axis=0)")),
    "sums by ones": _written((_BIASES, r"np.ones((1, len(\1))) @ \1")),
    "sums without keepdims": _written((_BIASES, r"np.sum(\1, axis=0)")),
    "sums by add.reduce": _written((_BIASES, r"np.add.reduce(\1)[None, :]")),
    "means times the count": _written((_BIASES, r"\1.mean(axis=0, keepdims=True) * len(\1)")),
    "in-place products": _written((_ENTRYWISE, r"\1\2 = \3.copy()\n\1\2 *= \4")),
    "np.multiply": _written((_ENTRYWISE, r"\1\2 = np.multiply(\4, \3)")),
    "biases as columns": lambda source: (
        lambda p, X, Y: {k: v.T if k.startswith("db") else v for k, v in program(source)["gradients"](p, X, Y).items()}
    ),
    "another order of memory": _fortran,
    "work in the arguments": _in_place,
    "more than was asked": _with_more,
    "added up": _in_halves,
    "as generated": lambda source: program(source)["gradients"],
    "flat biases": _column,
    "float32": _single,
    "names of parameters": _renamed,
    "a list": _listed,
    "rounded otherwise": _scaled_late,
    "other products": _by_examples,
    "other slopes at kinks": _kinks,
}


def arrays(network: st.Network, seed: int = 11) -> tuple[dict[str, Any], Any, Any]:
    """Return parameters, inputs and targets of a network."""
    rng = np.random.default_rng(seed)

    def drawn(matrix: Any) -> Any:
        return rng.standard_normal([int(n) if n.is_Integer else 8 for n in matrix.shape])

    targets = np.exp(drawn(network.targets))
    return {p.name: drawn(p) for p in network.parameters}, drawn(network.inputs[0]), targets / targets.sum(axis=1, keepdims=True)


def runs(text: str, network: st.Network) -> bool:
    """Tell whether a changed program runs at all: shapes may stop it."""
    try:
        program(text)["gradients"](*arrays(network))
    except ValueError:
        return False
    return True


def is_same(text: str, source: str, network: st.Network) -> bool:
    """Tell whether a changed program computes the same: one unit summed over all, a mask of 0 and 1 squared."""
    try:
        found, right = (program(t)["gradients"](*arrays(network)) for t in (text, source))
    except ValueError:
        return False
    return all(found[k].shape == right[k].shape and np.allclose(found[k], right[k]) for k in right)


def _measure() -> None:
    tried = detected = named = alarms = variants = 0
    for label, network in NETWORKS.items():
        source = network.source()
        solution = st.backpropagate(network)
        for fault in FAULTS:
            for place in range(2):
                text = applied(fault, source, place)
                if text is None or (place and fault.everywhere):
                    continue
                if is_same(text, source, network):
                    continue
                try:
                    found = st.check_gradient(program(text)["gradients"], solution)
                except st.InputError:  # the program stops by itself
                    continue
                if found.status != "incorrect":
                    print("missed", label, fault.name, found.explanation)
                tried += 1
                detected += found.status == "incorrect"
                ids = (found.mistake or "", *found.rivals)
                is_named = any(part.endswith("/" + fault.ids) for i in ids for part in i.split(" + "))
                named += is_named
                if not is_named:
                    print("unnamed", label, "|", fault.name, "|", found.mistake, found.rivals, found.where)
        for name, variant in VARIANTS.items():
            variants += 1
            found = st.check_gradient(variant(source), solution)
            if found.status != "correct":
                alarms += 1
                print("false alarm", label, name, found.explanation)
    print(f"{len(FAULTS)} kinds on {len(NETWORKS)} networks: {tried} programs, detected {detected / tried:.2%}, named {named / tried:.2%}")
    print(f"{variants} correct variants, {alarms} false alarms")


if __name__ == "__main__":
    _measure()
