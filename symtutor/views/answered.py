"""Solutions whose answer is known with its certificate: their steps and their report are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symtutor.views.solution import Solution

__all__ = ["AnsweredFirst"]

_MADE = frozenset({"seconds", "stuck", "method", "problem", "derivation", "report", "detail", "_inputs"})


class AnsweredFirst(Solution):
    """A solution that begins with its answer.

    Parameters
    ----------
    answer : object
        The answer, in the caller's own symbols.
    make : callable
        Returns the whole solution, with its derivation and its check.
    """

    def __init__(self, answer: Any, make: Callable[[], Solution]) -> None:
        self.answer = answer
        self._make = make

    def __getattr__(self, name: str) -> Any:
        """Return a part of the whole solution, which is made now, or what its kind of problem offers."""
        if name in _MADE and "_make" in vars(self):
            vars(self).update({key: part for key, part in vars(self._make()).items() if key in _MADE})
            return getattr(self, name)
        return super().__getattr__(name)
