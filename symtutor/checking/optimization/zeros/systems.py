"""Whether a list of common zeros is right and complete, judged by resultants and enclosures.

A common zero of two polynomials in x and y has its x among the roots of their
resultant in y, and its y among those of the resultant in x.  Every pair of
such roots that is not on the list must make one of the polynomials nonzero.
In more variables a box in which the remaining solutions would lie is not
known; the solutions are counted by the trace form of the quotient ring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.convexity import is_convex
from symtutor.checking.optimization.kinds_of_points import kind_of_point
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Points, SolveSystem, StationaryPoints
from symtutor.verdict import Agreement, Proof, Status, Verdict, claim_refuted

__all__ = ["counted", "grows", "judge_points", "judge_stationary"]

_MOST = 400


def judge_points(goal: Any, claimed: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Judge claimed common zeros: each one is one, and there are no others."""
    equations, variables = (tuple(a) for a in goal.args)
    if not isinstance(claimed, Points):
        return claim_refuted("the answer is no list of points")
    for point in claimed.values:
        place = dict(zip(variables, point, strict=True))
        for e in equations:
            verdict = _vanishes(e, place, domain)
            if verdict.status is not Status.CORRECT:
                return verdict
    number = counted(equations, variables)
    if number is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "each point was put in; that there are no others was not proved"))
    if number != len(claimed.values):
        return claim_refuted(f"there are {number} solutions, and {len(claimed.values)} are listed")
    return Verdict(Status.CORRECT, Proof("every point put in, and as many solutions as were counted independently"))


def _vanishes(expr: sp.Basic, place: Mapping[sp.Expr, sp.Rational], domain: Mapping[Any, Any]) -> Verdict:
    """Judge whether an expression is 0 at a point; algebraic numbers by the norm of the value."""
    value = expr.xreplace(dict(place))
    if value.has(sp.CRootOf):
        sign = sign_of_number(value)
        if sign is None:
            return Verdict(Status.UNDECIDED, Agreement(45, 1, "an algebraic number was not proved to be 0"))
        return (
            claim_refuted(f"{expr} is not 0 at a point")
            if sign
            else Verdict(Status.CORRECT, Proof("smaller than any nonzero number of its degree"))
        )
    return same_value(sp.S.Zero, sp.expand(value), domain)


# ---- counting ------------------------------------------------------------------------------------
def counted(equations: Sequence[sp.Basic], variables: Sequence[sp.Expr]) -> int | None:
    """Return how many real solutions there are, or None where that is not known."""
    equations, variables = _without_waves(equations, variables)
    found = _polynomials(equations, variables)
    if found is None:
        return None
    polys, bottoms = found
    if all(p.total_degree() <= 1 for p in polys):
        matrix, right = sp.linear_eq_to_matrix([p.as_expr() for p in polys], *variables)
        rank = matrix.rank()
        if matrix.row_join(right).rank() > rank:
            return 0
        if rank < len(variables):
            return None
        (point,) = sp.linsolve((matrix, right), *variables)
        place = dict(zip(variables, point, strict=True))
        return int(all(sp.sympify(b).xreplace(place) != 0 for b in bottoms))
    if bottoms:  # a further letter keeps their product from 0
        slack = sp.Symbol("_slack")
        return _by_trace_form([*polys, sp.Poly(slack * sp.Mul(*bottoms) - 1, *variables, slack)], [*variables, slack])
    if len(variables) == 1:
        common = polys[0]
        for p in polys[1:]:
            common = common.gcd(p)
        return int(common.quo(common.gcd(common.diff())).count_roots()) if common.degree() > 0 else 0
    if len(variables) == 2 and len(polys) == 2:
        count = _by_resultants(polys, variables)
        if count is not None:
            return count
    return _by_trace_form(polys, variables)


def _without_waves(equations: Sequence[sp.Basic], variables: Sequence[sp.Expr]) -> tuple[list[sp.Basic], list[sp.Expr]]:
    """Return equations and unknowns with letters for the sine and cosine of each variable that stands in no other way."""
    equations, unknowns = list(equations), []
    for v in variables:
        wave = {sp.sin(v): sp.Symbol(f"_p{v}"), sp.cos(v): sp.Symbol(f"_q{v}")}
        inside = [e.xreplace(wave) for e in equations]
        if inside == equations or any(e.has(v) for e in inside):
            unknowns.append(v)
            continue
        sine, cosine = wave.values()
        equations = [*inside, sine**2 + cosine**2 - 1]
        unknowns += [sine, cosine]
    return equations, unknowns


