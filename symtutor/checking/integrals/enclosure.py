"""Definite integrals between two floats that surely hold them: Simpson's rule with its error bound on every cell."""

from __future__ import annotations

from math import fsum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sympy as sp

from symtutor.checking.calculus.floats import real_derivative
from symtutor.checking.enclosures.roundoff import Interval, enclose, magnitude
from symtutor.checking.integrals.continuity import defined_inside
from symtutor.checking.integrals.forms_between import forms_between, has_forms
from symtutor.errors import InputError
from symtutor.term import sympified

__all__ = ["EnclosedIntegral", "enclosed_integral", "on_grid", "with_fourth_derivative"]

Floats = npt.NDArray[np.float64]

_EPS = float(np.finfo(np.float64).eps)
_CELLS = 2_048
_GRADED = 900  # cells on each half of a graded grid
_RATIO = 0.965  # of neighbouring distances from the end there
_LARGEST = 3_000  # operations of a fourth derivative that is worth enclosing
_GOOD = 1e-11  # a bound below which no second grid is tried
_ORDER = 4
_SIMPSON = 1 / 2880


class EnclosedIntegral(NamedTuple):
    """A number and a bound on how far the integral is from it."""

    value: float
    error: float

    def __str__(self) -> str:
        digits = min(15, max(1, int(np.ceil(np.log10(max(abs(self.value), self.error) / self.error)) if self.error else 15)))
        return f"{self.value:.{digits}g} ± {self.error:.1e}"

    def turned(self) -> EnclosedIntegral:
        """Return the integral with its limits exchanged."""
        return EnclosedIntegral(-self.value, self.error)

    def excludes(self, number: Any) -> bool:
        """Tell whether a number surely is not the integral."""
        return bool(abs(sp.N(number, 30) - sp.Float(self.value, 30)) > sp.Float(self.error, 30) * (1 + sp.Float(1e-9)))


def enclosed_integral(f: Any, x: sp.Symbol, low: Any, high: Any) -> EnclosedIntegral | None:
    """Return the integral of a function between finite limits with a rigorous bound, or None where none was found.

    Parameters
    ----------
    f : Expr
        A function of x alone, bounded between the limits.
    x : Symbol
        The variable.
    low, high : Expr
        Real numbers, the smaller first.

    Returns
    -------
    EnclosedIntegral or None
        None where f has other letters, a limit is infinite, or f could not be enclosed.

    Notes
    -----
    On a cell of width w Simpson's rule is off by at most w⁵/2880 times the largest fourth
    derivative, which is enclosed in interval arithmetic; where that derivative cannot be
    enclosed, as at the ends of a square root, the cell counts with the enclosure of f itself,
    and a second grid with smaller and smaller cells towards both ends is tried.

    References
    ----------
    .. [1] P. J. Davis and P. Rabinowitz, *Methods of Numerical Integration*, 2nd ed.,
       Academic Press, 1984, sec. 2.2.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = enclosed_integral(sp.sqrt(1 - x**2), x, sp.S.Zero, sp.S.One)
    >>> found.excludes(sp.pi / 4), found.excludes(sp.pi / 4 + sp.Rational(1, 10**6))
    (False, True)
    """
    f = sympified(f)
    if f.free_symbols - {x} or any(not (end.is_number and end.is_finite) for end in (low, high)):
        return None
    parts = forms_between(f, x, low, high) if has_forms(f) else None
    if parts is None:
        return _of_one_form(f, x, low, high)
    found = [_of_one_form(form, x, start, end) for form, start, end in parts]
    if None in found:
        return None
    value = fsum(e.value for e in found if e is not None)
    return EnclosedIntegral(value, fsum(e.error for e in found if e is not None) + _EPS * abs(value))


def _of_one_form(f: Any, x: sp.Symbol, low: Any, high: Any) -> EnclosedIntegral | None:
    """Return the integral of a function without kinks with its bound."""
    functions = with_fourth_derivative(f, x, is_real=defined_inside(f, x, low, high))
    found: EnclosedIntegral | None = None
    for edges in (_even(float(low), float(high)), _graded(float(low), float(high))):
        try:
            new = on_grid(functions, x, edges)
        except InputError:
            return None
        found = new if found is None or (new is not None and new.error < found.error) else found
        if found is not None and found.error < _GOOD * max(1.0, abs(found.value)):
            break
    return found


