r"""What a difference quotient in float64 gives, and three bounds on how far it may be off.

For the forward quotient with the float step s = fl(x + h) − x

    q − f′(x) = [(f(x+h) − f(x))/h − f′(x)] + [f(x+s) − f(x+h)]/h + roundings,

so the error is at most truncation + displacement + rounding:

* truncation: a multiple of h or h² times the next derivative, bounded over the
  interval; for a polynomial the exact formula; next to a kink the range of f′;
* displacement: \|s − h\|/h times the largest \|f′\|, since x + h is seldom a float;
* rounding: what float64 may lose in the two values, divided by h.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import mpmath
import numpy as np
import numpy.typing as npt
import sympy as sp

from symtutor.checking.calculus.floats import exact_values, numeric_function, real_derivative
from symtutor.checking.enclosures.roundoff import enclose, magnitude
from symtutor.errors import InputError
from symtutor.term import sympified

__all__ = ["SCHEMES", "DifferenceErrors", "Differentiable", "Kind", "Scheme", "finite_number", "gap"]

Floats = npt.NDArray[np.float64]

_EPS = float(np.finfo(np.float64).eps)
_TINY = float(np.finfo(np.float64).smallest_subnormal)
_PIECES = 8  # an interval is cut before it is enclosed: wide ones would be overestimated
_LONGEST = 200  # operations of a gap that is worth factoring


class Kind(StrEnum):
    """The ways to take a derivative by differences."""

    FORWARD = "forward"
    BACKWARD = "backward"
    CENTRAL = "central"
    COMPLEX = "complex step"


@dataclass(frozen=True)
class Scheme:
    """A quotient (f(x + ahead·h) − f(x + behind·h)) / ((ahead − behind)·h) and its error constant·hᵖ·f⁽ᵖ⁺¹⁾(ξ).

    Parameters
    ----------
    name : str
        What the quotient is called.
    ahead, behind : Expr
        Where f is taken, in steps from x.
    power : int
        The order p of the truncation error in h.
    constant : Rational
        1/(p + 1)!, in absolute value.
    rule : str
        The usual rule for the step, to be multiplied by the length scale of the function.
    rule_step : float
        That rule as a number.
    """

    name: str
    ahead: Any
    behind: Any
    power: int
    constant: Any
    rule: str
    rule_step: float


SCHEMES: dict[Kind, Scheme] = {
    Kind.FORWARD: Scheme("forward difference", sp.S.One, sp.S.Zero, 1, sp.Rational(1, 2), "√ε", _EPS ** (1 / 2)),
    Kind.BACKWARD: Scheme("backward difference", sp.S.Zero, sp.S.NegativeOne, 1, sp.Rational(1, 2), "√ε", _EPS ** (1 / 2)),
    Kind.CENTRAL: Scheme("central difference", sp.S.One, sp.S.NegativeOne, 2, sp.Rational(1, 6), "∛ε", _EPS ** (1 / 3)),
    # Im f(x + ih)/h for a real analytic f: nothing cancels, so any small step will do
    Kind.COMPLEX: Scheme("complex step", sp.I, -sp.I, 2, sp.Rational(1, 6), "ε", _EPS),
}

_LARGEST_DEGREE = 20

_NOT_ANALYTIC = (
    *(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Heaviside, sp.floor, sp.ceiling, sp.frac, sp.Mod, sp.Piecewise, sp.re, sp.im),
    *(sp.conjugate, sp.arg, sp.erf, sp.erfc, sp.gamma, sp.loggamma, sp.factorial),
)


def gap(f: Any, x: sp.Symbol, delta: sp.Symbol, kind: str = Kind.FORWARD, *, derivative: Any = None) -> Any:
    """Return the exact difference between a difference quotient and the derivative.

    For the forward quotient (f(x + δ) − f(x))/δ − f′(x).

    Parameters
    ----------
    f : Expr
        The function.
    x : Symbol
        The variable.
    delta : Symbol
        The step.
    kind : {"forward", "backward", "central", "complex step"}
        The quotient; the complex step is (f(x + iδ) − f(x − iδ))/(2iδ).
    derivative : Expr, optional
        f′; SymPy's derivative where it is not given.

    Returns
    -------
    Expr
        For a polynomial expanded and collected in powers of δ, for a rational
        function factored; otherwise the shortest of the forms that are cheap to find.

    Examples
    --------
    >>> x, d = sp.symbols("x delta")
    >>> gap(x**3 - 2 * x**2 + 1, x, d)
    delta**2 + delta*(3*x - 2)
    >>> gap(sp.exp(x), x, d)
    -(delta - exp(delta) + 1)*exp(x)/delta
    """
    scheme = SCHEMES[_kind(kind)]
    slope = real_derivative(f, x) if derivative is None else derivative
    ahead, behind = (f.xreplace({x: x + step * delta}) for step in (scheme.ahead, scheme.behind))
    difference = (ahead - behind) / ((scheme.ahead - scheme.behind) * delta) - slope
    if f.is_polynomial(x):
        return sp.collect(sp.expand(difference), delta)
    if f.is_rational_function(x):
        return sp.factor(difference)
    if sp.count_ops(difference) > _LONGEST:
        return difference
    expanded = sp.expand(difference, trig=difference.has(sp.sin, sp.cos))
    return min((sp.factor(expanded), expanded, difference), key=sp.count_ops)


@dataclass(frozen=True, eq=False)
class DifferenceErrors:
    r"""Difference quotients at points and steps, beside the derivative: arrays of one shape.

    Parameters
    ----------
    value : array
        The quotient as float64 computes it; nan where f is not defined.
    exact : array
        The derivative at the exact float points, rounded to a float.
    observed : array
        \|value − derivative\|, computed with 50 digits.
    truncation, displacement, rounding : array
        The three bounds; inf where none is known.
    """

    value: Floats
    exact: Floats
    observed: Floats
    truncation: Floats
    displacement: Floats
    rounding: Floats

    @property
    def predicted(self) -> Floats:
        """The bound on the whole error."""
        return self.truncation + self.displacement + self.rounding


class Differentiable:
    """A function of one variable with what its difference quotients need, each computed when first asked for.

    Parameters
    ----------
    f : Expr
        The function.
    x : Symbol
        Its variable; no other symbol may be free.
    derivative : Expr, optional
        The derivative to compare with; SymPy's where it is not given.  The bounds
        use SymPy's own derivatives of f, so a wrong one breaks them.

    Raises
    ------
    InputError
        If another symbol is free or f has no numeric form.
    """

    def __init__(self, f: Any, x: sp.Symbol, derivative: Any = None) -> None:
        self.f = sympified(f)
        self.x = x
        self.function = numeric_function(self.f, x, "portable")
        self.slope = real_derivative(self.f, x)
        self.derivative = self.slope if derivative is None else sympified(derivative)

    @cached_property
    def is_analytic(self) -> bool:
        """Whether the formula means the same for complex numbers near the real line."""
        return not self.f.has(*_NOT_ANALYTIC)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The quotients that may be taken of f: the complex step only of an analytic formula."""
        return tuple(kind for kind in Kind if kind is not Kind.COMPLEX or self.is_analytic)

    @cached_property
    def _higher(self) -> dict[int, sp.Expr]:
        return {1: self.slope}

    def higher(self, order: int) -> sp.Expr:
        """Return SymPy's derivative of this order."""
        if order not in self._higher:
            self._higher[order] = real_derivative(self.higher(order - 1), self.x)
        return self._higher[order]

    def length_scale(self, at: float, power: int) -> float:
        r"""Return (\|f\|/\|f⁽ᵖ⁺¹⁾\|)^(1/(p+1)), the length over which f bends; max(1, \|x\|) where that says nothing."""
        value, bend = (float(abs(exact_values(e, self.x, [at])[0])) for e in (self.f, self.higher(power + 1)))
        scale = (value / bend) ** (1 / (power + 1)) if value > 0 and bend > 0 else np.nan
        return scale if np.isfinite(scale) and scale > 0 else max(1.0, abs(at))

    def rule_step(self, at: float, kind: Kind) -> float:
        """Return the usual best step, as a power of two so that x ± h is exact for most x."""
        scheme = SCHEMES[kind]
        return float(2.0 ** np.round(np.log2(scheme.rule_step * self.length_scale(at, scheme.power))))

    def errors(self, at: Any, step: Any, kind: str) -> DifferenceErrors:
        """Return the quotients, their errors and the bounds at points and steps that broadcast.

        Raises
        ------
        InputError
            If a step is not positive, or the complex step is asked of a function that is not analytic.
        """
        chosen = _kind(kind)
        x, h = np.broadcast_arrays(np.asarray(at, dtype=np.float64), np.asarray(step, dtype=np.float64))
        if not np.all((h > 0) & np.isfinite(h)):
            raise InputError("a step of a difference quotient must be a positive number")
        measure = self._complex if chosen is Kind.COMPLEX else self._real
        with np.errstate(all="ignore"):
            value, truncation, displacement, rounding = measure(x, h, SCHEMES[chosen])
        exact, observed = self._compare(x, value)
        return DifferenceErrors(value, exact, observed, truncation, displacement, rounding)

    def _compare(self, x: Floats, value: Floats) -> tuple[Floats, Floats]:
        """Return the derivative and the distance of values from it."""
        places, index = np.unique(x, return_inverse=True)
        reference = exact_values(self.derivative, self.x, places)
        with mpmath.workdps(50):
            found = [
                (float(reference[i]), float(abs(v - reference[i]))) for i, v in zip(index.ravel(), value.ravel().tolist(), strict=True)
            ]
        exact, observed = np.array(found, dtype=np.float64).reshape(-1, 2).T
        return exact.reshape(x.shape), observed.reshape(x.shape)

    def _real(self, x: Floats, h: Floats, scheme: Scheme) -> tuple[Floats, Floats, Floats, Floats]:
        """Return quotient, truncation, displacement and rounding on the real line."""
        ahead, behind = int(scheme.ahead), int(scheme.behind)
        width = (ahead - behind) * h
        places = (x + ahead * h, x + behind * h)
        values = tuple(np.asarray(self.function(p)) for p in places)
        value = np.asarray((values[0] - values[1]) / width)
        lost = [self._lost(p, v) for p, v in zip(places, values, strict=True)]
        same = places[0] == places[1]  # then both values are one float, and its error cancels
        rounding = np.where(same, 0.0, (lost[0] + lost[1] + _TINY) / width + 1.5 * _EPS * np.abs(value))
        low, high = (np.nextafter(end, away) for end, away in ((np.minimum(places[1], x), -np.inf), (np.maximum(places[0], x), np.inf)))
        cuts = _cut(low, high)
        steepest = _largest(magnitude(enclose(self.slope, {self.x: cuts})))
        moved = np.abs(_sum_error(x, ahead * h)) + np.abs(_sum_error(x, behind * h))
        displacement = np.where(moved == 0, 0.0, moved / width * steepest)
        truncation = np.minimum(self._taylor(x, h, scheme, cuts), self._spread_of_slope(x, cuts))
        whole = np.isfinite(_largest(magnitude(enclose(self.f, {self.x: cuts}, continuous=True))))
        return value, np.where(whole, truncation, np.inf), displacement, rounding

    def _lost(self, place: Floats, computed: Any) -> Floats:
        """Return what float64 may have lost in the value at a float."""
        low, high = enclose(self.f, {self.x: (place, place)})
        return np.where(np.isnan(low), np.inf, np.maximum(high - computed, computed - low))

    @cached_property
    def has_short_gap(self) -> bool:
        """Whether the exact gap is a polynomial that is soon written out: in two letters it has about degree² terms."""
        return bool(self.f.is_polynomial(self.x)) and sp.degree(self.f, self.x) <= _LARGEST_DEGREE

    def _taylor(self, x: Floats, h: Floats, scheme: Scheme, cuts: tuple[Floats, Floats]) -> Floats:
        """Return the truncation error: from its formula for a polynomial, else from the next derivative."""
        if self.has_short_gap:
            return self._formula(x, h, scheme)
        bend = _largest(magnitude(enclose(self.higher(scheme.power + 1), {self.x: cuts})))
        return float(scheme.constant) * h**scheme.power * bend

    def _formula(self, x: Floats, h: Floats, scheme: Scheme) -> Floats:
        kind = next(k for k, s in SCHEMES.items() if s is scheme)
        delta = sp.Symbol(f"{self.x.name}_step")
        exact = gap(self.f, self.x, delta, kind, derivative=self.slope)
        return magnitude(enclose(exact, {self.x: (x, x), delta: (h, h)}))

    def _spread_of_slope(self, x: Floats, cuts: tuple[Floats, Floats]) -> Floats:
        """Return how far f′ strays from f′(x): a quotient of a continuous function is a mean of f′."""
        low, high = enclose(self.slope, {self.x: cuts})
        here = enclose(self.slope, {self.x: (x, x)})
        spread = np.maximum(high.max(axis=-1) - here.low, here.high - low.min(axis=-1))
        return np.where(np.isnan(spread), np.inf, spread)

    def _complex(self, x: Floats, h: Floats, scheme: Scheme) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the same for the complex step; its bounds are estimates (see Notes of `difference_quotient`)."""
        if not self.is_analytic:
            raise InputError("the complex step needs a formula that is analytic", "Take a central difference.")
        # complex functions of mpmath lose small imaginary parts, and numpy's keep them
        value = np.asarray(numeric_function(self.f, self.x)(x + 1j * h)).imag / h
        value = np.where(np.isnan(np.asarray(self.function(x))), np.nan, value)
        low, high = enclose(self.slope, {self.x: (x, x)})
        # a complex product is two products and a sum, so about four times the roundings of the real derivative
        rounding = 4 * np.where(np.isnan(low), np.inf, high - low) + 8 * _EPS * np.abs(value) + _TINY / h
        if self.has_short_gap:
            truncation = self._formula(x, h, scheme)
        else:
            bend = numeric_function(self.higher(scheme.power + 1), self.x)
            heights = np.linspace(0, 1, _PIECES + 1)
            sizes = np.abs(np.asarray(bend(x[..., None] + 1j * h[..., None] * heights)))
            truncation = float(scheme.constant) * h**scheme.power * sizes.max(axis=-1)
        return value, np.where(np.isnan(truncation), np.inf, truncation), np.zeros_like(x), rounding


def finite_number(thing: Any, what: str) -> float:
    """Return a float for a number.

    Raises
    ------
    InputError
        If it is not one, or not finite; the message says `what` it should have been.
    """
    try:
        number = float(thing)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{what} must be a real number, not {thing!r}") from error
    if not np.isfinite(number):
        raise InputError(f"{what} must be a finite number, not {thing!r}")
    return number


def _kind(name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise InputError(f"no difference quotient is called {name!r}", f"There are {', '.join(Kind)}.") from None


def _sum_error(a: Floats, b: Floats) -> Floats:
    """Return a + b − fl(a + b), exactly (Knuth's two-sum)."""
    total = a + b
    part = total - a
    return np.asarray((a - (total - part)) + (b - part))


def _cut(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return the ends of equal pieces of intervals, along a new last axis."""
    edges = np.linspace(low, high, _PIECES + 1, axis=-1)
    return edges[..., :-1], edges[..., 1:]


def _largest(sizes: Floats) -> Floats:
    return np.asarray(sizes.max(axis=-1))
