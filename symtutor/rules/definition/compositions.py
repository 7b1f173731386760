"""The derivative from its definition of compositions, inverse functions and functions written by others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import DerivativeFromDefinition
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import ONE

__all__ = ["COMPOSITIONS"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 3.4 and 3.5"
_ELEMENTARY = (
    sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.cot, sp.sec, sp.csc, sp.sinh, sp.cosh, sp.tanh,
    sp.asin, sp.acos, sp.atan, sp.asinh, sp.acosh, sp.atanh,
)  # fmt: skip
_UNDONE: dict[Any, Callable[[Any], Any]] = {
    sp.asin: sp.sin, sp.acos: sp.cos, sp.atan: sp.tan, sp.asinh: sp.sinh, sp.acosh: sp.cosh, sp.atanh: sp.tanh,
}  # fmt: skip
_BY_OTHERS: dict[Any, Callable[[Any], Any]] = {
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.tanh: lambda u: sp.sinh(u) / sp.cosh(u),
}


def _outer_and_inner(f: sp.Expr, x: sp.Symbol, u: sp.Symbol, context: Context) -> tuple[sp.Expr, sp.Expr] | None:
    """Return F(u) and g of a composition F(g(x)) with one inner function that is more than the variable."""
    if isinstance(f, sp.Pow):
        base, exponent = f.args
        if context.depends(base, x) == context.depends(exponent, x):
            return None
        return (base**u, exponent) if context.depends(exponent, x) else (u**exponent, base)
    return (f.func(u), f.args[0]) if isinstance(f, _ELEMENTARY) else None


def _composition(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    f, x, step = goal.args
    u = context.letter(f, x, step, choices="uvwst")
    found = _outer_and_inner(f, x, u, context)
    if found is None or found[1] == x:
        return ()
    return ({"outer": found[0], "u": u, "inner": found[1], "x": x, "step": step},)


def _inverse(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    f, x, step = goal.args
    if f.args[0] != x:
        return ()
    y = context.letter(f, x, step, choices="yuvw")
    return ({"f": f, "undone": _UNDONE[type(f)](y), "y": y, "x": x, "step": step},)


def _by_others(goal: DerivativeFromDefinition, _context: object) -> Iterable[Bindings]:
    f, x, step = goal.args
    return ({"f": f, "g": _BY_OTHERS[type(f)](x), "x": x, "step": step},) if f.args[0] == x else ()


def _general_power(goal: DerivativeFromDefinition, context: Context) -> Iterable[Bindings]:
    """Write x^p, p no fraction, as e^(p ln x)."""
    f, x, step = goal.args
    if f.base != x or context.depends(f.exp, x) or f.exp.is_Rational:
        return ()
    return ({"f": f, "g": sp.exp(f.exp * sp.log(x), evaluate=False), "x": x, "step": step},)


COMPOSITION = Rule(
    id="definition.composition",
    name="difference quotient of a composition",
    goal=DerivativeFromDefinition,
    heads=(sp.Pow, *_ELEMENTARY),
    when=_composition,
    left=lambda outer, u, inner, x, step: DerivativeFromDefinition(at(outer, u, inner), x, step),
    right=lambda outer, u, inner, x, step: (
        at(DerivativeFromDefinition(outer, u, step), u, inner) * DerivativeFromDefinition(inner, x, step)
    ),
    words="Divide and multiply by the step that {u} = {inner} takes, which tends to 0 with {step}: the first quotient tends to the slope "
    "of the outer function at {inner} (where {u} takes no step, put that slope), the second to the slope of {inner}.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "inner-forgotten",
            lambda outer, u, inner, x, step: at(DerivativeFromDefinition(outer, u, step), u, inner),
            "The quotient was divided by the step of the inner function, not by that of the variable: its slope is missing.",
        ),
        Mistake(
            "at-variable",
            lambda outer, u, inner, x, step: at(DerivativeFromDefinition(outer, u, step), u, x) * DerivativeFromDefinition(inner, x, step),
            "The slope of the outer function is taken at the inner function, not at the variable.",
        ),
    ),
    source=_SOURCE,
)

INVERSE = Rule(
    id="definition.inverse",
    name="difference quotient of an inverse function",
    goal=DerivativeFromDefinition,
    heads=tuple(_UNDONE),
    when=_inverse,
    left=lambda f, undone, y, x, step: DerivativeFromDefinition(f, x, step),
    right=lambda f, undone, y, x, step: ONE / at(DerivativeFromDefinition(undone, y, step), y, f),
    words="With {y} = {f}, that is {x} = {undone}, the quotient is the step of {y} over the step of {undone}: "
    "the reciprocal of a difference quotient of {undone}, in which the step of {y} tends to 0 as well.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "not-inverted",
            lambda f, undone, y, x, step: at(DerivativeFromDefinition(undone, y, step), y, f),
            "The slope of an inverse function is the reciprocal.",
        ),
        Mistake(
            "at-variable",
            lambda f, undone, y, x, step: ONE / at(DerivativeFromDefinition(undone, y, step), y, x),
            "The slope is taken at the value of the inverse function.",
        ),
    ),
    source=_SOURCE,
)


def _written(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    heads: tuple[Any, ...],
    when: Callable[..., Iterable[Bindings]],
    words: str,
) -> Rule:
    """Return a rule for the derivative from its definition of a function that is written in another way first."""
    return Rule(
        id=f"definition.{id}",
        name=name,
        goal=DerivativeFromDefinition,
        heads=heads,
        when=when,
        left=lambda f, g, x, step: DerivativeFromDefinition(f, x, step),
        right=lambda f, g, x, step: DerivativeFromDefinition(g, x, step),
        words=words,
        cost=0,
        commit=True,
        mistakes=(
            Mistake("sign", lambda f, g, x, step: -DerivativeFromDefinition(g, x, step), "The function stays the same."),
            Mistake("not-differentiated", lambda f, g, x, step: g, "That is the function, not its slope."),
        ),
        source=_SOURCE,
    )


COMPOSITIONS = (
    _written("by_others", "written by other functions", tuple(_BY_OTHERS), _by_others, "Write {f} as {g}."),
    _written("general_power", "written with e and ln", (sp.Pow,), _general_power, "For {x} > 0 a power with any exponent is {g}."),
    INVERSE,
    COMPOSITION,
)
