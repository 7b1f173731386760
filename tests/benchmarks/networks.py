"""Networks: derivation over width and depth, a generated step beside a careful one by hand and beside PyTorch, and the circles.

Steps are taken in turn in one process, and the quotient of the medians is printed; PyTorch stands beside them where it is
installed.  ``python -m tests.gradient_faults`` measures the grading of code.
"""

import importlib
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

import symtutor as st
from symtutor.training import initial_parameters, train, two_circles
from tests.benchmarks.timing import cold, row

__all__ = ["run"]

SMALL, LARGE = (2, 4, 3, 1), (784, 256, 128, 10)
RUNS, STEPS, SEEDS, ACCURACY = 5, 60, 10, 0.98


def _dense(widths: Any, batch: Any = "N") -> st.Network:
    """Return a network with ReLU inside and the cross-entropy that fits its width."""
    last, loss = ("sigmoid", "binary cross-entropy") if widths[-1] == 1 else ("softmax", "cross-entropy")
    return st.Network(widths, (*["relu"] * (len(widths) - 2), last), loss, batch)


def _derivation(network: st.Network) -> float:
    return statistics.median(cold(lambda: st.backpropagate(network)) for _ in range(RUNS))


def width_and_depth() -> None:
    """Print how the time of a derivation grows with the widths, and with the depth."""
    small = _derivation(_dense(SMALL))
    for label, widths in (("784-256-128-10", LARGE), ("symbols", ("a", "b", "c", "d"))):
        row(f"derivation, {label} beside 2-4-3-1", f"{_derivation(_dense(widths)) / small:.2f}×", "≤ 2×")
    times = {depth: _derivation(_dense((4,) * depth + (1,))) / depth for depth in (2, 8, 32, 64)}
    row("seconds a layer, 64 layers beside 8", f"{times[64] / times[8]:.2f}×", "≤ 1.5× (linear)")


def by_hand(parameters: dict[str, Any], X: Any, Y: Any) -> dict[str, Any]:
    """Return the gradients of a network with ReLU inside as a careful person writes them."""
    depth = len(parameters) // 2
    held, A = [X], X
    for k in range(1, depth):
        A = np.maximum(A @ parameters[f"W{k}"] + parameters[f"b{k}"], 0)
        held.append(A)
    Z = A @ parameters[f"W{depth}"] + parameters[f"b{depth}"]
    if Z.shape[1] == 1:
        e = np.exp(-np.abs(Z))
        predicted = np.where(Z >= 0, 1, e) / (1 + e)
    else:
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        predicted = e / e.sum(axis=1, keepdims=True)
    back = (predicted - Y) / len(X)
    found = {}
    for k in range(depth, 0, -1):
        found[f"dW{k}"] = held[k - 1].T @ back
        found[f"db{k}"] = back.sum(axis=0, keepdims=True)
        if k > 1:
            back = (back @ parameters[f"W{k}"].T) * (held[k - 1] > 0)
    return found


def _arrays(widths: tuple[int, ...], rows: int) -> tuple[dict[str, Any], Any, Any]:
    rng = np.random.default_rng(0)
    parameters = initial_parameters(_dense(widths), seed=0)
    Y = np.eye(widths[-1])[rng.integers(0, widths[-1], rows)] if widths[-1] > 1 else rng.integers(0, 2, (rows, 1)).astype(float)
    return parameters, rng.standard_normal((rows, widths[0])), Y


def _in_turn(*actions: Callable[[], Any]) -> list[float]:
    """Return the median seconds of actions that are taken in turn."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(STEPS):
        for seconds, action in zip(taken, actions, strict=True):
            start = time.perf_counter()
            action()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken]


def _peers(parameters: dict[str, Any], X: Any, Y: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield a step of the libraries that are installed."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return
    torch.set_num_threads(1)
    held = {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}
    inputs, targets, depth = torch.tensor(X), torch.tensor(Y), len(parameters) // 2

    def step() -> dict[str, Any]:
        A = inputs
        for k in range(1, depth):
            A = torch.relu(A @ held[f"W{k}"] + held[f"b{k}"])
        Z = A @ held[f"W{depth}"] + held[f"b{depth}"]
        functional = torch.nn.functional
        loss = functional.binary_cross_entropy_with_logits(Z, targets) if Z.shape[1] == 1 else functional.cross_entropy(Z, targets)
        return {f"d{n}": g.numpy() for n, g in zip(held, torch.autograd.grad(loss, list(held.values())), strict=True)}

    yield "PyTorch on the CPU", step


def steps() -> None:
    """Print a generated step beside one by hand, and beside the libraries that are installed."""
    for widths, rows in ((SMALL, 1000), (LARGE, 128)):
        program: dict[str, Any] = {}
        exec(_dense(widths).source(), program)
        parameters, X, Y = _arrays(widths, rows)
        peers: list[tuple[str, Callable[[], Any]]] = [("by hand", partial(by_hand, parameters, X, Y)), *_peers(parameters, X, Y)]
        label = "-".join(map(str, widths))
        right = program["gradients"](parameters, X, Y)
        for name, peer in peers:
            other = peer()
            gap = max(float(np.abs(other[key] - right[key]).max() / np.abs(right[key]).max()) for key in right)
            ours, theirs = _in_turn(partial(program["gradients"], parameters, X, Y), peer)
            row(f"step of {label}, {rows} rows, beside {name}", f"{ours / theirs:.3f}×, differs by {gap:.0e}", "≤ 1.05×")


def circles() -> None:
    """Print how many seeds of the lesson's settings learn the two circles."""
    network = _dense(SMALL)
    reached = 0
    for seed in range(SEEDS):
        X, Y = two_circles(1000, seed=seed)
        trained = train(network, X, Y, seed=seed, progress=False)
        reached += float(np.mean((trained.predict(X) > 0.5) == (Y > 0.5))) >= ACCURACY
    row("the circles learned to 0.98", f"{reached} of {SEEDS} seeds", "≥ 9 of 10")


def run() -> None:
    """Run all parts."""
    width_and_depth()
    steps()
    circles()
