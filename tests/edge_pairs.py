"""Pairs at the edges, whose truth is known by how they are made: steps, signs, odd roots, infinity, + C, declared domains."""

import random
from collections.abc import Iterator
from typing import Any

import sympy as sp

x, a, C = sp.symbols("x a C")
R = sp.Rational
LEAVES = (x, 2 * x, x + 1, 1 - x, x / 2, x**2, x**3 - x)
ENTIRE = (sp.sin, sp.cos, sp.tanh, sp.atan, lambda u: sp.exp(-(u**2)), lambda u: u, lambda u: u**2, sp.cbrt, lambda u: sp.sqrt(1 + u**2))
SMOOTH = ENTIRE[:7]

Pair = tuple[Any, Any, dict[str, Any], bool]


def entire(rng: random.Random, depth: int, heads: Any = ENTIRE) -> Any:
    """Return a random expression that is real and continuous for all x."""
    if depth == 0:
        return rng.choice(LEAVES)
    inner = rng.choice(heads)(entire(rng, depth - 1, heads))
    kind = rng.random()
    other = rng.choice(LEAVES)
    return inner if kind < 0.5 else inner + other if kind < 0.75 else inner * other


def _step(rng: random.Random) -> Any:
    """Return what is not constant on any half line, but constant between its steps."""
    size, shift = sp.Integer(10) ** rng.randint(0, 4), R(rng.randint(-9, 9), 7)
    u = rng.choice((x / size + shift, 2 * x / size - shift, x**2 / size + shift))
    head = rng.choice((sp.floor, sp.ceiling, sp.sign, sp.Heaviside))
    if head in {sp.sign, sp.Heaviside}:
        u = x - size * rng.choice((1, -1))
    return head(u) / sp.Integer(10) ** rng.choice((0, 0, 3, 9))


def _equal(rng: random.Random) -> Pair:
    u, v = entire(rng, 2), entire(rng, 1)
    left, right = rng.choice(
        (
            (sp.cbrt(u**3), u),
            (-sp.cbrt(-u), sp.cbrt(u)),
            (sp.cbrt(u) * sp.cbrt(v), sp.cbrt(sp.expand(u * v)) if u.is_polynomial(x) and v.is_polynomial(x) else sp.cbrt(u * v)),
            (sp.Abs(u) ** R(2, 3), sp.cbrt(u**2)),
            (sp.floor(v + 3) - 3, sp.floor(v)),
            (sp.Abs(v) * sp.sign(v), v),
            (sp.Max(u, v) + sp.Min(u, v), u + v),
            (sp.Max(u, 0), (u + sp.Abs(u)) / 2),
            (u * (sp.sin(v) ** 2 + sp.cos(v) ** 2) + sp.floor(v), u + sp.floor(v)),
        )
    )
    return left, right, {}, True


def _different(rng: random.Random) -> Pair:
    u = entire(rng, 2)
    change = rng.choice((_step(rng), _step(rng), R(1, 10 ** rng.randint(1, 25)), x / 10 ** rng.randint(1, 25)))
    return u, u + change, {}, False


def _roots(rng: random.Random) -> Pair:
    """Return odd roots whose signs were mistaken; each leaf takes values of both signs."""
    u = rng.choice((x, 2 * x, x + 1, 1 - x, x**3 + 1))
    return (
        *rng.choice(
            ((sp.cbrt(u), sp.Abs(u) ** R(1, 3)), (sp.cbrt(-u), sp.cbrt(u)), (u ** R(2, 3), u ** R(1, 3)), (sp.cbrt(u**2), sp.cbrt(u)))
        ),
        {},
        False,
    )


def _antiderivatives(rng: random.Random) -> Pair:
    """Return two antiderivatives, one with + C, and perhaps with a step, a slope or a factor that is wrong."""
    found = entire(rng, 2, SMOOTH)
    options = {"variable": x, "up_to_constant": True}
    if rng.random() < 0.4:
        return found, found + C + rng.choice((0, a, R(7, 3), sp.floor(a))), options, True
    wrong = rng.choice((_step(rng), C * _step(rng), a * _step(rng), C * x, x / 10 ** rng.randint(1, 20)))
    return found, found + C + wrong, options, False


def _domains(rng: random.Random) -> Pair:
    """Return |u| and u on a declared domain, on which u keeps its sign or not."""
    low, width = R(rng.randint(-20, 20), rng.randint(1, 7)), R(rng.randint(1, 30), rng.randint(1, 7))
    inside = rng.random() < 0.5
    root = low - width / 5 if inside else low + width / 2
    where = rng.choice(
        (
            sp.Interval(low, low + width),
            sp.Interval.open(low, low + width),
            sp.Union(sp.Interval(low, low + width), sp.Interval(low + 2 * width, sp.oo)),
        )
    )
    u = (x - root) * rng.choice((1, 2, R(1, 3)))
    left, right = rng.choice(((sp.Abs(u), u), (sp.sqrt(u**2), u), (sp.Max(u, 0), u), (u * sp.sign(u), u)))
    return left, right, {"domain": {x: where}}, inside


def _points(rng: random.Random) -> Pair:
    """Return a polynomial and 0 on a finite set of its zeros, perhaps with one point more."""
    zeros = rng.sample(range(-9, 10), 3)
    more = next(k for k in range(-9, 10) if k not in zeros)
    equal = rng.random() < 0.5
    return sp.Mul(*(x - z for z in zeros)), sp.S.Zero, {"domain": {x: sp.FiniteSet(*zeros, *([] if equal else [more]))}}, equal


def _infinite(rng: random.Random) -> Pair:
    u = entire(rng, 1)
    return u, rng.choice((sp.oo, -sp.oo)), {}, False


KINDS = (_equal, _equal, _different, _different, _roots, _antiderivatives, _antiderivatives, _domains, _points, _infinite)


def edge_pairs(seed: int, count: int) -> Iterator[Pair]:
    """Yield pairs with options for `equivalence`, and whether they are the same: the same pairs for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield rng.choice(KINDS)(rng)
