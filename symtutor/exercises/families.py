"""Families of exercises: a topic has several, each makes a question for a level from random numbers.

A question is the name of a public function and its arguments as text, so that what is asked is what a person would type.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

__all__ = ["TOPICS", "Question"]

x, y, z = sp.symbols("x y z")


@dataclass(frozen=True)
class Question:
    """A call of a public function.

    Parameters
    ----------
    function : str
        Its name, such as "differentiate".
    arguments : tuple
        Expressions and text.
    options : mapping
        Keyword arguments.
    """

    function: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


Family = Callable[[random.Random, int], Question]


def _number(rng: random.Random, level: int) -> int:
    """Return a number of one digit, larger at higher levels, with a sign from the second level on."""
    return rng.randint(2, 3 + 2 * level) * (rng.choice((1, -1)) if level > 1 else 1)


def _plain(rng: random.Random, level: int) -> Any:
    """Return a function of x of the simplest kind."""
    n = rng.randint(2, 2 + level)
    return rng.choice([x**n, sp.sin(x), sp.cos(x), sp.exp(x), sp.log(x), sp.sqrt(x), 1 / x])


def _inner(rng: random.Random, level: int) -> Any:
    a, b = abs(_number(rng, level)), _number(rng, level)
    return rng.choice([a * x, a * x + b, x**2 + abs(b), x**2 + a * x] if level > 1 else [a * x, a * x + abs(b), x**2])


def _outer(rng: random.Random, u: Any) -> Any:
    return rng.choice([sp.sin(u), sp.cos(u), sp.exp(u), *_powers(u, rng.randint(3, 5)), sp.tan(u), sp.atan(u)])


def _powers(u: Any, *exponents: int) -> list[Any]:
    """Return powers that stay powers of u: (2x)⁵ is 32x⁵, and nothing is left to be done inside."""
    return [] if u.is_Mul or u.is_Pow else [u**n for n in exponents]


# ---- derivatives ------------------------------------------------------------------------------------
def _polynomial(rng: random.Random, level: int) -> Question:
    terms = [_number(rng, level) * x**n for n in rng.sample(range(6), 1 + level)]
    return Question("differentiate", (sp.Add(*terms) + x**6,))


def _product(rng: random.Random, level: int) -> Question:
    f = x ** rng.randint(1, 1 + level)
    g = rng.choice([sp.sin, sp.cos, sp.exp])(x if level == 1 else _inner(rng, level - 1))
    return Question("differentiate", (_number(rng, level) * f * g,))


def _quotient(rng: random.Random, level: int) -> Question:
    a, b, c = _number(rng, level), _number(rng, level), abs(_number(rng, level))
    return Question("differentiate", ((a * x + (b + 1 if b == a * c else b)) / (x**level + c),))  # (4x + 8)/(x + 2) is a number


def _chain(rng: random.Random, level: int) -> Question:
    u = _inner(rng, level)
    found = _outer(rng, u)
    return Question("differentiate", (_outer(rng, found) if level == 3 else found * x if level == 2 and rng.random() < 0.3 else found,))


# ---- integrals --------------------------------------------------------------------------------------
def _sum(rng: random.Random, level: int) -> Question:
    terms = rng.sample([x, x**2, x**3, sp.sin(x), sp.cos(x), sp.exp(x), 1 / x, sp.sqrt(x)], 1 + level)
    return Question("integrate", (sp.Add(*[_number(rng, level) * t for t in terms]),))


def _substitution(rng: random.Random, level: int) -> Question:
    u = rng.choice([x**2 + abs(_number(rng, level)), x**3 + 1, x**2]) if level > 1 else abs(_number(rng, 1)) * x + _number(rng, 1)
    outer = rng.choice([sp.sin(u), sp.cos(u), sp.exp(u), *_powers(u, rng.randint(2, 4), -1)])
    return Question("integrate", (sp.factor_terms(sp.diff(u, x) * (1 if level < 3 else abs(_number(rng, 2)))) * outer,))


def _parts(rng: random.Random, level: int) -> Question:
    k = rng.randint(1, 4)
    f = x ** (1 if level < 3 else 2)
    return Question("integrate", (rng.choice([f * sp.sin(k * x), f * sp.cos(k * x), f * sp.exp(k * x), x**level * sp.log(x)]),))


def _fractions(rng: random.Random, level: int) -> Question:
    a, b = rng.sample(range(1, 4 + 2 * level), 2)
    top = abs(_number(rng, level)) * x + b if level > 1 else sp.Integer(abs(_number(rng, level)))
    return Question("integrate", (top / ((x - a) * (x + b)),))


def _definite(rng: random.Random, level: int) -> Question:
    inner = (_sum, _substitution, _parts)[level - 1]
    integrand = inner(rng, max(1, level - 1)).arguments[0]
    low = 1 if integrand.has(sp.log) or integrand.subs(x, 0).has(sp.zoo, sp.nan, sp.oo) else 0
    poles = [p for p in integrand.atoms(sp.Pow) if p.exp.is_negative and p.base.has(x) and p.base != x]
    return Question("integrate", (2 * x + 1 if poles else integrand,), {"limits": (low, low + rng.randint(1, 3))})


# ---- limits, series ---------------------------------------------------------------------------------
def _cancelled(rng: random.Random, level: int) -> Question:
    r, a, s = rng.randint(1, 2 + level), rng.randint(1, level), rng.randint(1, 4 + level)
    return Question("limit", (sp.expand((x - r) * (a * x + s)) / (x - r), "x", str(r)))


def _at_infinity(rng: random.Random, level: int) -> Question:
    a, b, c, d = (abs(_number(rng, level)) for _ in range(4))
    return Question("limit", ((a * x**2 + b * x) / (c * x ** rng.choice((2, 3 if level > 1 else 2)) + d), "x", "oo"))


def _hospital(rng: random.Random, level: int) -> Question:
    a, b = rng.randint(1, 3 + level), rng.randint(2, 5)
    choices = [(sp.exp(a * x) - 1) / (b * x), sp.sin(a * x) / (b * x), sp.log(1 + a * x) / (b * x)]
    harder = [(1 - sp.cos(a * x)) / x**2, (sp.exp(a * x) - 1 - a * x) / x**2, (sp.tan(a * x) - sp.sin(a * x)) / x]
    return Question("limit", (rng.choice(choices if level == 1 else harder), "x", "0"))


def _taylor(rng: random.Random, level: int) -> Question:
    a = rng.randint(1, 1 + level)
    f = rng.choice([sp.exp(a * x), sp.sin(a * x), sp.cos(a * x), sp.log(1 + a * x), 1 / (1 - a * x)])
    return Question("taylor", (f * x if level == 3 else f, "x"), {"degree": 2 + level})


# ---- several variables ------------------------------------------------------------------------------
def _field(rng: random.Random, level: int) -> sp.Expr:
    a, b = abs(_number(rng, 1)), _number(rng, level)
    simple = [a * x**2 + b * y**3, x * y + b * y**2, a * x**2 * y + b * y]
    mixed = [sp.exp(a * x) * y + b * x, x * sp.sin(a * y), sp.log(x**2 + a * y**2), x * sp.exp(x * y)]
    return rng.choice(simple if level == 1 else mixed if level == 3 else [*simple, *mixed[:2]])


def _gradient(rng: random.Random, level: int) -> Question:
    return Question("gradient", (_field(rng, level), ["x", "y"]))


def _hessian(rng: random.Random, level: int) -> Question:
    return Question("hessian", (_field(rng, max(1, level - 1)), ["x", "y"]))


def _jacobian(rng: random.Random, level: int) -> Question:
    first = abs(_number(rng, level)) * x * y
    return Question("jacobian", ([first, _field(rng, level)], ["x", "y"]))


def _direction(rng: random.Random, level: int) -> Question:
    legs = rng.choice([(3, 4), (4, 3), (5, 12), (1, 0), (0, 1)])
    at = {"x": rng.randint(0, level), "y": rng.randint(1, level + 1)}
    return Question("directional_derivative", (_field(rng, 1), legs, ["x", "y"]), {"at": at})


# ---- equations, extrema, curves ---------------------------------------------------------------------
def _roots(rng: random.Random, level: int) -> Question:
    roots = rng.sample(range(-3 - level, 4 + level), 2 if level < 3 else 3)
    lead = 1 if level == 1 else rng.randint(1, 3)
    return Question("solve_equation", (sp.expand(lead * sp.prod([x - r for r in roots])), "x"))


def _extrema(rng: random.Random, level: int) -> Question:
    a, b = rng.randint(1, 2 + level), rng.randint(0, 3)
    found = [x**2 - 2 * a * x + b, x**3 - 3 * a**2 * x + b, x**4 - 2 * a**2 * x**2 + b][level - 1]
    return Question("optimize", (found,))


def _tangent(rng: random.Random, level: int) -> Question:
    f = rng.choice([x**2 + _number(rng, level), x**3 - x, x**2 - 3 * x] if level < 3 else [sp.exp(2 * x), x * sp.exp(x), sp.sin(2 * x)])
    return Question("tangent", (f,), {"at": {"x": rng.randint(1, 3) if level < 3 else 0}})


def _implicit(rng: random.Random, level: int) -> Question:
    a = rng.randint(1, 3 + level)
    sides = [x**2 + a * y**2 - a - 1, x**2 + a * x * y + y**2 - 3, x**3 + y**3 - 6 * x * y]
    return Question("implicit", (sp.Eq(sides[level - 1], 0), "y", "x"))


def _matrix(rng: random.Random, level: int) -> Question:
    easy = [("b'x", "x"), ("x'A x", "x"), ("||x||^2", "x")]
    middle = [("||A x - b||^2", "x"), ("tr(A X)", "X"), ("x'A x + b'x", "x")]
    hard = [("||A x - b||^2 + lambda ||x||^2", "x"), ("ln det X", "X"), ("tr(X'A X)", "X"), ("||X w - y||^2", "w")]
    return Question("matrix_derivative", rng.choice((easy, middle, hard)[level - 1]))


TOPICS: dict[str, tuple[Family, ...]] = {
    "derivatives": (_polynomial, _product, _quotient, _chain),
    "product rule": (_product,),
    "quotient rule": (_quotient,),
    "chain rule": (_chain,),
    "integrals": (_sum, _substitution, _parts, _fractions),
    "substitution": (_substitution,),
    "integration by parts": (_parts,),
    "partial fractions": (_fractions,),
    "definite integrals": (_definite,),
    "limits": (_cancelled, _at_infinity, _hospital),
    "taylor polynomials": (_taylor,),
    "gradients": (_gradient,),
    "hessians": (_hessian,),
    "jacobians": (_jacobian,),
    "directional derivatives": (_direction,),
    "equations": (_roots,),
    "extrema": (_extrema,),
    "tangents": (_tangent,),
    "implicit differentiation": (_implicit,),
    "matrix calculus": (_matrix,),
}
