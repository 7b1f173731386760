"""Pictures of functions, of derivatives beside difference quotients, and of the error over the step.

Every function returns a `symtutor.writing.pictures.picture.Picture`: a matplotlib
figure that knows nothing of pyplot, with a description in its ``alt``.
matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.lab.error_curves import DifferenceCurve, ErrorCurve, GridGap, gap_on_grid
from symtutor.lab.quotient_errors import SCHEMES, Kind
from symtutor.writing.pictures.drawing import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    blank_picture,
    dress,
    formula_in_title,
    in_words,
    interval_of,
    over,
)
from symtutor.writing.pictures.sampling import Curve, sample

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["chords_figure", "derivative_figure", "error_curve_figure", "function_figure"]

_OF_KIND = {Kind.FORWARD: (ORANGE, "o"), Kind.BACKWARD: (PURPLE, "v"), Kind.CENTRAL: (BLUE, "s"), Kind.COMPLEX: (GREEN, "^")}

_GRID_POINTS = 500
_USUAL = (1e-3, 1e3)  # a derivative of such a size is told with absolute errors


def function_figure(f: Any, x: sp.Symbol, interval: tuple[Any, Any] | None = None) -> Picture:
    """Draw y = f(x).

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    interval : tuple of number, optional
        Its ends; chosen from the function where they are not given.

    Returns
    -------
    Picture
        A matplotlib figure with one panel.

    Raises
    ------
    InputError
        If f has another free symbol or no numeric form, or the interval is not one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> function_figure(sp.log(x), x).alt
    'Graph of y = ln x for x from 0 to 3.'
    """
    ends = interval_of(f, x, interval)
    picture = blank_picture(f"Graph of y = {in_words(f)} for {over(x, ends)}.")
    axes = picture.subplots()
    _draw_function(axes, f, x, ends, f"y = {formula_in_title(f, f'f({x})')}")
    return picture


def chords_figure(f: Any, x: sp.Symbol, at: Any, steps: Sequence[Any]) -> Picture:
    """Draw chords from a point to points further right, and the tangent that they approach.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    x : Symbol
        The variable.
    at : number
        Where the chords begin.
    steps : sequence of number
        How far to the right each one ends, the largest first.

    Returns
    -------
    Picture
        A matplotlib figure with one panel; each chord is drawn on, and its slope is in the legend.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> chords_figure(x**2, x, 3, (1, sp.Rational(1, 10))).alt
    'Chords of x² from x = 3 with slopes 7, 6.1, and the tangent there, of slope 6.'
    """
    start, rate = sp.sympify(f).subs(x, at), sp.diff(f, x).subs(x, at)
    slopes = [(sp.sympify(f).subs(x, at + step) - start) / step for step in steps]
    told = ", ".join(f"{float(slope):.4g}" for slope in slopes)
    picture = blank_picture(
        f"Chords of {in_words(f)} from {x} = {in_words(at)} with slopes {told}, and the tangent there, of slope {in_words(rate)}."
    )
    axes = picture.subplots()
    reach = float(steps[0])
    ends = float(at) - reach / 2, float(at) + 1.25 * reach
    curve = sample(f, x, ends)
    axes.plot(curve.points, curve.values, color="black", linewidth=1.8, label=f"y = {formula_in_title(f, f'f({x})')}")
    across = np.array(ends)
    for step, slope, colour, style in zip(steps, slopes, (ORANGE, PURPLE, BLUE, GREY), ("--", "-.", ":", "--"), strict=False):
        label = f"δ = {float(step):g}: slope {float(slope):.4g}"
        axes.plot(across, float(start) + float(slope) * (across - float(at)), color=colour, linestyle=style, label=label)
        axes.plot([float(at + step)], [float(f.subs(x, at + step))], "o", color=colour, markersize=5)
    axes.plot(
        across, float(start) + float(rate) * (across - float(at)), color=GREEN, linewidth=1.8, label=f"tangent: slope {float(rate):g}"
    )
    axes.plot([float(at)], [float(start)], "o", color="black", markersize=6)
    axes.legend(fontsize=10)
    dress(axes, str(x), "y", "Chords turn into the tangent")
    return picture


def derivative_figure(
    f: sp.Expr, derivative: sp.Basic, x: sp.Symbol, interval: tuple[Any, Any] | None = None, step: float = 1e-4, *, order: int = 1
) -> Picture:
    """Draw a function, its derivative by rule over that by difference quotient, and the gap between the two.

    Parameters
    ----------
    f : Expr
        A function of x alone.
    derivative : Expr
        Its derivative by rule.
    x : Symbol
        The variable.
    interval : tuple of number, optional
        Its ends; chosen from the function where they are not given.
    step : float, default 1e-4
        The step of the forward difference quotient.
    order : int, default 1
        The order of the derivative: its quotients are those of the derivative before it.

    Returns
    -------
    Picture
        A matplotlib figure with three panels; the third shows the observed gap
        and the bound predicted for it.

    Raises
    ------
    InputError
        As for `function_figure`.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> picture = derivative_figure(x**2, 2 * x, x, (-10, 10))
    >>> len(picture.axes)
    3
    """
    ends = interval_of(f, x, interval)
    before = sp.diff(f, (x, order - 1))
    found = gap_on_grid(before, x, np.linspace(*ends, _GRID_POINTS), step, derivative=derivative)
    of_order = "" if order == 1 else f" of order {order}"
    alt = (
        f"Three panels for {over(x, ends)}: y = {in_words(f)}; its derivative{of_order} {in_words(derivative)} by rule over the "
        f"difference quotient with step {step:g}; and the gap between the two, at most {found.largest:.3g}, with its predicted bound."
    )
    picture = blank_picture(alt, width=13.0, height=4.2)
    left, middle, right = picture.subplots(1, 3)
    _draw_function(left, f, x, ends, f"y = {formula_in_title(f, f'f({x})')}")
    _draw_slopes(middle, derivative, x, ends, found, order)
    _draw_gap(right, x, ends, found)
    return picture


def error_curve_figure(curve: ErrorCurve) -> Picture:
    """Draw the error of difference quotients over the step, both on logarithmic axes; beside a large or tiny derivative a part of it.

    Parameters
    ----------
    curve : ErrorCurve
        What `symtutor.lab.error_curves.error_curve` found.

    Returns
    -------
    Picture
        A matplotlib figure: observed errors as marks, predicted bounds as dashed
        lines, a star at the smallest error of each kind.

    Examples
    --------
    >>> from symtutor.lab.error_curves import error_curve
    >>> x = sp.Symbol("x")
    >>> error_curve_figure(error_curve(sp.exp(x), x, 1)).axes[0].get_xscale()
    'log'
    """
    is_relative = bool(curve.exact) and not _USUAL[0] <= abs(curve.exact) <= _USUAL[1]
    unit = abs(curve.exact) if is_relative else 1.0
    kind = "relative error" if is_relative else "absolute error"
    smallest = "; ".join(f"{SCHEMES[c.kind].name} {c.best_error / unit:.2g} at h = {c.best_step:.2g}" for c in curve.curves)
    place = f"{curve.variable} = {curve.at:.6g}"
    picture = blank_picture(
        f"{kind.capitalize()} of difference quotients of {in_words(curve.f)} at {place} over the step h. Smallest: {smallest}.",
        width=8.0,
        height=5.4,
    )
    axes = picture.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    positive = np.concatenate([c.observed[c.observed > 0] for c in curve.curves] or [np.ones(1)]) / unit
    floor = 10.0 ** np.floor(np.log10(positive.min() if positive.size else 1e-16) - 0.7)
    for one in curve.curves:
        _draw_errors(axes, one, floor, unit)
    axes.plot([], [], color=GREY, linestyle="--", linewidth=1.4, label="predicted at most")
    dress(axes, "step h", kind, f"Error of difference quotients of {formula_in_title(curve.f, 'f')} at {place}")
    ceiling = 30 * max(1.0, float(positive.max()) if positive.size else 1.0)
    axes.set_ylim(floor / 20, ceiling)
    axes.legend(loc="best", fontsize=9)
    return picture


def _draw_errors(axes: Axes, curve: DifferenceCurve, floor: float, unit: float) -> None:
    """Draw one kind of quotient: marks, dashed bound, a star at the minimum."""
    colour, mark = _OF_KIND[curve.kind]
    observed = np.where(curve.observed > 0, curve.observed / unit, np.nan)
    predicted = np.where(np.isfinite(curve.predicted) & (curve.predicted > 0), curve.predicted / unit, np.nan)
    axes.plot(curve.steps, observed, color=colour, marker=mark, markersize=4, linewidth=1, label=SCHEMES[curve.kind].name)
    axes.plot(curve.steps, predicted, color=colour, linestyle="--", linewidth=1.4)
    exact = curve.steps[curve.observed == 0]
    if exact.size:
        axes.plot(
            exact,
            np.full(exact.size, floor),
            color=colour,
            marker=mark,
            markersize=4,
            linestyle="none",
            markerfacecolor="none",
            label="error exactly 0",
        )
    star = max(curve.best_error / unit, floor)
    axes.plot([curve.best_step], [star], color=colour, marker="*", markersize=15, markeredgecolor="black", linestyle="none")
    axes.annotate(
        f"h = {curve.best_step:.1e}",
        (curve.best_step, star),
        textcoords="offset points",
        xytext=(0, -20),
        ha="center",
        fontsize=9,
        color=colour,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
    )


def _draw_function(axes: Axes, f: sp.Expr, x: sp.Symbol, ends: tuple[float, float], title: str) -> None:
    curve = sample(f, x, ends)
    axes.plot(curve.points, curve.values, color=BLUE, linewidth=2)
    axes.set_xlim(*ends)
    axes.set_ylim(curve.low, curve.high)
    dress(axes, str(x), "y", title)


def _draw_slopes(axes: Axes, derivative: sp.Basic, x: sp.Symbol, ends: tuple[float, float], found: GridGap, order: int) -> None:
    """Draw the rule as a thin line over the quotient as a thick one, so that both are seen where they coincide."""
    rule = sample(derivative, x, ends)
    quotient = _lifted(found, rule)
    axes.plot(
        found.points,
        quotient,
        color=ORANGE,
        alpha=0.45,
        linewidth=7,
        solid_capstyle="butt",
        label=f"difference quotient, h = {found.step:g}",
    )
    axes.plot(rule.points, rule.values, color=BLUE, linewidth=1.6, label="rule")
    axes.set_xlim(*ends)
    axes.set_ylim(rule.low, rule.high + 0.18 * (rule.high - rule.low))  # the legend has room above
    marks = "′" * order if order <= 3 else f"⁽{order}⁾"
    dress(axes, str(x), f"y{marks}", f"y{marks} = {formula_in_title(derivative, f'f{marks}({x})')}")
    axes.legend(loc="best", fontsize=9)


def _lifted(found: GridGap, rule: Curve) -> Any:
    """Return the quotients with nan where the rule's curve is interrupted, so that no line crosses a pole."""
    breaks = rule.points[np.isnan(rule.values)]
    values = found.errors.value.copy()
    after = np.searchsorted(found.points, breaks)
    values[after[after < values.size]] = np.nan
    return values


