"""Networks: derivation over width and depth, a generated step beside a careful one by hand and beside PyTorch and JAX, and the circles.

Steps are taken in turn in one process, and the quotient of the medians is printed; PyTorch and JAX stand beside them where they are
installed.  ``python -m tests.gradient_faults`` measures the grading of code.
"""

import importlib
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count, islice
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


_LETTERS = (f"N{k}" for k in count())


def _derivation(widths: Any) -> float:
    """Return the seconds of processor time of a derivation; a letter of its own for the batch lets no earlier one be remembered."""
    taken = []
    for letter in islice(_LETTERS, RUNS):
        network = _dense(widths, letter)
        taken.append(cold(partial(st.backpropagate, network), time.process_time))
    return statistics.median(taken)


def width_and_depth() -> None:
    """Print how the time of a derivation grows with the widths, and with the depth."""
    st.backpropagate(_dense(SMALL))  # what is imported and looked up once
    small = _derivation(SMALL)
    for label, widths in (("784-256-128-10", LARGE), ("symbols", ("a", "b", "c", "d"))):
        row(f"derivation, {label} beside 2-4-3-1", f"{_derivation(widths) / small:.2f}×", "≤ 2×")
    times = {depth: _derivation((4,) * depth + (1,)) for depth in (2, 32, 64, 128)}
    row("derivation, 64 layers beside 2", f"{times[64] / times[2]:.2f}×", "≤ 32× (linear)")
    for depth in (64, 128):
        row(f"derivation, {depth} layers beside {depth // 2}", f"{times[depth] / times[depth // 2]:.2f}×", "≤ 2.2× (linear)")


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
    for name, step_in in (("PyTorch on the CPU", _in_pytorch), ("jax.grad, compiled", _in_jax)):
        with suppress(ImportError):
            yield name, step_in(parameters, X, Y)


def _in_pytorch(parameters: dict[str, Any], X: Any, Y: Any) -> Callable[[], Any]:
    """Return a step of eager PyTorch."""
    torch = importlib.import_module("torch")
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

    return step


def _in_jax(parameters: dict[str, Any], X: Any, Y: Any) -> Callable[[], Any]:
    """Return a step of ``jax.grad``, compiled before it is timed."""
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    depth = len(parameters) // 2

    def loss(held: dict[str, Any]) -> Any:
        A = X
        for k in range(1, depth):
            A = jax.nn.relu(A @ held[f"W{k}"] + held[f"b{k}"])
        Z = A @ held[f"W{depth}"] + held[f"b{depth}"]
        if Z.shape[1] == 1:
            return jax.numpy.mean(jax.nn.softplus(Z) - Y * Z)
        return -jax.numpy.mean(jax.numpy.sum(Y * jax.nn.log_softmax(Z, axis=1), axis=1))

    gradient = jax.jit(jax.grad(loss))
    gradient(parameters)
    return lambda: {f"d{name}": np.asarray(array) for name, array in gradient(parameters).items()}


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
