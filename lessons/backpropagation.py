"""Backpropagation, by hand in indices, by matrices for any width, and in numpy, where a listing goes wrong."""

from itertools import pairwise
from typing import Any

import numpy as np
from sympy import exp, symbols

from symtutor.ask.networks import Network
from symtutor.course import ask, claim, draw, judge, lab, program, task

NUMBER, TITLE = 5, "Backpropagation"

widths = (2, 4, 3, 1)
NETWORK = Network(widths, ("relu", "relu", "sigmoid"), "binary cross-entropy")


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


z = symbols("z")
count = sum((into + 1) * out for into, out in pairwise(widths))
START: dict[str, Any] = {"seed": 42, "scale": 0.1, "bias": 0.0}
LONG = "The listing: its step is 2 · 1000 · 0.005 = 10 on the gradient of the mean loss, much too long"
LISTING: dict[str, Any] = {**START, "rate": 0.005, "epochs": 150, "gradients": listing_gradients}
theirs, ours = lab.run(NETWORK, **LISTING), lab.run(NETWORK, seed=0)
indices, adjoints = lab.index_form(2, 3), ask.backpropagate(NETWORK)
T5 = task(ask.matrix_derivative("tanh(W^T a + b)", "a"), "W diag(1 - tanh(W^T a + b) ∘ tanh(W^T a + b))")
graded = lab.graded({"gradients": listing_gradients, "loss": listing_loss}, NETWORK)
of_listing = lab.trained(NETWORK, LONG, **LISTING)
of_start = lab.trained(NETWORK, "Right gradients of the mean loss, from the start of the listing", **START)
of_he = lab.trained(NETWORK, "Right gradients, weights by the rule of He", seed=0)
losses = draw.loss_curves(theirs, ours, labels=("the listing", "right gradients"))
boundary = draw.decision_boundary(ours)
sigmoid = 1 / (1 + exp(-z))
logistic = ask.differentiate(sigmoid, z)
doubled = judge(logistic, 2 * sigmoid * (1 - sigmoid), "The derivative of the sigmoid is given a factor 2.")
clipped = claim(sigmoid.subs(z, -40) - 1, -0.019, "With clipped predictions a confident wrong answer at z = −40 gets the gradient")
fused = program(
    """
    z = np.linspace(-30, 30, 7)
    print("s'(z) and s(z) (1 - s(z)) agree:", np.allclose(slope(z), s(z) * (1 - s(z))))
    """,
    s=sigmoid,
    slope=logistic,
)

WORDS = """
# Which of all these numbers is to blame?

A network of widths {widths} has {count} weights and biases, and one loss. Nudging each of them and measuring the loss would take
{count} runs; a network of a million weights would take a million. Backpropagation finds all slopes in one run backward: each layer
hands the slope of the loss in its output on to its input, and picks up the slopes in its own weights on the way.

# W7. One hidden layer, in indices

The output depends on an input through every hidden unit, so the ways through them are added up: that is the chain rule.

{indices}

# T5. The Jacobian of a layer

A layer turns a into tanh(Wᵀa + b). In the code of a backward pass, where is its Jacobian? It is not what is called dz, dW or db:
those are slopes of the loss. Derive it.

{T5}

# W8. A network of three layers

The rows of X are examples; the loss is a mean over them. Each line holds for matrices of every size.

{adjoints}

# W9. The slope of the sigmoid

{logistic} {fused}

# Q5. What is wrong with the listing?

More than one thing, and the program says which, by trying the listing on small networks with exact numbers.

{graded}

{doubled} {clipped}

Some faults are no wrong numbers. In the text W is a Jacobian and in the code a matrix of weights, z is an activation and then a sum
before it; here W is weights and z the sum, everywhere. Losses printed before the update belong to the step before; and a result
that depends on a seed has to name it: here 0 for the points and the weights, and 42 for the start of the listing.

# P8. Learning the two circles

A thousand points on two noisy circles, one inside of the other, are to be told apart.

{of_listing} {of_start} {of_he} {losses} {boundary}

The derivative of ReLU at 0 is taken as 0 here: it has none there, so that is a choice.

# Summary

- Backpropagation is the chain rule, worked from the loss to the inputs, so that every slope is computed once.
- The Jacobian of a layer is the slope of its activation times its weights; it need never be stored.
- A wrong gradient runs without an error. Compare it with differences, entry by entry.
"""
