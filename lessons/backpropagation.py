"""Backpropagation, by hand in indices, by matrices for any width, and in numpy, where a listing goes wrong."""

from itertools import pairwise
from typing import Any

import numpy as np
from sympy import Matrix, exp, log, symbols

from symtutor.ask.networks import Network
from symtutor.course import ask, claim, draw, judge, lab

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


z, sigmoid = symbols("z"), 1 / (1 + exp(-symbols("z")))
count = sum((into + 1) * out for into, out in pairwise(widths))
START: dict[str, Any] = {"seed": 42, "scale": 0.1, "bias": 0.0}
LONG = "The listing: its step is 2 · 1000 · 0.005 = 10 on the gradient of the mean loss, much too long"
LISTING: dict[str, Any] = {**START, "rate": 0.005, "epochs": 150, "gradients": listing_gradients}
theirs, ours, other = lab.run(NETWORK, **LISTING), lab.run(NETWORK, seed=0), lab.run(NETWORK, **{**LISTING, "seed": 1})
indices, adjoints, logistic = lab.index_form(2, 3), ask.backpropagate(NETWORK), ask.differentiate("σ(z)")
layer = ask.matrix_derivative("tanh(W^T a + b)", "a")
graded = lab.graded({"gradients": listing_gradients, "loss": listing_loss}, NETWORK)
of_listing = lab.trained(NETWORK, what=LONG, **LISTING)
of_start = lab.trained(NETWORK, what="Right gradients of the mean loss, from the start of the listing", **START)
of_he = lab.trained(NETWORK, what="Right gradients, weights by the rule of He", seed=0)
losses, boundary = draw.loss_curves(theirs, ours, labels=("the listing", "right gradients")), draw.decision_boundary(ours)
at_activation, doubled = judge(logistic, "σ(σ(z)) (1 - σ(σ(z)))"), judge(logistic, "2 σ(z) (1 - σ(z))")
bias, summed, mean = (judge(adjoints, said) for said in ({"db3": "dZ3"}, {"dZ3": "A3 - Y"}, {"db3": "1ᵀ dZ3 / N"}))
kinked = judge(ask.differentiate("max(0, z)", at=0), "0")
clipped, boxed = claim(sigmoid.subs(z, -40) - 1, -0.019), claim(Matrix([[log(2)]]), log(2))

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
{layer ≠ W diag(1 - tanh(W^T a + b) ∘ tanh(W^T a + b))}

# W8. A network of three layers
The rows of X are examples; the loss is a mean over them. Each line holds for matrices of every size.
{adjoints}

# The slope of the sigmoid
The last layer ends in $σ(z) = 1/(1 + e^(-z))$. Its slope can be had from its value alone, so nothing new need be computed:
{logistic}

    s := sigmoid
    slope := logistic
    z = np.linspace(-30, 30, 7)
    print("s'(z) and s(z) (1 - s(z)) agree:", np.allclose(slope(z), s(z) * (1 - s(z))))

# Q12. What is wrong with the listing?
More than one thing, and the program says which, by trying the listing on small networks with exact numbers.
{graded}

Here W is weights and z the sum before an activation, everywhere. A loss that is printed before the update belongs to the step
before. And a result that depends on a seed has to name it: here 0 for the points and the weights, and 42 for the start of the
listing.

# P8. Learning the two circles
A thousand points on two noisy circles, one inside of the other, are to be told apart.
{of_listing} {of_start} {of_he} {losses} {boundary}

# What courses get wrong
- (20) W is the Jacobian in the text and the weights in the code; the Jacobian of a layer is not its weights: {layer ≠ W}
- (21) z is the activation in the text and the sum before it in the code; put into the slope of the sigmoid: {at_activation}
- (22) The slopes in weights and biases are not derived, so that db₃ is taken for dZ₃, with a row for each example: {bias}
- (33) The slope of the sigmoid has a factor 2: {doubled}
- (34) The loss divides by the number of outputs, which is 1: a sum, and no mean. For two examples: {(u + v)/2 =? u + v}
- (35) The slope of the loss lacks 1/N, dZ₃ = A₃ − Y: {summed}
- (36) The bias takes a mean where the weights take a sum, db₃ = 1ᵀdZ₃/N: {mean}
- (37) Predictions are clipped, and a confident wrong answer, at z = −40, gets nearly no gradient: {clipped}
- (38) The derivative of ReLU at 0 is taken as 0, which is a choice and goes unsaid: {kinked}
- (39) A comment gives a layer's Jacobian the shape of its transpose: {layer ≠ diag(1 - tanh(W^T a + b) ∘ tanh(W^T a + b)) W}
- (40) The loss is printed before the update: before the first one it is
  {ours.losses.0:.4f} here, after it {ours.losses.1:.4f}.
- (41) The loss is an array of one row and one column, and is used as a number: [[ln 2]] for $ln 2$. {boxed}
- (42) It is said to learn: accuracy {theirs.accuracy:.3f}, where right gradients and a start by the rule of He reach {ours.accuracy:.3f}.
- (43) Two seeds are hidden, that of the points and that of the weights; from other weights the listing ends at an accuracy of
  {other.accuracy:.3f}.

# Summary
- Backpropagation is the chain rule, worked from the loss to the inputs, so that every slope is computed once.
- The Jacobian of a layer is the slope of its activation times its weights; it need never be stored.
- A wrong gradient runs without an error. Compare it with differences, entry by entry.
"""
