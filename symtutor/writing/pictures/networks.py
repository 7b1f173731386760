"""Pictures of networks: the loss over the steps, and the regions in which a trained network says one or the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from symtutor.errors import InputError
from symtutor.writing.pictures.picture import Picture

__all__ = ["decision_boundary", "loss_curves"]

_POINTS = 120


def loss_curves(*runs: Any, labels: tuple[str, ...] = ()) -> Picture:
    """Draw the loss of trainings over their steps.

    Parameters
    ----------
    *runs : Training
        What is compared.
    labels : tuple of str
        One for each run.
    """
    if not runs:
        raise InputError("no training was given")
    ends = ", ".join(
        f"{label or 'the loss'} ends at {run.losses[-1]:.3f}" for run, label in zip(runs, labels or ("",) * len(runs), strict=True)
    )
    picture = Picture(alt=f"The loss over the steps of gradient descent: {ends}.")
    axes = picture.add_subplot()
    for run, label in zip(runs, labels or ("",) * len(runs), strict=True):
        axes.plot(np.arange(len(run.losses)), run.losses, label=label or None)
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    axes.grid(visible=True, alpha=0.3)
    if labels:
        axes.legend()
    return picture


def decision_boundary(run: Any) -> Picture:
    """Draw the examples of a training with two inputs, and where the prediction passes 1/2.

    Parameters
    ----------
    run : Training
        With inputs of shape (n, 2) and targets 0 or 1.
    """
    if run.X.shape[1] != 2 or run.Y.shape[1] != 1:
        raise InputError("the boundary can be drawn for two inputs and one output", f"There are {run.X.shape[1]} and {run.Y.shape[1]}.")
    low, high = run.X.min(axis=0) - 0.3, run.X.max(axis=0) + 0.3
    x, y = np.meshgrid(np.linspace(low[0], high[0], _POINTS), np.linspace(low[1], high[1], _POINTS))
    values = run.predict(np.stack([x.ravel(), y.ravel()], axis=1)).reshape(x.shape)
    told = f"{run.accuracy:.1%} of {len(run.X)} points lie on the right side of the boundary where the prediction is 1/2."
    picture = Picture(alt=told, size=(5.4, 5.0))
    axes = picture.add_subplot()
    shades = axes.contourf(x, y, values, levels=np.linspace(0, 1, 11), cmap="RdBu", alpha=0.5)
    axes.contour(x, y, values, levels=[0.5], colors="black")
    inside = run.Y[:, 0] > 0.5
    axes.scatter(run.X[~inside, 0], run.X[~inside, 1], s=6, color="tab:red", label="0")
    axes.scatter(run.X[inside, 0], run.X[inside, 1], s=6, color="tab:blue", label="1")
    axes.set_aspect("equal")
    axes.set_xlabel("x₁")
    axes.set_ylabel("x₂")
    axes.legend()
    picture.colorbar(shades, ax=axes, label="prediction")
    return picture
