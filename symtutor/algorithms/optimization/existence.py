"""Whether a minimum exists under constraints, and why: convexity, compactness, growth; or what shows that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from itertools import product as pairs
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.linear_inequalities import Infeasible, feasible_point, rational
from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.falling import falling_ray
from symtutor.algorithms.optimization.program import Program, is_linear, is_rational
from symtutor.algorithms.optimization.several_variables import signature

__all__ = ["conclusion", "on_the_flat"]

_ENTIRE = (sp.exp, sp.sin, sp.cos, sp.atan, sp.tanh, sp.sinh, sp.cosh, sp.Abs, sp.Max, sp.Min)
_FACTORS = (sp.S.One, sp.Integer(2), sp.S.Half, sp.Integer(3), sp.Rational(1, 3))
_FAR = sp.Integer(1000)


def conclusion(program: Program) -> tuple[str, Any]:
    """Return why a minimum exists or does not: (kind, certificate).

    Kinds are convex, compact, coercive, and bounded for a quadratic that does not fall for ever on a polyhedron (a minimum is
    taken where there is a feasible point), infeasible with a Farkas combination, unbounded with a point and a direction, and unknown.
    """
    letters = set().union(*(e.free_symbols for e in (program.objective, *program.equations, *program.inequalities)))
    flat = on_the_flat(program)
    if letters - set(program.variables):
        plain = program if flat is None else flat[0]
        bend = signature(sp.hessian(plain.objective, list(plain.variables))) if plain.variables else (0, 0, 0)
        return ("convex", sp.Tuple()) if bend is not None and not bend[1] else ("unknown", sp.Tuple())
    if program.is_polyhedron and (program.inequalities or program.equations):
        found = feasible_point(program.rows(), len(program.equations))
        if isinstance(found, Infeasible):
            return "infeasible", sp.Tuple(*found.multipliers)
    inner = program if flat is None else flat[0]
    ray = _descent(inner)
    if ray is not None:
        return "unbounded", sp.Tuple(*(sp.Tuple(*_back(part, flat, is_point=k == 0)) for k, part in enumerate(ray)))
    if program.is_convex:
        return "convex", sp.Tuple()
    if _is_continuous(program):
        if compact_by(program) is not None:
            return "compact", sp.Tuple(compact_by(program))
        if is_coercive(program):
            return "coercive", sp.Tuple()
    if inner.is_convex:
        return "convex", sp.Tuple()
    if is_coercive(inner) and _is_continuous(program):
        return "coercive", sp.Tuple()
    return ("bounded" if inner.quadratic is not None else "unknown"), sp.Tuple()


# ---- on the solutions of linear equations --------------------------------------------------------
def on_the_flat(program: Program) -> tuple[Program, dict[sp.Symbol, sp.Expr]] | None:
    """Return the problem in coordinates on the solutions of its equations, and the variables in these; None where they are not linear."""
    if not program.equations or not all(is_linear(h, program.variables) for h in program.equations):
        return None
    solved = sp.linsolve(program.equations, *program.variables)
    if solved is sp.S.EmptySet:
        return None
    (place,) = solved.args
    free = tuple(v for v in program.variables if any(e.has(v) for e in place))
    values = dict(zip(program.variables, place, strict=True))
    inner = [sp.expand(e.xreplace(values)) for e in (program.objective, *program.inequalities)]
    return Program(inner[0], tuple(g for g in inner[1:] if g.free_symbols & set(free)), (), free), values


def _back(part: Sequence[sp.Expr], flat: Any, *, is_point: bool) -> tuple[sp.Expr, ...]:
    """Return a point, or a direction, in all variables."""
    if flat is None:
        return tuple(part)
    inner, values = flat
    place = dict(zip(inner.variables, part, strict=True))
    start = dict.fromkeys(inner.variables, sp.S.Zero)
    return tuple(e.xreplace(place) - (0 if is_point else e.xreplace(start)) for e in values.values())


# ---- falling for ever ----------------------------------------------------------------------------
def _descent(program: Program) -> tuple[Sequence[sp.Expr], Sequence[sp.Expr]] | None:
    """Return a feasible point and a direction along which a polynomial falls for ever, or None where none was found."""
    f, variables = program.objective, program.variables
    if not variables or not all(e.is_polynomial(*variables) for e in (f, *program.inequalities)) or program.equations:
        return None
    if program.quadratic is not None:  # this is decided
        if program.is_convex:
            ray = _convex_ray(program)
            starts = [] if ray is None else _starts(program, [])
            return (starts[0], ray) if ray is not None and starts else None
        fall = falling_ray(program.quadratic)
        return None if fall is None else (tuple(map(rational, fall[0])), tuple(map(rational, fall[1])))
    if is_coercive(program):
        return None
    top = _top_form(f, variables)
    ways = [way for way in _directions(program) if sign_of(top.xreplace(dict(zip(variables, way, strict=True)))) != 1]
    for ray in ways:
        for start in _starts(program, ways):
            if _falls(program, start, ray):
                return start, ray
    return None


def _top_form(f: sp.Expr, variables: Sequence[sp.Symbol]) -> sp.Expr:
    """Return the terms of the highest degree of a polynomial."""
    poly = sp.Poly(f, *variables)
    degree = poly.total_degree()
    return sp.Add(*(c * sp.Mul(*(v**e for v, e in zip(variables, p, strict=True))) for p, c in poly.terms() if sum(p) == degree))


def _directions(program: Program) -> Iterator[tuple[sp.Expr, ...]]:
    """Yield directions that might stay among the constraints: extreme ones of linear constraints, their sums, and simple ones."""
    size = len(program.variables)
    if not program.is_polyhedron:
        yield from (tuple(map(sp.Integer, way)) for way in pairs((0, 1, -1), repeat=size) if any(way)) if size <= 3 else ()
        return
    rows = [r for r, _ in program.rows()]
    matrix = sp.Matrix(rows) if rows else sp.zeros(1, size)
    extreme = [s * v for v in matrix.nullspace() for s in (1, -1)]
    for count in (size - 1,):
        for some in combinations(rows, count) if len(rows) >= count else ():
            kernel = sp.Matrix(some).nullspace() if some else [sp.ones(1, 1)]
            if len(kernel) == 1:
                extreme += [s * kernel[0] for s in (1, -1)]
    lineality = matrix.nullspace()
    if lineality and len(lineality) < size:  # directions across the ones that lie in every boundary
        across = sp.Matrix.hstack(*lineality).T
        rank = size - len(lineality) - 1
        for some in combinations(rows, rank) if rank else [()]:
            kernel = sp.Matrix([*some, *(list(across.row(i)) for i in range(across.rows))]).nullspace()
            if len(kernel) == 1:
                extreme += [s * kernel[0] for s in (1, -1)]
    inside = list(dict.fromkeys(tuple(v) for v in extreme if all(sum(a * b for a, b in zip(r, v, strict=True)) >= 0 for r in rows)))
    yield from inside
    for u, v in combinations(inside, 2):
        for factor in _FACTORS:
            yield tuple(a + factor * b for a, b in zip(u, v, strict=True))


def _convex_ray(program: Program) -> tuple[sp.Expr, ...] | None:
    """Return a direction along which a convex quadratic falls for ever inside linear constraints, or None: this is decided."""
    problem = program.quadratic
    assert problem is not None
    zero = Fraction(0)
    rows = [*((row, zero) for row in problem.bend), *((a, zero) for a, _ in problem.rows), (tuple(-c for c in problem.slope), Fraction(1))]
    ray = feasible_point(rows, problem.size)
    return None if isinstance(ray, Infeasible) else ray


def _starts(program: Program, ways: Sequence[tuple[sp.Expr, ...]]) -> list[tuple[sp.Expr, ...]]:
    """Return feasible points: of linear constraints one and those far out in each direction, else the simple ones."""
    size = len(program.variables)
    if program.is_polyhedron:
        found = feasible_point(program.rows(), 0) if program.inequalities else (sp.S.Zero,) * size
        if isinstance(found, Infeasible):
            return []
        return [found, *(tuple(a + _FAR * b for a, b in zip(found, way, strict=True)) for way in ways)]
    inside = sp.lambdify(program.variables, list(program.inequalities), "math")
    simple = pairs((0, 1, -1, 2, -2, 3, -3), repeat=size)
    return [tuple(map(sp.Integer, p)) for p in simple if all(value >= 0 for value in inside(*map(float, p)))][:40]


def _falls(program: Program, start: Sequence[sp.Expr], ray: Sequence[sp.Expr]) -> bool:
    t = sp.Symbol("_t")
    line = {v: a + t * d for v, a, d in zip(program.variables, start, ray, strict=True)}
    along = sp.Poly(program.objective.xreplace(line), t)
    if along.degree() < 1 or sign_of(along.LC()) != -1:
        return False
    return all(sign_of(c) != -1 for g in program.inequalities for c in sp.Poly(g.xreplace(line), t).all_coeffs())


# ---- taking a least value ------------------------------------------------------------------------
def _is_everywhere_defined(expr: sp.Basic, variables: Sequence[sp.Expr]) -> bool:
    """Tell whether an expression is plainly a continuous function of all real values of its variables."""
    if not expr.has(*variables) or expr in variables:
        return True
    if isinstance(expr, sp.Pow):
        if not (expr.exp.is_Integer and expr.exp > 0) and not (expr.exp.is_Rational and _is_positive(expr.base, variables)):
            return False
    elif not isinstance(expr, (sp.Add, sp.Mul, *_ENTIRE)):
        return False
    return all(_is_everywhere_defined(a, variables) for a in expr.args)


def _is_positive(expr: sp.Expr, variables: Sequence[sp.Expr]) -> bool:
    """Tell whether an expression is a positive number plus even powers with positive factors, or a power of e."""
    if isinstance(expr, sp.exp):
        return True
    terms = sp.Add.make_args(expr)
    rest = [t for t in terms if t.has(*variables)]
    number = sp.Add(*(t for t in terms if not t.has(*variables)))
    return sign_of(number) == 1 and all(_is_square(t, variables) for t in rest)


def _is_square(term: Any, variables: Sequence[Any]) -> bool:
    factors = sp.Mul.make_args(term)
    signs = [sign_of(f) for f in factors if not f.has(*variables)]
    return all(s == 1 for s in signs) and all(
        isinstance(f, sp.exp | sp.Abs) or (isinstance(f, sp.Pow) and f.exp.is_even is True and f.exp > 0)
        for f in factors
        if f.has(*variables)
    )


def _is_continuous(program: Program) -> bool:
    """Tell whether the objective is continuous at every feasible point: everywhere, or its denominators and logarithms keep away from 0."""
    f, variables = program.objective, program.variables
    if _is_everywhere_defined(f, variables):
        return True
    risky = [
        n.base for n in sp.preorder_traversal(f) if isinstance(n, sp.Pow) and n.has(*variables) and not (n.exp.is_Integer and n.exp > 0)
    ]
    risky += [n.args[0] for n in sp.preorder_traversal(f) if isinstance(n, sp.log) and n.has(*variables)]
    linear = Program(sp.S.Zero, tuple(g for g in program.inequalities if is_linear(g, variables)), (), variables)
    for base in risky:
        if not all(_is_everywhere_defined(a, variables) for a in base.args) or not is_linear(base, variables):
            return False
        below = Program(sp.S.Zero, (*linear.inequalities, -base), (), variables)
        if not isinstance(feasible_point([r for r in below.rows() if is_rational(r)], 0), Infeasible):
            return False
    known = {n: sp.Symbol("_k") for n in sp.preorder_traversal(f) if isinstance(n, sp.log) or (isinstance(n, sp.Pow) and n.base in risky)}
    return _is_everywhere_defined(f.xreplace(known), variables)


def compact_by(program: Program) -> sp.Basic | None:
    """Return what bounds the feasible set: a constraint whose quadratic part is definite, or boxes around every variable."""
    for g, senses in (*((g, (-1,)) for g in program.inequalities), *((h, (1, -1)) for h in program.equations)):
        if not g.is_polynomial(*program.variables) or not g.free_symbols >= set(program.variables):
            continue
        if is_growing(g, program.variables, senses):
            return g
    straight = [g for g in program.inequalities if is_linear(g, program.variables)]
    level = [h for h in program.equations if is_linear(h, program.variables)]
    whole = Program(sp.S.Zero, tuple(straight), tuple(level), program.variables)
    if not whole.is_polyhedron:
        return None
    rows = whole.rows()
    for k in range(len(program.variables)):
        for sign in (1, -1):
            way = tuple(sp.Integer(sign if i == k else 0) for i in range(len(program.variables)))
            cone = [(c, sp.S.Zero) for c, _ in rows]
            if not isinstance(feasible_point([*cone, (way, sp.S.One)], len(level)), Infeasible):
                return None
    return sp.Symbol("box") if rows else None


def is_growing(g: sp.Expr, variables: Sequence[sp.Symbol], senses: Sequence[int]) -> bool:
    """Tell whether a polynomial times one of the signs tends to infinity in every direction."""
    poly = sp.Poly(g, *variables)
    degree = poly.total_degree()
    if degree == 2:
        found = signature(sp.hessian(g, list(variables)))
        return found is not None and any(found[0 if s == 1 else 1] == len(variables) for s in senses)
    top = [(p, c) for p, c in poly.terms() if sum(p) == degree]
    if any(e % 2 for p, _ in top for e in p):
        return False
    pure = {next(i for i, e in enumerate(p) if e) for p, _ in top if sum(e > 0 for e in p) == 1}
    signs = {sign_of(c) for _, c in top}
    return len(pure) == len(variables) and len(signs) == 1 and signs.pop() in senses


def is_coercive(program: Program) -> bool:
    """Tell whether the objective tends to infinity in every direction."""
    f = program.objective
    return (
        bool(program.variables)
        and bool(f.is_polynomial(*program.variables))
        and sp.Poly(f, *program.variables).total_degree() > 1
        and is_growing(f, program.variables, (1,))
    )
