"""A whole network's gradients on numbers: the change of the loss along a direction, and what the gradients say about it.

The loss is computed anew from the definitions, once a little further along a
direction in all inputs and parameters at once and once a little before; the
gradients are computed from their formulas, in their own order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.index_notation.instances import REAL, instance
from symtutor.goals.networks import (
    LOSSES,
    BinaryCrossEntropy,
    CrossEntropy,
    CrossEntropyWithLogits,
    Hinge,
    Shift,
    adjoint_symbol,
    spelled_out,
)
from symtutor.term import sympified
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_backpropagation", "resized"]

_SMALL = (3, 2, 4, 5)
_SHORTEST = 8  # of a sequence that a kernel moves over
_LARGEST = 2_000_000  # multiplications of a pass at the sizes that were given
_STEP = 1e-5
_ROUNDING = 4 * np.finfo(float).eps
_SLACK = 50.0
_SEEDS = (1, 2, 3)


def judge_backpropagation(goal: Any, claimed: Any) -> Verdict:
    """Return whether gradients by name, taken together, give the change of the loss.

    Parameters
    ----------
    goal : Backpropagation
        The definitions, and the matrices whose gradients are wanted.
    claimed : Tuple
        Pairs of a name and an expression in names.

    Returns
    -------
    Verdict
        "correct": each gradient is judged by itself, and by the chain rule they hold together; here the
        whole is compared with difference quotients.  "incorrect" with the sizes and both values otherwise.
    """
    definitions, wanted, *_ = goal.args
    told = []
    for sizes in _sizes(definitions):
        for seed in _SEEDS:
            found = _compared(definitions, wanted, claimed, sizes, seed)
            if found is None:
                continue
            slope, said, bound = found
            if abs(slope - said) > bound:
                return Verdict(Status.INCORRECT, Witness(dict(sizes), f"{slope:.9g}", f"{said:.9g}", ("", ""), 9))
            told.append((sizes, abs(slope - said), bound))
            break
    if not told:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the loss is not finite at any place that was tried"))
    gap, bound = max(t[1] for t in told), max(t[2] for t in told)
    return Verdict(
        Status.CORRECT,
        Proof(f"chain rule over the gradients above; differences of the loss err by {gap:.1e}, at most {bound:.1e} was predicted"),
    )


def _sizes(definitions: sp.Tuple) -> list[dict[Any, Any]]:
    """Return small sizes, and the given ones where they are numbers and not too large."""
    symbols = [s for d in definitions for s in d.atoms(sp.MatrixSymbol)]
    used = list(dict.fromkeys(size for s in sorted(symbols, key=str) for size in s.shape if size != 1))
    small = {size: sp.Integer(_SMALL[k % len(_SMALL)]) for k, size in enumerate(used)}
    least = 0 if all(size.is_Symbol or size.is_Integer for size in used) else _SHORTEST  # n − k + 1 is a size too
    letters = {
        s: sp.Integer(least + _SMALL[k % len(_SMALL)]) for k, s in enumerate(sorted({x for u in used for x in u.free_symbols}, key=str))
    }
    real = {size: sympified(size).xreplace(letters) for size in used}
    if least:
        return [real]
    cost = sum(int(sp.prod([real.get(n, n) for n in (*m.shape, *symbols[0].shape[:1])])) for m in set(symbols)) if symbols else 0
    return [small, real] if small != real and cost <= _LARGEST else [small]


def _compared(definitions: Any, wanted: Any, claimed: Any, sizes: Mapping[Any, Any], seed: int) -> tuple[float, float, float] | None:
    """Return the slope of the loss along a direction, what the gradients say, and how far the two may be apart."""
    rng = np.random.default_rng(seed)
    lines = [(resized(symbol, sizes), resized(spelled_out(expr), sizes)) for symbol, expr in definitions]
    gradients = [
        (resized(node, sizes), resized(name, sizes), resized(spelled_out(expr), sizes))
        for node, (name, expr) in zip(wanted, claimed, strict=True)
    ]
    defined = {symbol for symbol, _ in definitions}
    leaves = sorted({m for d in definitions for m in d[1].atoms(sp.MatrixSymbol)} - defined, key=str)
    held = _targets(definitions)
    start, step = {}, {}
    for m in leaves:
        own = resized(m, sizes)
        shape = tuple(map(int, own.shape))
        start[own] = _targeted(definitions, m, shape, rng) if m in held else _drawn(rng, shape)
        if m not in held:
            step[own] = rng.standard_normal(shape)
    letters = _numbers(definitions, sizes)
    with np.errstate(all="ignore"):
        values = [_forward(lines, _moved(start, step, k * _STEP), letters) for k in (-2, -1, 0, 1, 2)]
        losses = [float(np.real(v[lines[-1][0]])) for v in values]
        said = _said(gradients, values[2], step, letters)
    if not np.isfinite([*losses, said]).all():
        return None
    slope = (losses[0] - 8 * losses[1] + 8 * losses[3] - losses[4]) / (12 * _STEP)
    central = (losses[3] - losses[1]) / (2 * _STEP)
    return slope, said, _SLACK * (abs(slope - central) + _ROUNDING * max(map(abs, losses)) * len(lines) / _STEP) + _STEP**2


def _drawn(rng: Any, shape: tuple[int, ...]) -> Any:
    """Return numbers that shrink with the number of rows, so that sums over many units do not saturate what follows."""
    return 0.5 * rng.standard_normal(shape) * min(1.0, 2.0 / np.sqrt(max(shape)))


def _moved(start: Mapping[Any, Any], step: Mapping[Any, Any], by: float) -> dict[Any, Any]:
    return {m: value + by * step[m] if m in step else value for m, value in start.items()}


def _forward(lines: list[tuple[sp.Basic, sp.Basic]], values: dict[Any, Any], letters: Mapping[Any, Any]) -> dict[Any, Any]:
    for symbol, expr in lines:
        values[symbol] = instance(expr, REAL, letters, values)
    return values


def _said(
    gradients: list[tuple[sp.Basic, sp.Basic, sp.Basic]], values: dict[Any, Any], step: Mapping[sp.Basic, Any], letters: Mapping[Any, Any]
) -> float:
    """Return what the gradients say about the change of the loss: the sum of their products with the steps."""
    total = 0.0
    for node, name, expr in gradients:
        values[name] = instance(expr, REAL, letters, values)
        if node in step and name == adjoint_symbol(node):
            total += float(np.real(np.sum(values[name] * step[node])))
    return total


def resized(expr: Any, sizes: Mapping[sp.Basic, sp.Basic]) -> Any:
    """Return an expression whose matrices have other sizes; numbers in front stay what they are."""
    if isinstance(expr, sp.MatrixSymbol):
        return sp.MatrixSymbol(expr.name, *(sizes.get(n, n) for n in expr.shape))
    if isinstance(expr, sp.OneMatrix | sp.ZeroMatrix):
        return expr.func(*(sizes.get(n, n) for n in expr.shape))
    if isinstance(expr, Shift):
        return Shift(expr.first, *(sizes.get(n, n) for n in expr.shape))
    if isinstance(expr, sp.Identity):
        return expr.func(sizes.get(expr.shape[0], expr.shape[0]))
    if not isinstance(expr, sp.Basic) or not expr.has(sp.MatrixExpr):
        return expr
    args = [resized(a, sizes) for a in expr.args]
    return expr.func(*args, evaluate=False) if isinstance(expr, sp.MatMul | sp.MatAdd) else expr.func(*args)


def _numbers(definitions: Any, sizes: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return values for the letters of numbers: sizes that are symbols, and rates such as λ."""
    matrices = {s for d in definitions for s in d.atoms(sp.MatrixSymbol)}
    names = {m.args[0] for m in matrices}
    free = sorted({s for d in definitions for s in d[1].free_symbols if isinstance(s, sp.Symbol) and s not in names}, key=str)
    return {s: sizes.get(s, sp.Rational(3, 10)) for s in free if s.name != "z"}


def _targets(definitions: Any) -> set[Any]:
    """Return the matrices that predictions are compared with."""
    losses = [e for d in definitions for e in d[1].atoms(*LOSSES)]
    return {m for loss in losses for m in loss.targets.atoms(sp.MatrixSymbol)}


def _targeted(definitions: Any, matrix: sp.Expr, shape: tuple[int, ...], rng: Any) -> Any:
    """Return targets as the loss wants them: rows that sum to 1, probabilities, signs, or any numbers."""
    loss = next(e for d in definitions for e in d[1].atoms(*LOSSES) if e.targets.has(matrix))
    if isinstance(loss, CrossEntropy | CrossEntropyWithLogits):
        axis = 0 if isinstance(loss.targets, sp.Transpose) else 1
        found = rng.random(shape) + 0.1
        return found / found.sum(axis=axis, keepdims=True)
    if isinstance(loss, Hinge):
        return np.sign(rng.standard_normal(shape))
    return rng.random(shape) if isinstance(loss, BinaryCrossEntropy) else rng.standard_normal(shape)
