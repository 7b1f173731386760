"""The widest street between two sets of points, exactly: the shortest difference of their convex hulls.

Wolfe's method keeps a small set of pairs whose differences are affinely
independent and the point of least norm in their hull.  It is run in floats to
propose the pairs, then over the rationals from there on; every point is looked
at exactly, a bound on the rounding of a float product being the filter [1]_.

References
----------
.. [1] P. Wolfe, Finding the nearest point in a polytope, Mathematical Programming 11 (1976) 128-149.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

__all__ = ["Street", "as_fraction", "proposed_multipliers", "soft_multipliers", "widest_street"]

_ROUNDS = 500
Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Street:
    """The exact answer: normal w and offset b with margins ≥ 1, multipliers of ‖w‖² by index; or the weights of a common point."""

    w: Point | None
    b: Fraction | None
    multipliers: dict[int, Fraction]
    is_separable: bool


def as_fraction(number: Any) -> Fraction:
    """Return a number as the exact rational that it is; a float as the one that it stores."""
    if isinstance(number, Fraction):
        return number
    if isinstance(number, int | float):
        return Fraction(number)
    if hasattr(number, "p") and hasattr(number, "q"):
        return Fraction(int(number.p), int(number.q))
    return Fraction(number.item() if hasattr(number, "item") else number)


class _Cloud:
    """Points as floats, with the exact ones made when they are asked for."""

    def __init__(self, points: Any, indices: Any) -> None:
        import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

        self.points, self.indices = points, indices
        self.floats = (
            points[indices] if isinstance(points, np.ndarray) else np.array([[float(c) for c in points[i]] for i in indices], dtype=float)
        )
        self.sizes = np.abs(self.floats)
        self._exact: dict[int, Point] = {}

    def exact(self, k: int) -> Point:
        """Return the exact point of a position."""
        if k not in self._exact:
            self._exact[k] = tuple(as_fraction(c) for c in self.points[self.indices[k]])
        return self._exact[k]

    def lowest(self, direction: Point) -> tuple[int, Fraction]:
        """Return the position and the value of the exact point with the least product with a direction."""
        import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

        way = np.array([float(c) for c in direction])
        scores = self.floats @ way
        slack = 4 * (len(direction) + 2) * 2.0**-53 * float((self.sizes @ np.abs(way)).max()) + 5e-324
        near = np.flatnonzero(scores <= scores.min() + 2 * slack)
        seen: dict[Point, int] = {}
        for k in near:
            seen.setdefault(self.exact(int(k)), int(k))
        return min(((k, _dot(p, direction)) for p, k in seen.items()), key=lambda pair: (pair[1], pair[0]))


def _dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def widest_street(points: Any, labels: Sequence[int]) -> Street:
    """Return the exact separating street of points with labels 1 and −1.

    Parameters
    ----------
    points : sequence of points, or array of shape (n, d)
        Numbers are taken as the rationals they are.
    labels : sequence of int
        1 or −1 for each point, both occurring.

    Examples
    --------
    >>> street = widest_street([(0, 0), (1, 2), (2, 1)], [-1, 1, 1])
    >>> street.w, street.b, street.multipliers
    ((Fraction(2, 3), Fraction(2, 3)), Fraction(-1, 1), {0: Fraction(8, 9), 1: Fraction(4, 9), 2: Fraction(4, 9)})
    """
    import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

    signs = np.asarray(labels)
    above, below = (_Cloud(points, np.flatnonzero(signs == s)) for s in (1, -1))
    pairs = _proposed(above.floats, below.floats)
    corral, weights = _exactly(above, below, pairs)
    nearest = _combined(above, below, corral, weights)
    square = _dot(nearest, nearest)
    shares: dict[int, Fraction] = {}
    scale = 4 / square if square else Fraction(1)
    for (i, j), mu in zip(corral, weights, strict=True):
        for k in (int(above.indices[i]), int(below.indices[j])):
            shares[k] = shares.get(k, Fraction(0)) + scale * mu
    multipliers = {k: v for k, v in sorted(shares.items()) if v}
    if not square:
        return Street(None, None, multipliers, is_separable=False)
    w = tuple(2 * c / square for c in nearest)
    top = [_dot(above.exact(i), w) for (i, _), mu in zip(corral, weights, strict=True) if mu]
    return Street(w, 1 - top[0], multipliers, is_separable=True)


def _difference(above: _Cloud, below: _Cloud, pair: tuple[int, int]) -> Point:
    return tuple(a - b for a, b in zip(above.exact(pair[0]), below.exact(pair[1]), strict=True))


def _combined(above: _Cloud, below: _Cloud, corral: Sequence[tuple[int, int]], weights: Sequence[Fraction]) -> Point:
    vectors = [_difference(above, below, p) for p in corral]
    return tuple(sum((mu * v[k] for mu, v in zip(weights, vectors, strict=True)), Fraction(0)) for k in range(len(vectors[0])))


def _exactly(above: _Cloud, below: _Cloud, pairs: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[Fraction]]:
    """Return Wolfe's corral and weights over the rationals, from proposed pairs on."""
    corral, weights = pairs[:1], [Fraction(1)]
    pending = pairs[1:]
    try:
        whole = _affine_minimizer([_difference(above, below, p) for p in pairs])
    except ZeroDivisionError:  # the proposal is not affinely independent
        whole = []
    if whole and all(w > 0 for w in whole):
        corral, weights, pending = pairs, whole, []
    while True:
        x = _combined(above, below, corral, weights)
        square = _dot(x, x)
        if not square:
            return corral, weights
        pair = next((p for p in pending if p not in corral and _dot(x, _difference(above, below, p)) < square), None)
        if pair is not None:
            pending.remove(pair)
        else:
            pending = []
            (i, low), (j, high) = above.lowest(x), below.lowest(tuple(-c for c in x))
            if low + high >= square:
                return corral, weights
            pair = (i, j)
        corral, weights = _minor([*corral, pair], [*weights, Fraction(0)], above, below)


