"""Sums of powers as polynomials."""

from __future__ import annotations

import sympy as sp

__all__ = ["power_sum"]


def power_sum(k: int, last: sp.Expr) -> sp.Expr:
    r"""Return :math:`\\sum_{i=0}^{m} i^k` as a polynomial in m, in factors.

    Parameters
    ----------
    k : int
        The exponent, at least 1.
    last : Expr
        The last index m.

    Returns
    -------
    Expr

    References
    ----------
    .. [1] NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, eq. 24.4.7.

    Examples
    --------
    >>> m = sp.Symbol("m")
    >>> power_sum(2, m)
    m*(m + 1)*(2*m + 1)/6
    """
    letter = sp.Symbol("_last")
    # Σ over i < N with N = m + 1; SymPy's B1 is +1/2, the formula needs −1/2
    total = sp.Add(*[sp.binomial(k + 1, j) * (-1) ** j * sp.bernoulli(j) * (letter + 1) ** (k + 1 - j) for j in range(k + 1)]) / (k + 1)
    return sp.factor(sp.expand(total)).xreplace({letter: last})
