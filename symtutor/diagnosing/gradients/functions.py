"""The verdict on a numpy function for the gradient of an expression in n variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.diagnosing.gradients.arrays import as_array, called_with
from symtutor.diagnosing.gradients.ratios import DIAGONAL_ONLY, constant_ratio, factor_named
from symtutor.errors import InputError
from symtutor.verdict import Status
from symtutor.work import Diagnosis

__all__ = ["grade_function"]

_POINTS = 6
_EXACT, _COARSE = 1e-9, 1e-3


def grade_function(function: Callable[[Any], Any], entries: Any, variables: tuple[sp.Symbol, ...], expr: Any = None) -> Diagnosis:
    """Judge a function that maps an array of shape (n,) to the gradient of shape (n,).

    Parameters
    ----------
    function : callable
        What a learner wrote.
    entries : Matrix of shape (n, 1) or (m, n)
        The right gradient or Jacobian.
    variables : tuple of Symbol
        In the order of the array.
    expr : Expr, optional
        What is differentiated: a gradient that returns its value is told so.
    """
    shape = (len(variables),) if entries.shape[1] == 1 and entries.shape[0] == len(variables) else tuple(entries.shape)
    functions = [numeric_function(e, variables) for e in entries.flat()]
    points = [p for p in _places(len(variables)) if all(np.isfinite(f(*p)) for f in functions)][:_POINTS]
    if not points:
        return Diagnosis(Status.UNDECIDED, explanation="The gradient is not finite at any place that was tried.")
    right = np.array([np.reshape([f(*p) for f in functions], shape) for p in points])
    given = np.array([_called(function, p, shape) for p in points])
    scale = np.abs(right).max() + 1e-12
    gaps = np.abs(given - right).max(axis=0) / scale
    if not np.isfinite(gaps).all() or gaps.max() > _COARSE:
        return _explained(given, right, variables, shape, points, expr)
    if gaps.max() <= _EXACT:
        return Diagnosis(Status.CORRECT, explanation=f"Right at {len(points)} points.")
    if _is_single(function, points[0]):
        return Diagnosis(Status.CORRECT, explanation="Right as far as single precision tells; float64 tells more.")
    digits = int(-np.log10(gaps.max()))
    return Diagnosis(
        Status.UNDECIDED, explanation=f"It agrees to {digits} digits only, as a difference quotient does: too coarse to judge."
    )


def _places(n: int) -> list[Any]:
    """Return fixed places, some of them with negative entries."""
    rng = np.random.default_rng(3)
    return [*(0.3 + rng.random(n) * 1.6 for _ in range(_POINTS // 2)), *(rng.standard_normal(n) * 1.3 for _ in range(4 * _POINTS))]


def _called(function: Callable[[Any], Any], point: Any, shape: tuple[int, ...]) -> Any:
    try:
        with np.errstate(all="ignore"):
            found = np.asarray(as_array(called_with(function, point.copy())), dtype=float)
    except Exception as error:
        raise InputError(
            f"the function stopped with {type(error).__name__}: {error}", "It is called with an array of shape (n,)."
        ) from error
    if found.shape != shape and found.size == int(np.prod(shape)) and (1 in found.shape or len(shape) == 1):
        return found.reshape(shape)
    if found.shape != shape:
        raise InputError(f"the function returned an array of shape {found.shape}", f"The gradient has the shape {shape}.")
    return found


def _is_single(function: Callable[[Any], Any], point: Any) -> bool:
    return as_array(called_with(function, point.copy())).dtype in (np.float32, np.float16)


def _explained(
    given: Any, right: Any, variables: tuple[sp.Symbol, ...], shape: tuple[int, ...], points: list[Any], expr: sp.Basic
) -> Diagnosis:
    """Name a fault by ratio, entry by entry; silent where nothing fits."""
    if len(shape) == 2 and shape[0] == shape[1] and np.allclose(given.transpose(0, 2, 1), right, rtol=1e-7, atol=1e-9):
        return _wrong("gradient/transposed", None, "It is the transpose: a row for each component, a column for each variable.")
    whole = constant_ratio(given.ravel(), right.ravel())
    if whole is not None:
        mistake, words = factor_named(whole)
        return _wrong(mistake, None, f"At every entry {words}.")
    if len(shape) == 1:
        length = np.linalg.norm(right, axis=1, keepdims=True)
        if np.allclose(given, right / length, rtol=1e-7, atol=1e-9):
            return _wrong("gradient/normalized", None, "It was divided by its length: the gradient keeps its length, the steepest slope.")
        for i in range(shape[0]):
            for j in range(i):
                swapped = right.copy()
                swapped[:, [i, j]] = right[:, [j, i]]
                if np.allclose(given, swapped, rtol=1e-7, atol=1e-9):
                    return _wrong(
                        "gradient/swapped",
                        f"{variables[j]}, {variables[i]}",
                        f"The entries of {variables[j]} and {variables[i]} are exchanged.",
                    )
    if expr is not None and len(shape) == 1:
        value = np.array([numeric_function(expr, variables)(*p) for p in points])
        if np.allclose(given, np.repeat(value[:, None], shape[0], axis=1), rtol=1e-7):
            return _wrong("gradient/value", None, "That is the value of the function, not its gradient.")
    flat, wanted = given.reshape(len(given), -1), right.reshape(len(right), -1)
    bad = [k for k in range(flat.shape[1]) if not np.allclose(flat[:, k], wanted[:, k], rtol=1e-7, atol=1e-9)]
    if _is_diagonal_only(flat, bad, shape):
        return _wrong("gradient/diagonal-only", None, DIAGONAL_ONLY)
    place = bad[0]
    name = str(variables[place]) if len(shape) == 1 else f"row {place // shape[1] + 1}, column {place % shape[1] + 1}"
    factor = constant_ratio(flat[:, place], wanted[:, place])
    others = "" if len(bad) == 1 else f" ({len(bad)} entries are wrong)"
    if factor is not None:
        mistake, words = factor_named(factor)
        return _wrong(mistake, name, f"In the entry of {name} {words}{others}.")
    return Diagnosis(
        Status.INCORRECT,
        where=name,
        explanation=f"The entry of {name} is wrong{others}: at {_told(points[0])} it is {flat[0, place]:.6g}, not {wanted[0, place]:.6g}.",
    )


def _is_diagonal_only(flat: Any, bad: list[int], shape: tuple[int, ...]) -> bool:
    """Tell whether a square Jacobian is right on its diagonal and 0 beside it."""
    if len(shape) != 2 or shape[0] != shape[1]:
        return False
    beside = [k for k in range(flat.shape[1]) if k % (shape[0] + 1)]
    return set(bad) <= set(beside) and not flat[:, beside].any()


def _told(point: Any) -> str:
    return "(" + ", ".join(f"{x:.4g}" for x in point) + ")"


def _wrong(mistake: str, where: str | None, words: str) -> Diagnosis:
    return Diagnosis(Status.INCORRECT, mistake=mistake, where=where, explanation=words)
