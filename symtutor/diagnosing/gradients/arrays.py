"""Arrays of other libraries: what a learner's function gives as numpy arrays, and what it is called with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["as_array", "called_with"]


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


def _tensors(argument: Any, convert: Callable[[Any], Any]) -> Any:
    if isinstance(argument, dict):
        return {name: convert(array) for name, array in argument.items()}
    return convert(argument)
