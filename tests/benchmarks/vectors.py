"""Gradients and Jacobians: time an entry as sizes grow, and generated numpy beside hand-written."""

import statistics
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from time import process_time
from typing import Any

import numpy as np
import sympy as sp

import symtutor as st
from symtutor.lab.jacobians import numeric_matrix

x, y, p, q, r, s, t, u = sp.symbols("x y p q r s t u")
WEIGHTS = ((0.3, -1.2), (0.7, 0.4), (-0.9, 1.1))
POINTS = 200_000


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = process_time()
    result = call()
    return result, process_time() - start


def _ratio(ours: Callable[[], Any], theirs: Callable[[], Any], runs: int = 41) -> tuple[float, float, float]:
    """Return the quartiles of the ratios of runs in turn: what slows one of a pair slows the other."""
    ours(), theirs()
    pairs = [(_timed(ours)[1], _timed(theirs)[1]) for _ in range(runs)]
    low, middle, high = statistics.quantiles([a / b for a, b in pairs], n=4)
    return low, middle, high


def _gradient(n: int) -> Any:
    names = sp.symbols(f"x1:{n + 1}")
    f = sp.Add(*[sp.sin(a) * b for a, b in pairwise(names)], sp.exp(names[0]))
    return st.gradient(f, names)


def _jacobian(n: int) -> Any:
    names = sp.symbols(f"x1:{n + 1}")
    squares = [[sp.Rational(i + j + 1, 7) * v**2 for j, v in enumerate(names)] for i in range(n)]
    return st.jacobian([sp.sin(names[i]) * names[(i + 1) % n] + sp.Add(*squares[i]) for i in range(n)], names)


def _growth(name: str, make: Callable[[int], Any], sizes: tuple[int, ...], entries: Callable[[int], int]) -> None:
    """Print the time an entry; it stays level when all is linear in the entries."""
    make(3)
    for n in sizes:
        solution, derived = _timed(partial(make, n))
        _, compiled = _timed(solution.function)
        count = entries(n)
        each = [1e6 * seconds / count for seconds in (derived, compiled)]
        print(f"{name} n = {n}: {count} entries, derived and checked {each[0]:.0f} µs an entry, lambdified {each[1]:.0f} µs")


def _products(a: Any, b: Any) -> Any:
    return np.array([[2 * b, 2 * a], [2 * a * b, np.square(a)]])


def _sigmoids(a: Any, b: Any) -> Any:
    rows = []
    for first, second in WEIGHTS:
        decay = np.exp(-first * a - second * b)
        slope = decay / np.square(1 + decay)
        rows.append([first * slope, second * slope])
    return np.array(rows)


def _beside_hand(name: str, generated: Callable[..., Any], by_hand: Callable[..., Any]) -> None:
    """Print the ratio of generated to hand-written numpy on many points."""
    random = np.random.default_rng(0)
    a, b = random.normal(size=(2, POINTS))
    difference = np.max(np.abs(np.moveaxis(generated(a, b), (-2, -1), (0, 1)) - by_hand(a, b)))
    low, middle, high = _ratio(lambda: generated(a, b), lambda: by_hand(a, b))
    told = f"generated / hand-written {middle:.2f} (median; quartiles {low:.2f} and {high:.2f})"
    print(f"{name} at {POINTS} points: {told}, largest difference {difference:.1e}")


def run() -> None:
    """Print all ratios."""
    _growth("gradient", _gradient, (50, 100, 200), lambda n: n)
    _growth("Jacobian", _jacobian, (25, 50, 100), lambda n: n * n)
    _beside_hand("Jacobian of (2xy, x²y)", st.jacobian("(2xy, x^2 y)").function(), _products)
    names = (p, q, r, s, t, u)
    weights = dict(zip(names, (sp.Rational(str(w)) for pair in WEIGHTS for w in pair), strict=True))
    fields = [1 / (1 + sp.exp(-a * x - b * y)) for a, b in ((p, q), (r, s), (t, u))]
    answer = st.jacobian(fields, (x, y)).answer.subs(weights)
    _beside_hand("Jacobian of three sigmoids", numeric_matrix(answer, (x, y)), _sigmoids)
