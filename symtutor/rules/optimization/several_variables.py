"""Stationary points in several variables and what kind they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of
from symtutor.algorithms.equations.systems import PositiveDimension, real_solutions
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.several_variables import definiteness, kind_at, signature, solutions_of
from symtutor.errors import InputError
from symtutor.goals.core import Evaluated, Goal
from symtutor.goals.optimization import ExtremePoint, Points, SolveSystem, StationaryOf, StationaryPoints, all_zero, points_of
from symtutor.goals.vectors import Gradient, Hessian
from symtutor.rule import Bindings, Mistake, Procedure, Relation, Said, unquoted
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term, as_term, quote

__all__ = ["SEVERAL_VARIABLES"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_COX = "D. Cox, J. Little, D. O'Shea, Ideals, Varieties, and Algorithms, 4th ed., Springer, 2015"


# ---- systems -------------------------------------------------------------------------------------
def _solvable(goal: Goal, _context: object) -> Iterable[Bindings]:
    equations, variables = goal.args
    try:
        found = solutions_of(tuple(equations), tuple(variables))
    except PositiveDimension:
        return
    if found is not None:
        yield {"equations": equations, "variables": variables, "points": tuple(sp.Tuple(*p) for p in found)}


SYSTEM = VectorRule(
    id="solve.system",
    name="all common real zeros, by elimination",
    goal=SolveSystem,
    relation=Relation.IFF,
    when=_solvable,
    left=lambda equations, variables, points: SolveSystem(equations, variables),
    right=lambda equations, variables, points: Term(points_of, (as_term(variables), *map(as_term, points))),
    words="A Gröbner basis gives for each variable the polynomial that its values satisfy; with a letter that tells all solutions apart "
    "there are as many solutions as roots of its polynomial, so none is lost.",
    cost=3,
    samples=None,
    mistakes=(
        Mistake(
            "solution-lost",
            lambda variables, points: Term(points_of, (as_term(variables), *map(as_term, points[:1]))),
            "Dividing an equation by a factor that may be 0 loses the solutions at which it is 0.",
        ),
    ),
    source=f"{_COX}, ch. 3",
)


# ---- stationary points ---------------------------------------------------------------------------
def _when(goal: Goal, context: Any) -> Iterable[Bindings]:
    f, variables = goal.args
    gradient = context.value(Gradient(f, variables))
    if gradient is None:
        return
    equations = sp.Tuple(*gradient)
    points = context.value(SolveSystem(equations, variables))
    if points is None:
        return
    yield {"f": f, "variables": variables, "equations": equations, "points": points.values, "rough": _rough(f, tuple(variables))}


def _rough(f: sp.Expr, variables: tuple[sp.Symbol, ...]) -> tuple[Any, ...]:
    """Return the points at which a square root in the function is 0, so that it has no derivative.

    Raises
    ------
    InputError
        If these are not isolated points.
    """
    found: list[Any] = []
    for node in f.atoms(sp.Pow):
        if node.exp == sp.S.Half and node.base.is_polynomial(*variables) and node.base.free_symbols & set(variables):
            slopes = [sp.diff(node.base, v) for v in variables]
            try:
                zeros = real_solutions([node.base, *slopes], list(variables))
            except PositiveDimension:
                zeros = None
            if zeros is None or (not zeros and (is_convex(node.base, variables) is not True)):
                raise InputError(f"the places where {node} has no derivative are not isolated points", "Choose a region that avoids them.")
            found.extend(sp.Tuple(*z) for z in zeros if sp.Tuple(*z) not in found)
    return tuple(found)


def _concluded(f: Any, variables: Any, rough: Any, gradient: sp.MatrixExpr, points: Any, hessian: sp.Expr, *values: Any) -> Any:
    """Return the stationary points with their kinds, from the values of the premises."""
    del gradient
    names = tuple(variables)
    shape = {True: "convex"}.get(is_convex(f, names)) or {True: "concave"}.get(is_convex(-f, names)) or "unknown"  # type: ignore[arg-type]
    places = [*points.values, *rough]
    heights = values[: len(places)]
    infimum, supremum = _bounds(f, names, shape, heights)
    found = []
    for place, height in zip(places, heights, strict=True):
        matrix = None if place in rough else hessian.xreplace(dict(zip(names, place, strict=True)))
        kind, test = kind_at(f, names, tuple(place), matrix)
        if kind == "inconclusive" and shape in {"convex", "concave"}:
            kind, test = ("local minimum" if shape == "convex" else "local maximum"), shape
        best = {"local minimum": infimum, "local maximum": supremum}.get(kind)
        is_global = best is not None and best is not sp.nan and best.is_finite and sign_of(height - best) == 0
        found.append(ExtremePoint(place, height, kind, "global" if is_global else "local", test))
    found.sort(key=lambda p: [numeric(v) for v in p.x])
    return StationaryPoints(tuple(found), shape, infimum, supremum)


def _bounds(f: Any, variables: tuple[sp.Expr, ...], shape: str, heights: tuple[sp.Rational, ...]) -> tuple[sp.Expr, sp.Expr]:
    """Return the greatest lower and the least upper bound as far as they are known, nan otherwise."""
    low: sp.Expr = sp.nan
    high: sp.Expr = sp.nan
    ordered = sorted(heights, key=lambda h: numeric(h))
    if shape == "convex" and ordered:
        low = ordered[0]
    if shape == "concave" and ordered:
        high = ordered[-1]
    if not f.is_polynomial(*variables):
        if _vanishes_far_away(f, variables) and ordered:
            low = low if low is not sp.nan else min(sp.S.Zero, ordered[0])
            high = max(sp.S.Zero, ordered[-1])
        return low, high
    t = sp.Symbol("t")
    for way in _directions(len(variables)):
        along = sp.Poly(f.xreplace({v: d * t for v, d in zip(variables, way, strict=True)}), t)
        for sign in (1, -1):
            lead = along.LC() * (sign ** along.degree()) if along.degree() > 0 else 0
            low, high = (-sp.oo if lead < 0 else low), (sp.oo if lead > 0 else high)
    form = sp.Poly(f, *variables)
    degree = form.total_degree()
    top = sp.Add(*(c * sp.Mul(*(v**e for v, e in zip(variables, p, strict=True))) for p, c in form.terms() if sum(p) == degree))
    sign = _definite_form(top, variables)
    if sign == 1 and ordered:
        low = ordered[0]
    if sign == -1 and ordered:
        high = ordered[-1]
    return low, high


def _vanishes_far_away(f: Any, variables: tuple[Any, ...]) -> bool:
    """Tell whether a function is a number times e to a negative definite quadratic: it tends to 0 in every direction."""
    _, core = f.as_independent(*variables, as_Add=False)
    if not isinstance(core, sp.exp) or not core.args[0].is_polynomial(*variables) or sp.Poly(core.args[0], *variables).total_degree() != 2:
        return False
    return definiteness(sp.hessian(core.args[0], list(variables))) == "negative definite"


def _directions(count: int) -> Iterator[tuple[int, ...]]:
    from itertools import product  # noqa: PLC0415 (only here)

    yield from (w for w in product((0, 1, -1, 2), repeat=count) if any(w)) if count <= 4 else ()


def _definite_form(form: sp.Expr, variables: tuple[sp.Expr, ...]) -> int:
    """Return 1 (−1) where a form is positive (negative) except at 0, as far as that is plain, else 0."""
    poly = sp.Poly(form, *variables)
    if poly.total_degree() == 2:
        found = signature(sp.hessian(form, list(variables)))
        if found is not None and len(variables) in found[:2]:
            return 1 if found[0] else -1
        return 0
    if any(e % 2 for powers, _ in poly.terms() for e in powers):
        return 0
    pure = {next(i for i, e in enumerate(p) if e) for p, _ in poly.terms() if sum(e > 0 for e in p) == 1}
    signs = {sign_of(c) for _, c in poly.terms()}
    return signs.pop() or 0 if len(signs) == 1 and len(pure) == len(variables) else 0


def _right(f: Term, variables: Term, equations: Term, points: tuple[Term, ...], rough: Any) -> Term:
    bare = [unquoted(p) for p in (*points, *rough)]
    letters = unquoted(variables)
    values = [Evaluated(unquoted(f), letters, place) for place in bare]
    premises = (Gradient(f, variables), SolveSystem(equations, variables), Hessian(f, variables), *values)
    return Term(_concluded, (as_term(f), as_term(variables), quote(sp.Tuple(*map(unquoted, rough))), *premises))


def _told(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    variables, rough = bindings["variables"], bindings["rough"]
    hessian = next(v for v in values if isinstance(v, sp.MatrixBase) and v.shape == (len(variables), len(variables)))
    found = next(v for v in values if isinstance(v, Points))
    yield Said(Term(all_zero, (as_term(sp.Tuple(*bindings["equations"])), as_term(variables))), ("∇f = 0 at a stationary point",))
    yield Said(as_term(found), ("all real solutions",) if found.values else ("the gradient is nowhere 0",), Relation.IFF)
    for point in answer.points:
        place = dict(zip(variables, point.x, strict=True))
        value = Term(sp.Eq, (Term(sp.Function("f"), tuple(map(as_term, point.x))), as_term(point.value)))
        yield Said(value, (*_reason(point, hessian.xreplace(place), variables, point.x in rough), *_scope(point, answer)), Relation.IMPLIES)


def _reason(point: Any, matrix: Any, variables: Any, is_rough: bool) -> tuple[Any, ...]:
    test, kind = str(point.test), point.kind
    if is_rough:
        return ("the function has no derivative there; it is a number plus a root that is 0 there and positive elsewhere: ", kind)
    if test == "even powers":
        return ("the Hessian decides nothing; around the point only even powers of one sign are added: ", kind)
    if test.startswith("curves"):
        return ("the Hessian decides nothing; the function rises along one curve through the point and falls along another: ", kind)
    if kind == "inconclusive":
        return ("the Hessian is ", quote(matrix), f", {test}: the test decides nothing")
    if test in {"convex", "concave"}:
        return (f"the function is {test}: {kind}",)
    if matrix.rows == 2:
        first = f", f_{variables[0]}{variables[0]} = "
        return ("D = det H = ", quote(sp.simplify(matrix.det())), first, quote(sp.simplify(matrix[0, 0])), f": {test}, {kind}")
    return ("the Hessian is ", quote(matrix), f", {test}: {kind}")


def _scope(point: Any, answer: Any) -> tuple[Any, ...]:
    if point.kind not in {"local maximum", "local minimum"}:
        return ()
    word = point.kind.split()[1]
    if point.scope == "global":
        return (f", the global {word}",)
    best = answer.supremum if word == "maximum" else answer.infimum
    if best is sp.nan:
        return (", whether it is global is not decided here",)
    return (f", not global: there are {'larger' if word == 'maximum' else 'smaller'} values",)


STATIONARY = Procedure(
    id="optimize.stationary_points",
    name="stationary points and the Hessian test",
    goal=StationaryOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda f, variables, equations, points, rough: StationaryOf(f, variables),
    right=_right,
    told=_told,
    words="Where a function of several variables has an extremum its gradient is 0 or does not exist. A positive definite Hessian makes a "
    "minimum, a negative definite one a maximum, an indefinite one a saddle.",
    why="An extremum inside lies where the gradient is 0; the second derivatives tell which kind it is.",
    cost=1,
    commit=True,
    samples=None,
    source=f"{_STEWART}, sec. 14.7",
)

SEVERAL_VARIABLES = (SYSTEM, STATIONARY)
