"""Networks: layers and a loss as definitions, with widths and batch as numbers or symbols."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.goals import networks as nodes
from symtutor.goals.networks import Penalty, SoftmaxRows
from symtutor.matrix_algebra import Map, elementwise, plus, times, transposed

__all__ = ["ACTIVATIONS", "Definition", "DenseNetwork", "Graph", "activation_named", "loss_of", "number_symbols"]

_Z = sp.Symbol("z")
_SIGMOID = 1 / (1 + sp.exp(-_Z))

ACTIVATIONS: dict[str, Any] = {
    "relu": sp.Max(0, _Z),
    "leaky relu": sp.Piecewise((_Z / 100, _Z <= 0), (_Z, True)),
    "elu": sp.Piecewise((sp.exp(_Z) - 1, _Z <= 0), (_Z, True)),
    "sigmoid": _SIGMOID,
    "tanh": sp.tanh(_Z),
    "softplus": sp.log(1 + sp.exp(_Z)),
    "silu": _Z * _SIGMOID,
    "gelu": _Z * (1 + sp.erf(_Z / sp.sqrt(2))) / 2,
    "gelu tanh": _Z * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (_Z + sp.Rational(44715, 10**6) * _Z**3))) / 2,
    "identity": _Z,
    "softmax": None,
}
"""The function of an entry for each name; a softmax needs the whole row."""

_SAME_ACTIVATION = {
    "σ": "sigmoid",
    "logistic": "sigmoid",
    "linear": "identity",
    "none": "identity",
    "swish": "silu",
    "sigma": "sigmoid",
    "leaky_relu": "leaky relu",
    "leakyrelu": "leaky relu",
    "gelu_tanh": "gelu tanh",
}
_LOSSES: dict[str, type[Any]] = {
    "mean squared error": nodes.SquaredError,
    "binary cross-entropy": nodes.BinaryCrossEntropy,
    "binary cross-entropy with logits": nodes.BinaryCrossEntropyWithLogits,
    "cross-entropy": nodes.CrossEntropy,
    "cross-entropy with logits": nodes.CrossEntropyWithLogits,
    "hinge": nodes.Hinge,
}
_SAME_LOSS = {"mse": "mean squared error", "squared error": "mean squared error", "bce": "binary cross-entropy", "ce": "cross-entropy"}
_BY_ROWS = (nodes.CrossEntropy, nodes.CrossEntropyWithLogits)
_NEEDS = {
    nodes.BinaryCrossEntropy: (("sigmoid", "softmax"), "sigmoid", "binary cross-entropy with logits"),
    nodes.CrossEntropy: (("softmax", "sigmoid"), "softmax", "cross-entropy with logits"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """One line of a network: a matrix, or the loss, and what it is made of."""

    symbol: Any
    expr: Any

    def __str__(self) -> str:
        return f"{self.symbol} = {self.expr}"


@dataclass(frozen=True, slots=True)
class Graph:
    """A network as definitions: each line uses inputs, targets, parameters and lines before it; the last one is the loss.

    Parameters
    ----------
    definitions : tuple of Definition
        In order.
    inputs : tuple of MatrixSymbol
        The examples.
    targets : MatrixSymbol or None
        What the predictions are compared with; it is held constant.
    parameters : tuple of MatrixSymbol
        What is learned.
    fused : bool
        Whether an activation and the loss after it are differentiated in one step where that is simpler.
    """

    definitions: tuple[Definition, ...]
    inputs: tuple[Any, ...]
    targets: Any
    parameters: tuple[Any, ...]
    fused: bool = True

    @property
    def joined(self) -> tuple[Any, ...]:
        """The matrices that stand between an activation and the loss, and are not differentiated in when the two are taken in one step."""
        *layers, loss = self.definitions
        if not self.fused:
            return ()
        terms = sp.Add.make_args(loss.expr)
        near = [d for d in layers if any(_are_simpler_in_one_step(t, d) for t in terms) and sum(t.has(d.symbol) for t in terms) == 1]
        return tuple(d.symbol for d in near if not any(other.expr.has(d.symbol) for other in layers))

    @property
    def rates(self) -> tuple[sp.Symbol, ...]:
        """The letters of numbers that no shape gives, such as the λ of a penalty."""
        matrices = (*self.inputs, *self.parameters, *(() if self.targets is None else (self.targets,)))
        sizes = {s for m in matrices for side in m.shape for s in side.free_symbols}
        return tuple(sorted({s for d in self.definitions for s in number_symbols(d.expr)} - sizes, key=str))

    def require_numbers(self) -> None:
        """Refuse to work with arrays where a number such as the λ of a penalty has no value."""
        if self.rates:
            names = ", ".join("lambda" if s.name == "lamda" else s.name for s in self.rates)
            raise InputError(f"{names} has no value, and arrays need one", "Make the network with a number in its place, such as l2=0.1.")

    @property
    def order(self) -> tuple[Any, ...]:
        """Every matrix in which the loss is differentiated, from the loss backward: each after all that use it."""
        leaves = {*self.inputs, *self.parameters}
        found: list[Any] = []
        first: dict[Any, Any] = {}
        joined = self.joined
        for d in self.definitions:
            for leaf in _in_order(d.expr, leaves):
                first.setdefault(leaf, d.symbol)
        for d in reversed(self.definitions):
            if isinstance(d.symbol, sp.MatrixSymbol) and d.symbol not in joined:
                found.append(d.symbol)
            found.extend(leaf for leaf in (*self.parameters, *self.inputs) if first.get(leaf) == d.symbol)
        return tuple(found)


def number_symbols(expr: Any) -> set[Any]:
    """Return the symbols that stand in numbers of an expression, and not in shapes alone."""
    if isinstance(expr, sp.MatrixSymbol | sp.OneMatrix | sp.ZeroMatrix):
        return set()
    if isinstance(expr, sp.Identity | nodes.Shift):
        return set(sp.Tuple(*expr.shape).free_symbols)
    if isinstance(expr, sp.Symbol):
        return {expr}
    if isinstance(expr, Map):
        return number_symbols(expr.inner) | (expr.body.free_symbols - {expr.letter})
    return {s for a in expr.args for s in number_symbols(a)}


def _in_order(expr: Any, leaves: set[Any]) -> list[Any]:
    return sorted(expr.atoms(sp.MatrixSymbol) & leaves, key=str)


def _are_simpler_in_one_step(term: Any, line: Definition) -> bool:
    """Tell whether a loss of a line is better differentiated in what its activation takes."""
    expr = line.expr.args[0] if isinstance(line.expr, sp.Transpose) else line.expr
    if not isinstance(term, nodes.LOSSES) or term.predictions not in {line.symbol, transposed(line.symbol)}:
        return False
    if isinstance(term, nodes.BinaryCrossEntropy):
        return isinstance(expr, Map) and expr.body == _SIGMOID
    if isinstance(term, nodes.CrossEntropy):
        return isinstance(expr, SoftmaxRows)
    return False


@dataclass(frozen=True)
class DenseNetwork:
    r"""A network of dense layers with a loss.

    Rows are examples: :math:`Z_l = A_{l-1} W_l + 1 b_l`, :math:`A_l = g_l(Z_l)`,
    with A0 the inputs of shape (N, n₀), W of shape (n_{l−1}, n_l) and b of shape (1, n_l).

    Parameters
    ----------
    widths : sequence of int, Symbol or str
        The inputs, then the units of each layer.
    activations : sequence of str
        One for each layer: relu, leaky relu, elu, sigmoid, tanh, softplus, silu, gelu,
        gelu tanh, identity or softmax.
    loss : str
        "mean squared error", "binary cross-entropy" or "hinge", averaged over all entries of Y;
        "cross-entropy", averaged over the rows; "binary cross-entropy with logits" or
        "cross-entropy with logits", which take Z instead of probabilities.
    batch : int, Symbol or str
        The number N of examples.
    l2 : number, Symbol or str
        λ of a penalty (λ/2)·Σ w² over all weights, biases apart.
    reduction : {"mean", "sum"}
        Whether the loss is averaged.
    convention : {"rows", "columns"}
        Whether examples are rows, or columns: Z = W A + b 1ᵀ.
    fused : bool
        Whether the last activation and the loss are differentiated in one step where that is simpler.

    Raises
    ------
    InputError
        If a name is unknown, a width is no positive whole number, or loss and last activation do not fit.

    Examples
    --------
    >>> network = DenseNetwork((2, 3, 1), ("relu", "sigmoid"), "binary cross-entropy")
    >>> [str(d.symbol) for d in network.definitions]
    ['Z1', 'A1', 'Z2', 'A2', 'L']
    >>> print(network.definitions[0])
    Z1 = A0*W1 + 1*b1
    """

    widths: tuple[Any, ...]
    activations: tuple[str, ...]
    loss: str
    batch: Any = "N"
    l2: Any = 0
    reduction: str = "mean"
    convention: str = "rows"
    fused: bool = True

    def __post_init__(self) -> None:
        set_ = lambda name, value: object.__setattr__(self, name, value)  # noqa: E731 (a frozen dataclass sets its own fields so)
        set_("widths", tuple(_size(w, "a width") for w in _listed(self.widths, "widths")))
        set_("activations", tuple(_named(a, ACTIVATIONS, _SAME_ACTIVATION, "activation") for a in _listed(self.activations, "activations")))
        set_("loss", _named(self.loss, _LOSSES, _SAME_LOSS, "loss"))
        set_("batch", _size(self.batch, "the batch"))
        set_("l2", _number(self.l2))
        _chosen(self.reduction, ("mean", "sum"), "reduction")
        _chosen(self.convention, ("rows", "columns"), "convention")
        if len(self.widths) < 2 or len(self.activations) != len(self.widths) - 1:
            raise InputError(
                f"{len(self.widths)} widths need {max(len(self.widths) - 1, 1)} activations, and {len(self.activations)} were given",
                "Give the inputs and then the units of each layer, and one activation a layer.",
            )
        self._check_loss()

    def _check_loss(self) -> None:
        kind, last = _LOSSES[self.loss], self.activations[-1]
        fitting, usual, other = _NEEDS.get(kind, ((last,), "", ""))
        if last not in fitting:
            raise InputError(f"{self.loss} needs probabilities, and {last} does not give them", f"End with {usual}, or take {other!r}.")
        if kind in {nodes.BinaryCrossEntropyWithLogits, nodes.CrossEntropyWithLogits} and last != "identity":
            raise InputError(f"{self.loss} takes the last Z, and the last activation is {last}", "End with identity.")

    # ---- symbols ---------------------------------------------------------------------------------
    @property
    def depth(self) -> int:
        """The number of layers."""
        return len(self.activations)

    def _shape(self, width: Any) -> tuple[Any, Any]:
        return (self.batch, width) if self.convention == "rows" else (width, self.batch)

    def layer(self, name: str, index: int) -> Any:
        """Return Z or A of a layer, or its weights W or bias b."""
        width = self.widths[index]
        if name == "W":
            before = self.widths[index - 1]
            return sp.MatrixSymbol(f"W{index}", *((before, width) if self.convention == "rows" else (width, before)))
        if name == "b":
            return sp.MatrixSymbol(f"b{index}", *((1, width) if self.convention == "rows" else (width, 1)))
        return sp.MatrixSymbol(f"{name}{index}", *self._shape(width))

    @property
    def inputs(self) -> tuple[Any, ...]:
        """A0, the examples."""
        return (self.layer("A", 0),)

    @property
    def targets(self) -> Any:
        """Y, of the shape of the last layer."""
        return sp.MatrixSymbol("Y", *self._shape(self.widths[-1]))

    @property
    def parameters(self) -> tuple[Any, ...]:
        """The weights and biases, W1, b1, W2, b2 and so on."""
        return tuple(self.layer(name, i) for i in range(1, self.depth + 1) for name in "Wb")

    @property
    def count(self) -> Any:
        """What the loss is divided by."""
        if self.reduction == "sum":
            return sp.S.One
        return self.batch if _LOSSES[self.loss] in _BY_ROWS else self.batch * self.widths[-1]

    # ---- definitions -----------------------------------------------------------------------------
    @property
    def definitions(self) -> tuple[Definition, ...]:
        """Every line of the network in order, the loss last."""
        return tuple(self._lines())

    def graph(self) -> Graph:
        """Return the network as definitions."""
        return Graph(self.definitions, self.inputs, self.targets, self.parameters, self.fused)

    def _lines(self) -> Iterator[Definition]:
        ones = sp.OneMatrix(self.batch, 1) if self.convention == "rows" else sp.OneMatrix(1, self.batch)
        for i, activation in enumerate(self.activations, 1):
            before, W, b, Z = self.layer("A", i - 1), self.layer("W", i), self.layer("b", i), self.layer("Z", i)
            linear = plus(times(before, W), times(ones, b)) if self.convention == "rows" else plus(times(W, before), times(b, ones))
            yield Definition(Z, linear)
            yield Definition(self.layer("A", i), self._activated(activation, Z))
        yield Definition(sp.Symbol("L"), self._loss())

    def _activated(self, activation: str, Z: Any) -> sp.Basic:
        if activation == "softmax":
            return self._by_rows(SoftmaxRows, Z)
        return elementwise(ACTIVATIONS[activation], _Z, Z)

    def _by_rows(self, kind: Callable[[Any], Any], Z: Any) -> sp.Basic:
        return kind(Z) if self.convention == "rows" else transposed(kind(transposed(Z)))

    def _loss(self) -> Any:
        last, Y = self.layer("A", self.depth), self.targets
        kind = _LOSSES[self.loss]
        if kind in _BY_ROWS and self.convention == "columns":
            last, Y = transposed(last), transposed(Y)
        own = kind(last, Y, self.count)
        penalties = [Penalty(self.l2 / 2, self.layer("W", i)) for i in range(1, self.depth + 1)] if self.l2 != 0 else []
        return sp.Add(own, *penalties)


def activation_named(name: str) -> str | None:
    """Return the name of an activation by one of its spellings, or None."""
    found = _SAME_ACTIVATION.get(name.lower(), name.lower().replace("_", " "))
    return found if found in ACTIVATIONS and found != "softmax" else None


def loss_of(name: str, predictions: Any, targets: Any, reduction: str = "mean", *, columns: bool = False) -> Any:
    """Return a loss by its name: a mean over all entries, or over the examples for the cross-entropy; or a sum; examples may be columns."""
    _chosen(reduction, ("mean", "sum"), "reduction")
    kind = _LOSSES[_named(name, _LOSSES, _SAME_LOSS, "loss")]
    if columns and kind in _BY_ROWS:
        predictions, targets = transposed(predictions), transposed(targets)
    rows, columns = predictions.shape
    count = sp.S.One if reduction == "sum" else rows if kind in _BY_ROWS else rows * columns
    return kind(predictions, targets, count)


# ---- arguments -----------------------------------------------------------------------------------
def _listed(given: Any, what: str) -> Sequence[Any]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise InputError(f"{what}={given!r} is no sequence", 'Give a tuple such as (2, 4, 1), or ("relu", "sigmoid").')
    return given


def _size(given: Any, what: str) -> Any:
    """Return a size: a positive whole number, or a symbol."""
    if isinstance(given, str) and given.isidentifier():
        return sp.Symbol(given)
    if isinstance(given, sp.Symbol):
        return given
    if isinstance(given, bool) or not isinstance(given, int | sp.Integer) or given < 1:
        raise InputError(f"{what} is {given!r}", 'Give a positive whole number, or a symbol such as "n".')
    return sp.Integer(given)


def _number(given: Any) -> Any:
    if isinstance(given, str) and given.isidentifier():
        return sp.Symbol(given)
    found = sp.nsimplify(given, rational=True) if isinstance(given, float) else given
    if isinstance(given, str) and re.fullmatch(r"\d+(?:\.\d+)?(?:\s*/\s*\d*[1-9]\d*)?", given.strip()):
        found = sp.Rational(given.replace(" ", ""))
    is_number = isinstance(found, int | sp.Number) and not isinstance(found, bool)
    is_penalty = bool(sp.S(found).is_finite and sp.S(found).is_nonnegative) if is_number else isinstance(found, sp.Expr)
    if not is_penalty:
        raise InputError(f"l2={given!r} is no penalty", "Give a number of 0 or more, or a symbol.")
    return sp.Integer(found) if isinstance(found, int) else found


def _named(given: Any, known: dict[str, Any], same: dict[str, str], what: str) -> str:
    name = " ".join(str(given).lower().split())
    found = same.get(name, name)
    for candidate in (
        found,
        found.replace("_", " "),
        found.replace(" ", "-"),
        found.replace("_", "-").replace("cross entropy", "cross-entropy"),
    ):
        if candidate in known:
            return candidate
    close = get_close_matches(found, known, 1)
    raise InputError(f"the {what} {given!r} is unknown", f"Did you mean {close[0]!r}?" if close else f"Known are {', '.join(known)}.")


def _chosen(given: str, known: tuple[str, ...], what: str) -> None:
    if given not in known:
        raise InputError(f"{what}={given!r} is unknown", f"Choose one of {', '.join(known)}.")
