"""Kinds of problems of networks: backpropagation, and the gradient in one matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.matrix_inputs import canonical_argument, letters_of, read_matrix_answer
from symtutor.diagnosing.network_answers import judge_gradients
from symtutor.errors import InputError
from symtutor.goals import networks as goals
from symtutor.goals.core import Goal
from symtutor.goals.networks import adjoint_symbol
from symtutor.kinds.kind import Case, Kind
from symtutor.kinds.network_expansions import Expansion, expanded_network
from symtutor.kinds.network_pictures import drawn_network
from symtutor.matrix_algebra import Map, elementwise, is_matrix, times
from symtutor.network import ACTIVATIONS, Definition, Graph
from symtutor.reading.matrices.misfits import IllShaped
from symtutor.reading.matrices.shapes import letter_name
from symtutor.reading.network_lines import in_one_spelling, is_numpy, spelled_claim
from symtutor.term import apply_head, quote
from symtutor.writing.document import Paragraph, Piece

__all__ = ["KINDS", "Gradients", "graph_of"]

_LAYER = re.compile(r"\^\s*\{?\s*[(\[]\s*(\d)\s*[)\]]\s*\}?")
_DELTA = re.compile(r"(?:δ|\\?\bdelta)_?\{?(\d*)\}?(?![\w])")
_NUMBERED = re.compile(r"\b([A-Za-z]+)_?(\d+)\b")
_D = r"(?:d|∂|\\partial)\s*"
_PARTIAL = re.compile(rf"(?:\\[dt]?frac\s*\{{)?\s*{_D}\\?\w+\s*(?:/|\}}\s*\{{)\s*{_D}(\w+)\s*\}}?")  # ∂L/∂W for dW
_SIZE = re.compile(r"\b(\w+)\.(?:shape\[|size\()([01])[\])]|\blen\((\w+)\)")
_OF_ONE_SIGN = frozenset(ACTIVATIONS[name] for name in ("relu", "leaky relu", "elu", "tanh", "identity"))


class Gradients(Mapping[str, Any]):
    """Gradients of a loss by name, in the order in which they are computed.

    Examples
    --------
    >>> W = sp.MatrixSymbol("dW1", 2, 2)
    >>> Gradients(sp.Tuple(sp.Tuple(W, W.T)))["dW1"]
    dW1.T
    """

    def __init__(self, pairs: Any) -> None:
        self._held = {name.name: value for name, value in pairs}

    def __getitem__(self, name: str) -> sp.MatrixExpr:
        return self._held[getattr(name, "name", name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return "\n".join(f"{name} = {value}" for name, value in self._held.items())


def graph_of(goal: Any) -> Graph:
    """Return the network of a goal of backpropagation."""
    definitions, wanted, fused, given = goal.args
    lines = tuple(Definition(symbol, expr) for symbol, expr in definitions)
    defined = {d.symbol for d in lines}
    losses = [e for d in lines for e in d.expr.atoms(*goals.LOSSES)]
    targets = next((m for loss in losses for m in loss.targets.atoms(sp.MatrixSymbol)), None)
    leaves = [node for node in wanted if node not in defined]
    inputs = tuple(given)
    parameters = tuple(sorted((node for node in leaves if node not in inputs), key=lambda m: _place(m, lines)))
    return Graph(lines, inputs, targets, parameters, bool(fused))


def _place(matrix: Any, lines: tuple[Definition, ...]) -> tuple[int, int, str]:
    index = next(k for k, d in enumerate(lines) if d.expr.has(matrix))
    return index, int(1 in matrix.shape), matrix.name


def _title(goal: Any) -> tuple[Piece, ...]:
    wanted = goal.args[1]
    return (f"Differentiate the loss of a network in its {len(wanted)} matrices, by backpropagation",)


_GRADIENTS_AND_JACOBIANS = (
    "Each d-matrix is the gradient of the loss, of the shape of its matrix; none of them is a Jacobian. "
    "The Jacobian of a layer is a factor between them: for one example, "
)


def _remarks(case: Case) -> tuple[Paragraph, ...]:
    relu = any(d.expr.has(sp.Max) for d in graph_of(case.goal).definitions)
    told = [
        *_conventions(graph_of(case.goal)),
        Paragraph(
            (
                _GRADIENTS_AND_JACOBIANS,
                apply_head(sp.Eq, sp.Symbol("J"), _jacobian()),
                " takes a change of the inputs of the layer to a change of its outputs, and its transpose takes gradients back.",
            )
        ),
    ]
    if any(d.expr.has(goals.Shift) for d in graph_of(case.goal).definitions):
        told.append(
            Paragraph(
                (
                    apply_head(sp.MatMul, sp.Symbol("S_k"), sp.MatrixSymbol("X", 1, 1)),
                    " are the rows of X from k on, counted from 0; on the other side of a matrix, the transpose picks its columns.",
                )
            )
        )
    if any(value.has(sp.HadamardProduct) for _, value in case.value):
        told.append(
            Paragraph(
                (
                    "The sign ∘ multiplies matrices entry by entry"
                    + (", and [Z > 0] is 1 where an entry of Z is positive, else 0." if relu else "."),
                )
            )
        )
    if relu:
        told.append(Paragraph(("Where an entry of Z is exactly 0, max(0, z) has no derivative; programs take 0 there.",)))
    return tuple(told)


def _concluded(case: Case) -> tuple[Piece, ...]:
    """Return the gradients with which the parameters are learned, in their order."""
    held = {name.name: value for name, value in case.value}
    wanted = [adjoint_symbol(p) for p in graph_of(case.goal).parameters]
    found = [apply_head(sp.Eq, quote(name), quote(held[name.name])) for name in wanted if name.name in held]
    return tuple(piece for k, line in enumerate(found) for piece in ((line,) if k == 0 else (",  ", line)))


def _conventions(graph: Graph) -> Iterator[Paragraph]:
    """Yield what is not in the signs: which side the examples are, what 1 is, and of what the loss is a mean."""
    spread = [f for d in graph.definitions for f in d.expr.atoms(sp.OneMatrix) if 1 in f.shape and f.shape != (1, 1)]
    examples = graph.inputs[0].shape if graph.inputs else (None, None)
    told = ""
    if any(f.shape in {(examples[0], 1), (1, examples[0])} for f in spread):
        told = f"Rows are examples, {examples[0]} of them; 1 is a column of ones, so that 1·b adds the row b to every example. "
    elif any(f.shape in {(examples[1], 1), (1, examples[1])} for f in spread):
        told = f"Columns are examples, {examples[1]} of them; 1ᵀ is a row of ones, so that b·1ᵀ adds the column b to every example. "
    for loss in graph.definitions[-1].expr.atoms(*goals.LOSSES):
        rows, columns = loss.predictions.shape
        over = {rows * columns: "all entries of the targets", rows: "the examples", sp.S.One: ""}.get(loss.count)
        if over is not None and not isinstance(loss, goals.OwnLoss):
            told += f"The loss is a mean over {over}." if over else "The loss is a sum."
    if told:
        yield Paragraph((told.strip(),))


def _read(answer: Any, case: Case, reader: Inputs) -> dict[str, Any]:
    """Read formulas for gradients: lines such as dW2 = A1^T dZ2, or a mapping from names to formulas."""
    graph = graph_of(case.goal)
    gradients = {name.name: name for name, _ in case.value}
    claims = dict(answer.items()) if isinstance(answer, Mapping) else dict(_equation(line, gradients) for line in _lines(answer))
    unknown = [str(name) for name in claims if getattr(name, "name", name) not in gradients]
    if unknown or not claims:
        raise InputError(f"{', '.join(unknown) or 'nothing'} is no gradient of this network", f"Its gradients are {', '.join(gradients)}.")
    held = [*graph.inputs, *graph.parameters, *(d.symbol for d in graph.definitions[:-1]), *gradients.values()]
    known = {m.name: m for m in (*held, *(() if graph.targets is None else (graph.targets,)))}
    known |= {s.name: s for m in known.values() for size in m.shape for s in size.free_symbols}
    known |= {letter_name(s.name): s for d in graph.definitions for s in d.expr.free_symbols if isinstance(s, sp.Symbol) and s.name != "z"}
    if len(graph.inputs) == 1:
        known.setdefault("X", graph.inputs[0])  # as everyone calls them
    named = {getattr(key, "name", key): text for key, text in claims.items()}
    texts = {name: _NUMBERED.sub(lambda m: _known_name(m, known), text) for name, text in named.items() if isinstance(text, str)}
    texts = {name: _SIZE.sub(lambda m: _size(m, known), text) for name, text in texts.items()}
    read = _with_one_star(texts, known, reader, {name: gradients[name].shape for name in texts})
    read = {name: read[name] if name in read else canonical_argument(text) for name, text in named.items()}
    read = {name: expr if isinstance(expr, IllShaped) else _with_masks_of_inputs(expr, graph) for name, expr in read.items()}
    foreign = sorted(
        {s.name for expr in read.values() if not isinstance(expr, IllShaped) for s in letters_of(expr)} - {s.name for s in known.values()}
    )
    if foreign:
        raise InputError(f"the answer has {', '.join(foreign)}, and the network has not", f"Its names are {', '.join(known)}.")
    return read


def _with_one_star(texts: Mapping[str, str], known: Mapping[str, Any], reader: Inputs, shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Return what formulas for gradients mean, * being one operation in all of them.

    In numpy's notation it is the product entry by entry, elsewhere the product of matrices, or that of entries where only so
    the shapes of every line fit.
    """

    def read(*, by_entries: bool) -> dict[str, Any]:
        return {name: _claimed(text, known, reader, shapes[name], by_entries=by_entries) for name, text in texts.items()}

    if any(is_numpy(text) for text in texts.values()):
        return read(by_entries=True)
    products, entrywise = read(by_entries=False), read(by_entries=True)
    broken, mended = (
        [name for name in texts if isinstance(one[name], IllShaped) and not isinstance(other[name], IllShaped)]
        for one, other in ((entrywise, products), (products, entrywise))
    )
    if broken and mended:
        raise InputError(
            f"* would have to multiply matrices in {broken[0]} and entries in {mended[0]}",
            "Write A B or A @ B for the product of matrices, and A ∘ B for the product entry by entry.",
        )
    return entrywise if mended else products


