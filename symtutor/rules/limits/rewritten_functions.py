"""Limits of functions in another form: by sine and cosine, by exponentials, with one logarithm, with a sine taken out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.exponents import as_exponent, as_expression
from symtutor.goals.core import Limit
from symtutor.rule import Mistake
from symtutor.rules.limits.questions import STEWART, limit_of, rewriting
from symtutor.term import quote

__all__ = ["FORM_RULES", "SINES_RULES"]


# ---- trigonometric functions and logarithms ------------------------------------------------------
_BY_EXPONENTIALS = {
    sp.sinh: lambda u: (sp.exp(u) - sp.exp(-u)) / 2,
    sp.cosh: lambda u: (sp.exp(u) + sp.exp(-u)) / 2,
    sp.tanh: lambda u: (sp.exp(u) - sp.exp(-u)) / (sp.exp(u) + sp.exp(-u)),
}
_BY_SIN_AND_COS = {
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
}


def _sines(goal: Limit, _context: Any) -> Iterator[tuple[Any, Any]]:
    """Write tangents and their like by sine and cosine where they have no limit of their own."""
    f, x, to, direction = goal.args
    wild = [e for e in sp.preorder_traversal(f) if type(e) in _BY_SIN_AND_COS and e.has(x) and _is_wild(e, x, to, direction)]
    if wild:
        yield f.xreplace({e: _BY_SIN_AND_COS[type(e)](e.args[0]) for e in wild}), sp.Tuple(*dict.fromkeys(wild))


def _is_wild(expr: sp.Basic, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> bool:
    found = limit_of(expr, x, to, direction)
    return found is None or found is sp.nan or bool(found.is_infinite)


def _exponentials(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Tuple]]:
    """Write hyperbolic functions at infinity by exponentials."""
    f, x, to, _direction = goal.args
    found = [e for e in sp.preorder_traversal(f) if type(e) in _BY_EXPONENTIALS and e.has(x)]
    if to.is_infinite and found:
        yield f.xreplace({e: _BY_EXPONENTIALS[type(e)](e.args[0]) for e in found}), sp.Tuple(*dict.fromkeys(found))


EXPONENTIALS = rewriting(
    id="limit.exponentials",
    name="written by exponentials",
    find=_exponentials,
    words="Write the hyperbolic functions by exponential functions: one of these dominates.",
    cost=0,
    source=f"{STEWART}, sec. 3.11",
    mistakes=(
        Mistake(
            "half-forgotten",
            lambda g, x, a, direction: 2 * Limit(g, x, a, direction),
            "The factor 1/2 is part of the definition: cosh u = (e^u + e^(−u))/2.",
        ),
        Mistake("one", lambda: quote(sp.S.One), "∞/∞ is not 1: compare the exponentials."),
    ),
)

SINES = rewriting(
    id="limit.sin_and_cos",
    name="written by sin and cos",
    find=_sines,
    words="Write the functions that become infinite by sine and cosine.",
    cost=0,
    source=f"{STEWART}, sec. 4.4",
    mistakes=(
        Mistake(
            "upside-down",
            lambda g, x, a, direction: 1 / Limit(g, x, a, direction),
            "The fraction was turned over: tan = sin/cos, cot = cos/sin, sec = 1/cos, csc = 1/sin.",
        ),
        Mistake("zero", lambda: quote(sp.S.Zero), "0·∞ is not 0: it is indeterminate."),
    ),
)


def _one_logarithm(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Combine the logarithms of a sum, alone or as a factor, whose terms have no limit that could be subtracted."""
    f, x, to, direction = goal.args
    for factor in sp.Mul.make_args(f):
        logs = [t for t in sp.Add.make_args(factor) if isinstance(t.as_coeff_Mul()[1], sp.log)]
        if len(logs) < 2 or len([t for t in sp.Add.make_args(factor) if t.has(x)]) != len(logs):
            continue
        inside = sp.Mul(*[t.as_coeff_Mul()[1].args[0] ** t.as_coeff_Mul()[0] for t in logs])
        if limit_of(inside, x, to, direction) is not None:
            combined = sp.log(_apart_if_near_one(inside, x, to, direction)) + (factor - sp.Add(*logs))
            yield f.xreplace({factor: combined}) if factor != f else combined, inside
            return