def _polynomials(equations: Sequence[sp.Basic], variables: Sequence[sp.Expr]) -> tuple[list[Any], list[Any]] | None:
    """Return the numerators as polynomials, and the denominators that may be 0."""
    found = []
    bottoms = []
    for e in equations:
        top, bottom = sp.fraction(sp.together(e))
        if not _is_positive(bottom, variables):
            bottoms.append(bottom)
        kept = [f for f in sp.Mul.make_args(sp.factor(top)) if not (isinstance(f, sp.exp) or (f.is_number and f != 0))]
        plain = sp.Mul(*kept)
        try:
            poly = sp.Poly(plain, *variables, domain=sp.QQ)
        except (sp.PolynomialError, CoercionFailed):
            return None
        if not poly.is_zero:
            found.append(poly)
    return found, bottoms


def _is_positive(bottom: sp.Expr, variables: Sequence[sp.Expr]) -> bool:
    if not bottom.free_symbols & set(variables):
        return True
    if isinstance(bottom, sp.exp):
        return True
    if not bottom.is_polynomial(*variables):
        return False
    terms = sp.Poly(bottom, *variables).terms()
    even = all(c > 0 and not any(e % 2 for e in powers) for powers, c in terms)
    return even and any(not any(powers) for powers, _ in terms)


def _by_resultants(polys: Sequence[Any], variables: Sequence[sp.Expr]) -> int | None:
    x, y = variables
    p, q = (f.as_expr() for f in polys)
    in_x, in_y = sp.resultant(p, q, y), sp.resultant(p, q, x)
    if in_x == 0 or in_y == 0:
        return None
    if not in_x.free_symbols or not in_y.free_symbols:
        return 0 if in_x.is_number and in_y.is_number and p.has(y) and q.has(x) else None
    xs, ys = (list(dict.fromkeys(sp.Poly(r, v, domain=sp.QQ).real_roots())) for r, v in ((in_x, x), (in_y, y)))
    if len(xs) * len(ys) > _MOST:
        return None
    count = 0
    for a in xs:
        for b in ys:
            signs = {sign_of_number(f.xreplace({x: a, y: b})) for f in (p, q)}
            if signs == {0}:
                count += 1
            elif not signs & {1, -1}:
                return None
    return count


def _by_trace_form(polys: Sequence[Any], variables: Sequence[Any]) -> int | None:
    """Count the real solutions as the signature of the form trace(u v) on the quotient ring (Hermite)."""
    basis = sp.groebner([p.as_expr() for p in polys], *variables, order="grevlex", domain=sp.QQ)
    if basis.exprs == [1]:
        return 0
    if not basis.is_zero_dimensional:
        return None
    monomials = _standard(basis, variables)
    if len(monomials) > 24:
        return None
    index = {m: i for i, m in enumerate(monomials)}
    size = len(monomials)

    def coordinates(expr: sp.Basic) -> list[Any]:
        rest = sp.Poly(basis.reduce(expr)[1], *variables)
        row = [sp.S.Zero] * size
        for powers, c in rest.terms():
            if c != 0:
                row[index[powers]] = c
        return row

    def power(m: tuple[int, ...]) -> Any:
        return sp.Mul(*(v**e for v, e in zip(variables, m, strict=True)))

    products = {}
    for a in monomials:
        for b in monomials:
            key = tuple(i + j for i, j in zip(a, b, strict=True))
            if key not in products:
                products[key] = coordinates(power(key))
    traces = [sum((products[tuple(i + j for i, j in zip(m, n, strict=True))][index[n]] for n in monomials), sp.S.Zero) for m in monomials]
    form = sp.Matrix(
        size,
        size,
        lambda i, j: sum(
            (c * t for c, t in zip(products[tuple(a + b for a, b in zip(monomials[i], monomials[j], strict=True))], traces, strict=True)),
            sp.S.Zero,
        ),
    )
    mark = sp.Symbol("_e")
    signs = [sp.sign(c) for c in form.charpoly(mark).all_coeffs()]
    plus = _changes(signs)
    minus = _changes([s * (-1) ** (size - i) for i, s in enumerate(signs)])
    return plus - minus


def _changes(signs: Sequence[sp.Expr]) -> int:
    kept = [s for s in signs if s != 0]
    return sum(a != b for a, b in pairwise(kept))


def _standard(basis: Any, variables: Sequence[sp.Basic]) -> list[tuple[int, ...]]:
    leads = [sp.Poly(g, *variables).monoms(order="grevlex")[0] for g in basis.exprs]
    found = []
    stack = [tuple([0] * len(variables))]
    seen = set(stack)
    while stack:
        m = stack.pop()
        if any(all(a >= b for a, b in zip(m, lead, strict=True)) for lead in leads):
            continue
        found.append(m)
        for i in range(len(variables)):
            after = tuple(e + (k == i) for k, e in enumerate(m))
            if after not in seen:
                seen.add(after)
                stack.append(after)
    return sorted(found)