def _claimed(text: str, known: Mapping[str, Any], reader: Inputs, shape: Any, *, by_entries: bool) -> Any:
    """Return what a formula for a gradient means; a number stands in every entry."""
    spelled = spelled_claim(text, is_column=shape[1] == 1, by_entries=by_entries)
    found = read_matrix_answer(spelled, known, reader, tuple(shape), by_entries=True)
    return found if isinstance(found, IllShaped) or is_matrix(found) else times(found, sp.OneMatrix(*shape))


def _with_masks_of_inputs(expr: Any, graph: Graph) -> Any:
    """Return a formula with conditions on what stands before an activation in place of those on its output.

    The output of relu is 0 or positive, so [A > 0] is [Z > 0] and [A >= 0] is 1; other functions keep the sign. A condition that compares
    with 0 has no value at 0 then.
    """
    before = {d.symbol: d.expr for d in graph.definitions if isinstance(d.expr, Map) and d.expr.body in _OF_ONE_SIGN}

    def read_off(mask: Any) -> Any:
        activation = before.get(mask.inner)
        lowest = 0 if activation is not None and activation.body == ACTIVATIONS["relu"] else -1
        above, below = (mask.body.subs(mask.letter, sign) for sign in (1, lowest))
        if above == below:
            return times(above, sp.OneMatrix(*mask.shape))
        body = sp.Piecewise((above, mask.letter > 0), (below, mask.letter < 0))
        return elementwise(body, mask.letter, mask.inner if activation is None else activation.inner)

    return expr.xreplace({m: read_off(m) for m in expr.atoms(Map) if _compares_with_zero(m)})


