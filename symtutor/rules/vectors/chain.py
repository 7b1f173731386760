"""The chain rule in several variables, the total derivative, the total differential."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D
from symtutor.goals.vectors import ChainDerivative, TotalDifferential, paths
from symtutor.rule import Bindings, Mistake
from symtutor.rules.notation import at
from symtutor.rules.vectors.notation import VectorRule, partial, same_fields, tuple_of
from symtutor.term import ZERO, Term, fresh_symbol, total

__all__ = ["CHAINS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _paths(goal: ChainDerivative, context: Context) -> dict[str, Any]:
    """Return the letters through which an expression depends on the variable."""
    f, letters, places, t = goal.args
    along = [(u, e) for u, e in zip(letters, places, strict=True) if context.depends(f, u) and context.depends(e, t)]
    return {
        "f": f,
        "letters": tuple(letters),
        "places": tuple(places),
        "along": tuple(u for u, _ in along),
        "inner": tuple(e for _, e in along),
        "t": t,
    }


def _through_letters(goal: ChainDerivative, context: Context) -> Iterable[Bindings]:
    f, _, _, t = goal.args
    found = _paths(goal, context)
    return (found,) if found["along"] and not context.depends(f, t) else ()


def _through_letters_and_direct(goal: ChainDerivative, context: Context) -> Iterable[Bindings]:
    f, _, _, t = goal.args
    return (_paths(goal, context),) if context.depends(f, t) else ()


def _no_path(goal: ChainDerivative, context: Context) -> Iterable[Bindings]:
    f, letters, places, t = goal.args
    found = _paths(goal, context)
    if found["along"] or context.depends(f, t):
        return ()
    return ({"f": f, "letters": tuple(letters), "places": tuple(places), "t": t},)


def _products(f: Term, letters: Sequence[Term], along: Sequence[Term], inner: Sequence[Term], t: Term, *others: Any) -> list[Term]:
    """Return one product ∂f/∂x · dx/dt for each path."""
    return [partial(f, u, (*letters, *others)) * _along(e, t) for u, e in zip(along, inner, strict=True)]


def _along(e: Any, t: Term) -> Term:
    """Return the derivative of an inner function: ordinary, or partial where it has further letters."""
    return partial(e, t, (t, *sorted(e.args[0].free_symbols - {t.args[0]}, key=lambda s: s.name)))


def _put_back(terms: Sequence[Term], letters: Sequence[Term], places: Sequence[Term]) -> Term:
    return at(total(list(terms)) if terms else ZERO, tuple_of(letters), tuple_of(places))


def _letters_shown(bindings: Bindings, _values: tuple[sp.Expr, ...]) -> dict[str, Any]:
    """Return the tree of dependencies as its paths, then what each letter stands for; layout tells it of longer names."""
    t, along = bindings["t"], bindings["along"]
    used = {s.name for part in (bindings["f"], *bindings["places"], *bindings["letters"], t) for s in part.free_symbols}
    f = fresh_symbol(used, "fFGzw")
    direct = [(f, t)] if t in bindings["f"].free_symbols else []
    tree = Term(paths, tuple(tuple_of(path) for path in (*direct, *((f, u, t) for u in along))))
    return {"{}": tree, **{str(u): e for u, e in zip(along, bindings["inner"], strict=True) if len(str(u)) == 1}}


CHAIN = VectorRule(
    id="vector.chain",
    name="chain rule in several variables",
    goal=ChainDerivative,
    when=_through_letters,
    left=lambda f, letters, places, along, inner, t: ChainDerivative(f, letters, places, t),
    right=lambda f, letters, places, along, inner, t: _put_back(_products(f, letters, along, inner, t), letters, places),
    words="{f} depends on {t} through {along}, where {along} = {inner}: each path gives the product of the derivatives along it, "
    "and the products are added.",
    why="{t} acts through each of the inner functions: one product for each, and their sum.",
    shows=_letters_shown,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "last-term-forgotten",
            lambda f, letters, places, along, inner, t: _put_back(_products(f, letters, along, inner, t)[:-1], letters, places),
            "A term of the chain rule is missing: there is one product for each variable that depends on the new one.",
        ),
        Mistake(
            "first-term-forgotten",
            lambda f, letters, places, along, inner, t: _put_back(_products(f, letters, along, inner, t)[1:], letters, places),
            "A term of the chain rule is missing: there is one product for each variable that depends on the new one.",
        ),
        Mistake(
            "no-inner-derivative",
            lambda f, letters, places, along: _put_back([partial(f, u, letters) for u in along], letters, places),
            "The derivatives of the inner functions are missing: each term is ∂f/∂x times dx/dt.",
        ),
        Mistake(
            "inner-derivatives-only",
            lambda inner, t: total([D(e, t) for e in inner]),
            "The partial derivatives of the outer function are missing: each term is ∂f/∂x times dx/dt.",
        ),
        Mistake(
            "letters-left",
            lambda f, letters, along, inner, t: total(_products(f, letters, along, inner, t)),
            "The products are right, but the letters of the inner functions still stand there: put the functions in.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.5",
)

TOTAL = VectorRule(
    id="vector.total",
    name="total derivative",
    goal=ChainDerivative,
    when=_through_letters_and_direct,
    left=lambda f, letters, places, along, inner, t: ChainDerivative(f, letters, places, t),
    right=lambda f, letters, places, along, inner, t: _put_back(
        [partial(f, t, (*letters, t)), *_products(f, letters, along, inner, t, t)], letters, places
    ),
    words="{f} depends on {t} directly and through {along}: add the partial derivative in {t} and one product for each path.",
    samples={"f": sp.Function("f")(*sp.symbols("x y t"))},
    shows=_letters_shown,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "direct-forgotten",
            lambda f, letters, places, along, inner, t: _put_back(_products(f, letters, along, inner, t, t), letters, places),
            "The direct dependence is missing: the partial derivative in the variable itself is a term too.",
        ),
        Mistake(
            "only-direct",
            lambda f, letters, places, t: _put_back([partial(f, t, (*letters, t))], letters, places),
            "That is the partial derivative; the total derivative adds one product for each inner function.",
        ),
        Mistake(
            "no-inner-derivative",
            lambda f, letters, places, along, t: _put_back(
                [partial(f, t, (*letters, t)), *[partial(f, u, (*letters, t)) for u in along]], letters, places
            ),
            "The derivatives of the inner functions are missing: a path gives ∂f/∂x times dx/dt.",
        ),
        Mistake(
            "letters-left",
            lambda f, letters, along, inner, t: total([partial(f, t, (*letters, t)), *_products(f, letters, along, inner, t, t)]),
            "The terms are right, but the letters of the inner functions still stand there: put the functions in.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.5",
)

NO_PATH = VectorRule(
    id="vector.no_path",
    name="no dependence",
    goal=ChainDerivative,
    when=_no_path,
    left=lambda f, letters, places, t: ChainDerivative(f, letters, places, t),
    right=lambda f, letters, places, t: ZERO,
    words="Nothing in {f} depends on {t}, so the derivative is 0.",
    cost=0,
    commit=True,
    source=f"{_STEWART}, sec. 14.5",
)

TOTAL_DIFFERENTIAL = VectorRule(
    id="vector.differential",
    name="total differential",
    goal=TotalDifferential,
    when=same_fields("f", "variables", "increments"),
    left=lambda f, variables, increments: TotalDifferential(f, variables, increments),
    right=lambda f, variables, increments: total([partial(f, v, variables) * dv for v, dv in zip(variables, increments, strict=True)]),
    why="Each variable adds its own change: its partial derivative times its increment.",
    words="The differential adds, for each variable, the partial derivative times the increment of that variable.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-increments",
            lambda f, variables: total([partial(f, v, variables) for v in variables]),
            "The increments are missing: each partial derivative is multiplied by the increment of its variable.",
        ),
        Mistake(
            "increments-swapped",
            lambda f, variables, increments: total(
                [partial(f, v, variables) * dv for v, dv in zip(variables, reversed(increments), strict=True)]
            ),
            "The increments are swapped: the partial derivative in x belongs with dx.",
        ),
        Mistake(
            "first-term-only",
            lambda f, variables, increments: partial(f, variables[0], variables) * increments[0],
            "A term is missing: every variable of the expression has one.",
        ),
    ),
    source=f"{_STEWART}, sec. 14.4",
)

CHAINS = (CHAIN, TOTAL, NO_PATH, TOTAL_DIFFERENTIAL)
