"""Pictures of small networks: the value of every unit, and on every edge its weight and the gradient of the loss in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symtutor.writing.pictures.drawing import BLUE, GREY, ORANGE, blank_picture
from symtutor.writing.pictures.picture import Picture

__all__ = ["Layer", "network_picture"]

Array = NDArray[np.float64]
_ACROSS, _UP, _RADIUS = 3.4, 1.7, 0.36


@dataclass(frozen=True)
class Layer:
    """A dense layer on one example.

    Parameters
    ----------
    name : str
        Of its values, such as A1.
    values : ndarray, shape (units,)
        What its units give.
    weights, slopes : ndarray, shape (units before, units)
        Its weights, and the gradient of the loss in them.
    bias, bias_slopes : ndarray, shape (units,), or None
        The same for its bias.
    """

    name: str
    values: Array
    weights: Array
    slopes: Array
    bias: Array | None = None
    bias_slopes: Array | None = None


def network_picture(inputs: Mapping[str, Any], layers: list[Layer], loss: float) -> Picture:
    """Draw a chain of dense layers on one example.

    Parameters
    ----------
    inputs : mapping
        The name of the input and its values, of shape (units,).
    layers : list of Layer
        From the first on.
    loss : float
        On this example.
    """
    ((name, first),) = inputs.items()
    columns = [(name, np.asarray(first, dtype=float)), *((layer.name, layer.values) for layer in layers)]
    tallest = max(len(values) for _, values in columns)
    alt = f"A network of {', '.join(str(len(v)) for _, v in columns)} units with the loss {loss:.3f}; "
    alt += "on every edge stand its weight and, below, the gradient of the loss in it."
    picture = blank_picture(alt, 2.6 * len(columns) + 0.6, 1.25 * tallest + 1.4)
    axes = picture.add_subplot()
    places = [[(_ACROSS * k, _UP * ((len(values) - 1) / 2 - i)) for i in range(len(values))] for k, (_, values) in enumerate(columns)]
    largest = max(float(np.abs(layer.slopes).max()) for layer in layers) or 1.0
    for layer, before, here in zip(layers, places, places[1:], strict=False):
        _draw_edges(axes, layer, before, here, largest)
    for (title, values), column in zip(columns, places, strict=True):
        for value, (x, y) in zip(values, column, strict=True):
            _draw_unit(axes, x, y, _number(value, ".2f"))
        axes.text(column[0][0], _UP * tallest / 2 + 0.15, title, ha="center", va="bottom", fontsize=12)
    for layer, column in zip(layers, places[1:], strict=True):
        if layer.bias is not None and layer.bias_slopes is not None:
            for bias, slope, (x, y) in zip(layer.bias, layer.bias_slopes, column, strict=True):
                axes.text(x, y - _RADIUS - 0.06, f"b {_number(bias, '.2f')}", ha="center", va="top", fontsize=8, color=GREY)
                axes.text(x, y - _RADIUS - 0.27, _number(slope, "+.3f"), ha="center", va="top", fontsize=8, color=_colour(slope))
    axes.set_title(f"loss {loss:.3f};  on each edge the weight, and ∂loss/∂weight in colour", fontsize=11)
    axes.set_xlim(-0.7, _ACROSS * (len(columns) - 1) + 0.7)
    axes.set_ylim(-_UP * tallest / 2 - 0.25, _UP * tallest / 2 + 0.55)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return picture


def _number(value: float, form: str) -> str:
    """Return a number with a true minus sign."""
    return f"{value:{form}}".replace("-", "−")


def _colour(slope: float) -> str:
    return ORANGE if slope > 0 else BLUE if slope < 0 else GREY


def _draw_unit(axes: Any, x: float, y: float, text: str) -> None:
    from matplotlib.patches import Circle  # noqa: PLC0415 (matplotlib is loaded only by those who draw)

    axes.add_patch(Circle((x, y), _RADIUS, facecolor="white", edgecolor="black", zorder=3))
    axes.text(x, y, text, ha="center", va="center", fontsize=9, zorder=4)


def _draw_edges(axes: Any, layer: Layer, before: list[Any], here: list[Any], largest: float) -> None:
    """Draw the edges into a layer; those into one unit carry their numbers near it, one after another, so that none covers another."""
    for j, (x1, y1) in enumerate(here):
        for i, (x0, y0) in enumerate(before):
            slope = float(layer.slopes[i, j])
            axes.plot([x0, x1], [y0, y1], color=_colour(slope), linewidth=0.6 + 2.4 * abs(slope) / largest, alpha=0.55, zorder=1)
            along = 0.24 + 0.52 * (j + 0.5) / len(here) + 0.08 * (i % 2) if len(here) > 1 else 0.5
            x, y = x0 + along * (x1 - x0), y0 + along * (y1 - y0)
            box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
            axes.text(x, y, _number(layer.weights[i, j], ".2f"), ha="center", va="bottom", fontsize=8, zorder=2, bbox=box)
            axes.text(x, y, _number(slope, "+.3f"), ha="center", va="top", fontsize=8, color=_colour(slope), zorder=2, bbox=box)
