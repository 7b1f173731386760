"""Lesson 5: backpropagation, by hand in indices, by matrices for any width, and in numpy, where a listing goes wrong."""

from typing import Any

import numpy as np

from symtutor.ask.networks import Network
from symtutor.course import Ask, Draw, Lesson, Measure, Section

NETWORK = Network((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy")


def listing_gradients(parameters: Any, X: Any, Y: Any) -> dict[str, Any]:
    """Compute what the listing of the course computes: it looks right, and hardly learns."""
    p = parameters
    Z1 = X @ p["W1"] + p["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = A1 @ p["W2"] + p["b2"]
    A2 = np.maximum(Z2, 0)
    A3 = 1 / (1 + np.exp(-(A2 @ p["W3"] + p["b3"])))
    held = np.clip(A3, 1e-7, 1 - 1e-7)
    dZ3 = (-Y / held + (1 - Y) / (1 - held)) * 2 * A3 * (1 - A3)
    dZ2 = (dZ3 @ p["W3"].T) * (Z2 > 0)
    dZ1 = (dZ2 @ p["W2"].T) * (Z1 > 0)
    weights = {"dW1": X.T @ dZ1, "dW2": A1.T @ dZ2, "dW3": A2.T @ dZ3}
    return {**weights, **{f"db{k}": d.mean(axis=0, keepdims=True) for k, d in ((1, dZ1), (2, dZ2), (3, dZ3))}}


def listing_loss(parameters: Any, X: Any, Y: Any) -> Any:
    """Compute the loss of the listing: it divides by the number of outputs."""
    p = parameters
    A2 = np.maximum(np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"], 0)
    A3 = np.clip(1 / (1 + np.exp(-(A2 @ p["W3"] + p["b3"]))), 1e-7, 1 - 1e-7)
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / Y.shape[1]


COURSE_START: dict[str, Any] = {"seed": 42, "scale": 0.1, "bias": 0.0}
OURS = Measure("run", (NETWORK,), {"seed": 0})
COURSE = Measure("run", (NETWORK,), {**COURSE_START, "rate": 0.005, "epochs": 150, "gradients": listing_gradients})

LESSON = Lesson(
    number=5,
    title="Backpropagation",
    sections=(
        Section("W7", "One hidden layer, in indices", (Measure("index_form", (2, 3)),)),
        Section("T5", "The Jacobian of a layer", (Ask("matrix_derivative", ("tanh(W^T a + b)", "a")),)),
        Section("W8", "A network of three layers", (Ask("backpropagate", (NETWORK,)),)),
        Section(
            "Q5", "What is wrong with the listing?", (Measure("graded", ({"gradients": listing_gradients, "loss": listing_loss}, NETWORK)),)
        ),
        Section(
            "P8",
            "Learning the two circles",
            (
                Measure(
                    "trained",
                    (NETWORK, "The listing: its step is 2 · 1000 · 0.005 = 10 on the gradient of the mean loss, much too long"),
                    dict(COURSE.options),
                ),
                Measure("trained", (NETWORK, "Right gradients of the mean loss, from the start of the listing"), {**COURSE_START}),
                Measure("trained", (NETWORK, "Right gradients, weights by the rule of He"), dict(OURS.options)),
                Draw("loss_curves", (COURSE, OURS), {"labels": ("the listing", "right gradients")}),
                Draw("decision_boundary", (OURS,)),
            ),
        ),
    ),
)
