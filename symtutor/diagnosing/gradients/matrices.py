"""The verdict on a numpy function for a derivative of matrix calculus, called with arrays for its letters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import sympy as sp

from symtutor.diagnosing.gradients.arrays import as_array, called_with
from symtutor.diagnosing.gradients.ratios import DIAGONAL_ONLY, constant_ratio, factor_named
from symtutor.errors import InputError
from symtutor.lab.matrix_functions import function_of_arrays
from symtutor.matrix_algebra import SumsToOne, Symmetric
from symtutor.verdict import Status
from symtutor.work import Diagnosis

__all__ = ["grade_matrix_function"]

_POINTS, _EXACT, _COARSE = 3, 1e-8, 1e-3
_SIZES = (5, 3, 4, 2, 6)
Arrays = dict[str, Any]


def grade_matrix_function(function: Callable[..., Any], value: Any, variable: Any, letters: set[Any]) -> Diagnosis:
    """Judge a function of arrays for a derivative in a matrix or column.

    Parameters
    ----------
    function : callable
        Its parameters are letters of the problem, as in f(A, x, b); or it takes the variable alone, and the other arrays stand where it
        was defined.  Columns are passed with shape (n,), and with (n, 1) where only these fit.
    value : Expr or MatrixExpr
        The right derivative.
    variable : MatrixSymbol
        What is differentiated in.
    letters : set of MatrixSymbol and Symbol
        Those of the problem.

    Raises
    ------
    InputError
        If arrays are missing, do not fit, or the function stops.

    Examples
    --------
    >>> x = sp.MatrixSymbol("x", sp.Symbol("n"), 1)
    >>> print(grade_matrix_function(lambda x: x, 2 * x, x, {x}))
    A factor 2 is missing.
    """
    sizes = sorted({s for m in letters if isinstance(m, sp.MatrixSymbol) for side in m.shape for s in side.free_symbols}, key=str)
    known = {letter.name: letter for letter in letters if letter not in sizes}
    own = _own_arrays(function, known, variable)
    right, needed = function_of_arrays(value, [m for m in letters if isinstance(m, sp.MatrixSymbol)])
    numbers, pairs = _numbers(known, own, sizes), []
    for seed in range(_POINTS):
        arrays = _arrays(known, own, numbers, seed)
        found = np.asarray(right(*(arrays[letter.name] for letter in needed)))
        pairs.append((found, _called(function, known, variable, arrays, found.shape)))
    return _judged(pairs, numbers)


def _parameters(function: Callable[..., Any], known: Mapping[str, Any], variable: Any) -> list[str]:
    """Return the letters that a function takes, in its order."""
    try:
        names = [
            p.name
            for p in inspect.signature(function).parameters.values()
            if p.default is p.empty and p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}
        ]
    except (TypeError, ValueError):
        names = [variable.name]
    spelled = [{"lam": "lamda", "lambda_": "lamda", "lmbda": "lamda"}.get(name, name) for name in names]
    if all(name in known for name in spelled):
        return spelled
    if len(spelled) == 1:
        return [variable.name]
    foreign = ", ".join(name for name in spelled if name not in known)
    raise InputError(
        f"the function takes {foreign}, and the problem has {', '.join(sorted(known))}", "Call the parameters by these letters."
    )


def _own_arrays(function: Callable[..., Any], known: Mapping[str, Any], variable: Any) -> Arrays:
    """Return the arrays of letters that are no parameters of a function, from where it was defined."""
    missing = {*known} - {*_parameters(function, known, variable)}
    if not missing:
        return {}
    try:
        held = inspect.getclosurevars(function)
        around = {**getattr(function, "__globals__", {}), **held.nonlocals}
    except TypeError:
        around = {}
    found: Arrays = {}
    for name in sorted(missing):
        given = next((around[n] for n in (name, *(("lam", "lambda_") if name == "lamda" else ())) if n in around), None)
        array = as_array(given)
        if array.dtype.kind not in "fiub":
            hint = f"Give it all letters as parameters, as in f({', '.join(sorted(known))}), or define {name} beside it."
            raise InputError(f"the function has no array for {name}", hint)
        found[name] = array.astype(float)
    return found


def _numbers(known: Mapping[str, Any], own: Arrays, sizes: list[Any]) -> dict[Any, int]:
    """Return a number for every size: those of arrays that are given, and others, no two alike."""
    numbers: dict[Any, int] = {}
    for name, array in own.items():
        shape = getattr(known[name], "shape", ())
        given = array[:, None].shape if array.ndim == 1 and len(shape) == 2 else array.shape
        for side, n in zip(shape, given, strict=False):
            if (side in sizes and numbers.setdefault(side, n) != n) or (side.is_number and side != n) or len(given) != len(shape):
                raise InputError(
                    f"{name} has the shape {array.shape}", f"It is {' × '.join(map(str, shape))}, with the sizes of the others."
                )
    free = iter([n for n in _SIZES if n not in numbers.values()] + [7 + k for k in range(len(sizes))])
    return numbers | {side: next(free) for side in sizes if side not in numbers}


def _arrays(known: Mapping[str, Any], own: Arrays, numbers: Mapping[Any, int], seed: int) -> Arrays:
    """Return an array for every letter: those that are given, and others whose sizes fit."""
    rng = np.random.default_rng(seed)
    return {name: own[name] if name in own else _random(letter, numbers, rng) for name, letter in sorted(known.items())}


def _random(letter: Any, numbers: Mapping[Any, int], rng: Any) -> Any:
    if not isinstance(letter, sp.MatrixSymbol):
        return float(numbers[letter]) if letter in numbers else float(0.5 + rng.random())
    rows, columns = (int(side.xreplace(numbers)) for side in letter.shape)
    if isinstance(letter, SumsToOne):
        return np.eye(rows)[:, [int(rng.integers(rows))]] if columns == 1 else np.eye(columns)[rng.integers(columns, size=rows)]
    array = rng.standard_normal((rows, columns))
    if isinstance(letter, Symmetric):
        array = array @ array.T
    return array + 3 * np.eye(rows) if rows == columns else array


def _called(function: Callable[..., Any], known: Mapping[str, Any], variable: Any, arrays: Arrays, shape: tuple[int, ...]) -> Any:
    """Return what a function gives: columns are tried as (n,) first, and as (n, 1)."""
    taken = [arrays[name] for name in _parameters(function, known, variable)]
    flat = [a[:, 0] if getattr(a, "ndim", 0) == 2 and a.shape[1] == 1 else a for a in map(np.copy, taken)]
    told: Exception | None = None
    given: Any = None
    for arguments in (flat, [np.copy(a) for a in taken]):
        try:
            with np.errstate(all="ignore"):
                given = np.asarray(as_array(called_with(function, *arguments)), dtype=float)
        except Exception as error:  # noqa: BLE001 (whatever a learner's function stops with)
            told = error
            continue
        if given.size == int(np.prod(shape)) and (given.shape == shape or 1 in shape or not shape):
            return given.reshape(shape)
        if given.shape == shape[::-1]:
            return given
    if given is None:
        raise InputError(f"the function stopped with {type(told).__name__}: {told}", f"It is called with {', '.join(known)}.") from told
    raise InputError(f"the function returned an array of shape {given.shape}", f"The derivative has the shape {shape} there.")


def _judged(pairs: list[tuple[Any, Any]], numbers: Mapping[Any, int]) -> Diagnosis:
    if all(given.shape == right.shape for right, given in pairs):
        gap = max(float(np.abs(given - right).max() / (np.abs(right).max() + 1e-12)) for right, given in pairs)
        if gap <= _EXACT:
            return Diagnosis(Status.CORRECT, explanation=f"Right on {len(pairs)} sets of arrays.")
        if gap <= _COARSE:
            told = f"It agrees to {int(-np.log10(gap))} digits only, as a difference quotient does: too coarse to judge."
            return Diagnosis(Status.UNDECIDED, explanation=told)
    if all(given.shape == right.shape[::-1] and np.allclose(given.T, right, rtol=1e-7, atol=1e-9) for right, given in pairs):
        return _wrong("gradient/transposed", "It is the transpose.")
    if any(given.shape != right.shape for right, given in pairs):
        right, given = pairs[0]
        return _wrong("gradient/shape", f"The array has the shape {given.shape}, and {right.shape} is right.")
    ratios = [constant_ratio(given, right) for right, given in pairs]
    if ratios[0] is not None and all(r is not None and abs(r - ratios[0]) < 1e-6 * max(1.0, abs(r)) for r in ratios):
        for size, n in numbers.items():
            if n > 2 and abs(ratios[0] - n) < 1e-6:
                return _wrong("gradient/sum-for-mean", f"It is {size} times the right one, a sum where a mean was asked for.")
            if n > 2 and abs(ratios[0] - 1 / n) < 1e-6:
                return _wrong("gradient/mean-for-sum", f"It is the right one divided by {size}, a mean where a sum was asked for.")
        name, words = factor_named(ratios[0])
        return _wrong(name, f"{words[0].upper()}{words[1:]}.")
    if all(right.ndim == 2 and right.shape[0] == right.shape[1] and np.allclose(given, np.diag(np.diag(right))) for right, given in pairs):
        return _wrong("gradient/diagonal-only", DIAGONAL_ONLY)
    return Diagnosis(Status.INCORRECT, explanation="It is another array than the right one.")


def _wrong(mistake: str, words: str) -> Diagnosis:
    return Diagnosis(Status.INCORRECT, mistake=mistake, explanation=words)