def _draw_gap(axes: Axes, x: sp.Symbol, ends: tuple[float, float], found: GridGap) -> None:
    """Draw the observed gap under the bound predicted for it; logarithmic where it spans many sizes."""
    observed, predicted = found.errors.observed, np.where(np.isfinite(found.errors.predicted), found.errors.predicted, np.nan)
    sizes = observed[np.isfinite(observed) & (observed > 0)]
    if sizes.size and sizes.max() > 100 * np.quantile(sizes, 0.1):
        axes.set_yscale("log")
        axes.plot(found.points, np.where(observed > 0, observed, np.nan), color=ORANGE, alpha=0.55, linewidth=4, label="observed")
    else:
        axes.plot(found.points, observed, color=ORANGE, alpha=0.55, linewidth=4, label="observed")
        axes.set_ylim(0, 1.25 * float(sizes.max()) if sizes.size else 1.0)
        axes.ticklabel_format(axis="y", style="sci", scilimits=(-2, 3), useMathText=True)
    axes.plot(found.points, predicted, color="black", linestyle="--", linewidth=1.2, label="predicted at most")
    axes.set_xlim(*ends)
    dress(axes, str(x), "|quotient − rule|", f"Gap: at most {found.largest:.3g}")
    axes.legend(loc="best", fontsize=9)
