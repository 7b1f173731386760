"""Integrands of which it is known that no elementary function has them as its derivative."""

from __future__ import annotations

from typing import Any

__all__ = ["is_known_not_elementary"]


def is_known_not_elementary(integrand: Any, x: Any) -> bool:
    """Tell whether an integrand is known to have no elementary antiderivative, beside those whose integrals have names, such as erf.

    References
    ----------
    .. [1] E. A. Marchisotto and G.-A. Zakeri, An Invitation to Integration in Finite Terms, College Math. J. 25 (1994), 295-308.

    Examples
    --------
    >>> import sympy as sp
    >>> x = sp.Symbol("x")
    >>> is_known_not_elementary(x**x, x), is_known_not_elementary(x**2, x)
    (True, False)
    """
    return bool(integrand == x**x)
