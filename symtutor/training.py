"""Running networks: data, initial parameters, gradient descent with the generated program, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symtutor.ask.networks import Network
from symtutor.errors import InputError

__all__ = ["Training", "initial_parameters", "train", "two_circles"]

Array = NDArray[np.float64]


def two_circles(count: int = 1000, *, factor: float = 0.5, noise: float = 0.1, seed: int = 0) -> tuple[Array, Array]:
    """Return points on two circles around the origin, and to which circle each belongs.

    Parameters
    ----------
    count : int
        How many points: half of them on each circle, at equal angles.
    factor : float
        The radius of the inner circle; that of the outer one is 1.
    noise : float
        The standard deviation of what is added to each coordinate.
    seed : int
        For the noise and the order.

    Returns
    -------
    X : ndarray, shape (count, 2)
    Y : ndarray, shape (count, 1)
        0 outside, 1 inside.

    Examples
    --------
    >>> X, Y = two_circles(6, noise=0.0)
    >>> sorted(np.hypot(*X.T).round(6).tolist())
    [0.5, 0.5, 0.5, 1.0, 1.0, 1.0]
    """
    if not isinstance(count, int | np.integer) or isinstance(count, bool) or count < 2 or count % 2:
        raise InputError(f"count={count!r} points", "Give an even number of points.")
    rng = np.random.default_rng(seed)
    angles = np.linspace(0, 2 * np.pi, count // 2, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    X = np.concatenate([circle, factor * circle]) + noise * rng.standard_normal((count, 2))
    Y = np.repeat([[0.0], [1.0]], count // 2, axis=0)
    order = rng.permutation(count)
    return X[order], Y[order]


def initial_parameters(network: Network, *, seed: int = 0, scale: float | None = None, bias: float = 0.2) -> dict[str, Array]:
    """Return parameters to start with: weights by He's rule, biases a little above 0, so that few units start dead.

    Parameters
    ----------
    network : Network
        Dense layers with widths that are numbers.
    seed : int
        For the weights.
    scale : float, optional
        The standard deviation of all weights; left out, √(2/n) for n inputs of the layer.
    bias : float
        The value of all biases.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers, ICCV 2015, eq. 10.
    """
    rng = np.random.default_rng(seed)
    found: dict[str, Array] = {}
    for matrix in network.parameters:
        if not all(n.is_Integer for n in matrix.shape):
            raise InputError(f"{matrix.name} has the shape {matrix.shape}", "Training needs widths that are numbers.")
        shape = tuple(map(int, matrix.shape))
        if matrix.name.startswith("b"):
            found[matrix.name] = np.full(shape, bias)
        else:
            found[matrix.name] = rng.standard_normal(shape) * (np.sqrt(2 / shape[0]) if scale is None else scale)
    return found


@dataclass(frozen=True, repr=False)
class Training:
    """What came of training.

    Parameters
    ----------
    network : Network
        What was trained.
    parameters : dict
        The last parameters.
    losses : ndarray, shape (epochs + 1,)
        The loss before the first step and after each one.
    accuracy : float or None
        The share of examples on the right side of 1/2, for targets 0 and 1.
    """

    network: Network
    parameters: dict[str, Array]
    losses: Array
    accuracy: float | None
    X: Array = field(repr=False)
    Y: Array = field(repr=False)
    program: dict[str, Any] = field(repr=False)

    def predict(self, X: Any) -> Any:
        """Return the predictions for examples of shape (n, inputs)."""
        return self.program["forward"](self.parameters, np.asarray(X, dtype=float))

    def plot(self, kind: str = "loss") -> Any:
        """Draw the loss over the steps, or for two inputs and one output the "boundary" at which the prediction is 1/2."""
        from symtutor.writing.pictures.networks import decision_boundary, loss_curves  # noqa: PLC0415 (matplotlib only when drawn)

        drawn: dict[str, Callable[..., Any]] = {"loss": loss_curves, "boundary": decision_boundary}
        if kind not in drawn:
            raise InputError(f"there is no picture {kind!r} of a training", f"Choose one of {', '.join(drawn)}.")
        return drawn[kind](self)

    def __str__(self) -> str:
        share = "" if self.accuracy is None else f", accuracy {self.accuracy:.2f}"
        grew = "" if self.losses[-1] <= self.losses[0] else "; the loss grew: the rate is too large"
        return f"loss {self.losses[0]:.2f} before, {self.losses[-1]:.2f} after {len(self.losses) - 1} steps{share}{grew}"

    __repr__ = __str__


def train(
    network: Network,
    X: Any,
    Y: Any,
    *,
    rate: float = 0.5,
    epochs: int = 2000,
    seed: int = 0,
    parameters: dict[str, Any] | None = None,
    gradients: Any = None,
    progress: bool = True,
) -> Training:
    """Train a network by gradient descent on all examples, with the program that its derivation gives.

    Parameters
    ----------
    network : Network
        With widths that are numbers.
    X, Y : array
        Examples and targets.
    rate : float
        The factor of the gradient in each step.
    epochs : int
        How many steps.
    seed : int
        For the initial weights.
    parameters : dict, optional
        Where to start; left out, `initial_parameters`.
    gradients : callable, optional
        Used in place of the derived gradients, to see what a wrong one does.
    progress : bool
        Whether a bar is shown, where tqdm is installed.

    Returns
    -------
    Training

    Examples
    --------
    >>> X, Y = two_circles(100)
    >>> found = train(Network((2, 8, 1), ("relu", "sigmoid"), "binary cross-entropy"), X, Y, epochs=200, progress=False)
    >>> bool(found.losses[-1] < found.losses[0])
    True
    """
    network.graph.require_numbers()
    X, Y = _examples(network, X, Y)
    program: dict[str, Any] = {}
    exec(compile(network.source(), "<network>", "exec"), program)  # noqa: S102 (our own program, written from a derivation)
    slopes = gradients or program["gradients"]
    held = {k: np.array(v, dtype=float) for k, v in (parameters or initial_parameters(network, seed=seed)).items()}
    losses = [program["loss"](held, X, Y)]
    steps = _with_bar(range(epochs)) if progress else range(epochs)
    for _ in steps:
        found = slopes(held, X, Y)
        held = {name: value - rate * found[f"d{name}"] for name, value in held.items()}
        losses.append(program["loss"](held, X, Y))
    is_binary = bool(np.isin(Y, (0, 1)).all())
    accuracy = float(np.mean((program["forward"](held, X) > 0.5) == (Y > 0.5))) if is_binary else None
    return Training(network, held, np.array(losses), accuracy, X, Y, program)


def _examples(network: Network, X: Any, Y: Any) -> tuple[Array, Array]:
    """Return examples and targets as arrays that fit a network; targets of one unit may be a plain list."""
    given, targets = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    if len(network.inputs) != 1 or network.targets is None:
        raise InputError(f"the network has {len(network.inputs)} inputs", "Training takes networks with one matrix of examples.")
    batch = network.inputs[0].shape[0]  # where rows are examples
    if targets.ndim == 1 and 1 in network.targets.shape:
        targets = targets[:, None] if batch == network.targets.shape[0] else targets[None, :]
    for name, array, matrix in (("X", given, network.inputs[0]), ("Y", targets, network.targets)):
        fits = array.ndim == 2 and all(not n.is_Integer or n == m for n, m in zip(matrix.shape, array.shape, strict=True))
        if not fits:
            raise InputError(
                f"{name} has the shape {array.shape}, and {matrix.shape} is wanted",
                "An example is a row, or a column where examples are columns.",
            )
    sizes = dict(zip((*network.inputs[0].shape, *network.targets.shape), (*given.shape, *targets.shape), strict=True))
    if any(sizes[n] != m for n, m in zip(network.inputs[0].shape, given.shape, strict=True) if not n.is_Integer):
        raise InputError(f"X has the shape {given.shape}, and Y {targets.shape}", "Each example needs its target.")
    return given, targets


def _with_bar(steps: range) -> Iterable[int]:
    try:
        from tqdm.auto import tqdm  # noqa: PLC0415 (a bar is a convenience)
    except ImportError:
        return steps
    bar: Iterable[int] = tqdm(steps, desc="training", unit="step")
    return bar