def _compares_with_zero(mask: Any) -> bool:
    """Tell whether a function of entries is one number above 0 and one below."""
    cases: set[Any] = mask.body.atoms(sp.Piecewise)
    steps: set[Any] = mask.body.atoms(sp.sign, sp.Heaviside)
    pairs: list[Any] = [pair for found in cases for pair in found.args]
    sides = {frozenset(condition.args) for _, condition in pairs if condition != sp.true}
    rest = mask.body.xreplace(dict.fromkeys(cases | steps, sp.S.Zero))
    is_at_zero = sides <= {frozenset({mask.letter, sp.S.Zero})} and all(step.args[0] == mask.letter for step in steps)
    return bool(cases | steps) and is_at_zero and not any(part.has(mask.letter) for part in (rest, *(v for v, _ in pairs)))


def _size(found: re.Match[str], known: Mapping[str, Any]) -> str:
    """Return Y.shape[0] or len(Y) as the size it is, where Y is a matrix of the network."""
    shape = getattr(known.get(found[1] or found[3]), "shape", None)
    return found[0] if shape is None else f"({shape[int(found[2] or 0)]})"


def _known_name(found: re.Match[str], known: Mapping[str, Any]) -> str:
    """Return W_1 as W1, or W1 as W_1, where only the other one is a name of the network."""
    whole, stem, number = found[0], found[1], found[2]
    return next((name for name in (whole, f"{stem}{number}", f"{stem}_{number}") if name in known), whole)


