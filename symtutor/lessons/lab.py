"""What lessons measure: the numeric lab, trainings, graded programs, by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

import symtutor
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.errors import InputError
from symtutor.lab import direction_sweep, directional_rate, error_curves, jacobians, quadrature, quotients, running_sums
from symtutor.term import as_term
from symtutor.writing.document import Piece

__all__ = ["LAB", "run"]


def _gap_on_grid(f: Any, x: Any, grid: tuple[float, float, int], step: float) -> Any:
    low, high, count = grid
    return error_curves.gap_on_grid(f, x, np.linspace(low, high, count), step)


def _equal_forms(form: Any, other: Any, *definitions: Any) -> tuple[Piece, ...]:
    """Return the sentence that a form with named functions is the same as an answer.

    Raises
    ------
    InputError
        If it is not proved to be.
    """
    opened = form
    for definition in definitions:
        (letter,) = definition.lhs.args
        opened = opened.replace(definition.lhs.func, sp.Lambda(letter, definition.rhs))
    verdict = equivalence(opened, other)
    if not verdict:
        raise InputError(f"{form} stands in a lesson as another form of {other}, and that is {verdict.status}: {verdict}")
    where = [piece for d in definitions for piece in (", where ", as_term(d))]
    return ("The same, written differently: ", as_term(form), *where, f". This was {verdict.evidence}.")


class _Sentence(str):
    """A sentence without formulas of its own."""

    __slots__ = ()
    formulas = ()


def _graded(implementation: Any, network: Any) -> str:
    """Return what the grading of numpy code says about an implementation."""
    return _Sentence(symtutor.check_gradient(implementation, network).explanation)


@cache
def run(network: Any, **options: Any) -> Any:
    """Return a training on the two circles; the same one for the sentence and the pictures."""
    from symtutor.training import initial_parameters, train, two_circles  # noqa: PLC0415 (only lessons that train)

    X, Y = two_circles(seed=options.pop("data", 0))
    start = {name: options.pop(name) for name in ("scale", "bias") if name in options}
    parameters = initial_parameters(network, seed=options.get("seed", 0), **start)
    return train(network, X, Y, parameters=parameters, progress=False, **options)


def _trained(network: Any, what: str, **options: Any) -> str:
    """Return what a training came to, as a sentence."""
    return _Sentence(f"{what}: {run(network, **options)}.")


def _index_form(inputs: int, units: int) -> str:
    """Return the chain rule of a hidden layer in indices, tried by scalar differentiation with a few units."""
    x, w, u = (sp.IndexedBase(name) for name in "xwu")
    f = [sp.Function(f"f{k}") for k in range(units)]
    g = sp.Function("g")
    z = [sum(w[i, k] * x[i] for i in range(inputs)) for k in range(units)]
    s = sum(u[k] * f[k](z[k]) for k in range(units))
    t = sp.Symbol("t")
    slope = [sp.Subs(h(t).diff(t), t, place) for h, place in ((g, s), *zip(f, z, strict=True))]
    for i in range(inputs):
        told = slope[0] * sum(u[k] * slope[k + 1] * w[i, k] for k in range(units))
        if sp.expand(g(s).diff(x[i]).doit() - told.doit()) != 0:
            return _Sentence("The formula in indices is not what scalar differentiation gives")
    return _Sentence(
        "With zₖ = Σᵢ wᵢₖ xᵢ and y = g(s), s = Σₖ uₖ fₖ(zₖ): ∂y/∂xᵢ = Σₖ ∂y/∂zₖ · ∂zₖ/∂xᵢ = g′(s) · Σₖ uₖ fₖ′(zₖ) wᵢₖ; "
        f"in matrices ∂y/∂x = Jᵀ · ∂y/∂z with J = ∂z/∂x of a row for each unit. Expanded for {inputs} inputs and {units} units, "
        "scalar differentiation gives the same."
    )


LAB: dict[str, Callable[..., Any]] = {
    "gap_on_grid": _gap_on_grid,
    "difference_quotient": quotients.difference_quotient,
    "error_curve": error_curves.error_curve,
    "direction_sweep": direction_sweep.direction_sweep,
    "directional_rate": directional_rate.directional_rate,
    "direction_turn": directional_rate.direction_turn,
    "difference_jacobian": jacobians.difference_jacobian,
    "equal_forms": _equal_forms,
    "graded": _graded,
    "index_form": _index_form,
    "run": run,
    "trained": _trained,
    "quadrature": quadrature.quadrature,
    "running_sum": running_sums.running_sum,
    "sum_by_step": running_sums.sum_by_step,
    "sum_in_closed_form": running_sums.sum_in_closed_form,
}
