"""All real solutions of systems of polynomial equations, exactly.

Gröbner bases give for each variable the polynomial that its values satisfy.
With their square-free parts added the ideal is radical, so after a new letter
t = x₁ + c x₂ + c² x₃ + ... that tells all solutions apart, every variable is a
polynomial in t: the solutions are as many as the roots of the polynomial of t,
the real ones belong to its real roots, and none is lost [1]_.

References
----------
.. [1] D. Cox, J. Little, D. O'Shea, *Using Algebraic Geometry*, 2nd ed., Springer, 2005, ch. 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed

__all__ = ["PositiveDimension", "real_solutions"]

_SEPARATORS = (1, 2, 3, 5, 7, 11, 13)


class PositiveDimension(Exception):  # noqa: N818 (an outcome, not an error)
    """The solutions are not isolated points; the equations of a basis are ``args[0]``."""


def real_solutions(equations: Sequence[Any], variables: Sequence[Any]) -> list[tuple[Any, ...]] | None:
    """Return every real solution of polynomial equations, or None where they are not polynomials over the rationals.

    Raises
    ------
    PositiveDimension
        If there are infinitely many complex solutions.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> real_solutions([x**2 + y**2 - 1, x - y], [x, y])
    [(-sqrt(2)/2, -sqrt(2)/2), (sqrt(2)/2, sqrt(2)/2)]
    """
    variables = list(variables)
    equations = [_without_content(sp.expand(e)) for e in equations if sp.expand(e) != 0]
    if equations and _is_linear(equations, variables):
        return _linear(equations, variables)
    try:
        if not equations or not all(sp.Poly(e, *variables).domain in {sp.ZZ, sp.QQ} for e in equations):
            if equations:
                return None
            raise PositiveDimension(())
    except (sp.PolynomialError, CoercionFailed):
        return None
    found: list[tuple[sp.Basic, ...]] = []
    infinite: PositiveDimension | None = None
    for branch in _branches(equations, variables):
        try:
            found.extend(s for s in _solved(branch, variables) if s not in found)
        except PositiveDimension as outcome:
            infinite = outcome
    if infinite is not None:
        raise infinite
    return sorted(found, key=lambda s: [sp.N(v, 20) for v in s])


def _without_content(equation: sp.Expr) -> sp.Expr:
    """Return an equation divided by the powers of π and e that all its terms have."""
    names = {sp.pi: sp.Symbol("_pi"), sp.E: sp.Symbol("_e")}
    if not equation.has(*names):
        return equation
    plain = equation.xreplace(names)
    shared = [n for n in names.values() if all(t.as_powers_dict().get(n, 0) != 0 for t in sp.Add.make_args(plain))]
    for n in shared:
        lowest = min(t.as_powers_dict()[n] for t in sp.Add.make_args(plain))
        plain = sp.expand(plain / n**lowest)
    return plain.xreplace({n: number for number, n in names.items()})


def _is_linear(equations: list[sp.Basic], variables: list[sp.Expr]) -> bool:
    """Tell whether equations are linear in the variables; other letters may stand in them."""
    return all(
        not sp.diff(e, u, v).has(*variables) and sp.expand(sp.diff(e, u, v)) == 0 for e in equations for u in variables for v in variables
    )


def _linear(equations: list[Any], variables: list[sp.Expr]) -> list[tuple[sp.Expr, ...]]:
    solutions = sp.linsolve(equations, *variables)
    if solutions is sp.S.EmptySet:
        return []
    (found,) = solutions.args
    if any(v.free_symbols & set(variables) for v in found):
        raise PositiveDimension(tuple(equations))
    return [tuple(found)]


def _branches(equations: list[sp.Basic], variables: list[sp.Expr]) -> list[list[sp.Basic]]:
    """Return systems whose solutions together are those of the equations: one factor of each product in each."""
    branches: list[list[sp.Basic]] = [[]]
    for equation in sorted(equations, key=lambda e: sp.Poly(e, *variables).total_degree()):
        factors = [f for f, _ in sp.factor_list(equation, *variables)[1]] or [equation]
        if equation.is_number:
            return []
        branches = (
            [[*b, f] for b in branches for f in factors] if len(branches) * len(factors) <= 64 else [[*b, equation] for b in branches]
        )
    unique: list[list[sp.Basic]] = []
    for branch in branches:
        kept = list(dict.fromkeys(branch))
        if kept not in unique:
            unique.append(kept)
    return unique


def _solved(equations: list[Any], variables: list[Any]) -> list[tuple[sp.Basic, ...]]:
    equations, values = _eliminated(equations, variables)
    rest = [v for v in variables if v not in values]
    if any(e.is_number and e != 0 for e in equations):
        return []
    equations = [e for e in equations if e != 0]
    if rest and not equations:
        raise PositiveDimension(tuple(equations))
    points = _radical_solutions(equations, rest) if rest else [{}]
    solutions = []
    for point in points:
        place = dict(point)
        for v in reversed(list(values)):
            place[v] = sp.radsimp(sp.expand(values[v].xreplace(place))) if not values[v].is_number else values[v]
        solutions.append(tuple(_simple(place[v]) for v in variables))
    return solutions


def _simple(number: sp.Basic) -> sp.Basic:
    if number.is_Rational or isinstance(number, sp.CRootOf):
        return number
    return sp.nsimplify(number) if number.is_Rational else sp.sqrtdenest(sp.radsimp(number)) if not number.has(sp.CRootOf) else number


def _eliminated(equations: list[Any], variables: list[sp.Expr]) -> tuple[list[sp.Basic], dict[sp.Expr, sp.Basic]]:
    """Return the equations after variables that some equation gives linearly, with a number as coefficient, are replaced."""
    values: dict[sp.Expr, sp.Basic] = {}
    changed = True
    while changed:
        changed = False
        for equation in sorted(equations, key=lambda e: len(sp.Add.make_args(e))):
            for v in variables:
                if v in values or not equation.has(v):
                    continue
                poly = sp.Poly(equation, v)
                if poly.degree() == 1 and poly.LC().is_number:
                    values[v] = sp.expand(-poly.coeff_monomial(1) / poly.LC())
                    equations = [sp.expand(e.xreplace({v: values[v]})) for e in equations if e != equation]
                    equations = [e for e in equations if e != 0]
                    changed = True
                    break
            if changed:
                break
    return equations, values


def _radical_solutions(equations: list[Any], variables: list[Any]) -> list[dict[Any, Any]]:
    if len(variables) == 1:
        (x,) = variables
        common = sp.Poly(equations[0], x, domain=sp.QQ)
        for e in equations[1:]:
            common = common.gcd(sp.Poly(e, x, domain=sp.QQ))
        return [{x: r} for r in _real_roots(common)] if common.degree() > 0 else []
    basis = sp.groebner(equations, *variables, order="grevlex", domain=sp.QQ)
    if basis.exprs == [1]:
        return []
    if not basis.is_zero_dimensional:
        raise PositiveDimension(tuple(basis.exprs))
    univariate = {v: _polynomial_of(basis, v, variables) for v in variables}
    radical = [*basis.exprs, *(p.quo(p.gcd(p.diff())).as_expr() for p in univariate.values())]
    mark = sp.Symbol("_t")
    for c in _SEPARATORS:
        form = sum((c**i * v for i, v in enumerate(variables)), sp.S.Zero)
        shaped = sp.groebner([*radical, mark - form], *variables, mark, order="grevlex", domain=sp.QQ).fglm("lex")
        last = sp.Poly(shaped.exprs[-1], mark)
        reads = {v: _read_off(shaped.exprs, v, mark) for v in variables}
        if None not in reads.values():
            return [_at(root, reads, mark, univariate) for root in last.real_roots(multiple=False) for root in root[:1]]
    raise PositiveDimension(tuple(basis.exprs))


def _polynomial_of(basis: Any, variable: sp.Basic, variables: list[sp.Expr]) -> Any:
    """Return the polynomial of least degree that the values of a variable satisfy."""
    others = [v for v in variables if v != variable]
    lex = sp.groebner(basis.exprs, *others, variable, order="grevlex", domain=sp.QQ).fglm("lex")
    return sp.Poly(lex.exprs[-1], variable, domain=sp.QQ)


def _read_off(exprs: list[sp.Expr], variable: sp.Expr, mark: sp.Symbol) -> Any:
    """Return a variable as a polynomial in the separating letter, where the basis gives it so."""
    for e in exprs:
        if e.free_symbols <= {variable, mark} and e.has(variable):
            poly = sp.Poly(e, variable)
            if poly.degree() == 1 and poly.LC().is_number:
                return sp.expand(-poly.coeff_monomial(1) / poly.LC())
    return None


def _real_roots(poly: Any) -> list[Any]:
    return list(dict.fromkeys(poly.real_roots()))


def _at(root: Any, reads: dict[Any, Any], mark: sp.Basic, univariate: dict[sp.Basic, sp.Basic]) -> dict[Any, Any]:
    """Return the values of the variables at a root of the separating polynomial: each as a root of its own polynomial."""
    if not isinstance(root, sp.CRootOf):
        return {v: sp.radsimp(sp.expand(q.xreplace({mark: root}))) for v, q in reads.items()}
    found = {}
    for v, q in reads.items():
        number = sp.N(sp.horner(q).xreplace({mark: sp.N(root, 120)}) if q.has(mark) else q, 60)
        found[v] = min(_real_roots(univariate[v]), key=lambda r: abs(sp.N(r, 60) - number))
    return found
