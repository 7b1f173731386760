"""Difference quotients beside the derivative: the observed error, the predicted one, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from symtutor.lab.quotient_errors import SCHEMES, Differentiable, Kind, finite_number, gap

__all__ = ["DifferenceQuotient", "Kind", "difference_quotient", "gap"]

_PARTS = {
    "truncation": "h is not 0 (truncation)",
    "displacement": "x ± h is rounded to a float",
    "rounding": "the values of f are rounded and their errors divided by h",
}


@dataclass(frozen=True)
class DifferenceQuotient:
    r"""One difference quotient in float64 beside the derivative.

    Parameters
    ----------
    kind : Kind
        Forward, backward, central or complex step.
    f, variable : Expr, Symbol
        The function and its variable.
    at, step : float
        Where, and h; exact binary numbers.
    value : float
        What float64 gives; nan where f is not defined at a point it needs.
    exact : float
        The derivative there.
    observed : float
        \|value − exact\|.
    truncation, displacement, rounding : float
        The parts of the predicted bound: the finite step, x ± h not being a float,
        and the rounding of the values of f; inf where no bound is known.
    reached : float
        fl(x + h), or fl(x − h) for the backward quotient.
    formula : Expr or None
        For a polynomial, quotient − derivative exactly, in the variable and δ.
    advice : str
        Which quotient and step to take instead.
    """

    kind: Kind
    f: Any
    variable: sp.Symbol
    at: float
    step: float
    value: float
    exact: float
    observed: float
    truncation: float
    displacement: float
    rounding: float
    reached: float
    formula: Any
    advice: str

    @property
    def name(self) -> str:
        """What the quotient is called."""
        return SCHEMES[self.kind].name

    @property
    def predicted(self) -> float:
        """The bound on the whole error."""
        return self.truncation + self.displacement + self.rounding

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts observed ≤ predicted (an undefined value does not); the complex step's bound is an estimate."""
        return not self.observed > self.predicted

    @property
    def relative(self) -> float:
        """The observed error relative to the derivative; nan where that is 0."""
        return self.observed / abs(self.exact) if self.exact else float("nan")

    @property
    def cause(self) -> str:
        """The largest part of the predicted bound: "truncation", "displacement" or "rounding"."""
        return max(_PARTS, key=lambda part: getattr(self, part))

    @property
    def lost(self) -> bool:
        """Whether x + h rounds to x, so that the step is lost."""
        return self.kind is not Kind.COMPLEX and self.reached == self.at

    def __str__(self) -> str:
        name, scheme = self.variable.name, SCHEMES[self.kind].name
        where = f"{scheme} of {self.f} at {name} = {self.at:.6g} with h = {self.step:.3g}"
        if np.isnan(self.value):
            return f"the {where} is not defined: f is not defined at every point it needs."
        relative = f" (relative {self.relative:.2g})" if self.observed and self.exact else ""
        error = f"off by {self.observed:.2g}{relative}" if self.observed else "exact to the last digit"
        if self.lost:
            moved = f"{name} {'−' if self.kind is Kind.BACKWARD else '+'} h"
            apart = f"floats near {self.at:.6g} are {np.spacing(abs(self.at)):.2g} apart"
            return f"the {where} is {self.value:.6g}, {error}: {apart}, so {moved} == {name}; take {self.advice}."
        known = f"predicted at most {self.predicted:.2g}, mostly because {_PARTS[self.cause]}"
        bound = known if np.isfinite(self.predicted) else "no bound is known"
        doubt = "it exceeds the estimate" if self.kind is Kind.COMPLEX else "it exceeds the bound, so the derivative is wrong"
        broken = "" if self.holds else f"; {doubt}"
        return f"the {where} is {self.value:.10g}, {error}; {bound}{broken}."


def difference_quotient(
    f: Any, x: sp.Symbol, at: Any, step: Any = 1e-4, kind: str = Kind.FORWARD, *, derivative: Any = None
) -> DifferenceQuotient:
    """Return a difference quotient at a point, its error, and the bounds that predict it.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    at : number
        The point.
    step : number, default 1e-4
        The step h > 0.
    kind : {"forward", "backward", "central", "complex step"}
        The quotient.
    derivative : Expr, optional
        The derivative to compare with, such as one that was derived by rule;
        SymPy's where it is not given.

    Returns
    -------
    DifferenceQuotient
        With an explanation as its ``str``.

    Raises
    ------
    InputError
        If the step is not positive, f has another free symbol or no numeric form,
        or the complex step is asked of a formula that is not analytic.

    Notes
    -----
    The bounds of the real quotients are rigorous as far as numpy's functions are
    right to 4 units in the last place.  Those of the complex step are estimates:
    the third derivative is sampled between x and x + ih, and rounding is taken as
    four times that of the real derivative.

    References
    ----------
    .. [1] N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
       SIAM, 2002, ch. 1.
    .. [2] W. Squire and G. Trapp, "Using complex variables to estimate derivatives of
       real functions", *SIAM Review* 40 (1998), 110–112.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(difference_quotient(sp.exp(x), x, 99, 1e-15))
    the forward difference of exp(x) at x = 99 with h = 1e-15 is 0, off by 9.9e+42 (relative 1): floats near 99 are 1.4e-14 apart, ...
    >>> difference_quotient(x**3 - 2 * x**2 + 1, x, -10).formula
    delta**2 + delta*(3*x - 2)
    """
    return _quotient(Differentiable(f, x, derivative), finite_number(at, "the point"), finite_number(step, "the step"), kind)


def _quotient(lab: Differentiable, at: float, step: float, kind: str) -> DifferenceQuotient:
    errors = lab.errors(at, step, kind)
    chosen = Kind(kind)
    delta = sp.Symbol("delta" if lab.x.name != "delta" else "h")
    return DifferenceQuotient(
        chosen,
        lab.f,
        lab.x,
        at,
        step,
        value=float(errors.value),
        exact=float(errors.exact),
        observed=float(errors.observed),
        truncation=float(errors.truncation),
        displacement=float(errors.displacement),
        rounding=float(errors.rounding),
        reached=at - step if chosen is Kind.BACKWARD else at + step,
        formula=gap(lab.f, lab.x, delta, chosen, derivative=lab.derivative) if lab.f.is_polynomial(lab.x) else None,
        advice=_advice(lab, at),
    )


def _advice(lab: Differentiable, at: float) -> str:
    """Return which quotient and step to take at a point."""
    step = lab.rule_step(at, Kind.CENTRAL)
    central = f"a central difference with h ≈ {step:.2g} (2^{round(np.log2(step))}: about ∛ε times the length scale of f)"
    return f"{central}, {'the complex step, ' if lab.is_analytic else ''}or mpmath with more digits"
