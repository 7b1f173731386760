"""What the checker knows by itself: antiderivatives of powers and circles, proved by their derivatives, and classical theorems."""

from __future__ import annotations

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.integrals.exponentials_over_powers import finite_part

__all__ = ["classical_value", "plain_antiderivative"]


def plain_antiderivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return an antiderivative of a sum of powers of x, or of a root of a quadratic that is a circle; else None.

    Parameters
    ----------
    f : Expr
        The integrand.
    x : Symbol
        The variable.

    References
    ----------
    .. [1] M. Spivak, *Calculus*, 4th ed., Publish or Perish, 2008, ch. 13: the area function of the circle.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> plain_antiderivative(sp.sqrt(4 - x**2), x)
    x*sqrt(4 - x**2)/2 + 2*asin(x/2)
    >>> plain_antiderivative(3 * x**2 + 1, x)
    x**3 + x
    """
    if f == 0:
        return sp.S.Zero
    parts = []
    for summand in sp.Add.make_args(sp.expand(f) if f.is_polynomial(x) else f):
        factor, core = summand.as_independent(x, as_Add=False)
        part = _of_power(core, x) if core.as_base_exp()[0] == x or core == 1 else _of_circle(core, x)
        if part is None:
            return None
        parts.append(factor * part)
    found = sp.Add(*parts)
    return found if is_proved_equal(differentiated(found, x), f) else None


def _of_power(core: sp.Expr, x: sp.Expr) -> sp.Expr | None:
    exponent = sp.S.Zero if core == 1 else core.as_base_exp()[1]
    if exponent.free_symbols:
        return None
    return sp.log(x) if exponent == -1 else x ** (exponent + 1) / (exponent + 1)


def _of_circle(core: sp.Expr, x: sp.Symbol) -> sp.Expr | None:
    """Return the area under √(r² − (x − c)²) as a function of the upper limit."""
    if not (isinstance(core, sp.Pow) and core.exp == sp.S.Half and core.base.is_polynomial(x)):
        return None
    quadratic = sp.Poly(core.base, x)
    if quadratic.degree() != 2 or quadratic.LC() != -1:
        return None
    centre = quadratic.coeff_monomial(x) / 2
    square = sp.expand(quadratic.coeff_monomial(1) + centre**2)
    if not square.is_positive:
        return None
    return (x - centre) * core / 2 + square * sp.asin((x - centre) / sp.sqrt(square)) / 2


def classical_value(f: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr) -> tuple[sp.Expr, str] | None:
    """Return the value of a classical improper integral with the name of its theorem, or None.

    Parameters
    ----------
    f, x, low, high : Expr
        The integrand, its variable, the limits.

    References
    ----------
    .. [1] T. M. Apostol, *Mathematical Analysis*, 2nd ed., Addison-Wesley, 1974, sec. 10.16.
    .. [2] *NIST Digital Library of Mathematical Functions*, https://dlmf.nist.gov, sec. 7.2(iii) and eq. 25.5.1.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> classical_value(sp.sin(3 * x) / x, x, sp.S.Zero, sp.oo)
    (pi/2, "Dirichlet's integral")
    """
    if low != 0:
        return None
    if high == sp.pi / 2 and f in {sp.log(sp.sin(x)), sp.log(sp.cos(x))}:
        return -sp.pi * sp.log(2) / 2, "Euler's log-sine integral"
    if high is not sp.oo:
        return None
    if isinstance(f * x, sp.sin) and (scale := (f * x).args[0] / x).is_positive:
        return (sp.pi / 2, "Dirichlet's integral") if scale.is_number else None
    of_exponentials = finite_part(f, x)
    if of_exponentials is not None:
        return of_exponentials, "exponentials over powers, by the expansion of the exponential integral at 0"
    if isinstance(f, sp.sin | sp.cos) and (scale := f.args[0] / x**2).is_positive and scale.is_number:
        return sp.sqrt(sp.pi / (8 * scale)), "Fresnel's integral"
    base, exponent = (f * (sp.exp(x) - 1)).as_base_exp()
    if base == x and exponent.is_Integer and exponent > 0:
        return sp.gamma(exponent + 1) * sp.zeta(exponent + 1), "the integral of the zeta function"
    return None
