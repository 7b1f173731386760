"""Arrays of other libraries: what a learner's function gives as numpy arrays, and what it is called with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["as_array", "called_with", "called_with_labels"]


def as_array(thing: Any) -> Any:
    """Return an array of numpy, also of a tensor that is differentiated or lies on another device.

    Examples
    --------
    >>> as_array([1.0, 2.0])
    array([1., 2.])
    """
    for method in ("detach", "cpu", "numpy"):  # of a tensor of PyTorch, in this order; other arrays have none of them
        convert = getattr(thing, method, None)
        if callable(convert) and not isinstance(thing, np.ndarray):
            thing = convert()
    return np.asarray(thing)


def called_with(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function gives for arrays, in dicts or alone; where it takes tensors only, for tensors of the loaded PyTorch."""
    try:
        return function(*arguments)
    except (TypeError, AttributeError):
        torch: Any = sys.modules.get("torch")
        if torch is None:
            raise
        return function(*[_tensors(a, torch.from_numpy) for a in arguments])


def called_with_labels(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function gives, where one-hot targets do not suit it for the labels of the examples: whole numbers."""
    try:
        return called_with(function, *arguments)
    except (IndexError, ValueError, TypeError) as error:
        *before, targets = arguments
        one_hot = np.asarray(targets)
        axis = next((a for a in (1, 0) if one_hot.ndim == 2 and one_hot.shape[a] > 1 and np.all(one_hot.sum(axis=a) == 1)), None)
        if axis is None or not np.all(np.isin(one_hot, (0, 1))):
            raise
        try:
            return called_with(function, *before, one_hot.argmax(axis=axis))
        except (IndexError, ValueError, TypeError):
            raise error from None


def _tensors(argument: Any, convert: Callable[[Any], Any]) -> Any:
    if isinstance(argument, dict):
        return {name: convert(array) for name, array in argument.items()}
    return convert(argument)