def _apart_if_near_one(inside: sp.Expr, x: sp.Symbol, to: sp.Expr, direction: sp.Expr) -> sp.Expr:
    """Write a quotient that tends to 1 as 1 + u, where that is shorter."""
    if inside.is_rational_function(x) and limit_of(inside, x, to, direction) == 1:
        return 1 + sp.factor(sp.cancel(inside - 1))
    return inside


ONE_LOGARITHM = rewriting(
    id="limit.one_logarithm",
    name="logarithms combined",
    find=_one_logarithm,
    heads=(sp.Add, sp.Mul),
    words="A difference of logarithms is the logarithm of the quotient {by}.",
    why="A difference of logarithms that both grow, ∞ − ∞: combine them.",
    cost=0,
    source=f"{STEWART}, sec. 1.5",
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "∞ − ∞ is not 0: combine the logarithms first."),
        Mistake("log-forgotten", lambda by, x, a, direction: Limit(by, x, a, direction), "ln a − ln b = ln(a/b): the logarithm stays."),
    ),
)


def _power_of_variable(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Write b^(c ln x) as a power of x."""
    f, x, _to, _direction = goal.args
    table = {}
    for power in f.atoms(sp.Pow, sp.exp):
        front, log = power.exp.as_independent(x, as_Add=False)
        if not power.base.has(x) and log == sp.log(x):
            table[power] = x ** as_expression(as_exponent(front * sp.log(power.base)))
    if table:
        yield f.xreplace(table), next(iter(table))


POWER_OF_VARIABLE = rewriting(
    id="limit.power_of_variable",
    name="power of the variable",
    find=_power_of_variable,
    heads=(sp.Mul, sp.Pow, sp.Add),
    words="With ln {x} in its exponent, {by} is a power of {x}: b^(ln x) = e^(ln b·ln x) = x^(ln b).",
    cost=0,
    source=f"{STEWART}, sec. 1.5",
    mistakes=(
        Mistake(
            "infinite",
            lambda: quote(sp.oo),
            "With a logarithm in its exponent this is no exponential growth: write it as a power of the variable first.",
        ),
        Mistake("zero", lambda: quote(sp.S.Zero), "The power below is not the larger one: write both as powers of the variable first."),
    ),
)


def _sine_taken_out(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Take the sine out of a difference such as tan u − sin u in a quotient 0/0."""
    f, x, to, direction = goal.args
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        angles = {e.args[0] for e in base.atoms(sp.tan, sp.sin)} if isinstance(base, sp.Add) else set()
        if not exponent.is_Integer or len(angles) != 1 or not (base.has(sp.tan) and base.has(sp.sin)):
            continue
        (u,) = angles
        written = sp.factor(sp.together(base.xreplace({sp.tan(u): sp.sin(u) / sp.cos(u)})))
        if u.has(x) and isinstance(written, sp.Mul) and sp.sin(u) in written.args and limit_of(base, x, to, direction) == 0:
            yield f.xreplace({factor: written**exponent}) if factor != f else written**exponent, sp.sin(u)
            return


SINE_TAKEN_OUT = rewriting(
    id="limit.sine_taken_out",
    name="taken out",
    find=_sine_taken_out,
    heads=(sp.Mul,),
    words="Write the tangent as sine over cosine and take {by} out: what remains is a product of standard limits.",
    cost=1,
    shows_by=True,
    source=f"{STEWART}, sec. 3.3",
    mistakes=(
        Mistake(
            "zero",
            lambda: quote(sp.S.Zero),
            "That sin u and tan u are both about u does not make their difference 0: it is of third order.",
        ),
        Mistake(
            "cosine-forgotten",
            lambda g, by, x, a, direction: Limit(g / by.args[0], x, a, direction),
            "The factor that was taken out remains in front.",
        ),
    ),
)


SINES_RULES = (SINE_TAKEN_OUT, SINES, EXPONENTIALS)
FORM_RULES = (POWER_OF_VARIABLE, ONE_LOGARITHM)
