"""Gradients through layers: linear maps, functions of every entry, softmax by rows, several uses of one matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D
from symtutor.goals.matrices import MatrixDerivative
from symtutor.goals.networks import Adjoint, SoftmaxRows, spelled_out
from symtutor.matrix_algebra import Map, elementwise, hadamard, is_matrix, plus, times, trace, transposed
from symtutor.rule import Bindings, Mistake
from symtutor.rules.matrices.linear_forms import applied
from symtutor.rules.networks.notation import minus, named, only_use
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term, as_term

__all__ = ["LAYER_RULES"]

_BISHOP = "C. M. Bishop, Pattern Recognition and Machine Learning, Springer, 2006, sec. 5.3"
_GOODFELLOW = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 6.5"
_Z = sp.Symbol("z")
_SIGMOID = 1 / (1 + sp.exp(-_Z))


def _own(goal: Adjoint) -> dict[str, sp.Basic]:
    return dict(zip(goal.fields, goal.args, strict=True))


# ---- when ----------------------------------------------------------------------------------------
def _several(goal: Adjoint, _context: object) -> Iterable[Bindings]:
    return ({**_own(goal), "each": tuple(sp.Tuple(use) for use in goal.args[1])},) if len(goal.args[1]) > 1 else ()


def _terms_with(expr: sp.Expr, node: sp.Expr) -> list[sp.Expr]:
    return [t for t in (expr.args if isinstance(expr, sp.MatAdd) else (expr,)) if t.has(node)]


def _around(term: sp.Expr, node: sp.MatrixExpr) -> sp.Tuple | None:
    """Return what stands before and after a matrix in a product, and whether it is turned over; None where it is no such product."""
    factors = tuple[Any, ...](term.args) if isinstance(term, sp.MatMul) else (term,)
    places = [i for i, f in enumerate(factors) if f.has(node)]
    if len(places) != 1 or factors[places[0]] not in {node, transposed(node)}:
        return None
    (place,) = places
    return sp.Tuple(sp.Tuple(*factors[:place]), sp.Tuple(*factors[place + 1 :]), sp.S(factors[place] != node))


def _linear(goal: Adjoint, _context: Any) -> Iterable[Bindings]:
    use, node = only_use(goal), goal.args[0]
    if use is None or not is_matrix(use.expr):
        return ()
    around = [_around(term, node) for term in _terms_with(use.expr, node)]
    if None in around:
        return ()
    return ({**_own(goal), "Z_bar": use.gradient, "Z": use.name, "linear": use.expr, "around": tuple(around)},)


def _entrywise(goal: Adjoint, _context: object) -> Iterable[Bindings]:
    use = only_use(goal)
    number: Any = sp.S.One
    inner: Any = use and use.expr
    if isinstance(inner, sp.MatMul) and len(inner.args) == 2:
        number, inner = inner.args
    if use is None or is_matrix(number) or not isinstance(inner, Map) or inner.inner != goal.args[0]:
        return ()
    body, letter, _ = inner.args
    return ({**_own(goal), "A_bar": use.gradient, "A": named(goal, use.expr), "f": number * body, "z": letter},)


def _of_body(body: sp.Expr) -> Any:
    def when(goal: Adjoint, context: Context) -> Iterator[Bindings]:
        for found in _entrywise(goal, context):
            if found["f"].xreplace({found["z"]: _Z}) == body and isinstance(found["A"], sp.MatrixSymbol):
                yield found

    return when


def _softmax(goal: Adjoint, _context: object) -> Iterable[Bindings]:
    use, node = only_use(goal), goal.args[0]
    if use is None:
        return ()
    is_turned = isinstance(use.expr, sp.Transpose)
    inner = use.expr.args[0] if is_turned else use.expr
    if not isinstance(inner, SoftmaxRows) or inner.args[0] != (transposed(node) if is_turned else node):
        return ()
    return ({**_own(goal), "A_bar": use.gradient, "A": named(goal, use.expr), "is_turned": sp.S(is_turned)},)


def _any(goal: Adjoint, _context: object) -> Iterable[Bindings]:
    use = only_use(goal)
    if use is None:
        return ()
    expr = spelled_out(use.expr)
    whole = trace(times(transposed(use.gradient), expr)) if is_matrix(expr) else expr
    return ({**_own(goal), "whole": whole},)


# ---- right sides ---------------------------------------------------------------------------------
def _moved(Z_bar: Any, around: Any) -> Term:
    """Return Pᵀ·Z̄·Qᵀ for a matrix that stands in P·V·Q, and Q·Z̄ᵀ·P where it stands turned over."""
    before, after, is_turned = around.args[0]
    numbers = [a for a in before if not is_matrix(a)]
    left, right = [a for a in before if is_matrix(a)], list(after)
    if is_turned == sp.true:
        return applied(times, *numbers, *right, applied(transposed, Z_bar), *left)
    return applied(times, *numbers, *[transposed(a) for a in reversed(left)], Z_bar, *[transposed(a) for a in reversed(right)])


def _told_shapes(bindings: Bindings) -> dict[str, Any]:
    """Return what the map is, and the shapes of the factors of the first product: (4, N)·(N, 3) = (4, 3)."""
    shown: dict[str, Any] = {"{} = {}": (as_term(bindings["Z"]), as_term(bindings["linear"]))}
    before, after, is_turned = bindings["around"][0]
    left = [transposed(a) for a in reversed(before) if is_matrix(a)]
    right = [transposed(a) for a in reversed(after)]
    if is_turned == sp.true:
        return shown
    factors = [*left, bindings["Z_bar"], *right]
    if len(factors) > 1:
        text = "·".join(f"({f.shape[0]}, {f.shape[1]})" for f in factors)
        shown[f"shapes {text} = {{}}"] = sp.Tuple(*bindings["node"].shape)
    return shown


def _sum(terms: Sequence[Term]) -> Term:
    return terms[0] if len(terms) == 1 else applied(plus, *terms)


def _ones_like(matrix: Term) -> Term:
    return as_term(sp.OneMatrix(*matrix.args[0].shape))


def _softmax_right(A_bar: Term, A: Term, is_turned: Term) -> Term:
    """Return A ∘ (Ā − (Ā ∘ A)·1·1ᵀ), the sums taken over each example."""
    weighted = applied(hadamard, A_bar, A)
    rows, columns = A.args[0].shape
    ones = (
        applied(times, sp.OneMatrix(rows, 1), sp.OneMatrix(1, rows), weighted)
        if is_turned.args[0] == sp.true
        else applied(times, weighted, sp.OneMatrix(columns, 1), sp.OneMatrix(1, columns))
    )
    return applied(hadamard, A, applied(plus, A_bar, minus(ones)))


SEVERAL_USES = VectorRule(
    id="network.several_uses",
    name="used more than once: the gradients add up",
    goal=Adjoint,
    when=_several,
    left=lambda node, uses, names, each: Adjoint(node, uses, names),
    right=lambda node, uses, names, each: applied(plus, *[Adjoint(node, use, names) for use in each]),
    words="A change of {node} reaches the loss by every use of it, and the effects add up.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(Mistake("one-use", lambda node, names, each: Adjoint(node, each[0], names), "Only one of the uses was counted."),),
    source=_GOODFELLOW,
)

LINEAR = VectorRule(
    id="network.linear",
    name="linear map",
    goal=Adjoint,
    when=_linear,
    left=lambda node, uses, names, Z_bar, Z, linear, around: Adjoint(node, uses, names),
    right=lambda node, uses, names, Z_bar, Z, linear, around: _sum([_moved(Z_bar, place) for place in around]),
    words="Where {node} stands in P·V·Q, the change of the loss is tr(Z̄ᵀ·P·dV·Q) = tr((Pᵀ·Z̄·Qᵀ)ᵀ·dV), because the factors of a trace "
    "may be moved round: what stood on the left of {node} comes back transposed on the left, what stood on the right transposed on the "
    "right, and only so do the shapes fit.",
    shows=lambda bindings, _values: _told_shapes(bindings),
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "not-transposed",
            lambda Z_bar, around: applied(transposed, _sum([_moved(Z_bar, place) for place in around])),
            "This is the transpose of the gradient: it has the shape of {node}.",
        ),
    ),
    source=_BISHOP,
)

SIGMOID = VectorRule(
    id="network.sigmoid",
    name="chain rule entry by entry, σ′ = σ(1 − σ)",
    goal=Adjoint,
    when=_of_body(_SIGMOID),
    left=lambda node, uses, names, A_bar, A, f, z: Adjoint(node, uses, names),
    right=lambda node, uses, names, A_bar, A, f, z: applied(hadamard, A_bar, A, applied(plus, _ones_like(A), minus(A))),
    words="Each entry a = σ(z) has the slope a(1 − a), which is known from the way forward.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake("no-derivative", lambda A_bar: A_bar, "The derivative of the activation is missing."),
        Mistake("no-complement", lambda A_bar, A: applied(hadamard, A_bar, A), "The factor 1 − σ is missing: σ′ = σ(1 − σ)."),
        Mistake(
            "factor-two",
            lambda A_bar, A: applied(times, 2, applied(hadamard, A_bar, A, applied(plus, _ones_like(A), minus(A)))),
            "There is no factor 2 in σ′ = σ(1 − σ).",
        ),
    ),
    source=_BISHOP,
)

TANH = VectorRule(
    id="network.tanh",
    name="chain rule entry by entry, tanh′ = 1 − tanh²",
    goal=Adjoint,
    when=_of_body(sp.tanh(_Z)),
    left=lambda node, uses, names, A_bar, A, f, z: Adjoint(node, uses, names),
    right=lambda node, uses, names, A_bar, A, f, z: applied(hadamard, A_bar, applied(plus, _ones_like(A), minus(applied(hadamard, A, A)))),
    words="Each entry a = tanh z has the slope 1 − a², which is known from the way forward.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake("no-derivative", lambda A_bar: A_bar, "The derivative of the activation is missing."),
        Mistake(
            "no-square",
            lambda A_bar, A: applied(hadamard, A_bar, applied(plus, _ones_like(A), minus(A))),
            "The square is missing: tanh′ = 1 − tanh².",
        ),
    ),
    source=_BISHOP,
)

ENTRYWISE = VectorRule(
    id="network.entrywise",
    name="chain rule entry by entry",
    goal=Adjoint,
    when=_entrywise,
    left=lambda node, uses, names, A_bar, A, f, z: Adjoint(node, uses, names),
    right=lambda node, uses, names, A_bar, A, f, z: applied(hadamard, A_bar, Term(elementwise, (D(f, z), z, node))),
    words="Each entry is a function of its own entry of {node} alone: its gradient is multiplied by the derivative of that function. "
    "Where the function has a kink the derivative does not exist, and programs choose one of the slopes beside it.",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(Mistake("no-derivative", lambda A_bar: A_bar, "The derivative of the activation is missing."),),
    source=_BISHOP,
)

SOFTMAX = VectorRule(
    id="network.softmax",
    name="softmax by rows, ∂sᵢ/∂zⱼ = sᵢ(δᵢⱼ − sⱼ)",
    goal=Adjoint,
    when=_softmax,
    left=lambda node, uses, names, A_bar, A, is_turned: Adjoint(node, uses, names),
    right=lambda node, uses, names, A_bar, A, is_turned: _softmax_right(A_bar, A, is_turned),
    words="In each row every z changes every s: z̄ⱼ = Σᵢ s̄ᵢ sᵢ(δᵢⱼ − sⱼ) = sⱼ(s̄ⱼ − Σᵢ s̄ᵢ sᵢ).",
    samples=None,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "diagonal-only",
            lambda A_bar, A: applied(hadamard, A_bar, A, applied(plus, _ones_like(A), minus(A))),
            "Only the diagonal sᵢ(1 − sᵢ) was taken: each z changes all entries of its row, ∂sᵢ/∂zⱼ = −sᵢ sⱼ.",
        ),
    ),
    source=_GOODFELLOW,
)

BY_DIFFERENTIALS = VectorRule(
    id="network.by_differentials",
    name="matrix calculus: the gradient of tr(Z̄ᵀ·Z)",
    goal=Adjoint,
    when=_any,
    left=lambda node, uses, names, whole: Adjoint(node, uses, names),
    right=lambda node, uses, names, whole: MatrixDerivative(whole, node),
    words="A small change of {node} changes the loss by tr(Z̄ᵀ·dZ): the gradient in {node} is that of tr(Z̄ᵀ·Z) with Z̄ held constant.",
    samples=None,
    cost=1,
    source=_GOODFELLOW,
)

LAYER_RULES = (SEVERAL_USES, LINEAR, SIGMOID, TANH, ENTRYWISE, SOFTMAX, BY_DIFFERENTIALS)