def _lines(answer: Any) -> list[str]:
    if isinstance(answer, str):
        return [line for line in re.split(r"[\n;]", answer) if line.strip()]
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def _equation(line: Any, gradients: Mapping[str, Any]) -> tuple[str, str]:
    left, equals, right = str(line).partition("=")
    left, right = in_one_spelling(left), _LAYER.sub(r"\1", right)
    if "[" in left and "]" not in left:  # dZ[A <= 0] = 0
        raise InputError(
            f"{line!r} changes an array in place, and a formula for a gradient is judged",
            "Write dZ1 = dA1 * (Z1 > 0), the condition as a factor.",
        )
    if not equals:
        example = [*gradients][-1]
        raise InputError(f"{line!r} does not say which gradient it is", f"Write equations, such as {example} = …")
    name = _DELTA.sub(lambda found: _delta(found, gradients), _PARTIAL.sub(r"d\1", left.strip()))
    return name if name in gradients else name.replace("_", ""), _DELTA.sub(lambda found: _delta(found, gradients), right.strip())


def _delta(found: re.Match[str], gradients: Mapping[str, Any]) -> str:
    """Return what δ2 stands for: the gradient in Z2, before the activation."""
    return next((name for name in (f"dZ{found[1]}", f"dz{found[1]}", f"dZ_{found[1]}", f"dz_{found[1]}") if name in gradients), found[0])


def _jacobian() -> sp.MatrixExpr:
    n, m = sp.symbols("n m")
    slopes = sp.MatrixSymbol("g'(z)", n, 1)
    return sp.MatMul(sp.DiagMatrix(slopes), sp.Transpose(sp.MatrixSymbol("W", m, n)), evaluate=False)


def _source(case: Case) -> Any:
    def source(*, inputs: bool = False) -> str:
        """Return numpy code with forward, loss and gradients over dicts of arrays."""
        from symtutor.writing.programs.program import numpy_program  # noqa: PLC0415 (only when a program is asked for)

        return numpy_program(graph_of(case.goal), list(case.value), with_inputs=inputs)

    return source


def _drawn(case: Case) -> Any:
    def drawn(parameters: Mapping[str, Any] | None = None, X: Any = None, Y: Any = None) -> Any:
        """Return the picture of a small network on one example, with values at its units and gradients on its edges."""
        return drawn_network(graph_of(case.goal), case.value, parameters, X, Y)

    return drawn


def _expanded(case: Case) -> Any:
    def expanded(batch: int = 1) -> Expansion:
        """Return a network of a few units written out in scalars, each partial derivative compared with its gradient."""
        return expanded_network(graph_of(case.goal), case.value, batch)

    return expanded


KINDS: dict[type[Goal], Kind] = {
    goals.Backpropagation: Kind(
        _title,
        read=_read,
        judge=lambda case, found: judge_gradients(graph_of(case.goal), case.solved, found),
        answer=lambda case: Gradients(case.value),
        remarks=_remarks,
        concluded=_concluded,
        beside={"source": _source, "drawn": _drawn, "expanded": _expanded},
        picture=lambda case, _interval: drawn_network(graph_of(case.goal), case.value),
        entries=lambda goal: len(goal.args[1]),
    ),
}
