"""The running sum of rectangles on a grid, in closed form and point by point, beside an antiderivative.

The running sum of f on the grid a, a + h, a + 2h, ... adds up h·f from a to x,
the cell of x included.  For a polynomial f it is a polynomial S in x, the only
one with

    S(x) − S(x − h) = h·f(x)   and   S(a − h) = 0.

It is no antiderivative: S(x) = F(x) − F(a) + O(h) for every antiderivative F.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy as sp

from symtutor.checking.calculus.floats import numeric_function
from symtutor.errors import InputError
from symtutor.lab.quotient_errors import finite_number
from symtutor.term import sympified

__all__ = ["MOST_CELLS", "RunningSum", "SumByStep", "rational", "running_sum", "sum_by_step", "sum_in_closed_form"]

Floats = npt.NDArray[np.float64]

MOST_CELLS = 100_000


def sum_in_closed_form(f: Any, x: sp.Symbol, low: Any, step: Any) -> Any:
    """Return the running left sum of a polynomial as a polynomial in x.

    Parameters
    ----------
    f : Expr
        A polynomial in x; other symbols are constants.
    x : Symbol
        The variable.
    low, step : Expr
        The first point of the grid and the distance of its points; symbols are allowed.

    Returns
    -------
    Expr
        The sum of step·f over the grid from low up to x, both included, in powers of
        the step where that is a symbol, else of x.

    Raises
    ------
    InputError
        If f is no polynomial in x.

    Notes
    -----
    By Newton's forward differences: a sum of k + 1 values of a polynomial of degree d is
    Σ Δʲf(low)·C(k + 1, j + 1) for j from 0 to d.

    References
    ----------
    .. [1] R. L. Graham, D. E. Knuth and O. Patashnik, *Concrete Mathematics*, 2nd ed.,
       Addison-Wesley, 1994, sec. 2.6 and 5.3.

    Examples
    --------
    >>> x, h = sp.symbols("x h")
    >>> sum_in_closed_form(2 * x, x, -10, sp.Rational(1, 10))
    x**2 + x/10 - 101
    >>> sum_in_closed_form(2 * x, x, 0, h)
    h*x + x**2
    """
    low, step = sympified(low), sympified(step)
    polynomial = sp.Poly(f, x) if sympified(f).is_polynomial(x) else None
    if polynomial is None:
        raise InputError(f"the running sum of {f} has no closed form here", f"Only polynomials in {x.name} are summed so.")
    values = [polynomial.eval(low + k * step) for k in range(polynomial.degree() + 1)] if polynomial else [sp.S.Zero]
    count = (x - low) / step + 1
    total, choose = sp.S.Zero, count
    for j in range(len(values)):
        total += values[0] * choose  # the j-th difference at the first point, times C(count, j + 1)
        choose *= (count - j - 1) / (j + 2)
        values = [after - before for before, after in pairwise(values)]
    return sp.collect(sp.expand(step * total), step if step.is_Symbol else x)


@dataclass(frozen=True, eq=False)
class RunningSum:
    """The running left sum of a polynomial over a grid, beside an antiderivative.

    Parameters
    ----------
    f, variable : Expr, Symbol
        The polynomial and its variable.
    low, step : Rational
        The first point of the grid and the distance of its points.
    count : int
        How many cells, and so points, there are.
    antiderivative : Expr
        An antiderivative F without a constant.
    closed_form : Expr
        The sum S as a polynomial, exact at every point of the grid.
    summed : Expr, optional
        The sum of n cells in closed form, found in another way, with n as its only symbol.
    """

    f: Any
    variable: sp.Symbol
    low: Any
    step: Any
    count: int
    antiderivative: Any
    closed_form: Any
    summed: Any = None

    @cached_property
    def points(self) -> tuple[Any, ...]:
        """The points of the grid, exactly; the end of the last cell is none of them."""
        return tuple(self.low + k * self.step for k in range(self.count))

    @cached_property
    def sums(self) -> tuple[Any, ...]:
        """The sum at every point, exactly: added up, not taken from the closed form."""
        value, total, found = sp.Poly(self.f, self.variable), sp.S.Zero, []
        for point in self.points:
            total += self.step * value.eval(point)
            found.append(total)
        return tuple(found)

    @cached_property
    def values(self) -> Floats:
        """The sum at every point as `numpy.cumsum` gives it."""
        grid = np.array([float(p) for p in self.points])
        return np.cumsum(np.asarray(numeric_function(self.f, self.variable, "portable")(grid)) * float(self.step))

    @property
    def is_exact(self) -> bool:
        """Whether the closed form is the sum at every point of the grid."""
        polynomial = sp.Poly(self.closed_form, self.variable)
        return all(polynomial.eval(p) == s for p, s in zip(self.points, self.sums, strict=True))

    @property
    def rounding(self) -> float:
        """The largest difference between the float sums and the exact ones."""
        return float(np.max(np.abs(self.values - np.array([float(s) for s in self.sums]))))

    @property
    def gap(self) -> Any:
        """How far the sum lies above the antiderivative, as a polynomial: S − F."""
        return sp.expand(self.closed_form - self.antiderivative)

    @property
    def shift(self) -> Any:
        """The part of the gap that does not go away with the step: −F(low)."""
        return -self.antiderivative.xreplace({self.variable: self.low})

    @property
    def skew(self) -> Any:
        """The part of the gap that goes to 0 with the step."""
        return sp.expand(self.gap - self.shift)

    @cached_property
    def gaps(self) -> tuple[Any, ...]:
        """The gap at every point, exactly."""
        lower = sp.Poly(self.antiderivative, self.variable)
        return tuple(s - lower.eval(p) for p, s in zip(self.points, self.sums, strict=True))

    @property
    def cells(self) -> Any:
        """The number of cells up to x, its own included."""
        return sp.expand((self.variable - self.low) / self.step + 1)

    @property
    def agrees(self) -> bool:
        """Whether the sum of n cells found in another way is the same, with the n that belongs to x."""
        if self.summed is None:
            return True
        letters = self.summed.free_symbols
        return len(letters) <= 1 and sp.expand(self.summed.xreplace(dict.fromkeys(letters, self.cells)) - self.closed_form) == 0

    @property
    def formulas(self) -> tuple[Any, ...]:
        """The formulas of the sentence."""
        return self.f, self.closed_form, self.antiderivative, self.skew, self.cells

    def __str__(self) -> str:
        x, end = self.variable.name, self.low + self.count * self.step
        exact = "exactly" if self.is_exact else "NOT, as adding up shows,"
        sentence = (
            f"with {self.count} cells of width {self.step} the running left sum of {self.f} from {x} = {self.low} is {exact} "
            f"{self.closed_form} at every point of the grid, each value with its own cell: first {_decimal(self.sums[0])}, and "
            f"{_decimal(self.sums[-1])} at the last point, {x} = {_decimal(self.points[-1])}: that is the left sum up to {end}. "
        )
        if self.summed is not None:
            verdict = "is the same polynomial" if self.agrees else "is NOT the same polynomial"
            sentence += f"The sum of n cells, with n = {self.cells}, {verdict}. "
        return sentence + (
            f"It lies {_beside(min(self.gaps), max(self.gaps))} {self.antiderivative}: the difference is {_decimal(self.shift)}, since "
            f"the sum starts with nothing at {x} = {self.low}, where the antiderivative is {_decimal(-self.shift)}, plus {self.skew}, "
            f"which goes away with the width. In float64 it is off by at most {self.rounding:.1g}."
        )


def running_sum(f: Any, x: sp.Symbol, grid: tuple[Any, Any, Any], antiderivative: Any = None, summed: Any = None) -> RunningSum:
    """Add up the rectangles of a polynomial from cell to cell, exactly.

    Parameters
    ----------
    f : Expr
        A polynomial in x alone.
    x : Symbol
        The variable.
    grid : tuple (low, high, step)
        Exact numbers; the cells have to fill the interval.
    antiderivative : Expr, optional
        What the sum is compared with; the polynomial without a constant where it is not given.
    summed : Expr, optional
        The sum of n cells in closed form, found in another way, to be compared.

    Returns
    -------
    RunningSum
        The closed form, and the sums point by point, exactly and as floats.

    Raises
    ------
    InputError
        If f is no polynomial in x alone, or the grid is none.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = running_sum(3 * x**2 - 4 * x, x, (-10, 10, sp.Rational(1, 10)))
    >>> found.closed_form
    x**3 - 37*x**2/20 - 39*x/200 + 24341/20
    >>> found.sums[0], found.sums[-1], found.shift
    (34, 20041/10, 1200)
    """
    low, high, step = (rational(end) for end in grid)
    f = sympified(f)
    if not step > 0 or not high > low or not ((high - low) / step).is_Integer:
        raise InputError(f"cells of width {step} do not fill the interval from {low} to {high}")
    count = int((high - low) / step)
    if count > MOST_CELLS:
        raise InputError(f"{count} cells are too many", f"Take at most {MOST_CELLS:,}.")
    if f.free_symbols - {x}:
        raise InputError(f"{f} has symbols beside {x.name}, and values are wanted")
    closed = sum_in_closed_form(f, x, low, step)
    return RunningSum(f, x, low, step, count, _antiderivative(f, x, antiderivative), closed, summed)


@dataclass(frozen=True)
class SumByStep:
    """How the running sum of a polynomial depends on the step.

    Parameters
    ----------
    f, variable, low, step : Expr, Symbol, Expr, Symbol
        The polynomial, its variable, the first point of the grid, and the letter of the step.
    antiderivative : Expr
        An antiderivative F without a constant.
    closed_form : Expr
        The running sum in powers of the step.
    """

    f: Any
    variable: sp.Symbol
    low: Any
    step: sp.Symbol
    antiderivative: Any
    closed_form: Any

    @property
    def shifted(self) -> Any:
        """The sum without its powers of the step."""
        return self.closed_form.subs(self.step, 0)

    @property
    def is_the_integral(self) -> bool:
        """Whether what remains for step 0 is F(x) − F(low), the integral from low to x."""
        low = self.antiderivative.xreplace({self.variable: self.low})
        return sp.expand(self.shifted - self.antiderivative + low) == 0

    @property
    def skew(self) -> Any:
        """The part that goes to 0 with the step, in powers of the step."""
        return sp.collect(sp.expand(self.closed_form - self.shifted), self.step)

    @property
    def is_half_a_cell_at_each_end(self) -> bool:
        """Whether the first power of the step is half of f at both ends: (f(x) + f(low))/2."""
        ends = (self.f + self.f.xreplace({self.variable: self.low})) / 2
        return sp.expand(sp.expand(self.closed_form).coeff(self.step, 1) - ends) == 0

    @property
    def formulas(self) -> tuple[Any, ...]:
        """The formulas of the sentence."""
        return self.f, self.shifted, self.skew, self.antiderivative, self.step

    def __str__(self) -> str:
        x, h = self.variable.name, self.step.name
        low = self.antiderivative.xreplace({self.variable: self.low})
        integral = "is" if self.is_the_integral else "is NOT"
        ends = "is" if self.is_half_a_cell_at_each_end else "is NOT"
        return (
            f"with cells of any width {h} the running left sum of {self.f} from {x} = {self.low} is {self.shifted}, plus {self.skew}. "
            f"The first part {integral} the integral from {self.low} to {x}: {self.antiderivative}, shifted by {-low} because this "
            f"is {low} at {x} = {self.low}. The second part skews it and goes to 0 with {h}: the coefficient of {h} {ends} "
            f"half of the sum of the values of {self.f} at both ends."
        )


def sum_by_step(f: Any, x: sp.Symbol, low: Any, step: sp.Symbol, antiderivative: Any = None) -> SumByStep:
    """Return how the running sum of a polynomial depends on the step.

    Parameters
    ----------
    f : Expr
        A polynomial in x alone.
    x : Symbol
        The variable.
    low : number
        The first point of the grid.
    step : Symbol
        The letter of the step.
    antiderivative : Expr, optional
        What the sum is compared with; the polynomial without a constant where it is not given.

    Returns
    -------
    SumByStep

    Raises
    ------
    InputError
        As for `sum_in_closed_form`.

    Examples
    --------
    >>> x, h = sp.symbols("x h")
    >>> found = sum_by_step(2 * x, x, -10, h)
    >>> found.shifted, found.skew, found.is_the_integral
    (x**2 - 100, h*(x - 10), True)
    """
    f, low = sympified(f), rational(low)
    return SumByStep(f, x, low, step, _antiderivative(f, x, antiderivative), sum_in_closed_form(f, x, low, step))


def rational(number: sp.Rational) -> sp.Rational:
    """Return an exact fraction for a number; of a float, the decimal number that it shows.

    Raises
    ------
    InputError
        If it is no finite number.

    Examples
    --------
    >>> rational(0.1)
    1/10
    """
    if isinstance(number, int | sp.Rational):
        return sp.Rational(number)
    return sp.Rational(repr(finite_number(number, "a number of the grid")))


def _antiderivative(f: Any, x: sp.Symbol, given: Any) -> Any:
    return sp.Poly(f, x).integrate().as_expr() if given is None and f.is_polynomial(x) else given


def _beside(lowest: Any, highest: Any) -> str:
    """Return where a curve lies from another one in words."""
    if lowest >= 0:
        return f"{_decimal(lowest)} to {_decimal(highest)} above"
    if highest <= 0:
        return f"{_decimal(-highest)} to {_decimal(-lowest)} below"
    return f"from {_decimal(-lowest)} below to {_decimal(highest)} above"


def _decimal(number: Any) -> str:
    """Return a fraction as a decimal number where it ends soon, else as it is."""
    digits = next((k for k in range(8) if (number * 10**k).is_Integer), None)
    return str(number) if digits is None else f"{float(number):.{digits}f}"
