"""Asking for networks: their definitions, and the gradients of their loss by backpropagation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp

from symtutor.ask.signatures.public import public
from symtutor.deriving.arranging.backward import forward_lines
from symtutor.errors import InputError
from symtutor.goals.networks import Backpropagation
from symtutor.network import Definition, DenseNetwork, Graph
from symtutor.problem import Problem
from symtutor.reading.networks import read_network
from symtutor.views.solution import Solution, solve
from symtutor.writing.as_given import Notation
from symtutor.writing.marks.text import UNICODE

__all__ = ["Network", "backpropagate"]


class Network:
    r"""A network with a loss: dense layers, or any lines of matrix algebra (`from_definitions`).

    Rows are examples: :math:`Z_l = A_{l-1} W_l + 1 b_l`, :math:`A_l = g_l(Z_l)`, with A0 the inputs
    of shape (N, n₀), W of shape (n_{l−1}, n_l), b of shape (1, n_l) and targets Y of the shape of the last A.

    Parameters
    ----------
    widths : sequence of int, Symbol or str
        The inputs, then the units of each layer.
    activations : sequence of str
        One for each layer: relu, leaky relu, elu, sigmoid, tanh, softplus, silu, gelu,
        gelu tanh, identity or softmax.
    loss : str
        "mean squared error", "binary cross-entropy", "binary cross-entropy with logits" or "hinge", averaged
        over all entries of Y; "cross-entropy" or "cross-entropy with logits", averaged over the examples.
    batch : int, Symbol or str
        The number N of examples.
    l2 : number, Symbol or str
        λ of a penalty (λ/2)·Σ w² over all weights, biases apart.
    reduction : {"mean", "sum"}
        Whether the loss is averaged or summed.
    convention : {"rows", "columns"}
        Whether examples are rows, or columns: Z = W A + b 1ᵀ.
    fused : bool
        Whether a sigmoid or softmax and the cross-entropy after it are differentiated in one step.

    Raises
    ------
    InputError
        If a name is unknown, a width is no positive whole number, or loss and last activation do not fit.

    Examples
    --------
    >>> network = Network((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy")
    >>> backpropagate(network).answer["dW2"]
    A1.T*dZ2
    """

    def __init__(
        self,
        widths: Any,
        activations: Any,
        loss: str,
        batch: Any = "N",
        l2: Any = 0,
        *,
        reduction: str = "mean",
        convention: str = "rows",
        fused: bool = True,
    ) -> None:
        self.layers: DenseNetwork | None = DenseNetwork(widths, activations, loss, batch, l2, reduction, convention, fused)
        self.graph: Graph = self.layers.graph()

    @classmethod
    def from_definitions(
        cls,
        lines: str | Iterable[str],
        loss: str = "mean squared error",
        *,
        shapes: Mapping[str, Any] | None = None,
        inputs: str | Iterable[str] = ("X",),
        targets: str = "Y",
        reduction: str = "mean",
        convention: str | None = None,
    ) -> Network:
        """Return the network that lines of text define, as a paper writes them.

        Parameters
        ----------
        lines : str or iterable of str
            Such as ``"Z1 = X W1 + 1 b1^T"`` and ``"A1 = relu(Z1)"``; the last one gives the predictions, or the loss from them
            and the targets, as in ``"L = 1/2 ||A1 - Y||^2"``. Functions are those of
            `Network`, softmax of each row, layernorm (of rows), batchnorm (of columns) and conv(X, W): rows of X are places, columns
            channels, and W of shape (k·channels, outputs) moves over k places at a time.
        loss : str
            See `Network`.
        shapes : mapping, optional
            From the names of inputs and parameters to (rows, columns), or to one size for a column; what is not given is inferred.
        inputs, targets : str
            Which matrices are examples, and what the predictions are compared with; all others are parameters.
        reduction : {"mean", "sum"}
            Whether the loss is averaged.
        convention : {"rows", "columns"}, optional
            Whether examples are rows or columns; by default columns where every input stands behind a matrix, as in W X + b.

        Examples
        --------
        >>> network = Network.from_definitions(
        ...     ["H = tanh(X W)", "O = H + H V"], shapes={"X": ("N", 3), "W": (3, 4), "V": (4, 4)}
        ... )
        >>> backpropagate(network).answer["dH"]
        dO + dO*V.T
        """
        names = (inputs,) if isinstance(inputs, str) else tuple(inputs)
        return cls.of(read_network(lines, loss, targets, names, shapes or {}, reduction, convention))

    @classmethod
    def of(cls, graph: Graph) -> Network:
        """Return the network of definitions that were made already."""
        network = cls.__new__(cls)
        network.layers, network.graph = None, graph
        return network

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """Every line of the network in order, the loss last."""
        return self.graph.definitions

    @property
    def parameters(self) -> tuple[Any, ...]:
        """The matrices that are learned."""
        return self.graph.parameters

    @property
    def inputs(self) -> tuple[Any, ...]:
        """The matrices of examples."""
        return self.graph.inputs

    @property
    def targets(self) -> Any:
        """What the predictions are compared with."""
        return self.graph.targets

    def problem(self) -> Problem:
        """Return the problem of the gradients of the loss in every matrix."""
        graph = self.graph
        lines = sp.Tuple(*[sp.Tuple(d.symbol, d.expr) for d in graph.definitions])
        return Problem(Backpropagation(lines, sp.Tuple(*graph.order), sp.Tuple(*graph.joined), sp.Tuple(*graph.inputs)))

    def source(self, *, inputs: bool = False) -> str:
        """Return numpy code with ``forward(parameters, X)``, ``loss(parameters, X, Y)`` and ``gradients(parameters, X, Y)``."""
        return str(backpropagate(self).source(inputs=inputs))

    def __str__(self) -> str:
        """Write the lines as the derivation of the gradients writes them."""
        notation = Notation.of((), has_norm=True)
        return "\n".join(UNICODE.render(notation.formula(line)) for line in forward_lines(self.definitions))

    __repr__ = __str__


@public
def backpropagate(
    network: Network | str,
    loss: str = "",
    *,
    shapes: Mapping[str, Any] | None = None,
    inputs: str | Iterable[str] = ("X",),
    targets: str = "Y",
    reduction: str = "mean",
    seconds: float | None = None,
    detail: str = "normal",
) -> Solution:
    """Derive the gradients of a network's loss in every matrix, layer by layer from the loss backward.

    Parameters
    ----------
    network : str or Network
        The layers and the loss; or text: widths and activations such as ``"2-4-3-1 relu relu sigmoid"``, or
        definitions such as ``"Z = X W + b; A = softmax(Z)"``, with ; or line ends between them.
    loss : str
        Of a network that is text; by default the cross-entropy that fits a last sigmoid or softmax, else the mean squared error.
    shapes : mapping, optional
        Of definitions that are text, from names to (rows, columns); what is not given is inferred.
    inputs, targets : str
        Of definitions: which matrices are examples, and what the predictions are compared with.
    reduction : {"mean", "sum"}
        Whether the loss of a text is averaged.

    Returns
    -------
    Solution
        Its ``.answer`` maps names such as "dW1", "db1", "dZ1" and "dA0" to expressions in the
        names of the network; ``.source()`` is a numpy program.

    Raises
    ------
    InputError
        If no network is given.

    Notes
    -----
    Nothing is expanded into scalars: time does not depend on the widths, and grows linearly with the depth.
    Each gradient is proved for matrices of every size; together they are compared with differences of the loss.

    Examples
    --------
    >>> found = backpropagate(Network((2, 3, 1), ("tanh", "identity"), "mean squared error"))
    >>> found.answer["db1"]
    1*dZ1
    >>> found.report.status
    <Status.CORRECT: 'correct'>
    >>> backpropagate("Z = X W + b; A = softmax(Z)").answer["dW"]
    X.T*dZ
    """
    if isinstance(network, str):
        network = _read(network, loss, shapes, inputs, targets, reduction)
    elif not isinstance(network, Network):
        raise InputError(f"{network!r} is no network", 'Make one: Network((2, 3, 1), ("relu", "sigmoid"), "binary cross-entropy").')
    return solve(network.problem(), seconds=seconds, detail=detail)


_DENSE = re.compile(r"\s*(\w+(?:\s*-\s*\w+)+)[\s,]+(.+)")
_LOSS_AFTER = {"softmax": "cross-entropy", "sigmoid": "binary cross-entropy", "σ": "binary cross-entropy"}


def _read(text: str, loss: str, shapes: Mapping[str, Any] | None, inputs: str | Iterable[str], targets: str, reduction: str) -> Network:
    """Return the network that a text describes."""
    if "=" in text:
        last = re.split(r"[\n;]", text.strip(" \n;"))[-1].partition("=")[2]
        usual = next((fitting for name, fitting in _LOSS_AFTER.items() if last.strip().startswith(f"{name}(")), "mean squared error")
        return Network.from_definitions(text, loss or usual, shapes=shapes, inputs=inputs, targets=targets, reduction=reduction)
    found = _DENSE.fullmatch(text)
    if found is None:
        raise InputError(
            f"{text!r} describes no network", 'Write "2-4-3-1 relu relu sigmoid", or definitions such as "Z = X W + b; A = relu(Z)".'
        )
    widths = [int(w) if w.isdigit() else w for w in re.split(r"\s*-\s*", found[1])]
    activations = [name for name in re.split(r"[\s,]+", found[2]) if name]
    return Network(widths, activations, loss or _LOSS_AFTER.get(activations[-1], "mean squared error"), reduction=reduction)
