"""Arrays that are a constant times the right ones: the constant, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["DIAGONAL_ONLY", "FACTORS", "constant_ratio", "factor_named"]

FACTORS = {
    -1: ("gradient/sign", "the sign is wrong"),
    2: ("gradient/twice", "there is a factor 2 too much"),
    0.5: ("gradient/half", "a factor 2 is missing"),
    -2: ("gradient/minus-twice", "the sign is wrong, and there is a factor 2 too much"),
    -0.5: ("gradient/minus-half", "the sign is wrong, and a factor 2 is missing"),
    0: ("gradient/zero", "it is 0"),
}
DIAGONAL_ONLY = "Only the diagonal was taken: the entries beside it, where a component depends on another variable, are not 0."
_NEAR = 1e-7


def constant_ratio(given: Any, right: Any, tolerance: float = _NEAR) -> float | None:
    """Return the constant c with given = c·right; None where there is none, or nothing is known of it since the right one is 0.

    Parameters
    ----------
    given, right : array
        Of the same shape.
    tolerance : float
        How far an entry may be off, as a share of the largest right one.

    Examples
    --------
    >>> constant_ratio(np.array([2.0, -4.0]), np.array([1.0, -2.0]))
    2.0
    >>> constant_ratio(np.array([2.0, 4.0]), np.array([1.0, -2.0]))
    """
    weight = float(np.sum(right * right))
    if weight == 0 or not np.isfinite(given).all():
        return None
    c = float(np.sum(given * right) / weight)
    return c if np.abs(given - c * right).max() <= tolerance * np.abs(right).max() * max(1.0, abs(c)) else None


def factor_named(ratio: float) -> tuple[str, str]:
    """Return the mistake of a constant factor and what is said of it."""
    near = min(FACTORS, key=lambda factor: abs(factor - ratio))
    return FACTORS[near] if abs(near - ratio) < _NEAR else ("gradient/factor", f"it is {ratio:.6g} times the right one")
