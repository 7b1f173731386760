"""Pairs of expressions whose truth is known by how they are made: equal by identities, different by a change."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

x, a = sp.symbols("x a")
R = sp.Rational

UNARY = (
    sp.sin,
    sp.cos,
    sp.tan,
    sp.exp,
    sp.log,
    sp.sqrt,
    sp.Abs,
    sp.atan,
    sp.asin,
    sp.tanh,
    sp.sinh,
    sp.cosh,
    sp.sec,
    lambda u: 1 / (1 + sp.exp(-u)),
)
LEAVES = (x, x, x, 2 * x, x + 1, 1 - x, x / 2, x**2, R(1, 3), sp.Integer(2), a * x, x + a)


def expression(rng: Any, depth: Any) -> Any:
    """Return a random expression in x, sometimes with a parameter a > 0."""
    if depth == 0:
        return rng.choice(LEAVES)
    kind = rng.random()
    if kind < 0.4:
        return rng.choice(UNARY)(expression(rng, depth - 1))
    if kind < 0.45:
        return sp.Max(rng.choice(LEAVES[:6]), rng.choice(LEAVES[6:]))
    left, right = expression(rng, depth - 1), expression(rng, depth - 1)
    if kind < 0.6:
        return left + right
    if kind < 0.8:
        return left * right
    if kind < 0.87:
        return left / right if right != 0 else left
    return left ** rng.choice((2, 3, -1, R(1, 2), R(3, 2))) if left != 0 else left


def _anywhere(u: Any, rng: Any) -> Any:
    """Return an equal form of any expression."""
    v = rng.choice((x, 2 * x, x**2 + 1, a * x))
    return rng.choice(
        (
            u * (sp.sin(v) ** 2 + sp.cos(v) ** 2),
            u * (v**2 + 1) / (v**2 + 1),
            u + sp.expand((v + 1) ** 2) - (v + 1) ** 2,
            (u + 1) ** 2 / 4 - (u - 1) ** 2 / 4,
            u * (sp.cosh(v) ** 2 - sp.sinh(v) ** 2),
            u + v - sp.Abs(v) * sp.sign(v) if v == x**2 + 1 else u + sp.log(sp.exp(v)) - v,
            u + sp.acos(v / (v**2 + 1)) + sp.asin(v / (v**2 + 1)) - sp.pi / 2,
            u + sp.tanh(v) - 1 + 2 / (sp.exp(2 * v) + 1),
        )
    )


IDENTITIES: dict[Any, Callable[..., Any]] = {
    sp.sin: lambda u: 2 * sp.sin(u / 2) * sp.cos(u / 2),
    sp.cos: lambda u: 1 - 2 * sp.sin(u / 2) ** 2,
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.sec: lambda u: (1 + sp.tan(u / 2) ** 2) / (1 - sp.tan(u / 2) ** 2),
    sp.log: lambda u: sp.log(3 * u) - sp.log(3),
    sp.Abs: lambda u: sp.sqrt(u**2),
    sp.atan: lambda u: sp.asin(u / sp.sqrt(1 + u**2)),
    sp.asin: lambda u: sp.pi / 2 - sp.acos(u),
    sp.tanh: lambda u: (sp.exp(2 * u) - 1) / (sp.exp(2 * u) + 1),
    sp.sinh: lambda u: (sp.exp(u) - sp.exp(-u)) / 2,
    sp.cosh: lambda u: sp.sqrt(1 + sp.sinh(u) ** 2),
    sp.exp: lambda u: (1 + sp.tanh(u / 2)) / (1 - sp.tanh(u / 2)),
    sp.Max: lambda u, v: (u + v + sp.Abs(u - v)) / 2,
}


SMALL = 5  # SymPy asks itself whether larger constructions are real, and may never find out


def rewritten(expr: Any, rng: Any, times: Any = 2) -> Any:
    """Return an expression that is equal wherever both are real, by random identities at random places."""
    for _ in range(times):
        places = sorted((p for p in sp.preorder_traversal(expr) if type(p) in IDENTITIES and p.count_ops() <= SMALL), key=str)
        if places and rng.random() < 0.7:
            place = rng.choice(places)
            if type(place) is sp.Max and len(place.args) != 2:
                continue
            expr = expr.xreplace({place: IDENTITIES[type(place)](*place.args)})
        else:
            expr = _anywhere(expr, rng)
    return expr


def changed(expr: Any, rng: Any) -> Any:
    """Return a different expression: by a term as small as 10⁻³⁰, a factor, or a sign."""
    size = R(1, 10 ** rng.randrange(31))
    return rng.choice((expr + size, expr + size * x, expr + size * sp.exp(x), expr * (1 + size), expr + size / (x**2 + 1)))


def pairs(seed: Any, count: Any) -> Iterator[Any]:
    """Yield (left, right, whether they are equal), always the same for a seed."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        left = expression(rng, rng.choice((1, 2, 2)))
        if left.has(sp.zoo, sp.nan, sp.oo, sp.I) or left == 0 or x not in left.free_symbols:
            continue
        right = rewritten(left, rng, rng.choice((1, 2, 3)))
        equal = made % 2 == 0
        if not equal:
            right = changed(right, rng)
        if right.has(sp.zoo, sp.nan, sp.oo, sp.I):
            continue
        made += 1
        yield left, right, equal
