"""The Jacobian of sigmoids, written in the sigmoids themselves: σ′ = σ(1 − σ) in every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.vectors import Jacobian
from symtutor.rule import Bindings, Mistake
from symtutor.rules.notation import at, exp
from symtutor.rules.vectors.notation import VectorRule, matrix, partial, shape_shown, tuple_of
from symtutor.term import ONE, Term

__all__ = ["SIGMOIDS"]

_SOURCE = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 3.10"
_MANY = 100  # entries that are still shown one by one


def _inside(expr: sp.Basic) -> Any:
    """Return z of 1/(1 + e^(−z)), or None."""
    below = expr.base if isinstance(expr, sp.Pow) and expr.exp is sp.S.NegativeOne else sp.S.Zero
    if not isinstance(below, sp.Add) or len(below.args) != 2 or below.args[0] is not sp.S.One or not isinstance(below.args[1], sp.exp):
        return None
    return -below.args[1].args[0]


def _sigmoids(goal: Jacobian, _context: object) -> Iterable[Bindings]:
    components, variables = goal.args
    inner = [_inside(f) for f in components]
    if None in inner or len(components) * len(variables) > _MANY or len(components) < 2:
        return ()
    taken = {s.name for a in goal.args for s in a.free_symbols}
    stem = next(name for name in ("sigma", "s", "S") if not any(t.startswith(f"{name}_") for t in taken))
    letters = tuple(sp.Symbol(f"{stem}_{i + 1}") for i in range(len(components)))
    return ({"inner": tuple(inner), "variables": tuple(variables), "letters": letters},)


def _sigma(z: Term) -> Term:
    return 1 / (1 + exp(-z))


def _rows(slope: Callable[[Any], Any]) -> Callable[..., Term]:
    """Return a right side in which every row is the slope of its sigmoid times the partial derivatives inside."""

    def right(inner: Sequence[Any], variables: Sequence[Any], letters: Sequence[Any]) -> Term:
        rows = [[slope(s) * partial(z, v, variables) for v in variables] for z, s in zip(inner, letters, strict=True)]
        return at(matrix(rows), tuple_of(letters), tuple_of([_sigma(z) for z in inner]))

    return right


def _transposed(inner: Sequence[Any], variables: Sequence[Any], letters: Sequence[Any]) -> Term:
    rows = [[s * (ONE - s) * partial(z, v, variables) for z, s in zip(inner, letters, strict=True)] for v in variables]
    return at(matrix(rows), tuple_of(letters), tuple_of([_sigma(z) for z in inner]))


def _without_inner(inner: Sequence[Any], variables: Sequence[Any], letters: Sequence[Any]) -> Term:
    rows = [[s * (ONE - s) for _ in variables] for s in letters]
    return at(matrix(rows), tuple_of(letters), tuple_of([_sigma(z) for z in inner]))


def _shape(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    return shape_shown(len(bindings["inner"]), len(bindings["variables"]))


SIGMOIDS = VectorRule(
    id="vector.sigmoids",
    name="Jacobian of sigmoids",
    goal=Jacobian,
    when=_sigmoids,
    left=lambda inner, variables, letters: Jacobian(tuple_of([_sigma(z) for z in inner]), variables),
    right=_rows(lambda s: s * (ONE - s)),
    words="Each component is a sigmoid of its own sum {inner}: row i is σᵢ(1 − σᵢ) times the partial derivatives of the sum inside.",
    why="Each component is a sigmoid of a sum: σ′ = σ(1 − σ), and the sum inside gives the other factor.",
    shows=_shape,
    samples={"letters": (sp.Symbol("sigma_1"), sp.Symbol("sigma_2"))},
    cost=0,
    commit=True,
    mistakes=(
        Mistake("no-slope", _rows(lambda _: ONE), "The derivative of the sigmoid is missing: each row is multiplied by σ·(1 − σ)."),
        Mistake("no-complement", _rows(lambda s: s), "The factor 1 − σ is missing: σ′ = σ·(1 − σ)."),
        Mistake("plus", _rows(lambda s: s * (ONE + s)), "The second factor is 1 − σ, not 1 + σ."),
        Mistake("no-inner-derivative", _without_inner, "The derivatives of the sums inside are missing: the coefficients."),
        Mistake(
            "transposed", _transposed, "That is the transpose: in numerator layout a row belongs to a component and a column to a variable."
        ),
    ),
    source=_SOURCE,
)