# ---- stationary points ---------------------------------------------------------------------------
def judge_stationary(goal: Any, claimed: Any, known: Mapping[Goal, Any], domain: Mapping[Any, Any]) -> Verdict:
    """Judge stationary points: the gradient's zeros were proved, and the kind of each fits the eigenvalues or the values around it."""
    expr, variables = goal.args
    names = tuple(variables)
    if not isinstance(claimed, StationaryPoints):
        return claim_refuted("the answer names no stationary points")
    gradient = [differentiated(expr, v) for v in names]
    proved = _proved(gradient, names, known, domain)
    if proved is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "that the gradient is 0 at these points alone was not proved"))
    listed = {sp.Tuple(*p.x) for p in claimed.points}
    missing = [p for p in proved.values if sp.Tuple(*p) not in listed]
    if missing:
        return claim_refuted(f"the point {missing[0]} is missing")
    for point in claimed.points:
        place = dict(zip(names, point.x, strict=True))
        verdict = same_value(expr.xreplace(place), point.value, domain)
        if verdict.status is not Status.CORRECT and not _vanishes(expr - point.value, place, domain):
            return verdict
        matrix = sp.Matrix([[differentiated(g, v) for v in names] for g in gradient]).xreplace(place)
        kind = kind_of_point(expr, names, point.x, matrix)
        if point.kind != "inconclusive" and kind is None:
            return Verdict(Status.UNDECIDED, Agreement(0, 0, f"that {tuple(point.x)} is a {point.kind} was not proved"))
        if point.kind not in {"inconclusive", kind}:
            return claim_refuted(f"{tuple(point.x)} is a {kind}")
    return _judged_scopes(expr, names, claimed)


def _proved(gradient: list[sp.Basic], names: tuple[sp.Symbol, ...], known: Mapping[Goal, sp.Expr], domain: Mapping[Any, Any]) -> Any:
    """Return the proved zeros of a gradient, or None."""
    for g, v in known.items():
        if isinstance(g, SolveSystem) and tuple(g.args[1]) == names and len(g.args[0]) == len(gradient):
            pairs = zip(g.args[0], gradient, strict=True)
            if all(sp.expand(a - b) == 0 or same_value(a, b, domain).status is Status.CORRECT for a, b in pairs):
                return v
    return None


def _judged_scopes(expr: sp.Expr, names: tuple[sp.Symbol, ...], claimed: Any) -> Verdict:
    """Judge which points are called global."""
    for kind, sense in (("local minimum", 1), ("local maximum", -1)):
        best = [p for p in claimed.points if p.kind == kind and p.scope == "global"]
        if not best:
            continue
        if any(sign_of_number(sp.sympify(sense * (p.value - best[0].value))) not in {0, 1} for p in claimed.points):
            return claim_refuted(f"{best[0].x} is not global")
        if not _is_attained(sense * expr, names):
            return Verdict(Status.UNDECIDED, Agreement(0, 0, "that the function takes its least value was not proved"))
    return Verdict(Status.CORRECT, Proof("the gradient, and the kind of each point by eigenvalues, convexity, even powers or curves"))


def _is_attained(expr: sp.Expr, names: Sequence[sp.Symbol]) -> bool:
    """Tell whether a function surely takes a least value, at a point where its gradient is 0."""
    c, core = expr.as_independent(*names, as_Add=False)
    if isinstance(core, sp.exp) and c.is_number:  # monotone in its exponent
        return _is_attained(core.args[0] * sp.sign(c), names)
    return grows(expr, names) or is_convex(expr, tuple(names))


def grows(expr: Any, names: Sequence[sp.Basic]) -> bool:
    """Tell whether a polynomial surely tends to infinity in every direction, by its terms of the highest degree."""
    if not expr.is_polynomial(*names):
        return False
    poly = sp.Poly(expr, *names)
    degree = poly.total_degree()
    if degree < 2:
        return False
    top = [(powers, k) for powers, k in poly.terms() if sum(powers) == degree]
    if degree == 2:
        matrix = sp.hessian(expr, list(names))
        minors = [matrix[:k, :k].det(method="berkowitz") for k in range(1, matrix.rows + 1)]
        if all(m.is_positive for m in minors):
            return True
    pure = {next(i for i, e in enumerate(p) if e) for p, _ in top if sum(e > 0 for e in p) == 1}
    return len(pure) == len(names) and all(k.is_positive and not any(e % 2 for e in p) for p, k in top)
