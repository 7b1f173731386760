"""Deeply nested expressions: the recursion that they need, and a plain word when it is not enough."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from symtutor.errors import OutOfBudget

__all__ = ["deep_recursion"]

_FRAMES = 6_000  # a nesting depth of 200, as far as text is read, needs about half of it


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Allow the recursion that deeply nested expressions need, and say so plainly when it is not enough."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    except RecursionError:
        raise OutOfBudget("the expression is nested too deeply to be worked out step by step") from None
    finally:
        sys.setrecursionlimit(before)
