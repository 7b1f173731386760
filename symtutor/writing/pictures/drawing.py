"""What the figures share: colours, panels, formulas in titles, the interval to draw.

matplotlib is imported when the first picture is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from symtutor.errors import InputError
from symtutor.term import as_term, sympified
from symtutor.writing.marks.text import UNICODE
from symtutor.writing.pictures.sampling import default_interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symtutor.writing.pictures.picture import Picture

__all__ = ["BLUE", "GREEN", "GREY", "ORANGE", "PURPLE", "blank_picture", "dress", "formula_in_title", "in_words", "interval_of", "over"]

# Colours that people with any colour vision tell apart (M. Okabe and K. Ito, "Color Universal Design", 2008).
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#555555"

_LONGEST_TITLE = 46  # characters of a formula in a title, above a panel of usual width


def dress(axes: Axes, across: str, up: str, title: str) -> None:
    """Give a panel its labels, its title and a quiet grid."""
    axes.set_xlabel(across, fontsize=11)
    axes.set_ylabel(up, fontsize=11)
    axes.set_title(title, fontsize=12, verticalalignment="bottom")
    axes.tick_params(labelsize=10)
    axes.grid(visible=True, color="0.88", linewidth=0.8)
    axes.set_axisbelow(True)


def blank_picture(alt: str, width: float = 6.4, height: float = 4.4) -> Picture:
    """Return an empty picture of a size in inches, with its description."""
    from symtutor.writing.pictures.picture import Picture  # noqa: PLC0415 (matplotlib is loaded only by those who draw)

    return Picture(alt=alt, size=(width, height))


def in_words(expr: Any) -> str:
    """Return an expression as it is written in a sentence, for descriptions."""
    return UNICODE.render(as_term(sp.Tuple(*expr) if isinstance(expr, tuple) else sympified(expr)))


def over(x: sp.Symbol, ends: tuple[float, float]) -> str:
    """Return the words for an interval of a variable."""
    return f"{x} from {ends[0]:.6g} to {ends[1]:.6g}"


def formula_in_title(expr: sp.Basic, short: str) -> str:
    """Return a formula for a title: in mathtext where matplotlib can set it, else plain; the short name where it is too long."""
    from matplotlib.mathtext import MathTextParser  # noqa: PLC0415 (matplotlib is loaded only by those who draw)

    plain = str(expr)
    if len(plain) > _LONGEST_TITLE:
        return short
    formula = f"${sp.latex(expr, fold_short_frac=True, ln_notation=True)}$"
    for latex, mathtext in ((r"\frac", r"\dfrac"), (r"\left|", "|"), (r"\right|", "|")):  # small fractions and bars are hard to read
        formula = formula.replace(latex, mathtext)
    try:
        MathTextParser("path").parse(formula)
    except ValueError:
        return plain
    return formula


def interval_of(f: Any, x: sp.Symbol, interval: tuple[Any, Any] | None) -> tuple[float, float]:
    """Return the ends of the interval to draw as floats."""
    if interval is None:
        return default_interval(f, x)
    try:
        low, high = (float(end) for end in interval)
    except (TypeError, ValueError) as error:
        raise InputError(f"an interval is a pair of numbers, not {interval!r}") from error
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise InputError(f"an interval needs two finite ends, the smaller first, not {interval!r}")
    return low, high
