"""Random problems of optimization with answers found in other ways: faces of polyhedra in fractions, sampled curves and graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import sympy as sp

LETTERS = sp.symbols("x y z")
X = LETTERS[0]
Row = tuple[list[Fraction], Fraction]  # coefficients and bound: a·x ≥ b, or a·x = b


# ---- quadratic programmes ------------------------------------------------------------------------
def quadratic_programme(random: Random) -> tuple[list[list[int]], list[int], list[Row]]:
    """Return Q, c and rows a·x ≥ b of a convex programme: minimize ½ x·Qx + c·x; definite, singular and linear ones."""
    size = random.choice((1, 2, 2, 3))
    root = [[random.randint(-2, 2) for _ in range(size)] for _ in range(random.choice((0, 1, size, size + 1)))]
    q = [[sum(r[i] * r[j] for r in root) for j in range(size)] for i in range(size)]
    c = [random.randint(-4, 4) for _ in range(size)]
    rows = [([Fraction(random.randint(-2, 2)) for _ in range(size)], Fraction(random.randint(-4, 3))) for _ in range(random.randint(1, 6))]
    if random.random() < 0.3:
        rows += [([Fraction(int(i == k)) for i in range(size)], Fraction(0)) for k in range(size)]
    return q, c, [(a, b) for a, b in rows if any(a)][:8]


def bent_programme(random: Random) -> tuple[list[list[int]], list[int], list[Row]]:
    """Return Q, c and rows of a programme whose Q may have negative eigenvalues; half of them with bounds around the variables."""
    size = random.choice((1, 2, 2, 3))
    q = [[0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            q[i][j] = q[j][i] = random.randint(-3, 3)
    c = [random.randint(-4, 4) for _ in range(size)]
    rows = [([Fraction(random.randint(-2, 2)) for _ in range(size)], Fraction(random.randint(-4, 3))) for _ in range(random.randint(1, 4))]
    if random.random() < 0.6:
        for k in range(size):
            rows += [([Fraction(s * int(i == k)) for i in range(size)], Fraction(-random.randint(0, 4))) for s in (1, -1)]
    return q, c, [(a, b) for a, b in rows if any(a)][:8]


def least_bent_value(q: list[list[int]], c: list[int], rows: list[Row]) -> Fraction | str:
    """Return the least value of any quadratic programme, "infeasible" or "unbounded".

    A quadratic that is bounded below on a polyhedron takes its least value, inside a face where it is stationary; one that is
    not falls further in a box that is ten times as wide.
    """
    size = len(c)
    if point_in([], rows, size) is None:
        return "infeasible"
    values = []
    for width in (10**6, 10**7):
        sides = [([Fraction(s * int(i == k)) for i in range(size)], Fraction(-width)) for k in range(size) for s in (1, -1)]
        values.append(_least_on_faces(q, c, [*rows, *sides]))
    return "unbounded" if values[0] != values[1] else values[0]


def _least_on_faces(q: list[list[int]], c: list[int], rows: list[Row]) -> Fraction:
    size = len(c)
    best: Fraction | None = None
    for count in range(min(size, len(rows)) + 1):
        for face in combinations(rows, count):
            blank = [Fraction(0)] * count
            # unknowns x and multipliers: Qx + c = Σ m a, a·x = b on the face
            lines: list[Row] = [([*map(Fraction, q[k]), *(-a[k] for a, _ in face)], Fraction(-c[k])) for k in range(size)]
            lines += [([*a, *blank], b) for a, b in face]
            found = point_in(lines, [([*a, *blank], b) for a, b in rows], size + count)
            if found is not None:
                x = found[:size]
                value = sum((x[i] * q[i][j] * x[j] for i in range(size) for j in range(size)), Fraction(0)) / 2
                value += sum((a * v for a, v in zip(c, x, strict=True)), Fraction(0))
                best = value if best is None else min(best, value)
    assert best is not None
    return best


def least_value(q: list[list[int]], c: list[int], rows: list[Row]) -> Fraction | str:
    """Return the least value of a convex programme, "infeasible" or "unbounded".

    The optimum lies inside a face and is least on the plane of that face; there the value is one number, whatever point is taken.
    """
    size = len(c)
    if point_in([], rows, size) is None:
        return "infeasible"
    level = [([Fraction(v) for v in line], Fraction(0)) for line in q]
    falling: list[Row] = [*((a, Fraction(0)) for a, _ in rows), ([Fraction(-v) for v in c], Fraction(1))]
    if point_in(level, falling, size) is not None:
        return "unbounded"
    return _least_on_faces(q, c, rows)


def point_in(equations: Sequence[Row], inequalities: Sequence[Row], size: int) -> list[Fraction] | None:
    """Return a point that satisfies equations and inequalities, by Gauss and then Fourier and Motzkin; None where there is none."""
    if size == 0:
        is_true = all(b == 0 for _, b in equations) and all(b <= 0 for _, b in inequalities)
        return [] if is_true else None
    for a, b in equations:
        if a[-1] != 0:

            def without(row: Row, a: list[Fraction] = a, b: Fraction = b) -> Row:
                factor = row[0][-1] / a[-1]
                return [p - factor * r for p, r in zip(row[0][:-1], a[:-1], strict=True)], row[1] - factor * b

            rest = [without(e) for e in equations if e is not (a, b) and e != (a, b)]
            found = point_in(rest, [without(g) for g in inequalities], size - 1)
            return None if found is None else [*found, (b - sum((p * v for p, v in zip(a[:-1], found, strict=True)), Fraction(0))) / a[-1]]
    inner = [(a[:-1], b) for a, b in equations]
    lower = [([v / a[-1] for v in a[:-1]], b / a[-1]) for a, b in inequalities if a[-1] > 0]
    upper = [([v / a[-1] for v in a[:-1]], b / a[-1]) for a, b in inequalities if a[-1] < 0]
    kept = [(a[:-1], b) for a, b in inequalities if a[-1] == 0]
    kept += [([u - v for u, v in zip(p, r, strict=True)], b - d) for p, b in lower for r, d in upper]
    unique = {(tuple(a), b): (a, b) for a, b in kept}
    found = point_in(inner, list(unique.values()), size - 1)
    if found is None:
        return None
    at = [[b - sum((v * w for v, w in zip(a, found, strict=True)), Fraction(0)) for a, b in side] for side in (lower, upper)]
    low, high = (max(at[0]) if at[0] else None), (min(at[1]) if at[1] else None)
    last = low if low is not None else high if high is not None else Fraction(0)
    return [*found, last]


def programme_in_letters(q: list[list[int]], c: list[int], rows: list[Row]) -> tuple[Any, list[Any], tuple[Any, ...]]:
    """Return objective, constraints and variables of a programme."""
    names = LETTERS[: len(c)]
    f = sum((sp.Rational(q[i][j], 2) * names[i] * names[j] for i in range(len(c)) for j in range(len(c))), sp.S.Zero)
    f += sum((v * n for v, n in zip(c, names, strict=True)), sp.S.Zero)
    sides = [sum((sp.Rational(v.numerator, v.denominator) * n for v, n in zip(a, names, strict=True)), sp.S.Zero) for a, _ in rows]
    return f, [sp.Ge(s, sp.Rational(b.numerator, b.denominator), evaluate=False) for s, (_, b) in zip(sides, rows, strict=True)], names


# ---- systems of polynomials ----------------------------------------------------------------------
def polynomial_system(random: Random) -> tuple[list[Any], tuple[Any, ...]]:
    """Return polynomial equations with few solutions: random ones, products with common factors, gradients."""
    names = LETTERS[: random.choice((2, 2, 2, 3))]

    def poly(degree: int, terms: int) -> Any:
        found = sp.S.Zero
        for _ in range(terms):
            powers = [random.randint(0, degree) for _ in names]
            if sum(powers) <= degree:
                found += random.randint(-3, 3) * sp.Mul(*(v**e for v, e in zip(names, powers, strict=True)))
        return found + random.randint(-3, 3)

    kind = random.choice(("random", "random", "product", "gradient"))
    if kind == "gradient":
        f = poly(3, 7) + sum((v**2 for v in names), sp.S.Zero)
        found = [sp.diff(f, v) for v in names]
    elif kind == "product" and len(names) == 2:
        found = [sp.expand(poly(1, 3) * poly(2, 4)), sp.expand(poly(1, 3) * poly(1, 3))]
    else:
        found = [poly(2 if len(names) == 3 else random.choice((2, 3)), 6) for _ in names]
    return [sp.expand(e) for e in found], names


def unlisted_zeros(equations: Sequence[Any], names: Sequence[Any], listed: Sequence[Sequence[float]], reach: float = 8.0) -> list[Any]:
    """Return small boxes in which all equations may be 0 and no listed point lies near, by subdivision in interval arithmetic."""
    polys = [sp.Poly(e, *names).terms() for e in equations]
    points = np.array(listed, dtype=float).reshape(-1, len(names))
    low, high = np.full((1, len(names)), -reach), np.full((1, len(names)), reach)
    while low.size and float((high - low).max()) > 1e-6:
        axis = (high - low).max(axis=0).argmax()
        middle = (low[:, axis] + high[:, axis]) / 2
        left, right = high.copy(), low.copy()
        left[:, axis] = right[:, axis] = middle
        low, high = np.vstack([low, right]), np.vstack([left, high])
        kept = np.ones(len(low), dtype=bool)
        for terms in polys:
            kept &= _may_vanish(terms, low, high)
        for point in points:  # around a listed point nothing is lost
            kept &= (np.abs((low + high) / 2 - point) > 0.02).any(axis=1)
        low, high = low[kept], high[kept]
        if len(low) > 200_000:
            return []  # a curve of zeros
    return [tuple(c) for c in (low + high) / 2]


def _may_vanish(terms: Any, low: Any, high: Any) -> Any:
    total = [np.zeros(len(low)), np.zeros(len(low))]
    for powers, c in terms:
        a, b = np.ones(len(low)), np.ones(len(low))
        for k, e in enumerate(powers):
            for _ in range(e // 2):
                square = np.stack([low[:, k] ** 2, high[:, k] ** 2])
                least = np.where((low[:, k] <= 0) & (high[:, k] >= 0), 0.0, square.min(axis=0))
                a, b = _product(a, b, least, square.max(axis=0))
            if e % 2:
                a, b = _product(a, b, low[:, k], high[:, k])
        scaled = float(c) * np.stack([a, b])
        total = [total[0] + scaled.min(axis=0), total[1] + scaled.max(axis=0)]
    room = 1e-9
    return (total[0] <= room) & (total[1] >= -room)


def _product(a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any]:
    every = np.stack([a * c, a * d, b * c, b * d])
    return every.min(axis=0), every.max(axis=0)


# ---- curves and discs ----------------------------------------------------------------------------
def on_an_ellipse(random: Random) -> tuple[Any, list[Any], Any]:
    """Return an objective in two variables, constraints around an ellipse, and what samples the feasible points."""
    x, y = LETTERS[:2]
    a, b, r = random.choice((1, 1, 2, 4)), random.choice((1, 1, 2)), random.choice((1, 2, 4, 5))
    f = sum((random.choice((0, 0, 1, -1, 2)) * m for m in (x**2, x * y, y**2, x, y)), sp.S.Zero) + random.choice((0, 0, x**3, x**2 * y))
    line = random.choice((1, -1)) * x + random.randint(-1, 1) * y + random.choice((0, 1))
    ellipse = a * x**2 + b * y**2 - r
    kind = random.choice(("curve", "disc", "cut"))
    constraints = [sp.Eq(ellipse, 0) if kind == "curve" else sp.Le(ellipse, 0)] + ([sp.Ge(line, 0)] if kind == "cut" else [])
    turns = np.linspace(0, 2 * np.pi, 2001)
    radii = np.array([1.0]) if kind == "curve" else np.linspace(0, 1, 201)
    across = np.sqrt(r / a) * np.outer(radii, np.cos(turns)).ravel()
    up = np.sqrt(r / b) * np.outer(radii, np.sin(turns)).ravel()
    if kind == "cut":
        inside = sp.lambdify((x, y), line, "numpy")(across, up) * np.ones_like(across) >= 0
        across, up = across[inside], up[inside]
    return sp.expand(f), constraints, (across, up)


def sampled_minimum(f: Any, places: Any) -> float:
    """Return the least value at sampled places."""
    return float(np.min(sp.lambdify(LETTERS[:2], f, "numpy")(*places) * np.ones_like(places[0])))


# ---- functions of one variable -------------------------------------------------------------------
def function_on_a_domain(random: Random) -> tuple[Any, Any]:
    """Return a function with kinks, poles, roots or waves, and a closed, open, half-open or unbounded domain."""

    def polynomial(degree: int) -> Any:
        return sum((random.randint(-3, 3) * X**k for k in range(degree + 1)), sp.S.Zero)

    def line() -> Any:
        return random.choice((1, 1, 2, -1)) * X + random.randint(-2, 2)

    atoms = (
        lambda: polynomial(random.randint(1, 4)),
        lambda: sp.Abs(polynomial(random.choice((1, 2)))),
        lambda: sp.exp(line()),
        lambda: sp.log(line()),
        lambda: sp.sqrt(polynomial(random.choice((1, 2)))),
        lambda: 1 / line(),
        lambda: sp.Max(line(), line()),
        lambda: sp.Min(polynomial(2), line()),
        lambda: sp.sin(random.choice((1, 2)) * X),
        lambda: sp.cbrt(line()),
        lambda: sp.atan(X),
        lambda: sp.sign(line()),
        lambda: sp.Abs(X) ** sp.Rational(2, 3),
        lambda: sp.Abs(line()) - sp.Abs(line()),
    )
    f = random.choice(atoms)()
    way = random.random()
    if way > 0.5:
        f = f + random.choice(atoms)() if way < 0.75 else f * random.choice(atoms)()
    low = sp.Rational(random.randint(-6, 2), random.choice((1, 2)))
    high = low + random.randint(1, 5)
    domains = (None, None, sp.Interval(low, high), sp.Interval.open(low, high), sp.Interval.Lopen(low, high), sp.Interval(low, sp.oo))
    return f, random.choice(domains)


def complaints(f: Any, solution: Any) -> Iterator[str]:
    """Yield what sampled values say against the extrema of a function: bounds that are passed, points that are none."""
    found, where = solution.answer, solution.problem.goal.args[2]
    value = sp.lambdify(X, f.replace(_is_odd_root, lambda n: sp.sign(n.base) ** n.exp.p * sp.Abs(n.base) ** n.exp), "numpy")
    parts = where.args if isinstance(where, sp.Union) else (where if isinstance(where, sp.Interval) else sp.Interval(-40, 40),)
    with np.errstate(all="ignore"):
        for part in (p for p in parts if isinstance(p, sp.Interval)):
            low = float(part.start) if part.start.is_finite else -50.0
            high = float(part.end) if part.end.is_finite else 50.0
            places = np.linspace(low, high, 20_001)[1:-1]
            values = _real(value(places), places)
            for bound, sense in ((found.infimum, 1), (found.supremum, -1)):
                if bound is not sp.nan and (sense * values < sense * float(bound) - 1e-6 * (1 + np.abs(values))).any():
                    yield f"a value passes the bound {bound}"
        for point in found.points:
            here, height = float(sp.N(point.x)), float(sp.N(point.value))
            near = np.array([here + h for h in (1e-4, -1e-4, 1e-5, -1e-5) if where.contains(sp.Float(here + h)) == sp.true])
            beside = _real(value(near), near) if near.size else near
            beside = beside[np.isfinite(beside)]
            room = 1e-11 * (1 + abs(height))
            if point.kind == "local minimum" and (beside < height - room).any():
                yield f"{point.x} is no minimum"
            if point.kind == "local maximum" and (beside > height + room).any():
                yield f"{point.x} is no maximum"
            both = bool(near.size and near.min() < here < near.max() and beside.size == near.size)
            if point.kind == "neither" and both and ((beside > height + room).all() or (beside < height - room).all()):
                yield f"{point.x} is an extremum"


def _is_odd_root(expr: Any) -> bool:
    return bool(isinstance(expr, sp.Pow) and expr.exp.is_Rational and expr.exp.q > 1 and expr.exp.q % 2 and expr.has(X))


def _real(values: Any, places: Any) -> Any:
    whole = np.asarray(values * np.ones_like(places))
    if np.iscomplexobj(whole):
        whole = np.where(np.abs(whole.imag) < 1e-12, whole.real, np.nan)
    return np.where(np.isfinite(whole), whole, np.nan)