def _fourth_derivative(f: Any, x: sp.Symbol) -> Any:
    """Return the derivative in the bound of Simpson's rule, or None where it is not known or too long."""
    try:
        found = real_derivative(f, x, _ORDER) if f.count_ops() < _LARGEST else None
    except InputError:
        return None
    return None if found is None or found.count_ops() > _LARGEST else found


def _clamped(f: Any) -> Any:
    """Return f with arguments of roots and of asin, acos kept in their domains, which changes nothing where f is real.

    Without it a cell at the end of the domain, one rounding too wide, has no enclosure.
    """
    if not f.args:
        return f
    args = [_clamped(a) for a in f.args]
    if isinstance(f, sp.Pow) and f.exp.is_Rational and not f.exp.is_Integer and f.exp > 0:
        args[0] = sp.Max(args[0], 0)
    elif isinstance(f, sp.asin | sp.acos):
        args[0] = sp.Min(sp.Max(args[0], -1), 1)
    return f.func(*args)


def _even(low: float, high: float) -> Floats:
    return np.linspace(low, high, _CELLS + 1)


def _graded(low: float, high: float) -> Floats:
    """Return edges that come closer and closer together towards both ends."""
    half = (high - low) / 2
    distances = half * _RATIO ** np.arange(_GRADED)
    edges = np.concatenate([[low], low + distances[::-1], high - distances[1:], [high]])
    return np.unique(edges)


def with_fourth_derivative(f: Any, x: sp.Symbol, *, is_real: bool) -> tuple[Any, Any, Any]:
    """Return a function, the same with its domain kept if it is real on all cells, and the derivative in the bound, for `on_grid`."""
    return f, _clamped(f) if is_real else f, _fourth_derivative(f, x)


def on_grid(functions: tuple[Any, Any, Any], x: sp.Symbol, edges: Floats) -> EnclosedIntegral | None:
    """Return the integral with its bound on one grid; its ends may be off by a rounding, which the bound covers.

    Parameters
    ----------
    functions : tuple of Expr
        The function, the same with its domain kept, and its fourth derivative or None.
    x : Symbol
        The variable.
    edges : array of float, shape (n + 1,)
        The ends of the cells.
    """
    f, clamped, derivative = functions
    starts, ends = edges[:-1], edges[1:]
    widths = ends - starts
    outer = np.nextafter(starts, -np.inf), np.nextafter(ends, np.inf)
    everywhere = enclose(clamped, {x: outer})
    low, high = widths * everywhere.low, widths * everywhere.high
    if derivative is not None:
        middles = starts + widths / 2
        values = [enclose(f, {x: (np.nextafter(p, -np.inf), np.nextafter(p, np.inf))}) for p in (starts, middles, ends)]
        slip = widths**5 * _SIMPSON * magnitude(enclose(derivative, {x: outer})) * (1 + 16 * _EPS)
        with np.errstate(all="ignore"):
            by_rule = Interval(
                widths / 6 * (values[0].low + 4 * values[1].low + values[2].low) - slip,
                widths / 6 * (values[0].high + 4 * values[1].high + values[2].high) + slip,
            )
            better = np.isfinite(by_rule.low) & np.isfinite(by_rule.high) & ~(by_rule.high - by_rule.low > high - low)
        low, high = np.where(better, by_rule.low, low), np.where(better, by_rule.high, high)
    if not (np.all(np.isfinite(low)) and np.all(np.isfinite(high))):
        return None
    total = (fsum(low.tolist()) + fsum(high.tolist())) / 2
    sizes = np.maximum(np.abs(low), np.abs(high))
    # each term passes through a handful of roundings, and the limits are off by one
    rounding = 16 * _EPS * fsum(sizes.tolist()) + 4 * _EPS * abs(total)
    at_ends = sum(abs(float(edges[k])) * _EPS * float(magnitude(everywhere)[k and -1]) for k in (0, -1))
    error = (fsum(high.tolist()) - fsum(low.tolist())) / 2 + rounding + at_ends
    return EnclosedIntegral(total, error) if np.isfinite(error) else None