def _minor(
    corral: list[tuple[int, int]], weights: list[Fraction], above: _Cloud, below: _Cloud
) -> tuple[list[tuple[int, int]], list[Fraction]]:
    """Move to the point of least norm in the affine hull, dropping pairs whose weight would become negative."""
    while True:
        vectors = [_difference(above, below, p) for p in corral]
        target = _affine_minimizer(vectors)
        if all(t > 0 for t in target):
            return corral, target
        step = min(w / (w - t) for w, t in zip(weights, target, strict=True) if t <= 0 and w != t)
        moved = [w + step * (t - w) for w, t in zip(weights, target, strict=True)]
        kept = [k for k, m in enumerate(moved) if m > 0]
        if len(kept) == len(corral):  # only zero weights hinder
            kept = [k for k, t in enumerate(target) if t > 0]
        corral, weights = [corral[k] for k in kept], [moved[k] for k in kept]


def _affine_minimizer(vectors: list[Point]) -> list[Fraction]:
    """Return the weights of the point of least norm in the affine hull of affinely independent vectors.

    All is done in whole numbers (Bareiss), since fractions of floats have long denominators.
    """
    count = len(vectors)
    common = lcm(*(c.denominator for v in vectors for c in v))
    whole = [[int(c * common) for c in v] for v in vectors]
    rows = [[sum(p * q for p, q in zip(a, b, strict=True)) for b in whole] + [1, 0] for a in whole]
    rows.append([1] * count + [0, 1])
    size, last = count + 1, 1
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            raise ZeroDivisionError
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [(v * head - factor * w) // last for v, w in zip(rows[i], rows[k], strict=True)]
        last = head
    return [Fraction(rows[k][-1], rows[k][k]) for k in range(count)]


# ---- the proposal in floats ----------------------------------------------------------------------
def _proposed(above: Any, below: Any) -> list[tuple[int, int]]:
    """Return pairs of positions that Wolfe's method ends with in floats; they need not be right."""
    import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

    x = above.mean(axis=0) - below.mean(axis=0)
    pair = (int((above @ x).argmin()), int((below @ x).argmax()))
    corral, weights = [pair], np.ones(1)
    x = above[pair[0]] - below[pair[1]]
    for _ in range(_ROUNDS):
        i, j = int((above @ x).argmin()), int((below @ x).argmax())
        gap = x @ x - x @ (above[i] - below[j])
        if gap <= 1e-12 * (x @ x) + 1e-300 or (i, j) in corral:
            break
        corral, weights = [*corral, (i, j)], np.append(weights, 0.0)
        while True:
            vectors = np.array([above[a] - below[b] for a, b in corral])
            size = len(corral)
            system = np.zeros((size + 1, size + 1))
            system[:size, :size] = vectors @ vectors.T
            system[:size, size] = system[size, :size] = 1
            target = np.linalg.lstsq(system, np.append(np.zeros(size), 1.0), rcond=None)[0][:size]
            if (target > 1e-12).all():
                weights = target
                break
            down = target <= 1e-12
            steps = weights[down] / np.maximum(weights[down] - target[down], 1e-300)
            weights = weights + float(steps.min()) * (target - weights)
            keep = weights > 1e-12
            if keep.all() or not keep.any():
                keep = np.arange(size) != int(weights.argmin())
            corral, weights = [c for c, k in zip(corral, keep, strict=True) if k], weights[keep]
            weights = weights / weights.sum()
            if len(corral) == 1:
                weights = np.ones(1)
        x = weights @ np.array([above[a] - below[b] for a, b in corral])
    return corral


# ---- soft margins and kernels --------------------------------------------------------------------
def soft_multipliers(
    kernel: Sequence[Sequence[Fraction]], labels: Sequence[int], bound: Fraction | None
) -> tuple[list[Fraction], Fraction] | None:
    """Return the exact multipliers and offset of ½‖w‖² + C Σ ξ for a kernel matrix, or None where none was certified.

    The dual in floats proposes which multipliers are 0, free, or at C; the rest is an exact linear problem.
    """
    rough = [[float(v) for v in row] for row in kernel]
    for free, full in proposed_multipliers(rough, labels, bound, (1e-7, 1e-5, 1e-9, 1e-3)):
        found = _certified(kernel, labels, bound, free, full)
        if found is not None:
            return found
    return None


def proposed_multipliers(
    kernel: Sequence[Sequence[float]], labels: Sequence[int], bound: Fraction | None, tolerances: Sequence[float]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield guesses of which multipliers lie between 0 and C, and which are at C, by the dual in floats."""
    import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

    signs = np.array(labels, dtype=float)
    top = float(bound) if bound is not None else np.inf
    alphas = _dual(np.array(kernel) * np.outer(signs, signs), signs, top)
    for tolerance in tolerances:
        scale = top if bound is not None else max(1.0, float(alphas.max(initial=0.0)))
        full = [i for i, a in enumerate(alphas) if bound is not None and a >= top - tolerance * scale]
        yield [i for i, a in enumerate(alphas) if tolerance * scale < a < top - tolerance * scale], full


def _dual(gram: Any, signs: Any, top: float) -> Any:
    """Maximize Σ α − ½ αᵀ G α with 0 ≤ α ≤ C and Σ α y = 0 by pairs that violate most (SMO)."""
    import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

    alphas = np.zeros(len(signs))
    slope = np.ones(len(signs))
    for _ in range(100_000):
        score = slope * signs
        up = ((signs > 0) & (alphas < top)) | ((signs < 0) & (alphas > 0))
        down = ((signs > 0) & (alphas > 0)) | ((signs < 0) & (alphas < top))
        i, j = int(np.where(up, score, -np.inf).argmax()), int(np.where(down, score, np.inf).argmin())
        if not up.any() or not down.any() or score[i] - score[j] < 1e-12:
            break
        curve = gram[i, i] + gram[j, j] - 2 * signs[i] * signs[j] * gram[i, j]
        step = (score[i] - score[j]) / max(curve, 1e-14)
        step = min(step, top - alphas[i] if signs[i] > 0 else alphas[i], alphas[j] if signs[j] > 0 else top - alphas[j])
        if step > 1e15:
            break
        alphas[i] += signs[i] * step
        alphas[j] -= signs[j] * step
        slope -= step * (signs[i] * gram[i] - signs[j] * gram[j])
    return alphas


def _certified(
    kernel: Sequence[Sequence[Fraction]], labels: Sequence[int], bound: Fraction | None, free: list[int], full: list[int]
) -> tuple[list[Fraction], Fraction] | None:
    """Return multipliers and offset that satisfy all conditions exactly for a guess of what is free and what is at C."""
    from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point  # noqa: PLC0415 (only here)

    count = len(labels)
    fixed = [sum((bound * labels[j] * kernel[i][j] for j in full), Fraction(0)) if bound is not None else Fraction(0) for i in range(count)]

    def margin(i: int) -> list[Fraction]:
        return [labels[i] * labels[j] * kernel[i][j] for j in free] + [Fraction(labels[i])]

    rows: list[tuple[list[Fraction], Fraction]] = [(margin(i), 1 - labels[i] * fixed[i]) for i in free]
    total = sum((bound * labels[j] for j in full), Fraction(0)) if bound is not None else Fraction(0)
    rows.append(([Fraction(labels[j]) for j in free] + [Fraction(0)], -total))
    equal = len(rows)
    for i in range(count):
        if i in free:
            continue
        sign = -1 if i in full else 1
        rows.append(([sign * v for v in margin(i)], sign * (1 - labels[i] * fixed[i])))
    for k in range(len(free)):
        unit = [Fraction(int(k == m)) for m in range(len(free))] + [Fraction(0)]
        rows.append((unit, Fraction(0)))
        if bound is not None:
            rows.append(([-u for u in unit], -bound))
    found = feasible_point(rows, equal)
    if isinstance(found, Infeasible):
        return None
    exact = [as_fraction(v) for v in found]
    multipliers = [Fraction(0)] * count
    for i, value in zip(free, exact, strict=False):
        multipliers[i] = value
    for i in full:
        multipliers[i] = bound or Fraction(0)
    return multipliers, exact[-1]
